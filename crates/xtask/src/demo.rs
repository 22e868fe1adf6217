//! A tour of the command `wangge` on a county: real divisions, made-up grids, households and people.

use crate::run::{Failure, Run};

const FILE: &str = "out/cili.json";
const PLAN: &str = "out/plan.json";
const TABLE: &str = "out/plan.csv";
const CHALINHE: &str = "out/chalinhe.json";
const WORK: &str = "out/chalinhe-work.jsonl";
const REPORT: &str = "out/november.html";
const NOW: &str = "2026-11-29T17:00";
const TODAY: &str = "2026-11-29";
const BROADCAST: &str = "fire-safety-broadcast-2026-11";
const VILLAGE: &str = "430821108223";
const HOUSEHOLD: &str = "430821108223-h0017";
const RESERVOIR: &str = "430821108223-s01";
const DAY: &str = "2026-10-01";
const NIGHT: &str = "2026-10-01T23:10";

/// Asks every question; what each prints is for the reader.
pub fn demo() -> Result<(), Failure> {
    Run::cargo(["build", "--release", "--package", "wangge-cli"]).go()?;
    wangge("Cili County: 26 towns, 430 villages, 200,000 households", &["sample", "cili", "-o", FILE])?;
    wangge("Is the document in order?", &["check", FILE])?;
    wangge("One village, down to its grids", &["tree", FILE, VILLAGE, "--depth", "1", "--on", DAY])?;
    let fire = ["--kind", "forest-fire"];
    let who = ["who", FILE, HOUSEHOLD, "--on", DAY];
    wangge("Who is responsible for one household, if the forest burns?", &[&who[..], &fire].concat())?;
    let quarrel = ["--kind", "neighbour-dispute"];
    wangge("If its neighbours quarrel?", &[&who[..], &quarrel].concat())?;
    let water = ["--kind", "drinking-water"];
    wangge("If there is no drinking water?", &[&who[..], &water].concat())?;
    let who = ["who", FILE, RESERVOIR, "--on", DAY, "--kind", "flood"];
    wangge("And for the reservoir, in a flood?", &who)?;
    let climb = ["escalate", FILE, HOUSEHOLD, "--emergency", "--at", NIGHT];
    let title = "On a holiday, at night, and nobody reacts: who is asked, and by when?";
    wangge(title, &[&climb[..], &fire].concat())?;
    wangge("What does the county's leader have to do?", &["duties", FILE, "p0000001", "--on", DAY])?;
    wangge("Is anybody left out that day?", &["findings", FILE, "--on", DAY])?;
    wangge("And in December?", &["findings", FILE, "--from", "2026-12-01", "--until", "2027-01-01"])?;
    let plan = ["assign", FILE, "--programme", "one-household-one-member", "--on", DAY];
    let why = ["--explain", HOUSEHOLD, "-o", PLAN];
    wangge("Who should care for whom? All 200,000 households, proved to be the best", &[&plan[..], &why].concat())?;
    wangge("Does that plan hold, whoever made it?", &["verify-plan", FILE, PLAN])?;
    let village = ["--unit", VILLAGE, "--max", "12", "-o", TABLE, "--lang", "zh"];
    wangge("One village alone, at most 12 each, in Chinese: 只分一个村", &[&plan[..], &village].concat())?;
    wangge(
        "The same in Chinese: 同一问题，用中文",
        &["who", FILE, HOUSEHOLD, "--kind", "dispute", "--lang", "zh", "--on", DAY],
    )?;
    work()
}

/// A year of work of one village.
fn work() -> Result<(), Failure> {
    wangge("One village of 600 households", &["sample", "chalinhe", "-o", CHALINHE])?;
    wangge("A year of its work, made up", &["sample", "chalinhe", "--work", "-o", WORK])?;
    wangge("What is open, and what is overdue?", &["case", CHALINHE, WORK, "--at", NOW])?;
    wangge("Who must be told what today?", &["due", CHALINHE, WORK, "--at", NOW])?;
    let report = ["report", CHALINHE, WORK, VILLAGE, "--at", NOW];
    let year = ["--from", "2026-01-01", "--until", "2026-12-01"];
    wangge("How many were reported and resolved this year?", &[&report[..], &year].concat())?;
    let month = ["--month", "2026-11", "-o", REPORT, "--lang", "zh"];
    wangge("November's report, to print: 十一月报表", &[&report[..], &month].concat())?;
    let missing = ["campaign", CHALINHE, WORK, BROADCAST, "--missing", "--on", TODAY];
    wangge("Which households has the loudspeaker not reached, and who answers for each?", &missing)
}

/// One question. Gaps end with 1, which is an answer.
fn wangge(title: &str, arguments: &[&str]) -> Result<(), Failure> {
    eprintln!("\n# {title}");
    let run = Run::cargo(["run", "--quiet", "--release", "--package", "wangge-cli", "--"]).args(arguments);
    match run.code()? {
        Some(0 | 1) => Ok(()),
        _ => Err(Failure::Failed(format!("wangge {}", arguments.join(" ")))),
    }
}
