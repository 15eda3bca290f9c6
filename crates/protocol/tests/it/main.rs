//! Tests of the crate `protocol`, one module for each feature.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod shelf;

mod cel;
mod check;
mod conditions;
mod coverage;
mod everyday;
mod packed;
mod service_calendar;
mod written;
