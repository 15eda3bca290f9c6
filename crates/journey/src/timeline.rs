//! The timeline as it stood: corrections and retractions applied, as far as they had been recorded by the moment asked for.
//!
//! Comes from a [`Journey`]; goes to `duties`. Events stand by when they happened, then by place in the file; what lies after `as_at` is
//! not looked at.

use std::collections::BTreeMap;

use calendar::{Day, Moment};
use protocol::vocabulary::{EventId, Value};

use crate::corrections::{Link, links, target};
use crate::event::{Child, Known, What, Written};
use crate::read::Journey;

/// One way in which an event was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The event.
    pub kind: EventId,
    /// What it says.
    pub values: Box<[Option<Value>]>,
    /// When it happened.
    pub at: Moment,
    /// When it became known.
    pub known: Known,
    /// Its place in the file; 0 for what the program worked out.
    pub place: u32,
}

/// An event as it now stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The event.
    pub kind: EventId,
    /// What it says.
    pub values: Box<[Option<Value>]>,
    /// When it happened.
    pub at: Moment,
    /// Its place in the file; 0 for what the program worked out.
    pub place: u32,
    /// The place of its first version: what it is known by.
    pub root: u32,
    /// The first versions of the events that it carries on, nearest first.
    pub follows: Vec<u32>,
    /// The day from which evidence counts: the earliest of its versions.
    pub earliest: Day,
    /// All its versions, the earliest recorded first, this one last.
    pub versions: Vec<Version>,
    /// The places of the entries that take it back.
    pub taken_back: Vec<u32>,
    /// Its id, for links.
    pub id: Option<String>,
}

/// What had happened to a child by a moment, as far as it had been recorded by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The child.
    pub child: Child,
    /// The moment asked for.
    pub as_at: Moment,
    /// The events, in order.
    pub events: Vec<Happened>,
    /// The first versions of events that were retracted, with what they had been.
    pub retracted: Vec<Happened>,
    /// The authorities by which events were erased, one entry for each event.
    pub erased: Vec<String>,
}

/// What is written and was not looked at, by its moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotLookedAt {
    /// What lies after the moment asked for.
    pub after: Passed,
    /// What had not been recorded by then.
    pub not_recorded: Passed,
}

/// Entries that were passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed {
    /// How many.
    pub number: usize,
    /// The event among them that happened first, and when; nothing where all of them take events back.
    pub first: Option<(EventId, Moment)>,
}

impl Passed {
    fn add(&mut self, entry: &Written) {
        self.number += 1;
        if let What::Event { kind, .. } = &entry.what
            && self.first.is_none_or(|(_, at)| entry.at < at)
        {
            self.first = Some((*kind, entry.at));
        }
    }
}

/// The entries that had been recorded, by the first version of what they tell of, each with where it stands among the versions.
type Chains<'a> = BTreeMap<u32, Vec<(Link, &'a Written)>>;

impl Journey {
    /// What of the journey is not in its timeline at `as_at`, with what had been recorded by `as_known_at`; what was retracted is not
    /// counted.
    pub fn not_looked_at(&self, as_at: Moment, as_known_at: Option<Moment>) -> NotLookedAt {
        let mut not = NotLookedAt::default();
        self.written
            .iter()
            .filter(|w| as_known_at.is_some_and(|k| w.recorded() > k))
            .for_each(|w| not.not_recorded.add(w));
        for chain in self.chains(as_known_at).0.values() {
            let gone = chain.iter().any(|(_, w)| matches!(w.what, What::Retracts(_)));
            let now = chain.iter().rev().find(|(_, w)| matches!(w.what, What::Event { .. }));
            if let Some((_, entry)) = now.filter(|(_, w)| !gone && w.at > as_at) {
                not.after.add(entry);
            }
        }
        not
    }

    fn chains(&self, as_known_at: Option<Moment>) -> (Chains<'_>, BTreeMap<&str, Link>) {
        // What had not been recorded bears on nothing, and no link leads to it.
        let recorded = self.written.iter().filter(|w| as_known_at.is_none_or(|k| w.recorded() <= k));
        let links = links(recorded.clone());
        let mut chains = Chains::new();
        for entry in recorded {
            let earlier = target(entry).and_then(|id| links.get(id));
            let link = earlier.map_or_else(|| Link::first(entry), |earlier| earlier.then(entry));
            chains.entry(link.root).or_default().push((link, entry));
        }
        for chain in chains.values_mut() {
            chain.sort_by_key(|(link, w)| (link.holds, link.depth, w.place));
        }
        (chains, links)
    }

    /// The timeline at `as_at`, with what had been recorded by `as_known_at` (everything, where that is not given).
    pub fn timeline(&self, as_at: Moment, as_known_at: Option<Moment>) -> Timeline {
        let (chains, links) = self.chains(as_known_at);
        let mut timeline = Timeline {
            child: self.child.clone(),
            as_at,
            events: Vec::new(),
            retracted: Vec::new(),
            erased: Vec::new(),
        };
        let follows = follows(&chains, &links);
        for (root, chain) in &chains {
            let chain: Vec<&Written> = chain.iter().map(|(_, entry)| *entry).collect();
            for entry in &chain {
                if let What::Erased(erased) = &entry.what
                    && entry.at <= as_at
                {
                    timeline.erased.push(erased.by.clone());
                }
            }
            let Some(event) = happened(*root, &chain, &follows, as_known_at) else { continue };
            if !event.taken_back.is_empty() {
                timeline.retracted.push(event);
            } else if event.at <= as_at {
                timeline.events.push(event);
            }
        }
        timeline.events.sort_by_key(|e| (e.at, e.root));
        timeline
    }
}

/// For each event that carries on another: the first versions of those it carries on, nearest first.
fn follows(chains: &Chains<'_>, links: &BTreeMap<&str, Link>) -> BTreeMap<u32, Vec<u32>> {
    let mut next: BTreeMap<u32, u32> = BTreeMap::new();
    for (root, chain) in chains {
        // A correction that says nothing of it carries on what was carried on before.
        let on = chain.iter().rev().find_map(|(_, w)| links.get(w.follows.as_deref()?));
        next.extend(on.map(|on| (*root, on.root)));
    }
    let all = |from: u32| {
        let mut list = Vec::new();
        let mut here = from;
        while let Some(on) = next.get(&here).filter(|_| list.len() <= next.len()) {
            list.push(*on);
            here = *on;
        }
        list
    };
    next.keys().map(|own| (*own, all(*own))).collect()
}

fn happened(
    root: u32,
    chain: &[&Written],
    follows: &BTreeMap<u32, Vec<u32>>,
    as_known_at: Option<Moment>,
) -> Option<Happened> {
    // A service that was told only later had not been told.
    let by_then = |told: Option<Moment>| told.filter(|t| as_known_at.is_none_or(|k| *t <= k));
    let mut versions = Vec::new();
    let mut last = None;
    for entry in chain {
        if let What::Event { kind, values, .. } = &entry.what {
            let known = Known { yjs: by_then(entry.known.yjs), csc: by_then(entry.known.csc) };
            versions.push(Version { kind: *kind, values: values.clone(), at: entry.at, known, place: entry.place });
            last = Some(*entry);
        }
    }
    let entry = last?;
    let current = versions.last()?.clone();
    let earliest = versions.iter().map(|v| v.at.day()).min()?;
    Some(Happened {
        kind: current.kind,
        values: current.values,
        at: current.at,
        place: entry.place,
        root,
        follows: follows.get(&root).cloned().unwrap_or_default(),
        earliest,
        versions,
        taken_back: chain.iter().filter(|w| matches!(w.what, What::Retracts(_))).map(|w| w.place).collect(),
        id: chain.iter().find_map(|w| w.id.clone()),
    })
}
