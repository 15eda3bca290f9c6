//! Any bytes as the lists of Annex A: what must hold stands in `stands.rs`.
#![no_main]

#[path = "../../crates/feeds/tests/it/stands.rs"]
#[allow(dead_code, reason = "each target tries one of them")]
mod stands;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    stands::annex_a(bytes);
});
