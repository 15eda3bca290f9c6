//! Who is asking, and may they?
//!
//! One question for every page, job, export and command: [`Gate::decide`]. What comes in are facts that others have read (who the person is,
//! how they are tied to the child, what they want to do); what goes out is a [`Pass`], or a refusal with its reason. A pass can be made
//! here and nowhere else, and `record` gives and takes nothing without one. This crate opens no file, reads no clock, and remembers no
//! person and no child: only what the policies said to which facts.

mod access;
mod action;
mod class;
mod facts;
mod pass;
mod person;
mod policies;
mod reading;
mod table;
mod tie;
mod world;

pub use access::{BadPolicy, Gate, POLICIES, SCHEMA};
pub use action::{Action, Kind};
pub use class::{Class, Classes};
pub use pass::{Admitted, Decision, On, Pass, Refused, Request};
pub use person::{Person, Service, Standing, Team};
pub use reading::{ClassError, FIELDS, Reading};
pub use table::{Address, table};
pub use tie::{Involved, Relation, Relations, Ties, relations};
