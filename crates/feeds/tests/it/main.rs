//! The files of the two services' systems, as they come.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails panics"
)]

mod annex_a;
mod cin_xml;
mod codes;
mod dates;
mod fixtures;
mod mapping;
mod s903_csv;
mod s903_xml;
mod said;
mod sheet;
mod ssd;
mod table;
mod told;
mod workbook;
mod write;
mod xml;
