//! Keeps what was let in: whole or not at all, once however often it is sent, and only on top of what its writer had seen.

use std::fmt;

use calendar::Moment;
use gate::{Admitted, Pass, Relation, Service, Standing};
use protocol::Vocabulary;
use sha2::{Digest, Sha256};

use crate::chain::{self, START};
use crate::child::{Child, VERSION};
use crate::entry::{Entry, Place};
use crate::fold::{self, Added};
use crate::index;
use crate::record::{Record, RecordError};
use crate::store::{Row, Statement, StoreError, WriteError, statement};

/// How many lines one write may hold.
const LINES: usize = 500;

/// Something to be kept about a child.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The child; for a record that begins, a fresh id.
    pub child: String,
    /// The version that the writer had seen; 0 for a record that begins.
    pub based_on: u64,
    /// The sender's own key for this write: the same key of the same sender keeps it once (safety R56).
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
        may(&pass, &write)?;
        self.keep(&pass.person().id, write, now).await
    }

    /// Whether the person of the pass has written anything under this key.
    pub async fn has_kept(&self, pass: &Pass, key: &str) -> Result<bool, RecordError> {
        Ok(self.store.first(KEY, [own(&pass.person().id, key).into()]).await?.is_some())
    }

    /// Keeps what somebody writes who may, or what the record itself writes because of what was let in.
    pub(crate) async fn keep(&self, person: &str, mut write: Write, now: i64) -> Result<Appended, AppendError> {
        let body = body(&write)?;
        write.key = own(person, &write.key);
        let [kept, head] = self
            .store
            .firsts([(KEY, vec![write.key.as_str().into()]), (VERSION, vec![write.child.as_str().into()])])
            .await?;
        if let Some(before) = kept_before(kept.as_ref(), &body)? {
            return Ok(before);
        }
        let before = self.child_at(&write.child, head.map(|row| row.int(0))).await?;
        let version = before.as_ref().map_or(0, |child| child.version);
        if before.is_none() && write.based_on > 0 {
            return Err(RecordError::NotFound.into());
        }
        if version != write.based_on {
            return self.kept_or_conflict(&write, &body).await;
        }
        let (lines, mut statements) = lines(&write, before.as_deref(), person, now)?;
        let after = self.after(&write.child, before.as_deref(), lines, now)?;
        statements.insert(0, key(&write.key, &write.child, body.clone(), after.version));
        statements.extend(index::statements(&after, before.as_deref(), self.key()));
        statements.push(index::look_again(&after, before.as_deref(), now));
        match self.store.write(statements).await {
            Ok(()) => Ok(Appended { version: self.hold(after).version, repeated: false }),
            Err(WriteError::Stopped(_)) => self.kept_or_conflict(&write, &body).await,
            Err(error) => Err(error.into()),
        }
    }

    /// The key or the version was taken a moment ago: by the same write, or by another.
    async fn kept_or_conflict(&self, write: &Write, body: &[u8]) -> Result<Appended, AppendError> {
        let found = self.store.first(KEY, [write.key.as_str().into()]).await?;
        match kept_before(found.as_ref(), body)? {
            Some(before) => Ok(before),
            None => Err(AppendError::Conflict(self.version(&write.child).await?)),
        }
    }

    /// What the child would be with these entries, without keeping them: to show what they would start, end or move.
    pub fn preview(&self, child: &Child, entries: Vec<Entry>, now: i64) -> Result<Child, AppendError> {
        let write = Write { child: child.id.clone(), based_on: child.version, key: String::new(), entries };
        let (lines, _) = lines(&write, Some(child), "", now)?;
        self.after(&child.id, Some(child), lines, now)
    }

    /// The same of a record that would begin.
    pub fn preview_begun(&self, entries: Vec<Entry>, now: i64) -> Result<Child, AppendError> {
        let write = Write { child: "new".into(), based_on: 0, key: String::new(), entries };
        let (lines, _) = lines(&write, None, "", now)?;
        self.after(&write.child, None, lines, now)
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
        lines
            .iter()
            .try_for_each(|line| known(&line.entry, &child, &lines, vocabulary))
            .map_err(AppendError::Refused)?;
        fold::add(&mut child, lines, vocabulary).map_err(AppendError::Refused)?;
        self.stands(&child, seen, now)?;
        Ok(child)
    }

    /// What a journey alone cannot tell: protocols that are there, ids, nothing in the future, no clash with arithmetic.
    fn stands(&self, child: &Child, seen: usize, now: i64) -> Result<(), AppendError> {
        duties::check_authorities(&child.journey.under, self.book.protocols)
            .map_err(|e| AppendError::Refused(format!("there is no protocol of `{}`", e.name)))?;
        let new = child.kept.get(seen..).unwrap_or_default();
        let at = Moment::at_instant(now.div_euclid(1000));
        let today = Moment::end_of(at.day());
        let future = |moment: &Moment| moment.day() > at.day() || (moment.has_time() && *moment > at);
        if child.journey.child.born > at.day() {
            return Err(AppendError::Refused("the date of birth lies in the future".into()));
        }
        for (kept, written) in new.iter().zip(child.journey.written.get(seen..).unwrap_or_default()) {
            if kept.id.is_empty() {
                return Err(AppendError::Refused("an event has no id".into()));
            }
            if let Some(moment) =
                [Some(written.at), written.known.yjs, written.known.csc].into_iter().flatten().find(future)
            {
                let why = format!("{} lies in the future: record it when it has happened", moment.in_words());
                return Err(AppendError::Refused(why));
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        duties::check(&child.journey, today, self.book.protocols)
            .map_err(|refusals| AppendError::Refused(refusals.to_string()))
    }

    async fn version(&self, child: &str) -> Result<u64, StoreError> {
        let last = self.store.first("SELECT MAX(version) FROM log WHERE stream = $1", [child.into()]).await?;
        Ok(last.map_or(0, |row| u64::try_from(row.int(0)).unwrap_or(0)))
    }
}

/// A key as its sender's own: nobody takes another's, or one of those that changes of staff are kept under.
fn own(person: &str, key: &str) -> String {
    format!("w:{person}:{key}")
}

const KEY: &str = "SELECT body, version FROM write_key WHERE key = $1";

/// What a write with this key led to, where there was one.
fn kept_before(found: Option<&Row>, body: &[u8]) -> Result<Option<Appended>, AppendError> {
    let Some(row) = found else { return Ok(None) };
    if row.bytes(0) != body {
        return Err(AppendError::KeyReused);
    }
    Ok(Some(Appended { version: u64::try_from(row.int(1)).unwrap_or(0), repeated: true }))
}

/// The pass must be for the child of whom something is written; one that is for no child lets a record begin, and the program itself
/// write.
fn may(pass: &Pass, write: &Write) -> Result<(), AppendError> {
    let may = match pass.child() {
        Some(child) => child == write.child,
        None => write.based_on == 0 || pass.person().standing == Standing::Program,
    };
    if !may {
        return Err(RecordError::NotFound.into());
    }
    let person = pass.person();
    let is_own = |place: &Place| place.service == person.service.word() && place.authority == pass.authority();
    let others = write.entries.iter().any(|entry| match entry {
        Entry::Involved(place) | Entry::Uninvolved(place) => !is_own(place),
        _ => false,
    });
    if others && person.standing != Standing::Program {
        return Err(AppendError::Refused("a service allocates its own people and teams, and no others".into()));
    }
    // Whoever only stands in does not make a child their own; who begins a record has the child first.
    let takes = |entry: &Entry| matches!(entry, Entry::Involved(place) if place.person == person.id);
    let leads = pass.child().is_none() || pass.relations().contains(&Relation::Leads);
    if !leads && write.entries.iter().any(takes) {
        return Err(AppendError::Refused("nobody allocates themselves but who leads the team".into()));
    }
    Ok(())
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

/// That a key was used, for what, and where it led.
pub(crate) fn key(key: &str, stream: &str, body: Vec<u8>, version: u64) -> Statement {
    statement(
        "INSERT INTO write_key (key, stream, body, version) VALUES ($1, $2, $3, $4)",
        [key.into(), stream.into(), body.into(), version.into()],
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

/// Words that the program knows, and events that are there: what it does not know would be kept and never be seen again.
fn known(entry: &Entry, child: &Child, lines: &[Added], vocabulary: &Vocabulary) -> Result<(), String> {
    let is_new = |id: &str| {
        let mut said =
            lines.iter().filter_map(|l| if let Entry::Event { event } = &l.entry { event.get("id") } else { None });
        said.any(|own| own == id)
    };
    match entry {
        Entry::Involved(place) if Service::of(&place.service).is_none() => {
            Err(format!("`{}` is no service", place.service))
        }
        Entry::Involved(place) if !place.role.is_empty() && vocabulary.role_id(&place.role).is_none() => {
            Err(format!("`{}` is no role", place.role))
        }
        Entry::Involved(place) if place.team.is_empty() && place.person.is_empty() => {
            Err("neither a team nor a person is named".into())
        }
        Entry::Noted { event, .. } if !child.kept.iter().any(|k| k.id == *event) && !is_new(event) => {
            Err(format!("there is no event `{event}` to note"))
        }
        Entry::Noted { system, .. } if !["yjs", "csc"].contains(&system.as_str()) => {
            Err(format!("`{system}` is no system"))
        }
        _ => Ok(()),
    }
}
