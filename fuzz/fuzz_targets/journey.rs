//! Any bytes as a journey under the shipped protocols: read, and where they can be read, checked and answered as `tandem duties` does.
//!
//! Nothing may stop the program, whatever the bytes are, and the answer is the same when it is asked twice.
#![no_main]

use std::sync::LazyLock;

use calendar::Moment;
use duties::Engine;
use libfuzzer_sys::{Corpus, fuzz_target};
use protocol::Protocols;

static PROTOCOLS: LazyLock<Protocols> =
    LazyLock::new(|| protocol::read(&protocol::shipped::files()).unwrap_or_else(|refusals| panic!("{refusals}")));

static ENGINE: LazyLock<Engine<'static>> = LazyLock::new(|| Engine::new(&PROTOCOLS));

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(journey) = journey::read("fuzz.yaml", bytes, &PROTOCOLS.vocabulary) else { return Corpus::Keep };
    let first_of_june = || "2026-06-01T12:00".parse::<Moment>().ok();
    let Some(at) = journey.as_at.or_else(first_of_june) else { return Corpus::Reject };
    let known = journey.as_known_at;
    if duties::check_authorities(&journey.under, &PROTOCOLS).is_err()
        || duties::check(&journey, at, &PROTOCOLS).is_err()
    {
        return Corpus::Keep;
    }
    let timeline = journey.timeline(at, known);
    let answer = || duties::output::json(&ENGINE.answer(&journey.under, &timeline, known));
    let json = answer();
    assert_eq!(json, answer());
    if let Some(expect) = &journey.expect {
        duties::expect::unmet(expect, &json);
    }
    Corpus::Keep
});
