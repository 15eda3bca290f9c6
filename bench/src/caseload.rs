//! A caseload of made-up children under each protocol with the floor.

use std::fmt::Write as _;

use duties::Engine;
use journey::Timeline;
use protocol::Protocols;

use crate::children::Maker;
use crate::measure::{derive, seconds, under};

/// Ten thousand children under each protocol.
pub fn print(out: &mut String, protocols: &Protocols) -> anyhow::Result<()> {
    let engine = Engine::new(protocols);
    let maker = Maker::new(&protocols.vocabulary);
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
        let taken = seconds(|| duties = derive(&engine, &under, &made));
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
