//! A county on disk: one file with every transaction that was ever done, who did it and why (M2).
//!
//! ```
//! use wangge::change::{Change, End, Transaction};
//! use wangge_sample::Sample;
//! use wangge_store::{At, By, Store};
//!
//! # let folder = std::env::temp_dir().join(format!("wangge-store-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! # let path = folder.join("county.db");
//! let by = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: None };
//! let mut store = Store::create(&path, Sample::chalinhe().records(), &by)?;
//!
//! // Acknowledged only when it is on disk.
//! let end = End { id: "430821108223-h0017".into(), on: "2026-12-01".into() };
//! let close = Transaction::from(vec![Change::CloseHousehold(end)]);
//! let receipt = store.append(&By { reason: Some("moved to the county seat"), ..by }, &close)?;
//! assert_eq!(receipt.sequence(), 1);
//!
//! // Everything can be looked at as it was after any entry, from any number of processes.
//! let reader = Store::open_read(&path)?;
//! assert_eq!(reader.load(At::Latest)?.sequence(), 1);
//! assert_eq!(reader.load(At::Sequence(0))?.records(), wangge::Registry::build(Sample::chalinhe().records())?.records());
//! assert_eq!(reader.verify()?.entries, 2);
//! # drop((store, reader));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is in the file
//!
//! SQLite, in write-ahead mode: one writer and many readers at a time, across processes. An entry is in the file when
//! [`Store::append`] returns, whatever happens to the machine afterwards. The crate reads no clock: instants come from
//! the caller.
//!
//! - *The journal*: entry 0 is the document that the county began with; then each transaction, and each erasure.
//! - *Personal data* (S3): label, location and number of residents of each household row stand beside the journal, not
//!   in it. What the journal holds of them is a salted hash, the *commitment*: whoever changes them is found out, and
//!   once they are erased nothing can be guessed.
//! - *Snapshots*: the county after an entry, to start from; [`Reader::verify`] holds them against the journal.
//! - *Reads*: who asked what about whom, written before the answer is given ([`Store::read`]).
//!
//! # The chain
//!
//! Any program can verify an [export](Reader::export). Numbers are big-endian, a text is its length in bytes (8 bytes)
//! and its UTF-8, and with `‖` for "followed by":
//!
//! - the commitment of a part: SHA-256 of (salt of 32 bytes ‖ the text `value`, without its length);
//! - the hash of an entry: SHA-256 of (`wangge-journal/1`, 16 bytes ‖ hash of the entry before, 32 bytes, zeros for
//!   entry 0 ‖ sequence, 8 bytes ‖ text `at` ‖ text `who` ‖ text `reason`, empty if there is none ‖ text `kind` ‖ text
//!   `body` ‖ length in bytes of all commitments, 8 bytes ‖ the commitments, 32 bytes each);
//! - the hash of a read, the same with `wangge-reads/1` (14 bytes) and the texts `at`, `asker`, `question`, `subject`, and
//!   `granted` or `denied`.
//!
//! A chain cannot show that its last entries were cut off, or all of it written anew: for that, note the head that
//! [`Reader::verify`] tells somewhere else from time to time.
//!
//! # Erasure
//!
//! [`Store::erase`] takes the personal data of a household out of every page of the file, and says so in the journal.
//! From then on its label reads as its id, without location and residents, on every date and after every entry, before
//! the erasure too. Copies and exports that were made earlier, and the disk's own spare blocks, are out of its reach.
//!
//! Until the pages are cleared the file says so ([`Verified::pending`]), whatever happens to the process: the next
//! [`Store::open`] finishes it, unless somebody uses old pages.
//!
//! # The file itself
//!
//! A store is for its owner alone (on Unix, mode 0600). It is made beside, as `<name>.new-<digits>`, and gets its name
//! when it is complete; making it that was killed leaves that file, which nothing needs and which may hold personal data:
//! delete it. A file with other tables than a store's, with a trigger or a view is refused ([`StoreError::Corrupt`]).
#![forbid(unsafe_code)]

mod audit;
mod chain;
mod clearing;
mod entry;
mod erase;
mod error;
mod export;
mod file;
mod import;
mod journal;
mod load;
mod personal;
mod schema;
mod snapshot;
mod store;
mod verify;

pub use self::audit::{Asked, Read, Reads};
pub use self::chain::Hash;
pub use self::entry::{By, Entry, Event, Log};
pub use self::erase::Erased;
pub use self::error::{Breach, StoreError};
pub use self::import::{ImportFault, ImportProblem, Imported};
pub use self::load::At;
pub use self::store::{Reader, Store};
pub use self::verify::{Missing, Verified};
