//! What happened to a child of a storyline up to today, and who knew when?
//!
//! Comes from a plan and its story; goes out as events in the contract's form. What would lie after today is left out, and what speaks of
//! something left out with it.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, Moment};
use protocol::Protocols;
use protocol::yaml::Node;
use serde_json::{Value, json as made};

use super::chance::Chance;
use super::data::{number, text};
use super::dates::{Offset, day_of, json};
use super::stories::Plan;

/// Tells a plan's story.
pub fn tell(plan: &Plan<'_>, protocols: &Protocols, today: Day, mut chance: Chance) -> Vec<Value> {
    let mut draws: BTreeMap<String, u64> = BTreeMap::new();
    let mut events = Vec::new();
    for (n, node) in plan.story.events.iter().enumerate() {
        let draw = text(node, "draw").unwrap_or_else(|| format!("of its own {n}"));
        let roll = *draws.entry(draw).or_insert_with(|| chance.below(100));
        // `chance: 40` is the lower end of the roll, `otherwise: 40` the rest of it.
        let percent = |key: &str| number(node, key).map(|p| u64::from(p.unsigned_abs()));
        if percent("chance").is_some_and(|p| roll >= p) || percent("otherwise").is_some_and(|p| roll < p) {
            continue;
        }
        let mut event = json(node, &mut |text| Some(Offset::read(text)?.written(plan.start, &mut chance)));
        if let Some(event) = event.as_object_mut() {
            for key in ["chance", "draw", "otherwise"] {
                event.shift_remove(key);
            }
        }
        know(&mut event, recorded_by(node, protocols), &mut chance);
        events.push(event);
    }
    cut(events, today)
}

/// Who records an event of this kind.
fn recorded_by<'p>(node: &Node, protocols: &'p Protocols) -> &'p str {
    let kind = text(node, "event").and_then(|name| protocols.vocabulary.event_id(&name));
    kind.map_or("both", |kind| protocols.vocabulary.event(kind).recorded_by.as_str())
}

/// Says when it became known, where that was not at once: mostly it was.
pub fn know(event: &mut Value, recorded_by: &str, chance: &mut Chance) {
    let Some(day) = day_of(event.get("at")) else { return };
    if event.get("known").is_some() {
        return;
    }
    let roll = chance.below(100);
    let later = day.plus_days(chance.within((1, 5))).to_string();
    let known = match (recorded_by, roll) {
        ("yjs", 0..6) => made!({"yjs": event.get("at"), "csc": later}),
        ("csc", 0..6) => made!({"yjs": later, "csc": event.get("at")}),
        (_, 6..14) => made!(later),
        _ => return,
    };
    if let Some(event) = event.as_object_mut() {
        event.insert("known".to_owned(), known);
    }
}

/// What has happened and been recorded by the end of today, without what speaks of something that has not.
pub fn cut(mut events: Vec<Value>, today: Day) -> Vec<Value> {
    let is_later = |value: &Value| day_of(Some(value)).is_some_and(|day| day > today);
    for event in &mut events {
        if let Some(known) = event.get_mut("known").and_then(Value::as_object_mut) {
            known.retain(|_, at| !is_later(at));
        }
    }
    events.retain(|event| {
        let never_known = event.get("known").is_some_and(|k| k.as_object().is_some_and(serde_json::Map::is_empty));
        let late = ["at", "known"].iter().any(|key| event.get(key).is_some_and(is_later));
        !late && !never_known
    });
    for key in ["id", "follows", "corrects", "retracts", "erased"] {
        for event in &mut events {
            if let Some(id) = event.get_mut(key).filter(|id| id.is_number()) {
                *id = Value::from(id.to_string());
            }
        }
    }
    loop {
        let ids: BTreeSet<String> = events.iter().filter_map(|e| said(e, "id")).collect();
        let before = events.len();
        let speaks = |e: &Value, key: &str| said(e, key).is_some_and(|id| !ids.contains(&id));
        events.retain(|e| !speaks(e, "corrects") && !speaks(e, "retracts"));
        for event in &mut events {
            if speaks(event, "follows")
                && let Some(event) = event.as_object_mut()
            {
                event.shift_remove("follows");
            }
        }
        if events.len() == before {
            return events;
        }
    }
}

/// The text under a key.
pub fn said(event: &Value, key: &str) -> Option<String> {
    event.get(key)?.as_str().map(str::to_owned)
}

/// Puts events in order and gives each that has none an id: `e1`, `e2` …
pub fn number_events(events: &mut [Value]) {
    events.sort_by_cached_key(|e| said(e, "at").and_then(|at| at.parse::<Moment>().ok()));
    let taken: BTreeSet<String> = events.iter().filter_map(|e| said(e, "id")).collect();
    let mut free = (1..).map(|n| format!("e{n}")).filter(|id| !taken.contains(id));
    for event in events {
        if let (None, Some(event)) = (said(event, "id"), event.as_object_mut()) {
            event.extend(free.next().map(|id| ("id".to_owned(), Value::from(id))));
        }
    }
}
