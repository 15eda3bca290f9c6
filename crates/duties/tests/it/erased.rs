//! Events whose content was lawfully erased: absent, counted, and by what authority (contract, A journey).

use crate::shelf::{answer, anyshire, duties, findings, list};

const CLAUSES: &str = "- {id: 1a, on: charged, due: within 10 days of charged, shown-by: {notified: {about: charge}}}
     - {id: 1b, kind: rule, on: charged}";

fn check(journey: &str, expected: &[&str]) {
    let found = answer(anyshire(CLAUSES), journey);
    let mut lines = duties(&found);
    lines.extend(findings(&found));
    assert_eq!(lines, expected, "\n{journey}");
}

#[test]
fn an_erased_event_is_absent_and_counted() {
    check(
        "as_at: 2026-03-20
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-04, erased: court order}",
        &["1a/1 overdue due 2026-03-12", "record-incomplete - -: 1", "1b charged 2026-03-02: true"],
    );
    // Its trigger was erased: nothing is owed of it.
    check("as_at: 2026-03-20\n- {at: 2026-03-02, erased: court order}", &["record-incomplete - -: 1"]);
}

#[test]
fn it_says_how_many_and_by_what_authority() {
    let journey = "as_at: 2026-03-20
         - {at: 2026-03-02, erased: subject's request}
         - {at: 2026-03-03, erased: court order}
         - {at: 2026-03-04, erased: court order}";
    let found = answer(anyshire(CLAUSES), journey);
    let finding = &list(&found, "findings")[0];
    assert_eq!(finding["clause"], "record-incomplete");
    assert_eq!(finding["value"], 3);
    assert_eq!(finding["why"][0], "3 erased, by authority of: court order; subject's request.");
}

#[test]
fn nothing_erased_is_no_finding() {
    check("as_at: 2026-03-20", &[]);
}

#[test]
fn what_lies_after_the_moment_is_not_looked_at() {
    check("as_at: 2026-03-03\n- {at: 2026-03-04, erased: court order}", &[]);
    check("as_at: 2026-03-20\nas_known_at: 2026-03-03\n- {at: 2026-03-04, erased: court order}", &[]);
}

#[test]
fn what_follows_or_corrects_an_erased_event_stands_by_itself() {
    check(
        "as_at: 2026-03-10
         - {at: 2026-03-02, erased: court order, id: e}
         - {at: 2026-03-04, event: charged, follows: e}",
        &["1a/1 open due 2026-03-14", "record-incomplete - -: 1", "1b charged 2026-03-04: true"],
    );
}

#[test]
fn corrections_of_which_one_was_erased_are_still_of_one_event() {
    let journey = |first: &str, second: &str, third: &str| {
        format!(
            "as_at: 2026-03-10
             - {{at: 2026-03-02, {first}, id: c}}
             - {{at: 2026-03-03, known: 2026-03-05, {second}, corrects: c, id: d}}
             - {{at: 2026-03-04, known: 2026-03-06, {third}, corrects: d}}"
        )
    };
    let (charged, erased) = ("event: charged", "erased: court order");
    let missing = "record-incomplete - -: 1";
    check(&journey(charged, erased, charged), &["1a/1 open due 2026-03-14", missing, "1b charged 2026-03-04: true"]);
    check(&journey(charged, charged, erased), &["1a/1 open due 2026-03-13", missing, "1b charged 2026-03-03: true"]);
    check(&journey(erased, charged, charged), &["1a/1 open due 2026-03-14", missing, "1b charged 2026-03-04: true"]);
}
