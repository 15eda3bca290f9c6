//! May everything that is built in be built in, and is it said what ships?
//!
//! Reads what `cargo metadata` says of every package of every workspace here, on every platform: its licence must be allowed and it must
//! come from crates.io. `cargo deny` reads `deny.toml` to the same end; this needs nothing but cargo. What is in the program itself, and in
//! no tool or test, stands in THIRD-PARTY.txt, which a page of the program shows.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use serde_json::Value;

/// The licences that may be built in; `deny.toml` has the same list.
pub const ALLOWED: [&str; 11] = [
    "MIT",
    "Apache-2.0",
    "Unlicense",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "0BSD",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
    "MPL-2.0",
];
/// The workspaces, each with a lock file of its own, and the licences that it may have besides, because nothing of it ships.
const WORKSPACES: [(&str, &[&str]); 3] = [("", &[]), ("proof", &[]), ("fuzz", &["NCSA"])];
/// Where it is said what ships, and the line behind which the libraries stand.
const SAID: &str = "THIRD-PARTY.txt";
const BEHIND: &str = "The libraries in Rust:\n\n";
/// Where packages come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Whether a licence expression allows what we do: `(MIT OR Apache-2.0) AND Unicode-3.0`; `MIT/Apache-2.0` in the old manner. Besides those
/// of the list, these licences are allowed.
pub fn allows(expression: &str, besides: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { words: &words, besides, broken: false };
    parser.any() && parser.words.is_empty() && !parser.broken
}

struct Parser<'a> {
    words: &'a [&'a str],
    besides: &'a [&'a str],
    /// A word was missing: the expression allows nothing, whatever else stands in it.
    broken: bool,
}

impl<'a> Parser<'a> {
    fn take(&mut self, word: &str) -> bool {
        match self.words {
            [first, rest @ ..] if *first == word => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }

    fn next(&mut self) -> Option<&'a str> {
        let first = self.words.split_first();
        self.broken |= first.is_none();
        let (first, rest) = first?;
        self.words = rest;
        Some(first)
    }

    fn any(&mut self) -> bool {
        let mut allowed = self.all();
        while self.take("OR") {
            let other = self.all();
            allowed |= other;
        }
        allowed
    }

    fn all(&mut self) -> bool {
        let mut allowed = self.one();
        while self.take("AND") {
            let other = self.one();
            allowed &= other;
        }
        allowed
    }

    fn one(&mut self) -> bool {
        if self.take("(") {
            let inside = self.any();
            return self.take(")") && inside;
        }
        let allowed = self.next().is_some_and(|one| ALLOWED.contains(&one) || self.besides.contains(&one));
        if self.take("WITH") {
            self.next(); // an exception only allows more
        }
        allowed
    }
}

/// What is wrong with the packages of `cargo metadata`, and how many there are from outside.
pub fn wrong(metadata: &Value, besides: &[&str]) -> (Vec<String>, usize) {
    let packages = metadata.get("packages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let (mut wrong, mut outside) = (Vec::new(), 0);
    for package in packages {
        let text = |key: &str| package.get(key).and_then(Value::as_str);
        let name = format!("{} {}", text("name").unwrap_or_default(), text("version").unwrap_or_default());
        match text("source") {
            None => {}
            Some(REGISTRY) => outside += 1,
            Some(other) => wrong.push(format!("{name}: comes from {other}, not from crates.io")),
        }
        match text("license") {
            Some(licence) if allows(licence, besides) => {}
            Some(licence) => wrong.push(format!("{name}: the licence `{licence}` is not on the list")),
            None => wrong.push(format!("{name}: names no licence")),
        }
    }
    wrong.sort();
    (wrong, outside)
}

/// The libraries of `cargo tree`, `NAME vVERSION|LICENCE` a line, without our own crates, which have a path.
pub fn libraries(tree: &str) -> String {
    let line = |line: &str| {
        let (package, licence) = line.trim_end_matches(" (*)").split_once('|')?;
        let name = package.split(' ').next()?;
        (!package.contains('/')).then(|| format!("{name}: {licence}\n"))
    };
    tree.lines().filter_map(line).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Asks cargo for every package and prints what may not be built in, and whether it is said wrongly what ships; says whether all is well.
pub fn run(root: &Path) -> anyhow::Result<bool> {
    let mut is_well = true;
    for (folder, besides) in WORKSPACES {
        let metadata = cargo(&root.join(folder), &["metadata", "--format-version", "1", "--locked"])?;
        let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata cannot be read")?;
        let (wrong, outside) = wrong(&metadata, besides);
        for one in &wrong {
            println!("FAILED  {one}");
        }
        let of = if folder.is_empty() { String::new() } else { format!(" of {folder}/") };
        println!("licences{of}: {outside} packages from outside, {} not allowed", wrong.len());
        is_well &= wrong.is_empty() && outside > 0;
    }
    let is_said = read(root)? == said(root)?;
    if !is_said {
        println!(
            "FAILED  {SAID}: it says other libraries than those that ship; `cargo run -p xtask -- third-party` writes it anew"
        );
    }
    Ok(is_well && is_said)
}

/// Writes anew what ships.
pub fn write(root: &Path) -> anyhow::Result<bool> {
    std::fs::write(root.join(SAID), said(root)?).with_context(|| format!("{SAID} cannot be written"))?;
    Ok(true)
}

fn read(root: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(root.join(SAID)).with_context(|| format!("{SAID} cannot be read"))
}

/// The text as it should be: what stands before the libraries is written by hand.
fn said(root: &Path) -> anyhow::Result<String> {
    let text = read(root)?;
    let (before, _) = text.split_once(BEHIND).with_context(|| format!("{SAID}: it has no line `{}`", BEHIND.trim()))?;
    let edges = ["tree", "--locked", "--package", "tandem", "--edges", "normal,no-proc-macro"];
    let shown = ["--target", "x86_64-unknown-linux-gnu", "--prefix", "none", "--format", "{p}|{l}"];
    let tree = cargo(root, &[&edges[..], &shown[..]].concat())?;
    Ok(format!("{before}{BEHIND}{}", libraries(&tree)))
}

fn cargo(folder: &Path, words: &[&str]) -> anyhow::Result<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let asked = Command::new(cargo).args(words).current_dir(folder).output().context("cargo cannot be started")?;
    if !asked.status.success() {
        bail!("cargo {}: {}", words.join(" "), String::from_utf8_lossy(&asked.stderr).trim());
    }
    String::from_utf8(asked.stdout).context("what cargo says is no text")
}
