//! A plan that somebody hands in is accepted if it is the best, and else refused, with what is wrong.

use wangge::{PlanCertificate, Verdict};
use wangge_tests::generate::Dice;

use super::{Case, each, rows_of};

type Pairs = Vec<(String, String)>;

fn pairs_of(case: &Case) -> Pairs {
    let pairs = case.plan.pairs();
    pairs
        .flat_map(|(household, takers)| takers.map(move |taker| (household.id().to_owned(), taker.id().to_owned())))
        .collect()
}

fn check(case: &Case, pairs: &Pairs, certificate: Option<&PlanCertificate>) -> wangge::PlanCheck {
    let pairs = pairs.iter().map(|(household, taker)| (household.as_str(), taker.as_str()));
    case.plan.directory().verify_plan(&case.asked.options, pairs, certificate).unwrap()
}

/// Somebody meddles with a plan.
fn meddle(dice: &mut Dice, case: &Case, pairs: &mut Pairs) {
    let (households, takers) = (&case.task.households, &case.task.takers);
    for _ in 0..dice.one(&[1, 1, 2, 5]) {
        let at = dice.below(pairs.len());
        match dice.below(5) {
            0 if !pairs.is_empty() => {
                pairs.remove(at);
            }
            1 if !pairs.is_empty() => {
                if let Some(taker) = dice.pick(takers) {
                    pairs[at].1.clone_from(taker);
                }
            }
            2 if pairs.len() > 1 => {
                let other = dice.below(pairs.len());
                let (one, two) = (pairs[at].1.clone(), pairs[other].1.clone());
                (pairs[at].1, pairs[other].1) = (two, one);
            }
            3 if !pairs.is_empty() => pairs.push(pairs[at].clone()),
            _ => {
                if let (Some(household), Some(taker)) = (dice.pick(households), dice.pick(takers)) {
                    pairs.push((household.clone(), taker.clone()));
                }
            }
        }
    }
}

#[test]
fn a_plan_proves_itself() {
    each(2, |case, dice, _| {
        let (pairs, certificate) = (pairs_of(case), case.plan.certificate());
        let own = case.plan.verify();
        assert_eq!(own.verdict, Verdict::Optimal, "world {}", case.seed);
        assert_eq!(own.figures, case.plan.after());
        let mut shuffled = pairs;
        dice.shuffle(&mut shuffled);
        assert_eq!(check(case, &shuffled, Some(&certificate)), own, "world {}", case.seed);
        assert_eq!(check(case, &shuffled, None), own, "world {}", case.seed);
        assert_eq!(own.shortages.is_empty(), case.plan.after().missing == 0 && case.plan.after().below_minimum == 0);
    });
}

#[test]
fn a_plan_that_was_meddled_with_is_refused_unless_it_is_as_good() {
    let census = each(1, |case, dice, census| {
        let mut pairs = pairs_of(case);
        meddle(dice, case, &mut pairs);
        let plan = rows_of(&case.task, pairs.iter().map(|(household, taker)| (household.as_str(), taker.as_str())));
        let best = case.task.score(&case.pairs());
        let proved = check(case, &pairs, Some(&case.plan.certificate()));
        let found = check(case, &pairs, None);
        let seed = case.seed;
        assert_eq!(proved.violations, found.violations);
        assert_eq!(
            case.task.is_broken(&plan),
            found.verdict == Verdict::Broken,
            "world {seed}: {:?}",
            found.violations
        );
        assert_eq!(found.verdict == Verdict::Broken, !found.violations.is_empty());
        if found.verdict == Verdict::Broken {
            assert_eq!(proved.verdict, Verdict::Broken, "world {seed}");
            found.violations.iter().for_each(|violation| census.count(violation.code()));
            return;
        }
        let own = case.task.score(&plan);
        let expected = if own == best {
            Verdict::Optimal
        } else {
            let more = |own: usize, best: usize| own as i64 - best as i64;
            Verdict::Beaten {
                missing: more(own.missing, best.missing),
                shortfall: more(own.shortfall, best.shortfall),
                cost: own.cost - best.cost,
            }
        };
        assert_eq!(found.verdict, expected, "world {seed}");
        assert_eq!(proved.verdict == Verdict::Optimal, own == best, "world {seed}: {:?}", proved.verdict);
        census.count(if own == best { "as good" } else { "beaten" });
    });
    println!("{census:?}");
    for name in [
        "pair.twice",
        "pair.ineligible",
        "household.too-many",
        "taker.over-maximum",
        "taker.over-limit",
        "pair.pin-missing",
        "as good",
        "beaten",
    ] {
        assert!(census.counts().any(|(own, _)| own == name), "never reached: {name}");
    }
}

#[test]
fn a_wrong_certificate_proves_nothing_that_is_not_true() {
    let census = each(2, |case, dice, census| {
        let mut certificate = case.plan.certificate();
        let far = dice.one(&[1, 40, 3_000, i64::MAX / 4]);
        let change = |price: &mut i64, dice: &mut Dice| {
            *price = price.saturating_add(if dice.chance(50) { far } else { -far });
        };
        match dice.below(4) {
            0 => certificate.unassigned = dice.one(&[0, -1, certificate.unassigned / 2, i64::MAX, i64::MIN]),
            1 => certificate.shortfall = dice.one(&[0, -1, certificate.shortfall / 2, i64::MAX, i64::MIN]),
            2 => {
                let at = dice.below(certificate.prices.len());
                certificate.prices.get_mut(at).into_iter().for_each(|price| change(&mut price.price, dice));
            }
            _ => {
                for price in &mut certificate.prices {
                    price.limits.iter_mut().for_each(|price| change(price, dice));
                    price.limits.truncate(dice.below(4));
                }
            }
        }
        let pairs = pairs_of(case);
        match check(case, &pairs, Some(&certificate)).verdict {
            Verdict::Optimal => census.count("harmless"),
            Verdict::Unproven { gap } => {
                assert!(gap > 0, "world {}: no sum is above what the best plan costs", case.seed);
                census.count("unproven");
            }
            Verdict::Undercounted { .. } => census.count("undercounted"),
            other => panic!("world {}: {other:?}", case.seed),
        }
        // A plan that leaves out a pair is never proved by any of it.
        let mut worse = pairs;
        if worse.pop().is_some() {
            assert_ne!(check(case, &worse, Some(&certificate)).verdict, Verdict::Optimal, "world {}", case.seed);
        }
    });
    assert_eq!(census.counts().count(), 3, "{census:?}");
}
