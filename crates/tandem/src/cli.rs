//! What can be asked of the command, and its help. The man page and the shell completions come from these definitions.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Makes the joint-working protocol of youth justice and children's social care run.
#[derive(Debug, Parser)]
#[command(name = "tandem", version, max_term_width = 110)]
#[command(after_help = "Examples:\n  tandem duties child.yaml --as-at 2026-04-20\n  \
    tandem duties child.yaml --format json\n  tandem protocol show enfield 8.7e\n\n\
    Exit status: 0 all is well; 1 a journey does not hold what it expects, or a clause of the catalogue is missing; 2 the input \
    cannot be used, and nothing is printed on standard output.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Derives every duty that either service owes for one child, by when and why.
    Duties(crate::duties::DutiesArgs),
    /// Checks journeys against what they expect, one line each.
    Journey(crate::journey::JourneyArgs),
    /// Reads, checks and shows protocols.
    Protocol(crate::protocol::ProtocolArgs),
    /// Prints completions for a shell.
    #[command(after_help = "Example:\n  tandem completions bash > /etc/bash_completion.d/tandem")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Prints the manual: a page for the program and one for each command, one after the other.
    #[command(after_help = "Examples:\n  tandem man > /usr/local/share/man/man1/tandem.1\n  tandem man | man -l -")]
    Man,
}

/// Where the protocols are read from.
#[derive(Debug, Args, Clone)]
pub struct From {
    /// Read the protocols from this folder instead of the shipped ones.
    #[arg(long, value_name = "DIR", global = true)]
    pub protocols: Option<PathBuf>,
}

/// How the answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Cli {
    /// Runs what was asked.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Duties(args) => args.run(),
            Command::Journey(args) => args.run(),
            Command::Protocol(args) => args.run(),
            Command::Completions { shell } => {
                let mut command = <Cli as clap::CommandFactory>::command();
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut command, "tandem", &mut script);
                crate::text::print(&String::from_utf8_lossy(&script))?;
                Ok(ExitCode::SUCCESS)
            }
            Command::Man => {
                let mut command = <Cli as clap::CommandFactory>::command().disable_help_subcommand(true);
                // Gives each command its whole name: `tandem-protocol-check`.
                command.build();
                let mut pages = Vec::new();
                manual(&command, &mut pages)?;
                crate::text::print(&String::from_utf8_lossy(&pages))?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

/// The page of a command, then those of the commands below it.
fn manual(command: &clap::Command, pages: &mut Vec<u8>) -> std::io::Result<()> {
    let version = concat!("tandem ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command.clone()).source(version).render(pages)?;
    command.get_subcommands().try_for_each(|below| manual(below, pages))
}
