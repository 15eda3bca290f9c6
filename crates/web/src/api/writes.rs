//! What another program records: events, and that a duty was carried out; whole or not at all, once however often it is sent, and only on top
//! of the version that it had seen (safety R56).

use std::sync::Arc;

use axum::http::{StatusCode, header};
use duties::Line;
use gate::{Action, Pass};
use protocol::vocabulary::EventId;
use record::{AppendError, Child, Entry, Write};
use serde_json::{Value, json};

use crate::api::seen::owed;
use crate::api::shapes::{Done, Event, Events, FieldWrong, Kept};
use crate::api::{answer, body, only};
use crate::ask::Ask;
use crate::order::{Recorded, out_of_order};
use crate::pages::recording::typed::known_too_soon;
use crate::problem::Problem;
use crate::readable::{Entries, Readable, version_of};
use crate::reply::Reply;

/// How many events one request may hold.
const EVENTS: usize = 100;

/// Records events, all or none.
///
/// What corrects or takes back, sets a duty aside or allocates is sent by itself: the token's owner may be allowed the one and not the other.
/// What lies the wrong way round, such as a next hearing before the remand, is kept and told of in `warnings`.
#[utoipa::path(post, path = "/api/v1/children/{child}/events", tag = "children", operation_id = "record_events",
    params(
        ("child" = String, Path, description = "The record's id"),
        ("Idempotency-Key" = String, Header, max_length = 150, description = "The sender's own key for this write: sent again, it is kept once"),
        ("If-Match" = String, Header, description = "The version that the sender had seen, in quotes"),
    ),
    request_body = Events,
    responses(
        (status = 201, body = Kept, headers(("ETag" = String, description = "The version now, in quotes"))),
        (status = 200, body = Kept, description = "It had been kept before, under the same key"),
    ))]
pub async fn record(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let (key, based_on) = conditions(&ask)?;
    let sent: Events = body(&ask)?;
    if sent.events.is_empty() || sent.events.len() > EVENTS {
        return Err(Problem::unprocessable(format!("`events` holds 1 to {EVENTS} events.")));
    }
    let child = ask.child().await?;
    let action = one_action(&sent.events)?;
    keep(&ask, &child, action, sent.events, key, based_on).await
}

/// Says that a duty was carried out.
#[utoipa::path(post, path = "/api/v1/children/{child}/duties/done", tag = "duties", operation_id = "mark_done",
    params(
        ("child" = String, Path, description = "The record's id"),
        ("Idempotency-Key" = String, Header, max_length = 150, description = "The sender's own key for this write: sent again, it is kept once"),
        ("If-Match" = String, Header, description = "The version that the sender had seen, in quotes"),
    ),
    request_body = Done,
    responses(
        (status = 201, body = Kept, headers(("ETag" = String, description = "The version now, in quotes"))),
        (status = 200, body = Kept, description = "It had been kept before, under the same key"),
    ))]
pub async fn done(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let (key, based_on) = conditions(&ask)?;
    let sent: Done = body(&ask)?;
    if ask.app.book.protocols.clause(&sent.clause).is_none() {
        return Err(wrong("clause", "there is no clause of this id"));
    }
    let mut with = serde_json::Map::new();
    with.insert("clause".into(), json!(sent.clause));
    with.extend(sent.occurrence.map(|n| ("occurrence".to_owned(), json!(n))));
    with.extend(sent.by.map(|by| ("by".to_owned(), json!(by))));
    with.extend(sent.note.map(|note| ("note".to_owned(), json!(note))));
    let event = Event {
        id: None,
        at: sent.at,
        known: sent.known,
        event: Some("duty-done".into()),
        with: Some(with),
        corrects: None,
        retracts: None,
        follows: None,
    };
    let child = ask.child().await?;
    keep(&ask, &child, Action::MarkDone, vec![event], key, based_on).await
}

fn wrong(field: &str, why: &str) -> Problem {
    let problem = Problem::unprocessable("What was sent cannot be kept as it is.");
    Problem { fields: vec![(field.to_owned(), why.to_owned())], ..problem }
}

/// The key and the version that every write carries.
fn conditions(ask: &Ask) -> Result<(String, u64), Problem> {
    let is_plain = |c: char| c.is_ascii_graphic() || c == ' ';
    if ask.key.is_empty() || ask.key.len() > 150 || !ask.key.chars().all(is_plain) {
        return Err(Problem::bad(
            "Send `Idempotency-Key` with a key of your own for this write: 1 to 150 plain characters.",
        ));
    }
    let version = ask.if_match.trim().trim_start_matches("W/").trim_matches('"').parse::<u64>();
    let version = version.map_err(|_| {
        let detail = "Send `If-Match` with the version that you have seen, in quotes: it is in `ETag` and `version` of the child.";
        Problem::new(StatusCode::PRECONDITION_REQUIRED, "It is not said what this is based on", detail)
    })?;
    // A key is the sender's own: that of another person does not answer to it.
    Ok((format!("api:{}:{}", ask.caller.person.id, ask.key), version))
}

/// What an event is recorded as.
fn action(event: &Event) -> Action {
    match event.event.as_deref() {
        _ if event.corrects.is_some() || event.retracts.is_some() => Action::CorrectEvent,
        Some("duty-not-needed") => Action::SetAside,
        Some("worker-allocated") => Action::Allocate,
        _ => Action::RecordEvent,
    }
}

fn one_action(events: &[Event]) -> Result<Action, Problem> {
    let mut actions = events.iter().map(action);
    let first = actions.next().unwrap_or(Action::RecordEvent);
    if actions.all(|other| other == first) {
        return Ok(first);
    }
    Err(Problem::unprocessable(
        "What corrects or takes back, sets a duty aside or allocates is sent by itself, apart from what is recorded.",
    ))
}

/// The pass for what is to be recorded: that of the address, or another that is asked for as a form would ask.
fn pass(ask: &Ask, action: Action) -> Result<Pass, Problem> {
    if action == ask.pass.action() {
        return Ok(ask.pass.clone());
    }
    ask.pass_for(action, ask.ties()?)
        .ok_or_else(|| Problem::forbidden(&format!("Your post does not let you {}.", action.means())))
}

async fn keep(
    ask: &Ask,
    child: &Child,
    action: Action,
    events: Vec<Event>,
    key: String,
    based_on: u64,
) -> Result<Reply, Problem> {
    let pass = pass(ask, action)?;
    let kinds = kinds(ask, child, &events)?;
    let events =
        events.into_iter().enumerate().map(|(n, event)| sent(event, &key, n)).collect::<Result<Vec<_>, _>>()?;
    let entries = events.iter().map(|event| Entry::Event { event: event.clone() }).collect();
    let write = Write { child: child.id.clone(), based_on, key, entries };
    let admitted = ask.admit(&pass, &kinds, write)?;
    let kept = match ask.app.record.append(admitted, ask.now).await {
        Ok(kept) => kept,
        Err(AppendError::Conflict(version)) => {
            let problem = Problem::conflict("Somebody else has written to this record. Read it again, then decide.");
            return Err(Problem { version: u32::try_from(version).ok(), ..problem });
        }
        Err(error) => return Err(error.into()),
    };
    let (version, repeated) = (kept.version, kept.repeated);
    let kept = Kept { version, repeated, ..Kept::default() };
    let kept = if repeated { kept } else { led_to(ask, child, &events, kept).await? };
    let status = if repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok(answer(&kept)?.status(status).with(header::ETAG, format!("\"{version}\"")))
}

/// The events that the gate is asked about: each that is recorded, and each that is corrected or taken back.
fn kinds(ask: &Ask, child: &Child, events: &[Event]) -> Result<Vec<EventId>, Problem> {
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let readable = Entries::of(&ask.app, &ask.pass, child);
    let mut kinds = Vec::new();
    for (n, event) in events.iter().enumerate() {
        if let Some(name) = &event.event {
            let known = vocabulary.event_id(name);
            let unknown = || {
                let near =
                    protocol::refusal::did_you_mean(name, vocabulary.events().map(|(_, kind)| kind.name.as_str()));
                wrong(&format!("events/{n}/event"), &format!("there is no such event; {}", near.unwrap_or_default()))
            };
            kinds.push(known.ok_or_else(unknown)?);
        }
        for (field, id) in [("corrects", &event.corrects), ("retracts", &event.retracts)] {
            let Some(id) = id else { continue };
            let missing = || wrong(&format!("events/{n}/{field}"), "there is no event of this id that you can read");
            let place = child.kept.iter().position(|k| k.id == *id && readable.has(id)).ok_or_else(missing)?;
            if let Some(journey::What::Event { kind, .. }) = child.journey.written.get(place).map(|w| &w.what) {
                kinds.push(*kind);
            }
            if let Some(kept) = child.kept.get(place).filter(|_| event.corrects.is_some()) {
                known(child, kept, event, n)?;
            }
        }
        // What it carries on is read too: an id that was only guessed would be told to be there, or a near one would be named.
        if event.follows.as_ref().is_some_and(|id| !readable.has(id) && !is_sent(events, id)) {
            return Err(wrong(&format!("events/{n}/follows"), "there is no event of this id that you can read"));
        }
        if event.event.is_none() && event.retracts.is_none() {
            return Err(wrong(&format!("events/{n}/event"), "it is not said what happened"));
        }
    }
    Ok(kinds)
}

/// A correction says when each service was told of it. Without that it would stand there as known when it happened.
fn known(child: &Child, corrected: &record::Kept, event: &Event, n: usize) -> Result<(), Problem> {
    let field = format!("events/{n}/known");
    if event.known.is_none() {
        return Err(wrong(&field, "say of a correction when each service was told of it"));
    }
    let correction = serde_json::to_value(event).map_err(|e| Problem::fault(e.to_string()))?;
    match known_too_soon(child, corrected, &correction) {
        Some((_, recorded)) => {
            let why = format!(
                "what this corrects was recorded on {}: the correction was told after that",
                recorded.in_words()
            );
            Err(wrong(&field, &why))
        }
        None => Ok(()),
    }
}

/// Whether an event of this id is among those that are sent.
fn is_sent(events: &[Event], id: &str) -> bool {
    events.iter().any(|event| event.id.as_deref() == Some(id))
}

/// An event as it is kept. Without an id of its own it gets one from the key, so that it is the same however often it is sent.
fn sent(event: Event, key: &str, n: usize) -> Result<Value, Problem> {
    let id = event.id.clone().unwrap_or_else(|| {
        let hash = record::hash(&format!("{key} {n}"));
        format!("e{}", hash.get(..15).unwrap_or_default())
    });
    if id.is_empty() || id.chars().count() > 100 {
        return Err(wrong(&format!("events/{n}/id"), "an id has 1 to 100 characters"));
    }
    let event = serde_json::to_value(Event { id: Some(id), ..event }).map_err(|e| Problem::fault(e.to_string()))?;
    if event.get("with").is_some_and(Value::is_null) {
        return Err(Problem::fault("an attribute was lost".to_owned()));
    }
    Ok(event)
}

/// What a write led to, as its writer may see it, and what of it a page would have asked about.
async fn led_to(ask: &Ask, before: &Child, events: &[Value], kept: Kept) -> Result<Kept, Problem> {
    let after = ask.app.record.child(&ask.pass).await?;
    let now = ask.moment();
    let staff = ask.staff_of(ask.ties()?).await?;
    let of = |child: &Child| Ok::<_, Problem>(owed(ask, &ask.pass, ask.whom(child, &staff)?, now));
    let (was, is) = (of(before)?, of(&after)?);
    // What may not be named is left out: that it came or went would tell of what is hidden.
    let found = duties::changes(&was.named(), &is.named());
    let listed = |line: &Arc<Line>| is.listed(line);
    Ok(Kept {
        // What is gone altogether is known by what it was.
        ended: found.ended.iter().filter_map(|line| is.listed(line).or_else(|| was.listed(line))).collect(),
        started: found.started.iter().filter_map(listed).collect(),
        done: found.done.iter().filter_map(listed).collect(),
        moved: found.moved.iter().filter_map(|(_, line)| is.listed(line)).collect(),
        warnings: warnings(ask, &after, events),
        ..kept
    })
}

/// What lies the wrong way round in what was kept. All of it stands on the timeline by now, so that what was sent together is compared too.
fn warnings(ask: &Ask, after: &Child, events: &[Value]) -> Vec<FieldWrong> {
    let readable = Readable::now(&ask.app, &ask.pass, after, ask.moment());
    let timeline = readable.timeline();
    let found = |event: &Value, name: &str| version_of(after, &timeline.events, event.get(name)?.as_str()?);
    let mut warnings = Vec::new();
    for (n, event) in events.iter().enumerate() {
        let name = event.get("event").and_then(Value::as_str).unwrap_or_default();
        let Some(id) = ask.app.book.protocols.vocabulary.event_id(name) else { continue };
        let own = found(event, "id").map(|event| event.root);
        let recorded = Recorded { id, event, own, follows: found(event, "follows").cloned() };
        let odd = out_of_order(&ask.app, timeline, &recorded).into_iter();
        warnings.extend(odd.map(|odd| FieldWrong { field: format!("events/{n}/{}", odd.field), detail: odd.said }));
    }
    warnings
}
