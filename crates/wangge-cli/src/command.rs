//! One file for each command: ask the core, and print what it says.

mod assign;
mod check;
mod duties;
mod escalate;
mod eyes;
mod findings;
mod may;
mod people;
mod redact;
mod sample;
pub mod store;
mod tree;
mod verify_plan;
mod who;
mod work;

use serde::Serialize;

use crate::Answer;
use crate::arguments::{Ask, Request};
use crate::failure::Failure;
use crate::visible::visible_json;

/// Answers a question.
pub fn run(ask: &Ask) -> Result<Answer, Failure> {
    match &ask.request {
        Request::Sample(made) => sample::run(ask, made),
        Request::Check { file } => check::run(ask, file),
        Request::Tree { file, unit, depth, on } => tree::run(ask, file, unit.as_deref(), *depth, on.as_deref()),
        Request::Who { file, subject, kind, on } => who::run(ask, file, subject, kind, on.as_deref()),
        Request::Duties { file, person, on } => duties::run(ask, file, person, on.as_deref()),
        Request::Escalate { file, subject, kind, emergency, at, recuse } => {
            let recuse: Vec<&str> = recuse.iter().map(String::as_str).collect();
            escalate::run(ask, file, &escalate::Reported { subject, kind, emergency: *emergency, at, recuse: &recuse })
        }
        Request::May { file, person, action, subject, on } => {
            may::run(ask, file, &may::Wish { person, action, subject }, on.as_deref())
        }
        Request::Redact { file, out } => redact::run(ask, file, out),
        Request::Assign(planned) => assign::run(ask, planned),
        Request::VerifyPlan { file, plan } => verify_plan::run(ask, file, plan),
        Request::Work(request) => work::run(ask, request),
        Request::Store(request) => store::run(ask, request),
        Request::Findings { file, on, between } => findings::run(ask, file, on.as_deref(), between.as_ref()),
    }
}

/// An answer for a program: one line of JSON.
pub fn json(value: &impl Serialize) -> String {
    // Views hold strings, numbers and lists only, which JSON always can.
    let text = serde_json::to_string(value).unwrap_or_default() + "\n";
    visible_json(&text).into_owned()
}

impl Answer {
    /// An answer with no gap in it.
    fn clean(text: String) -> Self {
        Self { text, is_clean: true }
    }
}
