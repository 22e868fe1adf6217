//! What a child process measures: wangge alone, so that its memory is its own. Lines of names and numbers go out.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use wangge_tests::transport_county::{County, Family};
use wangge_transport::{Edit, Problem, Solution, solve};

use crate::exchange;

const SEED: u64 = 2026;
/// A solver that is asked again and again; the county changes each time.
const CHANGES: u64 = 8;
const CHECKS: usize = 5;

/// What a child found, by name.
pub type Found = BTreeMap<String, f64>;

/// Starts this program again for one job, and reads what it prints.
pub fn child(job: &str, family: Family, caretakers: u32, file: Option<&Path>) -> Result<Found, String> {
    let mut command = Command::new(std::env::current_exe().map_err(|error| error.to_string())?);
    command.args(["--child", job, family.name(), &caretakers.to_string()]).args(file);
    // One thread, whatever features are on.
    command.env("RAYON_NUM_THREADS", "1");
    let output = command.stderr(std::process::Stdio::inherit()).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("wangge, {job} {}: {}", family.name(), output.status));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let pair = |line: &str| {
        let (name, number) = line.split_once(' ')?;
        Some((name.to_owned(), number.parse().ok()?))
    };
    Ok(text.lines().filter_map(pair).collect())
}

/// The child's side.
pub fn work(job: &str, family: &str, caretakers: &str, file: Option<&str>) {
    let family = Family::ALL.into_iter().find(|one| one.name() == family).unwrap();
    let county = County::new(family, caretakers.parse().unwrap(), SEED);
    match (job, file) {
        ("write", Some(file)) => exchange::write(&county.problem(), Path::new(file)).unwrap(),
        ("cold", None) => cold(county),
        ("change", Some(file)) => change(&county, Path::new(file)),
        _ => panic!("{job}"),
    }
}

fn say(name: &str, number: f64) {
    println!("{name} {number}");
}

/// Seconds that a processor spent on it.
fn seconds<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = clock();
    let done = work();
    (done, (clock() - start).as_secs_f64())
}

/// The time that this process had a processor: other work of the machine does not count.
#[cfg(unix)]
fn clock() -> Duration {
    rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).try_into().unwrap()
}

/// The time that passed.
#[cfg(not(unix))]
fn clock() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// Builds, solves, and checks the proof.
fn cold(county: County) {
    let problem = build(&county);
    drop(county);
    say("arcs", (0..problem.rows()).map(|row| problem.arcs(row).count()).sum::<usize>() as f64);
    say("memory_before", memory("VmRSS:"));
    say("peak_build", memory("VmHWM:"));
    forget_peak();
    let (solution, time) = seconds(|| solve(problem).unwrap());
    say("solve", time);
    say("cost", solution.cost() as f64);
    let (certificate, time) = seconds(|| solution.certificate());
    say("certificate", time);
    let mut checks: Vec<f64> = (0..CHECKS)
        .map(|_| {
            let (proven, time) = seconds(|| certificate.verify(solution.problem(), solution.plan()).unwrap());
            assert_eq!((proven.cost, proven.unassigned, proven.shortfall), (solution.cost(), 0, 0));
            time
        })
        .collect();
    say("peak", memory("VmHWM:"));
    checks.sort_unstable_by(f64::total_cmp);
    say("verify", checks[CHECKS / 2]);
}

/// The problem. Its time is that of `add_row` alone where rows are few enough to be made before.
fn build(county: &County) -> Problem {
    if county.households() > 1_000_000 {
        return county.problem();
    }
    let (mut arcs, mut ends) = (Vec::new(), vec![0]);
    county.rows(|row| {
        arcs.extend_from_slice(row);
        ends.push(arcs.len());
    });
    let (problem, time) = seconds(|| {
        let mut problem = Problem::new();
        for _ in 0..county.caretakers() {
            problem.add_sink(county.sink()).unwrap();
        }
        for row in ends.windows(2) {
            problem.add_row(1, &arcs[row[0]..row[1]]).unwrap();
        }
        problem
    });
    say("build", time);
    problem
}

/// One household in a hundred changes, again and again; at last the changed problem is written for the peers.
fn change(county: &County, file: &Path) {
    let problem = county.problem();
    forget_peak();
    let mut solution = solve(problem).unwrap();
    let (mut following, mut colds) = (Vec::new(), Vec::new());
    for round in 0..CHANGES {
        let mut changes = Vec::new();
        county.changes(round, |row, arcs| changes.push((row, arcs.to_vec())));
        let edits: Vec<Edit<'_>> =
            changes.iter().map(|(row, arcs)| Edit::SetRow { row: *row, demand: 1, arcs }).collect();
        let ((), time) = seconds(|| solution.resolve(&edits).unwrap());
        match round {
            0 => {
                say("peak", memory("VmHWM:"));
                say("first", time);
            }
            _ => following.push(time),
        }
        check(&solution);
        if round % 4 == 3 {
            let again = solution.problem().clone();
            let (cold, time) = seconds(|| solve(again).unwrap());
            assert_eq!(cold.cost(), solution.cost());
            colds.push(time);
        }
    }
    following.sort_unstable_by(f64::total_cmp);
    say("solve", following[following.len() / 2]);
    say("again", colds.iter().sum::<f64>() / colds.len() as f64);
    say("cost", solution.cost() as f64);
    exchange::write(solution.problem(), file).unwrap();
}

fn check(solution: &Solution) {
    let proven = solution.certificate().verify(solution.problem(), solution.plan()).unwrap();
    assert_eq!((proven.cost, proven.unassigned, proven.shortfall), (solution.cost(), 0, 0));
}

/// A figure of this process in MiB, where the system is Linux.
fn memory(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).map_or(f64::NAN, |kib: f64| kib / 1024.0)
}

/// The peak is that of what comes now.
fn forget_peak() {
    // Where it cannot be, the figure is that of the whole process.
    _ = std::fs::write("/proc/self/clear_refs", "5");
}
