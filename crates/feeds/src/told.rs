//! What a reader says while it reads: a fact about a child, or what it could not use and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::listed::{Listed, Relative, Spell, Worker};

/// Where in a file something stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, by its own name.
    pub file: String,
    /// The row of a table, counted as a spreadsheet counts: the headings are row 1. The line of an XML file.
    pub row: u64,
    /// The column's heading, or the element's name; empty where the whole row is meant.
    pub column: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, row {}", self.file, self.row)?;
        if self.column.is_empty() { Ok(()) } else { write!(f, ", {}", self.column) }
    }
}

/// Something that was told of the child of a number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The child's number in that system, as the file has it but for blanks around it.
    pub number: String,
    /// What.
    pub what: What,
}

/// What was told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Who the child is: as much of it as this line tells.
    Who(Box<Listed>),
    /// Something that holds for a time.
    Spell(Spell),
    /// Who works with the child.
    Worker(Worker),
    /// Who belongs to the child.
    Relative(Relative),
}

/// What became of something that could not be used as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The row was left out.
    Row,
    /// The row was read without this value.
    Value,
    /// Kept as the file has it: a code that is not known (yet).
    Kept,
}

impl Effect {
    /// In words, for a report.
    pub const fn in_words(self) -> &'static str {
        match self {
            Effect::Row => "row left out",
            Effect::Value => "value left out",
            Effect::Kept => "kept as it is",
        }
    }
}

/// What could not be used, where it stands, and by which rule.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Where.
    pub place: Place,
    /// The child's number, where the row has one.
    pub number: String,
    /// The value, shortened. It may say who somebody is: for those who look after the data alone, and for no log.
    pub value: String,
    /// What is wrong, and what to do: a sentence without a full stop.
    pub rule: String,
    /// What became of it.
    pub effect: Effect,
}

/// Says where, and not what: what is printed for a programmer may end in a log.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal").field("place", &self.place).field("effect", &self.effect).finish_non_exhaustive()
    }
}

/// What a reader says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Out {
    /// Something was told.
    Told(Told),
    /// Something could not be used.
    Refused(Refusal),
}

/// Says that there is something, and not what.
impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Told").finish_non_exhaustive()
    }
}

impl fmt::Debug for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            What::Who(_) => "Who",
            What::Spell(_) => "Spell",
            What::Worker(_) => "Worker",
            What::Relative(_) => "Relative",
        })
    }
}

/// Whoever listens wants no more: reading stops, and nothing of the file counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop(pub String);
