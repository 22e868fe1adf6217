//! Chinese numerals: `第三网格` is `第3网格`, `十七号` is `17号`.

/// The text with each run of numerals written in digits. A run that is no number stays as it is.
pub fn in_digits(text: String) -> String {
    if !text.chars().any(is_numeral) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(is_numeral) {
        let (before, from) = rest.split_at(at);
        let (run, after) = from.split_at(from.find(|c| !is_numeral(c)).unwrap_or(from.len()));
        out.push_str(before);
        match value(run) {
            Some(value) => out.push_str(&value.to_string()),
            None => out.push_str(run),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '百')
}

fn digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九".chars().zip(0..).find(|(own, _)| *own == c).map(|(_, value)| value)
}

/// Up to 999, as it is spoken, or digit by digit (`一〇三`); nothing else.
fn value(run: &str) -> Option<u32> {
    if !run.contains(['十', '百']) {
        let add = |value: u32, c: char| value.checked_mul(10)?.checked_add(digit(c)?);
        return run.chars().try_fold(0, add);
    }
    let (mut total, mut open, mut last) = (0_u32, None, 1000);
    for c in run.chars() {
        let unit = match c {
            '百' => 100,
            '十' => 10,
            // `一百〇三`
            '〇' if open.is_none() => continue,
            _ if open.is_some() => return None,
            _ => {
                open = digit(c);
                continue;
            }
        };
        // Hundreds stand before tens; alone `十` is ten.
        if unit >= last || (open.is_none() && unit == 100) {
            return None;
        }
        (total, last) = (total + open.take().unwrap_or(1) * unit, unit);
    }
    Some(total + open.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_below_1000_is_read_as_it_is_spoken() {
        let name = |value: usize| "〇一二三四五六七八九".chars().nth(value).map(String::from).unwrap_or_default();
        for value in 1..1000 {
            let (hundreds, tens, ones) = (value / 100, value / 10 % 10, value % 10);
            let mut spoken = String::new();
            if hundreds > 0 {
                spoken += &format!("{}百", name(hundreds));
            }
            match tens {
                0 if hundreds > 0 && ones > 0 => spoken.push('〇'),
                0 => {}
                1 if hundreds == 0 => spoken.push('十'),
                _ => spoken += &format!("{}十", name(tens)),
            }
            if ones > 0 {
                spoken += &name(ones);
            }
            assert_eq!(in_digits(format!("第{spoken}户")), format!("第{value}户"), "{spoken}");
        }
    }

    #[test]
    fn what_is_no_number_stays() {
        for text in ["百合村", "十十", "三五十", "一百百", "十百", "茶林河", ""] {
            assert_eq!(in_digits(text.to_owned()), text);
        }
        assert_eq!(in_digits("二〇二六年一〇三号".to_owned()), "2026年103号");
        assert_eq!(in_digits("九".repeat(40)), "九".repeat(40), "too large");
    }
}
