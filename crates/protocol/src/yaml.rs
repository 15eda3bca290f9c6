//! YAML (and JSON, which is YAML too) as a tree in which every node knows its line.
//!
//! Comes from a file's name and text. Size and depth are bounded, anchors, aliases and tags are refused, a key may stand once in
//! its mapping: a file can neither exhaust the memory nor say one thing twice. Where the file can still be understood, all of this
//! is gathered and the tree goes out beside it, so that a reader can gather what is wrong with the words as well.
//!
//! ```
//! use protocol::yaml::read;
//! let root = read("a.yaml", "on: remanded-yda\nowner: csc\n").unwrap();
//! assert_eq!(root.get("owner").and_then(|n| n.text()), Some("csc"));
//! assert_eq!(root.get("owner").map(|n| n.line), Some(2));
//! ```

mod build;
mod cause;

use std::borrow::Cow;

use crate::refusal::{Refusals, cut};

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
            Kind::Scalar { text, .. } => cut(text),
            Kind::List(items) => {
                format!("[{}]", items.iter().take(9).map(Node::shown).collect::<Vec<_>>().join(", "))
            }
            Kind::Map(entries) => format!(
                "{{{}}}",
                entries.iter().take(9).map(|(k, _, v)| format!("{k}: {}", v.shown())).collect::<Vec<_>>().join(", ")
            ),
        };
        cut(&whole)
    }

    /// Whether it is a single value.
    pub const fn is_scalar(&self) -> bool {
        matches!(self.kind, Kind::Scalar { .. })
    }
}

/// Reads a file's bytes; a file that is not UTF-8 or too large is refused, and so is one with any fault at all.
pub fn read_bytes(file: &str, bytes: &[u8]) -> Result<Node, Refusals> {
    match read_all(file, bytes) {
        (Some(root), refusals) => refusals.unless(root),
        (None, refusals) => Err(refusals.sorted()),
    }
}

/// Reads a file's text.
pub fn read(file: &str, text: &str) -> Result<Node, Refusals> {
    read_bytes(file, text.as_bytes())
}

/// Reads a file's bytes: the tree, as far as the file can be understood, and everything that is wrong with it.
///
/// ```
/// let (root, refusals) = protocol::yaml::read_all("a.yaml", b"on: released\non: charged\n");
/// assert_eq!(root.unwrap().get("on").and_then(|n| n.text()), Some("released"));
/// assert_eq!(refusals.len(), 1);
/// ```
pub fn read_all(file: &str, bytes: &[u8]) -> (Option<Node>, Refusals) {
    let mut refusals = Refusals::default();
    if bytes.len() > MAX_BYTES {
        let (long, most) = (bytes.len().div_ceil(1_048_576), MAX_BYTES / 1_048_576);
        let help = "split it: one file holds one child, or one printed section";
        refusals.add(file, 0, format!("the file is {long} MB long; at most {most} MB are read"), Some(help.into()));
        return (None, refusals);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = bytes.iter().take(error.valid_up_to()).filter(|b| **b == b'\n').count() + 1;
            let cause = match bytes {
                [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the text is UTF-16, not UTF-8",
                _ => "the text is not UTF-8",
            };
            refusals.add(file, line, cause, Some("save the file as UTF-8".into()));
            return (None, refusals);
        }
    };
    let text = join_surrogates(text.strip_prefix('\u{feff}').unwrap_or(text));
    let (root, faults) = build::build(&text);
    for (line, cause, help) in faults {
        refusals.add(file, line, cause, help);
    }
    if root.is_none() && refusals.is_empty() {
        refusals.add(file, 0, "the file is empty", None);
    }
    (root, refusals)
}

/// JSON writes a character beyond the first 65,536 as two escapes, which YAML does not know: the two become the character.
fn join_surrogates(text: &str) -> Cow<'_, str> {
    let half = |at: usize, low: u32| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok().filter(|code| code & 0xfc00 == low)
    };
    let mut joined = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += next;
        let pair = half(at, 0xd800).zip(half(at + 6, 0xdc00));
        match pair.and_then(|(high, low)| char::from_u32(0x1_0000 + ((high & 0x3ff) << 10) + (low & 0x3ff))) {
            Some(whole) => {
                joined.push_str(text.get(from..at).unwrap_or_default());
                joined.push(whole);
                at += 12;
                from = at;
            }
            // A backslash and what it escapes go together: the second of `\\\\` begins nothing.
            None => at += 1 + text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    joined.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(joined)
}
