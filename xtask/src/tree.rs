//! The tree as names and texts, and what is wrong in it.
//!
//! Comes from a folder, or from a test that makes one up; goes into every check of shape. Only what a check reads is read: Rust, manifests,
//! the paper, the documents.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::Context;

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// In a line of a file.
    pub fn at(file: &str, line: usize, cause: impl Into<String>) -> Problem {
        Problem { file: file.to_owned(), line, cause: cause.into(), help: None }
    }

    /// With what to do about it.
    pub fn help(self, help: impl Into<String>) -> Problem {
        Problem { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.cause)?,
            line => write!(f, "{}:{line}: {}", self.file, self.cause)?,
        }
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\n    help: {help}"))
    }
}

/// The files of the tree that are looked at, by path.
#[derive(Debug, Default, Clone)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

/// Folders that hold nothing written by hand.
const PASSED_OVER: [&str; 6] = ["target", "corpus", "artifacts", "venv", "node_modules", "out"];
/// Hidden folders that are looked at all the same.
const HIDDEN: [&str; 2] = [".ci", ".github"];

impl Tree {
    /// A made-up tree.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Tree {
        Tree { files: files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect() }
    }

    /// The tree under a folder.
    pub fn open(root: &Path) -> anyhow::Result<Tree> {
        let mut tree = Tree::default();
        tree.collect(root, "")?;
        Ok(tree)
    }

    fn collect(&mut self, folder: &Path, below: &str) -> anyhow::Result<()> {
        let entries = std::fs::read_dir(folder).with_context(|| format!("{}: cannot be opened", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
            let inside = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
            if kind.is_dir() {
                let looked_at = !PASSED_OVER.contains(&name) && (!name.starts_with('.') || HIDDEN.contains(&name));
                if looked_at {
                    self.collect(&path, &inside)?;
                }
            } else if kind.is_file() && is_read(name) {
                let bytes = std::fs::read(&path).with_context(|| format!("{inside}: cannot be read"))?;
                self.files.insert(inside, String::from_utf8_lossy(&bytes).into_owned());
            } else if kind.is_file() {
                // That it is there is enough: a document may name it.
                self.files.insert(inside, String::new());
            }
        }
        Ok(())
    }

    /// A file's text.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Whether there is such a file or folder.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let inside = format!("{path}/");
        self.files.contains_key(path) || self.under(&inside).next().is_some()
    }

    /// The files whose path begins so, in order.
    pub fn under<'t>(&'t self, start: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> + 't {
        let from = self.files.range(start.to_owned()..);
        from.take_while(move |(path, _)| path.starts_with(start)).map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The Rust files, in order.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.under("").filter(|(path, _)| path.ends_with(".rs"))
    }

    /// The names of the folders directly under a folder, in order.
    pub fn folders(&self, under: &str) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (path, _) in self.files.range(under.to_owned()..).take_while(|(path, _)| path.starts_with(under)) {
            let Some((name, _)) = path.get(under.len()..).and_then(|rest| rest.split_once('/')) else { continue };
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        names
    }
}

fn is_read(name: &str) -> bool {
    let ends = [".rs", ".toml", ".yaml", ".md"];
    ends.iter().any(|end| name.ends_with(end)) || name.starts_with("LICENSE") || name == "justfile" || name == "run"
}
