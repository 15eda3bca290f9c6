//! What of a child's timeline may the one who looks read, and what follows from that?
//!
//! In come a child and a pass; out go what follows from everything, and what follows from the part that the pass opens: events of a readable
//! class of which the person's own service has been told (safety R3), without the attributes that are for others, in the last version that
//! their service knows of. What follows from that part holds nothing else (safety R4); it must never be taken for what is owed.

mod journey;

use std::sync::Arc;

use ::journey::{Happened, Known, Timeline, Version};
use calendar::Moment;
use duties::{Line, Status};
use gate::{Pass, Service};
use record::{Child, MayRead, Reckoned};

pub use self::journey::{Entries, journey};
use crate::app::App;

/// What follows for a child, and what of it somebody may be told.
#[derive(Debug, Clone)]
pub struct Readable {
    /// From everything: what is owed.
    pub whole: Arc<Reckoned>,
    /// From what they may read.
    mine: Arc<Reckoned>,
}

impl Readable {
    /// What follows now.
    pub fn now(app: &App, pass: &Pass, child: &Child, now: Moment) -> Readable {
        Readable::of_first(app, pass, child, child.journey.written.len(), now)
    }

    /// What followed at a past moment of the first so many entries.
    pub fn of_first(app: &App, pass: &Pass, child: &Child, entries: usize, at: Moment) -> Readable {
        let whole = app.record.reckoned(child, entries, at);
        let person = &pass.person().id;
        let own = child.kept.iter().any(|kept| kept.person == *person).then(|| person.clone());
        let reader = MayRead { reads: pass.reads(), service: pass.person().service, own };
        let part = |whole: &Timeline| part(app, pass, child, whole, 0);
        let mine = app.record.reckoned_part(child, &whole, at, reader, part);
        Readable { whole, mine }
    }

    /// What follows as at one moment of what had been recorded by another, worked out for this once.
    pub fn known_by(app: &App, pass: &Pass, child: &Child, as_at: Moment, as_known_at: Option<Moment>) -> Readable {
        let follows = |timeline| Arc::new(Reckoned::of(app.book, &child.journey, timeline, as_known_at));
        let whole = follows(child.timeline(as_at, as_known_at));
        let mine = part(app, pass, child, &whole.timeline, 0).map_or_else(|| Arc::clone(&whole), follows);
        Readable { whole, mine }
    }

    /// The events that they may read.
    pub fn timeline(&self) -> &Timeline {
        &self.mine.timeline
    }

    /// The duties that follow from those.
    pub fn lines(&self) -> &[Line] {
        &self.mine.lines
    }

    /// The status that follows from those.
    pub fn status(&self) -> &Status {
        &self.mine.status
    }

    /// Whether this is one and the same answer as another, for the whole and for what they may read.
    pub fn is_same(&self, other: &Readable) -> bool {
        Arc::ptr_eq(&self.whole, &other.whole) && Arc::ptr_eq(&self.mine, &other.mine)
    }

    /// Whether a duty also follows from what they may read: only of those may be told why.
    pub fn has(&self, line: &Line) -> bool {
        Arc::ptr_eq(&self.whole, &self.mine) || self.mine.has(line)
    }

    /// How many entries they may not read.
    pub fn left_out(&self) -> usize {
        self.whole.number() - self.mine.number()
    }

    /// Whether they may not read all of it: an entry, or something in one.
    pub fn is_part(&self) -> bool {
        let (whole, mine) = (&self.whole.timeline, &self.mine.timeline);
        !Arc::ptr_eq(&self.whole, &self.mine)
            && (whole.child != mine.child || whole.events != mine.events || whole.retracted != mine.retracted)
    }
}

/// What the holder of a pass may read of a timeline; nothing where that is all of it. Of the entry of the place `typed`, which they have just
/// typed themselves, they may read all; it is 0 where there is none.
pub fn part(app: &App, pass: &Pass, child: &Child, whole: &Timeline, typed: u32) -> Option<Timeline> {
    let as_read = |event: &Happened| as_read(app, pass, child, event, typed);
    let mut about = whole.child.clone();
    if !may_read_field(app, pass, "siblings") {
        about.siblings = None;
    }
    let mut events: Vec<Happened> = whole.events.iter().filter_map(as_read).collect();
    events.sort_by_key(|event| (event.at, event.root));
    let as_taken_back = |event: &Happened| {
        let written = &child.journey.written;
        let is_told = |place: &u32| written.iter().any(|entry| entry.place == *place && told(entry.known, pass));
        let taken_back: Vec<u32> = event.taken_back.iter().copied().filter(is_told).collect();
        if taken_back.is_empty() { None } else { Some(Happened { taken_back, ..as_read(event)? }) }
    };
    // What was taken back without their service being told is left out: it did not happen.
    let retracted: Vec<Happened> = whole.retracted.iter().filter_map(as_taken_back).collect();
    let is_all = about == whole.child && events == whole.events && retracted == whole.retracted;
    (!is_all).then(|| Timeline { child: about, as_at: whole.as_at, events, retracted, erased: whole.erased.clone() })
}

/// Whether a field of a child is for the holder of a pass.
pub fn may_read_field(app: &App, pass: &Pass, field: &str) -> bool {
    app.gate.reading().of_field(field).is_some_and(|class| pass.reads().has(class))
}

/// An event in the last version that may be read; nothing where none may.
fn as_read(app: &App, pass: &Pass, child: &Child, event: &Happened, typed: u32) -> Option<Happened> {
    if typed > 0 && event.place == typed {
        return Some(event.clone());
    }
    let read = |version: &Version| version_read(app, pass, child, version);
    let versions: Vec<Version> = event.versions.iter().filter_map(read).collect();
    // Where the latest word is not for them, theirs is an earlier one.
    let Version { kind, values, at, place, .. } = versions.last()?.clone();
    let earliest = versions.iter().map(|version| version.at.day()).min()?;
    Some(Happened { kind, values, at, place, earliest, versions, ..event.clone() })
}

fn version_read(app: &App, pass: &Pass, child: &Child, version: &Version) -> Option<Version> {
    let (reading, reads) = (app.gate.reading(), pass.reads());
    // Whoever said that a duty is done knows what it was, and must be able to take it back.
    let is_own = child.kept_at(version.place).is_some_and(|kept| kept.person == pass.person().id);
    let names = || reading.readable_clause(reads, version.kind, &version.values, app.book.protocols);
    if !(is_own || names()) || !reading.readable(reads, version.kind, told(version.known, pass)) {
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

/// Whether the service of whoever looks has been told of something.
fn told(known: Known, pass: &Pass) -> bool {
    match pass.person().service {
        Service::Yjs => known.yjs.is_some(),
        Service::Csc => known.csc.is_some(),
        Service::Authority => known.earliest().is_some(),
    }
}
