//! `tandem protocol …`: reads, checks and shows protocols.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::cli::From;

/// What to do with the protocols.
#[derive(Debug, Args)]
pub struct ProtocolArgs {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    from: From,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads the protocols, refuses what is wrong with file, line and cause, and prints what each clause became.
    Check {
        /// The authorities; all, where none is named.
        names: Vec<String>,
    },
}

impl ProtocolArgs {
    /// Does it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let protocols = self.from.read()?;
        match self.command {
            Command::Check { names } => {
                for (name, editions) in &protocols.authorities {
                    if !names.is_empty() && !names.contains(name) { continue; }
                    for e in editions { println!("{name}: {} clauses", e.clauses.len()); }
                }
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}
