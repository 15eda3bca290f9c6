//! `tandem backup`, `restore`, `rebuild`, `verify`: looks after what is kept, also while the pages are being served.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use gate::{Action, Decision, Gate, On, Pass, Person, Request};
use record::{Difference, Verified};
use serde_json::json;

use crate::cli::Format;
use crate::run::clock;
use crate::run::serve::{Opened, wait};
use crate::run::settings::Where;
use crate::text;

/// The pass of the program itself, in the affairs of an authority or of the whole installation.
pub fn pass(gate: &Gate, name: &str, authority: &str) -> anyhow::Result<Pass> {
    let person = Person::program(name, authority);
    match gate.decide(&Request::new(&person, Action::KeepInstallation, On::Installation, &Vec::new())) {
        Decision::Permit(pass) => Ok(pass),
        Decision::Refuse(refused) => Err(anyhow!("{}", refused.reason)),
    }
}

/// Copies the record while it is in use.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  tandem backup --settings /etc/tandem/tandem.toml /backup/tandem-monday.db\n\n\
    For a record in SQLite; docs/back-up.md says how PostgreSQL is backed up.")]
pub struct BackupArgs {
    /// The file to copy to; one that is there already is not touched.
    #[arg(value_name = "TO")]
    to: PathBuf,
    #[command(flatten)]
    settings: Where,
}

impl BackupArgs {
    /// Copies.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        wait(async {
            let Opened { gate, record, .. } = self.settings.open().await?;
            record.backup(&pass(&gate, "backup", "")?, &self.to).await?;
            text::print(&format!("{}: the record as it was a moment ago\n", self.to.display()))?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// Brings the record back from a copy. Nothing is written over.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  tandem restore --settings /etc/tandem/tandem.toml /backup/tandem-monday.db")]
pub struct RestoreArgs {
    /// The copy.
    #[arg(value_name = "FROM")]
    from: PathBuf,
    #[command(flatten)]
    settings: Where,
}

impl RestoreArgs {
    /// Restores, and looks whether all of it is there.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        wait(async {
            let record::Settings::Sqlite(to) = self.settings.read()?.record else {
                bail!("the record is in PostgreSQL: restore it with its own tools\n    help: docs/restore.md says how");
            };
            if !self.from.is_file() {
                bail!("{}: there is no file of this name", self.from.display());
            }
            for beside in ["", "-wal", "-shm"] {
                let mut there = to.clone().into_os_string();
                there.push(beside);
                is_free(Path::new(&there))?;
            }
            record::copy(&self.from, &to)?;
            let Opened { gate, record, .. } = self.settings.open().await?;
            let found = record.verify(&pass(&gate, "restore", "")?, |_| ()).await?;
            text::print(&in_words(&found))?;
            Ok(code(&found))
        })
    }
}

fn is_free(path: &Path) -> anyhow::Result<()> {
    if path.exists() {
        let help = "a restored record is never written over another: move what is there to a safe place first, with all three files \
                    (-wal and -shm belong to it)";
        bail!("{}: it is there already\n    help: {help}", path.display());
    }
    Ok(())
}

/// Builds again what stands beside the log.
#[derive(Debug, Args)]
pub struct RebuildArgs {
    #[command(flatten)]
    settings: Where,
}

impl RebuildArgs {
    /// Builds again.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        wait(async {
            let Opened { gate, record, .. } = self.settings.open().await?;
            let built = record.rebuild(&pass(&gate, "rebuild", "")?, clock::now(), |_| ()).await?;
            let built = usize::try_from(built).unwrap_or(usize::MAX);
            text::print(&format!("{} built again from the log\n", text::count(built, "record", "records")))?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// Looks whether what is kept is whole and unchanged, and whether what stands beside it agrees.
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 all is well; 1 something is not; 2 the record cannot be opened.")]
pub struct VerifyArgs {
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    settings: Where,
}

impl VerifyArgs {
    /// Verifies and prints.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        wait(async {
            let Opened { gate, record, .. } = self.settings.open().await?;
            let found =
                record.verify(&pass(&gate, "verify", "")?, |_| ()).await.context("the record cannot be read")?;
            match self.format {
                Format::Text => text::print(&in_words(&found))?,
                Format::Json => text::print_json(&as_json(&found))?,
            }
            Ok(code(&found))
        })
    }
}

fn code(found: &Verified) -> ExitCode {
    if found.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn in_words(found: &Verified) -> String {
    let counted = |n: u64, one: &str, many: &str| text::count(usize::try_from(n).unwrap_or(usize::MAX), one, many);
    let mut said = format!("{}, {}: ", counted(found.streams, "log", "logs"), counted(found.lines, "line", "lines"));
    if found.differences.is_empty() {
        return said + "all whole, and what stands beside them agrees\n";
    }
    said +=
        &format!("{}\n", text::count(found.differences.len(), "is not as it should be", "are not as they should be"));
    said.extend(found.differences.iter().map(|d| format!("    {}: {}\n", place(d), d.what)));
    said + "    help: stop the program, keep the damaged file, and restore the last copy that verifies (docs/restore.md)\n"
}

fn place(of: &Difference) -> String {
    if of.version == 0 { of.stream.clone() } else { format!("{} line {}", of.stream, of.version) }
}

fn as_json(found: &Verified) -> serde_json::Value {
    let differences: Vec<_> =
        found.differences.iter().map(|d| json!({ "stream": d.stream, "line": d.version, "what": d.what })).collect();
    json!({ "logs": found.streams, "lines": found.lines, "whole": differences.is_empty(), "differences": differences })
}
