//! What decides? The few facts of a question that policies can see, and nothing else: no name, no number, no child.
//!
//! Comes from a [`Request`]; goes to the policies. Two questions with the same facts have the same answer, because nothing else reaches them.

use crate::action::Kind;
use crate::class::Class;
use crate::pass::{On, Request};
use crate::person::{Service, Standing};
use crate::reading::RecordedBy;
use crate::tie::Relation;

/// What a question is about, as policies see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Child { restricted: bool, joint: bool },
    Event { recorded_by: RecordedBy, class: Class, readable: bool },
    Team(Service),
    Staff,
    Authority,
    Own,
    Installation,
}

/// How a person is tied to a child, as a set: bit n stands for the n-th relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tie(u8);

impl Tie {
    pub(crate) const NONE: Tie = Tie(0);

    pub(crate) fn of(relations: &[Relation]) -> Tie {
        Tie(relations.iter().fold(0, |bits, relation| bits | (1 << *relation as u8)))
    }

    /// Every set of relations.
    pub(crate) fn all() -> impl Iterator<Item = Tie> {
        (0..1 << Relation::ALL.len()).map(Tie)
    }

    pub(crate) const fn has(self, relation: Relation) -> bool {
        self.0 & (1 << relation as u8) != 0
    }
}

/// What a program may do that shows a person's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Scopes {
    pub(crate) read: bool,
    pub(crate) write: bool,
    pub(crate) export: bool,
}

impl Scopes {
    /// No token, and a token of every kind.
    pub(crate) fn all() -> impl Iterator<Item = Option<Scopes>> {
        let of = |bits: u8| Some(Scopes { read: bits & 1 != 0, write: bits & 2 != 0, export: bits & 4 != 0 });
        std::iter::once(None).chain((0..8).map(of))
    }
}

/// All that policies can see of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Facts {
    pub(crate) service: Service,
    pub(crate) standing: Standing,
    pub(crate) active: bool,
    pub(crate) on: Thing,
    pub(crate) tie: Tie,
    pub(crate) token: Option<Scopes>,
    pub(crate) fresh: bool,
    pub(crate) own_authority: bool,
    pub(crate) about_self: bool,
}

impl Facts {
    /// The facts of a question; nothing where it asks something of what it cannot be asked of.
    pub(crate) fn of(asked: &Request<'_>) -> Option<Facts> {
        let person = asked.person;
        let its = |authority: &str| authority == person.authority;
        let (on, tie, own_authority) = match (asked.action.kind(), &asked.on) {
            (Kind::Child, On::Child(ties)) => {
                let child = Thing::Child { restricted: ties.restricted, joint: ties.open_to_yjs && ties.open_to_csc };
                (child, Tie::of(asked.relations), ties.authorities.iter().any(|a| its(a)))
            }
            (Kind::Team, On::Team { authority, team, service }) => {
                let works = person.teams.iter().any(|t| t == team).then_some(Relation::Team);
                let leads = person.leads.iter().any(|t| t == team).then_some(Relation::Leads);
                let tie: Vec<Relation> = works.into_iter().chain(leads).collect();
                (Thing::Team(*service), Tie::of(&tie), its(authority))
            }
            (Kind::Staff, On::Authority(authority)) => (Thing::Staff, Tie::NONE, its(authority)),
            (Kind::Authority, On::Authority(authority)) => (Thing::Authority, Tie::NONE, its(authority)),
            (Kind::Own, On::Own) => (Thing::Own, Tie::NONE, true),
            (Kind::Installation, On::Installation) => (Thing::Installation, Tie::NONE, true),
            _ => return None,
        };
        let scoped = |word: &str| asked.scopes.is_some_and(|scopes| scopes.contains(word));
        Some(Facts {
            service: person.service,
            standing: person.standing,
            active: person.active,
            on,
            tie,
            token: asked.scopes.map(|_| Scopes {
                read: scoped("read"),
                write: scoped("write"),
                export: scoped("export"),
            }),
            fresh: asked.fresh,
            own_authority,
            about_self: asked.about == Some(person.id.as_str()),
        })
    }
}
