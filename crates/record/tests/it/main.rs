//! Tests of the crate `record`, each case run on SQLite and on a PostgreSQL that the tests start themselves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod people;
mod place;
mod server;

mod accounts;
mod agenda;
mod appending;
mod beside;
mod contention;
mod drafts;
mod encrypted;
mod feeds;
mod folding;
mod looks;
mod migrations;
mod notices;
mod reckoned;
mod refused;
mod staff;
mod storage;
mod upkeep;
