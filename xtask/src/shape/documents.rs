//! Do the documents stand, and is what they name still there?
//!
//! Paths and names in backticks are looked up, so that a move or a new name in the code is carried into the documents with it.

use super::scan::scan;
use crate::tree::{Problem, Tree};

/// What a newcomer, a council and a lawyer look for.
const THERE: [&str; 8] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "protocols/README.md",
    "justfile",
    ".ci/run",
];
/// Documents whose names are looked up.
const READ: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
/// One printed page.
const PAGE: usize = 60;

/// The house's documents are there and not empty.
pub fn there(tree: &Tree) -> Vec<Problem> {
    let missing = THERE.iter().filter(|path| tree.get(path).is_none_or(|text| text.trim().is_empty()));
    missing.map(|path| Problem::at(path, 0, "the file is missing or empty")).collect()
}

/// A decision takes one page: pressure, choice, price.
pub fn decisions(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, text) in tree.under("docs/decisions/").filter(|(file, _)| file.ends_with(".md")) {
        let lines = text.lines().count();
        if lines > PAGE {
            problems.push(Problem::at(file, 0, format!("{lines} lines; a decision takes one page ({PAGE} lines)")));
        }
        for part in ["## Pressure", "## Choice", "## Price"] {
            if !text.lines().any(|l| l == part) {
                problems.push(Problem::at(file, 0, format!("`{part}` is missing")));
            }
        }
    }
    problems
}

/// Every path and every name of the code in the documents is there.
pub fn names(tree: &Tree) -> Vec<Problem> {
    let code: Vec<(&str, String)> = tree
        .rust()
        .filter(|(file, _)| file.starts_with("crates/") || file.starts_with("xtask/"))
        .map(|(file, text)| (file, scan(text).code.join("\n")))
        .collect();
    let decisions = tree.under("docs/decisions/").filter(|(file, _)| file.ends_with(".md"));
    let read = READ.iter().filter_map(|path| Some((*path, tree.get(path)?)));
    let mut problems = Vec::new();
    for (file, text) in read.chain(decisions) {
        for (line, words) in in_backticks(text) {
            if is_path(words) && !tree.has(words) {
                problems.push(Problem::at(file, line, format!("there is no `{words}`")));
            }
            let gone = name_of(words).filter(|(home, name)| !code.iter().any(|file| is_in(file, home, name)));
            if gone.is_some() {
                problems.push(Problem::at(file, line, format!("nothing in the code is called `{words}`")));
            }
        }
    }
    problems
}

/// Whether a file is this home (a module, a crate, or where a type lives) and defines this name.
fn is_in((path, code): &(&str, String), home: &str, name: &str) -> bool {
    let is_module = path.ends_with(&format!("/{home}.rs")) || path.starts_with(&format!("crates/{home}/"));
    let has_type = || {
        code.lines().any(|line| line.starts_with("impl") && words_of(line).any(|w| w == home)) || defines(code, home)
    };
    let is_home = if home.starts_with(char::is_uppercase) { has_type() } else { is_module };
    is_home && defines(code, name)
}

fn words_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// What stands in single backticks, outside blocks of code.
fn in_backticks(text: &str) -> Vec<(usize, &str)> {
    let mut list = Vec::new();
    let mut in_block = false;
    for (n, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block && !line.starts_with("    ") {
            list.extend(line.split('`').skip(1).step_by(2).map(|words| (n + 1, words)));
        }
    }
    list
}

/// Whether the words are a path of this tree, with no placeholder in it.
fn is_path(words: &str) -> bool {
    let start = ["crates/", "protocols/", "docs/", "xtask/", ".ci/", ".github/"];
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    start.iter().any(|s| words.starts_with(s)) && words.chars().all(plain) && !words.contains("NAME")
}

/// The home and the name to search for in `derive::derive` or `Story::tell`; words without `::` are not looked up.
fn name_of(words: &str) -> Option<(&str, &str)> {
    let (before, name) = words.rsplit_once("::")?;
    let home = before.rsplit("::").next().unwrap_or(before);
    let is_name = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name(home) && is_name(name) && !before.starts_with("std")).then_some((home, name))
}

/// Whether a file defines something of this name.
fn defines(code: &str, name: &str) -> bool {
    let kinds = ["fn ", "struct ", "enum ", "trait ", "mod ", "const ", "type "];
    let variant = |line: &str| {
        let line = line.trim();
        line.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([',', '(', ' ', '{']))
    };
    let defined = |line: &str| {
        kinds.iter().any(|kind| {
            let after = line.split_once(kind).map(|(_, after)| after);
            after
                .and_then(|a| a.strip_prefix(name))
                .is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    };
    let field = format!("pub {name}:");
    code.lines().any(|line| {
        defined(line) || line.trim().starts_with(&field) || (name.starts_with(char::is_uppercase) && variant(line))
    })
}
