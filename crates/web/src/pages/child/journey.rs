//! The child's journey as a file of the contract, with everything in it that the person may read and nothing else.

use std::collections::BTreeSet;

use gate::Pass;
use journey::{What, Written};
use record::{Child, Kept};
use serde_json::{Value, json};

use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::readable::{may_read_field, told};
use crate::reply::Reply;

/// The file. Its name says when it left and with whom (safety R38), and whether something was left out.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let child = ask.child().await?;
    let (mut journey, is_part) = readable(&ask.app, &ask.pass, &child);
    let now = ask.moment();
    if let Some(journey) = journey.as_object_mut() {
        journey.insert("as_at".to_owned(), json!(now.to_string()));
    }
    let part = if is_part { "-part" } else { "" };
    let name = format!("journey-{}-{}-{}{part}.json", child.id, now.to_string().replace(':', ""), ask.caller.person.id);
    let text = serde_json::to_vec_pretty(&journey).map_err(|e| Problem::fault(e.to_string()))?;
    Ok(Reply::file("application/json", &name, text))
}

/// The journey as the holder of the pass may read it, and whether that is not all of it.
fn readable(app: &App, pass: &Pass, child: &Child) -> (Value, bool) {
    let written = || child.kept.iter().zip(&child.journey.written);
    let events: Vec<&str> =
        written().filter(|(kept, w)| is_event(app, pass, kept, w)).map(|(kept, _)| kept.id.as_str()).collect();
    let known: BTreeSet<&str> = events.into_iter().collect();
    // What is taken back is told of where what it takes back is there.
    let retracts =
        |w: &Written| matches!(&w.what, What::Retracts(id) if known.contains(id.as_str())) && told(w.known, pass);
    let kept: Vec<Value> = written()
        .filter(|(kept, w)| known.contains(kept.id.as_str()) || retracts(w))
        .map(|(kept, w)| entry(app, pass, kept.event(), w, &known))
        .collect();
    let mut journey = child.as_journey();
    let is_part = journey.get("events") != Some(&Value::Array(kept.clone()));
    if let Some(journey) = journey.as_object_mut() {
        journey.insert("events".to_owned(), Value::Array(kept));
        if !may_read_field(app, pass, "siblings")
            && let Some(head) = journey.get_mut("child").and_then(Value::as_object_mut)
        {
            head.remove("siblings");
        }
    }
    (journey, is_part)
}

fn is_event(app: &App, pass: &Pass, kept: &Kept, written: &Written) -> bool {
    match &written.what {
        What::Event { kind, values, .. } => {
            let (reading, reads) = (app.gate.reading(), pass.reads());
            let names =
                || kept.person == pass.person().id || reading.readable_clause(reads, *kind, values, app.book.protocols);
            reading.readable(reads, *kind, told(written.known, pass)) && names()
        }
        What::Erased(_) => true,
        What::Retracts(_) => false,
    }
}

/// An entry without the attributes that are for others, and without naming entries that are not in the file.
fn entry(app: &App, pass: &Pass, mut event: Value, written: &Written, known: &BTreeSet<&str>) -> Value {
    let Some(fields) = event.as_object_mut() else { return event };
    for link in ["corrects", "follows"] {
        if fields.get(link).and_then(Value::as_str).is_some_and(|id| !known.contains(id)) {
            fields.remove(link);
        }
    }
    let What::Event { kind, .. } = &written.what else { return event };
    let attributes = &app.book.protocols.vocabulary.event(*kind).attributes;
    if let Some(with) = fields.get_mut("with").and_then(Value::as_object_mut) {
        for (place, attribute) in attributes.iter().enumerate() {
            if !app.gate.reading().readable_attribute(pass.reads(), *kind, place, true) {
                with.remove(&attribute.name);
            }
        }
    }
    event
}
