//! What was agreed?
//!
//! The vocabulary, the clauses of each authority's protocol and of the law beneath, and the reading and checking of both.
//! What comes in is the names and texts of files; what goes out is a [`Protocols`] in which every word exists, or a list of
//! refusals. This crate opens no file, reads no clock, and knows nothing of any child.

pub mod check;
pub mod clause;
pub mod condition;
pub mod coverage;
pub mod everyday;
pub mod facts;
pub mod looked_at;
pub mod packed;
pub mod pattern;
mod read;
mod read_clause;
pub mod refusal;
pub mod service_calendar;
pub mod shipped;
pub mod vocabulary;
pub mod yaml;

pub use clause::{Became, Clause};
pub use everyday::Everyday;
pub use looked_at::LookedAt;
pub use read::{OfficeHours, Protocol, Protocols, Section, Setting, SourceFile, read};
pub use refusal::{Refusal, Refusals};
pub use vocabulary::Vocabulary;
