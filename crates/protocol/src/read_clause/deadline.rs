//! Settles a worded deadline: every event in it looked up, every setting filled in.
//!
//! Comes from `due:` as `calendar` understood it; goes out as a [`Clock`], or as what is wrong with it.

use calendar::wording::{self, AnchorDate as WordedDate, Clock as Worded};

use super::Context;
use crate::clause::{Anchor, AnchorDate, Clock, Length, Repeat};
use crate::pattern::{self, Pattern, Trigger};
use crate::read::settle;
use crate::refusal::{cut, did_you_mean_of};
use crate::vocabulary::{EventKind, Type};

pub(super) struct Settler<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) line: usize,
    pub(super) trigger: Trigger<'a>,
    pub(super) faults: Vec<pattern::Fault>,
}

impl Settler<'_> {
    fn fault(&mut self, cause: String, help: Option<String>) {
        self.faults.push((self.line, cause, help));
    }

    pub(super) fn clock(&mut self, worded: &Worded) -> Option<Clock> {
        // Every part is settled before any is missed, so that all that is wrong is told of at once.
        match worded {
            Worded::Within { length, anchor } => {
                let (length, anchor) = (self.length(length), self.anchor(anchor));
                Some(Clock::Within(length?, anchor?))
            }
            Worded::Before { length, anchor } => {
                let (length, anchor) = (self.length(length), self.anchor(anchor));
                Some(Clock::Before(length?, anchor?))
            }
            Worded::SameDay(anchor) => Some(Clock::SameDay(self.anchor(anchor)?)),
            Worded::AsSoonAsPossible(anchor) => {
                let setting = calendar::Length::Setting("as-soon-as-possible".into());
                let (length, anchor) = (self.length(&setting), self.anchor(anchor));
                Some(Clock::AsSoonAsPossible(length?, anchor?))
            }
            Worded::Order(anchor) => Some(Clock::Order(self.anchor(anchor)?)),
            Worded::Repeating(repeat) => self.repeat(repeat),
            Worded::OnCalendar(rhythm) => self.rhythm(rhythm),
        }
    }

    fn repeat(&mut self, worded: &wording::Repeat) -> Option<Clock> {
        let first: Vec<Option<Length>> = worded.first.iter().map(|l| self.length(l)).collect();
        let every = self.length(&worded.every);
        let not_before = worded.not_before.as_ref().map(|l| self.length(l));
        let anchor = self.anchor(&worded.anchor);
        let (until, finally) = (self.patterns(&worded.until), self.patterns(&worded.finally));
        Some(Clock::Repeating(Repeat {
            first: first.into_iter().collect::<Option<_>>()?,
            every: every?,
            not_before: match not_before {
                Some(length) => Some(length?),
                None => None,
            },
            anchor: anchor?,
            until,
            finally,
            by_the_calendar: false,
        }))
    }

    fn rhythm(&mut self, rhythm: &wording::Rhythm) -> Option<Clock> {
        if let Some(at) = rhythm.at.as_deref().filter(|at| crate::read::time_of_day(at).is_none()) {
            self.fault(format!("`{}` is no time of day", cut(at)), Some("write it as 13:30".into()));
        }
        if matches!(self.trigger, Trigger::Of(_)) {
            let help = "write `every … from EVENT`, or `on: on-calendar` where it recurs whatever happens to a child";
            self.fault(
                "an event sets the clause off, but its deadline recurs on the calendar".into(),
                Some(help.into()),
            );
        }
        Some(Clock::OnCalendar(self.length(&rhythm.every)?, rhythm.clone()))
    }

    fn length(&mut self, length: &calendar::Length) -> Option<Length> {
        settle(length, self.context.settings).map_err(|(cause, help)| self.fault(cause, help)).ok()
    }

    fn patterns(&mut self, worded: &[wording::Pattern]) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for one in worded {
            match pattern::from_wording(one, self.line, self.context.vocabulary, self.trigger) {
                Ok(pattern) => patterns.push(pattern),
                Err(faults) => {
                    let told = self.told(&one.event);
                    self.faults
                        .extend(faults.into_iter().map(|(line, cause, help)| (line, cause, told.clone().or(help))));
                }
            }
        }
        patterns
    }

    /// How a date that an event tells of is named, where its name stands in the place of an event.
    fn told(&self, name: &str) -> Option<String> {
        let vocabulary = self.context.vocabulary;
        let is_date = |e: &EventKind| e.attributes.iter().any(|a| a.name == name && a.of == Type::Date);
        let tells: Vec<String> = vocabulary
            .events()
            .filter(|(_, e)| vocabulary.event_id(name).is_none() && is_date(e))
            .map(|(_, e)| format!("`the {name} of {}`", e.name))
            .collect();
        let all = tells.join(" or ");
        (!tells.is_empty()).then(|| format!("a date that an event tells of is named with the event: {}", cut(&all)))
    }

    fn anchor(&mut self, worded: &wording::Anchor) -> Option<Anchor> {
        let patterns = self.patterns(&worded.events);
        let whole = patterns.len() == worded.events.len();
        let mut events = Vec::new();
        for pattern in patterns {
            if let Some(date) = self.date(&worded.date, &pattern) {
                events.push((pattern, date));
            }
        }
        (whole && !events.is_empty()).then_some(Anchor { events })
    }

    fn date(&mut self, worded: &WordedDate, pattern: &Pattern) -> Option<AnchorDate> {
        let name = match worded {
            WordedDate::Happened => return Some(AnchorDate::Happened),
            WordedDate::Knowing => return Some(AnchorDate::Knowing),
            WordedDate::Told(name) => name,
        };
        let kind = self.context.vocabulary.event(pattern.event);
        if let Some(place) = kind.attributes.iter().position(|a| a.name == *name && a.of == Type::Date) {
            return Some(AnchorDate::Told(place as u8));
        }
        let dates = kind.attributes.iter().filter(|a| a.of == Type::Date).map(|a| a.name.as_str());
        let help = did_you_mean_of(name, dates, "the dates it tells of")
            .unwrap_or_else(|| format!("it tells of no date: write `of {}` for the day it happens", kind.name));
        self.fault(format!("`{}` tells of no date `{}`", kind.name, cut(name)), Some(help));
        None
    }
}
