//! Reads the entries of a journey: what happened, when, who knew, and what each says of other entries.
//!
//! Comes from the items of `events`; goes out as [`Written`] entries in written order. Every word is one of the vocabulary, every
//! attribute of its type.

use calendar::{Day, Moment};
use protocol::refusal::{cut, did_you_mean, did_you_mean_of};
use protocol::vocabulary::{EventId, Value};
use protocol::yaml::{Kind, Node};

use super::Reader;
use crate::event::{Erased, Known, What, Written};

const KEYS: [&str; 9] = ["at", "known", "event", "with", "id", "corrects", "retracts", "follows", "erased"];

impl Reader<'_> {
    pub(super) fn events(&mut self, root: &Node, born: Option<Day>) -> Vec<Written> {
        let mut written = Vec::new();
        let Some(node) = root.get("events") else {
            self.refuse(root.line, "`events` is missing", Some("an empty timeline is `events: []`".into()));
            return written;
        };
        let Kind::List(items) = &node.kind else {
            if !node.is_null() {
                let help = "each event begins with `-`: `- {at: 2026-03-02, event: released}`";
                self.refuse(
                    node.line,
                    format!("`events` is {}, where a list is meant", node.what()),
                    Some(help.into()),
                );
            }
            return written;
        };
        for (n, item) in items.iter().enumerate() {
            if self.refusals.is_full() {
                break;
            }
            match self.entry(item, n as u32 + 1, born) {
                Some(entry) => written.push(entry),
                None => self.refused.extend(item.get("id").and_then(Node::text).map(str::to_owned)),
            }
        }
        written
    }

    fn entry(&mut self, node: &Node, place: u32, born: Option<Day>) -> Option<Written> {
        if !matches!(node.kind, Kind::Map(_)) {
            let help = "an event reads `{at: 2026-03-02, event: released, with: {…}}`";
            let found = if node.is_null() { "nothing" } else { node.what() };
            self.refuse(node.line, format!("{found} stands where an event is expected"), Some(help.into()));
            return None;
        }
        self.only(node, &KEYS, "an event");
        let at = match node.get("at").filter(|n| !n.is_null()) {
            Some(at) => self.moment(at),
            None => {
                let help = "write `at: 2026-03-05`, or `at: 2026-03-05T14:30`";
                self.refuse(node.line, "the event does not say when it happened", Some(help.into()));
                None
            }
        };
        let what = self.what(node);
        let (id, follows) = (self.one_text(node, "id"), self.one_text(node, "follows"));
        if let Some((at, born)) = at.zip(born).filter(|(at, born)| at.day() < *born) {
            self.refuse(node.line, format!("`{at}` lies before the child was born"), Some(super::mend_one_of(born)));
        }
        let known = match node.get("known").filter(|n| !n.is_null()) {
            Some(known) => self.known(known),
            None => at.map(Known::both),
        };
        Some(Written { place, line: node.line, at: at?, known: known?, id, follows, what: what? })
    }

    fn known(&mut self, node: &Node) -> Option<Known> {
        if !matches!(node.kind, Kind::Map(_)) {
            return self.moment(node).map(Known::both);
        }
        self.only(node, &["yjs", "csc"], "`known`");
        let mut wrong = false;
        let mut side = |key: &str| -> Option<Moment> {
            let node = node.get(key).filter(|n| !n.is_null())?;
            let moment = self.moment(node);
            wrong |= moment.is_none();
            moment
        };
        let known = Known { yjs: side("yjs"), csc: side("csc") };
        (!wrong).then_some(known)
    }

    fn what(&mut self, node: &Node) -> Option<What> {
        let said = |key: &str| node.get(key).is_some_and(|n| !n.is_null());
        if said("retracts") {
            for key in ["event", "with", "corrects", "follows", "erased"].into_iter().filter(|key| said(key)) {
                let help = "a retraction is written `{at: …, retracts: ID}`";
                self.refuse(node.line, format!("`{key}` does not go with `retracts`"), Some(help.into()));
            }
            return self.one_text(node, "retracts").map(What::Retracts);
        }
        let corrects = self.one_text(node, "corrects");
        if said("erased") {
            return self.one_text(node, "erased").map(|by| What::Erased(Erased { by, corrects }));
        }
        if !said("event") {
            let help = "write `event:` with a word of the vocabulary, or `retracts:` with the id of an event";
            self.refuse(node.line, "the entry names no event", Some(help.into()));
            return None;
        }
        let name = self.one_text(node, "event")?;
        let Some(kind) = self.vocabulary.event_id(&name) else {
            let help = did_you_mean(&name, self.vocabulary.events().map(|(_, e)| e.name.as_str()))
                .or(Some("the events stand in vocabulary.yaml".into()));
            let line = node.get("event").map_or(node.line, |n| n.line);
            self.refuse(line, format!("`{}` is no event of the vocabulary", cut(&name)), help);
            return None;
        };
        let values = self.values(node, kind);
        Some(What::Event { kind, values, corrects })
    }

    fn values(&mut self, node: &Node, kind: EventId) -> Box<[Option<Value>]> {
        let vocabulary = self.vocabulary;
        let event = vocabulary.event(kind);
        let mut values: Vec<Option<Value>> = vec![None; event.attributes.len()];
        let with = node.get("with").filter(|n| !n.is_null());
        if let Some(with) = with.filter(|n| !matches!(n.kind, Kind::Map(_))) {
            let help = "attributes are written `with: {attribute: value}`";
            self.refuse(with.line, format!("`with` is {}, where a mapping is meant", with.what()), Some(help.into()));
        }
        for (name, line, value) in with.into_iter().flat_map(Node::entries) {
            if self.refusals.is_full() {
                break;
            }
            let found = event.attributes.iter().zip(&mut values).find(|(a, _)| a.name == name);
            let Some((attribute, slot)) = found else {
                let known = event.attributes.iter().map(|a| a.name.as_str());
                let help = did_you_mean_of(name, known, "it has").or(Some("it has none: leave `with` out".into()));
                self.refuse(line, format!("`{}` has no attribute `{}`", event.name, cut(name)), help);
                continue;
            };
            if value.is_null() {
                continue;
            }
            match attribute.of.read(value, vocabulary) {
                Ok(read) => *slot = Some(read),
                Err((cause, help)) => self.refuse(line, format!("`{name}`: {cause}"), help),
            }
        }
        for attribute in event.attributes.iter().filter(|a| a.required) {
            let given = with.and_then(|w| w.get(&attribute.name)).is_some_and(|n| !n.is_null());
            if !given && with.is_none_or(|w| matches!(w.kind, Kind::Map(_))) {
                let means = if attribute.means.is_empty() { attribute.of.describe() } else { attribute.means.clone() };
                let help = format!("write `with: {{{}: …}}`: {means}", attribute.name);
                self.refuse(
                    node.line,
                    format!("`{}` needs the attribute `{}`", event.name, attribute.name),
                    Some(help),
                );
            }
        }
        values.into_boxed_slice()
    }
}
