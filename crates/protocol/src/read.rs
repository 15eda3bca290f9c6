//! Reads a folder of protocols: the vocabulary, the facts, the bank holidays, and each authority's files.
//!
//! Comes from the names and texts of files, as `tandem` found them; goes out as [`Protocols`]. All that is wrong is gathered
//! before anything is refused, so that an author mends a file in one go.

use std::collections::BTreeMap;

use calendar::{Calendar, Day, Length as Worded, Span};

use crate::clause::{Clause, InForce, Length};
use crate::facts::Facts;
use crate::read_clause::{Context, read_clause};
use crate::refusal::{Refusals, did_you_mean};
use crate::vocabulary::Vocabulary;
use crate::yaml::{self, Node};

/// A file as it was found: its path below the folder of protocols, with `/` between the parts, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// `enfield/08-remands.yaml`
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Everything that was agreed, and the law beneath.
#[derive(Debug, Clone)]
pub struct Protocols {
    /// The agreed words.
    pub vocabulary: Vocabulary,
    /// The law: the floor under every protocol.
    pub statute: Option<Protocol>,
    /// Each authority's editions, the one in force last.
    pub authorities: BTreeMap<String, Vec<Protocol>>,
    /// The bank holidays, without any authority's closures.
    pub calendar: Calendar,
}

impl Protocols {
    /// The edition of an authority's protocol in force on a day; before the first, the first; after the last, the last.
    pub fn edition(&self, authority: &str, day: Day) -> Option<&Protocol> {
        let editions = self.authorities.get(authority)?;
        let begun = editions.iter().rev().find(|e| e.in_force.from.is_none_or(|from| from <= day));
        begun.or(editions.first())
    }

    /// The latest edition of an authority's protocol, or the law for `statute`.
    pub fn latest(&self, authority: &str) -> Option<&Protocol> {
        if authority == "statute" { self.statute.as_ref() } else { self.authorities.get(authority)?.last() }
    }
}

/// One edition of one authority's protocol.
#[derive(Debug, Clone)]
pub struct Protocol {
    /// `enfield`
    pub authority: String,
    /// What the paper is.
    pub title: String,
    /// As printed.
    pub edition: String,
    /// From when until when.
    pub in_force: InForce,
    /// When the paper itself says it should be reviewed.
    pub review_by: Option<Day>,
    /// The services' own names.
    pub services: Vec<(String, String)>,
    /// The systems' names.
    pub systems: Vec<(String, String)>,
    /// When the office is open.
    pub office_hours: OfficeHours,
    /// Courts and stations that count as the authority's own.
    pub own_courts: Vec<String>,
    /// What the text leaves open.
    pub settings: Vec<Setting>,
    /// What its conditions can ask.
    pub facts: Facts,
    /// Its working days: the bank holidays and its own closures.
    pub calendar: Calendar,
    /// Its printed sections, in printed order.
    pub sections: Vec<Section>,
    /// Its clauses, in printed order.
    pub clauses: Vec<Clause>,
}

impl Protocol {
    /// The clause of this id; the authority may be left out.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        let full = format!("{}-{id}", self.authority);
        self.clauses.iter().find(|c| c.id == id || c.id == full)
    }
}

/// A printed section: one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// As printed: `8`, `Appendix 1`.
    pub number: String,
    /// The printed heading, shortened.
    pub heading: String,
    /// The file.
    pub file: String,
    /// The clauses in it, as a range of the protocol's clauses.
    pub clauses: std::ops::Range<usize>,
}

/// What the text leaves open, with its visible default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value, as written.
    pub is: String,
    /// The value as a length of time, where it is one.
    pub span: Option<Span>,
    /// Whether it is our assumption.
    pub assumed: bool,
    /// Why it is needed.
    pub why: String,
}

/// When the office is open, Monday to Friday on working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeHours {
    /// Seconds after midnight.
    pub from: u32,
    /// Seconds after midnight.
    pub to: u32,
}

/// Reads everything.
pub fn read(files: &[SourceFile]) -> Result<Protocols, Refusals> {
    let mut refusals = Refusals::default();
    let mut roots: BTreeMap<&str, Node> = BTreeMap::new();
    for file in files {
        match yaml::read_bytes(&file.path, &file.bytes) {
            Ok(root) => {
                roots.insert(&file.path, root);
            }
            Err(faults) => refusals.append(faults),
        }
    }
    let words = ["vocabulary.yaml", "additions.yaml"];
    let words = words.iter().filter_map(|f| roots.get(f).map(|root| (*f, root)));
    let vocabulary = Vocabulary::read(words).unwrap_or_else(|faults| {
        refusals.append(faults);
        Vocabulary::default()
    });
    if vocabulary.events().next().is_none() {
        refusals.add("vocabulary.yaml", 0, "there is no vocabulary", Some("copy the shipped vocabulary.yaml".into()));
        return Err(refusals.sorted());
    }
    let mut facts = Facts::of_status(&vocabulary);
    if let Some(root) = roots.get("facts.yaml") {
        if let Some(node) = root.get("facts") {
            facts.read("facts.yaml", node, &vocabulary, &mut refusals);
        }
    }
    let holidays = roots.get("bank-holidays.yaml").map_or_else(Vec::new, |root| {
        closed_days("bank-holidays.yaml", root.get("days"), &mut refusals)
    });
    if holidays.is_empty() {
        refusals.add("bank-holidays.yaml", 0, "there are no bank holidays", Some("copy the shipped file".into()));
    }
    let shelf = Shelf { vocabulary: &vocabulary, facts: &facts, holidays: &holidays, roots: &roots };
    let mut statute = None;
    let mut authorities: BTreeMap<String, Vec<Protocol>> = BTreeMap::new();
    for folder in shelf.folders() {
        let Some(protocol) = shelf.protocol(folder, &mut refusals) else { continue };
        let name = folder.split('/').next().unwrap_or(folder);
        if name == "statute" {
            statute = Some(protocol);
        } else {
            authorities.entry(name.to_owned()).or_default().push(protocol);
        }
    }
    for editions in authorities.values_mut() {
        editions.sort_by_key(|e| e.in_force.from);
    }
    let calendar = Calendar::new(holidays.iter().cloned());
    refusals.unless(Protocols { vocabulary, statute, authorities, calendar })
}

struct Shelf<'a> {
    vocabulary: &'a Vocabulary,
    facts: &'a Facts,
    holidays: &'a [(Day, String)],
    roots: &'a BTreeMap<&'a str, Node>,
}

/// Files of an authority's folder that are no sections.
fn is_section(path: &str, folder: &str) -> bool {
    let inside = path.strip_prefix(folder).and_then(|p| p.strip_prefix('/'));
    inside.is_some_and(|p| !p.contains('/') && p != "protocol.yaml" && p.ends_with(".yaml"))
}

impl Shelf<'_> {
    /// Every folder that holds a `protocol.yaml`: `enfield`, `enfield/superseded/2018`.
    fn folders(&self) -> Vec<&str> {
        self.roots.keys().filter_map(|path| path.strip_suffix("/protocol.yaml")).collect()
    }

    fn protocol(&self, folder: &str, refusals: &mut Refusals) -> Option<Protocol> {
        let file = format!("{folder}/protocol.yaml");
        let root = self.roots.get(file.as_str())?;
        let mut head = Head { file: &file, root, refusals };
        let authority = head.text("authority");
        let (title, edition) = (head.text("title"), head.text("edition"));
        let in_force = read_in_force(&file, root.get("in-force"), head.refusals);
        let review_by = root.get("review-by").and_then(|n| read_day(&file, n, head.refusals));
        let (services, systems) = (head.pairs("services"), head.pairs("systems"));
        let settings = head.settings();
        let office_hours = head.office_hours();
        let own_courts = root.get("own-courts").map_or_else(Vec::new, texts);
        head.unknown_keys();
        let closures = closed_days(&file, root.get("closures"), refusals);
        let calendar = Calendar::new(self.holidays.iter().cloned().chain(closures));
        let mut facts = self.facts.clone();
        if let Some(node) = root.get("facts") {
            facts.read(&file, node, self.vocabulary, refusals);
        }
        let mut protocol = Protocol {
            authority,
            title,
            edition,
            in_force,
            review_by,
            services,
            systems,
            office_hours,
            own_courts,
            settings,
            facts,
            calendar,
            sections: Vec::new(),
            clauses: Vec::new(),
        };
        for (path, root) in self.roots.iter().filter(|(path, _)| is_section(path, folder)) {
            self.section(path, root, &mut protocol, refusals);
        }
        one_id_once(&protocol, refusals);
        Some(protocol)
    }

    fn section(&self, path: &str, root: &Node, protocol: &mut Protocol, refusals: &mut Refusals) {
        for (key, line, _) in root.entries() {
            if !["section", "heading", "clauses"].contains(&key) {
                let help = "a section has `section`, `heading` and `clauses`";
                refusals.add(path, line, format!("`{key}` is no part of a section"), Some(help.into()));
            }
        }
        let start = protocol.clauses.len();
        let context = Context {
            file: path,
            authority: &protocol.authority,
            vocabulary: self.vocabulary,
            facts: &protocol.facts,
            settings: &protocol.settings,
        };
        let mut read = Vec::new();
        for node in root.get("clauses").map_or(&[][..], Node::items) {
            read.extend(read_clause(node, &context, refusals));
        }
        protocol.clauses.extend(read);
        let text = |key: &str| root.get(key).and_then(Node::text).unwrap_or_default().to_owned();
        protocol.sections.push(Section {
            number: text("section"),
            heading: text("heading"),
            file: path.to_owned(),
            clauses: start..protocol.clauses.len(),
        });
    }
}

fn one_id_once(protocol: &Protocol, refusals: &mut Refusals) {
    let mut seen: BTreeMap<&str, &Clause> = BTreeMap::new();
    for clause in &protocol.clauses {
        if let Some(first) = seen.insert(&clause.id, clause) {
            let cause = format!("the id `{}` stands twice", clause.id);
            refusals.add(&clause.file, clause.line, cause, Some(format!("first in {}:{}", first.file, first.line)));
        }
    }
}

/// The list of texts that a node holds.
pub(crate) fn texts(node: &Node) -> Vec<String> {
    node.items().iter().filter_map(Node::text).map(str::to_owned).collect()
}

/// A day, or a refusal.
pub(crate) fn read_day(file: &str, node: &Node, refusals: &mut Refusals) -> Option<Day> {
    let text = node.text()?;
    text.parse().map_err(|e| refusals.add(file, node.line, format!("`{text}` {e}"), None)).ok()
}

/// `{from: …, to: …}`.
pub(crate) fn read_in_force(file: &str, node: Option<&Node>, refusals: &mut Refusals) -> InForce {
    let mut day = |key: &str| node.and_then(|n| n.get(key)).and_then(|n| read_day(file, n, refusals));
    InForce { from: day("from"), to: day("to") }
}

/// A list of `{day: …, name: …}`.
fn closed_days(file: &str, node: Option<&Node>, refusals: &mut Refusals) -> Vec<(Day, String)> {
    let mut days = Vec::new();
    for item in node.map_or(&[][..], Node::items) {
        let name = item.get("name").and_then(Node::text).unwrap_or("closed").to_owned();
        match item.get("day") {
            Some(day) => days.extend(read_day(file, day, refusals).map(|d| (d, name))),
            None => refusals.add(file, item.line, "a closed day reads `{day: 2026-12-29, name: …}`", None),
        }
    }
    days
}

struct Head<'a> {
    file: &'a str,
    root: &'a Node,
    refusals: &'a mut Refusals,
}

const HEAD_KEYS: [&str; 12] = [
    "authority",
    "title",
    "edition",
    "in-force",
    "review-by",
    "services",
    "systems",
    "closures",
    "office-hours",
    "own-courts",
    "settings",
    "facts",
];

impl Head<'_> {
    fn text(&mut self, key: &str) -> String {
        match self.root.get(key).and_then(Node::text) {
            Some(text) => text.to_owned(),
            None => {
                self.refusals.add(self.file, 0, format!("`{key}` is missing"), None);
                String::new()
            }
        }
    }

    fn pairs(&self, key: &str) -> Vec<(String, String)> {
        let entries = self.root.get(key).into_iter().flat_map(Node::entries);
        entries.map(|(k, _, v)| (k.to_owned(), v.text().unwrap_or_default().to_owned())).collect()
    }

    fn settings(&mut self) -> Vec<Setting> {
        let mut settings = Vec::new();
        for (name, line, node) in self.root.get("settings").into_iter().flat_map(Node::entries) {
            let is = node.get("is").map(Node::shown).unwrap_or_default();
            if is.is_empty() {
                self.refusals.add(self.file, line, format!("the setting `{name}` has no `is:`"), None);
            }
            let span = read_span(&is);
            let assumed = node.get("assumed").and_then(Node::bool).unwrap_or(false);
            let why = node.get("why").and_then(Node::text).unwrap_or_default().to_owned();
            settings.push(Setting { name: name.to_owned(), is, span, assumed, why });
        }
        settings
    }

    fn office_hours(&mut self) -> OfficeHours {
        let node = self.root.get("office-hours");
        let mut clock = |key: &str, otherwise: u32| {
            let Some(node) = node.and_then(|n| n.get(key)) else { return otherwise };
            let read = node.text().and_then(|t| t.split_once(':')).and_then(|(h, m)| {
                let (h, m): (u32, u32) = (h.parse().ok()?, m.parse().ok()?);
                (h < 24 && m < 60).then_some(h * 3600 + m * 60)
            });
            read.unwrap_or_else(|| {
                let cause = format!("`{}` is no time of day", node.shown());
                self.refusals.add(self.file, node.line, cause, Some("write it in quotes: \"09:00\"".into()));
                otherwise
            })
        };
        OfficeHours { from: clock("from", 9 * 3600), to: clock("to", 17 * 3600) }
    }

    fn unknown_keys(&mut self) {
        for (key, line, _) in self.root.entries() {
            if !HEAD_KEYS.contains(&key) {
                let help = did_you_mean(key, HEAD_KEYS);
                self.refusals.add(self.file, line, format!("`{key}` is no part of a protocol.yaml"), help);
            }
        }
    }
}

/// `1 working day`, as a span.
fn read_span(text: &str) -> Option<Span> {
    let wording: calendar::Wording = format!("within {text} of x").parse().ok()?;
    match wording.clock {
        calendar::wording::Clock::Within { length: Worded::Fixed(span), .. } => Some(span),
        _ => None,
    }
}

/// The span of a worded length: the text's own, or the authority's setting.
pub(crate) fn settle(length: &Worded, settings: &[Setting]) -> Result<Length, (String, Option<String>)> {
    match length {
        Worded::Fixed(span) => Ok(Length { span: *span, assumed: false }),
        Worded::Setting(name) => match settings.iter().find(|s| s.name == *name) {
            Some(Setting { span: Some(span), .. }) => Ok(Length { span: *span, assumed: true }),
            Some(setting) => Err((format!("the setting `{name}` is `{}`, which is no length of time", setting.is), None)),
            None => {
                let help = did_you_mean(name, settings.iter().map(|s| s.name.as_str()))
                    .or(Some("write it under `settings:` in protocol.yaml".into()));
                Err((format!("there is no setting `{name}`"), help))
            }
        },
    }
}
