//! The agreed words: roles, events with their attributes, records, and the values of enumerations.
//!
//! Comes from `vocabulary.yaml` and the program's few additions; everything else is read against it. A word that is not here is
//! refused with the nearest one that is. What is here never changes its meaning: words are added, not renamed.

use std::collections::BTreeMap;

use crate::refusal::{Refusals, did_you_mean};
use crate::yaml::{Kind, Node};

/// A word of the vocabulary, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(pub u32);

/// An event of the vocabulary, as a number: its place in the list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u16);

/// A role of the vocabulary, as a number: its place in the list of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleId(pub u8);

/// A set of roles: bit n stands for role n.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone)]
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
}

/// Something that can stand in a journey.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, Default)]
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
        let mut vocabulary = Vocabulary::default();
        let mut refusals = Refusals::default();
        for (file, root) in files {
            for (key, line, node) in root.entries() {
                match key {
                    "roles" => vocabulary.read_roles(file, node, &mut refusals),
                    "enums" => vocabulary.read_enums(file, node, &mut refusals),
                    "records" => vocabulary.read_records(node),
                    "events" => vocabulary.read_events(file, node, &mut refusals),
                    _ => refusals.add(
                        file,
                        line,
                        format!("`{key}` is no part of a vocabulary"),
                        Some("a vocabulary has roles, events, records and enums".into()),
                    ),
                }
            }
        }
        vocabulary.settle_roles();
        refusals.unless(vocabulary)
    }

    fn intern(&mut self, word: &str) -> Word {
        if let Some(word) = self.by_word.get(word) {
            return *word;
        }
        let id = Word(self.words.len() as u32);
        self.words.push(word.to_owned());
        self.by_word.insert(word.to_owned(), id);
        id
    }

    fn read_roles(&mut self, file: &str, node: &Node, refusals: &mut Refusals) {
        for (name, line, role) in node.entries() {
            if self.roles.len() >= 128 {
                refusals.add(file, line, "a vocabulary holds at most 128 roles", None);
                return;
            }
            let service = match role.get("service").and_then(Node::text) {
                Some("yjs") => Service::Yjs,
                Some("csc") => Service::Csc,
                Some("both") => Service::Both,
                _ => Service::Third,
            };
            self.intern(name);
            let id = RoleId(self.roles.len() as u8);
            self.by_role.insert(name.to_owned(), id);
            self.roles.push(Role {
                name: name.to_owned(),
                means: role.get("means").and_then(Node::text).unwrap_or_default().to_owned(),
                service,
                members: Vec::new(),
                met_by: Roles::one(id),
                stands_for: Roles::one(id),
            });
        }
        for (name, _, role) in node.entries() {
            let Some(members) = role.get("members") else { continue };
            for member in members.items() {
                match member.text().and_then(|m| self.by_role.get(m).copied()) {
                    Some(id) => {
                        if let Some(role) = self.by_role.get(name).and_then(|r| self.roles.get_mut(r.0 as usize)) {
                            role.members.push(id);
                        }
                    }
                    None => {
                        let help = did_you_mean(&member.shown(), self.by_role.keys().map(String::as_str));
                        refusals.add(file, member.line, format!("`{}` is no role", member.shown()), help);
                    }
                }
            }
        }
    }

    /// Works out which roles answer to which (the vocabulary's header): `yjs`, `csc`, `police` and `court` stand for every
    /// role of their service, `early-help` for every role whose id begins so, `professional-network` and `either-service`
    /// for any role of either service.
    fn settle_roles(&mut self) {
        let all: Vec<(String, Service)> = self.roles.iter().map(|r| (r.name.clone(), r.service)).collect();
        let set = |keep: &dyn Fn(&str, Service) -> bool| {
            all.iter().enumerate().fold(Roles::default(), |set, (n, (name, service))| {
                if keep(name, *service) { set.or(Roles::one(RoleId(n as u8))) } else { set }
            })
        };
        let met: Vec<Roles> = all
            .iter()
            .map(|(name, _)| match name.as_str() {
                "yjs" => set(&|n, s| s == Service::Yjs && n != "other-yjs"),
                "csc" => set(&|_, s| s == Service::Csc),
                "early-help" => set(&|n, _| n.starts_with("early-help")),
                "professional-network" | "either-service" => {
                    set(&|n, s| n == name || (matches!(s, Service::Yjs | Service::Csc) && n != "other-yjs"))
                }
                _ => set(&|n, _| n == name),
            })
            .collect();
        for (role, met_by) in self.roles.iter_mut().zip(met) {
            role.met_by = met_by;
            role.stands_for = role.members.iter().fold(role.stands_for, |set, m| set.or(Roles::one(*m)));
        }
    }

    fn read_enums(&mut self, file: &str, node: &Node, refusals: &mut Refusals) {
        for (name, line, values) in node.entries() {
            let mut list = Vec::new();
            for value in values.items() {
                match value.text() {
                    Some(value) => list.push(value.to_owned()),
                    None => refusals.add(file, line, format!("`{name}` holds something that is no word"), None),
                }
            }
            for value in &list {
                self.intern(value);
            }
            self.enums.entry(name.to_owned()).or_default().extend(list);
        }
    }

    fn read_records(&mut self, node: &Node) {
        for (name, _, record) in node.entries() {
            self.intern(name);
            let means = record.get("means").and_then(Node::text).unwrap_or_default();
            self.records.insert(name.to_owned(), means.to_owned());
        }
    }

    fn read_events(&mut self, file: &str, node: &Node, refusals: &mut Refusals) {
        for (name, line, event) in node.entries() {
            let text = |key: &str| event.get(key).and_then(Node::text).map(str::to_owned);
            let mut kind = EventKind {
                name: name.to_owned(),
                means: text("means").unwrap_or_default(),
                recorded_by: text("recorded_by").unwrap_or_default(),
                derived: text("derived"),
                changes_status: event.get("changes_status").and_then(Node::bool).unwrap_or(false),
                attributes: Vec::new(),
                workable: Vec::new(),
            };
            for (attribute, line, node) in event.get("attributes").into_iter().flat_map(Node::entries) {
                let written = node.get("type").and_then(Node::text).unwrap_or_default();
                match read_type(written) {
                    Some(of) => {
                        let word = self.intern(attribute);
                        if ["out_of_hours", "weekend", "own_area"].contains(&attribute) {
                            kind.workable.push(kind.attributes.len());
                        }
                        kind.attributes.push(Attribute {
                            name: attribute.to_owned(),
                            word,
                            of,
                            required: node.get("required").and_then(Node::bool).unwrap_or(false),
                            means: node.get("means").and_then(Node::text).unwrap_or_default().to_owned(),
                        });
                    }
                    None => refusals.add(file, line, format!("`{written}` is no type of attribute"), None),
                }
            }
            if self.by_event.contains_key(name) {
                refusals.add(file, line, format!("the event `{name}` stands twice"), None);
                continue;
            }
            self.intern(name);
            self.by_event.insert(name.to_owned(), EventId(self.events.len() as u16));
            self.events.push(kind);
        }
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

    /// The names of all records.
    pub fn records(&self) -> impl Iterator<Item = &str> {
        self.records.keys().map(String::as_str)
    }

    /// The values of an enumeration.
    pub fn values(&self, name: &str) -> &[String] {
        self.enums.get(name).map_or(&[], Vec::as_slice)
    }
}

fn read_type(written: &str) -> Option<Type> {
    let (list, one) = match written.strip_prefix("list of ") {
        Some(rest) => (true, rest),
        None => (false, written),
    };
    match one {
        "role" => Some(Type::Role { list }),
        _ if one.starts_with("enum:") => Some(Type::Enum { name: one.strip_prefix("enum:")?.to_owned(), list }),
        _ if list => None,
        "text" => Some(Type::Text),
        "bool" => Some(Type::Bool),
        "integer" => Some(Type::Int),
        "date" => Some(Type::Date),
        "record" => Some(Type::Record),
        _ => None,
    }
}

/// What an attribute says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A day.
    Day(calendar::Day),
    /// One or several words of an enumeration, or a record.
    Words(Vec<Word>),
    /// One or several roles, as written.
    Roles(Vec<RoleId>),
    /// Free text.
    Text(String),
}

impl Type {
    /// As a person names it.
    pub fn describe(&self) -> String {
        match self {
            Type::Text => "a text".into(),
            Type::Bool => "true or false".into(),
            Type::Int => "a whole number".into(),
            Type::Date => "a date".into(),
            Type::Role { list: false } => "a role".into(),
            Type::Role { list: true } => "a list of roles".into(),
            Type::Record => "a record".into(),
            Type::Enum { name, list: false } => format!("a word of `{name}`"),
            Type::Enum { name, list: true } => format!("a list of words of `{name}`"),
        }
    }

    /// Reads a value of this type; the error says what is wrong and what would be right.
    pub fn read(&self, node: &Node, vocabulary: &Vocabulary) -> Result<Value, (String, Option<String>)> {
        let wrong = || (format!("`{}` is not {}", node.shown(), self.describe()), None);
        if matches!(node.kind, Kind::Map(_)) {
            return Err(wrong());
        }
        let list_allowed = matches!(self, Type::Role { list: true } | Type::Enum { list: true, .. });
        if matches!(node.kind, Kind::List(_)) && !list_allowed {
            return Err((format!("a list stands here, where {} is meant", self.describe()), None));
        }
        match self {
            Type::Text => node.text().map(|t| Value::Text(t.to_owned())).ok_or_else(wrong),
            Type::Bool => match node.plain() {
                Some("true") => Ok(Value::Bool(true)),
                Some("false") => Ok(Value::Bool(false)),
                _ => Err(wrong()),
            },
            Type::Int => node.int().map(Value::Int).ok_or_else(wrong),
            Type::Date => {
                let text = node.text().ok_or_else(wrong)?;
                text.parse().map(Value::Day).map_err(|e: calendar::DayError| (format!("`{text}` {e}"), None))
            }
            Type::Role { .. } => {
                let read = |item: &Node| {
                    let text = item.text().unwrap_or_default();
                    vocabulary.role_id(text).ok_or_else(|| {
                        let known = vocabulary.roles().map(|(_, r)| r.name.as_str());
                        (format!("`{}` is no role", item.shown()), did_you_mean(text, known))
                    })
                };
                node.items().iter().map(read).collect::<Result<_, _>>().map(Value::Roles)
            }
            Type::Record => {
                let text = node.text().ok_or_else(wrong)?;
                let word = vocabulary.record(text).and_then(|_| vocabulary.word(text));
                word.map(|w| Value::Words(vec![w]))
                    .ok_or_else(|| (format!("`{text}` is no record"), did_you_mean(text, vocabulary.records())))
            }
            Type::Enum { name, .. } => {
                let values = vocabulary.values(name);
                let read = |item: &Node| {
                    let text = item.text().unwrap_or_default();
                    let word = values.iter().any(|v| v == text).then(|| vocabulary.word(text)).flatten();
                    word.ok_or_else(|| {
                        let help = did_you_mean(text, values.iter().map(String::as_str))
                            .unwrap_or_else(|| format!("it is one of: {}", values.join(", ")));
                        (format!("`{}` is no word of `{name}`", item.shown()), Some(help))
                    })
                };
                node.items().iter().map(read).collect::<Result<_, _>>().map(Value::Words)
            }
        }
    }
}
