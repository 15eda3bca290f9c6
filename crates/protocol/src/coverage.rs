//! Which printed clauses does the program carry out, and by which of its parts?
//!
//! Comes from the catalogue (`catalogue.yaml`: every clause that the papers hold, by id, with its kind) and the protocols that were read;
//! goes out as one row for each clause of either, so that what is missing, added or of another kind is seen at once. It never reads the
//! catalogue out of the protocols themselves: a list made from what it checks would always agree.
//!
//! ```
//! use protocol::coverage::{Catalogue, lay_beside};
//! let protocols = protocol::read(&protocol::shipped::files()).unwrap();
//! let catalogue = Catalogue::read("catalogue.yaml", b"enfield: {enfield-8.7e: duty, enfield-99.9z: rule}").unwrap();
//! let covered = lay_beside(&catalogue, &protocols);
//! assert_eq!(covered[0].missing().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["enfield-99.9z"]);
//! ```

use crate::clause::{Became, Clause, Clock, KINDS, Kind};
use crate::read::{Protocols, Setting};
use crate::refusal::{Refusals, did_you_mean};
use crate::yaml::{self, Kind as NodeKind};

/// Every clause that the papers hold, for each authority in printed order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalogue {
    /// Each authority with its clauses.
    pub authorities: Vec<(String, Vec<Listed>)>,
}

/// One clause of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
}

impl Catalogue {
    /// Reads a catalogue: `enfield: {enfield-1.1a: rule, …}`.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Catalogue, Refusals> {
        let root = yaml::read_bytes(file, bytes)?;
        let mut refusals = Refusals::default();
        let mut catalogue = Catalogue::default();
        for (authority, line, node) in root.entries() {
            if !matches!(node.kind, NodeKind::Map(_)) {
                let help = "write `enfield: {enfield-1.1a: rule}`";
                refusals.add(file, line, format!("`{authority}` lists no clauses"), Some(help.into()));
                continue;
            }
            let mut listed = Vec::new();
            for (id, line, node) in node.entries() {
                let word = node.shown();
                match KINDS.iter().find(|(name, _)| *name == word) {
                    Some((_, kind)) => listed.push(Listed { id: id.to_owned(), kind: *kind }),
                    None => {
                        let help = did_you_mean(&word, KINDS.iter().map(|(name, _)| *name));
                        refusals.add(file, line, format!("`{word}` is no kind of clause"), help);
                    }
                }
                if !id.starts_with(&format!("{authority}-")) {
                    let help = format!("it begins with `{authority}-`");
                    refusals.add(file, line, format!("the id `{id}` is not this authority's"), Some(help));
                }
            }
            catalogue.authorities.push((authority.to_owned(), listed));
        }
        refusals.unless(catalogue)
    }

    /// Without the authorities of which there is no protocol.
    pub fn of_those_present(mut self, protocols: &Protocols) -> Catalogue {
        self.authorities.retain(|(name, _)| protocols.authorities.contains_key(name));
        self
    }
}

/// What the catalogue and an authority's protocol say of one clause.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The clause's id.
    pub id: String,
    /// Its kind in the catalogue, where it stands there.
    pub listed: Option<Kind>,
    /// The clause, where the protocol has it.
    pub clause: Option<&'a Clause>,
}

/// How catalogue and protocol agree on one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Both have it, of one kind.
    Present,
    /// The protocol does not have it.
    Missing,
    /// The catalogue does not have it.
    Extra,
    /// Both have it, of different kinds.
    KindChanged,
}

impl Agreement {
    /// As a person names it.
    pub const fn word(self) -> &'static str {
        match self {
            Agreement::Present => "present",
            Agreement::Missing => "missing",
            Agreement::Extra => "extra",
            Agreement::KindChanged => "kind changed",
        }
    }
}

impl Row<'_> {
    /// How the two agree.
    pub fn agreement(&self) -> Agreement {
        match (self.listed, self.clause) {
            (Some(_), None) => Agreement::Missing,
            (None, _) => Agreement::Extra,
            (Some(listed), Some(clause)) if listed != clause.kind => Agreement::KindChanged,
            _ => Agreement::Present,
        }
    }

    /// The kind under which it is counted: the catalogue's, or the protocol's own where the catalogue lacks it.
    pub fn kind(&self) -> Option<Kind> {
        self.listed.or(self.clause.map(|c| c.kind))
    }
}

/// How many clauses of one kind there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// In the catalogue.
    pub listed: usize,
    /// In the protocol and the catalogue.
    pub present: usize,
    /// In the catalogue alone.
    pub missing: usize,
    /// In the protocol alone.
    pub extra: usize,
    /// In both, of different kinds.
    pub kind_changed: usize,
}

impl Count {
    /// Counts one more.
    pub fn add(&mut self, row: &Row<'_>) {
        self.listed += usize::from(row.listed.is_some());
        self.present += usize::from(row.listed.is_some() && row.clause.is_some());
        match row.agreement() {
            Agreement::Present => {}
            Agreement::Missing => self.missing += 1,
            Agreement::Extra => self.extra += 1,
            Agreement::KindChanged => self.kind_changed += 1,
        }
    }
}

/// One authority's catalogue laid beside its protocol.
#[derive(Debug, Clone)]
pub struct Covered<'a> {
    /// The authority.
    pub authority: String,
    /// Whether there is a protocol of it at all.
    pub has_protocol: bool,
    /// Every clause: those of the catalogue in its order, then what the protocol has besides.
    pub rows: Vec<Row<'a>>,
    /// What the text leaves open and we assumed.
    pub assumed: Vec<&'a Setting>,
}

impl<'a> Covered<'a> {
    /// The clauses of the catalogue that the protocol lacks.
    pub fn missing(&self) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter().filter(|r| r.agreement() == Agreement::Missing)
    }

    /// The count for each kind that occurs, in the catalogue's order of kinds.
    pub fn counts(&self) -> Vec<(Kind, Count)> {
        let mut counts = Vec::new();
        for (_, kind) in KINDS {
            let mut count = Count::default();
            self.rows.iter().filter(|r| r.kind() == Some(kind)).for_each(|r| count.add(r));
            if count != Count::default() {
                counts.push((kind, count));
            }
        }
        counts
    }

    /// All kinds together.
    pub fn total(&self) -> Count {
        let mut count = Count::default();
        self.rows.iter().for_each(|r| count.add(r));
        count
    }

    /// The clauses whose condition, or whose answer, a person must settle.
    pub fn asking(&self) -> Vec<&'a Clause> {
        self.clauses().filter(|c| !c.asks.is_empty()).collect()
    }

    /// The clauses that are shown as guidance and compute nothing.
    pub fn guidance(&self) -> usize {
        self.clauses().filter(|c| c.became() == Became::Guidance).count()
    }

    fn clauses(&self) -> impl Iterator<Item = &'a Clause> {
        self.rows.iter().filter_map(|r| r.clause)
    }
}

/// Lays the catalogue beside the protocols, authority by authority; a protocol that the catalogue does not know comes last, all extra.
pub fn lay_beside<'a>(catalogue: &Catalogue, protocols: &'a Protocols) -> Vec<Covered<'a>> {
    let mut all: Vec<Covered<'a>> =
        catalogue.authorities.iter().map(|(name, listed)| cover(name, listed, protocols)).collect();
    for name in protocols.authorities.keys() {
        if !all.iter().any(|c| c.authority == *name) {
            all.push(cover(name, &[], protocols));
        }
    }
    all
}

fn cover<'a>(authority: &str, listed: &[Listed], protocols: &'a Protocols) -> Covered<'a> {
    let protocol = protocols.latest(authority);
    let clauses = protocol.map_or(&[][..], |p| &p.clauses);
    let found = |id: &str| clauses.iter().find(|c| c.id == id);
    let mut rows: Vec<Row<'a>> =
        listed.iter().map(|l| Row { id: l.id.clone(), listed: Some(l.kind), clause: found(&l.id) }).collect();
    let known: std::collections::BTreeSet<&str> = listed.iter().map(|l| l.id.as_str()).collect();
    let extra = clauses.iter().filter(|c| !known.contains(c.id.as_str()));
    rows.extend(extra.map(|c| Row { id: c.id.clone(), listed: None, clause: Some(c) }));
    Covered {
        authority: authority.to_owned(),
        has_protocol: protocol.is_some(),
        rows,
        assumed: protocol.map_or_else(Vec::new, |p| p.settings.iter().filter(|s| s.assumed).collect()),
    }
}

/// The part of the program that carries a clause out.
pub fn part(clause: &Clause) -> &'static str {
    match clause.became() {
        Became::Duty => "duties",
        Became::Finding => "findings",
        Became::Calendar => "service calendar",
        Became::Standing => "service calendar, stands always",
        Became::StandingRule => "rules beside the section",
        Became::Forum if clause.due.is_some() => "service calendar",
        Became::Forum => "forums beside the section",
        Became::Form => "forms beside the section",
        Became::Directory => "directory",
        Became::Guidance => "guidance beside the section",
    }
}

/// The kind of clock that a clause runs on: one word for each row of the table "Counting time".
pub fn clock_kind(clause: &Clause) -> &'static str {
    match clause.due.as_ref().map(|d| &d.clock) {
        None => "no time given",
        Some(Clock::Within(..)) => "so long after",
        Some(Clock::Before(..)) => "so long before",
        Some(Clock::SameDay(_)) => "same day",
        Some(Clock::AsSoonAsPossible(..)) => "as soon as possible",
        Some(Clock::Order(_)) => "order only",
        Some(Clock::Repeating(_)) => "repeating",
        Some(Clock::OnCalendar(..)) => "on the calendar",
    }
}
