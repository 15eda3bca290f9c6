//! Builds the tree of a file from the parser's events.
//!
//! What can be passed over (a key that stands twice, an anchor, an alias, a tag) is gathered and the building goes on; what leaves
//! the file without a meaning (brackets that do not close, nesting without end) stops it.

use std::collections::BTreeSet;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::cause::in_plain_words;
use super::{Kind, MAX_DEPTH, Node};
use crate::refusal::MOST;

/// A fault: the line, the cause, the help.
pub(super) type Fault = (usize, String, Option<String>);

/// Builds the tree of a text, with everything that is wrong with it; no tree where the text cannot be understood.
pub(super) fn build(text: &str) -> (Option<Node>, Vec<Fault>) {
    let mut builder = Builder::default();
    for step in Parser::new_from_str(text) {
        match step {
            Ok((event, span)) => {
                let line = span.start.line();
                match builder.take(event, line) {
                    Ok(()) => continue,
                    Err(Stop::Deep) => {
                        builder.done = None;
                        builder.fault(line, format!("the file nests deeper than {MAX_DEPTH} levels"), DEEP);
                    }
                    Err(Stop::Second) => {
                        builder.fault(line, "a second document begins here: a file holds one".into(), SECOND);
                    }
                }
                return (builder.done, builder.faults);
            }
            Err(error) => {
                // At the end of a text without a last line break the parser is one line further on.
                let lines = text.lines().count();
                let line = error.marker().line();
                let (cause, help) = in_plain_words(error.info(), line > lines);
                builder.faults.push((line.min(lines.max(1)), cause, help));
                return (None, builder.faults);
            }
        }
    }
    (builder.done, builder.faults)
}

/// What to do about a file that nests too deeply.
pub(super) const DEEP: &str = "the deepest that is meant here has six; look for a bracket that is not closed";

const SECOND: &str = "take the line `---` or `...` out, or make two files";

/// Why the building stops.
enum Stop {
    Deep,
    Second,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    done: Option<Node>,
    faults: Vec<Fault>,
}

enum Open {
    List { line: usize, items: Vec<Node> },
    Map { line: usize, entries: Vec<(String, usize, Node)>, keys: BTreeSet<String>, key: Option<Key> },
}

/// A key that waits for its value; without a name where it was refused.
struct Key {
    name: Option<String>,
    line: usize,
}

impl Builder {
    fn fault(&mut self, line: usize, cause: String, help: &str) {
        if self.faults.len() < MOST {
            self.faults.push((line, cause, Some(help.to_owned())));
        }
    }

    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), Stop> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.unread(line, anchor, tag.is_some());
                let quoted = style != ScalarStyle::Plain;
                self.put(Node { line, kind: Kind::Scalar { text: text.into_owned(), quoted } });
            }
            Event::SequenceStart(anchor, tag) => {
                self.unread(line, anchor, tag.is_some());
                self.open(Open::List { line, items: Vec::new() })?;
            }
            Event::MappingStart(anchor, tag) => {
                self.unread(line, anchor, tag.is_some());
                self.open(Open::Map { line, entries: Vec::new(), keys: BTreeSet::new(), key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { line, items }) => self.put(Node { line, kind: Kind::List(items) }),
                Some(Open::Map { line, entries, .. }) => self.put(Node { line, kind: Kind::Map(entries) }),
                None => {}
            },
            Event::Alias(_) => {
                self.fault(line, "an alias (`*…`) is not read".into(), "write the value out");
                self.put(Node { line, kind: Kind::Scalar { text: String::new(), quoted: false } });
            }
            Event::DocumentStart(_) if self.done.is_some() => return Err(Stop::Second),
            _ => {}
        }
        Ok(())
    }

    /// Anchors and tags say nothing that is read here.
    fn unread(&mut self, line: usize, anchor: usize, tag: bool) {
        if anchor != 0 {
            self.fault(line, "an anchor (`&…`) is not read".into(), "write the value out wherever it is meant");
        }
        if tag {
            self.fault(
                line,
                "a tag (`!…`) has no meaning here".into(),
                "take it out; put a text that begins with `!` in quotes",
            );
        }
    }

    fn open(&mut self, open: Open) -> Result<(), Stop> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Stop::Deep);
        }
        self.open.push(open);
        Ok(())
    }

    fn put(&mut self, node: Node) {
        let fault = match self.open.last_mut() {
            None => {
                self.done = Some(node);
                None
            }
            Some(Open::List { items, .. }) => {
                items.push(node);
                None
            }
            Some(Open::Map { entries, keys, key, .. }) => match key.take() {
                Some(Key { name: Some(name), line }) => {
                    entries.push((name, line, node));
                    None
                }
                Some(Key { name: None, .. }) => None,
                None => {
                    let line = node.line;
                    let read = name_of(node, keys);
                    let (name, fault) = match read {
                        Ok(name) => (Some(name), None),
                        Err((cause, help)) => (None, Some((line, cause, Some(help)))),
                    };
                    *key = Some(Key { name, line });
                    fault
                }
            },
        };
        self.faults.extend(fault.filter(|_| self.faults.len() < MOST));
    }
}

/// The name that a key gives, or why it gives none.
fn name_of(node: Node, keys: &mut BTreeSet<String>) -> Result<String, (String, String)> {
    if !node.is_scalar() {
        let help = "a mapping is written `name: value`; put a text that begins with a bracket in quotes";
        return Err((format!("{} stands where a name is expected", node.what()), help.into()));
    }
    if node.is_null() {
        return Err(("a `:` stands here without a name before it".into(), "a mapping is written `name: value`".into()));
    }
    let Kind::Scalar { text, .. } = node.kind else { return Ok(String::new()) };
    if !keys.insert(text.clone()) {
        let cause = format!("`{}` stands twice in one mapping", crate::refusal::cut(&text));
        return Err((cause, "keep one of the two; for several values write a list".into()));
    }
    Ok(text)
}
