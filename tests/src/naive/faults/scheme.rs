//! The scheme: its fields (first pass) and its relations (second pass).

use wangge::{
    fault::{FaultCode, Place},
    record::{SeatRecord, Urgency},
};

use super::{
    super::period::parse_date,
    Check, Row,
    text::{hour, is_id, is_offset, is_span, is_text},
};

impl Check<'_> {
    /// The first pass over the scheme.
    pub(super) fn scheme_faults(&mut self) {
        let scheme = &self.records.scheme;
        if !is_text(&scheme.name.zh) || !is_text(&scheme.name.en) {
            self.scheme_fault(FaultCode::TextInvalid, "scheme", "name", None);
        }
        for (number, level) in scheme.levels.iter().enumerate() {
            let row = ("scheme.levels", number);
            self.id(row, &level.id);
            self.both_names(row, &level.name);
            self.references(row, "parents", &level.parents, "scheme.levels");
            self.capacity(number);
        }
        for (number, role) in scheme.roles.iter().enumerate() {
            let row = ("scheme.roles", number);
            self.id(row, &role.id);
            self.both_names(row, &role.name);
            self.reference(row, "level", None, &role.level, "scheme.levels");
            self.references(row, "eligible", &role.eligible, "scheme.affiliations");
            self.seats(row, role.min, role.max);
        }
        for (number, function) in scheme.functions.iter().enumerate() {
            let row = ("scheme.functions", number);
            self.id(row, &function.id);
            self.both_names(row, &function.name);
            self.seats(row, function.min, function.max);
        }
        for (section, list) in
            [("scheme.affiliations", &scheme.affiliations), ("scheme.categories", &scheme.categories)]
        {
            for (number, named) in list.iter().enumerate() {
                self.id((section, number), &named.id);
                self.both_names((section, number), &named.name);
            }
        }
        for (number, kind) in scheme.kinds.iter().enumerate() {
            let row = ("scheme.kinds", number);
            self.id(row, &kind.id);
            self.both_names(row, &kind.name);
            if let Some(parent) = &kind.parent {
                self.reference(row, "parent", None, parent, "scheme.kinds");
            }
            if let Some(ceiling) = &kind.ceiling {
                self.reference(row, "ceiling", None, ceiling, "scheme.levels");
            }
        }
        self.duty_faults();
        self.policy_faults();
        self.programme_faults();
        self.calendar_faults();
    }

    fn duty_faults(&mut self) {
        let scheme = &self.records.scheme;
        for (number, duty) in scheme.duties.iter().enumerate() {
            let row = ("scheme.duties", number);
            let subjects = [
                ("role", &duty.role, "scheme.roles"),
                ("function", &duty.function, "scheme.functions"),
                ("programme", &duty.programme, "scheme.programmes"),
            ];
            for (field, id, section) in subjects {
                if let Some(id) = id {
                    self.reference(row, field, None, id, section);
                }
            }
            if subjects.iter().filter(|(_, id, _)| id.is_some()).count() != 1 {
                self.fault(FaultCode::DutySubject, row, "kind", None);
            }
            self.kind_or_any(row, "kind", None, &duty.kind);
        }
        for (number, admission) in scheme.admission.iter().enumerate() {
            let row = ("scheme.admission", number);
            self.reference(row, "level", None, &admission.level, "scheme.levels");
            // "The first admission row of a level owns it too."
            let is_level = self.owner_of("scheme.levels", &admission.level).is_some();
            if is_level && scheme.admission[..number].iter().any(|earlier| earlier.level == admission.level) {
                self.fault(FaultCode::IdDuplicate, row, "level", None);
            }
            for (item, kind) in admission.kinds.iter().enumerate() {
                self.kind_or_any(row, "kinds", Some(item), kind);
            }
        }
    }

    fn policy_faults(&mut self) {
        let scheme = &self.records.scheme;
        for (number, policy) in scheme.policies.iter().enumerate() {
            let row = ("scheme.policies", number);
            self.kind_or_any(row, "kind", None, &policy.kind);
            // "The first policy of (kind, urgency) owns it too."
            let is_kind = policy.kind == "*" || self.owner_of("scheme.kinds", &policy.kind).is_some();
            let same = |kind: &str, urgency: Urgency| kind == policy.kind && urgency == policy.urgency;
            if is_kind && scheme.policies[..number].iter().any(|earlier| same(&earlier.kind, earlier.urgency)) {
                self.fault(FaultCode::IdDuplicate, row, "kind", None);
            }
            if policy.steps.is_empty() {
                self.fault(FaultCode::PolicyEmpty, row, "steps", None);
            }
            if policy.total.as_ref().is_some_and(|span| !is_span(span)) {
                self.fault(FaultCode::SpanInvalid, row, "total", None);
            }
            // "All faults of a step are reported at `steps` and the step's item, each code once a step."
            for (item, step) in policy.steps.iter().enumerate() {
                self.seat(row, "steps", Some(item), &step.ask);
                for seat in &step.inform {
                    self.seat(row, "steps", Some(item), seat);
                }
                if !is_span(&step.accept) || !is_span(&step.resolve) {
                    self.fault(FaultCode::SpanInvalid, row, "steps", Some(item));
                }
            }
        }
        for (number, report) in scheme.reports.iter().enumerate() {
            let row = ("scheme.reports", number);
            self.id(row, &report.id);
            self.both_names(row, &report.name);
            self.seat(row, "from", None, &report.from);
            self.seat(row, "to", None, &report.to);
            if !is_span(&report.due) {
                self.fault(FaultCode::SpanInvalid, row, "due", None);
            }
        }
    }

    fn programme_faults(&mut self) {
        let scheme = &self.records.scheme;
        for (number, programme) in scheme.programmes.iter().enumerate() {
            let row = ("scheme.programmes", number);
            self.id(row, &programme.id);
            self.both_names(row, &programme.name);
            self.references(row, "categories", &programme.categories, "scheme.categories");
            self.references(row, "eligible", &programme.eligible, "scheme.affiliations");
            self.programme(row, programme);
        }
        for (number, campaign) in scheme.campaigns.iter().enumerate() {
            let row = ("scheme.campaigns", number);
            self.id(row, &campaign.id);
            self.both_names(row, &campaign.name);
            self.references(row, "categories", &campaign.categories, "scheme.categories");
            for (item, action) in campaign.actions.iter().enumerate() {
                if !is_id(&action.id) {
                    self.fault(FaultCode::IdInvalid, row, "actions", Some(item));
                } else if campaign.actions[..item].iter().any(|earlier| earlier.id == action.id) {
                    self.fault(FaultCode::IdDuplicate, row, "actions", Some(item));
                }
                if !is_text(&action.name.zh) || !is_text(&action.name.en) {
                    self.fault(FaultCode::TextInvalid, row, "actions", Some(item));
                }
            }
        }
    }

    /// `calendar.invalid`: "inside a calendar the section is `scheme.calendar`, without a row".
    fn calendar_faults(&mut self) {
        let calendar = &self.records.scheme.calendar;
        let mut fault = |code, field, item| self.scheme_fault(code, "scheme.calendar", field, item);
        if !is_offset(&calendar.offset) {
            fault(FaultCode::CalendarInvalid, "offset", None);
        }
        if calendar.hours.is_empty() {
            fault(FaultCode::CalendarInvalid, "hours", None);
        }
        // Stretches are held against the nearest right one before: a wrong one does not drag others with it.
        let mut closed_before = None;
        for (item, [open, close]) in calendar.hours.iter().enumerate() {
            match (hour(open), hour(close)) {
                (Some(open), Some(close)) if open < close && closed_before.is_none_or(|before| before < open) => {
                    closed_before = Some(close);
                }
                _ => fault(FaultCode::CalendarInvalid, "hours", Some(item)),
            }
        }
        for (item, year) in calendar.years.iter().enumerate() {
            if !(1..=9999).contains(year) || calendar.years[..item].contains(year) {
                fault(FaultCode::CalendarInvalid, "years", Some(item));
            }
        }
        for (item, exception) in calendar.exceptions.iter().enumerate() {
            match parse_date(&exception.date) {
                None => fault(FaultCode::DateInvalid, "exceptions", Some(item)),
                Some(date) => {
                    let twice = calendar.exceptions[..item].iter().any(|earlier| earlier.date == exception.date);
                    if twice || !calendar.years.contains(&date.year()) {
                        fault(FaultCode::CalendarInvalid, "exceptions", Some(item));
                    }
                }
            }
            if exception.name.as_ref().is_some_and(|name| !is_text(&name.zh) || !is_text(&name.en)) {
                fault(FaultCode::TextInvalid, "exceptions", Some(item));
            }
        }
    }

    /// The second pass over the scheme.
    pub(super) fn scheme_relation_faults(&mut self) {
        let scheme = &self.records.scheme;
        let level_at = |id: &str| scheme.levels.iter().position(|level| level.id == id).unwrap();
        for number in self.checkable_rows("scheme.levels", scheme.levels.len()) {
            for (item, parent) in scheme.levels[number].parents.iter().enumerate() {
                if level_at(parent) >= number {
                    self.fault(FaultCode::LevelParentOrder, ("scheme.levels", number), "parents", Some(item));
                }
            }
        }
        let kinds = self.checkable_rows("scheme.kinds", scheme.kinds.len());
        for start in &kinds {
            // Follow parents as often as there are kinds: a circle is closed by then.
            let mut at = Some(*start);
            for _ in &kinds {
                at = at
                    .and_then(|at| scheme.kinds[at].parent.as_ref())
                    .map(|parent| scheme.kinds.iter().position(|kind| kind.id == *parent).unwrap())
                    .filter(|parent| kinds.contains(parent));
                if at == Some(*start) {
                    self.fault(FaultCode::KindCycle, ("scheme.kinds", *start), "parent", None);
                }
            }
        }
        let duties = self.checkable_rows("scheme.duties", scheme.duties.len());
        for later in &duties {
            let key = |number: usize| {
                let duty = &scheme.duties[number];
                (&duty.role, &duty.function, &duty.programme, &duty.kind)
            };
            if duties.iter().any(|earlier| earlier < later && key(*earlier) == key(*later)) {
                self.fault(FaultCode::DutyDuplicate, ("scheme.duties", *later), "kind", None);
            }
        }
        let level_of = |seat: &SeatRecord| match (&seat.role, &seat.level) {
            (Some(role), _) => level_at(&scheme.roles.iter().find(|row| row.id == *role).unwrap().level),
            (None, level) => level_at(level.as_ref().unwrap()),
        };
        for number in self.checkable_rows("scheme.policies", scheme.policies.len()) {
            let levels: Vec<_> = scheme.policies[number].steps.iter().map(|step| level_of(&step.ask)).collect();
            for item in 1..levels.len() {
                if levels[item] > levels[item - 1] {
                    self.fault(FaultCode::PolicyDescends, ("scheme.policies", number), "steps", Some(item));
                }
            }
        }
        for number in self.checkable_rows("scheme.reports", scheme.reports.len()) {
            let report = &scheme.reports[number];
            if level_of(&report.to) >= level_of(&report.from) {
                self.fault(FaultCode::ReportDescends, ("scheme.reports", number), "to", None);
            }
        }
        self.limits();
    }

    /// A fault of what is no list.
    fn scheme_fault(&mut self, code: FaultCode, section: &'static str, field: &'static str, item: Option<usize>) {
        self.found.insert((code, Place { section, row: None, field, item }));
    }

    /// `seats.invalid`: "`min <= max`, `max >= 1`".
    fn seats(&mut self, row: Row, min: u32, max: u32) {
        if min > max || max < 1 {
            self.fault(FaultCode::SeatsInvalid, row, "max", None);
        }
    }

    /// "`*` is known where a kind may be `*`."
    fn kind_or_any(&mut self, row: Row, field: &'static str, item: Option<usize>, kind: &str) {
        if kind != "*" {
            self.reference(row, field, item, kind, "scheme.kinds");
        }
    }

    /// `seat.invalid`: "neither `role` alone nor `function` with `level`"; its references.
    fn seat(&mut self, row: Row, field: &'static str, item: Option<usize>, seat: &SeatRecord) {
        let given = [&seat.role, &seat.function, &seat.level].map(Option::is_some);
        if given != [true, false, false] && given != [false, true, true] {
            self.fault(FaultCode::SeatInvalid, row, field, item);
        }
        for (id, section) in
            [(&seat.role, "scheme.roles"), (&seat.function, "scheme.functions"), (&seat.level, "scheme.levels")]
        {
            if let Some(id) = id {
                self.reference(row, field, item, id, section);
            }
        }
    }
}
