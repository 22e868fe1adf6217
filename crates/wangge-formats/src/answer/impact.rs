//! What a change does, as JSON: numbers first, then who and what.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::scheme::Kind;
use wangge::{Finding, Household, Impact, PersonChange, Placement, Shift, Unit};

use super::{FindingView, PersonView};

/// What differs between two directories. The counts are of all; each list has at most as many entries as were asked for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Impact")]
pub struct ImpactView<'i> {
    /// The date before.
    pub before: String,
    /// The date after.
    pub after: String,
    /// How much differs.
    pub counts: ImpactCountsView,
    /// The households that come, go, or are under another unit.
    pub placed: Vec<PlacementView<'i>>,
    /// The households that have another answerable person for some kind, each once.
    pub answerable: Vec<&'i str>,
    /// How answerable persons change: households and kinds that change alike stand together.
    pub shifts: Vec<ShiftView<'i>>,
    /// Who gains or loses households.
    pub people: Vec<PersonChangeView<'i>>,
    /// The gaps that open.
    pub opened: Vec<FindingView<'i>>,
    /// The gaps that close.
    pub closed: Vec<FindingView<'i>>,
}

/// How much differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ImpactCounts")]
pub struct ImpactCountsView {
    /// Households that come, go, or are under another unit.
    pub placed: usize,
    /// Households that have another answerable person for some kind.
    pub answerable: usize,
    /// Ways in which answerable persons change.
    pub shifts: usize,
    /// People who gain or lose households.
    pub people: usize,
    /// Gaps that open.
    pub opened: usize,
    /// Gaps that close.
    pub closed: usize,
}

/// A household that comes, goes, or is under another unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Placement")]
pub struct PlacementView<'i> {
    /// The household.
    pub household: &'i str,
    /// The unit that it was under; absent if it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'i str>,
    /// The unit that it is under; absent if it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'i str>,
}

/// Households whose answerable persons change alike, for the same kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Shift")]
pub struct ShiftView<'i> {
    /// How many households.
    pub count: usize,
    /// Who was answerable; empty: nobody.
    pub before: Vec<PersonView<'i>>,
    /// Who is answerable; empty: nobody.
    pub after: Vec<PersonView<'i>>,
    /// For which kinds.
    pub kinds: Vec<&'i str>,
    /// Which households.
    pub households: Vec<&'i str>,
}

/// What a person gains and loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PersonChange")]
pub struct PersonChangeView<'i> {
    /// The person.
    pub person: PersonView<'i>,
    /// How many households the person reaches only after the change.
    pub gain_count: usize,
    /// How many households the person reached only before it.
    pub loss_count: usize,
    /// The households that the person reaches only after the change.
    pub gains: Vec<&'i str>,
    /// The households that the person reached only before it.
    pub loses: Vec<&'i str>,
}

/// Asks a question about an impact as JSON, with at most so many entries in each list.
pub fn view<T>(impact: &Impact, at_most: usize, question: impl FnOnce(&ImpactView<'_>) -> T) -> T {
    let gaps = impact.gaps();
    let counts = ImpactCountsView {
        placed: impact.placed().len(),
        answerable: impact.answerable_households().len(),
        shifts: impact.shifts().len(),
        people: impact.people().len(),
        opened: gaps.opened().iter().len(),
        closed: gaps.closed().iter().len(),
    };
    question(&ImpactView {
        before: impact.before().date().to_string(),
        after: impact.after().date().to_string(),
        counts,
        placed: impact.placed().take(at_most).map(Into::into).collect(),
        answerable: ids(impact.answerable_households(), at_most),
        shifts: impact.shifts().take(at_most).map(|shift| ShiftView::new(shift, at_most)).collect(),
        people: impact.people().take(at_most).map(|change| PersonChangeView::new(change, at_most)).collect(),
        opened: gaps.opened().iter().take(at_most).map(<FindingView<'_> as From<Finding<'_>>>::from).collect(),
        closed: gaps.closed().iter().take(at_most).map(<FindingView<'_> as From<Finding<'_>>>::from).collect(),
    })
}

impl<'i> From<Placement<'i>> for PlacementView<'i> {
    fn from(placement: Placement<'i>) -> Self {
        Self {
            household: placement.household().id(),
            from: placement.from().map(Unit::id),
            to: placement.to().map(Unit::id),
        }
    }
}

impl<'i> ShiftView<'i> {
    fn new(shift: Shift<'i>, at_most: usize) -> Self {
        Self {
            count: shift.households().len(),
            before: shift.before().map(Into::into).collect(),
            after: shift.after().map(Into::into).collect(),
            kinds: shift.kinds().map(Kind::id).collect(),
            households: ids(shift.households(), at_most),
        }
    }
}

impl<'i> PersonChangeView<'i> {
    fn new(change: PersonChange<'i>, at_most: usize) -> Self {
        Self {
            person: change.person().into(),
            gain_count: change.gains().len(),
            loss_count: change.loses().len(),
            gains: ids(change.gains(), at_most),
            loses: ids(change.loses(), at_most),
        }
    }
}

fn ids<'i>(households: impl Iterator<Item = Household<'i>>, at_most: usize) -> Vec<&'i str> {
    households.take(at_most).map(Household::id).collect()
}
