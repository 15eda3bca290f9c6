//! `tandem protocol calendar AUTHORITY`: the service's own calendar between two days, as text, JSON or an iCalendar file.

#[cfg(test)]
mod tests;

use std::process::ExitCode;

use anyhow::bail;
use calendar::Day;
use clap::{Args, ValueEnum};
use exchange::{Ics, IcsEvent};
use protocol::check::in_words::Words;
use protocol::clause::On;
use protocol::service_calendar::{Occurrence, ServiceCalendar, between};
use protocol::{Clause, Protocol, Protocols};
use serde_json::{Value, json};

use crate::text::{self, Paint, Table, count, hang};

/// Which calendar, and how to print it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tandem protocol calendar enfield --from 2026-04-01 --to 2026-06-30\n  \
    tandem protocol calendar camden --from 2026-04-01 --to 2026-04-30 --format json | jq '.occurrences[] | select(.closed)'\n  \
    tandem protocol calendar dudley --from 2026-04-01 --to 2027-03-31 --format ics > dudley.ics")]
pub struct CalendarArgs {
    /// The authority, or `statute` for the law beneath.
    authority: String,
    /// The first day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Day,
    /// The last day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Day,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = CalendarFormat::Text)]
    format: CalendarFormat,
}

/// How a calendar is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CalendarFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
    /// For a calendar program (RFC 5545).
    Ics,
}

/// A day asked for.
pub fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|e: calendar::DayError| format!("it {e}"))
}

/// The longest stretch that is printed: ten years and their leap days.
const LONGEST: i32 = 3_653;

impl CalendarArgs {
    /// Works out the calendar and prints it.
    pub fn run(self, protocols: &Protocols) -> anyhow::Result<ExitCode> {
        if self.to < self.from {
            bail!(
                "`--to` ({}) lies before `--from` ({})\n    help: give the earlier day to --from",
                self.to,
                self.from
            );
        }
        if self.to.number() - self.from.number() > LONGEST {
            bail!("from {} to {} are more than ten years\n    help: ask for ten years at most", self.from, self.to);
        }
        let latest = super::authority(protocols, &self.authority)?;
        let protocol = protocols.edition(&latest.authority, self.from).unwrap_or(latest);
        let teller = Teller {
            protocols,
            protocol,
            asked: &self,
            calendar: between(protocol, &protocols.vocabulary, self.from, self.to),
        };
        match self.format {
            CalendarFormat::Text => text::print(&teller.as_text(Paint::of_stdout()))?,
            CalendarFormat::Json => text::print_json(&teller.as_json())?,
            CalendarFormat::Ics => text::print(&teller.as_ics())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

struct Teller<'a> {
    protocols: &'a Protocols,
    protocol: &'a Protocol,
    asked: &'a CalendarArgs,
    calendar: ServiceCalendar<'a>,
}

fn time(at: Option<(u8, u8)>) -> Option<String> {
    at.map(|(hour, minute)| format!("{hour:02}:{minute:02}"))
}

impl Teller<'_> {
    fn role(&self, role: Option<protocol::vocabulary::RoleId>) -> Option<&str> {
        role.map(|r| self.protocols.vocabulary.role(r).name.as_str())
    }

    /// Who, and towards whom.
    fn who(&self, clause: &Clause) -> String {
        match (self.role(clause.owner), self.role(clause.towards)) {
            (Some(owner), Some(towards)) => format!("{owner} → {towards}"),
            (owner, _) => owner.unwrap_or_default().to_owned(),
        }
    }

    fn when(&self, clause: &Clause) -> String {
        match &clause.on {
            On::Always => "always".to_owned(),
            On::OnCalendar => "on the calendar".to_owned(),
            On::Events(patterns) => {
                let names = patterns.iter().map(|p| self.protocols.vocabulary.event(p.event).name.clone());
                let mut names: Vec<String> = names.collect();
                names.dedup();
                format!("on {}", protocol::check::in_words::listed(&names, "or"))
            }
        }
    }

    fn one_as_json(&self, clause: &Clause) -> Value {
        json!({
            "clause": clause.id,
            "kind": clause.kind.word(),
            "owner": self.role(clause.owner),
            "towards": self.role(clause.towards),
            "what": clause.says,
            "rhythm": clause.due.as_ref().map(|d| d.text.as_str()),
        })
    }

    fn as_json(&self) -> Value {
        let with = |clause: &Clause, more: Value| {
            let mut one = self.one_as_json(clause);
            if let (Value::Object(one), Value::Object(more)) = (&mut one, more) {
                one.extend(more);
            }
            one
        };
        let occurrences = self.calendar.occurrences.iter().map(|o| {
            let mut one = json!({ "day": o.day.to_string(), "at": time(o.at) });
            let more = json!({ "assumed": o.is_assumed(), "why_assumed": o.assumed, "closed": o.closed });
            if let (Value::Object(one), Value::Object(more)) = (&mut one, with(o.clause, more)) {
                one.extend(more);
            }
            one
        });
        let undated = self.calendar.undated.iter().map(|u| with(u.clause, json!({ "why": u.why })));
        let words = Words { vocabulary: &self.protocols.vocabulary, facts: &self.protocol.facts };
        let standing = self.calendar.standing.iter().map(|c| {
            let condition = c.condition.as_ref().map(|condition| words.condition(&condition.expr, &c.asks));
            with(c, json!({ "when": self.when(c), "if": condition }))
        });
        json!({
            "authority": self.protocol.authority,
            "from": self.asked.from.to_string(),
            "to": self.asked.to.to_string(),
            "occurrences": occurrences.collect::<Vec<_>>(),
            "undated": undated.collect::<Vec<_>>(),
            "standing": standing.collect::<Vec<_>>(),
        })
    }

    fn as_text(&self, paint: Paint) -> String {
        let mut out = format!(
            "{}: the service's own calendar, {} to {}\n\n",
            paint.bold(&self.protocol.authority),
            self.asked.from.in_words(),
            self.asked.to.in_words()
        );
        let mut table = Table::new(&["day", "time", "marks", "clause", "owner", "what"], &[]);
        for o in &self.calendar.occurrences {
            let assumed = o.is_assumed().then(|| "assumed".to_owned());
            let marks: Vec<String> = o.closed.clone().into_iter().chain(assumed).collect();
            let at = time(o.at).unwrap_or_default();
            let (id, says) = (o.clause.id.clone(), o.clause.says.clone());
            table.row(vec![text::short(o.day), at, marks.join(", "), id, self.who(o.clause), says]);
        }
        if self.calendar.occurrences.is_empty() {
            out.push_str("  nothing falls on a day between these\n");
        } else {
            out.push_str(&table.lines(0, paint));
        }
        self.assumptions(paint, &mut out);
        if !self.calendar.undated.is_empty() {
            out.push_str(&format!("\n{}\n", paint.bold("Recurs, and no date can be given")));
            for u in &self.calendar.undated {
                hang(&mut out, &format!("  {}  ", u.clause.id), &format!("{} ({})", u.clause.says, u.why));
            }
        }
        if !self.calendar.standing.is_empty() {
            out.push_str(&format!("\n{}\n", paint.bold("Stands always, or whenever its event happens")));
            let mut table = Table::new(&["clause", "owner", "what"], &[]);
            for clause in &self.calendar.standing {
                let what = match &clause.on {
                    On::Always => clause.says.clone(),
                    _ => format!("{} ({})", clause.says, self.when(clause)),
                };
                table.row(vec![clause.id.clone(), self.who(clause), what]);
            }
            out.push_str(&table.lines(2, paint));
        }
        out
    }

    /// What the assumed dates rest on, once for each clause.
    fn assumptions(&self, paint: Paint, out: &mut String) {
        let mut told: Vec<&Occurrence<'_>> = Vec::new();
        for o in self.calendar.occurrences.iter().filter(|o| o.is_assumed()) {
            if !told.iter().any(|t| t.clause.id == o.clause.id) {
                told.push(o);
            }
        }
        if told.is_empty() {
            return;
        }
        out.push_str(&format!(
            "\n{}\n",
            paint.bold(&format!("Assumed, for {}", count(told.len(), "clause", "clauses")))
        ));
        for o in told {
            let rhythm = o.clause.due.as_ref().map_or("", |d| d.text.as_str());
            hang(out, &format!("  {}  ", o.clause.id), &format!("“{rhythm}”: {}", o.assumed.join("; ")));
        }
    }

    fn as_ics(&self) -> String {
        let name = format!("{}: the service's own calendar", self.protocol.authority);
        let mut ics = Ics::new("protocol calendar", &name, self.asked.from);
        for o in &self.calendar.occurrences {
            let day = o.day.to_string().replace('-', "");
            let mut lines = vec![format!("{} ({})", o.clause.id, self.who(o.clause))];
            lines.extend(o.closed.iter().map(|name| format!("The office is closed on this day: {name}")));
            lines.extend(o.assumed.iter().map(|why| format!("Assumed: {why}")));
            ics.add(&IcsEvent {
                uid: &format!("{}-{day}@{}.tandem", o.clause.id, self.protocol.authority),
                day: o.day,
                at: o.at,
                summary: &o.clause.says,
                description: &lines.join("\n"),
                link: "",
            });
        }
        ics.text()
    }
}
