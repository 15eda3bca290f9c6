//! A protocol's plain clauses, made ready: which they are, and what is owed under them for a caseload.
//!
//! A clause is plain where its condition compares what its trigger says with constants, its clock counts days from its trigger, one event
//! shows all that were set off before it, and nothing else can end it. Each child's events are gone through once, from the last back to
//! the first, so that what comes next after any event is at hand.

use calendar::Day;
use protocol::vocabulary::{EventId, Vocabulary};
use protocol::{Became, Protocol};

use super::counted::Counted;
use super::rule::{Days, Falls, Rule, rules};
use super::{Caseload, Row};
use crate::agreed::Agreed;
use crate::duty::State;
use crate::value::Tri;

/// A clause that is not plain, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Its place in the protocol.
    pub clause: usize,
    /// What in it needs the whole engine.
    pub because: &'static str,
}

/// The plain clauses of a protocol.
#[derive(Debug)]
pub struct Plain<'p> {
    pub(super) protocol: &'p Protocol,
    pub(super) vocabulary: &'p Vocabulary,
    /// For each event, the rules that it sets off.
    pub(super) rules: Vec<Vec<Rule>>,
    /// For each event, whether a run by the calendar looks for all of it that come later.
    kept: Vec<bool>,
    /// The clauses that are not plain.
    left: Vec<Left>,
}

impl<'p> Plain<'p> {
    /// Makes the plain clauses of a protocol ready.
    pub fn new(protocol: &'p Protocol, vocabulary: &'p Vocabulary) -> Plain<'p> {
        let kinds = vocabulary.events().len();
        let (list, kept) = (vec![Vec::new(); kinds], vec![false; kinds]);
        let mut plain = Plain { protocol, vocabulary, rules: list, kept, left: Vec::new() };
        let agreed = Agreed::new(vocabulary);
        for (n, clause) in protocol.clauses.iter().enumerate() {
            if !matches!(clause.became(), Became::Duty | Became::Finding) {
                continue;
            }
            match rules(n, clause, protocol, vocabulary, &agreed) {
                Ok(rules) => plain.take(rules),
                Err(because) => plain.left.push(Left { clause: n, because }),
            }
        }
        plain
    }

    fn take(&mut self, rules: Vec<(EventId, Rule)>) {
        for (kind, rule) in rules {
            if matches!(rule.falls, Falls::Again(_)) {
                for shows in &rule.shown_by {
                    if let Some(kept) = self.kept.get_mut(usize::from(shows.0)) {
                        *kept = true;
                    }
                }
            }
            if let Some(list) = self.rules.get_mut(usize::from(kind.0)) {
                list.push(rule);
            }
        }
    }

    /// The clauses that need the whole engine.
    pub fn left(&self) -> &[Left] {
        &self.left
    }

    /// Adds every row that is owed for the children of a caseload at the end of a day: child by child, the latest trigger first.
    pub fn owed(&self, caseload: &Caseload, as_at: Day, rows: &mut Vec<Row>) {
        let kinds = self.rules.len();
        let mut later = Later { next: vec![None; kinds], all: vec![Vec::new(); kinds] };
        let counted = Counted::new(&self.protocol.calendar, caseload.days(as_at));
        for child in 0..caseload.len() {
            later.next.fill(None);
            later.all.iter_mut().for_each(Vec::clear);
            for (n, event) in caseload.of(child).iter().enumerate().rev() {
                let (n, kind) = (n as u32, usize::from(event.kind.0));
                for rule in self.rules.get(kind).map_or(&[][..], Vec::as_slice) {
                    let holds = rule.holds(caseload, *event);
                    if holds != Tri::No {
                        let row = Row {
                            child: child as u32,
                            trigger: n,
                            clause: rule.clause,
                            turn: 1,
                            due: None,
                            done: None,
                            state: State::Open,
                            unknown: holds == Tri::Unknown,
                            late: 0,
                        };
                        self.rows(rule, event.day, row, &later, (as_at, &counted), rows);
                    }
                }
                if let Some(next) = later.next.get_mut(kind) {
                    *next = Some((n, event.day));
                }
                if self.kept.get(kind) == Some(&true)
                    && let Some(all) = later.all.get_mut(kind)
                {
                    all.push((n, event.day));
                }
            }
        }
    }

    /// What one trigger owes under one rule.
    fn rows(&self, rule: &Rule, day: Day, row: Row, later: &Later, at: (Day, &Counted<'_>), rows: &mut Vec<Row>) {
        let (as_at, counted) = at;
        match rule.falls {
            Falls::Never => rows.push(self.stands(rule, Row { done: later.next(&rule.shown_by), ..row }, at)),
            Falls::Once(days) => {
                let (due, done) = (Some(days.after(day, counted)), later.next(&rule.shown_by));
                rows.push(self.stands(rule, Row { due, done, ..row }, at));
            }
            Falls::Again(days) => {
                let until = later.next(&rule.until).map(|(_, day)| day);
                let (mut from, mut turn) = (day, 1);
                loop {
                    let due = days.after(from, counted);
                    if until.is_some_and(|until| due > until) {
                        return;
                    }
                    let done = later.first_after(&rule.shown_by, from);
                    rows.push(self.stands(rule, Row { turn, due: Some(due), done, ..row }, at));
                    if due > as_at || due <= from {
                        return;
                    }
                    (from, turn) = (due, turn.saturating_add(1));
                }
            }
        }
    }

    fn stands(&self, rule: &Rule, mut row: Row, (as_at, counted): (Day, &Counted<'_>)) -> Row {
        let breach = rule.sure && !row.unknown;
        row.state = match (row.done, row.due) {
            (Some((_, done)), Some(due)) if breach && done > due => State::DoneLate,
            (Some(_), _) => State::Done,
            (None, Some(due)) if breach && as_at > due => State::Overdue,
            _ => State::Open,
        };
        if let (State::Overdue, Some(due)) = (row.state, row.due) {
            row.late = counted.between(due, as_at).try_into().unwrap_or(u16::MAX);
        }
        row
    }
}

impl Days {
    /// The day that lies so much later.
    fn after(self, day: Day, counted: &Counted<'_>) -> Day {
        match self {
            Days::Working(n) => counted.after(day, n),
            Days::All(n) => day.plus_days(n),
        }
    }
}

/// What comes later than the event looked at, by kind.
struct Later {
    /// The next one.
    next: Vec<Option<(u32, Day)>>,
    /// All of them, the next one last; only of kinds that are kept.
    all: Vec<Vec<(u32, Day)>>,
}

impl Later {
    /// The next of any of these kinds.
    fn next(&self, kinds: &[EventId]) -> Option<(u32, Day)> {
        let next = |kind: &EventId| self.next.get(usize::from(kind.0)).copied().flatten();
        match kinds {
            [kind] => next(kind),
            _ => kinds.iter().filter_map(next).min(),
        }
    }

    /// The first of any of these kinds after a day.
    fn first_after(&self, kinds: &[EventId], day: Day) -> Option<(u32, Day)> {
        // From the back, where the nearest stand.
        let first = |kind: &EventId| {
            let all = self.all.get(usize::from(kind.0))?;
            all.iter().rev().find(|(_, at)| *at > day).copied()
        };
        kinds.iter().filter_map(first).min()
    }
}
