//! Whole outputs, kept: what a person sees in either language.
//!
//! After a change that is meant, `WANGGE_WRITE_KEPT=1 cargo test -p wangge-cli --test kept` writes them again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, dead_code)]

mod run;

use std::path::Path;

use run::run;

/// Each page: its name, its exit code, its arguments.
const PAGES: &[(&str, i32, &str)] = &[
    ("help", 0, "--help"),
    ("help-escalate", 0, "escalate --help"),
    ("check", 0, "check village.json"),
    ("check-faults", 1, "check faults.json"),
    ("check-refused", 1, "check refused.json"),
    ("tree", 0, "tree village.json v1 --on 2026-12-04"),
    ("who", 0, "who village.json h1 --kind flood --on 2026-11-03"),
    ("who-nobody", 0, "who village.json t1 --kind dispute --on 2026-11-03"),
    ("duties", 0, "duties village.json p2 --on 2026-11-03"),
    ("escalate", 0, "escalate village.json h1 --kind flood --emergency --at 2026-10-01T23:10 --recuse p4"),
    ("may", 0, "may village.json p4 record reservoir --on 2026-11-03"),
    ("may-denied", 1, "may village.json p1 record h1 --on 2026-11-03"),
    ("who-as", 0, "who village.json h1 --kind flood --on 2026-11-03 --as p4"),
    ("who-as-unseen", 2, "who village.json h3 --kind flood --on 2026-12-04 --as p1"),
    ("tree-as", 0, "tree village.json --on 2026-12-04 --as p1"),
    ("findings", 1, "findings village.json --on 2026-10-01"),
    ("findings-period", 1, "findings village.json --from 2026-12-01 --until 2026-12-31"),
    ("assign", 0, "assign village.json --programme one-one --on 2026-11-03 --explain h2"),
    ("assign-short", 1, "assign village.json --programme one-one --max 1 --on 2026-11-03"),
    ("assign-unknown", 2, "assign village.json --programme one --on 2026-11-03"),
    ("verify-plan", 0, "verify-plan village.json plan.json"),
    ("verify-plan-broken", 1, "verify-plan village.json plan-broken.json"),
    ("help-case", 0, "case --help"),
    ("help-due", 0, "due --help"),
    ("help-report", 0, "report --help"),
    ("help-campaign", 0, "campaign --help"),
    ("case-board", 0, "case village.json work.jsonl --at 2026-11-26T16:00"),
    ("case-board-as", 0, "case village.json work.jsonl --at 2026-12-04T10:00 --as p1"),
    ("case", 0, "case village.json work.jsonl m1 --at 2026-11-26T16:00"),
    ("case-unanswered", 0, "case village.json work.jsonl m2 --at 2026-11-26T16:00"),
    ("case-about", 0, "case village.json work.jsonl --about h2 --at 2026-11-26T16:00"),
    ("case-add", 0, "case village.json work.jsonl --add more.jsonl --dry-run"),
    ("case-add-refused", 1, "case village.json work.jsonl --add refused.jsonl"),
    ("case-check", 1, "case village.json changed.jsonl --check"),
    ("case-changed", 0, "case village.json changed.jsonl m1 --at 2026-11-26T16:00"),
    ("case-broken", 1, "case village.json broken.jsonl"),
    ("due", 0, "due village.json work.jsonl --after 2026-11-01T00:00 --at 2026-11-26T16:00"),
    ("report", 0, "report village.json work.jsonl v1 --month 2026-11 --at 2026-11-26T16:00"),
    ("report-boundaries", 0, "report village.json work.jsonl --month 2026-11 --on 2019-01-01 --at 2026-11-26T16:00"),
    ("report-list", 0, "report village.json work.jsonl --month 2026-11 --list overdue --at 2026-11-26T16:00"),
    ("report-calendar", 0, "report village.json work.jsonl --month 2026-11 --calendar --at 2026-11-26T16:00"),
    ("campaigns", 0, "campaign village.json work.jsonl --on 2026-11-26"),
    ("campaign", 0, "campaign village.json work.jsonl visits-11 --on 2026-11-26"),
    ("campaign-missing", 0, "campaign village.json work.jsonl visits-11 --on 2026-11-26 --missing"),
    ("visits", 0, "campaign village.json work.jsonl --visits p1 --on 2026-11-26"),
    ("unknown-kind", 2, "who village.json h1 --kind floods"),
];

#[test]
fn pages_are_as_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept");
    for (name, code, arguments) in PAGES {
        for lang in ["zh", "en"] {
            let run = run(&format!("{arguments} --lang {lang}"));
            assert_eq!(run.code, *code, "{name}: {run:?}");
            let page = run.out + &run.err;
            let file = folder.join(format!("{name}.{lang}.txt"));
            if std::env::var_os("WANGGE_WRITE_KEPT").is_some() {
                std::fs::write(&file, &page).unwrap();
            }
            let kept = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(page == kept, "{name}.{lang}.txt is kept as\n{kept}\nand now is\n{page}");
        }
    }
}
