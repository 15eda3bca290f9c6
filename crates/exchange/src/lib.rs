//! What comes in from, and goes out to, other systems and inboxes?
//!
//! In: what the two services' own systems say of their children ([`imports`]). Out: reminders and digests by e-mail, a person's duties as a calendar,
//! finished notes for the two services' own systems, and a record or a caseload as a file ([`exports`]). Messages hold numbers and a link and nothing
//! of a child; texts and files are taken by a person who may. This crate reads no clock: whoever calls it says what time it is.

mod calendar_feed;
mod digest;
pub mod exports;
mod failure;
mod guards;
mod ics;
pub mod imports;
mod london;
mod mail;
mod notes;
mod owners;
mod reminders;
mod telling;

pub use calendar_feed::{Item, Thing, feed, items};
pub use digest::{Counts, Week, counts};
pub use failure::Failure;
pub use guards::{answers_for, guardians, watch};
pub use ics::{Ics, IcsEvent};
pub use london::{minute, moment};
pub use mail::{Encryption, Mail, MailSettings, SUBJECT, Sent};
pub use notes::{Note, Noted, has_note, note, reads_of, system};
pub use owners::{Around, managers};
pub use reminders::{Evaluation, JOB as REMINDERS, Staged, evaluate, next_look, stage, stages};
pub use telling::{to_tell, ways_to_tell};
