//! Which cases can a condition meet, and what does it say in each of them?
//!
//! Comes from the conditions of one or several clauses and from one event that sets them off; goes out as every combination of values that
//! the conditions can tell apart. Each thing asked has finitely many values, and numbers are cut at the figures they are compared with, so
//! going through all of them decides exactly. Facts that follow from others by definition are taken apart into those. Past
//! [`MOST_CASES`] it gives up and says so.

mod values;

use std::collections::BTreeMap;

use crate::clause::Question;
use crate::condition::{Expr, Of, Op, Sort, Term};
use crate::facts::{FactId, Facts, Source, Status};
use crate::pattern::Test;
use crate::vocabulary::{EventId, Type, Vocabulary};

use values::{Asked, Comparison, Value, holds};

/// How many combinations are gone through before giving up.
pub const MOST_CASES: usize = 100_000;

/// Yes, no, or (nothing) not known.
pub type Truth = Option<bool>;

/// A condition in which every comparison is a number.
#[derive(Debug, Clone)]
pub enum Logic {
    /// `true`, `false`.
    Always(bool),
    /// All of these.
    All(Vec<Logic>),
    /// Any of these.
    Any(Vec<Logic>),
    /// Not this.
    Not(Box<Logic>),
    /// What set the clause off is one of these.
    Event(Vec<EventId>),
    /// The comparison of this number.
    Compare(usize),
}

/// The things that some conditions ask, and how they compare them.
pub struct Space<'a> {
    vocabulary: &'a Vocabulary,
    facts: &'a Facts,
    asked: Vec<(Asked, Sort)>,
    comparisons: Vec<(usize, Comparison)>,
}

/// An event that sets clauses off, with what its attributes must say.
#[derive(Debug, Clone, Default)]
pub struct Occasion<'a> {
    /// The event; nothing where a clause stands always.
    pub event: Option<EventId>,
    /// What must fit.
    pub tests: Vec<&'a Test>,
}

/// Values of one thing that no comparison tells apart.
struct Class {
    truths: BTreeMap<usize, Truth>,
    shown: String,
}

/// All combinations of values on one occasion.
pub struct Cases {
    event: Option<EventId>,
    /// For each comparison, the thing it looks at.
    looks_at: Vec<usize>,
    classes: Vec<Vec<Class>>,
}

/// One combination: for each thing asked the number of its class.
pub type Case = Vec<usize>;

/// There are more than [`MOST_CASES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany(pub usize);

impl<'a> Space<'a> {
    /// Nothing asked yet.
    pub fn new(vocabulary: &'a Vocabulary, facts: &'a Facts) -> Space<'a> {
        Space { vocabulary, facts, asked: Vec::new(), comparisons: Vec::new() }
    }

    /// Adds the condition of a clause.
    pub fn add(&mut self, expr: &Expr, clause: &str, asks: &[Question]) -> Logic {
        self.logic(expr, false, clause, asks)
    }

    fn logic(&mut self, expr: &Expr, before: bool, clause: &str, asks: &[Question]) -> Logic {
        let mut each = |list: &[Expr]| list.iter().map(|e| self.logic(e, before, clause, asks)).collect::<Vec<_>>();
        match expr {
            Expr::Always(truth) => Logic::Always(*truth),
            Expr::And(all) => Logic::All(each(all)),
            Expr::Or(any) => Logic::Any(each(any)),
            Expr::Not(inner) => Logic::Not(Box::new(self.logic(inner, before, clause, asks))),
            Expr::Event(events) => Logic::Event(events.clone()),
            Expr::Duty(standing, of) => self.compare(Asked::Duty(of.clone()), Sort::Bool, Comparison::Duty(*standing)),
            Expr::Holds(term) => self.term(term, Comparison::Holds, before, clause, asks),
            Expr::Given(term) => self.term(term, Comparison::Given, before, clause, asks),
            Expr::Among(term, words) => self.term(term, Comparison::Among(words.clone()), before, clause, asks),
            Expr::Has(term, words) => self.term(term, Comparison::Has(words.clone()), before, clause, asks),
            Expr::Exactly(term, words) => self.term(term, Comparison::Exactly(words.clone()), before, clause, asks),
            Expr::Role(term, wants) => self.term(term, Comparison::Role(wants.clone()), before, clause, asks),
            Expr::Number(term, op, n) => self.term(term, Comparison::Number(*op, *n), before, clause, asks),
        }
    }

    fn term(&mut self, term: &Term, how: Comparison, before: bool, clause: &str, asks: &[Question]) -> Logic {
        let before = before || term.before;
        match &term.of {
            Of::Fact(id) => self.fact(*id, how, before, clause, asks),
            Of::Trigger(name, places) => {
                let sort = places.iter().find_map(|(event, place)| {
                    let attribute = self.vocabulary.event(*event).attributes.get(usize::from(*place))?;
                    Sort::of(&attribute.of, self.vocabulary)
                });
                self.compare(Asked::Trigger(name.clone()), sort.unwrap_or(Sort::Bool), how)
            }
            Of::Asked(n) => {
                let question = asks.get(usize::from(*n)).map_or_else(String::new, |q| q.name.clone());
                self.compare(Asked::Answer { clause: clause.to_owned(), question }, Sort::Bool, how)
            }
        }
    }

    /// A fact; one that follows from others by definition is taken apart (contract, `status`).
    fn fact(&mut self, id: FactId, how: Comparison, before: bool, clause: &str, asks: &[Question]) -> Logic {
        let facts = self.facts;
        let fact = facts.get(id);
        let asked = Asked::Fact { before, id };
        match &fact.source {
            Source::Is(expr) => self.logic(expr, before, clause, asks),
            Source::Status(Status::JointlyOpen) => {
                let parts = ["open_to_yjs", "open_to_csc"].map(|name| self.named(name, Comparison::Holds, before));
                Logic::All(parts.into_iter().flatten().collect())
            }
            // Looked after: under 18, and on some basis.
            Source::Status(Status::LookedAfter) => {
                let under_18 = self.named("age", Comparison::Number(Op::Less, 18), before);
                let no_basis = self.named("care_bases", Comparison::Exactly(Vec::new()), before);
                let some_basis = no_basis.map(|none| Logic::Not(Box::new(none)));
                Logic::All(under_18.into_iter().chain(some_basis).collect())
            }
            // In custody: remanded to youth detention, or otherwise inside.
            Source::Status(Status::InCustody) => {
                let yda = self.vocabulary.word("yda").into_iter().collect();
                let remanded = self.named("remanded", Comparison::Among(yda), before);
                let otherwise = self.compare(asked, Sort::Bool, how);
                Logic::Any(remanded.into_iter().chain([otherwise]).collect())
            }
            _ => self.compare(asked, fact.sort.clone(), how),
        }
    }

    fn named(&mut self, name: &str, how: Comparison, before: bool) -> Option<Logic> {
        let id = self.facts.id(name)?;
        let sort = self.facts.get(id).sort.clone();
        Some(self.compare(Asked::Fact { before, id }, sort, how))
    }

    fn compare(&mut self, asked: Asked, sort: Sort, how: Comparison) -> Logic {
        let thing = self.asked.iter().position(|(a, _)| *a == asked).unwrap_or_else(|| {
            self.asked.push((asked, sort));
            self.asked.len() - 1
        });
        let comparison = (thing, how);
        Logic::Compare(self.comparisons.iter().position(|c| *c == comparison).unwrap_or_else(|| {
            self.comparisons.push(comparison);
            self.comparisons.len() - 1
        }))
    }

    /// Every combination of values on an occasion.
    pub fn cases(&self, occasion: &Occasion<'_>) -> Result<Cases, TooMany> {
        let classes: Vec<Vec<Class>> = (0..self.asked.len()).map(|thing| self.classes(thing, occasion)).collect();
        let number = classes.iter().fold(1usize, |n, c| n.saturating_mul(c.len()));
        if number > MOST_CASES {
            return Err(TooMany(number));
        }
        let looks_at = self.comparisons.iter().map(|(thing, _)| *thing).collect();
        Ok(Cases { event: occasion.event, looks_at, classes })
    }

    /// The values of one thing, those that no comparison tells apart put together.
    fn classes(&self, thing: usize, occasion: &Occasion<'_>) -> Vec<Class> {
        let mine: Vec<(usize, &Comparison)> =
            self.comparisons.iter().enumerate().filter(|(_, (t, _))| *t == thing).map(|(n, (_, c))| (n, c)).collect();
        let absent = || {
            let truths = mine.iter().map(|(n, how)| (*n, holds(how, &Value::Absent))).collect();
            vec![Class { truths, shown: String::new() }]
        };
        let Some((asked, sort)) = self.asked.get(thing) else { return Vec::new() };
        let mut wants = Vec::new();
        let mut can_lack = false;
        let mut list = matches!(sort, Sort::Set(_));
        if let Asked::Trigger(name) = asked {
            let attributes = occasion.event.map_or(&[][..], |e| &self.vocabulary.event(e).attributes);
            let Some(place) = attributes.iter().position(|a| a.name == *name) else { return absent() };
            wants = occasion.tests.iter().filter(|t| usize::from(t.attribute) == place).map(|t| &t.want).collect();
            // That it may be left out matters only where that is asked: elsewhere a condition is judged for what is known.
            let asks = mine.iter().any(|(_, how)| **how == Comparison::Given);
            can_lack = asks && wants.is_empty() && attributes.get(place).is_some_and(|a| !a.required);
            list = attributes
                .get(place)
                .is_some_and(|a| matches!(a.of, Type::Role { list: true } | Type::Enum { list: true, .. }));
        }
        let mut groups: Vec<(BTreeMap<usize, Truth>, Vec<Value>)> = Vec::new();
        let values = self.values(asked, sort, &mine, &wants, list);
        for value in values.into_iter().chain(can_lack.then_some(Value::Absent)) {
            let truths: BTreeMap<usize, Truth> = mine.iter().map(|(n, how)| (*n, holds(how, &value))).collect();
            match groups.iter_mut().find(|(t, _)| *t == truths) {
                Some((_, values)) => values.push(value),
                None => groups.push((truths, vec![value])),
            }
        }
        let name = self.name(asked);
        let mut tried: Vec<i64> = groups.iter().flat_map(|(_, values)| values).filter_map(Value::int).collect();
        tried.sort_unstable();
        groups
            .into_iter()
            .map(|(truths, values)| Class { truths, shown: self.shown(&name, asked, sort, &values, &tried) })
            .collect()
    }
}

impl Cases {
    /// The first case, where there is any: a thing without a single possible value leaves none.
    pub fn first(&self) -> Option<Case> {
        self.classes.iter().all(|c| !c.is_empty()).then(|| vec![0; self.classes.len()])
    }

    /// Goes on to the next case; things that are fixed keep their value.
    pub fn next(&self, case: &mut Case, fixed: &[bool]) -> bool {
        for (n, (at, classes)) in case.iter_mut().zip(&self.classes).enumerate() {
            if fixed.get(n) == Some(&true) {
                continue;
            }
            *at += 1;
            if *at < classes.len() {
                return true;
            }
            *at = 0;
        }
        false
    }

    /// What a condition says in a case.
    pub fn truth(&self, logic: &Logic, case: &Case) -> Truth {
        match logic {
            Logic::Always(truth) => Some(*truth),
            Logic::Event(any) => Some(self.event.is_some_and(|e| any.contains(&e))),
            Logic::Not(inner) => self.truth(inner, case).map(|t| !t),
            Logic::All(all) => {
                let mut known = Some(true);
                for one in all {
                    match self.truth(one, case) {
                        Some(false) => return Some(false),
                        None => known = None,
                        Some(true) => {}
                    }
                }
                known
            }
            Logic::Any(any) => {
                let mut known = Some(false);
                for one in any {
                    match self.truth(one, case) {
                        Some(true) => return Some(true),
                        None => known = None,
                        Some(false) => {}
                    }
                }
                known
            }
            Logic::Compare(n) => self.compared(*n, case),
        }
    }

    fn compared(&self, n: usize, case: &Case) -> Truth {
        let thing = *self.looks_at.get(n)?;
        let class = self.classes.get(thing)?.get(*case.get(thing)?)?;
        class.truths.get(&n).copied().flatten()
    }

    /// The case in words, as far as what it says matters: a thing is left out where the test gives the same for each of its values.
    pub fn in_words(&self, case: &Case, test: &dyn Fn(&Case) -> bool) -> Vec<String> {
        let mut fixed = vec![true; case.len()];
        for n in 0..case.len() {
            if let Some(slot) = fixed.get_mut(n) {
                *slot = false;
            }
            let mut free: Case = case.iter().zip(&fixed).map(|(at, fixed)| if *fixed { *at } else { 0 }).collect();
            let mut same = test(&free);
            while same && self.next(&mut free, &fixed) {
                same = test(&free);
            }
            if let Some(slot) = fixed.get_mut(n) {
                *slot = !same;
            }
        }
        let told = case.iter().zip(&self.classes).zip(&fixed).filter(|(_, fixed)| **fixed);
        let shown = told.filter_map(|((at, classes), _)| classes.get(*at)).map(|c| c.shown.clone());
        shown.filter(|s| !s.is_empty()).collect()
    }
}
