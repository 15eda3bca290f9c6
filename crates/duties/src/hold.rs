//! Whether a condition holds: yes, no or not known (Kleene), and the answer of a rule that is not simply yes or no.
//!
//! Comes from a condition's tree and the values that `ask` finds; goes into setting off, ending and findings. An unknown part decides
//! nothing: it makes the whole unknown unless another part settles it.

use protocol::Clause;
use protocol::condition::{Expr, Of, Standing as DutyStanding, Term, ValueExpr};
use protocol::pattern::{RoleWant, present};
use protocol::vocabulary::{Value, Word};

use crate::ask::Asker;
use crate::value::{Answer, Standings, Tri, When};

impl<'a> Asker<'a> {
    /// Whether a condition holds.
    pub fn holds(&self, expr: &Expr, clause: &Clause, when: When, duties: &dyn Standings) -> Tri {
        self.evaluate(expr, &At { asker: self, clause, when, duties })
    }

    pub(crate) fn evaluate(&self, expr: &Expr, scope: &impl Scope) -> Tri {
        match expr {
            Expr::Always(truth) => Tri::of(*truth),
            Expr::And(all) => {
                let mut result = Tri::Yes;
                for e in all {
                    match self.evaluate(e, scope) {
                        Tri::No => return Tri::No,
                        Tri::Unknown => result = Tri::Unknown,
                        Tri::Yes => {}
                    }
                }
                result
            }
            Expr::Or(any) => {
                let mut result = Tri::No;
                for e in any {
                    match self.evaluate(e, scope) {
                        Tri::Yes => return Tri::Yes,
                        Tri::Unknown => result = Tri::Unknown,
                        Tri::No => {}
                    }
                }
                result
            }
            Expr::Not(inner) => self.evaluate(inner, scope).not(),
            Expr::Holds(term)
            | Expr::Among(term, _)
            | Expr::Has(term, _)
            | Expr::Exactly(term, _)
            | Expr::Role(term, _)
            | Expr::Number(term, ..) => self.compare(expr, scope.value(term)),
            Expr::Given(term) => Tri::of(self.is_given(term, scope.trigger())),
            Expr::Event(any) => Tri::of(self.event(scope.trigger()).is_some_and(|e| any.contains(&e.kind))),
            Expr::Duty(how, clause) => scope.stands(*how, clause),
        }
    }

    fn said(&self, n: u32, place: u8) -> Option<&'a Value> {
        self.event(n as usize)?.values.get(usize::from(place))?.as_ref()
    }

    fn is_given(&self, term: &Term, trigger: usize) -> bool {
        let (Of::Trigger(_, places), Some(event)) = (&term.of, self.event(trigger)) else { return false };
        let place = places.iter().find(|(kind, _)| *kind == event.kind).map(|(_, place)| usize::from(*place));
        place.and_then(|p| event.values.get(p)).is_some_and(Option::is_some)
    }

    /// What a comparison says of a value.
    #[inline]
    fn compare(&self, expr: &Expr, said: Answer) -> Tri {
        match (expr, said) {
            (Expr::Holds(_), Answer::Bool(truth)) => Tri::of(truth),
            (Expr::Number(_, op, n), Answer::Int(said)) => Tri::of(op.holds(said, *n)),
            (Expr::Among(_, words) | Expr::Has(_, words), said) => self.among(said, words),
            (Expr::Exactly(_, words), said) => self.exactly(said, words),
            (Expr::Role(_, wants), said) => self.is_role(said, wants),
            _ => Tri::Unknown,
        }
    }

    fn bit(&self, word: Word) -> u32 {
        self.agreed.bases.iter().position(|w| *w == word).map_or(0, |n| 1 << n)
    }

    fn among(&self, answer: Answer, words: &[Word]) -> Tri {
        match answer {
            Answer::Word(word) => Tri::of(words.contains(&word)),
            Answer::Bases(set) => Tri::of(words.iter().any(|w| set & self.bit(*w) != 0)),
            Answer::Said(n, place) => match self.said(n, place) {
                Some(Value::Words(said)) => Tri::of(said.iter().any(|w| words.contains(w))),
                _ => Tri::Unknown,
            },
            _ => Tri::Unknown,
        }
    }

    fn exactly(&self, answer: Answer, words: &[Word]) -> Tri {
        match answer {
            Answer::Word(word) => Tri::of(words == [word]),
            Answer::Bases(set) => Tri::of(set == words.iter().fold(0, |all, w| all | self.bit(*w))),
            Answer::Said(n, place) => match self.said(n, place) {
                Some(Value::Words(said)) => {
                    Tri::of(said.iter().all(|w| words.contains(w)) && words.iter().all(|w| said.contains(w)))
                }
                _ => Tri::Unknown,
            },
            _ => Tri::Unknown,
        }
    }

    fn is_role(&self, answer: Answer, wants: &[RoleWant]) -> Tri {
        let Answer::Said(n, place) = answer else { return Tri::Unknown };
        match self.said(n, place) {
            Some(Value::Roles(roles)) => {
                let there = present(roles, self.vocabulary);
                Tri::of(wants.iter().any(|w| w.met_by(there)))
            }
            _ => Tri::Unknown,
        }
    }

    /// The answer of a rule that is not simply yes or no.
    pub fn choose(&self, value: &ValueExpr, clause: &Clause, when: When, duties: &dyn Standings) -> Choice {
        match value {
            ValueExpr::Int(n) => Choice::Int(*n),
            ValueExpr::Text(text) => Choice::Text(text.clone()),
            ValueExpr::Truth(expr) => Choice::Truth(self.holds(expr, clause, when, duties)),
            ValueExpr::Of(term) => match self.value(term, clause, when) {
                Answer::Int(n) => Choice::Int(n),
                Answer::Word(word) => Choice::Text(self.vocabulary.spell(word).to_owned()),
                Answer::Bool(truth) => Choice::Truth(Tri::of(truth)),
                _ => Choice::Truth(Tri::Unknown),
            },
            ValueExpr::Choose(condition, this, that) => match self.holds(condition, clause, when, duties) {
                Tri::Yes => self.choose(this, clause, when, duties),
                Tri::No => self.choose(that, clause, when, duties),
                Tri::Unknown => Choice::Truth(Tri::Unknown),
            },
        }
    }
}

/// Where an expression finds its values.
pub(crate) trait Scope {
    /// The entry that set the clause off.
    fn trigger(&self) -> usize;
    fn value(&self, term: &Term) -> Answer;
    fn stands(&self, how: DutyStanding, clause: &str) -> Tri;
}

/// The condition of a clause.
struct At<'s, 'a> {
    asker: &'s Asker<'a>,
    clause: &'s Clause,
    when: When,
    duties: &'s dyn Standings,
}

impl Scope for At<'_, '_> {
    fn trigger(&self) -> usize {
        self.when.trigger
    }

    #[inline]
    fn value(&self, term: &Term) -> Answer {
        self.asker.value(term, self.clause, self.when)
    }

    fn stands(&self, how: DutyStanding, clause: &str) -> Tri {
        self.duties.stands(how, clause, self.when.trigger)
    }
}

/// The expression of a fact, now, each part by its own rule for closings.
pub(crate) struct Since<'s, 'a> {
    pub(crate) asker: &'s Asker<'a>,
    pub(crate) when: When,
}

impl Scope for Since<'_, '_> {
    fn trigger(&self) -> usize {
        self.when.trigger
    }

    fn value(&self, term: &Term) -> Answer {
        match &term.of {
            Of::Fact(id) => self.asker.fact(*id, self.when),
            _ => Answer::Unknown,
        }
    }

    fn stands(&self, _how: DutyStanding, _clause: &str) -> Tri {
        Tri::Unknown
    }
}

/// The expression of a fact, after an entry.
pub(crate) struct Within<'s, 'a> {
    pub(crate) asker: &'s Asker<'a>,
    pub(crate) n: Option<usize>,
    pub(crate) when: When,
}

impl Scope for Within<'_, '_> {
    fn trigger(&self) -> usize {
        self.when.trigger
    }

    fn value(&self, term: &Term) -> Answer {
        match &term.of {
            Of::Fact(id) => self.asker.fact_at(*id, self.n, self.when),
            _ => Answer::Unknown,
        }
    }

    fn stands(&self, _how: DutyStanding, _clause: &str) -> Tri {
        Tri::Unknown
    }
}

/// The answer of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Yes, no or not known.
    Truth(Tri),
    /// A number.
    Int(i64),
    /// A word.
    Text(String),
}
