//! Chinese or English.

use std::ffi::OsString;

use wangge::record::Text;

/// The language of everything that a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// The text of this language.
    pub fn of<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The name of something in the scheme.
    pub fn name(self, text: &Text) -> &str {
        self.of(&text.zh, &text.en)
    }

    /// Several things: `a, b` or `a、b`.
    pub fn list<S: AsRef<str>>(self, items: impl IntoIterator<Item = S>) -> String {
        let items: Vec<S> = items.into_iter().collect();
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(self.of("、", ", "))
    }
}

/// The language that the arguments ask for, else the environment's. It is needed before the arguments are parsed,
/// because their errors are told in it.
pub fn of(arguments: &[OsString]) -> Lang {
    let mut arguments = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    let mut asked = None;
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--lang") {
            Some("") => asked = arguments.next(),
            Some(value) => asked = value.strip_prefix('=').or(asked),
            None if argument == "--" => break,
            None => {}
        }
    }
    match asked {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => of_environment(),
    }
}

fn of_environment() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default();
    if locale.starts_with("zh") { Lang::Zh } else { Lang::En }
}
