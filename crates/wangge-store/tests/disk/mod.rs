//! A disk that can be told to fail: a thin layer over SQLite's own, which every file of this process then goes through.
//!
//! SQLite's interface for disks is C, so this is the one place of the store's tests with `unsafe`. It holds little: each
//! file is a header of ours and the real file behind it, and every call is handed to the real file.
#![allow(unsafe_code, clippy::as_conversions, clippy::borrow_as_ptr)]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use rusqlite::ffi::{
    SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE, SQLITE_OK, sqlite3_file, sqlite3_io_methods,
    sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One write, cut or sync fails, and then the disk works again.
    Once,
    /// It and everything after it fails.
    Dead,
    /// The write is done by half, and everything after it fails.
    Torn,
}

/// What the disk is told, and what it did.
#[derive(Default)]
struct Disk {
    /// How many writes, cuts and syncs there were since it was told.
    done: u64,
    fails: Option<(u64, Mode)>,
    /// What each file held when it was last synced: what a loss of power leaves.
    synced: BTreeMap<PathBuf, Vec<u8>>,
}

static DISK: Mutex<Disk> = Mutex::new(Disk { done: 0, fails: None, synced: BTreeMap::new() });
static REAL: OnceLock<usize> = OnceLock::new();

/// Lets every file that SQLite opens from now on go through here.
pub fn install() {
    REAL.get_or_init(|| {
        // SAFETY: SQLite's own disk lives as long as the process. The copy is leaked, so it does too; it differs in how
        // files are opened and how much room they take.
        unsafe {
            let real = sqlite3_vfs_find(std::ptr::null());
            let mut ours = Box::new(*real);
            ours.zName = c"failing".as_ptr();
            ours.szOsFile += size_of::<Header>() as c_int;
            ours.xOpen = Some(open);
            assert_eq!(sqlite3_vfs_register(Box::into_raw(ours), 1), SQLITE_OK);
            real as usize
        }
    });
}

/// The n-th write, cut or sync from now on, from 1, fails; none if there is no number.
pub fn fail_at(fails: Option<(u64, Mode)>) {
    let mut disk = DISK.lock().unwrap();
    (disk.done, disk.fails) = (0, fails);
}

/// How many writes, cuts and syncs there were since the disk was last told something.
pub fn done() -> u64 {
    DISK.lock().unwrap().done
}

/// What a loss of power would leave of a file: nothing of it if it was never synced.
pub fn synced(path: &std::path::Path) -> Option<Vec<u8>> {
    DISK.lock().unwrap().synced.get(path).cloned()
}

/// A store was made beside and then got its name: whatever it holds was synced under the name before.
pub fn named(path: &std::path::Path) {
    let content = std::fs::read(path).unwrap();
    let mut disk = DISK.lock().unwrap();
    let before = format!("{}.new-", path.display());
    let is_synced =
        |(name, synced): (&PathBuf, &Vec<u8>)| name.to_str().unwrap().starts_with(&before) && *synced == content;
    assert!(disk.synced.iter().any(is_synced), "it got its name before it was on the disk");
    disk.synced.retain(|name, _| !name.to_str().unwrap().starts_with(path.to_str().unwrap()));
    disk.synced.insert(path.to_owned(), content);
}

/// What is to happen with the next write, cut or sync.
fn next() -> Option<Mode> {
    let mut disk = DISK.lock().unwrap();
    disk.done += 1;
    let (at, mode) = disk.fails?;
    match mode {
        _ if disk.done < at => None,
        Mode::Once if disk.done > at => None,
        Mode::Torn if disk.done > at => Some(Mode::Dead),
        mode => Some(mode),
    }
}

/// What stands before the real file.
#[repr(C)]
struct Header {
    base: sqlite3_file,
    /// The name, which SQLite keeps as long as the file is open; null of a file without name.
    name: *const c_char,
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives room for `szOsFile` bytes: the header, and the real file behind it.
    unsafe {
        let real = *REAL.get().unwrap() as *mut sqlite3_vfs;
        let header = file.cast::<Header>();
        (*header).name = name;
        (*behind(file)).pMethods = std::ptr::null();
        let result = (*real).xOpen.unwrap()(real, name, behind(file), flags, out);
        (*header).base.pMethods =
            if (*behind(file)).pMethods.is_null() { std::ptr::null() } else { &raw const METHODS };
        result
    }
}

/// The real file.
unsafe fn behind(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: there is room for it behind the header.
    unsafe { file.cast::<Header>().add(1).cast() }
}

/// Hands a call to the real file.
macro_rules! hand {
    ($file:ident.$method:ident($($argument:expr),*)) => {
        // SAFETY: the file was opened by `open`, so the real one has its methods.
        unsafe {
            let real = behind($file);
            (*(*real).pMethods).$method.unwrap()(real, $($argument),*)
        }
    };
}

macro_rules! handed {
    ($($name:ident as $method:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?;)+) => {$(
        unsafe extern "C" fn $name(file: *mut sqlite3_file, $($argument: $type),*) $(-> $result)? {
            hand!(file.$method($($argument),*))
        }
    )+};
}

handed! {
    close as xClose() -> c_int;
    read as xRead(into: *mut c_void, count: c_int, at: i64) -> c_int;
    size as xFileSize(into: *mut i64) -> c_int;
    lock as xLock(kind: c_int) -> c_int;
    unlock as xUnlock(kind: c_int) -> c_int;
    reserved as xCheckReservedLock(into: *mut c_int) -> c_int;
    control as xFileControl(what: c_int, with: *mut c_void) -> c_int;
    sector as xSectorSize() -> c_int;
    device as xDeviceCharacteristics() -> c_int;
    shm_map as xShmMap(page: c_int, size: c_int, extend: c_int, into: *mut *mut c_void) -> c_int;
    shm_lock as xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    shm_barrier as xShmBarrier();
    shm_unmap as xShmUnmap(delete: c_int) -> c_int;
    fetch as xFetch(at: i64, count: c_int, into: *mut *mut c_void) -> c_int;
    unfetch as xUnfetch(at: i64, from: *mut c_void) -> c_int;
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, count: c_int, at: i64) -> c_int {
    match next() {
        None => hand!(file.xWrite(from, count, at)),
        Some(Mode::Torn) => {
            hand!(file.xWrite(from, count / 2, at));
            SQLITE_IOERR_WRITE
        }
        Some(_) => SQLITE_IOERR_WRITE,
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: i64) -> c_int {
    if next().is_some() { SQLITE_IOERR_TRUNCATE } else { hand!(file.xTruncate(size)) }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    if next().is_some() {
        return SQLITE_IOERR_FSYNC;
    }
    let result = hand!(file.xSync(flags));
    // SAFETY: SQLite keeps the name as long as the file is open.
    let name = unsafe {
        let name = (*file.cast::<Header>()).name;
        (!name.is_null()).then(|| CStr::from_ptr(name))
    };
    if let Some(path) = name.and_then(|name| name.to_str().ok()).map(PathBuf::from) {
        let content = std::fs::read(&path).unwrap_or_default();
        DISK.lock().unwrap().synced.insert(path, content);
    }
    result
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 3,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(device),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: Some(fetch),
    xUnfetch: Some(unfetch),
};
