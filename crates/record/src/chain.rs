//! The chain over a stream: each line carries a hash over the one before, so that nothing can be changed, dropped or put between unseen.
//!
//! The chain runs over a salted hash of what was said and not over the words: a line can be lawfully emptied later, with its salt, and the
//! chain still holds (safety 4).

use sha2::{Digest, Sha256};

use crate::record::RecordError;
use crate::store::{Row, Statement, statement};

/// A link of the chain.
pub type Link = [u8; 32];

/// What stands before the first line.
pub const START: Link = [0; 32];

/// What of a line the chain covers.
pub struct Line<'a> {
    /// The stream.
    pub stream: &'a str,
    /// Its number.
    pub version: u64,
    /// When it was recorded.
    pub recorded: i64,
    /// By whom.
    pub person: &'a str,
    /// What was said.
    pub payload: &'a str,
    /// The salt.
    pub salt: &'a [u8],
}

/// The link of a line, after the one before.
pub fn link(before: &[u8], line: &Line<'_>) -> Link {
    let said = Sha256::new().chain_update(line.salt).chain_update(line.payload.as_bytes()).finalize();
    let mut hash = Sha256::new();
    hash.update(before);
    for text in [line.stream, line.person] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.update(line.version.to_be_bytes());
    hash.update(line.recorded.to_be_bytes());
    hash.update(said);
    hash.finalize().into()
}

/// Where a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The number of its last line; 0 where it has none.
    pub version: u64,
    /// When that was recorded.
    pub recorded: i64,
    /// Its link.
    pub chain: Link,
}

impl Default for End {
    fn default() -> End {
        End { version: 0, recorded: 0, chain: START }
    }
}

impl End {
    /// Where a stream ends of which this is the last row (see [`crate::child::LOG`]).
    pub fn at(row: &Row) -> End {
        End { version: row.int(0) as u64, recorded: row.int(1), chain: row.bytes(5).try_into().unwrap_or(START) }
    }

    /// The statement that keeps one line more, and where the stream ends then. A clock that went back does not turn the log round (safety R55).
    pub fn add(
        self,
        stream: &str,
        person: &str,
        payload: &str,
        now: i64,
    ) -> Result<(Statement, End), getrandom::Error> {
        let (version, recorded) = (self.version + 1, self.recorded.max(now));
        let salt: [u8; 32] = random()?;
        let line = Line { stream, version, recorded, person, payload, salt: &salt };
        let chain = link(&self.chain, &line);
        Ok((kept(&line, chain), End { version, recorded, chain }))
    }
}

/// A hash of a text, in letters.
pub fn hash(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// Fresh random bytes.
pub fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A fresh id for a record, that says nothing of the child.
///
/// # Errors
///
/// Where the machine gives no random bytes.
pub fn fresh_id() -> Result<String, RecordError> {
    let bytes: [u8; 16] = random().map_err(|e| RecordError::Broken(format!("no random bytes: {e}")))?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}

/// The statement that keeps a line with its link.
pub fn kept(line: &Line<'_>, link: Link) -> Statement {
    statement(
        "INSERT INTO log (stream, version, recorded, person, payload, salt, chain) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            line.stream.into(),
            line.version.into(),
            line.recorded.into(),
            line.person.into(),
            line.payload.into(),
            line.salt.to_vec().into(),
            link.to_vec().into(),
        ],
    )
}
