//! Contenders take turns in one run, on one thread; medians of the rounds.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Work on the `i`-th of `calls` questions; the number only keeps it from being optimised away.
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

/// One row of the table: the last contender is wangge.
pub struct Race<'a> {
    pub title: &'static str,
    pub unit: &'static str,
    pub calls: usize,
    pub rounds: usize,
    /// How many of `unit` one call does.
    pub units: f64,
    pub contenders: Vec<Contender<'a>>,
}

impl Race<'_> {
    /// Runs it and prints a line a contender: time, and how often wangge's time goes into it.
    pub fn run(mut self) {
        let mut times = vec![Vec::with_capacity(self.rounds); self.contenders.len()];
        for round in 0..=self.rounds {
            for (contender, times) in self.contenders.iter_mut().zip(&mut times) {
                let start = Instant::now();
                let mut sum = 0_usize;
                for i in 0..self.calls {
                    sum = sum.wrapping_add((contender.work)(i));
                }
                black_box(sum);
                // The first round only warms up.
                if round > 0 {
                    times.push(start.elapsed());
                }
            }
        }
        let calls = self.units * self.calls as f64;
        let medians: Vec<f64> = times.iter_mut().map(|t| median(t).as_nanos() as f64 / calls).collect();
        let ours = medians[medians.len() - 1];
        for (contender, time) in self.contenders.iter().zip(&medians) {
            println!(
                "{:<34} {:<24} {:>14.1} ns/{:<10} {:>8.1}x",
                self.title,
                contender.name,
                time,
                self.unit,
                time / ours
            );
        }
        println!();
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Mean, median and 99th percentile of single calls, in nanoseconds, the clock's own cost included.
pub fn percentiles(calls: usize, mut work: impl FnMut(usize) -> usize) -> [f64; 3] {
    let mut times: Vec<f64> = (0..calls)
        .map(|i| {
            let start = Instant::now();
            black_box(work(i));
            start.elapsed().as_nanos() as f64
        })
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    let mean = times.iter().sum::<f64>() / calls as f64;
    [mean, times[calls / 2], times[calls * 99 / 100]]
}
