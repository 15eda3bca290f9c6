//! The inputs that are kept: what fuzzing began with, what it found to be answered in a way of its own, and what was once a fault.

use std::path::Path;

use crate::stands::TARGETS;

const MOST_FILES: usize = 200;
const MOST_BYTES: usize = 500_000;

#[test]
fn whatever_is_kept_stands() {
    let (mut files, mut size) = (0, 0);
    for (target, stands) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target);
        let mut inputs: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        inputs.sort();
        assert!(!inputs.is_empty(), "{target} has nothing to begin with");
        for input in inputs {
            let bytes = std::fs::read(&input).unwrap();
            (files, size) = (files + 1, size + bytes.len());
            println!("{}", input.display());
            stands(&bytes);
        }
    }
    assert!(files <= MOST_FILES && size <= MOST_BYTES, "{files} files with {size} bytes: keep them few and small");
}
