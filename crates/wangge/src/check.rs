//! What both loaders share: collecting faults, and knowing which rows may be looked at further.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use smol_str::SmolStr;

use crate::fault::{Fault, FaultCode, Place};
use crate::record::{Spell, Text};
use crate::table::{TooLarge, cell, indices};
use crate::text::{is_id, is_text, shorten};
use crate::time::{Day, Days};

/// A row of the records: where its faults are reported.
#[derive(Clone, Copy)]
pub(crate) struct At<'r> {
    pub section: &'static str,
    pub row: Option<usize>,
    pub id: &'r str,
}

impl<'r> At<'r> {
    pub fn row(section: &'static str, row: usize, id: &'r str) -> Self {
        Self { section, row: Some(row), id }
    }

    fn place(self, field: &'static str, item: Option<usize>) -> Place {
        Place { section: self.section, row: self.row, field, item }
    }
}

/// A field of a row, or an item of a field.
pub(crate) type Field = (&'static str, Option<usize>);

/// The faults found so far.
#[derive(Default)]
pub(crate) struct Report {
    faults: Vec<Fault>,
}

impl Report {
    pub fn add(&mut self, at: At<'_>, (field, item): Field, code: FaultCode, values: &[&str]) {
        let own = (!at.id.is_empty()).then_some(at.id);
        let ids = own.iter().chain(values).map(|value| shorten(value)).collect();
        let fault = Fault { code, place: at.place(field, item), ids };
        // Several faults of one step have one place; each code stands once.
        if self.faults.last() != Some(&fault) {
            self.faults.push(fault);
        }
    }

    /// Whether nothing was reported since `mark`.
    pub fn is_clean_since(&self, mark: usize) -> bool {
        self.faults.len() == mark
    }

    pub fn mark(&self) -> usize {
        self.faults.len()
    }

    pub fn too_large(&mut self, _: TooLarge) {
        let at = At { section: "records", row: None, id: "" };
        self.add(at, ("size", None), FaultCode::TooLarge, &[]);
    }

    /// The faults in the order of the document.
    pub fn into_sorted(mut self, sections: &[&str]) -> Vec<Fault> {
        let rank = |section: &str| sections.iter().position(|s| *s == section);
        self.faults.sort_by_cached_key(|fault| (rank(fault.place.section), fault.place, fault.code, fault.ids.clone()));
        self.faults.dedup_by(|a, b| a.code == b.code && a.place == b.place);
        self.faults
    }

    /// A name, label or contact; the fault does not repeat it, because it may be personal data (S3).
    pub fn text(&mut self, at: At<'_>, field: Field, text: &str) {
        if !is_text(text) {
            self.add(at, field, FaultCode::TextInvalid, &[]);
        }
    }

    pub fn names(&mut self, at: At<'_>, field: Field, name: &Text) {
        if !(is_text(&name.zh) && is_text(&name.en)) {
            self.add(at, field, FaultCode::TextInvalid, &[&name.zh, &name.en]);
        }
    }

    fn day(&mut self, at: At<'_>, field: Field, text: &str) -> Option<Day> {
        let day = Day::parse(text);
        if day.is_none() {
            self.add(at, field, FaultCode::DateInvalid, &[text]);
        }
        day
    }

    /// A period whose two ends are reported at two fields (a row's) or at one (a spell's).
    pub fn days(
        &mut self,
        at: At<'_>,
        [from_field, until_field]: [Field; 2],
        from: &str,
        until: Option<&SmolStr>,
    ) -> Option<Days> {
        let first = self.day(at, from_field, from);
        let last = until.map_or(Some(Day::OPEN), |until| self.day(at, until_field, until));
        let days = Days { from: first?, until: last? };
        if days.until <= days.from {
            self.add(at, until_field, FaultCode::PeriodEmpty, &[from, until.map_or("", SmolStr::as_str)]);
            return None;
        }
        Some(days)
    }

    /// The life of a row.
    pub fn life(&mut self, at: At<'_>, from: &str, until: Option<&SmolStr>) -> Option<Days> {
        self.days(at, [("from", None), ("until", None)], from, until)
    }

    /// The period of a spell.
    pub fn spell(&mut self, at: At<'_>, field: Field, spell: &Spell) -> Option<Days> {
        self.days(at, [field, field], &spell.from, spell.until.as_ref())
    }

    /// The row that owns an id.
    pub fn reference(&mut self, at: At<'_>, field: Field, index: &impl Lookup, id: &str) -> Option<u32> {
        let row = index.find(id);
        if row.is_none() {
            self.add(at, field, FaultCode::ReferenceUnknown, &[id]);
        }
        row
    }

    /// The rows that own the ids of a list; unknown ones are reported and left out.
    pub fn references(&mut self, at: At<'_>, field: &'static str, index: &impl Lookup, ids: &[SmolStr]) -> Vec<u32> {
        ids.iter().enumerate().filter_map(|(i, id)| self.reference(at, (field, Some(i)), index, id)).collect()
    }
}

/// Something that knows which row owns an id.
pub(crate) trait Lookup {
    fn find(&self, id: &str) -> Option<u32>;
}

/// The rows of one list by id, and which of them have no local fault.
#[derive(Default)]
pub(crate) struct List<'r> {
    rows: HashMap<&'r str, u32, FixedState>,
    sound: Vec<bool>,
}

impl<'r> List<'r> {
    /// Reads the ids of a list: the first row with a valid id owns it.
    pub fn read(report: &mut Report, section: &'static str, ids: impl ExactSizeIterator<Item = &'r SmolStr>) -> Self {
        let mut list = Self::default();
        list.append(report, section, ids);
        list
    }

    /// Reads the ids of a further section into the same namespace; its rows are numbered on.
    pub fn append(
        &mut self,
        report: &mut Report,
        section: &'static str,
        ids: impl ExactSizeIterator<Item = &'r SmolStr>,
    ) {
        let first = indices(self.sound.len()).end;
        let len = indices(ids.len()).end;
        self.rows.reserve(ids.len());
        self.sound.resize(self.sound.len() + ids.len(), true);
        for ((row, id), number) in ids.enumerate().zip(first..first.saturating_add(len)) {
            let at = At::row(section, row, id);
            if !is_id(id) {
                report.add(at, ("id", None), FaultCode::IdInvalid, &[]);
                self.set_unsound(number);
            } else if self.rows.contains_key(id.as_str()) {
                report.add(at, ("id", None), FaultCode::IdDuplicate, &[]);
                self.set_unsound(number);
            } else {
                self.rows.insert(id, number);
            }
        }
    }

    pub fn set_unsound(&mut self, row: u32) {
        if let Some(sound) = self.sound.get_mut(crate::table::at(row)) {
            *sound = false;
        }
    }

    pub fn is_sound(&self, row: u32) -> bool {
        cell(&self.sound, row, false)
    }
}

impl Lookup for List<'_> {
    fn find(&self, id: &str) -> Option<u32> {
        self.rows.get(id).copied()
    }
}

/// For each spell, whether it overlaps one that stands earlier by (`from`, position).
pub(crate) fn later_overlaps(spells: &[Days]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..spells.len()).collect();
    order.sort_by_key(|&i| (spells.get(i).map(|days| days.from), i));
    let mut latest = Day::NEVER;
    let mut found = Vec::new();
    for i in order {
        let Some(days) = spells.get(i) else { continue };
        if days.from < latest {
            found.push(i);
        }
        latest = latest.max(days.until);
    }
    found
}

/// Whether spells leave a day of a life uncovered.
pub(crate) fn leaves_gap(life: Days, spells: &[Days]) -> bool {
    let mut sorted = spells.to_vec();
    sorted.sort_unstable();
    let mut covered = life.from;
    for days in sorted {
        if days.from > covered {
            break;
        }
        covered = covered.max(days.until);
    }
    covered < life.until
}
