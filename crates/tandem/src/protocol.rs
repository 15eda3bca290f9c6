//! `tandem protocol …`: reads, checks and shows protocols, one file for each command.

mod calendar;
mod check;
mod coverage;
mod show;
mod words;

use std::process::ExitCode;

use anyhow::anyhow;
use clap::{Args, Subcommand};
use protocol::refusal::{cut, did_you_mean};
use protocol::{Protocol, Protocols};

use crate::cli::From;

/// What to do with the protocols.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tandem protocol check enfield\n  tandem protocol coverage --format json\n  \
    tandem protocol show enfield 8.7e\n  tandem protocol words remand\n  tandem protocol calendar enfield --from 2026-04-01 --to 2026-06-30 --format json")]
pub struct ProtocolArgs {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    from: From,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads the protocols, refuses what is wrong with file, line and cause, and prints what each clause became.
    Check(check::CheckArgs),
    /// Prints every clause of the catalogue and the part of the program that carries it out; exit status 1 where one is missing.
    Coverage(coverage::CoverageArgs),
    /// Prints an authority's sections, or one clause: what it says, what it became, how it counts, and its notes.
    Show(show::ShowArgs),
    /// Prints the service's own calendar: what recurs whatever happens to a child, and what stands always.
    Calendar(calendar::CalendarArgs),
    /// Finds the words of the vocabulary: events, records, roles, and what an attribute can say.
    Words(words::WordsArgs),
}

impl ProtocolArgs {
    /// Does it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let protocols = self.from.read()?;
        match self.command {
            Command::Check(args) => args.run(&self.from, &protocols),
            Command::Coverage(args) => args.run(&self.from, &protocols),
            Command::Show(args) => args.run(&protocols),
            Command::Calendar(args) => args.run(&protocols),
            Command::Words(args) => args.run(&protocols.vocabulary),
        }
    }
}

/// The latest edition of an authority's protocol, or the law; else an error that names those that are there.
fn authority<'a>(protocols: &'a Protocols, name: &str) -> anyhow::Result<&'a Protocol> {
    let known =
        || protocols.authorities.keys().cloned().chain(protocols.statute.as_ref().map(|_| "statute".to_owned()));
    let found = protocols.latest(name).or_else(|| protocols.latest(&name.to_lowercase()));
    found.ok_or_else(|| anyhow!("{}", no_protocol(name, &known().collect::<Vec<_>>())))
}

/// That there is no protocol of this name, the nearest, and those that are there.
pub fn no_protocol(name: &str, known: &[String]) -> String {
    let nearest = did_you_mean(&name.to_lowercase(), known.iter().map(String::as_str));
    let nearest = nearest.map_or(String::new(), |help| format!("{help} "));
    format!("there is no protocol `{}`\n    help: {nearest}there are: {}", cut(name), known.join(", "))
}
