//! Is this a duty to tell somebody, and what does it ask for that an entry in the record does not give?
//!
//! An entry is read by whoever may read it, when they next look. A protocol may ask for more: to tell somebody by their role, in writing, with a
//! document. In comes a clause; out goes that, in words. Whether it was done is not asked here: the duty says so.

use duties::in_full;
use protocol::check::in_words::listed;
use protocol::clause::{Clause, Sharing};
use protocol::pattern::{Pattern, RoleWant, Test, Want};
use protocol::vocabulary::Vocabulary;

/// What the clause asks for, where it must be done and only telling or sending shows it done: `tell social care in writing`.
pub fn to_tell(clause: &Clause, vocabulary: &Vocabulary) -> Option<String> {
    let all = told(clause, vocabulary)?.into_iter().map(|pattern| way(&pattern, vocabulary));
    let mut ways: Vec<String> = Vec::new();
    for way in all.collect::<Option<Vec<_>>>()? {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    Some(ways.join(", or "))
}

/// The same one by one: what would show it done and says to whom alone, and that in words. Where a clause leaves it open which of two is told,
/// these are two.
pub fn ways_to_tell(clause: &Clause, vocabulary: &Vocabulary) -> Vec<(Pattern, String)> {
    let each = told(clause, vocabulary).unwrap_or_default().into_iter();
    let each = each.flat_map(|pattern| one_by_one(pattern, vocabulary));
    each.filter_map(|pattern| way(&pattern, vocabulary).map(|words| (pattern, words))).collect()
}

/// What shows the clause done, where that is telling or sending; to whom is said by the clause where the pattern does not.
fn told(clause: &Clause, vocabulary: &Vocabulary) -> Option<Vec<Pattern>> {
    let is_telling =
        |pattern: &Pattern| ["notified", "shared"].contains(&vocabulary.event(pattern.event).name.as_str());
    let is_owed = clause.sharing.is_none_or(|rule| rule == Sharing::Must);
    if !is_owed || !clause.shown_by.iter().any(is_telling) {
        return None;
    }
    let told = |pattern: &Pattern| {
        let (mut pattern, to) = (pattern.clone(), place(pattern, "to", vocabulary));
        let towards = clause.towards.map(|role| Want::Roles(vec![RoleWant::new(role, vocabulary)]));
        let towards = to.zip(towards).filter(|(to, _)| pattern.tests.iter().all(|test| test.attribute != *to));
        pattern.tests.extend(towards.map(|(attribute, want)| Test { attribute, want }));
        pattern
    };
    Some(clause.shown_by.iter().map(told).collect())
}

/// A pattern for each of those who may be told.
fn one_by_one(pattern: Pattern, vocabulary: &Vocabulary) -> Vec<Pattern> {
    let to = place(&pattern, "to", vocabulary);
    let roles = pattern.tests.iter().find(|test| Some(test.attribute) == to).map(|test| &test.want);
    let Some(Want::Roles(roles)) = roles else { return vec![pattern] };
    let only = |role: &RoleWant| {
        let mut pattern = pattern.clone();
        let told = pattern.tests.iter_mut().filter(|test| Some(test.attribute) == to);
        told.for_each(|test| test.want = Want::Roles(vec![role.clone()]));
        pattern
    };
    roles.iter().map(only).collect()
}

/// The place of an attribute of a pattern's event.
fn place(pattern: &Pattern, name: &str, vocabulary: &Vocabulary) -> Option<u8> {
    let attributes = &vocabulary.event(pattern.event).attributes;
    attributes.iter().position(|attribute| attribute.name == name).and_then(|place| u8::try_from(place).ok())
}

/// One way of telling; nothing of what is none.
fn way(pattern: &Pattern, vocabulary: &Vocabulary) -> Option<String> {
    let said = |name: &str| said(pattern, name, vocabulary);
    let to = said("to").unwrap_or_else(|| "those whom it names".to_owned());
    match vocabulary.event(pattern.event).name.as_str() {
        "notified" => Some(format!("tell {to}{}", said("how").map_or_else(String::new, |how| format!(" {how}")))),
        "shared" => Some(match said("what") {
            Some(what) => format!("pass on to {to}: {what}"),
            None => format!("pass it on to {to}"),
        }),
        "referral-made" => Some(format!("make a referral to {to}")),
        _ => None,
    }
}

/// What a pattern asks of an attribute, in words.
fn said(pattern: &Pattern, name: &str, vocabulary: &Vocabulary) -> Option<String> {
    let place = place(pattern, name, vocabulary)?;
    let test = pattern.tests.iter().find(|test| test.attribute == place)?;
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
