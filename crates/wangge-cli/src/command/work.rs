//! The work: cases, notices, reports, campaigns, from a log beside the document or store.

mod calendar;
mod campaign;
mod case;
mod desk;
mod due;
mod fit;
mod log;
mod page;
mod record;
mod report;
mod visits;

use self::desk::Desk;
use crate::Answer;
use crate::arguments::Ask;
use crate::arguments::work::{Question, WorkRequest};
use crate::failure::Failure;

/// Answers a question about the work.
pub fn run(ask: &Ask, request: &WorkRequest) -> Result<Answer, Failure> {
    let files = &request.files;
    match &request.question {
        Question::Case { matter: Some(matter), at, .. } => {
            case::one(&Desk::at(ask, "case", files, at.as_deref())?, matter)
        }
        Question::Case { matter: None, at, unit } => {
            case::board(&Desk::at(ask, "case", files, at.as_deref())?, unit.as_deref())
        }
        Question::About { household, at } => case::about(&Desk::at(ask, "case", files, at.as_deref())?, household),
        Question::Add { entries, is_tried } => record::add(ask, files, entries, *is_tried),
        Question::Check => fit::run(ask, files),
        Question::Due(asked) => due::run(ask, files, asked),
        Question::Report(asked) => {
            let desk = Desk::at(ask, "report", files, asked.at.as_deref())?;
            if asked.calendar { calendar::run(&desk, asked) } else { report::run(&desk, asked) }
        }
        Question::Campaign { campaign, on, missing, out } => {
            let desk = Desk::on(ask, "campaign", files, on.as_deref())?;
            match campaign {
                None => campaign::list(&desk, out.as_deref()),
                Some(id) => campaign::one(&desk, id, *missing, out.as_deref()),
            }
        }
        Question::Visits { person, on, out } => {
            visits::run(&Desk::on(ask, "campaign", files, on.as_deref())?, person, out.as_deref())
        }
    }
}
