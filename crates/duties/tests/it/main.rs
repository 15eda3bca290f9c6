//! Tests of the crate `duties`, one module for each feature: small clauses and a small journey in, lines that a person can read out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

mod shelf;

mod status;
mod worked_examples;
mod worked_out;

mod clocks;
mod repeats;
mod told_dates;

mod evidence;
mod joint;

mod cel;
mod conditions;
mod questions;

mod as_known_at;
mod derived;
mod editions;
mod erased;
mod home_and_host;
mod in_words;
mod sooner;
mod spoken;
mod written_instead;

mod caseload;
mod expect;
mod output;
mod properties;
mod sixth;
