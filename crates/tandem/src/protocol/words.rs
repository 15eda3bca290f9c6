//! `tandem protocol words [TEXT]`: which word of the vocabulary says what I mean?
//!
//! Looks for the text in names and meanings, whatever the case; without a text, everything is listed. What is found is first put together
//! as named fields, which are printed as they stand in JSON and laid out in text.

use std::process::ExitCode;

use clap::Args;
use protocol::Vocabulary;
use protocol::refusal::{cut, did_you_mean};
use protocol::vocabulary::{EventKind, Service};
use serde_json::{Map, Value, json};

use crate::cli::Format;
use crate::text::{self, Paint, hang};

/// What to look for, and how to print it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tandem protocol words remand\n  tandem protocol words \"appropriate adult\"\n  \
    tandem protocol words remand --format json | jq -r '.events[].name'")]
pub struct WordsArgs {
    /// A part of the word, or of what it means; without it, every word is listed.
    #[arg(default_value = "", hide_default_value = true)]
    text: String,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl WordsArgs {
    /// Looks and prints.
    pub fn run(self, vocabulary: &Vocabulary) -> anyhow::Result<ExitCode> {
        let found = found(vocabulary, &self.text.to_lowercase());
        match self.format {
            Format::Json => text::print_json(&Value::Object(found))?,
            Format::Text if found.values().all(|list| list.as_array().is_none_or(Vec::is_empty)) => {
                let near = did_you_mean(&self.text, vocabulary.events().map(|(_, e)| e.name.as_str()));
                let near = near.map_or(String::new(), |near| format!(" ({near})"));
                text::print(&format!(
                    "No word of the vocabulary, and no meaning, holds `{}`{near}.\n",
                    cut(&self.text)
                ))?;
            }
            Format::Text => text::print(&as_text(&found, Paint::of_stdout()))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

const fn service(service: Service) -> &'static str {
    match service {
        Service::Yjs => "yjs",
        Service::Csc => "csc",
        Service::Both => "both",
        Service::Third => "neither",
    }
}

/// The words whose name or meaning holds `wanted`, which is in lower case.
fn found(vocabulary: &Vocabulary, wanted: &str) -> Map<String, Value> {
    let holds = |text: &str| text.to_lowercase().contains(wanted);
    let fits = |name: &str, means: &str| holds(name) || holds(means);
    let events = vocabulary.events().map(|(_, e)| e).filter(|e| fits(&e.name, &e.means)).map(event);
    let records = vocabulary.records().map(|name| (name, vocabulary.record(name).unwrap_or_default()));
    let records = records.filter(|(name, means)| fits(name, means));
    let roles = vocabulary.roles().map(|(_, r)| r).filter(|r| fits(&r.name, &r.means)).map(|role| {
        let members: Vec<&str> = role.members.iter().map(|m| vocabulary.role(*m).name.as_str()).collect();
        json!({ "name": role.name, "means": role.means, "service": service(role.service), "members": members })
    });
    // An enumeration that is meant as a whole is shown whole.
    let enums = vocabulary.enumerations().filter_map(|name| {
        let values = vocabulary.values(name).iter().filter(|v| holds(name) || holds(v)).collect::<Vec<_>>();
        (!values.is_empty()).then(|| json!({ "name": name, "values": values }))
    });
    let mut all = Map::new();
    all.insert("events".into(), events.collect());
    all.insert("records".into(), records.map(|(name, means)| json!({ "name": name, "means": means })).collect());
    all.insert("roles".into(), roles.collect());
    all.insert("enums".into(), enums.collect());
    all
}

fn event(event: &EventKind) -> Value {
    let attributes = event
        .attributes
        .iter()
        .map(|a| json!({ "name": a.name, "is": a.of.describe(), "required": a.required, "means": a.means }));
    json!({
        "name": event.name,
        "means": event.means,
        "recorded_by": event.recorded_by,
        "derived": event.derived,
        "attributes": attributes.collect::<Vec<_>>(),
    })
}

fn as_text(found: &Map<String, Value>, paint: Paint) -> String {
    let said = |of: &Value, name: &str| of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut out = String::new();
    for (kind, heading) in [("events", "Events"), ("records", "Records"), ("roles", "Roles"), ("enums", "Values")] {
        let list = found.get(kind).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if list.is_empty() {
            continue;
        }
        let gap = if out.is_empty() { "" } else { "\n" };
        out.push_str(&format!("{gap}{}\n", paint.bold(&format!("{heading} ({})", list.len()))));
        for one in list {
            let values: Vec<&str> =
                one.get("values").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
            let means = if values.is_empty() { said(one, "means") } else { values.join(", ") };
            hang(&mut out, &format!("  {}: ", said(one, "name")), &means);
            let derived = said(one, "derived");
            if !derived.is_empty() {
                hang(&mut out, "      worked out, need not be written: ", &derived);
            }
            for attribute in one.get("attributes").and_then(Value::as_array).into_iter().flatten() {
                let required = attribute.get("required").and_then(Value::as_bool).unwrap_or(false);
                let is = format!("{}{}", said(attribute, "is"), if required { ", required" } else { "" });
                let means = said(attribute, "means");
                let colon = if means.is_empty() { "" } else { ": " };
                hang(&mut out, &format!("      {}  ", said(attribute, "name")), &format!("{is}{colon}{means}"));
            }
        }
    }
    out
}
