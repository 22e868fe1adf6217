//! From a file to a registry, or every reason why not.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use wangge::work::{Entry, Refusals};
use wangge::{Calendar, Directory, Faults, Records, Registry, Work};
use wangge_formats::answer::{ErrorView, LogView};
use wangge_formats::document::{self, DocumentCode, DocumentError};
use wangge_formats::work::{self, WorkFileError};
use wangge_store::{At, Store};

use crate::arguments::Ask;
use crate::command::store::told;
use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::progress::Progress;
use crate::table::Table;
use crate::visible::visible;
use crate::{out, time, words};

/// How many faults a person is shown.
const SHOWN: usize = 20;

/// How many entries that no longer fit are told without being asked for.
const FEW: usize = 3;

/// A county on a date.
pub struct County {
    /// Every fact.
    pub registry: Registry,
    /// The date's.
    pub directory: Directory,
}

impl County {
    /// Reads a document, and compiles it for the date that is asked for, or today.
    pub fn on(lang: Lang, command: &str, file: &Path, asked: Option<&str>) -> Result<Self, Failure> {
        let registry = registry(lang, file)?;
        let date = time::on(lang, command, asked, registry.scheme())?;
        Ok(Self::of(lang, registry, date))
    }

    /// A registry on a date.
    pub fn of(lang: Lang, registry: Registry, date: Date) -> Self {
        let _progress = Progress::spinner(lang.of("按日期整理", "compiling for the date"));
        let directory = registry.as_of(date);
        Self { registry, directory }
    }
}

/// Reads and checks a document, or the last state of a store.
pub fn registry(lang: Lang, file: &Path) -> Result<Registry, Failure> {
    if is_store(file) {
        let _progress = Progress::spinner(lang.of("读取县库", "reading the store"));
        return Store::open_read(file)
            .and_then(|reader| reader.load(At::Latest))
            .map_err(|error| told(lang, file, &error));
    }
    let records = records(lang, file)?;
    let _progress = Progress::spinner(lang.of("检查", "checking"));
    Registry::build(records).map_err(|faults| faulty(lang, file, &faults))
}

/// Whether a file is of the kind that stores are made of.
pub fn is_store(file: &Path) -> bool {
    let mut magic = [0; 16];
    file != Path::new("-")
        && File::open(file).and_then(|mut file| file.read_exact(&mut magic)).is_ok()
        && magic == *b"SQLite format 3\0"
}

/// Reads a document, or the last state of a store as one.
pub fn records(lang: Lang, file: &Path) -> Result<Records, Failure> {
    if is_store(file) {
        return registry(lang, file).map(|registry| registry.records());
    }
    let (source, length) = open(file).map_err(|error| unreadable(lang, file, &error))?;
    let progress = Progress::bytes(lang.of("读取", "reading"), length);
    document::read(progress.reader(source)).map_err(|error| refused(lang, file, &error))
}

/// Reads a log of work.
pub fn entries(lang: Lang, registry: &Registry, file: &Path) -> Result<Vec<Entry>, Failure> {
    no_store(lang, file)?;
    let (source, length) = open(file).map_err(|error| unreadable(lang, file, &error))?;
    let progress = Progress::bytes(lang.of("读取", "reading"), length);
    let entries = work::read(progress.reader(source), registry.scheme().calendar());
    entries.map_err(|errors| no_lines(lang, file, &errors))
}

/// A store is no log of work.
pub fn no_store(lang: Lang, file: &Path) -> Result<(), Failure> {
    if !is_store(file) {
        return Ok(());
    }
    let shown = file.display();
    Err(out::refused(lang.of(
        format!("`{shown}` 是县库，不是工作记录；文档或县库在前，工作记录在后"),
        format!("`{shown}` is a store, no log of work; the document or store comes first, the log second"),
    )))
}

/// Entries that were read from a log, held against a registry, and what no longer fits it.
pub struct Held {
    pub work: Work,
    pub log: LogView,
    /// Why, in the same order.
    pub refused: Refusals,
}

impl Held {
    pub fn new(lang: Lang, registry: &Registry, entries: Vec<Entry>) -> Self {
        let lines = LogView::lines(&entries);
        Self::of(lang, registry, entries, &lines)
    }

    /// As if no notices were ever given out.
    pub fn without_marks(lang: Lang, registry: &Registry, entries: Vec<Entry>) -> Self {
        let is_mark = |entry: &Entry| matches!(entry, Entry::Told(_));
        let all = LogView::lines(&entries).into_iter().zip(entries).filter(|(_, entry)| !is_mark(entry));
        let (lines, entries): (Vec<_>, Vec<_>) = all.unzip();
        Self::of(lang, registry, entries, &lines)
    }

    fn of(lang: Lang, registry: &Registry, entries: Vec<Entry>, lines: &[(usize, &'static str)]) -> Self {
        let _progress = Progress::spinner(lang.of("核对工作记录", "checking the log"));
        let (work, refused) = Work::replay(registry, entries);
        Self { work, log: LogView::new(lines, &refused), refused }
    }

    /// The work, after whoever reads it is told on standard error what no longer fits. Somebody who asks as a person is
    /// not: it may be of what is not shown to them.
    pub fn told(self, ask: &Ask, file: &Path) -> Work {
        let (lang, all) = (ask.lang, &self.log.refused);
        if all.is_empty() || ask.seen_by.is_some() {
            return self.work;
        }
        let (shown, count, out) = (file.display(), all.len(), all.iter().filter(|own| !own.taken).count());
        let mut text = lang.of(
            format!("`{shown}` 有 {count} 条与现在的县情不符：{} 条照原样计，{out} 条不计\n", count - out),
            format!("entries of `{shown}` that no longer fit the county: {count}; counted as recorded: {}; left out: {out}\n", count - out),
        );
        for own in all.iter().take(FEW) {
            let (line, entry, code) = (own.line, own.entry, own.code);
            text += &lang.of(format!("  第 {line} 行 {entry}：{code}\n"), format!("  line {line}, {entry}: {code}\n"));
        }
        text +=
            lang.of("`wangge case FILE WORK --check` 列出全部\n", "`wangge case FILE WORK --check` lists them all\n");
        // A closed standard error leaves nobody to tell.
        _ = io::stderr().write_all(visible(&text).as_bytes());
        self.work
    }
}

/// At most one of the files is standard input, which is there once.
pub fn one_input<'f>(lang: Lang, command: &str, files: impl IntoIterator<Item = &'f PathBuf>) -> Result<(), Failure> {
    let inputs = files.into_iter().filter(|file| file.as_path() == Path::new("-")).count();
    if inputs < 2 {
        return Ok(());
    }
    let what = lang.of("标准输入只有一份，`-` 只能写一次", "standard input is there once; give `-` for one file alone");
    Err(crate::refusal::usage(lang, command, what))
}

/// A file, or standard input, and how long it is.
pub fn open(file: &Path) -> io::Result<(Box<dyn Read>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let source = File::open(file)?;
    let about = source.metadata()?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok((Box::new(source), Some(about.len())))
}

/// A file that cannot be opened or written.
pub fn unreadable(lang: Lang, file: &Path, error: &io::Error) -> Failure {
    let shown = file.display();
    let text = match (error.kind(), lang) {
        (io::ErrorKind::NotFound, Lang::Zh) => format!("没有文件 `{shown}`；请检查路径"),
        (io::ErrorKind::NotFound, Lang::En) => format!("there is no file `{shown}`; check the path"),
        (_, Lang::Zh) => format!("`{shown}` 不能读写：{error}"),
        (_, Lang::En) => format!("`{shown}` cannot be read or written: {error}"),
    };
    Failure::new(Exit::Usage, text.clone(), ErrorView::new("file.io", text))
}

/// A file that is not of the format that it should be.
pub fn refused(lang: Lang, file: &Path, error: &DocumentError) -> Failure {
    let shown = file.display();
    let is_log = error.code == DocumentCode::Version && error.message.contains(work::FORMAT);
    let order = if is_log { "；文档或县库在前，工作记录在后" } else { "" };
    let text = lang.of(
        format!("`{shown}` 不是可用的文档（{}{order}）\n{error}", words::document_code(error.code)),
        format!("`{shown}` is not a document that can be used\n{error}"),
    );
    Failure::new(Exit::Faults, text, error.into())
}

/// A file with faults.
pub fn faulty(lang: Lang, file: &Path, faults: &Faults) -> Failure {
    let all = faults.as_slice();
    let (shown, count) = (file.display(), all.len());
    let mut table = Table::new(lang.of(["位置", "错误", "说明", "涉及"], ["where", "fault", "meaning", "concerned"]));
    for fault in all.iter().take(SHOWN) {
        let ids = lang.list(&fault.ids);
        table.row([fault.place.to_string(), fault.code.to_string(), words::fault(lang, fault.code).to_owned(), ids]);
    }
    let mut text = lang.of(format!("`{shown}` 有错误 {count} 处\n\n"), format!("faults in `{shown}`: {count}\n\n"));
    text += &table.to_string();
    text += &rest(lang, count);
    Failure::new(Exit::Faults, text, ErrorView::from(faults))
}

/// A log with lines that are none of the format.
pub fn no_lines(lang: Lang, file: &Path, errors: &WorkFileError) -> Failure {
    let all = errors.as_slice();
    let (shown, count) = (file.display(), all.len());
    let mut text = lang.of(
        format!("`{shown}` 不是可用的工作记录，有误 {count} 行\n"),
        format!("`{shown}` is not a log of work that can be used; lines that are wrong: {count}\n"),
    );
    for error in all.iter().take(SHOWN) {
        let told = match lang {
            Lang::Zh if error.code == DocumentCode::Version => {
                format!("它不是 `{}`；文档或县库在前，工作记录在后：{error}\n", work::FORMAT)
            }
            Lang::Zh => format!("{}：{error}\n", words::document_code(error.code)),
            Lang::En => format!("{error}\n"),
        };
        text += &told;
    }
    text += &rest(lang, count);
    Failure::new(Exit::Faults, text, ErrorView::of_lines(errors))
}

/// A log with entries that are refused; `line_of` gives the line and the word of an entry.
pub fn refused_entries(
    lang: Lang,
    file: &Path,
    refusals: &Refusals,
    line_of: impl Fn(usize) -> (usize, &'static str),
) -> Failure {
    let all = refusals.as_slice();
    let (shown, count) = (file.display(), all.len());
    let mut table = Table::new(lang.of(["行", "记录", "错误", "说明"], ["line", "entry", "fault", "meaning"]));
    for refusal in all.iter().take(SHOWN) {
        let (line, word) = line_of(refusal.entry);
        let told = words::work::refusal(lang, &refusal.error);
        table.row([line.to_string(), word.to_owned(), refusal.error.code().as_str().to_owned(), told]);
    }
    let head = lang.of(
        format!("`{shown}` 有 {count} 条不能记入\n\n"),
        format!("entries of `{shown}` that are refused: {count}\n\n"),
    );
    Failure::new(Exit::Faults, format!("{head}{table}{}", rest(lang, count)), ErrorView::of_work(refusals, line_of))
}

/// Entries of things to come are slips of the pen: such as are later than an instant are refused.
pub fn none_later(
    lang: Lang,
    file: &Path,
    entries: &[(usize, Entry)],
    latest: Timestamp,
    calendar: &Calendar,
) -> Result<(), Failure> {
    let later = work::later_than(entries, latest, calendar);
    if later.is_empty() {
        return Ok(());
    }
    let (shown, count) = (file.display(), later.len());
    let mut table = Table::new(lang.of(["行", "记录", "时刻", "错误"], ["line", "entry", "instant", "fault"]));
    for own in later.iter().take(SHOWN) {
        table.row([&own.line.to_string(), own.word, &own.at, work::Later::CODE]);
    }
    let what = words::work::future(lang);
    let head = lang.of(
        format!("`{shown}` 有 {count} 条不能记入：{what}\n\n"),
        format!("entries of `{shown}` that are refused: {count}: {what}\n\n"),
    );
    Err(Failure::new(Exit::Faults, format!("{head}{table}{}", rest(lang, count)), ErrorView::of_later(&later)))
}

fn rest(lang: Lang, count: usize) -> String {
    let rest = count.saturating_sub(SHOWN);
    if rest == 0 {
        return String::new();
    }
    lang.of(format!("另有 {rest} 处；`--json` 列出全部\n"), format!("and {rest} more; `--json` lists them all\n"))
}
