//! Who may do what with a household: half of the questions about somebody on its way up, half about anybody.

use std::hint::black_box;

use wangge::{Action, Directory, Records};

use crate::afternoon::Afternoon;
use crate::measure::Contender;
use crate::ours;
use crate::random::Random;

const WISHES: usize = 2_000;

pub struct Wish {
    pub person: String,
    pub action: Action,
    /// The place of the action in the list of actions: how far duties must go.
    pub extent: u8,
    pub household: String,
}

pub fn wishes(directory: &Directory, records: &Records) -> Vec<Wish> {
    let mut random = Random(11);
    let kinds: Vec<_> = directory.scheme().kinds().collect();
    let wish = |i: usize| {
        let household = directory.household(&records.households[random.below(records.households.len())].id).unwrap();
        let links = directory.responsible(household.id(), kinds[random.below(kinds.len())].id()).unwrap().links();
        let on_the_way: Vec<&str> = links
            .filter_map(|link| match link.holder() {
                wangge::Holder::Held(mut people) => people.next().map(|person| person.id()),
                _ => None,
            })
            .collect();
        let anybody = &records.people[random.below(records.people.len())].id;
        let own = on_the_way.get(random.below(on_the_way.len().max(1))).filter(|_| i.is_multiple_of(2));
        let number = random.below(Action::ALL.len());
        Wish {
            person: own.map_or_else(|| anybody.to_string(), |own| (*own).to_owned()),
            action: Action::ALL[number],
            extent: u8::try_from(number).unwrap(),
            household: household.id().to_owned(),
        }
    };
    (0..WISHES).map(wish).collect()
}

/// Both give the same answers, for the same reasons.
pub fn check(directory: &Directory, afternoon: &Afternoon, wishes: &[Wish]) {
    let mut granted = 0;
    for wish in wishes {
        let ours = ours::granted(directory.may(&wish.person, wish.action, &wish.household).unwrap());
        let theirs = afternoon.may(&wish.person, wish.extent, &wish.household);
        assert_eq!(ours, theirs, "{} {:?} {}", wish.person, wish.action, wish.household);
        granted += usize::from(ours.is_some());
    }
    println!("{} wishes, {granted} of them granted: afternoon petgraph and wangge answer the same", wishes.len());
}

pub fn contenders<'a>(directory: &'a Directory, afternoon: &'a Afternoon, wishes: &'a [Wish]) -> Vec<Contender<'a>> {
    let at = move |i: usize| &wishes[i % wishes.len()];
    vec![
        Contender::new("afternoon petgraph", move |i| {
            let wish = at(i);
            black_box(afternoon.may(&wish.person, wish.extent, &wish.household)).map_or(0, |_| 1)
        }),
        Contender::new("wangge", move |i| {
            let wish = at(i);
            ours::read_access(directory.may(&wish.person, wish.action, &wish.household).unwrap())
        }),
    ]
}
