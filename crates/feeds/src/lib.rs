//! What do the two services' own systems say?
//!
//! Each service keeps its own case system, and gives out files from it: the tables and returns that social care has to make anyway, and the
//! sheet that a youth justice system can be made to print. This crate reads such files ([`read`]) into one form ([`Listed`]: a child as a
//! service's own system lists them), line by line, and says what it could not use and why; it makes of a listed child the events of the
//! agreed words ([`events`]), and writes the same kinds of file ([`mod@write`]). It opens no file and knows no record: bytes go in, and what was
//! told comes out.

pub mod codes;
pub mod events;
pub mod listed;
pub mod read;
pub mod told;
pub mod write;

pub use listed::{Home, Listed, Name, Relative, Spell, SpellKind, Worker};
pub use told::{Effect, Out, Place, Refusal, Stop, Told, What};
