//! Prints the benchmarks. The only room besides `tandem` that reads a clock.

mod children;

use std::time::Instant;

use journey::Under;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn main() -> anyhow::Result<()> {
    let started = Instant::now();
    let protocols = protocol::read(&protocol::shipped::files()).map_err(|r| anyhow::anyhow!("{r}"))?;
    println!("loading all protocols from YAML: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let engine = duties::Engine::new(&protocols);
    let n = 2000;
    let made: Vec<_> = (0..n).map(|k| children::child(k, 40, &protocols.vocabulary)).collect();
    for name in protocols.authorities.keys() {
        let under = Under { home: name.clone(), host: None };
        let started = Instant::now();
        let mut duties = 0;
        for timeline in &made {
            duties += engine.answer(&under, timeline, None).owed.iter().map(|o| o.duties.len()).sum::<usize>();
        }
        let s = started.elapsed().as_secs_f64();
        println!(
            "{name}: {:.1} us a child, {:.0} events/s, {} duties",
            s / n as f64 * 1e6,
            40.0 * n as f64 / s,
            duties
        );
    }
    Ok(())
}
