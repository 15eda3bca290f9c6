//! What was known by then: corrections, retractions, services told at different times (contract, A journey).

use crate::shelf::{answer, anyshire, duties, list, status};

const CLAUSES: &str = "- {id: 1a, on: charged, due: within 10 days of charged, shown-by: {notified: {about: charge}}}
     - {id: 1b, on: charged, due: within 2 days of knowing of charged}";

/// The duties as at 1 May, with what had been recorded by `known` (everything, where it is empty).
fn check(events: &str, known: &str, expected: &[&str]) {
    let known = if known.is_empty() { String::new() } else { format!("as_known_at: {known}\n") };
    let journey = format!("as_at: 2026-05-01\n{known}{events}");
    assert_eq!(duties(&answer(anyshire(CLAUSES), &journey)), expected, "\n{journey}");
}

#[test]
fn what_was_recorded_later_is_not_there() {
    let events = "- {at: 2026-03-02, known: 2026-03-05T09:00, event: charged}";
    check(events, "2026-03-04", &[]);
    check(events, "2026-03-05T08:59", &[]);
    let there = ["1b/1 overdue due 2026-03-07", "1a/1 overdue due 2026-03-12"];
    check(events, "2026-03-05T09:00", &there);
    check(events, "2026-03-05", &there);
    check(events, "", &there);
}

#[test]
fn a_correction_holds_from_when_it_was_recorded() {
    let events = "- {at: 2026-03-02, event: charged, id: c}
         - {at: 2026-03-09, known: 2026-03-20, event: charged, corrects: c}";
    let before = ["1b/1 overdue due 2026-03-04", "1a/1 overdue due 2026-03-12"];
    let after = ["1b/1 overdue due 2026-03-04", "1a/1 overdue due 2026-03-19"];
    check(events, "2026-03-19", &before);
    check(events, "2026-03-20", &after);
    check(events, "", &after);
}

#[test]
fn of_several_corrections_the_one_recorded_last() {
    let events = "- {at: 2026-03-02, event: charged, id: c}
         - {at: 2026-03-04, known: 2026-03-30, event: charged, corrects: c}
         - {at: 2026-03-09, known: 2026-03-20, event: charged, corrects: c}";
    let due = |known: &str, due: &str| {
        check(events, known, &["1b/1 overdue due 2026-03-04", &format!("1a/1 overdue due {due}")]);
    };
    due("2026-03-10", "2026-03-12");
    due("2026-03-25", "2026-03-19");
    due("", "2026-03-14");
}

#[test]
fn a_retraction_holds_from_when_it_was_recorded() {
    let events = "- {at: 2026-03-02, event: charged, id: c}\n- {at: 2026-03-10, retracts: c}";
    check(events, "2026-03-09", &["1b/1 overdue due 2026-03-04", "1a/1 overdue due 2026-03-12"]);
    check(events, "2026-03-10", &[]);
    check(events, "", &[]);
    // Said on the 10th, recorded on the 12th.
    let events = "- {at: 2026-03-02, event: charged, id: c}\n- {at: 2026-03-10, known: 2026-03-12, retracts: c}";
    check(events, "2026-03-11", &["1b/1 overdue due 2026-03-04", "1a/1 overdue due 2026-03-12"]);
    check(events, "2026-03-12", &[]);
}

#[test]
fn evidence_that_was_not_yet_recorded_shows_nothing() {
    let events = "- {at: 2026-03-02, event: charged}
         - {at: 2026-03-10, known: 2026-03-20, event: notified, with: {to: csc, about: charge}}";
    check(events, "2026-03-19", &["1b/1 overdue due 2026-03-04", "1a/1 overdue due 2026-03-12"]);
    check(events, "2026-03-20", &["1b/1 overdue due 2026-03-04", "1a/1 done due 2026-03-12 done 2026-03-10 by 2"]);
}

#[test]
fn each_service_knows_from_when_it_was_told() {
    let events = "- {at: 2026-03-02, known: {yjs: 2026-03-05, csc: 2026-03-09}, event: charged}";
    // Recorded when the first service knew; social care had not been told.
    check(events, "2026-03-04", &[]);
    check(events, "2026-03-08", &["1a/1 overdue due 2026-03-12", "1b/1 open undated"]);
    check(events, "2026-03-09", &["1b/1 overdue due 2026-03-11", "1a/1 overdue due 2026-03-12"]);
}

#[test]
fn the_status_as_it_was_known() {
    let journey = |known: &str| {
        format!(
            "as_at: 2026-05-01\nas_known_at: {known}
             - {{at: 2026-03-02, event: remanded-rlaa, id: r}}
             - {{at: 2026-03-02, known: 2026-03-04, event: bailed, corrects: r}}"
        )
    };
    let of = |known: &str| status(&answer(anyshire(CLAUSES), &journey(known)), &["looked_after"]);
    assert_eq!(of("2026-03-03"), ["looked_after: true"]);
    assert_eq!(of("2026-03-04"), ["looked_after: false"]);
}

#[test]
fn a_moment_far_ahead_is_as_none() {
    let events = "as_at: 2026-05-01
         - {at: 2026-03-02, event: charged, id: c}
         - {at: 2026-03-04, known: 2026-03-30, event: charged, corrects: c}
         - {at: 2026-03-10, known: {yjs: 2026-06-20}, event: notified, with: {to: csc, about: charge}}";
    let without = answer(anyshire(CLAUSES), events);
    let mut with = answer(anyshire(CLAUSES), &format!("as_known_at: 2099-12-31\n{events}"));
    assert_eq!(with["as_known_at"], "2099-12-31T23:59:59+00:00[Europe/London]");
    with.as_object_mut().unwrap().shift_remove("as_known_at");
    assert_eq!(with, without);
    assert_eq!(list(&with, "duties").len(), 2);
}

#[test]
fn a_link_to_what_was_not_yet_recorded_is_no_link() {
    // The written referral was recorded before the call that it follows.
    let clauses = "- {id: 1a, on: referral-made, due: within 2 days of referral-made}";
    let journey = |known: &str| {
        format!(
            "as_at: 2026-05-01\nas_known_at: {known}
             - {{at: 2026-03-02, known: 2026-03-20, event: referral-made, with: {{to: mash}}, id: call}}
             - {{at: 2026-03-03, event: referral-made, with: {{to: mash}}, follows: call}}"
        )
    };
    let of = |known: &str| duties(&answer(anyshire(clauses), &journey(known)));
    assert_eq!(of("2026-03-10"), ["1a/1 overdue due 2026-03-05"]);
    assert_eq!(of("2026-03-20"), ["1a/1 overdue due 2026-03-04"]);
}

/// When 1a is due, with what had been recorded by `known`.
fn due(events: &str, known: &str, expected: &[&str]) {
    let clauses = "- {id: 1a, on: charged, due: within 10 days of charged}";
    let known = if known.is_empty() { String::new() } else { format!("as_known_at: {known}\n") };
    let journey = format!("as_at: 2026-05-01\n{known}{events}");
    let found = duties(&answer(anyshire(clauses), &journey));
    let due: Vec<&str> = found.iter().map(|line| line.rsplit_once(' ').unwrap().1).collect();
    assert_eq!(due, expected, "\n{journey}");
}

#[test]
fn a_correction_to_an_earlier_day_takes_the_place_of_what_it_corrects() {
    // It does not say when it was recorded: with the event, at the earliest.
    let events = "- {at: 2026-03-09, event: charged, id: c}\n- {at: 2026-03-02, event: charged, corrects: c}";
    due(events, "", &["2026-03-12"]);
    due(events, "2026-03-05", &["2026-03-12"]);
}

#[test]
fn a_correction_recorded_before_what_it_corrects() {
    let events = "- {at: 2026-03-02, known: 2026-03-20, event: charged, id: c}
         - {at: 2026-03-09, known: 2026-03-10, event: charged, corrects: c, id: d}
         - {at: 2026-03-04, known: 2026-03-12, event: charged, corrects: d}";
    due(events, "2026-03-09", &[]);
    due(events, "2026-03-11", &["2026-03-19"]);
    due(events, "2026-03-19", &["2026-03-14"]);
    due(events, "", &["2026-03-14"]);
}

#[test]
fn corrections_recorded_at_one_moment() {
    let charged = "- {at: 2026-03-02, event: charged, id: c}\n";
    let one = "- {at: 2026-03-03, known: 2026-03-10, event: charged, corrects: c, id: d}\n";
    // Of two of the same event the later in the file; of one upon the other that one, wherever it stands.
    due(
        &format!("{charged}{one}- {{at: 2026-03-04, known: 2026-03-10, event: charged, corrects: c}}"),
        "",
        &["2026-03-14"],
    );
    let upon = "- {at: 2026-03-05, known: 2026-03-10, event: charged, corrects: d}\n";
    due(&format!("{charged}{one}{upon}"), "", &["2026-03-15"]);
    due(&format!("{upon}{charged}{one}"), "", &["2026-03-15"]);
    due(&format!("{upon}{one}{charged}"), "2026-03-09", &["2026-03-12"]);
}

#[test]
fn a_retraction_recorded_before_what_it_retracts() {
    let events = "- {at: 2026-03-02, known: 2026-03-20, event: charged, id: c}\n- {at: 2026-03-10, retracts: c}";
    due(events, "2026-03-12", &[]);
    due(events, "", &[]);
}

#[test]
fn a_retracted_correction_takes_the_event_with_it_from_then_on() {
    let events = "- {at: 2026-03-02, event: charged, id: c}
         - {at: 2026-03-05, known: 2026-03-10, event: charged, corrects: c, id: d}
         - {at: 2026-03-20, retracts: d}";
    due(events, "2026-03-09", &["2026-03-12"]);
    due(events, "2026-03-19", &["2026-03-15"]);
    due(events, "2026-03-20", &[]);
    // The correction had not been recorded when it was taken back.
    let events = events.replace("known: 2026-03-10", "known: 2026-03-25");
    due(&events, "2026-03-22", &["2026-03-12"]);
    due(&events, "", &[]);
}

#[test]
fn a_chain_of_followers_with_a_link_that_was_not_yet_recorded() {
    let clauses = "- {id: 1a, on: referral-made}";
    let journey = |known: &str| {
        format!(
            "as_at: 2026-05-01\nas_known_at: {known}
             - {{at: 2026-03-02, event: referral-made, with: {{to: mash}}, id: a}}
             - {{at: 2026-03-03, known: 2026-03-20, event: referral-decided, with: {{decision: more-needed}}, follows: a, id: b}}
             - {{at: 2026-03-04, event: referral-made, with: {{to: mash}}, follows: b}}"
        )
    };
    let of = |known: &str| duties(&answer(anyshire(clauses), &journey(known)));
    assert_eq!(of("2026-03-10"), ["1a/1 open undated", "1a/2 open undated"]);
    assert_eq!(of("2026-03-20"), ["1a/1 open undated"]);
}

#[test]
fn of_what_a_corrected_event_follows_the_correction_has_the_last_word() {
    let clauses = "- {id: 1a, on: referral-made, due: within 5 days of referral-made, shown-by: referral-decided}";
    let journey = "as_at: 2026-05-01
         - {at: 2026-03-09, known: 2026-03-12, event: referral-decided, with: {decision: accepted}, corrects: d, follows: b}
         - {at: 2026-03-02, event: referral-made, with: {to: mash}, id: a}
         - {at: 2026-03-03, event: referral-made, with: {to: mash}, id: b}
         - {at: 2026-03-05, event: referral-decided, with: {decision: accepted}, follows: a, id: d}";
    let found = duties(&answer(anyshire(clauses), journey));
    assert_eq!(found, ["1a/1 overdue due 2026-03-07", "1a/2 done-late due 2026-03-08 done 2026-03-09 by 1"]);
}
