//! Reads `everyday.yaml`: every event, attribute and word in it is one of the vocabulary, each phrase stands once.

use std::collections::BTreeMap;

use super::{Everyday, Phrase, Standing, filled};
use crate::refusal::{Refusals, did_you_mean, did_you_mean_of};
use crate::vocabulary::{EventKind, Service, Type, Vocabulary};
use crate::yaml::{Kind, Node};

const FILE: &str = "everyday.yaml";
const KEYS: [&str; 6] = ["say", "event", "with", "also", "often", "when"];

/// Reads the file's tree.
pub(crate) fn read(root: &Node, vocabulary: &Vocabulary, refusals: &mut Refusals) -> Everyday {
    let mut reader = Reader { vocabulary, refusals };
    reader.only(root, &["phrases", "happened", "records", "hint", "truth", "ask"], "everyday.yaml");
    let mut everyday = Everyday::default();
    if let Some(phrases) = root.get("phrases").filter(|node| node.entries().next().is_none()) {
        let help = "write each phrase in the list of its theme: `\"Court and custody\":`, and the list below it";
        reader.refuse(phrases.line, "`phrases` has no themes".to_owned(), Some(help.to_owned()));
    }
    let themes = root.get("phrases").into_iter().flat_map(Node::entries);
    for (theme, node) in themes.flat_map(|(theme, _, list)| list.items().iter().map(move |node| (theme, node))) {
        let Some(phrase) = reader.phrase(theme, node) else { continue };
        if everyday.phrases.iter().any(|p| p.say == phrase.say) {
            reader.refuse(node.line, format!("`{}` stands twice", phrase.say), None);
        }
        everyday.phrases.push(phrase);
    }
    for (name, line, node) in root.get("happened").into_iter().flat_map(Node::entries) {
        everyday.happened.insert(name.to_owned(), reader.happened(name, line, node));
    }
    let records = root.get("records").into_iter().flat_map(Node::entries);
    for (name, line, called) in records.filter_map(|(name, line, node)| Some((name, line, node.text()?))) {
        if vocabulary.record(name).is_none() {
            reader.refuse(
                line,
                format!("`{name}` is no record of the vocabulary"),
                did_you_mean(name, vocabulary.records()),
            );
        }
        everyday.records.push((name.to_owned(), called.to_owned()));
    }
    everyday.truth = reader.truths(root);
    everyday.ask = reader.of_attributes(root, "ask");
    everyday.hint = reader.of_attributes(root, "hint");
    everyday
}

struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    refusals: &'a mut Refusals,
}

impl Reader<'_> {
    fn refuse(&mut self, line: usize, cause: String, help: Option<String>) {
        self.refusals.add(FILE, line, cause, help);
    }

    fn only(&mut self, node: &Node, known: &[&str], of: &str) {
        if !matches!(node.kind, Kind::Map(_)) {
            self.refuse(node.line, format!("{} stands where a mapping is meant", node.what()), None);
        }
        for (key, line, _) in node.entries().filter(|(key, _, _)| !known.contains(key)) {
            let help = did_you_mean_of(key, known.iter().copied(), "it has");
            self.refuse(line, format!("`{key}` is no part of {of}"), help);
        }
    }

    fn phrase(&mut self, theme: &str, node: &Node) -> Option<Phrase> {
        self.only(node, &KEYS, "a phrase");
        let text = |key: &str| node.get(key).and_then(Node::text);
        let Some(say) = text("say") else {
            self.refuse(
                node.line,
                "a phrase does not say what it is".into(),
                Some("write `say: \"Went missing\"`".into()),
            );
            return None;
        };
        let name = text("event").unwrap_or_default();
        let Some(event) = self.vocabulary.event_id(name) else {
            let help = did_you_mean(name, self.vocabulary.events().map(|(_, e)| e.name.as_str()));
            self.refuse(node.line, format!("`{name}` is no event of the vocabulary"), help);
            return None;
        };
        let often =
            self.one_of(node, "often", &[("yjs", Service::Yjs), ("csc", Service::Csc), ("both", Service::Both)]);
        let standings = [("custody", Standing::Custody), ("community", Standing::Community), ("care", Standing::Care)];
        let when = self.one_of(node, "when", &standings).unwrap_or(Standing::Any);
        let with = self.with(node, name);
        Some(Phrase {
            say: say.to_owned(),
            theme: theme.to_owned(),
            event,
            with,
            also: text("also").unwrap_or_default().to_owned(),
            often,
            when,
        })
    }

    fn one_of<T: Copy>(&mut self, node: &Node, key: &str, words: &[(&str, T)]) -> Option<T> {
        let found = node.get(key)?;
        let word = found.text().unwrap_or_default();
        let known = words.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if known.is_none() {
            let help = did_you_mean_of(word, words.iter().map(|(name, _)| *name), "it is one of");
            self.refuse(found.line, format!("`{word}` means nothing under `{key}`"), help);
        }
        known
    }

    fn with(&mut self, node: &Node, event: &str) -> Vec<(String, Vec<String>)> {
        let mut with = Vec::new();
        let Some(kind) = self.vocabulary.event_id(event).map(|id| self.vocabulary.event(id)) else { return with };
        for (name, line, value) in node.get("with").into_iter().flat_map(Node::entries) {
            let Some(attribute) = kind.attribute(name) else {
                let help = did_you_mean_of(name, kind.attributes.iter().map(|a| a.name.as_str()), "it has");
                self.refuse(line, format!("`{event}` has no attribute `{name}`"), help);
                continue;
            };
            match attribute.of.read(value, self.vocabulary) {
                Ok(_) => {
                    let words = value.items().iter().filter_map(Node::text).map(str::to_owned).collect();
                    with.push((name.to_owned(), words));
                }
                Err((cause, help)) => self.refuse(line, format!("`{name}`: {cause}"), help),
            }
        }
        with
    }

    /// What an event is called, in one way or in several: each names only what the event can say, and the last asks for nothing.
    fn happened(&mut self, event: &str, line: usize, node: &Node) -> Vec<String> {
        let Some(kind) = self.vocabulary.event_id(event).map(|id| self.vocabulary.event(id)) else {
            let help = did_you_mean(event, self.vocabulary.events().map(|(_, e)| e.name.as_str()));
            self.refuse(line, format!("`{event}` is no event of the vocabulary"), help);
            return Vec::new();
        };
        let titles: Vec<String> = node.items().iter().filter_map(Node::text).map(str::to_owned).collect();
        for title in &titles {
            for inside in title.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
                self.named(kind, inside, line);
            }
            if filled(title, &|name| Some(name.to_owned())).is_none_or(|all| all.contains(['[', ']', '{', '}'])) {
                self.refuse(line, format!("`{title}` has a bracket without its other half"), None);
            }
        }
        if titles.last().and_then(|last| filled(last, &|_| None)).is_none() {
            let help =
                "write one more at the end, with what may be missing in square brackets: `\"Arrested[: {category}]\"`";
            self.refuse(line, format!("`{event}` has no words for where nothing more is known"), Some(help.to_owned()));
        }
        titles
    }

    /// What stands in braces in the words for an event: an attribute of it, with words for both answers where it is yes or no, and for nothing else.
    fn named(&mut self, kind: &EventKind, inside: &str, line: usize) {
        let (name, answers) =
            inside.split_once('|').map_or((inside, 0), |(name, either)| (name, either.split('|').count()));
        let Some(attribute) = kind.attribute(name) else {
            let help = did_you_mean_of(name, kind.attributes.iter().map(|a| a.name.as_str()), "it has");
            self.refuse(line, format!("`{}` has no attribute `{name}`", kind.name), help);
            return;
        };
        match (&attribute.of, answers) {
            (Type::Bool, 2) => {}
            (Type::Bool, _) => {
                let help = format!("write what is said for each: `{{{name}|words for yes|words for no}}`");
                self.refuse(line, format!("`{name}` is yes or no"), Some(help));
            }
            (_, 0) => {}
            (_, _) => {
                let help = format!("write `{{{name}}}` for what is said of it");
                self.refuse(line, format!("`{name}` is not yes or no"), Some(help));
            }
        }
    }

    /// What is said of attributes that are yes or no.
    fn truths(&mut self, root: &Node) -> BTreeMap<String, [String; 2]> {
        let mut all = BTreeMap::new();
        for (name, line, node) in root.get("truth").into_iter().flat_map(Node::entries) {
            if !self.is_attribute(name, line, |of| *of == Type::Bool) {
                continue;
            }
            self.only(node, &["yes", "no"], "what is said of a yes or a no");
            let words = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
            match (words("yes"), words("no")) {
                (Some(yes), Some(no)) => drop(all.insert(name.to_owned(), [yes, no])),
                _ => {
                    let help = "write `{yes: \"With conditions\", no: \"Without conditions\"}`".to_owned();
                    self.refuse(line, format!("`{name}` has no words for both answers"), Some(help));
                }
            }
        }
        all
    }

    /// What is said of attributes under a key of the file.
    fn of_attributes(&mut self, root: &Node, key: &str) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for (name, line, node) in root.get(key).into_iter().flat_map(Node::entries) {
            if self.is_attribute(name, line, |_| true) {
                match node.text() {
                    Some(words) => drop(all.insert(name.to_owned(), words.to_owned())),
                    None => self.refuse(line, format!("`{name}` is not asked in words"), None),
                }
            }
        }
        all
    }

    /// Whether a name is an attribute that is meant of some event, or of the event before the stroke.
    fn is_attribute(&mut self, name: &str, line: usize, is_meant: fn(&Type) -> bool) -> bool {
        let (event, attribute) = name.split_once('/').map_or((None, name), |(event, rest)| (Some(event), rest));
        let kinds = self.vocabulary.events().map(|(_, kind)| kind).filter(|k| event.is_none_or(|e| e == k.name));
        let found: Vec<&Type> = kinds.filter_map(|kind| kind.attribute(attribute)).map(|a| &a.of).collect();
        let is_one = found.iter().any(|of| is_meant(of));
        if !is_one {
            let what = if found.is_empty() { "is no attribute of the vocabulary" } else { "is not yes or no" };
            self.refuse(line, format!("`{name}` {what}"), None);
        }
        is_one
    }
}
