//! What household assignment adds to the records: numbers of programmes and levels, limits, pair rules.

use std::collections::BTreeSet;

use wangge::{fault::FaultCode, record::ProgrammeRecord};

use super::{super::period::Period, Check, Row};

impl Check<'_> {
    /// `level.capacity`: "`min_households <= max_households`, and neither where the level holds no households".
    pub(super) fn capacity(&mut self, number: usize) {
        let level = &self.records.scheme.levels[number];
        let upside_down = matches!((level.min_households, level.max_households), (Some(min), Some(max)) if min > max);
        let given = level.min_households.or(level.max_households).is_some();
        if upside_down || (given && !level.households) {
            let field = if level.max_households.is_none() { "minHouseholds" } else { "maxHouseholds" };
            self.fault(FaultCode::LevelCapacity, ("scheme.levels", number), field, None);
        }
    }

    /// `programme.invalid`, and what a programme's lists name.
    pub(super) fn programme(&mut self, row: Row, programme: &ProgrammeRecord) {
        // "`per_household >= 1`, `max >= 1`, `min <= max`."
        if programme.per_household < 1 || programme.max < 1 || programme.min > programme.max {
            self.fault(FaultCode::ProgrammeInvalid, row, "max", None);
        }
        // "Each entry of the cost is at most 10,000,000 metres."
        let cost = &programme.cost;
        if cost.churn > 10_000_000 || cost.evenness > 10_000_000 || cost.preference > 10_000_000 {
            self.fault(FaultCode::ProgrammeInvalid, row, "cost", None);
        }
        // "At most 64 limits; a limit names at least one category."
        if programme.limits.len() > 64 {
            self.fault(FaultCode::ProgrammeInvalid, row, "limits", None);
        }
        for (item, limit) in programme.limits.iter().enumerate() {
            for category in &limit.categories {
                self.reference(row, "limits", Some(item), category, "scheme.categories");
            }
            if limit.categories.is_empty() {
                self.fault(FaultCode::ProgrammeInvalid, row, "limits", Some(item));
            }
        }
        if let Some(level) = &programme.within {
            self.reference(row, "within", None, level, "scheme.levels");
        }
        // "A reservation at least one category and one role."
        for (item, reserved) in programme.reserved.iter().enumerate() {
            for category in &reserved.categories {
                self.reference(row, "reserved", Some(item), category, "scheme.categories");
            }
            for role in &reserved.roles {
                self.reference(row, "reserved", Some(item), role, "scheme.roles");
            }
            if reserved.categories.is_empty() || reserved.roles.is_empty() {
                self.fault(FaultCode::ProgrammeInvalid, row, "reserved", Some(item));
            }
        }
    }

    /// `limit.crossing`: "neither inside, nor around, nor apart from those of an earlier limit of the programme, or are
    /// the same set".
    pub(super) fn limits(&mut self) {
        let programmes = &self.records.scheme.programmes;
        for number in self.checkable_rows("scheme.programmes", programmes.len()) {
            let sets: Vec<BTreeSet<_>> =
                programmes[number].limits.iter().map(|limit| limit.categories.iter().collect()).collect();
            for (item, set) in sets.iter().enumerate() {
                let fits = |earlier: &BTreeSet<_>| {
                    set != earlier && (set.is_subset(earlier) || set.is_superset(earlier) || set.is_disjoint(earlier))
                };
                if !sets[..item].iter().all(fits) {
                    self.fault(FaultCode::LimitCrossing, ("scheme.programmes", number), "limits", Some(item));
                }
            }
        }
    }

    /// The first pass over pair rules.
    pub(super) fn pair_rule_fields(&mut self) {
        let records = self.records;
        for (number, rule) in records.pair_rules.iter().enumerate() {
            let row = ("pairRules", number);
            self.reference(row, "person", None, &rule.person, "people");
            self.reference(row, "household", None, &rule.household, "households");
            if let Some(programme) = &rule.programme {
                self.reference(row, "programme", None, programme, "scheme.programmes");
            }
            self.period(row, &rule.from, rule.until.as_ref(), None);
        }
    }

    /// `pair-rule.overlap`: "overlapping one earlier by (`from`, row) that is of the same programme, or either is
    /// without programme".
    pub(super) fn pair_rules(&mut self) {
        let records = self.records;
        let rows = self.checkable_rows("pairRules", records.pair_rules.len());
        let period = |number: usize| {
            let rule = &records.pair_rules[number];
            Period::of(&rule.from, rule.until.as_deref())
        };
        for number in &rows {
            let (row, own) = (("pairRules", *number), period(*number));
            let rule = &records.pair_rules[*number];
            self.lives_inside(row, own, &rule.household, "household", None);
            let clashes = |other: &&usize| {
                let (earlier, before) = (&records.pair_rules[**other], period(**other));
                let both = rule.programme.is_some() && earlier.programme.is_some();
                (before.from, **other) < (own.from, *number)
                    && before.overlaps(&own)
                    && (&earlier.person, &earlier.household) == (&rule.person, &rule.household)
                    && (!both || earlier.programme == rule.programme)
            };
            if rows.iter().any(|other| clashes(&other)) {
                self.fault(FaultCode::PairRuleOverlap, row, "from", None);
            }
        }
    }
}
