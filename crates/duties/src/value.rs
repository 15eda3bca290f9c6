//! What a condition's names can stand for, and how it comes out: yes, no or not known (Kleene).
//!
//! Found by `ask` and `track`, weighed by `hold`; nothing here looks at a story.

use calendar::Day;
use protocol::condition::Standing as DutyStanding;
use protocol::vocabulary::Word;

/// Yes, no, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tri {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known.
    Unknown,
}

impl Tri {
    /// Yes or no.
    pub const fn of(truth: bool) -> Tri {
        if truth { Tri::Yes } else { Tri::No }
    }

    /// The opposite; what is not known stays so.
    #[must_use]
    pub const fn not(self) -> Tri {
        match self {
            Tri::Yes => Tri::No,
            Tri::No => Tri::Yes,
            Tri::Unknown => Tri::Unknown,
        }
    }
}

/// A value of a fact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// Not known.
    Unknown,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A word.
    Word(Word),
    /// A day.
    Day(Day),
    /// Bases of being looked after: bit n stands for word n of `care-basis`.
    Bases(u32),
    /// What an entry's event says in this place.
    Said(u32, u8),
}

/// How the duties of a clause stand, for a condition that asks.
pub trait Standings {
    /// Whether the duties of `clause` that the entry `trigger` set off stand so.
    fn stands(&self, how: DutyStanding, clause: &str, trigger: usize) -> Tri;
}

/// When a condition is asked.
#[derive(Debug, Clone, Copy)]
pub struct When {
    /// The entry that set the clause off.
    pub trigger: usize,
    /// The entry after which the child's status is looked at.
    pub now: usize,
    /// The entry up to which facts "since the trigger" are looked for.
    pub horizon: usize,
}

impl When {
    /// At an entry, for what this trigger set off.
    pub const fn at(trigger: usize, now: usize) -> When {
        When { trigger, now, horizon: now }
    }
}

/// How something bears on a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// It was done.
    Done,
    /// It is set aside, by agreement.
    NotNeeded,
}
