//! A national caseload, made and derived in a stream on two threads.

use std::fmt::Write as _;

use duties::Engine;
use protocol::Protocols;

use crate::children::Maker;
use crate::measure::{derive, since, under};

/// A million children × 100 events; a fiftieth of them unless `--whole-nation` is given, or so many as `--children N` says (few, where
/// instructions are counted).
pub fn print(out: &mut String, protocols: &Protocols) -> anyhow::Result<()> {
    let whole = std::env::args().any(|a| a == "--whole-nation");
    let said = std::env::args().skip_while(|a| a != "--children").nth(1).and_then(|n| n.parse().ok());
    let children: u64 = said.unwrap_or(if whole { 1_000_000 } else { 20_000 });
    let engine = Engine::new(protocols);
    let (taken, (first, second)) = since(|| {
        std::thread::scope(|scope| {
            let half = scope.spawn(|| stream(0, children / 2, protocols, &engine));
            let second = stream(children / 2, children, protocols, &engine);
            (half.join().unwrap_or_default(), second)
        })
    });
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
    out.push('\n');
    Ok(())
}

/// Makes and derives these children; says how many duties came out and how many seconds it took to make the children.
fn stream(from: u64, to: u64, protocols: &Protocols, engine: &Engine<'_>) -> (usize, f64) {
    let maker = Maker::new(&protocols.vocabulary);
    let names: Vec<&String> = protocols.authorities.keys().collect();
    let (mut duties, mut making) = (0, 0.0);
    let mut spare = vec![Vec::new(); protocols.vocabulary.events().len()];
    let mut last = None;
    for k in from..to {
        let (taken, timeline) = since(|| maker.stream(k, 100, last.take(), &mut spare));
        making += taken;
        let Some(name) = names.get(k as usize % names.len()) else { continue };
        duties += derive(engine, &under(name), std::slice::from_ref(&timeline));
        last = Some(timeline);
    }
    (duties, making)
}
