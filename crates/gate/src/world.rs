//! What do policies see? Every kind of person and of thing there can be, made once: they are few.
//!
//! Comes from [`Facts`]; goes out in the words of `access/schema.cedarschema`. A person is here one of their kind, never themselves.

use std::collections::BTreeMap;

use cedar_policy::{Context, Entities, Entity, EntityId, EntityUid, RestrictedExpression, Schema};

use crate::class::Class;
use crate::facts::{Facts, Scopes, Thing, Tie};
use crate::person::{Service, Standing};
use crate::reading::RecordedBy;
use crate::tie::Relation;

pub(crate) type Mismatch = Box<dyn std::error::Error>;

/// Each service, in the order of the table of access.
pub(crate) const SERVICES: [Service; 3] = [Service::Yjs, Service::Csc, Service::Authority];
const BOTH: [bool; 2] = [false, true];

/// Facts to begin with, where only some matter.
pub(crate) const EXAMPLE: Facts = Facts {
    service: Service::Yjs,
    standing: Standing::Practitioner,
    active: true,
    on: Thing::Own,
    tie: Tie::NONE,
    token: None,
    fresh: false,
    own_authority: true,
    about_self: false,
};

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) entities: Entities,
    people: BTreeMap<(Service, Standing, bool), EntityUid>,
    things: BTreeMap<Thing, EntityUid>,
    ties: BTreeMap<Tie, RestrictedExpression>,
    tokens: BTreeMap<Option<Scopes>, RestrictedExpression>,
}

impl World {
    pub(crate) fn new(schema: &Schema) -> Result<World, Mismatch> {
        let (mut all, mut people, mut things) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let (mut ties, mut tokens) = (BTreeMap::new(), BTreeMap::new());
        for service in SERVICES {
            for (standing, active) in Standing::ALL.into_iter().flat_map(|s| BOTH.map(|active| (s, active))) {
                let left = if active { "" } else { ", left" };
                let id = uid("Person", &format!("{} {}{left}", service.word(), standing.word()))?;
                let attributes = [
                    ("service".to_owned(), word("Service", service.word())?),
                    ("standing".to_owned(), word("Standing", standing.word())?),
                    ("active".to_owned(), RestrictedExpression::new_bool(active)),
                ];
                people.insert((service, standing, active), id.clone());
                all.push(Entity::new_with_tags(id, attributes, [], [])?);
            }
        }
        for on in every_thing() {
            let id = name(on)?;
            things.insert(on, id.clone());
            all.push(Entity::new_with_tags(id, attributes(on)?, [], [])?);
        }
        for tie in Tie::all() {
            let id = uid("Tie", &Relation::ALL.map(|r| if tie.has(r) { r.word() } else { "-" }).join(" "))?;
            ties.insert(tie, RestrictedExpression::new_entity_uid(id.clone()));
            let attributes = Relation::ALL.map(|r| (r.word().to_owned(), RestrictedExpression::new_bool(tie.has(r))));
            all.push(Entity::new_with_tags(id, attributes, [], [])?);
        }
        for token in Scopes::all() {
            let Scopes { read, write, export } = token.unwrap_or(Scopes { read: false, write: false, export: false });
            let used = token.is_some();
            let id = uid("Token", &format!("used {used}, read {read}, write {write}, export {export}"))?;
            tokens.insert(token, RestrictedExpression::new_entity_uid(id.clone()));
            let attributes = [("used", used), ("read", read), ("write", write), ("export", export)];
            let attributes = attributes.map(|(word, holds)| (word.to_owned(), RestrictedExpression::new_bool(holds)));
            all.push(Entity::new_with_tags(id, attributes, [], [])?);
        }
        Ok(World { entities: Entities::from_entities(all, Some(schema))?, people, things, ties, tokens })
    }

    /// The one who asks, as one of their kind.
    pub(crate) fn person(&self, facts: &Facts) -> Result<EntityUid, Mismatch> {
        let found = self.people.get(&(facts.service, facts.standing, facts.active));
        found.cloned().ok_or_else(|| "there is no such kind of person".into())
    }

    /// What is asked of, as one of its kind.
    pub(crate) fn thing(&self, on: Thing) -> Result<EntityUid, Mismatch> {
        self.things.get(&on).cloned().ok_or_else(|| "there is no such kind of thing".into())
    }

    /// The facts of a question that are neither about the person nor about the thing.
    pub(crate) fn context(&self, facts: &Facts) -> Result<Context, Mismatch> {
        let bool = RestrictedExpression::new_bool;
        Ok(Context::from_pairs([
            ("tie".to_owned(), self.ties.get(&facts.tie).cloned().ok_or("there is no such tie")?),
            ("token".to_owned(), self.tokens.get(&facts.token).cloned().ok_or("there is no such token")?),
            ("fresh".to_owned(), bool(facts.fresh)),
            ("own_authority".to_owned(), bool(facts.own_authority)),
            ("about_self".to_owned(), bool(facts.about_self)),
        ])?)
    }
}

/// Every kind of thing.
fn every_thing() -> impl Iterator<Item = Thing> {
    let children = BOTH.into_iter().flat_map(|restricted| BOTH.map(|joint| Thing::Child { restricted, joint }));
    let events = RecordedBy::ALL.into_iter().flat_map(|recorded_by| {
        let of = move |class| BOTH.map(|readable| Thing::Event { recorded_by, class, readable });
        Class::ALL.into_iter().flat_map(of)
    });
    let others = [Thing::Staff, Thing::Authority, Thing::Own, Thing::Installation];
    children.chain(events).chain(SERVICES.map(Thing::Team)).chain(others)
}

/// What policies see of a thing.
fn attributes(on: Thing) -> Result<Vec<(String, RestrictedExpression)>, Mismatch> {
    let bool = RestrictedExpression::new_bool;
    Ok(match on {
        Thing::Child { restricted, joint } => {
            vec![("restricted".to_owned(), bool(restricted)), ("joint".to_owned(), bool(joint))]
        }
        Thing::Event { recorded_by, class, readable } => vec![
            ("recorded_by".to_owned(), word("RecordedBy", recorded_by.word())?),
            ("class".to_owned(), word("Class", class.word())?),
            ("readable".to_owned(), bool(readable)),
        ],
        Thing::Team(service) => vec![("service".to_owned(), word("Service", service.word())?)],
        Thing::Staff | Thing::Authority | Thing::Own | Thing::Installation => Vec::new(),
    })
}

fn name(on: Thing) -> Result<EntityUid, Mismatch> {
    match on {
        Thing::Child { restricted, joint } => uid("Child", &format!("restricted {restricted}, joint {joint}")),
        Thing::Event { recorded_by, class, readable } => {
            uid("Event", &format!("{} {}, readable {readable}", recorded_by.word(), class.word()))
        }
        Thing::Team(service) => uid("Team", service.word()),
        Thing::Staff => uid("Staff", ""),
        Thing::Authority => uid("Authority", ""),
        Thing::Own => uid("Own", ""),
        Thing::Installation => uid("Installation", ""),
    }
}

fn word(of: &str, word: &str) -> Result<RestrictedExpression, Mismatch> {
    Ok(RestrictedExpression::new_entity_uid(uid(of, word)?))
}

pub(crate) fn uid(of: &str, id: &str) -> Result<EntityUid, Mismatch> {
    Ok(EntityUid::from_type_name_and_id(of.parse()?, EntityId::new(id)))
}
