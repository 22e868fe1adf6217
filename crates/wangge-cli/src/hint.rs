//! What somebody may have meant who typed an id that is not there.

use wangge::QueryError;
use wangge::record::Text;

use crate::lang::Lang;
use crate::load::County;

/// How many are shown.
const SHOWN: usize = 3;

/// The nearest things that are there, a line each.
pub fn near(lang: Lang, county: &County, error: &QueryError) -> Vec<String> {
    let id = error.id();
    let directory = &county.directory;
    let text = |text: &Text| format!("{} {}", text.zh, text.en);
    match error {
        QueryError::KindUnknown { .. } => {
            let kinds = county.registry.scheme().kinds();
            let named = kinds.map(|kind| (kind.id(), text(kind.name()), lang.name(kind.name())));
            nearest(id, named.collect())
        }
        QueryError::PersonUnknown { .. } => nearest(
            id,
            directory.people().map(|person| (person.id(), person.name().to_owned(), person.name())).collect(),
        ),
        QueryError::UnitUnknown { .. } => of_code(lang, county, id).unwrap_or_else(|| nearest(id, units(county))),
        QueryError::SubjectUnknown { .. } => of_code(lang, county, id).unwrap_or_else(|| {
            let mut all = units(county);
            all.extend(directory.sites().map(|site| (site.id(), site.name().to_owned(), site.name())));
            all.extend(directory.households().map(|household| (household.id(), household.label().to_owned(), "")));
            nearest(id, all)
        }),
        _ => Vec::new(),
    }
}

/// Units by id and name.
fn units(county: &County) -> Vec<Candidate<'_>> {
    county.directory.units().map(|unit| (unit.id(), unit.name().to_owned(), unit.name())).collect()
}

/// An official code was typed where an id belongs.
fn of_code(lang: Lang, county: &County, code: &str) -> Option<Vec<String>> {
    let units: Vec<String> = county
        .registry
        .code(code)
        .map(|(unit, days)| {
            let (from, until) = (days.from(), days.until());
            let open = lang.of("至今", "open").to_owned();
            let days = format!("{from} – {}", until.map_or(open, |until| until.to_string()));
            let name = county.directory.unit(unit).map_or("", wangge::Unit::name);
            lang.of(
                format!("`{unit}` {name}（官方代码，{days}）"),
                format!("`{unit}` {name} (its official code, {days})"),
            )
        })
        .collect();
    if units.is_empty() { None } else { Some(units) }
}

/// Id, what to compare with besides the id, what to show.
type Candidate<'a> = (&'a str, String, &'a str);

/// Those that contain the text or differ by few letters, best first, then by id.
fn nearest(typed: &str, all: Vec<Candidate<'_>>) -> Vec<String> {
    let wanted = typed.to_lowercase();
    let score = |(id, names, _): &Candidate<'_>| -> u32 {
        let (id, names) = (id.to_lowercase(), names.to_lowercase());
        if names.split(' ').any(|name| name == wanted) {
            return 0;
        }
        let is_part = wanted.chars().count() >= 2 && (id.contains(&wanted) || names.contains(&wanted));
        let edits = u32::try_from(strsim::osa_distance(&id, &wanted)).unwrap_or(u32::MAX);
        if is_part { edits.min(1) } else { edits.saturating_add(1) }
    };
    let most = u32::try_from(wanted.chars().count() / 3).unwrap_or(u32::MAX).saturating_add(2);
    let mut scored: Vec<_> = all.iter().map(|one| (score(one), one)).filter(|(score, _)| *score <= most).collect();
    scored.sort_by(|(a, (a_id, ..)), (b, (b_id, ..))| (a, a_id).cmp(&(b, b_id)));
    scored.iter().take(SHOWN).map(|(_, (id, _, name))| format!("`{id}` {name}").trim_end().to_owned()).collect()
}
