//! A plan of household assignment as a file: who takes which household, and the proof, so that anybody can check it.
//!
//! ```
//! use wangge::{AssignOptions, Registry};
//! use wangge_formats::plan::PlanRecord;
//! use wangge_sample::Sample;
//!
//! let registry = Registry::build(Sample::chalinhe().records())?;
//! let directory = registry.as_of("2026-11-23".parse()?);
//! let plan = directory.assign(&AssignOptions::caretakers("one-household-one-member"))?;
//!
//! let mut file = Vec::new();
//! PlanRecord::new(&plan).write(&mut file)?;
//! let read = PlanRecord::read(&file[..])?;
//! assert_eq!(read.pairs.len(), 600);
//! assert_eq!(read.options(), *plan.options());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod table;

use std::io::{self, Read, Write};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use wangge::{AssignOptions, GivenDistance, Plan, PlanCertificate, TakerPrice, Use};

use crate::document::{DocumentError, strictly};
use crate::format::{Format, Named};

pub(crate) use self::table::safe;
pub use self::table::write_csv;

/// The format that this version reads and writes.
pub const FORMAT: &str = "wangge-plan/1";

/// A plan, as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(rename = "PlanFile")]
pub struct PlanRecord {
    /// The version of this format.
    format: Format<Plans>,
    /// The date of the directory that it was made from.
    pub date: String,
    /// What was planned.
    pub purpose: PurposeRecord,
    /// The unit whose households were planned; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<SmolStr>,
    /// The maximum that replaced the scheme's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// The churn that replaced the scheme's, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub churn: Option<u32>,
    /// The evenness that replaced the scheme's, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evenness: Option<u32>,
    /// Distances that replaced measured ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distances: Vec<DistanceRecord>,
    /// Each household, and who takes it.
    pub pairs: Vec<TakersRecord>,
    /// The proof; a plan without one can be compared with the best, but proves nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateRecord>,
}

/// The one value of `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Plans;

impl Named for Plans {
    const FORMAT: &'static str = FORMAT;
}

/// What a plan is for: a programme, or a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "AnyPurpose")]
#[schemars(rename = "Purpose")]
pub struct PurposeRecord {
    /// Caretakers under this programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<SmolStr>,
    /// Units of this level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<SmolStr>,
    /// With `level`: the level inside whose units households stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<SmolStr>,
}

/// What a plan is for: a programme, or a level. What may be written, and not mean anything.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Purpose")]
struct AnyPurpose {
    /// Caretakers under this programme.
    #[serde(default)]
    programme: Option<SmolStr>,
    /// Units of this level.
    #[serde(default)]
    level: Option<SmolStr>,
    /// With `level`: the level inside whose units households stay.
    #[serde(default)]
    within: Option<SmolStr>,
}

impl TryFrom<AnyPurpose> for PurposeRecord {
    type Error = &'static str;

    fn try_from(AnyPurpose { programme, level, within }: AnyPurpose) -> Result<Self, Self::Error> {
        match (&programme, &level, &within) {
            (Some(_), None, None) | (None, Some(_), _) => Ok(Self { programme, level, within }),
            _ => Err("a plan is for a `programme`, or for a `level` with or without `within`"),
        }
    }
}

/// A distance that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "GivenDistance")]
pub struct DistanceRecord {
    /// The person or unit.
    pub taker: SmolStr,
    /// The household.
    pub household: SmolStr,
    /// Metres.
    pub metres: u32,
}

/// A household and who takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Takers")]
pub struct TakersRecord {
    /// The household.
    pub household: SmolStr,
    /// Who takes it, by id; none if nobody can.
    pub takers: Vec<SmolStr>,
}

/// The proof: prices, in metres.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Certificate")]
pub struct CertificateRecord {
    /// What a missing taker counts.
    pub unassigned: i64,
    /// What a household that is missing for a minimum counts.
    pub shortfall: i64,
    /// What one more place with each taker is worth; whoever is not named: nothing.
    pub prices: Vec<PriceRecord>,
}

/// The price of a taker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Price")]
pub struct PriceRecord {
    /// The person or unit.
    pub taker: SmolStr,
    /// For a household that no limit counts.
    pub price: i64,
    /// For a household that counts towards each of the programme's limits, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<i64>,
}

impl PlanRecord {
    /// A plan, with its proof.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let options = plan.options();
        let pairs = plan.pairs().map(|(household, takers)| TakersRecord {
            household: household.id().into(),
            takers: takers.map(|taker| taker.id().into()).collect(),
        });
        let given = options.distances.iter().map(|given| DistanceRecord {
            taker: given.taker.clone(),
            household: given.household.clone(),
            metres: given.metres,
        });
        Self {
            format: Format::default(),
            date: plan.directory().date().to_string(),
            purpose: PurposeRecord::new(&options.purpose),
            unit: options.unit.clone(),
            max: options.max,
            churn: options.churn,
            evenness: options.evenness,
            distances: given.collect(),
            pairs: pairs.collect(),
            certificate: Some(CertificateRecord::new(plan.certificate())),
        }
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// The first thing that is not a plan of this format, with its code, its path and its line and column.
    pub fn read(source: impl Read) -> Result<Self, DocumentError> {
        strictly(source)
    }

    /// Writes the plan, a household a line.
    ///
    /// # Errors
    /// What the target reports.
    pub fn write(&self, target: impl Write) -> io::Result<()> {
        crate::document::write_rows(self, target)
    }

    /// What was asked for.
    #[must_use]
    pub fn options(&self) -> AssignOptions {
        let base = match (&self.purpose.programme, &self.purpose.level) {
            (Some(programme), _) => AssignOptions::caretakers(programme),
            (None, level) => AssignOptions::units(level.as_deref().unwrap_or(""), self.purpose.within.as_deref()),
        };
        let given = self.distances.iter().map(|given| GivenDistance {
            taker: given.taker.clone(),
            household: given.household.clone(),
            metres: given.metres,
        });
        AssignOptions {
            unit: self.unit.clone(),
            max: self.max,
            churn: self.churn,
            evenness: self.evenness,
            distances: given.collect(),
            ..base
        }
    }

    /// The pairs: household and taker, by id.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().flat_map(|row| row.takers.iter().map(|taker| (row.household.as_str(), taker.as_str())))
    }

    /// The proof, as the core checks it.
    #[must_use]
    pub fn certificate(&self) -> Option<PlanCertificate> {
        let record = self.certificate.as_ref()?;
        let prices = record.prices.iter().map(|own| TakerPrice {
            taker: own.taker.clone(),
            price: own.price,
            limits: own.limits.clone(),
        });
        Some(PlanCertificate { prices: prices.collect(), unassigned: record.unassigned, shortfall: record.shortfall })
    }
}

impl PurposeRecord {
    pub(crate) fn new(purpose: &Use) -> Self {
        match purpose {
            Use::Caretakers { programme } => Self { programme: Some(programme.clone()), level: None, within: None },
            Use::Units { level, within } => {
                Self { programme: None, level: Some(level.clone()), within: within.clone() }
            }
        }
    }
}

impl CertificateRecord {
    fn new(certificate: PlanCertificate) -> Self {
        let PlanCertificate { prices, unassigned, shortfall } = certificate;
        let prices = prices.into_iter().map(|TakerPrice { taker, price, limits }| PriceRecord { taker, price, limits });
        Self { unassigned, shortfall, prices: prices.collect() }
    }
}
