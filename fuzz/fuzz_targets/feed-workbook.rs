//! Any bytes as the sheet of youth justice as a workbook, or the parts of one: what must hold stands in `stands.rs`.
#![no_main]

#[path = "../../crates/feeds/tests/it/stands.rs"]
#[allow(dead_code, reason = "each target tries one of them")]
mod stands;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    stands::workbook(bytes);
});
