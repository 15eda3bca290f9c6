//! `cargo run -p xtask -- shape | journeys | access | licences | third-party | fuzz [SECONDS]`.
//!
//! Exit status 0 where all is well, 1 where something is to be mended, 2 where the check itself could not be made.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xtask::{access, fuzz, journeys, licences, shape};

const HELP: &str = "\
Checks of the house around the code.

  cargo run -p xtask -- shape            the tree: crates, files, headers, the paper, the documents
  cargo run -p xtask -- journeys         a worked journey for every clause with a clock and every rule that yields a finding
  cargo run -p xtask -- access           writes access/who-may-see-what.txt anew, from the classes, policies and addresses
  cargo run -p xtask -- licences         the licence of everything that is built in, and of the tools in workspaces of their own
  cargo run -p xtask -- third-party      writes anew, in THIRD-PARTY.txt, the libraries that are in the program
  cargo run -p xtask -- fuzz [SECONDS]   each fuzz target for so long (60); without a nightly toolchain and cargo-fuzz, those of feeds";

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let root = root();
    let done = match asked.as_slice() {
        ["shape"] => shape::run(&root),
        ["journeys"] => journeys::run(&root),
        ["access"] => access::run(&root),
        ["licences"] => licences::run(&root),
        ["third-party"] => licences::write(&root),
        ["fuzz"] => fuzz::run(&root, 60),
        ["fuzz", seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::run(&root, seconds),
            Err(_) => Err(anyhow::anyhow!("`{seconds}` is no number of seconds")),
        },
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

/// The tree that this program was built from.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
