//! One plain clause for one kind of trigger: what the trigger must say, when the duty falls due, what shows it.
//!
//! Comes from a clause, or from the first thing in it that is not plain; nothing here looks at a child but to test what a trigger says.

use calendar::Unit;
use protocol::clause::{Anchor, AnchorDate, Clock, InForce, Length};
use protocol::condition::{Expr, Of, Op};
use protocol::pattern::Pattern;
use protocol::vocabulary::{EventId, Type, Vocabulary};
use protocol::{Became, Clause, Protocol};

use super::{Caseload, NOTHING, Said, Told, of_word};
use crate::agreed::Agreed;
use crate::prepared::is_joint;
use crate::value::Tri;
use crate::words::Phrases;

/// What a trigger must say in one place: from the least to the greatest.
#[derive(Debug, Clone)]
struct Test {
    place: u8,
    least: Said,
    greatest: Said,
    /// That it does, in words; and that nobody can tell.
    holds: String,
    unknown: String,
}

/// So many days, worked or not.
#[derive(Debug, Clone, Copy)]
pub(super) enum Days {
    /// Working days.
    Working(u32),
    /// Calendar days.
    All(i32),
}

/// When it falls due.
#[derive(Debug, Clone, Copy)]
pub(super) enum Falls {
    /// The text gives no time.
    Never,
    /// So long after the trigger.
    Once(Days),
    /// Again and again by the calendar.
    Again(Days),
}

/// A plain clause for one kind of trigger.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// The clause's place in its protocol.
    pub(super) clause: u16,
    tests: Vec<Test>,
    pub(super) falls: Falls,
    pub(super) shown_by: Vec<EventId>,
    pub(super) until: Vec<EventId>,
    /// Whether it can be in breach: a row of law not yet confirmed cannot.
    pub(super) sure: bool,
}

impl Rule {
    /// Whether what a trigger says makes the clause apply.
    pub(super) fn holds(&self, caseload: &Caseload, event: Told) -> Tri {
        let mut result = Tri::Yes;
        for test in &self.tests {
            let said = caseload.said(event, test.place);
            if said == NOTHING {
                result = Tri::Unknown;
            } else if said < test.least || said > test.greatest {
                return Tri::No;
            }
        }
        result
    }

    /// What the condition says, part by part.
    pub(super) fn parts(&self) -> Vec<String> {
        let mut parts: Vec<String> = self.tests.iter().map(|t| t.holds.clone()).collect();
        parts.dedup();
        parts
    }

    /// The parts of the condition on which a trigger says nothing.
    pub(super) fn unknown_parts(&self, caseload: &Caseload, event: Told) -> Vec<String> {
        let silent = self.tests.iter().filter(|t| caseload.said(event, t.place) == NOTHING);
        let mut parts: Vec<String> = silent.map(|t| t.unknown.clone()).collect();
        parts.dedup();
        parts
    }
}

/// The rules that a clause makes, one for each kind of trigger; or why it is not plain.
pub(super) fn rules(
    n: usize,
    clause: &Clause,
    protocol: &Protocol,
    vocabulary: &Vocabulary,
    agreed: &Agreed,
) -> Result<Vec<(EventId, Rule)>, &'static str> {
    if clause.became() != Became::Duty {
        return Err("it decides something");
    }
    if is_joint(clause, vocabulary) {
        return Err("both services owe it");
    }
    if clause.in_force != InForce::default() {
        return Err("it has dates in force of its own");
    }
    if !clause.one_for_all && !clause.shown_by.is_empty() {
        return Err("one event shows one occurrence");
    }
    let (falls, until) = falls(clause)?;
    let (shown_by, until) = (kinds(&clause.shown_by)?, kinds(until)?);
    let number = u16::try_from(n).map_err(|_| "it stands too far back")?;
    let mut rules = Vec::new();
    for on in kinds(clause.triggers())? {
        let kind = vocabulary.event(on);
        if kind.changes_status || kind.derived.is_some() || on == agreed.release_date_known {
            return Err("its trigger changes the child's status");
        }
        let mut tests = Vec::new();
        if let Some(condition) = &clause.condition {
            Reading { on, phrases: Phrases { protocol, vocabulary, clause } }.tests(&condition.expr, &mut tests)?;
        }
        let sure = clause.law.as_ref().is_none_or(|law| law.sure);
        let (shown_by, until) = (shown_by.clone(), until.clone());
        rules.push((on, Rule { clause: number, tests, falls, shown_by, until, sure }));
    }
    Ok(rules)
}

const OTHER_CLOCK: &str = "its clock counts otherwise than in days from its trigger";
const OTHER_CONDITION: &str = "its condition looks at more than what its trigger says";

/// When a plain clause falls due, and what it repeats until.
fn falls(clause: &Clause) -> Result<(Falls, &[Pattern]), &'static str> {
    let is_own = |anchor: &Anchor| {
        let plain = |(p, date): &&(Pattern, AnchorDate)| p.tests.is_empty() && *date == AnchorDate::Happened;
        clause.triggers().iter().all(|on| anchor.events.iter().filter(plain).any(|(p, _)| p.event == on.event))
    };
    match clause.due.as_ref().map(|due| &due.clock) {
        None => Ok((Falls::Never, &[])),
        Some(Clock::Within(length, anchor)) if is_own(anchor) => Ok((Falls::Once(days(*length)?), &[])),
        Some(Clock::Repeating(repeat))
            if repeat.by_the_calendar && repeat.first.is_empty() && is_own(&repeat.anchor) =>
        {
            Ok((Falls::Again(days(repeat.every)?), &repeat.until))
        }
        _ => Err(OTHER_CLOCK),
    }
}

fn days(length: Length) -> Result<Days, &'static str> {
    let n = i32::try_from(length.span.n).map_err(|_| OTHER_CLOCK)?;
    match length.span.unit {
        Unit::WorkingDays => Ok(Days::Working(length.span.n)),
        Unit::Days => Ok(Days::All(n)),
        Unit::Weeks => Ok(Days::All(n.saturating_mul(7))),
        _ => Err(OTHER_CLOCK),
    }
}

/// The events of patterns that ask nothing of their attributes.
fn kinds(patterns: &[Pattern]) -> Result<Vec<EventId>, &'static str> {
    let kind = |p: &Pattern| if p.tests.is_empty() { Ok(p.event) } else { Err("it names attributes of an event") };
    patterns.iter().map(kind).collect()
}

/// Reads a condition as tests of what one kind of trigger says.
struct Reading<'v> {
    on: EventId,
    phrases: Phrases<'v>,
}

impl Reading<'_> {
    /// Adds the tests that make up a condition: all of them must hold.
    fn tests(&self, expr: &Expr, tests: &mut Vec<Test>) -> Result<(), &'static str> {
        if let Expr::And(all) = expr {
            return all.iter().try_for_each(|part| self.tests(part, tests));
        }
        // What is denied is told of by what it denies.
        let (atom, truth) = match expr {
            Expr::Not(inner) => (&**inner, Tri::No),
            _ => (expr, Tri::Yes),
        };
        let (place, least, greatest) = match (expr, atom) {
            (Expr::Not(_), Expr::Holds(term)) => (self.place(&term.of, |t| matches!(t, Type::Bool))?, 0, 0),
            (Expr::Not(_), _) => return Err(OTHER_CONDITION),
            (_, Expr::Holds(term)) => (self.place(&term.of, |t| matches!(t, Type::Bool))?, 1, 1),
            (_, Expr::Number(term, op, n)) => {
                let n = Said::try_from(*n).map_err(|_| OTHER_CONDITION)?;
                let (least, greatest) = range(*op, n);
                (self.place(&term.of, |t| matches!(t, Type::Int))?, least, greatest)
            }
            (_, Expr::Among(term, words)) => {
                let [word] = words.as_slice() else { return Err(OTHER_CONDITION) };
                let place = self.place(&term.of, |t| matches!(t, Type::Enum { list: false, .. }))?;
                (place, of_word(*word), of_word(*word))
            }
            _ => return Err(OTHER_CONDITION),
        };
        let (holds, unknown) = (self.phrases.said(atom, truth), self.phrases.said(atom, Tri::Unknown));
        tests.push(Test { place, least, greatest, holds, unknown });
        Ok(())
    }

    /// The place of what a condition looks at, where the trigger says it and it is of this type.
    fn place(&self, of: &Of, is: fn(&Type) -> bool) -> Result<u8, &'static str> {
        let Of::Trigger(_, places) = of else { return Err(OTHER_CONDITION) };
        let place = places.iter().find(|(kind, _)| *kind == self.on).map(|(_, place)| *place);
        let attributes = &self.phrases.vocabulary.event(self.on).attributes;
        match place.and_then(|p| attributes.get(usize::from(p))) {
            Some(attribute) if is(&attribute.of) => place.ok_or(OTHER_CONDITION),
            _ => Err(OTHER_CONDITION),
        }
    }
}

/// The least and the greatest number of which a comparison holds.
fn range(op: Op, n: Said) -> (Said, Said) {
    match op {
        Op::Equal => (n, n),
        Op::Less => (NOTHING, n.saturating_sub(1)),
        Op::AtMost => (NOTHING, n),
        Op::More => (n.saturating_add(1), Said::MAX),
        Op::AtLeast => (n, Said::MAX),
    }
}
