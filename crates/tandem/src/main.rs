//! The command.
//!
//! One module for each command of the contract. This is the only place that opens files and prints; exit status 0 when all is well, 1 where
//! what a journey expects does not hold, 2 for input that cannot be used, with nothing on standard output.

mod cli;
mod duties;
mod files;
mod journey;
mod manual;
mod protocol;
mod run;
mod text;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    tandem::take_small_pages();
    let cli = cli::Cli::parse();
    match cli.run() {
        Ok(code) => code,
        Err(refused) => {
            eprintln!("{refused:#}");
            ExitCode::from(2)
        }
    }
}
