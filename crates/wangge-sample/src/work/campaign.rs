//! Campaigns: the five household actions over the year, a big visit each month, and a broadcast that misses eleven.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};
use wangge::work::{Campaign, Channel, Done, Entry};
use wangge::{Directory, Unit};

use super::clock::{DAY, HOUR, Minute, instant, midnight};
use super::course::MonthDay;
use super::story::Teller;
use super::{LAST_MINUTE, people};
use crate::CHALINHE;
use crate::random::Random;

/// The kind under which the duty list names the caretaker first.
const CARE: &str = "livelihood-problem";
const FIRE: &str = "forest-fire";
const FIRST: &str = "monitored";

/// Every action of the five, the days between which it is done, and for how many households in a thousand it is not.
const FIVE: [(&str, [MonthDay; 2], u32); 5] = [
    ("know-every-household", [(1, 5), (3, 31)], 4),
    ("policy-to-household", [(3, 9), (5, 31)], 12),
    ("safety-to-household", [(5, 11), (7, 31)], 9),
    ("service-to-household", [(8, 3), (9, 30)], 22),
    ("care-to-household", [(9, 14), (11, 28)], 75),
];

/// How many households the broadcast does not reach.
const UNHEARD: usize = 11;

/// Carries out every campaign of the year, by those who answer for the households on the day.
pub(super) fn carry_out(teller: &mut Teller<'_>, random: &mut Random) {
    let households = village(teller);
    let mut campaigns = vec![five_actions(&households, random)];
    campaigns.extend((1..=11).map(|month| monthly_visit(&households, month, random)));
    campaigns.push(broadcast(teller.days.at(LAST_MINUTE), random));
    let mut deeds: Vec<(&Campaign, &Deed)> = Vec::new();
    for (campaign, own) in &campaigns {
        teller.record(Entry::Campaign(campaign.clone()));
        deeds.extend(own.iter().filter(|deed| deed.at <= LAST_MINUTE).map(|deed| (campaign, deed)));
    }
    // Day by day, so that each day is compiled once.
    deeds.sort_by_key(|(_, deed)| deed.at);
    for (campaign, Deed { at, action, household, channel }) in deeds {
        let Some(by) = people::first_responder(teller.days.at(*at), household, &campaign.kind) else { continue };
        let (campaign, action, household) = (campaign.id.clone(), (*action).into(), household.clone());
        let (at, channel) = (instant(*at), *channel);
        teller.record(Entry::Done(Done { campaign, action, household, at, by, channel }));
    }
}

/// The households of the village, in the order of the tree.
fn village(teller: &mut Teller<'_>) -> Vec<SmolStr> {
    people::households(teller.days.at(LAST_MINUTE)).map(|own| own.id().into()).collect()
}

fn campaign(id: &str, of: &str, kind: &str, [from, until]: [Date; 2], channels: &[Channel]) -> Campaign {
    Campaign {
        id: id.into(),
        of: of.into(),
        kind: kind.into(),
        unit: Some(CHALINHE.into()),
        categories: Vec::new(),
        first: vec![FIRST.into()],
        from,
        until,
        channels: channels.to_vec(),
    }
}

/// Something that is done for a household.
struct Deed {
    at: Minute,
    action: &'static str,
    household: SmolStr,
    channel: Channel,
}

/// A minute from the first of two days to the last, when people are at home.
fn at_home([first, last]: [Date; 2], random: &mut Random) -> Minute {
    let day = random.between(midnight(first), midnight(last) + DAY).div_euclid(DAY) * DAY;
    day + if random.permille(400) { 8 * HOUR } else { 16 * HOUR } + random.between(0, 4 * HOUR)
}

fn five_actions(households: &[SmolStr], random: &mut Random) -> (Campaign, Vec<Deed>) {
    let year = [Date::constant(2026, 1, 1), Date::constant(2027, 1, 1)];
    let channels = [Channel::Visit, Channel::WeChat, Channel::Phone, Channel::Sms];
    let campaign = campaign("five-household-actions-2026", "five-household-actions", CARE, year, &channels);
    let mut deeds = Vec::new();
    for (action, days, missing) in FIVE {
        let days = days.map(|(month, day)| Date::constant(2026, month, day));
        for household in households {
            let at = at_home(days, random);
            let channel = match random.below(100) {
                0..60 => Channel::Visit,
                60..80 => Channel::WeChat,
                80..95 => Channel::Phone,
                _ => Channel::Sms,
            };
            if !random.permille(missing) {
                deeds.push(Deed { at, action, household: household.clone(), channel });
            }
        }
    }
    (campaign, deeds)
}

/// All of some months, nearly all of others; what November still lacks is for its last days.
fn monthly_visit(households: &[SmolStr], month: i8, random: &mut Random) -> (Campaign, Vec<Deed>) {
    let first = Date::constant(2026, month, 1);
    let days = [first, Date::constant(2026, month + 1, 1)];
    let id = format_smolstr!("monthly-visit-2026-{month:02}");
    let campaign = campaign(&id, "monthly-visit", CARE, days, &[Channel::Visit]);
    let missing = match month {
        11 => 140,
        2 | 7 => 15,
        1 | 6 | 10 => 5,
        _ => 0,
    };
    let mut deeds = Vec::new();
    for household in households {
        let last = first.last_of_month().min(Date::constant(2026, 11, 28));
        let at = at_home([first, last], random);
        if !random.permille(missing) {
            deeds.push(Deed { at, action: "visit", household: household.clone(), channel: Channel::Visit });
        }
    }
    (campaign, deeds)
}

/// The loudspeaker of each micro-grid, then a van for those out of earshot; some live where neither is heard.
fn broadcast(directory: &Directory, random: &mut Random) -> (Campaign, Vec<Deed>) {
    let november = [Date::constant(2026, 11, 1), Date::constant(2026, 12, 1)];
    let channels = [Channel::Loudspeaker, Channel::Vehicle];
    let campaign = campaign("fire-safety-broadcast-2026-11", "fire-safety-broadcast", FIRE, november, &channels);
    let hamlets = hamlets(directory);
    let is_first = |household: &SmolStr| {
        directory.household(household).is_ok_and(|own| own.categories().any(|(category, _)| category == FIRST))
    };
    let unheard = unheard(&hamlets, is_first);
    let mut deeds = Vec::new();
    for hamlet in &hamlets {
        let loudspeaker = midnight(Date::constant(2026, 11, 3)) + DAY * random.between(0, 17) + 18 * HOUR + 30;
        let van = midnight(Date::constant(2026, 11, 21)) + DAY * random.between(0, 7) + 10 * HOUR;
        for household in hamlet.iter().filter(|own| !unheard.contains(own)) {
            let (at, channel) = match random.permille(120) {
                true => (van + random.between(0, 45), Channel::Vehicle),
                false => (loudspeaker, Channel::Loudspeaker),
            };
            deeds.push(Deed { at, action: "hear", household: household.clone(), channel });
        }
    }
    (campaign, deeds)
}

/// The households of the village, unit by unit.
fn hamlets(directory: &Directory) -> Vec<Vec<SmolStr>> {
    let of = |unit: Unit<'_>| unit.households().map(|household| household.id().into()).collect::<Vec<_>>();
    people::village(directory).map(of).filter(|hamlet| !hamlet.is_empty()).collect()
}

/// Who hears nothing: the last few houses of some hamlets; one of those that come first among them.
fn unheard(hamlets: &[Vec<SmolStr>], is_first: impl Fn(&SmolStr) -> bool) -> Vec<&SmolStr> {
    let all = || hamlets.iter().flatten();
    let one = all().filter(|own| is_first(own)).last();
    let step = hamlets.len().div_ceil(4).max(1);
    let far = hamlets.iter().skip(step / 2).step_by(step).flat_map(|hamlet| hamlet.iter().rev().take(3));
    let mut unheard = Vec::new();
    for household in one.into_iter().chain(far).chain(all()) {
        if unheard.len() < UNHEARD && !unheard.contains(&household) {
            unheard.push(household);
        }
    }
    unheard
}
