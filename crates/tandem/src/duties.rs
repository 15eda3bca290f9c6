//! `tandem duties FILE`: every duty that either service owes for one child, to whom, by when and why.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use calendar::Moment;
use clap::Args;

use crate::cli::{Format, From};

/// What to derive.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tandem duties child.yaml\n  tandem duties child.yaml --as-at 2026-04-20T09:00 --why\n  \
    tandem duties child.yaml --format json | jq '.duties[] | select(.state == \"overdue\")'")]
pub struct DutiesArgs {
    /// The journey: one child's timeline, in YAML or JSON; `-` for standard input.
    file: PathBuf,
    /// The moment asked for, instead of the journey's own.
    #[arg(long, value_name = "T", value_parser = moment)]
    as_at: Option<Moment>,
    /// Use only what had been recorded by then.
    #[arg(long, value_name = "T", value_parser = moment)]
    as_known_at: Option<Moment>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// In text, say why for each duty and finding.
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    from: From,
}

/// A moment asked for; a bare date means the end of that day.
pub fn moment(text: &str) -> Result<Moment, String> {
    let moment: Moment = text.parse().map_err(|e: calendar::MomentError| format!("it {e}"))?;
    Ok(if moment.has_time() { moment } else { Moment::end_of(moment.day()) })
}

impl DutiesArgs {
    /// Derives and prints.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let protocols = self.from.read()?;
        let asked = crate::journey::read(&self.file, &protocols, self.as_at, self.as_known_at)?;
        let answer = asked.answer(&protocols);
        match self.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&duties::output::json(&answer))?),
            Format::Text => {
                let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
                print!("{}", crate::text::duties(&duties::output::json(&answer), self.why, colour));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
