//! `tandem import`: takes in what a service's own system says; first as a dry run.

pub mod apart;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use calendar::Day;
use clap::Args;
use exchange::imports::{self, Import, Plan, Report};
use feeds::read::Layout;
use feeds::read::mapping::Mapping;
use feeds::write::template::{template_csv, template_xlsx};
use gate::{Action, Decision, Gate, On, Pass, Person, Request};
use record::{Feed, Record, Unused};
use serde_json::json;

use self::apart::Beside;
use crate::cli::Format;
use crate::run::clock;
use crate::run::serve::{Opened, wait};
use crate::run::settings::Where;
use crate::text;

/// How many of a kind are named on the screen.
const NAMED: usize = 20;

/// Takes in what a service's own system says of its children, or says what it would change.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  tandem import --settings /etc/tandem/tandem.toml --authority enfield --service csc --layout ssd /in/ssd/*.csv\n  \
    tandem import --settings /etc/tandem/tandem.toml --authority enfield --service csc --layout ssd --keep /in/ssd/*.csv\n\n\
    Without --keep it is a dry run. docs/imports.md says what each kind of file is, and docs/sheet.md how youth justice's sheet is made.\n\n\
    Exit status: 0 it was read (and kept, with --keep); 2 nothing of it counts."
)]
pub struct ImportArgs {
    /// The files of one feed, or a folder with them.
    #[arg(value_name = "FILE", required_unless_present = "template")]
    files: Vec<PathBuf>,
    /// Whose children they are.
    #[arg(long, value_name = "AUTHORITY", required_unless_present = "template")]
    authority: Option<String>,
    /// Whose system they come from.
    #[arg(long, value_name = "SERVICE", value_parser = ["yjs", "csc"], required_unless_present = "template")]
    service: Option<String>,
    /// Which kind of file it is.
    #[arg(long, value_name = "LAYOUT", value_parser = Layout::ALL.map(Layout::word), required_unless_present = "template")]
    layout: Option<String>,
    /// What a supplier's list calls the columns of the sheet: a file that docs/sheet.md explains.
    #[arg(long, value_name = "FILE", requires = "layout")]
    mapping: Option<PathBuf>,
    /// Whose records are for named people alone: a list of numbers under `Child number`, for kinds of file that cannot say so.
    #[arg(long, value_name = "FILE", requires = "layout")]
    restricted: Option<PathBuf>,
    /// Write an empty sheet for youth justice to this file (.xlsx or .csv), and do nothing else.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["files", "keep", "mapping"])]
    template: Option<PathBuf>,
    /// Of which day the files are, such as 2026-03-31: for returns that are made once a year.
    #[arg(long, value_name = "DAY", value_parser = |text: &str| text.parse::<Day>().map_err(|e| e.to_string()))]
    as_of: Option<Day>,
    /// Take a file that lists far fewer children as open than the one before.
    #[arg(long, requires = "keep")]
    far_fewer: bool,
    /// Print the values that could not be used: they may say who somebody is, and where they live.
    #[arg(long)]
    values: bool,
    /// Let it count; without this nothing is changed.
    #[arg(long)]
    keep: bool,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    settings: Where,
}

impl ImportArgs {
    /// Reads, and says what it changes.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if let Some(to) = &self.template {
            return template(to);
        }
        wait(async {
            let (authority, service, layout) = match (&self.authority, &self.service, &self.layout) {
                (Some(authority), Some(service), Some(layout)) => (authority, service, layout),
                _ => bail!("--authority, --service and --layout say whose files these are, and of which kind"),
            };
            let kind = Layout::of(layout).ok_or_else(|| anyhow!("`{layout}` is no kind of file"))?;
            if let Some(file) = &self.mapping {
                mapping(file)?;
            }
            let files = listed(&self.files)?;
            let Opened { gate, record, .. } = self.settings.open().await?;
            has_people(&record, authority).await?;
            let pass = pass(&gate, authority)?;
            let feed = Feed { authority: authority.clone(), service: service.clone(), layout: layout.clone() };
            let beside = Beside { mapping: self.mapping.as_deref(), restricted: self.restricted.as_deref() };
            let reading = apart::reading(kind, beside, &files);
            let import = Import {
                feed,
                reading,
                as_of: self.as_of,
                keep: self.keep,
                far_fewer: self.far_fewer,
                now: clock::now(),
            };
            let mut said = |line: &str| eprintln!("{line}");
            let report = imports::import(&record, &gate, &pass, import, &mut said).await?;
            let report = if self.values { report } else { without_values(report) };
            match self.format {
                Format::Text => text::print(&in_words(&report))?,
                Format::Json => text::print_json(&as_json(&report))?,
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// That an authority is one whose people are in the record.
pub async fn has_people(record: &Record, authority: &str) -> anyhow::Result<()> {
    if !record.authorities().await?.iter().any(|own| own == authority) {
        let help = "give the name as it stands in the protocol's folder; its people must be in Tandem first";
        bail!("`{authority}`: no people of this authority are in the record\n    help: {help}");
    }
    Ok(())
}

fn mapping(file: &Path) -> anyhow::Result<Mapping> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{}: it cannot be read", file.display()))?;
    Mapping::read(&file.display().to_string(), &text).map_err(|refusals| anyhow!("{refusals}"))
}

/// Writes an empty sheet; one that is there already is not touched.
fn template(to: &Path) -> anyhow::Result<ExitCode> {
    let is_csv = to.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let content = if is_csv { template_csv() } else { template_xlsx().map_err(|e| anyhow!("{e}"))? };
    let mut file = File::create_new(to).with_context(|| format!("{}: it cannot be written", to.display()))?;
    std::io::Write::write_all(&mut file, &content)
        .with_context(|| format!("{}: it cannot be written", to.display()))?;
    text::print(&format!("{}: fill in a row for each involvement, as its second sheet says\n", to.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The pass of the program for taking in an authority's files.
pub fn pass(gate: &Gate, authority: &str) -> anyhow::Result<Pass> {
    let person = Person::program("import", authority);
    match gate.decide(&Request::new(&person, Action::Import, On::Installation, &Vec::new())) {
        Decision::Permit(pass) => Ok(pass),
        Decision::Refuse(refused) => Err(anyhow!("{}", refused.reason)),
    }
}

/// The files that are named, and those of the folders that are, in the order of their names.
fn listed(files: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for file in files {
        if !file.is_dir() {
            all.push(file.clone());
            continue;
        }
        let inside = std::fs::read_dir(file).with_context(|| format!("{}", file.display()))?;
        for one in inside {
            let path = one.with_context(|| format!("{}", file.display()))?.path();
            if path.is_file() && path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')) {
                all.push(path);
            }
        }
    }
    all.sort();
    Ok(all)
}

fn counted(n: u64, one: &str, many: &str) -> String {
    text::count(usize::try_from(n).unwrap_or(usize::MAX), one, many)
}

/// Without what stands in the files: what is printed may end in a log (safety R39).
fn without_values(mut report: Report) -> Report {
    report.some_refused.iter_mut().for_each(|unused| unused.value.clear());
    report
}

/// For people.
fn in_words(report: &Report) -> String {
    let mut said = String::new();
    let mut line = |text: &str| {
        said.push_str(text);
        said.push('\n');
    };
    for (file, rows) in &report.read.rows {
        line(&format!("{file}: {}", counted(*rows, "row", "rows")));
    }
    report.read.notes.iter().for_each(|note| line(note));
    line("");
    line(&format!(
        "{}, {} of them open now: {} new, {} changed, {} gone",
        counted(report.people, "child", "children"),
        report.open,
        report.new,
        report.changed,
        report.gone
    ));
    for changed in report.some_changed.iter().take(NAMED) {
        line(&format!("  changed {}: {}", changed.number, changed.what.join(", ")));
    }
    let closed = if report.read.gone_is_closed { ", and closed by it" } else { "" };
    for number in report.some_gone.iter().take(NAMED) {
        line(&format!("  gone {number}: open in the file before, not in this one{closed}"));
    }
    line("");
    line(&format!("{} could not be used", counted(report.refused, "row or value", "rows or values")));
    for unused in report.some_refused.iter().take(NAMED) {
        line(&format!("  {}", refused(unused)));
    }
    line("");
    plan(&report.plan, &mut line);
    line("");
    line(if report.kept {
        "It counts from now on."
    } else if report.says_nothing_new() {
        "It says nothing that was not known. This was a dry run: nothing was changed."
    } else {
        "This was a dry run: nothing was changed. With --keep it counts."
    });
    said
}

fn refused(unused: &Unused) -> String {
    let Unused { file, row, column, value, rule, effect, .. } = unused;
    let column = if column.is_empty() { String::new() } else { format!(", {column}") };
    let value = if value.is_empty() { String::new() } else { format!(" `{}`", value.escape_debug()) };
    format!("{file}, row {row}{column}{value}: {rule} ({effect})")
}

/// What would be written, of whom, and what waits: by the numbers of the two systems, and without a name.
fn plan(plan: &Plan, line: &mut impl FnMut(&str)) {
    let begun = plan.planned.iter().filter(|one| one.child.is_none()).count();
    let joined = plan.planned.iter().filter(|one| one.joins).count();
    line(&format!(
        "{} to be written: {} begin, {joined} become open to both services",
        counted(plan.planned.len() as u64, "record", "records"),
        begun
    ));
    for one in plan.planned.iter().take(NAMED) {
        let number = |number: &Option<String>| number.clone().unwrap_or_else(|| "-".into());
        let events: Vec<String> = one.events.iter().map(|(day, event)| format!("{day} {event}")).collect();
        line(&format!("  yjs {}, csc {}: {}", number(&one.yjs), number(&one.csc), events.join(", ")));
    }
    line(&format!("{} for a person", counted(plan.held.len() as u64, "thing waits", "things wait")));
    for held in plan.held.iter().take(NAMED) {
        line(&format!("  {} {}: {}", held.service, held.number, held.waits.in_words()));
    }
}

/// For machines: everything of it.
fn as_json(report: &Report) -> serde_json::Value {
    let planned = report.plan.planned.iter().map(|one| {
        let events: Vec<_> =
            one.events.iter().map(|(day, event)| json!({"at": day.to_string(), "event": event})).collect();
        json!({
            "begins": one.child.is_none(), "joins": one.joins, "yjs": one.yjs, "csc": one.csc, "events": events,
            "lines": one.entries.len(),
        })
    });
    let held = report.plan.held.iter().map(|held| {
        json!({"service": held.service, "number": held.number, "waits": held.waits.word(), "why": held.waits.in_words()})
    });
    let pairs = report
        .plan
        .found
        .iter()
        .map(|one| json!({"yjs": one.yjs, "csc": one.csc, "stands": format!("{:?}", one.standing).to_lowercase()}));
    let changed = report.some_changed.iter().map(|one| json!({"number": one.number, "what": one.what}));
    json!({
        "kept": report.kept,
        "files": report.read.rows.iter().map(|(file, rows)| json!({"file": file, "rows": rows})).collect::<Vec<_>>(),
        "notes": report.read.notes, "as_of": report.read.as_of.map(|day| day.to_string()),
        "people": report.people, "open": report.open, "new": report.new, "changed": report.changed, "gone": report.gone,
        "refused": report.refused, "some_changed": changed.collect::<Vec<_>>(), "some_gone": report.some_gone,
        "some_refused": report.some_refused, "pairs": pairs.collect::<Vec<_>>(),
        "planned": planned.collect::<Vec<_>>(), "waits": held.collect::<Vec<_>>(),
    })
}
