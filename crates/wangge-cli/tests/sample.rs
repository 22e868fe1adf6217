//! Samples: written, read back, the same for the same seed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, dead_code)]

mod run;

use run::{folder, json, run};
use serde_json::json as value;

#[test]
fn a_sample_is_a_document_without_a_fault() {
    let folder = folder("sample");
    for (place, units) in [("chalinhe", 20), ("cili", 457)] {
        let file = folder.join("deeper").join(format!("{place}.json"));
        let file = file.to_str().unwrap();
        let written = json(&format!("sample {place} --households 500 -o {file}"), 0);
        assert_eq!(json(&format!("check {file}"), 0), written);
        assert_eq!(written["households"], 500);
        assert!(written["units"].as_u64().unwrap() >= units, "{written}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_same_seed_writes_the_same_bytes_and_another_seed_others() {
    let text = |seed| run(&format!("sample chalinhe --households 100 --seed {seed} -o -")).out;
    assert!(text(3).starts_with("{\n \"format\": \"wangge/1\",\n"));
    assert_eq!(text(3), text(3));
    assert_ne!(text(3), text(4));
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let run = run("sample chalinhe -o .");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("`.` cannot be read or written: "), "{}", run.err);
    let json = serde_json::from_str::<serde_json::Value>(&run::run("sample chalinhe -o . --json").err).unwrap();
    assert_eq!(json["error"]["code"], value!("file.io"));
}
