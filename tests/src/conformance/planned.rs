//! Plans, asked of a random world: made, taken apart, written, spoilt and checked.

use serde_json::{Value, json};

use super::Extent;
use super::script::handle;
use super::world::On;

/// Options that no plan can be made for.
pub fn refused(on: &mut On<'_>) {
    let scheme = &on.records.scheme;
    let level = scheme.levels.iter().find(|level| level.households).map(|level| level.id.to_string());
    let mut all = vec![
        json!({}),
        json!({ "within": "grid" }),
        json!({ "programme": "p", "level": "l" }),
        json!({ "programme": "p", "within": "l" }),
        json!({ "programme": "nothing" }),
        json!({ "level": "nothing" }),
    ];
    all.extend(scheme.levels.iter().find(|level| !level.households).map(|level| json!({ "level": level.id })));
    if let Some(level) = level {
        all.push(json!({ "level": level, "within": "nothing" }));
        all.push(json!({ "level": level, "unit": "nowhere" }));
        all.push(json!({ "level": level, "distances": [{ "taker": "nowhere", "household": "h", "metres": 1 }] }));
        let gone = on.records.units.iter().find(|unit| unit.until.is_some());
        all.extend(gone.map(|unit| json!({ "level": level, "unit": unit.id })));
    }
    if let Some(programme) = scheme.programmes.iter().max_by_key(|programme| programme.min) {
        let id = &programme.id;
        all.push(json!({ "programme": id, "max": 0 }));
        all.push(json!({ "programme": id, "distances": [{ "taker": "no-one", "household": "h", "metres": 1 }] }));
        let person = on.records.people.first().map(|person| person.id.to_string());
        all.push(json!({ "programme": id, "distances": [{ "taker": person, "household": "h", "metres": 1 }] }));
        all.push(json!({ "programme": id, "churn": u32::MAX, "evenness": u32::MAX }));
    }
    for options in all {
        on.call("assign", &[("options", options)]);
    }
}

/// A plan for a purpose, with some of the options, and all that can be asked of it.
pub fn ask(on: &mut On<'_>, purpose: Value, extent: Extent) {
    for plain in [true, false].into_iter().take(extent.of(1, 2)) {
        let options = if plain { purpose.clone() } else { options(on, &purpose) };
        let reply = on.call("assign", &[("options", options)]);
        if reply.get("error").is_some() {
            continue;
        }
        let plan = handle(&reply, "plan");
        for call in ["pairs", "diff", "verify-own"] {
            on.script.call(call, &[("plan", plan.into())]);
        }
        explain(on, plan, extent);
        let file = on.script.call("plan-file", &[("plan", plan.into())])["ok"].take();
        check(on, &file, extent);
        on.script.call("close", &[("handle", plan.into())]);
    }
}

fn options(on: &mut On<'_>, purpose: &Value) -> Value {
    let mut options = purpose.clone();
    let (dice, records) = (&mut *on.dice, on.records);
    if dice.chance(30) {
        options["unit"] = dice.pick(&records.units).map(|unit| unit.id.to_string()).into();
    }
    if dice.chance(40) {
        options["max"] = (1 + dice.below(12)).into();
    }
    if dice.chance(40) {
        options["churn"] = dice.one(&[0, 10, 500, 10_000_000]).into();
    }
    if dice.chance(40) {
        options["evenness"] = dice.one(&[0, 7, 300, 10_000_000]).into();
    }
    if purpose.get("level").is_some() {
        if dice.chance(50) {
            options["within"] = dice.pick(&records.scheme.levels).map(|level| level.id.to_string()).into();
        }
    } else if dice.chance(50) {
        let given = (0..3).filter_map(|_| {
            let (person, household) = (dice.pick(&records.people)?, dice.pick(&records.households)?);
            let metres = dice.one(&[0_u32, 5, 1_000, 50_000, u32::MAX]);
            Some(json!({ "taker": person.id, "household": household.id, "metres": metres }))
        });
        options["distances"] = given.collect();
    }
    options
}

fn explain(on: &mut On<'_>, plan: u64, extent: Extent) {
    let mut households: Vec<String> = on.records.households.iter().map(|row| row.id.to_string()).collect();
    on.dice.shuffle(&mut households);
    households.truncate(extent.of(2, 5));
    for household in households.into_iter().chain(["nowhere".into()]) {
        let at_most = on.dice.one(&[0, 1, 3, 5, 1_000]);
        let fields = [("plan", plan.into()), ("household", household.into()), ("atMost", at_most.into())];
        on.script.call("explain", &fields);
    }
}

/// Checks a plan as it is, and spoilt in many ways.
fn check(on: &mut On<'_>, file: &Value, extent: Extent) {
    let mut files = vec![file.clone()];
    let mut spoil = |spoil: &mut dyn FnMut(&mut Value)| {
        let mut spoilt = file.clone();
        spoil(&mut spoilt);
        files.push(spoilt);
    };
    spoil(&mut |plan| drop(plan.as_object_mut().unwrap().remove("certificate")));
    spoil(&mut |plan| plan["certificate"]["prices"] = json!([]));
    spoil(&mut |plan| plan["certificate"]["unassigned"] = 0.into());
    spoil(&mut |plan| plan["date"] = "2020-02-02".into());
    spoil(&mut |plan| plan["purpose"] = json!({ "programme": "nothing" }));
    let (dice, records) = (&mut *on.dice, on.records);
    let rows = file["pairs"].as_array().map_or(0, Vec::len);
    for _ in 0..if rows == 0 { 0 } else { extent.of(3, 10) } {
        let row = dice.below(rows);
        let taker: Value = dice.pick(&records.people).map(|person| person.id.to_string()).into();
        let household: Value = dice.pick(&records.households).map(|household| household.id.to_string()).into();
        let what = dice.below(7);
        spoil(&mut |plan| {
            let other = plan["pairs"][(row + 1) % rows]["takers"].clone();
            let pair = &mut plan["pairs"][row];
            match what {
                0 => pair["takers"] = json!([]),
                1 => pair["takers"] = json!([taker]),
                2 => pair["takers"].as_array_mut().unwrap().push("no-one".into()),
                3 => pair["household"] = "nowhere".into(),
                4 => pair["household"] = household.clone(),
                5 => pair["takers"] = other,
                _ => drop(plan["pairs"].as_array_mut().unwrap().remove(row)),
            }
            if what % 2 == 0 {
                plan.as_object_mut().unwrap().remove("certificate");
            }
        });
    }
    let mut refused = file.clone();
    refused["format"] = "wangge-plan/2".into();
    files.push(refused);
    let mut refused = file.clone();
    refused["purpose"] = json!({});
    files.push(refused);
    let mut refused = file.clone();
    refused["certificate"]["price"] = json!([]);
    files.push(refused);
    for plan in files {
        on.call("verify", &[("plan", plan)]);
    }
}
