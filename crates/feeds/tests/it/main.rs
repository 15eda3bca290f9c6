//! The files of the two services' systems, as they come.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails panics"
)]

mod annex_a;
mod bombs;
mod cin_xml;
mod codes;
mod corpus;
mod dates;
mod events;
mod fixtures;
mod mapping;
mod names;
mod restricted;
mod s903_csv;
mod s903_xml;
mod said;
mod sheet;
mod ssd;
mod stands;
mod table;
mod told;
mod workbook;
mod write;
mod xml;
