//! What has happened to this child, and who knew when?
//!
//! A journey is one child's timeline as written: events in the agreed words, with corrections and retractions, when each was known, and
//! what is expected of it. What comes in is a file's name and text; what goes out is a [`Journey`], and from it the [`Timeline`] as it
//! stood at a moment. This crate opens no file, reads no clock, and owes nobody anything: that is `duties`.

mod corrections;
mod event;
mod read;
mod timeline;

pub use event::{Child, Erased, Known, What, Written};
pub use read::{DUTY_FIELDS, Expect, FINDING_FIELDS, Journey, STATUS_FIELDS, Under, read, read_tree};
pub use timeline::{Happened, NotLookedAt, Passed, Timeline, Version};
