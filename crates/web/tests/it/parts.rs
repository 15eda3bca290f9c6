//! Do our parts say what GOV.UK's components say? Every fixture of the installed release, but those that the table passes over.

mod controls;
mod given;
mod made;
mod same;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use given::Given;

/// A component: its name, how many fixtures are the same, and those that are not, each with the option that we do not offer.
type Line = (&'static str, usize, &'static [(&'static str, &'static str)]);

const COUNT: &str = "without more, a limit is one of characters";
const WORDS: &str = "the words of the count are not ours to change";
const NO_LIMIT: &str = "a count without a limit counts nothing";
const EMPTY: &str = "an entry that is nothing takes no number";
const VALUE: &str = "a box has its value once";
const OMISSION: &str = "what is wrong is named, not what is right";
const BY_CLASS: &str = "what is wrong is named, not given a class";
const LICENCE: &str = "no licence and no copyright of the Crown";
const COLUMNS: &str = "no columns of links in the footer";
const META: &str = "no heading over nothing";
const ACTIONS: &str = "no buttons in a panel";
const SLOTS: &str = "one slot, at the end";

/// Every component that we offer. A fixture that changes sides fails here.
const TABLE: [Line; 30] = [
    ("back-link", 7, &[]),
    ("breadcrumbs", 12, &[]),
    ("button", 38, &[]),
    (
        "character-count",
        23,
        &[
            ("with count type 'length'", COUNT),
            ("with count type 'characters'", COUNT),
            ("with count type 'characters' and value", COUNT),
            ("with count type 'characters' and error message", COUNT),
            ("with count type 'characters' and threshold", COUNT),
            ("with maxwords", "an older way to tell a limit in words"),
            ("with custom textarea description", WORDS),
            ("to configure in JavaScript", NO_LIMIT),
            ("with neither maxlength nor maxwords set", NO_LIMIT),
            ("with neither maxlength, maxwords nor textarea description set", NO_LIMIT),
            ("with translations", WORDS),
        ],
    ),
    ("checkboxes", 41, &[("with falsy values", EMPTY)]),
    (
        "date-input",
        42,
        &[
            ("with values, name prefix and custom names", "a year has its own name"),
            ("with field value and items", VALUE),
            ("with field value and item value", VALUE),
            ("with field value, item value and values", VALUE),
            ("with error on single field by omission", OMISSION),
            ("with error on single field using classes", BY_CLASS),
            ("with error on single item by omission", OMISSION),
            ("with error on single item using classes", BY_CLASS),
        ],
    ),
    ("details", 10, &[]),
    ("error-message", 9, &[]),
    ("error-summary", 19, &[]),
    ("fieldset", 18, &[]),
    (
        "footer",
        13,
        &[
            ("with custom HTML content licence and copyright notice", LICENCE),
            ("with custom text content licence and copyright notice", LICENCE),
            ("with default width navigation (one column)", COLUMNS),
            ("with default width navigation (two columns)", COLUMNS),
            ("with navigation", COLUMNS),
            ("Full GDS example", COLUMNS),
            ("Three equal columns", COLUMNS),
            ("with HTML passed as text content", LICENCE),
            ("with empty meta", META),
            ("with empty meta items", META),
            ("with empty navigation", COLUMNS),
            ("with navigation item attributes", COLUMNS),
        ],
    ),
    ("generic-header", 7, &[]),
    ("hint", 6, &[]),
    ("input", 45, &[]),
    ("inset-text", 6, &[]),
    ("label", 17, &[]),
    ("notification-banner", 21, &[]),
    ("pagination", 15, &[]),
    (
        "panel",
        11,
        &[
            ("interruption", ACTIONS),
            ("interruption-with-content-with-long-line-length", ACTIONS),
            ("interruption-with-headings-content-and-lists", ACTIONS),
            ("confirmation, with actions", ACTIONS),
            ("interruption, with actions classes and attributes", ACTIONS),
            ("interruption, submit action", ACTIONS),
            ("interruption, button link", ACTIONS),
            ("interruption, no actions items", ACTIONS),
        ],
    ),
    ("phase-banner", 7, &[]),
    ("radios", 42, &[("with falsy items", EMPTY)]),
    ("select", 19, &[]),
    (
        "service-navigation",
        30,
        &[
            ("with right-aligned language navigation", SLOTS),
            ("with slotted content", SLOTS),
            ("with `inline` end slot", SLOTS),
        ],
    ),
    ("skip-link", 9, &[]),
    ("summary-list", 30, &[]),
    ("table", 21, &[]),
    ("tabs", 14, &[]),
    ("tag", 12, &[]),
    ("textarea", 18, &[]),
    ("warning-text", 8, &[]),
];

/// What became of a fixture: nothing where it is the same, else why not.
fn difference(component: &str, fixture: &Value) -> Option<String> {
    let read = RefCell::new(BTreeSet::new());
    let given = Given::new(&fixture["options"], &read);
    let html = made::made(component, given);
    let unread = given.unread();
    if !unread.is_empty() {
        return Some(format!("no {}", unread.join(", ")));
    }
    let (ours, mut theirs) = (same::pieces(html.as_str()), same::pieces(fixture["html"].as_str().unwrap()));
    if component == "footer" {
        same::without_the_crown(&mut theirs);
    }
    let (one, other) = (ours.iter().map(Some), theirs.iter().map(Some));
    let first = one.chain([None]).zip(other.chain([None])).find(|(one, other)| one != other);
    let (one, other) = if ours == theirs { return None } else { first.unwrap_or_default() };
    Some(format!("ours {one:?}\n      theirs {other:?}"))
}

#[test]
fn components_say_what_those_of_gov_uk_say() {
    let mut problems = Vec::new();
    for (component, same, others) in TABLE {
        let path = format!("{}/components/{component}/fixtures.json", env!("GOVUK_FRONTEND"));
        let all: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let mut found = 0;
        for fixture in all["fixtures"].as_array().unwrap() {
            let name = fixture["name"].as_str().unwrap();
            let passed_over = others.iter().any(|(other, _)| *other == name);
            match difference(component, fixture) {
                None if passed_over => problems.push(format!("{component}, {name}: is the same now")),
                None => found += 1,
                Some(_) if passed_over => {}
                Some(why) => problems.push(format!("{component}, {name}: {why}")),
            }
        }
        if found != same {
            problems.push(format!("{component}: {found} the same, {same} expected"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let same: usize = TABLE.iter().map(|(_, same, _)| same).sum();
    let others: usize = TABLE.iter().map(|(_, _, others)| others.len()).sum();
    assert_eq!((same, others), (570, 44), "docs/parts.md gives these numbers");
}
