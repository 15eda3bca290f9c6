//! A child's journey in the contract's form, with everything in it that somebody may read and nothing else.
//!
//! In come a child and a pass; out go the entries of the timeline's part, each without the attributes that are for others. No entry names one
//! that is left out: where another word of the same event is there, that one is named, so that read again the journey tells of as many events.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Moment;
use gate::Pass;
use journey::{What, Written};
use record::{Child, MayRead};
use serde_json::Value;

use super::{may_read_field, part};
use crate::app::App;

/// The entries of a journey that somebody may read.
pub struct Entries<'c> {
    /// Their ids.
    ids: BTreeSet<&'c str>,
    /// What is named in place of an entry that is left out: an earlier word of the same event, or else the first that is there.
    instead: BTreeMap<&'c str, &'c str>,
}

impl<'c> Entries<'c> {
    /// Those for the holder of a pass.
    pub fn of(app: &App, pass: &Pass, child: &'c Child) -> Entries<'c> {
        let written = &child.journey.written;
        let mut entries = Entries { ids: BTreeSet::new(), instead: BTreeMap::new() };
        let Some(last) = written.iter().map(|entry| entry.at).max() else { return entries };
        let whole = child.timeline(Moment::end_of(last.day()), None);
        let part = part(app, pass, child, &whole, 0);
        let read = part.as_ref().unwrap_or(&whole);
        let may = MayRead::of(pass, child);
        let erased = |entry: &&Written| matches!(entry.what, What::Erased(_)) && may.is_told(entry.known);
        let mut places: BTreeSet<u32> = written.iter().filter(erased).map(|entry| entry.place).collect();
        for event in read.events.iter().chain(&read.retracted) {
            places.extend(event.versions.iter().map(|version| version.place).chain(event.taken_back.iter().copied()));
        }
        let id = |place: u32| child.kept_at(place).map(|kept| kept.id.as_str());
        for event in whole.events.iter().chain(&whole.retracted) {
            let is_read = |place: &u32| places.contains(place);
            let mut there = event.versions.iter().map(|version| version.place).find(is_read);
            for version in &event.versions {
                if is_read(&version.place) {
                    there = Some(version.place);
                }
                entries.instead.extend(id(version.place).zip(there.and_then(id)));
            }
        }
        entries.ids = places.into_iter().filter_map(id).collect();
        entries
    }

    /// Whether the entry of this id is among them.
    pub fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// An entry without the attributes that are for others, and without naming entries that are not among these.
    fn shown(&self, app: &App, pass: &Pass, mut entry: Value, written: &Written) -> Value {
        let Some(fields) = entry.as_object_mut() else { return entry };
        let own = fields.get("id").cloned();
        for link in ["corrects", "retracts", "follows"] {
            let Some(named) = fields.get(link).and_then(Value::as_str) else { continue };
            let named = if self.has(named) { Some(&named) } else { self.instead.get(named) };
            match named.map(|id| Value::from(*id)).filter(|named| Some(named) != own.as_ref()) {
                Some(named) => drop(fields.insert(link.to_owned(), named)),
                None => drop(fields.remove(link)),
            }
        }
        let What::Event { kind, .. } = &written.what else { return entry };
        let attributes = &app.book.protocols.vocabulary.event(*kind).attributes;
        if let Some(with) = fields.get_mut("with").and_then(Value::as_object_mut) {
            for (place, attribute) in attributes.iter().enumerate() {
                if !app.gate.reading().readable_attribute(pass.reads(), *kind, place, true) {
                    with.remove(&attribute.name);
                }
            }
        }
        entry
    }
}

/// The journey as the holder of a pass may read it.
pub fn journey(app: &App, pass: &Pass, child: &Child) -> Value {
    let entries = Entries::of(app, pass, child);
    let mut journey = child.as_journey();
    if let Some(about) = journey.get_mut("child").and_then(Value::as_object_mut) {
        about.retain(|field, _| may_read_field(app, pass, field));
    }
    if let Some(Value::Array(events)) = journey.get_mut("events") {
        let all = std::mem::take(events).into_iter().zip(&child.kept).zip(&child.journey.written);
        // What was about another child goes with what took it out.
        let of_another = |kept: &record::Kept| {
            let back = kept.event().get("retracts").and_then(Value::as_str).map(str::to_owned);
            child.is_of_another(back.as_deref().unwrap_or(&kept.id))
        };
        let read = all.filter(|((_, kept), _)| entries.has(&kept.id) && !of_another(kept));
        *events = read.map(|((event, _), written)| entries.shown(app, pass, event, written)).collect();
    }
    journey
}
