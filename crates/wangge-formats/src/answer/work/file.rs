//! The one file of a household as JSON (一户一档).

use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::Serialize;
use wangge::work::{Channel, OneFile};

use crate::answer::instant;

/// What is on record about a household up to a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "OneFile")]
pub struct OneFileView<'f> {
    /// The household.
    pub household: &'f str,
    /// The date.
    pub date: String,
    /// Its caretakers over all time: by programme, person and period.
    pub pairings: Vec<FilePairingView<'f>>,
    /// The matters about it, in the order of the log.
    pub matters: Vec<&'f str>,
    /// What was done for it in all campaigns, by instant.
    pub done: Vec<FileActionView<'f>>,
}

/// Somebody who is or was a caretaker of the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "FilePairing")]
pub struct FilePairingView<'f> {
    /// The programme.
    pub programme: &'f str,
    /// Who.
    pub person: &'f str,
    /// The first day.
    pub from: String,
    /// The day after the last; absent: open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// An action that was done for the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "FileAction")]
pub struct FileActionView<'f> {
    /// In which campaign.
    pub campaign: &'f str,
    /// Which action.
    pub action: &'f str,
    /// When.
    pub at: String,
    /// Who did it.
    pub by: &'f str,
    /// How.
    pub channel: Channel,
}

impl<'f> OneFileView<'f> {
    /// A file, instants in an offset.
    #[must_use]
    pub fn new(file: &'f OneFile<'_>, offset: Offset) -> Self {
        let pairings = file.pairings().map(|own| FilePairingView {
            programme: own.programme.id(),
            person: own.person.id(),
            from: own.period.from().to_string(),
            until: own.period.until().map(|until| until.to_string()),
        });
        let done = file.done().map(|own| FileActionView {
            campaign: own.campaign.id(),
            action: &own.action.id,
            at: instant(own.at, offset),
            by: own.by.id(),
            channel: own.channel,
        });
        Self {
            household: file.household(),
            date: file.date().to_string(),
            pairings: pairings.collect(),
            matters: file.matters().map(|case| case.id()).collect(),
            done: done.collect(),
        }
    }
}
