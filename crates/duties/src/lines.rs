//! The duties of an answer as lines of a list: what a page or a message shows of each, with nothing borrowed.
//!
//! Comes from an [`Answer`]; goes to lists, reminders and comparisons. [`changes`] lays two answers beside each other: what an event would
//! start, end, move or show to be done. The words of `why` are not here: they are asked for one duty at a time ([`Answer::why_of`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Moment;

use crate::answer::Answer;
use crate::derive::Owed;
use crate::duty::{Duty, Side, State};
use crate::output;
use crate::why::Why;

/// A duty as a line of a list. Its words are those of the clause, kept once for all lines; lists share the line itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is known by: it stays while a date moves.
    pub id: String,
    /// The clause.
    pub clause: Arc<str>,
    /// What must be done.
    pub title: Arc<str>,
    /// By which protocol.
    pub side: Side,
    /// The role that owes it.
    pub owner: Arc<str>,
    /// The role to which it is owed.
    pub counterpart: Option<Arc<str>>,
    /// The event that set it off, and its first version's place in the journey; 0 for what the program worked out.
    pub trigger: (Arc<str>, u32),
    /// When that was.
    pub trigger_at: Moment,
    /// When it is due.
    pub due: Option<Moment>,
    /// At once.
    pub urgent: bool,
    /// The text gives no figure.
    pub assumed: bool,
    /// The text fixes only what comes first.
    pub order: bool,
    /// Which one of the clause, from 1.
    pub occurrence: u32,
    /// Whether the clause asks for it again and again: the next one counts from when this one is done.
    pub repeats: bool,
    /// How it stands.
    pub state: State,
    /// When it was shown done.
    pub done_at: Option<Moment>,
    /// The clause that asks for the same sooner, and its date.
    pub sooner: Option<(String, Moment)>,
    /// Whether it is not known if it applies.
    pub unknown: bool,
    /// Whether its row of the law is not confirmed, so that it is never called late.
    pub unconfirmed: bool,
}

impl Line {
    /// Whether something is still to be done.
    pub fn is_owed(&self) -> bool {
        matches!(self.state, State::Open | State::Overdue)
    }
}

impl Answer<'_> {
    /// Every duty as a line, ordered as [`Answer::duties`].
    pub fn lines(&self) -> Vec<Arc<Line>> {
        self.duties().into_iter().filter_map(|(owed, duty)| self.line(owed, duty).map(Arc::new)).collect()
    }

    fn line(&self, owed: &Owed<'_>, duty: &Duty) -> Option<Line> {
        let clause = owed.protocol.clauses.get(duty.clause)?;
        let trigger = owed.story.event(duty.set_off.entry)?;
        let words = &owed.prepared.clauses.get(duty.clause)?.words;
        let event = owed.prepared.events.get(usize::from(trigger.kind.0)).cloned().unwrap_or_default();
        let marks = output::marks(Some(clause), duty);
        Some(Line {
            id: output::id(owed, self, duty),
            clause: Arc::clone(&words.id),
            title: Arc::clone(&words.says),
            side: owed.side,
            owner: Arc::clone(&words.owner),
            counterpart: words.towards.clone(),
            trigger: (event, trigger.root),
            trigger_at: trigger.at,
            due: duty.due.map(|d| d.at),
            urgent: marks.urgent,
            assumed: marks.assumed,
            order: marks.order,
            occurrence: duty.occurrence,
            repeats: clause.repeats(),
            state: duty.state,
            done_at: duty.done.and_then(|n| owed.story.event(n)).map(|e| e.at),
            sooner: duty.sooner.clone(),
            unknown: duty.unknown,
            unconfirmed: clause.law.as_ref().is_some_and(|law| !law.sure),
        })
    }

    /// Why the duty of this id is owed, in sentences; nothing where there is no such duty.
    pub fn why_of(&self, id: &str) -> Option<Vec<String>> {
        let (owed, duty) = self.duties().into_iter().find(|(owed, duty)| output::id(owed, self, duty) == id)?;
        Some(Why::new(self, owed).of_duty(duty))
    }
}

/// What sets two lists of one child apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Owed now, and not before.
    pub started: Vec<Arc<Line>>,
    /// No longer applies.
    pub ended: Vec<Arc<Line>>,
    /// Shown to be done.
    pub done: Vec<Arc<Line>>,
    /// Due on another day, or owed again: as it was, and as it is.
    pub moved: Vec<(Arc<Line>, Arc<Line>)>,
}

impl Changes {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.started.is_empty() && self.ended.is_empty() && self.done.is_empty() && self.moved.is_empty()
    }
}

/// What changes from one list to another of the same child, in the order of the later one.
pub fn changes(before: &[Arc<Line>], after: &[Arc<Line>]) -> Changes {
    fn key(line: &Line) -> (Side, &str) {
        (line.side, &line.id)
    }
    let mut earlier: BTreeMap<(Side, &str), &Arc<Line>> = before.iter().map(|l| (key(l), l)).collect();
    let mut found = Changes::default();
    for line in after {
        match (earlier.remove(&key(line)), line.state) {
            (None, State::Ended) => {}
            (None, State::Done | State::DoneLate) => found.done.push(Arc::clone(line)),
            (None, _) => found.started.push(Arc::clone(line)),
            (Some(was), now) if was.is_owed() && now == State::Ended => found.ended.push(Arc::clone(line)),
            (Some(was), _) if was.is_owed() && !line.is_owed() => found.done.push(Arc::clone(line)),
            (Some(was), _) if !was.is_owed() && line.is_owed() => found.moved.push((Arc::clone(was), Arc::clone(line))),
            (Some(was), _) if was.due != line.due && was.is_owed() => {
                found.moved.push((Arc::clone(was), Arc::clone(line)))
            }
            (Some(_), _) => {}
        }
    }
    // What is no longer there at all: its trigger was taken back.
    found.ended.extend(earlier.into_values().filter(|l| l.is_owed()).cloned());
    found
}
