//! The chain over a stream: each line carries a hash over the one before, so that nothing can be changed, dropped or put between unseen.
//!
//! The chain runs over a salted hash of what was said and not over the words: a line can be lawfully emptied later, with its salt, and the
//! chain still holds (safety 4).

use sha2::{Digest, Sha256};

use crate::store::{Statement, statement};

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
