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

use crate::{Length, Span, Unit};

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The words in question.
    pub words: String,
    /// What is wrong with them.
    pub cause: String,
    /// What to do.
    pub help: Option<String>,
}

impl fmt::Display for WordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.words, self.cause)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

/// How many single letters must change to make one word of another: for "did you mean".
///
/// ```
/// assert_eq!(calendar::wording::distance("wroking", "working"), 2);
/// ```
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cb, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let above = *cell;
            let here = (diagonal + usize::from(ca != *cb)).min(above + 1).min(left + 1);
            (diagonal, left, *cell) = (above, here, here);
        }
        if let Some(start) = row.first_mut() {
            *start = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// The known word nearest to `word`, where one is near enough to be meant.
///
/// ```
/// assert_eq!(calendar::wording::nearest("remanded-ya", ["remanded-yda", "released"]), Some("remanded-yda"));
/// assert_eq!(calendar::wording::nearest("xyz", ["remanded-yda", "released"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1) + 1;
    known
        .into_iter()
        .map(|k| (distance(word, k), k))
        .filter(|(d, _)| *d <= limit)
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, k)| k)
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const UNITS: [&str; 10] =
    ["minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months"];

impl FromStr for Wording {
    type Err = WordingError;

    fn from_str(text: &str) -> Result<Wording, WordingError> {
        let mut words = Words { tokens: tokens(text), at: 0 };
        let clock = words.clock()?;
        if let Some(rest) = words.peek() {
            return Err(error(rest, "was not expected here", None));
        }
        Ok(Wording { text: text.to_owned(), clock })
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        while let Some(at) = rest.find(['(', ')', ',', '[', ']']) {
            let (before, from) = rest.split_at(at);
            let (mark, after) = from.split_at(1);
            if !before.is_empty() {
                tokens.push(before);
            }
            tokens.push(mark);
            rest = after;
        }
        // A colon ends an attribute's name; inside a time of day it is part of the word.
        match rest.strip_suffix(':') {
            Some(name) if !name.is_empty() => tokens.extend([name, ":"]),
            _ if !rest.is_empty() => tokens.push(rest),
            _ => {}
        }
    }
    tokens
}

fn error(words: &str, cause: &str, help: Option<String>) -> WordingError {
    WordingError { words: words.to_owned(), cause: cause.to_owned(), help }
}

struct Words<'a> {
    tokens: Vec<&'a str>,
    at: usize,
}

impl<'a> Words<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.tokens.get(self.at).copied()
    }

    fn peek_after(&self, n: usize) -> Option<&'a str> {
        self.tokens.get(self.at + n).copied()
    }

    fn next(&mut self) -> Option<&'a str> {
        let token = self.peek();
        self.at += 1;
        token
    }

    /// Takes these words if they come next.
    fn take(&mut self, words: &[&str]) -> bool {
        let here = words.iter().enumerate().all(|(i, w)| self.peek_after(i) == Some(w));
        if here {
            self.at += words.len();
        }
        here
    }

    fn expect(&mut self, word: &str) -> Result<(), WordingError> {
        match self.next() {
            Some(found) if found == word => Ok(()),
            Some(found) => {
                let help = nearest(found, [word]).map(|w| format!("did you mean `{w}`?"));
                Err(error(found, &format!("`{word}` was expected here"), help))
            }
            None => Err(error("", &format!("the deadline stops where `{word}` was expected"), None)),
        }
    }

    fn clock(&mut self) -> Result<Clock, WordingError> {
        const STARTS: &str = "a deadline reads `within 10 working days of EVENT`, `10 working days before EVENT`, \
             `immediately on EVENT`, `same day as EVENT`, `as soon as possible after EVENT`, `before EVENT`, `at EVENT` or \
             `every 12 weeks from EVENT until EVENT`";
        match self.peek() {
            None => Err(error("", "the deadline is empty", Some(STARTS.into()))),
            Some("within") => self.within(),
            Some("immediately") => {
                self.at += 1;
                if !(self.take(&["after"]) || self.take(&["upon"])) {
                    self.expect("on")?;
                }
                Ok(Clock::SameDay(self.anchor()?))
            }
            Some("same" | "the") if self.take(&["same", "day", "as"]) || self.take(&["the", "same", "day", "as"]) => {
                Ok(Clock::SameDay(self.anchor()?))
            }
            Some("as") => {
                if !self.take(&["as", "soon", "as", "possible", "after"]) {
                    return Err(error("as", "reads `as soon as possible after EVENT`", None));
                }
                Ok(Clock::AsSoonAsPossible(self.anchor()?))
            }
            Some("at") if self.take(&["at", "the", "earliest", "opportunity", "after"]) => {
                Ok(Clock::AsSoonAsPossible(self.anchor()?))
            }
            Some("at") if self.peek_after(1) == Some("least") => {
                self.at += 2;
                self.every()
            }
            Some("before" | "at") => {
                self.at += 1;
                Ok(Clock::Order(self.anchor()?))
            }
            Some("every") => self.every(),
            Some(word) if word.bytes().all(|b| b.is_ascii_digit()) || word == "[" => {
                let length = self.length()?;
                self.expect("before")?;
                Ok(Clock::Before { length, anchor: self.anchor()? })
            }
            Some(word) => {
                let starts = ["within", "immediately", "same", "as", "at", "before", "every"];
                let help = nearest(word, starts).map_or(STARTS.to_owned(), |w| format!("did you mean `{w}`?"));
                Err(error(word, "no deadline begins like this", Some(help)))
            }
        }
    }

    fn within(&mut self) -> Result<Clock, WordingError> {
        self.at += 1;
        let length = self.length()?;
        if !self.take(&["after"]) {
            self.expect("of")?;
        }
        let anchor = self.anchor()?;
        let mut first = vec![length];
        while self.take(&[",", "then", "within"]) {
            first.push(self.length()?);
        }
        if self.take(&[",", "then"]) {
            self.expect("every")?;
            let (every, not_before) = self.rhythm_length()?;
            return self.repeat(first, every, not_before, anchor);
        }
        match <[Length; 1]>::try_from(first) {
            Ok([length]) => Ok(Clock::Within { length, anchor }),
            Err(_) => Err(error("then within", "a chain ends with `, then every …`", None)),
        }
    }

    fn every(&mut self) -> Result<Clock, WordingError> {
        self.expect("every")?;
        let (every, not_before) = self.rhythm_length()?;
        if self.take(&["from"]) {
            let anchor = self.anchor()?;
            return self.repeat(Vec::new(), every, not_before, anchor);
        }
        let mut rhythm = Rhythm { every, weekday: None, at: None };
        if self.take(&["on"]) {
            let day = self.next().unwrap_or("");
            if !WEEKDAYS.contains(&day) {
                let help = nearest(day, WEEKDAYS).map(|w| format!("did you mean `{w}`?"));
                return Err(error(day, "is no day of the week", help));
            }
            rhythm.weekday = Some(day.to_owned());
        }
        if self.take(&["at"]) {
            rhythm.at = self.next().map(str::to_owned);
        }
        Ok(Clock::OnCalendar(rhythm))
    }

    fn repeat(
        &mut self,
        first: Vec<Length>,
        every: Length,
        not_before: Option<Length>,
        anchor: Anchor,
    ) -> Result<Clock, WordingError> {
        let until = if self.take(&["until"]) { self.patterns()? } else { Vec::new() };
        let finally = if self.take(&[",", "and", "at"]) { self.patterns()? } else { Vec::new() };
        Ok(Clock::Repeating(Repeat { first, every, not_before, anchor, until, finally }))
    }

    /// `12 weeks`, `week`, `3 to 6 months`, `[setting]`: the length, and the shorter end where it is a range.
    fn rhythm_length(&mut self) -> Result<(Length, Option<Length>), WordingError> {
        if self.peek_after(1) == Some("to") {
            let least = self.number()?;
            self.at += 1;
            let length = self.length()?;
            let shorter = match &length {
                Length::Fixed(span) => Some(Length::Fixed(Span { n: least, unit: span.unit })),
                Length::Setting(_) => None,
            };
            return Ok((length, shorter));
        }
        match self.peek() {
            Some(word) if UNITS.contains(&word) || word == "working" => {
                Ok((Length::Fixed(Span { n: 1, unit: self.unit()? }), None))
            }
            _ => Ok((self.length()?, None)),
        }
    }

    fn number(&mut self) -> Result<u32, WordingError> {
        let word = self.next().unwrap_or("");
        match word.parse::<u32>() {
            Ok(n) if (1..=10_000).contains(&n) => Ok(n),
            Ok(_) => Err(error(word, "a length of time lies between 1 and 10000", None)),
            Err(_) => Err(error(word, "a number was expected here, as in `within 10 working days of …`", None)),
        }
    }

    fn length(&mut self) -> Result<Length, WordingError> {
        if self.take(&["["]) {
            let name = self.next().unwrap_or("").to_owned();
            self.expect("]")?;
            return Ok(Length::Setting(name));
        }
        let n = self.number()?;
        Ok(Length::Fixed(Span { n, unit: self.unit()? }))
    }

    fn unit(&mut self) -> Result<Unit, WordingError> {
        let word = self.next().unwrap_or("");
        match word {
            "minute" | "minutes" => Ok(Unit::Minutes),
            "hour" | "hours" => Ok(Unit::Hours),
            "day" | "days" => Ok(Unit::Days),
            "week" | "weeks" => Ok(Unit::Weeks),
            "month" | "months" => Ok(Unit::Months),
            "working" => match self.next() {
                Some("day" | "days") => Ok(Unit::WorkingDays),
                other => Err(error(other.unwrap_or(""), "`days` was expected after `working`", None)),
            },
            _ => {
                let help = nearest(word, UNITS.into_iter().chain(["working"])).map(|w| format!("did you mean `{w}`?"));
                Err(error(word, "is no unit of time: minutes, hours, days, working days, weeks or months", help))
            }
        }
    }

    fn anchor(&mut self) -> Result<Anchor, WordingError> {
        let date = if self.take(&["knowing", "of"]) {
            AnchorDate::Knowing
        } else if self.peek() == Some("the") && self.peek_after(2) == Some("of") {
            let attribute = self.peek_after(1).unwrap_or("").to_owned();
            self.at += 3;
            AnchorDate::Told(attribute)
        } else {
            AnchorDate::Happened
        };
        Ok(Anchor { date, events: self.patterns()? })
    }

    fn patterns(&mut self) -> Result<Vec<Pattern>, WordingError> {
        let mut events = vec![self.pattern()?];
        while self.take(&["or"]) {
            events.push(self.pattern()?);
        }
        Ok(events)
    }

    fn pattern(&mut self) -> Result<Pattern, WordingError> {
        let Some(event) = self.next() else {
            return Err(error("", "the deadline stops where an event was expected", None));
        };
        let mut attributes = Vec::new();
        if self.take(&["("]) {
            loop {
                let name = self.next().unwrap_or("").to_owned();
                self.expect(":")?;
                let mut values = vec![self.next().unwrap_or("").to_owned()];
                while self.take(&["or"]) {
                    values.push(self.next().unwrap_or("").to_owned());
                }
                attributes.push((name, values));
                if !self.take(&[","]) {
                    break;
                }
            }
            self.expect(")")?;
        }
        Ok(Pattern { event: event.to_owned(), attributes })
    }
}
