//! Editions: a duty is judged by the edition in force at its trigger, and a clause can have its own time in force.

use protocol::Protocols;

use crate::shelf::{answer, authority, duties, findings, read, words};

/// An edition from 2020 and one from April 2026.
fn shelf(old: &str, new: &str) -> Protocols {
    let mut files = words();
    files.extend(authority(
        "anyshire/superseded/2020",
        &format!("in-force: {{from: 2020-01-01, to: 2026-03-31}}\n{old}"),
    ));
    files.extend(authority("anyshire", &format!("in-force: {{from: 2026-04-01, to: 2027-03-31}}\n{new}")));
    read(&files)
}

fn check(old: &str, new: &str, journey: &str, expected: &[&str]) {
    assert_eq!(duties(&answer(&shelf(old, new), journey)), expected, "\n{old}\n{new}\n{journey}");
}

const OLD: &str = "- {id: 1a, on: charged, due: within 5 days of charged, shown-by: {notified: {about: charge}}}";
const NEW: &str = "- {id: 1a, on: charged, due: within 20 days of charged, shown-by: {notified: {about: charge}}}";

#[test]
fn judged_by_the_edition_in_force_at_the_trigger() {
    let charged = |at: &str| format!("as_at: 2026-05-01\n- {{at: {at}, event: charged}}");
    check(OLD, NEW, &charged("2026-03-31T23:59"), &["1a/1 overdue due 2026-04-05"]);
    check(OLD, NEW, &charged("2026-04-01T00:00"), &["1a/1 overdue due 2026-04-21"]);
    check(OLD, NEW, &charged("2026-04-01"), &["1a/1 overdue due 2026-04-21"]);
}

#[test]
fn before_the_first_edition_the_first_and_after_the_last_the_last() {
    let journey = |at: &str| format!("child: {{born: 2012-05-04}}\nas_at: 2027-06-01\n- {{at: {at}, event: charged}}");
    check(OLD, NEW, &journey("2019-12-31"), &["1a/1 overdue due 2020-01-05"]);
    check(OLD, NEW, &journey("2027-05-01"), &["1a/1 overdue due 2027-05-21"]);
}

#[test]
fn one_edition_alone_judges_also_before_its_start() {
    let mut files = words();
    files.extend(authority("anyshire", &format!("in-force: {{from: 2026-04-01}}\n{NEW}")));
    let found = answer(&read(&files), "as_at: 2026-05-01\n- {at: 2026-03-02, event: charged}");
    assert_eq!(duties(&found), ["1a/1 overdue due 2026-03-22"]);
}

#[test]
fn a_duty_of_the_earlier_edition_is_shown_and_ends_after_the_change_as_before() {
    let old = "- {id: 1a, on: charged, if: csc_plan == 'child-in-need', due: within 20 days of charged,
         shown-by: {notified: {about: charge}}}";
    let new = "- {id: 1b, on: charged}";
    let journey = |rest: &str| {
        format!(
            "as_at: 2026-05-01
             - {{at: 2026-03-02, event: csc-involvement-started, with: {{plan: child-in-need}}}}
             - {{at: 2026-03-25, event: charged}}
             - {{at: 2026-04-05, event: {rest}}}"
        )
    };
    check(
        old,
        new,
        &journey("notified, with: {to: csc, about: charge}"),
        &["1a/1 done due 2026-04-14 done 2026-04-05 by 3"],
    );
    check(old, new, &journey("csc-plan-changed, with: {plan: none}"), &["1a/1 ended due 2026-04-14"]);
}

#[test]
fn facts_settings_and_closures_are_each_editions_own() {
    let old = "closures: [{day: 2026-04-07, name: old}]
         settings: {as-soon-as-possible: {is: 3 working days, assumed: true, why: x}}
         facts: {grave: {is: age >= 18}}
         - {id: 1a, on: charged, due: as soon as possible after charged}
         - {id: 1b, on: charged, if: grave}";
    let new = "facts: {grave: {is: age >= 10}}
         - {id: 1a, on: charged, due: as soon as possible after charged}
         - {id: 1b, on: charged, if: grave}";
    let journey = |at: &str| format!("as_at: 2026-04-02\n- {{at: {at}, event: charged}}");
    // 1 April, 2 April; the 3rd to the 6th are Easter, the 7th the council's own: Wed 8.
    check(old, new, &journey("2026-03-31"), &["1a/1 open due 2026-04-08 assumed"]);
    check(old, new, &journey("2026-04-02"), &["1a/1 open due 2026-04-07 assumed", "1b/1 open undated"]);
}

#[test]
fn occurrences_of_one_clause_run_on_through_the_editions() {
    check(
        OLD,
        NEW,
        "as_at: 2026-05-01
         - {at: 2026-03-30, event: charged}
         - {at: 2026-04-02, event: charged}",
        &["1a/1 overdue due 2026-04-04", "1a/2 overdue due 2026-04-22"],
    );
}

#[test]
fn one_event_shows_one_occurrence_through_the_editions() {
    check(
        OLD,
        NEW,
        "as_at: 2026-05-01
         - {at: 2026-03-30, event: charged}
         - {at: 2026-04-02, event: charged}
         - {at: 2026-04-03, event: notified, with: {to: csc, about: charge}}",
        &["1a/1 done due 2026-04-04 done 2026-04-03 by 3", "1a/2 overdue due 2026-04-22"],
    );
}

#[test]
fn a_running_repetition_is_not_started_again_under_the_new_edition() {
    let clause = |weeks: u8| format!("- {{id: 1a, on: charged, due: every {weeks} weeks from charged}}");
    check(
        &clause(6),
        &clause(2),
        "as_at: 2026-04-10
         - {at: 2026-03-30, event: charged}
         - {at: 2026-04-02, event: charged}",
        &["1a/1 open due 2026-05-11"],
    );
}

#[test]
fn findings_too() {
    let rule = |age: u8| format!("- {{id: 1a, kind: rule, on: charged, if: age >= {age}}}");
    let journey = "as_at: 2026-05-01
         - {at: 2026-03-30, event: charged}
         - {at: 2026-04-02, event: charged}";
    assert_eq!(
        findings(&answer(&shelf(&rule(17), &rule(10)), journey)),
        ["1a charged 2026-03-30: false", "1a charged 2026-04-02: true"]
    );
}

#[test]
fn a_clause_can_have_its_own_time_in_force() {
    let clause = |from_to: &str| format!("- {{id: 1a, on: charged, in-force: {{{from_to}}}}}");
    let journey = "as_at: 2026-05-01
         - {at: 2026-03-30, event: charged, id: a}
         - {at: 2026-04-02, event: charged, id: b}";
    let owed = |from_to: &str| {
        let mut files = words();
        files.extend(authority("anyshire", &clause(from_to)));
        let found = answer(&read(&files), journey);
        crate::shelf::list(&found, "duties")
            .iter()
            .map(|d| d["trigger"]["at"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(owed("from: 2026-04-02"), ["2026-04-02"]);
    assert_eq!(owed("to: 2026-03-30"), ["2026-03-30"]);
    assert_eq!(owed("from: 2026-03-31, to: 2026-04-01"), [] as [&str; 0]);
    assert_eq!(owed("from: 2026-03-30, to: 2026-04-02"), ["2026-03-30", "2026-04-02"]);
}
