//! The files of the two services' systems, as they come.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails panics"
)]

mod mapping;
mod sheet;
mod table;
mod workbook;
mod write;
