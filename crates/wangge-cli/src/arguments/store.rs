//! The arguments of the commands that make, change and check a store.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{one, option};
use crate::lang::Lang;

/// The names of the commands.
pub const NAMES: [&str; 8] = ["init", "apply", "undo", "log", "verify", "export", "import", "erase"];

/// What is to be done with a store.
pub enum StoreRequest {
    /// Make one from a document.
    Init { db: PathBuf, from: PathBuf, by: Signed },
    /// Do a transaction, or only show what it would do.
    Apply { db: PathBuf, transaction: PathBuf, by: Signed, is_tried: bool, on: Option<String> },
    /// Take a transaction back.
    Undo { db: PathBuf, sequence: u64, by: Signed },
    /// List the entries.
    Log { db: PathBuf, since: u64, of_reads: bool },
    /// Check everything.
    Verify { db: PathBuf },
    /// Write the journal as lines.
    Export { db: PathBuf, out: PathBuf },
    /// Make one from lines.
    Import { file: PathBuf, db: PathBuf },
    /// Erase the personal data of a household.
    Erase { db: PathBuf, household: String, by: Signed },
}

/// When, by whom and why.
pub struct Signed {
    /// The instant; now if absent.
    pub at: Option<String>,
    /// Who.
    pub who: String,
    /// Why.
    pub reason: Option<String>,
}

/// What is asked of a store, if the command is one of these.
pub fn request(name: &str, own: &ArgMatches) -> Option<StoreRequest> {
    let text = |id: &str| own.get_one::<String>(id).cloned();
    let path = |id: &str| own.get_one::<PathBuf>(id).cloned();
    let by = || Some(Signed { at: text("at"), who: text("who")?, reason: text("reason") });
    let db = path("DB")?;
    Some(match name {
        "init" => StoreRequest::Init { db, from: path("from")?, by: by()? },
        "apply" => {
            let is_tried = own.get_flag("dry-run");
            StoreRequest::Apply { db, transaction: path("TX")?, by: by()?, is_tried, on: text("on") }
        }
        "undo" => StoreRequest::Undo { db, sequence: own.get_one("SEQ").copied()?, by: by()? },
        "log" => {
            let of_reads = own.get_flag("reads");
            StoreRequest::Log { db, since: own.get_one("since").copied().unwrap_or(0), of_reads }
        }
        "verify" => StoreRequest::Verify { db },
        "export" => StoreRequest::Export { db, out: path("out")? },
        "import" => StoreRequest::Import { file: path("LINES")?, db },
        "erase" => StoreRequest::Erase { db, household: text("HOUSEHOLD")?, by: by()? },
        _ => return None,
    })
}

/// The commands.
pub fn commands(lang: Lang) -> [Command; 8] {
    [init(lang), apply(lang), undo(lang), log(lang), verify(lang), export(lang), import(lang), erase(lang)]
}

fn init(lang: Lang) -> Command {
    let about = lang.of("由文档建县库：今后每次变更都记在里面", "Make a store from a document: it keeps every change");
    let usage = "wangge init DB --from FILE --who WHO [--reason TEXT] [--at INSTANT]";
    let from = lang.of("文档（JSON）；`-` 为标准输入", "the document (JSON); `-` for standard input");
    one(lang, "init", about, usage.to_owned())
        .arg(db(lang))
        .arg(option("from", "FILE", from).required(true).value_parser(value_parser!(PathBuf)))
        .args(signed(lang))
}

fn apply(lang: Lang) -> Command {
    let about =
        lang.of("做一次变更：要么全部做成并落盘，要么什么也不做", "Do a transaction: whole and on disk, or not at all");
    let usage = "wangge apply DB TX --who WHO [--reason TEXT] [--at INSTANT] [--dry-run [--on DATE]]";
    let transaction = lang.of(
        "变更（JSON，`wangge-transaction/1`）；`-` 为标准输入",
        "the transaction (JSON, `wangge-transaction/1`); `-` for standard input",
    );
    let dry = lang.of(
        "只显示会改什么、影响哪些户和人，什么也不写",
        "show what would change, and for which households and people, and write nothing",
    );
    let day =
        lang.of("看哪一天的影响；默认变更生效的第一天", "the date to look at; the first day of the change if absent");
    one(lang, "apply", about, usage.to_owned())
        .arg(db(lang))
        .arg(Arg::new("TX").required(true).value_parser(value_parser!(PathBuf)).help(transaction))
        .args(signed(lang))
        .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help(dry))
        .arg(option("on", "DATE", day).requires("dry-run"))
}

fn undo(lang: Lang) -> Command {
    let about = lang.of("撤销一次变更：另记一次相反的变更", "Take a transaction back, by one of its own");
    let usage = "wangge undo DB SEQ --who WHO [--reason TEXT] [--at INSTANT]";
    let sequence = lang.of("变更的序号，见 `wangge log`", "the number of the transaction, as `wangge log` tells it");
    one(lang, "undo", about, usage.to_owned())
        .arg(db(lang))
        .arg(Arg::new("SEQ").required(true).value_parser(value_parser!(u64)).help(sequence))
        .args(signed(lang))
}

fn log(lang: Lang) -> Command {
    let about = lang.of("何时、何人、为何、改了什么", "Who changed what, when and why");
    let since = lang.of("从第几条开始；默认从头", "the first entry to show; all if absent");
    let reads = lang.of(
        "改列查询：谁（`--as`）何时问了什么，答了没有",
        "list reads instead: who asked what (`--as`), when, and whether it was answered",
    );
    one(lang, "log", about, "wangge log DB [--reads] [--since SEQ]".to_owned())
        .arg(db(lang))
        .arg(Arg::new("reads").long("reads").action(ArgAction::SetTrue).help(reads))
        .arg(option("since", "SEQ", since).value_parser(value_parser!(u64)))
}

fn verify(lang: Lang) -> Command {
    let about = lang.of(
        "核对县库：每一条记录、每一份快照都没有被改过",
        "Check a store: no entry and no snapshot was changed behind its back",
    );
    one(lang, "verify", about, "wangge verify DB".to_owned()).arg(db(lang))
}

fn export(lang: Lang) -> Command {
    let about = lang.of("把全部记录写成文本，一条一行", "Write every entry as a line of JSON");
    let out = lang.of("写到哪个文件；`-` 为标准输出", "the file to write; `-` for standard output");
    one(lang, "export", about, "wangge export DB -o LINES".to_owned())
        .arg(db(lang))
        .arg(option("out", "LINES", out).short('o').required(true).value_parser(value_parser!(PathBuf)))
}

fn import(lang: Lang) -> Command {
    let about = lang.of(
        "由 `wangge export` 写出的文本重建县库；有损坏时保留完好的前段",
        "Make a store from what `wangge export` wrote; of a damaged file, from what is whole before the damage",
    );
    let lines =
        lang.of("`wangge export` 写出的文件；`-` 为标准输入", "what `wangge export` wrote; `-` for standard input");
    one(lang, "import", about, "wangge import LINES DB".to_owned())
        .arg(Arg::new("LINES").required(true).value_parser(value_parser!(PathBuf)).help(lines))
        .arg(db(lang))
}

fn erase(lang: Lang) -> Command {
    let about = lang.of(
        "抹去一户的门牌、坐标和人数：从每一条记录、每一个字节中",
        "Erase label, location and number of residents of a household, from every entry and every byte",
    );
    let usage = "wangge erase DB HOUSEHOLD --who WHO [--reason TEXT] [--at INSTANT]";
    one(lang, "erase", about, usage.to_owned())
        .arg(db(lang))
        .arg(Arg::new("HOUSEHOLD").required(true).help(lang.of("户的编号", "the household's id")))
        .args(signed(lang))
}

fn db(lang: Lang) -> Arg {
    Arg::new("DB")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help(lang.of("县库文件", "the file of the store"))
}

fn signed(lang: Lang) -> [Arg; 3] {
    let at = lang.of(
        "何时，如 `2026-10-01T23:10:00+08:00`；默认现在",
        "when, such as `2026-10-01T23:10:00+08:00`; now if absent",
    );
    [
        option("who", "WHO", lang.of("由谁做", "who does it")).required(true),
        option("reason", "TEXT", lang.of("为什么；不要写个人信息", "why; no personal data")),
        option("at", "INSTANT", at),
    ]
}
