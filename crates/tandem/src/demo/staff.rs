//! Who works in a borough, in which team, in which roles?
//!
//! Comes from `demo/staff.yaml`; goes out as teams and people, in written order. None of them is real.

use protocol::yaml::Node;

use super::data::{list, text, texts};

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// A short id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// `yjs`, `csc` or `authority`.
    pub service: String,
    /// The service every one of whose children it may see.
    pub covers: Option<String>,
    /// The children it is there for, where not for all: `looked-after`.
    pub serves: Option<String>,
    /// A telephone number of the ranges kept for drama; empty where it has none.
    pub telephone: String,
}

/// Someone who works for the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// A short id.
    pub id: String,
    /// The name.
    pub name: String,
    /// `yjs`, `csc` or `authority`.
    pub service: String,
    /// `practitioner`, `manager`, `head`, `duty`, `reviewing`, `chair`, `support`, `data` or `administrator`.
    pub standing: String,
    /// The vocabulary's roles that the person fills.
    pub roles: Vec<String>,
    /// The teams that the person belongs to, or heads.
    pub teams: Vec<String>,
    /// The teams whose work the person answers for.
    pub leads: Vec<String>,
    /// The name for signing in.
    pub sign_in: String,
    /// A telephone number of the ranges kept for drama.
    pub telephone: String,
}

/// The staff of one authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The authority.
    pub authority: String,
    /// Its teams.
    pub teams: Vec<Team>,
    /// Its people.
    pub people: Vec<Person>,
}

/// Reads the staff of every authority.
pub fn read(root: &Node) -> Vec<Staff> {
    let each = root.get("authorities").into_iter().flat_map(Node::entries);
    each.map(|(name, _, node)| Staff {
        authority: name.to_owned(),
        teams: list(node, "teams").iter().map(team).collect(),
        people: list(node, "people").iter().map(person).collect(),
    })
    .collect()
}

fn team(node: &Node) -> Team {
    let said = |key: &str| text(node, key).unwrap_or_default();
    Team {
        id: said("id"),
        name: said("name"),
        service: said("service"),
        covers: text(node, "covers"),
        serves: text(node, "serves"),
        telephone: said("telephone"),
    }
}

fn person(node: &Node) -> Person {
    let said = |key: &str| text(node, key).unwrap_or_default();
    Person {
        id: said("id"),
        name: said("name"),
        service: said("service"),
        standing: said("standing"),
        roles: texts(node.get("roles")),
        teams: texts(node.get("teams")),
        leads: texts(node.get("leads")),
        sign_in: said("sign-in"),
        telephone: said("telephone"),
    }
}
