//! A village: its grids and micro-grids, households in hamlets, sites, and the people who serve them.

use smol_str::{SmolStr, format_smolstr};
use wangge::record::{Dated, HouseholdRecord, SiteRecord, Spell, UnitRecord};

use crate::CHALINHE;
use crate::county::{Builder, START, code};
use crate::map::{Rect, divide};
use crate::plan::VillagePlan;
use crate::random::Random;

/// A grid while it is being made.
struct Grid {
    id: SmolStr,
    /// Its place in the village, from 1; its households are numbered within it, as people call them.
    number: usize,
    /// Its micro-grids.
    micros: Vec<SmolStr>,
    /// Its households, with the position of the micro-grid that each is in today.
    households: Vec<(SmolStr, usize)>,
    /// The day on which the grid was last redrawn, in Chalinhe.
    former: Option<SmolStr>,
}

/// Makes a village inside its rectangle.
pub(crate) fn make(builder: &mut Builder, village: &str, plan: &VillagePlan, rect: Rect) {
    let mut random = Random::new(builder.seed, village.parse().unwrap_or(0));
    let leaders = village_posts(builder, village, &mut random);
    let weights: Vec<u64> = plan.iter().map(|micros| u64::try_from(micros.len()).unwrap_or(1)).collect();
    let mut number = 0;
    for (i, (micros, rect)) in plan.iter().zip(divide(rect, &weights)).enumerate() {
        let mut grid = lay_grid(builder, village, i + 1, plan.len(), rect);
        lay_micros(builder, &mut grid, micros, rect, &mut number, &mut random);
        site(builder, village, &grid, i, rect, &mut random);
        grid_posts(builder, &grid, leaders.get(i), &mut random);
    }
}

/// Secretary, committee members and doctor; the members also lead the first grids (several seats for one person).
fn village_posts(builder: &mut Builder, village: &str, random: &mut Random) -> Vec<SmolStr> {
    let Builder { records, staff, .. } = builder;
    let cadre = ["party-member", "cadre"];
    let secretary = staff.person(records, random, &cadre, None);
    staff.appoint(records, &secretary, village, "village-secretary", START, None);
    let members = [staff.person(records, random, &cadre, None), staff.person(records, random, &cadre, None)];
    for (member, rank) in members.iter().zip(1..) {
        staff.appoint(records, member, village, "village-deputy", START, None);
        staff.deputise(records, member, village, "village-secretary", rank);
    }
    // Here and there the doctor's licence is not on record: an appointment that the findings name.
    let licence: &[&str] = if random.permille(20) { &["volunteer"] } else { &["doctor"] };
    let doctor = staff.person(records, random, licence, None);
    staff.appoint(records, &doctor, village, "village-doctor", START, None);
    if random.permille(30) {
        staff.absent(records, &secretary, "2026-11-20", Some("2026-11-28"));
    }
    members.into()
}

fn lay_grid(builder: &mut Builder, village: &str, number: usize, grids: usize, rect: Rect) -> Grid {
    let (id, digits) = match grids < 100 {
        true => (format_smolstr!("{village}-{number:02}"), format_smolstr!("{village}{number:02}")),
        false => (format_smolstr!("{village}-{number:03}"), format_smolstr!("{village}{number:03}")),
    };
    builder.records.units.push(UnitRecord {
        id: id.clone(),
        level: "grid".into(),
        name: format_smolstr!("第{number}网格"),
        from: START.into(),
        until: None,
        parent: Some(Dated::Throughout(village.into())),
        codes: vec![code(digits, START, None)],
        scope: vec![builder.map.ring(rect)],
    });
    // Chalinhe had an eighth grid; it was merged into the seventh, and its code still resolves.
    let former = (village == CHALINHE && number == 7).then(|| {
        let id = format_smolstr!("{village}-08");
        builder.records.units.push(UnitRecord {
            id: id.clone(),
            level: "grid".into(),
            name: "第8网格".into(),
            from: START.into(),
            until: Some("2024-01-01".into()),
            parent: Some(Dated::Throughout(village.into())),
            codes: vec![code(format_smolstr!("{village}08"), START, Some("2024-01-01"))],
            scope: Vec::new(),
        });
        id
    });
    Grid { id, number, micros: Vec::new(), households: Vec::new(), former }
}

fn lay_micros(
    builder: &mut Builder,
    grid: &mut Grid,
    sizes: &[u32],
    rect: Rect,
    number: &mut u32,
    random: &mut Random,
) {
    let village = grid.id.split('-').next().map(SmolStr::new).unwrap_or_default();
    let weights: Vec<u64> = sizes.iter().map(|size| u64::from(*size).max(1)).collect();
    for (i, (size, rect)) in sizes.iter().zip(divide(rect, &weights)).enumerate() {
        let id = format_smolstr!("{}-{:02}", grid.id, i + 1);
        let moved = grid.former.as_ref().filter(|_| i + 2 >= sizes.len());
        let digits = format_smolstr!("{}{:02}", grid.id.replace('-', ""), i + 1);
        builder.records.units.push(UnitRecord {
            id: id.clone(),
            level: "micro-grid".into(),
            name: format_smolstr!("{:02}微网格", i + 1),
            from: START.into(),
            until: None,
            parent: Some(moved.map_or_else(|| Dated::Throughout(grid.id.clone()), |former| merged(former, &grid.id))),
            codes: vec![code(digits, START, None)],
            scope: vec![builder.map.ring(rect)],
        });
        grid.micros.push(id);
        // Two hamlets; houses stand within a few cells of the middle of one of them.
        let hamlets = [(random.below(700), random.below(700)), (random.below(700), random.below(700))];
        for _ in 0..*size {
            *number += 1;
            let (x, y) = if random.below(3) == 0 { hamlets[1] } else { hamlets[0] };
            let location = builder.map.inside(rect, x + random.below(300), y + random.below(300));
            household(builder, grid, &village, i, *number, location, random);
        }
    }
}

/// Under the former grid until it was merged into this one.
fn merged(former: &SmolStr, grid: &SmolStr) -> Dated {
    Dated::Spells(vec![
        Spell { id: former.clone(), from: START.into(), until: Some("2024-01-01".into()) },
        Spell { id: grid.clone(), from: "2024-01-01".into(), until: None },
    ])
}

fn household(
    builder: &mut Builder,
    grid: &mut Grid,
    village: &str,
    micro: usize,
    number: u32,
    mut location: [f64; 2],
    random: &mut Random,
) {
    let id = format_smolstr!("{village}-h{number:04}");
    let own = grid.micros.get(micro).cloned().unwrap_or_default();
    let before = grid.micros.first().cloned().unwrap_or_default();
    let trouble = random.below(1000);
    let unit = match trouble {
        // Newly built: still directly under the grid.
        0 => Dated::Throughout(grid.id.clone()),
        // Moved this spring.
        1..=4 if before != own => Dated::Spells(vec![
            Spell { id: before, from: START.into(), until: Some("2026-03-05".into()) },
            Spell { id: own, from: "2026-03-05".into(), until: None },
        ]),
        _ => Dated::Throughout(own),
    };
    // Written down with the digits of the longitude in the wrong order.
    if trouble == 5 {
        location = [location[0] + 0.9, location[1]];
    }
    let category = match random.below(100) {
        0..3 => "monitored",
        3..12 => "lifted",
        12..16 => "in-need",
        _ => "ordinary",
    };
    builder.records.households.push(HouseholdRecord {
        id: id.clone(),
        label: format_smolstr!("{}组{:03}号", grid.number, grid.households.len() + 1),
        unit,
        from: START.into(),
        until: None,
        residents: 1 + random.below(6),
        categories: vec![category.into()],
        location: Some(location),
    });
    grid.households.push((id, micro));
}

const SITES: [(&str, &str); 6] =
    [("水库", "water"), ("桥", ""), ("卫生室", ""), ("小卖部", ""), ("小学", "culture"), ("文化广场", "culture")];

/// One site a grid; reservoirs and the like belong to a department of the town.
fn site(builder: &mut Builder, village: &str, grid: &Grid, i: usize, rect: Rect, random: &mut Random) {
    let (what, owner) = SITES.get(i % SITES.len()).copied().unwrap_or_default();
    let town = village.get(..9).unwrap_or_default();
    let location = builder.map.inside(rect, random.below(1000), random.below(1000));
    builder.records.sites.push(SiteRecord {
        id: format_smolstr!("{village}-s{:02}", i + 1),
        name: what.into(),
        unit: Dated::Throughout(grid.id.clone()),
        owner: (!owner.is_empty()).then(|| Dated::Throughout(format_smolstr!("{town}-{owner}"))),
        from: START.into(),
        until: None,
        location: Some(location),
    });
}

/// The "3": micro-grid leaders, the grid leader, officers. Then the "N", and who cares for which household.
fn grid_posts(builder: &mut Builder, grid: &Grid, member: Option<&SmolStr>, random: &mut Random) {
    let mut members = Vec::new();
    let leaders = micro_leaders(builder, grid, &mut members, random);
    let leader = grid_leader(builder, grid, member, random);
    // An officer who also leads a micro-grid here, or one of their own.
    let officer = match leaders.first().filter(|_| random.permille(500)) {
        Some(leader) => leader.clone(),
        None => local(builder, grid, &["volunteer"], random).0,
    };
    let mediator = random.permille(300).then(|| local(builder, grid, &["retired-cadre"], random).0);
    let Builder { records, staff, .. } = builder;
    staff.appoint(records, &officer, &grid.id, "grid-officer", START, None);
    // A party member of the grid acts while the leader is away, in most grids.
    if let Some((deputy, _)) = members.first().filter(|_| random.permille(700)) {
        staff.deputise(records, deputy, &grid.id, "grid-leader", 1);
    }
    if random.permille(400) {
        let police = staff.person(records, random, &["police"], None);
        staff.appoint(records, &police, &grid.id, "grid-police", START, None);
    }
    if let Some(mediator) = mediator {
        staff.appoint(records, &mediator, &grid.id, "grid-mediator", "2023-07-01", None);
    }
    caretakers(builder, grid, &leader, members, random);
}

/// A person and where they live.
type Neighbour = (SmolStr, Option<SmolStr>);

/// A new person who lives in the grid.
fn local(builder: &mut Builder, grid: &Grid, affiliations: &[&str], random: &mut Random) -> Neighbour {
    let n = random.below(u32::try_from(grid.households.len()).unwrap_or(0));
    let home = usize::try_from(n).ok().and_then(|n| grid.households.get(n)).map(|(household, _)| household.clone());
    (builder.staff.person(&mut builder.records, random, affiliations, home.clone()), home)
}

/// A leader for each micro-grid, who lives in it. Some seats are vacant, some change hands with a gap.
fn micro_leaders(
    builder: &mut Builder,
    grid: &Grid,
    members: &mut Vec<Neighbour>,
    random: &mut Random,
) -> Vec<SmolStr> {
    let Builder { records, staff, .. } = builder;
    let mut leaders = Vec::new();
    for (i, micro) in grid.micros.iter().enumerate() {
        let mut homes = grid.households.iter().filter(|(_, own)| *own == i);
        let home = homes.next().map(|(household, _)| household.clone());
        let in_party = random.permille(600);
        let affiliations: &[&str] = if in_party { &["party-member"] } else { &["volunteer"] };
        let leader = staff.person(records, random, affiliations, home.clone());
        match random.below(1000) {
            // Left in the summer; nobody has followed yet.
            0..12 => staff.appoint(records, &leader, micro, "micro-grid-leader", START, Some("2026-07-01")),
            // Hands over in December, with four days between.
            12..18 => {
                staff.appoint(records, &leader, micro, "micro-grid-leader", START, Some("2026-12-03"));
                let next = staff.person(records, random, &["volunteer"], homes.next().map(|(id, _)| id.clone()));
                staff.appoint(records, &next, micro, "micro-grid-leader", "2026-12-07", None);
            }
            18..38 => {
                staff.appoint(records, &leader, micro, "micro-grid-leader", START, None);
                staff.absent(records, &leader, "2026-11-10", Some("2026-12-20"));
            }
            _ => staff.appoint(records, &leader, micro, "micro-grid-leader", START, None),
        }
        if in_party {
            members.push((leader.clone(), home));
        }
        leaders.push(leader);
    }
    leaders
}

/// A committee member leads the first grids, others have a leader of their own; some came last year.
fn grid_leader(builder: &mut Builder, grid: &Grid, member: Option<&SmolStr>, random: &mut Random) -> Neighbour {
    let cadre = ["party-member", "cadre"];
    let (leader, home) = match member {
        Some(member) => (member.clone(), None),
        None => local(builder, grid, &cadre, random),
    };
    let Builder { records, staff, .. } = builder;
    match random.below(1000) {
        0..8 => staff.appoint(records, &leader, &grid.id, "grid-leader", START, Some("2026-10-01")),
        8..200 => {
            let before = staff.person(records, random, &cadre, None);
            staff.appoint(records, &before, &grid.id, "grid-leader", START, Some("2025-07-01"));
            staff.appoint(records, &leader, &grid.id, "grid-leader", "2025-07-01", None);
        }
        200..230 => {
            staff.appoint(records, &leader, &grid.id, "grid-leader", START, None);
            staff.absent(records, &leader, "2026-11-18", Some("2026-11-30"));
        }
        _ => staff.appoint(records, &leader, &grid.id, "grid-leader", START, None),
    }
    (leader, home)
}

/// Party members of the grid share its households, neighbours together; a cadre cares for those monitored.
fn caretakers(
    builder: &mut Builder,
    grid: &Grid,
    (leader, leaders_home): &Neighbour,
    mut members: Vec<Neighbour>,
    random: &mut Random,
) {
    let needed = grid.households.len().div_ceil(15).max(1);
    while members.len() < needed {
        let member = local(builder, grid, &["party-member", "volunteer"], random);
        if let Some(micro) = grid.micros.get(members.len() % grid.micros.len().max(1)) {
            builder.staff.appoint(&mut builder.records, &member.0, micro, "micro-grid-member", "2022-03-01", None);
        }
        members.push(member);
    }
    let Builder { records, staff, .. } = builder;
    let each = grid.households.len().div_ceil(members.len()).max(1);
    // Now and then one member has taken on everybody nearby.
    let greedy = random.permille(15);
    let first = records.households.len() - grid.households.len();
    let mut monitored = 0;
    for (i, (household, _)) in grid.households.iter().enumerate() {
        let own = records.households.get(first + i);
        let is_monitored = own.is_some_and(|own| own.categories.iter().any(|id| id == "monitored"));
        let may_pair = leaders_home.as_ref() != Some(household) && monitored < 5;
        if is_monitored && may_pair && !random.permille(60) {
            monitored += 1;
            staff.pair(records, leader, household, "monitored-household", "2022-01-01");
        }
        // Not yet paired.
        if random.permille(20) {
            continue;
        }
        let turn = if greedy && i < 24 { 0 } else { i / each };
        let mut from_turn = members.iter().cycle().skip(turn).take(members.len());
        if let Some((member, _)) = from_turn.find(|(_, home)| home.as_ref() != Some(household)) {
            staff.pair(records, member, household, "one-household-one-member", "2021-06-01");
        }
    }
}
