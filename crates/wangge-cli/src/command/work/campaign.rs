//! `wangge campaign`: whether a campaign has reached everybody.

use std::fmt::Write;
use std::path::Path;

use wangge::work::{CampaignRun, Coverage, CoverageCount, HouseholdCoverage};
use wangge::{Household, Person, Unit};
use wangge_formats::answer::{CampaignEyes, CampaignsView, CoverageView};
use wangge_formats::print::spreadsheet;

use super::{Desk, report};
use crate::Answer;
use crate::command::{json, people};
use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::refusal;
use crate::table::Table;
use crate::words;
use wangge_formats::answer::ErrorView;

/// How many households a person is shown, unless they are what is asked for.
const SHOWN: usize = 20;

/// What may be seen, for the views.
struct Sight<'d> {
    desk: &'d Desk<'d>,
}

impl Sight<'_> {
    /// All that a campaign reaches lies under its unit.
    fn campaign(&self, run: CampaignRun<'_>) -> bool {
        match (&self.desk.ask.seen_by, run.unit()) {
            (None, _) => true,
            (Some(_), Some(unit)) => self.desk.sees(unit),
            (Some(_), None) => self.desk.county.directory.roots().all(|root| self.desk.sees(root.id())),
        }
    }

    fn person(&self, person: Option<Person<'_>>) -> bool {
        let Some(asker) = &self.desk.ask.seen_by else { return true };
        person.is_some_and(|person| person.id() == asker)
    }

    fn with<T>(&self, look: impl FnOnce(&CampaignEyes<'_>) -> T) -> T {
        look(&CampaignEyes {
            campaign: &|run| self.campaign(run),
            unit: &|unit: Unit<'_>| self.desk.sees(unit.id()),
            person: &|person| self.person(person),
            household: &|household: Household<'_>| self.desk.sees(household.id()),
        })
    }
}

/// Every campaign with its coverage.
pub fn list(desk: &Desk<'_>, out: Option<&Path>) -> Result<Answer, Failure> {
    let lang = desk.lang;
    if out.is_some() {
        let what = lang.of("`-o` 须写明哪一次行动，或 `--visits`", "`-o` goes with one campaign, or with `--visits`");
        return Err(refusal::usage(lang, "campaign", what));
    }
    desk.logged("*", Ok(()))?;
    let date = desk.county.directory.date();
    let sight = Sight { desk };
    if desk.ask.json {
        return Ok(Answer::clean(sight.with(|eyes| json(&CampaignsView::new(&desk.work, date, eyes)))));
    }
    let count = desk.work.campaigns().len();
    let mut text = lang.of(format!("{date}：行动 {count} 次\n"), format!("{date}: campaigns: {count}\n"));
    let mut table = Table::new(lang.of(
        ["行动", "内容", "时期", "单元", "户", "到户", "还差", "%"],
        ["campaign", "what", "period", "unit", "households", "complete", "missing", "%"],
    ));
    for run in desk.work.campaigns() {
        let coverage = if sight.campaign(run) { desk.work.coverage(run.id(), date).ok() } else { None };
        let [households, complete, missing, percent] =
            coverage.as_ref().map(|own| counts(own.total())).unwrap_or_default();
        let period = format!("{} – {}", run.from(), run.last());
        let unit = run.unit().map(|id| desk.unit_told(id)).unwrap_or_default();
        let what = lang.name(&run.of().name).to_owned();
        table.row([run.id().to_owned(), what, period, unit, households, complete, missing, percent]);
    }
    if count > 0 {
        _ = write!(text, "\n{table}");
    }
    Ok(Answer::clean(text))
}

/// One campaign: how far it has come, and who is missing.
pub fn one(desk: &Desk<'_>, id: &str, missing_alone: bool, out: Option<&Path>) -> Result<Answer, Failure> {
    let date = desk.county.directory.date();
    let coverage = desk.work.coverage(id, date).map_err(|error| refused(desk, id, &error));
    let coverage = desk.logged(id, coverage)?;
    if let Some(out) = out {
        return write(desk, &coverage, out);
    }
    let sight = Sight { desk };
    if desk.ask.json {
        return Ok(Answer::clean(sight.with(|eyes| json(&CoverageView::new(&coverage, eyes)))));
    }
    let sees_all = sight.campaign(coverage.campaign());
    let mut text = head(desk, &coverage, sees_all);
    let is_empty = sees_all && coverage.total().households() == 0;
    if !missing_alone && !is_empty {
        _ = write!(text, "\n{}", tables(desk, &coverage, &sight));
    }
    text += if missing_alone { "\n" } else { "" };
    text += &missing(desk, &coverage, if missing_alone { usize::MAX } else { SHOWN });
    Ok(Answer::clean(text))
}

fn refused(desk: &Desk<'_>, id: &str, error: &wangge::work::WorkError) -> Failure {
    let (lang, Ok(run)) = (desk.lang, desk.work.campaign(id)) else {
        let known = desk.lang.list(desk.work.campaigns().map(|run| format!("`{}`", run.id())));
        let what = desk.lang.of(
            format!("没有编号为 `{id}` 的行动；有：{known}（规则 N3）"),
            format!("no campaign has the id `{id}`; there are: {known} (rule N3)"),
        );
        return Failure::new(Exit::Usage, what, ErrorView::from(error));
    };
    let what = lang.of(
        format!("`{id}` 从 {} 才开始；请用更晚的 `--on`（规则 N3）", run.from()),
        format!("`{id}` begins on {}; give a later `--on` (rule N3)", run.from()),
    );
    Failure::new(Exit::Usage, what, ErrorView::from(error))
}

fn counts(count: CoverageCount<'_>) -> [String; 4] {
    let percent = if count.households() == 0 { "–".to_owned() } else { count.percent().to_string() };
    let [households, complete, missing] =
        [count.households(), count.complete(), count.missing()].map(|own| own.to_string());
    [households, complete, missing, percent]
}

fn head(desk: &Desk<'_>, coverage: &Coverage, sees_all: bool) -> String {
    let (lang, run) = (desk.lang, coverage.campaign());
    let (name, date) = (lang.name(&run.of().name), coverage.date());
    let channels = lang.list(run.channels().iter().map(|channel| words::work::named(lang, channel.name())));
    let mut text = lang.of(
        format!("{name} ({})，{} 至 {}，渠道：{channels}\n", run.id(), run.from(), run.last()),
        format!("{name} ({}), {} to {}, channels: {channels}\n", run.id(), run.from(), run.last()),
    );
    if !sees_all {
        return text;
    }
    let total = coverage.total();
    let (all, missing, percent) = (total.households(), total.missing(), total.percent());
    text += &if all == 0 {
        // Nobody is missing, and nobody is reached: more likely a wrong unit, category or year than a success.
        lang.of(
            format!("截至 {date}：没有一户在行动的户里；请看它的单元、类别和时期\n"),
            format!("up to {date}: no household is in its set; see its unit, categories and period\n"),
        )
    } else if coverage.is_complete() {
        lang.of(
            format!("截至 {date}：{all} 户全部到户，无一户遗漏\n"),
            format!("up to {date}: all {all} households reached: nobody is left out\n"),
        )
    } else {
        lang.of(
            format!("截至 {date}：{all} 户，还差 {missing} 户，到户 {percent} %\n"),
            format!("up to {date}: households: {all}, missing: {missing}, complete: {percent} %\n"),
        )
    };
    text
}

fn tables(desk: &Desk<'_>, coverage: &Coverage, sight: &Sight<'_>) -> String {
    let lang = desk.lang;
    let sees_all = sight.campaign(coverage.campaign());
    let mut text = String::new();
    if sees_all {
        let mut actions = Table::new(lang.of(["内容", "已做", "未做", "%"], ["action", "done", "missing", "%"]));
        for own in coverage.actions() {
            let numbers = [own.done(), own.missing(), own.percent()].map(|own| own.to_string());
            actions.row(std::iter::once(lang.name(own.name()).to_owned()).chain(numbers));
        }
        text += &format!("{actions}\n");
    }
    let units = coverage.units().filter(|(unit, _)| desk.sees(unit.id()));
    let units: Vec<(String, CoverageCount<'_>)> = units.map(|(unit, count)| (people::unit(unit), count)).collect();
    text += &table(lang, lang.of("单元", "unit"), &units);
    let people = coverage.people().filter(|(person, _)| sees_all || sight.person(*person));
    let named = |person: Option<Person<'_>>| match person {
        Some(person) => people::person(person),
        None => lang.of("【无人负责】", "[nobody answers]").to_owned(),
    };
    let people: Vec<(String, CoverageCount<'_>)> = people.map(|(person, count)| (named(person), count)).collect();
    text + &table(lang, lang.of("负责人", "who answers"), &people)
}

/// Those with somebody missing; the others are counted.
fn table(lang: Lang, first: &str, rows: &[(String, CoverageCount<'_>)]) -> String {
    let head = lang.of(["户", "到户", "还差", "%"], ["households", "complete", "missing", "%"]);
    let mut table = Table::new(std::iter::once(first).chain(head));
    let short: Vec<_> = rows.iter().filter(|(_, count)| count.missing() > 0).collect();
    for (name, count) in &short {
        table.row(std::iter::once(name.clone()).chain(counts(*count)));
    }
    let whole = rows.len() - short.len();
    let whole = match whole {
        0 => String::new(),
        _ => {
            lang.of(format!("{first}：其余 {whole} 个全部到户\n"), format!("{first}: others, all complete: {whole}\n"))
        }
    };
    let table = if short.is_empty() { String::new() } else { table.to_string() };
    if rows.is_empty() { String::new() } else { format!("{table}{whole}\n") }
}

/// The households that are missing and may be seen.
fn seen<'c>(desk: &Desk<'_>, coverage: &'c Coverage) -> Vec<HouseholdCoverage<'c>> {
    coverage.missing().filter(|missing| desk.sees(missing.household().id())).collect()
}

fn missing(desk: &Desk<'_>, coverage: &Coverage, shown: usize) -> String {
    let lang = desk.lang;
    let all = seen(desk, coverage);
    if all.is_empty() {
        return String::new();
    }
    let mut table = Table::new(lang.of(
        ["还没到的户", "先", "差什么", "由谁负责"],
        ["household that is missing", "first", "what is missing", "who answers"],
    ));
    for own in all.iter().take(shown) {
        let household = own.household();
        let first = if own.comes_first() { lang.of("是", "yes") } else { "" };
        let actions = lang.list(own.missing().map(|action| lang.name(&action.name)));
        let who = own.answers().map_or_else(|| desk.people([]), |person| desk.serving(person.id(), household.id()));
        table.row([&desk.subject(household.id()), first, &actions, &who]);
    }
    let rest = all.len().saturating_sub(shown);
    let more = if rest == 0 {
        String::new()
    } else {
        lang.of(
            format!("另有 {rest} 户；`--missing` 全部列出\n"),
            format!("and {rest} more; `--missing` lists them all\n"),
        )
    };
    format!("{table}{more}")
}

/// Writes the households that are missing as a table.
fn write(desk: &Desk<'_>, coverage: &Coverage, out: &Path) -> Result<Answer, Failure> {
    let lang = desk.lang;
    let head = lang.of(
        ["户", "门牌", "单元", "单元名称", "先", "差什么", "负责人", "姓名", "电话"],
        ["household", "label", "unit", "unit name", "first", "missing", "who answers", "name", "contact"],
    );
    let rows = seen(desk, coverage).into_iter().map(|own| {
        let (household, unit) = (own.household(), own.household().unit());
        let label = if desk.eyes().may_read(household.into()) { household.label() } else { "" };
        let first = if own.comes_first() { lang.of("是", "yes") } else { "" };
        let actions = lang.list(own.missing().map(|action| lang.name(&action.name)));
        let who = own.answers();
        let [id, name] = [who.map(Person::id), who.map(Person::name)].map(Option::unwrap_or_default);
        let contact = who.and_then(Person::contact).unwrap_or_default();
        [household.id(), label, unit.id(), unit.name(), first, &actions, id, name, contact].map(str::to_owned)
    });
    csv(desk, out, head, rows)
}

/// Writes a table for a spreadsheet.
pub fn csv<const N: usize>(
    desk: &Desk<'_>,
    out: &Path,
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Answer, Failure> {
    if out.extension().and_then(|end| end.to_str()) != Some("csv") {
        let what = desk.lang.of(
            format!("`{}`：文件名须以 `.csv` 结尾", out.display()),
            format!("`{}`: a name ends in `.csv`", out.display()),
        );
        return Err(refusal::usage(desk.lang, "campaign", what));
    }
    let mut text = Vec::new();
    // Memory takes whatever is written.
    _ = spreadsheet(&head, rows, &mut text);
    report::keep(desk, out, &text)
}
