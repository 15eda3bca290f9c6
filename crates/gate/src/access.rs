//! May they? The one decision for every page, job, export and command (safety R1), by policies; any error is a refusal and an alarm (R5).
//!
//! Comes from a [`Request`]; goes out as a [`Pass`] with the classes of fact that it lets its holder read, or as a refusal that says whether
//! the person may so much as know that the thing exists.

use std::fmt;

use protocol::vocabulary::EventId;
use protocol::{Refusals, Vocabulary};

use crate::action::Action;
use crate::class::{Class, Classes};
use crate::facts::{Facts, Thing};
use crate::pass::{Admitted, Decision, On, Pass, Refused, Request};
use crate::policies::{Answer, Ask, Policies};
use crate::reading::Reading;

/// Why policies cannot be used: every fault at once, with its line.
#[derive(Debug)]
pub struct BadPolicy(pub Refusals);

impl fmt::Display for BadPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for BadPolicy {}

/// The words in which the shipped policies are written.
pub const SCHEMA: (&str, &str) = ("access/schema.cedarschema", include_str!("../../../access/schema.cedarschema"));

macro_rules! shipped {
    ($($name:literal)+) => {
        /// The shipped policies, each with its file.
        pub const POLICIES: &[(&str, &str)] = &[
            $((concat!("access/policies/", $name, ".cedar"), include_str!(concat!("../../../access/policies/", $name, ".cedar"))),)+
        ];
    };
}

shipped!("everywhere" "records-restricted" "children" "classes" "events" "teams" "staff" "own" "program");

/// The one that decides.
#[derive(Debug)]
pub struct Gate {
    policies: Policies,
    reading: Reading,
}

impl Gate {
    /// With the shipped policies and classes.
    pub fn shipped(vocabulary: &Vocabulary) -> Result<Gate, BadPolicy> {
        let reading = Reading::shipped(vocabulary).map_err(|e| BadPolicy(e.0))?;
        Gate::new(SCHEMA, POLICIES, reading)
    }

    /// With these policies, each file with its name.
    pub fn new(schema: (&str, &str), policies: &[(&str, &str)], reading: Reading) -> Result<Gate, BadPolicy> {
        let policies = Policies::read(schema, policies).map_err(BadPolicy)?;
        Ok(Gate { policies, reading })
    }

    /// The class of every fact.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// May they?
    pub fn decide(&self, asked: &Request<'_>) -> Decision {
        let Some(facts) = Facts::of(asked) else {
            return Decision::Refuse(Refused::failed(format!("`{}` is asked of the wrong thing", asked.action.word())));
        };
        let reads = match self.weigh(asked.action, &facts) {
            Ok(reads) => reads,
            Err(refused) => return Decision::Refuse(refused),
        };
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
            reads,
            facts,
        })
    }

    /// Whether events may be recorded by whom the pass was given to: the pass is for that, and each event is theirs to record.
    pub fn admit<E>(&self, pass: &Pass, events: &[EventId], what: E) -> Result<Admitted<E>, Refused> {
        events.iter().try_for_each(|event| self.may_record(pass, *event))?;
        Ok(Admitted { pass: pass.clone(), what })
    }

    fn may_record(&self, pass: &Pass, event: EventId) -> Result<(), Refused> {
        let Some(kept) = self.reading.kept(event) else {
            return Err(Refused::failed("the event is not of this vocabulary".to_owned()));
        };
        if !pass.action.records(&kept.name) {
            return Err(Refused::known(format!("to {} is not to record `{}`", pass.action.means(), kept.name)));
        }
        // What has a door of its own does not come in as a correction either: whoever corrects may do that too.
        if pass.action == Action::CorrectEvent
            && let Some(door) = Action::door_of(&kept.name)
        {
            self.weigh(door, &pass.facts)?;
        }
        let on = kept.on(pass.reads.has(kept.class));
        let ask = if pass.action == Action::CorrectEvent { Ask::Rewrite } else { Ask::Write };
        match self.ask(ask, &Facts { on, ..pass.facts }) {
            Answer::Yes => Ok(()),
            Answer::No { says: reason, .. } => {
                Err(Refused::known(reason.unwrap_or_else(|| format!("`{}` is not yours to record", kept.name))))
            }
            Answer::Failed(error) => Err(Refused::failed(error)),
        }
    }

    /// Whether something that is no event may be kept by whom the pass was given to: the pass is for keeping such things.
    pub fn admit_other<E>(&self, pass: &Pass, what: E) -> Result<Admitted<E>, Refused> {
        if pass.action.keeps() {
            return Ok(Admitted { pass: pass.clone(), what });
        }
        Err(Refused::known(format!("to {} changes nothing", pass.action.means())))
    }

    /// The classes that a permitted question lets its asker read; or why it is refused.
    fn weigh(&self, action: Action, facts: &Facts) -> Result<Classes, Refused> {
        match self.ask(Ask::To(action), facts) {
            Answer::Yes => self.reads(facts),
            Answer::Failed(error) => Err(Refused::failed(error)),
            Answer::No { says, stale } => Err(Refused {
                reason: says.unwrap_or_else(|| format!("your post does not let you {}", action.means())),
                may_know: self.may_know(facts),
                alarm: false,
                fresh_would_do: stale && self.ask(Ask::To(action), &Facts { fresh: true, ..*facts }) == Answer::Yes,
            }),
        }
    }

    /// Which classes of fact may be read: each is asked for by itself.
    fn reads(&self, facts: &Facts) -> Result<Classes, Refused> {
        let mut reads = Classes::NONE;
        if !matches!(facts.on, Thing::Child { .. } | Thing::Installation) {
            return Ok(reads);
        }
        for class in Class::ALL {
            match self.ask(Ask::Read(class), facts) {
                Answer::Yes => reads = reads.with(class),
                Answer::No { .. } => {}
                Answer::Failed(error) => return Err(Refused::failed(error)),
            }
        }
        Ok(reads)
    }

    /// Whether someone who is refused may know that the thing exists: a child, where they may see it; anything else, where it is their own
    /// authority's. What they show to ask, a token or a second factor, has no part in it.
    fn may_know(&self, facts: &Facts) -> bool {
        match facts.on {
            Thing::Child { .. } => self.ask(Ask::To(Action::SeeChild), &Facts { token: None, ..*facts }) == Answer::Yes,
            Thing::Team(_) => self.ask(Ask::To(Action::SeeTeam), &Facts { token: None, ..*facts }) == Answer::Yes,
            _ => facts.active && facts.own_authority,
        }
    }

    /// Whether the policies permit it, for the table.
    pub(crate) fn says_yes(&self, ask: Ask, facts: &Facts) -> bool {
        self.ask(ask, facts) == Answer::Yes
    }

    fn ask(&self, ask: Ask, facts: &Facts) -> Answer {
        self.policies.answer(ask, facts)
    }
}
