//! Which attributes of an event matter? Those that some clause looks at: in what sets it off, in its condition, in its clock, in what shows it
//! was done; and with each, the words it looks for.
//!
//! Comes from protocols; goes to forms, which ask first for what something depends on. Nothing here knows of any child.

use std::collections::BTreeMap;

use crate::clause::{Anchor, AnchorDate, Clause, Clock};
use crate::condition::{Expr, Of, Term};
use crate::facts::Source;
use crate::pattern::{Pattern, Want};
use crate::read::Protocol;
use crate::vocabulary::{EventId, Vocabulary};

/// The attributes that clauses look at, each with the words that they look for and how often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookedAt {
    found: BTreeMap<(EventId, u8), BTreeMap<String, usize>>,
}

impl LookedAt {
    /// What the clauses and facts of these protocols look at.
    pub fn by<'p>(protocols: impl IntoIterator<Item = &'p Protocol>, vocabulary: &Vocabulary) -> LookedAt {
        let mut looked = LookedAt::default();
        for protocol in protocols {
            protocol.clauses.iter().for_each(|clause| looked.clause(clause, vocabulary));
            protocol.facts.iter().for_each(|(_, fact)| looked.source(&fact.source, vocabulary));
        }
        looked
    }

    /// Whether any clause looks at an attribute, by its place.
    pub fn matters(&self, event: EventId, attribute: usize) -> bool {
        u8::try_from(attribute).is_ok_and(|place| self.found.contains_key(&(event, place)))
    }

    /// How often clauses look for a word under an attribute.
    pub fn how_often(&self, event: EventId, attribute: usize, word: &str) -> usize {
        let place = u8::try_from(attribute).ok();
        place.and_then(|p| self.found.get(&(event, p))).and_then(|words| words.get(word)).copied().unwrap_or(0)
    }

    fn clause(&mut self, clause: &Clause, vocabulary: &Vocabulary) {
        let triggers: Vec<EventId> = clause.triggers().iter().map(|p| p.event).collect();
        clause.triggers().iter().chain(&clause.shown_by).for_each(|p| self.pattern(p, &triggers, vocabulary));
        let value = clause.value.iter().flat_map(|v| v.terms());
        clause.condition.iter().flat_map(|c| c.expr.terms()).chain(value).for_each(|t| self.term(t));
        match clause.due.as_ref().map(|d| &d.clock) {
            Some(Clock::Within(_, a) | Clock::Before(_, a) | Clock::SameDay(a)) => {
                self.anchor(a, &triggers, vocabulary)
            }
            Some(Clock::AsSoonAsPossible(_, a) | Clock::Order(a)) => self.anchor(a, &triggers, vocabulary),
            Some(Clock::Repeating(repeat)) => {
                self.anchor(&repeat.anchor, &triggers, vocabulary);
                repeat.until.iter().chain(&repeat.finally).for_each(|p| self.pattern(p, &triggers, vocabulary));
            }
            Some(Clock::OnCalendar(..)) | None => {}
        }
    }

    fn anchor(&mut self, anchor: &Anchor, triggers: &[EventId], vocabulary: &Vocabulary) {
        for (pattern, date) in &anchor.events {
            self.pattern(pattern, triggers, vocabulary);
            if let AnchorDate::Told(place) = date {
                self.told((pattern.event, *place));
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern, triggers: &[EventId], vocabulary: &Vocabulary) {
        for test in &pattern.tests {
            let words = self.found.entry((pattern.event, test.attribute)).or_default();
            let wanted: Vec<&str> = match &test.want {
                Want::Words(any) => any.iter().map(|w| vocabulary.spell(*w)).collect(),
                Want::Roles(any) => any.iter().map(|r| vocabulary.role(r.role).name.as_str()).collect(),
                _ => Vec::new(),
            };
            wanted.into_iter().for_each(|word| *words.entry(word.to_owned()).or_default() += 1);
            if let Want::SameAsTrigger(name) = &test.want {
                triggers.iter().for_each(|event| self.named(*event, name, vocabulary));
            }
        }
    }

    /// An attribute of an event, by its name.
    fn named(&mut self, event: EventId, name: &str, vocabulary: &Vocabulary) {
        let place = vocabulary.event(event).attributes.iter().position(|a| a.name == name);
        if let Some(place) = place.and_then(|p| u8::try_from(p).ok()) {
            self.told((event, place));
        }
    }

    fn told(&mut self, place: (EventId, u8)) {
        self.found.entry(place).or_default();
    }

    fn term(&mut self, term: &Term) {
        if let Of::Trigger(_, places) = &term.of {
            places.iter().for_each(|place| self.told(*place));
        }
    }

    fn source(&mut self, source: &Source, vocabulary: &Vocabulary) {
        match source {
            Source::Switch { begins, ends, .. } => {
                begins.iter().chain(ends).for_each(|p| self.pattern(p, &[], vocabulary));
            }
            Source::Latest { of, ends, runs_until, .. } => {
                of.iter().chain(runs_until).for_each(|place| self.told(*place));
                ends.iter().for_each(|p| self.pattern(p, &[], vocabulary));
            }
            Source::Seen { any, .. } | Source::DaysSince { any, .. } => {
                any.iter().for_each(|p| self.pattern(p, &[], vocabulary));
            }
            Source::Is(expr) => Expr::terms(expr).into_iter().for_each(|t| self.term(t)),
            Source::Status(_) => {}
        }
    }
}
