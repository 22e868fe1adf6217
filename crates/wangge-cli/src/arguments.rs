//! The arguments, in both languages.

pub mod store;
pub mod work;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::TypedValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use wangge::Action;

use crate::failure::Failure;
use crate::lang::Lang;
use crate::refusal;

/// What the arguments ask for.
pub enum Parsed {
    /// A page of help.
    Page(String),
    /// A question.
    Ask(Box<Ask>),
}

/// A question.
pub struct Ask {
    /// The language of the answer.
    pub lang: Lang,
    /// Whether the answer is for a program.
    pub json: bool,
    /// What is asked.
    pub request: Request,
    /// Whose eyes the answer is for.
    pub seen_by: Option<String>,
}

/// What is asked. Ids, dates and instants are still as they were typed.
pub enum Request {
    /// Write a made-up document.
    Sample(Made),
    /// Check a document.
    Check { file: PathBuf },
    /// Show the units.
    Tree { file: PathBuf, unit: Option<String>, depth: Option<usize>, on: Option<String> },
    /// Who is responsible.
    Who { file: PathBuf, subject: String, kind: String, on: Option<String> },
    /// What somebody has to do.
    Duties { file: PathBuf, person: String, on: Option<String> },
    /// How a matter climbs.
    Escalate { file: PathBuf, subject: String, kind: String, emergency: bool, at: String, recuse: Vec<String> },
    /// Whether somebody may do something.
    May { file: PathBuf, person: String, action: String, subject: String, on: Option<String> },
    /// Write a document without personal data.
    Redact { file: PathBuf, out: PathBuf },
    /// Who is left out.
    Findings { file: PathBuf, on: Option<String>, between: Option<(String, String)> },
    /// The best plan.
    Assign(Planned),
    /// Whether a plan holds.
    VerifyPlan { file: PathBuf, plan: PathBuf },
    /// Something with a store.
    Store(store::StoreRequest),
    /// Something about the work.
    Work(work::WorkRequest),
}

/// What to plan.
pub struct Planned {
    /// The document.
    pub file: PathBuf,
    /// The programme whose caretakers take households.
    pub programme: Option<String>,
    /// The level whose units take households.
    pub level: Option<String>,
    /// The level inside whose units households stay.
    pub within: Option<String>,
    /// The unit whose households are planned.
    pub unit: Option<String>,
    /// The maximum.
    pub max: Option<u32>,
    /// Metres for a pair that differs from today's.
    pub churn: Option<u32>,
    /// Metres for each further household.
    pub evenness: Option<u32>,
    /// The household to explain.
    pub explain: Option<String>,
    /// Where to write the plan.
    pub out: Option<PathBuf>,
    /// The date.
    pub on: Option<String>,
}

/// What sample to make, and where.
pub struct Made {
    /// All of Cili County, or Chalinhe alone.
    pub whole_county: bool,
    /// About how many households.
    pub households: Option<u32>,
    /// The seed.
    pub seed: Option<u64>,
    /// Whether to write a year of work instead of the document.
    pub is_work: bool,
    /// The file.
    pub out: PathBuf,
}

/// Parses the arguments.
pub fn parse(lang: Lang, arguments: &[OsString]) -> Result<Parsed, Failure> {
    match command(lang).try_get_matches_from(arguments) {
        Ok(matches) => request(lang, &matches).map(|ask| Parsed::Ask(Box::new(ask))).ok_or_else(
            // Clap asks for a command, so there is one, and it is one of ours.
            || refusal::usage(lang, "", lang.of("缺少命令", "a command is missing")),
        ),
        Err(error) => refusal::of_clap(lang, &error, arguments).map(Parsed::Page),
    }
}

fn request(lang: Lang, matches: &ArgMatches) -> Option<Ask> {
    let (name, own) = matches.subcommand()?;
    let text = |id: &str| own.get_one::<String>(id).cloned();
    let file = || own.get_one::<PathBuf>("FILE").cloned();
    let request = match name {
        "sample" => Request::Sample(Made {
            whole_county: text("PLACE")? == "cili",
            households: own.get_one("households").copied(),
            seed: own.get_one("seed").copied(),
            is_work: own.get_flag("work"),
            out: own.get_one::<PathBuf>("out").cloned()?,
        }),
        "check" => Request::Check { file: file()? },
        "tree" => {
            Request::Tree { file: file()?, unit: text("UNIT"), depth: own.get_one("depth").copied(), on: text("on") }
        }
        "who" => Request::Who { file: file()?, subject: text("SUBJECT")?, kind: text("kind")?, on: text("on") },
        "duties" => Request::Duties { file: file()?, person: text("PERSON")?, on: text("on") },
        "escalate" => Request::Escalate {
            file: file()?,
            subject: text("SUBJECT")?,
            kind: text("kind")?,
            emergency: own.get_flag("emergency"),
            at: text("at")?,
            recuse: own.get_many("recuse").into_iter().flatten().cloned().collect(),
        },
        "may" => Request::May {
            file: file()?,
            person: text("PERSON")?,
            action: text("ACTION")?,
            subject: text("SUBJECT")?,
            on: text("on"),
        },
        "redact" => Request::Redact { file: file()?, out: own.get_one::<PathBuf>("out").cloned()? },
        "findings" => Request::Findings { file: file()?, on: text("on"), between: text("from").zip(text("until")) },
        "assign" => Request::Assign(Planned {
            file: file()?,
            programme: text("programme"),
            level: text("level"),
            within: text("within"),
            unit: text("unit"),
            max: own.get_one("max").copied(),
            churn: own.get_one("churn").copied(),
            evenness: own.get_one("evenness").copied(),
            explain: text("explain"),
            out: own.get_one::<PathBuf>("out").cloned(),
            on: text("on"),
        }),
        "verify-plan" => Request::VerifyPlan { file: file()?, plan: own.get_one::<PathBuf>("PLAN").cloned()? },
        _ => match work::request(name, own) {
            Some(request) => Request::Work(request),
            None => Request::Store(store::request(name, own)?),
        },
    };
    // Not every command asks whose eyes it is for.
    let seen_by = own.try_get_one("as").ok().flatten().cloned();
    Some(Ask { lang, json: own.get_flag("json"), request, seen_by })
}

fn command(lang: Lang) -> Command {
    let page = lang.of(
        "{about-with-newline}\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}{after-help}\n",
        "{about-with-newline}\nUsage: {usage}\n\nCommands:\n{subcommands}\n\nOptions:\n{options}{after-help}\n",
    );
    let after = lang.of(
        "结束码：0 无缺口、无错误；1 有缺口（findings）或文档有错误；2 用法不对。\n`wangge 命令 --help` 说明一个命令。",
        "Exit code: 0 no gap and no fault; 1 gaps (findings) or faults in the document; 2 wrong use.\n\
         `wangge COMMAND --help` explains one command.",
    );
    Command::new("wangge")
        .version(env!("CARGO_PKG_VERSION"))
        .about(lang.of(
            "网格：这一户、这件事、这一天，由谁负责",
            "Who is responsible for this household, for this matter, on this date",
        ))
        .override_usage(lang.of("wangge 命令 [选项]", "wangge COMMAND [OPTIONS]"))
        .help_template(page)
        .after_help(after)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_required(true)
        .args([help_flag(lang), lang_option(lang), json_flag(lang)])
        .arg(
            Arg::new("version")
                .long("version")
                .action(ArgAction::Version)
                .display_order(903)
                .help(lang.of("显示版本", "show the version")),
        )
        .subcommands([
            sample(lang),
            check(lang),
            tree(lang),
            who(lang),
            duties(lang),
            escalate(lang),
            may(lang),
            findings(lang),
            assign(lang),
            verify_plan(lang),
            redact(lang),
        ])
        .subcommands(work::commands(lang))
        .subcommands(store::commands(lang))
}

/// A command with its page of help.
fn one(lang: Lang, name: &'static str, about: &'static str, usage: String) -> Command {
    let page = lang.of(
        "{about-with-newline}\n用法：{usage}\n\n参数：\n{positionals}\n\n选项：\n{options}\n",
        "{about-with-newline}\nUsage: {usage}\n\nArguments:\n{positionals}\n\nOptions:\n{options}\n",
    );
    Command::new(name).about(about).override_usage(usage).help_template(page).disable_help_flag(true)
}

fn sample(lang: Lang) -> Command {
    let place = Arg::new("PLACE")
        .required(true)
        .value_parser(["chalinhe", "cili"])
        .hide_possible_values(true)
        .help(lang.of("`chalinhe`（茶林河村）或 `cili`（慈利县）", "`chalinhe` (a village) or `cili` (a county)"));
    one(
        lang,
        "sample",
        lang.of(
            "写出一份示例文档：真实区划，虚构的户和人员",
            "Write a sample document: real divisions, made-up households and people",
        ),
        "wangge sample chalinhe|cili [--households N] [--seed S] [--work] -o FILE".to_owned(),
    )
    .arg(place)
    .arg(
        option("households", "N", lang.of("大约多少户，100 至 20000000", "about how many households, 100 to 20000000"))
            .value_parser(value_parser!(u32).range(100..=20_000_000)),
    )
    .arg(
        option(
            "seed",
            "S",
            lang.of("随机种子，同样的种子写出同样的文档", "seed: the same seed writes the same document"),
        )
        .value_parser(value_parser!(u64)),
    )
    .arg(Arg::new("work").long("work").action(ArgAction::SetTrue).help(lang.of(
        "改写茶林河村一年的工作记录（`wangge-work/1`），与同一份示例文档相配",
        "write a year of work of Chalinhe instead (`wangge-work/1`), which goes with the same sample document",
    )))
    .arg(out(lang))
}

fn check(lang: Lang) -> Command {
    let about = lang.of("检查文档，列出全部错误", "Check a document and list every fault");
    one(lang, "check", about, "wangge check FILE".to_owned()).arg(file(lang))
}

fn tree(lang: Lang) -> Command {
    let about = lang.of("各级单元及其岗位", "Units of every level, and their seats");
    one(lang, "tree", about, "wangge tree FILE [UNIT] [--depth N] [--on DATE] [--as PERSON]".to_owned())
        .arg(file(lang))
        .arg(
            Arg::new("UNIT").help(lang.of("从哪个单元开始；默认从最上级", "the unit to start from; the top if absent")),
        )
        .arg(
            option("depth", "N", lang.of("向下几级；默认全部", "how many levels down; all if absent"))
                .value_parser(value_parser!(u16).map(usize::from)),
        )
        .args([on(lang), seen_by(lang)])
}

fn who(lang: Lang) -> Command {
    let about = lang.of(
        "某户、某地或某单元的某类事项由谁负责",
        "Who is responsible for a household, site or unit, for a kind of matter",
    );
    one(lang, "who", about, "wangge who FILE SUBJECT --kind KIND [--on DATE] [--as PERSON]".to_owned())
        .arg(file(lang))
        .args([subject(lang), kind(lang), on(lang), seen_by(lang)])
}

fn duties(lang: Lang) -> Command {
    let about = lang.of("某人担任什么、结对哪些户、管到哪里", "What a person serves as, is paired with, and reaches");
    one(lang, "duties", about, "wangge duties FILE PERSON [--on DATE] [--as PERSON]".to_owned())
        .arg(file(lang))
        .arg(person(lang))
        .args([on(lang), seen_by(lang)])
}

fn escalate(lang: Lang) -> Command {
    let about = lang.of("一件事项无人响应时如何逐级上报", "How a matter climbs when nobody reacts");
    let usage = "wangge escalate FILE SUBJECT --kind KIND [--emergency] --at INSTANT [--recuse PERSON]...\n    \
                 [--as PERSON]";
    let at = lang.of(
        "何时报告：`2026-10-01T23:10`（模式的时区）或 `2026-10-01T23:10:00+08:00`",
        "when it was reported: `2026-10-01T23:10` (in the scheme's offset) or `2026-10-01T23:10:00+08:00`",
    );
    one(lang, "escalate", about, usage.to_owned()).arg(file(lang)).args([
        subject(lang),
        kind(lang),
        Arg::new("emergency")
            .long("emergency")
            .action(ArgAction::SetTrue)
            .help(lang.of("急事；默认常事", "an emergency; routine if absent")),
        option("at", "INSTANT", at).required(true),
        option("recuse", "PERSON", lang.of("须回避的人，可多次", "somebody who may not handle it; may be repeated"))
            .action(ArgAction::Append),
        seen_by(lang),
    ])
}

fn may(lang: Lang) -> Command {
    let about = lang.of(
        "某人对某户、某地或某单元可不可以做某事，凭什么",
        "Whether somebody may do something with a household, site or unit, and why",
    );
    let action =
        Arg::new("ACTION").required(true).value_parser(Action::ALL.map(Action::as_str)).hide_possible_values(true);
    one(lang, "may", about, "wangge may FILE PERSON ACTION SUBJECT [--on DATE]".to_owned()).arg(file(lang)).args([
        person(lang),
        action.help(lang.of(
            "`see`（查看）、`personal`（查看个人信息）、`record`（记录、办理）或 `manage`（管理）",
            "`see`, `personal` (read personal data), `record` (write, handle) or `manage` (change the registry)",
        )),
        subject(lang),
        on(lang),
    ])
}

fn redact(lang: Lang) -> Command {
    let about = lang.of(
        "写出不含个人信息的文档：没有姓名、电话、门牌和户的位置",
        "Write a document without personal data: no names, contacts, doors, nor locations of households",
    );
    one(lang, "redact", about, "wangge redact FILE -o FILE".to_owned()).args([file(lang), out(lang)])
}

fn findings(lang: Lang) -> Command {
    let about = lang.of("有没有漏：一天或一段时间的全部缺口", "Who is left out: every gap of a date or a period");
    let usage = "wangge findings FILE [--on DATE | --from DATE --until DATE]";
    one(lang, "findings", about, usage.to_owned()).arg(file(lang)).args([
        on(lang).conflicts_with_all(["from", "until"]),
        option("from", "DATE", lang.of("时期的第一天", "the first day of a period")).requires("until"),
        option("until", "DATE", lang.of("时期最后一天的次日", "the day after its last")).requires("from"),
    ])
}

fn assign(lang: Lang) -> Command {
    let about =
        lang.of("最优结对：哪一户由谁包，并附证明", "The best plan: which household goes to whom, with its proof");
    let usage = "wangge assign FILE --programme P | --level L [--within L] [--unit UNIT] [--max N] [--churn METRES]\n    \
                 [--evenness METRES] [--explain HOUSEHOLD] [-o PLAN] [--on DATE]";
    let number = |name, value, help| option(name, value, help).value_parser(value_parser!(u32).range(0..=10_000_000));
    one(lang, "assign", about, usage.to_owned()).arg(file(lang)).args([
        option(
            "programme",
            "P",
            lang.of("包户制度的编号：各户分给包户人", "id of a programme: households go to caretakers"),
        )
        .required_unless_present("level")
        .conflicts_with_all(["level", "within"]),
        option("level", "L", lang.of("层级的编号：各户分给这一级的单元", "id of a level: households go to its units")),
        option(
            "within",
            "L",
            lang.of("各户不出自己所在的这一级单元", "households stay inside their unit of this level"),
        )
        .requires("level"),
        option("unit", "UNIT", lang.of("只分这个单元的户", "plan the households of this unit alone")),
        number("max", "N", lang.of("每人（每单元）最多几户", "how many households each has at most")),
        number("churn", "METRES", lang.of("换人等于多走多少米", "how many metres a change from today's pair counts")),
        number(
            "evenness",
            "METRES",
            lang.of(
                "每多一户比前一户多算多少米",
                "how many metres each further household counts more than the one before",
            ),
        ),
        option(
            "explain",
            "HOUSEHOLD",
            lang.of("说明这一户为什么归这个人", "say why this household goes to whom it goes"),
        )
        .action(ArgAction::Set),
        option(
            "out",
            "PLAN",
            lang.of(
                "方案写到哪个文件：`.csv` 为表格，其余为 JSON",
                "the file for the plan: a table if `.csv`, else JSON",
            ),
        )
        .short('o')
        .value_parser(value_parser!(PathBuf)),
        on(lang),
    ])
}

fn verify_plan(lang: Lang) -> Command {
    let about = lang.of(
        "核对别人交来的结对方案：合不合规，是不是最优",
        "Check a plan that somebody hands in: whether it keeps the rules, and whether it is the best",
    );
    let plan = lang.of("`wangge assign -o` 写出的方案（JSON）", "a plan that `wangge assign -o` wrote (JSON)");
    one(lang, "verify-plan", about, "wangge verify-plan FILE PLAN".to_owned())
        .arg(file(lang))
        .arg(Arg::new("PLAN").required(true).value_parser(value_parser!(PathBuf)).help(plan))
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn person(lang: Lang) -> Arg {
    Arg::new("PERSON").required(true).help(lang.of("人员编号", "the person's id"))
}

fn seen_by(lang: Lang) -> Arg {
    let help = lang.of("以谁的身份看：只答此人可查看的", "whose eyes it is for: only what they may see is answered");
    option("as", "PERSON", help)
}

fn out(lang: Lang) -> Arg {
    let help = lang.of("写到哪个文件；`-` 为标准输出", "the file to write; `-` for standard output");
    option("out", "FILE", help).short('o').required(true).value_parser(value_parser!(PathBuf))
}

fn file(lang: Lang) -> Arg {
    let help = lang.of(
        "文档（JSON）或县库（`wangge init` 建的文件）；`-` 为标准输入",
        "the document (JSON), or a store that `wangge init` made; `-` for standard input",
    );
    Arg::new("FILE").required(true).value_parser(value_parser!(PathBuf)).help(help)
}

fn subject(lang: Lang) -> Arg {
    Arg::new("SUBJECT").required(true).help(lang.of("户、地或单元的编号", "the id of a household, site or unit"))
}

fn kind(lang: Lang) -> Arg {
    option("kind", "KIND", lang.of("事项类别的编号", "the id of a matter kind")).required(true)
}

fn on(lang: Lang) -> Arg {
    option(
        "on",
        "DATE",
        lang.of("哪一天，如 `2026-10-01`；默认今天", "the date, such as `2026-10-01`; today if absent"),
    )
}

fn help_flag(lang: Lang) -> Arg {
    let help = lang.of("显示这一页", "show this page");
    Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true).display_order(900).help(help)
}

fn lang_option(lang: Lang) -> Arg {
    let help =
        lang.of("语言；默认按环境变量 LC_ALL、LC_MESSAGES、LANG", "language; by LC_ALL, LC_MESSAGES, LANG if absent");
    option("lang", "zh|en", help).global(true).display_order(902).value_parser(["zh", "en"]).hide_possible_values(true)
}

fn json_flag(lang: Lang) -> Arg {
    let help = lang.of("给程序看的 JSON，形状固定", "JSON for programs, in a stable shape");
    Arg::new("json").long("json").action(ArgAction::SetTrue).global(true).display_order(901).help(help)
}
