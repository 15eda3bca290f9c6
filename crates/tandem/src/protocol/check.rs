//! `tandem protocol check [NAME…]`: what each clause became, and what an author should look at.
//!
//! Reading refuses what is wrong before this is reached; nothing that is printed here fails the command.

use std::process::ExitCode;

use calendar::Day;
use clap::Args;
use protocol::check::{Finding, Remark, compare_with_floor, facts_of_nobody, remarks, summary};
use protocol::clause::On;
use protocol::{Clause, Protocol, Protocols, Vocabulary};
use serde_json::{Value, json};

use crate::cli::{Format, From};
use crate::text::{self, Paint, Progress, Table, count, hang};

/// What to check, and how to print it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tandem protocol check\n  tandem protocol check enfield statute\n  \
    tandem protocol check stockport --as-at 2026-04-01\n  tandem protocol check --protocols ../our-protocols enfield\n  \
    tandem protocol check enfield --format json | jq '.protocols[].remarks[] | select(.about == \"gap\")'\n\n\
    Exit status: 0 the protocols can be read, whatever is remarked on; 2 they cannot.")]
pub struct CheckArgs {
    /// The authorities, or `statute`; all, where none is named.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Also say which papers are past their own review date, or not in force, on this day.
    #[arg(long, value_name = "DATE", value_parser = super::calendar::day)]
    as_at: Option<Day>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// One edition, with what is to be said of it.
struct Checked<'a> {
    protocol: &'a Protocol,
    remarks: Vec<Remark>,
    /// Pairs with the law whose clocks say the same, and those that could not be compared.
    beside_the_law: (usize, usize),
}

impl CheckArgs {
    /// Checks and prints.
    pub fn run(self, from: &From, protocols: &Protocols) -> anyhow::Result<ExitCode> {
        let mut editions: Vec<&Protocol> = Vec::new();
        for name in &self.names {
            let latest = super::authority(protocols, name)?;
            match protocols.authorities.get(&latest.authority) {
                Some(all) => editions.extend(all),
                None => editions.push(latest),
            }
        }
        if self.names.is_empty() {
            editions.extend(protocols.authorities.values().flatten().chain(&protocols.statute));
        }
        let lines = Lines { from };
        let progress = Progress::of(editions.len(), 2);
        let mut checked = Vec::new();
        for (n, protocol) in editions.into_iter().enumerate() {
            progress.at(n, &protocol.authority);
            let remarks = remarks(protocol, protocols, self.as_at);
            let pairs = compare_with_floor(protocol, protocols);
            let number = |finding: Finding| pairs.iter().filter(|p| p.finding == finding).count();
            let beside_the_law = (number(Finding::Same), number(Finding::NotComparable));
            checked.push(Checked { protocol, remarks: lines.placed(remarks), beside_the_law });
        }
        drop(progress);
        // A folder that takes the shipped facts cannot help it that it does not use all of them.
        let own_facts = from.protocols.as_ref().is_none_or(|folder| folder.join("facts.yaml").is_file());
        let shared =
            if own_facts && self.names.is_empty() { lines.placed(facts_of_nobody(protocols)) } else { Vec::new() };
        match self.format {
            Format::Json => text::print_json(&as_json(&checked, &shared, &protocols.vocabulary))?,
            Format::Text => text::print(&as_text(&checked, &shared, &protocols.vocabulary, Paint::of_stdout()))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Finds the lines of settings and facts, which the protocols that were read no longer know.
struct Lines<'a> {
    from: &'a From,
}

impl Lines<'_> {
    fn placed(&self, mut remarks: Vec<Remark>) -> Vec<Remark> {
        for remark in remarks.iter_mut().filter(|r| r.line == 0) {
            if let Some(name) = remark.name.as_deref() {
                remark.line = self.line(&remark.file, name).unwrap_or(0);
            }
        }
        remarks
    }

    fn line(&self, file: &str, name: &str) -> Option<usize> {
        let own = self.from.protocols.as_ref().map(|folder| folder.join(file)).filter(|path| path.is_file());
        let bytes = match own {
            Some(path) => crate::files::bytes(&path).ok()?,
            None => protocol::shipped::files().into_iter().find(|f| f.path == file)?.bytes,
        };
        let root = protocol::yaml::read_bytes(file, &bytes).ok()?;
        let inside =
            |node: &protocol::yaml::Node| node.entries().find(|(key, _, _)| *key == name).map(|(_, line, _)| line);
        inside(&root).or_else(|| ["settings", "facts"].iter().find_map(|key| root.get(key).and_then(inside)))
    }
}

/// What a clause runs on, in short: its clock, else its condition, else what sets it off.
fn runs_on(clause: &Clause, vocabulary: &Vocabulary) -> String {
    let condition = clause.condition.as_ref().map(|c| format!("if {}", c.text));
    let parts: Vec<String> = clause.due.as_ref().map(|d| d.text.clone()).into_iter().chain(condition).collect();
    if !parts.is_empty() {
        return parts.join("; ");
    }
    match &clause.on {
        On::Always => "always".into(),
        On::OnCalendar => "on the calendar".into(),
        On::Events(patterns) => {
            let names = patterns.iter().map(|p| vocabulary.event(p.event).name.as_str()).collect::<Vec<_>>();
            format!("on {}", names.join(", "))
        }
    }
}

fn owner<'a>(clause: &Clause, vocabulary: &'a Vocabulary) -> Option<&'a str> {
    clause.owner.map(|r| vocabulary.role(r).name.as_str())
}

fn remark_as_json(remark: &Remark) -> Value {
    json!({
        "about": remark.about.word(),
        "clauses": remark.clauses,
        "name": remark.name,
        "file": remark.file,
        "line": remark.line,
        "says": remark.says,
        "details": remark.details,
    })
}

fn as_json(checked: &[Checked<'_>], shared: &[Remark], vocabulary: &Vocabulary) -> Value {
    let protocols = checked.iter().map(|one| {
        let clauses = one.protocol.clauses.iter().map(|c| {
            json!({
                "id": c.id,
                "kind": c.kind.word(),
                "became": c.became().word(),
                "clock": c.due.as_ref().map(|d| d.text.as_str()),
                "if": c.condition.as_ref().map(|c| c.text.as_str()),
                "owner": owner(c, vocabulary),
                "file": c.file,
                "line": c.line,
            })
        });
        let kinds = summary(&one.protocol.clauses).into_iter().map(|(kind, became, n)| {
            json!({
                "kind": kind.word(), "became": became.word(), "clauses": n,
            })
        });
        let questions = one.protocol.clauses.iter().flat_map(|c| {
            c.asks.iter().map(move |q| {
                json!({
                    "question": format!("{}/{}", c.id, q.name), "text": q.text, "file": c.file, "line": c.line,
                })
            })
        });
        json!({
            "authority": one.protocol.authority,
            "edition": one.protocol.edition,
            "clauses": clauses.collect::<Vec<_>>(),
            "summary": kinds.collect::<Vec<_>>(),
            "same_as_the_law": one.beside_the_law.0,
            "not_compared_with_the_law": one.beside_the_law.1,
            "remarks": one.remarks.iter().map(remark_as_json).collect::<Vec<_>>(),
            "questions": questions.collect::<Vec<_>>(),
        })
    });
    json!({
        "protocols": protocols.collect::<Vec<_>>(),
        "shared_remarks": shared.iter().map(remark_as_json).collect::<Vec<_>>(),
    })
}

fn as_text(checked: &[Checked<'_>], shared: &[Remark], vocabulary: &Vocabulary, paint: Paint) -> String {
    let mut out = String::new();
    for one in checked {
        edition(one, vocabulary, paint, &mut out);
    }
    if !shared.is_empty() {
        out.push_str(&format!("{}\n", paint.bold("Facts that all share")));
        show_remarks(shared, paint, &mut out);
        out.push('\n');
    }
    let clauses: usize = checked.iter().map(|c| c.protocol.clauses.len()).sum();
    let noted: usize = checked.iter().map(|c| c.remarks.len()).sum::<usize>() + shared.len();
    out.push_str(&format!("{} read, {}\n", count(clauses, "clause", "clauses"), count(noted, "remark", "remarks")));
    out
}

fn edition(one: &Checked<'_>, vocabulary: &Vocabulary, paint: Paint, out: &mut String) {
    let protocol = one.protocol;
    hang(out, &format!("{}  ", paint.bold(&protocol.authority)), &protocol.edition);
    let mut table = Table::new(&["clause", "became", "owner", "clock; condition"], &[]).on_one_line();
    for clause in &protocol.clauses {
        let owner = owner(clause, vocabulary).unwrap_or_default();
        table.row(vec![clause.id.clone(), clause.became().word().into(), owner.into(), runs_on(clause, vocabulary)]);
    }
    out.push_str(&table.lines(2, paint));
    out.push('\n');
    let mut table = Table::new(&["kind", "became", "clauses"], &[2]);
    for (kind, became, n) in summary(&protocol.clauses) {
        table.row(vec![kind.word().into(), became.word().into(), n.to_string()]);
    }
    out.push_str(&table.lines(2, paint));
    out.push('\n');
    show_remarks(&one.remarks, paint, out);
    let (same, not_compared) = one.beside_the_law;
    if same + not_compared > 0 {
        let pairs = count(same, "more clause says the same", "more clauses say the same");
        let others = "count from something else, or neither gives a time, and were not compared";
        let others = if not_compared > 0 { format!("; {not_compared} {others}") } else { String::new() };
        hang(out, "  ", &format!("beside the law, {pairs}{others}"));
    }
    questions(protocol, paint, out);
    out.push('\n');
}

fn show_remarks(remarks: &[Remark], paint: Paint, out: &mut String) {
    if remarks.is_empty() {
        out.push_str("  nothing to remark on\n");
    }
    for group in remarks.chunk_by(|a, b| a.about == b.about) {
        let heading = group.first().map_or("", |r| r.about.word());
        out.push_str(&format!("  {}\n", paint.bold(&format!("{heading} ({})", group.len()))));
        for remark in group {
            let place = match remark.line {
                0 => remark.file.clone(),
                line => format!("{}:{line}", remark.file),
            };
            out.push_str(&format!("    {}\n", paint.dim(&place)));
            hang(out, "      ", &remark.says);
            remark.details.iter().for_each(|detail| hang(out, "        ", detail));
        }
    }
}

fn questions(protocol: &Protocol, paint: Paint, out: &mut String) {
    let asking: Vec<&Clause> = protocol.clauses.iter().filter(|c| !c.asks.is_empty()).collect();
    let asked: usize = asking.iter().map(|c| c.asks.len()).sum();
    if asked > 0 {
        out.push_str(&format!("  {}\n", paint.bold(&format!("questions to a person ({asked})"))));
    }
    for clause in asking {
        for question in &clause.asks {
            hang(out, &format!("    {}/{}  ", clause.id, question.name), &question.text);
        }
    }
}
