//! What a condition can ask about a child: the status that the program works out, and facts that the data defines.
//!
//! Comes from `facts.yaml` and from `facts:` in an authority's `protocol.yaml`; goes into conditions, which name facts, and into
//! `duties`, which works them out along a timeline. A fact is never typed in: it follows from events.

use std::collections::BTreeMap;

use crate::condition::{self, Expr, Scope, Sort};
use crate::pattern::{self, Pattern};
use crate::refusal::{Refusals, did_you_mean};
use crate::vocabulary::{EventId, Type, Vocabulary, Word};
use crate::yaml::{Kind, Node};

/// A fact, as a number: its place in the protocol's list of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub u16);

/// The child's status, worked out by the program (statute.md section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

/// The names of the status facts, with the enumeration whose words they take.
pub const STATUS: [(&str, Status, &str); 13] = [
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
];

/// How a fact is worked out.
#[derive(Debug, Clone, PartialEq)]
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
        /// Before anything was said; nothing means not known.
        otherwise: Option<Constant>,
    },
    /// Whether one of these has happened so far; with `since_trigger`, since the event that set the clause off.
    Seen {
        /// Any of these.
        any: Vec<Pattern>,
        /// Only from the trigger's day on.
        since_trigger: bool,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constant {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A word.
    Word(Word),
}

/// A fact.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, Default)]
pub struct Facts {
    list: Vec<Fact>,
    by_name: BTreeMap<String, FactId>,
}

impl Facts {
    /// The status facts alone.
    pub fn of_status(vocabulary: &Vocabulary) -> Facts {
        let mut facts = Facts::default();
        for (name, status, words) in STATUS {
            let sort = match status {
                Status::Age | Status::NightsSince14 => Sort::Int,
                Status::CareBases => Sort::Set(domain(words, vocabulary)),
                Status::Remanded | Status::Liberty | Status::CareLeaver | Status::Sex => Sort::Word(domain(words, vocabulary)),
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
        let mut waiting: Vec<(&str, usize, &Node)> = Vec::new();
        for (name, line, written) in node.entries() {
            if self.by_name.contains_key(name) {
                refusals.add(file, line, format!("the fact `{name}` is defined twice"), None);
            } else if written.get("is").is_some() {
                waiting.push((name, line, written));
            } else {
                let mut reader = Reader { file, vocabulary, refusals };
                if let Some(fact) = reader.fact(name, line, written) {
                    self.add(fact);
                }
            }
        }
        self.read_expressions(file, waiting, vocabulary, refusals);
    }

    /// Facts that are expressions can name each other in any order; what goes round in a circle stays undefined.
    fn read_expressions(
        &mut self,
        file: &str,
        mut waiting: Vec<(&str, usize, &Node)>,
        vocabulary: &Vocabulary,
        refusals: &mut Refusals,
    ) {
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut faults = Vec::new();
            waiting.retain(|(name, line, written)| {
                let text = written.get("is").and_then(Node::text).unwrap_or_default();
                let scope = Scope { facts: self, vocabulary, trigger: &[], asked: &[] };
                match condition::read(text, &scope) {
                    Ok(expr) => {
                        let involvement = expr.facts().any(|f| self.get(f).involvement);
                        self.add(Fact {
                            name: (*name).to_owned(),
                            means: means(name, written),
                            sort: Sort::Bool,
                            source: Source::Is(expr),
                            involvement,
                        });
                        false
                    }
                    Err(fault) => {
                        faults.push((*line, fault));
                        true
                    }
                }
            });
            if waiting.len() == before {
                for (line, (cause, help)) in faults {
                    refusals.add(file, line, cause, help);
                }
                return;
            }
        }
    }

    fn add(&mut self, fact: Fact) {
        self.by_name.insert(fact.name.clone(), FactId(self.list.len() as u16));
        self.list.push(fact);
    }

    /// The fact of this name.
    pub fn id(&self, name: &str) -> Option<FactId> {
        self.by_name.get(name).copied()
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

fn means(name: &str, written: &Node) -> String {
    written.get("means").and_then(Node::text).map_or_else(|| name.replace('_', " "), str::to_owned)
}

struct Reader<'a> {
    file: &'a str,
    vocabulary: &'a Vocabulary,
    refusals: &'a mut Refusals,
}

const KEYS: [&str; 11] = [
    "means",
    "is",
    "begins",
    "ends",
    "latest",
    "seen",
    "since",
    "days-since",
    "working-days-since",
    "from-child",
    "otherwise",
];

impl Reader<'_> {
    fn fact(&mut self, name: &str, line: usize, written: &Node) -> Option<Fact> {
        for (key, line, _) in written.entries() {
            if !KEYS.contains(&key) {
                self.refusals.add(self.file, line, format!("`{key}` is no part of a fact"), did_you_mean(key, KEYS));
            }
        }
        let otherwise = written.get("otherwise");
        let (sort, source) = if let Some(latest) = written.get("latest") {
            self.latest(latest, written, otherwise)?
        } else if let Some(seen) = written.get("seen") {
            let since_trigger = written.get("since").and_then(Node::text) == Some("trigger");
            (Sort::Bool, Source::Seen { any: self.patterns(Some(seen)), since_trigger })
        } else if let Some(node) = written.get("days-since").or(written.get("working-days-since")) {
            let working = written.get("working-days-since").is_some();
            (Sort::Int, Source::DaysSince { any: self.patterns(Some(node)), working })
        } else if written.get("begins").is_some() || written.get("from-child").is_some() {
            let otherwise = match otherwise {
                None => Some(false),
                Some(node) => node.bool(),
            };
            let from_siblings = written.get("from-child").and_then(Node::text) == Some("siblings");
            let begins = self.patterns(written.get("begins"));
            (Sort::Bool, Source::Switch { begins, ends: self.patterns(written.get("ends")), from_siblings, otherwise })
        } else {
            let help = "a fact has one of `begins`, `latest`, `seen`, `days-since`, `working-days-since` or `is`";
            self.refusals.add(self.file, line, format!("`{name}` does not say how it is worked out"), Some(help.into()));
            return None;
        };
        let involvement = self.rests_on_involvement(&source);
        Some(Fact { name: name.to_owned(), means: means(name, written), sort, source, involvement })
    }

    /// Whether a service's closing is among what ends the fact.
    fn rests_on_involvement(&self, source: &Source) -> bool {
        let (Source::Switch { ends, .. } | Source::Latest { ends, .. }) = source else { return false };
        ends.iter().any(|p| {
            let name = &self.vocabulary.event(p.event).name;
            name.ends_with("-involvement-ended") || name == "closed-by-either-service"
        })
    }

    fn patterns(&mut self, node: Option<&Node>) -> Vec<Pattern> {
        let mut read = Vec::new();
        for item in node.map_or(&[][..], Node::items) {
            match pattern::read(item, self.vocabulary) {
                Ok(pattern) => read.push(pattern),
                Err(faults) => {
                    for (line, cause, help) in faults {
                        self.refusals.add(self.file, line, cause, help);
                    }
                }
            }
        }
        read
    }

    fn latest(&mut self, latest: &Node, written: &Node, otherwise: Option<&Node>) -> Option<(Sort, Source)> {
        let mut of = Vec::new();
        let mut sort = None;
        for item in latest.items() {
            let text = item.text().unwrap_or_default();
            let (event, attribute) = text.split_once('.').unwrap_or((text, ""));
            let Some(id) = self.vocabulary.event_id(event) else {
                let help = did_you_mean(event, self.vocabulary.events().map(|(_, e)| e.name.as_str()));
                self.refusals.add(self.file, item.line, format!("`{event}` is no event"), help);
                continue;
            };
            let kind = self.vocabulary.event(id);
            let Some(place) = kind.attributes.iter().position(|a| a.name == attribute) else {
                let help = did_you_mean(attribute, kind.attributes.iter().map(|a| a.name.as_str()));
                self.refusals.add(self.file, item.line, format!("`{event}` has no attribute `{attribute}`"), help);
                continue;
            };
            sort = kind.attributes.get(place).and_then(|a| Sort::of(&a.of, self.vocabulary)).or(sort);
            of.push((id, place as u8));
        }
        let sort = sort?;
        let otherwise = otherwise.and_then(|node| match (&sort, node.text()) {
            (_, Some("not known")) => None,
            (Sort::Bool, _) => node.bool().map(Constant::Bool),
            (Sort::Int, _) => node.int().map(Constant::Int),
            (_, text) => {
                let word = text.and_then(|t| self.vocabulary.word(t)).map(Constant::Word);
                if word.is_none() {
                    self.refusals.add(self.file, node.line, format!("`{}` is no word", node.shown()), None);
                }
                word
            }
        });
        Some((sort, Source::Latest { of, ends: self.patterns(written.get("ends")), otherwise }))
    }
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
}

/// Whether a node says `not known`.
pub fn is_not_known(node: &Node) -> bool {
    matches!(&node.kind, Kind::Scalar { text, .. } if text == "not known")
}
