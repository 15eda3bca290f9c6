//! The protocols as bytes: what was read and checked once need not be read again.
//!
//! `tandem`'s build script packs what [`crate::read`] made of the shipped files, and the program unpacks it whenever it starts, in a
//! small part of the time. The bytes are for the build that made them and for no other: they are never kept, sent or
//! read from outside, so they need no version of their own.
//!
//! ```
//! use protocol::packed::{pack, unpack};
//! let protocols = protocol::read(&protocol::shipped::files()).unwrap();
//! assert_eq!(unpack(&pack(&protocols).unwrap()).unwrap(), protocols);
//! ```

use std::fmt;

use crate::read::Protocols;

/// Why protocols could not be packed or unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedError(postcard::Error);

impl fmt::Display for PackedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the packed protocols are not those of this program: {}", self.0)
    }
}

impl std::error::Error for PackedError {}

/// The protocols as bytes.
pub fn pack(protocols: &Protocols) -> Result<Vec<u8>, PackedError> {
    postcard::to_stdvec(protocols).map_err(PackedError)
}

/// The protocols again, from the bytes that [`pack`] made of them.
pub fn unpack(bytes: &[u8]) -> Result<Protocols, PackedError> {
    match postcard::take_from_bytes(bytes).map_err(PackedError)? {
        (protocols, []) => Ok(protocols),
        _ => Err(PackedError(postcard::Error::DeserializeBadEncoding)),
    }
}
