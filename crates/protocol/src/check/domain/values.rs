//! Which values of one thing are worth trying, what does a comparison say of each, and how is a class of them called?
//!
//! Comes from the sort of the thing, the comparisons made with it and what the event must say; goes to `domain`, which combines them.

use crate::condition::{Op, Sort, Standing};
use crate::facts::{FactId, Source};
use crate::pattern::{RoleWant, Want, present};
use crate::vocabulary::{RoleId, Roles, Word};

use super::super::in_words::listed;
use super::{Space, Truth};

/// Something that a condition asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    Fact { before: bool, id: FactId },
    Trigger(String),
    Answer { clause: String, question: String },
    Duty(String),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Comparison {
    Holds,
    Given,
    Among(Vec<Word>),
    Has(Vec<Word>),
    Exactly(Vec<Word>),
    Role(Vec<RoleWant>),
    Number(Op, i64),
    Duty(Standing),
}

/// A value tried.
pub(super) enum Value {
    Bool(bool),
    Int(i64),
    Word(Word),
    Set(Vec<Word>, bool),
    Roles(Vec<RoleId>, Roles),
    Duties(u8),
    /// The event does not say.
    Absent,
}

impl Value {
    pub(super) fn int(&self) -> Option<i64> {
        if let Value::Int(n) = self { Some(*n) } else { None }
    }
}

/// The states of a clause's duties, as bits: open, overdue, done, done late.
const STATES: [(u8, &str); 4] = [(1, "open"), (2, "overdue"), (4, "done"), (8, "done late")];

impl Space<'_> {
    /// Every value that is worth trying.
    pub(super) fn values(
        &self,
        asked: &Asked,
        sort: &Sort,
        mine: &[(usize, &Comparison)],
        wants: &[&Want],
        list: bool,
    ) -> Vec<Value> {
        if matches!(asked, Asked::Duty(_)) {
            return (0..16).map(Value::Duties).collect();
        }
        let values: Vec<Value> = match sort {
            Sort::Bool | Sort::Day => [true, false].map(Value::Bool).into(),
            Sort::Int => numbers(mine, wants).into_iter().map(Value::Int).collect(),
            Sort::Word(domain) if !list => domain.iter().copied().map(Value::Word).collect(),
            Sort::Word(domain) | Sort::Set(domain) => sets(domain, mine, wants),
            Sort::Role => self.roles(list),
        };
        values.into_iter().filter(|value| wants.iter().all(|want| fits(want, value))).collect()
    }

    fn roles(&self, list: bool) -> Vec<Value> {
        let one = |id: RoleId| (vec![id], present(&[id], self.vocabulary));
        let mut sets: Vec<(Vec<RoleId>, Roles)> = self.vocabulary.roles().map(|(id, _)| one(id)).collect();
        if list {
            let single = sets.clone();
            for (n, (a, there)) in single.iter().enumerate() {
                for (b, more) in single.iter().skip(n + 1) {
                    sets.push(([a.as_slice(), b.as_slice()].concat(), there.or(*more)));
                }
            }
        }
        sets.into_iter().map(|(ids, there)| Value::Roles(ids, there)).collect()
    }

    pub(super) fn name(&self, asked: &Asked) -> String {
        match asked {
            Asked::Fact { before, id } => {
                let fact = self.facts.get(*id);
                let name =
                    if matches!(fact.source, Source::Status(_)) { fact.name.clone() } else { fact.means.clone() };
                let name = name.strip_prefix("whether ").unwrap_or(&name).replace('_', " ");
                if *before { format!("just before, {name}") } else { name }
            }
            Asked::Trigger(name) => format!("the event's “{}”", name.replace('_', " ")),
            Asked::Answer { clause, question } => format!("the answer to {clause}/{question}"),
            Asked::Duty(clause) => format!("the duty of {clause}"),
        }
    }

    /// What the values of a class have in common, as a person says it.
    pub(super) fn shown(&self, name: &str, asked: &Asked, sort: &Sort, values: &[Value], tried: &[i64]) -> String {
        let spell = |word: &Word| self.vocabulary.spell(*word).to_owned();
        match values {
            [Value::Bool(truth), ..] if values.len() == 1 => match asked {
                Asked::Answer { .. } | Asked::Trigger(_) => format!("{name} is {}", if *truth { "yes" } else { "no" }),
                _ if *truth => format!("{name}: yes"),
                _ => format!("{name}: no"),
            },
            [Value::Int(_), ..] => format!("{name} is {}", runs(values, tried)),
            [Value::Word(_), ..] => {
                let words: Vec<Word> =
                    values.iter().filter_map(|v| if let Value::Word(w) = v { Some(*w) } else { None }).collect();
                let domain = if let Sort::Word(domain) = sort { domain.as_slice() } else { &[] };
                let others: Vec<String> = domain.iter().filter(|w| !words.contains(w)).map(spell).collect();
                if others.is_empty() {
                    return format!("{name} is given");
                }
                if words.len() > 3 && others.len() < words.len() {
                    return format!("{name} is none of {}", listed(&others, "or"));
                }
                format!("{name} is {}", listed(&words.iter().map(spell).collect::<Vec<_>>(), "or"))
            }
            [Value::Set(words, other), ..] => match (words.as_slice(), other) {
                ([], false) => format!("{name}: none"),
                ([], true) => format!("{name}: others than those named"),
                (words, other) => {
                    let words: Vec<String> = words.iter().map(spell).collect();
                    format!("{name}: {}{}", listed(&words, "and"), if *other { " and others" } else { "" })
                }
            },
            [Value::Roles(roles, _), ..] => {
                let roles: Vec<String> = roles.iter().map(|r| self.vocabulary.role(*r).name.clone()).collect();
                format!("{name} is, for example, {}", listed(&roles, "and"))
            }
            [Value::Duties(bits), ..] => {
                let states: Vec<String> =
                    STATES.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, word)| (*word).to_owned()).collect();
                if states.is_empty() {
                    format!("{name}: not there")
                } else {
                    format!("{name} is {}", listed(&states, "and"))
                }
            }
            [Value::Absent] => format!("{name} is not given"),
            [_, ..] if matches!(asked, Asked::Trigger(_)) => format!("{name} is given"),
            _ => String::new(),
        }
    }
}

/// The numbers just below, at and just above each figure.
fn numbers(mine: &[(usize, &Comparison)], wants: &[&Want]) -> Vec<i64> {
    let mut numbers: Vec<i64> = mine
        .iter()
        .filter_map(|(_, how)| if let Comparison::Number(_, n) = how { Some(*n) } else { None })
        .flat_map(|n| [0, n - 1, n, n + 1])
        .filter(|n| *n >= 0)
        .collect();
    for want in wants {
        if let Want::Ints(any) = want {
            numbers.extend(any);
        }
    }
    if numbers.is_empty() {
        numbers.push(0);
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Every set of the words that are asked for, without and with some other word besides.
fn sets(domain: &[Word], mine: &[(usize, &Comparison)], wants: &[&Want]) -> Vec<Value> {
    let mut named: Vec<Word> = Vec::new();
    for (_, how) in mine {
        if let Comparison::Has(words) | Comparison::Exactly(words) | Comparison::Among(words) = how {
            named.extend(words);
        }
    }
    for want in wants {
        if let Want::Words(words) = want {
            named.extend(words);
        }
    }
    named.sort_unstable();
    named.dedup();
    // A condition names a handful of words; were it more, the cases would be too many anyway.
    named.truncate(12);
    let more = domain.iter().any(|w| !named.contains(w));
    let mut sets = Vec::new();
    for bits in 0..(1u32 << named.len()) {
        let set: Vec<Word> = named.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0).map(|(_, w)| *w).collect();
        if more {
            sets.push(Value::Set(set.clone(), true));
        }
        sets.push(Value::Set(set, false));
    }
    sets
}

fn fits(want: &Want, value: &Value) -> bool {
    match (want, value) {
        (Want::Words(any), Value::Word(word)) => any.contains(word),
        (Want::Words(any), Value::Set(set, _)) => set.iter().any(|w| any.contains(w)),
        (Want::Roles(any), Value::Roles(_, there)) => any.iter().any(|w| w.met_by(*there)),
        (Want::Bool(want), Value::Bool(said)) => want == said,
        (Want::Ints(any), Value::Int(n)) => any.contains(n),
        _ => true,
    }
}

pub(super) fn holds(how: &Comparison, value: &Value) -> Truth {
    match (how, value) {
        (Comparison::Given, said) => Some(!matches!(said, Value::Absent)),
        (Comparison::Holds, Value::Bool(truth)) => Some(*truth),
        (Comparison::Among(any) | Comparison::Has(any), Value::Word(word)) => Some(any.contains(word)),
        (Comparison::Has(any) | Comparison::Among(any), Value::Set(set, _)) => {
            Some(set.iter().any(|w| any.contains(w)))
        }
        (Comparison::Exactly(words), Value::Set(set, other)) => Some(!other && set == words),
        (Comparison::Exactly(words), Value::Word(word)) => Some(words.as_slice() == [*word]),
        (Comparison::Role(wants), Value::Roles(_, there)) => Some(wants.iter().any(|w| w.met_by(*there))),
        (Comparison::Number(op, n), Value::Int(said)) => Some(op.holds(*said, *n)),
        (Comparison::Duty(standing), Value::Duties(bits)) => match standing {
            Standing::Done => Some(bits & 0b1100 != 0),
            Standing::Owed => Some(bits & 0b0011 != 0),
            Standing::Missed if bits & 0b1010 != 0 => Some(true),
            // As long as one is open it cannot be said that it was missed, nor that it was not.
            Standing::Missed if bits & 0b0001 != 0 => None,
            Standing::Missed => Some(false),
        },
        _ => None,
    }
}

/// `16`, `14 to 16`, `0 to 9 or 18 or more`: numbers that were tried next to each other stand for all between, the largest for all beyond.
fn runs(values: &[Value], tried: &[i64]) -> String {
    let mine: Vec<i64> = values.iter().filter_map(Value::int).collect();
    let mut runs: Vec<String> = Vec::new();
    let mut rest = tried;
    while let Some(start) = rest.iter().position(|n| mine.contains(n)) {
        rest = rest.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|n| mine.contains(n)).count();
        let (run, after) = rest.split_at(length);
        if let (Some(from), Some(to)) = (run.first(), run.last()) {
            runs.push(match (after.is_empty(), from == to) {
                (true, _) => format!("{from} or more"),
                (false, true) => from.to_string(),
                (false, false) => format!("{from} to {to}"),
            });
        }
        rest = after;
    }
    listed(&runs, "or")
}
