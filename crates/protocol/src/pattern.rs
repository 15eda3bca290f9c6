//! An event narrowed by attributes: what sets a clause off, what shows it was done, what a clock counts from.
//!
//! Comes from `{meeting-called: {meeting: [core-group, strategy-meeting]}}` in a clause, or from an anchor in a deadline. Every
//! attribute named must fit; several values mean any of them; a list must hold one of them; an attribute that the event
//! lacks does not fit (`clauses/README.md`).

use calendar::{Day, wording};

use serde::{Deserialize, Serialize};

use crate::refusal::{cut, did_you_mean, did_you_mean_of};
use crate::vocabulary::{EventId, EventKind, RoleId, Roles, Type, Value, Vocabulary, Word};
use crate::yaml::{Kind, Node};

/// An event, with what its attributes must say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// The event.
    pub event: EventId,
    /// What must fit; all of it.
    pub tests: Vec<Test>,
}

/// What one attribute must say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// The attribute's place among the event's attributes.
    pub attribute: u8,
    /// The values of which any will do.
    pub want: Want,
}

/// The values of which any will do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// The event that `trigger.NAME` in a pattern can speak of.
#[derive(Debug, Clone, Copy)]
pub enum Trigger<'a> {
    /// There is none: the pattern is looked at without one.
    Nothing,
    /// It is one of these.
    Of(&'a [EventId]),
    /// It is not known yet which: a fact is written once for all clauses.
    Any,
}

/// Reads one pattern: `released`, `csc-system-checked` (a record), or either with attributes.
pub fn read(node: &Node, vocabulary: &Vocabulary, trigger: Trigger<'_>) -> Result<Pattern, Vec<Fault>> {
    let (name, line, attributes) = match &node.kind {
        Kind::Scalar { text, .. } => (text.as_str(), node.line, None),
        Kind::Map(entries) if entries.len() == 1 => match entries.first() {
            Some((name, line, attributes)) => (name.as_str(), *line, Some(attributes)),
            None => return Err(Vec::new()),
        },
        _ => {
            let cause = format!("`{}` is no event", node.shown());
            let help = "write `event` or `{event: {attribute: value}}`; of several, a list: `[event, {event: {…}}]`";
            return Err(vec![(node.line, cause, Some(help.into()))]);
        }
    };
    let (event, mut tests) = match named(name, vocabulary) {
        Ok(found) => found,
        Err((cause, help)) => return Err(vec![(line, cause, help)]),
    };
    let mut faults = Vec::new();
    if let Some(wrong) = attributes.filter(|n| !matches!(n.kind, Kind::Map(_)) && !n.is_null()) {
        let cause = format!("`{}` stands where the attributes of `{}` are meant", wrong.shown(), cut(name));
        faults.push((wrong.line, cause, Some("write `{event: {attribute: value}}`".into())));
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut reader = Reader { kind: vocabulary.event(event), vocabulary, trigger };
    for (name, line, value) in attributes.into_iter().flat_map(Node::entries) {
        if seen.contains(&name) {
            faults.push((
                line,
                format!("the attribute `{}` stands twice", cut(name)),
                Some("join the values with `or`".into()),
            ));
        }
        seen.push(name);
        match reader.test(name, value) {
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
    if name.is_empty() || name == "null" || name == "~" {
        let help = "write the name of an event or record";
        return Err(("nothing stands where an event or a record is meant".into(), Some(help.into())));
    }
    if ["always", "on-calendar"].contains(&name) {
        let help = "it stands alone: `on: always` or `on: on-calendar`";
        return Err((format!("`{name}` is neither an event nor a record"), Some(help.into())));
    }
    let known = vocabulary.events().map(|(_, e)| e.name.as_str()).chain(vocabulary.records());
    Err((format!("`{}` is neither an event nor a record", cut(name)), did_you_mean(name, known)))
}

struct Reader<'a> {
    kind: &'a EventKind,
    vocabulary: &'a Vocabulary,
    trigger: Trigger<'a>,
}

impl Reader<'_> {
    fn test(&mut self, name: &str, value: &Node) -> Result<Test, (String, Option<String>)> {
        let found = self.kind.attributes.iter().enumerate().find(|(_, a)| a.name == name);
        let Some((place, attribute)) = found else {
            let known = self.kind.attributes.iter().map(|a| a.name.as_str());
            let cause = format!("`{}` has no attribute `{}`", self.kind.name, cut(name));
            return Err((cause, did_you_mean_of(name, known, "it has")));
        };
        let here = |(cause, help)| (format!("`{name}`: {cause}"), help);
        let place = place as u8;
        if let Some(said) = value.text().and_then(|t| t.strip_prefix("trigger.")) {
            self.same(said, &attribute.of).map_err(here)?;
            return Ok(Test { attribute: place, want: Want::SameAsTrigger(said.to_owned()) });
        }
        let items = value.items();
        if items.is_empty() {
            return Err(here(("the list is empty, so nothing could fit".into(), None)));
        }
        if attribute.of == Type::Bool && items.len() > 1 {
            return Err(here(("a list stands here, where yes or no is meant".into(), None)));
        }
        let mut read = Vec::new();
        for item in items {
            read.push(attribute.of.read(item, self.vocabulary).map_err(here)?);
        }
        Ok(Test { attribute: place, want: want(read, self.vocabulary) })
    }

    /// Whether the event that sets off can say this, and in the same kind of words.
    fn same(&self, said: &str, of: &Type) -> Result<(), (String, Option<String>)> {
        let has = |kind: &EventKind| kind.attribute(said).is_some_and(|a| is_alike(&a.of, of));
        let fits = match self.trigger {
            Trigger::Nothing => {
                let cause = "there is no `trigger` to compare with here";
                return Err((
                    cause.into(),
                    Some("it can be compared in `shown-by`, `due` and in a fact's `seen`".into()),
                ));
            }
            Trigger::Of(events) => events.iter().any(|e| has(self.vocabulary.event(*e))),
            Trigger::Any => self.vocabulary.events().any(|(_, kind)| has(kind)),
        };
        if fits || (said == "day" && *of == Type::Date) {
            return Ok(());
        }
        let kinds: Vec<&EventKind> = match self.trigger {
            Trigger::Of(events) => events.iter().map(|e| self.vocabulary.event(*e)).collect(),
            _ => self.vocabulary.events().map(|(_, kind)| kind).collect(),
        };
        let fitting = kinds.iter().flat_map(|kind| &kind.attributes).filter(|a| is_alike(&a.of, of));
        let mut known: Vec<&str> =
            fitting.map(|a| a.name.as_str()).chain((*of == Type::Date).then_some("day")).collect();
        known.sort_unstable();
        known.dedup();
        let help = did_you_mean_of(said, known, "it could be compared with");
        Err((format!("what sets this off tells of no `{}` that could be {}", cut(said), of.describe()), help))
    }
}

/// Whether two attributes say the same kind of thing.
fn is_alike(one: &Type, other: &Type) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
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
pub fn from_wording(
    worded: &wording::Pattern,
    line: usize,
    vocabulary: &Vocabulary,
    trigger: Trigger<'_>,
) -> Result<Pattern, Vec<Fault>> {
    let scalar = |text: &String| Node { line, kind: Kind::Scalar { text: text.clone(), quoted: false } };
    let listed = |values: &[String]| match values {
        [one] => scalar(one),
        many => Node { line, kind: Kind::List(many.iter().map(scalar).collect()) },
    };
    let attributes = worded.attributes.iter().map(|(name, values)| (name.clone(), line, listed(values))).collect();
    let attributes = Node { line, kind: Kind::Map(attributes) };
    read(&Node { line, kind: Kind::Map(vec![(worded.event.clone(), line, attributes)]) }, vocabulary, trigger)
}
