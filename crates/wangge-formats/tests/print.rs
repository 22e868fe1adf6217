//! The report on paper: nothing that is written into it is taken for markup or for a formula, and both languages and the
//! table say the same numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use wangge::record::Text;
use wangge::work::{Boundaries, Work, WorkQuery};
use wangge::{Period, Records, Registry};
use wangge_formats::answer::WorkReportView;
use wangge_formats::print::{Language, Sheet, duration, spreadsheet};
use wangge_sample::Sample;

const VILLAGE: &str = "430821108223";

/// November of the sample, with some rows changed, in a language.
fn november<T>(change: impl Fn(&mut Records), query: WorkQuery, look: impl Fn(Sheet<'_>) -> T) -> [T; 2] {
    let mut records = Sample::chalinhe().records();
    let log = Sample::chalinhe().work(&Registry::build(records.clone()).unwrap());
    change(&mut records);
    let registry = Registry::build(records).unwrap();
    let work = Work::build(&registry, log).unwrap();
    let view = WorkReportView::new(&work, &work.report(Some(VILLAGE), &query).unwrap());
    let directory = registry.as_of("2026-11-29".parse().unwrap());
    [Language::Chinese, Language::English]
        .map(|language| look(Sheet { work: &work, directory: &directory, view: &view, language }))
}

fn query(from: &str, until: Option<&str>) -> WorkQuery {
    let until = until.map(|until| until.parse().unwrap());
    let period = Period::new(from.parse().unwrap(), until).unwrap();
    WorkQuery { period, known_at: Sample::now(), boundaries: Boundaries::AsItWas }
}

fn month() -> WorkQuery {
    query("2026-11-01", Some("2026-12-01"))
}

fn hostile(records: &mut Records) {
    let village = records.units.iter_mut().find(|unit| unit.id == VILLAGE).unwrap();
    village.name = "</title><script>alert(1)</script>&\"村".into();
    let grid = records.units.iter_mut().find(|unit| unit.id == "430821108223-01").unwrap();
    grid.name = "=HYPERLINK(\"x\"),\"格".into();
    let kind = records.scheme.kinds.iter_mut().find(|kind| kind.id == "dispute").unwrap();
    kind.name = Text { zh: "<img src=x onerror=y>".into(), en: "<b>disputes</b>".into() };
    records.people.iter_mut().for_each(|person| person.name = "<i>甲</i>".into());
}

#[test]
fn what_is_written_into_the_page_is_escaped() {
    for page in november(hostile, month(), |sheet| sheet.html()) {
        assert!(page.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"), "{page}");
        assert!(page.contains("&lt;i&gt;甲&lt;/i&gt;"));
        for raw in ["<script", "<img", "<b>", "<i>"] {
            assert!(!page.contains(raw), "{raw}");
        }
        assert_eq!((page.matches("<html").count(), page.matches("</html>").count()), (1, 1));
    }
}

#[test]
fn no_text_of_the_table_is_a_formula() {
    let tables = november(hostile, month(), |sheet| {
        let mut table = Vec::new();
        sheet.write_csv(&mut table).unwrap();
        String::from_utf8(table).unwrap()
    });
    for table in tables {
        let rows = table.strip_prefix('\u{feff}').expect("a byte order mark");
        let mut rows = csv::Reader::from_reader(rows.as_bytes());
        let names: Vec<String> = rows.records().map(|row| row.unwrap()[2].to_owned()).collect();
        assert!(names.contains(&"'=HYPERLINK(\"x\"),\"格".to_owned()), "{names:?}");
        assert!(names.iter().all(|name| !name.starts_with(['=', '+', '-', '@'])));
    }
    let mut table = Vec::new();
    spreadsheet(&["a", "b"], [["+1".to_owned(), "x,\"y\"\n".to_owned()]], &mut table).unwrap();
    assert_eq!(String::from_utf8(table).unwrap(), "\u{feff}a,b\n'+1,\"x,\"\"y\"\"\n\"\n");
}

#[test]
fn n1_the_page_and_the_table_say_what_the_view_says() {
    let numbers = |sheet: Sheet<'_>| {
        let page = sheet.html();
        let total = sheet.view.total;
        let mut table = Vec::new();
        sheet.write_csv(&mut table).unwrap();
        let mut rows = csv::Reader::from_reader(&table["\u{feff}".len()..]);
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let counts =
            |row: &csv::StringRecord| -> Vec<u32> { (3..9).filter_map(|cell| row[cell].parse().ok()).collect() };
        let figures = [total.reported, total.resolved, total.late, total.open, total.overdue, total.reopened];
        assert_eq!(counts(&rows[0]), figures);
        // A row for each line of the view: what it is by, in either language.
        let by = |id: &str| rows.iter().find(|row| &row[1] == id).unwrap_or_else(|| panic!("{id}"));
        for (unit, figures) in sheet.view.parts.iter().filter_map(|own| Some((own.unit?, own.figures))) {
            assert_eq!(counts(by(unit))[0], figures.reported, "{unit}");
        }
        for own in &sheet.view.kinds {
            assert_eq!(counts(by(own.kind))[3], own.figures.open, "{own:?}");
        }
        for id in &sheet.view.overdue {
            assert_eq!(counts(by(id)), [0; 0], "{id}");
            assert!(page.contains(&format!("<th>{id}</th>")), "{id}");
        }
        let response = by("response");
        assert_eq!(response[9].parse(), Ok(sheet.view.firsts.response.count));
        assert_eq!(response[10].parse(), Ok(sheet.view.firsts.response.median));
        assert!(page.contains(&duration(sheet.language, sheet.view.firsts.response.median)));
        figures
    };
    let [chinese, english] = november(|_| (), month(), numbers);
    assert_eq!(chinese, english);
}

#[test]
fn a_short_period_is_drawn_by_day_and_a_long_one_by_kind() {
    let bars = |sheet: Sheet<'_>| sheet.html().matches("<rect class=\"resolved\"").count();
    assert_eq!(november(|_| (), month(), bars), [30, 30]);
    assert_eq!(november(|_| (), query("2026-10-01", Some("2026-12-02")), bars), [62, 62]);
    let [year, _] = november(|_| (), query("2026-01-01", Some("2027-01-01")), bars);
    let [open, _] = november(|_| (), query("2026-01-01", None), bars);
    // The service lines of the scheme, as far as something was reported.
    assert!((4..=6).contains(&year) && open == year, "{year} {open}");
    // A period in which nothing happened has a page too.
    let [page, _] = november(|_| (), query("2031-01-01", Some("2031-02-01")), |sheet| sheet.html());
    assert!(page.contains("<h1>") && page.ends_with("</html>"));
}

#[test]
fn lengths_of_time_are_told_in_their_two_greatest_parts() {
    let told = |seconds| duration(Language::English, seconds);
    assert_eq!(
        [0, 59, 60, 3_599, 3_600, 86_399].map(told),
        ["0 min", "0 min", "1 min", "59 min", "1 h 0 min", "23 h 59 min"]
    );
    assert_eq!([86_400, 90_061, -5].map(told), ["1 d 0 h", "1 d 1 h", "0 min"]);
    assert_eq!(duration(Language::Chinese, 90_061), "1 天 1 小时");
}
