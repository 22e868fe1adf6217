//! A tour of the command `wangge` on a made-up village.

use crate::run::{Failure, Run};

const FILE: &str = "out/chalinhe.json";
const HOUSEHOLD: &str = "430821108223-h0017";

/// Asks every question; what each prints is for the reader.
pub fn demo() -> Result<(), Failure> {
    Run::cargo(["build", "--quiet", "--package", "wangge-cli"]).go()?;
    wangge("Chalinhe: a real village, made-up households and people", &["sample", "chalinhe", "-o", FILE])?;
    wangge("Is the document in order?", &["check", FILE])?;
    wangge("The village, down to its grids", &["tree", FILE, "430821108223", "--depth", "1", "--on", "2026-10-01"])?;
    let forest_fire = ["who", FILE, HOUSEHOLD, "--kind", "forest-fire", "--on", "2026-10-01"];
    wangge("Who is responsible for one household, if the forest burns?", &forest_fire)?;
    let reservoir = ["who", FILE, "430821108223-s01", "--kind", "flood", "--on", "2026-10-01"];
    wangge("And for the reservoir, in a flood?", &reservoir)?;
    let at = "2026-10-01T23:10";
    let night = ["escalate", FILE, HOUSEHOLD, "--kind", "forest-fire", "--emergency", "--at", at];
    wangge("On a holiday, at night, and nobody reacts: who is asked, and by when?", &night)?;
    wangge("What does the village's party secretary have to do?", &["duties", FILE, "p0000017", "--on", "2026-10-01"])?;
    wangge("Is anybody left out that day?", &["findings", FILE, "--on", "2026-10-01"])?;
    wangge("And in the whole year?", &["findings", FILE, "--from", "2026-01-01", "--until", "2027-01-01"])
}

/// One question. Gaps end with 1, which is an answer.
fn wangge(title: &str, arguments: &[&str]) -> Result<(), Failure> {
    eprintln!("\n# {title}");
    let run = Run::cargo(["run", "--quiet", "--package", "wangge-cli", "--"]).args(arguments);
    match run.code()? {
        Some(0 | 1) => Ok(()),
        _ => Err(Failure::Failed(format!("wangge {}", arguments.join(" ")))),
    }
}
