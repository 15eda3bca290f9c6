//! Under which hashes is a child known? The key, and the lines of `known` that are made with it: of what a file lists, and of what the record has.
//!
//! Names and dates of birth are kept as hashes under a key that is not in the database (safety R27): whoever has the database alone cannot try them
//! out. Where the key is another, all of the lines are made again.

use std::collections::BTreeSet;
use std::fmt;

use feeds::{Listed, Name};
use gate::Service;
use hmac::{Hmac, KeyInit, Mac};
use matching::letters::joined;
use sha2::Sha256;

use crate::chain;
use crate::child::Child;
use crate::listed::Feed;
use crate::record::{Record, RecordError};
use crate::store::{Statement, statement};

/// The key of the hashes. It is kept outside the database.
#[derive(Clone)]
pub struct Key([u8; 32]);

/// Says that there is one, and nothing of it.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// A key of these bytes.
    pub const fn of(bytes: [u8; 32]) -> Key {
        Key(bytes)
    }

    /// A fresh key.
    ///
    /// # Errors
    ///
    /// Where the machine gives no random bytes.
    pub fn fresh() -> Result<[u8; 32], RecordError> {
        chain::random().map_err(|e| RecordError::Broken(format!("no random bytes: {e}")))
    }

    fn hash(&self, parts: &[&str]) -> Vec<u8> {
        // Keys of every length are taken, so this one is.
        let Ok(mut hash) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        for part in parts {
            hash.update(&(part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into_bytes().to_vec()
    }

    /// Of names and a date of birth.
    pub(super) fn person(&self, authority: &str, given: &str, family: &str, born: &str) -> Vec<u8> {
        self.hash(&["person", authority, &joined(given), &joined(family), born])
    }

    /// Of names alone: whoever tries one date of birth after another is seen by it.
    pub(super) fn names(&self, authority: &str, given: &str, family: &str) -> Vec<u8> {
        self.hash(&["names", authority, &joined(given), &joined(family)])
    }

    /// Under every way in which somebody who knows a child may name them: all first names or the first of them, with the family name that goes with
    /// them; of a name that is told by half, the other half is the child's own. At most [`WAYS`].
    pub(super) fn ways(&self, authority: &str, names: &[&Name], born: &str) -> BTreeSet<Vec<u8>> {
        let Some(own) = names.first() else { return BTreeSet::new() };
        let or_own =
            |told: &'_ str, own: &'_ str| if joined(told).is_empty() { own.to_owned() } else { told.to_owned() };
        let mut ways: Vec<(String, String)> = Vec::new();
        for name in names {
            let (given, family) = (or_own(&name.given, &own.given), or_own(&name.family, &own.family));
            let first = given.split_whitespace().next().unwrap_or_default().to_owned();
            ways.extend([(given, family.clone()), (first, family)]);
        }
        ways.retain(|(given, family)| !joined(given).is_empty() && !joined(family).is_empty());
        ways.iter().take(WAYS).map(|(given, family)| self.person(authority, given, family, born)).collect()
    }
}

/// In how many ways one child may be named: their own name comes first, and nobody has more than a few.
const WAYS: usize = 40;

/// What is written into `known` of a child that a file lists.
pub(crate) fn of_listed(key: &Key, feed: &Feed, listed: &Listed) -> Vec<Statement> {
    const NEXT: &str =
        "INSERT INTO known_next (blind, authority, service, source, subject, hidden) VALUES ($1, $2, $3, $4, $5, $6)";
    let Some(born) = listed.born else { return Vec::new() };
    let names: Vec<&Name> = std::iter::once(&listed.name).chain(&listed.others).collect();
    let line = |blind: Vec<u8>| {
        let values = [
            blind.into(),
            feed.authority.as_str().into(),
            feed.service.as_str().into(),
            feed.word().into(),
            listed.number.as_str().into(),
            listed.restricted.into(),
        ];
        statement(NEXT, values)
    };
    key.ways(&feed.authority, &names, &born.0.to_string()).into_iter().map(line).collect()
}

/// What brings `known` up to a child of the record.
pub(crate) fn of_child(key: &Key, child: &Child) -> Vec<Statement> {
    const GONE: &str = "DELETE FROM known WHERE source = 'record' AND subject = $1";
    const KNOWN: &str =
        "INSERT INTO known (blind, authority, service, source, subject, hidden) VALUES ($1, $2, $3, 'record', $4, $5)";
    let mut all = vec![statement(GONE, [child.id.as_str().into()])];
    let details = &child.details;
    let names = names_of(child);
    let names: Vec<&Name> = names.iter().collect();
    let open = [(Service::Yjs, child.open_to_yjs), (Service::Csc, child.open_to_csc)];
    for authority in std::iter::once(&details.authority).chain(&details.host) {
        for blind in key.ways(authority, &names, &details.born) {
            all.extend(open.iter().filter(|(_, is_open)| *is_open).map(|(service, _)| {
                let values = [
                    blind.clone().into(),
                    authority.as_str().into(),
                    service.word().into(),
                    child.id.as_str().into(),
                    child.restricted.is_some().into(),
                ];
                statement(KNOWN, values)
            }));
        }
    }
    all
}

/// The names by which a record calls its child.
pub(super) fn names_of(child: &Child) -> Vec<Name> {
    let details = &child.details;
    let own = Name { given: details.given.clone(), family: details.family.clone() };
    let known_as = details.known_as.clone().map(|given| Name { given, family: details.family.clone() });
    std::iter::once(own).chain(known_as).collect()
}

/// Whether anything of a child that `known` tells has changed.
pub(crate) fn differs(child: &Child, before: &Child) -> bool {
    let of = |child: &Child| (child.open_to_yjs, child.open_to_csc, child.restricted.is_some());
    of(child) != of(before) || child.details != before.details
}

/// What the key gives for a text that everybody knows: under which key the lines of `known` are.
fn told_by(key: &Key) -> Vec<u8> {
    key.hash(&["which key"])
}

impl Record {
    /// Gives the record its key. Where the lines of the blind index are under another, or there are none yet, they are made again.
    ///
    /// # Errors
    ///
    /// Where the database cannot be read or written.
    pub async fn with_key(mut self, key: Key) -> Result<Record, RecordError> {
        let said = told_by(&key);
        let is_same = self.is_under(&key).await?;
        self.set_key(key);
        if !is_same {
            self.hash_anew(&said).await?;
        }
        Ok(self)
    }

    /// Whether the lines of the blind index are under this key: another copy of the program may have made them again under its own.
    pub(super) async fn is_under(&self, key: &Key) -> Result<bool, RecordError> {
        const WHICH: &str = "SELECT said FROM known_key WHERE id = 1";
        Ok(self.store.first(WHICH, []).await?.is_some_and(|row| row.bytes(0) == told_by(key)))
    }

    /// A text that is kept to be known again and not to be read: whoever has the database alone cannot try it out.
    pub fn sealed(&self, text: &str) -> String {
        match self.key() {
            Some(key) => data_encoding::HEXLOWER.encode(&key.hash(&["sealed", text])),
            None => chain::hash(text),
        }
    }

    async fn hash_anew(&self, said: &[u8]) -> Result<(), RecordError> {
        const LISTED: &str = "SELECT authority, service, layout, said, number FROM listed WHERE is_open = 1 \
                              AND (authority, service, layout, number) > ($1, $2, $3, $4) \
                              ORDER BY authority, service, layout, number LIMIT 500";
        const OVER: &str = "INSERT INTO known (blind, authority, service, source, subject, hidden) \
                            SELECT blind, authority, service, source, subject, hidden FROM known_next";
        const CHILDREN: &str = "SELECT child FROM child WHERE child > $1 ORDER BY child LIMIT 500";
        const KEPT: &str =
            "INSERT INTO known_key (id, said) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET said = excluded.said";
        let Some(key) = self.key() else { return Ok(()) };
        self.store.write(vec![statement("DELETE FROM known", []), statement("DELETE FROM known_next", [])]).await?;
        let mut after = [String::new(), String::new(), String::new(), String::new()];
        loop {
            let rows = self.store.read(LISTED, after.clone().map(Into::into)).await?;
            let mut batch = Vec::new();
            for row in &rows {
                let text = |column: usize| row.text(column).to_owned();
                after = [text(0), text(1), text(2), text(4)];
                let feed = Feed { authority: text(0), service: text(1), layout: text(2) };
                let listed: Listed =
                    serde_json::from_str(row.text(3)).map_err(|e| RecordError::Broken(e.to_string()))?;
                batch.extend(of_listed(key, &feed, &listed));
            }
            self.store.write(batch).await?;
            if rows.len() < 500 {
                break;
            }
        }
        let mut last = String::new();
        loop {
            let rows = self.store.read(CHILDREN, [last.as_str().into()]).await?;
            let mut batch = Vec::new();
            for row in &rows {
                row.text(0).clone_into(&mut last);
                batch.extend(self.child_of(row.text(0)).await?.iter().flat_map(|child| of_child(key, child)));
            }
            self.store.write(batch).await?;
            if rows.len() < 500 {
                break;
            }
        }
        let done =
            vec![statement(OVER, []), statement("DELETE FROM known_next", []), statement(KEPT, [said.to_vec().into()])];
        Ok(self.store.write(done).await?)
    }
}
