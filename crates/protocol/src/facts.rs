//! What a condition can ask about a child: the status that the program works out, and facts that the data defines.
//!
//! Comes from `facts.yaml` and from `facts:` in an authority's `protocol.yaml`; goes into conditions, which name facts, and into
//! `duties`, which works them out along a timeline. A fact is never typed in: it follows from events.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::condition::{Expr, Sort};
use crate::pattern::Pattern;
use crate::refusal::Refusals;
use crate::vocabulary::{EventId, Type, Vocabulary, Word};
use crate::yaml::Node;

/// A fact, as a number: its place in the protocol's list of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FactId(pub u16);

/// The child's status, worked out by the program (statute.md section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Full years.
    Age,
    /// Looked after by the law in force.
    LookedAfter,
    /// The bases of it.
    CareBases,
    /// Remanded to youth detention accommodation, or serving a sentence inside.
    InCustody,
    /// `none`, `rlaa` or `yda`.
    Remanded,
    /// Where the child stands in the criminal process.
    Liberty,
    /// The standing under leaving care law.
    CareLeaver,
    /// Stopped being looked after because of detention.
    FormerLookedAfterInDetention,
    /// Nights looked after since the 14th birthday.
    NightsSince14,
    /// Open to youth justice.
    OpenToYjs,
    /// Open to children's social care.
    OpenToCsc,
    /// Open to both.
    JointlyOpen,
    /// The child's sex, as the head of the journey has it.
    Sex,
    /// The day of the week of the event that set the clause off.
    Weekday,
}

/// The names of the status facts, with the enumeration whose words they take.
pub const STATUS: [(&str, Status, &str); 14] = [
    ("age", Status::Age, ""),
    ("looked_after", Status::LookedAfter, ""),
    ("care_bases", Status::CareBases, "care-basis"),
    ("in_custody", Status::InCustody, ""),
    ("remanded", Status::Remanded, "remanded"),
    ("liberty", Status::Liberty, "liberty"),
    ("care_leaver", Status::CareLeaver, "care-leaver-status"),
    ("former_looked_after_in_detention", Status::FormerLookedAfterInDetention, ""),
    ("nights_since_14", Status::NightsSince14, ""),
    ("open_to_yjs", Status::OpenToYjs, ""),
    ("open_to_csc", Status::OpenToCsc, ""),
    ("jointly_open", Status::JointlyOpen, ""),
    ("sex", Status::Sex, "sex"),
    ("weekday", Status::Weekday, "weekday"),
];

/// How a fact is worked out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// By the status machine.
    Status(Status),
    /// Yes from when one of `begins` happens until one of `ends`.
    Switch {
        /// What begins it.
        begins: Vec<Pattern>,
        /// What ends it.
        ends: Vec<Pattern>,
        /// Whether the child's own header can begin it (`siblings`).
        from_siblings: bool,
        /// Before anything was said; nothing means not known.
        otherwise: Option<bool>,
    },
    /// The latest value of an attribute.
    Latest {
        /// The events with the attribute's place.
        of: Vec<(EventId, u8)>,
        /// What ends it.
        ends: Vec<Pattern>,
        /// The attributes that tell how long it runs: a date, or a number of months.
        runs_until: Vec<(EventId, u8)>,
        /// Before anything was said; nothing means not known.
        otherwise: Option<Constant>,
    },
    /// Whether one of these has happened so far; with `since_trigger`, since the event that set the clause off.
    Seen {
        /// Any of these.
        any: Vec<Pattern>,
        /// Only from the trigger's day on.
        since_trigger: bool,
        /// Only until the next event of the trigger's kind: a later arrest is another matter.
        until_next: bool,
    },
    /// Days since one of these last happened.
    DaysSince {
        /// Any of these.
        any: Vec<Pattern>,
        /// Working days, not calendar days.
        working: bool,
    },
    /// What an expression over other facts says.
    Is(Expr),
}

/// A constant value of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Constant {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A word.
    Word(Word),
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name in conditions.
    pub name: String,
    /// What it means, for a reader.
    pub means: String,
    /// What kind of value it has.
    pub sort: Sort,
    /// How it is worked out.
    pub source: Source,
    /// Whether it rests on who is open to which service, so that a service's closing does not end what it began.
    pub involvement: bool,
}

/// The facts of one protocol.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    list: Vec<Fact>,
    by_name: BTreeMap<String, FactId>,
    /// Those that were refused: what names them need not be refused again.
    refused: BTreeSet<String>,
}

impl Facts {
    /// The status facts alone.
    pub fn of_status(vocabulary: &Vocabulary) -> Facts {
        let mut facts = Facts::default();
        for (name, status, words) in STATUS {
            let sort = match status {
                Status::Age | Status::NightsSince14 => Sort::Int,
                Status::CareBases => Sort::Set(domain(words, vocabulary)),
                Status::Remanded | Status::Liberty | Status::CareLeaver | Status::Sex | Status::Weekday => {
                    Sort::Word(domain(words, vocabulary))
                }
                _ => Sort::Bool,
            };
            let involvement = matches!(status, Status::OpenToYjs | Status::OpenToCsc | Status::JointlyOpen);
            facts.add(Fact {
                name: name.into(),
                means: name.replace('_', " "),
                sort,
                source: Source::Status(status),
                involvement,
            });
        }
        facts
    }

    /// Adds the facts written in a file, on top of those already there.
    pub fn read(&mut self, file: &str, node: &Node, vocabulary: &Vocabulary, refusals: &mut Refusals) {
        read::read(self, file, node, vocabulary, refusals);
    }

    fn add(&mut self, fact: Fact) {
        self.by_name.insert(fact.name.clone(), FactId(self.list.len() as u16));
        self.list.push(fact);
    }

    /// The fact of this name.
    pub fn id(&self, name: &str) -> Option<FactId> {
        self.by_name.get(name).copied()
    }

    /// Whether a fact of this name was written, and refused.
    pub fn is_refused(&self, name: &str) -> bool {
        self.refused.contains(name)
    }

    /// A fact by its number.
    pub fn get(&self, id: FactId) -> &Fact {
        #[expect(clippy::indexing_slicing, reason = "a FactId is made only by these facts")]
        &self.list[id.0 as usize]
    }

    /// Every fact, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        self.list.iter().enumerate().map(|(n, fact)| (FactId(n as u16), fact))
    }

    /// The names of all facts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// The words of an enumeration.
fn domain(name: &str, vocabulary: &Vocabulary) -> Vec<Word> {
    vocabulary.values(name).iter().filter_map(|v| vocabulary.word(v)).collect()
}

impl Sort {
    /// The sort of value that an attribute of this type gives to a condition.
    pub fn of(of: &Type, vocabulary: &Vocabulary) -> Option<Sort> {
        match of {
            Type::Bool => Some(Sort::Bool),
            Type::Int => Some(Sort::Int),
            Type::Date => Some(Sort::Day),
            Type::Role { .. } => Some(Sort::Role),
            Type::Record => Some(Sort::Word(vocabulary.records().filter_map(|r| vocabulary.word(r)).collect())),
            Type::Enum { name, list: false } => Some(Sort::Word(domain(name, vocabulary))),
            Type::Enum { name, list: true } => Some(Sort::Set(domain(name, vocabulary))),
            Type::Text => None,
        }
    }

    /// The sort of what is told by two attributes; nothing where they tell of different things.
    pub fn join(self, other: Sort) -> Option<Sort> {
        let together = |mut one: Vec<Word>, two: Vec<Word>| {
            one.extend(two);
            one.sort();
            one.dedup();
            one
        };
        match (self, other) {
            (Sort::Word(one), Sort::Word(two)) => Some(Sort::Word(if one == two { one } else { together(one, two) })),
            (Sort::Set(one), Sort::Set(two)) => Some(Sort::Set(if one == two { one } else { together(one, two) })),
            (one, two) => (one == two).then_some(one),
        }
    }
}
