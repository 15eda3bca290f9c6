//! Whether what a journey expects holds of what came out (contract, `expect`).
//!
//! Comes from the written `expect` and the answer as JSON; goes out as the list of what does not hold, each in one line. An entry
//! holds where the output has a duty (finding) with that clause whose other named fields are equal; fields not named are free.

use journey::Expect;
use protocol::yaml::{Kind, Node};
use serde_json::Value;

/// Something that was expected and does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The line of the expectation.
    pub line: usize,
    /// What does not hold, and what there is instead.
    pub what: String,
}

/// The clauses that an expectation names, with their lines.
pub fn clauses(expect: &Expect) -> Vec<(String, usize)> {
    let entries = expect.duties.iter().chain(&expect.absent).chain(&expect.findings);
    entries.filter_map(|n| Some((n.get("clause").unwrap_or(n).text()?.to_owned(), n.line))).collect()
}

/// What does not hold.
pub fn unmet(expect: &Expect, output: &Value) -> Vec<Unmet> {
    let list = |key: &str| output.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let (duties, findings) = (list("duties"), list("findings"));
    let mut unmet = Vec::new();
    for (entries, there, what) in [(&expect.duties, &duties, "duty"), (&expect.findings, &findings, "finding")] {
        for entry in entries {
            if !there.iter().any(|t| fits(entry, t)) {
                unmet.push(Unmet {
                    line: entry.line,
                    what: format!("no {what} {}{}", entry.shown(), instead(entry, there)),
                });
            }
        }
    }
    for entry in &expect.absent {
        let owed = duties.iter().find(|d| fits(entry, d) && d.get("state").and_then(Value::as_str) != Some("ended"));
        if let Some(duty) = owed {
            unmet.push(Unmet {
                line: entry.line,
                what: format!("{} should be absent, but is owed: {}", entry.shown(), brief(duty)),
            });
        }
    }
    for (key, line, wanted) in expect.status.iter().flat_map(Node::entries) {
        let there = output.get("status").and_then(|s| s.get(key)).unwrap_or(&Value::Null);
        if !equal(wanted, there) {
            unmet.push(Unmet { line, what: format!("status {key} is {there}, expected {}", wanted.shown()) });
        }
    }
    unmet
}

fn fits(entry: &Node, there: &Value) -> bool {
    match &entry.kind {
        Kind::Map(_) => entry.entries().all(|(key, _, wanted)| equal(wanted, there.get(key).unwrap_or(&Value::Null))),
        _ => there.get("clause").and_then(Value::as_str) == entry.text(),
    }
}

/// Whether a written value and one that came out are equal.
fn equal(wanted: &Node, there: &Value) -> bool {
    match (&wanted.kind, there) {
        (Kind::Map(_), Value::Object(_)) => {
            wanted.entries().all(|(k, _, v)| equal(v, there.get(k).unwrap_or(&Value::Null)))
        }
        (Kind::List(items), Value::Array(list)) => {
            items.len() == list.len() && items.iter().zip(list).all(|(w, t)| equal(w, t))
        }
        (Kind::Scalar { text, .. }, Value::String(said)) => text == said,
        (Kind::Scalar { .. }, Value::Bool(truth)) => wanted.bool() == Some(*truth),
        (Kind::Scalar { text, .. }, Value::Number(n)) => *text == n.to_string(),
        (Kind::Scalar { .. }, Value::Null) => wanted.is_null(),
        _ => false,
    }
}

/// What the output has for the same clause.
fn instead(entry: &Node, there: &[Value]) -> String {
    let clause = entry.get("clause").unwrap_or(entry).text();
    let found: Vec<String> =
        there.iter().filter(|t| t.get("clause").and_then(Value::as_str) == clause).map(brief).collect();
    if found.is_empty() { "; there is none of this clause".into() } else { format!("; there is {}", found.join(", ")) }
}

/// The fields of a duty or finding that a reader compares.
fn brief(there: &Value) -> String {
    let keys = ["owner", "due", "occurrence", "state", "done_at", "urgent", "assumed", "order", "value"];
    let said = keys.iter().filter_map(|k| {
        let value = there.get(*k)?;
        let dull = *k != "value" && (value.is_null() || *value == Value::Bool(false));
        (!dull).then(|| format!("{k}: {}", value.to_string().replace('"', "")))
    });
    format!("{{{}}}", said.collect::<Vec<_>>().join(", "))
}
