//! `tandem protocol show`, `words` and `calendar`: what somebody with the paper in hand asks.

use serde_json::Value;

use crate::run::{flat, tandem};

/// The first words of each line that begins in the first column, the heading left out.
fn listed(arguments: &[&str]) -> Vec<String> {
    let came = tandem(arguments);
    assert_eq!((came.status, came.err.as_str()), (0, ""), "{arguments:?}");
    let lines = came.out.lines().skip(1).filter(|line| !line.starts_with(' '));
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn a_paragraph_lists_its_clauses() {
    let of_8_7: Vec<String> = ('a'..='g').map(|letter| format!("enfield-8.7{letter}")).collect();
    assert_eq!(listed(&["protocol", "show", "enfield", "8.7"]), of_8_7);
    assert_eq!(listed(&["protocol", "show", "enfield", "enfield-8.7"]), of_8_7);
    let came = tandem(["protocol", "show", "enfield", "8.7"]);
    assert!(came.out.contains("\nenfield-8.7e  Hold the first planning meeting.\n"), "{}", came.out);
    let json = tandem(["protocol", "show", "enfield", "8.7", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json["clauses"].as_array().unwrap().len(), &json["clauses"][4]["id"]), (7, &"enfield-8.7e".into()));
}

#[test]
fn a_section_lists_those_of_its_paragraphs() {
    let of_7 = listed(&["protocol", "show", "camden", "7"]);
    for id in ["camden-7a", "camden-7k", "camden-7.1a", "camden-7.5a"] {
        assert!(of_7.contains(&id.to_owned()), "{id} is not in {of_7:?}");
    }
    assert!(of_7.iter().all(|id| id.starts_with("camden-7")), "{of_7:?}");
    let of_1 = listed(&["protocol", "show", "enfield", "1"]);
    assert!(of_1.len() > 3 && of_1.iter().all(|id| id.starts_with("enfield-1.")), "{of_1:?}");
}

#[test]
fn neither_clause_nor_paragraph() {
    let came = tandem(["protocol", "show", "enfield", "8.7z"]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(
        came.err.contains("there is no clause `8.7z` in the protocol of enfield\n    help: did you mean `"),
        "{}",
        came.err
    );
}

#[test]
fn a_word_is_found_by_a_part_of_it() {
    let came = tandem(["protocol", "words", "Remand"]);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    let said =
        "remanded-yda: the court remands the child to youth detention accommodation until a date: the next hearing";
    assert!(flat(&came.out).contains(said), "{}", came.out);
    let came = tandem(["protocol", "words", "remand", "--format", "json"]);
    let found: Value = serde_json::from_str(&came.out).unwrap();
    let names = |kind: &str| -> Vec<&str> {
        found[kind].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
    };
    assert!(names("events").contains(&"remanded-yda"));
    assert!(names("records").contains(&"remand-direction-complied"));
    // One word of another list, and a list that is about nothing else.
    let of =
        |name: &str| found["enums"].as_array().unwrap().iter().find(|e| e["name"] == name).unwrap()["values"].clone();
    assert_eq!((of("concern"), of("remand")), (serde_json::json!(["remand"]), serde_json::json!(["rlaa", "yda"])));
}

#[test]
fn a_word_is_found_by_what_it_means() {
    let came = tandem(["protocol", "words", "reviewing officer"]);
    assert!(came.out.contains("  iro: the independent reviewing officer\n"), "{}", came.out);
    let came = tandem(["protocol", "words", "no-such-word-at-all"]);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    assert_eq!(came.out, "No word of the vocabulary, and no meaning, holds `no-such-word-at-all`.\n");
    assert!(tandem(["protocol", "words"]).out.contains("\nRoles ("));
}

/// Two duties of one service that begin alike can be told apart at each of their dates.
#[test]
fn a_row_of_the_calendar_is_never_cut() {
    let came = tandem(["protocol", "calendar", "camden", "--from", "2026-04-01", "--to", "2026-04-02"]);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    assert!(!came.out.contains('…'), "{}", came.out);
    let briefing = "camden-8.1a both-managers Hold the Daily Risk Briefing between youth justice and social work.";
    assert_eq!(flat(&came.out).matches(briefing).count(), 2, "{}", came.out);
}
