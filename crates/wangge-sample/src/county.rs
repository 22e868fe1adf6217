//! The county from the top down: divisions, offices, then village by village.

use smol_str::{SmolStr, format_smolstr};
use wangge::Records;
use wangge::record::{Dated, DepartmentRecord, SchemeRecord, Spell, UnitRecord};

use crate::divisions::{self, Division};
use crate::map::{Map, Rect, divide};
use crate::plan::{self, VillagePlan};
use crate::random::Random;
use crate::staff::Staff;
use crate::{CHALINHE, told, village};

/// The first day of everything that is not said to be later.
pub(crate) const START: &str = "2021-01-01";

/// What is being made.
pub(crate) struct Builder {
    pub records: Records,
    pub staff: Staff,
    pub map: Map,
    pub seed: u64,
}

/// Makes the records of Chalinhe alone or of the whole county.
pub(crate) fn records(whole_county: bool, households: u32, seed: u64) -> Records {
    let all: Vec<Division> = divisions::all().filter(|division| whole_county || is_on_the_way(division)).collect();
    let villages: Vec<Division> = all.iter().filter(|division| division.level == "village").copied().collect();
    let plans = plans(&villages, whole_county, households, seed);
    let micros = |plan: &VillagePlan| plan.iter().map(Vec::len).sum::<usize>();
    let weights: Vec<u64> = plans.iter().map(|plan| u64::try_from(micros(plan)).unwrap_or(1)).collect();
    let map = Map::new(weights.iter().sum(), seed);
    let mut builder =
        Builder { records: Records { scheme: scheme(), ..Records::default() }, staff: Staff::default(), map, seed };
    let towns: Vec<Division> = all.iter().filter(|division| division.level == "town").copied().collect();
    let of = |town: &Division| {
        let code = town.code;
        villages.iter().enumerate().filter(move |(_, village)| village.parent == code)
    };
    let town_weights: Vec<u64> = towns.iter().map(|town| of(town).filter_map(|(i, _)| weights.get(i)).sum()).collect();
    if let Some(county) = all.first() {
        builder.division(county, map.whole());
        builder.office(county);
    }
    for (town, rect) in towns.iter().zip(divide(map.whole(), &town_weights)) {
        builder.division(town, rect);
        builder.office(town);
        let own: Vec<u64> = of(town).filter_map(|(i, _)| weights.get(i)).copied().collect();
        let rects = divide(rect, &own);
        for ((i, division), rect) in of(town).zip(rects) {
            builder.division(division, rect);
            if let Some(plan) = plans.get(i) {
                village::make(&mut builder, division.code, plan, rect);
            }
        }
    }
    told::tell(&mut builder.records, seed);
    builder.records
}

fn is_on_the_way(division: &Division) -> bool {
    CHALINHE.starts_with(division.code)
}

fn plans(villages: &[Division], whole_county: bool, households: u32, seed: u64) -> Vec<VillagePlan> {
    let mut random = Random::new(seed, 1);
    let is_kept = |village: &Division| village.code == CHALINHE && (households >= 20_000 || !whole_county);
    let kept = if whole_county { 600 } else { households };
    let others = u32::try_from(villages.iter().filter(|village| !is_kept(village)).count()).unwrap_or(0);
    let rest =
        if u64::from(others) < u64::try_from(villages.len()).unwrap_or(0) { households - kept } else { households };
    let mut spread = plan::spread(rest, others, &mut random).into_iter();
    let mut plan_of = |village: &Division| match is_kept(village) {
        true => plan::chalinhe(kept),
        false => plan::village(spread.next().unwrap_or(1), &mut random),
    };
    villages.iter().map(&mut plan_of).collect()
}

/// The 3+N scheme, marked as a sample.
fn scheme() -> SchemeRecord {
    let mut scheme = wangge::scheme::three_plus_n();
    scheme.name.zh = format_smolstr!("{}（示例：网格、住户、人员均为虚构）", scheme.name.zh);
    scheme.name.en = format_smolstr!("{} (sample: grids, households and people are fictional)", scheme.name.en);
    scheme
}

impl Builder {
    fn division(&mut self, division: &Division, rect: Rect) {
        let parent = (division.level != "county").then(|| Dated::Throughout(division.parent.into()));
        self.records.units.push(UnitRecord {
            id: division.code.into(),
            level: division.level.into(),
            name: division.name.into(),
            from: START.into(),
            until: None,
            parent,
            codes: vec![code(division.code.into(), START, None)],
            scope: vec![self.map.ring(rect)],
        });
    }

    /// The leaders and departments of the county or a town.
    fn office(&mut self, division: &Division) {
        let county = division.level == "county";
        let (secretary, governance) =
            if county { ("county-leader", "county-governance") } else { ("town-secretary", "town-governance") };
        let mut random = Random::new(self.seed, division.code.parse().unwrap_or(0));
        let affiliations = ["party-member", "cadre"];
        let leader = self.staff.person(&mut self.records, &mut random, &affiliations, None);
        let deputy = self.staff.person(&mut self.records, &mut random, &affiliations, None);
        self.staff.appoint(&mut self.records, &leader, division.code, secretary, START, None);
        self.staff.appoint(&mut self.records, &deputy, division.code, governance, START, None);
        self.staff.deputise(&mut self.records, &leader, division.code, governance, 1);
        let functions: Vec<SmolStr> =
            self.records.scheme.functions.iter().map(|function| function.id.clone()).collect();
        for function in functions {
            let id = format_smolstr!("{}-{function}", division.code);
            let name =
                self.records.scheme.functions.iter().find(|own| own.id == function).map(|own| own.name.zh.clone());
            let office = if county { "局" } else { "站" };
            self.records.departments.push(DepartmentRecord {
                id: id.clone(),
                unit: division.code.into(),
                function,
                name: format_smolstr!("{}{office}", name.unwrap_or_default()),
                from: START.into(),
                until: None,
            });
            let head = self.staff.person(&mut self.records, &mut random, &affiliations, None);
            self.staff.appoint_department(&mut self.records, &head, &id, None);
            // A small town has one head for two offices' deputies: its own leader.
            self.staff.appoint_department(&mut self.records, &deputy, &id, Some(1));
            if random.permille(40) {
                self.staff.absent(&mut self.records, &head, "2026-11-16", Some("2026-12-01"));
            }
        }
    }
}

/// An official code over a period.
pub(crate) fn code(code: SmolStr, from: &str, until: Option<&str>) -> Spell {
    Spell { id: code, from: from.into(), until: until.map(SmolStr::new) }
}
