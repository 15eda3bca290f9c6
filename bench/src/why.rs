//! Telling why, which is done on demand.

use std::fmt::Write as _;

use duties::why::Why;
use duties::{Answer, Engine};
use protocol::Protocols;

use crate::children::Maker;
use crate::measure::{seconds, under};

/// Why for every duty of some children.
pub fn print(out: &mut String, protocols: &Protocols) -> anyhow::Result<()> {
    let Some(name) = protocols.authorities.keys().next() else { return Ok(()) };
    let engine = Engine::new(protocols);
    let maker = Maker::new(&protocols.vocabulary);
    let (under, made) = (under(name), (0..100).map(|k| maker.child(k, 100)).collect::<Vec<_>>());
    let answers: Vec<Answer<'_>> = made.iter().map(|t| engine.answer(&under, t, None)).collect();
    let mut told = 0;
    let all = seconds(|| {
        told = 0;
        for answer in &answers {
            for owed in &answer.owed {
                let why = Why::new(answer, owed);
                told += owed.duties.iter().filter(|d| !why.of_duty(d).is_empty()).count();
            }
        }
    });
    let first = answers.first().and_then(|a| Some((a, a.owed.first()?)));
    let one = seconds(|| {
        if let Some((answer, owed)) = first {
            drop(owed.duties.first().map(|d| Why::new(answer, owed).of_duty(d)));
        }
    });
    writeln!(
        out,
        "## Why\n\nOn demand: {:.0} duties a second say why; one duty of a child of 100 events, asked alone: {:.0} µs.\n",
        told as f64 / all,
        one * 1e6
    )?;
    Ok(())
}
