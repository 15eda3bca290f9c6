//! How long something takes.

use std::path::PathBuf;
use std::time::Instant;

use duties::Engine;
use journey::{Timeline, Under};

/// How many times each figure is taken; the median counts.
const PASSES: usize = 5;

/// Seconds since a moment of the machine's own.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub fn since<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = work();
    (started.elapsed().as_secs_f64(), result)
}

/// Seconds that something awaited takes.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub async fn awaited<T>(work: impl Future<Output = T>) -> (f64, T) {
    let started = Instant::now();
    let result = work.await;
    (started.elapsed().as_secs_f64(), result)
}

/// Seconds that something takes: the median of several passes.
pub fn seconds(work: impl FnMut()) -> f64 {
    median_and_most(PASSES, work).0
}

/// Seconds that something takes: the median of so many passes, and the longest.
pub fn median_and_most(passes: usize, mut work: impl FnMut()) -> (f64, f64) {
    let mut taken: Vec<f64> = (0..passes).map(|_| since(&mut work).0).collect();
    taken.sort_by(f64::total_cmp);
    (taken.get(passes / 2).copied().unwrap_or_default(), taken.last().copied().unwrap_or_default())
}

/// Where a program stands that was built beside this one.
pub fn sibling(name: &str) -> std::io::Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Derives everything for each timeline; says how many duties came out.
pub fn derive(engine: &Engine<'_>, under: &Under, made: &[Timeline]) -> usize {
    made.iter().map(|t| engine.answer(under, t, None).owed.iter().map(|o| o.duties.len()).sum::<usize>()).sum()
}

/// Under one authority's protocol.
pub fn under(name: &str) -> Under {
    Under { home: name.to_owned(), host: None }
}
