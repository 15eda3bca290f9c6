//! The documents, and what they name.

use super::check;

const NAMES: &str = "what the documents name is there";
const DECISIONS: &str = "decisions take one page each";

#[test]
fn paths_and_names_are_looked_up() {
    let text = "See `crates/duties/src/derive.rs` and `derive::derive`, `State::Open`, `Teller::skipped`, `duties::derive`.\n\
        `crates/duties/src/gone.rs`, `derive::gone`, `owed::derive`, `State::skipped_not`.\n\
        A pattern: `protocols/NAME/journeys/`. A command: `tandem duties FILE`. A library: `std::fs`.\n\
        ```\n`crates/in/a/block.rs`\n```\n";
    let code = "pub fn derive() {}\npub enum State {\n    Open,\n}\nimpl Teller<'_> {\n    fn skipped(&self) {}\n}\n// fn gone() {}\n";
    let files = [("ARCHITECTURE.md", text), ("crates/duties/src/derive.rs", code)];
    let expected = [
        "ARCHITECTURE.md:2: there is no `crates/duties/src/gone.rs`",
        "ARCHITECTURE.md:2: nothing in the code is called `derive::gone`",
        "ARCHITECTURE.md:2: nothing in the code is called `owed::derive`",
        "ARCHITECTURE.md:2: nothing in the code is called `State::skipped_not`",
    ];
    check(NAMES, &files, &expected);
}

#[test]
fn a_decision_has_its_three_parts() {
    let good = "# 1. A title\n\n## Pressure\n\n## Choice\n\n## Price\n";
    let files = [
        ("docs/decisions/0001-a.md", good),
        ("docs/decisions/0002-b.md", "# 2. A title\n\n## Pressure\n\n## Choice\n"),
    ];
    check(DECISIONS, &files, &["docs/decisions/0002-b.md:0: `## Price` is missing"]);
}

#[test]
fn what_a_lawyer_looks_for_is_there() {
    let there = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "LICENSE-MIT",
        "protocols/README.md",
        "justfile",
        ".ci/run",
    ];
    let mut files: Vec<(&str, &str)> = there.iter().map(|path| (*path, "text")).collect();
    files.push(("LICENSE-APACHE", " \n"));
    check("the house's documents and licences are there", &files, &["LICENSE-APACHE:0: the file is missing or empty"]);
}
