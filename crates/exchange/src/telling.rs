//! Is this a duty to tell somebody, and what does it ask for that an entry in the record does not give?
//!
//! An entry is read by whoever may read it, when they next look. A protocol may ask for more: to tell somebody by their role, in writing, with a
//! document. In comes a clause; out goes that, in words. Whether it was done is not asked here: the duty says so.

use duties::in_full;
use protocol::check::in_words::listed;
use protocol::clause::Clause;
use protocol::pattern::{Pattern, Want};
use protocol::vocabulary::{EventKind, Vocabulary};

/// What the clause asks for, where it must be done and only telling or sending shows it done: `tell social care in writing`.
pub fn to_tell(clause: &Clause, vocabulary: &Vocabulary) -> Option<String> {
    let is_telling =
        |pattern: &Pattern| ["notified", "shared"].contains(&vocabulary.event(pattern.event).name.as_str());
    let is_not_owed = |(name, said): &(String, String)| {
        name == "sharing" && said.split("; ").any(|part| ["rule: may", "rule: must-not"].contains(&part))
    };
    if clause.details.iter().any(is_not_owed) || !clause.shown_by.iter().any(is_telling) {
        return None;
    }
    let all: Option<Vec<String>> = clause.shown_by.iter().map(|pattern| way(pattern, clause, vocabulary)).collect();
    let mut ways: Vec<String> = Vec::new();
    for way in all? {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    Some(ways.join(", or "))
}

/// One way of telling; nothing of what is none.
fn way(pattern: &Pattern, clause: &Clause, vocabulary: &Vocabulary) -> Option<String> {
    let kind = vocabulary.event(pattern.event);
    let said = |name: &str| said(pattern, kind, name, vocabulary);
    let towards = clause.towards.map(|role| the(&vocabulary.role(role).name));
    let to = said("to").or(towards).unwrap_or_else(|| "those whom it names".to_owned());
    match kind.name.as_str() {
        "notified" => Some(format!("tell {to}{}", said("how").map_or_else(String::new, |how| format!(" {how}")))),
        "shared" => Some(match said("what") {
            Some(what) => format!("pass on to {to}: {what}"),
            None => format!("pass it on to {to}"),
        }),
        "referral-made" => Some(format!("refer to {to}")),
        _ => None,
    }
}

/// What a pattern asks of an attribute, in words.
fn said(pattern: &Pattern, kind: &EventKind, name: &str, vocabulary: &Vocabulary) -> Option<String> {
    let place = kind.attributes.iter().position(|attribute| attribute.name == name)?;
    let test = pattern.tests.iter().find(|test| usize::from(test.attribute) == place)?;
    let words: Vec<String> = match &test.want {
        Want::Roles(roles) => roles.iter().map(|one| the(&vocabulary.role(one.role).name)).collect(),
        Want::Words(words) => words.iter().map(|word| manner(vocabulary.spell(*word))).collect(),
        _ => return None,
    };
    Some(listed(&words, "or"))
}

/// How somebody is told; any other word as it is said.
fn manner(word: &str) -> String {
    match word {
        "written" => "in writing".to_owned(),
        "spoken" => "by word of mouth".to_owned(),
        "form" => "on the form".to_owned(),
        other => in_full(other),
    }
}

/// A role as it stands in a sentence: `social care`, `the social worker`.
fn the(role: &str) -> String {
    let words = in_full(role);
    if ["yjs", "csc", "early-help"].contains(&role) || words.starts_with("the ") {
        words
    } else {
        format!("the {words}")
    }
}
