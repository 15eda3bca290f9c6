//! The pages, seen from outside: their parts beside GOV.UK's, our own pieces, what keeps text from becoming HTML, the frame.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod access;
mod account;
mod after_recording;
mod api;
mod changed;
mod child;
mod escaping;
mod exports;
mod frame;
mod known;
mod limits;
mod lists;
mod matrix;
#[path = "../../../gate/tests/it/oracle.rs"]
#[expect(dead_code, reason = "the classes of fact are compared by `gate` alone")]
mod oracle;
mod own;
mod parts;
mod pieces;
mod readable;
mod recording;
mod road;
mod signing_in;
mod staff;
mod two_systems;
mod world;
