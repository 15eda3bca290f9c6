//! Of which class is this fact? Who reads the class is for the policies; which class it is, practice leads say in `access/classes.yaml`.
//!
//! Comes from that file, laid against the vocabulary: an event, attribute or field without a class is refused, so nothing can be shown of
//! which nobody has said who may see it (safety R3).

use std::collections::BTreeMap;
use std::fmt;

use protocol::clause::On;
use protocol::vocabulary::{EventId, EventKind, Value};
use protocol::yaml::{Kind, Node, read_all};
use protocol::{Protocols, Refusals, Vocabulary, refusal};

use crate::class::{Class, Classes};

/// What is kept about a child besides events. `record` keeps these and no others.
pub const FIELDS: [&str; 10] =
    ["given", "family", "known_as", "born", "sex", "ethnicity", "numbers", "network", "siblings", "warnings"];

/// Who may write an event, as the vocabulary's `recorded_by` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RecordedBy {
    Yjs,
    Csc,
    Both,
    EarlyHelp,
    /// The police, a court or whoever else does not work with Tandem: the service that is told writes it down.
    Others,
}

impl RecordedBy {
    pub(crate) const ALL: [RecordedBy; 5] =
        [RecordedBy::Yjs, RecordedBy::Csc, RecordedBy::Both, RecordedBy::EarlyHelp, RecordedBy::Others];

    /// The word in policies.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            RecordedBy::Yjs => "yjs",
            RecordedBy::Csc => "csc",
            RecordedBy::Both => "both",
            RecordedBy::EarlyHelp => "early-help",
            RecordedBy::Others => "others",
        }
    }

    fn of(word: &str) -> RecordedBy {
        RecordedBy::ALL.into_iter().find(|r| r.word() == word).unwrap_or(RecordedBy::Others)
    }
}

/// One event: its class, those of its attributes, and who writes it.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) class: Class,
    pub(crate) attributes: Vec<Class>,
    pub(crate) recorded_by: RecordedBy,
}

/// The class of every event, attribute and field.
#[derive(Debug)]
pub struct Reading {
    events: Vec<Kept>,
    fields: BTreeMap<&'static str, Class>,
}

/// Why the classes cannot be used: every fault at once, with its line.
#[derive(Debug)]
pub struct ClassError(pub Refusals);

impl fmt::Display for ClassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ClassError {}

impl Reading {
    /// The shipped ones, laid against the vocabulary.
    pub fn shipped(vocabulary: &Vocabulary) -> Result<Reading, ClassError> {
        Reading::read("access/classes.yaml", include_bytes!("../../../access/classes.yaml"), vocabulary)
    }

    /// Reads a file of classes and lays it against the vocabulary.
    ///
    /// ```
    /// let protocols = protocol::read(&protocol::shipped::files()).unwrap();
    /// let refused = gate::Reading::read("classes.yaml", b"fields: {}\nevents: {}\n", &protocols.vocabulary).unwrap_err();
    /// assert!(refused.to_string().contains("classes.yaml:2: `arrested` has no class"));
    /// ```
    pub fn read(file: &str, bytes: &[u8], vocabulary: &Vocabulary) -> Result<Reading, ClassError> {
        let (root, refusals) = read_all(file, bytes);
        let Some(root) = root else { return Err(ClassError(refusals)) };
        let mut read = ClassFile { name: file, refusals };
        let reading = Reading { fields: read.fields(&root), events: read.events(&root, vocabulary) };
        read.unknown("a file of classes", &root, &["fields", "events"]);
        read.refusals.unless(reading).map_err(ClassError)
    }

    /// The class of an event.
    pub fn of_event(&self, event: EventId) -> Class {
        // An event that is not of this vocabulary cannot come here; if it did, the fewest would read it.
        self.kept(event).map_or(Class::Staff, |kept| kept.class)
    }

    /// The class of an attribute of an event, by its place.
    pub fn of_attribute(&self, event: EventId, attribute: usize) -> Class {
        self.kept(event).and_then(|kept| kept.attributes.get(attribute)).copied().unwrap_or(Class::Staff)
    }

    /// The class of a field of a child (`given`, `siblings`); nothing where there is no such field, and then nobody reads it.
    pub fn of_field(&self, name: &str) -> Option<Class> {
        self.fields.get(name).copied()
    }

    /// Whether an event is readable: by class, and because the reader's own service has been told of it.
    pub fn readable(&self, reads: Classes, event: EventId, told: bool) -> bool {
        told && reads.has(self.of_event(event))
    }

    /// Whether what an event says of a clause is readable: that a duty was done, or is not needed, tells what set it off, and is of every class
    /// that the clause's events are of (safety R4).
    pub fn readable_clause(
        &self,
        reads: Classes,
        event: EventId,
        values: &[Option<Value>],
        protocols: &Protocols,
    ) -> bool {
        let kind = protocols.vocabulary.event(event);
        if !["duty-done", "duty-not-needed"].contains(&kind.name.as_str()) {
            return true;
        }
        let named = kind.attributes.iter().zip(values).find(|(attribute, _)| attribute.name == "clause");
        let Some((_, Some(Value::Text(id)))) = named else { return true };
        let Some((_, clause)) = protocols.clause(id) else { return true };
        let On::Events(patterns) = &clause.on else { return true };
        patterns.iter().all(|pattern| reads.has(self.of_event(pattern.event)))
    }

    /// Whether an attribute is readable: its event is, and so is its own class.
    pub fn readable_attribute(&self, reads: Classes, event: EventId, attribute: usize, told: bool) -> bool {
        self.readable(reads, event, told) && reads.has(self.of_attribute(event, attribute))
    }

    pub(crate) fn kept(&self, event: EventId) -> Option<&Kept> {
        self.events.get(usize::from(event.0))
    }
}

struct ClassFile<'a> {
    name: &'a str,
    refusals: Refusals,
}

impl ClassFile<'_> {
    fn refuse(&mut self, line: usize, cause: String, help: Option<String>) {
        self.refusals.add(self.name, line, cause, help);
    }

    fn fields(&mut self, root: &Node) -> BTreeMap<&'static str, Class> {
        let Some(node) = self.part(root, "fields") else { return BTreeMap::new() };
        self.unknown("what is kept about a child", node, &FIELDS);
        let classes = FIELDS.map(|field| (field, self.required(node, field, |file, found| file.class(found))));
        classes.into_iter().filter_map(|(field, class)| Some((field, class?))).collect()
    }

    fn events(&mut self, root: &Node, vocabulary: &Vocabulary) -> Vec<Kept> {
        let Some(node) = self.part(root, "events") else { return Vec::new() };
        let names: Vec<&str> = vocabulary.events().map(|(_, kind)| kind.name.as_str()).collect();
        self.unknown("the vocabulary", node, &names);
        let kept = vocabulary.events().map(|(_, kind)| {
            self.required(node, &kind.name, |file, found| file.event(found, kind)).unwrap_or_else(|| Kept::of(kind))
        });
        kept.collect()
    }

    fn event(&mut self, node: &Node, kind: &EventKind) -> Option<Kept> {
        let mut kept = Kept::of(kind);
        let (class, but) = match &node.kind {
            Kind::Map(_) => {
                self.unknown("an event's classes", node, &["class", "but"]);
                (self.required(node, "class", |file, found| file.class(found)), node.get("but"))
            }
            _ => (self.class(node), None),
        };
        kept.class = class?;
        kept.attributes.fill(kept.class);
        if let Some(but) = but {
            let names: Vec<&str> = kind.attributes.iter().map(|a| a.name.as_str()).collect();
            self.unknown(&format!("`{}`", kind.name), but, &names);
            for (attribute, class) in kind.attributes.iter().zip(&mut kept.attributes) {
                *class = but.get(&attribute.name).and_then(|found| self.class(found)).unwrap_or(*class);
            }
        }
        Some(kept)
    }

    /// A part that must be there and be a mapping.
    fn part<'n>(&mut self, root: &'n Node, key: &str) -> Option<&'n Node> {
        let found = root.get(key);
        if found.is_none() {
            self.refuse(
                root.line,
                format!("`{key}` is missing"),
                Some("a file of classes has `fields` and `events`".into()),
            );
        }
        found
    }

    fn required<T>(&mut self, node: &Node, key: &str, read: impl FnOnce(&mut Self, &Node) -> Option<T>) -> Option<T> {
        let Some(found) = node.get(key) else {
            let help = "say who may read it, with one of the classes at the head of the file";
            self.refuse(node.line, format!("`{key}` has no class"), Some(help.into()));
            return None;
        };
        read(self, found)
    }

    fn class(&mut self, node: &Node) -> Option<Class> {
        let words = Class::ALL.map(Class::word);
        let found = node.text().and_then(Class::of);
        if found.is_none() {
            let help = refusal::did_you_mean_of(node.text().unwrap_or_default(), words, "the classes are");
            self.refuse(node.line, format!("`{}` is no class", node.shown()), help);
        }
        found
    }

    /// Refuses keys that mean nothing here.
    fn unknown(&mut self, of: &str, node: &Node, known: &[&str]) {
        for (key, line, _) in node.entries().filter(|(key, _, _)| !known.contains(key)) {
            let help = refusal::did_you_mean(key, known.iter().copied());
            self.refuse(line, format!("`{}` is no part of {of}", refusal::cut(key)), help);
        }
    }
}

impl Kept {
    /// An event of which nobody has said anything yet.
    fn of(kind: &EventKind) -> Kept {
        Kept {
            name: kind.name.clone(),
            class: Class::Staff,
            attributes: vec![Class::Staff; kind.attributes.len()],
            recorded_by: RecordedBy::of(&kind.recorded_by),
        }
    }
}
