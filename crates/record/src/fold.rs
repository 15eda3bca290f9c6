//! From the lines of a log to the child that they tell of.
//!
//! The same for one line more as for all of them: [`add`] is what [`fold`] does line after line. Pure: rows in, child out.

use std::collections::BTreeSet;
use std::sync::Arc;

use calendar::Moment;
use gate::Service;
use journey::{Happened, Journey, Version, What, Written};
use protocol::Vocabulary;
use protocol::vocabulary::EventId;
use protocol::yaml::{Kind, Node};
use serde_json::{Value, json};

use crate::chain::{Link, START};
use crate::child::{About, Besides, Child, Kept};
use crate::entry::{Details, Entry};
use crate::record::{Book, RecordError};
use crate::store::Row;

/// A line as it is to be added, or was read.
pub struct Added {
    /// Its number.
    pub version: u64,
    /// When it was recorded.
    pub recorded: i64,
    /// By whom.
    pub person: String,
    /// Its link of the chain.
    pub chain: Link,
    /// What it says.
    pub entry: Entry,
}

/// A child from every line of its log.
pub fn fold(id: &str, rows: &[Row], book: Book) -> Result<Child, RecordError> {
    let lines = lines(id, rows)?;
    let Some(Entry::Opened { details }) = lines.first().map(|line| &line.entry) else {
        return Err(broken(id, "its log does not begin with its opening"));
    };
    let vocabulary = &book.protocols.vocabulary;
    let mut child = begin(id, details.clone(), vocabulary).map_err(|why| broken(id, &why))?;
    add(&mut child, lines, vocabulary).map_err(|why| broken(id, &why))?;
    Ok(child)
}

/// A child with the lines that its log has got since.
pub fn more(mut child: Child, rows: &[Row], book: Book) -> Result<Child, RecordError> {
    let lines = lines(&child.id, rows)?;
    add(&mut child, lines, &book.protocols.vocabulary).map_err(|why| broken(&child.id, &why))?;
    Ok(child)
}

fn broken(id: &str, why: &str) -> RecordError {
    RecordError::Broken(format!("record {id}: {why}"))
}

fn lines(id: &str, rows: &[Row]) -> Result<Vec<Added>, RecordError> {
    let line = |row: &Row| {
        let entry = serde_json::from_str(row.text(3)).map_err(|e| broken(id, &format!("line {}: {e}", row.int(0))))?;
        Ok(Added {
            version: u64::try_from(row.int(0)).unwrap_or(0),
            recorded: row.int(1),
            person: row.text(2).to_owned(),
            chain: row.bytes(5).try_into().unwrap_or(START),
            entry,
        })
    };
    rows.iter().map(line).collect()
}

/// A child of whom nothing is said yet but who they are.
pub fn begin(id: &str, details: Details, vocabulary: &Vocabulary) -> Result<Child, String> {
    let journey = read(&details, 0, &[], vocabulary)?;
    Ok(Child {
        id: id.to_owned(),
        version: 0,
        chain: START,
        recorded: 0,
        began: 0,
        details,
        involved: Vec::new(),
        network: Vec::new(),
        siblings: Vec::new(),
        warnings: Vec::new(),
        restricted: None,
        restricted_why: String::new(),
        noted: Vec::new(),
        open_to_yjs: false,
        open_to_csc: false,
        told: Vec::new(),
        journey,
        kept: Vec::new(),
        besides: Vec::new(),
    })
}

/// Adds lines to a child. Where one is refused, the child is not to be used: the reason is for whoever wrote it.
pub fn add(child: &mut Child, lines: Vec<Added>, vocabulary: &Vocabulary) -> Result<(), String> {
    let before = child.kept.len();
    let mut begun_anew = false;
    let mut told: Vec<Value> = Vec::new();
    for line in lines {
        if child.version == 0 {
            child.began = line.recorded;
        }
        (child.version, child.recorded, child.chain) = (line.version, line.recorded, line.chain);
        child.besides.extend(besides(&line));
        match line.entry {
            Entry::Opened { details } | Entry::Details { details } => {
                begun_anew |= child.details != details;
                child.details = details;
            }
            Entry::Event { event } => {
                let id = event.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
                child.kept.push(Arc::new(Kept {
                    id,
                    version: line.version,
                    recorded: line.recorded,
                    person: line.person,
                    event: event.to_string().into(),
                }));
                told.push(event);
            }
            Entry::Involved(place) => {
                if !child.involved.contains(&place) {
                    child.involved.push(place);
                }
            }
            Entry::Uninvolved(place) => child.involved.retain(|p| *p != place),
            Entry::Network { contacts } => child.network = contacts,
            Entry::Siblings { children } => {
                begun_anew = true;
                child.siblings = children;
            }
            Entry::Warnings { warnings } => child.warnings = warnings,
            Entry::Restricted { people, reason } => (child.restricted, child.restricted_why) = (people, reason),
            Entry::Noted { event, system } => {
                if !child.noted.contains(&(event.clone(), system.clone())) {
                    child.noted.push((event, system));
                }
            }
        }
    }
    let (old, new) = child.kept.split_at(before);
    let ids: BTreeSet<&str> = old.iter().map(|k| k.id.as_str()).collect();
    let others = ["corrects", "retracts", "follows"];
    let of_others = told.iter().any(|event| others.iter().any(|w| event.get(w).is_some()));
    // What speaks of other events, or changes what all are read by, is read with all of them.
    let whole = begun_anew || of_others || new.iter().any(|kept| ids.contains(kept.id.as_str()));
    let siblings = child.siblings.len();
    if whole {
        let all: Vec<Value> = old.iter().map(|kept| kept.event()).chain(told).collect();
        child.journey = read(&child.details, siblings, &all, vocabulary)?;
    } else if !new.is_empty() {
        let more = read(&child.details, siblings, &told, vocabulary)?;
        let placed = more.written.into_iter().map(|mut one| {
            one.place += before as u32;
            one
        });
        child.journey.written.extend(placed);
    }
    if whole || child.journey.written.iter().skip(before).any(|w| opening(w, vocabulary).is_some()) {
        (child.open_to_yjs, child.open_to_csc) = open_after(&to_its_end(&child.journey), vocabulary);
    }
    if whole || child.kept.len() > before {
        let away = [(Service::Yjs, child.open_to_yjs), (Service::Csc, child.open_to_csc)].into_iter();
        let away = away.filter(|(_, is_open)| !is_open).map(|(service, _)| service);
        child.told = away.filter(|service| is_told(&child.journey, &child.kept, *service, vocabulary)).collect();
    }
    Ok(())
}

/// What a line tells that is no event: for whoever asks what is new.
fn besides(line: &Added) -> Option<Besides> {
    let about = match &line.entry {
        Entry::Details { .. } => About::Details,
        Entry::Involved(place) => About::Involved(place.clone()),
        Entry::Uninvolved(place) => About::Uninvolved(place.clone()),
        Entry::Network { .. } => About::Network,
        Entry::Warnings { .. } => About::Warnings,
        Entry::Restricted { .. } => About::Restricted,
        Entry::Opened { .. } | Entry::Event { .. } | Entry::Siblings { .. } | Entry::Noted { .. } => return None,
    };
    Some(Besides { recorded: line.recorded, person: line.person.clone(), about })
}

/// A journey of the contract, as JSON.
pub fn as_journey(details: &Details, siblings: usize, events: impl Iterator<Item = Value>) -> Value {
    let protocol = match &details.host {
        None => json!(details.authority),
        Some(host) => json!({ "home": details.authority, "host": host }),
    };
    let mut child = json!({ "born": details.born });
    if let Some(child) = child.as_object_mut() {
        let said = [("sex", &details.sex), ("ethnicity", &details.ethnicity)];
        child.extend(said.into_iter().filter_map(|(key, v)| Some((key.to_owned(), json!(v.as_ref()?)))));
        if siblings > 0 {
            child.insert("siblings".into(), json!(siblings));
        }
    }
    json!({ "protocol": protocol, "child": child, "events": events.collect::<Vec<_>>() })
}

fn read(details: &Details, siblings: usize, events: &[Value], vocabulary: &Vocabulary) -> Result<Journey, String> {
    let head = as_journey(details, siblings, std::iter::empty());
    let mut entries: Vec<(String, usize, Node)> = head
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| *key != "events")
        .map(|(key, value)| (key.clone(), LINE, node(value)))
        .collect();
    entries.push(("events".into(), LINE, Node { line: LINE, kind: Kind::List(events.iter().map(node).collect()) }));
    let root = Node { line: LINE, kind: Kind::Map(entries) };
    journey::read_tree("what was entered", &root, vocabulary).map_err(|refusals| refusals.to_string())
}

/// The line that every part of what was entered stands on.
const LINE: usize = 1;

/// JSON as the tree that a file would have been read into.
fn node(value: &Value) -> Node {
    let kind = match value {
        Value::String(text) => Kind::Scalar { text: text.clone(), quoted: true },
        Value::Array(items) => Kind::List(items.iter().map(node).collect()),
        Value::Object(entries) => Kind::Map(entries.iter().map(|(key, v)| (key.clone(), LINE, node(v))).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) => Kind::Scalar { text: value.to_string(), quoted: false },
    };
    Node { line: LINE, kind }
}

/// Whether a child is open to youth justice and to social care after these events, by the last that was said of each.
pub fn open_after(events: &[Happened], vocabulary: &Vocabulary) -> (bool, bool) {
    let mut open = (false, false);
    for event in events {
        match opening_of(event.kind, vocabulary) {
            Some((Service::Yjs, is_open)) => open.0 = is_open,
            Some((_, is_open)) => open.1 = is_open,
            None => {}
        }
    }
    open
}

/// Everything that happened, as it stands by the last word.
fn to_its_end(journey: &Journey) -> Vec<Happened> {
    let last = journey.written.iter().map(|w| w.at).max();
    last.map_or_else(Vec::new, |last| journey.timeline(Moment::end_of(last.day()), None).events)
}

/// Which service begins or ends its work with the child by an entry.
fn opening(written: &Written, vocabulary: &Vocabulary) -> Option<(Service, bool)> {
    if let What::Event { kind, .. } = written.what { opening_of(kind, vocabulary) } else { None }
}

fn opening_of(kind: EventId, vocabulary: &Vocabulary) -> Option<(Service, bool)> {
    match vocabulary.event(kind).name.as_str() {
        "yjs-involvement-started" => Some((Service::Yjs, true)),
        "yjs-involvement-ended" => Some((Service::Yjs, false)),
        "csc-involvement-started" => Some((Service::Csc, true)),
        "csc-involvement-ended" => Some((Service::Csc, false)),
        _ => None,
    }
}

/// Whether a service was told of something, by name, since it last worked with the child. What says nothing of who knew was told to nobody; of
/// an event that was corrected the last version counts that says of this service whether it was told (`null` where it was put down by mistake),
/// and what was taken back counts no more. A correction's own `known` says who was told of the correction: a service that it leaves out has
/// been told what was said before all the same.
///
/// It runs for as long as the other service works with the child (that is for the gate), and ends when this one begins to. No paper gives it
/// a term in days, and until the service has begun or the telling is corrected, whoever is on duty there may be rung about the child.
fn is_told(journey: &Journey, kept: &[Arc<Kept>], service: Service, vocabulary: &Vocabulary) -> bool {
    // To read them all again takes time, and few name anybody.
    let named = format!("\"{}\":\"", service.word());
    if !kept.iter().any(|kept| kept.event.contains("\"known\":{") && kept.event.contains(&named)) {
        return false;
    }
    let events = to_its_end(journey);
    let ends = events.iter().filter(|event| opening_of(event.kind, vocabulary) == Some((service, false)));
    let since = ends.map(|event| event.root).max().unwrap_or(0);
    let says = |version: &Version| {
        let event = kept.get((version.place as usize).checked_sub(1)?)?.event();
        Some((version.place, event.get("known")?.get(service.word())?.is_string()))
    };
    // Where it was first told, if by the last word it was: a correction of what was told before the service ended tells nothing anew.
    let told_at = |event: &Happened| event.versions.iter().rev().filter_map(says).take_while(|(_, told)| *told).last();
    events.iter().filter_map(told_at).any(|(place, _)| place > since)
}
