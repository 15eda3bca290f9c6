//! What came in from the services' own systems, and which of their children are one: a log of its own for each authority.
//!
//! What a file says of its children is no part of it (that stands in [`crate::listed`], until the next file): here stands that it came, and
//! what people, or the program, decided by it.

use std::collections::BTreeMap;

use gate::{Admitted, Pass};
use serde::{Deserialize, Serialize};

use crate::append::{AppendError, key};
use crate::chain::End;
use crate::record::{Record, RecordError};
use crate::store::{Statement, WriteError};

/// One line of the log of an authority's feeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum FeedEntry {
    /// A file was taken in.
    Imported(Imported),
    /// Two children of the two systems are one, or are not.
    Decided(Decided),
    /// Something that the two services disagree on was settled, or is known and stays.
    Settled(Settled),
    /// A number of a system is that of a record's child, or is not.
    Placed(Placed),
}

/// That a file was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// `yjs` or `csc`.
    pub service: String,
    /// Which kind of file.
    pub layout: String,
    /// The names of the files.
    pub files: Vec<String>,
    /// Of which day they say they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// How many rows were read.
    pub rows: u64,
    /// How many children stand in them.
    pub people: u64,
    /// How many of these are open to the service.
    pub open: u64,
    /// How many were not in the one before.
    pub new: u64,
    /// Of how many something else is said than in the one before.
    pub changed: u64,
    /// How many stood in the one before and in this one no more.
    pub gone: u64,
    /// How many rows and values could not be used.
    pub refused: u64,
}

/// That two children of the two systems are one, or are not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// The number in youth justice's system.
    pub yjs: String,
    /// The number in social care's.
    pub csc: String,
    /// Whether they are one.
    pub same: bool,
    /// Why, in the words of whoever decided; what the program says of itself where it was certain.
    pub why: String,
    /// What was seen when it was decided, thing by thing.
    pub evidence: Vec<Said>,
    /// The record in which they were joined; empty where there was none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub child: String,
    /// Who had looked at that record while they were joined, and was told that they are not one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<String>,
}

/// What one thing says about whether two are one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// What was compared.
    pub thing: String,
    /// How it agrees.
    pub says: String,
    /// What it adds to the score: each whole one doubles the odds.
    pub weight: f64,
}

/// That a disagreement was settled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The number in youth justice's system.
    pub yjs: String,
    /// The number in social care's.
    pub csc: String,
    /// On what they disagree: `born`, `family`.
    pub about: String,
    /// What the two said when it was settled: said again otherwise, it is open again.
    pub between: (String, String),
    /// What was agreed, in words.
    pub how: String,
}

/// That a number of a system is that of a record's child, or of another child.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Placed {
    /// `yjs` or `csc`.
    pub service: String,
    /// The number in that system.
    pub number: String,
    /// The record.
    pub child: String,
    /// Whether it is that child's.
    pub same: bool,
    /// Name and date of birth as the system listed them then, sealed: given to somebody else, the number is nobody's until it is said anew.
    pub listed: String,
    /// How whoever said so knows.
    pub why: String,
}

/// A line with when it was recorded, and by whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    /// In milliseconds since 1970.
    pub recorded: i64,
    /// By whom.
    pub person: String,
    /// What.
    pub what: T,
}

/// Everything that came in for an authority, and what was decided by it.
#[derive(Debug, Clone, Default)]
pub struct Feeds {
    end: End,
    /// Each file that was taken in, the first first.
    pub imports: Vec<Kept<Imported>>,
    /// Every decision, the first first.
    pub decisions: Vec<Kept<Decided>>,
    /// What was settled, the first first.
    pub settled: Vec<Kept<Settled>>,
    /// Whose record a number was said to be, the first first.
    pub placed: Vec<Kept<Placed>>,
    /// Where the last decision about a pair stands, by the two numbers.
    last: BTreeMap<(String, String), usize>,
}

impl Feeds {
    /// How many lines the log has: what a decision is based on.
    pub fn version(&self) -> u64 {
        self.end.version
    }

    /// What was last decided about two.
    pub fn decided(&self, yjs: &str, csc: &str) -> Option<&Kept<Decided>> {
        self.decisions.get(*self.last.get(&(yjs.to_owned(), csc.to_owned()))?)
    }

    /// What two are known to disagree on, where it still stands as it did.
    pub fn is_settled(&self, yjs: &str, csc: &str, about: &str, between: (&str, &str)) -> Option<&Kept<Settled>> {
        let same = |one: &&Kept<Settled>| {
            let what = &one.what;
            (what.yjs.as_str(), what.csc.as_str(), what.about.as_str()) == (yjs, csc, about)
                && (what.between.0.as_str(), what.between.1.as_str()) == between
        };
        self.settled.iter().rev().find(same)
    }

    /// What was last said of whether a number of a system is that of a record's child: by service, number and record.
    pub fn whose(&self) -> BTreeMap<[String; 3], Placed> {
        let of = |one: &Placed| [one.service.clone(), one.number.clone(), one.child.clone()];
        self.placed.iter().map(|kept| (of(&kept.what), kept.what.clone())).collect()
    }

    fn add(&mut self, recorded: i64, person: &str, entry: FeedEntry) {
        let person = person.to_owned();
        match entry {
            FeedEntry::Imported(what) => self.imports.push(Kept { recorded, person, what }),
            FeedEntry::Decided(what) => {
                self.last.insert((what.yjs.clone(), what.csc.clone()), self.decisions.len());
                self.decisions.push(Kept { recorded, person, what });
            }
            FeedEntry::Settled(what) => self.settled.push(Kept { recorded, person, what }),
            FeedEntry::Placed(what) => self.placed.push(Kept { recorded, person, what }),
        }
    }
}

fn stream(authority: &str) -> String {
    format!("feeds:{authority}")
}

impl Record {
    /// What came in for the authority of whom the pass speaks, and what was decided by it.
    pub async fn feeds(&self, pass: &Pass) -> Result<Feeds, RecordError> {
        let mut feeds = Feeds::default();
        for row in self.log(&stream(pass.authority())).await? {
            let entry = serde_json::from_str(row.text(3))
                .map_err(|e| RecordError::Broken(format!("feeds of {}, line {}: {e}", pass.authority(), row.int(0))))?;
            feeds.end = End::at(&row);
            feeds.add(row.int(1), row.text(2), entry);
        }
        Ok(feeds)
    }

    /// Writes down a decision, on top of what whoever decided had seen.
    pub async fn keep_feed(&self, admitted: Admitted<FeedEntry>, seen: &Feeds, now: i64) -> Result<u64, AppendError> {
        let (pass, entry) = admitted.into_parts();
        self.keep_feed_with(&pass, &[entry], seen, now, Vec::new()).await
    }

    /// Writes down several decisions, on top of what was seen: all or none.
    pub async fn keep_feeds(
        &self,
        admitted: Admitted<Vec<FeedEntry>>,
        seen: &Feeds,
        now: i64,
    ) -> Result<u64, AppendError> {
        let (pass, entries) = admitted.into_parts();
        self.keep_feed_with(&pass, &entries, seen, now, Vec::new()).await
    }

    pub(crate) async fn keep_feed_with(
        &self,
        pass: &Pass,
        entries: &[FeedEntry],
        seen: &Feeds,
        now: i64,
        mut statements: Vec<Statement>,
    ) -> Result<u64, AppendError> {
        let stream = stream(pass.authority());
        let mut end = seen.end;
        for entry in entries {
            let payload = serde_json::to_string(entry).map_err(|e| AppendError::Refused(e.to_string()))?;
            let (line, after) = end
                .add(&stream, &pass.person().id, &payload, now)
                .map_err(|e| AppendError::Refused(format!("no random bytes: {e}")))?;
            statements.push(line);
            end = after;
        }
        // So that lines missing at the end are missed.
        statements.push(key(&format!("{stream}:{}", end.version), &stream, end.chain.to_vec(), end.version));
        match self.store.write(statements).await {
            Ok(()) => Ok(end.version),
            Err(WriteError::Stopped(_)) => Err(AppendError::Conflict(self.feeds(pass).await?.version())),
            Err(error) => Err(error.into()),
        }
    }
}
