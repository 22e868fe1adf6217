//! A county in both forms, reorganised by the core and by the reference model.

use wangge::{Registry, Work};
use wangge_tests::{
    generate::work::County,
    naive::{Log, World},
    twin::{Mismatch, same},
};

/// What differs.
pub fn mismatch(topic: &str, text: String) -> Mismatch {
    Mismatch { topic: topic.into(), text }
}

/// The registry of a county before each transaction, and after the last.
pub fn registries(county: &County) -> Result<Vec<Registry>, Mismatch> {
    let mut registry = Registry::build(county.first.clone()).map_err(|faults| mismatch("build", faults.to_string()))?;
    let mut all = vec![registry.clone()];
    for (transaction, after) in county.transactions.iter().zip(county.stages.iter().skip(1)) {
        registry.apply(transaction).map_err(|faults| mismatch("apply", faults.to_string()))?;
        same("the rows after a transaction", String::new, &registry.records(), after)?;
        all.push(registry.clone());
    }
    Ok(all)
}

/// No work yet, in both forms.
pub fn start(county: &County) -> Result<(Work, Log), Mismatch> {
    let registries = registries(county)?;
    let registry = registries.last().expect("there is one");
    Ok((Work::new(registry), Log::new(World::new(county.last()))))
}
