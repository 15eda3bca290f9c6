//! A condition on the child's status and facts, on the event that set a clause off, and on answers to questions.
//!
//! Comes from the text of an `if:`, in the syntax of the Common Expression Language cut down to what can be decided: truth, words of an
//! enumeration, whole numbers, membership. What comes out is a typed tree; every name and word in it exists. It is worked
//! out elsewhere (`duties`), and every answer is yes, no, or not known.

mod parse;
mod tokens;

use serde::{Deserialize, Serialize};

use crate::facts::{FactId, Facts};
use crate::pattern::RoleWant;
use crate::vocabulary::{EventId, Vocabulary, Word};

pub use tokens::{UNDER_ON, names};

/// What kind of value a fact or an attribute has in a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Sort {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A day.
    Day,
    /// One of these words.
    Word(Vec<Word>),
    /// Some of these words.
    Set(Vec<Word>),
    /// A role.
    Role,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    /// `true` or `false`.
    Always(bool),
    /// `a && b`.
    And(Vec<Expr>),
    /// `a || b`.
    Or(Vec<Expr>),
    /// `!a`.
    Not(Box<Expr>),
    /// A fact that is yes or no.
    Holds(Term),
    /// Whether the event that set the clause off says anything here: `has(trigger.about)`.
    Given(Term),
    /// A word that is one of these: `csc_plan in ['child-in-need']`.
    Among(Term, Vec<Word>),
    /// A set that has one of these: `'s20' in care_bases`.
    Has(Term, Vec<Word>),
    /// A set that is exactly this: `care_bases == ['remand']`.
    Exactly(Term, Vec<Word>),
    /// A role that answers to one of these: `trigger.by == 'police'`.
    Role(Term, Vec<RoleWant>),
    /// A number compared: `age < 17`.
    Number(Term, Op, i64),
    /// Which of several events set the clause off: `trigger.event == 'bailed'`.
    Event(Vec<EventId>),
    /// How the duty of another clause stands: `missed('dudley-9.8a')`.
    Duty(Standing, String),
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// `==`
    Equal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Op {
    /// Whether `a op b`.
    pub const fn holds(self, a: i64, b: i64) -> bool {
        match self {
            Op::Equal => a == b,
            Op::Less => a < b,
            Op::AtMost => a <= b,
            Op::More => a > b,
            Op::AtLeast => a >= b,
        }
    }
}

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Shown to be done, in time or late.
    Done,
    /// Overdue, or done late.
    Missed,
    /// Still open.
    Owed,
}

/// What a comparison looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// As it stood the moment before the event that set the clause off.
    pub before: bool,
    /// What is looked at.
    pub of: Of,
}

/// What a comparison looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Of {
    /// A fact about the child.
    Fact(FactId),
    /// An attribute of the event that set the clause off, with its place in each event that has it.
    Trigger(String, Vec<(EventId, u8)>),
    /// An answer to the clause's question of this number.
    Asked(u16),
}

/// The answer of a rule that is not simply yes or no.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ValueExpr {
    /// A number.
    Int(i64),
    /// A word.
    Text(String),
    /// Yes or no.
    Truth(Expr),
    /// The value of a fact or attribute.
    Of(Term),
    /// `condition ? this : that`.
    Choose(Box<Expr>, Box<ValueExpr>, Box<ValueExpr>),
}

impl Expr {
    /// The facts it names.
    pub fn facts(&self) -> Box<dyn Iterator<Item = FactId> + '_> {
        Box::new(self.terms().into_iter().filter_map(|t| if let Of::Fact(f) = t.of { Some(f) } else { None }))
    }

    /// Everything it looks at.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            Expr::Always(_) | Expr::Event(_) | Expr::Duty(..) => Vec::new(),
            Expr::And(all) | Expr::Or(all) => all.iter().flat_map(Expr::terms).collect(),
            Expr::Not(inner) => inner.terms(),
            Expr::Holds(t)
            | Expr::Given(t)
            | Expr::Among(t, _)
            | Expr::Has(t, _)
            | Expr::Exactly(t, _)
            | Expr::Role(t, _)
            | Expr::Number(t, ..) => vec![t],
        }
    }

    /// The clauses whose duties it looks at.
    pub fn duties(&self) -> Vec<&str> {
        match self {
            Expr::And(all) | Expr::Or(all) => all.iter().flat_map(Expr::duties).collect(),
            Expr::Not(inner) => inner.duties(),
            Expr::Duty(_, clause) => vec![clause],
            _ => Vec::new(),
        }
    }
}

impl ValueExpr {
    /// Everything it looks at.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            ValueExpr::Int(_) | ValueExpr::Text(_) => Vec::new(),
            ValueExpr::Truth(expr) => expr.terms(),
            ValueExpr::Of(term) => vec![term],
            ValueExpr::Choose(condition, this, that) => {
                condition.terms().into_iter().chain(this.terms()).chain(that.terms()).collect()
            }
        }
    }

    /// The clauses whose duties it looks at.
    pub fn duties(&self) -> Vec<&str> {
        match self {
            ValueExpr::Truth(expr) => expr.duties(),
            ValueExpr::Choose(condition, this, that) => {
                condition.duties().into_iter().chain(this.duties()).chain(that.duties()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What a condition may name.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The facts of the protocol.
    pub facts: &'a Facts,
    /// The vocabulary.
    pub vocabulary: &'a Vocabulary,
    /// The events that can set the clause off.
    pub trigger: &'a [EventId],
    /// The names of the clause's questions.
    pub asked: &'a [String],
    /// Where the condition stands.
    pub place: Place,
}

/// Where a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a clause.
    Clause,
    /// In a clause whose `on` was refused: what is said of its trigger cannot be judged.
    Unclear,
    /// In a fact, which no trigger, no clause and no question belongs to.
    Fact,
}

/// A cause and help.
pub type Fault = (String, Option<String>);

/// Reads a condition; every unknown name and word in it is told of at once.
pub fn read(text: &str, scope: &Scope<'_>) -> Result<Expr, Vec<Fault>> {
    parse::whole(text, scope, parse::Parser::or)
}

/// Reads the answer of a rule.
pub fn read_value(text: &str, scope: &Scope<'_>) -> Result<ValueExpr, Vec<Fault>> {
    parse::whole(text, scope, parse::Parser::value)
}
