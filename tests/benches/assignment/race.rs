//! Wangge and its peers take turns on one problem; medians of the turns.

use std::path::Path;

use wangge_tests::transport_county::Family;

use crate::ours::{Found, child};
use crate::peers::{PATIENCE, Peer, folder};

/// A peer that used up so many seconds has had enough turns.
const ENOUGH: f64 = 8.0;

pub struct Race {
    pub family: Family,
    /// After one household in a hundred changed.
    pub change: bool,
    pub caretakers: u32,
    pub rounds: usize,
}

#[derive(Default)]
struct Turns {
    seconds: Vec<f64>,
    mebibytes: f64,
    cost: Option<i64>,
}

impl Turns {
    /// Takes a turn into account; the optimum must be the same each time.
    fn add(&mut self, name: &str, cost: i64, seconds: f64, mebibytes: f64) -> Result<(), String> {
        match self.cost {
            Some(before) if before != cost => return Err(format!("{name} found {before}, then {cost}")),
            _ => self.cost = Some(cost),
        }
        self.seconds.push(seconds);
        self.mebibytes = self.mebibytes.max(mebibytes);
        Ok(())
    }

    fn median(&self) -> f64 {
        median(self.seconds.clone())
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

impl Race {
    pub fn name(&self) -> &'static str {
        if self.change { "change" } else { self.family.name() }
    }

    /// Runs it and prints a line for each contender.
    pub fn run(&self, peers: &[&Peer]) -> Result<(), String> {
        let file = folder().join(format!("{}-{}.problem", self.name(), self.caretakers));
        if !self.change {
            child("write", self.family, self.caretakers, Some(&file))?;
        }
        let mut wangge = Turns::default();
        let mut found = Vec::new();
        let mut turns: Vec<Turns> = peers.iter().map(|_| Turns::default()).collect();
        let mut wrong = None;
        for _ in 0..self.rounds {
            match self.turn(&file) {
                Ok(one) => {
                    wangge.add("wangge", one["cost"] as i64, one["solve"], one["peak"])?;
                    found.push(one);
                }
                Err(why) => wrong = Some(why),
            }
            for (peer, turns) in peers.iter().zip(&mut turns) {
                if turns.seconds.iter().sum::<f64>() < ENOUGH {
                    match peer.solve(&file) {
                        Ok(None) => turns.seconds.push(PATIENCE.as_secs_f64()),
                        Ok(Some(answer)) => turns.add(peer.name, answer.cost, answer.seconds, answer.mebibytes)?,
                        Err(why) => wrong = Some(why),
                    }
                }
            }
        }
        self.print(peers, &turns, &wangge, &found);
        // A failure must not leave the largest files behind either.
        _ = std::fs::remove_file(&file);
        let costs = || turns.iter().chain([&wangge]).filter_map(|turns| turns.cost);
        match wrong {
            None if costs().min() != costs().max() => Err("the solvers do not agree on the optimum".to_owned()),
            None => Ok(()),
            Some(why) => Err(why),
        }
    }

    /// Wangge, once, at a size that no peer can do.
    pub fn alone(&self) -> Result<(), String> {
        let found = [child("cold", self.family, self.caretakers, None)?];
        let mut wangge = Turns::default();
        wangge.add("wangge", found[0]["cost"] as i64, found[0]["solve"], found[0]["peak"])?;
        self.print(&[], &[], &wangge, &found);
        Ok(())
    }

    fn turn(&self, file: &Path) -> Result<Found, String> {
        if self.change {
            child("change", self.family, self.caretakers, Some(file))
        } else {
            child("cold", self.family, self.caretakers, None)
        }
    }

    fn print(&self, peers: &[&Peer], turns: &[Turns], wangge: &Turns, found: &[Found]) {
        let ours = wangge.median();
        let cost = turns.iter().chain([wangge]).find_map(|turns| turns.cost).unwrap_or_default();
        println!("\n  {:<36} {:>12} {:>12} {:>8} {:>5}  optimum {cost}", self.name(), "ms", "x wangge", "MiB", "turns");
        let names = peers.iter().map(|peer| peer.name).chain(["wangge"]);
        for (name, turns) in names.zip(turns.iter().chain([wangge])) {
            let time = turns.median();
            let note = match turns.cost {
                Some(own) if own == cost => String::new(),
                Some(own) => format!("  FOUND {own}"),
                None => "  nothing found so far".to_owned(),
            };
            print!("    {name:<34} {:>12.2} {:>11.2}x", time * 1e3, time / ours);
            println!(" {:>8.0} {:>5}{note}", turns.mebibytes, turns.seconds.len());
        }
        for (key, name) in PARTS {
            let times: Vec<f64> = found.iter().filter_map(|found| found.get(key).copied()).collect();
            if !times.is_empty() {
                let time = median(times);
                println!("      {name:<32} {:>12.2} {:>11.2}x", time * 1e3, time / ours);
            }
        }
        if let Some(one) = found.first().filter(|_| !self.change) {
            println!(
                "      {} arcs, {:.0} ns for each; {:.0} MiB before solving, {:.0} at most while the rows were added",
                one["arcs"],
                ours * 1e9 / one["arcs"],
                one["memory_before"],
                one["peak_build"]
            );
        }
    }
}

/// What a child also measures.
const PARTS: [(&str, &str); 5] = [
    ("build", "adding the rows"),
    ("certificate", "making the certificate"),
    ("verify", "checking the certificate"),
    ("first", "the first change"),
    ("again", "solving it anew"),
];
