//! Where does a clause stand, and what is it called on a page? The section that holds it, its address, its name as people say it.

use protocol::clause::Clause;
use protocol::{Protocol, Protocols};

use crate::form::in_address;
use crate::owed::Shown;
use crate::parts::Link;

/// The word of a section in addresses: the name of its file.
pub fn word_of(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".yaml").unwrap_or(name)
}

/// The printed section in which a clause stands: its word in addresses, its number and its heading.
pub fn section<'p>(protocols: &'p Protocols, clause: &str) -> Option<(&'p str, String)> {
    let (protocol, clause) = protocols.clause(clause)?;
    let section = protocol.section_of(protocol.place(&clause.id)?)?;
    let of = if protocol.authority == "statute" { "The law: " } else { "" };
    Some((word_of(&section.file), format!("{of}{} {}", section.number, section.heading)))
}

/// The address of a clause on the page of its section.
pub fn address(protocols: &Protocols, clause: &str) -> String {
    let Some((protocol, clause)) = protocols.clause(clause) else { return "/protocol".to_owned() };
    if protocol.authority == "statute" {
        return format!("/protocol/law#{}", clause.id);
    }
    let word = section(protocols, &clause.id).map_or("", |(word, _)| word);
    format!("/protocol/{}?authority={}#{}", in_address(word), in_address(&protocol.authority), clause.id)
}

/// A clause as people say it, in short: without the authority's name, and one of the law's by the Act.
pub fn spoken(protocol: &Protocol, clause: &Clause) -> String {
    if let Some(law) = &clause.law {
        return law.cited.clone();
    }
    format!("Clause {}", protocol.own_number(clause))
}

/// The same by a clause's id.
pub fn number(protocols: &Protocols, id: &str) -> String {
    protocols.clause(id).map_or_else(|| id.to_owned(), |(protocol, clause)| spoken(protocol, clause))
}

/// The link to a clause as it is printed.
pub fn to_clause(protocols: &Protocols, id: &str) -> Link {
    Link::new(number(protocols, id), address(protocols, id))
}

/// Where it says why a duty is owed; empty where that is not for the one who looks.
pub fn why_address(one: &Shown) -> String {
    if one.masked {
        return String::new();
    }
    format!("/children/{}/why?duty={}", one.child, in_address(&one.key()))
}

/// The link from a duty's date to why it is owed.
pub fn why(protocols: &Protocols, one: &Shown) -> Option<Link> {
    (!one.masked).then(|| Link::new(number(protocols, &one.line.clause), why_address(one)))
}
