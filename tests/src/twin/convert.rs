//! The core's answers in the structs of the reference model.

use std::collections::BTreeSet;

use crate::naive;
use wangge::{
    Directory, EscalateError, Findings, Gap, Holder, Link, PassedOver, People, Post, QueryError, Reason, ReportEnd,
    StepState, Why,
};

fn people(people: People<'_>) -> Vec<String> {
    people.map(|person| person.id().to_owned()).collect()
}

fn holder(holder: Holder<'_>) -> naive::Holder {
    match holder {
        Holder::Held(persons) => naive::Holder::Held(people(persons)),
        Holder::Acting { person, acting_for } => {
            naive::Holder::Acting { person: person.id().into(), for_: people(acting_for) }
        }
        Holder::Absent { since } => naive::Holder::Absent { since },
        Holder::Vacant { since } => naive::Holder::Vacant { since },
    }
}

fn seat(post: Post<'_>) -> naive::Seat {
    match post {
        Post::Caretakers { programme, .. } => naive::Seat::Caretakers(programme.id().into()),
        Post::Role { unit, role } => naive::Seat::Role { unit: unit.id().into(), role: role.id().into() },
        Post::Department(department) => naive::Seat::Department(department.id().into()),
    }
}

fn link(link: Link<'_>) -> naive::Link {
    let seat = seat(link.post());
    let holder = holder(link.holder());
    assert_eq!(link.has_holder(), holder.is_somebody(), "the core contradicts itself");
    naive::Link { seat, involvement: link.involvement(), holder }
}

fn refusal(error: &QueryError) -> naive::Refusal {
    match error {
        QueryError::SubjectUnknown { id } => naive::Refusal::UnknownSubject(id.to_string()),
        QueryError::SubjectNotOnDate { id, .. } => naive::Refusal::NotOnDate(id.to_string()),
        QueryError::KindUnknown { id } => naive::Refusal::UnknownKind(id.to_string()),
        QueryError::PersonUnknown { id } => naive::Refusal::UnknownPerson(id.to_string()),
        other => panic!("an error of another question: {other}"),
    }
}

fn action(action: naive::Action) -> wangge::Action {
    match action {
        naive::Action::See => wangge::Action::See,
        naive::Action::Personal => wangge::Action::Personal,
        naive::Action::Record => wangge::Action::Record,
        naive::Action::Manage => wangge::Action::Manage,
    }
}

/// S1.
pub fn may(
    directory: &Directory,
    person: &str,
    asked: naive::Action,
    subject: &str,
) -> Result<Option<naive::Grant>, naive::Refusal> {
    let access = directory.may(person, action(asked), subject).map_err(|error| refusal(&error))?;
    Ok(match access {
        wangge::Access::Denied => None,
        wangge::Access::Granted(grant) => Some(naive::Grant {
            seat: seat(grant.because().post()),
            involvement: grant.because().involvement(),
            kinds: grant.kinds().map(|kind| kind.id().to_owned()).collect(),
        }),
    })
}

/// S1 by range: every subject that somebody may do something with, listed; the counts have to agree.
pub fn scope(directory: &Directory, person: &str, asked: naive::Action) -> Result<BTreeSet<String>, naive::Refusal> {
    let scope = directory.scope(person).map_err(|error| refusal(&error))?;
    let asked = action(asked);
    let units: Vec<&str> = scope.units(asked).map(wangge::Unit::id).collect();
    let households: Vec<&str> = scope.households(asked).map(wangge::Household::id).collect();
    let sites: Vec<&str> = scope.sites(asked).map(wangge::Site::id).collect();
    assert_eq!(scope.unit_count(asked), units.len(), "the core miscounts units");
    assert_eq!(scope.household_count(asked), households.len(), "the core miscounts households");
    assert_eq!(scope.site_count(asked), sites.len(), "the core miscounts sites");
    let listed = units.len() + households.len() + sites.len();
    let all: BTreeSet<String> = units.into_iter().chain(households).chain(sites).map(str::to_owned).collect();
    assert_eq!(all.len(), listed, "the core lists a subject twice");
    // The topmost units, what lies beyond them and the home that is left out say the same in few words.
    let under = |unit: wangge::Unit<'_>| -> BTreeSet<String> {
        let all = unit.subtree().flat_map(|unit| {
            let households = unit.households().map(wangge::Household::id);
            std::iter::once(unit.id()).chain(households).chain(unit.sites().map(wangge::Site::id)).collect::<Vec<_>>()
        });
        all.map(str::to_owned).collect()
    };
    let mut told: BTreeSet<String> = scope.tops(asked).flat_map(under).collect();
    told.extend(scope.households_beyond(asked).map(|household| household.id().to_owned()));
    told.extend(scope.sites_beyond(asked).map(|site| site.id().to_owned()));
    scope.except(asked).into_iter().for_each(|home| _ = told.remove(home.id()));
    assert_eq!(told, all, "the core tells another scope in few words");
    let subjects = directory.units().map(wangge::Subject::from);
    let subjects = subjects.chain(directory.households().map(Into::into)).chain(directory.sites().map(Into::into));
    for subject in subjects {
        assert_eq!(scope.allows(asked, subject), all.contains(subject.id()), "the core contradicts itself");
    }
    Ok(all)
}

/// Section 4.
pub fn responsible(directory: &Directory, subject: &str, kind: &str) -> Result<naive::Chain, naive::Refusal> {
    let answer = directory.responsible(subject, kind).map_err(|error| refusal(&error))?;
    Ok(naive::Chain {
        links: answer.links().map(link).collect(),
        first_responder: answer.first_responder().map(link),
        answerable: match answer.answerable() {
            wangge::Answerable::By { link: by, covers } => {
                naive::Answerable::By { link: link(by), covers: covers.into_iter().map(link).collect() }
            }
            wangge::Answerable::Nobody { gaps } => {
                naive::Answerable::Nobody { unheld: gaps.into_iter().map(link).collect() }
            }
        },
    })
}

fn reasons(people: PassedOver<'_>) -> Vec<(String, naive::Reason)> {
    let reason = |reason| match reason {
        Reason::Absent => naive::Reason::Absent,
        Reason::Unreachable => naive::Reason::Unreachable,
        Reason::Recused => naive::Reason::Recused,
        Reason::OwnHousehold => naive::Reason::OwnHousehold,
        Reason::AskedBefore => naive::Reason::AskedBefore,
    };
    people.iter().map(|(person, why)| (person.id().to_owned(), reason(why))).collect()
}

fn state(opens_at: jiff::Timestamp, state: StepState<'_>) -> naive::Step {
    match state {
        StepState::Active(active) => naive::Step::Active {
            persons: active.asked().map(|person| person.id().to_owned()).collect(),
            acting: active.is_acting(),
            opens_at,
            accept_by: active.accept_by(),
            resolve_by: active.resolve_by(),
            inform: active.inform().map(|person| person.id().to_owned()).collect(),
            passed_over: reasons(active.passed_over()),
        },
        StepState::Skipped(why) => naive::Step::Skipped(match why {
            Why::NotAdmitted { taker } => naive::Why::NotAdmitted(taker.map(|level| level.id().to_owned())),
            Why::AboveCeiling { .. } => naive::Why::AboveCeiling,
            Why::NoSuchUnit => naive::Why::NoSuchUnit,
            Why::NoSuchDepartment => naive::Why::NoSuchDepartment,
            Why::Vacant => naive::Why::Vacant,
            Why::People(people) => naive::Why::Persons(reasons(people)),
        }),
    }
}

fn end(end: ReportEnd<'_>) -> (naive::Seat, naive::Holder) {
    let seat = match (end.role, end.department) {
        (Some(role), None) => naive::Seat::Role { unit: end.unit.id().into(), role: role.id().into() },
        (None, Some(department)) => naive::Seat::Department(department.id().into()),
        both => panic!("one end of a report is one seat: {both:?}"),
    };
    (seat, holder(end.holder))
}

/// Section 5.
pub fn escalate(directory: &Directory, matter: &naive::Matter) -> Result<naive::Escalation, naive::Refusal> {
    let recuse: Vec<&str> = matter.recused.iter().map(String::as_str).collect();
    let matter = wangge::Matter {
        subject: &matter.subject,
        kind: &matter.kind,
        urgency: matter.urgency,
        reported_at: matter.reported_at,
        recuse: &recuse,
    };
    let path = directory.escalate(&matter).map_err(|error| match error {
        EscalateError::Query(error) => refusal(&error),
        EscalateError::Deadline(wangge::DeadlineError::UnknownYear(unknown)) => {
            naive::Refusal::UnknownYear(unknown.year)
        }
        other => panic!("no small world goes so far: {other}"),
    })?;
    Ok(naive::Escalation {
        outcome: match path.outcome() {
            wangge::Outcome::Answered => naive::Outcome::Path,
            wangge::Outcome::NoOneAnswers => naive::Outcome::NoOneAnswers,
            wangge::Outcome::NoPolicy => naive::Outcome::NoPolicy,
        },
        steps: path.steps().map(|step| state(step.opens_at(), step.state())).collect(),
        opens: path.steps().map(wangge::Step::opens_at).collect(),
        total: path.total_by(),
        reports: path
            .reports()
            .map(|due| naive::Report { id: due.rule.id().into(), from: end(due.from), to: end(due.to), due: due.by })
            .collect(),
    })
}

/// R8.
pub fn duties_of(directory: &Directory, person: &str) -> Result<naive::Duties, naive::Refusal> {
    let duties = directory.duties_of(person).map_err(|error| refusal(&error))?;
    let households: Vec<String> = duties.households().map(|household| household.id().to_owned()).collect();
    assert_eq!(households.len(), duties.household_count(), "the core contradicts itself");
    for household in directory.households() {
        assert_eq!(duties.reaches(household), households.iter().any(|id| id == household.id()));
    }
    Ok(naive::Duties {
        posts: duties
            .posts()
            .iter()
            .map(|post| naive::Post {
                seat: match (post.role, post.department) {
                    (Some(role), None) => naive::Seat::Role { unit: post.unit.id().into(), role: role.id().into() },
                    (None, Some(department)) => naive::Seat::Department(department.id().into()),
                    both => panic!("one post is one seat: {both:?}"),
                },
                deputy: post.deputy,
            })
            .collect(),
        pairings: duties.pairings().map(|(one, two)| (one.id().to_owned(), two.id().to_owned())).collect(),
        reach: naive::Reach {
            units: once(duties.units().map(wangge::Unit::id)),
            households: once(households.iter().map(String::as_str)),
            sites: once(duties.sites().map(wangge::Site::id)),
        },
    })
}

/// Each subject is listed once.
fn once<'i>(ids: impl Iterator<Item = &'i str>) -> BTreeSet<String> {
    let mut set = BTreeSet::new();
    for id in ids {
        assert!(set.insert(id.to_owned()), "{id} is listed twice");
    }
    set
}

/// Section 7: the gaps with their days.
pub fn gaps(findings: &Findings) -> BTreeSet<naive::Gap> {
    let mut set = BTreeSet::new();
    for finding in findings.iter() {
        let (subject, detail) = subject_and_detail(finding.gap());
        let gap = naive::Gap {
            finding: naive::Finding {
                code: finding.code().as_str(),
                subject: subject.into_iter().map(str::to_owned).collect(),
                severity: finding.severity().as_str(),
                detail,
            },
            from: finding.from(),
            until: finding.until(),
        };
        assert!(set.insert(gap), "{finding:?} is listed twice");
    }
    set
}

fn subject_and_detail(gap: Gap<'_>) -> (Vec<&str>, naive::Detail) {
    use naive::Detail::{Count, Few, Missing, Plain, Unit};
    match gap {
        Gap::HouseholdNoInnermostUnit { household, unit } => (vec![household], Unit(unit.into())),
        Gap::HouseholdNoCaretaker { household, programme, missing } => {
            (vec![household, programme], Few(missing.try_into().unwrap()))
        }
        Gap::SeatVacant { unit, role, department, missing, since } => {
            let subject = match (role, department) {
                (Some(role), None) => vec![unit, role],
                (None, Some(department)) => vec![department],
                both => panic!("one seat: {both:?}"),
            };
            (subject, Missing { missing: missing.try_into().unwrap(), since })
        }
        Gap::PersonOverloaded { person, programme, role, load, limit } => {
            (vec![person, programme.or(role).unwrap()], Count { has: load.try_into().unwrap(), limit })
        }
        Gap::KindUnanswered { unit, kind } => (vec![unit, kind], Plain),
        Gap::EscalationDeadEnd { unit, kind, urgency } => (vec![unit, kind, urgency.as_str()], Plain),
        Gap::EscalationNoPolicy { kind, urgency } => (vec![kind, urgency.as_str()], Plain),
        Gap::ScopeOverlap { unit, other } => (vec![unit, other], Plain),
        Gap::ScopeHole { unit } => (vec![unit], Plain),
        Gap::LocationOutside { subject } => (vec![subject], Plain),
        Gap::AppointmentIneligible { person, unit, role } => (vec![person, unit, role], Plain),
        Gap::PairingIneligible { person, household, programme } => (vec![person, household, programme], Plain),
    }
}

/// The hierarchy, in tree order.
pub fn branches(directory: &Directory) -> Vec<naive::Branch> {
    let branch = |unit: wangge::Unit<'_>| naive::Branch {
        id: unit.id().into(),
        parent: unit.parent().map(|parent| parent.id().to_owned()),
        code: unit.code().map(str::to_owned),
        households: unit.households().map(|household| household.id().to_owned()).collect(),
        sites: unit.sites().map(|site| site.id().to_owned()).collect(),
        departments: unit.departments().map(|department| department.id().to_owned()).collect(),
        household_count: unit.household_count(),
    };
    directory.units().map(branch).collect()
}

/// What was checked.
pub fn checked(findings: &Findings) -> naive::Checked {
    let checked = findings.checked();
    naive::Checked {
        units: checked.units,
        households: checked.households,
        sites: checked.sites,
        kinds: checked.kinds,
        seats: checked.seats,
        pairings: checked.pairings,
    }
}

/// The units of a code.
pub fn code(registry: &wangge::Registry, code: &str) -> Vec<(String, naive::Period)> {
    let period = |period: wangge::Period| naive::Period { from: period.from(), until: period.until() };
    let mut found: Vec<_> = registry.code(code).map(|(unit, days)| (unit.to_owned(), period(days))).collect();
    found.sort();
    found
}

/// The pair rules of the date.
pub fn pair_rules(directory: &Directory) -> Vec<naive::RuleHeld> {
    let rules = directory.households().flat_map(|household| {
        household.pair_rules().map(move |(person, programme, rule)| naive::RuleHeld {
            household: household.id().into(),
            person: person.id().into(),
            programme: programme.map(|programme| programme.id().into()),
            rule,
        })
    });
    let mut rules: Vec<_> = rules.collect();
    rules.sort();
    rules
}

/// Who is given no new households.
pub fn exempt(directory: &Directory) -> Vec<String> {
    directory.people().filter(|person| person.is_exempt()).map(|person| person.id().to_owned()).collect()
}
