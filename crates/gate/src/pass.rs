//! The answer: a pass, or a refusal. Only this crate can make a pass.

use std::collections::BTreeSet;

use crate::action::Action;
use crate::class::Classes;
use crate::person::Person;
use crate::tie::{Relations, Ties};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On<'a> {
    /// A child, with who works with them.
    Child(&'a Ties),
    /// A team of an authority.
    Team {
        /// Its authority.
        authority: &'a str,
        /// The team.
        team: &'a str,
    },
    /// An authority as a whole.
    Authority(&'a str),
    /// The person's own.
    Own,
    /// The whole installation.
    Installation,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Who asks.
    pub person: &'a Person,
    /// To do what.
    pub action: Action,
    /// To what.
    pub on: On<'a>,
    /// How the person is tied to the child; empty where the question is about none.
    pub relations: &'a Relations,
    /// Whether a second factor was given within the last five minutes (safety R43).
    pub fresh: bool,
    /// The scopes of a token; nothing where a person signed in themselves.
    pub scopes: Option<&'a BTreeSet<String>>,
}

/// That a question was answered with yes: to whom, for what, and which classes of fact they may read.
///
/// INVARIANT: made by [`crate::Gate::decide`] alone.
#[derive(Debug, Clone)]
pub struct Pass {
    pub(crate) person: Person,
    pub(crate) action: Action,
    pub(crate) child: Option<String>,
    pub(crate) authority: String,
    pub(crate) team: Option<String>,
    pub(crate) relations: Relations,
    pub(crate) reads: Classes,
}

impl Pass {
    /// To whom.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// For what.
    pub fn action(&self) -> Action {
        self.action
    }

    /// For which child; nothing where it is about none.
    pub fn child(&self) -> Option<&str> {
        self.child.as_deref()
    }

    /// In which authority's affairs: the person's own.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// For which team.
    pub fn team(&self) -> Option<&str> {
        self.team.as_deref()
    }

    /// How the person is tied to the child, closest first.
    pub fn relations(&self) -> &Relations {
        &self.relations
    }

    /// Which classes of fact they may read.
    pub fn reads(&self) -> Classes {
        self.reads
    }
}

/// The answer to a question.
#[derive(Debug, Clone)]
pub enum Decision {
    /// Yes.
    Permit(Pass),
    /// No, and why.
    Refuse(Refused),
}

/// Why a question was answered with no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// For the person where they may know that the thing exists, and for the log.
    pub reason: String,
    /// Whether the person may know that the thing exists; where not, the answer is that of a thing that does not.
    pub may_know: bool,
    /// Whether evaluation failed: a refusal, and an alarm (safety R5).
    pub alarm: bool,
}

/// Something that may be kept: a pass was shown for it.
///
/// INVARIANT: made by [`crate::Gate::admit`] alone.
#[derive(Debug, Clone)]
pub struct Admitted<E> {
    pub(crate) pass: Pass,
    pub(crate) what: E,
}

impl<E> Admitted<E> {
    /// By whom, for what.
    pub fn pass(&self) -> &Pass {
        &self.pass
    }

    /// What may be kept.
    pub fn what(&self) -> &E {
        &self.what
    }

    /// Takes it out, to keep it.
    pub fn into_parts(self) -> (Pass, E) {
        (self.pass, self.what)
    }
}
