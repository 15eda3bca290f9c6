//! The policies, ready to decide: read once, strictly validated, sorted by action (safety R5).
//!
//! Comes from a schema and the files of `access/policies/`; goes out as yes, no with the reason given, or failed. What could fail when a
//! question is decided is refused here: a word that the schema does not know, a permit without a condition, a schema that wants other facts
//! than the program has.

use std::collections::BTreeMap;
use std::sync::RwLock;

use cedar_policy::{
    Authorizer, Decision, Effect, EntityUid, Policy, PolicyId, PolicySet, Request, Schema, ValidationMode, Validator,
};
use protocol::Refusals;

use crate::action::{Action, Kind};
use crate::class::Class;
use crate::facts::{Facts, Thing};
use crate::person::Service;
use crate::reading::RecordedBy;
use crate::world::{EXAMPLE, Mismatch, World, uid};

/// What policies are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ask {
    To(Action),
    Read(Class),
    Write,
    Rewrite,
}

impl Ask {
    fn all() -> impl Iterator<Item = Ask> {
        let actions = Action::ALL.iter().map(|action| Ask::To(*action));
        actions.chain(Class::ALL.map(Ask::Read)).chain([Ask::Write, Ask::Rewrite])
    }

    fn word(self) -> String {
        match self {
            Ask::To(action) => action.word().to_owned(),
            Ask::Read(class) => format!("read-{}", class.word()),
            Ask::Write => "write-event".to_owned(),
            Ask::Rewrite => "rewrite-event".to_owned(),
        }
    }
}

/// What policies answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No {
        /// What the policy says that forbids, where one does.
        says: Option<String>,
        /// A fresh second factor might mend it.
        stale: bool,
    },
    /// A policy could not be evaluated: never a yes.
    Failed(String),
}

/// The policies that one action can meet, with the action's name.
#[derive(Debug)]
struct Slice {
    action: EntityUid,
    policies: PolicySet,
}

#[derive(Debug)]
pub(crate) struct Policies {
    authorizer: Authorizer,
    slices: BTreeMap<Ask, Slice>,
    world: World,
    /// What was answered before. Only facts reach the policies, and the policies do not change while the program runs: the same facts have the
    /// same answer. Who a person is and how they are tied is read anew for each question, so a change binds the next one (safety R6).
    known: RwLock<BTreeMap<(Ask, Facts), Answer>>,
}

/// So many answers are kept, then all are forgotten: a borough's questions have some hundred different facts.
const MOST_KNOWN: usize = 50_000;

impl Policies {
    pub(crate) fn read(schema: (&str, &str), files: &[(&str, &str)]) -> Result<Policies, Refusals> {
        let mut refusals = Refusals::default();
        let whole = |cause: String| {
            let mut refusals = Refusals::default();
            refusals.add(schema.0, 0, cause, None);
            refusals
        };
        let (read, _) = Schema::from_cedarschema_str(schema.1).map_err(|e| whole(e.to_string()))?;
        let mut all = PolicySet::new();
        for (file, text) in files {
            add(&mut all, file, text, &mut refusals);
        }
        let validated = Validator::new(read.clone()).validate(&all, ValidationMode::Strict);
        for (id, cause) in validated.validation_errors().map(|e| (e.policy_id(), e.to_string())) {
            let (file, line) = place(id);
            refusals.add(file, line, cause, Some("the words that policies may use are in the schema".into()));
        }
        for (id, cause) in validated.validation_warnings().map(|w| (w.policy_id(), w.to_string())) {
            let (file, line) = place(id);
            refusals.add(file, line, cause, None);
        }
        refusals.unless(())?;
        let differ = |e: Mismatch| whole(format!("the schema and the program do not agree: {e}"));
        let world = World::new(&read).map_err(differ)?;
        let slices = slices(&all, &read).map_err(differ)?;
        let policies = Policies { authorizer: Authorizer::new(), slices, world, known: RwLock::default() };
        policies.fits(&read).map_err(differ)?;
        Ok(policies)
    }

    /// What the policies say.
    pub(crate) fn answer(&self, ask: Ask, facts: &Facts) -> Answer {
        let known = self.known.read().ok().and_then(|known| known.get(&(ask, *facts)).cloned());
        known.unwrap_or_else(|| {
            let answer = self.evaluate(ask, facts).unwrap_or_else(|error| Answer::Failed(error.to_string()));
            if let Ok(mut known) = self.known.write() {
                if known.len() >= MOST_KNOWN {
                    known.clear();
                }
                known.insert((ask, *facts), answer.clone());
            }
            answer
        })
    }

    fn evaluate(&self, ask: Ask, facts: &Facts) -> Result<Answer, Mismatch> {
        let slice = self.slices.get(&ask).ok_or("no policy knows the action")?;
        let request = self.request(slice, facts, None)?;
        let answer = self.authorizer.is_authorized(&request, &slice.policies, &self.world.entities);
        // A `forbid` that fails is skipped, and a `permit` beside it would win: any error is a refusal (safety, section 0.1).
        if let Some(error) = answer.diagnostics().errors().next() {
            return Ok(Answer::Failed(error.to_string()));
        }
        if answer.decision() == Decision::Allow {
            return Ok(Answer::Yes);
        }
        let forbidding = || answer.diagnostics().reason().filter_map(|id| slice.policies.policy(id));
        let first = forbidding().min_by(|a, b| a.id().cmp(b.id()));
        Ok(Answer::No {
            says: first.and_then(|p| p.annotation("says")).map(str::to_owned),
            stale: forbidding().any(|p| p.annotation("mends") == Some("fresh")),
        })
    }

    /// Whether the schema wants just the facts that the program has, for every action: asked once here, it need not be asked each time.
    fn fits(&self, schema: &Schema) -> Result<(), Mismatch> {
        for (ask, slice) in &self.slices {
            let facts = Facts { on: example(*ask), ..EXAMPLE };
            self.request(slice, &facts, Some(schema))?;
        }
        Ok(())
    }

    fn request(&self, slice: &Slice, facts: &Facts, by: Option<&Schema>) -> Result<Request, Mismatch> {
        let (person, thing) = (self.world.person(facts)?, self.world.thing(facts.on)?);
        Ok(Request::new(person, slice.action.clone(), thing, self.world.context(facts)?, by)?)
    }
}

/// Adds the policies of a file, each under its file and line.
fn add(all: &mut PolicySet, file: &str, text: &str, refusals: &mut Refusals) {
    let found: PolicySet = match text.parse() {
        Ok(found) => found,
        Err(error) => return refusals.add(file, 0, format!("it cannot be read: {error}"), None),
    };
    for template in found.templates() {
        refusals.add(file, 0, format!("`{}` is a template; write policies only", template.id()), None);
    }
    for policy in found.policies() {
        let line = line(policy, text);
        if policy.effect() == Effect::Permit && !policy.has_non_scope_constraint() {
            let help = "say under which condition with `when { … }`";
            refusals.add(file, line, "a permit without a condition lets everybody in", Some(help.into()));
        }
        let named = policy.new_id(PolicyId::new(format!("{file}:{line:04}")));
        if let Err(error) = all.add(named) {
            refusals.add(file, line, error.to_string(), None);
        }
    }
}

/// The line on which a policy begins.
fn line(policy: &Policy, text: &str) -> usize {
    let begins = policy.to_cedar().and_then(|own| text.find(own.trim()));
    begins.and_then(|at| text.get(..at)).map_or(0, |before| before.matches('\n').count() + 1)
}

/// File and line of a policy, from its id.
fn place(id: &PolicyId) -> (&str, usize) {
    let id: &str = id.as_ref();
    id.rsplit_once(':').map_or((id, 0), |(file, line)| (file, line.parse().unwrap_or(0)))
}

/// For each action the policies that it can meet: a decision then looks at some ten and not at all.
fn slices(all: &PolicySet, schema: &Schema) -> Result<BTreeMap<Ask, Slice>, Mismatch> {
    let mut slices = BTreeMap::new();
    for ask in Ask::all() {
        slices.insert(ask, Slice { action: uid("Action", &ask.word())?, policies: PolicySet::new() });
    }
    for policy in all.policies() {
        let meets: Vec<EntityUid> = policy.get_valid_request_envs(schema).map(|env| env.action().clone()).collect();
        for slice in slices.values_mut().filter(|slice| meets.contains(&slice.action)) {
            slice.policies.add(policy.clone())?;
        }
    }
    Ok(slices)
}

/// Something that an action can be done to.
fn example(ask: Ask) -> Thing {
    match ask {
        Ask::Write | Ask::Rewrite => {
            Thing::Event { recorded_by: RecordedBy::Both, class: Class::Joint, readable: true }
        }
        Ask::Read(_) => Thing::Child { restricted: false, joint: false },
        Ask::To(action) => match action.kind() {
            Kind::Child => Thing::Child { restricted: false, joint: false },
            Kind::Team => Thing::Team(Service::Yjs),
            Kind::Staff => Thing::Staff,
            Kind::Authority => Thing::Authority,
            Kind::Own => Thing::Own,
            Kind::Installation => Thing::Installation,
        },
    }
}
