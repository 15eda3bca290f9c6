//! What of a child may the token's owner be told? The whole list of what is owed, and of the rest only what follows from what they may read
//! (safety R4).
//!
//! A duty stays, with its date, since somebody owes it. Its trigger and its reasons come from what follows from the readable timeline alone;
//! status and findings, which could be wrong where something is missing, are given whole or not at all.

use calendar::Moment;
use duties::{Line, Side};
use gate::Pass;
use record::Child;
use serde_json::{Value, json};

use crate::api::shapes::ListedDuty;
use crate::app::App;
use crate::readable::readable;

/// Said in place of reasons.
const WITHHELD: &str = "Reason withheld: it rests on something that your service has not been told, or may not see.";

/// The contract's output for a child, as the holder of a pass may see it.
pub fn output(app: &App, pass: &Pass, child: &Child, as_at: Moment, as_known_at: Option<Moment>) -> Value {
    let whole = child.timeline(as_at, as_known_at);
    let mine = readable(app, pass, &child.journey, &whole);
    let mut said = duties::output::json(&child.answer(app.book, &whole, as_known_at));
    if mine.left_out == 0 && may_read_all_siblings(&whole, &mine.timeline) {
        return said;
    }
    let own = duties::output::json(&child.answer(app.book, &mine.timeline, as_known_at));
    let own = own.get("duties").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(list) = said.get_mut("duties").and_then(Value::as_array_mut) {
        list.iter_mut().for_each(|duty| withhold(duty, &own));
    }
    if let Some(map) = said.as_object_mut() {
        map.insert("status".into(), Value::Null);
        map.insert("findings".into(), json!([]));
        map.insert("withheld".into(), json!(["status", "findings"]));
    }
    said
}

fn may_read_all_siblings(whole: &journey::Timeline, mine: &journey::Timeline) -> bool {
    whole.child == mine.child && whole.events == mine.events
}

/// Takes out of a duty what does not follow from what may be read.
fn withhold(duty: &mut Value, own: &[Value]) {
    let same = |other: &&Value, keys: &[&str]| keys.iter().all(|key| other.get(*key) == duty.get(*key));
    let there = own.iter().find(|other| same(other, &["id", "under"]));
    let agrees = there.is_some_and(|other| same(&other, &["due", "state", "sooner", "if", "done_at"]));
    let why = there.filter(|_| agrees).and_then(|other| other.get("why")).cloned();
    let known = there.is_some();
    let masked = format!("{}/withheld/{}", text(duty, "clause"), duty.get("occurrence").unwrap_or(&Value::Null));
    let Some(map) = duty.as_object_mut() else { return };
    map.insert("why".into(), why.unwrap_or_else(|| json!([WITHHELD])));
    if !agrees {
        map.insert("done_by".into(), Value::Null);
    }
    if !known {
        map.insert("id".into(), json!(masked));
        map.insert("trigger".into(), Value::Null);
    }
}

fn text<'v>(of: &'v Value, key: &str) -> &'v str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// What is owed for a child now, as lines, with the ids of those whose trigger the holder of the pass may read.
pub struct Owed {
    /// All of them.
    pub lines: Vec<Line>,
    own: Vec<(Side, String)>,
}

/// Derives what is owed for a child.
pub fn owed(app: &App, pass: &Pass, child: &Child, now: Moment) -> Owed {
    let whole = child.timeline(now, None);
    let lines = child.answer(app.book, &whole, None).lines();
    let mine = readable(app, pass, &child.journey, &whole);
    let own = if mine.left_out == 0 {
        lines.iter().map(|l| (l.side, l.id.clone())).collect()
    } else {
        child.answer(app.book, &mine.timeline, None).lines().into_iter().map(|l| (l.side, l.id)).collect()
    };
    Owed { lines, own }
}

impl Owed {
    /// A line for a list.
    pub fn listed(&self, child: &str, line: &Line) -> ListedDuty {
        let known = self.own.iter().any(|(side, id)| *side == line.side && *id == line.id);
        let id = if known { line.id.clone() } else { format!("{}/withheld/{}", line.clause, line.occurrence) };
        ListedDuty {
            child: child.to_owned(),
            id,
            clause: line.clause.clone(),
            title: line.title.clone(),
            owner: line.owner.clone(),
            due: line.due.map(|due| due.to_string()),
            urgent: line.urgent,
            state: line.state.word(),
        }
    }
}
