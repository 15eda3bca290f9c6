//! Reads what a journey expects, so far as it can be read without the answer: each entry names a clause, each field is one that the
//! answer has, each value could stand in it.
//!
//! Comes from `expect`; goes out as written. A slip here would not fail but pass: an `absent` that names no field of a duty is never
//! owed.

use calendar::Moment;
use protocol::refusal::{cut, did_you_mean, did_you_mean_of};
use protocol::yaml::{Kind, Node};

use super::{Expect, Reader};

/// The fields of a duty in the answer (contract, Duties out).
pub const DUTY_FIELDS: [&str; 20] = [
    "id",
    "clause",
    "under",
    "title",
    "owner",
    "counterpart",
    "trigger",
    "due",
    "urgent",
    "assumed",
    "order",
    "occurrence",
    "sooner",
    "state",
    "done_at",
    "done_by",
    "if",
    "unanswered",
    "confidence",
    "why",
];

/// The fields of a finding in the answer.
pub const FINDING_FIELDS: [&str; 7] = ["clause", "under", "trigger", "question", "value", "shown", "why"];

/// The fields of the status in the answer.
pub const STATUS_FIELDS: [&str; 11] = [
    "jointly_open",
    "looked_after",
    "looked_after_basis",
    "in_custody",
    "care_leaver",
    "former_looked_after_in_detention",
    "nights_looked_after_since_14",
    "age",
    "boundary",
    "authorities",
    "doubts",
];

const STATES: [&str; 5] = ["open", "overdue", "done", "done-late", "ended"];

impl Reader<'_> {
    pub(super) fn expect(&mut self, node: &Node) -> Expect {
        if !matches!(node.kind, Kind::Map(_)) {
            let help = "it has: duties, absent, findings, status";
            self.refuse(node.line, format!("`expect` is {}, where a mapping is meant", node.what()), Some(help.into()));
        }
        self.only(node, &["duties", "absent", "findings", "status"], "`expect`");
        let status = node.get("status").filter(|n| !n.is_null());
        if let Some(status) = status {
            if !matches!(status.kind, Kind::Map(_)) {
                let help = "write `status: {looked_after: true}`";
                let cause = format!("`status` is {}, where a mapping is meant", status.what());
                self.refuse(status.line, cause, Some(help.into()));
            }
            self.only(status, &STATUS_FIELDS, "the status");
        }
        Expect {
            duties: self.entries(node, "duties", &DUTY_FIELDS, "a duty"),
            absent: self.entries(node, "absent", &DUTY_FIELDS, "a duty"),
            findings: self.entries(node, "findings", &FINDING_FIELDS, "a finding"),
            status: status.cloned(),
        }
    }

    fn entries(&mut self, node: &Node, key: &str, fields: &[&str], of: &str) -> Vec<Node> {
        let Some(list) = node.get(key).filter(|n| !n.is_null()) else { return Vec::new() };
        if matches!(list.kind, Kind::Map(_)) {
            let help = format!("each entry begins with `-`: `{key}: [{{clause: …}}]`");
            self.refuse(list.line, format!("`{key}` is a mapping, where a list is meant"), Some(help));
            return Vec::new();
        }
        for entry in list.items() {
            if self.refusals.is_full() {
                break;
            }
            match &entry.kind {
                Kind::Scalar { .. } if !entry.is_null() => {}
                Kind::Map(_) => self.entry_expected(entry, fields, of),
                _ => {
                    let found = if entry.is_null() { "nothing" } else { entry.what() };
                    let help = format!("write `{{clause: …}}`, and what {of} must say");
                    self.refuse(entry.line, format!("{found} stands where {of} is expected"), Some(help));
                }
            }
        }
        list.items().to_vec()
    }

    fn entry_expected(&mut self, entry: &Node, fields: &[&str], of: &str) {
        self.only(entry, fields, of);
        if entry.get("clause").and_then(Node::text).is_none() {
            let help = "write `clause:` with its id";
            self.refuse(entry.line, format!("{of} is expected and no clause named"), Some(help.into()));
        }
        for (field, _, value) in entry.entries() {
            self.field(field, value);
        }
    }

    /// Whether a value could stand in a field of the answer.
    fn field(&mut self, field: &str, value: &Node) {
        let is_null = value.is_null();
        match field {
            "clause" | "title" | "under" | "id" if !value.is_scalar() => {
                self.refuse(
                    value.line,
                    format!("`{field}` is {}, where one text is meant", value.what()),
                    Some(format!("write `{field}: …` with one text after it")),
                );
            }
            "state" if value.text().is_none_or(|w| !STATES.contains(&w)) => {
                let help = did_you_mean_of(value.text().unwrap_or_default(), STATES, "it is one of");
                self.refuse(value.line, format!("`{}` is no state of a duty", value.shown()), help);
            }
            "owner" | "counterpart" if !is_null => {
                let word = value.text().unwrap_or_default();
                if self.vocabulary.role_id(word).is_none() {
                    let help = did_you_mean(word, self.vocabulary.roles().map(|(_, r)| r.name.as_str()));
                    self.refuse(value.line, format!("`{field}`: `{}` is no role", cut(&value.shown())), help);
                }
            }
            "due" | "done_at" if !is_null => {
                self.moment(value);
            }
            "urgent" | "assumed" | "order" | "shown" if value.bool().is_none() => {
                let cause = format!("`{field}` is `{}`, where yes or no is meant", value.shown());
                self.refuse(value.line, cause, Some(format!("write `{field}: true` or `{field}: false`")));
            }
            "occurrence" if value.int().is_none_or(|n| n < 1) => {
                let help = "occurrences are counted from 1";
                self.refuse(value.line, format!("`{}` is no occurrence", value.shown()), Some(help.into()));
            }
            "trigger" if !is_null => self.trigger_expected(value),
            _ => {}
        }
    }

    fn trigger_expected(&mut self, value: &Node) {
        const HELP: &str = "write `trigger: {event: …, at: …}`, either of them";
        if !matches!(value.kind, Kind::Map(_)) {
            self.refuse(
                value.line,
                format!("`trigger` is {}, where a mapping is meant", value.what()),
                Some(HELP.into()),
            );
        }
        self.only(value, &["event", "at"], "`trigger`");
        if let Some(event) = value.get("event").filter(|n| !n.is_null()) {
            let name = event.text().unwrap_or_default();
            if self.vocabulary.event_id(name).is_none() {
                let help = did_you_mean(name, self.vocabulary.events().map(|(_, e)| e.name.as_str()));
                self.refuse(event.line, format!("`{}` is no event of the vocabulary", event.shown()), help);
            }
        }
        let _: Option<Moment> = value.get("at").filter(|n| !n.is_null()).and_then(|at| self.moment(at));
    }
}
