//! The classes: the shipped ones hold for every fact, and a file that leaves one out is refused.

use gate::{Class, Classes, FIELDS, Reading};

use crate::people::{GATE, WORDS, event};

const SHIPPED: &str = include_str!("../../../../access/classes.yaml");

/// What is refused in a file of classes.
fn refused(text: &str) -> String {
    Reading::read("classes.yaml", text.as_bytes(), &WORDS).unwrap_err().to_string()
}

/// The line of the shipped file on which this stands.
fn line(of: &str) -> usize {
    SHIPPED.lines().position(|l| l.starts_with(of)).unwrap() + 1
}

#[test]
fn every_field_has_one() {
    for field in FIELDS {
        assert!(GATE.reading().of_field(field).is_some(), "{field}");
    }
    assert_eq!(GATE.reading().of_field("given"), Some(Class::Identity));
    assert_eq!(GATE.reading().of_field("siblings"), Some(Class::ThirdParty));
    assert_eq!(GATE.reading().of_field("address"), None);
}

#[test]
fn an_attribute_has_its_events_unless_set_apart() {
    let arrested = event("arrested");
    assert_eq!(GATE.reading().of_event(arrested), Class::Joint);
    let apart = WORDS.event(arrested).attributes.iter().enumerate();
    let apart: Vec<&str> = apart
        .filter(|(place, _)| GATE.reading().of_attribute(arrested, *place) == Class::YouthJustice)
        .map(|(_, attribute)| attribute.name.as_str())
        .collect();
    assert_eq!(apart, ["offence", "category", "serious"]);
}

#[test]
fn readable_is_what_the_class_allows_and_the_service_was_told() {
    let (reading, arrested) = (GATE.reading(), event("arrested"));
    let place = WORDS.event(arrested).attributes.iter().position(|a| a.name == "offence").unwrap();
    let (joint, both) = (Classes::NONE.with(Class::Joint), Classes::NONE.with(Class::Joint).with(Class::YouthJustice));
    assert!(reading.readable(joint, arrested, true));
    assert!(!reading.readable(joint, arrested, false));
    assert!(!reading.readable(Classes::NONE, arrested, true));
    assert!(!reading.readable_attribute(joint, arrested, place, true));
    assert!(reading.readable_attribute(both, arrested, place, true));
    assert!(!reading.readable_attribute(both, arrested, place, false));
    assert!(!reading.readable_attribute(Classes::NONE.with(Class::YouthJustice), arrested, place, true));
}

#[test]
fn a_missing_class_is_refused() {
    let text = SHIPPED.replace("  charged: youth-justice\n", "");
    let first = line("  duty-done:");
    assert_eq!(
        refused(&text),
        format!(
            "classes.yaml:{first}: `charged` has no class\n    help: say who may read it, with one of the classes at the head of the file\n"
        )
    );
    assert!(refused(&SHIPPED.replace("  siblings: third-party\n", "")).contains("`siblings` has no class"));
    assert!(refused("fields: {}\n").contains("classes.yaml:1: `events` is missing"));
    assert_eq!(refused(""), "classes.yaml: the file is empty\n");
}

#[test]
fn every_slip_is_refused_at_once_with_its_line() {
    let text = SHIPPED
        .replace("  charged: youth-justice", "  charged: youth-justise")
        .replace("  breach: youth-justice", "  breech: youth-justice\n  breach: youth-justice")
        .replace("but: {plan: care}", "but: {plam: care}");
    let expected = [
        format!(
            "classes.yaml:{}: `plam` is no part of `csc-involvement-started`\n    help: did you mean `plan`?",
            line("  csc-involvement-started:")
        ),
        format!(
            "classes.yaml:{}: `youth-justise` is no class\n    help: did you mean `youth-justice`?",
            line("  charged:")
        ),
        format!(
            "classes.yaml:{}: `breech` is no part of the vocabulary\n    help: did you mean `breach`?",
            line("  breach:")
        ),
    ];
    assert_eq!(refused(&text), expected.join("\n") + "\n");
}
