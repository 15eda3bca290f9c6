//! Every form of a deadline that counts once, through to a due date and a state (contract, Counting time).
//!
//! Easter Monday 2026 is 6 April, Good Friday the 3rd; the early May bank holiday is 4 May. The clocks go forward on 29 March and back on
//! 25 October.

use crate::shelf::{answer, anyshire, says as check, why};

#[test]
fn working_days_skip_weekends_and_bank_holidays() {
    // 7 to 10 April = 4, 13 to 17 = 9, Mon 20 = 10.
    check(
        "- {id: 1a, on: charged, due: within 10 working days of charged}",
        "as_at: 2026-04-10
         - {at: 2026-04-02, event: charged}",
        &["1a/1 open due 2026-04-20"],
    );
}

#[test]
fn working_days_from_a_saturday() {
    check(
        "- {id: 1a, on: charged, due: within 20 working days of charged}",
        "as_at: 2026-06-10
         - {at: 2026-06-06, event: charged}",
        &["1a/1 open due 2026-07-03"],
    );
}

#[test]
fn the_authoritys_own_closures_are_no_working_days() {
    // 25 and 28 December and 1 January are bank holidays, the 29th the council's own day.
    let clause = "- {id: 1a, on: charged, due: within 3 working days of charged}";
    let journey = "as_at: 2026-12-24\n- {at: 2026-12-24, event: charged}";
    check(clause, journey, &["1a/1 open due 2026-12-31"]);
    let closed = format!("closures: [{{day: 2026-12-29, name: council closed}}]\n{clause}");
    check(&closed, journey, &["1a/1 open due 2027-01-04"]);
    assert!(why(&answer(anyshire(&closed), journey), "1a").contains("council closed"));
}

#[test]
fn calendar_days_and_weeks_run_through_everything() {
    check(
        "- {id: 1a, on: charged, due: within 28 days of charged}
         - {id: 1b, on: charged, due: within 7 weeks of charged}",
        "as_at: 2026-03-02
         - {at: 2026-03-02T23:30, event: charged}",
        &["1a/1 open due 2026-03-30", "1b/1 open due 2026-04-20"],
    );
}

#[test]
fn months_end_on_the_last_day_where_there_is_no_such_day() {
    let clause = "- {id: 1a, on: charged, due: within 1 month of charged}
                  - {id: 1b, on: charged, due: within 3 months of charged}";
    check(
        clause,
        "as_at: 2026-01-31\n- {at: 2026-01-31, event: charged}",
        &["1a/1 open due 2026-02-28", "1b/1 open due 2026-04-30"],
    );
    check(
        clause,
        "as_at: 2028-01-31\n- {at: 2028-01-31, event: charged}",
        &["1a/1 open due 2028-02-29", "1b/1 open due 2028-04-30"],
    );
}

#[test]
fn hours_are_elapsed_hours() {
    let clause = "- {id: 1a, on: arrested, due: within 24 hours of arrested}";
    let at = |at: &str, due: &str| {
        let journey = format!("as_at: {at}\n- {{at: {at}, event: arrested}}");
        check(clause, &journey, &[&format!("1a/1 open due {due}")]);
    };
    at("2026-06-12T21:40", "2026-06-13T21:40");
    at("2026-03-28T21:40", "2026-03-29T22:40");
    at("2026-10-24T21:00", "2026-10-25T20:00");
    check(
        "- {id: 1a, on: arrested, due: within 90 minutes of arrested}
         - {id: 1b, on: arrested, due: within 5 hours of arrested}",
        "as_at: 2026-10-24T21:30
         - {at: 2026-10-24T21:30, event: arrested}",
        &["1a/1 open due 2026-10-24T23:00", "1b/1 open due 2026-10-25T01:30+00:00"],
    );
}

#[test]
fn hours_from_a_bare_date_are_whole_days() {
    check(
        "- {id: 1a, on: arrested, due: within 24 hours of arrested}
         - {id: 1b, on: arrested, due: within 30 hours of arrested}
         - {id: 1c, on: arrested, due: within 48 hours of arrested}",
        "as_at: 2026-06-12
         - {at: 2026-06-12, event: arrested}",
        &["1a/1 open due 2026-06-13", "1b/1 open due 2026-06-14", "1c/1 open due 2026-06-14"],
    );
}

#[test]
fn at_once_and_the_same_day_are_urgent() {
    let clauses = "- {id: 1a, on: charged, due: immediately on charged}
                   - {id: 1b, on: charged, due: same day as charged}";
    let charged = "- {at: 2026-04-03T23:50, event: charged}";
    check(
        clauses,
        &format!("as_at: 2026-04-03\n{charged}"),
        &["1a/1 open due 2026-04-03 urgent", "1b/1 open due 2026-04-03 urgent"],
    );
    check(
        clauses,
        &format!("as_at: 2026-04-04T00:00\n{charged}"),
        &["1a/1 overdue due 2026-04-03 urgent", "1b/1 overdue due 2026-04-03 urgent"],
    );
}

#[test]
fn as_soon_as_possible_is_the_next_working_day_and_assumed() {
    check(
        "- {id: 1a, on: charged, due: as soon as possible after charged}
         - {id: 1b, on: charged, due: at the earliest opportunity after charged}",
        "as_at: 2026-04-02
         - {at: 2026-04-02, event: charged}",
        &["1a/1 open due 2026-04-07 assumed", "1b/1 open due 2026-04-07 assumed"],
    );
}

#[test]
fn the_authority_can_say_what_as_soon_as_possible_is() {
    let with = |is: &str, due: &str| {
        let clauses = format!(
            "settings: {{as-soon-as-possible: {{is: {is}, assumed: true, why: agreed here}}}}
             - {{id: 1a, on: charged, due: as soon as possible after charged}}"
        );
        let journey = "as_at: 2026-04-02T10:00\n- {at: 2026-04-02T10:00, event: charged}";
        check(&clauses, journey, &[&format!("1a/1 open due {due} assumed")]);
    };
    with("1 working day", "2026-04-07");
    with("3 working days", "2026-04-09");
    with("2 days", "2026-04-04");
    with("4 hours", "2026-04-02T14:00");
}

#[test]
fn a_length_that_the_authority_sets_is_assumed() {
    check(
        "settings: {as-soon-as-possible: {is: 1 working day, assumed: true, why: x},
         first-contact: {is: 5 working days, assumed: true, why: no figure}}
         - {id: 1a, on: charged, due: \"within [first-contact] of charged\"}
         - {id: 1b, on: court-listed, due: \"[first-contact] before the hearing of court-listed\"}",
        "as_at: 2026-03-02
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-02, event: court-listed, with: {hearing: 2026-03-20}}",
        &["1a/1 open due 2026-03-09 assumed", "1b/1 open due 2026-03-13 assumed"],
    );
}

#[test]
fn no_time_given_is_no_date() {
    check(
        "- {id: 1a, on: charged, shown-by: {notified: {about: charge}}}",
        "as_at: 2027-03-02
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-04, event: charged}
         - {at: 2026-09-30, event: notified, with: {to: csc, about: charge}}",
        &["1a/1 done undated done 2026-09-30 by 3", "1a/2 open undated"],
    );
}

#[test]
fn before_or_at_another_event_fixes_an_order_only() {
    let clauses = "- {id: 1a, on: charged, due: before released, shown-by: {notified: {about: charge}}}
                   - {id: 1b, on: charged, due: at released}";
    check(
        clauses,
        "as_at: 2026-03-10\n- {at: 2026-03-02, event: charged}",
        &["1a/1 open undated order", "1b/1 open undated order"],
    );
    check(
        clauses,
        "as_at: 2026-03-20
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-09, event: released}
         - {at: 2026-03-09, event: notified, with: {to: csc, about: charge}}",
        &["1a/1 done due 2026-03-09 order done 2026-03-09 by 3", "1b/1 overdue due 2026-03-09 order"],
    );
}

#[test]
fn no_date_while_the_anchor_is_missing() {
    let clauses = "settings: {as-soon-as-possible: {is: 1 working day, assumed: true, why: x},
                   first-contact: {is: 5 days, assumed: true, why: x}}
                   - {id: 1a, on: charged, due: within 5 days of released}
                   - {id: 1b, on: charged, due: immediately on released}
                   - {id: 1c, on: charged, due: as soon as possible after released}
                   - {id: 1d, on: charged, due: \"within [first-contact] of released\"}
                   - {id: 1e, on: charged, due: within 24 hours of released}";
    let before = "as_at: 2026-03-20\n- {at: 2026-03-02, event: charged}";
    check(
        clauses,
        before,
        &[
            "1a/1 open undated",
            "1b/1 open undated urgent",
            "1c/1 open undated assumed",
            "1d/1 open undated assumed",
            "1e/1 open undated",
        ],
    );
    check(
        clauses,
        &format!("{before}\n- {{at: 2026-03-19T12:00, event: released}}"),
        &[
            "1b/1 overdue due 2026-03-19 urgent",
            "1c/1 open due 2026-03-20 assumed",
            "1e/1 open due 2026-03-20T12:00",
            "1a/1 open due 2026-03-24",
            "1d/1 open due 2026-03-24 assumed",
        ]
        .map(|line| line.replace("1e/1 open", "1e/1 overdue"))
        .each_ref()
        .map(String::as_str),
    );
}

#[test]
fn another_anchor_is_the_first_on_or_after_the_triggers_day() {
    let clause = "- {id: 1a, on: charged, due: within 5 days of plan-made}";
    let with = |plans: &[&str], due: &str| {
        let mut journey = "as_at: 2026-03-20\n- {at: 2026-03-09T15:00, event: charged}".to_owned();
        for at in plans {
            journey += &format!("\n- {{at: {at}, event: plan-made, with: {{plan: care-plan}}}}");
        }
        let due = if due.is_empty() { "1a/1 open undated".into() } else { format!("1a/1 overdue due {due}") };
        check(clause, &journey, &[&due]);
    };
    with(&["2026-03-08"], "");
    with(&["2026-03-08", "2026-03-12", "2026-03-10"], "2026-03-15");
    // Earlier on the same day counts.
    with(&["2026-03-09T09:00", "2026-03-10"], "2026-03-14");
}

#[test]
fn an_anchor_can_be_narrowed_or_be_one_of_several() {
    check(
        "- {id: 1a, on: charged, due: \"within 5 days of meeting-held (meeting: core-group or strategy-meeting)\"}
         - {id: 1b, on: charged, due: within 5 days of released or plan-made}",
        "as_at: 2026-03-12
         - {at: 2026-03-09, event: charged}
         - {at: 2026-03-10, event: meeting-held, with: {meeting: hrvp}}
         - {at: 2026-03-11, event: meeting-held, with: {meeting: strategy-meeting}}
         - {at: 2026-03-12, event: plan-made, with: {plan: care-plan}}
         - {at: 2026-03-12, event: released}",
        &["1a/1 open due 2026-03-16", "1b/1 open due 2026-03-17"],
    );
}

#[test]
fn awareness_is_that_of_the_owners_own_service() {
    let clauses = "- {id: 1a, on: charged, due: within 2 days of knowing of charged}
                   - {id: 1b, on: charged, owner: yjs-manager, due: within 2 days of knowing of charged}
                   - {id: 1c, on: charged, owner: both-workers, due: within 2 days of knowing of charged}
                   - {id: 1d, on: charged, owner: police, due: within 2 days of knowing of charged}
                   - {id: 1e, on: charged, due: within 2 days of charged}
                   - {id: 1f, on: charged, due: immediately on knowing of charged}";
    check(
        clauses,
        "as_at: 2026-03-02
         - {at: 2026-03-02, known: {yjs: 2026-03-03, csc: 2026-03-05}, event: charged}",
        &[
            "1e/1 open due 2026-03-04",
            "1b/1 open due 2026-03-05",
            "1c/1 open due 2026-03-05",
            "1d/1 open due 2026-03-05",
            "1f/1 open due 2026-03-05 urgent",
            "1a/1 open due 2026-03-07",
        ],
    );
    // One moment is both services'.
    check(
        clauses,
        "as_at: 2026-03-02
         - {at: 2026-03-02, known: 2026-03-04T09:00, event: charged}",
        &[
            "1e/1 open due 2026-03-04",
            "1f/1 open due 2026-03-04 urgent",
            "1a/1 open due 2026-03-06",
            "1b/1 open due 2026-03-06",
            "1c/1 open due 2026-03-06",
            "1d/1 open due 2026-03-06",
        ],
    );
}

#[test]
fn a_service_that_was_not_told_has_no_clock() {
    check(
        "- {id: 1a, on: charged, due: within 48 hours of knowing of charged}
         - {id: 1b, on: charged, owner: yjs, due: within 48 hours of knowing of charged}
         - {id: 1c, on: charged, owner: court, due: within 48 hours of knowing of charged}",
        "as_at: 2026-03-02
         - {at: 2026-03-02, known: {yjs: 2026-03-02T10:00}, event: charged}",
        &["1b/1 open due 2026-03-04T10:00", "1c/1 open due 2026-03-04T10:00", "1a/1 open undated"],
    );
}

#[test]
fn awareness_is_kept_by_a_correction() {
    let clause = "- {id: 1a, on: {charged: {category: robbery}}, due: within 2 days of knowing of charged}";
    // Told on the 3rd; corrected on the 10th, as to the day.
    check(
        clause,
        "as_at: 2026-03-12
         - {at: 2026-03-02, known: 2026-03-03, event: charged, with: {category: robbery}, id: c}
         - {at: 2026-03-01, known: 2026-03-10, event: charged, with: {category: robbery}, corrects: c}",
        &["1a/1 overdue due 2026-03-05"],
    );
    // Only the correction sets it off.
    check(
        clause,
        "as_at: 2026-03-12
         - {at: 2026-03-02, known: 2026-03-03, event: charged, with: {category: theft}, id: c}
         - {at: 2026-03-02, known: 2026-03-10, event: charged, with: {category: robbery}, corrects: c}",
        &["1a/1 open due 2026-03-12"],
    );
    // The correction was the first that social care heard of it.
    check(
        clause,
        "as_at: 2026-03-12
         - {at: 2026-03-02, known: {yjs: 2026-03-03}, event: charged, with: {category: robbery}, id: c}
         - {at: 2026-03-01, known: {csc: 2026-03-10}, event: charged, with: {category: robbery}, corrects: c}",
        &["1a/1 open due 2026-03-12"],
    );
}

#[test]
fn awareness_of_another_event_than_the_trigger() {
    let clause = "- {id: 1a, on: arrested, due: within 2 days of knowing of charged}";
    check(
        clause,
        "as_at: 2026-03-05
         - {at: 2026-03-02, event: arrested}
         - {at: 2026-03-03, known: {yjs: 2026-03-03, csc: 2026-03-05}, event: charged}",
        &["1a/1 open due 2026-03-07"],
    );
    check(
        clause,
        "as_at: 2026-03-05
         - {at: 2026-03-02, event: arrested}
         - {at: 2026-03-03, known: {yjs: 2026-03-03}, event: charged}",
        &["1a/1 open undated"],
    );
    // Social care heard of it only by the correction.
    check(
        clause,
        "as_at: 2026-03-12
         - {at: 2026-03-02, event: arrested}
         - {at: 2026-03-03, known: {yjs: 2026-03-03}, event: charged, id: c}
         - {at: 2026-03-03, known: {csc: 2026-03-10}, event: charged, corrects: c}",
        &["1a/1 open due 2026-03-12"],
    );
}

#[test]
fn overdue_from_the_start_of_the_next_day_or_minute() {
    let clauses = "- {id: 1a, on: arrested, due: within 2 days of arrested}
                   - {id: 1b, on: arrested, due: within 48 hours of arrested}";
    let at = |as_at: &str, states: [&str; 2]| {
        let journey = format!("as_at: {as_at}\n- {{at: 2026-03-02T14:00, event: arrested}}");
        let [day, hour] = states;
        check(
            clauses,
            &journey,
            &[&format!("1a/1 {day} due 2026-03-04"), &format!("1b/1 {hour} due 2026-03-04T14:00")],
        );
    };
    at("2026-03-04T14:00", ["open", "open"]);
    at("2026-03-04T14:01", ["open", "overdue"]);
    at("2026-03-04T23:59", ["open", "overdue"]);
    at("2026-03-04", ["open", "overdue"]);
    at("2026-03-05T00:00", ["overdue", "overdue"]);
}

#[test]
fn done_in_time_or_late() {
    let with = |done: &str, states: [&str; 2]| {
        let journey = format!(
            "as_at: 2026-03-10
             - {{at: 2026-03-02T14:00, event: arrested}}
             - {{at: {done}, event: notified, with: {{to: csc, about: arrest}}}}"
        );
        let [day, hour] = states;
        check(
            "- {id: 1a, on: arrested, due: within 2 days of arrested, shown-by: {notified: {about: arrest}}}
             - {id: 1b, on: arrested, due: within 48 hours of arrested, shown-by: {notified: {about: arrest}}}",
            &journey,
            &[
                &format!("1a/1 {day} due 2026-03-04 done {done} by 2"),
                &format!("1b/1 {hour} due 2026-03-04T14:00 done {done} by 2"),
            ],
        );
    };
    with("2026-03-04T14:00", ["done", "done"]);
    with("2026-03-04T14:01", ["done", "done-late"]);
    // Evidence with only a date is in time on the day of a due time.
    with("2026-03-04", ["done", "done"]);
    with("2026-03-05", ["done-late", "done-late"]);
    with("2026-03-05T00:00", ["done-late", "done-late"]);
}

#[test]
fn hours_that_leave_days_out() {
    let clause =
        "- {id: 1a, on: arrested, due: within 24 hours of arrested, leaves-out: [sunday, christmas-day, good-friday]}";
    let due = |at: &str, due: &str| {
        let line = format!("1a/1 open due {due}");
        check(clause, &format!("as_at: {at}\n- {{at: {at}, event: arrested}}"), &[line.as_str()]);
    };
    // Thursday 2 April 2026 at 18:00: six hours that day, none on Good Friday, eighteen on Saturday.
    due("2026-04-02T18:00", "2026-04-04T18:00");
    // Saturday at 20:00: four hours, none on Sunday, twenty on Monday.
    due("2026-06-06T20:00", "2026-06-08T20:00");
    // On Sunday nothing counts until midnight.
    due("2026-06-07T10:00", "2026-06-09T00:00");
    // The clocks go forward on Sunday 29 March 2026, which does not count.
    due("2026-03-28T20:00", "2026-03-30T20:00");
    // Christmas Day 2027 is a Saturday, and Sunday follows.
    due("2027-12-24T12:00", "2027-12-27T12:00");
    due("2026-06-06", "2026-06-08");
}
