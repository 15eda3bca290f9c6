//! A sixth council made only of data (`tests/sixth/exampleshire`): read beside the shipped five, checked, and asked of two children.

use std::sync::OnceLock;

use protocol::check::{About, remarks};
use protocol::{Became, Protocols};

use crate::shelf::{ask, file, list, read};

const FILES: [(&str, &str); 3] = [
    ("exampleshire/protocol.yaml", include_str!("../sixth/exampleshire/protocol.yaml")),
    ("exampleshire/01-opening.yaml", include_str!("../sixth/exampleshire/01-opening.yaml")),
    ("exampleshire/02-remand-and-release.yaml", include_str!("../sixth/exampleshire/02-remand-and-release.yaml")),
];

fn six() -> &'static Protocols {
    static SIX: OnceLock<Protocols> = OnceLock::new();
    SIX.get_or_init(|| {
        let mut files = protocol::shipped::files();
        files.extend(FILES.map(|(path, text)| file(path, text)));
        read(&files)
    })
}

/// A journey holds all that it expects, and owes nothing under any other authority's protocol.
fn check(journey: &str) {
    let written =
        journey::read("journey.yaml", journey.as_bytes(), &six().vocabulary).unwrap_or_else(|e| panic!("{e}"));
    let answer = ask(six(), journey).unwrap();
    let unmet = duties::expect::unmet(&written.expect.unwrap(), &answer);
    assert!(unmet.is_empty(), "{unmet:#?}");
    for duty in list(&answer, "duties").iter().chain(list(&answer, "findings")) {
        let clause = duty["clause"].as_str().unwrap();
        assert!(clause.starts_with("exampleshire-") || clause.starts_with("statute-"), "{clause}");
    }
}

#[test]
fn it_stands_beside_the_five() {
    assert_eq!(six().authorities.len(), 6);
    let protocol = six().latest("exampleshire").unwrap();
    assert_eq!(protocol.sections.iter().map(|s| s.number.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    let became = |of: Became| protocol.clauses.iter().filter(|c| c.became() == of).count();
    assert_eq!([became(Became::Duty), became(Became::Finding), became(Became::Calendar)], [10, 2, 1]);
    assert_eq!([became(Became::Form), became(Became::Directory), became(Became::Guidance)], [1, 1, 1]);
}

#[test]
fn its_author_has_nothing_to_mend() {
    let protocol = six().latest("exampleshire").unwrap();
    let faults: Vec<String> = remarks(protocol, six(), None)
        .into_iter()
        .filter(|r| !matches!(r.about, About::StrongerThanFloor | About::Gap | About::Clash))
        .map(|r| format!("{} {:?}: {}", r.about.word(), r.clauses, r.says))
        .collect();
    assert_eq!(faults, [] as [&str; 0]);
}

#[test]
fn first_weeks_and_a_dispute() {
    check(include_str!("../sixth/exampleshire/journeys/1-first-weeks-and-a-dispute.yaml"));
}

#[test]
fn a_release_moved_over_the_council_day() {
    check(include_str!("../sixth/exampleshire/journeys/2.4-release-moved-over-the-council-day.yaml"));
}
