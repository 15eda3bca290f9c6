//! Any bytes as a return on children looked after, as XML: what must hold stands in `stands.rs`.
#![no_main]

#[path = "../../crates/feeds/tests/it/stands.rs"]
#[allow(dead_code, reason = "each target tries one of them")]
mod stands;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    stands::s903_xml(bytes);
});
