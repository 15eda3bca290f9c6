//! `tandem duties FILE`: every duty that either service owes for one child, to whom, by when and why.

use std::path::PathBuf;
use std::process::ExitCode;

use calendar::Moment;
use clap::Args;

use crate::cli::{Format, From};
use crate::text::{self, Paint, Progress};

/// What to derive.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  tandem duties child.yaml\n  tandem duties child.yaml --as-at 2026-04-20T09:00 --why\n  \
    tandem duties child.yaml --format json | jq '.duties[] | select(.state == \"overdue\")'"
)]
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
        let progress = Progress::of(3, if crate::files::is_long(&self.file) { 1 } else { 4 });
        progress.at(0, "reading the journey");
        let asked = crate::journey::read(&self.file, &protocols, self.as_at, self.as_known_at)?;
        progress.at(1, "deriving what is owed");
        let engine = duties::Engine::new(&protocols);
        let timeline = asked.timeline();
        let answer = asked.answer(&engine, &timeline);
        progress.at(2, "saying why");
        let said = duties::output::json(&answer);
        drop(progress);
        match self.format {
            Format::Json => text::print_json(&said)?,
            Format::Text => text::print(&text::duties::duties(&said, self.why, Paint::of_stdout()))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
