//! The plan as a person judges it: before and after, loads, who moves, who is left out and why.

use std::fmt::Write;
use std::path::Path;

use wangge::{Figures, Household, Load, Plan, Shortage, Taker, Use};

use crate::lang::Lang;
use crate::number::{grouped, kilometres, metres};
use crate::table::Table;

/// How many rows of a list a person is shown.
const SHOWN: usize = 10;

/// How wide the longest bar is.
const BAR: u64 = 40;

/// How many bars a histogram has at most.
const BARS: u32 = 24;

pub fn text(lang: Lang, plan: &Plan, out: Option<&Path>) -> String {
    let mut text = head(lang, plan);
    let loads: Vec<Load<'_>> = plan.loads().collect();
    _ = write!(text, "\n{}\n", figures(lang, &plan.before(), &plan.after()));
    text += &histogram(lang, &loads);
    text += &moves(lang, plan);
    text += &left_out(lang, plan);
    text += &shortages(lang, plan);
    text += &proof(lang, plan);
    if let Some(out) = out {
        let shown = out.display();
        _ = write!(text, "\n{}", lang.of(format!("方案写到 `{shown}`\n"), format!("the plan is in `{shown}`\n")));
    }
    text
}

fn head(lang: Lang, plan: &Plan) -> String {
    let date = plan.directory().date();
    let scheme = plan.directory().scheme();
    let purpose = match &plan.options().purpose {
        Use::Caretakers { programme } => {
            let named = scheme.programmes().find(|own| own.id() == programme);
            named.map_or_else(|| programme.to_string(), |own| lang.name(own.name()).to_owned())
        }
        Use::Units { level, .. } => {
            let named = scheme.level(level).ok();
            let name = named.map_or_else(|| level.to_string(), |own| lang.name(own.name()).to_owned());
            lang.of(format!("各户划入{name}"), format!("households to units of the level {name}"))
        }
    };
    format!("{purpose}, {date}\n")
}

fn figures(lang: Lang, before: &Figures, after: &Figures) -> Table {
    let mut table = Table::new(lang.of(["", "今天", "方案"], ["", "today", "plan"]));
    let mut row = |zh: &str, en: &str, of: &dyn Fn(&Figures) -> String| {
        table.row([lang.of(zh, en), &of(before), &of(after)]);
    };
    row("户数", "households", &|own| grouped(own.households));
    row("没人包或缺人的户", "households with nobody or too few", &|own| grouped(own.short));
    row("总距离", "total distance", &|own| kilometres(own.cost.distance));
    row("平均距离", "mean distance", &|own| metres(mean(own)));
    row("最远", "longest distance", &|own| metres(own.longest.into()));
    row("超过上限的", "above the maximum", &|own| grouped(own.over_maximum));
    row("不到下限的", "below the minimum", &|own| grouped(own.below_minimum));
    row("不合规定的结对", "pairs against the rules", &|own| grouped(own.ineligible));
    if before.unplaced + after.unplaced > 0 {
        row("不知位置的结对（按 20 km 计）", "pairs without a location (20 km each)", &|own| {
            grouped(own.unplaced)
        });
    }
    table
}

fn mean(own: &Figures) -> u64 {
    let distance = u64::try_from(own.cost.distance).unwrap_or(0);
    distance.checked_div(own.pairs).unwrap_or(0)
}

/// How many have how many households; the bar is the plan's, today's number stands beside it.
fn histogram(lang: Lang, loads: &[Load<'_>]) -> String {
    let top = loads.iter().map(|load| load.before.max(load.now)).max().unwrap_or(0);
    let width = top / BARS + 1;
    let mut bins = vec![(0_u64, 0_u64); usize::try_from(top / width + 1).unwrap_or(0)];
    let bin = |load: u32| usize::try_from(load / width).unwrap_or(usize::MAX);
    for load in loads {
        bins.get_mut(bin(load.before)).into_iter().for_each(|bin| bin.0 += 1);
        bins.get_mut(bin(load.now)).into_iter().for_each(|bin| bin.1 += 1);
    }
    let most = bins.iter().map(|bin| bin.1).max().unwrap_or(0).max(1);
    let title =
        lang.of("每人（每单元）几户：方案的人数（今天的人数）", "households of each: how many in the plan (today)");
    let mut text = format!("{title}\n");
    let empty = |bin: &(u32, (u64, u64))| bin.1 == (0, 0);
    for (from, (before, now)) in (0..).step_by(usize::try_from(width).unwrap_or(1)).zip(bins).skip_while(empty) {
        let label = if width == 1 { format!("{from}") } else { format!("{from}-{}", from + width - 1) };
        let bar = "█".repeat(usize::try_from((now * BAR).div_ceil(most)).unwrap_or(0));
        let gap = if bar.is_empty() { "" } else { " " };
        _ = writeln!(text, "{label:>9} │{bar}{gap}{} ({})", grouped(now), grouped(before));
    }
    text
}

/// Who changes hands.
fn moves(lang: Lang, plan: &Plan) -> String {
    let changed = || {
        plan.today().zip(plan.pairs()).filter_map(|((household, from), (_, to))| {
            let (from, to): (Vec<_>, Vec<_>) = (from.collect(), to.collect());
            (from != to).then_some((household, from, to))
        })
    };
    let (count, all) = (changed().count(), plan.pairs().len());
    let kept = grouped(u64::try_from(all - count).unwrap_or(0));
    let count_shown = grouped(u64::try_from(count).unwrap_or(0));
    let mut text = lang.of(
        format!("\n换人的户 {count_shown}，不变的户 {kept}\n"),
        format!("\nhouseholds that change hands: {count_shown}; that stay: {kept}\n"),
    );
    if count == 0 {
        return text;
    }
    let mut table = Table::new(lang.of(["户", "今天", "方案"], ["household", "today", "plan"]));
    for (household, from, to) in changed().take(SHOWN) {
        table.row([place(household), takers(lang, &from), takers(lang, &to)]);
    }
    text += &table.to_string();
    if count > SHOWN {
        text += lang.of("……其余见 `-o` 写出的方案\n", "... the others are in the plan that `-o` writes\n");
    }
    text
}

fn left_out(lang: Lang, plan: &Plan) -> String {
    let count = plan.unassigned().count();
    if count == 0 {
        return lang
            .of("\n每一户都有人包：无一户遗漏\n", "\nevery household has somebody: nobody is left out\n")
            .to_owned();
    }
    let listed: Vec<&str> = plan.unassigned().take(SHOWN).map(|(household, _)| household.id()).collect();
    let more = if count > SHOWN { lang.of("……", " ...") } else { "" };
    let (listed, count) = (lang.list(listed), grouped(u64::try_from(count).unwrap_or(0)));
    lang.of(
        format!("\n仍没人包或缺人的户 {count}：{listed}{more}\n"),
        format!("\nhouseholds that still have nobody, or too few: {count}: {listed}{more}\n"),
    )
}

/// The smallest sets that say why.
fn shortages(lang: Lang, plan: &Plan) -> String {
    let mut text = String::new();
    for found in plan.bottlenecks().take(SHOWN) {
        // Somebody stands there once for their maximum and once for each limit.
        let mut who: Vec<Taker<'_>> = found.takers().map(|(taker, _)| taker).collect();
        who.dedup_by_key(|taker| taker.id());
        let (households, all, short) = (found.households().len(), who.len(), grouped(found.short()));
        let more = if all > SHOWN { lang.of("等", " and others") } else { "" };
        let who = lang.list(who.into_iter().take(SHOWN).map(named));
        _ = match found.shortage() {
            Shortage::Capacity => writeln!(
                text,
                "{}",
                lang.of(
                    format!("症结：这 {households} 户只能归 {all} 人（{who}{more}），合起来差 {short} 个名额"),
                    format!(
                        "bottleneck: these {households} households may only go to {all} ({who}{more}), \
                         whose places are {short} too few"
                    ),
                )
            ),
            _ => writeln!(
                text,
                "{}",
                lang.of(
                    format!("症结：{all} 人（{who}{more}）只能在 {households} 户里分，离下限合起来差 {short} 户"),
                    format!(
                        "bottleneck: {all} ({who}{more}) may only have these {households} households, \
                         {short} too few for their minimum"
                    ),
                )
            ),
        };
        let ids: Vec<&str> = found.households().take(SHOWN).map(|household| household.id()).collect();
        let more = if households > SHOWN { lang.of("……", " ...") } else { "" };
        _ = writeln!(text, "  {}{more}", lang.list(ids));
    }
    text
}

fn proof(lang: Lang, plan: &Plan) -> String {
    let pairs = grouped(plan.eligible_pairs());
    if !plan.verify().is_best() {
        // No solver is trusted: what it cannot prove is said.
        return lang
            .of(
                "\n【证明不成立】请勿使用这个方案，并报告此事\n",
                "\n[THE PROOF DOES NOT HOLD] do not use this plan, and report it\n",
            )
            .to_owned();
    }
    lang.of(
        format!("\n证明已核对：在全部 {pairs} 种合规的结对中，没有更好的方案\n"),
        format!("\nproof verified: over all {pairs} eligible pairs no plan is better\n"),
    )
}

fn place(household: Household<'_>) -> String {
    format!("{} ({})", household.label(), household.id())
}

pub fn named(taker: Taker<'_>) -> String {
    format!("{} ({})", taker.name(), taker.id())
}

fn takers(lang: Lang, takers: &[Taker<'_>]) -> String {
    if takers.is_empty() { lang.of("无", "nobody").to_owned() } else { lang.list(takers.iter().copied().map(named)) }
}
