//! The agreed words: roles, events with their attributes, records, and the values of enumerations.
//!
//! Comes from `vocabulary.yaml` and the program's few additions; everything else is read against it. A word that is not here is
//! refused with the nearest one that is. What is here never changes its meaning: words are added, not renamed.

mod read;
mod value;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::refusal::Refusals;
use crate::yaml::Node;

pub use value::Value;

/// A word of the vocabulary, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Word(pub u32);

/// An event of the vocabulary, as a number: its place in the list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId(pub u16);

/// A role of the vocabulary, as a number: its place in the list of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RoleId(pub u8);

/// A set of roles: bit n stands for role n.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Roles(pub u128);

impl Roles {
    /// The set of this one role.
    pub const fn one(role: RoleId) -> Roles {
        Roles(1 << role.0)
    }

    /// Whether any role is in both.
    pub const fn meets(self, other: Roles) -> bool {
        self.0 & other.0 != 0
    }

    /// All roles of either.
    pub const fn or(self, other: Roles) -> Roles {
        Roles(self.0 | other.0)
    }
}

/// Which service a role belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Service {
    /// Youth justice.
    Yjs,
    /// Children's social care.
    Csc,
    /// Both, or either.
    Both,
    /// Anyone else.
    Third,
}

/// Someone who acts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Its word.
    pub name: String,
    /// What it means.
    pub means: String,
    /// The service it belongs to.
    pub service: Service,
    /// The roles that together make it up.
    pub members: Vec<RoleId>,
    /// The roles any of which answers to this one, where a clause asks for it.
    pub met_by: Roles,
    /// The roles that are there where this one is: itself and its members.
    pub stands_for: Roles,
}

/// The type of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// Free text.
    Text,
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A day.
    Date,
    /// A role, or several.
    Role {
        /// A list is allowed.
        list: bool,
    },
    /// A record.
    Record,
    /// A value of an enumeration, or several.
    Enum {
        /// Its name.
        name: String,
        /// A list is allowed.
        list: bool,
    },
}

/// An attribute of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its name as a word.
    pub word: Word,
    /// Its type.
    pub of: Type,
    /// Whether the event cannot do without it.
    pub required: bool,
    /// What it means, where the name does not say.
    pub means: String,
    /// Whether it is a day that lies ahead of the event, or is the event's own.
    pub is_ahead: bool,
}

/// Something that can stand in a journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventKind {
    /// Its word.
    pub name: String,
    /// What it means.
    pub means: String,
    /// Who may record it.
    pub recorded_by: String,
    /// How the program works it out, where it does.
    pub derived: Option<String>,
    /// Whether it changes the child's status.
    pub changes_status: bool,
    /// What it can say.
    pub attributes: Vec<Attribute>,
    /// The events of which one comes before it: the sentence before the release.
    pub comes_after: Vec<EventId>,
    /// The places of the attributes that the program can work out.
    workable: Vec<usize>,
}

impl EventKind {
    /// The attributes that may be left out because the program can work them out, each with its place.
    pub fn workable(&self) -> impl Iterator<Item = (usize, &Attribute)> {
        self.workable.iter().filter_map(|place| Some((*place, self.attributes.get(*place)?)))
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }
}

/// The vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    words: Vec<String>,
    by_word: BTreeMap<String, Word>,
    roles: Vec<Role>,
    by_role: BTreeMap<String, RoleId>,
    events: Vec<EventKind>,
    by_event: BTreeMap<String, EventId>,
    records: BTreeMap<String, String>,
    enums: BTreeMap<String, Vec<String>>,
}

impl Vocabulary {
    /// Reads the vocabulary from its files, each with its name; later files add to earlier ones.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a Node)>) -> Result<Vocabulary, Refusals> {
        read::read(files)
    }

    /// The number of a word.
    pub fn word(&self, word: &str) -> Option<Word> {
        self.by_word.get(word).copied()
    }

    /// A word by its number.
    pub fn spell(&self, word: Word) -> &str {
        self.words.get(word.0 as usize).map_or("", String::as_str)
    }

    /// The number of an event.
    pub fn event_id(&self, name: &str) -> Option<EventId> {
        self.by_event.get(name).copied()
    }

    /// An event by its number.
    ///
    /// A number comes only from [`Vocabulary::event_id`], so it is always found.
    pub fn event(&self, id: EventId) -> &EventKind {
        #[expect(clippy::indexing_slicing, reason = "an EventId is made only by this vocabulary")]
        &self.events[id.0 as usize]
    }

    /// Every event, in written order.
    pub fn events(&self) -> impl ExactSizeIterator<Item = (EventId, &EventKind)> {
        self.events.iter().enumerate().map(|(n, event)| (EventId(n as u16), event))
    }

    /// The number of a role.
    pub fn role_id(&self, name: &str) -> Option<RoleId> {
        self.by_role.get(name).copied()
    }

    /// A role by its number.
    pub fn role(&self, id: RoleId) -> &Role {
        #[expect(clippy::indexing_slicing, reason = "a RoleId is made only by this vocabulary")]
        &self.roles[id.0 as usize]
    }

    /// Every role, in written order.
    pub fn roles(&self) -> impl Iterator<Item = (RoleId, &Role)> {
        self.roles.iter().enumerate().map(|(n, role)| (RoleId(n as u8), role))
    }

    /// What a record shows, if there is one of this name.
    pub fn record(&self, name: &str) -> Option<&str> {
        self.records.get(name).map(String::as_str)
    }

    /// Calls records by everyday words; their names stay.
    pub(crate) fn call_records(&mut self, words: Vec<(String, String)>) {
        self.records.extend(words);
    }

    /// The names of all records.
    pub fn records(&self) -> impl Iterator<Item = &str> {
        self.records.keys().map(String::as_str)
    }

    /// The names of all enumerations.
    pub fn enumerations(&self) -> impl Iterator<Item = &str> {
        self.enums.keys().map(String::as_str)
    }

    /// The values of an enumeration.
    pub fn values(&self, name: &str) -> &[String] {
        self.enums.get(name).map_or(&[], Vec::as_slice)
    }
}
