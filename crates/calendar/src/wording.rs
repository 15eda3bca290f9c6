//! The wording of a deadline, as a protocol prints it: `within 10 working days of remanded-yda`.
//!
//! Reads exactly the left column of the contract's table "Counting time", and what the clauses add to it: which date of
//! the anchor counts, attributes that it must have, chains and repetition. What comes out names events only by the
//! words it found: whether they exist is for the vocabulary to say.
//!
//! ```
//! use calendar::wording::{Clock, Wording};
//! let wording: Wording = "10 working days before the release of release-date-known".parse().unwrap();
//! assert!(matches!(wording.clock, Clock::Before { .. }));
//! let error = "within 10 wroking days of charged".parse::<Wording>().unwrap_err();
//! assert_eq!(error.help.as_deref(), Some("did you mean `working`?"));
//! ```

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Length;

mod read;

/// A deadline as worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// As written.
    pub text: String,
    /// As understood.
    pub clock: Clock,
}

/// How a deadline counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clock {
    /// `within 10 working days of E`.
    Within {
        /// How long after the anchor.
        length: Length,
        /// From when.
        anchor: Anchor,
    },
    /// `10 working days before E`.
    Before {
        /// How long before the anchor.
        length: Length,
        /// Before what.
        anchor: Anchor,
    },
    /// `immediately on E`, `same day as E`.
    SameDay(Anchor),
    /// `as soon as possible after E`, `at the earliest opportunity after E`.
    AsSoonAsPossible(Anchor),
    /// `before E`, `at E`: an order with no length of time.
    Order(Anchor),
    /// `every 12 weeks from E until X`.
    Repeating(Repeat),
    /// `every week on tuesday`: recurs whatever happens to a child.
    OnCalendar(Rhythm),
}

/// The event that a clock counts from or to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Which date of it.
    pub date: AnchorDate,
    /// Any of these.
    pub events: Vec<Pattern>,
}

/// Which date of the anchor counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnchorDate {
    /// When it happened.
    Happened,
    /// When the owner's service came to know.
    Knowing,
    /// A date that the event tells of, by the attribute's name.
    Told(String),
}

/// An event by name, narrowed by attributes: `meeting-called (meeting: core-group or strategy-meeting)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The event.
    pub event: String,
    /// Each attribute with the values of which any will do.
    pub attributes: Vec<(String, Vec<String>)>,
}

/// A deadline that comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The lengths of the first ones, where they differ from the rest: `within 10 days of E, then every 6 months`.
    pub first: Vec<Length>,
    /// The length of every further one.
    pub every: Length,
    /// The shorter end of a range: not before this.
    pub not_before: Option<Length>,
    /// From when the first one counts.
    pub anchor: Anchor,
    /// What ends it: any of these.
    pub until: Vec<Pattern>,
    /// One more when this happens: `, and at closed-by-either-service`.
    pub finally: Vec<Pattern>,
}

/// What recurs on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// How often.
    pub every: Length,
    /// On which day of the week, in English, lower case.
    pub weekday: Option<String>,
    /// At which time of day.
    pub at: Option<String>,
}

/// Why a wording was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingError {
    /// The words in question; the whole text where it stops too early.
    pub words: String,
    /// What is wrong with them.
    pub cause: String,
    /// What to do.
    pub help: Option<String>,
}

impl fmt::Display for WordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.words.is_empty() {
            write!(f, "`{}`: ", self.words)?;
        }
        f.write_str(&self.cause)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

/// How many single letters must change, or neighbours change places, to make one word of another: for "did you mean".
///
/// ```
/// use calendar::wording::distance;
/// assert_eq!(distance("wroking", "working"), 1);
/// assert_eq!(distance("wks", "weeks"), 2);
/// ```
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(b.len());
    let mut above_that: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last_a = None;
    for (i, ca) in a.chars().enumerate() {
        let mut row = vec![i + 1];
        let mut last_b = None;
        for (j, cb) in b.iter().enumerate() {
            let changed = at(&above, j) + usize::from(ca != *cb);
            let mut here = changed.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            if last_a == Some(*cb) && last_b == Some(ca) {
                here = here.min(at(&above_that, j.saturating_sub(1)) + 1);
            }
            row.push(here);
            last_b = Some(*cb);
        }
        above_that = std::mem::replace(&mut above, row);
        last_a = Some(ca);
    }
    above.last().copied().unwrap_or(0)
}

/// The known word nearest to `word`, where one is near enough to be meant.
///
/// ```
/// use calendar::wording::nearest;
/// assert_eq!(nearest("remanded-ya", ["remanded-yda", "released"]), Some("remanded-yda"));
/// assert_eq!(nearest("xyz", ["remanded-yda", "released"]), None);
/// assert_eq!(nearest("by", ["as", "at"]), None); // nothing of the word would be left
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = (length / 3).max(1) + 1;
    known
        .into_iter()
        .map(|k| (distance(word, k), k.chars().count(), k))
        .filter(|(d, of_known, _)| *d <= limit && *d < length.min(*of_known))
        .min_by_key(|(d, of_known, k)| (*d, length.abs_diff(*of_known), *k))
        .map(|(_, _, k)| k)
}

impl FromStr for Wording {
    type Err = WordingError;

    fn from_str(text: &str) -> Result<Wording, WordingError> {
        Ok(Wording { text: text.to_owned(), clock: read::clock(text)? })
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
