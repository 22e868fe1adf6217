//! A store gets its name when it is complete, for its owner alone, and takes the place of nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{BY, add, bytes, folder, hamlet, village};
use wangge_store::{At, Store};

/// The lines of a store of two entries.
fn lines(folder: &Path) -> Vec<u8> {
    let mut store = Store::create(folder.join("from.db"), village(), &BY).unwrap();
    store.append(&BY, &add("h9")).unwrap();
    let mut lines = Vec::new();
    store.reader().export(&mut lines).unwrap();
    lines
}

/// Lines, and then something that happens before they end.
struct Then<'a, F>(&'a [u8], Option<F>);

impl<F: FnOnce()> Read for Then<'_, F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.is_empty() {
            true => self.1.take().map_or(Ok(0), |then| {
                then();
                Ok(0)
            }),
            false => self.0.read(into),
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// In another process: makes a store, and never comes to an end.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn make_without_end() {
    let Some(path) = std::env::var_os("WANGGE_STORE") else { return };
    let lines = std::fs::read(std::env::var_os("WANGGE_LINES").unwrap()).unwrap();
    let wait = || {
        println!("waiting");
        io::stdout().flush().unwrap();
        loop {
            std::thread::park();
        }
    };
    Store::import(path, Then(&lines, Some(wait))).unwrap();
}

#[test]
fn a_store_whose_making_was_killed_can_be_made_again() {
    let folder = folder("killed-making");
    let path = folder.join("a.db");
    std::fs::write(folder.join("lines"), lines(&folder)).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "make_without_end", "--ignored", "--nocapture"])
        .env("WANGGE_STORE", &path)
        .env("WANGGE_LINES", folder.join("lines"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(told.any(|line| line.unwrap().contains("waiting")));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!path.exists());
    assert!(names(&folder).iter().any(|name| name.starts_with("a.db.new-")));
    let store = Store::create(&path, village(), &BY).unwrap();
    assert!(store.reader().verify().unwrap().is_clean());
}

#[test]
fn nothing_is_left_beside_a_store_that_was_made() {
    let folder = folder("beside");
    let lines = lines(&folder);
    drop(Store::create(folder.join("a.db"), village(), &BY).unwrap());
    drop(Store::import(folder.join("b.db"), &lines[..]).unwrap());
    assert!(Store::import(folder.join("c.db"), &b"no lines"[..]).is_err());
    assert_eq!(names(&folder), ["a.db", "b.db", "from.db"]);
}

#[test]
fn a_store_that_another_makes_meanwhile_is_not_replaced() {
    let folder = folder("meanwhile");
    let (path, lines) = (folder.join("a.db"), lines(&folder));
    let meanwhile = || drop(Store::create(&path, hamlet(), &BY).unwrap());
    let error = Store::import(&path, Then(&lines, Some(meanwhile))).unwrap_err();
    assert_eq!(error.code(), "store.exists");
    assert_eq!(Store::open(&path).unwrap().reader().load(At::Latest).unwrap().counts().households, 2);
    assert_eq!(names(&folder), ["a.db", "from.db"]);
}

#[test]
fn a_log_that_was_left_behind_is_not_taken_for_that_of_a_new_store() {
    let folder = folder("left-behind");
    let path = folder.join("a.db");
    let mut store = Store::create(&path, hamlet(), &BY).unwrap();
    store.append(&BY, &add("h9")).unwrap();
    let log = std::fs::read(folder.join("a.db-wal")).unwrap();
    assert!(!log.is_empty());
    drop(store);
    std::fs::remove_file(&path).unwrap();
    std::fs::write(folder.join("a.db-wal"), &log).unwrap();
    let error = Store::create(&path, village(), &BY).unwrap_err();
    assert!(error.code() == "store.exists" && error.to_string().contains("a.db-wal"), "{error}");
    assert!(!path.exists() && bytes(&path) == log);
    // One in which nothing stands, as readers leave it, is in nobody's way.
    std::fs::write(folder.join("a.db-wal"), []).unwrap();
    let store = Store::create(&path, village(), &BY).unwrap();
    assert!(store.reader().verify().unwrap().is_clean());
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_store() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("owner");
    let lines = lines(&folder);
    let mut store = Store::create(folder.join("a.db"), village(), &BY).unwrap();
    let mut imported = Store::import(folder.join("b.db"), &lines[..]).unwrap().store;
    store.append(&BY, &add("h8")).unwrap();
    imported.append(&BY, &add("h8")).unwrap();
    store.erase("h1", &BY).unwrap();
    for name in ["a.db", "a.db-wal", "a.db-shm", "b.db", "b.db-wal", "b.db-shm"] {
        let mode = std::fs::metadata(folder.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
