//! `wangge case --add`: entries are checked against the whole log, then added to it, all or none.

use std::fmt::Write as _;
use std::fs::{self, File, Permissions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use wangge::work::{Entry, State};
use wangge::{Registry, Work};
use wangge_formats::work;

use crate::Answer;
use crate::arguments::Ask;
use crate::arguments::work::Files;
use crate::command::{json, people};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load;
use crate::out::Target;
use crate::table::Table;
use crate::words;

/// What was added, or would be.
#[derive(Serialize)]
struct AddedView<'a> {
    added: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not", rename = "dryRun")]
    is_tried: bool,
    /// The matters that they are about, as they stand now.
    matters: Vec<MatterView<'a>>,
}

#[derive(Serialize)]
struct MatterView<'a> {
    matter: &'a str,
    state: State,
    holders: Vec<&'a str>,
}

/// Adds entries to a log.
pub fn add(ask: &Ask, files: &Files, entries: &Path, is_tried: bool) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let given = entries.to_owned();
    load::one_input(lang, "case", [&files.file, &files.work, &given])?;
    if files.work == Path::new("-") {
        let what = lang.of("标准输入不能记入；请写明文件", "nothing can be added to standard input; name a file");
        return Err(crate::refusal::usage(lang, "case", what));
    }
    let registry = load::registry(lang, &files.file)?;
    let calendar = registry.scheme().calendar();
    let (source, _) = load::open(entries).map_err(|error| load::unreadable(lang, entries, &error))?;
    let added = work::read_entries(source, calendar).map_err(|errors| load::no_lines(lang, entries, &errors))?;
    let log = Log::open(lang, &files.work, is_tried)?;
    let mut after = log.work(lang, &registry)?;
    let recorded = after.record_all(added.iter().map(|(_, entry)| entry));
    recorded.map_err(|refusals| {
        let line_of = |place: usize| added.get(place).map_or((0, ""), |(line, entry)| (*line, work::word(entry)));
        load::refused_entries(lang, entries, &refusals, line_of)
    })?;
    let added: Vec<Entry> = added.into_iter().map(|(_, entry)| entry).collect();
    if !is_tried && !added.is_empty() {
        log.append(lang, &registry, &added)?;
    }
    Ok(told(ask, files, &registry, &after, &added, is_tried))
}

/// A log that nobody else writes to meanwhile.
struct Log {
    /// Behind links.
    path: PathBuf,
    /// What is in it, and the lock; none, if there is no such file yet.
    there: Option<(Vec<u8>, File)>,
}

impl Log {
    fn open(lang: Lang, path: &Path, is_tried: bool) -> Result<Self, Failure> {
        let unreadable = |error: io::Error| load::unreadable(lang, path, &error);
        let path = match fs::canonicalize(path) {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { path: path.to_owned(), there: None });
            }
            Err(error) => return Err(unreadable(error)),
        };
        let (mut file, mut text) = (locked(&path, is_tried).map_err(unreadable)?, Vec::new());
        file.rewind().and_then(|()| file.read_to_end(&mut text)).map_err(unreadable)?;
        Ok(Self { path, there: Some((text, file)) })
    }

    /// What was done before.
    fn work(&self, lang: Lang, registry: &Registry) -> Result<Work, Failure> {
        let Some((text, _)) = &self.there else { return Ok(Work::new(registry)) };
        let entries = work::read(text.as_slice(), registry.scheme().calendar());
        let entries = entries.map_err(|errors| load::no_lines(lang, &self.path, &errors))?;
        load::build(lang, registry, &self.path, entries)
    }

    /// Adds entries at the end: what is there is copied beside it with what is new, is on disk, and takes its place.
    fn append(self, lang: Lang, registry: &Registry, entries: &[Entry]) -> Result<(), Failure> {
        let unwritten = |error: io::Error| load::unreadable(lang, &self.path, &error);
        let calendar = registry.scheme().calendar();
        let Some((text, file)) = &self.there else {
            let mut lines = Vec::new();
            return work::write(entries, calendar, &mut lines)
                .and_then(|()| begin(&self.path, &lines))
                .and_then(|()| sync_folder(&self.path))
                .map_err(unwritten);
        };
        let target = Target::open(lang, &self.path, None)?;
        let mut lines = Vec::new();
        let written = target
            .file()
            .set_permissions(permissions(file).map_err(unwritten)?)
            .and_then(|()| work::append(entries, calendar, &mut lines))
            .and_then(|()| target.file().write_all(text))
            .and_then(|()| target.file().write_all(&lines));
        written.and_then(|()| target.keep()).and_then(|()| sync_folder(&self.path)).map_err(unwritten)
    }
}

/// Makes a file that is there whole or not at all, unless somebody else has made it meanwhile.
fn begin(path: &Path, lines: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = PathBuf::from(beside);
    let mut file = File::create_new(&beside)?;
    let made = file.write_all(lines).and_then(|()| file.sync_all()).and_then(|()| fs::hard_link(&beside, path));
    fs::remove_file(&beside).and(made)
}

fn permissions(file: &File) -> io::Result<Permissions> {
    Ok(file.metadata()?.permissions())
}

/// A new name of a file is on disk when its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The file at a path, locked; who waited for the lock looks again whether it is still the one.
fn locked(path: &Path, is_tried: bool) -> io::Result<File> {
    loop {
        // Who may not write to it may not replace it.
        let file = File::options().read(true).append(!is_tried).open(path)?;
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

fn told(ask: &Ask, files: &Files, registry: &Registry, work: &Work, added: &[Entry], is_tried: bool) -> Answer {
    let mut ids: Vec<&str> = Vec::new();
    for entry in added {
        let id = match entry {
            Entry::Matter(matter) => matter.id.as_str(),
            Entry::Event(event) => event.matter.as_str(),
            Entry::Filing(_) | Entry::Campaign(_) | Entry::Done(_) | Entry::Told(_) => continue,
        };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    // As it stands at its last entry.
    let last = |id: &str| {
        let at = |entry: &Entry| match entry {
            Entry::Matter(matter) if matter.id == id => Some(matter.at),
            Entry::Event(event) if event.matter == id => Some(event.at),
            _ => None,
        };
        added.iter().filter_map(at).max()
    };
    let standings: Vec<_> =
        ids.iter().filter_map(|id| work.case(id).ok()?.at(last(id).unwrap_or(Timestamp::MIN))).collect();
    let count = added.len();
    if ask.json {
        let matters = standings.iter().map(|standing| MatterView {
            matter: standing.case().id(),
            state: standing.state(),
            holders: standing.holders(),
        });
        return Answer::clean(json(&AddedView { added: count, is_tried, matters: matters.collect() }));
    }
    let (lang, shown) = (ask.lang, files.work.display());
    let mut text = match is_tried {
        true => lang.of(
            format!("可以记入 {count} 条；现在什么也没有写\n"),
            format!("entries that can be added: {count}; nothing is written now\n"),
        ),
        false => lang.of(
            format!("已记入 `{shown}` 并落盘：{count} 条\n"),
            format!("added to `{shown}` and on disk: entries: {count}\n"),
        ),
    };
    let calendar = registry.scheme().calendar();
    let head = lang.of(["事项", "状态", "在谁手里", "下一期限"], ["matter", "state", "held by", "next deadline"]);
    let mut table = Table::new(head);
    for standing in &standings {
        let directory = registry.as_of(calendar.date_of(standing.instant()));
        let person = |id: &str| directory.person(id).map_or_else(|_| id.to_owned(), people::person);
        let holders: Vec<String> = standing.holders().iter().map(|id| person(id)).collect();
        let state = words::work::named(lang, standing.state().name());
        let next = standing.next_deadline().map(|at| people::instant(at, calendar.offset())).unwrap_or_default();
        table.row([standing.case().id(), state, &holders.join("\n"), &next]);
    }
    if !standings.is_empty() {
        _ = write!(text, "\n{table}");
    }
    Answer::clean(text)
}
