//! A log that entries are added to: nobody else writes to it meanwhile, and it grows whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use wangge::Registry;
use wangge::work::Entry;
use wangge_formats::work;

use crate::failure::Failure;
use crate::lang::Lang;
use crate::load;
use crate::out::{self, Target};

/// A log, locked.
pub struct Log {
    /// Behind links.
    path: PathBuf,
    /// What is in it, and the lock; none, if there is no such file yet.
    there: Option<(Vec<u8>, File)>,
}

impl Log {
    /// Waits until nobody else adds to it. To be written to, it must be one that may be.
    pub fn open(lang: Lang, path: &Path, is_written: bool) -> Result<Self, Failure> {
        let unreadable = |error: io::Error| load::unreadable(lang, path, &error);
        load::no_store(lang, path)?;
        let behind = match fs::canonicalize(path) {
            Ok(behind) => behind,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return absent(lang, path).map(|()| Self { path: path.to_owned(), there: None });
            }
            Err(error) => return Err(unreadable(error)),
        };
        let mut file = match locked(&behind, is_written) {
            Err(error) if is_written && error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(read_only(lang, path));
            }
            file => file.map_err(unreadable)?,
        };
        if is_written && !may_be_written(&file).map_err(unreadable)? {
            return Err(read_only(lang, path));
        }
        let mut text = Vec::new();
        file.rewind().and_then(|()| file.read_to_end(&mut text)).map_err(unreadable)?;
        Ok(Self { path: behind, there: Some((text, file)) })
    }

    /// Whether there is no file yet.
    pub fn is_new(&self) -> bool {
        self.there.is_none()
    }

    /// What was done before.
    pub fn entries(&self, lang: Lang, registry: &Registry) -> Result<Vec<Entry>, Failure> {
        let Some((text, _)) = &self.there else { return Ok(Vec::new()) };
        let entries = work::read(text.as_slice(), registry.scheme().calendar());
        entries.map_err(|errors| load::no_lines(lang, &self.path, &errors))
    }

    /// Adds entries at the end: what is there is copied beside it with what is new, is on disk, and takes its place. It is
    /// not done where there was no log, and somebody else has begun it meanwhile.
    pub fn append(self, lang: Lang, registry: &Registry, entries: &[&Entry]) -> Result<bool, Failure> {
        let unwritten = |error: io::Error| load::unreadable(lang, &self.path, &error);
        let calendar = registry.scheme().calendar();
        let mut lines = Vec::new();
        let Some((text, file)) = &self.there else {
            let begun =
                work::write(entries.iter().copied(), calendar, &mut lines).and_then(|()| begin(&self.path, &lines));
            return match begun.and_then(|()| sync_folder(&self.path)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
                begun => begun.map(|()| true).map_err(unwritten),
            };
        };
        let kept = work::kept(text);
        if !kept.ends_with(b"\n") {
            lines.push(b'\n');
        }
        let target = Target::open(lang, &self.path, None)?;
        if !take_after(target.file(), file).map_err(unwritten)? {
            return Err(taken_from_its_group(lang, &self.path));
        }
        let written = work::append(entries.iter().copied(), calendar, &mut lines)
            .and_then(|()| target.file().write_all(kept))
            .and_then(|()| target.file().write_all(&lines));
        written.and_then(|()| target.keep()).and_then(|()| sync_folder(&self.path)).map_err(unwritten)?;
        Ok(true)
    }
}

/// Where there is no log, one can be begun; unless there is not even its folder, or a link leads to nothing.
fn absent(lang: Lang, path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    if fs::symlink_metadata(path).is_ok() {
        return Err(out::refused(lang.of(
            format!("`{shown}` 是链接，所指的文件不存在；请检查路径"),
            format!("`{shown}` is a link to a file that is not there; check the path"),
        )));
    }
    let folder = folder_of(path);
    if folder.is_dir() {
        return Ok(());
    }
    let folder = folder.display();
    Err(out::refused(lang.of(
        format!("没有文件夹 `{folder}`，不能在其中新建记录；请检查路径"),
        format!("there is no folder `{folder}` to begin a log in; check the path"),
    )))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn read_only(lang: Lang, path: &Path) -> Failure {
    let shown = path.display();
    out::refused(lang.of(
        format!("`{shown}` 是只读的，没有记入；请先让它可写，或另起一份记录"),
        format!("`{shown}` is read-only, nothing is added; have it made writable, or begin another log"),
    ))
}

fn taken_from_its_group(lang: Lang, path: &Path) -> Failure {
    let shown = path.display();
    out::refused(lang.of(
        format!("`{shown}` 属于您不在的用户组，由您记入后组里的人会打不开，因此没有记入；请由组里的人记入，或先改它的组（`chgrp`）"),
        format!(
            "`{shown}` belongs to a group that you are not in, whose people could not open it after you; nothing is \
             added; let one of them add, or have its group changed (`chgrp`)"
        ),
    ))
}

/// Makes a file that is there whole or not at all, unless somebody else has made it meanwhile.
fn begin(path: &Path, lines: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = PathBuf::from(beside);
    let mut file = File::create_new(&beside)?;
    let made = file.write_all(lines).and_then(|()| file.sync_all()).and_then(|()| name(&beside, path));
    fs::remove_file(&beside).or_else(|error| if made.is_ok() { Ok(()) } else { Err(error) }).and(made)
}

/// Gives a file its name, if nothing has that name.
fn name(beside: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(beside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            // Some file systems know no second name: the name is taken first, then given.
            File::create_new(path).and_then(|_| fs::rename(beside, path))
        }
        linked => linked,
    }
}

/// A new name of a file is on disk when its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder_of(path))?.sync_all() } else { Ok(()) }
}

/// The file at a path, locked; who waited for the lock looks again whether it is still the one.
fn locked(path: &Path, is_written: bool) -> io::Result<File> {
    loop {
        // Who may not write to it may not replace it.
        let file = File::options().read(true).append(is_written).open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        file.lock()?;
        if is_same(&file, path)? {
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (own, now) = (file.metadata()?, fs::metadata(path)?);
    Ok((own.dev(), own.ino()) == (now.dev(), now.ino()))
}

#[cfg(not(unix))]
fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    let (own, now) = (file.metadata()?, fs::metadata(path)?);
    Ok(own.len() == now.len() && own.modified()? == now.modified()?)
}

/// Whether its owner may write to it: who may write to everything keeps to that.
#[cfg(unix)]
fn may_be_written(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.metadata()?.permissions().mode() & 0o200 != 0)
}

#[cfg(not(unix))]
fn may_be_written(file: &File) -> io::Result<bool> {
    Ok(!file.metadata()?.permissions().readonly())
}

/// Gives a file the owner, group and mode of another, as far as that is allowed; whether the group is the same.
#[cfg(unix)]
fn take_after(file: &File, other: &File) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let (own, others) = (file.metadata()?, other.metadata()?);
    let (owner, group) = (Some(others.uid()), Some(others.gid()));
    if (Some(own.uid()), Some(own.gid())) != (owner, group) {
        // Who may not give it to the owner may still give it to the group.
        _ = fchown(file, owner, group).or_else(|_| fchown(file, None, group));
    }
    file.set_permissions(others.permissions())?;
    Ok(Some(file.metadata()?.gid()) == group)
}

#[cfg(not(unix))]
fn take_after(file: &File, other: &File) -> io::Result<bool> {
    file.set_permissions(other.metadata()?.permissions()).map(|()| true)
}
