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
mod sameness;
mod starting;
mod why;

use std::fmt::Write as _;

use protocol::Protocols;

/// A figure or several, under a heading.
type Section = fn(&mut String, &Protocols) -> anyhow::Result<()>;

const SECTIONS: [(&str, Section); 7] = [
    ("duty-1", duty_1::print),
    ("loading", loading::print),
    ("starting", starting::print),
    ("caseload", caseload::print),
    ("growth", growth::print),
    ("nation", nation::print),
    ("why", why::print),
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
