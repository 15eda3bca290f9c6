//! What can be asked of the command, and its help. The man page and the shell completions come from these definitions.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Makes the joint-working protocol of youth justice and children's social care run.
#[derive(Debug, Parser)]
#[command(name = "tandem", version, max_term_width = 110)]
#[command(after_help = "Examples:\n  tandem duties child.yaml --as-at 2026-04-20\n  \
    tandem duties child.yaml --owner csc --state overdue,open\n  tandem protocol words remand\n  \
    tandem protocol show enfield 8.7e\n\n\
    Exit status: 0 all is well; 1 a journey does not hold what it expects, or a clause of the catalogue is missing; 2 the input \
    cannot be used, and nothing is printed on standard output.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Starts the web application with five made-up boroughs in it, on this machine alone.
    Demo(crate::run::demo::DemoArgs),
    /// Starts the web application on the configured database.
    Serve(crate::run::serve::ServeArgs),
    /// Prints every setting of `serve`, what it means and what holds without it.
    Settings(crate::run::settings::SettingsArgs),
    /// Copies the record to a file while it is in use.
    Backup(crate::run::keep::BackupArgs),
    /// Brings the record back from a copy, and verifies it.
    Restore(crate::run::keep::RestoreArgs),
    /// Builds again, from the log, what stands beside it.
    Rebuild(crate::run::keep::RebuildArgs),
    /// Looks whether what is kept is whole and unchanged.
    Verify(crate::run::keep::VerifyArgs),
    /// Takes in what a service's own system says of its children, or says what it would change.
    Import(crate::run::import::ImportArgs),
    #[command(hide = true)]
    ReadFeed(crate::run::import::apart::ReadFeedArgs),
    /// Takes what Tandem knows of an authority's children out, as the tables of a standard.
    Export(crate::run::export::ExportArgs),
    /// Lets a person in: the first administrator of an authority.
    Person(crate::run::person::PersonArgs),
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
    /// Prints a page of the manual: that of the program, or of one command.
    Man(crate::manual::ManArgs),
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
            Command::Demo(args) => args.run(),
            Command::Serve(args) => args.run(),
            Command::Settings(args) => args.run(),
            Command::Backup(args) => args.run(),
            Command::Restore(args) => args.run(),
            Command::Rebuild(args) => args.run(),
            Command::Verify(args) => args.run(),
            Command::Import(args) => args.run(),
            Command::ReadFeed(args) => args.run(),
            Command::Export(args) => args.run(),
            Command::Person(args) => args.run(),
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
            Command::Man(args) => args.run(),
        }
    }
}
