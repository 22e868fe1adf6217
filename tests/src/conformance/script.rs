//! A session that is written down.

use serde_json::Value;
use wangge::Records;
use wangge_abi::Session;

/// A session, and every line of it.
#[derive(Default)]
pub struct Script {
    session: Session,
    text: String,
}

impl Script {
    /// Sends a request, and returns its reply.
    pub fn send(&mut self, request: &str) -> Value {
        assert!(!request.contains('\n'), "a request is one line");
        let reply = String::from_utf8(self.session.call(request.as_bytes())).expect("a reply is text");
        assert!(!reply.contains('\n'), "a reply is one line");
        for line in [request, &reply] {
            self.text.push_str(line);
            self.text.push('\n');
        }
        serde_json::from_str(&reply).expect("a reply is JSON")
    }

    /// Calls with fields in their order, and returns the reply.
    pub fn call(&mut self, name: &str, fields: &[(&str, Value)]) -> Value {
        let mut request = format!(r#"{{"call":"{name}""#);
        for (field, value) in fields {
            request.push_str(&format!(r#","{field}":{value}"#));
        }
        request.push('}');
        self.send(&request)
    }

    /// Opens a document that is given as text.
    pub fn open_text(&mut self, document: &str) -> Value {
        self.send(&format!(r#"{{"call":"open","document":{document}}}"#))
    }

    /// Opens a document; none if it has faults.
    pub fn open(&mut self, records: &Records) -> Option<u64> {
        self.open_text(&document(records)?)["ok"]["registry"].as_u64()
    }

    /// Compiles a registry for a date.
    pub fn as_of(&mut self, registry: u64, date: &str) -> u64 {
        handle(&self.call("as-of", &[("registry", registry.into()), ("date", date.into())]), "directory")
    }

    /// The lines.
    pub fn text(self) -> String {
        self.text
    }
}

/// The handle in an answer.
pub fn handle(reply: &Value, name: &str) -> u64 {
    reply["ok"][name].as_u64().unwrap_or_else(|| panic!("no {name} in {reply}"))
}

/// A document on one line; none where a coordinate is no number, which JSON cannot hold.
pub fn document(records: &Records) -> Option<String> {
    let mut text = Vec::new();
    wangge_formats::document::write(records, &mut text).ok()?;
    let text = String::from_utf8(text).expect("a document is text");
    Some(text.lines().map(str::trim_start).collect())
}

/// Sends the requests of a vector file to a new session; the number of the line that is answered otherwise, from 1, and
/// the reply that it got.
///
/// # Errors
/// The first line that differs.
pub fn replay(text: &str) -> Result<usize, (usize, String)> {
    let mut session = Session::new();
    let lines: Vec<&str> = text.lines().collect();
    for (number, pair) in lines.chunks(2).enumerate() {
        let [request, expected] = pair else { return Err((lines.len(), "a request without a reply".into())) };
        let reply = session.call(request.as_bytes());
        if reply != expected.as_bytes() {
            return Err((2 * number + 2, String::from_utf8_lossy(&reply).into_owned()));
        }
    }
    Ok(lines.len() / 2)
}
