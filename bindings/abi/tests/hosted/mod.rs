//! A session with Chalinhe open, and what a host does with it.

use std::sync::OnceLock;

use serde_json::Value;
use wangge_abi::Session;
use wangge_sample::Sample;

pub const DAY: &str = "2026-11-23";
pub const HOUSEHOLD: &str = "430821108223-h0017";
pub const PROGRAMME: &str = "one-household-one-member";

/// Chalinhe as it is written.
pub fn village() -> &'static str {
    static VILLAGE: OnceLock<String> = OnceLock::new();
    VILLAGE.get_or_init(|| {
        let mut text = Vec::new();
        wangge_formats::document::write(&Sample::chalinhe().records(), &mut text).unwrap();
        String::from_utf8(text).unwrap()
    })
}

/// A host.
pub struct Host(pub Session);

impl Host {
    /// With nothing open.
    pub fn new() -> Self {
        Self(Session::new())
    }

    /// With Chalinhe open: registry 1, directory 2, and with `assigned` plan 3.
    pub fn at_home(assigned: bool) -> Self {
        let mut host = Self::new();
        assert_eq!(host.ok(&format!(r#"{{"call":"open","document":{}}}"#, village()))["registry"], 1);
        let directory = host.ok(&format!(r#"{{"call":"as-of","registry":1,"date":"{DAY}"}}"#));
        assert_eq!(directory, serde_json::json!({ "directory": 2, "date": DAY }));
        if assigned {
            let asked =
                format!(r#"{{"call":"assign","directory":2,"options":{{"programme":"{PROGRAMME}","max":18}}}}"#);
            assert_eq!(host.ok(&asked)["plan"], 3);
        }
        host
    }

    /// The reply to any bytes: one line of JSON, with an answer or an error.
    pub fn call(&mut self, request: &[u8]) -> Value {
        let reply = self.0.call(request);
        assert!(!reply.contains(&b'\n'));
        let reply: Value = serde_json::from_slice(&reply).unwrap();
        assert_eq!(reply.as_object().unwrap().len(), 1);
        if reply.get("error").is_some() {
            assert!(reply["error"]["code"].is_string() && reply["error"]["ids"].is_array());
            assert!(reply["error"]["message"].as_str().unwrap().len() < 4_000);
        } else {
            assert!(reply.get("ok").is_some());
        }
        reply
    }

    /// An answer.
    pub fn ok(&mut self, request: &str) -> Value {
        let mut reply = self.call(request.as_bytes());
        assert!(reply.get("ok").is_some(), "{reply}");
        reply["ok"].take()
    }

    /// An error.
    pub fn error(&mut self, request: impl AsRef<[u8]>) -> Value {
        let mut reply = self.call(request.as_ref());
        assert!(reply.get("error").is_some(), "{}", String::from_utf8_lossy(request.as_ref()));
        reply["error"].take()
    }

    /// The code of an error.
    pub fn code(&mut self, request: impl AsRef<[u8]>) -> String {
        self.error(request)["code"].as_str().unwrap().to_owned()
    }
}
