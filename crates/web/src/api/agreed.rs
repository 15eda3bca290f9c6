//! What was agreed: protocols, clauses, the agreed words. Nobody's secret, and no child is in it.

use std::collections::BTreeMap;

use protocol::Clause;
use protocol::vocabulary::{RoleId, Service, Type};

use crate::api::shapes::{
    Asked, AttributeWord, ClauseInShort, ClauseShown, EventWord, ProtocolShown, RoleWord, SectionShown, Words,
};
use crate::api::{answer, only};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;

/// An authority's protocol as it is now in force, or `statute` for the law beneath.
#[utoipa::path(get, path = "/api/v1/protocols/{authority}", tag = "protocols", operation_id = "protocol",
    params(("authority" = String, Path, description = "The authority, or `statute`")),
    responses((status = 200, body = ProtocolShown)))]
pub async fn protocol(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let protocol = found(&ask)?;
    let section = |s: &protocol::Section| SectionShown { number: s.number.clone(), heading: s.heading.clone() };
    let clause = |c: &Clause| ClauseInShort {
        id: c.id.clone(),
        para: c.para.clone(),
        became: c.became().word(),
        says: c.says.clone(),
    };
    answer(&ProtocolShown {
        authority: protocol.authority.clone(),
        sections: protocol.sections.iter().map(section).collect(),
        clauses: protocol.clauses.iter().map(clause).collect(),
    })
}

fn found(ask: &Ask) -> Result<&'static protocol::Protocol, Problem> {
    let (name, protocols) = (ask.name("authority"), ask.app.book.protocols);
    let now = if name == "statute" { None } else { protocols.edition(name, ask.moment().day()) };
    now.or_else(|| protocols.latest(name)).ok_or_else(Problem::not_found)
}

/// A clause, with all that is known of it.
#[utoipa::path(get, path = "/api/v1/protocols/{authority}/clauses/{clause}", tag = "protocols", operation_id = "clause",
    params(
        ("authority" = String, Path, description = "The authority, or `statute`"),
        ("clause" = String, Path, description = "The clause's id; its authority may be left out"),
    ),
    responses((status = 200, body = ClauseShown)))]
pub async fn clause(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let clause = found(&ask)?.clause(ask.name("clause")).ok_or_else(Problem::not_found)?;
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let role = |role: Option<RoleId>| role.map(|id| vocabulary.role(id).name.clone());
    answer(&ClauseShown {
        id: clause.id.clone(),
        para: clause.para.clone(),
        kind: clause.kind.word(),
        became: clause.became().word(),
        says: clause.says.clone(),
        items: clause.items.clone(),
        owner: role(clause.owner),
        towards: role(clause.towards),
        condition: clause.condition.as_ref().map(|c| c.text.clone()),
        due: clause.due.as_ref().map(|d| d.text.clone()),
        asks: clause.asks.iter().map(|q| Asked { question: q.name.clone(), text: q.text.clone() }).collect(),
        same_as: clause.same_as.clone(),
        see_also: clause.see_also.clone(),
        note: clause.note.clone(),
    })
}

/// The agreed words: events with their attributes, roles, enumerations.
#[utoipa::path(get, path = "/api/v1/vocabulary", tag = "protocols", operation_id = "vocabulary",
    responses((status = 200, body = Words)))]
pub async fn vocabulary(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let attribute = |a: &protocol::vocabulary::Attribute| AttributeWord {
        name: a.name.clone(),
        of: type_in_words(&a.of),
        required: a.required,
        means: a.means.clone(),
    };
    let events = vocabulary.events().map(|(_, kind)| EventWord {
        name: kind.name.clone(),
        means: kind.means.clone(),
        recorded_by: kind.recorded_by.clone(),
        derived: kind.derived.clone(),
        attributes: kind.attributes.iter().map(attribute).collect(),
    });
    let roles = vocabulary.roles().map(|(_, role)| RoleWord {
        name: role.name.clone(),
        means: role.means.clone(),
        service: match role.service {
            Service::Yjs => "yjs",
            Service::Csc => "csc",
            Service::Both => "both",
            Service::Third => "third",
        },
    });
    let enumerations: BTreeMap<String, Vec<String>> =
        vocabulary.enumerations().map(|name| (name.to_owned(), vocabulary.values(name).to_vec())).collect();
    answer(&Words { events: events.collect(), roles: roles.collect(), enumerations })
}

/// A type as `vocabulary.yaml` writes it.
fn type_in_words(of: &Type) -> String {
    let (word, list) = match of {
        Type::Text => ("text".to_owned(), false),
        Type::Bool => ("bool".to_owned(), false),
        Type::Int => ("integer".to_owned(), false),
        Type::Date => ("date".to_owned(), false),
        Type::Role { list } => ("role".to_owned(), *list),
        Type::Record => ("record".to_owned(), false),
        Type::Enum { name, list } => (format!("enum:{name}"), *list),
    };
    if list { format!("list of {word}") } else { word }
}
