//! Random worlds: small counties around the turn of 2025/2026, with and without faults.
//!
//! A seed decides everything, so a world can be named by its number. [`valid_worlds`] and [`nearly_valid_worlds`] are
//! proptest strategies over the same generator; they shrink by leaving out rows one after another.

mod assignment;
mod census;
mod crowd;
mod dice;
mod mutate;
mod mutations;
mod people;
mod places;
mod question;
mod scheme;
mod scope;
mod shrink;
mod shuffle;
mod spell;
mod transaction;
pub mod work;

use wangge::record::Records;

pub use census::Census;
pub use crowd::crowded_world;
pub use dice::Dice;
pub use question::{Questions, questions};
pub use scope::slanted_world;
pub use shrink::{nearly_valid_worlds, shrink, valid_worlds};
pub use shuffle::{shuffle, shuffle_scheme};
pub use transaction::{Step, step, transaction};

/// A world without faults.
pub fn valid_world(seed: u64) -> Records {
    let mut dice = Dice::new(seed);
    let mut records = Records { scheme: scheme::scheme(&mut dice), ..Records::default() };
    let lives = places::places(&mut dice, &mut records);
    people::people(&mut dice, &mut records, &lives);
    assignment::assignment(&mut Dice::new(seed ^ 0xA551_6000), &mut records, &lives);
    records
}

/// A valid world with one to four things broken.
pub fn nearly_valid_world(seed: u64) -> Records {
    let mut records = valid_world(seed);
    mutate::mutate(&mut Dice::new(seed ^ 0x005E_ED0F_FA17), &mut records);
    records
}
