//! Documents that are not opened: with faults, or not what the format says.

use wangge::Records;
use wangge_sample::Sample;

use super::script::{Script, document};

/// Worlds of which most have faults.
pub fn faults(worlds: impl Iterator<Item = Records>) -> String {
    let mut script = Script::default();
    for document in worlds.filter_map(|records| document(&records)) {
        script.open_text(&document);
    }
    script.text()
}

/// A small document, and what is not one.
pub fn refused() -> String {
    let mut script = Script::default();
    let good = r#"{"format":"wangge/1","scheme":{"name":{"zh":"一村","en":"One village"},"levels":[{"id":"village","name":{"zh":"村","en":"Village"},"households":true}],"roles":[],"kinds":[],"duties":[],"calendar":{"offset":"+08:00","hours":[["08:00","17:00"]],"weekdays":["mon","tue","wed","thu","fri"],"years":[]}},"units":[{"id":"v1","level":"village","name":"茶林河村","from":"2020-01-01"}]}"#;
    script.open_text(good);
    for (from, to) in [
        ("wangge/1", "wangge/2"),
        ("wangge/1", "other"),
        (r#""format":"wangge/1","#, ""),
        (r#""roles":[],"#, ""),
        (r#""roles":[]"#, r#""roles":[],"roles":[]"#),
        (r#""roles":[]"#, r#""roles":[],"rolls":[]"#),
        (r#""roles":[]"#, r#""roles":{}"#),
        (r#""roles":[]"#, r#""roles":null"#),
        (r#""id":"v1""#, r#""id":7"#),
        (r#""id":"v1""#, r#""id":["v1"]"#),
        (r#""households":true"#, r#""households":"yes""#),
        (r#""from":"2020-01-01""#, r#""from":"2020-02-30""#),
        (r#""from":"2020-01-01""#, r#""from":"2020-01-01","scope":[[[110,29]]]"#),
        (r#""from":"2020-01-01""#, r#""from":"2020-01-01","scope":[[[110,29,1]]]"#),
        (r#""from":"2020-01-01""#, r#""from":"2020-01-01","scope":[[[1e400,29]]]"#),
        (r#""households":true"#, r#""households":true,"minHouseholds":-1"#),
        (r#""households":true"#, r#""households":true,"maxHouseholds":4294967296"#),
        (r#""offset":"+08:00""#, r#""offset":"east""#),
        ("v1", "v\\u200b1"),
        (r#""units":[{"#, r#""units":[{},{"#),
        (r#""units":["#, r#""units":[}"#),
        (r#""units":["#, r#""units":["#),
        ("true", "tru"),
        ("}]}", ""),
        ("茶林河村", "茶林河\\ud800"),
    ] {
        script.open_text(&good.replacen(from, to, 1));
    }
    for other in ["7", "null", "\"text\"", "[]", "{}", "true"] {
        script.open_text(other);
    }
    // Cut off in the middle of a row.
    let village = document(&Sample::chalinhe().records()).expect("a document");
    let short: String = village.chars().take(6_000).collect();
    script.open_text(&short);
    script.text()
}
