//! Any bytes as a section of a protocol: read against the shipped words, and where they can be read, carried out for a child to whom
//! much happens.
//!
//! Nothing may stop the program, whatever the bytes are.
#![no_main]

use std::sync::LazyLock;

use duties::Engine;
use libfuzzer_sys::fuzz_target;
use protocol::{SourceFile, check};

/// The shipped words, and the head of the authority whose section the bytes are. The law is left out: it takes longer to read than
/// everything else, and is not what is tried here.
static WORDS: LazyLock<Vec<SourceFile>> = LazyLock::new(|| {
    let mut files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    files.retain(|f| f.path != "catalogue.yaml");
    let head = include_bytes!("../example/protocol.yaml");
    files.push(SourceFile { path: "example/protocol.yaml".into(), bytes: head.to_vec() });
    files
});

const EVENTFUL: &[u8] = include_bytes!("../example/eventful.yaml");

fuzz_target!(|bytes: &[u8]| {
    let mut files = WORDS.clone();
    files.push(SourceFile { path: "example/01.yaml".into(), bytes: bytes.to_vec() });
    let Ok(protocols) = protocol::read(&files) else { return };
    for protocol in protocols.authorities.values().flatten() {
        check::remarks(protocol, &protocols, None);
    }
    let journey = journey::read("eventful.yaml", EVENTFUL, &protocols.vocabulary);
    let journey = journey.unwrap_or_else(|refusals| panic!("{refusals}"));
    let Some(at) = journey.as_at else { return };
    let timeline = journey.timeline(at, None);
    duties::output::json(&Engine::new(&protocols).answer(&journey.under, &timeline, None));
});
