//! The npm package against plain JavaScript Maps and against this crate as native code:
//! `cargo xtask bench`, or `cargo bench -p wangge-tests --bench wasm` after `cargo xtask wasm`.
//!
//! The contenders take turns in one run. Node answers over a pipe how long its turn took.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench: what is wrong stops it"
)]

#[path = "../lookup/random.rs"]
#[expect(dead_code, reason = "the other bench asks for more")]
mod random;

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use wangge::{AssignOptions, Directory, Holder, Registry, Responsibility, Subject};
use wangge_formats::{answer::ResponsibilityView, document};
use wangge_sample::Sample;

use crate::random::Random;

const DATE: &str = "2026-09-21";
const PROGRAMME: &str = "one-household-one-member";
const QUESTIONS: usize = 2_000;
const ROUNDS: usize = 11;

fn main() {
    // Cargo also runs benches as tests, only to see that they build and start.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let package = root().join("bindings/wasm/npm/dist/node.mjs");
    if !package.is_file() {
        println!("the npm package is not built; run `cargo xtask wasm` first");
        return;
    }
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder).unwrap();
    let (county, asked) = (folder.join("cili.json"), folder.join("questions.json"));
    let records = Sample::cili().records();
    document::write(&records, std::fs::File::create(&county).unwrap()).unwrap();
    let mut random = Random(3);
    let mut pick = |ids: &[&str]| ids[random.below(ids.len())].to_owned();
    let households: Vec<&str> = records.households.iter().map(|row| row.id.as_str()).collect();
    let kinds: Vec<&str> = records.scheme.kinds.iter().map(|row| row.id.as_str()).collect();
    let questions: Vec<[String; 2]> = (0..QUESTIONS).map(|_| [pick(&households), pick(&kinds)]).collect();
    std::fs::write(&asked, serde_json::to_vec(&questions).unwrap()).unwrap();

    let mut node = Node::start(&county, &asked);
    let registry = Registry::build(records.clone()).unwrap_or_else(|faults| panic!("{faults}"));
    let directory = registry.as_of(DATE.parse().unwrap());
    let handles: Vec<(Subject<'_>, wangge::scheme::Kind<'_>)> = questions
        .iter()
        .map(|[household, kind]| {
            (directory.household(household).unwrap().into(), directory.scheme().kind(kind).unwrap())
        })
        .collect();
    let bytes = std::fs::read(&county).unwrap();

    println!("{QUESTIONS} questions to {} households: the peer and the package answer the same\n", households.len());
    println!("{:<44} {:>14} {:>9}", "", "a call", "");
    let object = |i: usize| {
        let [household, kind] = &questions[i];
        let answer = directory.responsible(household, kind).unwrap();
        serde_json::to_string(&ResponsibilityView::new(&directory, answer)).unwrap().len()
    };
    race(&mut node, "responsible, as objects", QUESTIONS, "object", "peer", &object);
    let handle = |i: usize| read(handles[i].0.responsible(handles[i].1).unwrap());
    race(&mut node, "responsible, by handle", QUESTIONS, "handle", "peer", &handle);
    let bulk = |i: usize| {
        let kind = directory.scheme().kind_at(i % kinds.len()).unwrap();
        directory.answerable_all(kind).unwrap().positions().len()
    };
    race(&mut node, "answerable, every household", 1, "bulk", "bulkPeer", &bulk);
    race(&mut node, "document to directory", 1, "load", "", &|_| load(&bytes).households().len());
    let options = AssignOptions::caretakers(PROGRAMME);
    race(&mut node, "assign, the whole county", 1, "assign", "", &|_| {
        directory.assign(&options).unwrap().pairs().len()
    });
    start();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn load(bytes: &[u8]) -> Directory {
    Registry::build(document::read(bytes).unwrap()).unwrap().as_of(DATE.parse().unwrap())
}

/// Reads every link, involvement and person of a chain by number, as the JavaScript side does.
fn read(answer: Responsibility<'_>) -> usize {
    let mut sum = 0;
    for link in answer.links() {
        sum += link.involvement() as usize;
        match link.holder() {
            Holder::Held(people) => sum += people.map(|person| person.number()).sum::<usize>(),
            Holder::Acting { person, acting_for } => {
                sum += person.number() + acting_for.map(|person| person.number()).sum::<usize>();
            }
            Holder::Absent { .. } | Holder::Vacant { .. } => {}
        }
    }
    black_box(sum)
}

/// Prints what a call takes in JavaScript without us, with us, and natively.
fn race(node: &mut Node, title: &str, count: usize, ours: &str, peer: &str, native: &dyn Fn(usize) -> usize) {
    let rounds = if count == 1 { 5 } else { ROUNDS };
    let mut times = [const { Vec::new() }; 3];
    for round in 0..=rounds {
        let first = round * count;
        let turns =
            [if peer.is_empty() { f64::NAN } else { node.turn(peer, first, count) }, node.turn(ours, first, count), {
                let start = Instant::now();
                for i in first..first + count {
                    black_box(native(i % QUESTIONS));
                }
                start.elapsed().as_nanos() as f64 / count as f64
            }];
        // The first round only warms up.
        if round > 0 {
            times.iter_mut().zip(turns).for_each(|(all, one)| all.push(one));
        }
    }
    let [peer_time, wasm, own] = times.map(|mut all| {
        all.sort_unstable_by(f64::total_cmp);
        all[all.len() / 2]
    });
    println!("{title}");
    if !peer.is_empty() {
        println!("  {:<42} {:>11.2} us {:>8.1}x", "plain JavaScript Maps", peer_time / 1e3, peer_time / wasm);
    }
    println!("  {:<42} {:>11.2} us", "wangge, npm package", wasm / 1e3);
    println!("  {:<42} {:>11.2} us {:>8.1}x slower in WASM", "wangge, native", own / 1e3, wasm / own);
}

/// How long the package takes to start, in processes of their own.
fn start() {
    let package = root().join("bindings/wasm/npm/dist/node.mjs");
    let script = format!(
        "const before = performance.now(); await import({:?}); console.log(performance.now() - before)",
        format!("file://{}", package.display())
    );
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let run = Command::new("node").args(["--input-type=module", "-e", &script]).output().unwrap();
            String::from_utf8(run.stdout).unwrap().trim().parse().unwrap()
        })
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    println!("start in Node: {:.1} ms", times[times.len() / 2]);
}

/// The JavaScript side.
struct Node {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Node {
    fn start(county: &Path, questions: &Path) -> Self {
        let script = root().join("tests/benches/wasm/turns.mjs");
        let mut command = Command::new("node");
        command.args(["--max-old-space-size=8192".as_ref(), script.as_os_str(), county.as_os_str()]);
        command.args([questions.as_os_str(), DATE.as_ref(), PROGRAMME.as_ref()]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node starts");
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut node = Self { child, input, output };
        assert!(node.line().starts_with("ready"));
        node
    }

    fn turn(&mut self, contender: &str, first: usize, count: usize) -> f64 {
        writeln!(self.input, "{contender} {first} {count}").unwrap();
        self.line().trim().parse().unwrap()
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the JavaScript side ended; what it said is above");
        line
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It ends by itself when its input does.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
