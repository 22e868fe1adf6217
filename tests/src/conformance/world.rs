//! Every call, asked of a random world.

use serde_json::{Value, json};
use wangge::Records;

use super::script::Script;
use super::{Extent, planned};
use crate::generate::{Dice, Questions, questions};
use crate::naive::Matter;

/// Dates that are none, and one that no world knows.
const DATES: [&str; 7] = ["2026-02-29", "", "2026-1-01", "20260101", "2026-01-01T00:00", "0000-01-01", "9999-12-31"];

/// Asks everything of a world, if it has no faults.
pub fn ask(records: &Records, seed: u64, extent: Extent) -> String {
    let mut script = Script::default();
    script.call("about", &[]);
    let Some(registry) = script.open(records) else { return script.text() };
    script.call("scheme", &[("registry", registry.into())]);
    let asked = questions(seed, records);
    let mut dice = Dice::new(seed ^ 0xC04F);
    period(&mut script, registry, &asked);
    for date in DATES {
        script.call("as-of", &[("registry", registry.into()), ("date", date.into())]);
    }
    let mut directories = Vec::new();
    for date in asked.dates.iter().take(extent.of(1, 2)) {
        let directory = script.as_of(registry, &date.to_string());
        let mut on = On { script: &mut script, dice: &mut dice, records, directory };
        on.places(&asked, extent);
        on.responsible(&asked, extent);
        on.climbs(&asked, extent);
        on.plans(extent);
        directories.push(directory);
    }
    // What was opened outlives its registry, and ends when it is closed.
    script.call("close", &[("handle", registry.into())]);
    for directory in directories {
        script.call("findings", &[("directory", directory.into())]);
        script.call("close", &[("handle", directory.into())]);
    }
    script.text()
}

fn period(script: &mut Script, registry: u64, asked: &Questions) {
    let (from, until) = (asked.period.0.to_string(), asked.period.1.to_string());
    for (from, until) in [(&*from, &*until), (&until, &until), (&until, &from), (&from, "?"), ("2026-02-30", &until)] {
        let fields = [("registry", registry.into()), ("from", from.into()), ("until", until.into())];
        script.call("findings-between", &fields);
    }
}

/// A world on a date.
pub struct On<'a> {
    pub script: &'a mut Script,
    pub dice: &'a mut Dice,
    pub records: &'a Records,
    pub directory: u64,
}

impl On<'_> {
    /// Asks the directory.
    pub fn call(&mut self, name: &str, fields: &[(&str, Value)]) -> Value {
        let mut all = vec![("directory", self.directory.into())];
        all.extend(fields.iter().cloned());
        self.script.call(name, &all)
    }

    fn places(&mut self, asked: &Questions, extent: Extent) {
        self.call("findings", &[]);
        self.call("households", &[]);
        self.call("tree", &[]);
        self.call("tree", &[("depth", 0.into())]);
        let households = self.records.households.iter().map(|row| row.id.to_string()).take(1);
        let mut units: Vec<String> = self.records.units.iter().map(|row| row.id.to_string()).collect();
        self.dice.shuffle(&mut units);
        units.truncate(extent.of(2, 8));
        for unit in units.into_iter().chain(households).chain(["nowhere".into(), String::new()]) {
            let depth = self.dice.below(4);
            let depth = (depth < 3).then(|| ("depth", depth.into()));
            let fields: Vec<(&str, Value)> = [("unit", unit.into())].into_iter().chain(depth).collect();
            self.call("tree", &fields);
        }
        let levels: Vec<String> = self.records.scheme.levels.iter().map(|row| row.id.to_string()).collect();
        let beyond = [[0.0, 0.0], [110.5, 91.0], [-180.0, -90.0]];
        for point in asked.points.iter().take(extent.of(3, 8)).copied().chain(beyond) {
            self.call("locate", &[("location", location(point))]);
            if let Some(level) = self.dice.pick(&levels).cloned() {
                self.call("locate", &[("location", location(point)), ("level", level.into())]);
            }
        }
        self.call("locate", &[("location", json!([1, 1])), ("level", "moon".into())]);
    }

    fn responsible(&mut self, asked: &Questions, extent: Extent) {
        let mut duties = asked.duties.clone();
        // Those about what is not there come last, and are asked in any case.
        let rest = duties.split_off(duties.len().saturating_sub(3));
        self.dice.shuffle(&mut duties);
        duties.truncate(extent.of(8, 40));
        for (subject, kind) in duties.into_iter().chain(rest) {
            self.call("responsible", &[("subject", subject.into()), ("kind", kind.into())]);
        }
        let kinds: Vec<String> = self.records.scheme.kinds.iter().map(|row| row.id.to_string()).collect();
        for kind in kinds.into_iter().take(extent.of(1, 3)).chain(["nothing".into()]) {
            self.call("responsible-all", &[("kind", kind.into())]);
        }
        let people = asked.people.iter().rev().take(extent.of(4, 12));
        for person in people {
            self.call("duties", &[("person", person.as_str().into())]);
            self.call("scope", &[("person", person.as_str().into())]);
        }
        self.access(asked, extent);
    }

    fn access(&mut self, asked: &Questions, extent: Extent) {
        let subjects: Vec<&String> = asked.duties.iter().map(|(subject, _)| subject).collect();
        for _ in 0..extent.of(8, 40) {
            let (Some(person), Some(subject)) = (self.dice.pick(&asked.people), self.dice.pick(&subjects)) else {
                return;
            };
            let action = self.dice.one(&["see", "see", "personal", "record", "manage", "score"]);
            let fields =
                [("person", person.as_str().into()), ("action", action.into()), ("subject", subject.as_str().into())];
            self.call("may", &fields);
        }
    }

    fn climbs(&mut self, asked: &Questions, extent: Extent) {
        let matters: Vec<Value> = asked.matters.iter().take(extent.of(5, 14)).map(reported).collect();
        for matter in &matters {
            self.call("escalate", &[("matter", matter.clone())]);
        }
        let Some(matter) = matters.first() else { return };
        let instants =
            ["2026-01-05T09:30", "2025-12-31 23:59:59.5", "9999-12-30T21:59:59Z", "2027-06-01T12:00:00+08:00"];
        for at in instants.into_iter().chain(["now", "2026-01-05", "2026-01-05T25:00", "2026-01-05T09:30:00+99:00"]) {
            let mut matter = matter.clone();
            matter["reportedAt"] = at.into();
            self.call("escalate", &[("matter", matter)]);
        }
    }

    fn plans(&mut self, extent: Extent) {
        planned::refused(self);
        let scheme = &self.records.scheme;
        let programmes = scheme.programmes.iter().map(|row| json!({ "programme": row.id }));
        let levels = scheme.levels.iter().filter(|row| row.households).map(|row| json!({ "level": row.id }));
        let mut purposes: Vec<Value> = programmes.chain(levels).collect();
        self.dice.shuffle(&mut purposes);
        for purpose in purposes.into_iter().take(extent.of(2, 3)) {
            planned::ask(self, purpose, extent);
        }
    }
}

/// A point as JavaScript would write it.
fn location(point: [f64; 2]) -> Value {
    point.iter().map(|degrees| if degrees.fract() == 0.0 { json!(*degrees as i64) } else { json!(degrees) }).collect()
}

fn reported(matter: &Matter) -> Value {
    let Matter { subject, kind, urgency, reported_at, recused } = matter;
    let mut value = json!({
        "subject": subject, "kind": kind, "urgency": urgency.as_str(), "reportedAt": reported_at.to_string(),
    });
    if !recused.is_empty() {
        value["recuse"] = json!(recused);
    }
    value
}
