//! Prints the benchmarks and, with `--write`, puts them into `docs/benchmarks.md`; with `--only NAME`, one of them.
//!
//! The only room besides `tandem` that reads a clock; figures are medians of several passes, since machines are shared and noisy.
//! `--same FOLDER…` measures nothing: it tells whether two builds say the same. Which part of the program takes the time is told by
//! sampling: `perf record -g --call-graph fp` on `--only caseload`, built with `RUSTFLAGS=-Cforce-frame-pointers=yes`.

mod caseload;
mod children;
mod duty_1;
mod growth;
mod loading;
mod machine;
mod measure;
mod nation;
mod record_kept;
mod sameness;
mod starting;
mod why;

/// What the tests of the record have, for its benchmark: people with passes, places, a PostgreSQL of its own.
#[path = "../../crates/record/tests/it/people.rs"]
#[allow(
    dead_code,
    missing_docs,
    clippy::all,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "of the tests"
)]
mod people;
#[path = "../../crates/record/tests/it/place.rs"]
#[allow(
    dead_code,
    unused_macros,
    unused_imports,
    missing_docs,
    clippy::all,
    clippy::unwrap_used,
    clippy::panic,
    reason = "of the tests"
)]
mod place;
#[path = "../../crates/record/tests/it/server.rs"]
#[allow(
    dead_code,
    missing_docs,
    clippy::all,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "of the tests"
)]
mod server;

use std::fmt::Write as _;

use protocol::Protocols;

/// A figure or several, under a heading.
type Section = fn(&mut String, &Protocols) -> anyhow::Result<()>;

const SECTIONS: [(&str, Section); 8] = [
    ("duty-1", duty_1::print),
    ("loading", loading::print),
    ("starting", starting::print),
    ("caseload", caseload::print),
    ("growth", growth::print),
    ("nation", nation::print),
    ("why", why::print),
    ("record", record_kept::print),
];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let protocols = protocol::read(&protocol::shipped::files()).map_err(|r| anyhow::anyhow!("{r}"))?;
    if let Some((_, folders)) = arguments.split_first().filter(|(first, _)| *first == "--same") {
        return sameness::print(&protocols, folders);
    }
    let only = arguments.iter().skip_while(|a| *a != "--only").nth(1);
    let mut out = String::from(
        "# Benchmarks\n\nPrinted by `cargo run --release -p bench -- --write`. Not a test: machines are shared and noisy.\n\n",
    );
    writeln!(out, "Machine: {}.\n", machine::describe())?;
    for (name, section) in SECTIONS {
        if only.is_none_or(|only| only == name) {
            section(&mut out, &protocols)?;
        }
    }
    print!("{out}");
    if arguments.iter().any(|a| a == "--write") {
        std::fs::write("docs/benchmarks.md", out)?;
    }
    Ok(())
}
