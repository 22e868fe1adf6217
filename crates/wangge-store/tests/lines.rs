//! The journal as lines: whole, cut at every byte, with every bit turned.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::path::Path;

use common::{BY, add, folder, hamlet, quick_folder, village};
use wangge::change::{Change, End, Transaction};
use wangge_store::{At, By, ImportProblem, Imported, Store, StoreError};

/// A small journal with an erasure, as lines; and where each line ends.
fn journal(folder: &Path, entries: u64) -> (Vec<u8>, Vec<usize>) {
    let mut store = Store::create(folder.join("from.db"), hamlet(), &BY).unwrap();
    store.append(&By { reason: Some("一户新建"), ..BY }, &add("h9")).unwrap();
    store.erase("h2", &BY).unwrap();
    let end = End { id: "h2".into(), on: "2026-12-01".into() };
    store.append(&BY, &Transaction::from(vec![Change::CloseHousehold(end)])).unwrap();
    for i in 4..entries {
        store.append(&BY, &add(&format!("a{i}"))).unwrap();
    }
    let mut lines = Vec::new();
    store.reader().export(&mut lines).unwrap();
    let ends = lines.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(i, _)| i).collect();
    (lines, ends)
}

/// Imports bytes into a new file; whatever comes of it, the file is gone afterwards.
fn import(folder: &Path, bytes: &[u8], look: impl FnOnce(&Imported)) -> Result<(), StoreError> {
    let path = folder.join("to.db");
    let imported = Store::import(&path, bytes);
    match imported {
        Ok(imported) => {
            look(&imported);
            drop(imported);
            std::fs::remove_file(&path).unwrap();
            Ok(())
        }
        Err(error) => {
            assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "nothing is left but the source");
            Err(error)
        }
    }
}

#[test]
fn an_export_comes_back_as_the_same_store() {
    let folder = folder("lines");
    let (lines, ends) = journal(&folder, 6);
    assert_eq!(ends.len(), 7);
    let from = Store::open_read(folder.join("from.db")).unwrap();
    import(&folder, &lines, |imported| {
        let to = imported.store.reader();
        assert_eq!((imported.entries, &imported.fault), (6, &None));
        assert_eq!(to.verify().unwrap().head, from.verify().unwrap().head);
        for sequence in 0..6 {
            let [there, here] = [&from, to].map(|reader| reader.load(At::Sequence(sequence)).unwrap().records());
            assert_eq!(there, here);
        }
        let entries = |reader: &wangge_store::Reader| reader.log(..).unwrap().map(Result::unwrap).collect::<Vec<_>>();
        assert_eq!(entries(&from), entries(to));
        let mut again = Vec::new();
        to.export(&mut again).unwrap();
        assert_eq!(again, lines);
    })
    .unwrap();
    let path = folder.join("from.db");
    assert_eq!(Store::import(&path, &lines[..]).unwrap_err().code(), "store.exists");
    assert_eq!(Store::open_read(&path).unwrap().verify().unwrap().entries, 6);
}

#[test]
fn an_export_that_is_cut_anywhere_is_found_out_and_its_whole_entries_are_kept() {
    let folder = quick_folder("cut");
    let (lines, ends) = journal(&folder, 5);
    for cut in 0..lines.len() {
        // Lines that are whole: they end before the cut.
        let whole = ends.iter().filter(|end| **end < cut).count();
        let done = import(&folder, &lines[..cut], |imported| {
            assert_eq!(imported.entries, u64::try_from(whole - 1).unwrap(), "{cut}");
            let fault = imported.fault.as_ref().unwrap();
            assert_eq!(fault.line, u64::try_from(whole + 1).unwrap(), "{cut}");
            let is_between = cut == ends[whole - 1] + 1;
            let found = imported.entries;
            let between = ImportProblem::End { expected: 5, found };
            assert_eq!(fault.what, if is_between { between } else { ImportProblem::Line }, "{cut}");
            assert_eq!(imported.store.reader().load(At::Latest).unwrap().sequence(), found - 1);
            let verified = imported.store.reader().verify().unwrap();
            // Before the entry that says why, what was erased is missing, and told.
            assert_eq!((verified.entries, verified.missing.len()), (found, usize::from(found < 3)), "{cut}");
        });
        assert_eq!(done.is_ok(), whole >= 2, "{cut}");
        assert!(done.is_ok() || done.unwrap_err().code() == "store.import");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_export_with_any_bit_turned_is_found_out_and_the_entries_before_are_kept() {
    let folder = quick_folder("bits");
    let (lines, ends) = journal(&folder, 4);
    let mut damaged = lines.clone();
    for at in 0..lines.len() {
        // The line that the byte stands in; its end belongs to it.
        let line = ends.iter().filter(|end| **end < at).count();
        for bit in 0..8 {
            damaged[at] ^= 1 << bit;
            let done = import(&folder, &damaged, |imported| {
                let fault = imported.fault.as_ref().expect("found out");
                let kept = usize::try_from(imported.entries).unwrap();
                // The first line only says what must follow: the entries themselves are whole.
                assert!(kept + 1 == line || (line == 0 && kept > 0), "{at}.{bit}: {kept}, {fault}");
                assert_eq!(imported.store.reader().last().unwrap() + 1, imported.entries);
            });
            if let Err(error) = done {
                assert_eq!(error.code(), "store.import", "{error}");
                assert!(line <= 1, "{at}.{bit}: {error}");
            }
            damaged[at] ^= 1 << bit;
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_the_chain_allows_and_the_county_does_not_is_not_kept() {
    // Somebody who writes the whole chain anew can put anything into it, but nothing that cannot be done.
    let folder = folder("forged");
    let (lines, _) = journal(&folder, 6);
    let text = String::from_utf8(lines).unwrap();
    let mut lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let body = lines[4]["body"].as_str().unwrap().replace("close-household", "close-site");
    lines[4]["body"] = body.into();
    rehash(&mut lines);
    let forged: String = lines.iter().map(|line| format!("{line}\n")).collect();
    import(&folder, forged.as_bytes(), |imported| {
        let fault = imported.fault.as_ref().unwrap();
        assert_eq!((imported.entries, fault.line), (3, 5));
        assert_eq!(fault.to_string(), "line 5: what it says cannot be done");
        assert_eq!(imported.store.reader().verify().unwrap().entries, 3);
    })
    .unwrap();
}

#[test]
fn personal_data_that_an_erasure_took_away_do_not_come_back() {
    let folder = folder("back");
    let mut store = Store::create(folder.join("from.db"), village(), &BY).unwrap();
    let mut before = Vec::new();
    store.reader().export(&mut before).unwrap();
    store.erase("h2", &BY).unwrap();
    let mut after = Vec::new();
    store.reader().export(&mut after).unwrap();
    let [before, after] = [before, after].map(|lines| String::from_utf8(lines).unwrap());
    // The first entry of the older export has the same hash, and what was erased beside it.
    let (header, rest) = after.split_once('\n').unwrap();
    let mixed = [header, before.lines().nth(1).unwrap(), rest.lines().nth(1).unwrap(), ""].join("\n");
    assert!(mixed.contains("一组2号"));
    import(&folder, mixed.as_bytes(), |imported| {
        assert_eq!((imported.entries, &imported.fault), (2, &None));
        assert_eq!(common::row(&imported.store.reader().load(At::Latest).unwrap(), "h2").label, "h2");
        let bytes = common::bytes(&folder.join("to.db"));
        assert!(!common::holds(&bytes, "一组2号") && common::holds(&bytes, "一组1号"));
        assert_eq!(imported.store.reader().verify().unwrap().missing, []);
    })
    .unwrap();
}

/// Hashes of entries as the documentation states them, by themselves.
fn rehash(lines: &mut [serde_json::Value]) {
    use sha2::{Digest, Sha256};
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let bytes = |text: &str| -> Vec<u8> {
        (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
    };
    let mut previous = vec![0; 32];
    for line in lines.iter_mut().skip(1) {
        let mut input = b"wangge-journal/1".to_vec();
        input.extend(&previous);
        input.extend(line["sequence"].as_u64().unwrap().to_be_bytes());
        for field in ["at", "who", "reason", "kind", "body"] {
            let text = line[field].as_str().unwrap_or("");
            input.extend(u64::try_from(text.len()).unwrap().to_be_bytes());
            input.extend(text.as_bytes());
        }
        let commitments: Vec<u8> = line["commitments"]
            .as_array()
            .map_or(vec![], |all| all.iter().flat_map(|one| bytes(one.as_str().unwrap())).collect());
        input.extend(u64::try_from(commitments.len()).unwrap().to_be_bytes());
        input.extend(&commitments);
        previous = Sha256::digest(&input).to_vec();
        line["hash"] = hex(&previous).into();
    }
    lines[0]["head"] = hex(&previous).into();
}

#[test]
fn another_program_can_verify_an_export_from_what_the_documentation_says() {
    use sha2::{Digest, Sha256};
    let folder = folder("other-program");
    let (lines, _) = journal(&folder, 6);
    let text = String::from_utf8(lines).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut again = lines.clone();
    rehash(&mut again);
    assert_eq!(again, lines);
    let mut parts = 0;
    for line in &lines[1..] {
        let personal = line["personal"].as_array().cloned().unwrap_or_default();
        for (part, commitment) in personal.iter().zip(line["commitments"].as_array().cloned().unwrap_or_default()) {
            let Some(salt) = part["salt"].as_str() else { continue };
            let salt = (0..32).map(|i| u8::from_str_radix(&salt[2 * i..2 * i + 2], 16).unwrap());
            let mut input: Vec<u8> = salt.collect();
            input.extend(part["value"].as_str().unwrap().as_bytes());
            let hash: String = Sha256::digest(&input).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(commitment, hash);
            parts += 1;
        }
    }
    assert_eq!(parts, 1 + 1 + 2);
}
