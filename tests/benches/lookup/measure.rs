//! Contenders take short turns in one run, on one thread; medians of the turns.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Work on the `i`-th question; the number only keeps it from being optimised away.
pub type Work<'a> = Box<dyn FnMut(usize) -> usize + 'a>;

pub struct Contender<'a> {
    pub name: &'static str,
    pub work: Work<'a>,
}

impl<'a> Contender<'a> {
    pub fn new(name: &'static str, work: impl FnMut(usize) -> usize + 'a) -> Self {
        Self { name, work: Box::new(work) }
    }
}

/// Some rows of the table: the last contender is wangge.
pub struct Race<'a> {
    pub title: &'static str,
    pub unit: &'static str,
    /// How many of `unit` one call does.
    pub units: f64,
    /// How many different questions there are.
    pub questions: usize,
    pub contenders: Vec<Contender<'a>>,
}

/// A turn asks so many different questions once without the clock, and then several times over: a hundred are warm in
/// the nearest caches, two thousand are spread over all of the memory that a contender needs. The slow stop early.
const BLOCKS: [usize; 2] = [100, 2_000];
const PASSES: u32 = 5;
const LONG: Duration = Duration::from_millis(60);
const ROUNDS: usize = 15;

impl Race<'_> {
    /// Runs it and prints a line a contender: time, and how often wangge's time goes into it, warm and spread.
    pub fn run(mut self) {
        let medians = BLOCKS.map(|block| self.medians(block));
        println!("{:<52} {:>14} {:>18}", self.title, "warm", "spread");
        for (i, contender) in self.contenders.iter().enumerate() {
            print!("  {:<40}", contender.name);
            for medians in &medians {
                print!(" {:>12.1} ns {:>9.2}x", medians[i], medians[i] / medians[medians.len() - 1]);
            }
            println!("  a {}", self.unit);
        }
        println!();
    }

    /// The median time of each contender's turns.
    fn medians(&mut self, block: usize) -> Vec<f64> {
        let mut turns = vec![Vec::with_capacity(ROUNDS); self.contenders.len()];
        // The first round only warms up.
        for round in 0..=ROUNDS {
            for (contender, turns) in self.contenders.iter_mut().zip(&mut turns) {
                turns.push(turn(&mut contender.work, round * block, block.min(self.questions), self.questions));
            }
        }
        let median = |times: &mut Vec<f64>| {
            let times = &mut times[1..];
            times.sort_unstable_by(f64::total_cmp);
            times[times.len() / 2] / self.units
        };
        turns.iter_mut().map(median).collect()
    }
}

/// Nanoseconds a call.
fn turn(work: &mut Work<'_>, first: usize, block: usize, questions: usize) -> f64 {
    let mut pass = || (first..first + block).map(|i| work(i % questions)).fold(0, usize::wrapping_add);
    black_box(pass());
    let (start, mut passes) = (Instant::now(), 0);
    while passes < PASSES && start.elapsed() < LONG {
        black_box(pass());
        passes += 1;
    }
    start.elapsed().as_nanos() as f64 / f64::from(passes) / block as f64
}

/// Mean, median and 99th percentile of single calls, in nanoseconds, the clock's own cost included. Each block of
/// questions is asked once before.
pub fn percentiles(questions: usize, mut work: impl FnMut(usize) -> usize) -> [f64; 3] {
    let mut times = Vec::with_capacity(questions);
    for first in (0..questions).step_by(BLOCKS[0]) {
        let block = first..(first + BLOCKS[0]).min(questions);
        black_box(block.clone().map(&mut work).fold(0, usize::wrapping_add));
        for i in block {
            let start = Instant::now();
            black_box(work(i));
            times.push(start.elapsed().as_nanos() as f64);
        }
    }
    times.sort_unstable_by(f64::total_cmp);
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    [mean, times[times.len() / 2], times[times.len() * 99 / 100]]
}
