//! The matters of the year as they are reported: when, about what, through which channel.

use jiff::civil::{Date, Weekday};
use smol_str::SmolStr;
use wangge::record::Urgency;
use wangge::work::Channel;
use wangge::{Directory, Household, Unit};

use super::clock::{DAY, Days, HOUR, Minute, date, midnight};
use super::course::{About, Course, KINDS, OPEN, Season, TURNS};
use super::{LAST_MINUTE, people};
use crate::CHALINHE;
use crate::random::Random;

/// A matter of the year, and what comes of it.
pub(super) struct Planned {
    pub at: Minute,
    pub subject: SmolStr,
    pub kind: &'static str,
    pub urgency: Urgency,
    pub channel: Channel,
    pub recuse: Vec<SmolStr>,
    pub course: Course,
}

/// What a matter can be about.
struct Village {
    households: Vec<SmolStr>,
    /// Sites, grids, and the village itself.
    places: Vec<SmolStr>,
    /// Households that move on 2026-03-05.
    moving: Vec<SmolStr>,
    /// Households whose micro-grid leader leaves on 2026-07-01.
    left: Vec<SmolStr>,
}

/// Every matter of the year, in order of time.
pub(super) fn matters(days: &mut Days<'_>, random: &mut Random) -> Vec<Planned> {
    let village = Village::look(days);
    let mut planned = Vec::new();
    for of in KINDS {
        let turns = TURNS.iter().filter(|(_, kind, _)| *kind == of.kind);
        let turns = turns.flat_map(|(course, _, count)| std::iter::repeat_n(*course, *count));
        for course in turns.chain(std::iter::repeat(Course::Plain)).take(of.resolved) {
            let at = match course {
                Course::HandedDown => morning(Date::constant(2026, 6, 24), random),
                Course::Moving => moment([Date::constant(2026, 3, 2), Date::constant(2026, 3, 3)], random),
                // All who could be asked are asked first.
                Course::TakenByTown | Course::ReopenedVerified | Course::ReopenedClosed => {
                    moment([Date::constant(2026, 5, 6), Date::constant(2026, 9, 18)], random)
                }
                _ => in_season(&of.season, random),
            };
            planned.push(village.matter(of.kind, of.about, course, at, random));
        }
    }
    for (course, kind, count, [from, to]) in OPEN {
        let days = [from, to].map(|(month, day)| Date::constant(2026, *month, *day));
        let about = KINDS.iter().find(|of| of.kind == *kind).map_or(About::Household, |of| of.about);
        for _ in 0..*count {
            let at = match course {
                Course::Left => morning(days[0], random),
                _ => moment(days, random).min(LAST_MINUTE - random.between(20, 4 * HOUR)),
            };
            planned.push(village.matter(kind, about, *course, at, random));
        }
    }
    planned.extend(village.emergencies());
    planned.sort_by_key(|matter| matter.at);
    for matter in &mut planned {
        recuse(days, matter, random);
    }
    planned
}

impl Village {
    fn look(days: &mut Days<'_>) -> Self {
        let unit_before = |days: &mut Days<'_>, household: &SmolStr| {
            let directory = days.on(Date::constant(2026, 3, 4));
            directory.household(household).ok().map(|household| SmolStr::new(household.unit().id()))
        };
        let june = leaders(days.on(Date::constant(2026, 6, 30)));
        let july = leaders(days.on(Date::constant(2026, 7, 1)));
        let leaves = |unit: &str| june.iter().any(|leader| leader.0 == unit) && !july.iter().any(|own| own.0 == unit);
        let directory = days.on(Date::constant(2026, 7, 1)).clone();
        let ids = |households: &mut dyn Iterator<Item = Household<'_>>| {
            households.map(|household| SmolStr::new(household.id())).collect::<Vec<_>>()
        };
        let households = ids(&mut people::households(&directory));
        let left = ids(&mut people::households(&directory).filter(|own| leaves(own.unit().id())));
        let sites = people::village(&directory).flat_map(Unit::sites).map(|site| SmolStr::new(site.id()));
        let wide = people::village(&directory).filter(|unit| unit.level().id() != "micro-grid");
        let places = sites.chain(wide.map(|unit| SmolStr::new(unit.id()))).collect();
        let has_moved = |household: &&SmolStr| {
            let now = directory.household(household).ok().map(|own| SmolStr::new(own.unit().id()));
            unit_before(days, household) != now
        };
        let moving = households.iter().filter(has_moved).cloned().collect();
        Self { households, places, moving, left }
    }

    fn matter(&self, kind: &'static str, about: About, course: Course, at: Minute, random: &mut Random) -> Planned {
        let place = random.permille(match about {
            About::Household => 0,
            About::Anywhere => 450,
            About::Place => 1000,
        });
        let wanted = match course {
            Course::Moving => &self.moving,
            Course::HandedDown | Course::Left => &self.left,
            _ if place => &self.places,
            _ => &self.households,
        };
        let subject = one_of(wanted, random).or_else(|| one_of(&self.households, random));
        let is_pressing = matches!(course, Course::Plain) && random.permille(pressing(kind, date(at).month()));
        let channel = channel(kind, at, random);
        Planned {
            at,
            subject: subject.unwrap_or(SmolStr::new_static(CHALINHE)),
            kind,
            urgency: if is_pressing { Urgency::Emergency } else { Urgency::Routine },
            channel,
            recuse: Vec::new(),
            course,
        }
    }

    /// The emergencies of production safety that the village remembers.
    fn emergencies(&self) -> impl Iterator<Item = Planned> {
        let known = |wanted: &str| match wanted.strip_prefix('h') {
            Some(number) => {
                number.parse().ok().and_then(|number: usize| self.households.get(number % self.households.len().max(1)))
            }
            None => self.places.iter().find(|place| place.ends_with(wanted)),
        };
        EMERGENCIES.iter().map(move |(month, day, hour, minutes, kind, subject, channel)| Planned {
            at: midnight(Date::constant(2026, *month, *day)) + HOUR * hour + minutes,
            subject: known(subject).cloned().unwrap_or(SmolStr::new_static(CHALINHE)),
            kind,
            urgency: Urgency::Emergency,
            channel: *channel,
            recuse: Vec::new(),
            course: if (*month, *day) == (11, 29) { Course::InTime } else { Course::Plain },
        })
    }
}

/// Month, day, hour, minute, kind, what it is about (the end of an id, or which household), channel.
type Emergency = (i8, i8, Minute, Minute, &'static str, &'static str, Channel);

const EMERGENCIES: &[Emergency] = &[
    (2, 10, 19, 5, "fireworks", "h210", Channel::Hotline),
    (2, 16, 20, 40, "forest-fire", "h388", Channel::Phone),
    (4, 4, 15, 10, "forest-fire", "-05", Channel::Visit),
    (4, 5, 11, 40, "forest-fire", "h452", Channel::Phone),
    (4, 6, 16, 25, "forest-fire", "-03", Channel::Sensor),
    (6, 18, 2, 45, "flood", "-s01", Channel::Sensor),
    (6, 18, 5, 30, "flood", "h12", Channel::Phone),
    (6, 27, 22, 50, "flood", "-s07", Channel::Sensor),
    (6, 28, 6, 15, "geological-hazard", "h533", Channel::WeChat),
    (7, 2, 7, 30, "flood", "-s02", Channel::Visit),
    (7, 5, 14, 20, "flood", "h77", Channel::Phone),
    (9, 24, 18, 10, "road-safety", "-s02", Channel::Hotline),
    (11, 21, 16, 5, "forest-fire", "-06", Channel::Sensor),
    (11, 29, 15, 20, "forest-fire", "-05", Channel::Phone),
];

/// The micro-grids that have a leader who is there, with the leader.
fn leaders(directory: &Directory) -> Vec<(SmolStr, SmolStr)> {
    let leader = |unit: Unit<'_>| Some((unit.id().into(), people::in_role(unit, "micro-grid-leader").pop()?));
    people::village(directory).filter_map(leader).collect()
}

fn one_of(list: &[SmolStr], random: &mut Random) -> Option<SmolStr> {
    let n = random.below(u32::try_from(list.len()).unwrap_or(u32::MAX));
    usize::try_from(n).ok().and_then(|n| list.get(n)).cloned()
}

/// Of a thousand matters of a kind, how many cannot wait.
fn pressing(kind: &str, month: i8) -> u32 {
    match (kind, month) {
        ("housing-safety", 6 | 7) => 150,
        ("drinking-water" | "medical-help", _) => 40,
        _ => 0,
    }
}

/// A minute of the season; nothing comes so late that it cannot be resolved by the end.
fn in_season(season: &Season, random: &mut Random) -> Minute {
    let mut drawn = random.below(season.iter().sum());
    let halves = (1..=11).flat_map(|month| [(month, 1), (month, 16)]);
    for ((month, first), weight) in halves.zip(season) {
        if drawn < *weight {
            let from = Date::constant(2026, month, first);
            let last = match (month, first) {
                (_, 1) => 15,
                (11, _) => 25,
                _ => from.days_in_month(),
            };
            return moment([from, Date::constant(2026, month, last)], random);
        }
        drawn -= weight;
    }
    morning(Date::constant(2026, 5, 20), random)
}

/// A minute of a day from one to another, at which people are about.
fn moment([first, last]: [Date; 2], random: &mut Random) -> Minute {
    let day = random.between(midnight(first), midnight(last) + DAY).div_euclid(DAY) * DAY;
    // What comes on the last evening of a month would miss the monthly report.
    let is_last = date(day).last_of_month() == date(day);
    match random.below(1000) {
        0..450 => day + 7 * HOUR + random.between(30, 270),
        450..700 => day + 14 * HOUR + random.between(0, 180),
        _ if is_last => day + 9 * HOUR + random.between(0, 120),
        _ => day + 18 * HOUR + random.between(0, 180),
    }
}

fn morning(day: Date, random: &mut Random) -> Minute {
    midnight(day) + 8 * HOUR + random.between(0, 90)
}

/// Most call, write or tell whoever comes by.
fn channel(kind: &str, at: Minute, random: &mut Random) -> Channel {
    let drawn = random.below(1000);
    match (kind, drawn) {
        ("flood" | "forest-fire" | "sewage", 0..250) => return Channel::Sensor,
        ("straw-burning" | "road-safety" | "fireworks", 0..200) => return Channel::Vehicle,
        ("village-event" | "custom-reform", 0..200) => return Channel::Loudspeaker,
        _ => {}
    }
    let is_office_hour = (8 * HOUR + 30..17 * HOUR + 30).contains(&at.rem_euclid(DAY))
        && !matches!(date(at).weekday(), Weekday::Saturday | Weekday::Sunday);
    match drawn {
        0..350 => Channel::Phone,
        350..630 => Channel::WeChat,
        630..850 => Channel::Visit,
        850..900 => Channel::Hotline,
        900..955 if is_office_hour => Channel::Counter,
        900..955 => Channel::Phone,
        955..980 => Channel::Sms,
        980..992 => Channel::Letter,
        _ => Channel::Other,
    }
}

/// Now and then somebody who would be asked is concerned.
fn recuse(days: &mut Days<'_>, matter: &mut Planned, random: &mut Random) {
    let share = if matter.kind.ends_with("dispute") { 80 } else { 8 };
    if matter.course != Course::Plain || !random.permille(share) {
        return;
    }
    let answering = people::with_duty(days.at(matter.at), &matter.subject, matter.kind, people::is_near);
    matter.recuse.extend(one_of(&answering, random));
}
