//! For which of several derived events a written one stands, and when it stands for none (contract, A journey).

use crate::shelf::{answer, anyshire, duties, refused};

#[test]
fn what_is_written_of_the_second_time_does_not_stand_for_the_first() {
    let owed = |on: &str, written: &str| {
        let journey = format!(
            "as_at: 2026-03-20
             - {{at: 2026-03-02, event: remanded-yda}}
             - {{at: 2026-03-09, event: bailed, with: {{by: court}}}}
             - {{at: 2026-03-16, event: remanded-yda}}
             {written}"
        );
        duties(&answer(anyshire(&format!("- {{id: 1a, on: {on}, due: within 1 day of {on}}}")), &journey))
    };
    let both = ["1a/1 overdue due 2026-03-03", "1a/2 overdue due 2026-03-17"];
    for (on, written) in [
        ("custody-entered", "- {at: 2026-03-16, event: custody-entered, with: {basis: remand}}"),
        ("custody-entered", "- {at: 2026-03-18, event: custody-entered}"),
        ("looked-after-started", "- {at: 2026-03-16, event: looked-after-started, with: {basis: remand}}"),
    ] {
        assert_eq!(owed(on, ""), both, "{on}");
        let found = owed(on, written);
        assert_eq!(found.len(), 2, "{written} {found:?}");
        assert_eq!(found[0], both[0], "{written}");
    }
    let late = owed("custody-entered", "- {at: 2026-03-18, event: custody-entered}");
    assert_eq!(late[1], "1a/2 open due 2026-03-19".replace("open", "overdue"));
}

#[test]
fn a_start_of_care_on_another_footing_does_not_stand_for_the_remand() {
    let owed = |first: &str| {
        let journey = format!(
            "as_at: 2026-03-10\n- {{at: 2026-03-02, event: looked-after-started, with: {{basis: {first}}}}}
             - {{at: 2026-03-02, event: remanded-yda}}"
        );
        let clause = "- {id: 1a, on: looked-after-started, if: looked_after, due: within 20 working days of looked-after-started}";
        duties(&answer(anyshire(clause), &journey))
    };
    for basis in ["bail-to-reside", "s20", "short-break", "other", "remand"] {
        assert_eq!(owed(basis).last().map(String::as_str), Some("1a/1 open due 2026-03-30"), "{basis}");
        assert_eq!(owed(basis).len(), 1, "{basis}");
    }
}

#[test]
fn what_is_arithmetic_and_was_written_twice_sets_off_once() {
    let clause = "- {id: 1a, on: jointly-open}\n- {id: 1b, on: turned-16}";
    let journey = "as_at: 2026-06-01
         - {at: 2026-03-02, event: yjs-involvement-started}
         - {at: 2026-03-05, event: csc-involvement-started}
         - {at: 2026-03-05, event: jointly-open}
         - {at: 2026-03-05, event: jointly-open}
         - {at: 2026-05-04, event: turned-16}
         - {at: 2026-05-04, event: turned-16}";
    assert_eq!(duties(&answer(anyshire(clause), journey)), ["1a/1 open undated", "1b/1 open undated"]);
}

#[test]
fn a_joint_opening_at_another_hour_contradicts_the_rest() {
    let journey = |at: &str| {
        format!(
            "as_at: 2026-06-01
             - {{at: 2026-03-02, event: yjs-involvement-started}}
             - {{at: 2026-03-05T14:30, event: csc-involvement-started}}
             - {{at: {at}, event: jointly-open}}"
        )
    };
    let protocols = anyshire("- {id: 1a, on: jointly-open}");
    assert_eq!(duties(&answer(protocols, &journey("2026-03-05"))), ["1a/1 open undated"]);
    assert_eq!(duties(&answer(protocols, &journey("2026-03-05T14:30"))), ["1a/1 open undated"]);
    assert!(refused(protocols, &journey("2026-03-05T10:00")).contains("disagrees with the rest of the journey"));
}

#[test]
fn what_was_not_known_by_then_contradicts_nothing() {
    let journey = "as_at: 2026-06-01
         as_known_at: 2026-03-06
         - {at: 2026-03-02, event: yjs-involvement-started, known: 2026-03-10}
         - {at: 2026-03-05, event: csc-involvement-started}
         - {at: 2026-03-05, event: jointly-open}";
    assert_eq!(duties(&answer(anyshire("- {id: 1a, on: csc-involvement-started}"), journey)), ["1a/1 open undated"]);
}
