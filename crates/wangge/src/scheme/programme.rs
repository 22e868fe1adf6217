//! Caretaker programmes: their numbers, and who may care for whom (A1-A3).

use super::Draft;
use super::check::mark_row;
use super::limits::{Limits, MAX_LIMITS};
use crate::check::{At, Report};
use crate::fault::FaultCode;
use crate::record::{LimitRecord, ProgrammeRecord, ReservedRecord, SchemeRecord};
use crate::table::indices;

/// The most metres of one entry of a cost.
const MAX_METRES: u32 = 10_000_000;

/// What assignment asks of a programme, beside the numbers of its record.
#[derive(Debug, Default)]
pub(crate) struct ProgrammeRules {
    pub limits: Limits,
    /// The level at which caretaker and household belong to the same unit.
    pub within: Option<u32>,
    pub reserved: Vec<Reserved>,
}

/// Households of one of the categories go to holders of one of the roles; both ascend.
#[derive(Debug)]
pub(crate) struct Reserved {
    pub categories: Vec<u32>,
    pub roles: Vec<u32>,
}

impl Draft<'_> {
    pub(super) fn read_programmes(&mut self, report: &mut Report, record: &SchemeRecord) {
        for ((row, programme), number) in record.programmes.iter().enumerate().zip(indices(record.programmes.len())) {
            let (at, mark) = (At::row("scheme.programmes", row, &programme.id), report.mark());
            report.names(at, ("name", None), &programme.name);
            let categories = report.references(at, "categories", &self.categories, &programme.categories);
            let eligible = report.references(at, "eligible", &self.affiliations, &programme.eligible);
            let ProgrammeRecord { per_household, min, max, cost, .. } = programme;
            if *per_household == 0 || *max == 0 || min > max {
                report.add(at, ("max", None), FaultCode::ProgrammeInvalid, &[]);
            }
            if [cost.churn, cost.evenness, cost.preference].into_iter().any(|metres| metres > MAX_METRES) {
                report.add(at, ("cost", None), FaultCode::ProgrammeInvalid, &[]);
            }
            let rules = self.read_rules(report, at, programme);
            mark_row(&mut self.programmes, report, mark, number);
            if self.programmes.is_sound(number) && self.names_sound_rows(&categories, &eligible, &rules) {
                for item in rules.limits.crossing() {
                    report.add(at, ("limits", Some(item)), FaultCode::LimitCrossing, &[]);
                }
            }
            self.programme_categories.push(categories);
            self.programme_eligible.push(eligible);
            self.programme_rules.push(rules);
        }
    }

    fn read_rules(&self, report: &mut Report, at: At<'_>, programme: &ProgrammeRecord) -> ProgrammeRules {
        if programme.limits.len() > MAX_LIMITS {
            report.add(at, ("limits", None), FaultCode::ProgrammeInvalid, &[]);
        }
        let limits = programme.limits.iter().enumerate();
        let limits = limits.map(|(item, limit)| (self.read_limit(report, at, item, limit), limit.max)).collect();
        let within = programme.within.as_ref().and_then(|id| report.reference(at, ("within", None), &self.levels, id));
        let reserved = programme.reserved.iter().enumerate();
        let reserved = reserved.map(|(item, entry)| self.read_reserved(report, at, item, entry)).collect();
        ProgrammeRules { limits: Limits::new(limits), within, reserved }
    }

    fn read_limit(&self, report: &mut Report, at: At<'_>, item: usize, limit: &LimitRecord) -> Vec<u32> {
        let field = ("limits", Some(item));
        if limit.categories.is_empty() {
            report.add(at, field, FaultCode::ProgrammeInvalid, &[]);
        }
        set(limit.categories.iter().filter_map(|id| report.reference(at, field, &self.categories, id)))
    }

    fn read_reserved(&self, report: &mut Report, at: At<'_>, item: usize, entry: &ReservedRecord) -> Reserved {
        let field = ("reserved", Some(item));
        if entry.categories.is_empty() || entry.roles.is_empty() {
            report.add(at, field, FaultCode::ProgrammeInvalid, &[]);
        }
        let categories =
            set(entry.categories.iter().filter_map(|id| report.reference(at, field, &self.categories, id)));
        let roles = set(entry.roles.iter().filter_map(|id| report.reference(at, field, &self.roles, id)));
        Reserved { categories, roles }
    }

    /// Whether no row that a programme names has a local fault.
    fn names_sound_rows(&self, categories: &[u32], eligible: &[u32], rules: &ProgrammeRules) -> bool {
        let reserved = rules.reserved.iter().flat_map(|entry| entry.categories.iter().copied());
        let mut named = categories.iter().copied().chain(rules.limits.categories()).chain(reserved);
        named.all(|category| self.categories.is_sound(category))
            && eligible.iter().all(|affiliation| self.affiliations.is_sound(*affiliation))
            && rules.within.is_none_or(|level| self.levels.is_sound(level))
            && rules.reserved.iter().flat_map(|entry| &entry.roles).all(|role| self.roles.is_sound(*role))
    }
}

fn set(rows: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut rows: Vec<u32> = rows.collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}
