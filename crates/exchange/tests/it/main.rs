//! Tests of the crate `exchange`, one module for each feature: a small record in, what goes out of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod python;
mod world;

mod digest;
mod disagree;
mod exports;
mod feed;
mod imports;
mod mail;
mod notes;
mod owners;
mod reminders;
mod stages;
mod waits;
mod year;
