//! Many children at once: what is owed under the clauses that look at nothing but the event that sets them off.
//!
//! Timelines go in and are kept in columns ([`Caseload`]); a protocol's plain clauses are made ready once ([`Plain`]); rows come out, with
//! the same dates and states as the whole engine gives. What needs more than that (the child's status, a joint duty, a correction) is
//! left to the engine, and both say so: [`Plain::left`] names the clauses, [`Caseload::add`] turns the child away.

mod counted;
mod explain;
mod plain;
mod rule;

use calendar::Day;
use journey::Timeline;
use protocol::Vocabulary;
use protocol::vocabulary::{EventId, Value, Word};

use crate::agreed::Agreed;
use crate::duty::State;

pub use explain::Explainer;
pub use plain::{Left, Plain};

/// What an event says, as one number; nothing said is [`NOTHING`].
pub(crate) type Said = i32;

/// Nothing was said.
pub(crate) const NOTHING: Said = Said::MIN;
/// Something was said that is no number, truth, word or day.
const MORE: Said = Said::MIN + 1;

/// One event of one child.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    pub(crate) day: Day,
    /// Where what it says begins.
    said: u32,
    pub(crate) kind: EventId,
}

/// The events of many children, in columns.
#[derive(Debug, Clone)]
pub struct Caseload {
    /// `duty-done` and `duty-not-needed`.
    by_hand: [EventId; 2],
    events: Vec<Told>,
    said: Vec<Said>,
    /// Where each child's events end.
    ends: Vec<u32>,
    /// The first and the last day of any event.
    days: Option<(Day, Day)>,
}

/// Something owed for one child of a caseload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The child's place in the caseload.
    pub child: u32,
    /// The trigger's place among the child's events.
    pub trigger: u32,
    /// The clause's place in its protocol.
    pub clause: u16,
    /// Which one of a run by the calendar, from 1.
    pub turn: u16,
    /// When it is due.
    pub due: Option<Day>,
    /// The place of the event that showed it done, and its day.
    pub done: Option<(u32, Day)>,
    /// How it stands.
    pub state: State,
    /// Whether the condition could not be decided.
    pub unknown: bool,
    /// How many working days it is overdue; none where it is not.
    pub late: u16,
}

/// Why a child's timeline is for the whole engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPlain {
    /// An event was corrected or retracted, or carries on another.
    Linked,
    /// A duty was shown done, or set aside, by hand.
    ByHand,
}

impl Caseload {
    /// Of nobody yet.
    pub fn new(vocabulary: &Vocabulary) -> Caseload {
        let agreed = Agreed::new(vocabulary);
        let by_hand = [agreed.duty_done, agreed.duty_not_needed];
        Caseload { by_hand, events: Vec::new(), said: Vec::new(), ends: Vec::new(), days: None }
    }

    /// Adds a child: the place it has from now on, or why its timeline needs the whole engine.
    ///
    /// # Errors
    /// Where an event follows, corrects or retracts another, and where a duty was shown or set aside by hand.
    pub fn add(&mut self, timeline: &Timeline) -> Result<u32, NotPlain> {
        let linked = |e: &journey::Happened| !e.follows.is_empty() || e.versions.len() > 1;
        if !timeline.retracted.is_empty() || timeline.events.iter().any(linked) {
            return Err(NotPlain::Linked);
        }
        if timeline.events.iter().any(|e| self.by_hand.contains(&e.kind)) {
            return Err(NotPlain::ByHand);
        }
        for event in &timeline.events {
            let day = event.at.day();
            self.days = Some(self.days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
            self.events.push(Told { day, said: self.said.len() as u32, kind: event.kind });
            self.said.extend(event.values.iter().map(|v| v.as_ref().map_or(NOTHING, said)));
        }
        self.ends.push(self.events.len() as u32);
        Ok(self.ends.len() as u32 - 1)
    }

    /// How many children.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The first and the last day of any event, a moment asked for included.
    pub(crate) fn days(&self, as_at: Day) -> (Day, Day) {
        self.days.map_or((as_at, as_at), |(first, last)| (first, last.max(as_at)))
    }

    /// The events of one child, in order.
    pub(crate) fn of(&self, child: usize) -> &[Told] {
        let begin = child.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(child).and_then(|end| self.events.get(begin..*end as usize)).unwrap_or(&[])
    }

    /// What an event says in a place.
    pub(crate) fn said(&self, event: Told, place: u8) -> Said {
        self.said.get(event.said as usize + usize::from(place)).copied().unwrap_or(NOTHING)
    }
}

/// A word as a number.
pub(crate) fn of_word(word: Word) -> Said {
    Said::try_from(word.0).unwrap_or(MORE)
}

fn said(value: &Value) -> Said {
    match value {
        Value::Bool(truth) => Said::from(*truth),
        Value::Int(n) => Said::try_from(*n).unwrap_or(MORE),
        Value::Day(day) => day.number(),
        Value::Words(words) => match words.as_slice() {
            [word] => of_word(*word),
            _ => MORE,
        },
        Value::Roles(_) | Value::Text(_) => MORE,
    }
}
