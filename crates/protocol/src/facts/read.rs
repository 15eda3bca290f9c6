//! Reads facts: each in one of five forms, every event and word in it known, none resting on itself.
//!
//! Comes from `facts:` of a file; goes into [`Facts`]. A part that belongs to another form is refused, not passed over: `since: trigger`
//! beside `latest` would otherwise be read and never heeded.

use std::collections::{BTreeMap, BTreeSet};

use super::{Constant, Fact, FactId, Facts, Source};
use crate::condition::{self, Place, Scope, Sort};
use crate::pattern::{self, Pattern, Trigger};
use crate::read::circle;
use crate::refusal::{Refusals, cut, did_you_mean, did_you_mean_of};
use crate::vocabulary::{EventId, Type, Vocabulary, Word};
use crate::yaml::{Kind, Node};

/// Each form of a fact by the key that makes it, with what else goes with it.
const FORMS: [(&str, &[&str]); 7] = [
    ("is", &[]),
    ("begins", &["ends", "from-child", "otherwise"]),
    ("from-child", &["begins", "ends", "otherwise"]),
    ("latest", &["ends", "runs-until", "otherwise"]),
    ("seen", &["since", "until"]),
    ("days-since", &[]),
    ("working-days-since", &[]),
];
const KEYS: [&str; 13] = [
    "means",
    "is",
    "begins",
    "ends",
    "runs-until",
    "latest",
    "seen",
    "since",
    "until",
    "days-since",
    "working-days-since",
    "from-child",
    "otherwise",
];
/// Words that mean something else in a condition.
const TAKEN: [&str; 13] =
    ["true", "false", "in", "not", "and", "or", "done", "missed", "owed", "has", "trigger", "before", "asked"];
/// A fact's number is kept in two bytes.
const MOST: usize = 10_000;
/// How deep facts may rest on facts.
const DEEPEST: usize = 16;

/// A fact that is an expression, waiting for the facts it names.
struct Waiting<'n> {
    name: &'n str,
    line: usize,
    written: &'n Node,
    names: Vec<&'n str>,
}

pub(super) fn read(facts: &mut Facts, file: &str, node: &Node, vocabulary: &Vocabulary, refusals: &mut Refusals) {
    if !matches!(node.kind, Kind::Map(_)) && !node.is_null() {
        let help = "facts are written `name: {means: …, seen: …}`";
        refusals.add(
            file,
            node.line,
            format!("`facts` is {}, where a mapping is meant", node.what()),
            Some(help.into()),
        );
    }
    let mut waiting = Vec::new();
    for (name, line, written) in node.entries() {
        let mut reader = Reader { file, vocabulary, refusals };
        if !reader.is_named_well(name, line, facts) {
            facts.refused.insert(name.to_owned());
            continue;
        }
        if reader.form(name, line, written) == Some("is") {
            waiting.push((name, line, written));
            continue;
        }
        let before = reader.refusals.len();
        let fact = reader.fact(name, line, written);
        match fact.filter(|_| refusals.len() == before) {
            Some(fact) => facts.add(fact),
            None => {
                facts.refused.insert(name.to_owned());
            }
        }
    }
    read_expressions(facts, file, &waiting, vocabulary, refusals);
}

/// Facts that are expressions can name each other in any order, but not in a circle.
fn read_expressions(
    facts: &mut Facts,
    file: &str,
    written: &[(&str, usize, &Node)],
    vocabulary: &Vocabulary,
    refusals: &mut Refusals,
) {
    let own: BTreeSet<&str> = written.iter().map(|(name, ..)| *name).collect();
    let mut waiting: Vec<Waiting<'_>> = Vec::new();
    for (name, line, node) in written.iter().copied() {
        let text = node.get("is").and_then(Node::text).unwrap_or_default();
        let named = condition::names(text);
        let names = own.iter().copied().filter(|n| named.iter().any(|m| m == n)).collect();
        waiting.push(Waiting { name, line, written: node, names });
    }
    let mut depth: BTreeMap<&str, usize> = BTreeMap::new();
    loop {
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|w| w.names.iter().all(|n| depth.contains_key(n)));
        waiting = rest;
        if ready.is_empty() {
            break;
        }
        for one in ready {
            let deep = one.names.iter().filter_map(|n| depth.get(n)).max().map_or(0, |d| d + 1);
            depth.insert(one.name, deep);
            if deep == DEEPEST {
                let help = "name the facts beneath it directly";
                let cause = format!("`{}` rests on more than {DEEPEST} facts one upon the other", one.name);
                refusals.add(file, one.line, cause, Some(help.into()));
            }
            let read = expression(facts, file, &one, vocabulary, refusals);
            match read {
                Some(fact) => facts.add(fact),
                None => {
                    facts.refused.insert(one.name.to_owned());
                }
            }
        }
    }
    circles(file, waiting, facts, refusals);
}

fn expression(
    facts: &Facts,
    file: &str,
    waiting: &Waiting<'_>,
    vocabulary: &Vocabulary,
    refusals: &mut Refusals,
) -> Option<Fact> {
    let node = waiting.written.get("is")?;
    let Some(text) = node.text().filter(|_| node.is_scalar()) else {
        let cause = format!("`is` of `{}` is {}, where a condition is meant", waiting.name, shape(node));
        refusals.add(file, node.line, cause, Some("put a condition that begins with `[`, `{` or `!` in quotes".into()));
        return None;
    };
    let scope = Scope { facts, vocabulary, trigger: &[], asked: &[], place: Place::Fact };
    match condition::read(text, &scope) {
        Ok(expr) => {
            let involvement = expr.facts().any(|f: FactId| facts.get(f).involvement);
            let means = means(waiting.name, waiting.written);
            Some(Fact { name: waiting.name.to_owned(), means, sort: Sort::Bool, source: Source::Is(expr), involvement })
        }
        Err(faults) => {
            for (cause, help) in faults {
                refusals.add(file, node.line, cause, help);
            }
            None
        }
    }
}

/// Refuses what is left: facts that rest on each other in a circle; what only rests on such a circle is passed over in silence.
fn circles(file: &str, left: Vec<Waiting<'_>>, facts: &mut Facts, refusals: &mut Refusals) {
    facts.refused.extend(left.iter().map(|w| w.name.to_owned()));
    let rests: BTreeMap<&str, Vec<&str>> = left.iter().map(|w| (w.name, w.names.clone())).collect();
    for one in &left {
        let Some(round) = circle(one.name, &rests) else { continue };
        let cause = match round.len() {
            1 => format!("`{}` rests on itself", one.name),
            _ => format!("facts rest on each other in a circle: {}", cut(&round.join(", "))),
        };
        refusals.add(file, one.line, cause, Some("write one of them with events: `begins`, `seen` or `latest`".into()));
    }
}

fn means(name: &str, written: &Node) -> String {
    written.get("means").and_then(Node::text).map_or_else(|| name.replace('_', " "), str::to_owned)
}

/// What a node is, an empty one included.
fn shape(node: &Node) -> &'static str {
    if node.is_null() { "empty" } else { node.what() }
}

struct Reader<'a> {
    file: &'a str,
    vocabulary: &'a Vocabulary,
    refusals: &'a mut Refusals,
}

impl Reader<'_> {
    fn refuse(&mut self, line: usize, cause: impl Into<String>, help: impl Into<Option<String>>) {
        self.refusals.add(self.file, line, cause, help.into());
    }

    fn is_named_well(&mut self, name: &str, line: usize, facts: &Facts) -> bool {
        let good = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && name.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        if !good {
            let help = "it has small letters, digits and `_`, and begins with a letter".to_owned();
            self.refuse(line, format!("`{}` cannot name a fact", cut(name)), help);
        } else if TAKEN.contains(&name) {
            self.refuse(
                line,
                format!("`{name}` means something else in a condition"),
                "choose another name".to_owned(),
            );
        } else if facts.id(name).is_some() {
            let help = "the names of the status and of facts.yaml are taken: README.md, Conditions".to_owned();
            self.refuse(line, format!("the fact `{name}` is there already"), help);
        } else if facts.list.len() >= MOST {
            self.refuse(line, format!("there are more than {MOST} facts"), None);
        } else {
            return true;
        }
        false
    }

    /// The key that makes the fact's form; what does not go with it is refused.
    fn form(&mut self, name: &str, line: usize, written: &Node) -> Option<&'static str> {
        for (key, line, _) in written.entries() {
            if !KEYS.contains(&key) {
                let help = did_you_mean_of(key, KEYS, "a fact has");
                self.refuse(line, format!("`{}` is no part of a fact", cut(key)), help);
            }
        }
        let Some((form, beside)) = FORMS.iter().find(|(key, _)| written.get(key).is_some()) else {
            let help = "a fact has one of `begins`, `latest`, `seen`, `days-since`, `working-days-since` or `is`";
            self.refuse(line, format!("`{name}` does not say how it is worked out"), Some(help.into()));
            return None;
        };
        for (key, line, _) in written.entries().filter(|(key, ..)| KEYS.contains(key)) {
            if key != "means" && key != *form && !beside.contains(&key) {
                let help = match key {
                    "since" | "until" => {
                        "it is understood beside `seen` only; make a `seen` fact of what is meant".to_owned()
                    }
                    _ if beside.is_empty() => format!("`{form}` stands alone: make two facts"),
                    _ => format!("`{form}` takes besides: {}", beside.join(", ")),
                };
                self.refuse(line, format!("`{key}` does not go with `{form}`"), help);
            }
        }
        if let Some(node) = written.get("means").filter(|n| !n.is_scalar()) {
            self.refuse(node.line, format!("`means` is {}, where one text is meant", node.what()), None);
        }
        if let Some((node, what)) = written.get("means").and_then(|n| Some((n, n.text()?.strip_prefix("whether ")?))) {
            let help = format!("say it as a statement: `{}`", cut(what));
            self.refuse(node.line, "`means` begins with `whether`", help);
        }
        Some(form)
    }

    fn fact(&mut self, name: &str, _line: usize, written: &Node) -> Option<Fact> {
        let form = FORMS.iter().map(|(key, _)| *key).find(|key| written.get(key).is_some())?;
        let node = written.get(form)?;
        let (sort, source) = match form {
            "latest" => self.latest(node, written)?,
            "seen" => {
                let since_trigger = written.get("since").is_some_and(|since| self.since(since));
                let until_next = written.get("until").is_some_and(|until| self.until(until, since_trigger));
                let any = self.patterns(form, written, Trigger::Any);
                (Sort::Bool, Source::Seen { any, since_trigger, until_next })
            }
            "days-since" | "working-days-since" => {
                let working = form == "working-days-since";
                (Sort::Int, Source::DaysSince { any: self.patterns(form, written, Trigger::Nothing), working })
            }
            _ => self.switch(written),
        };
        let involvement = self.rests_on_involvement(&source);
        Some(Fact { name: name.to_owned(), means: means(name, written), sort, source, involvement })
    }

    fn since(&mut self, node: &Node) -> bool {
        if node.text() != Some("trigger") {
            let help = "`since: trigger` looks from the trigger on; without it, at any time so far".to_owned();
            self.refuse(node.line, format!("`since` is `{}`", node.shown()), help);
        }
        true
    }

    fn until(&mut self, node: &Node, since_trigger: bool) -> bool {
        if node.text() != Some("next") || !since_trigger {
            let help =
                "`since: trigger` with `until: next` looks from the trigger to the next event of its kind".to_owned();
            self.refuse(node.line, format!("`until` is `{}`", node.shown()), help);
        }
        true
    }

    fn switch(&mut self, written: &Node) -> (Sort, Source) {
        let otherwise = match written.get("otherwise") {
            None => Some(false),
            Some(node) if node.text() == Some("not known") => None,
            Some(node) => {
                if node.bool().is_none() {
                    let help = "it is `yes`, `no` or `not known`".to_owned();
                    self.refuse(node.line, format!("`otherwise` is `{}`", node.shown()), help);
                }
                node.bool()
            }
        };
        let from_child = written.get("from-child");
        if let Some(node) = from_child.filter(|n| n.text() != Some("siblings")) {
            let help = "`from-child: siblings` is the only one".to_owned();
            self.refuse(node.line, format!("`from-child` is `{}`", node.shown()), help);
        }
        let begins = self.patterns("begins", written, Trigger::Nothing);
        let ends = self.patterns("ends", written, Trigger::Nothing);
        (Sort::Bool, Source::Switch { begins, ends, from_siblings: from_child.is_some(), otherwise })
    }

    /// Whether a service's closing is among what ends the fact.
    fn rests_on_involvement(&self, source: &Source) -> bool {
        let (Source::Switch { ends, .. } | Source::Latest { ends, .. }) = source else { return false };
        ends.iter().any(|p| {
            let name = &self.vocabulary.event(p.event).name;
            name.ends_with("-involvement-ended") || name == "closed-by-either-service"
        })
    }

    fn patterns(&mut self, key: &str, written: &Node, trigger: Trigger<'_>) -> Vec<Pattern> {
        let mut read = Vec::new();
        let Some(node) = written.get(key) else { return read };
        if node.items().is_empty() {
            self.refuse(node.line, format!("`{key}` names no event"), None);
        }
        for item in node.items() {
            match pattern::read(item, self.vocabulary, trigger) {
                Ok(pattern) => read.push(pattern),
                Err(faults) => {
                    for (line, cause, help) in faults {
                        self.refusals.add(self.file, line, cause, help);
                    }
                }
            }
        }
        read
    }

    fn latest(&mut self, latest: &Node, written: &Node) -> Option<(Sort, Source)> {
        let mut of = Vec::new();
        let mut joined: Option<Sort> = None;
        for item in latest.items() {
            let Some((event, place, sort)) = self.told_sort(item) else { continue };
            joined = match joined {
                None => Some(sort),
                Some(before) => before.join(sort).or_else(|| {
                    let help = "make two facts".to_owned();
                    self.refuse(
                        item.line,
                        format!("`{}` tells of something else than the one before it", item.shown()),
                        help,
                    );
                    None
                }),
            };
            of.push((event, place));
        }
        if latest.items().is_empty() {
            self.refuse(latest.line, "`latest` names no attribute", "write `latest: [EVENT.ATTRIBUTE]`".to_owned());
        }
        let ends = self.patterns("ends", written, Trigger::Nothing);
        let mut sort = joined?;
        let otherwise = written.get("otherwise");
        // `none` says that there is nothing of the kind, whether or not the agreed words have a word for that.
        if let (Some("none"), Sort::Word(domain) | Sort::Set(domain)) = (otherwise.and_then(Node::text), &mut sort) {
            domain.extend(self.vocabulary.word("none").filter(|none| !domain.contains(none)));
        }
        let otherwise = otherwise.and_then(|node| self.constant(node, &sort));
        let runs_until = self.runs_until(written, &of);
        Some((sort, Source::Latest { of, ends, runs_until, otherwise }))
    }

    /// The attributes that tell how long something runs: dates, or numbers of months, of events that begin it.
    fn runs_until(&mut self, written: &Node, of: &[(EventId, u8)]) -> Vec<(EventId, u8)> {
        let mut read = Vec::new();
        for item in written.get("runs-until").map_or(&[][..], Node::items) {
            let Some((event, place, told)) = self.told(item) else { continue };
            let shown = item.shown();
            if !matches!(told, Type::Date | Type::Int) {
                let help = "it is a date, or a number of months".to_owned();
                self.refuse(item.line, format!("`{shown}` does not tell how long it runs"), help);
            } else if !of.iter().any(|(begins, _)| *begins == event) {
                let help = "name it under `latest` too".to_owned();
                self.refuse(item.line, format!("`{shown}` is of an event that does not begin it"), help);
            } else {
                read.push((event, place));
            }
        }
        read
    }

    /// The attribute that `EVENT.ATTRIBUTE` names, and what a condition can make of it.
    fn told_sort(&mut self, item: &Node) -> Option<(EventId, u8, Sort)> {
        let (event, place, of) = self.told(item)?;
        let (cause, help) = match Sort::of(&of, self.vocabulary) {
            None => (
                "is free text, which no condition can compare",
                "name an attribute that is a word, a number, or yes or no",
            ),
            Some(Sort::Day) => ("is a date, which no condition can compare", "`days-since: EVENT` counts the days"),
            Some(sort) => return Some((event, place, sort)),
        };
        self.refuse(item.line, format!("`{}` {cause}", item.text().unwrap_or_default()), help.to_owned());
        None
    }

    /// The attribute that `EVENT.ATTRIBUTE` names, and its type.
    fn told(&mut self, item: &Node) -> Option<(EventId, u8, Type)> {
        let text = item.text().unwrap_or_default();
        let (event, attribute) = text.split_once('.').unwrap_or((text, ""));
        let Some(id) = self.vocabulary.event_id(event) else {
            let help = did_you_mean(event, self.vocabulary.events().map(|(_, e)| e.name.as_str()));
            let help = help.or(Some("attributes of events are named `EVENT.ATTRIBUTE`".into()));
            self.refuse(item.line, format!("`{}` is no event", cut(event)), help);
            return None;
        };
        let kind = self.vocabulary.event(id);
        let Some((place, found)) = kind.attributes.iter().enumerate().find(|(_, a)| a.name == attribute) else {
            let known = kind.attributes.iter().map(|a| a.name.as_str());
            let help = did_you_mean_of(attribute, known, "it has");
            let cause = match attribute {
                "" => format!("`{event}` names no attribute: write `{event}.ATTRIBUTE`"),
                _ => format!("`{event}` has no attribute `{}`", cut(attribute)),
            };
            self.refuse(item.line, cause, help);
            return None;
        };
        Some((id, place as u8, found.of.clone()))
    }

    /// What a fact is before anything was told; nothing where that is not known.
    fn constant(&mut self, node: &Node, sort: &Sort) -> Option<Constant> {
        let text = node.text().filter(|_| node.is_scalar());
        if text == Some("not known") {
            return None;
        }
        let words = |domain: &[Word]| {
            let word = text.and_then(|t| self.vocabulary.word(t)).filter(|w| domain.contains(w));
            let known: Vec<&str> = domain.iter().map(|w| self.vocabulary.spell(*w)).collect();
            word.map(Constant::Word).ok_or_else(|| did_you_mean_of(text.unwrap_or_default(), known, "it is one of"))
        };
        let read = match sort {
            Sort::Bool => node.bool().map(Constant::Bool).ok_or(Some("it is `yes`, `no` or `not known`".to_owned())),
            Sort::Int => node.int().map(Constant::Int).ok_or(Some("it is a number or `not known`".to_owned())),
            Sort::Word(domain) | Sort::Set(domain) => words(domain),
            Sort::Role | Sort::Day => Err(Some("it can only be `not known`".to_owned())),
        };
        match read {
            Ok(constant) => Some(constant),
            Err(help) => {
                self.refuse(node.line, format!("`otherwise` is `{}`", node.shown()), help);
                None
            }
        }
    }
}
