//! Why a household goes to whom it goes, as one would say it across a table.

use std::fmt::Write;

use wangge::{Alternative, Chosen, Explanation, Switch, WhyNot};

use super::page::named;
use crate::lang::Lang;
use crate::number::{metres, signed};
use crate::table::Table;
use crate::words;

/// How many who would have to move are named.
const NAMED: usize = 3;

pub fn text(lang: Lang, explanation: &Explanation<'_>) -> String {
    let household = explanation.household;
    let mut text = lang.of(
        format!("\n{} ({}) 为什么这样安排\n", household.label(), household.id()),
        format!("\nwhy {} ({}) goes to whom it goes\n", household.label(), household.id()),
    );
    for chosen in &explanation.chosen {
        _ = writeln!(text, "  {}", said(lang, chosen));
    }
    if explanation.missing > 0 {
        let missing = explanation.missing;
        text += &lang.of(
            format!("  还缺 {missing} 人，见上面的症结\n"),
            format!("  {missing} missing: see the bottleneck above\n"),
        );
    }
    if !explanation.alternatives.is_empty() {
        let head = lang.of(["换给谁", "距离", "所有户合计", "为什么不"], ["instead", "distance", "overall", "why not"]);
        let mut table = Table::new(head);
        for other in &explanation.alternatives {
            let distance = distance(lang, other.metres);
            table.row([named(other.taker), distance, overall(lang, other), why_not(lang, explanation, other)]);
        }
        _ = write!(text, "\n{table}");
    }
    if !explanation.excluded.is_empty() {
        let mut table =
            Table::new(lang.of(["不能包这一户的人", "距离", "规定"], ["may not take it", "distance", "rule"]));
        for other in &explanation.excluded {
            table.row([
                named(other.taker),
                distance(lang, other.metres),
                words::ineligible(lang, other.why).to_owned(),
            ]);
        }
        _ = write!(text, "\n{table}");
    }
    text
}

fn said(lang: Lang, chosen: &Chosen<'_>) -> String {
    let mut parts = vec![lang.of(format!("归 {}", named(chosen.taker)), format!("goes to {}", named(chosen.taker)))];
    parts.push(distance(lang, chosen.metres));
    let mut add = |holds: bool, zh: &str, en: &str| parts.extend(holds.then(|| lang.of(zh, en).to_owned()));
    add(chosen.pinned, "固定的结对", "pinned");
    add(chosen.today, "今天就是这一对", "as today");
    add(chosen.preferred, "双方有意愿", "asked for");
    lang.of(parts.join("，"), parts.join(", "))
}

fn distance(lang: Lang, known: Option<u32>) -> String {
    known.map_or_else(|| lang.of("距离不明", "unknown").to_owned(), |known| metres(known.into()))
}

/// What all households together would cost more.
fn overall(lang: Lang, other: &Alternative<'_>) -> String {
    match &other.switch {
        None => "-".to_owned(),
        Some(Switch { missing: 0, shortfall: 0, cost, .. }) => {
            format!("{}{} m", if *cost > 0 { "+" } else { "" }, signed(*cost))
        }
        Some(Switch { missing, shortfall, .. }) => lang.of(
            format!("缺人 {missing:+}，离下限 {shortfall:+} 户"),
            format!("missing {missing:+}, below minima {shortfall:+}"),
        ),
    }
}

fn why_not(lang: Lang, explanation: &Explanation<'_>, other: &Alternative<'_>) -> String {
    let own = explanation.chosen.iter().filter_map(|chosen| chosen.metres).max();
    let nearer = own.zip(other.metres).is_some_and(|(own, other)| other < own);
    let reason = match other.why {
        WhyNot::Equal => lang.of("一样好，按编号取定", "as good; the tie falls by number").to_owned(),
        WhyNot::Full { limit: None } if nearer => lang.of("更近，但已满", "nearer, but full").to_owned(),
        WhyNot::Full { limit: None } => lang.of("已满", "full").to_owned(),
        WhyNot::Full { limit: Some(limit) } => {
            lang.of(format!("第 {} 条限额已满", limit + 1), format!("limit {} is full", limit + 1))
        }
        WhyNot::Needed => lang.of("原来的人要够下限", "needed for a minimum where it is").to_owned(),
        WhyNot::Pinned => lang.of("名额已被固定的结对占满", "pinned pairs take every place").to_owned(),
        WhyNot::Dearer if nearer => lang.of("更近，但总的更费", "nearer, but dearer overall").to_owned(),
        _ => lang.of("更费", "dearer").to_owned(),
    };
    let moves = other.switch.as_ref().map_or(&[][..], |switch| &switch.moves[..]);
    let others: Vec<String> = moves
        .iter()
        .skip(1)
        .map(|moved| {
            let to = moved.to.map_or_else(|| lang.of("无人", "nobody").to_owned(), |taker| taker.name().to_owned());
            format!("{}→{to}", moved.household.id())
        })
        .collect();
    if others.is_empty() {
        return reason;
    }
    let listed = lang.list(others.iter().take(NAMED));
    let count = others.len();
    let more = if count > NAMED { lang.of("……", " ...") } else { "" };
    lang.of(
        format!("{reason}；{count} 户要跟着换：{listed}{more}"),
        format!("{reason}; {count} more would move: {listed}{more}"),
    )
}
