//! `tandem protocol coverage`: every clause of the catalogue, and the part of the program that carries it out.

use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use clap::Args;
use protocol::Protocols;
use protocol::coverage::{Agreement, Catalogue, Count, Covered, Row, clock_kind, lay_beside, part};
use serde_json::{Value, json};

use crate::cli::{Format, From};
use crate::text::{self, Paint, Table, count, hang};

/// How to print it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tandem protocol coverage\n  \
    tandem protocol coverage --format json | jq '.authorities[].clauses[] | select(.agreement == \"missing\")'\n\n\
    Exit status: 0 every clause of the catalogue is there (a council that the catalogue does not list lacks none); 1 one is missing; 2 the protocols cannot be read.")]
pub struct CoverageArgs {
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const CATALOGUE: &str = "catalogue.yaml";

/// The folder's own catalogue; else the shipped one, as far as it speaks of the authorities that are there.
fn catalogue(from: &From, protocols: &Protocols) -> anyhow::Result<Catalogue> {
    let own = from.protocols.as_ref().map(|folder| folder.join(CATALOGUE)).filter(|path| path.is_file());
    let (name, bytes) = match &own {
        Some(path) => (path.display().to_string(), crate::files::bytes(path)?),
        None => {
            let shipped = protocol::shipped::files().into_iter().find(|f| f.path == CATALOGUE);
            (CATALOGUE.to_owned(), shipped.context("there is no catalogue of clauses")?.bytes)
        }
    };
    let read = Catalogue::read(&name, &bytes).map_err(|refusals| anyhow!("{}", refusals.to_string().trim_end()))?;
    Ok(if own.is_none() && from.protocols.is_some() { read.of_those_present(protocols) } else { read })
}

impl CoverageArgs {
    /// Lays the catalogue beside the protocols and prints what it finds.
    pub fn run(self, from: &From, protocols: &Protocols) -> anyhow::Result<ExitCode> {
        let catalogue = catalogue(from, protocols)?;
        let covered = lay_beside(&catalogue, protocols);
        match self.format {
            Format::Json => text::print_json(&all_as_json(&covered))?,
            Format::Text => text::print(&as_text(&covered, Paint::of_stdout()))?,
        }
        let missing: usize = covered.iter().map(|c| c.missing().count()).sum();
        Ok(if missing == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

fn counted(count: Count) -> Value {
    json!({
        "catalogue": count.listed,
        "present": count.present,
        "missing": count.missing,
        "extra": count.extra,
        "kind_changed": count.kind_changed,
    })
}

fn all_as_json(covered: &[Covered<'_>]) -> Value {
    json!({ "authorities": covered.iter().map(as_json).collect::<Vec<_>>() })
}

fn as_json(covered: &Covered<'_>) -> Value {
    let kinds: Vec<Value> = covered
        .counts()
        .into_iter()
        .map(|(kind, count)| {
            let mut row = json!({ "kind": kind.word() });
            if let (Value::Object(row), Value::Object(counts)) = (&mut row, counted(count)) {
                row.extend(counts);
            }
            row
        })
        .collect();
    let asking: Vec<Value> = covered
        .asking()
        .iter()
        .map(|clause| {
            let questions = clause.asks.iter().map(|q| json!({ "name": q.name, "text": q.text }));
            json!({ "clause": clause.id, "questions": questions.collect::<Vec<_>>() })
        })
        .collect();
    let assumed = covered.assumed.iter().map(|s| json!({ "setting": s.name, "is": s.is, "why": s.why }));
    json!({
        "authority": covered.authority,
        "in_catalogue": is_listed(covered),
        "total": counted(covered.total()),
        "kinds": kinds,
        "asking": asking,
        "guidance": covered.guidance(),
        "settings_assumed": assumed.collect::<Vec<_>>(),
        "clauses": covered.rows.iter().map(row_as_json).collect::<Vec<_>>(),
    })
}

fn row_as_json(row: &Row<'_>) -> Value {
    json!({
        "id": row.id,
        "agreement": row.agreement().word(),
        "kind": row.clause.map(|c| c.kind.word()),
        "kind_in_catalogue": row.listed.map(protocol::clause::Kind::word),
        "became": row.clause.map(|c| c.became().word()),
        "carried_out_by": row.clause.map(part),
        "clock": row.clause.map(clock_kind),
        "deadline": row.clause.and_then(|c| c.due.as_ref()).map(|d| d.text.as_str()),
        "asks": row.clause.map_or(0, |c| c.asks.len()),
        "file": row.clause.map(|c| c.file.as_str()),
        "line": row.clause.map(|c| c.line),
    })
}

fn as_text(covered: &[Covered<'_>], paint: Paint) -> String {
    let mut out = String::new();
    for one in covered {
        section(one, paint, &mut out);
    }
    let mut table = Table::new(&["authority", "catalogue", "present", "missing", "extra", "kind changed"], &NUMBERS);
    let mut all = Count::default();
    for one in covered {
        table.row(numbers(&one.authority, one.total()));
        one.rows.iter().for_each(|row| all.add(row));
    }
    table.row(numbers("all", all));
    out.push_str(&table.lines(0, paint));
    let missing: Vec<&str> = covered.iter().flat_map(Covered::missing).map(|r| r.id.as_str()).collect();
    out.push('\n');
    for one in covered.iter().filter(|c| !is_listed(c)) {
        let clauses = count(one.rows.len(), "clause", "clauses");
        out.push_str(&format!("{} has no list in {CATALOGUE}; {clauses} cannot be compared.\n", one.authority));
    }
    match missing.len() {
        0 if !covered.iter().any(is_listed) => {}
        0 => out.push_str("Every clause of the catalogue is there.\n"),
        n => {
            let head = format!("{} missing: ", count(n, "clause of the catalogue is", "clauses of the catalogue are"));
            hang(&mut out, &paint.red(&head), &missing.join(", "));
        }
    }
    out
}

/// Whether the catalogue lists this authority's clauses at all.
fn is_listed(covered: &Covered<'_>) -> bool {
    covered.rows.iter().any(|row| row.listed.is_some())
}

const NUMBERS: [usize; 5] = [1, 2, 3, 4, 5];

fn numbers(name: &str, count: Count) -> Vec<String> {
    let numbers = [count.listed, count.present, count.missing, count.extra, count.kind_changed];
    std::iter::once(name.to_owned()).chain(numbers.iter().map(usize::to_string)).collect()
}

fn section(covered: &Covered<'_>, paint: Paint, out: &mut String) {
    out.push_str(&format!("{}\n", paint.bold(&covered.authority)));
    if !covered.has_protocol {
        out.push_str("  there is no protocol of this authority\n");
    }
    let mut kinds = Table::new(&["kind", "catalogue", "present", "missing", "extra", "kind changed"], &NUMBERS);
    for (kind, count) in covered.counts() {
        kinds.row(numbers(kind.word(), count));
    }
    kinds.row(numbers("all", covered.total()));
    out.push_str(&kinds.lines(2, paint));
    out.push('\n');
    let mut clauses = Table::new(&["clause", "kind", "carried out by", "clock"], &[]);
    for row in &covered.rows {
        clauses.row(cells(row));
    }
    out.push_str(&clauses.lines(2, paint));
    out.push('\n');
    let asking: Vec<&str> = covered.asking().iter().map(|c| c.id.as_str()).collect();
    let head = format!("  {} a person: ", count(asking.len(), "clause asks", "clauses ask"));
    hang(out, &head, if asking.is_empty() { "none".to_owned() } else { asking.join(", ") }.as_str());
    let guidance = count(covered.guidance(), "clause is", "clauses are");
    out.push_str(&format!("  {guidance} guidance: shown, and computes nothing\n"));
    out.push_str(&format!("  {} assumed:\n", count(covered.assumed.len(), "setting is", "settings are")));
    for setting in &covered.assumed {
        hang(out, &format!("    {}: ", setting.name), &format!("{} ({})", setting.is, setting.why));
    }
    out.push('\n');
}

fn cells(row: &Row<'_>) -> Vec<String> {
    let Some(clause) = row.clause else {
        return vec![row.id.clone(), row.listed.map_or("", |k| k.word()).into(), "MISSING".into(), String::new()];
    };
    let mut part = part(clause).to_owned();
    match row.agreement() {
        Agreement::Extra => part.push_str(" (not in the catalogue)"),
        Agreement::KindChanged => {
            part.push_str(&format!(" (in the catalogue a {})", row.listed.map_or("", |k| k.word())));
        }
        Agreement::Present | Agreement::Missing => {}
    }
    let clock = match clause.became() {
        protocol::Became::Duty | protocol::Became::Calendar => clock_kind(clause),
        _ if clause.due.is_some() => clock_kind(clause),
        _ => "",
    };
    vec![row.id.clone(), clause.kind.word().into(), part, clock.into()]
}
