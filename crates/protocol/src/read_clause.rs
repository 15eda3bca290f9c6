//! Reads one clause of a section file, with every word in it looked up.
//!
//! Comes from a node of the file; goes out as a [`Clause`], or as refusals with file, line, the words in question, the cause and the
//! nearest known word.

use calendar::Wording;
use calendar::wording::{self, AnchorDate as WordedDate, Clock as Worded};

use crate::clause::{
    Anchor, AnchorDate, Clause, Clock, Condition, Deadline, InForce, KINDS, Kind, LEVELS, Law, Length, Level, On, Question,
    Repeat,
};
use crate::condition::{self, Scope};
use crate::facts::Facts;
use crate::pattern::{self, Pattern};
use crate::read::{Setting, read_in_force, settle, texts};
use crate::refusal::{Refusals, did_you_mean};
use crate::vocabulary::{EventId, RoleId, Type, Vocabulary};
use crate::yaml::{Kind as NodeKind, Node};

/// What a clause is read against.
pub(crate) struct Context<'a> {
    pub(crate) file: &'a str,
    pub(crate) authority: &'a str,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) facts: &'a Facts,
    pub(crate) settings: &'a [Setting],
}

/// The keys that are kept as text, in the order in which they are shown.
const DETAILS: [&str; 8] =
    ["sharing", "forum", "ladder", "directory", "definition", "indicators", "responses", "works-out"];

const KEYS: [&str; 33] = [
    "id", "para", "where", "kind", "on", "if", "asks", "owner", "towards", "says", "items", "due", "restarts", "shown-by",
    "same-as", "see-also", "note", "question", "value", "instrument", "provision", "extent", "in-force", "level",
    "confidence", "sharing", "forum", "ladder", "directory", "definition", "indicators", "responses", "works-out",
];

/// Reads one clause; what is wrong is added to the refusals.
pub(crate) fn read_clause(node: &Node, context: &Context<'_>, refusals: &mut Refusals) -> Option<Clause> {
    let mut reader = Reader { node, context, refusals };
    reader.unknown_keys();
    let id = reader.id()?;
    let kind = reader.kind()?;
    let on = reader.on();
    let trigger: Vec<EventId> = match &on {
        On::Events(patterns) => patterns.iter().map(|p| p.event).collect(),
        _ => Vec::new(),
    };
    let asks = reader.asks();
    let names: Vec<String> = asks.iter().map(|q| q.name.clone()).collect();
    let scope = Scope { facts: context.facts, vocabulary: context.vocabulary, trigger: &trigger, asked: &names };
    let condition = reader.condition(&scope);
    let value = reader.read_with("value", |text| condition::read_value(text, &scope));
    let due = reader.due();
    let says = reader.text("says").unwrap_or_default();
    if says.is_empty() {
        reader.refuse(node.line, format!("`{id}` does not say anything"), Some("write it under `says:`".into()));
    }
    Some(Clause {
        place: reader.text("where"),
        para: reader.text("para").unwrap_or_default(),
        kind,
        on,
        condition,
        asks,
        owner: reader.role("owner"),
        towards: reader.role("towards"),
        says,
        items: node.get("items").map_or_else(Vec::new, reader_texts),
        due,
        restarts: node.get("restarts").and_then(Node::bool).unwrap_or(false),
        shown_by: reader.patterns("shown-by"),
        same_as: node.get("same-as").map_or_else(Vec::new, texts),
        question: reader.text("question"),
        value,
        details: reader.details(),
        law: reader.law(),
        in_force: match node.get("in-force") {
            Some(written) => read_in_force(context.file, Some(written), reader.refusals),
            None => InForce::default(),
        },
        see_also: node.get("see-also").map_or_else(Vec::new, texts),
        note: reader.text("note"),
        file: context.file.to_owned(),
        line: node.line,
        id,
    })
}

/// Texts of a list, where an item may itself be a mapping or a list.
fn reader_texts(node: &Node) -> Vec<String> {
    node.items().iter().map(whole).collect()
}

/// A node as text, whole.
fn whole(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text.clone(),
        NodeKind::List(items) => items.iter().map(whole).collect::<Vec<_>>().join("; "),
        NodeKind::Map(entries) => {
            entries.iter().map(|(k, _, v)| format!("{k}: {}", whole(v))).collect::<Vec<_>>().join("; ")
        }
    }
}

struct Reader<'a> {
    node: &'a Node,
    context: &'a Context<'a>,
    refusals: &'a mut Refusals,
}

impl Reader<'_> {
    fn refuse(&mut self, line: usize, cause: String, help: Option<String>) {
        self.refusals.add(self.context.file, line, cause, help);
    }

    fn text(&self, key: &str) -> Option<String> {
        self.node.get(key).and_then(Node::text).map(str::to_owned)
    }

    fn unknown_keys(&mut self) {
        for (key, line, _) in self.node.entries() {
            if !KEYS.contains(&key) {
                let help = match key {
                    "condition" => Some("write it as `if:`, an expression on facts (README.md, Conditions)".into()),
                    "actor" => Some("the contract's word is `owner`".into()),
                    _ => did_you_mean(key, KEYS),
                };
                self.refuse(line, format!("`{key}` is no part of a clause"), help);
            }
        }
    }

    fn id(&mut self) -> Option<String> {
        let Some(id) = self.text("id") else {
            self.refuse(self.node.line, "a clause begins with its `id`".into(), None);
            return None;
        };
        if !id.starts_with(&format!("{}-", self.context.authority)) {
            let help = format!("it begins with `{}-`", self.context.authority);
            self.refuse(self.node.line, format!("the id `{id}` is not this authority's"), Some(help));
        }
        Some(id)
    }

    fn kind(&mut self) -> Option<Kind> {
        let word = self.text("kind").unwrap_or_default();
        let found = KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
        if found.is_none() {
            let help = did_you_mean(&word, KINDS.iter().map(|(name, _)| *name));
            self.refuse(self.node.line, format!("`{word}` is no kind of clause"), help);
        }
        found
    }

    fn on(&mut self) -> On {
        match self.text("on").as_deref() {
            Some("always") => On::Always,
            Some("on-calendar") => On::OnCalendar,
            _ if self.node.get("on").is_none() => {
                let help = "write `on:` with an event, `always` or `on-calendar`";
                self.refuse(self.node.line, "the clause does not say what sets it off".into(), Some(help.into()));
                On::Always
            }
            _ => On::Events(self.patterns("on")),
        }
    }

    fn patterns(&mut self, key: &str) -> Vec<Pattern> {
        let mut read = Vec::new();
        for item in self.node.get(key).map_or(&[][..], Node::items) {
            match pattern::read(item, self.context.vocabulary) {
                Ok(pattern) => read.push(pattern),
                Err(faults) => {
                    for (line, cause, help) in faults {
                        self.refuse(line, cause, help);
                    }
                }
            }
        }
        read
    }

    fn asks(&mut self) -> Vec<Question> {
        let entries = self.node.get("asks").into_iter().flat_map(Node::entries);
        entries
            .map(|(name, _, node)| Question {
                name: name.to_owned(),
                text: node.text().unwrap_or_default().to_owned(),
            })
            .collect()
    }

    fn condition(&mut self, scope: &Scope<'_>) -> Option<Condition> {
        let expr = self.read_with("if", |text| condition::read(text, scope))?;
        Some(Condition { text: self.text("if")?, expr })
    }

    fn read_with<T>(&mut self, key: &str, read: impl Fn(&str) -> Result<T, condition::Fault>) -> Option<T> {
        let node = self.node.get(key)?;
        match read(node.text().unwrap_or_default()) {
            Ok(value) => Some(value),
            Err((cause, help)) => {
                self.refuse(node.line, cause, help);
                None
            }
        }
    }

    fn role(&mut self, key: &str) -> Option<RoleId> {
        let node = self.node.get(key)?;
        let name = node.text()?;
        let found = self.context.vocabulary.role_id(name);
        if found.is_none() {
            let help = did_you_mean(name, self.context.vocabulary.roles().map(|(_, r)| r.name.as_str()));
            self.refuse(node.line, format!("`{name}` is no role"), help);
        }
        found
    }

    fn details(&self) -> Vec<(String, String)> {
        let kept = DETAILS.iter().filter_map(|key| self.node.get(key).map(|node| (*key, node)));
        kept.map(|(key, node)| (key.to_owned(), whole(node))).collect()
    }

    fn law(&mut self) -> Option<Law> {
        let instrument = self.text("instrument")?;
        let word = self.text("level").unwrap_or_default();
        let level = LEVELS.iter().find(|(name, _)| *name == word).map(|(_, level)| *level);
        if level.is_none() {
            let help = did_you_mean(&word, LEVELS.iter().map(|(name, _)| *name));
            self.refuse(self.node.line, format!("`{word}` is no level of law"), help);
        }
        let sure = match self.text("confidence").as_deref() {
            Some("sure") => true,
            Some("check") => false,
            other => {
                let cause = format!("`{}` is no confidence: `sure` or `check`", other.unwrap_or(""));
                self.refuse(self.node.line, cause, None);
                false
            }
        };
        Some(Law {
            instrument,
            provision: self.text("provision").unwrap_or_default(),
            extent: self.text("extent").unwrap_or_default(),
            level: level.unwrap_or(Level::Policy),
            sure,
        })
    }

    fn due(&mut self) -> Option<Deadline> {
        let node = self.node.get("due")?;
        let text = node.text()?.to_owned();
        let wording: Wording = match text.parse() {
            Ok(wording) => wording,
            Err(error) => {
                let error: wording::WordingError = error;
                self.refuse(node.line, format!("`{}`: {}", error.words, error.cause), error.help);
                return None;
            }
        };
        let mut settler = Settler { context: self.context, line: node.line, faults: Vec::new() };
        let clock = settler.clock(&wording.clock);
        let faults = settler.faults;
        for (line, cause, help) in faults {
            self.refuse(line, cause, help);
        }
        Some(Deadline { text, clock: clock? })
    }
}

/// Settles a worded deadline: events looked up, settings filled in.
struct Settler<'a> {
    context: &'a Context<'a>,
    line: usize,
    faults: Vec<pattern::Fault>,
}

impl Settler<'_> {
    fn clock(&mut self, worded: &Worded) -> Option<Clock> {
        Some(match worded {
            Worded::Within { length, anchor } => Clock::Within(self.length(length)?, self.anchor(anchor)?),
            Worded::Before { length, anchor } => Clock::Before(self.length(length)?, self.anchor(anchor)?),
            Worded::SameDay(anchor) => Clock::SameDay(self.anchor(anchor)?),
            Worded::AsSoonAsPossible(anchor) => {
                let setting = calendar::Length::Setting("as-soon-as-possible".into());
                Clock::AsSoonAsPossible(self.length(&setting)?, self.anchor(anchor)?)
            }
            Worded::Order(anchor) => Clock::Order(self.anchor(anchor)?),
            Worded::Repeating(repeat) => Clock::Repeating(Repeat {
                first: repeat.first.iter().map(|l| self.length(l)).collect::<Option<_>>()?,
                every: self.length(&repeat.every)?,
                not_before: match &repeat.not_before {
                    Some(length) => Some(self.length(length)?),
                    None => None,
                },
                anchor: self.anchor(&repeat.anchor)?,
                until: self.patterns(&repeat.until),
                finally: self.patterns(&repeat.finally),
            }),
            Worded::OnCalendar(rhythm) => Clock::OnCalendar(self.length(&rhythm.every)?, rhythm.clone()),
        })
    }

    fn length(&mut self, length: &calendar::Length) -> Option<Length> {
        settle(length, self.context.settings).map_err(|(cause, help)| self.faults.push((self.line, cause, help))).ok()
    }

    fn patterns(&mut self, worded: &[wording::Pattern]) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for one in worded {
            match pattern::from_wording(one, self.line, self.context.vocabulary) {
                Ok(pattern) => patterns.push(pattern),
                Err(faults) => self.faults.extend(faults),
            }
        }
        patterns
    }

    fn anchor(&mut self, worded: &wording::Anchor) -> Option<Anchor> {
        let patterns = self.patterns(&worded.events);
        let mut events = Vec::new();
        for pattern in patterns {
            let kind = self.context.vocabulary.event(pattern.event);
            let date = match &worded.date {
                WordedDate::Happened => AnchorDate::Happened,
                WordedDate::Knowing => AnchorDate::Knowing,
                WordedDate::Told(name) => {
                    match kind.attributes.iter().position(|a| a.name == *name && a.of == Type::Date) {
                        Some(place) => AnchorDate::Told(place as u8),
                        None => {
                            let dates = kind.attributes.iter().filter(|a| a.of == Type::Date).map(|a| a.name.as_str());
                            let help = did_you_mean(name, dates);
                            self.faults.push((self.line, format!("`{}` tells of no date `{name}`", kind.name), help));
                            continue;
                        }
                    }
                }
            };
            events.push((pattern, date));
        }
        if events.is_empty() { None } else { Some(Anchor { events }) }
    }
}
