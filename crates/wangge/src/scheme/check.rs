//! From raw rows to resolved ones: every fault of a scheme.

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};
use jiff::civil::Date;
use jiff::tz::Offset;

use super::{Policy, ProgrammeRules, ReportRule, Seat, Step};
use crate::check::{At, Field, List, Report};
use crate::fault::FaultCode;
use crate::record::{
    CalendarRecord, DutyRecord, LevelRecord, NamedRecord, PolicyRecord, SchemeRecord, SeatRecord, StepRecord, Urgency,
    Weekday,
};
use crate::span::Span;
use crate::table::{NONE, cell, indices};
use crate::time::Day;

/// A scheme whose references are resolved as far as they can be: what records are checked against.
pub(crate) struct Draft<'r> {
    pub levels: List<'r>,
    pub roles: List<'r>,
    pub functions: List<'r>,
    pub affiliations: List<'r>,
    pub categories: List<'r>,
    pub kinds: List<'r>,
    pub programmes: List<'r>,
    /// For each level its allowed parents.
    pub level_parents: Vec<Vec<u32>>,
    pub role_level: Vec<u32>,
    pub role_eligible: Vec<Vec<u32>>,
    pub kind_parent: Vec<u32>,
    pub kind_ceiling: Vec<u32>,
    pub duties: Vec<Duty>,
    /// Level, kinds; [`ANY`] among the kinds stands for `*`.
    pub admission: Vec<(u32, Vec<u32>)>,
    /// Kind or [`ANY`], urgency, policy.
    pub policies: Vec<(u32, Urgency, Policy)>,
    pub reports: Vec<ReportRule>,
    pub programme_eligible: Vec<Vec<u32>>,
    pub programme_categories: Vec<Vec<u32>>,
    pub programme_rules: Vec<ProgrammeRules>,
    pub calendar: CalendarParts,
}

/// `*`: any kind.
pub(super) const ANY: u32 = NONE - 1;

/// A resolved duty rule.
pub(crate) struct Duty {
    pub who: Who,
    pub kind: u32,
    pub involvement: crate::record::Involvement,
}

/// Who has a duty.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    Role(u32),
    Function(u32),
    Programme(u32),
}

/// What [`Calendar::new`](crate::calendar::Calendar) takes.
#[derive(Default)]
pub(crate) struct CalendarParts {
    pub offset: Option<Offset>,
    pub hours: Vec<(u16, u16)>,
    pub weekdays: [bool; 7],
    pub years: Vec<i16>,
    pub exceptions: Vec<(Date, bool)>,
}

impl<'r> Draft<'r> {
    /// Reads a scheme, reporting every fault.
    pub fn read(report: &mut Report, record: &'r SchemeRecord) -> Self {
        let whole = At { section: "scheme", row: None, id: "" };
        report.names(whole, ("name", None), &record.name);
        let mut draft = Draft {
            levels: List::read(report, "scheme.levels", record.levels.iter().map(|row| &row.id)),
            roles: List::read(report, "scheme.roles", record.roles.iter().map(|row| &row.id)),
            functions: List::read(report, "scheme.functions", record.functions.iter().map(|row| &row.id)),
            affiliations: List::read(report, "scheme.affiliations", record.affiliations.iter().map(|row| &row.id)),
            categories: List::read(report, "scheme.categories", record.categories.iter().map(|row| &row.id)),
            kinds: List::read(report, "scheme.kinds", record.kinds.iter().map(|row| &row.id)),
            programmes: List::read(report, "scheme.programmes", record.programmes.iter().map(|row| &row.id)),
            level_parents: Vec::new(),
            role_level: Vec::new(),
            role_eligible: Vec::new(),
            kind_parent: Vec::new(),
            kind_ceiling: Vec::new(),
            duties: Vec::new(),
            admission: Vec::new(),
            policies: Vec::new(),
            reports: Vec::new(),
            programme_eligible: Vec::new(),
            programme_categories: Vec::new(),
            programme_rules: Vec::new(),
            calendar: CalendarParts::default(),
        };
        draft.read_levels(report, record);
        draft.read_roles(report, record);
        draft.read_named(report, record);
        draft.read_kinds(report, record);
        draft.read_programmes(report, record);
        draft.read_duties(report, record);
        draft.read_admission(report, record);
        draft.read_policies(report, record);
        draft.read_reports(report, record);
        draft.read_campaigns(report, record);
        draft.calendar = read_calendar(report, &record.calendar);
        draft
    }

    fn read_levels(&mut self, report: &mut Report, record: &SchemeRecord) {
        for ((row, level), number) in record.levels.iter().enumerate().zip(indices(record.levels.len())) {
            let (at, mark) = (At::row("scheme.levels", row, &level.id), report.mark());
            report.names(at, ("name", None), &level.name);
            let parents = report.references(at, "parents", &self.levels, &level.parents);
            capacity(report, at, level);
            mark_row(&mut self.levels, report, mark, number);
            self.level_parents.push(parents);
        }
        for ((row, level), number) in record.levels.iter().enumerate().zip(indices(record.levels.len())) {
            let parents = self.level_parents.get(row).map_or(&[][..], Vec::as_slice);
            if !self.levels.is_sound(number) || parents.iter().any(|&parent| !self.levels.is_sound(parent)) {
                continue;
            }
            for (item, (&parent, id)) in parents.iter().zip(&level.parents).enumerate() {
                if parent >= number {
                    let at = At::row("scheme.levels", row, &level.id);
                    report.add(at, ("parents", Some(item)), FaultCode::LevelParentOrder, &[id]);
                }
            }
        }
    }

    fn read_roles(&mut self, report: &mut Report, record: &SchemeRecord) {
        for ((row, role), number) in record.roles.iter().enumerate().zip(indices(record.roles.len())) {
            let (at, mark) = (At::row("scheme.roles", row, &role.id), report.mark());
            report.names(at, ("name", None), &role.name);
            let level = report.reference(at, ("level", None), &self.levels, &role.level);
            seats(report, at, role.min, role.max);
            self.role_eligible.push(report.references(at, "eligible", &self.affiliations, &role.eligible));
            self.role_level.push(level.unwrap_or(NONE));
            mark_row(&mut self.roles, report, mark, number);
        }
        for ((row, function), number) in record.functions.iter().enumerate().zip(indices(record.functions.len())) {
            let (at, mark) = (At::row("scheme.functions", row, &function.id), report.mark());
            report.names(at, ("name", None), &function.name);
            seats(report, at, function.min, function.max);
            mark_row(&mut self.functions, report, mark, number);
        }
    }

    fn read_named(&mut self, report: &mut Report, record: &SchemeRecord) {
        for (section, rows, list) in [
            ("scheme.affiliations", &record.affiliations, &mut self.affiliations),
            ("scheme.categories", &record.categories, &mut self.categories),
        ] {
            for ((row, named), number) in rows.iter().enumerate().zip(indices(rows.len())) {
                let mark = report.mark();
                report.names(At::row(section, row, &named.id), ("name", None), &named.name);
                mark_row(list, report, mark, number);
            }
        }
    }

    fn read_kinds(&mut self, report: &mut Report, record: &SchemeRecord) {
        for ((row, kind), number) in record.kinds.iter().enumerate().zip(indices(record.kinds.len())) {
            let (at, mark) = (At::row("scheme.kinds", row, &kind.id), report.mark());
            report.names(at, ("name", None), &kind.name);
            let parent = kind.parent.as_ref().and_then(|id| report.reference(at, ("parent", None), &self.kinds, id));
            let ceiling =
                kind.ceiling.as_ref().and_then(|id| report.reference(at, ("ceiling", None), &self.levels, id));
            self.kind_parent.push(parent.unwrap_or(NONE));
            self.kind_ceiling.push(ceiling.unwrap_or(NONE));
            mark_row(&mut self.kinds, report, mark, number);
        }
        for kind in self.kinds_on_cycles() {
            if let Some((row, record)) = record.kinds.iter().enumerate().nth(crate::table::at(kind)) {
                report.add(At::row("scheme.kinds", row, &record.id), ("parent", None), FaultCode::KindCycle, &[]);
            }
        }
    }

    /// Kinds from which following checkable kinds upward returns to them. Each kind is walked once.
    fn kinds_on_cycles(&self) -> Vec<u32> {
        let len = self.kind_parent.len();
        let checkable = |kind: u32| {
            let named = [
                (cell(&self.kind_parent, kind, NONE), &self.kinds),
                (cell(&self.kind_ceiling, kind, NONE), &self.levels),
            ];
            self.kinds.is_sound(kind) && named.iter().all(|(row, list)| *row == NONE || list.is_sound(*row))
        };
        let mut walk_of = vec![NONE; len];
        let mut found = Vec::new();
        for start in indices(len) {
            let mut kind = start;
            while kind != NONE && checkable(kind) && cell(&walk_of, kind, 0) == NONE {
                if let Some(walk) = walk_of.get_mut(crate::table::at(kind)) {
                    *walk = start;
                }
                kind = cell(&self.kind_parent, kind, NONE);
            }
            // Only a walk that meets itself has closed a circle, and only from where it met itself.
            if kind != NONE && checkable(kind) && cell(&walk_of, kind, NONE) == start {
                let first = kind;
                loop {
                    found.push(kind);
                    kind = cell(&self.kind_parent, kind, NONE);
                    if kind == first || kind == NONE {
                        break;
                    }
                }
            }
        }
        found
    }

    fn kind_or_any(&self, report: &mut Report, at: At<'_>, field: Field, id: &str) -> Option<u32> {
        if id == "*" { Some(ANY) } else { report.reference(at, field, &self.kinds, id) }
    }

    /// Whether a kind, or `*`, may be looked at further.
    fn kind_is_sound(&self, kind: u32) -> bool {
        kind == ANY || self.kinds.is_sound(kind)
    }

    fn read_duties(&mut self, report: &mut Report, record: &SchemeRecord) {
        let mut seen = HashSet::with_hasher(FixedState::default());
        for (row, duty) in record.duties.iter().enumerate() {
            let (at, mark) = (At::row("scheme.duties", row, ""), report.mark());
            let who = self.read_who(report, at, duty);
            let kind = self.kind_or_any(report, at, ("kind", None), &duty.kind);
            let (Some(who), Some(kind)) = (who, kind) else { continue };
            let sound = match who {
                Who::Role(role) => self.roles.is_sound(role),
                Who::Function(function) => self.functions.is_sound(function),
                Who::Programme(programme) => self.programmes.is_sound(programme),
            };
            if sound && self.kind_is_sound(kind) && report.is_clean_since(mark) && !seen.insert((who, kind)) {
                report.add(at, ("kind", None), FaultCode::DutyDuplicate, &[&duty.kind]);
            }
            self.duties.push(Duty { who, kind, involvement: duty.involvement });
        }
    }

    fn read_who(&self, report: &mut Report, at: At<'_>, duty: &DutyRecord) -> Option<Who> {
        let find = |report: &mut Report, field, list: &List<'_>, id: &Option<smol_str::SmolStr>| {
            id.as_ref().and_then(|id| report.reference(at, (field, None), list, id))
        };
        let role = find(report, "role", &self.roles, &duty.role);
        let function = find(report, "function", &self.functions, &duty.function);
        let programme = find(report, "programme", &self.programmes, &duty.programme);
        match (&duty.role, &duty.function, &duty.programme) {
            (Some(_), None, None) => role.map(Who::Role),
            (None, Some(_), None) => function.map(Who::Function),
            (None, None, Some(_)) => programme.map(Who::Programme),
            _ => {
                report.add(at, ("kind", None), FaultCode::DutySubject, &[]);
                None
            }
        }
    }

    fn read_admission(&mut self, report: &mut Report, record: &SchemeRecord) {
        let mut seen = HashSet::with_hasher(FixedState::default());
        for (row, admission) in record.admission.iter().enumerate() {
            let at = At::row("scheme.admission", row, "");
            let level = report.reference(at, ("level", None), &self.levels, &admission.level);
            if level.is_some_and(|level| !seen.insert(level)) {
                report.add(at, ("level", None), FaultCode::IdDuplicate, &[&admission.level]);
            }
            let kinds = admission.kinds.iter().enumerate();
            let kinds = kinds.filter_map(|(i, id)| self.kind_or_any(report, at, ("kinds", Some(i)), id)).collect();
            self.admission.extend(level.map(|level| (level, kinds)));
        }
    }

    fn read_policies(&mut self, report: &mut Report, record: &SchemeRecord) {
        let mut seen = HashSet::with_hasher(FixedState::default());
        for (row, policy) in record.policies.iter().enumerate() {
            let (at, mark) = (At::row("scheme.policies", row, ""), report.mark());
            let kind = self.kind_or_any(report, at, ("kind", None), &policy.kind);
            if kind.is_some_and(|kind| !seen.insert((kind, policy.urgency))) {
                report.add(at, ("kind", None), FaultCode::IdDuplicate, &[&policy.kind]);
            }
            if policy.steps.is_empty() {
                report.add(at, ("steps", None), FaultCode::PolicyEmpty, &[&policy.kind]);
            }
            let total = policy.total.as_ref().and_then(|text| span(report, at, ("total", None), text));
            let steps: Vec<Step> =
                policy.steps.iter().enumerate().filter_map(|(i, step)| self.read_step(report, at, i, step)).collect();
            let seats_are_sound = steps.iter().all(|step| self.step_is_sound(step));
            let is_sound =
                report.is_clean_since(mark) && kind.is_some_and(|kind| self.kind_is_sound(kind)) && seats_are_sound;
            if is_sound {
                descends(report, at, policy, &steps);
            }
            self.policies
                .extend(kind.map(|kind| (kind, policy.urgency, Policy { steps, total, refusals: policy.refusals })));
        }
    }

    fn read_step(&self, report: &mut Report, at: At<'_>, item: usize, step: &StepRecord) -> Option<Step> {
        let field = ("steps", Some(item));
        let ask = self.read_seat(report, at, field, &step.ask);
        let accept = span(report, at, field, &step.accept);
        let resolve = span(report, at, field, &step.resolve);
        let inform = step.inform.iter().filter_map(|seat| self.read_seat(report, at, field, seat)).collect();
        Some(Step { ask: ask?, accept: accept?, resolve: resolve?, inform })
    }

    fn read_seat(&self, report: &mut Report, at: At<'_>, field: Field, seat: &SeatRecord) -> Option<Seat> {
        let role = seat.role.as_ref().and_then(|id| report.reference(at, field, &self.roles, id));
        let function = seat.function.as_ref().and_then(|id| report.reference(at, field, &self.functions, id));
        let level = seat.level.as_ref().and_then(|id| report.reference(at, field, &self.levels, id));
        match (&seat.role, &seat.function, &seat.level) {
            (Some(_), None, None) => role.map(|role| Seat::Role { role, level: cell(&self.role_level, role, NONE) }),
            (None, Some(_), Some(_)) => Some(Seat::Function { function: function?, level: level? }),
            _ => {
                report.add(at, field, FaultCode::SeatInvalid, &[]);
                None
            }
        }
    }

    fn step_is_sound(&self, step: &Step) -> bool {
        self.seat_is_sound(step.ask) && step.inform.iter().all(|seat| self.seat_is_sound(*seat))
    }

    fn seat_is_sound(&self, seat: Seat) -> bool {
        match seat {
            Seat::Role { role, .. } => self.roles.is_sound(role),
            Seat::Function { function, level } => self.functions.is_sound(function) && self.levels.is_sound(level),
        }
    }

    fn read_reports(&mut self, report: &mut Report, record: &SchemeRecord) {
        let mut list = List::read(report, "scheme.reports", record.reports.iter().map(|row| &row.id));
        for ((row, rule), number) in record.reports.iter().enumerate().zip(indices(record.reports.len())) {
            let (at, mark) = (At::row("scheme.reports", row, &rule.id), report.mark());
            report.names(at, ("name", None), &rule.name);
            let from = self.read_seat(report, at, ("from", None), &rule.from);
            let to = self.read_seat(report, at, ("to", None), &rule.to);
            let due = span(report, at, ("due", None), &rule.due);
            mark_row(&mut list, report, mark, number);
            let (Some(from), Some(to), Some(due)) = (from, to, due) else { continue };
            let sound = list.is_sound(number) && self.seat_is_sound(from) && self.seat_is_sound(to);
            if sound && to.level() >= from.level() {
                report.add(at, ("to", None), FaultCode::ReportDescends, &[]);
            }
            self.reports.push(ReportRule { from, to, due, urgency: rule.urgency });
        }
    }

    fn read_campaigns(&self, report: &mut Report, record: &SchemeRecord) {
        List::read(report, "scheme.campaigns", record.campaigns.iter().map(|row| &row.id));
        for (row, campaign) in record.campaigns.iter().enumerate() {
            let at = At::row("scheme.campaigns", row, &campaign.id);
            report.names(at, ("name", None), &campaign.name);
            report.references(at, "categories", &self.categories, &campaign.categories);
            actions(report, at, &campaign.actions);
        }
    }
}

pub(super) fn mark_row(list: &mut List<'_>, report: &Report, mark: usize, row: u32) {
    if !report.is_clean_since(mark) {
        list.set_unsound(row);
    }
}

fn seats(report: &mut Report, at: At<'_>, min: u32, max: u32) {
    if max == 0 || min > max {
        report.add(at, ("max", None), FaultCode::SeatsInvalid, &[]);
    }
}

/// How many households a unit of a level has: only where there are any.
fn capacity(report: &mut Report, at: At<'_>, level: &LevelRecord) {
    let (min, max) = (level.min_households, level.max_households);
    let inverted = min.zip(max).is_some_and(|(min, max)| min > max);
    if inverted || (!level.households && (min.is_some() || max.is_some())) {
        let field = if max.is_some() { "maxHouseholds" } else { "minHouseholds" };
        report.add(at, (field, None), FaultCode::LevelCapacity, &[]);
    }
}

fn span(report: &mut Report, at: At<'_>, field: Field, text: &str) -> Option<Span> {
    let span = text.parse().ok();
    if span.is_none() {
        report.add(at, field, FaultCode::SpanInvalid, &[text]);
    }
    span
}

fn descends(report: &mut Report, at: At<'_>, policy: &PolicyRecord, steps: &[Step]) {
    let levels = steps.iter().map(|step| step.ask.level());
    for (item, (before, level)) in levels.clone().zip(levels.skip(1)).enumerate() {
        if level > before {
            report.add(at, ("steps", Some(item + 1)), FaultCode::PolicyDescends, &[&policy.kind]);
        }
    }
}

fn actions(report: &mut Report, at: At<'_>, actions: &[NamedRecord]) {
    let mut seen: HashMap<&str, (), FixedState> = HashMap::default();
    for (item, action) in actions.iter().enumerate() {
        let field = ("actions", Some(item));
        if !crate::text::is_id(&action.id) {
            report.add(at, field, FaultCode::IdInvalid, &[&action.id]);
        } else if seen.insert(&action.id, ()).is_some() {
            report.add(at, field, FaultCode::IdDuplicate, &[&action.id]);
        }
        report.names(at, field, &action.name);
    }
}

fn read_calendar(report: &mut Report, record: &CalendarRecord) -> CalendarParts {
    let at = At { section: "scheme.calendar", row: None, id: "" };
    let offset = offset(&record.offset);
    if offset.is_none() {
        report.add(at, ("offset", None), FaultCode::CalendarInvalid, &[&record.offset]);
    }
    let mut parts = CalendarParts { offset, ..CalendarParts::default() };
    let mut closed = None;
    for (item, [open, close]) in record.hours.iter().enumerate() {
        match (minute(open), minute(close)) {
            (Some(from), Some(until)) if from < until && closed.is_none_or(|closed| closed < from) => {
                closed = Some(until);
                parts.hours.push((from, until));
            }
            _ => report.add(at, ("hours", Some(item)), FaultCode::CalendarInvalid, &[open, close]),
        }
    }
    if record.hours.is_empty() {
        report.add(at, ("hours", None), FaultCode::CalendarInvalid, &[]);
    }
    for weekday in &record.weekdays {
        if let Some(works) = parts.weekdays.get_mut(from_monday(*weekday)) {
            *works = true;
        }
    }
    for (item, year) in record.years.iter().enumerate() {
        if !(1..=9999).contains(year) || parts.years.contains(year) {
            report.add(at, ("years", Some(item)), FaultCode::CalendarInvalid, &[&year.to_string()]);
        } else {
            parts.years.push(*year);
        }
    }
    read_exceptions(report, at, record, &mut parts);
    parts
}

fn read_exceptions(report: &mut Report, at: At<'_>, record: &CalendarRecord, parts: &mut CalendarParts) {
    let mut seen = HashSet::with_hasher(FixedState::default());
    for (item, exception) in record.exceptions.iter().enumerate() {
        let field = ("exceptions", Some(item));
        if let Some(name) = &exception.name {
            report.names(at, field, name);
        }
        let Some(date) = Day::parse(&exception.date).and_then(Day::date) else {
            report.add(at, field, FaultCode::DateInvalid, &[&exception.date]);
            continue;
        };
        if !seen.insert(date) || !record.years.contains(&date.year()) {
            report.add(at, field, FaultCode::CalendarInvalid, &[&exception.date]);
        } else {
            parts.exceptions.push((date, exception.working));
        }
    }
}

/// `HH:MM` with two digits each.
fn hours_minutes(text: &str) -> Option<(u16, u16)> {
    let bytes: &[u8; 5] = text.as_bytes().try_into().ok()?;
    let [h1, h2, b':', m1, m2] = *bytes else { return None };
    let number = |a: u8, b: u8| {
        (a.is_ascii_digit() && b.is_ascii_digit()).then(|| u16::from(a - b'0') * 10 + u16::from(b - b'0'))
    };
    Some((number(h1, h2)?, number(m1, m2).filter(|minutes| *minutes < 60)?))
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = hours_minutes(text)?;
    Some(hours * 60 + minutes).filter(|minute| *minute <= 1440)
}

fn offset(text: &str) -> Option<Offset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = hours_minutes(rest)?;
    let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
    (seconds <= 18 * 3600).then(|| Offset::from_seconds(sign * seconds).ok())?
}

fn from_monday(weekday: Weekday) -> usize {
    match weekday {
        Weekday::Mon => 0,
        Weekday::Tue => 1,
        Weekday::Wed => 2,
        Weekday::Thu => 3,
        Weekday::Fri => 4,
        Weekday::Sat => 5,
        Weekday::Sun => 6,
    }
}
