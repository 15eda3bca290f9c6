//! The record as a whole: the database, the protocols that its journeys are read and derived by, and what is held in memory for speed.
//!
//! What is in memory can be lost at any time: each read asks the database for the version first.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, RwLock};

use duties::Engine;
use protocol::Protocols;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::child::Child;
use crate::known::Key;
use crate::reckoned::{For, Reckoned};
use crate::staff::Staff;
use crate::store::{Settings, Store, StoreError, WriteError};

/// How many lines of children are held in memory at most: some 1.5 kB each.
const HELD: u64 = 700_000;
/// How many duties and events are held in memory at most as part of an answer: some 600 bytes each.
const OWED: u64 = 4_000_000;

/// The protocols and the engine that derives by them, for as long as the program runs.
#[derive(Debug, Clone, Copy)]
pub struct Book {
    /// What was agreed.
    pub protocols: &'static Protocols,
    /// What derives by it.
    pub engine: &'static Engine<'static>,
}

impl Book {
    /// The protocols made ready, for as long as the program runs.
    pub fn of(protocols: Protocols) -> Book {
        let protocols: &'static Protocols = Box::leak(Box::new(protocols));
        let engine: &'static Engine<'static> = Box::leak(Box::new(Engine::new(protocols)));
        Book { protocols, engine }
    }
}

/// A child weighs as much as it has lines.
#[derive(Debug, Clone)]
pub(crate) struct ByLines;

impl Weighter<String, Arc<Child>> for ByLines {
    fn weight(&self, _id: &String, child: &Arc<Child>) -> u64 {
        child.version
    }
}

impl Weighter<For, Arc<[Arc<Reckoned>]>> for ByLines {
    fn weight(&self, _of: &For, held: &Arc<[Arc<Reckoned>]>) -> u64 {
        held.iter().map(|one| (one.number() + one.lines.len()) as u64 + 1).sum()
    }
}

/// The record.
#[derive(Debug)]
pub struct Record {
    pub(crate) store: Store,
    pub(crate) book: Book,
    pub(crate) children: Cache<String, Arc<Child>, ByLines>,
    pub(crate) reckonings: Cache<For, Arc<[Arc<Reckoned>]>, ByLines>,
    pub(crate) staff: RwLock<BTreeMap<String, Arc<Staff>>>,
    key: Option<Key>,
}

/// Why the record did not do it.
#[derive(Debug)]
pub enum RecordError {
    /// There is no such thing, or the pass is not for it.
    NotFound,
    /// The database.
    Store(StoreError),
    /// What is kept makes no sense: an alarm.
    Broken(String),
    /// Another reading of the same feed has begun meanwhile: what this one read counts no more.
    Overtaken,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordError::NotFound => f.write_str("there is no such record"),
            RecordError::Store(error) => error.fmt(f),
            RecordError::Broken(why) => write!(f, "what is kept cannot be read: {why}"),
            RecordError::Overtaken => {
                f.write_str("another import of the same kind of file began meanwhile, and nothing of this one counts: bring it again")
            }
        }
    }
}

impl std::error::Error for RecordError {}

impl From<StoreError> for RecordError {
    fn from(error: StoreError) -> RecordError {
        RecordError::Store(error)
    }
}

impl From<WriteError> for RecordError {
    fn from(error: WriteError) -> RecordError {
        match error {
            WriteError::Store(error) => RecordError::Store(error),
            WriteError::Stopped(n) => RecordError::Broken(format!("statement {n} of a batch did not hold")),
        }
    }
}

impl Record {
    /// Opens the record and brings its tables up to date.
    pub async fn open(settings: &Settings, book: Book) -> Result<Record, StoreError> {
        let store = Store::open(settings).await?;
        Ok(Record {
            store,
            book,
            children: Cache::with_weighter(1_000, HELD, ByLines),
            reckonings: Cache::with_weighter(4_000, OWED, ByLines),
            staff: RwLock::new(BTreeMap::new()),
            key: None,
        })
    }

    /// The key of the blind index, where one was given ([`Record::with_key`]).
    pub(crate) fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    pub(crate) fn set_key(&mut self, key: Key) {
        self.key = Some(key);
    }

    /// The protocols that it is read by.
    pub fn book(&self) -> Book {
        self.book
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }
}
