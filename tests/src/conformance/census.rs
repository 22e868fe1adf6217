//! What vectors reach.

use crate::generate::Census;

/// Counts the calls of vectors that are answered.
pub fn kinds(text: &str, census: &mut Census) {
    let lines: Vec<&str> = text.lines().collect();
    let answered = lines.chunks(2).filter(|pair| pair.last().is_some_and(|reply| reply.starts_with(r#"{"ok":"#)));
    for request in answered.filter_map(|pair| pair.first()) {
        let name = request.strip_prefix(r#"{"call":""#).and_then(|rest| rest.split_once('"'));
        census.count(name.map_or("written otherwise", |(name, _)| name));
    }
}

/// Counts the codes of errors of vectors.
pub fn codes(text: &str, census: &mut Census) {
    for reply in text.lines().skip(1).step_by(2) {
        let code = reply.strip_prefix(r#"{"error":{"code":""#).and_then(|rest| rest.split_once('"'));
        if let Some((code, _)) = code {
            census.count(code);
        }
    }
}
