//! What comes out for a child: a duty with how it stands, a finding, and as whose protocol either is looked at.
//!
//! Made by `owed` and `derive`; read by everything that tells of them. Nothing here is worked out.

use calendar::{Due, Moment};

use crate::due::Start;
use crate::evidence::Sides;
use crate::hold::Choice;
use crate::set_off::SetOff;

/// How a duty stands at the moment asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Owed, not yet due or without a date.
    Open,
    /// Due and not done.
    Overdue,
    /// Done in time, or undated.
    Done,
    /// Done after it was due.
    DoneLate,
    /// No longer applies.
    Ended,
}

impl State {
    /// Its word in the contract.
    pub const fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Overdue => "overdue",
            State::Done => "done",
            State::DoneLate => "done-late",
            State::Ended => "ended",
        }
    }
}

/// Why a duty no longer applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Its condition stopped holding.
    Condition,
    /// The involvement it rested on ended.
    Closed,
    /// What it repeated until has happened.
    Until,
    /// It was set aside by agreement.
    NotNeeded,
    /// A new trigger began it again.
    Restarted,
}

/// A duty of a child.
#[derive(Debug, Clone)]
pub struct Duty {
    /// The clause's place in its protocol.
    pub clause: usize,
    /// The trigger.
    pub set_off: SetOff,
    /// Which one of a repeating duty's run, from 1.
    pub turn: u32,
    /// Which one of the clause in this journey, from 1.
    pub occurrence: u32,
    /// Where its clock starts.
    pub start: Option<Start>,
    /// When it is due.
    pub due: Option<Due>,
    /// How it stands.
    pub state: State,
    /// The entry that showed it done.
    pub done: Option<usize>,
    /// Which sides have done it, for a joint duty that is not done.
    pub sides: Sides,
    /// When and why it ended.
    pub ended: Option<(usize, Ending)>,
    /// Whether its condition could not be decided.
    pub unknown: bool,
    /// The clause that asks for the same sooner, and its date.
    pub sooner: Option<(String, Moment)>,
}

/// What a rule says of a child at a trigger.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The clause's place in its protocol.
    pub clause: usize,
    /// The trigger.
    pub set_off: SetOff,
    /// The answer.
    pub value: Choice,
    /// Whether what the rule asks for has been shown; nothing where it asks for nothing that can be shown.
    pub shown: Option<bool>,
}

/// As whose protocol one is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The child's own authority's.
    Home,
    /// That of the place where the child is.
    Host,
    /// The law beneath.
    Floor,
}
