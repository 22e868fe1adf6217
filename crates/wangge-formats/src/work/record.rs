//! An entry as it stands on a line.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, ToSmolStr};
use wangge::Calendar;
use wangge::record::Urgency;
use wangge::work::{Act, Campaign, Channel, Done, Entry, Event, Filing, Reported, ReturnReason, Told};

use super::error::Wrong;
use crate::answer::instant;
use crate::document::DocumentCode;
use crate::question;

/// One entry of the log of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "WorkEntry")]
pub(crate) enum EntryRecord {
    /// A matter is reported.
    Matter(ReportedRecord),
    /// Something becomes of a matter.
    Event(EventRecord),
    /// A report is filed.
    Filing(FilingRecord),
    /// A campaign begins to exist.
    Campaign(CampaignRecord),
    /// An action of a campaign is done for a household.
    Done(DoneRecord),
    /// Notices were given out.
    Told(ToldRecord),
}

/// Notices were given out up to an instant: nothing up to it can be recorded any more, and none of them is due again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NoticesTold")]
pub(crate) struct ToldRecord {
    /// The last instant.
    until: SmolStr,
}

/// A matter, as it is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReportedMatter")]
pub(crate) struct ReportedRecord {
    /// Its id, unique among matters.
    id: SmolStr,
    /// The household, site or unit that it is about.
    subject: SmolStr,
    /// The matter kind.
    kind: SmolStr,
    /// How pressing it is.
    urgency: Urgency,
    /// When it was reported: `2026-10-01T23:10:00+08:00`, or without offset in the scheme's.
    at: SmolStr,
    /// How it came in.
    channel: Channel,
    /// People who may not handle it: those recused, and those it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recuse: Vec<SmolStr>,
}

/// Something that becomes of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MatterEvent")]
pub(crate) struct EventRecord {
    /// The matter.
    matter: SmolStr,
    /// When it happened.
    at: SmolStr,
    /// What happened.
    act: ActRecord,
    /// The person who did it; absent where a matter is verified or reopened by the reporter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<SmolStr>,
    /// Why it is returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<ReturnReason>,
    /// To whom it is transferred, or who should take what is returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<SmolStr>,
}

/// What becomes of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Act")]
pub(crate) enum ActRecord {
    /// Somebody takes it on.
    Accepted,
    /// Somebody refuses it.
    Returned,
    /// It is handed over.
    Transferred,
    /// It is done.
    Resolved,
    /// It is found to be done.
    Verified,
    /// It is found not to be done.
    Reopened,
    /// It is filed away.
    Closed,
}

/// A report that somebody files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Filing")]
pub(crate) struct FilingRecord {
    /// The reporting rule.
    report: SmolStr,
    /// The unit that reports.
    unit: SmolStr,
    /// The day after the last one that it covers.
    until: SmolStr,
    /// When it is filed.
    at: SmolStr,
    /// The person who files it.
    by: SmolStr,
}

/// A campaign as it is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CampaignEntry")]
pub(crate) struct CampaignRecord {
    /// Its id, unique among campaigns.
    id: SmolStr,
    /// The scheme's campaign, which lists the actions.
    of: SmolStr,
    /// The matter kind under which the duty list says who answers for it.
    kind: SmolStr,
    /// The unit whose households it must reach; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<SmolStr>,
    /// Categories of household that it is for; absent: those of the scheme's campaign.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    categories: Vec<SmolStr>,
    /// Categories that come first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    first: Vec<SmolStr>,
    /// The first day.
    from: SmolStr,
    /// The day after the last.
    until: SmolStr,
    /// The channels that count.
    channels: Vec<Channel>,
}

/// An action of a campaign, done for one household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Done")]
pub(crate) struct DoneRecord {
    /// The campaign.
    campaign: SmolStr,
    /// The action.
    action: SmolStr,
    /// The household.
    household: SmolStr,
    /// When.
    at: SmolStr,
    /// The person who did it.
    by: SmolStr,
    /// How.
    channel: Channel,
}

impl EntryRecord {
    /// An entry, with its instants in an offset.
    pub(super) fn new(entry: &Entry, offset: Offset) -> Self {
        let at = |at: Timestamp| SmolStr::from(instant(at, offset));
        match entry.clone() {
            Entry::Matter(Reported { id, subject, kind, urgency, at: when, channel, recuse }) => {
                Self::Matter(ReportedRecord { id, subject, kind, urgency, at: at(when), channel, recuse })
            }
            Entry::Event(event) => Self::Event(EventRecord::new(event, at)),
            Entry::Filing(Filing { report, unit, until, at: when, by }) => {
                Self::Filing(FilingRecord { report, unit, until: until.to_smolstr(), at: at(when), by })
            }
            Entry::Campaign(campaign) => Self::Campaign(campaign.into()),
            Entry::Done(Done { campaign, action, household, at: when, by, channel }) => {
                Self::Done(DoneRecord { campaign, action, household, at: at(when), by, channel })
            }
            Entry::Told(Told { until }) => Self::Told(ToldRecord { until: at(until) }),
        }
    }

    /// The entry that it stands for; instants without offset are in the calendar's.
    pub(super) fn into_entry(self, calendar: &Calendar) -> Result<Entry, Wrong> {
        let at = |path: &str, text: &str| when(path, text, calendar);
        Ok(match self {
            Self::Matter(ReportedRecord { id, subject, kind, urgency, at: when, channel, recuse }) => {
                Entry::Matter(Reported { at: at("matter.at", &when)?, id, subject, kind, urgency, channel, recuse })
            }
            Self::Event(record) => Entry::Event(Event {
                at: at("event.at", &record.at)?,
                matter: record.matter.clone(),
                act: record.into_act()?,
            }),
            Self::Filing(FilingRecord { report, unit, until, at: when, by }) => Entry::Filing(Filing {
                until: day("filing.until", &until)?,
                at: at("filing.at", &when)?,
                report,
                unit,
                by,
            }),
            Self::Campaign(record) => Entry::Campaign(record.into_campaign()?),
            Self::Done(DoneRecord { campaign, action, household, at: when, by, channel }) => {
                Entry::Done(Done { at: at("done.at", &when)?, campaign, action, household, by, channel })
            }
            Self::Told(ToldRecord { until }) => Entry::Told(Told { until: at("told.until", &until)? }),
        })
    }
}

impl EventRecord {
    fn new(event: Event, at: impl Fn(Timestamp) -> SmolStr) -> Self {
        let Event { matter, at: when, act } = event;
        let at = at(when);
        let (word, by, reason, to) = match act {
            Act::Accepted { by } => (ActRecord::Accepted, Some(by), None, None),
            Act::Returned { by, reason, to } => (ActRecord::Returned, Some(by), Some(reason), to),
            Act::Transferred { by, to } => (ActRecord::Transferred, Some(by), None, Some(to)),
            Act::Resolved { by } => (ActRecord::Resolved, Some(by), None, None),
            Act::Verified { by } => (ActRecord::Verified, by, None, None),
            Act::Reopened { by } => (ActRecord::Reopened, by, None, None),
            Act::Closed { by } => (ActRecord::Closed, Some(by), None, None),
        };
        Self { matter, at, act: word, by, reason, to }
    }

    /// What happened, if the fields are those of its word.
    fn into_act(self) -> Result<Act, Wrong> {
        let Self { act, by, reason, to, .. } = self;
        let needs_to = act == ActRecord::Transferred;
        if reason.is_some() && act != ActRecord::Returned {
            return Err(foreign("reason", act));
        }
        if to.is_some() && !needs_to && act != ActRecord::Returned {
            return Err(foreign("to", act));
        }
        let by_somebody = |by: Option<SmolStr>| by.ok_or_else(|| missing("by", act));
        Ok(match act {
            ActRecord::Accepted => Act::Accepted { by: by_somebody(by)? },
            ActRecord::Returned => {
                Act::Returned { by: by_somebody(by)?, reason: reason.ok_or_else(|| missing("reason", act))?, to }
            }
            ActRecord::Transferred => {
                Act::Transferred { by: by_somebody(by)?, to: to.ok_or_else(|| missing("to", act))? }
            }
            ActRecord::Resolved => Act::Resolved { by: by_somebody(by)? },
            ActRecord::Verified => Act::Verified { by },
            ActRecord::Reopened => Act::Reopened { by },
            ActRecord::Closed => Act::Closed { by: by_somebody(by)? },
        })
    }
}

impl ActRecord {
    fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Transferred => "transferred",
            Self::Resolved => "resolved",
            Self::Verified => "verified",
            Self::Reopened => "reopened",
            Self::Closed => "closed",
        }
    }
}

impl From<Campaign> for CampaignRecord {
    fn from(campaign: Campaign) -> Self {
        let Campaign { id, of, kind, unit, categories, first, from, until, channels } = campaign;
        let (from, until) = (from.to_smolstr(), until.to_smolstr());
        Self { id, of, kind, unit, categories, first, from, until, channels }
    }
}

impl CampaignRecord {
    fn into_campaign(self) -> Result<Campaign, Wrong> {
        let Self { id, of, kind, unit, categories, first, from, until, channels } = self;
        let (from, until) = (day("campaign.from", &from)?, day("campaign.until", &until)?);
        Ok(Campaign { id, of, kind, unit, categories, first, from, until, channels })
    }
}

/// A field that the word of an event asks for.
fn missing(field: &str, act: ActRecord) -> Wrong {
    let message = format!("missing field `{field}`: an event `{}` has one", act.as_str());
    Wrong { code: DocumentCode::MissingField, path: format!("event.{field}"), message }
}

/// A field that the word of an event does not have.
fn foreign(field: &str, act: ActRecord) -> Wrong {
    let message = format!("unknown field `{field}`: an event `{}` has none", act.as_str());
    Wrong { code: DocumentCode::UnknownField, path: format!("event.{field}"), message }
}

fn when(path: &str, text: &str, calendar: &Calendar) -> Result<Timestamp, Wrong> {
    question::instant(text, calendar).map_err(|error| value(path, error.message))
}

fn day(path: &str, text: &str) -> Result<Date, Wrong> {
    question::date(text).map_err(|error| value(path, error.message))
}

fn value(path: &str, message: String) -> Wrong {
    Wrong { code: DocumentCode::Value, path: path.to_owned(), message }
}
