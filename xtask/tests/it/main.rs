//! The checks of shape, on made-up trees and on this one.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod documents;
mod fuzz;
mod journeys;
mod licences;
mod manifests;
mod paper;
mod sources;
mod this_tree;

use xtask::Tree;
use xtask::shape::CHECKS;

/// Makes the check of this name on a made-up tree and compares what it says: `file:line: cause`, help left out.
fn check(name: &str, files: &[(&str, &str)], expected: &[&str]) {
    let (_, check) = CHECKS.iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("there is no check `{name}`"));
    let tree = Tree::of(files.iter().copied());
    let said: Vec<String> = check(&tree).iter().map(|p| format!("{}:{}: {}", p.file, p.line, p.cause)).collect();
    assert_eq!(said, expected, "{name}");
}
