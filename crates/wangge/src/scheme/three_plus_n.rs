//! The "3+N" mode of a village in Cili County, Hunan, as data.
//!
//! "3": grid leader, grid officers, micro-grid leaders. "N": party members, volunteers, auxiliary police, village
//! doctors, mediators. Another county writes its own scheme; no code changes.

use smol_str::SmolStr;

use super::holidays;
use crate::record::{
    AdmissionRecord, CalendarRecord, CampaignRecord, CostRecord, DutyRecord, ExceptionRecord, FunctionRecord,
    Involvement, KindRecord, LevelRecord, LimitRecord, NamedRecord, PolicyRecord, ProgrammeRecord, ReportRecord,
    ReservedRecord, RoleRecord, SchemeRecord, SeatRecord, StepRecord, Text, Urgency, Weekday,
};

use Involvement::{Accountable, Informed, Responsible, Support};

/// The "3+N" scheme: five levels, the six service lines, 24-hour emergencies and monthly routine.
///
/// ```
/// let scheme = wangge::scheme::three_plus_n();
/// let levels: Vec<&str> = scheme.levels.iter().map(|level| level.name.zh.as_str()).collect();
/// assert_eq!(levels, ["县", "乡镇", "村", "网格", "微网格"]);
/// ```
#[must_use]
pub fn three_plus_n() -> SchemeRecord {
    SchemeRecord {
        name: text("“3+N”网格化管理", "3+N grid governance"),
        levels: levels(),
        roles: roles(),
        functions: functions(),
        affiliations: named(&AFFILIATIONS),
        categories: named(&CATEGORIES),
        kinds: kinds(),
        duties: duties(),
        admission: admission(),
        policies: policies(),
        reports: reports(),
        programmes: programmes(),
        campaigns: campaigns(),
        calendar: calendar(),
        contact_required: true,
    }
}

fn text(zh: &str, en: &str) -> Text {
    Text { zh: zh.into(), en: en.into() }
}

fn ids(ids: &[&str]) -> Vec<SmolStr> {
    ids.iter().copied().map(SmolStr::new).collect()
}

fn named(rows: &[(&str, &str, &str)]) -> Vec<NamedRecord> {
    rows.iter().map(|(id, zh, en)| NamedRecord { id: (*id).into(), name: text(zh, en) }).collect()
}

const AFFILIATIONS: [(&str, &str, &str); 7] = [
    ("party-member", "党员", "party member"),
    ("cadre", "干部", "cadre"),
    ("volunteer", "志愿者", "volunteer"),
    ("police", "公安民辅警", "police and auxiliary police"),
    ("doctor", "村医", "village doctor"),
    ("teacher", "教师", "teacher"),
    ("retired-cadre", "退休干部", "retired cadre"),
];

const CATEGORIES: [(&str, &str, &str); 4] = [
    ("monitored", "监测户", "monitored"),
    ("lifted", "脱贫户", "lifted out of poverty"),
    ("in-need", "困难群众", "in need"),
    ("ordinary", "一般户", "ordinary"),
];

fn levels() -> Vec<LevelRecord> {
    let level = |id: &str, zh, en, parent: &[&str], households, digits: &[u32]| LevelRecord {
        id: id.into(),
        name: text(zh, en),
        parents: ids(parent),
        households,
        min_households: None,
        max_households: None,
        code_digits: digits.to_vec(),
    };
    vec![
        level("county", "县", "county", &[], false, &[6, 12]),
        level("town", "乡镇", "town", &["county"], false, &[9, 12]),
        level("village", "村", "village", &["town"], true, &[12]),
        level("grid", "网格", "grid", &["village"], true, &[14, 15]),
        LevelRecord {
            min_households: Some(8),
            max_households: Some(20),
            ..level("micro-grid", "微网格", "micro-grid", &["grid"], true, &[16, 17, 18, 20])
        },
    ]
}

fn roles() -> Vec<RoleRecord> {
    let role = |id: &str, zh, en, level: &str, (min, max), eligible: &[&str], max_households| RoleRecord {
        id: id.into(),
        name: text(zh, en),
        level: level.into(),
        min,
        max,
        eligible: ids(eligible),
        max_households,
    };
    vec![
        role("micro-grid-leader", "微网格长", "micro-grid leader", "micro-grid", (1, 1), &[], Some(45)),
        role(
            "micro-grid-member",
            "微网格党员、志愿者",
            "party member or volunteer",
            "micro-grid",
            (0, 8),
            &["party-member", "volunteer"],
            None,
        ),
        role("grid-leader", "网格长", "grid leader", "grid", (1, 1), &["party-member", "cadre"], Some(300)),
        role("grid-officer", "网格员", "grid officer", "grid", (1, 3), &[], None),
        role("grid-police", "网格辅警", "auxiliary police officer", "grid", (0, 1), &["police"], None),
        role("grid-mediator", "人民调解员", "people's mediator", "grid", (0, 2), &[], None),
        role(
            "village-secretary",
            "村党组织书记",
            "village party secretary",
            "village",
            (1, 1),
            &["party-member"],
            None,
        ),
        role(
            "village-deputy",
            "村“两委”分管干部",
            "village committee member in charge",
            "village",
            (0, 2),
            &["cadre"],
            None,
        ),
        role("village-doctor", "村医", "village doctor", "village", (0, 2), &["doctor"], None),
        role("town-secretary", "乡镇党委书记", "town party secretary", "town", (1, 1), &["cadre"], None),
        role(
            "town-governance",
            "乡镇综治中心主任",
            "director of the town governance centre",
            "town",
            (1, 1),
            &["cadre"],
            None,
        ),
        role("county-leader", "分管县领导", "county leader in charge", "county", (1, 1), &["cadre"], None),
        role(
            "county-governance",
            "县综治中心主任",
            "director of the county governance centre",
            "county",
            (1, 1),
            &["cadre"],
            None,
        ),
    ]
}

fn functions() -> Vec<FunctionRecord> {
    let function = |id: &str, zh, en| FunctionRecord { id: id.into(), name: text(zh, en), min: 1, max: 3 };
    vec![
        function("emergency", "应急管理", "emergency management"),
        function("civil-affairs", "民政", "civil affairs"),
        function("water", "农业水利", "agriculture and water"),
        function("environment", "生态环境", "environment"),
        function("justice", "司法调解", "justice and mediation"),
        function("culture", "文化宣传", "culture and publicity"),
    ]
}

/// Id, Chinese, English, parent, ceiling; empty where there is none.
const KINDS: [(&str, &str, &str, &str, &str); 31] = [
    ("production-safety", "安全生产", "production safety", "", ""),
    ("forest-fire", "森林火情", "forest fire", "production-safety", ""),
    ("flood", "防汛险情", "flood", "production-safety", ""),
    ("geological-hazard", "地质灾害", "geological hazard", "production-safety", ""),
    ("road-safety", "道路交通安全", "road safety", "production-safety", ""),
    ("fireworks", "烟花爆竹", "fireworks", "production-safety", "town"),
    ("civil-affairs", "综合民政", "comprehensive civil affairs", "", ""),
    ("livelihood-problem", "民生问题", "livelihood problem", "civil-affairs", ""),
    ("low-income-allowance", "低保救助", "low-income allowance", "livelihood-problem", ""),
    ("elderly-care", "养老服务", "care of the elderly", "livelihood-problem", "town"),
    ("drinking-water", "饮水安全", "drinking water", "livelihood-problem", ""),
    ("housing-safety", "住房安全", "safety of housing", "livelihood-problem", ""),
    ("medical-help", "就医帮扶", "medical help", "livelihood-problem", "town"),
    ("policy-publicity", "政策宣传", "policy publicity", "", "town"),
    ("anti-fraud", "反诈宣传", "fraud prevention", "policy-publicity", ""),
    ("medical-insurance", "医保缴费", "medical insurance", "policy-publicity", ""),
    ("benefit-farmers", "惠农政策", "policies for farmers", "policy-publicity", ""),
    ("environment", "人居环境", "environment", "", ""),
    ("waste", "生活垃圾", "household waste", "environment", "village"),
    ("sewage", "生活污水", "sewage", "environment", "town"),
    ("straw-burning", "秸秆焚烧", "straw burning", "environment", "town"),
    ("civil-mediation", "民事调解", "civil mediation", "", ""),
    ("dispute", "矛盾纠纷", "dispute", "civil-mediation", ""),
    ("neighbour-dispute", "邻里纠纷", "dispute between neighbours", "dispute", "village"),
    ("family-dispute", "家庭纠纷", "family dispute", "dispute", "village"),
    ("land-dispute", "山林土地纠纷", "land dispute", "dispute", ""),
    ("wage-dispute", "务工欠薪", "unpaid wages", "dispute", ""),
    ("cultural-life", "文化生活", "cultural life", "", "town"),
    ("village-event", "文体活动", "village event", "cultural-life", "village"),
    ("custom-reform", "移风易俗", "weddings and funerals without waste", "cultural-life", ""),
    ("public-facility", "文化设施", "public facility", "cultural-life", ""),
];

fn kinds() -> Vec<KindRecord> {
    let given = |id: &str| (!id.is_empty()).then(|| SmolStr::new(id));
    let kind = |(id, zh, en, parent, ceiling): &(&str, &str, &str, &str, &str)| KindRecord {
        id: SmolStr::new(id),
        name: text(zh, en),
        parent: given(parent),
        ceiling: given(ceiling),
    };
    KINDS.iter().map(kind).collect()
}

/// Role, kind, involvement. Somebody in every unit of every level is accountable for every kind.
const ROLE_DUTIES: [(&str, &str, Involvement); 38] = [
    ("micro-grid-leader", "*", Responsible),
    ("micro-grid-leader", "land-dispute", Informed),
    ("micro-grid-leader", "fireworks", Support),
    ("micro-grid-member", "*", Support),
    ("micro-grid-member", "policy-publicity", Responsible),
    ("grid-leader", "*", Responsible),
    ("grid-leader", "environment", Accountable),
    ("grid-leader", "policy-publicity", Accountable),
    ("grid-leader", "neighbour-dispute", Accountable),
    ("grid-leader", "village-event", Accountable),
    ("grid-officer", "*", Responsible),
    ("grid-officer", "cultural-life", Support),
    ("grid-police", "production-safety", Support),
    ("grid-police", "dispute", Support),
    ("grid-police", "anti-fraud", Responsible),
    ("grid-mediator", "civil-mediation", Responsible),
    ("village-secretary", "*", Accountable),
    ("village-deputy", "civil-affairs", Responsible),
    ("village-deputy", "environment", Responsible),
    ("village-deputy", "cultural-life", Responsible),
    ("village-deputy", "policy-publicity", Support),
    ("village-doctor", "medical-help", Responsible),
    ("village-doctor", "elderly-care", Support),
    ("village-doctor", "medical-insurance", Support),
    ("town-secretary", "*", Accountable),
    ("town-governance", "*", Support),
    ("town-governance", "civil-mediation", Responsible),
    ("town-governance", "production-safety", Responsible),
    ("town-governance", "cultural-life", Informed),
    ("town-governance", "policy-publicity", Informed),
    ("county-leader", "*", Accountable),
    ("county-governance", "production-safety", Responsible),
    ("county-governance", "civil-mediation", Responsible),
    ("county-governance", "civil-affairs", Support),
    ("county-governance", "environment", Informed),
    ("county-governance", "waste", Informed),
    ("county-governance", "policy-publicity", Informed),
    ("county-governance", "cultural-life", Informed),
];

const FUNCTION_DUTIES: [(&str, &str, Involvement); 12] = [
    ("emergency", "production-safety", Responsible),
    ("civil-affairs", "civil-affairs", Responsible),
    ("water", "flood", Responsible),
    ("water", "drinking-water", Responsible),
    ("water", "benefit-farmers", Support),
    ("environment", "environment", Responsible),
    ("environment", "forest-fire", Informed),
    ("justice", "civil-mediation", Responsible),
    ("justice", "custom-reform", Support),
    ("culture", "cultural-life", Responsible),
    ("culture", "policy-publicity", Responsible),
    ("culture", "anti-fraud", Support),
];

const PROGRAMME_DUTIES: [(&str, &str, Involvement); 5] = [
    ("one-household-one-member", "civil-affairs", Support),
    ("one-household-one-member", "livelihood-problem", Responsible),
    ("one-household-one-member", "policy-publicity", Responsible),
    ("one-household-one-member", "production-safety", Informed),
    ("monitored-household", "livelihood-problem", Responsible),
];

fn duties() -> Vec<DutyRecord> {
    let none = DutyRecord { role: None, function: None, programme: None, kind: "*".into(), involvement: Informed };
    let rule = |who: DutyRecord, kind: &str, involvement| DutyRecord { kind: kind.into(), involvement, ..who };
    let id = |id: &str| Some(SmolStr::new(id));
    let roles = ROLE_DUTIES.iter().map(|(of, kind, how)| rule(DutyRecord { role: id(of), ..none.clone() }, kind, *how));
    let functions =
        FUNCTION_DUTIES.iter().map(|(of, kind, how)| rule(DutyRecord { function: id(of), ..none.clone() }, kind, *how));
    let programmes = PROGRAMME_DUTIES
        .iter()
        .map(|(of, kind, how)| rule(DutyRecord { programme: id(of), ..none.clone() }, kind, *how));
    roles.chain(functions).chain(programmes).collect()
}

fn admission() -> Vec<AdmissionRecord> {
    let admits = |level: &str, kinds: &[&str]| AdmissionRecord { level: level.into(), kinds: ids(kinds) };
    vec![
        admits(
            "micro-grid",
            &[
                "forest-fire",
                "flood",
                "geological-hazard",
                "road-safety",
                "livelihood-problem",
                "policy-publicity",
                "environment",
                "neighbour-dispute",
                "family-dispute",
                "cultural-life",
            ],
        ),
        admits(
            "grid",
            &["production-safety", "civil-affairs", "policy-publicity", "environment", "dispute", "cultural-life"],
        ),
    ]
}

fn role_seat(role: &str) -> SeatRecord {
    SeatRecord { role: Some(role.into()), ..SeatRecord::default() }
}

fn function_seat(function: &str, level: &str) -> SeatRecord {
    SeatRecord { role: None, function: Some(function.into()), level: Some(level.into()) }
}

fn step(ask: SeatRecord, accept: &str, resolve: &str, inform: Vec<SeatRecord>) -> StepRecord {
    StepRecord { ask, accept: accept.into(), resolve: resolve.into(), inform }
}

fn policies() -> Vec<PolicyRecord> {
    let policy = |kind: &str, urgency, refusals, total: &str, steps| PolicyRecord {
        kind: kind.into(),
        urgency,
        steps,
        refusals,
        total: Some(total.into()),
    };
    vec![
        policy(
            "*",
            Urgency::Emergency,
            1,
            "72h",
            climb(["1h", "2h", "2h", "4h", "6h"], ["6h", "12h", "24h", "24h", "48h"]),
        ),
        policy(
            "*",
            Urgency::Routine,
            2,
            "30wd",
            climb(["4wh", "1wd", "1wd", "2wd", "2wd"], ["3wd", "5wd", "5wd", "7wd", "10wd"]),
        ),
        policy("production-safety", Urgency::Emergency, 0, "48h", by_function("emergency", ["1h", "2h"])),
        policy("flood", Urgency::Emergency, 0, "48h", by_function("water", ["1h", "1h"])),
        policy("dispute", Urgency::Routine, 2, "20wd", mediation()),
    ]
}

/// Micro-grid leader, grid leader, village secretary, town, county.
fn climb(accept: [&str; 5], resolve: [&str; 5]) -> Vec<StepRecord> {
    let asks = ["micro-grid-leader", "grid-leader", "village-secretary", "town-governance", "county-governance"];
    let informs =
        [vec!["grid-leader"], vec!["grid-officer"], vec!["grid-leader"], vec!["town-secretary"], vec!["county-leader"]];
    let rows = asks.iter().zip(informs).zip(accept.iter().zip(resolve));
    rows.map(|((ask, informs), (accept, resolve))| {
        step(role_seat(ask), accept, resolve, informs.into_iter().map(role_seat).collect())
    })
    .collect()
}

/// As [`climb`] in hours, with a department of the town and of the county beside the territory.
fn by_function(function: &str, [town, county]: [&str; 2]) -> Vec<StepRecord> {
    vec![
        step(
            role_seat("micro-grid-leader"),
            "1h",
            "4h",
            vec![role_seat("grid-leader"), role_seat("village-secretary")],
        ),
        step(role_seat("grid-leader"), "1h", "4h", vec![role_seat("village-secretary")]),
        step(role_seat("village-secretary"), "1h", "8h", vec![function_seat(function, "town")]),
        step(function_seat(function, "town"), town, "12h", vec![role_seat("town-secretary")]),
        step(role_seat("town-secretary"), "2h", "24h", vec![function_seat(function, "county")]),
        step(function_seat(function, "county"), county, "24h", vec![role_seat("county-leader")]),
    ]
}

fn mediation() -> Vec<StepRecord> {
    vec![
        step(role_seat("micro-grid-leader"), "4wh", "3wd", vec![role_seat("grid-leader")]),
        step(role_seat("grid-mediator"), "1wd", "5wd", vec![role_seat("grid-leader")]),
        step(role_seat("grid-leader"), "1wd", "5wd", vec![role_seat("grid-police")]),
        step(role_seat("village-secretary"), "1wd", "7wd", vec![]),
        step(function_seat("justice", "town"), "2wd", "10wd", vec![role_seat("town-governance")]),
        step(function_seat("justice", "county"), "3wd", "15wd", vec![role_seat("county-governance")]),
    ]
}

/// Emergencies are reported the same day, routine matters in the monthly report, level by level.
fn reports() -> Vec<ReportRecord> {
    let seats = [
        ("micro-grid", role_seat("micro-grid-leader")),
        ("grid", role_seat("grid-leader")),
        ("village", role_seat("village-secretary")),
        ("town", role_seat("town-governance")),
        ("county", role_seat("county-governance")),
    ];
    let rules = [
        (Urgency::Emergency, "daily", "急事日报", "daily report of emergencies", "end-of-day"),
        (Urgency::Routine, "monthly", "常事月报", "monthly report", "end-of-month"),
    ];
    let mut reports = Vec::new();
    for (urgency, id, zh, en, due) in rules {
        for ((level, from), (_, to)) in seats.iter().zip(seats.iter().skip(1)) {
            reports.push(ReportRecord {
                id: SmolStr::from_iter([id, "-", level]),
                name: text(zh, en),
                urgency,
                from: from.clone(),
                to: to.clone(),
                due: due.into(),
            });
        }
    }
    reports
}

fn programmes() -> Vec<ProgrammeRecord> {
    // Nobody is moved to be less than three hundred metres nearer.
    let cost = CostRecord { churn: 300, evenness: 20, preference: 500 };
    vec![
        ProgrammeRecord {
            id: "one-household-one-member".into(),
            name: text("一户一党员一档案", "one household, one party member, one file"),
            categories: vec![],
            per_household: 1,
            min: 0,
            max: 16,
            limits: vec![LimitRecord { categories: ids(&["monitored"]), max: 3 }],
            eligible: ids(&["party-member"]),
            within: Some("village".into()),
            reserved: vec![],
            cost,
        },
        ProgrammeRecord {
            id: "monitored-household".into(),
            name: text("监测户干部结对帮扶", "a cadre for each monitored household"),
            categories: ids(&["monitored"]),
            per_household: 1,
            min: 0,
            max: 5,
            limits: vec![],
            eligible: ids(&["cadre"]),
            within: Some("village".into()),
            reserved: vec![ReservedRecord {
                categories: ids(&["monitored"]),
                roles: ids(&["village-secretary", "village-deputy", "grid-leader"]),
            }],
            cost,
        },
    ]
}

fn campaigns() -> Vec<CampaignRecord> {
    vec![
        CampaignRecord {
            id: "five-household-actions".into(),
            name: text("“五户”行动", "five household actions"),
            actions: named(&[
                ("know-every-household", "走访到户", "visit every household"),
                ("policy-to-household", "政策到户", "bring policy to every household"),
                ("safety-to-household", "安全到户", "check every household for hazards"),
                ("service-to-household", "服务到户", "bring services to every household"),
                ("care-to-household", "关爱到户", "bring care to every household"),
            ]),
            categories: vec![],
        },
        CampaignRecord {
            id: "monthly-visit".into(),
            name: text("每月大走访", "monthly big visit"),
            actions: named(&[("visit", "走访", "visit")]),
            categories: vec![],
        },
        CampaignRecord {
            id: "fire-safety-broadcast".into(),
            name: text("森林防火广播", "forest-fire broadcast"),
            actions: named(&[("hear", "听到广播", "heard the broadcast")]),
            categories: vec![],
        },
    ]
}

fn calendar() -> CalendarRecord {
    let exceptions = holidays::DAYS.iter().map(|(date, working, zh, en)| ExceptionRecord {
        date: SmolStr::new(date),
        working: *working,
        name: Some(text(zh, en)),
    });
    CalendarRecord {
        offset: "+08:00".into(),
        hours: vec![["08:30".into(), "12:00".into()], ["14:30".into(), "17:30".into()]],
        weekdays: vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri],
        years: holidays::YEARS.to_vec(),
        exceptions: exceptions.collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{FindingCode, Records, Registry};
    use jiff::civil::date;

    #[test]
    fn the_scheme_has_no_fault_and_a_policy_for_everything() -> Result<(), crate::Faults> {
        let registry = Registry::build(Records { scheme: super::three_plus_n(), ..Records::default() })?;
        let findings = registry.as_of(date(2026, 11, 23)).findings();
        assert!(findings.iter().all(|finding| finding.code() != FindingCode::EscalationNoPolicy));
        Ok(())
    }

    #[test]
    fn a1_only_a_micro_grid_says_how_many_households_it_has() -> Result<(), crate::Faults> {
        let registry = Registry::build(Records { scheme: super::three_plus_n(), ..Records::default() })?;
        let said = registry.scheme().levels().map(|level| (level.min_households(), level.max_households()));
        let said: Vec<_> = said.collect();
        assert_eq!(said, [(None, None), (None, None), (None, None), (None, None), (Some(8), Some(20))]);
        Ok(())
    }
}
