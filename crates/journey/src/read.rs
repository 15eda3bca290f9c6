//! Reads a journey (contract, A journey). What is wrong is refused with file, line, cause and help; nothing is guessed.
//!
//! Comes from a file's name and bytes; goes out as a [`Journey`], or as everything that is wrong with it at once. A key left empty,
//! or `null`, says the same as one left out.

mod entry;
mod expect;

use std::collections::BTreeSet;

use calendar::{Day, DayError, Moment, MomentError};
use protocol::refusal::{Refusals, cut, date_help, did_you_mean_of};
use protocol::vocabulary::Vocabulary;
use protocol::yaml::{Kind, Node};

use crate::corrections;
use crate::event::{Child, Written};

pub use expect::{DUTY_FIELDS, FINDING_FIELDS, STATUS_FIELDS};

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
    let (root, refusals) = protocol::yaml::read_all(file, bytes);
    let Some(root) = root else { return Err(refusals.sorted()) };
    read_on(file, &root, vocabulary, refusals)
}

/// Reads a journey from a tree that is there already.
pub fn read_tree(file: &str, root: &Node, vocabulary: &Vocabulary) -> Result<Journey, Refusals> {
    read_on(file, root, vocabulary, Refusals::default())
}

fn read_on(file: &str, root: &Node, vocabulary: &Vocabulary, refusals: Refusals) -> Result<Journey, Refusals> {
    let mut reader = Reader { file, vocabulary, refusals, refused: BTreeSet::new() };
    let journey = reader.journey(root);
    match journey {
        Some(journey) => reader.refusals.unless(journey),
        None => Err(reader.refusals.sorted()),
    }
}

const KEYS: [&str; 6] = ["protocol", "child", "events", "as_at", "as_known_at", "expect"];

struct Reader<'a> {
    file: &'a str,
    vocabulary: &'a Vocabulary,
    refusals: Refusals,
    /// The ids of entries that were refused: what names them need not be refused as well.
    refused: BTreeSet<String>,
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
        corrections::check(self.file, &written, &self.refused, &mut self.refusals);
        let as_at = self.asked(root, "as_at", born);
        let as_known_at = self.asked(root, "as_known_at", None);
        let expect = root.get("expect").filter(|n| !n.is_null()).map(|n| self.expect(n));
        Some(Journey { file: self.file.to_owned(), under: under?, child: child?, written, as_at, as_known_at, expect })
    }

    fn only(&mut self, node: &Node, keys: &[&str], of: &str) {
        for (key, line, _) in node.entries() {
            if self.refusals.is_full() {
                break;
            }
            if !keys.contains(&key) {
                let help = did_you_mean_of(key, keys.iter().copied(), &format!("{of} has"));
                self.refuse(line, format!("`{}` is no part of {of}", cut(key)), help);
            }
        }
    }

    /// The one text under a key; a list or a mapping is refused.
    fn one_text(&mut self, node: &Node, key: &str) -> Option<String> {
        let found = node.get(key)?;
        if !found.is_scalar() {
            let help = format!("write `{key}: …` with one word after it");
            self.refuse(found.line, format!("`{key}` is {}, where one word is meant", found.what()), Some(help));
        }
        found.text().map(str::to_owned)
    }

    fn under(&mut self, root: &Node) -> Option<Under> {
        const HELP: &str = "name the authority: `protocol: enfield`, or `protocol: {home: camden, host: dudley}`";
        let Some(node) = root.get("protocol").filter(|n| !n.is_null()) else {
            self.refuse(root.line, "`protocol` is missing", Some(HELP.into()));
            return None;
        };
        match &node.kind {
            Kind::Map(_) => {
                self.only(node, &["home", "host"], "`protocol`");
                let (home, host) = (self.one_text(node, "home"), self.one_text(node, "host"));
                if home.is_none() && node.get("home").is_none_or(Node::is_null) {
                    self.refuse(node.line, "`protocol` names no `home`", Some(HELP.into()));
                }
                Some(Under { home: home?, host })
            }
            Kind::Scalar { text, .. } => Some(Under { home: text.clone(), host: None }),
            Kind::List(_) => {
                self.refuse(node.line, "`protocol` is a list, where one authority is meant", Some(HELP.into()));
                None
            }
        }
    }

    fn child(&mut self, root: &Node) -> Option<Child> {
        const HELP: &str = "write `child: {born: 2010-05-04}`";
        let Some(node) = root.get("child").filter(|n| !n.is_null()) else {
            self.refuse(root.line, "`child` is missing", Some(HELP.into()));
            return None;
        };
        if !matches!(node.kind, Kind::Map(_)) {
            self.refuse(node.line, format!("`child` is {}, where a mapping is meant", node.what()), Some(HELP.into()));
            return None;
        }
        self.only(node, &["born", "sex", "ethnicity", "siblings"], "`child`");
        // The contract fixes no coding of these: what is not understood is not known.
        let siblings = node.get("siblings").and_then(|n| match &n.kind {
            Kind::List(items) => Some(items.len() as u32),
            _ => n.int().and_then(|n| u32::try_from(n).ok()).or(n.bool().map(u32::from)),
        });
        let sex = node.get("sex").and_then(Node::text).and_then(sex);
        let Some(born) = node.get("born").filter(|n| !n.is_null()) else {
            self.refuse(node.line, "the child's date of birth is missing", Some(HELP.into()));
            return None;
        };
        match text_of(born).parse::<Day>() {
            Ok(born) => Some(Child { born, sex, siblings }),
            Err(error) => {
                let help = date_help(text_of(born), "a date of birth is written 2010-05-04");
                self.refuse(born.line, format!("`{}` {error}", born.shown()), Some(help));
                None
            }
        }
    }

    fn moment(&mut self, node: &Node) -> Option<Moment> {
        match text_of(node).parse::<Moment>() {
            Ok(moment) => Some(moment),
            Err(error) => {
                let help = match error {
                    MomentError::Form => "write 2026-03-05, or 2026-03-05T14:30",
                    MomentError::Day(DayError::OutOfRange) => "mend the year",
                    MomentError::Day(_) => "a date is written 2026-04-03",
                    MomentError::Time => "write 2026-03-05T14:30",
                    MomentError::NoSuchTime => "write the time that the clocks showed: before 01:00, or from 02:00 on",
                    MomentError::Offset => "leave the offset out: a time is local to Europe/London",
                };
                let help = date_help(text_of(node), help);
                self.refuse(node.line, format!("`{}` {error}", node.shown()), Some(help));
                None
            }
        }
    }

    /// A moment asked for: a bare date means the end of that day.
    fn asked(&mut self, root: &Node, key: &str, born: Option<Day>) -> Option<Moment> {
        let node = root.get(key).filter(|n| !n.is_null())?;
        let moment = self.moment(node)?;
        if let Some(born) = born.filter(|born| moment.day() < *born) {
            self.refuse(node.line, format!("`{moment}` lies before the child was born"), Some(mend_one_of(born)));
        }
        Some(if moment.has_time() { moment } else { Moment::end_of(moment.day()) })
    }
}

/// The words that records use for a child's sex.
fn sex(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "female" | "f" | "girl" => Some("female"),
        "male" | "m" | "boy" => Some("male"),
        _ => None,
    }
}

/// What to do about a day before the birth.
fn mend_one_of(born: Day) -> String {
    format!("mend it, or the date of birth ({born})")
}

/// The text of a single value, else nothing that could be read.
fn text_of(node: &Node) -> &str {
    if let Kind::Scalar { text, .. } = &node.kind { text } else { "" }
}
