//! What a clause of a special kind holds: sharing, forum, ladder, directory and their like, kept as text once its words are known. What the
//! program goes by has a place of its own besides: whether information must pass.
//!
//! Comes from the keys of a clause; goes out in the order in which they are shown. A part that is not known is refused: what stands
//! behind a comma in `rhythm: once, at release` would otherwise be a part of its own.

use super::Reader;
use crate::clause::{Kind, SHARING, Sharing};
use crate::refusal::{cut, did_you_mean_of};
use crate::yaml::{Kind as NodeKind, Node};

/// The keys that are kept as text, in the order in which they are shown.
const DETAILS: [&str; 8] =
    ["sharing", "forum", "ladder", "directory", "definition", "indicators", "responses", "works-out"];

/// What a part of a detail must be.
#[derive(Clone, Copy)]
enum Part {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// Whether information passes.
    Rule,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A word of this enumeration.
    Word(&'static str),
    /// A list of words of this enumeration.
    Words(&'static str),
    /// A role.
    Role,
    /// A list of roles.
    Roles,
    /// A role, or a word of this enumeration.
    RoleOr(&'static str),
}

/// The kind of clause that a detail belongs to, and its parts.
type Shape = (&'static str, Kind, &'static [(&'static str, Part)]);

const SHAPES: [Shape; 4] = [
    (
        "sharing",
        Kind::Sharing,
        &[
            ("rule", Part::Rule),
            ("what", Part::Words("information")),
            ("footing", Part::Words("sharing-basis")),
            ("consent", Part::Text),
        ],
    ),
    (
        "forum",
        Kind::Forum,
        &[("meeting", Part::Word("meeting")), ("sits", Part::Roles), ("brings", Part::Text), ("rhythm", Part::Text)],
    ),
    (
        "ladder",
        Kind::Escalation,
        &[("step", Part::Number), ("from", Part::RoleOr("dispute-level")), ("to", Part::RoleOr("dispute-level"))],
    ),
    (
        "directory",
        Kind::Directory,
        &[
            ("what", Part::OneOf(&["system", "contact", "rota", "hours", "place"])),
            ("name", Part::Text),
            ("of", Part::Role),
        ],
    ),
];

impl Reader<'_> {
    /// The details of the clause, as text.
    pub(super) fn details(&mut self, kind: Kind) -> Vec<(String, String)> {
        let node = self.node;
        for (key, of, parts) in SHAPES {
            let Some(detail) = node.get(key).filter(|n| !n.is_null()) else { continue };
            if of != kind {
                let help = format!("it belongs to a clause of kind `{}`", of.word());
                self.refuse(detail.line, format!("`{key}` does not go with `{}`", kind.word()), Some(help));
            }
            self.detail(key, detail, parts);
        }
        self.one_text("definition");
        self.one_text("works-out");
        for key in ["indicators", "responses"] {
            self.several(key);
        }
        let kept = DETAILS.iter().filter_map(|key| node.get(key).map(|node| (*key, node)));
        kept.map(|(key, node)| (key.to_owned(), whole(node))).collect()
    }

    /// The rule of `sharing`; one that is not known is refused with the details.
    pub(super) fn sharing(&self) -> Option<Sharing> {
        let word = self.node.get("sharing")?.get("rule")?.text()?;
        SHARING.iter().find(|(name, _)| *name == word).map(|(_, rule)| *rule)
    }

    fn detail(&mut self, key: &str, detail: &Node, parts: &[(&'static str, Part)]) {
        let names = || parts.iter().map(|(name, _)| *name);
        if !matches!(detail.kind, NodeKind::Map(_)) {
            let shown: Vec<String> = names().map(|name| format!("{name}: …")).collect();
            let help = format!("write `{key}: {{{}}}`", shown.join(", "));
            self.refuse(detail.line, format!("`{key}` is {}, where a mapping is meant", detail.what()), Some(help));
            return;
        }
        for (name, line, value) in detail.entries() {
            match parts.iter().find(|(known, _)| *known == name) {
                Some((_, part)) => self.part(name, *part, value),
                None => {
                    let help = if value.is_null() {
                        Some("a comma ended the text before it: put that text in quotes".to_owned())
                    } else {
                        did_you_mean_of(name, names(), "it has")
                    };
                    self.refuse(line, format!("`{}` is no part of `{key}`", cut(name)), help);
                }
            }
        }
    }

    fn part(&mut self, name: &str, part: Part, value: &Node) {
        let many = matches!(part, Part::Words(_) | Part::Roles);
        let items = if many { value.items() } else { std::slice::from_ref(value) };
        for item in items {
            match item.text().filter(|_| item.is_scalar()) {
                Some(word) => {
                    if let Err((cause, help)) = self.is_part(part, word) {
                        self.refuse(item.line, format!("`{name}`: {cause}"), help);
                    }
                }
                None => {
                    let found = if item.is_null() { "nothing" } else { item.what() };
                    let help = "put a text that begins with a bracket in quotes";
                    self.refuse(
                        item.line,
                        format!("`{name}`: {found} stands where one text is meant"),
                        Some(help.into()),
                    );
                }
            }
        }
    }

    fn is_part(&self, part: Part, word: &str) -> Result<(), (String, Option<String>)> {
        let vocabulary = self.context.vocabulary;
        let wrong = |what: &str, known: Vec<&str>, all: &str| {
            let help = did_you_mean_of(word, known, "it is one of").unwrap_or_else(|| all.to_owned());
            Err((format!("`{}` {what}", cut(word)), Some(help)))
        };
        const ROLES: &str = "the roles stand in vocabulary.yaml";
        match part {
            Part::Text => Ok(()),
            Part::Number if word.parse::<u32>().is_ok() => Ok(()),
            Part::Number => Err((format!("`{}` is no number", cut(word)), Some("write it in figures: 2".into()))),
            Part::Rule if SHARING.iter().any(|(name, _)| *name == word) => Ok(()),
            Part::Rule => wrong("is not known here", SHARING.iter().map(|(name, _)| *name).collect(), ""),
            Part::OneOf(words) if words.contains(&word) => Ok(()),
            Part::OneOf(words) => wrong("is not known here", words.to_vec(), ""),
            Part::Word(name) | Part::Words(name) => vocabulary.word_of(name, word).map(|_| ()),
            Part::Role | Part::Roles | Part::RoleOr(_) if vocabulary.role_id(word).is_some() => Ok(()),
            Part::RoleOr(name) if vocabulary.word_of(name, word).is_ok() => Ok(()),
            Part::Role | Part::Roles => {
                wrong("is no role", vocabulary.roles().map(|(_, r)| r.name.as_str()).collect(), ROLES)
            }
            Part::RoleOr(name) => {
                let levels = vocabulary.values(name).iter().map(String::as_str);
                let known = vocabulary.roles().map(|(_, r)| r.name.as_str()).chain(levels).collect();
                wrong(&format!("is neither a role nor a word of `{name}`"), known, ROLES)
            }
        }
    }
}

/// A node as text, whole.
pub(super) fn whole(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text.clone(),
        NodeKind::List(items) => items.iter().map(whole).collect::<Vec<_>>().join("; "),
        NodeKind::Map(entries) => {
            entries.iter().map(|(k, _, v)| format!("{k}: {}", whole(v))).collect::<Vec<_>>().join("; ")
        }
    }
}
