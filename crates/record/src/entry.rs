//! What a line of the log can say, of a child or of the staff of an authority.
//!
//! Written as JSON, and read again by every later version: fields are added, never renamed. An event stands in it in the contract's form.

use gate::{Person, Team};
use serde::{Deserialize, Serialize};

/// One line of a child's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Entry {
    /// The record begins.
    Opened {
        /// Who the child is.
        details: Details,
    },
    /// Who the child is was put right: all of it, as it now stands.
    Details {
        /// Who the child is.
        details: Details,
    },
    /// Something happened, or what was said before is corrected or taken back.
    Event {
        /// In the contract's form (A journey).
        event: serde_json::Value,
    },
    /// A worker or a team is at work with the child.
    Involved(Place),
    /// No longer.
    Uninvolved(Place),
    /// The people around the child, as they now stand.
    Network {
        /// All of them.
        contacts: Vec<Contact>,
    },
    /// The brothers and sisters who have a record here, as they now stand.
    Siblings {
        /// Their records.
        children: Vec<String>,
    },
    /// What everybody who opens the record must see, as it now stands.
    Warnings {
        /// All of them.
        warnings: Vec<Warning>,
    },
    /// Only the people named may see the record; everybody tied to the child, where nothing is said.
    Restricted {
        /// Their ids.
        people: Option<Vec<String>>,
        /// Why, in words; empty where whoever restricted it said nothing.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A note about an event has been put into a case system.
    Noted {
        /// The event's id.
        event: String,
        /// Whose system: `yjs` or `csc`.
        system: String,
    },
}

/// Who works with a child.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// `yjs`, `csc` or `authority`.
    pub service: String,
    /// Of which authority.
    pub authority: String,
    /// Which team; empty where none is named.
    #[serde(default)]
    pub team: String,
    /// Which person; empty where only a team is.
    #[serde(default)]
    pub person: String,
    /// In which role of the vocabulary.
    #[serde(default)]
    pub role: String,
}

/// Who a child is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// The child's own authority: the protocol that binds.
    pub authority: String,
    /// The authority of the place where the child is, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Forenames.
    pub given: String,
    /// Surname.
    pub family: String,
    /// What the child likes to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_as: Option<String>,
    /// The date of birth.
    pub born: String,
    /// Female or male, where said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// As the census asks, where said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnicity: Option<String>,
    /// The numbers in the two services' own systems.
    #[serde(default)]
    pub numbers: Numbers,
}

/// A child's numbers in the services' own systems.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// In youth justice's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yjs: Option<String>,
    /// In social care's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csc: Option<String>,
}

/// Somebody around a child.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Mother, carer, solicitor, school.
    pub relation: String,
    /// Their name.
    pub name: String,
    /// Where to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
}

/// What everybody who opens a record must see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// In words.
    pub text: String,
}

/// One line of the log of an authority's staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum StaffEntry {
    /// A team, as it now stands.
    Team {
        /// Opaque.
        id: String,
        /// As it is called.
        name: String,
        /// `yjs`, `csc` or `authority`.
        service: String,
        /// Whether it stands in for every child open to its service.
        #[serde(default)]
        covers: bool,
        /// Where to reach it.
        #[serde(default)]
        telephone: String,
    },
    /// A person, as they now stand.
    Person {
        /// Opaque, and never given to another.
        id: String,
        /// As colleagues know them.
        name: String,
        /// `yjs`, `csc` or `authority`.
        service: String,
        /// Their post.
        standing: String,
        /// The roles of the vocabulary that they fill.
        #[serde(default)]
        roles: Vec<String>,
        /// The teams they work in.
        #[serde(default)]
        teams: Vec<String>,
        /// The teams they lead.
        #[serde(default)]
        leads: Vec<String>,
        /// Where to reach them.
        #[serde(default)]
        telephone: String,
        /// Where notices go.
        #[serde(default)]
        email: String,
        /// Whether they still work here.
        active: bool,
    },
    /// A person was given a name to sign in with and a first password.
    LetIn {
        /// Who.
        person: String,
        /// With which name.
        sign_in: String,
    },
}

impl From<&Person> for StaffEntry {
    /// The person as they stand.
    fn from(person: &Person) -> StaffEntry {
        let Person { id, name, authority: _, service, standing, roles, teams, leads, telephone, email, active } =
            person.clone();
        let (service, standing) = (service.word().to_owned(), standing.word().to_owned());
        StaffEntry::Person { id, name, service, standing, roles, teams, leads, telephone, email, active }
    }
}

impl From<&Team> for StaffEntry {
    /// The team as it stands.
    fn from(team: &Team) -> StaffEntry {
        let Team { id, name, authority: _, service, covers, telephone } = team.clone();
        StaffEntry::Team { id, name, service: service.word().to_owned(), covers, telephone }
    }
}
