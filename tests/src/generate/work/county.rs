//! Counties with something to do, reorganised on the way.

use smol_str::format_smolstr;
use wangge::{
    change::Transaction,
    record::{AppointmentRecord, CampaignRecord, NamedRecord, Records, Text},
};

use super::super::{Dice, crowded_world, transaction, valid_world};
use crate::naive;

/// A county, and how it is reorganised.
#[derive(Debug, Clone)]
pub struct County {
    /// As it was at first.
    pub first: Records,
    /// What was done to it, each without a fault.
    pub transactions: Vec<Transaction>,
    /// The normal rows before each of them, and after the last.
    pub stages: Vec<Records>,
}

impl County {
    /// The rows after everything.
    pub fn last(&self) -> &Records {
        self.stages.last().expect("there is one")
    }
}

/// A random county, split, merged and moved up to three times.
pub fn county(seed: u64) -> County {
    let mut dice = Dice::new(seed ^ 0x3_0EC);
    let dice = &mut dice;
    let mut first = if dice.chance(50) { valid_world(seed) } else { crowded_world(seed) };
    busy(dice, &mut first);
    staff(dice, &mut first);
    let mut stages = vec![naive::normal(&first)];
    let mut transactions = Vec::new();
    for _ in 0..dice.one(&[0, 0, 1, 1, 2, 3]) {
        for _ in 0..6 {
            let now = stages.last().expect("there is one");
            let Some(change) = (0..20).find_map(|_| transaction::reorganisation(dice, now)) else { break };
            let transaction = Transaction::from(vec![change]);
            if let Ok(after) = naive::apply(now, &transaction) {
                stages.push(after);
                transactions.push(transaction);
                break;
            }
        }
    }
    County { first, transactions, stages }
}

/// Somebody for most of the posts that nobody ever has.
fn staff(dice: &mut Dice, records: &mut Records) {
    let mut rows = Vec::new();
    for unit in &records.units {
        for role in records.scheme.roles.iter().filter(|role| role.level == unit.level) {
            let held =
                |row: &&AppointmentRecord| row.unit.as_ref() == Some(&unit.id) && row.role.as_ref() == Some(&role.id);
            if records.appointments.iter().find(held).is_some() || dice.chance(40) {
                continue;
            }
            rows.push(AppointmentRecord {
                person: dice.pick(&records.people).expect("somebody").id.clone(),
                unit: Some(unit.id.clone()),
                role: Some(role.id.clone()),
                department: None,
                deputy: None,
                from: unit.from.clone(),
                until: unit.until.clone(),
            });
        }
    }
    records.appointments.extend(rows);
}

/// Refusals, campaigns and reports of all sorts.
fn busy(dice: &mut Dice, records: &mut Records) {
    let scheme = &mut records.scheme;
    for policy in &mut scheme.policies {
        policy.refusals = dice.one(&[0, 1, 1, 2, 5]);
    }
    for report in &mut scheme.reports {
        if dice.chance(40) {
            report.due = "end-of-month".into();
        }
    }
    let text = |id: &str| Text { zh: format_smolstr!("名{id}"), en: format_smolstr!("Name {id}") };
    for number in 0..dice.below(3) {
        let id = format_smolstr!("visits-{number}");
        let actions = (0..dice.between(1, 3)).map(|action| format_smolstr!("a{action}"));
        scheme.campaigns.push(CampaignRecord {
            name: text(&id),
            actions: actions.map(|id| NamedRecord { name: text(&id), id }).collect(),
            categories: if dice.chance(30) {
                scheme.categories.iter().take(2).map(|row| row.id.clone()).collect()
            } else {
                Vec::new()
            },
            id,
        });
    }
}
