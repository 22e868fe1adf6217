//! Numbers that JavaScript would write otherwise, or could not hold.

/// The greatest whole number up to which JavaScript has every one.
const GREATEST: u64 = 1 << 53;

/// The numbers of a line of JSON that JavaScript would not print as they stand.
pub fn not_of_javascript(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'-' | b'0'..=b'9' => {
                let length = bytes[at..].iter().take_while(|byte| b"+-.eE0123456789".contains(byte)).count();
                let number = &line[at..at + length];
                found.extend((!is_of_javascript(number)).then_some(number));
                at += length;
            }
            _ => at += 1,
        }
    }
    found
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

fn is_of_javascript(number: &str) -> bool {
    if !number.contains(['.', 'e', 'E']) {
        return number != "-0" && number.trim_start_matches('-').parse::<u64>().is_ok_and(|size| size <= GREATEST);
    }
    let value: f64 = number.parse().expect("a number");
    let size = value.abs();
    // As the language defines `Number::toString`: the shortest digits, with an exponent from 1e21 and below 1e-6.
    let expected = if (1e-6..1e21).contains(&size) {
        format!("{value}")
    } else {
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e').expect("an exponent");
        format!("{digits}e{}{exponent}", if exponent.starts_with('-') { "" } else { "+" })
    };
    expected == number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_outside_of_strings_and_judged() {
        let line = r#"{"a\"1.0":[1.0,-0,9007199254740992,9007199254740993,-9007199254740994],"b":"1.0","c":110.5}"#;
        assert_eq!(not_of_javascript(line), ["1.0", "-0", "9007199254740993", "-9007199254740994"]);
        assert_eq!(not_of_javascript("[0.000001,1e-7,1.5e-7,1e+21,0.1,5e-324]"), Vec::<&str>::new());
        assert_eq!(not_of_javascript("[0.0000001,1e-6,1e21,1.50,-0.0]"), ["0.0000001", "1e-6", "1e21", "1.50", "-0.0"]);
    }
}
