//! `wangge tree`: units, their households and their seats.

use std::path::Path;

use wangge::{Holder, Unit};
use wangge_formats::answer::TreeView;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::eyes::Eyes;
use crate::command::{json, people};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load::County;
use crate::table::Table;

pub fn run(
    ask: &Ask,
    file: &Path,
    unit: Option<&str>,
    depth: Option<usize>,
    on: Option<&str>,
) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let county = County::on(lang, "tree", file, on)?;
    let directory = &county.directory;
    let eyes = Eyes::new(ask, &county);
    let tops = unit.map_or_else(|| eyes.tops(), |id| eyes.unit(id).map(|unit| vec![unit]));
    let tops = eyes.logged(file, "tree", unit.unwrap_or("*"), tops)?;
    let deepest = depth.unwrap_or(usize::MAX);
    let depth = |top: Unit<'_>, unit: Unit<'_>| unit.ancestors().take_while(|above| *above != top).count();
    let units = tops.iter().flat_map(|top| top.subtree().map(|unit| (depth(*top, unit), unit)));
    let units = units.filter(|(depth, _)| *depth <= deepest);
    if ask.json {
        return Ok(Answer::clean(json(&TreeView::new(directory, units.map(|(_, unit)| unit)))));
    }
    let mut table =
        Table::new(lang.of(["单元", "层级", "编号", "户", "岗位"], ["unit", "level", "id", "households", "seats"]));
    for (depth, unit) in units {
        let name = format!("{}{}", "  ".repeat(depth), unit.name());
        let households = unit.household_count().to_string();
        table.row([&name, lang.name(unit.level().name()), unit.id(), &households, &seats(lang, unit)]);
    }
    let title = lang.of(format!("{} 的单元\n\n", directory.date()), format!("units on {}\n\n", directory.date()));
    Ok(Answer::clean(format!("{title}{table}")))
}

/// Every seat with its holders, a line each.
fn seats(lang: Lang, unit: Unit<'_>) -> String {
    let seats = unit.seats().map(|seat| {
        let name = match (seat.role(), seat.department()) {
            (Some(role), _) => lang.name(role.name()),
            (None, Some(department)) => department.name(),
            (None, None) => "",
        };
        let holder = match seat.holder() {
            Holder::Held(people) => people::names(lang, people),
            Holder::Acting { person, .. } => {
                lang.of(format!("{}（代理）", person.name()), format!("{}, acting", person.name()))
            }
            other => people::holder(lang, other),
        };
        format!("{name} {holder}")
    });
    seats.collect::<Vec<_>>().join("\n")
}
