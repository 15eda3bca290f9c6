//! Growth with the number of events: time and memory for each event should stay the same.

use std::fmt::Write as _;
use std::process::Command;

use duties::Engine;
use journey::Timeline;
use protocol::Protocols;

use crate::children::Maker;
use crate::measure::{derive, seconds, sibling, under};

/// How many events, and how many children of so many.
const SIZES: [(usize, u64); 5] = [(10, 2000), (100, 500), (1_000, 50), (10_000, 4), (40_000, 1)];

/// One child with more and more events.
pub fn print(out: &mut String, protocols: &Protocols) -> anyhow::Result<()> {
    writeln!(
        out,
        "## Growth\n\nTime for one child by the number of events, under the first protocol with the floor.\n"
    )?;
    writeln!(
        out,
        "| events | children | µs a child | ns an event | duties a child |\n| ---: | ---: | ---: | ---: | ---: |"
    )?;
    let engine = Engine::new(protocols);
    let maker = Maker::new(&protocols.vocabulary);
    let Some(name) = protocols.authorities.keys().next() else { return Ok(()) };
    let under = under(name);
    for (events, children) in SIZES {
        let made: Vec<Timeline> = (0..children).map(|k| maker.child(k, events)).collect();
        let mut duties = 0;
        let taken = seconds(|| duties = derive(&engine, &under, &made));
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
    memory(out)
}

/// The memory, told by a program whose allocator counts.
fn memory(out: &mut String) -> anyhow::Result<()> {
    let program = sibling("memory")?;
    if !program.is_file() {
        writeln!(out, "The memory was not measured: `cargo build --release -p bench` builds what does.\n")?;
        return Ok(());
    }
    let said = Command::new(program).output()?;
    writeln!(
        out,
        "Memory for one child's answer: the most that was held at once, and what the answer itself keeps.\n\n\
         | events | duties | MiB at most | MiB kept | bytes an event at most |\n| ---: | ---: | ---: | ---: | ---: |"
    )?;
    writeln!(out, "{}", String::from_utf8_lossy(&said.stdout))?;
    Ok(())
}
