//! From the file to a registry: the nearest snapshot, then the entries after it.

use rusqlite::Connection;
use smol_str::SmolStr;
use wangge::change::{Change, Edit, Row, Transaction};
use wangge::{FaultCode, Faults, Registry};

use crate::error::{Breach, StoreError};
use crate::journal::{self, Kind, Written};
use crate::store::Reader;
use crate::{personal, snapshot};

/// How many entries are done before the county is compiled: what bounds the memory that they take.
const BATCH: usize = 10_000;

/// So few entries of small changes are done sooner one by one than by compiling the county.
const FEW: usize = 1_000;

/// Which state of the county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// After the last entry.
    Latest,
    /// After the entry with this number.
    Sequence(u64),
}

/// What an entry does.
pub(crate) struct Done {
    pub sequence: u64,
    /// Without changes for an entry that changes no row.
    transaction: Transaction,
    /// The household of an erasure.
    pub erases: Option<SmolStr>,
    /// The households of which something was erased.
    pub gone: Vec<SmolStr>,
}

impl Done {
    /// Of an entry that is not the first.
    pub fn of(written: &Written) -> Result<Self, StoreError> {
        let sequence = written.row.sequence;
        if written.row.kind == Kind::Erasure {
            let erases = Some(written.row.household()?);
            return Ok(Self { sequence, transaction: Transaction::default(), erases, gone: Vec::new() });
        }
        let (mut transaction, gone) = written.transaction()?;
        if !gone.is_empty() {
            personal::without_noops(&mut transaction);
        } else if transaction.changes.is_empty() {
            return Err(written.row.broken(Breach::Replay));
        }
        Ok(Self { sequence, transaction, erases: None, gone })
    }
}

/// Does entries one after another.
pub(crate) fn replay(registry: &Registry, mut entries: Vec<Done>) -> Result<Registry, StoreError> {
    if is_done_one_by_one(&entries) {
        let mut after = registry.clone();
        if entries.iter().all(|entry| after.apply(&entry.transaction).is_ok()) {
            return Ok(after);
        }
    }
    loop {
        match registry.replay(entries.iter().map(|entry| &entry.transaction)) {
            Ok(registry) => return Ok(registry),
            // All that it changed was erased.
            Err((place, faults)) => match entries.get_mut(place) {
                Some(entry) if !entry.gone.is_empty() && changes_nothing(&faults) => {
                    entry.transaction = Transaction::default();
                }
                entry => {
                    let sequence = entry.map_or(registry.sequence(), |entry| entry.sequence);
                    return Err(StoreError::Broken { sequence, breach: Breach::Replay });
                }
            },
        }
    }
}

/// Whether each entry only replaces rows that are there: then it costs little by itself.
fn is_done_one_by_one(entries: &[Done]) -> bool {
    let small = |change: &Change| match change {
        Change::MoveHousehold(_)
        | Change::CloseHousehold(_)
        | Change::MoveSite(_)
        | Change::CloseSite(_)
        | Change::Appoint(_)
        | Change::EndAppointment(_)
        | Change::Absent(_)
        | Change::Return(_)
        | Change::Pair(_)
        | Change::Unpair(_) => true,
        Change::Correct(Edit { before: Some(before), after: Some(_) }) => {
            !matches!(before, Row::Scheme(_) | Row::Unit(_) | Row::Department(_))
        }
        _ => false,
    };
    let all_small = |entry: &Done| {
        let changes = &entry.transaction.changes;
        !changes.is_empty() && (changes.iter().all(small) || entries.len() == 1)
    };
    entries.len() <= FEW && entries.iter().all(all_small)
}

fn changes_nothing(faults: &Faults) -> bool {
    faults.as_slice().iter().all(|fault| fault.code == FaultCode::ChangeNoEffect)
}

/// The state after an entry, from the nearest snapshot.
pub(crate) fn load(db: &Connection, sequence: u64) -> Result<Registry, StoreError> {
    for start in snapshot::sequences(db)?.into_iter().rev().filter(|start| *start <= sequence) {
        // One that is damaged is left aside: the journal has everything.
        let built = snapshot::read(db, start)?.and_then(|records| Registry::build(records).ok());
        if let Some(registry) = built {
            return forward(db, registry.at_sequence(start), sequence, &mut |_| ());
        }
    }
    let (registry, _) = first(db)?;
    forward(db, registry, sequence, &mut |_| ())
}

/// The state after the first entry, and the households of which something was erased.
pub(crate) fn first(db: &Connection) -> Result<(Registry, Vec<SmolStr>), StoreError> {
    let gap = StoreError::Broken { sequence: 0, breach: Breach::Gap };
    let row = journal::read(db, 0)?.ok_or(gap)?;
    row.check(crate::Hash::default())?;
    let written = Written::of(db, row)?;
    let (records, gone) = written.document()?;
    let registry = Registry::build(records).map_err(|_| written.row.broken(Breach::Replay))?;
    Ok((registry, gone))
}

/// Does the entries after a state, up to one; each is held against its hash, and shown.
pub(crate) fn forward(
    db: &Connection,
    mut registry: Registry,
    until: u64,
    show: &mut dyn FnMut(&Done),
) -> Result<Registry, StoreError> {
    let mut previous = journal::hash_before(db, registry.sequence().saturating_add(1))?;
    let mut next = registry.sequence();
    while next < until {
        let mut batch = Vec::new();
        while next < until && batch.len() < BATCH {
            next += 1;
            let gap = StoreError::Broken { sequence: next, breach: Breach::Gap };
            let row = journal::read(db, next)?.ok_or(gap)?;
            row.check(previous)?;
            previous = row.hash;
            let done = Done::of(&Written::of(db, row)?)?;
            show(&done);
            batch.push(done);
        }
        registry = replay(&registry, batch)?;
    }
    Ok(registry)
}

impl Reader {
    /// The county after an entry. Its [`sequence`](Registry::sequence) is the entry's; it knows of no transaction
    /// before, so that [`Store::undo`](crate::Store::undo) is the way to undo one.
    ///
    /// # Errors
    /// [`StoreError::Unknown`]; [`StoreError::Broken`] where an entry is not as it was written.
    pub fn load(&self, at: At) -> Result<Registry, StoreError> {
        // One state of the file for everything that is read.
        let begun = self.db.unchecked_transaction()?;
        let (last, _) = journal::head(&begun)?;
        let sequence = match at {
            At::Latest => last,
            At::Sequence(sequence) if sequence > last => return Err(StoreError::Unknown { sequence, last }),
            At::Sequence(sequence) => sequence,
        };
        Ok(load(&begun, sequence)?.at_sequence(sequence))
    }
}
