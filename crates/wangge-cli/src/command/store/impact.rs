//! What a transaction would do, in words.

use std::fmt::Write;

use wangge::{Directory, Finding, Findings, Impact, Person, Shift};

use crate::command::findings::Page;
use crate::command::people;
use crate::lang::Lang;
use crate::table::Table;

/// How many rows of a table a person is shown.
const SHOWN: usize = 15;
/// How many households a person is shown by id.
const SHOWN_HOUSEHOLDS: usize = 200;
/// How wide a list of ids is.
const WIDTH: usize = 100;

/// Numbers first, then who and what.
pub fn page(lang: Lang, impact: &Impact) -> String {
    let date = impact.after().date();
    let gaps = impact.gaps();
    let (answerable, placed, people) =
        (impact.answerable_households().len(), impact.placed().len(), impact.people().len());
    let (opened, closed) = (gaps.opened().len(), gaps.closed().len());
    let mut text = lang.of(
        format!(
            "{date} 这一天：\n  换问责人的户 {answerable}\n  新增、注销或换单元的户 {placed}\n  管到的户有增减的人 {people}\n  \
             新出现的缺口 {opened}，补上的缺口 {closed}\n"
        ),
        format!(
            "on {date}:\n  households with another answerable person: {answerable}\n  households that come, go or move: \
             {placed}\n  people who gain or lose households: {people}\n  gaps that open: {opened}, that close: {closed}\n"
        ),
    );
    impact.shifts().take(SHOWN).for_each(|shift| text += &told(lang, impact, shift));
    text += &more(lang, impact.shifts().len());
    text += &moves(lang, impact);
    text += &reach(lang, impact);
    text += &listed(lang, lang.of("新出现的缺口", "gaps that open"), impact.after(), gaps.opened());
    text += &listed(lang, lang.of("补上的缺口", "gaps that close"), impact.before(), gaps.closed());
    text
}

/// Whose answers change from whom to whom, and the households by id.
fn told(lang: Lang, impact: &Impact, shift: Shift<'_>) -> String {
    let who = |people: &mut dyn ExactSizeIterator<Item = Person<'_>>| {
        if people.len() == 0 {
            return lang.of("无人", "nobody").to_owned();
        }
        lang.list(
            people
                .map(|person| format!("{} ({})", person.name(), person.id()))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str),
        )
    };
    let (before, after) = (who(&mut shift.before()), who(&mut shift.after()));
    let (count, all) = (shift.households().len(), impact.after().scheme().kinds().count());
    let kinds = if shift.kinds().len() == all {
        lang.of("各类事项", "every kind of matter").to_owned()
    } else {
        lang.list(shift.kinds().map(|kind| lang.name(kind.name())))
    };
    let head = lang.of(
        format!("\n{count} 户的问责人：{before} → {after}（{kinds}）\n"),
        format!("\nanswerable for {count} households: {before} → {after} ({kinds})\n"),
    );
    let ids: Vec<&str> = shift.households().take(SHOWN_HOUSEHOLDS).map(|household| household.id()).collect();
    let mut text = head + &folded(&ids);
    if count > SHOWN_HOUSEHOLDS {
        let rest = count - SHOWN_HOUSEHOLDS;
        text += &lang.of(
            format!("  另有 {rest} 户；`--json` 列出全部\n"),
            format!("  and {rest} more; `--json` lists them all\n"),
        );
    }
    text
}

/// Ids in lines.
fn folded(ids: &[&str]) -> String {
    let (mut text, mut line) = (String::new(), String::from(" "));
    for id in ids {
        if line.len() + id.len() >= WIDTH && line.len() > 1 {
            _ = writeln!(text, "{line}");
            line = String::from(" ");
        }
        _ = write!(line, " {id}");
    }
    _ = writeln!(text, "{line}");
    text
}

fn more(lang: Lang, count: usize) -> String {
    match count.checked_sub(SHOWN).filter(|rest| *rest > 0) {
        None => String::new(),
        Some(rest) => lang
            .of(format!("另有 {rest} 项；`--json` 列出全部\n"), format!("and {rest} more; `--json` lists them all\n")),
    }
}

fn moves(lang: Lang, impact: &Impact) -> String {
    if impact.placed().len() == 0 {
        return String::new();
    }
    let mut table = Table::new(lang.of(["户", "原在", "现在"], ["household", "from", "to"]));
    for placement in impact.placed().take(SHOWN) {
        let unit = |unit: Option<_>| unit.map_or_else(|| "–".to_owned(), people::unit);
        table.row([placement.household().id(), &unit(placement.from()), &unit(placement.to())]);
    }
    format!("\n{table}{}", more(lang, impact.placed().len()))
}

fn reach(lang: Lang, impact: &Impact) -> String {
    if impact.people().len() == 0 {
        return String::new();
    }
    let mut table =
        Table::new(lang.of(["谁", "多管几户", "少管几户"], ["who", "gains households", "loses households"]));
    for change in impact.people().take(SHOWN) {
        let person = format!("{} ({})", change.person().name(), change.person().id());
        table.row([person, change.gains().len().to_string(), change.loses().len().to_string()]);
    }
    format!("\n{table}{}", more(lang, impact.people().len()))
}

fn listed(lang: Lang, head: &str, directory: &Directory, gaps: &Findings) -> String {
    if gaps.is_empty() {
        return String::new();
    }
    let page = Page { lang, directory };
    let mut gravest: Vec<Finding<'_>> = gaps.iter().collect();
    gravest.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    let lines = gravest.into_iter().take(SHOWN).map(|finding| format!("  {}\n", page.told(finding.gap())));
    format!("\n{head}\n{}{}", lines.collect::<String>(), more(lang, gaps.len()))
}
