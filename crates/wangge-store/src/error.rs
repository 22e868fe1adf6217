//! Why the store cannot do what it is asked.

use std::fmt;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use wangge::Faults;
use wangge::change::UndoError;

use crate::import::ImportFault;

/// Why the store cannot do what it is asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is a file already.
    #[error("there is already a file `{}`; a store is made where there is none", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("`{}` is not a store of wangge", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later version.
    #[error("the store is of version {found}, and this version of wangge knows up to {known}; update wangge")]
    Newer {
        /// The version of the file.
        found: i64,
        /// The last version that is known here.
        known: i64,
    },
    /// Another process is writing.
    #[error("another process is writing to the store; try again")]
    Busy,
    /// The file cannot be read or written.
    #[error("the store cannot be read or written: {0}")]
    Io(String),
    /// The pages of the file are damaged.
    #[error("the file of the store is damaged: {0}")]
    Corrupt(String),
    /// An instant is none.
    #[error("`{text}` is not an instant; write it as `2026-11-23T10:00:00+08:00`")]
    Instant {
        /// What was given.
        text: String,
    },
    /// A text is none.
    #[error("{field}: expected 1 to 400 bytes of text, not blank, without control or invisible characters")]
    Text {
        /// Which.
        field: &'static str,
    },
    /// The transaction, or the document, cannot be accepted.
    #[error("refused: {0}")]
    Refused(Faults),
    /// The transaction cannot be undone.
    #[error(transparent)]
    Undo(#[from] UndoError),
    /// An entry cannot be undone, because it is no transaction.
    #[error("entry {sequence} is not a transaction, and cannot be undone (rule M2)")]
    NotATransaction {
        /// The entry.
        sequence: u64,
    },
    /// There is no such entry.
    #[error("there is no entry {sequence}; the last is {last} (rule M2)")]
    Unknown {
        /// The entry that was asked for.
        sequence: u64,
        /// The last one.
        last: u64,
    },
    /// No entry names such a household.
    #[error("no entry of the journal names a household `{id}` (rule S3)")]
    HouseholdUnknown {
        /// What was asked for.
        id: String,
    },
    /// An entry of the journal is not as it was written.
    #[error("entry {sequence} of the journal: {breach}")]
    Broken {
        /// The first such entry.
        sequence: u64,
        /// What is wrong with it.
        breach: Breach,
    },
    /// A snapshot is not what the journal says.
    #[error("the snapshot after entry {sequence} is not what the journal says")]
    Snapshot {
        /// The entry.
        sequence: u64,
    },
    /// An entry of the log of reads is not as it was written.
    #[error("entry {sequence} of the log of reads is not as it was written")]
    Reads {
        /// The first such entry.
        sequence: u64,
    },
    /// The erasure is in the journal, and old pages are still in the file.
    #[error("the erasure is recorded, but somebody is using old pages of the file; erase again when they are done")]
    Unfinished,
    /// Nothing of an export can be used.
    #[error("nothing of the export can be used: {0}")]
    Import(ImportFault),
}

impl StoreError {
    /// The stable code.
    ///
    /// ```
    /// use wangge_store::{Store, StoreError};
    ///
    /// let error = Store::open("Cargo.toml").unwrap_err();
    /// assert_eq!(error.code(), "store.not-a-store");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Exists { .. } => "store.exists",
            Self::NotAStore { .. } => "store.not-a-store",
            Self::Newer { .. } => "store.newer",
            Self::Busy => "store.busy",
            Self::Io(_) => "store.io",
            Self::Corrupt(_) => "store.corrupt",
            Self::Instant { .. } => "store.instant",
            Self::Text { .. } => "store.text",
            Self::Refused(_) => "store.refused",
            Self::Undo(error) => error.code(),
            Self::NotATransaction { .. } => "store.not-a-transaction",
            Self::Unknown { .. } => "store.unknown",
            Self::HouseholdUnknown { .. } => "household.unknown",
            Self::Broken { .. } => "store.broken",
            Self::Snapshot { .. } => "store.snapshot",
            Self::Reads { .. } => "store.reads",
            Self::Unfinished => "store.unfinished",
            Self::Import(_) => "store.import",
        }
    }

    /// The rule of the specification that asks for it.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Refused(_) | Self::Undo(_) | Self::NotATransaction { .. } | Self::Unknown { .. } => Some("M2"),
            Self::HouseholdUnknown { .. } => Some("S3"),
            _ => None,
        }
    }
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Breach {
    /// It is not there, or another one stands in its place.
    Gap,
    /// Its content is not what its hash says, or it does not follow the entry before.
    Hash,
    /// What it holds cannot be read.
    Body,
    /// Personal data beside it are not what it says.
    Personal,
    /// What it says cannot be done.
    Replay,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gap => "it is missing, or another one stands in its place",
            Self::Hash => "the hash is not that of its content and of the entry before it",
            Self::Body => "it cannot be read",
            Self::Personal => "the personal data beside it are not what it says",
            Self::Replay => "what it says cannot be done",
        })
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(error.to_string()),
            Some(_) => Self::Io(error.to_string()),
            // A column that is not of the type that it was written with.
            None => Self::Corrupt(error.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error.to_string())
    }
}
