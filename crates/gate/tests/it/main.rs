//! Tests of the crate `gate`, one module for each feature.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod oracle;
mod people;

mod admitting;
mod classes;
mod policies;
mod relations;
mod written;
