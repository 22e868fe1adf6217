//! Conformance vectors: requests and replies, line by line, for every front end that must answer as the core does.
//!
//! A vector file is text: a request on one line, its reply on the next, in the order of one session, whose handles count
//! from 1. Equal lines are equal bytes. `tests/conformance/README.md` says what the files hold.

mod census;
mod chalinhe;
mod document;
mod numbers;
mod planned;
mod refused;
mod script;
mod world;

use std::fs;
use std::io;
use std::path::Path;

pub use self::census::{codes, kinds};
pub use self::numbers::not_of_javascript;
pub use self::script::{Script, replay};

use crate::generate::{crowded_world, nearly_valid_world, slanted_world, valid_world};

/// A file of vectors.
pub struct Vectors {
    /// Its name.
    pub name: String,
    /// Its lines.
    pub text: String,
}

/// How much is asked of one world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A little, for files that are checked in.
    Few,
    /// All there is to ask.
    Many,
}

impl Extent {
    /// One number for each extent.
    fn of(self, few: usize, many: usize) -> usize {
        match self {
            Self::Few => few,
            Self::Many => many,
        }
    }
}

/// The set that is checked in.
pub fn small() -> Vec<Vectors> {
    let few = Extent::Few;
    let mut all = vec![
        named("crowd", 149, world::ask(&crowded_world(149), 149, few)),
        named("slanted", 1, world::ask(&slanted_world(1), 1, few)),
        named("faults", 0, document::faults((0..8).map(nearly_valid_world))),
    ];
    all.extend(of_one());
    all
}

/// The set that is made where it is asked for: as many worlds, one after another.
pub fn large(worlds: u64) -> impl Iterator<Item = Vectors> {
    let many = Extent::Many;
    let valid = (0..worlds).map(move |seed| {
        let records = match seed % 4 {
            0 => valid_world(seed),
            3 => slanted_world(seed),
            _ => crowded_world(seed),
        };
        named("world", seed, world::ask(&records, seed, many))
    });
    let faulty = (0..worlds.div_ceil(10)).map(|ten| {
        let records = (ten * 10..ten * 10 + 10).map(nearly_valid_world);
        named("faults", ten, document::faults(records))
    });
    valid.chain(faulty).chain(of_one())
}

/// Files that there is one of.
fn of_one() -> [Vectors; 3] {
    let file = |name: &str, text: String| Vectors { name: format!("{name}.jsonl"), text };
    [file("chalinhe", chalinhe::ask()), file("documents", document::refused()), file("requests", refused::ask())]
}

fn named(sort: &str, seed: u64, text: String) -> Vectors {
    Vectors { name: format!("{sort}-{seed:04}.jsonl"), text }
}

/// Writes vectors into a folder, instead of those that are there.
///
/// # Errors
/// What the file system reports.
pub fn write(folder: &Path, vectors: impl Iterator<Item = Vectors>) -> io::Result<u64> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            fs::remove_file(path)?;
        }
    }
    let mut bytes = 0;
    for Vectors { name, text } in vectors {
        fs::write(folder.join(name), &text)?;
        bytes += text.len() as u64;
    }
    Ok(bytes)
}
