//! `wangge sample`: a made-up document to try everything on.

use std::path::Path;

use crate::Answer;
use crate::arguments::Ask;
use crate::failure::Failure;

pub fn run(ask: &Ask, place: &str, households: Option<u32>, seed: u64, out: &Path) -> Result<Answer, Failure> {
    _ = (ask, place, households, seed, out);
    Ok(Answer::clean(String::new()))
}
