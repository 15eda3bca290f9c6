//! Who is asking, and may they?
//!
//! One question for every page, job, export and command: [`Gate::decide`]. What comes in are facts that others have read (who the person is,
//! how they are tied to the child, what they want to do); what goes out is a [`Pass`], or a refusal with its reason. A pass can be made
//! here and nowhere else, and `record` gives and takes nothing without one. This crate opens no file, reads no clock, and remembers nothing.

mod access;
mod action;
mod class;
mod pass;
mod person;
mod tie;

pub use access::{BadPolicy, Gate};
pub use action::{Action, Kind};
pub use class::{Class, ClassError, Classes, Reading};
pub use pass::{Admitted, Decision, On, Pass, Refused, Request};
pub use person::{Person, Service, Standing, Team};
pub use tie::{Involved, Relation, Relations, Ties, relations};
