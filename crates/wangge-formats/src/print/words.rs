//! Words of a report, in both languages.

use wangge::record::{Text, Urgency};
use wangge::work::Figure;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 中文
    Chinese,
    /// English
    English,
}

impl Language {
    pub(super) fn of<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }

    pub(super) fn text(self, text: &Text) -> &str {
        self.of(&text.zh, &text.en)
    }

    pub(super) fn tag(self) -> &'static str {
        self.of("zh-CN", "en")
    }
}

/// What people call a figure: Chinese, English.
#[must_use]
pub fn figure(figure: Figure) -> (&'static str, &'static str) {
    match figure {
        Figure::Reported => ("上报", "reported"),
        Figure::Resolved => ("办结", "resolved"),
        Figure::Late => ("逾期办结", "resolved late"),
        Figure::Open => ("未办结", "open"),
        Figure::Overdue => ("超期", "overdue"),
        Figure::Reopened => ("重办", "reopened"),
    }
}

pub(super) fn urgency(language: Language, urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => language.of("急事", "emergency"),
        Urgency::Routine => language.of("常事", "routine"),
    }
}

/// A length of time in its two greatest parts: `2 天 3 小时`, `2 d 3 h`; seconds are left out.
#[must_use]
pub fn duration(language: Language, seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    let (days, hours, rest) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => language.of(format!("{rest} 分"), format!("{rest} min")),
        (0, _) => language.of(format!("{hours} 小时 {rest} 分"), format!("{hours} h {rest} min")),
        _ => language.of(format!("{days} 天 {hours} 小时"), format!("{days} d {hours} h")),
    }
}
