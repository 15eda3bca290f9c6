//! Tests of the crate `tandem`, one module for each feature: the binary is run as a person runs it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

#[path = "../../../exchange/tests/it/python.rs"]
#[expect(dead_code, reason = "the calendars and the certificates are for the tests of `exchange`")]
mod python;
mod run;
mod served;

mod demo;
mod duties;
mod export;
mod import;
mod journeys;
mod kill_nine;
mod manual;
mod mutate;
mod own_protocols;
mod protocol;
mod reminders;
mod serve;
mod shipped;
mod unusable;
