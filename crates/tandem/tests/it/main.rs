//! Tests of the crate `tandem`, one module for each feature: the binary is run as a person runs it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod run;
mod served;

mod demo;
mod duties;
mod journeys;
mod manual;
mod mutate;
mod own_protocols;
mod protocol;
mod serve;
mod shipped;
mod unusable;
