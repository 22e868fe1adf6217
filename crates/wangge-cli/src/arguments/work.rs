//! The arguments of the commands about the work: cases, notices, reports, campaigns.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use wangge::work::Figure;

use super::{file, on, one, option, seen_by};
use crate::lang::Lang;

/// The names of the commands.
pub const NAMES: [&str; 4] = ["case", "due", "report", "campaign"];

/// Where everything is: the document or store, and the log of work.
pub struct Files {
    /// The document or store.
    pub file: PathBuf,
    /// The log.
    pub work: PathBuf,
}

/// What is asked of the work.
pub struct WorkRequest {
    /// Where.
    pub files: Files,
    /// What.
    pub question: Question,
}

/// What is asked.
pub enum Question {
    /// The open cases, or one case.
    Case { matter: Option<String>, at: Option<String>, unit: Option<String> },
    /// The one file of a household.
    About { household: String, at: Option<String> },
    /// Record entries.
    Add { entries: PathBuf, is_tried: bool },
    /// Which entries no longer fit.
    Check,
    /// What must be sent.
    Due(Asked),
    /// Matters in numbers.
    Report(Reported),
    /// Campaigns.
    Campaign { campaign: Option<String>, on: Option<String>, missing: bool, out: Option<PathBuf> },
    /// Where somebody has still to go.
    Visits { person: String, on: Option<String>, out: Option<PathBuf> },
}

/// What must be sent.
pub struct Asked {
    /// Later than this instant.
    pub after: Option<String>,
    /// Up to this one.
    pub at: Option<String>,
    /// Whether the log is to remember it.
    pub is_marked: bool,
}

/// What to count.
pub struct Reported {
    /// The unit.
    pub unit: Option<String>,
    /// The month.
    pub month: Option<String>,
    /// The first day, and the day after the last.
    pub between: Option<(String, String)>,
    /// What is known at this instant is counted.
    pub at: Option<String>,
    /// The date of the boundaries.
    pub on: Option<String>,
    /// The matter kind.
    pub kind: Option<String>,
    /// The page or table to write.
    pub out: Option<PathBuf>,
    /// Whether it is about which reports are due.
    pub calendar: bool,
    /// The figure whose matters are listed.
    pub list: Option<String>,
}

/// What is asked, if the command is one of these.
pub fn request(name: &str, own: &ArgMatches) -> Option<WorkRequest> {
    let text = |id: &str| own.get_one::<String>(id).cloned();
    let path = |id: &str| own.get_one::<PathBuf>(id).cloned();
    let question = match name {
        "case" => match (path("add"), text("about")) {
            (Some(entries), _) => Question::Add { entries, is_tried: own.get_flag("dry-run") },
            (None, Some(household)) => Question::About { household, at: text("at") },
            (None, None) if own.get_flag("check") => Question::Check,
            (None, None) => Question::Case { matter: text("MATTER"), at: text("at"), unit: text("unit") },
        },
        "due" => Question::Due(Asked { after: text("after"), at: text("at"), is_marked: own.get_flag("mark") }),
        "report" => Question::Report(Reported {
            unit: text("UNIT"),
            month: text("month"),
            between: text("from").zip(text("until")),
            at: text("at"),
            on: text("on"),
            kind: text("kind"),
            out: path("out"),
            calendar: own.get_flag("calendar"),
            list: text("list"),
        }),
        "campaign" => match text("visits") {
            Some(person) => Question::Visits { person, on: text("on"), out: path("out") },
            None => Question::Campaign {
                campaign: text("CAMPAIGN"),
                on: text("on"),
                missing: own.get_flag("missing"),
                out: path("out"),
            },
        },
        _ => return None,
    };
    Some(WorkRequest { files: Files { file: path("FILE")?, work: path("WORK")? }, question })
}

/// The commands.
pub fn commands(lang: Lang) -> [Command; 4] {
    [case(lang), due(lang), report(lang), campaign(lang)]
}

fn case(lang: Lang) -> Command {
    let about = lang.of(
        "未办结的事项，一件事项的来龙去脉，一户一档；或记入一条",
        "Open cases, one case with its history, the one file of a household; or record what happened",
    );
    let usage = "wangge case FILE WORK [MATTER | --unit UNIT | --about HOUSEHOLD] [--at INSTANT] [--as PERSON]\n    \
                 wangge case FILE WORK --add ENTRIES [--dry-run]\n    \
                 wangge case FILE WORK --check";
    let matter = lang.of("事项编号；不写则列出未办结的", "the matter's id; if absent, the open cases are listed");
    let unit = lang.of("只列这个单元及其下的", "those of this unit and what is under it");
    let household = lang.of("这一户的一户一档", "the one file of this household");
    let add = lang.of(
        "把这些记录（一行一条 JSON）核对后记入；`-` 为标准输入",
        "check these entries (JSON, one a line) and record them; `-` for standard input",
    );
    let check = lang.of(
        "列出与现在的县情不符的记录（县情改过之后）",
        "list the entries that no longer fit the county, after it has been changed",
    );
    let dry = lang.of("只核对，什么也不写", "check alone, and write nothing");
    one(lang, "case", about, usage.to_owned()).args([file(lang), work(lang)]).args([
        Arg::new("MATTER").help(matter),
        option("unit", "UNIT", unit).conflicts_with_all(["MATTER", "about"]),
        option("about", "HOUSEHOLD", household).conflicts_with("MATTER"),
        at(lang).conflicts_with("add"),
        option("add", "ENTRIES", add)
            .value_parser(value_parser!(PathBuf))
            .conflicts_with_all(["MATTER", "unit", "about", "as"]),
        Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).requires("add").help(dry),
        Arg::new("check")
            .long("check")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["MATTER", "unit", "about", "at", "add", "as"])
            .help(check),
        seen_by(lang),
    ])
}

fn due(lang: Lang) -> Command {
    let about = lang.of(
        "该通知谁：待接、逾期、无人可问、待核实",
        "Who must be told what: asked, overdue, nobody left to ask, to be verified",
    );
    let usage = "wangge due FILE WORK [--after INSTANT] [--at INSTANT] [--mark | --as PERSON]";
    let after = lang.of(
        "只列晚于这一时刻的；默认从上一个标记起，没有标记则从当天零时起",
        "those later than this instant; if absent, than the last mark, or since the day began where there is none",
    );
    let mark = lang.of(
        "在记录里标记：截至此时的都已通知；以后从标记起列，标记以前的不再记入",
        "mark in the log that all up to then are told: the next time begins there, and nothing before it is added any more",
    );
    one(lang, "due", about, usage.to_owned()).args([file(lang), work(lang)]).args([
        option("after", "INSTANT", after),
        at(lang),
        Arg::new("mark").long("mark").action(ArgAction::SetTrue).conflicts_with("as").help(mark),
        seen_by(lang),
    ])
}

fn report(lang: Lang) -> Command {
    let about = lang.of(
        "一段时间的事项数，逐级汇总，可打印；或哪些报告该报",
        "Matters of a period in numbers, rolled up, to print; or which reports are due",
    );
    let usage = "wangge report FILE WORK [UNIT] --month MONTH | --from DATE --until DATE [--at INSTANT] [--on DATE]\n    \
                 [--kind KIND] [--list FIGURE | --calendar | -o FILE.html|.csv] [--as PERSON]";
    let unit = lang.of("哪个单元；默认全部", "the unit; the whole county if absent");
    let month = lang.of("哪个月，如 `2026-11`", "the month, such as `2026-11`");
    let boundaries = lang.of(
        "按这一天的区划汇总；默认按事发当日的区划",
        "count under the boundaries of this date; as they were for each matter if absent",
    );
    let kind = lang.of("只数这一类别及其下的", "matters of this kind and the kinds below it");
    let out = lang.of(
        "写到哪个文件：`.html` 为打印的页面，`.csv` 为表格",
        "the file to write: a page to print if `.html`, a table if `.csv`",
    );
    let calendar = lang.of(
        "改列这段时间该报的报告：由谁报给谁、期限、报了没有",
        "list the reports that are due in the period instead: from whom to whom, by when, filed or not",
    );
    let list = lang.of(
        "列出一个数里的每一件：reported、resolved、late、open、overdue 或 reopened",
        "list the matters of one figure: reported, resolved, late, open, overdue or reopened",
    );
    let figures = || Figure::ALL.iter().map(|figure| figure.as_str()).collect::<Vec<_>>();
    one(lang, "report", about, usage.to_owned()).args([file(lang), work(lang)]).args([
        Arg::new("UNIT").help(unit),
        option("month", "MONTH", month).required_unless_present("from").conflicts_with_all(["from", "until"]),
        option("from", "DATE", lang.of("时期的第一天", "the first day of a period")).requires("until"),
        option("until", "DATE", lang.of("时期最后一天的次日", "the day after its last")).requires("from"),
        at(lang),
        option("on", "DATE", boundaries),
        option("kind", "KIND", kind),
        option("out", "FILE", out)
            .short('o')
            .value_parser(value_parser!(PathBuf))
            .conflicts_with_all(["calendar", "list"]),
        Arg::new("calendar")
            .long("calendar")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["on", "kind", "list"])
            .help(calendar),
        option("list", "FIGURE", list).value_parser(figures()).hide_possible_values(true),
        seen_by(lang),
    ])
}

fn campaign(lang: Lang) -> Command {
    let about = lang.of(
        "行动到户了没有：还差哪些户，由谁负责，走访次序",
        "Whether a campaign has reached everybody: who is missing, who answers for them, where to go next",
    );
    let usage = "wangge campaign FILE WORK [CAMPAIGN] [--on DATE] [--missing] [-o FILE.csv] [--as PERSON]\n    \
                 wangge campaign FILE WORK --visits PERSON [--on DATE] [-o FILE.csv] [--as PERSON]";
    let campaign = lang.of("行动的编号；不写则列出全部", "the campaign's id; if absent, all are listed");
    let missing = lang.of("只列还没到的户，全部列出", "the households that are missing alone, all of them");
    let visits = lang.of("这个人还要去哪些户，按次序", "where this person has still to go, in which order");
    let out = lang.of("把还没到的户写成表格（`.csv`）", "write the households that are missing as a table (`.csv`)");
    one(lang, "campaign", about, usage.to_owned()).args([file(lang), work(lang)]).args([
        Arg::new("CAMPAIGN").help(campaign),
        Arg::new("missing").long("missing").action(ArgAction::SetTrue).requires("CAMPAIGN").help(missing),
        option("visits", "PERSON", visits).conflicts_with_all(["CAMPAIGN", "missing"]),
        option("out", "FILE", out).short('o').value_parser(value_parser!(PathBuf)),
        on(lang),
        seen_by(lang),
    ])
}

fn work(lang: Lang) -> Arg {
    let help = lang.of(
        "工作记录（`wangge-work/1`，一行一条）；`-` 为标准输入",
        "the log of work (`wangge-work/1`, an entry a line); `-` for standard input",
    );
    Arg::new("WORK").required(true).value_parser(value_parser!(PathBuf)).help(help)
}

fn at(lang: Lang) -> Arg {
    let help = lang.of(
        "截至何时，如 `2026-11-29T17:00`；默认现在",
        "as known at this instant, such as `2026-11-29T17:00`; now if absent",
    );
    option("at", "INSTANT", help)
}
