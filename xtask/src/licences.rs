//! May everything that is built in be built in?
//!
//! Reads what `cargo metadata` says of every package, on every platform: its licence must be allowed and it must come from crates.io.
//! `cargo deny` reads `deny.toml` to the same end; this needs nothing but cargo.

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
/// Where packages come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Whether a licence expression allows what we do: `(MIT OR Apache-2.0) AND Unicode-3.0`; `MIT/Apache-2.0` in the old manner.
pub fn allows(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { words: &words, broken: false };
    parser.any() && parser.words.is_empty() && !parser.broken
}

struct Parser<'a> {
    words: &'a [&'a str],
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
        let allowed = self.next().is_some_and(|licence| ALLOWED.contains(&licence));
        if self.take("WITH") {
            self.next(); // an exception only allows more
        }
        allowed
    }
}

/// What is wrong with the packages of `cargo metadata`, and how many there are from outside.
pub fn wrong(metadata: &Value) -> (Vec<String>, usize) {
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
            Some(licence) if allows(licence) => {}
            Some(licence) => wrong.push(format!("{name}: the licence `{licence}` is not on the list")),
            None => wrong.push(format!("{name}: names no licence")),
        }
    }
    wrong.sort();
    (wrong, outside)
}

/// Asks cargo for every package and prints what may not be built in; says whether nothing is.
pub fn run(root: &Path) -> anyhow::Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let asked = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .context("cargo cannot be started")?;
    if !asked.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&asked.stderr).trim());
    }
    let metadata: Value = serde_json::from_slice(&asked.stdout).context("cargo metadata cannot be read")?;
    let (wrong, outside) = wrong(&metadata);
    for one in &wrong {
        println!("FAILED  {one}");
    }
    println!("licences: {outside} packages from outside, {} not allowed", wrong.len());
    Ok(wrong.is_empty() && outside > 0)
}
