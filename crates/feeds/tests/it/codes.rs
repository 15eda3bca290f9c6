//! The codes are told in words that the vocabulary has.

use std::collections::BTreeSet;

use feeds::codes;

const CARE_BASIS: &str = "s20 s31-interim s31-full placement-order remand yro-residence short-break bail-to-reside police-protection \
    emergency-protection pace-transfer secure-order other";
const CARE_END: &str =
    "remand-ended custodial-sentence returned-home order-discharged adoption-or-guardianship turned-18 other";
const PLACEMENT: &str = "home family-or-friends foster residential semi-independent supported-housing secure-childrens-home \
    secure-training-centre young-offender-institution hospital independent other";

#[test]
fn each_word_is_one_of_the_vocabulary() {
    for code in codes::all() {
        let words = match code.list.as_str() {
            "ssda903-legal-status" => CARE_BASIS,
            "ssda903-rec" => CARE_END,
            "ssda903-placement" => PLACEMENT,
            _ => "",
        };
        let goes_on = code.list == "ssda903-rec" && code.code == "X1";
        let is_word = words.split_whitespace().any(|word| word == code.word);
        assert!(is_word || (code.word.is_empty() && (words.is_empty() || goes_on)), "{code:?}");
        assert!(!code.means.is_empty(), "{code:?}");
    }
    let lists: BTreeSet<&str> = codes::all().map(|code| code.list.as_str()).collect();
    let expected = [
        "cin-closure",
        "dfe-ethnicity",
        "ssda903-legal-status",
        "ssda903-placement",
        "ssda903-reason-place-change",
        "ssda903-rec",
    ];
    assert_eq!(lists.into_iter().collect::<Vec<_>>(), expected);
}

/// Lines that could not be read would be left out in silence.
#[test]
fn every_line_of_the_file_is_there() {
    let lines = include_str!("../../codes.csv").lines().count() - 1;
    assert_eq!(codes::all().count(), lines);
    let dates = include_str!("../../codes.csv").lines().filter(|line| !line.ends_with(",,")).count() - 1;
    assert_eq!(codes::all().filter(|code| code.from.is_some() || code.until.is_some()).count(), dates);
}

#[test]
fn a_code_out_of_use_is_said_to_be() {
    let on = |day: &str| codes::find("ssda903-placement", "H5", day.parse().unwrap());
    assert!(matches!(on("2025-03-31"), codes::Found::Known(_)));
    assert!(matches!(on("2025-04-01"), codes::Found::NotThen(_)));
    assert_eq!(on("2025-04-01").word(), "semi-independent");
}
