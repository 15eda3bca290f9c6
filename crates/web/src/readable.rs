//! What of a child's timeline may the one who looks read?
//!
//! In come a timeline and a pass; out goes the same timeline with only what the pass opens: events of a readable class of which the person's
//! own service has been told (safety R3), without the attributes that are for others, in the last version that their service knows of.
//! What is derived from such a timeline holds nothing else (safety R4). It must never be kept, nor taken for what is owed.

use gate::Pass;
use journey::{Happened, Timeline, Version, What};
use record::Child;

use crate::app::App;
use crate::owed::told;

/// A timeline as somebody may read it.
#[derive(Debug, Clone)]
pub struct Readable {
    /// What they may read.
    pub timeline: Timeline,
    /// How many entries they may not.
    pub left_out: usize,
}

/// What the holder of a pass may read of a timeline of this child.
pub fn readable(app: &App, pass: &Pass, child: &Child, whole: &Timeline) -> Readable {
    readable_with(app, pass, child, whole, 0)
}

/// The same with the entry of this place, which they have just typed themselves.
pub fn readable_with(app: &App, pass: &Pass, child: &Child, whole: &Timeline, typed: u32) -> Readable {
    let as_read = |event: &Happened| as_read(app, pass, child, event, typed);
    let mut timeline = whole.clone();
    if !may_read_field(app, pass, "siblings") {
        timeline.child.siblings = None;
    }
    timeline.events = whole.events.iter().filter_map(as_read).collect();
    timeline.events.sort_by_key(|event| (event.at, event.root));
    let known_gone = whole.retracted.iter().filter(|event| is_told_of_retraction(pass, child, event));
    timeline.retracted = known_gone.filter_map(as_read).collect();
    let number = |timeline: &Timeline| timeline.events.len() + timeline.retracted.len();
    let left_out = number(whole) - number(&timeline);
    Readable { timeline, left_out }
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
    // Whoever said that a duty is done knows what it was, and must be able to take it back.
    let kept = (event.place as usize).checked_sub(1).and_then(|n| child.kept.get(n));
    let is_own = kept.is_some_and(|kept| kept.person == pass.person().id);
    let read = |version: &Version| version_read(app, pass, version, is_own);
    let versions: Vec<Version> = event.versions.iter().filter_map(read).collect();
    let last = versions.last()?.clone();
    let earliest = versions.iter().map(|version| version.at.day()).min()?;
    // Where the latest word is not for them, theirs is an earlier one.
    let is_latest = event.versions.last().is_some_and(|v| v.at == last.at && v.known == last.known);
    let place = if is_latest { event.place } else { event.root };
    Some(Happened { kind: last.kind, values: last.values, at: last.at, place, earliest, versions, ..event.clone() })
}

fn version_read(app: &App, pass: &Pass, version: &Version, is_own: bool) -> Option<Version> {
    let (reading, reads) = (app.gate.reading(), pass.reads());
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

/// Whether the person's own service has been told that something did not happen.
fn is_told_of_retraction(pass: &Pass, child: &Child, event: &Happened) -> bool {
    let of_it = |what: &What| matches!(what, What::Retracts(id) if Some(id) == event.id.as_ref());
    child.journey.written.iter().any(|entry| of_it(&entry.what) && told(entry.known, pass))
}
