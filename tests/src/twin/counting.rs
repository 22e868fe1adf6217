//! What the questions have reached.

use std::collections::BTreeSet;

use crate::{
    generate::Census,
    naive::{
        Action, Answerable, Chain, Duties, Escalation, Gap, Grant, Holder, Outcome, Reason, Refusal, RuleHeld, Seat,
        Step, Why,
    },
};
use wangge::{FaultCode, FindingCode, Place};

const OTHERS: &[&str] = &[
    "role held",
    "role acting",
    "role absent",
    "role vacant",
    "department held",
    "department acting",
    "department absent",
    "department vacant",
    "caretakers held",
    "caretakers absent",
    "answerable",
    "answerable covers",
    "nobody answerable",
    "no first responder",
    "unknown subject",
    "unknown kind",
    "not on date",
    "unknown person",
    "unknown year",
    "path",
    "no one answers",
    "no policy",
    "asked",
    "asked a deputy",
    "passed over",
    "informed",
    "total time",
    "report",
    "not admitted",
    "not admitted anywhere above",
    "above ceiling",
    "no such unit",
    "no such department",
    "vacant step",
    "person absent",
    "person unreachable",
    "person recused",
    "own household",
    "asked before",
    "post",
    "deputy's post",
    "pairing",
    "reached site",
    "located",
    "located nowhere",
    "pinned",
    "preferred",
    "recused",
    "rule for every programme",
    "may See",
    "may Personal",
    "may Record",
    "may Manage",
    "may as caretaker",
    "may by a department",
    "may not",
];

/// Every code that loading a small world can have: those of changes are not of rows.
pub fn codes_of_loading() -> impl Iterator<Item = &'static str> {
    let codes = FaultCode::ALL.iter().filter(|code| **code != FaultCode::TooLarge).map(|code| code.as_str());
    codes.filter(|code| !code.starts_with("change."))
}

/// Everything that must be reached.
pub fn census() -> Census {
    let faults = codes_of_loading();
    let findings = FindingCode::ALL.iter().map(|code| code.as_str());
    Census::expecting(faults.chain(findings).chain(OTHERS.iter().copied()))
}

/// Counts the codes.
pub fn faults(census: &mut Census, faults: &BTreeSet<(FaultCode, Place)>) {
    for (code, _) in faults {
        census.count(code.as_str());
    }
}

fn refusal(census: &mut Census, refusal: &Refusal) {
    census.count(match refusal {
        Refusal::UnknownSubject(_) => "unknown subject",
        Refusal::UnknownKind(_) => "unknown kind",
        Refusal::NotOnDate(_) => "not on date",
        Refusal::UnknownPerson(_) => "unknown person",
        Refusal::UnknownYear(_) => "unknown year",
    });
}

/// Counts the forms of the links, and how the chain ends.
pub fn chain(census: &mut Census, answer: &Result<Chain, Refusal>) {
    let chain = match answer {
        Ok(chain) => chain,
        Err(error) => return refusal(census, error),
    };
    for link in &chain.links {
        let seat = match link.seat {
            Seat::Caretakers(_) => "caretakers",
            Seat::Role { .. } => "role",
            Seat::Department(_) => "department",
        };
        let form = match link.holder {
            Holder::Held(_) => "held",
            Holder::Acting { .. } => "acting",
            Holder::Absent { .. } => "absent",
            Holder::Vacant { .. } => "vacant",
        };
        census.count(&format!("{seat} {form}"));
    }
    census.count(match &chain.answerable {
        Answerable::By { covers, .. } if covers.is_empty() => "answerable",
        Answerable::By { .. } => "answerable covers",
        Answerable::Nobody { .. } => "nobody answerable",
    });
    if chain.first_responder.is_none() {
        census.count("no first responder");
    }
}

fn reasons(census: &mut Census, reasons: &[(String, Reason)]) {
    for (_, reason) in reasons {
        census.count(match reason {
            Reason::Absent => "person absent",
            Reason::Unreachable => "person unreachable",
            Reason::Recused => "person recused",
            Reason::OwnHousehold => "own household",
            Reason::AskedBefore => "asked before",
        });
    }
}

/// Counts the steps and their reasons.
pub fn escalation(census: &mut Census, answer: &Result<Escalation, Refusal>) {
    let path = match answer {
        Ok(path) => path,
        Err(error) => return refusal(census, error),
    };
    census.count(match path.outcome {
        Outcome::Path => "path",
        Outcome::NoOneAnswers => "no one answers",
        Outcome::NoPolicy => "no policy",
    });
    for step in &path.steps {
        match step {
            Step::Active { acting, inform, passed_over, .. } => {
                census.count(if *acting { "asked a deputy" } else { "asked" });
                if !passed_over.is_empty() {
                    census.count("passed over");
                }
                if !inform.is_empty() {
                    census.count("informed");
                }
                reasons(census, passed_over);
            }
            Step::Skipped(why) => match why {
                Why::NotAdmitted(Some(_)) => census.count("not admitted"),
                Why::NotAdmitted(None) => census.count("not admitted anywhere above"),
                Why::AboveCeiling => census.count("above ceiling"),
                Why::NoSuchUnit => census.count("no such unit"),
                Why::NoSuchDepartment => census.count("no such department"),
                Why::Vacant => census.count("vacant step"),
                Why::Persons(persons) => reasons(census, persons),
            },
        }
    }
    if path.total.is_some() {
        census.count("total time");
    }
    for _ in &path.reports {
        census.count("report");
    }
}

/// Counts posts, pairings and sites.
pub fn duties(census: &mut Census, answer: &Result<Duties, Refusal>) {
    let duties = match answer {
        Ok(duties) => duties,
        Err(error) => return refusal(census, error),
    };
    for post in &duties.posts {
        census.count(if post.deputy.is_some() { "deputy's post" } else { "post" });
    }
    if !duties.pairings.is_empty() {
        census.count("pairing");
    }
    if !duties.reach.sites.is_empty() {
        census.count("reached site");
    }
}

/// Counts what is granted, and by what.
pub fn access(census: &mut Census, action: Action, answer: &Result<Option<Grant>, Refusal>) {
    match answer {
        Ok(Some(grant)) => {
            census.count(&format!("may {action:?}"));
            match grant.seat {
                Seat::Caretakers(_) => census.count("may as caretaker"),
                Seat::Department(_) => census.count("may by a department"),
                Seat::Role { .. } => {}
            }
        }
        Ok(None) => census.count("may not"),
        Err(error) => refusal(census, error),
    }
}

/// Counts the codes.
pub fn gaps(census: &mut Census, gaps: &BTreeSet<Gap>) {
    for gap in gaps {
        census.count(gap.finding.code);
    }
}

/// Counts the pair rules.
pub fn pair_rules(census: &mut Census, rules: &[RuleHeld]) {
    for rule in rules {
        census.count(rule.rule.as_str());
        if rule.programme.is_none() {
            census.count("rule for every programme");
        }
    }
}
