//! What household assignment is told: who is exempt, and pairs that are pinned, preferred or recused.
//!
//! It comes last and from a stream of its own, so that everything else stays as it is without it.

use wangge::Records;
use wangge::record::{PairRule, PairRuleRecord};

use crate::random::Random;

/// The stream of what is told; villages have theirs by code.
const STREAM: u64 = 2;

/// The programme under which every household has somebody.
const PROGRAMME: &str = "one-household-one-member";

/// How far away in the list of pairings another caretaker is looked for: about a grid.
const NEARBY: u32 = 60;

/// Adds what assignment is told to records that are otherwise complete.
pub(crate) fn tell(records: &mut Records, seed: u64) {
    let mut random = Random::new(seed, STREAM);
    for person in &mut records.people {
        let is_member = person.affiliations.iter().any(|id| id == "party-member");
        person.exempt = is_member && random.permille(20);
    }
    let pairings: Vec<_> = records.pairings.iter().filter(|pairing| pairing.programme == PROGRAMME).collect();
    for (i, pairing) in pairings.iter().enumerate() {
        let drawn = random.below(1000);
        // Somebody of the neighbourhood, perhaps this very caretaker.
        let near = usize::try_from(random.below(NEARBY)).ok().and_then(|steps| pairings.get(i + steps));
        let other = near.map_or(&pairing.person, |near| &near.person);
        let (person, rule, until) = match drawn {
            0..6 => (&pairing.person, PairRule::Pinned, None),
            6..16 => (other, PairRule::Preferred, Some("2028-01-01")),
            16..20 => (&pairing.person, PairRule::Recused, None),
            20..24 => (other, PairRule::Recused, None),
            _ => continue,
        };
        records.pair_rules.push(PairRuleRecord {
            person: person.clone(),
            household: pairing.household.clone(),
            // Whoever is recused is so everywhere.
            programme: (rule != PairRule::Recused).then(|| PROGRAMME.into()),
            rule,
            from: "2026-01-01".into(),
            until: until.map(Into::into),
        });
    }
}
