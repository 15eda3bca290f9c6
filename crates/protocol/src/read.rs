//! Reads a folder of protocols: the vocabulary, the facts, the bank holidays, and each authority's files.
//!
//! Comes from the names and texts of files, as `tandem` found them; goes out as [`Protocols`]. All that is wrong is gathered
//! before anything is refused, so that an author mends a file in one go.

mod head;
mod references;

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Calendar, Day, Span};

use serde::{Deserialize, Serialize};

use crate::clause::{Clause, InForce};
use crate::everyday::{self, Everyday};
use crate::facts::Facts;
use crate::read_clause::{Context, read_clause};
use crate::refusal::{Refusals, did_you_mean};
use crate::shipped;
use crate::vocabulary::Vocabulary;
use crate::yaml::{self, Kind, Node};
use head::{Head, closed_days, one_text, only, read_day};

pub(crate) use head::{read_in_force, settle, time_of_day};
pub(crate) use references::circle;

/// A file as it was found: its path below the folder of protocols, with `/` between the parts, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// `enfield/08-remands.yaml`
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Everything that was agreed, and the law beneath.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Protocols {
    /// The agreed words.
    pub vocabulary: Vocabulary,
    /// The law: the floor under every protocol.
    pub statute: Option<Protocol>,
    /// Each authority's editions, the one in force last.
    pub authorities: BTreeMap<String, Vec<Protocol>>,
    /// The bank holidays, without any authority's closures.
    pub calendar: Calendar,
    /// What workers say, and which event it is.
    pub everyday: Everyday,
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

    /// The clause of this id, written whole, and the protocol that has it; of several editions, the latest.
    pub fn clause(&self, id: &str) -> Option<(&Protocol, &Clause)> {
        let all = self.authorities.values().flat_map(|editions| editions.iter().rev()).chain(&self.statute);
        // An authority's name may hold a `-` itself: the id alone does not say where the name ends.
        let mut named = all.filter(|p| id.strip_prefix(&p.authority).is_some_and(|rest| rest.starts_with('-')));
        named.find_map(|p| Some((p, p.clauses.get(p.place(id)?)?)))
    }
}

/// One edition of one authority's protocol.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// The place of each among them, by its id.
    places: BTreeMap<String, usize>,
}

impl Protocol {
    /// The clause of this id; the authority may be left out.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        let place = self.place(id).or_else(|| self.place(&format!("{}-{id}", self.authority)))?;
        self.clauses.get(place)
    }

    /// The place among the clauses of the one whose id, written whole, this is.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// A clause's number as it is printed: its id without the authority's name.
    pub fn own_number<'c>(&self, clause: &'c Clause) -> &'c str {
        clause.id.strip_prefix(&self.authority).and_then(|rest| rest.strip_prefix('-')).unwrap_or(&clause.id)
    }

    /// The printed section in which the clause of this place stands.
    pub fn section_of(&self, place: usize) -> Option<&Section> {
        self.sections.iter().find(|section| section.clauses.contains(&place))
    }
}

/// A printed section: one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// As printed: `8`, `Appendix 1`.
    pub number: String,
    /// The printed heading, shortened, with the services named and not their initials.
    pub heading: String,
    /// The file.
    pub file: String,
    /// The clauses in it, as a range of the protocol's clauses.
    pub clauses: std::ops::Range<usize>,
}

/// What the text leaves open, with its visible default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// Seconds after midnight.
    pub from: u32,
    /// Seconds after midnight.
    pub to: u32,
}

/// Reads everything.
pub fn read(files: &[SourceFile]) -> Result<Protocols, Refusals> {
    let mut refusals = Refusals::default();
    let roots = roots(files, &mut refusals);
    let Some(mut vocabulary) = vocabulary(files, &roots, &mut refusals) else {
        return Err(refusals.sorted());
    };
    let mut facts = Facts::of_status(&vocabulary);
    if let Some(root) = roots.get(FACTS) {
        only(FACTS, root, &["facts"], "facts.yaml", &mut refusals);
        if let Some(node) = root.get("facts") {
            facts.read(FACTS, node, &vocabulary, &mut refusals);
        }
    }
    let holidays = roots.get(HOLIDAYS).map_or_else(Vec::new, |root| {
        only(HOLIDAYS, root, &["source", "fetched", "days"], "bank-holidays.yaml", &mut refusals);
        closed_days(HOLIDAYS, root.get("days"), &mut refusals)
    });
    if holidays.is_empty() {
        refusals.add(HOLIDAYS, 0, "there are no bank holidays", Some("copy the shipped file".into()));
    }
    let shelf = Shelf { vocabulary: &vocabulary, facts: &facts, holidays: &holidays, roots: &roots };
    let (authorities, statute) = shelf.protocols(&mut refusals);
    let calendar = Calendar::new(holidays.iter().cloned());
    let mut everyday =
        roots.get(EVERYDAY).map(|root| everyday::read(root, &vocabulary, &mut refusals)).unwrap_or_default();
    vocabulary.call_records(std::mem::take(&mut everyday.records));
    let protocols = Protocols { vocabulary, statute, authorities, calendar, everyday };
    references::check(&protocols, &roots, &mut refusals);
    refusals.unless(protocols)
}

const WORDS: [&str; 2] = ["vocabulary.yaml", "additions.yaml"];
const FACTS: &str = "facts.yaml";
const HOLIDAYS: &str = "bank-holidays.yaml";
const EVERYDAY: &str = "everyday.yaml";

/// The tree of every file; what cannot be understood at all is left out and refused.
fn roots<'f>(files: &'f [SourceFile], refusals: &mut Refusals) -> BTreeMap<&'f str, Node> {
    let mut roots: BTreeMap<&str, Node> = BTreeMap::new();
    for file in files {
        let (root, faults) = yaml::read_all(&file.path, &file.bytes);
        refusals.append(faults);
        if let Some(root) = root {
            roots.insert(&file.path, root);
        }
        let own = [WORDS[0], WORDS[1], FACTS, HOLIDAYS, EVERYDAY];
        let stray = !file.path.contains('/') && !own.contains(&file.path.as_str());
        if let Some(help) = stray.then(|| did_you_mean(&file.path, own)).flatten() {
            refusals.add(&file.path, 0, "no file of this name is read", Some(help));
        }
    }
    roots
}

/// The agreed words; nothing where there are none, or where they are themselves refused: all else is read against them.
fn vocabulary(files: &[SourceFile], roots: &BTreeMap<&str, Node>, refusals: &mut Refusals) -> Option<Vocabulary> {
    if !files.iter().any(|f| f.path == WORDS[0]) {
        refusals.add(WORDS[0], 0, "there is no vocabulary", Some("copy the shipped vocabulary.yaml".into()));
        return None;
    }
    if !roots.contains_key(WORDS[0]) {
        return None;
    }
    let words = WORDS.iter().filter_map(|f| roots.get(f).map(|root| (*f, root)));
    let vocabulary = Vocabulary::read(words).map_err(|faults| refusals.append(faults)).ok()?;
    let shipped = shipped::files();
    let is_shipped = |path: &str| {
        let bytes = |of: &[SourceFile]| of.iter().find(|f| f.path == path).map(|f| f.bytes.clone());
        bytes(files) == bytes(&shipped)
    };
    let Some(own) = WORDS.into_iter().find(|path| !is_shipped(path)) else { return Some(vocabulary) };
    let trees: Vec<(&str, Node)> = WORDS
        .iter()
        .filter_map(|path| shipped.iter().find(|f| f.path == *path))
        .filter_map(|f| Some((f.path.as_str(), yaml::read_all(&f.path, &f.bytes).0?)))
        .collect();
    let agreed = Vocabulary::read(trees.iter().map(|(path, root)| (*path, root))).ok()?;
    let lacking = vocabulary.lacks(&agreed);
    for lacking in &lacking {
        let help = "the program knows these words: others are added, at the end, and none taken away or renamed";
        refusals.add(own, 0, lacking, Some(help.into()));
    }
    lacking.is_empty().then_some(vocabulary)
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

/// Each authority's editions, and the law.
type Read = (BTreeMap<String, Vec<Protocol>>, Option<Protocol>);

impl Shelf<'_> {
    /// Every folder that holds a `protocol.yaml`: `enfield`, `enfield/superseded/2018`.
    fn folders(&self) -> Vec<&str> {
        self.roots.keys().filter_map(|path| path.strip_suffix("/protocol.yaml")).collect()
    }

    fn protocols(&self, refusals: &mut Refusals) -> Read {
        let mut statute = None;
        let mut authorities: BTreeMap<String, Vec<Protocol>> = BTreeMap::new();
        for folder in self.folders() {
            let Some(protocol) = self.protocol(folder, refusals) else { continue };
            match folder.split_once('/').map_or(folder, |(name, _)| name) {
                "statute" => statute = Some(protocol),
                name => authorities.entry(name.to_owned()).or_default().push(protocol),
            }
        }
        self.headless(refusals);
        for (name, editions) in &mut authorities {
            editions.sort_by_key(|e| e.in_force.from);
            for (earlier, later) in editions.iter().zip(editions.iter().skip(1)) {
                if earlier.in_force.from == later.in_force.from {
                    let cause = format!("two editions of `{name}` are in force from the same day");
                    let help = "say under `in-force` in each protocol.yaml from when it holds";
                    refusals.add(&format!("{name}/protocol.yaml"), 0, cause, Some(help.into()));
                }
            }
        }
        (authorities, statute)
    }

    /// Refuses the sections of a folder that has no head: nobody would read them.
    fn headless(&self, refusals: &mut Refusals) {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for path in self.roots.keys() {
            let Some((folder, _)) = path.split_once('/') else { continue };
            let head = format!("{folder}/protocol.yaml");
            if !self.roots.contains_key(head.as_str()) && told.insert(folder) {
                let help = format!("write {folder}/protocol.yaml: README.md, `protocol.yaml`");
                refusals.add(
                    path,
                    0,
                    format!("the folder `{folder}` has no protocol.yaml that can be read"),
                    Some(help),
                );
            }
        }
    }

    fn protocol(&self, folder: &str, refusals: &mut Refusals) -> Option<Protocol> {
        let file = format!("{folder}/protocol.yaml");
        let root = self.roots.get(file.as_str())?;
        let mut head = Head { file: &file, root, refusals };
        if !head.is_whole() {
            return None;
        }
        let authority = head.authority(folder);
        let (title, edition) = (head.text("title"), head.text("edition"));
        let in_force = read_in_force(&file, root.get("in-force"), head.refusals);
        let review_by = root.get("review-by").and_then(|n| read_day(&file, n, head.refusals));
        let (services, systems) = (head.pairs("services"), head.pairs("systems"));
        let settings = head.settings();
        let office_hours = head.office_hours();
        let own_courts = head.texts("own-courts");
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
            places: BTreeMap::new(),
        };
        for (path, root) in self.roots.iter().filter(|(path, _)| is_section(path, folder)) {
            self.section(path, root, &mut protocol, refusals);
        }
        one_id_once(&protocol, refusals);
        protocol.places =
            protocol.clauses.iter().enumerate().map(|(place, clause)| (clause.id.clone(), place)).collect();
        Some(protocol)
    }

    fn section(&self, path: &str, root: &Node, protocol: &mut Protocol, refusals: &mut Refusals) {
        if !matches!(root.kind, Kind::Map(_)) {
            let help = "a section has `section`, `heading` and `clauses`";
            let cause = format!("{} stands where a section is expected", root.what());
            refusals.add(path, root.line, cause, Some(help.into()));
            return;
        }
        only(path, root, &["section", "heading", "clauses"], "a section", refusals);
        let start = protocol.clauses.len();
        let context = Context {
            file: path,
            authority: &protocol.authority,
            vocabulary: self.vocabulary,
            facts: &protocol.facts,
            settings: &protocol.settings,
        };
        let clauses = root.get("clauses").filter(|n| !n.is_null());
        if clauses.is_none() {
            let help = "write `clauses:` and the clauses under it, or take the file out";
            refusals.add(path, root.line, "the section holds no clauses", Some(help.into()));
        }
        let mut read = Vec::new();
        for node in clauses.map_or(&[][..], Node::items) {
            if refusals.is_full() {
                break;
            }
            read.extend(read_clause(node, &context, refusals));
        }
        protocol.clauses.extend(read);
        let mut text = |key: &str| match root.get(key) {
            Some(node) => one_text(path, key, node, refusals),
            None => {
                let help = format!("write `{key}: …` as the paper prints it");
                refusals.add(path, root.line, format!("the section has no `{key}`"), Some(help));
                String::new()
            }
        };
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
            let help = format!("first in {}:{}", first.file, first.line);
            refusals.add(&clause.file, clause.line, cause, Some(help));
        }
    }
}
