//! Finding things by what people call them.
//!
//! Every word of the text must occur in the name, label, code or id of a thing, or in a unit above it. A number means
//! itself: `17` finds `3组017号` before `3组170号`. Letters are compared without case, full-width forms as plain ones.

use wangge::{Directory, Unit};

use crate::answer::{EntityView, MatchView, MatchesView, path_to};

/// More words than anybody types; the rest is not looked at.
const MOST_WORDS: usize = 8;
/// Shorter words are not looked for inside ids, which are full of digits.
const LEAST_ID_PART: usize = 4;

/// How well a word is met: less is better.
type Rank = u32;
const EXACT: Rank = 0;
const START: Rank = 1;
const NUMBER: Rank = 1;
const PART: Rank = 3;
const ABOVE: Rank = 4;

/// What was found, as far as it is needed to sort it.
struct Found<'d> {
    rank: Rank,
    kind: EntityView,
    id: &'d str,
    name: &'d str,
    unit: Option<Unit<'d>>,
}

/// The best matches, and how many more there are.
pub(crate) fn search<'d>(directory: &'d Directory, text: &str, at_most: usize) -> MatchesView<'d> {
    let words = Words::new(text);
    if words.0.is_empty() {
        return MatchesView { matches: Vec::new(), more: 0 };
    }
    let above = words.units(directory);
    let over = |unit: Option<Unit<'_>>| unit.and_then(|unit| above.get(unit.number())).copied().unwrap_or(0);
    let mut found: Vec<Found<'d>> = Vec::new();
    let mut add = |kind, id, name, code: &str, unit: Option<Unit<'d>>, over: u32| {
        found.extend(words.rank(name, id, code, over).map(|rank| Found { rank, kind, id, name, unit }));
    };
    for unit in directory.units() {
        add(EntityView::Unit, unit.id(), unit.name(), unit.code().unwrap_or_default(), Some(unit), over(unit.parent()));
    }
    for person in directory.people() {
        let unit = person.unit();
        add(EntityView::Person, person.id(), person.name(), "", unit, over(unit));
    }
    for household in directory.households() {
        let unit = Some(household.unit());
        add(EntityView::Household, household.id(), household.label(), "", unit, over(unit));
    }
    for site in directory.sites() {
        let unit = Some(site.unit());
        add(EntityView::Site, site.id(), site.name(), "", unit, over(unit));
    }
    for department in directory.departments() {
        let unit = Some(department.unit());
        add(EntityView::Department, department.id(), department.name(), "", unit, over(unit));
    }
    // Stable: of the same rank, units before people before households, each in the order of the directory.
    found.sort_by_key(|own| own.rank);
    let more = found.len().saturating_sub(at_most);
    let matches = found.into_iter().take(at_most).map(|Found { kind, id, name, unit, .. }| MatchView {
        kind,
        id,
        name,
        path: unit.map(path_to).unwrap_or_default(),
    });
    MatchesView { matches: matches.collect(), more }
}

/// What is looked for.
struct Words(Vec<String>);

impl Words {
    fn new(text: &str) -> Self {
        let folded = folded(text);
        Self(folded.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect())
    }

    /// For each unit, by number, which words it or a unit above it has in its name or level: a bit each.
    fn units(&self, directory: &Directory) -> Vec<u32> {
        let mut above: Vec<u32> = Vec::with_capacity(directory.units().len());
        for unit in directory.units() {
            let inherited = unit.parent().and_then(|parent| above.get(parent.number()).copied()).unwrap_or(0);
            let level = unit.level().name();
            let texts = [folded(unit.name()), folded(&level.zh), folded(&level.en)];
            let has = |word: &str| texts.iter().any(|text| met(word, text).is_some());
            let own =
                self.0.iter().zip(0_u32..).filter(|(word, _)| has(word)).fold(0, |bits, (_, bit)| bits | (1 << bit));
            above.push(inherited | own);
        }
        above
    }

    /// How well a thing meets all words, one of them at least by itself.
    fn rank(&self, name: &str, id: &str, code: &str, above: u32) -> Option<Rank> {
        let (name, id) = (folded(name), folded(id));
        let (mut total, mut is_met) = (0, false);
        for (word, bit) in self.0.iter().zip(0_u32..) {
            let by_id = || match word.len() {
                _ if *word == id || word == code => Some(EXACT),
                LEAST_ID_PART.. if id.contains(word.as_str()) => Some(PART),
                _ => None,
            };
            match met(word, &name).into_iter().chain(by_id()).min() {
                Some(rank) => {
                    total += rank;
                    is_met = true;
                }
                None if above & (1 << bit) != 0 => total += ABOVE,
                None => return None,
            }
        }
        is_met.then_some(total)
    }
}

/// How well a text has a word.
fn met(word: &str, text: &str) -> Option<Rank> {
    let number = word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.trim_start_matches('0'));
    match number {
        _ if word == text => Some(EXACT),
        // A number is not the beginning of a longer one.
        Some(number) if numbers(text).any(|own| own == number) => Some(NUMBER),
        None if text.starts_with(word) => Some(START),
        _ => text.contains(word).then_some(PART),
    }
}

/// The numbers in a text, without leading zeros.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.map(|run| run.trim_start_matches('0'))
}

/// Lower case, and plain letters and spaces for full-width ones.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    };
    text.chars().map(plain).flat_map(char::to_lowercase).collect()
}
