//! The most memory that the answer for one child holds at once, by the number of events: a program of its own, because its allocator counts.
//!
//! Prints the rows of a table; `bench` starts it and puts them under Growth.

#[path = "../children.rs"]
#[allow(dead_code, reason = "the benchmarks use the rest")]
mod children;

use duties::Engine;
use journey::Under;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many events.
const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 40_000];

fn main() -> anyhow::Result<()> {
    let protocols = protocol::read(&protocol::shipped::files()).map_err(|r| anyhow::anyhow!("{r}"))?;
    let engine = Engine::new(&protocols);
    let maker = children::Maker::new(&protocols.vocabulary);
    let home = protocols.authorities.keys().next().cloned().unwrap_or_default();
    let under = Under { home, host: None };
    for events in SIZES {
        let timeline = maker.child(1, events);
        let before = MEMORY.current_usage_as_mb();
        MEMORY.reset_peak_usage();
        let answer = engine.answer(&under, &timeline, None);
        let (most, kept) = (MEMORY.peak_usage_as_mb() - before, MEMORY.current_usage_as_mb() - before);
        let duties: usize = answer.owed.iter().map(|o| o.duties.len()).sum();
        println!("| {events} | {duties} | {most:.2} | {kept:.2} | {:.0} |", most * 1_048_576.0 / events as f32);
    }
    Ok(())
}
