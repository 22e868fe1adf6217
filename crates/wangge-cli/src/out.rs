//! Files that are written: whole or not at all, and never over a store or over what is read.

use std::ffi::OsString;
use std::fs::{File, canonicalize, create_dir_all, metadata, remove_file, rename};
use std::io;
use std::path::{Path, PathBuf};

use wangge_formats::answer::ErrorView;

use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::load;

/// A file that is being written beside the place where it will stand.
pub struct Target {
    out: PathBuf,
    /// None where the place is a device or a pipe, which is written to as it is.
    beside: Option<PathBuf>,
    file: File,
}

impl Target {
    /// Begins to write; `read` is what the command reads.
    pub fn open(lang: Lang, out: &Path, read: Option<&Path>) -> Result<Self, Failure> {
        if is_of_store(out) {
            let shown = out.display();
            let what = lang.of(
                format!("`{shown}` 是县库，不能覆盖；请换一个文件名"),
                format!("`{shown}` is a store, and is not written over; choose another name"),
            );
            return Err(refused(what));
        }
        if read.is_some_and(|read| is_same(read, out)) {
            let shown = out.display();
            let what = lang.of(
                format!("`{shown}` 正是要读的文件，不能覆盖；请换一个文件名"),
                format!("`{shown}` is the file that is read, and is not written over; choose another name"),
            );
            return Err(refused(what));
        }
        Self::beside(out).map_err(|error| load::unreadable(lang, out, &error))
    }

    fn beside(out: &Path) -> io::Result<Self> {
        if let Some(folder) = out.parent() {
            create_dir_all(folder)?;
        }
        if metadata(out).is_ok_and(|found| !found.is_file()) {
            return Ok(Self { out: out.to_owned(), beside: None, file: File::create(out)? });
        }
        let beside = with_end(out, ".part");
        let file = File::create(&beside)?;
        Ok(Self { out: out.to_owned(), beside: Some(beside), file })
    }

    /// The file to write to.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Puts what was written where it belongs.
    pub fn keep(mut self) -> io::Result<()> {
        let Some(beside) = self.beside.take() else { return Ok(()) };
        self.file.sync_all().and_then(|()| rename(&beside, &self.out)).inspect_err(|_| _ = remove_file(&beside))
    }
}

// What was not kept was not finished.
impl Drop for Target {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            _ = remove_file(beside);
        }
    }
}

/// A file that is not written to.
pub fn refused(what: String) -> Failure {
    Failure::new(Exit::Usage, what.clone(), ErrorView::new("file.io", what))
}

/// Whether a file is a store, or one of the two that SQLite keeps beside it.
fn is_of_store(out: &Path) -> bool {
    let name = out.to_string_lossy();
    let stores = ["-wal", "-shm"].iter().filter_map(|end| name.strip_suffix(end));
    load::is_store(out) || stores.map(Path::new).any(load::is_store)
}

fn is_same(one: &Path, other: &Path) -> bool {
    canonicalize(one).ok().zip(canonicalize(other).ok()).is_some_and(|(one, other)| one == other)
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}
