//! The village that readers know, asked a little.

use serde_json::{Value, json};
use wangge_sample::Sample;

use super::script::{Script, handle};

const HOUSEHOLD: &str = "430821108223-h0017";
const VILLAGE: &str = "430821108223";
const PROGRAMME: &str = "one-household-one-member";

/// Every call once or twice.
pub fn ask() -> String {
    let mut script = Script::default();
    let registry = script.open(&Sample::chalinhe().records()).expect("a village without faults");
    let directory = script.as_of(registry, "2026-11-23");
    let december = [("registry", registry.into()), ("from", "2026-12-01".into()), ("until", "2027-01-01".into())];
    script.call("findings-between", &december);
    let mut call = |name: &str, fields: &[(&str, Value)]| {
        let mut all = vec![("directory", directory.into())];
        all.extend(fields.iter().cloned());
        script.call(name, &all)
    };
    call("findings", &[]);
    for (subject, kind) in [
        (HOUSEHOLD, "forest-fire"),
        (HOUSEHOLD, "neighbour-dispute"),
        ("430821108223-s01", "flood"),
        (VILLAGE, "drinking-water"),
        ("430821108223-08", "dispute"),
        ("h17", "dispute"),
        (HOUSEHOLD, "quarrel"),
    ] {
        call("responsible", &[("subject", subject.into()), ("kind", kind.into())]);
    }
    call("responsible-all", &[("kind", "dispute".into())]);
    call("duties", &[("person", "p0000001".into())]);
    call("scope", &[("person", "p0000031".into())]);
    for (action, subject) in [("see", HOUSEHOLD), ("manage", VILLAGE), ("see", "h17"), ("score", HOUSEHOLD)] {
        let fields = [("person", "p0000001".into()), ("action", action.into()), ("subject", subject.into())];
        call("may", &fields);
    }
    call("tree", &[("unit", VILLAGE.into()), ("depth", 1.into())]);
    call("locate", &[("location", json!([110.9, 29.4]))]);
    for (kind, urgency) in [("forest-fire", "emergency"), ("dispute", "routine")] {
        let matter = json!({
            "subject": HOUSEHOLD, "kind": kind, "urgency": urgency, "reportedAt": "2026-10-01T23:10:00+08:00",
            "recuse": ["p0000031"],
        });
        call("escalate", &[("matter", matter)]);
    }
    let late =
        json!({ "subject": HOUSEHOLD, "kind": "dispute", "urgency": "routine", "reportedAt": "2026-12-31T10:00" });
    call("escalate", &[("matter", late)]);
    for options in [
        json!({ "programme": PROGRAMME, "unit": "430821108223-01", "max": 18 }),
        json!({ "level": "micro-grid", "within": "grid", "unit": "430821108223-01" }),
    ] {
        let asked = [("directory", directory.into()), ("options", options)];
        let plan: Value = handle(&script.call("assign", &asked), "plan").into();
        for name in ["pairs", "diff", "verify-own"] {
            script.call(name, &[("plan", plan.clone())]);
        }
        for household in [HOUSEHOLD, "430821108223-h0018", "430821108223-h0600"] {
            script.call("explain", &[("plan", plan.clone()), ("household", household.into()), ("atMost", 3.into())]);
        }
        let file = script.call("plan-file", &[("plan", plan)])["ok"].take();
        script.call("verify", &[("directory", directory.into()), ("plan", file)]);
    }
    script.text()
}
