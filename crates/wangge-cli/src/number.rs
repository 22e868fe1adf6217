//! Numbers as a person reads them.

/// `1234567` as `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Metres as kilometres with one decimal: `12.3 km`.
pub fn kilometres(metres: i64) -> String {
    let tenths = metres.unsigned_abs().saturating_add(50) / 100;
    let sign = if metres < 0 && tenths > 0 { "-" } else { "" };
    format!("{sign}{}.{} km", grouped(tenths / 10), tenths % 10)
}

/// Metres: `480 m`.
pub fn metres(metres: u64) -> String {
    format!("{} m", grouped(metres))
}

/// `1,234` with its sign.
pub fn signed(number: i64) -> String {
    format!("{}{}", if number < 0 { "-" } else { "" }, grouped(number.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::{grouped, kilometres};

    #[test]
    fn digits_stand_in_threes() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn kilometres_are_rounded() {
        assert_eq!(
            [0, 49, 50, 1_049, 1_050, -2_000_000].map(kilometres),
            ["0.0 km", "0.0 km", "0.1 km", "1.0 km", "1.1 km", "-2,000.0 km"]
        );
    }
}
