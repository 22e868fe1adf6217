//! Random schemes.

use smol_str::{SmolStr, format_smolstr};
use wangge::record::{
    AdmissionRecord, CalendarRecord, CampaignRecord, CostRecord, DutyRecord, ExceptionRecord, FunctionRecord,
    Involvement, KindRecord, LevelRecord, NamedRecord, PolicyRecord, ProgrammeRecord, ReportRecord, RoleRecord,
    SchemeRecord, SeatRecord, StepRecord, Text, Urgency, Weekday,
};

use super::{
    Dice,
    spell::{FIRST, LAST, day},
};

/// A scheme without faults.
pub fn scheme(dice: &mut Dice) -> SchemeRecord {
    let levels = levels(dice);
    let level_ids: Vec<SmolStr> = levels.iter().map(|level| level.id.clone()).collect();
    let affiliations = named(dice, "affiliation-", 2);
    let categories = named(dice, "category-", 4);
    let affiliation_ids: Vec<SmolStr> = affiliations.iter().map(|row| row.id.clone()).collect();
    let category_ids: Vec<SmolStr> = categories.iter().map(|row| row.id.clone()).collect();
    let roles = roles(dice, &level_ids, &affiliation_ids);
    let functions = functions(dice);
    let kinds = kinds(dice, &level_ids);
    let programmes = programmes(dice, &affiliation_ids, &category_ids);
    let mut scheme = SchemeRecord {
        name: text("scheme"),
        levels,
        roles,
        functions,
        affiliations,
        categories,
        kinds,
        programmes,
        calendar: calendar(dice),
        contact_required: dice.chance(40),
        ..SchemeRecord::default()
    };
    scheme.duties = duties(dice, &scheme);
    scheme.admission = admission(dice, &scheme);
    scheme.policies = policies(dice, &scheme);
    scheme.reports = reports(dice, &scheme);
    scheme.campaigns = campaigns(dice, &category_ids);
    scheme
}

fn text(id: &str) -> Text {
    Text { zh: format_smolstr!("名{id}"), en: format_smolstr!("Name {id}") }
}

fn named(dice: &mut Dice, prefix: &str, most: usize) -> Vec<NamedRecord> {
    let count = dice.below(most + 1);
    dice.ids(prefix, count).into_iter().map(|id| NamedRecord { name: text(&id), id }).collect()
}

fn levels(dice: &mut Dice) -> Vec<LevelRecord> {
    let count = dice.between(3, 6) as usize;
    let ids = &["county", "town", "village", "grid", "micro-grid", "door"][..count];
    let mut levels = Vec::new();
    for (number, id) in ids.iter().enumerate() {
        // Now and then a level of its own, with no level above it.
        let mut parents: Vec<SmolStr> = Vec::new();
        if number > 0 && !dice.chance(4) {
            parents = dice.some(&ids[..number], 30).into_iter().map(SmolStr::from).collect();
            if parents.is_empty() || dice.chance(70) {
                parents.retain(|one| *one != ids[number - 1]);
                parents.push(ids[number - 1].into());
            }
            dice.shuffle(&mut parents);
        }
        levels.push(LevelRecord {
            id: (*id).into(),
            name: text(id),
            parents,
            households: number + 1 == count && dice.chance(95) || number > 0 && dice.chance(35),
            min_households: None,
            max_households: None,
            code_digits: match dice.below(4) {
                0 => vec![6],
                1 => vec![6, 9],
                _ => Vec::new(),
            },
        });
    }
    levels
}

fn roles(dice: &mut Dice, levels: &[SmolStr], affiliations: &[SmolStr]) -> Vec<RoleRecord> {
    let mut roles = Vec::new();
    for level in levels {
        let count = dice.one(&[0, 1, 1, 1, 2, 2, 3]);
        for id in dice.ids(&format!("{level}-role-"), count) {
            let min = dice.one(&[0, 0, 1, 1, 1, 2]);
            roles.push(RoleRecord {
                name: text(&id),
                id,
                level: level.clone(),
                min,
                max: min.max(1) + dice.one(&[0, 0, 1, 2]),
                eligible: if dice.chance(25) { dice.some(affiliations, 60) } else { Vec::new() },
                max_households: dice.chance(35).then(|| dice.below(4) as u32),
            });
        }
    }
    dice.shuffle(&mut roles);
    roles
}

fn functions(dice: &mut Dice) -> Vec<FunctionRecord> {
    let count = dice.below(4);
    let ids = dice.ids("function-", count);
    let functions = ids.into_iter().map(|id| {
        let min = dice.one(&[0, 1, 1, 2]);
        FunctionRecord { name: text(&id), id, min, max: min.max(1) + dice.one(&[0, 0, 1]) }
    });
    functions.collect()
}

fn kinds(dice: &mut Dice, levels: &[SmolStr]) -> Vec<KindRecord> {
    let count = dice.between(1, 6) as usize;
    let ids = dice.ids("kind-", count);
    let mut kinds: Vec<KindRecord> = Vec::new();
    for (number, id) in ids.iter().enumerate() {
        let parent = if dice.chance(65) { dice.pick(&ids[..number]).cloned() } else { None };
        kinds.push(KindRecord {
            id: id.clone(),
            name: text(id),
            parent,
            ceiling: if dice.chance(8) { dice.pick(levels).cloned() } else { None },
        });
    }
    dice.shuffle(&mut kinds);
    kinds
}

fn programmes(dice: &mut Dice, affiliations: &[SmolStr], categories: &[SmolStr]) -> Vec<ProgrammeRecord> {
    let count = dice.below(4);
    let ids = dice.ids("programme-", count);
    let programmes = ids.into_iter().map(|id| ProgrammeRecord {
        name: text(&id),
        id,
        categories: if dice.chance(50) { dice.some(categories, 60) } else { Vec::new() },
        per_household: dice.one(&[1, 1, 2]),
        max: dice.one(&[1, 1, 2, 4]),
        eligible: if dice.chance(25) { dice.some(affiliations, 60) } else { Vec::new() },
        min: 0,
        limits: Vec::new(),
        within: None,
        reserved: Vec::new(),
        cost: CostRecord::default(),
    });
    programmes.collect()
}

fn duties(dice: &mut Dice, scheme: &SchemeRecord) -> Vec<DutyRecord> {
    let mut kinds: Vec<SmolStr> = scheme.kinds.iter().map(|kind| kind.id.clone()).collect();
    kinds.push("*".into());
    let roles = scheme.roles.iter().map(|row| [Some(row.id.clone()), None, None]);
    let functions = scheme.functions.iter().map(|row| [None, Some(row.id.clone()), None]);
    let programmes = scheme.programmes.iter().map(|row| [None, None, Some(row.id.clone())]);
    let dense = dice.one(&[15, 35, 60]);
    let mut duties = Vec::new();
    for [role, function, programme] in roles.chain(functions).chain(programmes) {
        for kind in dice.some(&kinds, dense) {
            duties.push(DutyRecord {
                role: role.clone(),
                function: function.clone(),
                programme: programme.clone(),
                kind,
                involvement: dice.one(&[
                    Involvement::Responsible,
                    Involvement::Responsible,
                    Involvement::Accountable,
                    Involvement::Accountable,
                    Involvement::Accountable,
                    Involvement::Support,
                    Involvement::Informed,
                ]),
            });
        }
    }
    dice.shuffle(&mut duties);
    duties
}

fn admission(dice: &mut Dice, scheme: &SchemeRecord) -> Vec<AdmissionRecord> {
    let mut kinds: Vec<SmolStr> = scheme.kinds.iter().map(|kind| kind.id.clone()).collect();
    kinds.push("*".into());
    let mut admission: Vec<AdmissionRecord> = dice
        .some(&scheme.levels, 8)
        .into_iter()
        .map(|level| AdmissionRecord { level: level.id, kinds: dice.some(&kinds, 35) })
        .collect();
    dice.shuffle(&mut admission);
    admission
}

fn span(dice: &mut Dice) -> SmolStr {
    let count = dice.one(&[1, 1, 2, 3, 4, 8, 9]);
    match dice.below(10) {
        0 => "end-of-day".into(),
        1 => "end-of-month".into(),
        2 if dice.chance(10) => dice.one(&["10000h", "10000wd", "10000wh"]).into(),
        2..=3 => format_smolstr!("{}h", count * dice.one(&[1, 1, 6, 24])),
        4..=6 => format_smolstr!("{}wh", count * dice.one(&[1, 1, 4])),
        _ => format_smolstr!("{count}wd"),
    }
}

/// A seat at a level from the top down to `lowest`, with the number of its level; a role where there is one.
fn seat(dice: &mut Dice, scheme: &SchemeRecord, lowest: usize) -> Option<(SeatRecord, usize)> {
    let level_at = |id: &str| scheme.levels.iter().position(|level| level.id == id).unwrap();
    let roles: Vec<_> = scheme.roles.iter().filter(|role| level_at(&role.level) <= lowest).collect();
    if let (Some(function), true) = (dice.pick(&scheme.functions), dice.chance(25) || roles.is_empty()) {
        let level = dice.below(lowest + 1);
        let seat = SeatRecord {
            function: Some(function.id.clone()),
            level: Some(scheme.levels[level].id.clone()),
            ..SeatRecord::default()
        };
        return Some((seat, level));
    }
    // Rather a low one, so that there is something left to climb to.
    let mut roles = roles;
    roles.sort_by_key(|role| level_at(&role.level));
    let at = dice.below(roles.len()).max(dice.below(roles.len()));
    let role = roles.get(at)?;
    Some((SeatRecord { role: Some(role.id.clone()), ..SeatRecord::default() }, level_at(&role.level)))
}

fn policies(dice: &mut Dice, scheme: &SchemeRecord) -> Vec<PolicyRecord> {
    let mut kinds: Vec<SmolStr> = scheme.kinds.iter().map(|kind| kind.id.clone()).collect();
    kinds.push("*".into());
    let mut policies = Vec::new();
    for kind in &kinds {
        for urgency in [Urgency::Emergency, Urgency::Routine] {
            if !dice.chance(if kind == "*" { 75 } else { 30 }) {
                continue;
            }
            let mut lowest = scheme.levels.len() - 1;
            let mut steps = Vec::new();
            for _ in 0..dice.between(1, 5) {
                let Some((ask, level)) = seat(dice, scheme, lowest) else { break };
                lowest = level;
                let inform = (0..dice.below(4))
                    .filter_map(|_| seat(dice, scheme, scheme.levels.len() - 1).map(|(seat, _)| seat))
                    .collect();
                steps.push(StepRecord { ask, accept: span(dice), resolve: span(dice), inform });
            }
            if !steps.is_empty() {
                let total = dice.chance(60).then(|| span(dice));
                policies.push(PolicyRecord { kind: kind.clone(), urgency, steps, refusals: 1, total });
            }
        }
    }
    dice.shuffle(&mut policies);
    policies
}

fn reports(dice: &mut Dice, scheme: &SchemeRecord) -> Vec<ReportRecord> {
    let mut reports = Vec::new();
    let count = dice.below(4);
    for id in dice.ids("report-", count) {
        let Some((from, level)) = seat(dice, scheme, scheme.levels.len() - 1) else { continue };
        let Some(above) = level.checked_sub(1) else { continue };
        let Some((to, _)) = seat(dice, scheme, above) else { continue };
        let urgency = dice.one(&[Urgency::Emergency, Urgency::Routine]);
        reports.push(ReportRecord { name: text(&id), id, urgency, from, to, due: span(dice) });
    }
    reports
}

fn campaigns(dice: &mut Dice, categories: &[SmolStr]) -> Vec<CampaignRecord> {
    let count = dice.below(2);
    let ids = dice.ids("campaign-", count);
    let campaigns = ids.into_iter().map(|id| CampaignRecord {
        name: text(&id),
        id,
        actions: named(dice, "action-", 3),
        categories: dice.some(categories, 40),
    });
    campaigns.collect()
}

fn calendar(dice: &mut Dice) -> CalendarRecord {
    let hours: &[[&str; 2]] = match dice.below(8) {
        0..=2 => &[["08:30", "12:00"], ["13:30", "17:30"]],
        3 => &[["09:00", "17:00"]],
        4 => &[["00:00", "24:00"]],
        5 => &[["08:00", "11:45"], ["12:15", "16:00"], ["18:00", "24:00"]],
        6 => &[["07:07", "07:13"], ["23:59", "24:00"]],
        _ => &[["00:00", "06:30"], ["06:31", "19:00"]],
    };
    let years: &[i16] = match dice.below(10) {
        0 => &[2026],
        1 => &[2025],
        2 => &[2027, 2025],
        _ => &[2025, 2026, 2027],
    };
    let weekdays: &[Weekday] = match dice.below(12) {
        // Only the exceptions are worked.
        11 => &[],
        0 => &[Weekday::Sun, Weekday::Wed],
        1 => &[Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun],
        _ => &[Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri],
    };
    let mut exceptions: Vec<ExceptionRecord> = Vec::new();
    for number in FIRST..LAST + 10 {
        if years.contains(&day(number).year()) && dice.chance(12) {
            let name = dice.chance(30).then(|| text("holiday"));
            exceptions.push(ExceptionRecord { date: super::spell::day_text(number), working: dice.chance(50), name });
        }
    }
    dice.shuffle(&mut exceptions);
    CalendarRecord {
        offset: dice.one(&["+08:00", "+08:00", "+08:00", "+00:00", "-03:30", "+14:00"]).into(),
        hours: hours.iter().map(|[open, close]| [SmolStr::from(*open), SmolStr::from(*close)]).collect(),
        weekdays: weekdays.to_vec(),
        years: years.to_vec(),
        exceptions,
    }
}
