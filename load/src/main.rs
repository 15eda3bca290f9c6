//! `cargo run --release -p load`: how long does an answer take, with a large record and fifty people at work?
//!
//! Makes a record of made-up children (once: `--data` keeps it), serves it from a process of its own, and asks it for pages at a fixed rate, so
//! that a slow answer does not spare the server the next question. Beside it, on the same machine in the same run, a handler of the same
//! library that answers with a few bytes: what is said of an answer is said as a ratio to that.

#![expect(clippy::indexing_slicing, reason = "a load test stops where it cannot go on")]

mod ask;
mod disk;
mod fill;
mod known;
mod made;
mod pace;
mod report;
mod serve;
mod write;

use std::path::PathBuf;

/// What is asked for on the command line.
#[derive(Debug, Clone)]
pub struct Asked {
    /// How many children.
    pub children: usize,
    /// For how many seconds each question is asked.
    pub seconds: u64,
    /// Where the record is kept.
    pub data: PathBuf,
    /// Whether the known-to check is looked at, and nothing else.
    pub known: bool,
    /// How often it is asked for each kind of child.
    pub each: usize,
    /// The address of a PostgreSQL database, where it is to be that.
    pub postgres: Option<String>,
}

const HELP: &str = "\
cargo run --release -p load -- [--children N] [--seconds S] [--data DIR] [--postgres ADDRESS]
cargo run --release -p load -- --known [--children N] [--each N] [--data DIR]

  --children N        how many children the record has (100000)
  --seconds S         for how long each page is asked for (20)
  --data DIR          where the record is kept between runs (target/load)
  --postgres ADDRESS  an empty database for it, instead of SQLite: host=/run/postgresql user=… dbname=…
  --known             how long the known-to check takes, and whether that tells what it does not
  --each N            how often it is asked for each kind of child (10000)";

fn main() -> anyhow::Result<()> {
    tandem::take_small_pages();
    let mut words = std::env::args().skip(1);
    let mut asked = Asked {
        children: 100_000,
        seconds: 20,
        data: PathBuf::from("target/load"),
        known: false,
        each: 10_000,
        postgres: None,
    };
    let mut port = None;
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| anyhow::anyhow!("`{word}` needs a value\n\n{HELP}"));
        match word.as_str() {
            "--children" => asked.children = value()?.parse()?,
            "--seconds" => asked.seconds = value()?.parse()?,
            "--data" => asked.data = PathBuf::from(value()?),
            "--postgres" => asked.postgres = Some(value()?),
            "--known" => asked.known = true,
            "--each" => asked.each = value()?.parse()?,
            "--serve" => port = Some(value()?.parse::<u16>()?),
            _ => anyhow::bail!("`{word}` is not understood\n\n{HELP}"),
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match port {
        Some(port) => runtime.block_on(serve::serve(&asked, port)),
        None if asked.known => runtime.block_on(known::run(&asked)),
        None => runtime.block_on(report::run(&asked)),
    }
}
