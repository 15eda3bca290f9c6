//! The database, behind one narrow door: read rows, or write a batch that holds whole or not at all.
//!
//! One text of SQL serves SQLite and PostgreSQL: `$1`, `$2`…, `BIGINT`, `TEXT`, `BYTEA`, and only what both understand. A statement is a
//! `&'static str`, so that none can be put together from what somebody typed (safety R48). This module knows nothing of children.

mod migrations;
mod postgres;
mod sqlite;

use std::fmt;
use std::path::PathBuf;

pub use postgres::{Encryption, Postgres, Server};
pub use sqlite::{Sqlite, for_its_owner_alone};

/// Where the record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settings {
    /// In this file.
    Sqlite(PathBuf),
    /// In a database on a server.
    Postgres(Server),
}

/// A value that goes in or comes out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number, or 0 and 1 for no and yes.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(n: i64) -> Value {
        Value::Int(n)
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Value {
        Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Int(i64::from(yes))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::from(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        // The one letter that PostgreSQL cannot keep: neither database shall.
        Value::Text(if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text })
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Value {
        Value::Bytes(bytes)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Value {
        text.map_or(Value::Null, Value::from)
    }
}

impl From<Option<i64>> for Value {
    fn from(n: Option<i64>) -> Value {
        n.map_or(Value::Null, Value::Int)
    }
}

/// A row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The text in a column; empty where there is none.
    pub fn text(&self, column: usize) -> &str {
        if let Some(Value::Text(text)) = self.0.get(column) { text } else { "" }
    }

    /// The number in a column; 0 where there is none.
    pub fn int(&self, column: usize) -> i64 {
        self.maybe_int(column).unwrap_or(0)
    }

    /// The number in a column, where there is one.
    pub fn maybe_int(&self, column: usize) -> Option<i64> {
        if let Some(Value::Int(n)) = self.0.get(column) { Some(*n) } else { None }
    }

    /// The bytes in a column; empty where there are none.
    pub fn bytes(&self, column: usize) -> &[u8] {
        if let Some(Value::Bytes(bytes)) = self.0.get(column) { bytes } else { &[] }
    }
}

/// One statement of a batch.
#[derive(Debug, Clone)]
pub struct Statement {
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
    /// How many rows it must touch, else the batch does not hold.
    pub(crate) must: Option<u64>,
}

/// A statement with its values.
pub fn statement<const N: usize>(sql: &'static str, values: [Value; N]) -> Statement {
    Statement { sql, values: values.into(), must: None }
}

impl Statement {
    /// It must touch exactly one row, else the batch does not hold.
    #[must_use]
    pub fn must(self) -> Statement {
        Statement { must: Some(1), ..self }
    }
}

/// Why the database did not do it.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// It cannot be opened or reached, or what it said makes no sense.
    Unusable(String),
    /// It is full, or cannot be written.
    Unwritable(String),
    /// It is not known whether a write was kept: ask again with the same key.
    NotKnown(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Unusable(why) => write!(f, "the record cannot be used: {why}"),
            StoreError::Unwritable(why) => write!(f, "the record cannot be written: {why}"),
            StoreError::NotKnown(why) => write!(f, "it is not known whether this was kept: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// Why a batch did not hold. Nothing of it was kept.
#[derive(Debug)]
pub enum WriteError {
    /// A unique key, or the number of rows that a statement must touch, stood against it: the place of that statement.
    Stopped(usize),
    /// The database.
    Store(StoreError),
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> WriteError {
        WriteError::Store(error)
    }
}

/// The database in use.
#[derive(Debug)]
pub enum Store {
    /// A file of our own.
    Sqlite(Sqlite),
    /// A server.
    Postgres(Postgres),
}

/// A question to the database.
pub type Query = (&'static str, Vec<Value>);

impl Store {
    /// Opens it and brings its tables up to date.
    pub async fn open(settings: &Settings) -> Result<Store, StoreError> {
        match settings {
            Settings::Sqlite(path) => Sqlite::open(path).await.map(Store::Sqlite),
            Settings::Postgres(server) => Postgres::open(server).await.map(Store::Postgres),
        }
    }

    /// The rows that a question finds.
    pub async fn read<const N: usize>(&self, sql: &'static str, values: [Value; N]) -> Result<Vec<Row>, StoreError> {
        let mut all = self.read_all(vec![(sql, values.into())]).await?;
        Ok(all.pop().unwrap_or_default())
    }

    /// The row that a question by a key finds.
    pub async fn first<const N: usize>(
        &self,
        sql: &'static str,
        values: [Value; N],
    ) -> Result<Option<Row>, StoreError> {
        let [first] = self.firsts([(sql, values.into())]).await?;
        Ok(first)
    }

    /// The rows that several questions by a key find, in one go; not as at one moment.
    pub async fn firsts<const N: usize>(&self, queries: [Query; N]) -> Result<[Option<Row>; N], StoreError> {
        let here = if let Store::Sqlite(store) = self { store.read_here(&queries) } else { None };
        let found = match here {
            Some(found) => found?,
            None => self.read_all(queries.into()).await?,
        };
        let mut firsts = found.into_iter().map(|rows| rows.into_iter().next());
        Ok(std::array::from_fn(|_| firsts.next().flatten()))
    }

    /// Several questions, answered as at one moment.
    pub async fn read_all(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        match self {
            Store::Sqlite(store) => store.read_all(queries).await,
            Store::Postgres(store) => store.read_all(queries).await,
        }
    }

    /// Keeps a batch whole, or nothing of it. When this answers, what was written is on the disk.
    pub async fn write(&self, batch: Vec<Statement>) -> Result<(), WriteError> {
        match self {
            Store::Sqlite(store) => store.write(batch).await,
            Store::Postgres(store) => store.write(batch).await,
        }
    }

    /// Keeps a batch that only adds and that nothing can stand against, as `write` does; it may go to the disk together with others.
    pub async fn add(&self, batch: Vec<Statement>) -> Result<(), WriteError> {
        match self {
            // The one writer gathers whatever waits.
            Store::Sqlite(store) => store.write(batch).await,
            Store::Postgres(store) => store.add(batch).await,
        }
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read("SELECT 1", []).await.map(drop)
    }
}
