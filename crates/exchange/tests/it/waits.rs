//! For what something waits: the word that is kept, what a person reads, and what of it stands until the next file.

use std::collections::BTreeSet;

use exchange::imports::{Held, Plan, Report, Waits};
use record::{Feed, Waiting};
use serde_json::{Value, json};

use crate::world::HERE;

/// Each kind, the word in the record, and how the sentence begins.
fn each() -> Vec<(Waits, &'static str, &'static str)> {
    let all = vec![
        (Waits::Pair("C1".into()), "pair", "may be a child of the other service"),
        (Waits::TwoRecords(vec!["a".into(), "b".into()]), "two-records", "is one child with two records here"),
        (Waits::NoBirth, "no-birth", "has no date of birth in either system"),
        (Waits::NoName, "no-name", "has no name in either system"),
        (Waits::Alike("a".into()), "alike", "looks like a record that has no such number"),
        (Waits::AnotherChild("a".into()), "another-child", "has a number that belongs to a record of another name"),
        (
            Waits::ByHand("charged".into(), "2026-03-02".into()),
            "by-hand",
            "charged: the record was told 2026-03-02 by hand",
        ),
        (Waits::Born("2010-05-04".into()), "born", "has another date of birth in the system"),
        (Waits::Gone("sheet".into()), "gone", "was open in the file before and is not in this one"),
        (Waits::Twice("C2".into()), "twice", "seems to stand there under number C2 too"),
        (Waits::NotAll, "not-all", "is like too many others"),
        (Waits::Died, "died", "has died, by the system"),
        (Waits::Refused("it is closed".into()), "refused", "would be written and cannot be: it is closed"),
    ];
    // One that is new belongs into the table.
    for (waits, ..) in &all {
        match waits {
            Waits::Pair(_) | Waits::TwoRecords(_) | Waits::NoBirth | Waits::NoName | Waits::Alike(_) => {}
            Waits::AnotherChild(_) | Waits::ByHand(..) | Waits::Born(_) | Waits::Gone(_) | Waits::Twice(_) => {}
            Waits::NotAll | Waits::Died | Waits::Refused(_) => {}
        }
    }
    all
}

#[test]
fn each_has_its_word_and_its_sentence() {
    for (waits, word, begins) in each() {
        assert_eq!(waits.word(), word);
        let said = waits.in_words();
        assert!(said.starts_with(begins), "{said}");
        assert!(!said.ends_with('.'), "{said}");
    }
    let words: BTreeSet<&str> = each().iter().map(|(_, word, _)| *word).collect();
    assert_eq!(words.len(), each().len());
}

fn kept(kind: &str, about: Value) -> Waiting {
    Waiting { service: "csc".into(), number: "C9".into(), kind: kind.into(), why: String::new(), about, found: 7 }
}

/// What still waits of this, where nothing was read; and where another file of the feed was.
fn still(kind: &str, about: Value) -> [Vec<Held>; 2] {
    let feed = |layout: &str| Feed { authority: HERE.into(), service: "csc".into(), layout: layout.into() };
    let (report, other) = (Report::default(), feed("cin-xml"));
    [None, Some((&other, &report))].map(|read| {
        let mut plan = Plan::default();
        plan.missed(vec![kept(kind, about.clone())], read);
        plan.held
    })
}

#[test]
fn what_the_lists_said_by_themselves_reads_back_as_it_was_kept() {
    let held = |waits: Waits| vec![Held { service: "csc", number: "C9".into(), waits }];
    for (waits, word, _) in each() {
        let about = match &waits {
            Waits::Gone(about) | Waits::Twice(about) => json!(about),
            _ => Value::Null,
        };
        let expected = match &waits {
            // Whoever is missed in one file still is when another comes.
            Waits::Gone(_) => [held(waits.clone()), held(waits.clone())],
            // Another file finds these anew.
            Waits::Twice(_) | Waits::NotAll => [held(waits.clone()), Vec::new()],
            // What is planned finds these anew, whether a file comes or not.
            _ => [Vec::new(), Vec::new()],
        };
        assert_eq!(still(word, about), expected, "{word}");
    }
}

#[test]
fn whoever_was_missed_in_a_file_is_judged_by_its_next() {
    let feed = Feed { authority: HERE.into(), service: "csc".into(), layout: "ssd".into() };
    let report = Report { missed: vec!["C3".into()], ..Report::default() };
    let mut plan = Plan::default();
    plan.missed(vec![kept("gone", json!("ssd"))], Some((&feed, &report)));
    assert_eq!(plan.held, [Held { service: "csc", number: "C3".into(), waits: Waits::Gone("ssd".into()) }]);
}
