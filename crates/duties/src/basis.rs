//! On what a child is looked after, and whether it counts in law (statute.md 2.1).
//!
//! Kept by `status` while the events are walked; goes into the ledger of `leaving_care` and into what is shown. A basis is a stretch of
//! time: several can be in force at once, and each ends by its own rule.

use calendar::{Day, Moment};

/// A kind of basis on which a child is looked after, by its word in `care-basis`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footing {
    /// A care order, interim or full, or a placement order: holds wherever the child lives.
    Order,
    /// A remand: looked after at once (LASPO 2012 s.104).
    Remand,
    /// Accommodation that is provided: looked after only past 24 hours (Children Act 1989 s.22(2)).
    Accommodation,
    /// A series of short breaks (reg. 48): looked after during one, no night of it counts.
    ShortBreak,
    /// Overnight after charge (PACE s.38(6)): looked after only once past 24 hours.
    Pace,
    /// A word that protocols use and that by law makes no child looked after.
    None,
}

/// What a word of `care-basis` is in law.
pub fn footing(basis: &str) -> Footing {
    match basis {
        "s31-interim" | "s31-full" | "placement-order" => Footing::Order,
        "remand" => Footing::Remand,
        "short-break" => Footing::ShortBreak,
        "pace-transfer" => Footing::Pace,
        "bail-to-reside" => Footing::None,
        _ => Footing::Accommodation,
    }
}

/// A basis while it lasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Its place among the words of `care-basis`.
    pub word: u8,
    /// What it is in law.
    pub footing: Footing,
    /// When it began.
    pub from: Moment,
    /// When it ended; nothing while it lasts.
    pub to: Option<Moment>,
    /// The entry of the story with which it began.
    pub first: usize,
    /// The entry of the story with which it ended.
    pub last: Option<usize>,
    /// Another authority that looks after the child.
    pub authority: Option<String>,
    /// The requirement of an order that it is.
    pub residence: Option<Residence>,
}

/// A local authority residence requirement (Children Act 1989 s.21(2)(c)): it lasts until its own end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Residence {
    /// The first version of the sentence.
    pub root: u32,
    /// The order that it is a requirement of.
    pub order: String,
    /// The day on which it runs out, where that was said.
    pub until: Option<Day>,
}

impl Basis {
    /// Whether it makes the child looked after, as far as known at `as_at`: accommodation for 24 hours or less does not.
    pub fn counts(&self, as_at: Moment) -> bool {
        let lasted = |until: Moment| match (self.from.has_time(), until.has_time()) {
            (true, true) => until.instant() - self.from.instant() > 86_400,
            // Dates alone cannot show more than 24 hours unless two nights lie between them.
            _ => until.day().number() - self.from.day().number() > 1,
        };
        match self.footing {
            Footing::None => false,
            Footing::Order | Footing::Remand => true,
            Footing::Pace => lasted(self.to.unwrap_or(as_at)),
            // While it lasts it is taken to go on; once over, a stay within one day was none.
            Footing::Accommodation | Footing::ShortBreak => self.to.is_none_or(|to| {
                let nights = to.day().number() - self.from.day().number();
                if self.from.has_time() && to.has_time() { lasted(to) } else { nights > 0 }
            }),
        }
    }

    /// Whether it was in force after the entry `n` of the story.
    pub fn at(&self, n: usize) -> bool {
        self.first <= n && self.last.is_none_or(|last| n < last)
    }
}
