//! Prints the benchmarks and, with `--write`, puts them into `docs/benchmarks.md`.
//!
//! What is measured: loading, a caseload of made-up children under each protocol with the floor, growth with the number of events, and a
//! national caseload on two cores. The only room besides `tandem` that reads a clock; figures are medians of several passes, since
//! machines are shared and noisy.

mod children;
mod machine;
mod sameness;

use std::fmt::Write as _;
use std::time::Instant;

use duties::Engine;
use journey::{Timeline, Under};
use protocol::Protocols;

/// How many times each figure is taken; the median counts.
const PASSES: usize = 5;

fn main() -> anyhow::Result<()> {
    let write = std::env::args().any(|a| a == "--write");
    let whole = std::env::args().any(|a| a == "--whole-nation");
    let protocols = protocol::read(&protocol::shipped::files()).map_err(|r| anyhow::anyhow!("{r}"))?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some((_, folders)) = arguments.split_first().filter(|(first, _)| *first == "--same") {
        return sameness::print(&protocols, folders);
    }
    let engine = Engine::new(&protocols);
    let only = |name: &str| arguments.iter().skip_while(|a| *a != "--only").nth(1).is_none_or(|n| n == name);
    let mut out = String::from(
        "# Benchmarks\n\nPrinted by `cargo run --release -p bench -- --write`. Not a test: machines are shared and noisy.\n\n",
    );
    writeln!(out, "Machine: {}.\n", machine::describe())?;
    if only("loading") {
        loading(&mut out)?;
    }
    if only("caseload") {
        caseload(&mut out, &protocols, &engine)?;
    }
    if only("growth") {
        growth(&mut out, &protocols, &engine)?;
    }
    if only("nation") {
        nation(&mut out, &protocols, &engine, whole)?;
    }
    print!("{out}");
    if write {
        std::fs::write("docs/benchmarks.md", out)?;
    }
    Ok(())
}

/// Seconds that something takes: the median of several passes.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn seconds(mut work: impl FnMut()) -> f64 {
    let mut taken: Vec<f64> = (0..PASSES)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed().as_secs_f64()
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    taken.get(PASSES / 2).copied().unwrap_or_default()
}

fn loading(out: &mut String) -> anyhow::Result<()> {
    let files = protocol::shipped::files();
    let read = seconds(|| drop(protocol::read(&files)));
    let bytes: usize = files.iter().map(|f| f.bytes.len()).sum();
    writeln!(
        out,
        "## Loading\n\nAll five protocols and the floor from YAML ({:.1} MB): {:.1} ms.\n",
        bytes as f64 / 1e6,
        read * 1e3
    )?;
    Ok(())
}

/// Derives everything for each timeline; says how many duties came out.
fn derive(engine: &Engine<'_>, under: &Under, made: &[Timeline]) -> usize {
    made.iter().map(|t| engine.answer(under, t, None).owed.iter().map(|o| o.duties.len()).sum::<usize>()).sum()
}

fn under(name: &str) -> Under {
    Under { home: name.to_owned(), host: None }
}

fn caseload(out: &mut String, protocols: &Protocols, engine: &Engine<'_>) -> anyhow::Result<()> {
    let maker = children::Maker::new(&protocols.vocabulary);
    let made: Vec<Timeline> = (0..10_000).map(|k| maker.child(k, 40)).collect();
    writeln!(
        out,
        "## A caseload\n\n10,000 made-up children × 40 events under each protocol with the floor, one core, in memory: every duty with its date and state.\n"
    )?;
    writeln!(
        out,
        "| protocol | duties | events a second | duties a second | µs a child |\n| --- | ---: | ---: | ---: | ---: |"
    )?;
    for name in protocols.authorities.keys() {
        let under = under(name);
        let mut duties = 0;
        let taken = seconds(|| duties = derive(engine, &under, &made));
        let (children, events) = (made.len() as f64, made.len() as f64 * 40.0);
        writeln!(
            out,
            "| {name} | {duties} | {:.0} | {:.0} | {:.1} |",
            events / taken,
            duties as f64 / taken,
            taken / children * 1e6
        )?;
    }
    out.push('\n');
    Ok(())
}

fn growth(out: &mut String, protocols: &Protocols, engine: &Engine<'_>) -> anyhow::Result<()> {
    writeln!(
        out,
        "## Growth\n\nTime for one child by the number of events, under the first protocol with the floor.\n"
    )?;
    writeln!(
        out,
        "| events | children | µs a child | ns an event | duties a child |\n| ---: | ---: | ---: | ---: | ---: |"
    )?;
    let maker = children::Maker::new(&protocols.vocabulary);
    let Some(name) = protocols.authorities.keys().next() else { return Ok(()) };
    let under = under(name);
    for (events, children) in [(10, 2000), (100, 500), (1_000, 50), (10_000, 4)] {
        let made: Vec<Timeline> = (0..children).map(|k| maker.child(k, events)).collect();
        let mut duties = 0;
        let taken = seconds(|| duties = derive(engine, &under, &made));
        let each = taken / children as f64;
        writeln!(
            out,
            "| {events} | {children} | {:.1} | {:.0} | {:.0} |",
            each * 1e6,
            each * 1e9 / events as f64,
            duties as f64 / children as f64
        )?;
    }
    out.push('\n');
    Ok(())
}

/// A million children × 100 events, made and derived in a stream on two threads; a tenth of them unless the whole is asked for.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn nation(out: &mut String, protocols: &Protocols, engine: &Engine<'_>, whole: bool) -> anyhow::Result<()> {
    let children: u64 = if whole { 1_000_000 } else { 20_000 };
    let names: Vec<&String> = protocols.authorities.keys().collect();
    let maker = children::Maker::new(&protocols.vocabulary);
    let one = |from: u64, to: u64| {
        let (mut duties, mut making) = (0usize, 0.0);
        let mut spare = vec![Vec::new(); protocols.vocabulary.events().len()];
        let mut last = None;
        for k in from..to {
            let started = Instant::now();
            let timeline = maker.stream(k, 100, last.take(), &mut spare);
            making += started.elapsed().as_secs_f64();
            let Some(name) = names.get(k as usize % names.len()) else { continue };
            duties += derive(engine, &under(name), std::slice::from_ref(&timeline));
            last = Some(timeline);
        }
        (duties, making)
    };
    let started = Instant::now();
    let (first, second) = std::thread::scope(|scope| {
        let half = scope.spawn(|| one(0, children / 2));
        let second = one(children / 2, children);
        (half.join().unwrap_or_default(), second)
    });
    let taken = started.elapsed().as_secs_f64();
    let making = (first.1 + second.1) / 2.0;
    let scale = 1_000_000.0 / children as f64;
    writeln!(
        out,
        "## A nation\n\n{children} made-up children × 100 events, each under one of the five protocols with the floor, two threads, streamed: {taken:.1} s, of which {making:.1} s made the children; {} duties.",
        first.0 + second.0
    )?;
    if !whole {
        writeln!(
            out,
            "A million by the same rate: {:.0} s, of which {:.0} s make the children (`--whole-nation` runs them all).",
            taken * scale,
            making * scale
        )?;
    }
    Ok(())
}
