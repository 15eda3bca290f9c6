//! `tandem export`: takes what Tandem knows of an authority's children out, as the tables of a standard.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand};
use exchange::exports::About;
use exchange::exports::ssd::{Known, LeftOut, NoCode, listed};
use exchange::moment;
use feeds::write::ssd::{Tables, Written};
use gate::{Action, Decision, Gate, On, Pass, Person, Request};
use protocol::check::in_words::capital;
use record::{Look, Record};
use serde_json::json;

use crate::cli::Format;
use crate::run::clock;
use crate::run::import::has_people;
use crate::run::serve::{Opened, wait};
use crate::run::settings::Where;
use crate::text;

/// How many records are named on the screen.
const NAMED: usize = 20;

/// Takes what Tandem knows of an authority's children out, as the tables of a standard.
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Writes what social care was told of its children as tables of the Standard Safeguarding Dataset.
    Ssd(SsdArgs),
}

/// The tables of the Standard Safeguarding Dataset.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  tandem export ssd --settings /etc/tandem/tandem.toml --authority enfield --to /out\n\n\
    It makes a folder of its own in there, whose name says for whom it is, when it was made and by whom, and which nobody else may open. \
    Nothing is written over. docs/exports.md says what stands in the tables and what is left out. Each child in them is in the log of looks.\n\n\
    Exit status: 0 it was written; 2 it was not."
)]
pub struct SsdArgs {
    /// Whose children they are.
    #[arg(long, value_name = "AUTHORITY")]
    authority: String,
    /// The folder in which to make one; it must be there.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// How what was written is told.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    settings: Where,
}

/// What was taken out, and what was not.
#[derive(Default)]
struct Report {
    /// The records that stand in the tables.
    children: Vec<String>,
    /// Those that do not, by the reason.
    left_out: BTreeMap<LeftOut, Vec<String>>,
    /// What stands in no code.
    without: BTreeMap<NoCode, usize>,
}

impl ExportArgs {
    /// Writes what was asked for.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Ssd(args) => wait(args.write()),
        }
    }
}

impl SsdArgs {
    async fn write(self) -> anyhow::Result<ExitCode> {
        if !self.to.is_dir() {
            bail!(
                "{}: there is no folder of this name\n    help: make it first, where nobody else looks",
                self.to.display()
            );
        }
        let Opened { gate, record, .. } = self.settings.open().await?;
        has_people(&record, &self.authority).await?;
        let (pass, now) = (pass(&gate, &self.authority)?, clock::now());
        let (report, tables) = gather(&record, &gate, &pass, now).await?;
        // On the disk before a byte of it is anywhere else.
        let look = Look { children: report.children.clone(), ..Look::of(&pass, "tandem export ssd") };
        record.looked(vec![look], now).await?;
        let about = About {
            whose: capital(&self.authority),
            at: moment(now - now.rem_euclid(60_000)),
            by: "whoever runs the installation".into(),
            id: pass.person().id.clone(),
        };
        let folder = self.to.join(about.name("ssd", ""));
        keep(&folder, &tables)?;
        match self.format {
            Format::Text => text::print(&in_words(&folder, &about, &report, &tables))?,
            Format::Json => text::print_json(&as_json(&folder, &report, &tables))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The pass of the program for taking out an authority's children.
fn pass(gate: &Gate, authority: &str) -> anyhow::Result<Pass> {
    let person = Person::program("export", authority);
    match gate.decide(&Request::new(&person, Action::Export, On::Installation, &Vec::new())) {
        Decision::Permit(pass) => Ok(pass),
        Decision::Refuse(refused) => Err(anyhow!("{}", refused.reason)),
    }
}

/// Puts the tables together.
async fn gather(record: &Record, gate: &Gate, pass: &Pass, now: i64) -> anyhow::Result<(Report, Vec<Written>)> {
    let staff = record.staff(pass.authority()).await?;
    let (authority, book) = (pass.authority(), record.book());
    let known = Known { gate, book, staff: &staff, authority, now: moment(now) };
    let (mut report, mut tables) = (Report::default(), Tables::new()?);
    let mut after = String::new();
    loop {
        let some = record.taken_out_after(pass, &after).await?;
        let Some(last) = some.last() else { return Ok((report, tables.finish()?)) };
        last.id.clone_into(&mut after);
        for child in some {
            match listed(&child, known) {
                Ok((listed, without)) => {
                    tables.child(&listed)?;
                    report.children.push(child.id.clone());
                    without.into_iter().for_each(|one| *report.without.entry(one).or_default() += 1);
                }
                Err(why) => report.left_out.entry(why).or_default().push(child.id.clone()),
            }
        }
    }
}

/// Writes the tables into a folder of their own, which only its owner may open. What cannot be written whole is not left there in part.
fn keep(folder: &Path, tables: &[Written]) -> anyhow::Result<()> {
    let mut made = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut made, 0o700);
    made.create(folder).with_context(|| format!("{}: it cannot be made; nothing is written over", folder.display()))?;
    let file = |table: &Written| {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let path = folder.join(format!("{}.csv", table.name));
        let written = options.open(&path).and_then(|mut file| {
            file.write_all(&table.content)?;
            file.sync_all()
        });
        written.with_context(|| format!("{}: it cannot be written", path.display()))
    };
    tables.iter().try_for_each(file).inspect_err(|_| {
        // What is left could be taken for the whole.
        let _no_matter = std::fs::remove_dir_all(folder);
    })
}

/// For people: by the ids of the records, and without a name.
fn in_words(folder: &Path, about: &About, report: &Report, tables: &[Written]) -> String {
    let mut said = format!("{}\n{}\n\n", folder.display(), about.in_words());
    for table in tables {
        let rows = text::count(usize::try_from(table.rows).unwrap_or(usize::MAX), "row", "rows");
        said += &format!("  {}.csv: {rows}\n", table.name);
    }
    said += &format!("\n{} written\n", text::count(report.children.len(), "child", "children"));
    for (why, records) in &report.left_out {
        said += &format!("{} left out: {}\n", records.len(), why.in_words());
        // Which records are restricted is for nobody who is not named in them.
        if *why == LeftOut::NoNumber {
            let some: Vec<&str> = records.iter().take(NAMED).map(String::as_str).collect();
            let more =
                if records.len() > NAMED { format!(" and {} more", records.len() - NAMED) } else { String::new() };
            said += &format!("    {}{more}\n", some.join(", "));
        }
    }
    for (what, number) in &report.without {
        said += &format!("{number} {}\n", what.in_words());
    }
    said
}

/// For machines.
fn as_json(folder: &Path, report: &Report, tables: &[Written]) -> serde_json::Value {
    let left_out = report.left_out.iter().map(|(why, records)| {
        let named = if *why == LeftOut::Restricted { &[][..] } else { records };
        json!({"why": why.in_words(), "number": records.len(), "records": named})
    });
    let without = report.without.iter().map(|(what, number)| json!({"what": what.in_words(), "number": number}));
    json!({
        "folder": folder,
        "tables": tables.iter().map(|table| json!({"name": table.name, "rows": table.rows})).collect::<Vec<_>>(),
        "children": report.children.len(),
        "left_out": left_out.collect::<Vec<_>>(),
        "without": without.collect::<Vec<_>>(),
    })
}
