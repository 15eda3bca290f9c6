//! What of a child's timeline may somebody read? The one rule of it, for pages, programs and the notes that are copied into other systems.
//!
//! Events of a readable class of which their own service has been told (safety R3), without the attributes that are for others, in the last
//! version that their service knows of. In comes a timeline, out goes that part of it. It never says that something was left out.

use gate::{Classes, Gate, Pass, Service};
use journey::{Happened, Known, Timeline, Version};
use protocol::Protocols;

use crate::child::Child;

/// Everything by which it is decided which part of a child's journey somebody may read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MayRead {
    /// The classes of fact.
    pub reads: Classes,
    /// The service that must have been told.
    pub service: Service,
    /// The person, where entries are their own.
    pub own: Option<String>,
}

impl MayRead {
    /// What the holder of a pass may read of a child.
    pub fn of(pass: &Pass, child: &Child) -> MayRead {
        let person = &pass.person().id;
        let own = child.kept.iter().any(|kept| kept.person == *person).then(|| person.clone());
        MayRead { reads: pass.reads(), service: pass.person().service, own }
    }

    /// Whether their service has been told of something.
    pub fn is_told(&self, known: Known) -> bool {
        match self.service {
            Service::Yjs => known.yjs.is_some(),
            Service::Csc => known.csc.is_some(),
            Service::Authority => known.earliest().is_some(),
        }
    }
}

/// Somebody who reads a child's timeline.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    /// What they may read.
    pub may: MayRead,
    /// What says of which class a fact is.
    pub gate: &'a Gate,
    /// What was agreed.
    pub protocols: &'a Protocols,
    /// The child.
    pub child: &'a Child,
}

impl Reader<'_> {
    /// What they may read of a timeline; nothing where that is all of it. Of the entry of the place `typed`, which they have just typed
    /// themselves, they may read all; it is 0 where there is none.
    pub fn part(&self, whole: &Timeline, typed: u32) -> Option<Timeline> {
        let as_read = |event: &Happened| {
            if typed > 0 && event.place == typed { Some(event.clone()) } else { self.event(event) }
        };
        let mut about = whole.child.clone();
        if !self.gate.reading().of_field("siblings").is_some_and(|class| self.may.reads.has(class)) {
            about.siblings = None;
        }
        let mut events: Vec<Happened> = whole.events.iter().filter_map(as_read).collect();
        events.sort_by_key(|event| (event.at, event.root));
        let as_taken_back = |event: &Happened| {
            let taken_back = self.taken_back(event);
            if taken_back.is_empty() { None } else { Some(Happened { taken_back, ..as_read(event)? }) }
        };
        // What was taken back without their service being told is left out: it did not happen.
        let retracted: Vec<Happened> = whole.retracted.iter().filter_map(as_taken_back).collect();
        let is_all = about == whole.child && events == whole.events && retracted == whole.retracted;
        (!is_all).then(|| Timeline {
            child: about,
            as_at: whole.as_at,
            events,
            retracted,
            erased: whole.erased.clone(),
        })
    }

    /// The entries that took an event back, of those that their service was told of.
    fn taken_back(&self, event: &Happened) -> Vec<u32> {
        let written = &self.child.journey.written;
        let is_told = |place: &u32| written.iter().any(|entry| entry.place == *place && self.may.is_told(entry.known));
        event.taken_back.iter().copied().filter(is_told).collect()
    }

    /// An event in the last version that they may read; nothing where they may read none.
    pub fn event(&self, event: &Happened) -> Option<Happened> {
        let versions: Vec<Version> = event.versions.iter().filter_map(|version| self.version(version)).collect();
        // Where the latest word is not for them, theirs is an earlier one.
        let Version { kind, values, at, place, .. } = versions.last()?.clone();
        let earliest = versions.iter().map(|version| version.at.day()).min()?;
        Some(Happened { kind, values, at, place, earliest, versions, ..event.clone() })
    }

    fn version(&self, version: &Version) -> Option<Version> {
        let (reading, reads) = (self.gate.reading(), self.may.reads);
        // Whoever said that a duty is done knows what it was, and must be able to take it back.
        let is_own =
            || self.child.kept_at(version.place).is_some_and(|kept| self.may.own.as_ref() == Some(&kept.person));
        let names = reading.readable_clause(reads, version.kind, &version.values, self.protocols);
        if !(names || is_own()) || !reading.readable(reads, version.kind, self.may.is_told(version.known)) {
            return None;
        }
        let mut version = version.clone();
        for (place, value) in version.values.iter_mut().enumerate() {
            if !reading.readable_attribute(reads, version.kind, place, true) {
                *value = None;
            }
        }
        Some(version)
    }
}
