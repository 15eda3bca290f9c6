//! YAML (and JSON, which is YAML too) as a tree in which every node knows its line.
//!
//! Comes from a file's name and text. Size and depth are bounded, anchors and aliases are refused, a key may stand once in
//! its mapping: a file can neither exhaust the memory nor say one thing twice.
//!
//! ```
//! use protocol::yaml::read;
//! let root = read("a.yaml", "on: remanded-yda\nowner: csc\n").unwrap();
//! assert_eq!(root.get("owner").and_then(|n| n.text()), Some("csc"));
//! assert_eq!(root.get("owner").map(|n| n.line), Some(2));
//! ```

use std::collections::BTreeSet;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::refusal::Refusals;

/// The largest file that is read, in bytes: some 100 times the longest section of a protocol, and a journey of over
/// 40,000 events.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// How deep a file may nest; a journey's `expect` is the deepest with six.
pub const MAX_DEPTH: usize = 24;

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The line it begins on, from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A single value; `quoted` where it was written in quotes or as a block, and so is text whatever it looks like.
    Scalar {
        /// As written, quotes and escapes resolved.
        text: String,
        /// Written in quotes or as a block.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in written order: each key with its line.
    Map(Vec<(String, usize, Node)>),
}

impl Node {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().find(|(k, _, _)| *k == key).map(|(_, _, node)| node)
    }

    /// The entries of a mapping, in written order; none where it is no mapping.
    pub fn entries(&self) -> impl Iterator<Item = (&str, usize, &Node)> {
        let entries = if let Kind::Map(entries) = &self.kind { entries.as_slice() } else { &[] };
        entries.iter().map(|(key, line, node)| (key.as_str(), *line, node))
    }

    /// The text of a scalar; nothing where it is `null` or empty.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, quoted } if *quoted || !matches!(text.as_str(), "" | "~" | "null") => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar that was written without quotes.
    pub fn plain(&self) -> Option<&str> {
        if let Kind::Scalar { quoted: false, .. } = &self.kind { self.text() } else { None }
    }

    /// Whether it is `null` or left empty.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Scalar { .. }) && self.text().is_none()
    }

    /// `true` or `false`, also written `yes` and `no`.
    pub fn bool(&self) -> Option<bool> {
        match self.plain()? {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        }
    }

    /// A whole number.
    pub fn int(&self) -> Option<i64> {
        self.plain()?.parse().ok()
    }

    /// The items of a list, or the node itself as the only item: `on: x` says the same as `on: [x]`.
    pub fn items(&self) -> &[Node] {
        if let Kind::List(items) = &self.kind { items } else { std::slice::from_ref(self) }
    }

    /// What kind of thing it is, for an error.
    pub fn what(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { .. } => "a single value",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }

    /// As a reader would write it on one line, for an error; long ones are cut.
    pub fn shown(&self) -> String {
        let whole = match &self.kind {
            Kind::Scalar { text, .. } => text.clone(),
            Kind::List(items) => {
                format!("[{}]", items.iter().take(9).map(Node::shown).collect::<Vec<_>>().join(", "))
            }
            Kind::Map(entries) => format!(
                "{{{}}}",
                entries.iter().take(9).map(|(k, _, v)| format!("{k}: {}", v.shown())).collect::<Vec<_>>().join(", ")
            ),
        };
        if whole.chars().count() <= 80 { whole } else { whole.chars().take(79).chain(['…']).collect() }
    }
}

/// Reads a file's bytes; a file that is not UTF-8 or too large is refused.
pub fn read_bytes(file: &str, bytes: &[u8]) -> Result<Node, Refusals> {
    let mut refusals = Refusals::default();
    if bytes.len() > MAX_BYTES {
        refusals.add(
            file,
            0,
            format!("the file is {} MB long; at most {} MB are read", bytes.len() / 1_048_576, MAX_BYTES / 1_048_576),
            Some("split it: one file per child, one file per printed section".into()),
        );
        return Err(refusals);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read(file, text),
        Err(error) => {
            let line = bytes.iter().take(error.valid_up_to()).filter(|b| **b == b'\n').count() + 1;
            refusals.add(file, line, "the text is not UTF-8", Some("save the file as UTF-8".into()));
            Err(refusals)
        }
    }
}

/// Reads a file's text.
pub fn read(file: &str, text: &str) -> Result<Node, Refusals> {
    let mut refusals = Refusals::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder::default();
    for step in Parser::new_from_str(text) {
        let fault = match step {
            Ok((event, span)) => builder.take(event, span.start.line()).err().map(|cause| (span.start.line(), cause)),
            Err(error) => Some((error.marker().line(), error.info().to_owned())),
        };
        if let Some((line, cause)) = fault {
            refusals.add(file, line, cause, None);
            return Err(refusals);
        }
    }
    match builder.done {
        Some(root) => Ok(root),
        None => {
            refusals.add(file, 0, "the file is empty", None);
            Err(refusals)
        }
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    done: Option<Node>,
}

enum Open {
    List { line: usize, items: Vec<Node> },
    Map { line: usize, entries: Vec<(String, usize, Node)>, keys: BTreeSet<String>, key: Option<(String, usize)> },
}

impl Builder {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                no_anchor(anchor)?;
                if tag.is_some() {
                    return Err("a tag (`!…`) has no meaning here".into());
                }
                let quoted = style != ScalarStyle::Plain;
                self.put(Node { line, kind: Kind::Scalar { text: text.into_owned(), quoted } })
            }
            Event::SequenceStart(anchor, _) => {
                no_anchor(anchor)?;
                self.open(Open::List { line, items: Vec::new() })
            }
            Event::MappingStart(anchor, _) => {
                no_anchor(anchor)?;
                self.open(Open::Map { line, entries: Vec::new(), keys: BTreeSet::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let node = match self.open.pop() {
                    Some(Open::List { line, items }) => Node { line, kind: Kind::List(items) },
                    Some(Open::Map { line, entries, .. }) => Node { line, kind: Kind::Map(entries) },
                    None => return Err("the file's brackets do not match".into()),
                };
                self.put(node)
            }
            Event::Alias(_) => Err("an alias (`*…`) is not read: write the value out".into()),
            Event::DocumentStart(_) if self.done.is_some() => Err("a file holds one document: a second begins here".into()),
            _ => Ok(()),
        }
    }

    fn open(&mut self, open: Open) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("nests deeper than {MAX_DEPTH} levels"));
        }
        self.open.push(open);
        Ok(())
    }

    fn put(&mut self, node: Node) -> Result<(), String> {
        match self.open.last_mut() {
            None => self.done = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, keys, key, .. }) => match key.take() {
                Some((name, line)) => entries.push((name, line, node)),
                None => {
                    let Kind::Scalar { text, .. } = node.kind else {
                        return Err(format!("{} cannot be a key", node.what()));
                    };
                    if !keys.insert(text.clone()) {
                        return Err(format!("`{text}` stands twice in one mapping"));
                    }
                    *key = Some((text, node.line));
                }
            },
        }
        Ok(())
    }
}

fn no_anchor(anchor: usize) -> Result<(), String> {
    if anchor == 0 { Ok(()) } else { Err("an anchor (`&…`) is not read: write the value out".into()) }
}
