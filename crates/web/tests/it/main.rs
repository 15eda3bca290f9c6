//! The pages, seen from outside: their parts beside GOV.UK's, our own pieces, what keeps text from becoming HTML, the frame.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod account;
mod api;
mod child;
mod escaping;
mod frame;
mod lists;
mod own;
mod parts;
mod pieces;
mod recording;
mod road;
mod signing_in;
mod staff;
mod world;
