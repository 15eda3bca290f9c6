//! Is the Rust as the house has it? Headers, length, and what must not stand in it.

use super::scan::{Scanned, scan, words};
use crate::tree::{Problem, Tree};

/// The longest header, in lines; a worked example in it does not count.
const HEADER: usize = 12;
/// The longest file, in lines.
const LONGEST: usize = 600;
/// Files that may be longer, each with its reason.
const LONGER: [(&str, &str); 0] = [];
/// The crates that compute and touch nothing outside; with what one of them may name all the same, and why.
const PURE: [(&str, &[&str]); 7] = [
    ("calendar", &[]),
    ("protocol", &[]),
    ("journey", &[]),
    ("gate", &[]),
    ("duties", &[]),
    // Compares on all processors at once: what comes out is the same on one.
    ("matching", &["std::thread"]),
    // Reads from what it is handed, and writes to it: the traits for that are in `std::io`.
    ("feeds", &["std::io"]),
];

/// Every module opens with `//!` lines: what it answers, what comes and goes, what it must never do.
pub fn headers(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, text) in tree.rust() {
        let header: Vec<&str> = text.lines().map_while(|l| l.strip_prefix("//!")).map(str::trim).collect();
        let mut in_example = false;
        let mut prose = 0;
        for line in &header {
            let fence = line.starts_with("```");
            prose += usize::from(!in_example && !fence);
            in_example ^= fence;
        }
        if prose == 0 {
            let help = "say in `//!` lines what question the module answers, what comes in and goes out, what it must never do";
            problems.push(Problem::at(file, 1, "the module has no header").help(help));
        } else if prose > HEADER {
            let cause = format!("the header is {prose} lines long; at most {HEADER}, an example not counted");
            problems.push(Problem::at(file, 1, cause));
        }
    }
    problems
}

/// No file of the program is longer than one can read in a sitting.
pub fn length(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, text) in tree.rust().filter(|(file, _)| !is_test(file)) {
        let lines = text.lines().count();
        let excepted = LONGER.iter().find(|(name, _)| *name == file);
        if lines > LONGEST && excepted.is_none() {
            let help = "find the seam at 400 lines, or put it on the list `LONGER` (xtask/src/shape/sources.rs) with its reason";
            problems.push(Problem::at(file, 0, format!("{lines} lines; at most {LONGEST}")).help(help));
        } else if lines <= LONGEST && excepted.is_some() {
            problems.push(Problem::at(file, 0, "the file no longer needs its exception: take it off the list"));
        }
    }
    problems
}

fn is_test(file: &str) -> bool {
    file.split('/').any(|part| ["tests", "demo", "benches", "bench", "fuzz", "examples"].contains(&part))
}

/// No authority is named in the program's code. A sentence shown to a person may give one as an example; a word that code could
/// compare may not.
pub fn authorities(tree: &Tree) -> Vec<Problem> {
    let names: Vec<&str> = tree.folders("protocols/").into_iter().filter(|name| *name != "statute").collect();
    let named = |text: &str| names.iter().copied().find(|name| words(text).iter().any(|w| w == name));
    let mut problems = Vec::new();
    for (file, text) in tree.rust().filter(|(file, _)| !is_test(file) && file.starts_with("crates/")) {
        let scanned = scan(text);
        let help = "what one authority does belongs in its folder under protocols/";
        for (line, code) in scanned.program() {
            if let Some(name) = named(code) {
                problems.push(Problem::at(file, line, format!("the code names `{name}`")).help(help));
            }
        }
        let tests = scanned.tests_from();
        for (line, string) in
            scanned.strings.iter().filter(|(line, s)| *line < tests && !s.contains(char::is_whitespace))
        {
            if let Some(name) = named(string) {
                problems.push(Problem::at(file, *line, format!("the code compares with `{name}`")).help(help));
            }
        }
    }
    problems
}

/// The crates that compute open no file, read no clock, print nothing, start nothing.
pub fn no_io(tree: &Tree) -> Vec<Problem> {
    let outside = [
        "std::fs",
        "std::io",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "std::time",
        "println!",
        "eprintln!",
        "print!(",
        "io::stdin",
        "io::stdout",
        "io::stderr",
    ];
    let mut problems = Vec::new();
    for (name, may) in PURE {
        for (file, text) in tree.under(&format!("crates/{name}/src/")).filter(|(file, _)| file.ends_with(".rs")) {
            for (line, code) in scan(text).program() {
                for word in outside.iter().filter(|w| code.contains(**w) && !may.contains(w)) {
                    let cause = format!("`{}` reaches outside", word.trim_end_matches('('));
                    problems.push(
                        Problem::at(file, line, cause).help("only `tandem` opens files, prints and knows the time"),
                    );
                }
            }
        }
    }
    problems
}

/// Whether a line of code has this word.
fn has_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word)
}

fn find(tree: &Tree, is_it: impl Fn(&str) -> bool, cause: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, text) in tree.rust() {
        let Scanned { code, .. } = scan(text);
        let lines = code.iter().enumerate().filter(|(_, line)| is_it(line));
        problems.extend(lines.map(|(n, _)| Problem::at(file, n + 1, cause)));
    }
    problems
}

/// `unsafe` stands nowhere, in tests and tools neither.
pub fn no_unsafe(tree: &Tree) -> Vec<Problem> {
    find(tree, |line| has_word(line, "unsafe"), "`unsafe` has no place here")
}

/// What is not done is not in the tree.
pub fn nothing_left(tree: &Tree) -> Vec<Problem> {
    let left = ["todo!", "unimplemented!", "dbg!"];
    find(tree, |line| left.iter().any(|word| line.contains(word)), "something is left to do here")
}
