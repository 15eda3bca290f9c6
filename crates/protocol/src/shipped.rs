//! The protocols that come with the program: the five authorities, the law beneath, and the agreed words.
//!
//! ```
//! let protocols = protocol::read(&protocol::shipped::files()).unwrap();
//! assert!(protocols.authorities.contains_key("enfield"));
//! ```

use crate::read::SourceFile;

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// Every shipped file.
pub fn files() -> Vec<SourceFile> {
    FILES.iter().map(|(path, bytes)| SourceFile { path: (*path).to_owned(), bytes: bytes.to_vec() }).collect()
}
