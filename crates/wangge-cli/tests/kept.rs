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
