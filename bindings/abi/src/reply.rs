//! What goes out: one line of JSON, with numbers as JavaScript prints them.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;
use wangge_formats::answer::{CountsView, ErrorView, PlanView};
use wangge_formats::{document, plan};

use crate::ABI;
use crate::open::Handle;

/// An answer, or why there is none.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Reply<'a, T> {
    Ok(&'a T),
    Error(&'a ErrorView),
}

/// What this is.
#[derive(Serialize)]
pub struct About {
    abi: u32,
    version: &'static str,
    document: &'static str,
    plan: &'static str,
}

/// A document that was opened.
#[derive(Serialize)]
pub struct Opened {
    pub registry: Handle,
    pub counts: CountsView,
}

/// A registry on a date.
#[derive(Serialize)]
pub struct Compiled {
    pub directory: Handle,
    pub date: String,
}

/// A plan that was made.
#[derive(Serialize)]
pub struct Planned<'p> {
    pub plan: Handle,
    pub summary: PlanView<'p>,
}

/// Something that was closed.
#[derive(Serialize)]
pub struct Closed {}

impl Default for About {
    fn default() -> Self {
        Self { abi: ABI, version: env!("CARGO_PKG_VERSION"), document: document::FORMAT, plan: plan::FORMAT }
    }
}

/// If even an error could not be written.
const UNWRITTEN: &[u8] = br#"{"error":{"code":"request.io","ids":[],"message":"the reply could not be written"}}"#;

/// The bytes of an answer.
pub fn ok(answer: &impl Serialize) -> Vec<u8> {
    bytes(&Reply::Ok(answer))
}

/// The bytes of an error.
pub fn error(error: &ErrorView) -> Vec<u8> {
    bytes(&Reply::<()>::Error(error))
}

fn bytes(reply: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    let mut json = serde_json::Serializer::with_formatter(&mut bytes, Compact);
    // Views hold strings, numbers and lists only, which JSON always can.
    let written = reply.serialize(&mut json);
    written.map_or_else(|_| UNWRITTEN.to_vec(), |()| bytes)
}

/// Compact, and a number is written as JavaScript writes it, so that both make the same bytes of the same answer.
struct Compact;

impl Formatter for Compact {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let size = value.abs();
        if size == 0.0 {
            // Minus zero too.
            writer.write_all(b"0")
        } else if (1e-6..1e21).contains(&size) {
            write!(writer, "{value}")
        } else {
            let text = format!("{value:e}");
            let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let sign = if exponent.starts_with('-') { "" } else { "+" };
            write!(writer, "{digits}e{sign}{exponent}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        // Each as `JSON.stringify` of Node prints it.
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (111.0, "111"),
            (-29.5, "-29.5"),
            (110.123_456_7, "110.1234567"),
            (0.1 + 0.2, "0.30000000000000004"),
            (0.000_001, "0.000001"),
            (0.000_000_1, "1e-7"),
            (0.000_000_123, "1.23e-7"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (-1.5e300, "-1.5e+300"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(String::from_utf8_lossy(&ok(&value)), format!("{{\"ok\":{expected}}}"));
        }
        assert_eq!(ok(&f64::NAN), br#"{"ok":null}"#);
        assert_eq!(ok(&f64::INFINITY), br#"{"ok":null}"#);
    }
}
