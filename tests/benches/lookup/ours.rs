//! wangge's answers: as the peers' owned strings, to compare; and read through without copying, to time.

use wangge::{
    Access, Active, Holder, Link, Outcome, PassedOver, Path, People, Person, Post, Responsibility, StepState, Why,
};

use crate::answer::{HolderAnswer, LinkAnswer, Passed, PathAnswer, PostAnswer, ReportAnswer, StateAnswer, StepAnswer};

fn person(person: Person<'_>) -> String {
    person.id().to_owned()
}

fn holder(holder: Holder<'_>) -> HolderAnswer {
    let all = |people: People<'_>| people.map(person).collect();
    match holder {
        Holder::Held(people) => HolderAnswer::Held(all(people)),
        Holder::Acting { person: deputy, acting_for } => {
            HolderAnswer::Acting { person: person(deputy), acting_for: all(acting_for) }
        }
        Holder::Absent { since } => HolderAnswer::Absent { since },
        Holder::Vacant { since } => HolderAnswer::Vacant { since },
    }
}

pub fn links(responsibility: Responsibility<'_>) -> Vec<LinkAnswer> {
    let link = |link: Link<'_>| LinkAnswer {
        post: post_of(link),
        involvement: link.involvement(),
        holder: holder(link.holder()),
    };
    responsibility.links().map(link).collect()
}

fn post_of(link: Link<'_>) -> PostAnswer {
    match link.post() {
        Post::Caretakers { programme, .. } => PostAnswer::Caretakers { programme: programme.id().to_owned() },
        Post::Role { unit, role } => PostAnswer::Role { unit: unit.id().to_owned(), role: role.id().to_owned() },
        Post::Department(department) => PostAnswer::Department { department: department.id().to_owned() },
    }
}

fn read_post(link: Link<'_>) -> usize {
    match link.post() {
        Post::Caretakers { programme, .. } => programme.id().len(),
        Post::Role { unit, role } => unit.id().len() + role.id().len(),
        Post::Department(department) => department.id().len(),
    }
}

fn read_people(people: People<'_>) -> usize {
    people.map(|person| person.id().len()).sum()
}

fn read_holder(holder: Holder<'_>) -> usize {
    match holder {
        Holder::Held(people) => read_people(people),
        Holder::Acting { person, acting_for } => person.id().len() + read_people(acting_for),
        Holder::Absent { since } | Holder::Vacant { since } => usize::from(since.day().unsigned_abs()),
    }
}

/// Reads every post, involvement and holder of a chain.
pub fn read_links(responsibility: Responsibility<'_>) -> usize {
    responsibility.links().map(|link| read_post(link) + link.involvement() as usize + read_holder(link.holder())).sum()
}

/// Reads every link, involvement and person of a chain as handles.
pub fn read_handles(responsibility: Responsibility<'_>) -> usize {
    let people = |link: Link<'_>| match link.holder() {
        Holder::Held(people) => people.map(std::hint::black_box).count(),
        Holder::Acting { person, acting_for } => {
            std::hint::black_box(person);
            acting_for.map(std::hint::black_box).count()
        }
        Holder::Absent { since } | Holder::Vacant { since } => usize::from(since.day().unsigned_abs()),
    };
    responsibility.links().map(|link| people(link) + std::hint::black_box(link).involvement() as usize).sum()
}

/// The post by which something is granted.
pub fn granted(access: Access<'_>) -> Option<PostAnswer> {
    let Access::Granted(grant) = access else { return None };
    Some(post_of(grant.because()))
}

/// Reads the post by which something is granted.
pub fn read_access(access: Access<'_>) -> usize {
    match access {
        Access::Granted(grant) => read_post(grant.because()),
        Access::Denied => 0,
    }
}

fn passed(over: PassedOver<'_>) -> Vec<Passed> {
    over.iter().map(|(person, reason)| (person.id().to_owned(), reason.as_str())).collect()
}

fn ids<'d>(people: impl Iterator<Item = Person<'d>>) -> Vec<String> {
    people.map(|person| person.id().to_owned()).collect()
}

fn active(active: Active<'_>) -> StateAnswer {
    StateAnswer::Active {
        asked: ids(active.asked()),
        acting: active.is_acting(),
        passed_over: passed(active.passed_over()),
        inform: ids(active.inform()),
        accept_by: active.accept_by(),
        resolve_by: active.resolve_by(),
    }
}

pub fn path(path: &Path<'_>) -> PathAnswer {
    let steps = path.steps().map(|step| {
        let state = match step.state() {
            StepState::Active(state) => active(state),
            StepState::Skipped(why) => {
                let (level, people) = match why {
                    Why::NotAdmitted { taker } => (taker, Vec::new()),
                    Why::AboveCeiling { ceiling } => (Some(ceiling), Vec::new()),
                    Why::People(over) => (None, passed(over)),
                    Why::NoSuchUnit | Why::NoSuchDepartment | Why::Vacant => (None, Vec::new()),
                };
                StateAnswer::Skipped { why: why.as_str(), level: level.map(|level| level.id().to_owned()), people }
            }
        };
        StepAnswer { opens_at: step.opens_at(), state }
    });
    let steps: Vec<_> = steps.collect();
    let reports = path.reports().map(|due| ReportAnswer {
        rule: due.rule.id().to_owned(),
        from: holder(due.from.holder),
        to: holder(due.to.holder),
        by: due.by,
    });
    PathAnswer {
        steps: (path.outcome() != Outcome::NoPolicy).then_some(steps),
        total_by: path.total_by(),
        reports: reports.collect(),
    }
}

/// Reads every step, person, deadline and report of a path.
pub fn read_path(path: &Path<'_>) -> usize {
    let seconds = |instant: jiff::Timestamp| instant.as_second() as usize;
    let over = |over: PassedOver<'_>| over.iter().map(|(person, reason)| person.id().len() + reason as usize).sum();
    let step = |state: StepState<'_>| -> usize {
        match state {
            StepState::Active(active) => {
                let people = active.asked().chain(active.inform()).map(|person| person.id().len()).sum::<usize>();
                let passed: usize = over(active.passed_over());
                people + passed + seconds(active.accept_by()) + seconds(active.resolve_by())
            }
            StepState::Skipped(Why::People(people)) => over(people),
            StepState::Skipped(why) => why.as_str().len(),
        }
    };
    let steps: usize = path.steps().map(|one| step(one.state()).wrapping_add(seconds(one.opens_at()))).sum();
    let reports: usize = path
        .reports()
        .map(|due| due.rule.id().len() + read_holder(due.from.holder) + read_holder(due.to.holder) + seconds(due.by))
        .sum();
    steps.wrapping_add(reports).wrapping_add(path.total_by().map_or(0, seconds))
}
