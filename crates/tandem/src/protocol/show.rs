//! `tandem protocol show AUTHORITY [CLAUSE]`: an authority's sections, the clauses of a paragraph, or one clause with all that is
//! known of it.
//!
//! One clause is first put together as named fields, which are printed as they stand in JSON and laid out in text.

use std::process::ExitCode;

use anyhow::anyhow;
use calendar::Day;
use clap::Args;
use protocol::check::in_words::Words;
use protocol::clause::{InForce, LEVELS, On};
use protocol::{Clause, Protocol, Protocols};
use serde_json::{Map, Value, json};

use crate::cli::Format;
use crate::text::{self, Paint, Table, hang, pad};

/// What to show.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tandem protocol show enfield\n  tandem protocol show enfield 8.7\n  \
    tandem protocol show enfield 8.7e\n  tandem protocol show statute b10\n  tandem protocol show enfield 8.7e --format json | jq .due")]
pub struct ShowArgs {
    /// The authority, or `statute` for the law beneath.
    authority: String,
    /// The clause; its authority may be left out. A paragraph or section as printed (8.7, 8) lists its clauses; without either, the
    /// sections are listed.
    clause: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl ShowArgs {
    /// Looks it up and prints it.
    pub fn run(self, protocols: &Protocols) -> anyhow::Result<ExitCode> {
        let protocol = super::authority(protocols, &self.authority)?;
        let paint = Paint::of_stdout();
        match (&self.clause, self.format) {
            (None, Format::Json) => text::print_json(&sections_as_json(protocol))?,
            (None, Format::Text) => text::print(&sections_as_text(protocol, paint))?,
            (Some(id), format) => match (find(protocol, protocols, id)?, format) {
                (Found::Clauses(list), Format::Json) => text::print_json(&json!({
                    "authority": protocol.authority,
                    "para": id,
                    "clauses": list.iter().map(|c| in_short(c)).collect::<Vec<_>>(),
                }))?,
                (Found::Clauses(list), Format::Text) => {
                    let mut table = Table::new(&["clause", "says"], &[]);
                    list.iter().for_each(|c| table.row(vec![c.id.clone(), c.says.clone()]));
                    text::print(&table.lines(0, paint))?;
                }
                (Found::Clause(clause), format) => {
                    let fields = Teller { protocols, protocol, clause }.fields();
                    match format {
                        Format::Json => text::print_json(&Value::Object(fields))?,
                        Format::Text => text::print(&clause_as_text(&fields, paint))?,
                    }
                }
            },
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What was asked for.
enum Found<'a> {
    Clause(&'a Clause),
    /// Those of a paragraph or section.
    Clauses(Vec<&'a Clause>),
}

/// Whether a printed paragraph is the one asked for or stands in it: 8.7 and 8.7 (1) in 8.7, 8.7 in 8, and 8.70 in neither.
fn is_within(para: &str, asked: &str) -> bool {
    let rest = para.to_lowercase().strip_prefix(asked).map(str::to_owned);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// The clause of this id, else the clauses of this paragraph, else an error that names the nearest.
fn find<'a>(protocol: &'a Protocol, protocols: &Protocols, id: &str) -> anyhow::Result<Found<'a>> {
    let lower = id.trim().trim_end_matches('.').to_lowercase();
    if let Some(clause) = protocol.clause(id).or_else(|| protocol.clause(&lower)) {
        return Ok(Found::Clause(clause));
    }
    let authority = protocol.authority.as_str();
    let wanted = lower.strip_prefix(authority).and_then(|i| i.strip_prefix('-')).unwrap_or(&lower);
    let inside: Vec<&Clause> = protocol.clauses.iter().filter(|c| is_within(&c.para, wanted)).collect();
    if !inside.is_empty() && !wanted.is_empty() {
        return Ok(Found::Clauses(inside));
    }
    if let Some((other, _)) = protocols.clause(&lower) {
        let other = &other.authority;
        return Err(anyhow!(
            "`{id}` is no clause of {authority}\n    help: it is one of {other}: tandem protocol show {other} {lower}"
        ));
    }
    let short =
        |clause: &'a Clause| clause.id.strip_prefix(authority).and_then(|i| i.strip_prefix('-')).unwrap_or(&clause.id);
    let help = match calendar::wording::nearest(wanted, protocol.clauses.iter().map(short)) {
        Some(nearest) => format!("did you mean `{authority}-{nearest}`?"),
        None => format!("`tandem protocol show {authority}` lists them"),
    };
    Err(anyhow!("there is no clause `{id}` in the protocol of {authority}\n    help: {help}"))
}

fn in_force(dates: InForce) -> Value {
    let day = |name: &str, day: Option<Day>| day.map(|d| (name.to_owned(), json!(d.to_string())));
    let days: Map<String, Value> = day("from", dates.from).into_iter().chain(day("to", dates.to)).collect();
    if days.is_empty() { Value::Null } else { Value::Object(days) }
}

/// A value inside a field; a date as a person reads it.
fn plain(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    text.parse::<Day>().map_or_else(|_| text.to_owned(), Day::in_words)
}

fn pairs(list: &[(String, String)]) -> Value {
    Value::Object(list.iter().map(|(k, v)| (k.clone(), json!(v))).collect())
}

/// A clause in a list.
fn in_short(c: &Clause) -> Value {
    json!({
        "id": c.id, "para": c.para, "kind": c.kind.word(), "became": c.became().word(), "says": c.says, "line": c.line,
    })
}

fn sections_as_json(protocol: &Protocol) -> Value {
    let sections = protocol.sections.iter().map(|section| {
        let clauses = protocol.clauses.get(section.clauses.clone()).unwrap_or_default().iter().map(in_short);
        json!({
            "number": section.number, "heading": section.heading, "file": section.file,
            "clauses": clauses.collect::<Vec<_>>(),
        })
    });
    let settings = protocol.settings.iter().map(|s| {
        json!({
            "name": s.name, "is": s.is, "assumed": s.assumed, "why": s.why,
        })
    });
    json!({
        "authority": protocol.authority,
        "title": protocol.title,
        "edition": protocol.edition,
        "in_force": in_force(protocol.in_force),
        "review_by": protocol.review_by.map(|d| d.to_string()),
        "services": pairs(&protocol.services),
        "systems": pairs(&protocol.systems),
        "settings": settings.collect::<Vec<_>>(),
        "sections": sections.collect::<Vec<_>>(),
    })
}

fn sections_as_text(protocol: &Protocol, paint: Paint) -> String {
    let mut out = format!("{}\n", paint.bold(&protocol.authority));
    let mut field = |name: &str, text: &str| hang(&mut out, &format!("  {}  ", pad(name, 9)), text);
    field("title", &protocol.title);
    field("edition", &protocol.edition);
    if let Value::Object(dates) = in_force(protocol.in_force) {
        let dates: Vec<String> = dates.iter().map(|(name, day)| format!("{name} {}", plain(day))).collect();
        field("in force", &dates.join(" "));
    }
    if let Some(day) = protocol.review_by {
        field("review by", &day.in_words());
    }
    for (service, name) in &protocol.services {
        field(service, name);
    }
    for setting in &protocol.settings {
        let assumed = if setting.assumed { "assumed: " } else { "" };
        field("setting", &format!("{} is {} ({assumed}{})", setting.name, setting.is, setting.why));
    }
    for section in &protocol.sections {
        out.push('\n');
        out.push_str(&paint.bold(&format!("{}  {}", section.number, section.heading)));
        out.push_str(&format!("  {}\n", paint.dim(&section.file)));
        let mut table = Table::new(&["clause", "kind", "became", "says"], &[]);
        for clause in protocol.clauses.get(section.clauses.clone()).unwrap_or_default() {
            let became = clause.became().word();
            table.row(vec![clause.id.clone(), clause.kind.word().into(), became.into(), clause.says.clone()]);
        }
        out.push_str(&table.lines(2, paint));
    }
    out
}

struct Teller<'a> {
    protocols: &'a Protocols,
    protocol: &'a Protocol,
    clause: &'a Clause,
}

impl Teller<'_> {
    fn words(&self) -> Words<'_> {
        Words { vocabulary: &self.protocols.vocabulary, facts: &self.protocol.facts }
    }

    /// Everything that is known of the clause, in the order in which it is shown; what is not there is left out.
    fn fields(&self) -> Map<String, Value> {
        let clause = self.clause;
        let words = self.words();
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| {
            let empty = match &value {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                Value::Array(list) => list.is_empty(),
                Value::Object(map) => map.is_empty(),
                _ => false,
            };
            if !empty {
                fields.insert(name.to_owned(), value);
            }
        };
        let role = |role: Option<protocol::vocabulary::RoleId>| role.map_or(Value::Null, |r| json!(words.role(r)));
        put("id", json!(clause.id));
        put("says", json!(clause.says));
        put("para", json!(clause.para));
        put("where", json!(clause.place));
        put("kind", json!(clause.kind.word()));
        put("became", json!(clause.became().word()));
        put("carried_out_by", json!(protocol::coverage::part(clause)));
        put("set_off_by", self.set_off());
        put("if", json!(clause.condition.as_ref().map(|c| c.text.as_str())));
        let plain = clause.condition.as_ref().map(|c| words.condition(&c.expr, &clause.asks));
        put("if_in_words", json!(plain));
        put("asks", Value::Object(clause.asks.iter().map(|q| (q.name.clone(), json!(q.text))).collect()));
        put("question", json!(clause.question));
        put("value", json!(clause.value.as_ref().map(|v| words.value(v, &clause.asks))));
        put("owner", role(clause.owner));
        put("towards", role(clause.towards));
        put("items", json!(clause.items));
        put("due", json!(clause.due.as_ref().map(|d| d.text.as_str())));
        put("how_it_counts", json!(clause.due.as_ref().map(|d| words.clock(&d.clock))));
        put("restarts", if clause.restarts { json!("each new trigger begins it again") } else { Value::Null });
        put("shown_by", clause.shown_by.iter().map(|p| words.pattern(p)).collect());
        put("leaves_out", clause.leaves_out.iter().map(|day| json!(day.in_words())).collect());
        let for_all = "one event shows every occurrence that was set off before it";
        put("one_for_all", if clause.one_for_all { json!(for_all) } else { Value::Null });
        put("same_as", clause.same_as.iter().map(|id| json!(self.other_clock(id))).collect());
        put("named_by", self.named_by());
        for (name, text) in &clause.details {
            put(name, json!(text));
        }
        put("law", self.law());
        put("in_force", in_force(clause.in_force));
        put("see_also", clause.see_also.iter().map(|id| json!(self.other(id))).collect());
        put("note", json!(clause.note));
        put("stands_in", json!(format!("{}:{}", clause.file, clause.line)));
        fields
    }

    fn set_off(&self) -> Value {
        match &self.clause.on {
            On::Always => json!("it stands always"),
            On::OnCalendar => json!("the calendar, whatever happens to a child"),
            On::Events(patterns) => patterns.iter().map(|p| json!(self.words().pattern(p))).collect(),
        }
    }

    fn law(&self) -> Value {
        let Some(law) = &self.clause.law else { return Value::Null };
        let level = LEVELS.iter().find(|(_, level)| *level == law.level).map_or("", |(word, _)| word);
        json!({
            "instrument": law.instrument,
            "provision": law.provision,
            "extent": law.extent,
            "level": level,
            "confidence": if law.sure { "sure" } else { "check: shown, and raises no breach until it is confirmed" },
        })
    }

    fn elsewhere(&self, id: &str) -> Option<&Clause> {
        self.protocols.clause(id).map(|(_, clause)| clause)
    }

    fn other(&self, id: &str) -> String {
        match self.elsewhere(id) {
            Some(other) => format!("{id}: {}", other.says.trim()),
            None => id.to_owned(),
        }
    }

    fn other_clock(&self, id: &str) -> String {
        let Some(other) = self.elsewhere(id) else { return format!("{id} (no such clause)") };
        let clock = other.due.as_ref().map_or("no time given", |d| d.text.as_str());
        format!("{id}: {clock} — {}", other.says.trim())
    }

    /// Clauses of the law or of this protocol that say they ask for the same as this one.
    fn named_by(&self) -> Value {
        let all = self.protocols.statute.iter().chain([self.protocol]).flat_map(|p| &p.clauses);
        let naming = all.filter(|c| c.same_as.contains(&self.clause.id) && !self.clause.same_as.contains(&c.id));
        let mut ids: Vec<&str> = naming.map(|c| c.id.as_str()).collect();
        ids.dedup();
        ids.into_iter().map(|id| json!(self.other_clock(id))).collect()
    }
}

fn clause_as_text(fields: &Map<String, Value>, paint: Paint) -> String {
    let said = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut out = String::new();
    out.push_str(&format!("{}  {} → {}\n", paint.bold(said("id")), said("kind"), said("became")));
    hang(&mut out, "  ", said("says"));
    out.push('\n');
    for (name, value) in fields {
        if ["id", "kind", "became", "says"].contains(&name.as_str()) {
            continue;
        }
        let label = match name.as_str() {
            "if_in_words" => "in words",
            "how_it_counts" => "counts",
            "carried_out_by" => "carried by",
            "named_by" => "same for",
            name => name,
        };
        lay_out(&format!("  {}  ", pad(&label.replace('_', " "), 11)), value, &mut out);
    }
    out
}

fn lay_out(head: &str, value: &Value, out: &mut String) {
    let blank = " ".repeat(text::width(head));
    match value {
        Value::String(text) => hang(out, head, text),
        Value::Array(list) => {
            for (n, item) in list.iter().enumerate() {
                let mark = if list.len() > 1 { "– " } else { "" };
                hang(out, &format!("{}{mark}", if n == 0 { head } else { &blank }), item.as_str().unwrap_or_default());
            }
        }
        Value::Object(map) => {
            for (n, (name, value)) in map.iter().enumerate() {
                hang(out, &format!("{}{name}: ", if n == 0 { head } else { &blank }), &plain(value));
            }
        }
        other => hang(out, head, &other.to_string()),
    }
}
