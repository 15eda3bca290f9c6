//! Headers, length, and what must not stand in Rust.

use super::check;

const HEADERS: &str = "every module opens with what it answers, in at most 12 lines";
const LENGTH: &str = "no file is longer than 600 lines";
const AUTHORITIES: &str = "no authority is named in Rust: it is data";
const NO_IO: &str = "no I/O in the crates that compute";

#[test]
fn a_header_is_there_and_short() {
    let twelve = "//! A line.\n".repeat(12);
    let thirteen = "//! A line.\n".repeat(13);
    let with_example = format!("{twelve}//! ```\n//! assert!(true);\n//! ```\n");
    let files = [
        ("crates/a/src/example.rs", with_example.as_str()),
        ("crates/a/src/long.rs", thirteen.as_str()),
        ("crates/a/src/none.rs", "use std::fmt;\n//! too late\n"),
        ("crates/a/src/twelve.rs", twelve.as_str()),
    ];
    let expected = [
        "crates/a/src/long.rs:1: the header is 13 lines long; at most 12, an example not counted",
        "crates/a/src/none.rs:1: the module has no header",
    ];
    check(HEADERS, &files, &expected);
}

#[test]
fn six_hundred_lines_and_one_more() {
    let (at, over) = ("x\n".repeat(600), "x\n".repeat(601));
    let files =
        [("crates/a/src/at.rs", at.as_str()), ("crates/a/src/over.rs", &over), ("crates/a/tests/it/over.rs", &over)];
    check(LENGTH, &files, &["crates/a/src/over.rs:0: 601 lines; at most 600"]);
}

#[test]
fn an_authority_may_stand_in_a_comment_an_example_and_a_test_only() {
    let paper = ("protocols/borough/protocol.yaml", "authority: borough\n");
    let fine = "//! borough-1a\n/// borough\nconst HELP: &str = \"tandem protocol show borough 1a\";\n\
        #[cfg(test)]\nmod tests { const A: &str = \"borough\"; }\n";
    let compares =
        "fn f(a: &str) -> bool {\n    a == \"borough\" || a.starts_with(r#\"borough-1\"#) /* borough */\n}\n";
    let names = "fn borough_rule() {}\nstruct BoroughRule;\n";
    let files = [paper, ("crates/a/src/b.rs", fine), ("crates/a/src/c.rs", compares), ("crates/a/src/d.rs", names)];
    let expected = [
        "crates/a/src/c.rs:2: the code compares with `borough`",
        "crates/a/src/c.rs:2: the code compares with `borough`",
        "crates/a/src/d.rs:1: the code names `borough`",
        "crates/a/src/d.rs:2: the code names `borough`",
    ];
    check(AUTHORITIES, &files, &expected);
}

#[test]
fn the_law_is_no_authority() {
    let files = [
        ("protocols/statute/protocol.yaml", "authority: statute\n"),
        ("crates/a/src/b.rs", "fn f() { g(\"statute\") }\n"),
    ];
    check(AUTHORITIES, &files, &[]);
}

#[test]
fn only_tandem_reaches_outside() {
    let reads = "// std::fs is not for us\nfn f() {\n    let s = \"std::fs\";\n    let _ = std::fs::read(s);\n}\n";
    let files = [("crates/duties/src/a.rs", reads), ("crates/tandem/src/a.rs", reads)];
    check(NO_IO, &files, &["crates/duties/src/a.rs:4: `std::fs` reaches outside"]);
}

#[test]
fn what_is_handed_in_is_read_and_nothing_is_opened() {
    let reads = "use std::io::Read;\nfn f() {\n    let _ = std::fs::read(\"a\");\n    let _ = io::stdin();\n}\n";
    let files = [("crates/feeds/src/a.rs", reads), ("crates/matching/src/a.rs", reads)];
    let expected = [
        "crates/matching/src/a.rs:1: `std::io` reaches outside",
        "crates/matching/src/a.rs:3: `std::fs` reaches outside",
        "crates/matching/src/a.rs:4: `io::stdin` reaches outside",
        "crates/feeds/src/a.rs:3: `std::fs` reaches outside",
        "crates/feeds/src/a.rs:4: `io::stdin` reaches outside",
    ];
    check(NO_IO, &files, &expected);
}

#[test]
fn unsafe_and_what_is_left_to_do_in_code_and_not_in_words() {
    let kept = "unsafe { f() }\nlet c = '\"'; todo!();\n";
    let said = "// unsafe\nlet s = \"todo!() \\\" unsafe\"; let life: &'static str = s;\n";
    let files = [("crates/a/src/a.rs", kept), ("crates/a/src/b.rs", said)];
    check("no `unsafe`", &files, &["crates/a/src/a.rs:1: `unsafe` has no place here"]);
    check("nothing left to do in the code", &files, &["crates/a/src/a.rs:2: something is left to do here"]);
}
