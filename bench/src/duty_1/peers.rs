//! Other engines on the same events in the same run: plain Python, DuckDB, SQLite and Drools, started by `bench/duty-1/peers/run`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use calendar::{Calendar, Day};

use super::events::{Event, NOW, as_csv};

/// The days around the events that other engines need: 1 January 2019 to 31 December 2033.
const DAYS: std::ops::RangeInclusive<i32> = 17_897..=23_375;

/// Writes what other engines read into a folder, runs them, and adds a line for each.
///
/// # Errors
/// Where the folder cannot be written to, the script cannot be started, or an engine that does all of the work gives other rows.
pub fn run(
    folder: &str,
    events: &[Event],
    expected: &str,
    calendar: &Calendar,
    out: &mut String,
) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("making {folder}"))?;
    let name = format!("events-{}.csv", events.len());
    let write = |name: &str, text: String| {
        std::fs::write(Path::new(folder).join(name), text).with_context(|| format!("writing {folder}/{name}"))
    };
    write(&name, as_csv(events))?;
    let worked: Vec<String> =
        DAYS.filter(|n| calendar.is_working_day(Day::from_number(*n))).map(|n| n.to_string()).collect();
    let (first, last, now) = (DAYS.start(), DAYS.end(), NOW.number());
    let worked = worked.join(",");
    write("days.json", format!("{{\"first\":{first},\"last\":{last},\"now\":{now},\"worked\":[{worked}]}}\n"))?;
    let said = Command::new("bench/duty-1/peers/run")
        .arg(folder)
        .arg(&name)
        .output()
        .context("starting bench/duty-1/peers/run")?;
    eprint!("{}", String::from_utf8_lossy(&said.stderr));
    for line in String::from_utf8_lossy(&said.stdout).lines() {
        let [name, n, rows, hash, seconds, does] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        anyhow::ensure!(hash == "-" || hash == expected, "{name} gives the hash {hash}, and {expected} is right");
        let (events, made, taken): (f64, f64, f64) = (n.parse()?, rows.parse()?, seconds.parse()?);
        let does = if does == "all of it" { String::new() } else { format!(" (part of the work: {does})") };
        writeln!(
            out,
            "| {name}{does} | {n} | {rows} | `{hash}` | {:.2} | {:.2} | {:.1} |",
            events / taken / 1e6,
            made / taken / 1e6,
            taken * 1e9 / events
        )?;
    }
    Ok(())
}
