//! Reads a journey (contract, A journey). What is wrong is refused with file, line, cause and help; nothing is guessed.

use calendar::{Day, Moment, MomentError};
use protocol::refusal::{Refusals, did_you_mean};
use protocol::vocabulary::{Value, Vocabulary};
use protocol::yaml::{Kind, Node};

use crate::corrections;
use crate::event::{Child, Erased, Known, What, Written};

/// Under whose protocols a journey is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Under {
    /// The child's own authority.
    pub home: String,
    /// The authority of the place where the child is.
    pub host: Option<String>,
}

/// What a journey expects, still as written: `duties` reads it against what comes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// Duties that must be there, each a mapping.
    pub duties: Vec<Node>,
    /// Duties that must not be there: an id, or a mapping.
    pub absent: Vec<Node>,
    /// Findings that must be there.
    pub findings: Vec<Node>,
    /// Fields of the status.
    pub status: Option<Node>,
}

/// One child's timeline, as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// The file's name.
    pub file: String,
    /// Under whose protocols.
    pub under: Under,
    /// The child.
    pub child: Child,
    /// The entries, in written order.
    pub written: Vec<Written>,
    /// The moment asked for.
    pub as_at: Option<Moment>,
    /// Only what had been recorded by then.
    pub as_known_at: Option<Moment>,
    /// What must hold.
    pub expect: Option<Expect>,
}

/// Reads a journey from a file's bytes.
pub fn read(file: &str, bytes: &[u8], vocabulary: &Vocabulary) -> Result<Journey, Refusals> {
    let root = protocol::yaml::read_bytes(file, bytes)?;
    let mut reader = Reader { file, vocabulary, refusals: Refusals::default() };
    let journey = reader.journey(&root);
    let mut refusals = reader.refusals;
    match journey {
        Some(journey) => {
            corrections::check(file, &journey.written, &mut refusals);
            refusals.unless(journey)
        }
        None => Err(refusals.sorted()),
    }
}

const KEYS: [&str; 6] = ["protocol", "child", "events", "as_at", "as_known_at", "expect"];
const EVENT_KEYS: [&str; 9] = ["at", "known", "event", "with", "id", "corrects", "retracts", "follows", "erased"];

struct Reader<'a> {
    file: &'a str,
    vocabulary: &'a Vocabulary,
    refusals: Refusals,
}

impl Reader<'_> {
    fn refuse(&mut self, line: usize, cause: impl Into<String>, help: Option<String>) {
        self.refusals.add(self.file, line, cause, help);
    }

    fn journey(&mut self, root: &Node) -> Option<Journey> {
        if !matches!(root.kind, Kind::Map(_)) {
            let help = "a journey is a mapping with `protocol`, `child`, `events` and `as_at`";
            self.refuse(root.line, format!("{} stands where a journey is expected", root.what()), Some(help.into()));
            return None;
        }
        self.only(root, &KEYS, "a journey");
        let under = self.under(root);
        let child = self.child(root);
        let born = child.as_ref().map(|c| c.born);
        let written = self.events(root, born);
        let as_at = root.get("as_at").and_then(|n| self.asked(n));
        let as_known_at = root.get("as_known_at").filter(|n| !n.is_null()).and_then(|n| self.asked(n));
        let expect = root.get("expect").map(|n| self.expect(n));
        Some(Journey { file: self.file.to_owned(), under: under?, child: child?, written, as_at, as_known_at, expect })
    }

    fn only(&mut self, node: &Node, keys: &[&str], of: &str) {
        for (key, line, _) in node.entries() {
            if !keys.contains(&key) {
                let help = did_you_mean(key, keys.iter().copied())
                    .unwrap_or_else(|| format!("{of} has: {}", keys.join(", ")));
                self.refuse(line, format!("`{key}` is no part of {of}"), Some(help));
            }
        }
    }

    fn under(&mut self, root: &Node) -> Option<Under> {
        let node = root.get("protocol").filter(|n| !n.is_null());
        let Some(node) = node else {
            let help = "name the authority: `protocol: enfield`, or `protocol: {home: camden, host: dudley}`";
            self.refuse(root.line, "`protocol` is missing", Some(help.into()));
            return None;
        };
        if let Kind::Map(_) = node.kind {
            self.only(node, &["home", "host"], "`protocol`");
            let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
            let Some(home) = text("home") else {
                self.refuse(node.line, "`protocol` names no `home`", None);
                return None;
            };
            return Some(Under { home, host: text("host") });
        }
        match node.text() {
            Some(home) if matches!(node.kind, Kind::Scalar { .. }) => Some(Under { home: home.to_owned(), host: None }),
            _ => {
                self.refuse(node.line, "`protocol` is neither a name nor `{home: …, host: …}`", None);
                None
            }
        }
    }

    fn child(&mut self, root: &Node) -> Option<Child> {
        let Some(node) = root.get("child") else {
            self.refuse(root.line, "`child` is missing", Some("write `child: {born: 2010-05-04}`".into()));
            return None;
        };
        self.only(node, &["born", "sex", "ethnicity", "siblings"], "`child`");
        let siblings = node.get("siblings").and_then(|n| match &n.kind {
            Kind::List(items) => Some(items.len() as u32),
            _ => n.int().and_then(|n| u32::try_from(n).ok()).or(n.bool().map(u32::from)),
        });
        let sex = node.get("sex").filter(|n| !n.is_null()).and_then(|n| self.sex(n));
        let Some(born) = node.get("born") else {
            self.refuse(node.line, "the child's date of birth is missing", Some("write `born: 2010-05-04`".into()));
            return None;
        };
        let day = self.day(born)?;
        Some(Child { born: day, sex, siblings })
    }

    /// The contract fixes no coding: the words that records use are read, anything else is not known.
    fn sex(&mut self, node: &Node) -> Option<&'static str> {
        match node.text().unwrap_or_default().to_ascii_lowercase().as_str() {
            "female" | "f" | "girl" => Some("female"),
            "male" | "m" | "boy" => Some("male"),
            _ => None,
        }
    }

    fn day(&mut self, node: &Node) -> Option<Day> {
        let text = node.text().unwrap_or_default();
        match text.parse::<Day>() {
            Ok(day) => Some(day),
            Err(error) => {
                self.refuse(node.line, format!("`{}` {error}", node.shown()), None);
                None
            }
        }
    }

    fn moment(&mut self, node: &Node) -> Option<Moment> {
        let text = if let Kind::Scalar { text, .. } = &node.kind { text.as_str() } else { "" };
        match text.parse::<Moment>() {
            Ok(moment) => Some(moment),
            Err(error) => {
                let help = match error {
                    MomentError::Form => Some("quote nothing, write no space: 2026-03-05T14:30".to_owned()),
                    _ => None,
                };
                self.refuse(node.line, format!("`{}` {error}", node.shown()), help);
                None
            }
        }
    }

    /// A moment asked for: a bare date means the end of that day.
    fn asked(&mut self, node: &Node) -> Option<Moment> {
        let moment = self.moment(node)?;
        Some(if moment.has_time() { moment } else { Moment::end_of(moment.day()) })
    }

    fn events(&mut self, root: &Node, born: Option<Day>) -> Vec<Written> {
        let mut written = Vec::new();
        let Some(node) = root.get("events") else {
            self.refuse(root.line, "`events` is missing", Some("an empty timeline is `events: []`".into()));
            return written;
        };
        let Kind::List(items) = &node.kind else {
            if !node.is_null() {
                self.refuse(node.line, format!("`events` is {}, not a list", node.what()), None);
            }
            return written;
        };
        for (n, item) in items.iter().enumerate() {
            if let Some(entry) = self.entry(item, n as u32 + 1, born) {
                written.push(entry);
            }
        }
        written
    }

    fn entry(&mut self, node: &Node, place: u32, born: Option<Day>) -> Option<Written> {
        if !matches!(node.kind, Kind::Map(_)) {
            let help = "an event reads `{at: 2026-03-02, event: released, with: {…}}`";
            self.refuse(node.line, format!("{} stands where an event is expected", node.what()), Some(help.into()));
            return None;
        }
        self.only(node, &EVENT_KEYS, "an event");
        let at = match node.get("at") {
            Some(at) => self.moment(at),
            None => {
                self.refuse(node.line, "the event does not say when it happened", Some("write `at:`".into()));
                None
            }
        };
        let what = self.what(node);
        let at = at?;
        if born.is_some_and(|born| at.day() < born) {
            self.refuse(node.line, format!("`{at}` lies before the child was born"), None);
        }
        let known = match node.get("known") {
            Some(known) => self.known(known, at)?,
            None => Known::both(at),
        };
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        Some(Written { place, line: node.line, at, known, id: text("id"), follows: text("follows"), what: what? })
    }

    fn known(&mut self, node: &Node, at: Moment) -> Option<Known> {
        if node.is_null() {
            return Some(Known::both(at));
        }
        if !matches!(node.kind, Kind::Map(_)) {
            return self.moment(node).map(Known::both);
        }
        self.only(node, &["yjs", "csc"], "`known`");
        let mut side = |key: &str| node.get(key).filter(|n| !n.is_null()).and_then(|n| self.moment(n));
        Some(Known { yjs: side("yjs"), csc: side("csc") })
    }

    fn what(&mut self, node: &Node) -> Option<What> {
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        if let Some(id) = text("retracts") {
            for key in ["event", "with", "corrects"] {
                if node.get(key).is_some() {
                    let help = "a retraction is written `{at: …, retracts: ID}` and nothing else";
                    self.refuse(node.line, format!("`{key}` does not go with `retracts`"), Some(help.into()));
                }
            }
            return Some(What::Retracts(id));
        }
        if let Some(by) = text("erased") {
            return Some(What::Erased(Erased { by }));
        }
        let Some(name) = text("event") else {
            self.refuse(node.line, "the entry names no event", Some("write `event:` with a word of the vocabulary".into()));
            return None;
        };
        let Some(kind) = self.vocabulary.event_id(&name) else {
            let help = did_you_mean(&name, self.vocabulary.events().map(|(_, e)| e.name.as_str()));
            let line = node.get("event").map_or(node.line, |n| n.line);
            self.refuse(line, format!("`{name}` is no event of the vocabulary"), help);
            return None;
        };
        let values = self.values(node, kind);
        Some(What::Event { kind, values, corrects: text("corrects") })
    }

    fn values(&mut self, node: &Node, kind: protocol::vocabulary::EventId) -> Box<[Option<Value>]> {
        let vocabulary = self.vocabulary;
        let event = vocabulary.event(kind);
        let mut values: Vec<Option<Value>> = vec![None; event.attributes.len()];
        let with = node.get("with").filter(|n| !n.is_null());
        if let Some(with) = with.filter(|n| !matches!(n.kind, Kind::Map(_))) {
            self.refuse(with.line, format!("`with` is {}, not a mapping of attributes", with.what()), None);
        }
        for (name, line, value) in with.into_iter().flat_map(Node::entries) {
            let Some(place) = event.attributes.iter().position(|a| a.name == name) else {
                let help = did_you_mean(name, event.attributes.iter().map(|a| a.name.as_str()));
                self.refuse(line, format!("`{}` has no attribute `{name}`", event.name), help);
                continue;
            };
            if value.is_null() {
                continue;
            }
            let read = event.attributes.get(place).map(|a| a.of.read(value, vocabulary));
            match (read, values.get_mut(place)) {
                (Some(Ok(read)), Some(slot)) => *slot = Some(read),
                (Some(Err((cause, help))), _) => self.refuse(line, format!("`{name}`: {cause}"), help),
                _ => {}
            }
        }
        for (attribute, value) in event.attributes.iter().zip(&values) {
            let given = with.is_some_and(|w| w.get(&attribute.name).is_some_and(|n| !n.is_null()));
            if attribute.required && value.is_none() && !given {
                let help = (!attribute.means.is_empty()).then(|| format!("`{}`: {}", attribute.name, attribute.means));
                self.refuse(node.line, format!("`{}` needs the attribute `{}`", event.name, attribute.name), help);
            }
        }
        values.into_boxed_slice()
    }

    fn expect(&mut self, node: &Node) -> Expect {
        self.only(node, &["duties", "absent", "findings", "status"], "`expect`");
        let list = |key: &str| match node.get(key) {
            Some(n) if !n.is_null() => n.items().to_vec(),
            _ => Vec::new(),
        };
        Expect {
            duties: list("duties"),
            absent: list("absent"),
            findings: list("findings"),
            status: node.get("status").cloned(),
        }
    }
}
