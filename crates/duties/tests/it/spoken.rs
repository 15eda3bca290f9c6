//! The vocabulary's words as they are said aloud, and events as they are told.

use duties::{in_full, title};
use protocol::vocabulary::Value;

use crate::shelf::shipped;

/// Letters that stand for a name, by which nobody outside the office knows it.
const INITIALS: &str =
    "asb caf cic cps csc dto edt hrvp hsb ipep iro lado maars marp mash oocd pep psr qa rlaa syv ycs yda yjb yjs yro";

#[test]
fn initials_stand_behind_what_they_are_short_for() {
    let protocols = shipped();
    let vocabulary = &protocols.vocabulary;
    let roles = vocabulary.roles().map(|(_, role)| in_full(&role.name));
    let words = vocabulary.enumerations().flat_map(|name| vocabulary.values(name)).map(|word| in_full(word));
    let kind = vocabulary.event_id("recorded").unwrap();
    let records = vocabulary.records().filter_map(|name| {
        let values = vec![Some(Value::Words(vec![vocabulary.word(name)?])), None, None];
        Some(title(protocols, kind, &values).replacen("Written up: ", "", 1))
    });
    // A name, a section of an Act, and the kind of note that is looked for as the paper writes it.
    let known = ["AssetPlus", "252A", "'YJS/CSC"];
    for said in roles.chain(words).chain(records) {
        let parts = said.split(' ').map(|part| part.trim_end_matches([',', ':', ';']));
        let is_short = |part: &&str| part.chars().filter(char::is_ascii_uppercase).count() > 1;
        let is_behind = |part: &&str| (part.starts_with('(') && part.ends_with(')')) || known.contains(part);
        assert_eq!(parts.filter(is_short).find(|part| !is_behind(part)), None, "{said}");
    }
}

#[test]
fn no_word_is_said_in_initials() {
    let vocabulary = &shipped().vocabulary;
    let roles = vocabulary.roles().map(|(_, role)| role.name.as_str());
    for word in roles.chain(vocabulary.enumerations().flat_map(|name| vocabulary.values(name)).map(String::as_str)) {
        let said = in_full(word);
        let short = said.split(' ').find(|part| INITIALS.split(' ').any(|short| short == *part));
        assert_eq!(short, None, "{word}: {said}");
    }
}

#[test]
fn roles_are_said_in_full() {
    for (role, said) in [
        ("yjs-case-manager", "youth justice case manager"),
        ("csc-team-manager", "social care team manager"),
        ("csc-qa-unit", "social care quality assurance unit"),
        ("psr-writer", "writer of the pre-sentence report"),
        ("mash", "the safeguarding hub (MASH)"),
        ("iro-service-manager", "manager of the independent reviewing officers"),
        ("other-yjs", "youth justice service of another area"),
        ("yjb", "the Youth Justice Board"),
        ("both-workers", "both workers"),
    ] {
        assert_eq!(in_full(role), said);
    }
}

#[test]
fn an_event_is_told_by_what_it_says() {
    let protocols = shipped();
    let vocabulary = &protocols.vocabulary;
    let told = |event: &str, says: &[(&str, Value)]| {
        let kind = vocabulary.event_id(event).unwrap();
        let value = |name: &str| says.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone());
        let values: Vec<_> = vocabulary.event(kind).attributes.iter().map(|a| value(&a.name)).collect();
        title(protocols, kind, &values)
    };
    let role = |name: &str| Value::Roles(vec![vocabulary.role_id(name).unwrap()]);
    let word = |word: &str| Value::Words(vec![vocabulary.word(word).unwrap()]);
    let all = [("by", role("csc")), ("to", role("yjs")), ("about", word("remand"))];
    assert_eq!(told("notified", &all), "Social care told youth justice: remand");
    // That it is something else says nothing.
    let other = [("by", role("csc")), ("to", role("yjs")), ("about", word("other"))];
    assert_eq!(told("notified", &other), "Social care told youth justice");
    assert_eq!(
        told("recorded", &[("record", word("care-plan-reviewed"))]),
        "Written up: care plan review on the social care record"
    );
    assert_eq!(
        told("consent-recorded", &[("for", word("sharing")), ("given", Value::Bool(false))]),
        "Consent to sharing refused"
    );
    assert_eq!(told("turned-18", &[]), "18th birthday");
}
