//! `wangge redact`: a document without personal data.

use std::path::Path;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::sample;
use crate::failure::Failure;
use crate::load;

pub fn run(ask: &Ask, file: &Path, out: &Path) -> Result<Answer, Failure> {
    let records = load::records(ask.lang, file)?.redacted();
    sample::write(ask, &records, out, Some(file))
}
