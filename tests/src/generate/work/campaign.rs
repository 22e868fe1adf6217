//! Campaigns, and what is done in them.

use jiff::ToSpan;
use smol_str::SmolStr;
use wangge::work::{Campaign, Channel, Done};

use super::{
    super::{
        Dice,
        spell::{FIRST, LAST, day},
    },
    anybody, instant, new_id,
};
use crate::naive::Log;

/// A campaign; none where the scheme has none.
pub fn campaign(dice: &mut Dice, log: &Log) -> Option<Campaign> {
    let world = &log.world;
    let taken: Vec<SmolStr> = log.campaigns().map(|campaign| campaign.id.clone()).collect();
    let categories: Vec<SmolStr> = world.scheme.categories.iter().map(|row| row.id.clone()).collect();
    let from = dice.between(FIRST - 2, LAST - 10);
    let mut campaign = Campaign {
        id: new_id(dice, "c", &taken),
        of: dice.pick(&world.scheme.campaigns)?.id.clone(),
        kind: dice.pick(&world.scheme.kinds)?.id.clone(),
        unit: if dice.chance(45) { dice.pick(&world.units).map(|row| row.id.clone()) } else { None },
        categories: if dice.chance(25) { dice.some(&categories, 50) } else { Vec::new() },
        first: if dice.chance(50) { dice.some(&categories, 40) } else { Vec::new() },
        from: day(from),
        until: day(from + dice.between(1, 25)),
        channels: dice.some(Channel::ALL, 40),
    };
    if campaign.channels.is_empty() && dice.chance(90) {
        campaign.channels.push(Channel::Visit);
    }
    match dice.below(40) {
        0 => campaign.of = "none".into(),
        1 => campaign.kind = "nothing".into(),
        2 => campaign.unit = Some("nowhere".into()),
        3 => campaign.categories.push("none".into()),
        4 => campaign.first.push("none".into()),
        5 => campaign.until = campaign.from,
        6 => campaign.channels.extend(campaign.channels.first().copied()),
        _ => {}
    }
    Some(campaign)
}

/// An action for a household of the set, mostly; none where there is no campaign.
pub fn done(dice: &mut Dice, log: &Log) -> Option<Done> {
    let world = &log.world;
    let campaigns: Vec<&Campaign> = log.campaigns().collect();
    let campaign = *dice.pick(&campaigns)?;
    let mut days: Vec<_> = campaign.from.series(1.day()).take_while(|day| *day < campaign.until).collect();
    if dice.chance(2) {
        days = vec![campaign.from.yesterday().unwrap(), campaign.until];
    }
    let today = *dice.pick(&days)?;
    let midnight = world.midnight(today);
    let at = match dice.below(8) {
        0 => instant::beside(dice, midnight),
        1 => instant::beside(dice, world.midnight(today.tomorrow().unwrap())),
        _ => midnight + i64::from(dice.between(0, 23)).hours(),
    };
    let set = log.set(campaign, today);
    let inside: Vec<SmolStr> = set.into_iter().map(|row| world.households[row].id.clone()).collect();
    let all: Vec<SmolStr> = world.households.iter().map(|row| row.id.clone()).collect();
    let from = if dice.chance(94) && !inside.is_empty() { &inside } else { &all };
    let mut done = Done {
        campaign: campaign.id.clone(),
        action: dice.pick(&log.actions(campaign)).cloned().unwrap_or_default(),
        household: dice.pick(from).cloned().unwrap_or_default(),
        at,
        by: anybody(dice, log),
        channel: dice.one(&campaign.channels),
    };
    match dice.below(50) {
        0 => done.campaign = "none".into(),
        1 => done.action = "none".into(),
        2 => done.household = "nowhere".into(),
        3 => done.channel = dice.one(Channel::ALL),
        _ => {}
    }
    Some(done)
}
