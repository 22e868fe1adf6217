//! Plans as files: what is written reads back, and what means nothing is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use wangge::{AssignOptions, GivenDistance, Plan, Registry};
use wangge_formats::plan::{PlanRecord, write_csv};
use wangge_sample::Sample;

fn plan(options: &AssignOptions) -> Plan {
    let registry = Registry::build(Sample::chalinhe().records()).unwrap();
    registry.as_of("2026-11-23".parse().unwrap()).assign(options).unwrap()
}

fn written(plan: &Plan) -> Vec<u8> {
    let mut file = Vec::new();
    PlanRecord::new(plan).write(&mut file).unwrap();
    file
}

#[test]
fn a_plan_reads_back_and_its_proof_holds() {
    let given = GivenDistance { taker: "p0000021".into(), household: "430821108223-h0017".into(), metres: 5 };
    for options in [
        AssignOptions { max: Some(12), churn: Some(7), ..AssignOptions::caretakers("one-household-one-member") },
        AssignOptions { distances: vec![given], ..AssignOptions::caretakers("one-household-one-member") },
        AssignOptions { evenness: Some(3), ..AssignOptions::units("micro-grid", Some("village")) },
    ] {
        let plan = plan(&options);
        let file = written(&plan);
        let read = PlanRecord::read(&file[..]).unwrap();
        assert_eq!((read.options(), &read), (options, &PlanRecord::new(&plan)));
        let certificate = read.certificate();
        let checked = plan.directory().verify_plan(&read.options(), read.pairs(), certificate.as_ref()).unwrap();
        assert!(checked.is_best(), "{:?}", checked.verdict);
        let mut again = Vec::new();
        read.write(&mut again).unwrap();
        assert_eq!(file, again);
    }
}

#[test]
fn what_is_no_plan_is_refused_with_its_place() {
    let file = String::from_utf8(written(&plan(&AssignOptions::caretakers("monitored-household")))).unwrap();
    let refused = |from: &str, to: &str| {
        let damaged = file.replacen(from, to, 1);
        assert_ne!(damaged, file, "{from}");
        let error = PlanRecord::read(damaged.as_bytes()).unwrap_err();
        (error.code.as_str(), error.path)
    };
    assert_eq!(refused("wangge-plan/1", "wangge-plan/2"), ("document.version", "format".into()));
    assert_eq!(refused("\"date\"", "\"data\""), ("document.unknown-field", "data".into()));
    assert_eq!(refused("\"programme\"", "\"level\": \"grid\", \"programme\"").0, "document.value");
    assert_eq!(refused("\"programme\": \"monitored-household\"", "").0, "document.value");
    assert_eq!(refused("\"takers\": [\"", "\"takers\": [7, \""), ("document.type", "pairs[0].takers[0]".into()));
    let half = &file[..file.len() / 2];
    assert_eq!(PlanRecord::read(half.as_bytes()).unwrap_err().code.as_str(), "document.truncated");
}

#[test]
fn the_table_has_a_row_a_pair_and_no_formula() {
    let plan = plan(&AssignOptions { max: Some(8), ..AssignOptions::caretakers("one-household-one-member") });
    let mut file = Vec::new();
    write_csv(&plan, &mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    let rows = text.strip_prefix('\u{feff}').unwrap();
    let mut table = csv::Reader::from_reader(rows.as_bytes());
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 600);
    let left_out = rows.iter().filter(|row| row[3].is_empty()).count();
    assert_eq!(u64::try_from(left_out).unwrap(), plan.after().missing);
    for row in &rows {
        let takers: Vec<&str> = plan.takers_of(&row[0]).unwrap().map(|taker| taker.id()).collect();
        assert_eq!(takers, if row[3].is_empty() { vec![] } else { vec![&row[3]] });
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    }
}
