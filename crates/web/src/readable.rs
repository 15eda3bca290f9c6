//! What of a child's timeline may the one who looks read, and what follows from that?
//!
//! In come a child and a pass; out go what follows from everything, and what follows from the part that the pass opens, by the one rule of
//! what may be read (`record::Reader`). What follows from that part holds nothing else (safety R4); it must never be taken for what is owed.

mod journey;

use std::sync::Arc;

use ::journey::{Happened, Timeline};
use calendar::Moment;
use duties::{Line, Status};
use gate::Pass;
use record::{Child, MayRead, Reader, Reckoned};

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
        let reader = MayRead::of(pass, child);
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
    pub fn lines(&self) -> &[Arc<Line>] {
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

/// The event among these of which an entry of this id is a version; also by an entry that has been corrected since.
pub fn version_of<'e>(child: &Child, events: &'e [Happened], id: &str) -> Option<&'e Happened> {
    let place = child.kept.iter().position(|kept| kept.id == id)? + 1;
    events.iter().find(|event| {
        let versions = event.versions.iter().map(|version| version.place);
        versions.chain([event.place, event.root]).any(|p| p as usize == place)
    })
}

/// What the holder of a pass may read of a timeline; nothing where that is all of it ([`Reader::part`]).
pub fn part(app: &App, pass: &Pass, child: &Child, whole: &Timeline, typed: u32) -> Option<Timeline> {
    let may = MayRead::of(pass, child);
    Reader { may, gate: &app.gate, protocols: app.book.protocols, child }.part(whole, typed)
}

/// Whether a field of a child is for the holder of a pass.
pub fn may_read_field(app: &App, pass: &Pass, field: &str) -> bool {
    app.gate.reading().of_field(field).is_some_and(|class| pass.reads().has(class))
}
