//! The answer: a pass, or a refusal. Only this crate can make a pass.

use std::collections::BTreeSet;

use crate::action::Action;
use crate::class::Classes;
use crate::facts::Facts;
use crate::person::{Person, Service};
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
        /// Its service.
        service: Service,
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
    /// The person whom it is about: whose entry among the staff is changed; nothing where it is about none.
    pub about: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// A question of someone who signed in, with no second factor given just now, about nobody in particular.
    pub const fn new(person: &'a Person, action: Action, on: On<'a>, relations: &'a Relations) -> Request<'a> {
        Request { person, action, on, relations, fresh: false, scopes: None, about: None }
    }
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
    pub(crate) facts: Facts,
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
#[expect(clippy::large_enum_variant, reason = "an answer is looked at once and never kept in a list")]
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
    /// Whether it would be a yes with a fresh second factor: the person may give one and ask again (safety R43).
    pub fresh_would_do: bool,
}

impl Refused {
    /// Of something that the person knows of.
    pub(crate) const fn known(reason: String) -> Refused {
        Refused { reason, may_know: true, alarm: false, fresh_would_do: false }
    }

    /// Because the question could not be decided.
    pub(crate) const fn failed(reason: String) -> Refused {
        Refused { reason, may_know: false, alarm: true, fresh_would_do: false }
    }
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
