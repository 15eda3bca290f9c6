//! Tests of the crate `calendar`: the table `counting.md` row by row, a second way of counting, properties, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod paper;
mod table;

mod counting;

mod by_hand;
mod compared;
mod properties;

mod ages;
mod moments;

mod wording_read;
mod wording_refusals;
