//! Who owes what to whom, by when, and why?
//!
//! A pure function of protocols, timeline and moment. What comes in was read and refused before; what goes out is every duty that either
//! service owes for the child, every finding of a rule, and the child's status, each with a `why` that can be read aloud. This
//! crate opens no file, reads no clock, keeps nothing, and cannot fail.

mod agreed;
mod answer;
mod ask;
mod basis;
mod birthdays;
mod care;
pub mod caseload;
mod check;
mod derive;
mod due;
mod duty;
mod ends;
mod evidence;
pub mod expect;
mod fitting;
mod hold;
mod leaving_care;
mod lines;
pub mod output;
mod owed;
mod prepared;
pub mod release;
mod sentences;
mod set_off;
mod sooner;
mod statement;
mod status;
mod stays;
mod story;
mod telling;
mod touch;
mod track;
mod value;
pub mod why;
mod words;
mod workable;

pub use answer::{Answer, Engine, NoSuchAuthority, Status, check_authorities};
pub use care::Care;
pub use check::check;
pub use derive::Owed;
pub use duty::{Duty, Ending, Finding, Side, State};
pub use hold::Choice;
pub use lines::{Changes, Line, changes};
pub use value::Tri;
pub use words::{in_full, title};
pub use workable::out_of_hours;
