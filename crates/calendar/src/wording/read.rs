//! What does the wording of a deadline say?
//!
//! Comes from the text of a `due`; goes into a [`Clock`], or into the first words that are not understood with the cause
//! and, where there is one, what to write instead. Words are taken one after the other, from the left. Nothing is guessed,
//! and no text makes it panic.

use super::{Anchor, AnchorDate, Clock, Pattern, Repeat, Rhythm, WordingError, nearest};
use crate::{Length, Span, Unit};

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const UNITS: [&str; 10] = ["minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months"];
const MARKS: [char; 5] = ['(', ')', ',', '[', ']'];
const STARTS: &str = "a deadline reads `within 10 working days of EVENT`, `10 working days before EVENT`, \
     `immediately on EVENT`, `same day as EVENT`, `as soon as possible after EVENT`, `before EVENT`, `at EVENT` or \
     `every 12 weeks from EVENT until EVENT`";

const RHYTHM: &str =
    "write `every week on tuesday`, or `every month`; which Tuesday of a month cannot be written: say it in `note`";

/// The clock that a text words.
pub(super) fn clock(text: &str) -> Result<Clock, WordingError> {
    let mut words = Words { text: text.trim(), tokens: tokens(text), at: 0 };
    let clock = words.clock()?;
    match words.peek() {
        None => Ok(clock),
        Some(rest) => Err(error(rest, "was not expected here", not_expected(rest))),
    }
}

fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        while let Some(at) = rest.find(MARKS) {
            let (before, from) = rest.split_at(at);
            let (mark, after) = from.split_at(1);
            tokens.extend(parts(before));
            tokens.push(mark);
            rest = after;
        }
        tokens.extend(parts(rest));
    }
    tokens
}

/// A word, and the colon that ends it where it is an attribute's name; inside a time of day a colon is part of the word.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let (name, colon) = match word.strip_suffix(':') {
        Some(name) => (name, ":"),
        None => (word, ""),
    };
    [name, colon].into_iter().filter(|part| !part.is_empty())
}

fn error(words: &str, cause: &str, help: Option<String>) -> WordingError {
    WordingError { words: words.to_owned(), cause: cause.to_owned(), help }
}

fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|w| format!("did you mean `{w}`?"))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a word is a time of day, as 13:30.
fn is_time(word: &str) -> bool {
    let Some((hour, minute)) = word.split_once(':') else { return false };
    let below =
        |part: &str, limit: u8| part.len() == 2 && is_number(part) && part.parse::<u8>().is_ok_and(|n| n < limit);
    below(hour, 24) && below(minute, 60)
}

struct Words<'a> {
    text: &'a str,
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

    /// The text came to its end where `what` should stand.
    fn stops(&self, what: &str) -> WordingError {
        error(self.text, &format!("the deadline stops where {what} was expected"), None)
    }

    fn expect(&mut self, word: &str) -> Result<(), WordingError> {
        match self.next() {
            Some(found) if found == word => Ok(()),
            Some(found) => Err(error(found, &format!("`{word}` was expected here"), did_you_mean(found, [word]))),
            None => Err(self.stops(&format!("`{word}`"))),
        }
    }

    /// A word of the vocabulary or of the settings, and no mark.
    fn name(&mut self, what: &str) -> Result<&'a str, WordingError> {
        match self.next() {
            Some(found) if found == ":" || found.starts_with(MARKS) => {
                Err(error(found, &format!("{what} was expected here"), None))
            }
            Some(found) => Ok(found),
            None => Err(self.stops(what)),
        }
    }

    fn clock(&mut self) -> Result<Clock, WordingError> {
        match self.peek() {
            None => Err(error("", "the deadline is empty", Some(STARTS.into()))),
            Some("within") => self.within(),
            Some("every") => self.every(),
            Some("immediately" | "same" | "the") => self.same_day(),
            Some("as") => {
                for word in ["as", "soon", "as", "possible", "after"] {
                    self.expect(word)?;
                }
                Ok(Clock::AsSoonAsPossible(self.anchor()?))
            }
            Some("at") if self.take(&["at", "the", "earliest", "opportunity"]) => {
                self.expect("after")?;
                Ok(Clock::AsSoonAsPossible(self.anchor()?))
            }
            Some("at") if self.take(&["at", "least"]) => self.every(),
            Some("before" | "at") => {
                self.at += 1;
                Ok(Clock::Order(self.anchor()?))
            }
            Some(word) if is_number(word) || word == "[" => self.before(),
            Some(word) => Err(no_beginning(word)),
        }
    }

    fn within(&mut self) -> Result<Clock, WordingError> {
        self.at += 1;
        let length = self.length()?;
        if self.peek() == Some("before") {
            let help = format!("for a time before an event leave out `within`: `{} before EVENT`", as_written(&length));
            return Err(error("before", "`of` was expected here", Some(help)));
        }
        if !self.take(&["after"]) {
            let example = format!("say from which event it counts: `within {} of charged`", as_written(&length));
            self.expect("of").map_err(|fault| WordingError { help: fault.help.or(Some(example)), ..fault })?;
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
            Err(_) => Err(error(self.text, "a chain ends with `, then every …`", None)),
        }
    }

    fn before(&mut self) -> Result<Clock, WordingError> {
        let length = self.length()?;
        if let Some(word @ ("after" | "of" | "from")) = self.peek() {
            let help = format!("for a time after an event write `within {} of EVENT`", as_written(&length));
            return Err(error(word, "`before` was expected here", Some(help)));
        }
        self.expect("before")?;
        Ok(Clock::Before { length, anchor: self.anchor()? })
    }

    fn same_day(&mut self) -> Result<Clock, WordingError> {
        if self.take(&["immediately"]) {
            if !(self.take(&["after"]) || self.take(&["upon"])) {
                self.expect("on")?;
            }
        } else if self.peek() == Some("the") && self.peek_after(1) != Some("same") {
            return Err(no_beginning("the"));
        } else {
            self.take(&["the"]);
            for word in ["same", "day", "as"] {
                self.expect(word)?;
            }
        }
        Ok(Clock::SameDay(self.anchor()?))
    }

    fn every(&mut self) -> Result<Clock, WordingError> {
        self.expect("every")?;
        let (every, not_before) = self.rhythm_length()?;
        if self.take(&["from"]) {
            let anchor = self.anchor()?;
            return self.repeat(Vec::new(), every, not_before, anchor);
        }
        if not_before.is_some() || self.peek().is_some_and(|word| word != "on" && word != "at") {
            let help = "say from which event it counts: `every 12 weeks from EVENT until EVENT`".to_owned();
            return Err(match self.next() {
                Some(word) => error(word, "`from` was expected here", Some(help)),
                None => WordingError { help: Some(help), ..self.stops("`from`") },
            });
        }
        Ok(Clock::OnCalendar(self.rhythm(every)?))
    }

    /// What recurs whatever happens to a child: `every week on tuesday at 13:30`.
    fn rhythm(&mut self, every: Length) -> Result<Rhythm, WordingError> {
        let mut rhythm = Rhythm { every, weekday: None, at: None };
        if self.take(&["on"]) {
            let day = self.name("a day of the week")?;
            if !WEEKDAYS.contains(&day) {
                let help = did_you_mean(day, WEEKDAYS).unwrap_or(RHYTHM.into());
                return Err(error(day, "is no day of the week", Some(help)));
            }
            rhythm.weekday = Some(day.to_owned());
        }
        if self.take(&["at"]) {
            let time = self.name("a time of day")?;
            if !is_time(time) {
                return Err(error(time, "is no time of day", Some("hours and minutes, as in `at 09:30`".into())));
            }
            rhythm.at = Some(time.to_owned());
        }
        Ok(rhythm)
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
            let most = self.number()?;
            let unit = self.unit()?;
            if least >= most {
                let help = format!("the shorter length comes first: `{most} to {least}`");
                let help = if least > most { help } else { format!("write the one length: `every {most}`") };
                return Err(error(&format!("{least} to {most}"), "is no range of lengths", Some(help)));
            }
            let fixed = |n| Length::Fixed(Span { n, unit });
            return Ok((fixed(most), Some(fixed(least))));
        }
        match self.peek() {
            Some(word) if UNITS.contains(&word) || word == "working" => {
                Ok((Length::Fixed(Span { n: 1, unit: self.unit()? }), None))
            }
            _ => Ok((self.length()?, None)),
        }
    }

    fn number(&mut self) -> Result<u32, WordingError> {
        let Some(word) = self.next() else { return Err(self.stops("a length of time")) };
        if !is_number(word) {
            let setting = word.contains('-') && word.starts_with(char::is_alphabetic);
            let help = setting.then(|| format!("a length that the authority sets stands in brackets: `[{word}]`"));
            return Err(error(word, "a number was expected here, as in `within 10 working days of …`", help));
        }
        match word.parse::<u32>() {
            Ok(n) if (1..=10_000).contains(&n) => Ok(n),
            _ => Err(error(word, "a length of time lies between 1 and 10000", None)),
        }
    }

    fn length(&mut self) -> Result<Length, WordingError> {
        if self.take(&["["]) {
            let name = self.name("the name of a setting")?.to_owned();
            self.expect("]")?;
            return Ok(Length::Setting(name));
        }
        let n = self.number()?;
        Ok(Length::Fixed(Span { n, unit: self.unit()? }))
    }

    fn unit(&mut self) -> Result<Unit, WordingError> {
        let Some(word) = self.next() else { return Err(self.stops("a unit of time")) };
        match word {
            "minute" | "minutes" => Ok(Unit::Minutes),
            "hour" | "hours" => Ok(Unit::Hours),
            "day" | "days" => Ok(Unit::Days),
            "week" | "weeks" => Ok(Unit::Weeks),
            "month" | "months" => Ok(Unit::Months),
            "working" if self.take(&["day"]) || self.take(&["days"]) => Ok(Unit::WorkingDays),
            "working" => match self.peek() {
                Some(found) => {
                    Err(error(found, "`days` was expected after `working`", did_you_mean(found, ["day", "days"])))
                }
                None => Err(self.stops("`days`")),
            },
            _ => {
                let help = did_you_mean(word, UNITS.into_iter().chain(["working"]));
                Err(error(word, "is no unit of time: minutes, hours, days, working days, weeks or months", help))
            }
        }
    }

    fn anchor(&mut self) -> Result<Anchor, WordingError> {
        let date = if self.take(&["knowing", "of"]) {
            AnchorDate::Knowing
        } else if self.take(&["the"]) {
            let attribute = self.name("the name of a date")?;
            if !self.take(&["of"]) {
                let help = format!("a date that an event tells of reads `the {attribute} of EVENT`");
                return Err(error(&format!("the {attribute}"), "is no event", Some(help)));
            }
            AnchorDate::Told(attribute.to_owned())
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
        let event = self.name("an event")?.to_owned();
        let mut attributes = Vec::new();
        if self.take(&["("]) {
            loop {
                attributes.push(self.attribute()?);
                if !self.take(&[","]) {
                    break;
                }
            }
            self.expect(")")?;
        }
        Ok(Pattern { event, attributes })
    }

    /// `meeting: core-group or strategy-meeting`.
    fn attribute(&mut self) -> Result<(String, Vec<String>), WordingError> {
        let name = self.name("an attribute")?;
        if let Some((before, after)) = name.split_once(':') {
            let help = format!("leave a space after the colon: `{before}: {after}`");
            return Err(error(name, "`:` was expected after the attribute's name", Some(help)));
        }
        self.expect(":")?;
        let mut values = vec![self.name("a value")?.to_owned()];
        while self.take(&["or"]) {
            values.push(self.name("a value")?.to_owned());
        }
        Ok((name.to_owned(), values))
    }
}

fn not_expected(word: &str) -> Option<String> {
    match word {
        "then" => Some("a comma stands before `then`".into()),
        "and" => Some("write `or` between events of which any will do".into()),
        _ => did_you_mean(word, ["until", "then"]),
    }
}

fn no_beginning(word: &str) -> WordingError {
    let starts = ["within", "immediately", "same", "as", "at", "before", "every"];
    error(word, "no deadline begins like this", Some(did_you_mean(word, starts).unwrap_or(STARTS.to_owned())))
}

fn as_written(length: &Length) -> String {
    match length {
        Length::Fixed(span) => span.to_string(),
        Length::Setting(name) => format!("[{name}]"),
    }
}
