//! Reads the vocabulary: roles, events, records and enumerations, each name once, every type known.
//!
//! Comes from the nodes of `vocabulary.yaml` and `additions.yaml`; goes out as a [`Vocabulary`], or as everything that is wrong
//! with them at once.

use super::{Attribute, EventId, EventKind, Role, RoleId, Roles, Service, Type, Vocabulary, Word};
use crate::refusal::{Refusals, cut, did_you_mean, did_you_mean_of};
use crate::yaml::{Kind, Node};

const SERVICES: [&str; 11] =
    ["yjs", "csc", "both", "authority", "court", "education", "family", "health", "national", "police", "voluntary"];
const TYPES: [&str; 8] = ["text", "bool", "integer", "date", "role", "record", "enum:NAME", "list of …"];
/// Attributes that the program works out where they are left out (the vocabulary's header).
const WORKABLE: [&str; 3] = ["out_of_hours", "weekend", "own_area"];
/// Places of attributes are kept in a byte, those of events in two.
const MOST_ATTRIBUTES: usize = 200;
const MOST_EVENTS: usize = 10_000;

/// Reads the vocabulary from its files; later files add to earlier ones.
pub(super) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a Node)>) -> Result<Vocabulary, Refusals> {
    let mut vocabulary = Vocabulary::default();
    let mut refusals = Refusals::default();
    let mut waiting = Vec::new();
    for (file, root) in files {
        let mut reader = Reader { file, vocabulary: &mut vocabulary, refusals: &mut refusals, enumerated: Vec::new() };
        reader.file(root);
        waiting.extend(reader.enumerated.into_iter().map(|(name, line)| (file, name, line)));
    }
    for (file, name, line) in waiting {
        if vocabulary.values(&name).is_empty() {
            let help = did_you_mean(&name, vocabulary.enumerations());
            let help = help.or(Some("write its words there: `NAME: [one, two]`".into()));
            refusals.add(file, line, format!("there is no `{}` under `enums`", cut(&name)), help);
        }
    }
    vocabulary.settle_roles();
    refusals.unless(vocabulary)
}

/// The places of the attributes that the program can work out.
fn workable(attributes: &[Attribute]) -> Vec<usize> {
    let is = |a: &Attribute| WORKABLE.contains(&a.name.as_str());
    attributes.iter().enumerate().filter(|(_, a)| is(a)).map(|(place, _)| place).collect()
}

struct Reader<'a> {
    file: &'a str,
    vocabulary: &'a mut Vocabulary,
    refusals: &'a mut Refusals,
    /// The enumerations that attributes name, with the line.
    enumerated: Vec<(String, usize)>,
}

impl Reader<'_> {
    fn refuse(&mut self, line: usize, cause: impl Into<String>, help: Option<String>) {
        self.refusals.add(self.file, line, cause, help);
    }

    fn file(&mut self, root: &Node) {
        if !matches!(root.kind, Kind::Map(_)) {
            let help = "a vocabulary has roles, events, records and enums";
            self.refuse(root.line, format!("{} stands where a vocabulary is expected", root.what()), Some(help.into()));
            return;
        }
        self.only(root, &["roles", "events", "records", "enums", "attributes", "ahead", "after"], "a vocabulary");
        for (key, _, node) in root.entries() {
            if !matches!(node.kind, Kind::Map(_)) && !node.is_null() {
                self.refuse(node.line, format!("`{}` is {}, where a mapping is meant", cut(key), node.what()), None);
            }
            match key {
                "roles" => self.roles(node),
                "enums" => self.enums(node),
                "records" => self.records(node),
                "events" => self.events(node),
                "attributes" => self.further_attributes(node),
                _ => {}
            }
        }
        // The events that these name may stand below them.
        for (key, _, node) in root.entries() {
            match key {
                "ahead" => self.ahead(node),
                "after" => self.after(node),
                _ => {}
            }
        }
    }

    /// Refuses keys that are no part of a thing.
    fn only(&mut self, node: &Node, keys: &[&str], of: &str) {
        if !matches!(node.kind, Kind::Map(_)) && !node.is_null() {
            self.refuse(node.line, format!("{} stands here, where {of} is meant", node.what()), None);
        }
        for (key, line, _) in node.entries() {
            if !keys.contains(&key) {
                let help = did_you_mean_of(key, keys.iter().copied(), &format!("{of} has"));
                self.refuse(line, format!("`{}` is no part of {of}", cut(key)), help);
            }
        }
    }

    /// Whether a name can be written in a clause and in a deadline.
    fn name(&mut self, name: &str, line: usize, what: &str) -> bool {
        let good = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        if !good || name.is_empty() || ["always", "on-calendar"].contains(&name) {
            let help = "a name has small letters, digits, `-` and `_`; `always` and `on-calendar` are taken";
            self.refuse(line, format!("`{}` cannot name {what}", cut(name)), Some(help.into()));
            return false;
        }
        true
    }

    fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let found = node.get(key)?;
        if !found.is_scalar() {
            self.refuse(found.line, format!("`{key}` is {}, where one text is meant", found.what()), None);
        }
        found.text().map(str::to_owned)
    }

    fn truth(&mut self, node: &Node, key: &str) -> bool {
        let Some(found) = node.get(key) else { return false };
        found.bool().unwrap_or_else(|| {
            self.refuse(found.line, format!("`{key}` is `{}`, where yes or no is meant", found.shown()), None);
            false
        })
    }

    fn roles(&mut self, node: &Node) {
        for (name, line, role) in node.entries() {
            if self.vocabulary.roles.len() >= 128 {
                self.refuse(line, "a vocabulary holds at most 128 roles", None);
                break;
            }
            if !self.name(name, line, "a role") {
                continue;
            }
            if self.vocabulary.by_role.contains_key(name) {
                self.refuse(line, format!("the role `{name}` stands twice"), None);
                continue;
            }
            self.only(role, &["means", "service", "members"], "a role");
            let service = self.service(role, line);
            let means = self.text(role, "means").unwrap_or_default();
            let id = RoleId(self.vocabulary.roles.len() as u8);
            self.vocabulary.intern(name);
            self.vocabulary.by_role.insert(name.to_owned(), id);
            let (met_by, stands_for) = (Roles::one(id), Roles::one(id));
            self.vocabulary.roles.push(Role {
                name: name.to_owned(),
                means,
                service,
                members: Vec::new(),
                met_by,
                stands_for,
            });
        }
        for (name, _, role) in node.entries() {
            self.members(name, role);
        }
    }

    fn service(&mut self, role: &Node, line: usize) -> Service {
        let word = self.text(role, "service").unwrap_or_default();
        match word.as_str() {
            "yjs" => Service::Yjs,
            "csc" => Service::Csc,
            "both" => Service::Both,
            known if SERVICES.contains(&known) => Service::Third,
            "" => {
                self.refuse(line, "the role does not say which service it belongs to", Some("write `service:`".into()));
                Service::Third
            }
            _ => {
                let help = did_you_mean_of(&word, SERVICES, "it is one of");
                self.refuse(line, format!("`{}` is no service", cut(&word)), help);
                Service::Third
            }
        }
    }

    fn members(&mut self, name: &str, role: &Node) {
        let Some(members) = role.get("members") else { return };
        let mut found = Vec::new();
        for member in members.items() {
            match member.text().and_then(|m| self.vocabulary.role_id(m)) {
                Some(id) => found.push(id),
                None => {
                    let known = self.vocabulary.by_role.keys().map(String::as_str);
                    let help = did_you_mean(&member.shown(), known);
                    self.refuse(member.line, format!("`{}` is no role", member.shown()), help);
                }
            }
        }
        let place = self.vocabulary.role_id(name).map(|r| r.0 as usize);
        if let Some(role) = place.and_then(|place| self.vocabulary.roles.get_mut(place)) {
            role.members = found;
        }
    }

    fn enums(&mut self, node: &Node) {
        for (name, line, values) in node.entries() {
            if !self.name(name, line, "a list of words") {
                continue;
            }
            for value in values.items() {
                let Some(word) = value.text() else {
                    let cause = format!("`{name}` holds `{}`, which is no word", value.shown());
                    self.refuse(value.line, cause, None);
                    continue;
                };
                if !self.name(word, value.line, "a value") {
                    continue;
                }
                if self.vocabulary.values(name).iter().any(|v| v == word) {
                    self.refuse(value.line, format!("`{word}` stands twice in `{name}`"), None);
                    continue;
                }
                self.vocabulary.intern(word);
                self.vocabulary.enums.entry(name.to_owned()).or_default().push(word.to_owned());
            }
        }
    }

    fn records(&mut self, node: &Node) {
        for (name, line, record) in node.entries() {
            if !self.name(name, line, "a record") {
                continue;
            }
            self.only(record, &["means"], "a record");
            let means = self.text(record, "means").unwrap_or_default();
            self.vocabulary.intern(name);
            if self.vocabulary.records.insert(name.to_owned(), means).is_some() {
                self.refuse(line, format!("the record `{name}` stands twice"), None);
            }
        }
    }

    fn events(&mut self, node: &Node) {
        const KEYS: [&str; 5] = ["means", "recorded_by", "derived", "changes_status", "attributes"];
        for (name, line, event) in node.entries() {
            if !self.name(name, line, "an event") {
                continue;
            }
            if self.vocabulary.by_event.contains_key(name) {
                self.refuse(line, format!("the event `{name}` stands twice"), None);
                continue;
            }
            if self.vocabulary.events.len() >= MOST_EVENTS {
                self.refuse(line, format!("a vocabulary holds at most {MOST_EVENTS} events"), None);
                return;
            }
            self.only(event, &KEYS, "an event");
            let attributes = event.get("attributes").map_or(Vec::new(), |written| self.attributes(written));
            let kind = EventKind {
                name: name.to_owned(),
                means: self.text(event, "means").unwrap_or_default(),
                recorded_by: self.text(event, "recorded_by").unwrap_or_default(),
                derived: self.text(event, "derived"),
                changes_status: self.truth(event, "changes_status"),
                workable: workable(&attributes),
                attributes,
                comes_after: Vec::new(),
            };
            self.vocabulary.intern(name);
            self.vocabulary.by_event.insert(name.to_owned(), EventId(self.vocabulary.events.len() as u16));
            self.vocabulary.events.push(kind);
        }
    }

    /// What events of the agreed vocabulary can say besides.
    fn further_attributes(&mut self, node: &Node) {
        for (name, line, written) in node.entries() {
            let further = self.attributes(written);
            let id = self.vocabulary.event_id(name).map(|id| usize::from(id.0));
            let Some(event) = id.and_then(|id| self.vocabulary.events.get_mut(id)) else {
                let known = self.vocabulary.by_event.keys().map(String::as_str);
                let help = did_you_mean(name, known);
                self.refuse(line, format!("`{}` is no event that can say more", cut(name)), help);
                continue;
            };
            let twice =
                further.iter().find(|a| event.attributes.iter().any(|b| a.name == b.name)).map(|a| a.name.clone());
            event.attributes.extend(further);
            event.workable = workable(&event.attributes);
            if let Some(attribute) = twice {
                self.refuse(line, format!("`{name}` says `{attribute}` already"), None);
            }
        }
    }

    /// The place of an event that must be there.
    fn place(&mut self, name: &str, line: usize) -> Option<EventId> {
        let id = self.vocabulary.event_id(name);
        if id.is_none() {
            let help = did_you_mean(name, self.vocabulary.by_event.keys().map(String::as_str));
            self.refuse(line, format!("`{}` is no event", cut(name)), help);
        }
        id
    }

    /// Which days that an event tells of lie ahead of it.
    fn ahead(&mut self, node: &Node) {
        for (name, line, days) in node.entries() {
            let Some(id) = self.place(name, line) else { continue };
            for day in days.items() {
                let said = day.shown();
                let event = self.vocabulary.events.get_mut(usize::from(id.0));
                let found = event.and_then(|event| event.attributes.iter_mut().find(|a| a.name == said));
                match found.filter(|attribute| attribute.of == Type::Date) {
                    Some(attribute) => attribute.is_ahead = true,
                    None => self.refuse(day.line, format!("`{name}` tells of no day `{}`", cut(&said)), None),
                }
            }
        }
    }

    /// Which events come before an event.
    fn after(&mut self, node: &Node) {
        for (name, line, earlier) in node.entries() {
            let Some(id) = self.place(name, line) else { continue };
            let before: Vec<EventId> =
                earlier.items().iter().filter_map(|one| self.place(&one.shown(), one.line)).collect();
            if let Some(event) = self.vocabulary.events.get_mut(usize::from(id.0)) {
                event.comes_after.extend(before);
            }
        }
    }

    fn attributes(&mut self, written: &Node) -> Vec<Attribute> {
        let mut read = Vec::new();
        if !matches!(written.kind, Kind::Map(_)) && !written.is_null() {
            let help = "attributes are written `NAME: {type: …}`";
            self.refuse(written.line, format!("`attributes` is {}", written.what()), Some(help.into()));
        }
        for (name, line, node) in written.entries() {
            if read.len() >= MOST_ATTRIBUTES {
                self.refuse(line, format!("an event has at most {MOST_ATTRIBUTES} attributes"), None);
                break;
            }
            if !self.name(name, line, "an attribute") {
                continue;
            }
            if !matches!(node.kind, Kind::Map(_)) {
                let help = format!("write `{name}: {{type: …}}`");
                self.refuse(
                    line,
                    format!("`{name}` is {}, where the type of an attribute is meant", node.what()),
                    Some(help),
                );
                continue;
            }
            self.only(node, &["type", "required", "means"], "an attribute");
            let required = self.truth(node, "required");
            let means = self.text(node, "means").unwrap_or_default();
            if let Some(of) = self.of(node, line) {
                let word = self.vocabulary.intern(name);
                read.push(Attribute { name: name.to_owned(), word, of, required, means, is_ahead: false });
            }
        }
        read
    }

    fn of(&mut self, node: &Node, line: usize) -> Option<Type> {
        let written = self.text(node, "type").unwrap_or_default();
        let of = read_type(&written);
        match &of {
            Some(Type::Enum { name, .. }) => self.enumerated.push((name.clone(), line)),
            Some(_) => {}
            None if node.get("type").is_none() => {
                let help = format!("write `type:` with one of: {}", TYPES.join(", "));
                self.refuse(line, "the attribute has no type", Some(help));
            }
            None => {
                let help = did_you_mean_of(&written, TYPES, "it is one of");
                self.refuse(line, format!("`{}` is no type of attribute", cut(&written)), help);
            }
        }
        of
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

impl Vocabulary {
    fn intern(&mut self, word: &str) -> Word {
        if let Some(word) = self.by_word.get(word) {
            return *word;
        }
        let id = Word(self.words.len() as u32);
        self.words.push(word.to_owned());
        self.by_word.insert(word.to_owned(), id);
        id
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

    /// What an agreed vocabulary has and this one lacks: the program knows these words, and words are added, never taken away.
    pub(crate) fn lacks(&self, agreed: &Vocabulary) -> Vec<String> {
        let mut lacking = Vec::new();
        let roles = agreed.roles.iter().filter(|r| !self.by_role.contains_key(&r.name));
        lacking.extend(roles.map(|r| format!("the role `{}` is missing", r.name)));
        let records = agreed.records.keys().filter(|r| !self.records.contains_key(*r));
        lacking.extend(records.map(|r| format!("the record `{r}` is missing")));
        for (name, words) in &agreed.enums {
            if !self.values(name).starts_with(words) {
                lacking.push(format!("the words of `{name}` do not begin with the agreed ones, in their order"));
            }
        }
        for event in &agreed.events {
            let Some(own) = self.event_id(&event.name).map(|id| self.event(id)) else {
                lacking.push(format!("the event `{}` is missing", event.name));
                continue;
            };
            let same = own.attributes.len() >= event.attributes.len()
                && own.attributes.iter().zip(&event.attributes).all(|(a, b)| a.name == b.name && a.of == b.of);
            if !same {
                lacking.push(format!(
                    "the attributes of `{}` do not begin with the agreed ones, in their order",
                    event.name
                ));
            }
        }
        lacking
    }
}
