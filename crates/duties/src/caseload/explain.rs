//! Why each row of a caseload is owed: the same sentences as `why` tells for one child, one a line.
//!
//! What is the same for every row of a clause is said once beforehand, and so is each day; a row then costs little more than the copying.

use calendar::Day;
use protocol::clause::Clock;
use protocol::vocabulary::EventId;

use super::plain::Plain;
use super::rule::{Days, Falls, Rule};
use super::{Caseload, Row, Told};
use crate::duty::{Side, State};
use crate::sentences;

/// What is said of every row of a rule.
#[derive(Debug)]
struct Said {
    /// Which paper says so.
    source: String,
    /// That the condition holds; nothing where there is none.
    applies: String,
    /// The clock as worded; or that there is none.
    clock: String,
    /// The length, in words.
    length: String,
    by_the_calendar: bool,
    assumed: bool,
}

/// Days in words, from the first to the last that was made ready.
#[derive(Debug)]
struct DayWords {
    first: i32,
    text: String,
    ends: Vec<u32>,
}

impl DayWords {
    fn new(first: Day, last: Day) -> DayWords {
        let mut words = DayWords { first: first.number(), text: String::new(), ends: vec![0] };
        for number in first.number()..=last.number() {
            words.text.push_str(&Day::from_number(number).in_words());
            words.ends.push(words.text.len() as u32);
        }
        words
    }

    /// A day in words, if it was made ready.
    fn ready(&self, day: Day) -> Option<&str> {
        let n = usize::try_from(day.number() - self.first).ok()?;
        let (from, to) = (*self.ends.get(n)?, *self.ends.get(n + 1)?);
        self.text.get(from as usize..to as usize)
    }

    fn say(&self, out: &mut String, day: Day) {
        match self.ready(day) {
            Some(words) => out.push_str(words),
            None => out.push_str(&day.in_words()),
        }
    }
}

/// Tells why, row by row.
#[derive(Debug)]
pub struct Explainer<'s, 'p> {
    plain: &'s Plain<'p>,
    caseload: &'s Caseload,
    days: DayWords,
    /// For each event and each rule that it sets off.
    said: Vec<Vec<Said>>,
    /// What each event means.
    means: Vec<&'p str>,
}

impl<'s, 'p> Explainer<'s, 'p> {
    /// Ready to tell of a caseload as at a day.
    pub fn new(plain: &'s Plain<'p>, caseload: &'s Caseload, as_at: Day) -> Explainer<'s, 'p> {
        let (first, last) = caseload.days(as_at);
        let said = |list: &Vec<Rule>| list.iter().map(|rule| plain.said(rule, as_at)).collect();
        Explainer {
            plain,
            caseload,
            days: DayWords::new(first.plus_days(-1), last.plus_days(400)),
            said: plain.rules.iter().map(said).collect(),
            means: plain.vocabulary.events().map(|(_, event)| sentences::means(event)).collect(),
        }
    }

    /// Adds why a row is owed, one sentence a line.
    pub fn explain(&self, row: &Row, out: &mut String) {
        let events = self.caseload.of(row.child as usize);
        let Some(trigger) = events.get(row.trigger as usize) else { return };
        let kind = usize::from(trigger.kind.0);
        let rules = self.plain.rules.get(kind).map_or(&[][..], Vec::as_slice);
        let Some(place) = rules.iter().position(|r| r.clause == row.clause) else { return };
        let (Some(rule), Some(said)) = (rules.get(place), self.said.get(kind).and_then(|s| s.get(place))) else {
            return;
        };
        self.day(out, trigger.day, |out, day| sentences::trigger(out, day, self.means(trigger.kind)));
        line(out, &said.source);
        if row.unknown {
            let parts = rule.unknown_parts(self.caseload, *trigger);
            line(out, &sentences::not_known(&parts));
        } else {
            line(out, &said.applies);
        }
        line(out, &said.clock);
        self.count(row, rule, said, *trigger, out);
        if said.assumed {
            line(out, sentences::ASSUMED);
        }
        match (row.state, row.done) {
            (State::Done | State::DoneLate, Some((n, day))) => {
                let means = events.get(n as usize).map_or("", |e| self.means(e.kind));
                let late = row.state == State::DoneLate;
                self.day(out, day, |out, day| sentences::shown(out, late, day, means));
            }
            (State::Overdue, _) => line(out, sentences::OVERDUE),
            (State::Open, _) if !rule.sure => line(out, sentences::UNCONFIRMED),
            _ => {}
        }
    }

    /// From which day it is counted, and to which.
    fn count(&self, row: &Row, rule: &Rule, said: &Said, trigger: Told, out: &mut String) {
        let Some(due) = row.due else { return };
        let from = match rule.falls {
            Falls::Again(Days::All(n)) if row.turn > 1 => due.plus_days(-n),
            Falls::Again(Days::Working(n)) if row.turn > 1 => {
                let calendar = &self.plain.protocol.calendar;
                (2..row.turn)
                    .fold(calendar.working_days_after(trigger.day, n), |day, _| calendar.working_days_after(day, n))
            }
            _ => trigger.day,
        };
        if row.turn > 1 {
            self.day(out, from, |out, day| sentences::from_the_last(out, said.by_the_calendar, day));
        } else {
            self.day(out, from, sentences::day_zero);
        }
        let mut skipped = String::new();
        if matches!(rule.falls, Falls::Once(Days::Working(_)) | Falls::Again(Days::Working(_))) {
            let calendar = &self.plain.protocol.calendar;
            sentences::skipped(&mut skipped, calendar, from, due, |out, day| self.days.say(out, day));
        }
        self.day(out, due, |out, day| sentences::forward(out, &said.length, &skipped, day));
    }

    fn means(&self, kind: EventId) -> &'p str {
        self.means.get(usize::from(kind.0)).copied().unwrap_or_default()
    }

    /// A line about a day.
    fn day(&self, out: &mut String, day: Day, say: impl FnOnce(&mut String, &str)) {
        match self.days.ready(day) {
            Some(words) => say(out, words),
            None => say(out, &day.in_words()),
        }
        out.push('\n');
    }
}

/// A line, unless there is nothing to say.
fn line(out: &mut String, sentence: &str) {
    if !sentence.is_empty() {
        out.push_str(sentence);
        out.push('\n');
    }
}

impl Plain<'_> {
    /// What is said of every row of a rule.
    fn said(&self, rule: &Rule, as_at: Day) -> Said {
        let clause = self.protocol.clauses.get(usize::from(rule.clause));
        let due = clause.and_then(|c| c.due.as_ref());
        let length = match due.map(|d| &d.clock) {
            Some(Clock::Within(length, _)) => Some(*length),
            Some(Clock::Repeating(repeat)) => Some(repeat.every),
            _ => None,
        };
        let parts = rule.parts();
        Said {
            source: clause.map_or(String::new(), |c| sentences::source(self.protocol, c, Side::Home, as_at)),
            applies: if parts.is_empty() { String::new() } else { sentences::applies(&parts) },
            clock: due.map_or(sentences::NO_TIME.to_owned(), |d| sentences::clock(&d.text)),
            length: length.map_or(String::new(), |l| sentences::length(l.span, &[])),
            by_the_calendar: clause.and_then(|c| c.repeat()).is_some_and(|r| r.by_the_calendar),
            assumed: length.is_some_and(|l| l.assumed),
        }
    }
}
