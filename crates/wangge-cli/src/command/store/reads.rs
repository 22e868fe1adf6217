//! `wangge log --reads`: who asked what.

use std::path::Path;

use serde::Serialize;
use wangge_store::{Hash, Read, Store};

use super::told;
use crate::Answer;
use crate::arguments::Ask;
use crate::command::json;
use crate::failure::Failure;
use crate::table::Table;
use crate::time;

/// A read, for a program.
#[derive(Serialize)]
struct ReadView<'a> {
    sequence: u64,
    at: &'a str,
    asker: &'a str,
    question: &'a str,
    subject: &'a str,
    granted: bool,
    hash: Hash,
}

#[derive(Serialize)]
struct ReadsView<'a> {
    reads: Vec<ReadView<'a>>,
}

/// Lists the reads.
pub fn log(ask: &Ask, db: &Path, since: u64) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let reader = Store::open_read(db).map_err(|error| told(lang, db, &error))?;
    let reads = reader.reads(since..).and_then(Iterator::collect::<Result<Vec<Read>, _>>);
    let reads = reads.map_err(|error| told(lang, db, &error))?;
    if ask.json {
        return Ok(Answer::clean(json(&ReadsView { reads: reads.iter().map(ReadView::from).collect() })));
    }
    if reads.is_empty() {
        return Ok(Answer::clean(lang.of("没有查询\n", "no reads\n").to_owned()));
    }
    let mut table = Table::new(
        lang.of(["", "何时", "何人", "问什么", "问到", "答了没有"], ["", "when", "who", "question", "of", "answered"]),
    );
    for read in &reads {
        let answered = if read.granted { lang.of("答了", "yes") } else { lang.of("未答", "no") };
        let at = time::to_the_second(&read.at);
        table.row([&read.sequence.to_string(), &at, &read.asker, &read.question, &read.subject, answered]);
    }
    Ok(Answer::clean(table.to_string()))
}

impl<'a> From<&'a Read> for ReadView<'a> {
    fn from(read: &'a Read) -> Self {
        Self {
            sequence: read.sequence,
            at: &read.at,
            asker: &read.asker,
            question: &read.question,
            subject: &read.subject,
            granted: read.granted,
            hash: read.hash,
        }
    }
}
