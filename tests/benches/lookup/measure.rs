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

/// A turn takes about this long: short enough to be seldom interrupted.
const TURN: Duration = Duration::from_micros(500);
const ROUNDS: usize = 301;

impl Race<'_> {
    /// Runs it and prints a line a contender: time, and how often wangge's time goes into it.
    pub fn run(mut self) {
        let questions = self.questions;
        let mut turns: Vec<Turns> =
            self.contenders.iter_mut().map(|one| Turns::new(&mut one.work, questions)).collect();
        for _ in 0..ROUNDS {
            for (contender, turns) in self.contenders.iter_mut().zip(&mut turns) {
                turns.take(&mut contender.work, questions);
            }
        }
        let medians: Vec<f64> = turns.iter_mut().map(|turns| turns.median() / self.units).collect();
        let ours = medians[medians.len() - 1];
        for (contender, time) in self.contenders.iter().zip(&medians) {
            let (title, name, ratio) = (self.title, contender.name, time / ours);
            println!("{title:<30} {name:<20} {time:>12.1} ns/{:<10} {ratio:>9.2}x", self.unit);
        }
        println!();
    }
}

/// The turns of one contender.
struct Turns {
    next: usize,
    calls: usize,
    /// Nanoseconds a call in each turn.
    times: Vec<f64>,
}

impl Turns {
    /// Warms up, and finds out how many calls make a turn.
    fn new(work: &mut Work<'_>, questions: usize) -> Self {
        let start = Instant::now();
        let mut done = 0;
        while done < questions && start.elapsed() < 100 * TURN {
            black_box(work(done));
            done += 1;
        }
        let each = start.elapsed().as_nanos() / done as u128;
        let calls = usize::try_from(TURN.as_nanos() / each.max(1)).unwrap().max(1);
        Self { next: 0, calls, times: Vec::with_capacity(ROUNDS) }
    }

    fn take(&mut self, work: &mut Work<'_>, questions: usize) {
        let start = Instant::now();
        let mut sum = 0_usize;
        for _ in 0..self.calls {
            sum = sum.wrapping_add(work(self.next));
            self.next = if self.next + 1 == questions { 0 } else { self.next + 1 };
        }
        black_box(sum);
        self.times.push(start.elapsed().as_nanos() as f64 / self.calls as f64);
    }

    fn median(&mut self) -> f64 {
        self.times.sort_unstable_by(f64::total_cmp);
        self.times[self.times.len() / 2]
    }
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
