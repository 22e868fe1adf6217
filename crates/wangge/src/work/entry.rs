//! What is written into the log of work: ids, instants and words of closed lists, no free text.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::record::Urgency;

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A matter is reported.
    Matter(Reported),
    /// Something becomes of a matter.
    Event(Event),
    /// A report is filed.
    Filing(Filing),
    /// A campaign begins to exist.
    Campaign(Campaign),
    /// An action of a campaign is done for a household.
    Done(Done),
    /// Notices were given out.
    Told(Told),
}

/// Notices were given out up to an instant: nothing up to it can be recorded any more, and none of them is due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The last instant.
    pub until: Timestamp,
}

/// A matter, as it is reported (事项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Its id, unique among matters.
    pub id: SmolStr,
    /// Id of the household, site or unit that it is about.
    pub subject: SmolStr,
    /// Id of the matter kind.
    pub kind: SmolStr,
    /// How pressing it is.
    pub urgency: Urgency,
    /// When it was reported.
    pub at: Timestamp,
    /// How it came in.
    pub channel: Channel,
    /// Ids of the people who may not handle it: those recused, and those it names.
    pub recuse: Vec<SmolStr>,
}

/// Something that becomes of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Id of the matter.
    pub matter: SmolStr,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub act: Act,
}

/// What becomes of a matter, and by whose doing: ids of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Somebody takes it on.
    Accepted {
        /// Who.
        by: SmolStr,
    },
    /// Somebody refuses it, and says why and who should take it (E7).
    Returned {
        /// Who.
        by: SmolStr,
        /// Why.
        reason: ReturnReason,
        /// Who should take it, if that is known.
        to: Option<SmolStr>,
    },
    /// It is handed over.
    Transferred {
        /// By whom.
        by: SmolStr,
        /// To whom.
        to: SmolStr,
    },
    /// It is done.
    Resolved {
        /// By whom.
        by: SmolStr,
    },
    /// It is found to be done.
    Verified {
        /// By somebody above; absent: by the reporter.
        by: Option<SmolStr>,
    },
    /// It is found not to be done.
    Reopened {
        /// By somebody above; absent: by the reporter.
        by: Option<SmolStr>,
    },
    /// It is filed away.
    Closed {
        /// By whom.
        by: SmolStr,
    },
}

impl Act {
    /// Every name.
    pub const NAMES: &'static [&'static str] =
        &["accepted", "returned", "transferred", "resolved", "verified", "reopened", "closed"];

    /// The name in an entry.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Returned { .. } => "returned",
            Self::Transferred { .. } => "transferred",
            Self::Resolved { .. } => "resolved",
            Self::Verified { .. } => "verified",
            Self::Reopened { .. } => "reopened",
            Self::Closed { .. } => "closed",
        }
    }

    /// Who does it; none: the reporter.
    #[must_use]
    pub fn by(&self) -> Option<&str> {
        match self {
            Self::Accepted { by }
            | Self::Returned { by, .. }
            | Self::Transferred { by, .. }
            | Self::Resolved { by }
            | Self::Closed { by } => Some(by),
            Self::Verified { by } | Self::Reopened { by } => by.as_deref(),
        }
    }

    /// Who is to take it, where somebody is named.
    #[must_use]
    pub fn to(&self) -> Option<&str> {
        match self {
            Self::Returned { to, .. } => to.as_deref(),
            Self::Transferred { to, .. } => Some(to),
            _ => None,
        }
    }
}

/// A report that somebody files (N2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Id of the reporting rule.
    pub report: SmolStr,
    /// Id of the unit that reports.
    pub unit: SmolStr,
    /// The day after the last one that it covers.
    pub until: Date,
    /// When it is filed.
    pub at: Timestamp,
    /// Id of the person who files it.
    pub by: SmolStr,
}

/// A campaign as it is carried out: which actions, for which households, over which period (N3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its id, unique among campaigns.
    pub id: SmolStr,
    /// Id of the scheme's campaign, which lists the actions.
    pub of: SmolStr,
    /// Id of the matter kind under which the duty list says who answers for it.
    pub kind: SmolStr,
    /// Id of the unit whose households it must reach; absent: all.
    pub unit: Option<SmolStr>,
    /// Categories of household that it is for; empty: those of the scheme's campaign.
    pub categories: Vec<SmolStr>,
    /// Categories that come first.
    pub first: Vec<SmolStr>,
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub until: Date,
    /// The channels that count.
    pub channels: Vec<Channel>,
}

/// An action of a campaign, done for one household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Id of the campaign.
    pub campaign: SmolStr,
    /// Id of the action.
    pub action: SmolStr,
    /// Id of the household.
    pub household: SmolStr,
    /// When.
    pub at: Timestamp,
    /// Id of the person who did it.
    pub by: SmolStr,
    /// How.
    pub channel: Channel,
}

/// A closed list of words, each with its name in an entry and in both languages.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $word:ident = $text:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $text)] $word,)*
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$word),*];

            /// The name in an entry.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text),* }
            }

            /// What people call it: Chinese, English.
            #[must_use]
            pub fn name(self) -> (&'static str, &'static str) {
                match self { $(Self::$word => ($zh, $en)),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// How a matter comes in, or an action is carried out.
    Channel {
        /// Somebody comes by.
        Visit = "visit", "上门", "visit";
        /// A call to an official.
        Phone = "phone", "电话", "phone";
        /// A message or group of WeChat.
        WeChat = "wechat", "微信", "WeChat";
        /// A text message.
        Sms = "sms", "短信", "text message";
        /// A public hotline, such as 12345.
        Hotline = "hotline", "热线", "hotline";
        /// A device: smoke, water level, camera.
        Sensor = "sensor", "感知设备", "sensor";
        /// At the desk of an office.
        Counter = "counter", "窗口", "counter";
        /// The village loudspeaker.
        Loudspeaker = "loudspeaker", "大喇叭", "loudspeaker";
        /// A vehicle with a loudspeaker.
        Vehicle = "vehicle", "宣传车", "loudspeaker van";
        /// On paper.
        Letter = "letter", "书面", "letter";
        /// Any other.
        Other = "other", "其他", "other";
    }
}

words! {
    /// Why somebody refuses a matter.
    ReturnReason {
        /// It is no duty of theirs.
        NotMine = "not-mine", "非本职责", "not a duty of theirs";
        /// It is not in their area.
        NotHere = "not-here", "不在辖区", "not in their area";
        /// It needs powers that they do not have.
        BeyondPowers = "beyond-powers", "超出权限", "beyond their powers";
        /// They are concerned by it; they are recused from then on.
        Conflict = "conflict", "须回避", "a conflict of interest";
    }
}

words! {
    /// What becomes of a case (E9).
    State {
        /// The current step asks somebody, nobody has accepted.
        Waiting = "waiting", "待接", "waiting";
        /// Somebody holds it.
        Accepted = "accepted", "在办", "accepted";
        /// No step is left that asks anybody.
        Unanswered = "unanswered", "无人可问", "unanswered";
        /// Done, not yet verified.
        Resolved = "resolved", "办结", "resolved";
        /// The reporter, or the level above, says that it is done.
        Verified = "verified", "已核实", "verified";
        /// Filed away.
        Closed = "closed", "归档", "closed";
    }
}

impl State {
    /// Whether something is still to be done: waiting, accepted or unanswered.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Accepted | Self::Unanswered)
    }
}
