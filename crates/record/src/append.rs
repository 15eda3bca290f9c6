//! Keeps what was let in: whole or not at all, once however often it is sent, and only on top of what its writer had seen.

use std::fmt;
use std::sync::Arc;

use calendar::Moment;
use gate::Admitted;
use sha2::{Digest, Sha256};

use crate::chain::{self, START};
use crate::child::Child;
use crate::entry::Entry;
use crate::fold::{self, Added};
use crate::index;
use crate::record::{Record, RecordError};
use crate::store::{Statement, StoreError, WriteError, statement};

/// How many lines one write may hold.
const LINES: usize = 500;

/// Something to be kept about a child.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The child; for a record that begins, a fresh id.
    pub child: String,
    /// The version that the writer had seen; 0 for a record that begins.
    pub based_on: u64,
    /// The sender's own key for this write: the same key keeps it once (safety R56).
    pub key: String,
    /// What is to be kept, in order.
    pub entries: Vec<Entry>,
}

/// That it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The version that it led to.
    pub version: u64,
    /// Whether it had been kept before, under the same key.
    pub repeated: bool,
}

/// Why it was not kept. Nothing of it was.
#[derive(Debug)]
pub enum AppendError {
    /// Somebody else has written in between: the version now.
    Conflict(u64),
    /// The key was used for another write.
    KeyReused,
    /// What it says cannot be, in sentences.
    Refused(String),
    /// The record.
    Record(RecordError),
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppendError::Conflict(version) => {
                write!(
                    f,
                    "somebody else has written to this record since you opened it (it is now at version {version})"
                )
            }
            AppendError::KeyReused => f.write_str("this key was used before for something else"),
            AppendError::Refused(why) => f.write_str(why),
            AppendError::Record(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AppendError {}

impl<E: Into<RecordError>> From<E> for AppendError {
    fn from(error: E) -> AppendError {
        AppendError::Record(error.into())
    }
}

impl Record {
    /// Keeps a write. `now` is in milliseconds since 1970.
    ///
    /// When this answers, what was written is on the disk. A second call with the same key and the same entries answers as the first did.
    pub async fn append(&self, admitted: Admitted<Write>, now: i64) -> Result<Appended, AppendError> {
        let (pass, write) = admitted.into_parts();
        if pass.child().is_some_and(|child| child != write.child) {
            return Err(RecordError::NotFound.into());
        }
        let body = body(&write)?;
        if let Some(before) = self.kept_before(&write.key, &body).await? {
            return Ok(before);
        }
        let before = self.child_of(&write.child).await?;
        let version = before.as_ref().map_or(0, |child| child.version);
        if version != write.based_on {
            return Err(AppendError::Conflict(version));
        }
        let (lines, mut statements) = lines(&write, before.as_deref(), &pass.person().id, now)?;
        let after = self.after(&write.child, before.as_deref(), lines, now)?;
        statements.insert(0, key(&write, body.clone(), after.version));
        statements.extend(index::statements(&after));
        statements.push(index::look_again(&after.id, now));
        match self.store.write(statements).await {
            Ok(()) => {
                let version = after.version;
                self.children.insert(write.child, Arc::new(after));
                Ok(Appended { version, repeated: false })
            }
            // The key or the version was taken a moment ago.
            Err(WriteError::Stopped(_)) => match self.kept_before(&write.key, &body).await? {
                Some(before) => Ok(before),
                None => Err(AppendError::Conflict(self.version(&write.child).await?)),
            },
            Err(error) => Err(error.into()),
        }
    }

    /// What the child would be with these entries, without keeping them: to show what they would start, end or move.
    pub fn preview(&self, child: &Child, entries: Vec<Entry>, now: i64) -> Result<Child, AppendError> {
        let write = Write { child: child.id.clone(), based_on: child.version, key: String::new(), entries };
        let (lines, _) = lines(&write, Some(child), "", now)?;
        self.after(&child.id, Some(child), lines, now)
    }

    fn after(&self, id: &str, before: Option<&Child>, lines: Vec<Added>, now: i64) -> Result<Child, AppendError> {
        let vocabulary = &self.book.protocols.vocabulary;
        let mut child = match (before, lines.first().map(|l| &l.entry)) {
            (Some(child), Some(Entry::Opened { .. })) => return Err(AppendError::Conflict(child.version)),
            (Some(child), _) => child.clone(),
            (None, Some(Entry::Opened { details })) => {
                fold::begin(id, details.clone(), vocabulary).map_err(AppendError::Refused)?
            }
            (None, _) => return Err(RecordError::NotFound.into()),
        };
        let seen = child.kept.len();
        fold::add(&mut child, lines, vocabulary).map_err(AppendError::Refused)?;
        self.stands(&child, seen, now)?;
        Ok(child)
    }

    /// What a journey alone cannot tell: protocols that are there, ids that are new, nothing in the future, no clash with arithmetic.
    fn stands(&self, child: &Child, seen: usize, now: i64) -> Result<(), AppendError> {
        duties::check_authorities(&child.journey.under, self.book.protocols)
            .map_err(|e| AppendError::Refused(format!("there is no protocol of `{}`", e.name)))?;
        let new = child.kept.get(seen..).unwrap_or_default();
        let at = Moment::at_instant(now.div_euclid(1000));
        for (n, kept) in new.iter().enumerate() {
            if kept.id.is_empty() {
                return Err(AppendError::Refused("an event has no id".into()));
            }
            let Some(written) = child.journey.written.get(seen + n) else { continue };
            if written.at.day() > at.day() || (written.at.has_time() && written.at > at) {
                let why = format!("{} lies in the future: record it when it has happened", written.at.in_words());
                return Err(AppendError::Refused(why));
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        duties::check(&child.journey, Moment::end_of(at.day()), self.book.protocols)
            .map_err(|refusals| AppendError::Refused(refusals.to_string()))
    }

    async fn version(&self, child: &str) -> Result<u64, StoreError> {
        let last = self.store.first("SELECT MAX(version) FROM log WHERE stream = $1", [child.into()]).await?;
        Ok(last.map_or(0, |row| u64::try_from(row.int(0)).unwrap_or(0)))
    }

    /// What a write with this key led to, where there was one.
    async fn kept_before(&self, key: &str, body: &[u8]) -> Result<Option<Appended>, AppendError> {
        let found = self.store.first("SELECT body, version FROM write_key WHERE key = $1", [key.into()]).await?;
        let Some(row) = found else { return Ok(None) };
        if row.bytes(0) != body {
            return Err(AppendError::KeyReused);
        }
        Ok(Some(Appended { version: u64::try_from(row.int(1)).unwrap_or(0), repeated: true }))
    }
}

/// A hash of what is to be kept, and of whom.
fn body(write: &Write) -> Result<Vec<u8>, AppendError> {
    if write.key.is_empty() || write.key.len() > 200 {
        return Err(AppendError::Refused("a write needs a key of 1 to 200 characters".into()));
    }
    let entries = serde_json::to_string(&write.entries).map_err(|e| AppendError::Refused(e.to_string()))?;
    let hash = Sha256::new().chain_update(write.child.as_bytes()).chain_update([0]).chain_update(entries.as_bytes());
    Ok(hash.finalize().to_vec())
}

fn key(write: &Write, body: Vec<u8>, version: u64) -> Statement {
    statement(
        "INSERT INTO write_key (key, stream, body, version) VALUES ($1, $2, $3, $4)",
        [write.key.as_str().into(), write.child.as_str().into(), body.into(), version.into()],
    )
}

/// The lines of the log that a write adds, and the statements that keep them.
fn lines(
    write: &Write,
    before: Option<&Child>,
    person: &str,
    now: i64,
) -> Result<(Vec<Added>, Vec<Statement>), AppendError> {
    if write.entries.is_empty() || write.entries.len() > LINES {
        return Err(AppendError::Refused(format!(
            "a write holds 1 to {LINES} entries, this one {}",
            write.entries.len()
        )));
    }
    let (mut version, mut last, mut chain) = before.map_or((0, 0, START), |c| (c.version, c.recorded, c.chain));
    let (mut lines, mut statements) = (Vec::new(), Vec::new());
    for entry in &write.entries {
        version += 1;
        // A clock that went back does not turn the log round (safety R55).
        last = last.max(now);
        let payload = serde_json::to_string(entry).map_err(|e| AppendError::Refused(e.to_string()))?;
        let salt: [u8; 32] = chain::random().map_err(|e| AppendError::Refused(format!("no random bytes: {e}")))?;
        let line =
            chain::Line { stream: &write.child, version, recorded: last, person, payload: &payload, salt: &salt };
        chain = chain::link(&chain, &line);
        statements.push(chain::kept(&line, chain));
        lines.push(Added { version, recorded: last, person: person.to_owned(), chain, entry: entry.clone() });
    }
    Ok((lines, statements))
}
