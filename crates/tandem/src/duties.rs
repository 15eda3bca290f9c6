//! `tandem duties FILE`: every duty that either service owes for one child, to whom, by when and why.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use calendar::Moment;
use clap::Args;
use protocol::Vocabulary;
use protocol::check::in_words::listed;
use protocol::refusal::{cut, did_you_mean};
use protocol::vocabulary::{Role, Service};
use serde_json::Value;

use crate::cli::{Format, From};
use crate::text::duties::Telling;
use crate::text::{self, Paint, Progress};

/// What to derive.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  tandem duties child.yaml\n  tandem duties child.yaml --as-at 2026-04-20T09:00 --why\n  \
    tandem duties child.yaml --owner csc --state overdue,open\n  \
    tandem duties child.yaml --format json | jq '.duties[] | select(.state == \"overdue\")'\n\n\
    A row of the law that is marked `check` has not been confirmed and raises no breach: past its date it stays `open`, in JSON \
    with `confidence: check`, and is not among the overdue."
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
    /// Only what this role owes, alone or with others; `yjs` or `csc` for everyone of that service.
    #[arg(long, value_name = "ROLE-OR-SERVICE")]
    owner: Option<String>,
    /// Only what stands so; several with commas between them.
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = STATES)]
    state: Vec<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// In text, say why for each duty and finding.
    #[arg(long)]
    why: bool,
    /// In text, list what the rules say of this child; JSON always has it.
    #[arg(long)]
    findings: bool,
    #[command(flatten)]
    from: From,
}

const STATES: [&str; 5] = ["open", "overdue", "done", "done-late", "ended"];

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
        let asked = crate::journey::read(&self.file, &self.from, &protocols, self.as_at, self.as_known_at)?;
        let only = Only { owner: self.owner(&protocols.vocabulary)?, states: &self.state };
        progress.at(1, "deriving what is owed");
        let engine = duties::Engine::new(&protocols);
        let timeline = asked.timeline();
        let answer = asked.answer(&engine, &timeline);
        progress.at(2, "saying why");
        let mut said = duties::output::json(&answer);
        drop(progress);
        let not = asked.journey.not_looked_at(asked.as_at, asked.as_known_at);
        if let (Some(said), Some(not)) =
            (said.as_object_mut(), duties::output::not_looked_at(&not, &protocols.vocabulary))
        {
            said.insert("not_looked_at".into(), not);
        }
        let of = only.keep(&mut said, &protocols.vocabulary);
        let words = only.in_words();
        let telling = Telling {
            why: self.why,
            findings: self.findings || self.why && words.is_empty(),
            only: (!words.is_empty()).then_some((&words, of)),
            vocabulary: &protocols.vocabulary,
        };
        match self.format {
            Format::Json => text::print_json(&said)?,
            Format::Text => text::print(&text::duties::duties(&said, telling, Paint::of_stdout()))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn owner<'v>(&self, vocabulary: &'v Vocabulary) -> anyhow::Result<Option<&'v Role>> {
        let Some(name) = &self.owner else { return Ok(None) };
        let Some(id) = vocabulary.role_id(&name.to_lowercase()) else {
            let near = did_you_mean(&name.to_lowercase(), vocabulary.roles().map(|(_, r)| r.name.as_str()));
            let near = near.unwrap_or_else(|| "`tandem protocol words` finds the roles".to_owned());
            bail!("--owner: `{}` is no role\n    help: {near}", cut(name));
        };
        Ok(Some(vocabulary.role(id)))
    }
}

/// Which of the duties are asked for.
struct Only<'a> {
    owner: Option<&'a Role>,
    states: &'a [String],
}

impl Only<'_> {
    /// Drops the duties that are not asked for, and says how many there were.
    fn keep(&self, output: &mut Value, vocabulary: &Vocabulary) -> usize {
        let Some(duties) = output.get_mut("duties").and_then(Value::as_array_mut) else { return 0 };
        let of = duties.len();
        let text = |duty: &Value, field: &str| duty.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        duties.retain(|duty| {
            let role = vocabulary.role_id(&text(duty, "owner")).map(|id| vocabulary.role(id));
            let owes = self.owner.is_none_or(|asked| role.is_some_and(|role| is_bound(asked, role)));
            owes && (self.states.is_empty() || self.states.contains(&text(duty, "state")))
        });
        of
    }

    fn in_words(&self) -> String {
        let states = listed(self.states, "or");
        match (self.owner, self.states.is_empty()) {
            (None, true) => String::new(),
            (None, false) => format!("what is {states}"),
            (Some(role), true) => format!("what {} owes", role.name),
            (Some(role), false) => format!("what {} owes that is {states}", role.name),
        }
    }
}

/// Whether what `owner` owes binds `asked`: the same role, one of that service, one of those that `owner` consists of, or, where any one
/// of either service will do, one of these.
fn is_bound(asked: &Role, owner: &Role) -> bool {
    asked.met_by.meets(owner.stands_for) || (owner.service == Service::Both && owner.met_by.meets(asked.met_by))
}
