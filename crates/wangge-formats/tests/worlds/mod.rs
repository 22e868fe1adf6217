//! Any rows at all: strategies for records that need not make sense.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use smol_str::SmolStr;
use wangge::Records;
use wangge::record::*;

fn word() -> impl Strategy<Value = SmolStr> {
    prop_oneof![
        4 => "[a-z0-9-]{0,12}".prop_map(SmolStr::from),
        1 => any::<String>().prop_map(SmolStr::from),
        1 => "[网格户组“”\u{0}\n\\\\\u{10ffff}\u{202e}]{0,9}".prop_map(SmolStr::from),
    ]
}

fn words() -> impl Strategy<Value = Vec<SmolStr>> {
    vec(word(), 0..3)
}

fn finite() -> impl Strategy<Value = f64> {
    prop_oneof![-180.0..180.0, any::<f64>().prop_filter("JSON has no infinity", |x| x.is_finite())]
}

fn point() -> impl Strategy<Value = [f64; 2]> {
    [finite(), finite()]
}

fn spell() -> impl Strategy<Value = Spell> {
    (word(), word(), of(word())).prop_map(|(id, from, until)| Spell { id, from, until })
}

fn dated() -> impl Strategy<Value = Dated> {
    prop_oneof![word().prop_map(Dated::Throughout), vec(spell(), 0..3).prop_map(Dated::Spells)]
}

fn text() -> impl Strategy<Value = Text> {
    (word(), word()).prop_map(|(zh, en)| Text { zh, en })
}

fn named() -> impl Strategy<Value = NamedRecord> {
    (word(), text()).prop_map(|(id, name)| NamedRecord { id, name })
}

fn seat() -> impl Strategy<Value = SeatRecord> {
    (of(word()), of(word()), of(word())).prop_map(|(role, function, level)| SeatRecord { role, function, level })
}

fn urgency() -> impl Strategy<Value = Urgency> {
    prop_oneof![Just(Urgency::Emergency), Just(Urgency::Routine)]
}

fn level() -> impl Strategy<Value = LevelRecord> {
    let capacity = (any::<bool>(), of(any::<u32>()), of(any::<u32>()));
    (word(), text(), words(), capacity, vec(any::<u32>(), 0..3)).prop_map(
        |(id, name, parents, (households, min_households, max_households), code_digits)| LevelRecord {
            id,
            name,
            parents,
            households,
            min_households,
            max_households,
            code_digits,
        },
    )
}

fn role() -> impl Strategy<Value = RoleRecord> {
    (word(), text(), word(), any::<u32>(), any::<u32>(), words(), of(any::<u32>())).prop_map(
        |(id, name, level, min, max, eligible, max_households)| RoleRecord {
            id,
            name,
            level,
            min,
            max,
            eligible,
            max_households,
        },
    )
}

fn duty() -> impl Strategy<Value = DutyRecord> {
    let involvement = prop_oneof![
        Just(Involvement::Responsible),
        Just(Involvement::Accountable),
        Just(Involvement::Support),
        Just(Involvement::Informed)
    ];
    (of(word()), of(word()), of(word()), word(), involvement).prop_map(
        |(role, function, programme, kind, involvement)| DutyRecord { role, function, programme, kind, involvement },
    )
}

fn step() -> impl Strategy<Value = StepRecord> {
    (seat(), word(), word(), vec(seat(), 0..3)).prop_map(|(ask, accept, resolve, inform)| StepRecord {
        ask,
        accept,
        resolve,
        inform,
    })
}

fn policy() -> impl Strategy<Value = PolicyRecord> {
    (word(), urgency(), vec(step(), 0..3), any::<u32>(), of(word()))
        .prop_map(|(kind, urgency, steps, refusals, total)| PolicyRecord { kind, urgency, steps, refusals, total })
}

fn report() -> impl Strategy<Value = ReportRecord> {
    (word(), text(), urgency(), seat(), seat(), word()).prop_map(|(id, name, urgency, from, to, due)| ReportRecord {
        id,
        name,
        urgency,
        from,
        to,
        due,
    })
}

fn programme() -> impl Strategy<Value = ProgrammeRecord> {
    let limit = (words(), any::<u32>()).prop_map(|(categories, max)| LimitRecord { categories, max });
    let reserved = (words(), words()).prop_map(|(categories, roles)| ReservedRecord { categories, roles });
    let cost = (metres(), metres(), metres());
    let cost = cost.prop_map(|(churn, evenness, preference)| CostRecord { churn, evenness, preference });
    let asked = (metres(), vec(limit, 0..3), of(word()), vec(reserved, 0..3), cost);
    (word(), text(), words(), any::<u32>(), any::<u32>(), words(), asked).prop_map(
        |(id, name, categories, per_household, max, eligible, (min, limits, within, reserved, cost))| ProgrammeRecord {
            id,
            name,
            categories,
            per_household,
            min,
            max,
            limits,
            eligible,
            within,
            reserved,
            cost,
        },
    )
}

/// Often nothing, which is not written.
fn metres() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), any::<u32>()]
}

fn calendar() -> impl Strategy<Value = CalendarRecord> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let weekday = proptest::sample::select(&[Mon, Tue, Wed, Thu, Fri, Sat, Sun][..]);
    let exception =
        (word(), any::<bool>(), of(text())).prop_map(|(date, working, name)| ExceptionRecord { date, working, name });
    (word(), vec([word(), word()], 0..3), vec(weekday, 0..8), vec(any::<i16>(), 0..3), vec(exception, 0..3)).prop_map(
        |(offset, hours, weekdays, years, exceptions)| CalendarRecord { offset, hours, weekdays, years, exceptions },
    )
}

fn scheme() -> impl Strategy<Value = SchemeRecord> {
    let function = (word(), text(), any::<u32>(), any::<u32>()).prop_map(|(id, name, min, max)| FunctionRecord {
        id,
        name,
        min,
        max,
    });
    let kind = (word(), text(), of(word()), of(word())).prop_map(|(id, name, parent, ceiling)| KindRecord {
        id,
        name,
        parent,
        ceiling,
    });
    let admission = (word(), words()).prop_map(|(level, kinds)| AdmissionRecord { level, kinds });
    let campaign = (word(), text(), vec(named(), 0..3), words())
        .prop_map(|(id, name, actions, categories)| CampaignRecord { id, name, actions, categories });
    let seats = (vec(level(), 0..3), vec(role(), 0..3), vec(function, 0..3), vec(named(), 0..3), vec(named(), 0..3));
    let matters = (vec(kind, 0..3), vec(duty(), 0..3), vec(admission, 0..3), vec(policy(), 0..3), vec(report(), 0..3));
    let rest = (vec(programme(), 0..3), vec(campaign, 0..3), calendar(), any::<bool>());
    (text(), seats, matters, rest).prop_map(|(name, seats, matters, rest)| {
        let (levels, roles, functions, affiliations, categories) = seats;
        let (kinds, duties, admission, policies, reports) = matters;
        let (programmes, campaigns, calendar, contact_required) = rest;
        SchemeRecord {
            name,
            levels,
            roles,
            functions,
            affiliations,
            categories,
            kinds,
            duties,
            admission,
            policies,
            reports,
            programmes,
            campaigns,
            calendar,
            contact_required,
        }
    })
}

fn unit() -> impl Strategy<Value = UnitRecord> {
    let scope = vec(vec(point(), 0..4), 0..3);
    (word(), word(), word(), word(), of(word()), of(dated()), vec(spell(), 0..3), scope).prop_map(
        |(id, level, name, from, until, parent, codes, scope)| UnitRecord {
            id,
            level,
            name,
            from,
            until,
            parent,
            codes,
            scope,
        },
    )
}

fn department() -> impl Strategy<Value = DepartmentRecord> {
    (word(), word(), word(), word(), word(), of(word()))
        .prop_map(|(id, unit, function, name, from, until)| DepartmentRecord { id, unit, function, name, from, until })
}

fn household() -> impl Strategy<Value = HouseholdRecord> {
    (word(), word(), dated(), word(), of(word()), any::<u32>(), words(), of(point())).prop_map(
        |(id, label, unit, from, until, residents, categories, location)| HouseholdRecord {
            id,
            label,
            unit,
            from,
            until,
            residents,
            categories,
            location,
        },
    )
}

fn site() -> impl Strategy<Value = SiteRecord> {
    (word(), word(), dated(), of(dated()), word(), of(word()), of(point())).prop_map(
        |(id, name, unit, owner, from, until, location)| SiteRecord { id, name, unit, owner, from, until, location },
    )
}

fn person() -> impl Strategy<Value = PersonRecord> {
    (word(), word(), words(), of(word()), of(word()), any::<bool>()).prop_map(
        |(id, name, affiliations, home, contact, exempt)| PersonRecord {
            id,
            name,
            affiliations,
            home,
            contact,
            exempt,
        },
    )
}

fn appointment() -> impl Strategy<Value = AppointmentRecord> {
    (word(), of(word()), of(word()), of(word()), of(any::<u32>()), word(), of(word())).prop_map(
        |(person, unit, role, department, deputy, from, until)| AppointmentRecord {
            person,
            unit,
            role,
            department,
            deputy,
            from,
            until,
        },
    )
}

fn absence() -> impl Strategy<Value = AbsenceRecord> {
    (word(), word(), of(word())).prop_map(|(person, from, until)| AbsenceRecord { person, from, until })
}

fn pairing() -> impl Strategy<Value = PairingRecord> {
    (word(), word(), word(), word(), of(word())).prop_map(|(person, household, programme, from, until)| PairingRecord {
        person,
        household,
        programme,
        from,
        until,
    })
}

fn pair_rule() -> impl Strategy<Value = PairRuleRecord> {
    let rule = proptest::sample::select(&[PairRule::Pinned, PairRule::Preferred, PairRule::Recused][..]);
    (word(), word(), of(word()), rule, word(), of(word())).prop_map(
        |(person, household, programme, rule, from, until)| PairRuleRecord {
            person,
            household,
            programme,
            rule,
            from,
            until,
        },
    )
}

/// Any records, most sections with a few rows, some with none.
pub fn records() -> impl Strategy<Value = Records> {
    let places = (vec(unit(), 0..4), vec(department(), 0..3), vec(household(), 0..4), vec(site(), 0..3));
    let pairs = (vec(pairing(), 0..3), vec(pair_rule(), 0..3));
    let persons = (vec(person(), 0..3), vec(appointment(), 0..3), vec(absence(), 0..3), pairs);
    (scheme(), places, persons).prop_map(|(scheme, places, persons)| {
        let (units, departments, households, sites) = places;
        let (people, appointments, absences, (pairings, pair_rules)) = persons;
        Records { scheme, units, departments, households, sites, people, appointments, absences, pairings, pair_rules }
    })
}
