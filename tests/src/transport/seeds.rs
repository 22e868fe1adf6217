//! Runs a test over many seeds, on two threads.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// How many threads share the seeds.
const THREADS: u64 = 2;

/// Calls a test for every seed; a failure is preceded by its seed.
pub fn each(seeds: Range<u64>, test: impl Fn(u64) + Sync) {
    let test = &test;
    let share = |part: u64| {
        for seed in seeds.clone().skip(part as usize).step_by(THREADS as usize) {
            if let Err(failure) = catch_unwind(AssertUnwindSafe(|| test(seed))) {
                eprintln!("seed {seed} fails");
                resume_unwind(failure);
            }
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|part| scope.spawn(move || share(part))).collect();
        for thread in threads {
            thread.join().unwrap_or_else(|failure| resume_unwind(failure));
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    #[test]
    fn every_seed_is_tried_once() {
        let seen = Mutex::new(Vec::new());
        super::each(3..1000, |seed| seen.lock().unwrap().push(seed));
        let mut seen = seen.into_inner().unwrap();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(3..1000));
    }

    #[test]
    #[should_panic(expected = "only this one")]
    fn a_failure_of_one_seed_is_a_failure() {
        super::each(0..50, |seed| assert_ne!(seed, 31, "only this one"));
    }
}
