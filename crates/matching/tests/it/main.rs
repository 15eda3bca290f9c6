//! Tests of the crate as others use it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod crowds;
mod doubts;
mod made;
mod one_list;
mod one_person;
mod pairs;
mod traps;
