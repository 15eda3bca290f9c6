//! An event narrowed by attributes: what sets a clause off, what shows it was done, what a clock counts from.
//!
//! Comes from `{meeting-called: {meeting: [core-group, strategy-meeting]}}` in a clause, or from an anchor in a deadline. Every
//! attribute named must fit; several values mean any of them; a list must hold one of them; an attribute that the event
//! lacks does not fit (`clauses/README.md`).

use calendar::{Day, wording};

use crate::refusal::did_you_mean;
use crate::vocabulary::{EventId, EventKind, RoleId, Roles, Type, Value, Vocabulary, Word};
use crate::yaml::{Kind, Node};

/// An event, with what its attributes must say.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The event.
    pub event: EventId,
    /// What must fit; all of it.
    pub tests: Vec<Test>,
}

/// What one attribute must say.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The attribute's place among the event's attributes.
    pub attribute: u8,
    /// The values of which any will do.
    pub want: Want,
}

/// The values of which any will do.
#[derive(Debug, Clone, PartialEq)]
pub enum Want {
    /// One of these words.
    Words(Vec<Word>),
    /// One of these roles.
    Roles(Vec<RoleWant>),
    /// This truth.
    Bool(bool),
    /// One of these numbers.
    Ints(Vec<i64>),
    /// One of these days.
    Days(Vec<Day>),
    /// One of these texts.
    Texts(Vec<String>),
    /// What the event that set the clause off says under this name; its day where it has no such attribute.
    SameAsTrigger(String),
}

/// A role that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleWant {
    /// The role as written.
    pub role: RoleId,
    /// The sets each of which must be met: one for a single role, one for each member of a compound role.
    pub each: Vec<Roles>,
}

impl RoleWant {
    /// What it takes to meet this role (the vocabulary's header).
    pub fn new(role: RoleId, vocabulary: &Vocabulary) -> RoleWant {
        let wanted = vocabulary.role(role);
        let each = if wanted.members.is_empty() {
            vec![wanted.met_by]
        } else {
            wanted.members.iter().map(|m| vocabulary.role(*m).met_by).collect()
        };
        RoleWant { role, each }
    }

    /// Whether the roles that are there meet it.
    pub fn met_by(&self, there: Roles) -> bool {
        there.meets(Roles::one(self.role)) || self.each.iter().all(|set| there.meets(*set))
    }
}

/// All roles that are there where these are: each with its members.
pub fn present(roles: &[RoleId], vocabulary: &Vocabulary) -> Roles {
    roles.iter().fold(Roles::default(), |set, r| set.or(vocabulary.role(*r).stands_for))
}

impl Want {
    /// Whether a value fits. `SameAsTrigger` is for the caller, who knows the trigger: here it never fits.
    pub fn fits(&self, value: &Value, vocabulary: &Vocabulary) -> bool {
        match (self, value) {
            (Want::Words(any), Value::Words(said)) => said.iter().any(|w| any.contains(w)),
            (Want::Roles(any), Value::Roles(said)) => {
                let there = present(said, vocabulary);
                any.iter().any(|want| want.met_by(there))
            }
            (Want::Bool(want), Value::Bool(said)) => want == said,
            (Want::Ints(any), Value::Int(said)) => any.contains(said),
            (Want::Days(any), Value::Day(said)) => any.contains(said),
            (Want::Texts(any), Value::Text(said)) => any.contains(said),
            _ => false,
        }
    }
}

/// A fault in a pattern: the line, the cause, the help.
pub type Fault = (usize, String, Option<String>);

/// Reads one pattern: `released`, `csc-system-checked` (a record), or either with attributes.
pub fn read(node: &Node, vocabulary: &Vocabulary) -> Result<Pattern, Vec<Fault>> {
    let (name, line, attributes) = match &node.kind {
        Kind::Scalar { text, .. } => (text.as_str(), node.line, None),
        Kind::Map(entries) if entries.len() == 1 => match entries.first() {
            Some((name, line, attributes)) => (name.as_str(), *line, Some(attributes)),
            None => return Err(Vec::new()),
        },
        _ => {
            let cause = format!("`{}` is no event: write `event` or `{{event: {{attribute: value}}}}`", node.shown());
            return Err(vec![(node.line, cause, None)]);
        }
    };
    let (event, mut tests) = match named(name, vocabulary) {
        Ok(found) => found,
        Err((cause, help)) => return Err(vec![(line, cause, help)]),
    };
    let kind = vocabulary.event(event);
    let mut faults = Vec::new();
    for (name, line, value) in attributes.into_iter().flat_map(Node::entries) {
        match test(kind, name, value, vocabulary) {
            Ok(test) => tests.push(test),
            Err((cause, help)) => faults.push((line, cause, help)),
        }
    }
    if faults.is_empty() { Ok(Pattern { event, tests }) } else { Err(faults) }
}

/// The event of this name, or `recorded` with the record of this name.
fn named(name: &str, vocabulary: &Vocabulary) -> Result<(EventId, Vec<Test>), (String, Option<String>)> {
    if let Some(event) = vocabulary.event_id(name) {
        return Ok((event, Vec::new()));
    }
    let recorded = vocabulary.event_id("recorded");
    if let (Some(event), Some(_), Some(word)) = (recorded, vocabulary.record(name), vocabulary.word(name)) {
        let place = vocabulary.event(event).attributes.iter().position(|a| a.name == "record").unwrap_or(0);
        return Ok((event, vec![Test { attribute: place as u8, want: Want::Words(vec![word]) }]));
    }
    let known = vocabulary.events().map(|(_, e)| e.name.as_str()).chain(vocabulary.records());
    Err((format!("`{name}` is neither an event nor a record"), did_you_mean(name, known)))
}

fn test(
    kind: &EventKind,
    name: &str,
    value: &Node,
    vocabulary: &Vocabulary,
) -> Result<Test, (String, Option<String>)> {
    let Some(place) = kind.attributes.iter().position(|a| a.name == name) else {
        let known = kind.attributes.iter().map(|a| a.name.as_str());
        return Err((format!("`{}` has no attribute `{name}`", kind.name), did_you_mean(name, known)));
    };
    let of = kind.attributes.get(place).map_or(&Type::Text, |a| &a.of);
    if let Some(attribute) = value.text().and_then(|t| t.strip_prefix("trigger.")) {
        return Ok(Test { attribute: place as u8, want: Want::SameAsTrigger(attribute.to_owned()) });
    }
    let mut read = Vec::new();
    for item in value.items() {
        read.push(of.read(item, vocabulary)?);
    }
    Ok(Test { attribute: place as u8, want: want(read, vocabulary) })
}

fn want(values: Vec<Value>, vocabulary: &Vocabulary) -> Want {
    let mut words = Vec::new();
    let (mut roles, mut ints, mut days, mut texts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut truth = None;
    for value in values {
        match value {
            Value::Words(w) => words.extend(w),
            Value::Roles(r) => roles.extend(r.into_iter().map(|role| RoleWant::new(role, vocabulary))),
            Value::Int(n) => ints.push(n),
            Value::Day(d) => days.push(d),
            Value::Text(t) => texts.push(t),
            Value::Bool(b) => truth = Some(b),
        }
    }
    if let Some(truth) = truth {
        Want::Bool(truth)
    } else if !roles.is_empty() {
        Want::Roles(roles)
    } else if !ints.is_empty() {
        Want::Ints(ints)
    } else if !days.is_empty() {
        Want::Days(days)
    } else if !texts.is_empty() {
        Want::Texts(texts)
    } else {
        Want::Words(words)
    }
}

/// Reads the pattern of an anchor, worded in a deadline.
pub fn from_wording(worded: &wording::Pattern, line: usize, vocabulary: &Vocabulary) -> Result<Pattern, Vec<Fault>> {
    let scalar = |text: &String| Node { line, kind: Kind::Scalar { text: text.clone(), quoted: false } };
    let attributes = worded
        .attributes
        .iter()
        .map(|(name, values)| (name.clone(), line, Node { line, kind: Kind::List(values.iter().map(scalar).collect()) }))
        .collect();
    let attributes = Node { line, kind: Kind::Map(attributes) };
    read(&Node { line, kind: Kind::Map(vec![(worded.event.clone(), line, attributes)]) }, vocabulary)
}
