//! The check of a plan, whoever made it (A1-A4): every rule, and the proof against all eligible pairs. Neither the solver
//! nor the candidates that it was given are asked, but where there is no proof and the best plan must be found.

mod bound;
mod claim;
mod violation;

pub use self::violation::Violation;
use super::AssignError;
use super::certificate::PlanCertificate;
use super::figures::Figures;
use super::options::AssignOptions;
use super::plan::Plan;
use super::setting::Setting;
use crate::directory::Directory;
use crate::table::Rows;

/// What the check of a plan found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCheck {
    /// Rules that are broken.
    pub violations: Vec<Violation>,
    /// Households with too few takers, takers below their minimum: not wrong where it cannot be helped, which is what
    /// the verdict says.
    pub shortages: Vec<Violation>,
    /// The pairs in numbers, those left out that name what is not there.
    pub figures: Figures,
    /// How good it is.
    pub verdict: Verdict,
}

/// How good a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No plan is better: none assigns more, of those none leaves less below the minimum, of those none costs less.
    Optimal,
    /// It breaks rules.
    Broken,
    /// The certificate does not prove it: it leaves open that a plan is better by so much, what misses counted in.
    Unproven {
        /// Metres.
        gap: i128,
    },
    /// Something is missing, and the certificate counts it for less than it must to prove that it cannot be helped.
    Undercounted {
        /// What a missing taker must count at least.
        unassigned: i64,
        /// What a household missing for a minimum must count at least.
        shortfall: i64,
    },
    /// It was handed in without a certificate, and the best plan is better.
    Beaten {
        /// How many takers more are missing than must be.
        missing: i64,
        /// By how many households more minima are missed than must be.
        shortfall: i64,
        /// How much more it costs.
        cost: i64,
    },
}

impl PlanCheck {
    /// Whether no rule is broken and no plan is better.
    #[must_use]
    pub fn is_best(&self) -> bool {
        self.verdict == Verdict::Optimal
    }
}

impl Directory {
    /// Checks a plan that somebody hands in: pairs of household and taker, by ids. With a certificate the proof is
    /// checked; without one the best plan is found, and compared.
    ///
    /// # Errors
    /// As for [`assign`](Self::assign). What is wrong with the plan is no error, but what is found.
    ///
    /// ```
    /// # use wangge::{AssignOptions, Registry, Verdict};
    /// # use wangge_sample::Sample;
    /// # let registry = Registry::build(Sample::chalinhe().records())?;
    /// let directory = registry.as_of("2026-11-23".parse()?);
    /// let options = AssignOptions::caretakers("one-household-one-member");
    /// let plan = directory.assign(&options)?;
    ///
    /// let pairs = plan.pairs().flat_map(|(household, takers)| takers.map(move |taker| (household.id(), taker.id())));
    /// let checked = directory.verify_plan(&options, pairs, Some(&plan.certificate()))?;
    /// assert!(checked.is_best());
    ///
    /// // Without any pair, at least the pinned ones are missing.
    /// let nobody = directory.verify_plan(&options, [], None)?;
    /// assert_eq!(nobody.verdict, Verdict::Broken);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify_plan<'a>(
        &self,
        options: &AssignOptions,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        certificate: Option<&PlanCertificate>,
    ) -> Result<PlanCheck, AssignError> {
        let setting = Setting::new(self, options)?;
        let (pairs, unknown) = claim::read(&setting, pairs)?;
        let mut check = check(&setting, &pairs, unknown, certificate);
        if certificate.is_none() && check.verdict != Verdict::Broken {
            let best = self.assign(options)?;
            check.verdict = beaten(&setting, &pairs, &best);
        }
        Ok(check)
    }
}

impl Plan {
    /// Checks the plan itself, and its proof against all eligible pairs.
    #[must_use]
    pub fn verify(&self) -> PlanCheck {
        check(&self.setting, &self.pairs, Vec::new(), Some(&self.certificate()))
    }
}

fn check(
    setting: &Setting,
    pairs: &Rows<u32>,
    unknown: Vec<Violation>,
    certificate: Option<&PlanCertificate>,
) -> PlanCheck {
    let mut violations = unknown;
    let mut shortages = Vec::new();
    claim::check(setting, pairs, &mut violations, &mut shortages);
    let verdict = match certificate {
        _ if !violations.is_empty() => Verdict::Broken,
        Some(certificate) => bound::verdict(setting, pairs, certificate),
        None => Verdict::Unproven { gap: i128::MAX },
    };
    PlanCheck { violations, shortages, figures: Figures::new(setting, pairs), verdict }
}

/// Compares a plan that breaks no rule with the best one.
fn beaten(setting: &Setting, pairs: &Rows<u32>, best: &Plan) -> Verdict {
    let score = |pairs: &Rows<u32>| {
        let figures = Figures::new(setting, pairs);
        (whole(figures.missing), whole(claim::shortfall(setting, pairs)), figures.cost.total())
    };
    let (own, best) = (score(pairs), score(&best.pairs));
    let (missing, shortfall, cost) = (own.0 - best.0, own.1 - best.1, own.2 - best.2);
    if (missing, shortfall, cost) == (0, 0, 0) {
        Verdict::Optimal
    } else {
        Verdict::Beaten { missing, shortfall, cost }
    }
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
