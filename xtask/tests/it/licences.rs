//! Which licence expressions allow what we do.

use serde_json::json;
use xtask::licences::{allows, libraries, wrong};

#[test]
fn expressions() {
    let table = [
        ("MIT", true),
        ("MIT OR Apache-2.0", true),
        ("MIT/Apache-2.0", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("GPL-3.0-only OR MIT", true),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", true),
        ("GPL-3.0-only", false),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR Apache-2.0) AND GPL-3.0-only", false),
        ("MIT OR", false),
        ("MIT AND", false),
        ("(MIT", false),
        ("MIT Apache-2.0", false),
        ("", false),
    ];
    for (expression, allowed) in table {
        assert_eq!(allows(expression, &[]), allowed, "`{expression}`");
    }
    // What does not ship may have another besides.
    let tool = "(MIT OR Apache-2.0) AND NCSA";
    assert_eq!((allows(tool, &[]), allows(tool, &["NCSA"])), (false, true));
}

#[test]
fn what_ships() {
    let tree = "own v0.1.0 (/home/own/crates/own)|MIT\nsecond v1.0.0|MIT/Apache-2.0\nfirst v2.0.0|ISC\nsecond v1.0.0|MIT/Apache-2.0 (*)\n";
    assert_eq!(libraries(tree), "first: ISC\nsecond: MIT/Apache-2.0\n");
}

#[test]
fn packages() {
    let crates_io = "registry+https://github.com/rust-lang/crates.io-index";
    let metadata = json!({"packages": [
        {"name": "own", "version": "0.1.0", "source": null, "license": "MIT OR Apache-2.0"},
        {"name": "fine", "version": "1.0.0", "source": crates_io, "license": "ISC"},
        {"name": "other", "version": "2.0.0", "source": crates_io, "license": "GPL-3.0-only"},
        {"name": "silent", "version": "3.0.0", "source": crates_io, "license": null},
        {"name": "elsewhere", "version": "4.0.0", "source": "git+https://example.com/x", "license": "MIT"},
    ]});
    let (wrong, outside) = wrong(&metadata, &[]);
    assert_eq!(outside, 3);
    let expected = [
        "elsewhere 4.0.0: comes from git+https://example.com/x, not from crates.io",
        "other 2.0.0: the licence `GPL-3.0-only` is not on the list",
        "silent 3.0.0: names no licence",
    ];
    assert_eq!(wrong, expected);
}
