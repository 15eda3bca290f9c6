//! What an attribute of an event can say, and the reading of it.
//!
//! Comes from what is written under `with:` in a journey, or beside an event in a clause; a value of the wrong type is refused with
//! what would be right.

use super::{RoleId, Type, Vocabulary, Word};
use crate::refusal::{cut, date_help, did_you_mean, did_you_mean_of, joined};
use crate::yaml::{Kind, Node};

/// The largest whole number that an event can tell of: the vocabulary counts years, months, weeks, days, levels and offences.
const LARGEST: i64 = 10_000;

/// What an attribute says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A day.
    Day(calendar::Day),
    /// One or several words of an enumeration, or a record.
    Words(Vec<Word>),
    /// One or several roles, as written.
    Roles(Vec<RoleId>),
    /// Free text.
    Text(String),
}

/// A cause and a help.
type Fault = (String, Option<String>);

impl Type {
    /// As a person names it.
    pub fn describe(&self) -> String {
        match self {
            Type::Text => "a text".into(),
            Type::Bool => "yes or no".into(),
            Type::Int => "a whole number".into(),
            Type::Date => "a date".into(),
            Type::Role { list: false } => "a role".into(),
            Type::Role { list: true } => "a list of roles".into(),
            Type::Record => "a record".into(),
            Type::Enum { name, list: false } => format!("a word of `{name}`"),
            Type::Enum { name, list: true } => format!("a list of words of `{name}`"),
        }
    }

    /// Whether it can say several things at once.
    pub const fn is_list(&self) -> bool {
        matches!(self, Type::Role { list: true } | Type::Enum { list: true, .. })
    }

    /// Reads a value of this type; the error says what is wrong and what would be right.
    pub fn read(&self, node: &Node, vocabulary: &Vocabulary) -> Result<Value, Fault> {
        let wrong = match &node.kind {
            Kind::Map(_) => Some(("a mapping stands here", "write the value itself")),
            Kind::List(_) if !self.is_list() => Some(("a list stands here", "write one value")),
            Kind::Scalar { .. } if node.is_null() => Some(("nothing is said", "write the value, or take the name out")),
            _ => None,
        };
        if let Some((found, help)) = wrong {
            return Err((format!("{found}, where {} is meant", self.describe()), Some(help.into())));
        }
        let text = node.text().unwrap_or_default();
        match self {
            Type::Text => Ok(Value::Text(text.to_owned())),
            Type::Bool => self.truth(node),
            Type::Int => self.number(node),
            Type::Date => text.parse().map(Value::Day).map_err(|e: calendar::DayError| {
                (format!("`{}` {e}", cut(text)), Some(date_help(text, "a date is written 2026-04-03")))
            }),
            Type::Role { .. } => each(node, |word| {
                vocabulary.role_id(word).ok_or_else(|| {
                    let known = vocabulary.roles().map(|(_, r)| r.name.as_str());
                    (format!("`{}` is no role", cut(word)), did_you_mean(word, known))
                })
            })
            .map(Value::Roles),
            Type::Record => {
                let word = vocabulary.record(text).and_then(|_| vocabulary.word(text));
                word.map(|w| Value::Words(vec![w]))
                    .ok_or_else(|| (format!("`{}` is no record", cut(text)), did_you_mean(text, vocabulary.records())))
            }
            Type::Enum { name, .. } => each(node, |word| vocabulary.word_of(name, word)).map(Value::Words),
        }
    }

    fn truth(&self, node: &Node) -> Result<Value, Fault> {
        let quoted = if matches!(&node.kind, Kind::Scalar { quoted: true, .. }) { " in quotes" } else { "" };
        node.bool()
            .map(Value::Bool)
            .ok_or_else(|| (format!("`{}`{quoted} is not yes or no", node.shown()), Some(self.plainly(node))))
    }

    fn number(&self, node: &Node) -> Result<Value, Fault> {
        match node.int() {
            Some(n) if (0..=LARGEST).contains(&n) => Ok(Value::Int(n)),
            Some(n) => Err((format!("`{n}` cannot be meant here"), Some(self.plainly(node)))),
            None => Err((format!("`{}` is not {}", node.shown(), self.describe()), Some(self.plainly(node)))),
        }
    }

    /// How a truth or a number is written: without quotes, where it would otherwise be right.
    fn plainly(&self, node: &Node) -> String {
        let quoted = matches!(&node.kind, Kind::Scalar { quoted: true, .. });
        let text = node.text().unwrap_or_default();
        match self {
            Type::Bool if quoted && matches!(text, "true" | "false" | "yes" | "no") => "write it without quotes".into(),
            Type::Bool => "write `yes` or `no`".into(),
            _ if quoted && text.parse::<i64>().is_ok() => "write it without quotes".into(),
            _ => format!("write it in figures, from 0 to {LARGEST}"),
        }
    }
}

impl Vocabulary {
    /// A word of an enumeration; else why it is none, with the nearest that is.
    pub fn word_of(&self, enumeration: &str, word: &str) -> Result<Word, Fault> {
        let values = self.values(enumeration);
        let found = values.iter().any(|v| v == word).then(|| self.word(word)).flatten();
        found.ok_or_else(|| {
            let help = did_you_mean_of(word, values.iter().map(String::as_str), "it is one of")
                .unwrap_or_else(|| format!("its words stand under `{enumeration}` in vocabulary.yaml"));
            (format!("`{}` is no word of `{enumeration}`", cut(word)), Some(help))
        })
    }
}

/// Reads each item of a list, or the one value; what is wrong is told of all items at once.
fn each<T>(node: &Node, read: impl Fn(&str) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
    let mut values = Vec::new();
    let mut faults: Vec<Fault> = Vec::new();
    for item in node.items() {
        match (item.text(), item.is_scalar()) {
            (Some(word), _) => match read(word) {
                Ok(value) => values.push(value),
                Err(fault) => faults.push(fault),
            },
            (None, single) => {
                let found = if single { "nothing" } else { item.what() };
                let help = "a list of words is written `[one, two]`";
                faults.push((format!("{found} stands in the list, where a word is meant"), Some(help.into())));
            }
        }
    }
    faults.dedup();
    joined(faults.into_iter().take(9)).map_or(Ok(values), Err)
}
