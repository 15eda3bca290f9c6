//! What of a child may the token's owner be told? Of what is owed, whatever they may see in a list; and only what follows from what they may
//! read besides (safety R4).
//!
//! A duty's trigger and reasons come from what follows from the readable timeline alone; status and findings, which could be wrong where
//! something is missing, are given whole or not at all. Of a duty that is neither readable nor the owner's to answer for, its service is told.

use std::sync::Arc;

use calendar::Moment;
use duties::Line;
use gate::Pass;
use protocol::vocabulary::Service as Of;
use serde_json::{Value, json};

use crate::api::shapes::ListedDuty;
use crate::ask::Ask;
use crate::owed::{self, Shown, Whom};
use crate::readable::Readable;

/// Said in place of reasons.
const WITHHELD: &str = "Reason withheld: it rests on something that your service has not been told, or may not see.";

/// The contract's output for a child, as the caller may see it.
pub fn output(ask: &Ask, whom: Whom<'_>, as_at: Moment, as_known_at: Option<Moment>) -> Value {
    let (app, pass, child) = (&ask.app, &ask.pass, whom.child);
    let readable = Readable::known_by(app, pass, child, as_at, as_known_at);
    let json = |timeline| duties::output::json(&child.answer(app.book, timeline, as_known_at));
    let mut said = json(&readable.whole.timeline);
    if !readable.is_part() {
        return said;
    }
    let own = json(readable.timeline());
    let own = own.get("duties").and_then(Value::as_array).cloned().unwrap_or_default();
    let shown = owed::each(app, pass, whom, &readable, &readable.whole.lines, as_at);
    if let Some(Value::Array(list)) = said.get_mut("duties") {
        // Both stand in the order of the answer.
        let each = std::mem::take(list).into_iter().zip(shown).enumerate();
        *list = each.filter_map(|(n, (duty, one))| seen(duty, &one, &own, n)).collect();
    }
    if let Some(map) = said.as_object_mut() {
        map.insert("status".into(), Value::Null);
        map.insert("findings".into(), json!([]));
        map.insert("withheld".into(), json!(["status", "findings"]));
    }
    said
}

/// A duty as it may be seen; nothing where it is neither owed any more nor may be named.
fn seen(mut duty: Value, shown: &Shown, own: &[Value], number: usize) -> Option<Value> {
    if !shown.masked {
        withhold(&mut duty, own);
        return Some(duty);
    }
    let listed = masked(shown, number);
    shown.line.is_owed().then(|| {
        json!({
            "id": listed.id, "clause": "", "under": "home", "title": listed.title, "owner": listed.owner,
            "counterpart": null, "trigger": null, "due": null, "urgent": false, "assumed": false, "order": false,
            "occurrence": 0, "sooner": null, "state": listed.state, "done_at": null, "done_by": null, "why": [WITHHELD],
        })
    })
}

/// Takes out of a duty what does not follow from what may be read.
fn withhold(duty: &mut Value, own: &[Value]) {
    let same = |other: &&Value, keys: &[&str]| keys.iter().all(|key| other.get(*key) == duty.get(*key));
    let there = own.iter().find(|other| same(other, &["id", "under"]));
    let agrees = there.is_some_and(|other| same(&other, &["due", "state", "sooner", "if", "done_at"]));
    let (why, trigger) = (there.filter(|_| agrees).and_then(|o| o.get("why")), there.and_then(|o| o.get("trigger")));
    let (why, trigger) = (why.cloned(), trigger.cloned());
    let known = there.is_some();
    let hidden = format!("{}/withheld/{}", text(duty, "clause"), duty.get("occurrence").unwrap_or(&Value::Null));
    let Some(map) = duty.as_object_mut() else { return };
    map.insert("why".into(), why.unwrap_or_else(|| json!([WITHHELD])));
    // A later word on what set it off may be for others: what is told of it is what the owner may read.
    map.insert("trigger".into(), trigger.unwrap_or(Value::Null));
    if !agrees {
        map.insert("done_by".into(), Value::Null);
    }
    if !known {
        map.insert("id".into(), json!(hidden));
    }
}

fn text<'v>(of: &'v Value, key: &str) -> &'v str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// What is owed for a child now: each line, and what of it is shown.
pub struct Owed(pub Vec<(Arc<Line>, Shown)>);

/// Derives what is owed for a child.
pub fn owed(ask: &Ask, pass: &Pass, whom: Whom<'_>, now: Moment) -> Owed {
    let readable = Readable::now(&ask.app, pass, whom.child, now);
    let shown = owed::each(&ask.app, pass, whom, &readable, &readable.whole.lines, now);
    Owed(readable.whole.lines.iter().cloned().zip(shown).collect())
}

impl Owed {
    /// Those that may be named.
    pub fn named(&self) -> Vec<Arc<Line>> {
        self.0.iter().filter(|(_, shown)| !shown.masked).map(|(line, _)| Arc::clone(line)).collect()
    }

    /// A line that may be named, for a list.
    pub fn listed(&self, line: &Line) -> Option<ListedDuty> {
        let same = |one: &(usize, &(Arc<Line>, Shown))| one.1.0.side == line.side && one.1.0.id == line.id;
        self.0.iter().enumerate().find(same).map(|(n, (_, shown))| listed(shown, n))
    }
}

/// What is shown of a duty, for a list. What may not be named is told apart by its number alone.
pub fn listed(shown: &Shown, number: usize) -> ListedDuty {
    if shown.masked {
        return masked(shown, number);
    }
    let line = &shown.line;
    let hidden = || format!("{}/withheld/{}", line.clause, line.occurrence);
    ListedDuty {
        child: shown.child.to_string(),
        id: if shown.withheld { hidden() } else { line.id.clone() },
        clause: line.clause.to_string(),
        title: line.title.to_string(),
        owner: line.owner.to_string(),
        due: line.due.map(|due| due.to_string()),
        urgent: line.urgent,
        state: line.state.word(),
    }
}

fn masked(shown: &Shown, number: usize) -> ListedDuty {
    let owner = match shown.by.service {
        Of::Yjs => "yjs",
        Of::Csc => "csc",
        Of::Both => "both-services",
        Of::Third => "",
    };
    ListedDuty {
        child: shown.child.to_string(),
        id: format!("withheld/{number}"),
        clause: String::new(),
        title: shown.line.title.to_string(),
        owner: owner.to_owned(),
        due: None,
        urgent: false,
        state: shown.line.state.word(),
    }
}
