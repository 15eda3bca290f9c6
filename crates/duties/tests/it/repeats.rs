//! Duties that come again: chains, ranges, what ends them, what begins them again (contract, Counting time; protocols/README.md, Deadlines).

use crate::shelf::says as check;

const SUPERVISION: &str = "- {id: 1a, on: jointly-open, shown-by: {supervision-held: {kind: joint}},
     due: \"every 12 weeks from supervision-held (kind: joint) until closed-by-either-service\"}";
const OPEN: &str = "- {at: 2026-02-02, event: yjs-involvement-started}
     - {at: 2026-03-02, event: csc-involvement-started}";

fn held(at: &str) -> String {
    format!("\n- {{at: {at}, event: supervision-held, with: {{kind: joint}}}}")
}

#[test]
fn where_the_anchor_is_the_doing_the_first_counts_from_the_trigger() {
    check(SUPERVISION, &format!("as_at: 2026-04-01\n{OPEN}"), &["1a/1 open due 2026-05-25"]);
}

#[test]
fn each_doing_completes_one_and_the_next_counts_from_it() {
    check(
        SUPERVISION,
        &format!("as_at: 2026-06-01\n{OPEN}{}", held("2026-05-20")),
        &["1a/1 done due 2026-05-25 done 2026-05-20 by 3", "1a/2 open due 2026-08-12"],
    );
    check(
        SUPERVISION,
        &format!("as_at: 2026-09-01\n{OPEN}{}{}", held("2026-06-01"), held("2026-08-03")),
        &[
            "1a/1 done-late due 2026-05-25 done 2026-06-01 by 3",
            "1a/2 done due 2026-08-24 done 2026-08-03 by 4",
            "1a/3 open due 2026-10-26",
        ],
    );
}

#[test]
fn where_the_trigger_is_the_anchor_it_counts_from_it_and_does_not_show_itself() {
    check(
        "- {id: 1a, on: {supervision-held: {kind: joint}}, shown-by: {supervision-held: {kind: joint}},
         due: \"every 12 weeks from supervision-held (kind: joint)\"}",
        &format!("as_at: 2026-06-01{}{}", held("2026-03-02"), held("2026-05-20")),
        &["1a/1 done due 2026-05-25 done 2026-05-20 by 2", "1a/2 open due 2026-08-12"],
    );
}

#[test]
fn where_the_anchor_is_another_event_there_is_no_date_until_it_comes() {
    let clause = "- {id: 1a, on: sentenced-custody, shown-by: visit-made,
         due: every 4 weeks from placement-started until released}";
    let sentenced = "as_at: 2026-05-01\n- {at: 2026-03-02, event: sentenced-custody, with: {sentence: dto}}";
    check(clause, sentenced, &["1a/1 open undated"]);
    let placed = "\n- {at: 2026-03-05, event: placement-started}";
    check(clause, &format!("{sentenced}{placed}"), &["1a/1 overdue due 2026-04-02"]);
    check(
        clause,
        &format!("{sentenced}{placed}\n- {{at: 2026-03-30, event: visit-made, with: {{by: [social-worker]}}}}"),
        &["1a/1 done due 2026-04-02 done 2026-03-30 by 3", "1a/2 overdue due 2026-04-27"],
    );
}

#[test]
fn what_it_repeats_until_ends_it() {
    let closed = "\n- {at: 2026-07-01, event: csc-involvement-ended}";
    check(
        SUPERVISION,
        &format!("as_at: 2026-12-01\n{OPEN}{}{closed}", held("2026-05-20")),
        &["1a/1 done due 2026-05-25 done 2026-05-20 by 3", "1a/2 ended due 2026-08-12"],
    );
    // What was overdue when it ended stays so.
    check(SUPERVISION, &format!("as_at: 2026-12-01\n{OPEN}{closed}"), &["1a/1 overdue due 2026-05-25"]);
    // Done since, nothing further is owed.
    check(
        SUPERVISION,
        &format!("as_at: 2026-12-01\n{OPEN}{closed}{}", held("2026-07-06")),
        &["1a/1 done-late due 2026-05-25 done 2026-07-06 by 4"],
    );
    // What is done after an end with nothing owed shows nothing.
    check(
        SUPERVISION,
        &format!("as_at: 2026-12-01\n{OPEN}{}{closed}{}", held("2026-05-20"), held("2026-07-06")),
        &["1a/1 done due 2026-05-25 done 2026-05-20 by 3", "1a/2 ended due 2026-08-12"],
    );
}

#[test]
fn due_on_the_day_of_the_end_is_not_yet_overdue() {
    check(
        SUPERVISION,
        &format!("as_at: 2026-12-01\n{OPEN}\n- {{at: 2026-05-25T16:00, event: csc-involvement-ended}}"),
        &["1a/1 ended due 2026-05-25"],
    );
}

#[test]
fn any_of_several_ends_it() {
    check(
        "- {id: 1a, on: released, due: every 2 weeks from released until order-ended or recalled}",
        "as_at: 2026-04-01
         - {at: 2026-03-02, event: released}
         - {at: 2026-03-10, event: recalled}
         - {at: 2026-03-11, event: order-ended, with: {order: licence}}",
        &["1a/1 ended due 2026-03-16"],
    );
}

#[test]
fn a_new_trigger_after_the_end_is_a_new_run() {
    check(
        SUPERVISION,
        &format!(
            "as_at: 2026-10-01\n{OPEN}{}
             - {{at: 2026-07-01, event: csc-involvement-ended}}
             - {{at: 2026-09-01, event: csc-involvement-started}}",
            held("2026-05-20")
        ),
        &["1a/1 done due 2026-05-25 done 2026-05-20 by 3", "1a/2 ended due 2026-08-12", "1a/3 open due 2026-11-24"],
    );
}

#[test]
fn a_new_trigger_does_not_start_a_running_one_again() {
    check(
        "- {id: 1a, on: charged, due: every 2 weeks from charged, shown-by: {notified: {about: charge}}}",
        "as_at: 2026-03-12
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-10, event: charged}",
        &["1a/1 open due 2026-03-16"],
    );
}

const VISITS: &str = "- {id: 1a, on: [placement-started, placement-changed], restarts: yes, shown-by: visit-made,
     due: \"within 1 week of placement-started or placement-changed, then every 6 weeks until placement-ended\"}";

fn visit(at: &str) -> String {
    format!("\n- {{at: {at}, event: visit-made, with: {{by: [social-worker]}}}}")
}

#[test]
fn a_chain_of_lengths() {
    let clause = "- {id: 1a, on: placement-started, shown-by: visit-made,
         due: \"within 1 week of placement-started, then within 6 weeks, then every 3 months until placement-ended\"}";
    let placed = "- {at: 2026-03-02, event: placement-started}";
    check(clause, &format!("as_at: 2026-03-03\n{placed}"), &["1a/1 open due 2026-03-09"]);
    check(
        clause,
        &format!("as_at: 2026-11-01\n{placed}{}{}{}", visit("2026-03-06"), visit("2026-04-17"), visit("2026-07-20")),
        &[
            "1a/1 done due 2026-03-09 done 2026-03-06 by 2",
            "1a/2 done due 2026-04-17 done 2026-04-17 by 3",
            "1a/3 done-late due 2026-07-17 done 2026-07-20 by 4",
            "1a/4 overdue due 2026-10-20",
        ],
    );
}

#[test]
fn a_first_length_then_a_rhythm_until_and_at_the_closing() {
    let clause = "- {id: 1a, on: jointly-open, shown-by: {supervision-held: {kind: joint}}, due: \"within 10 days of
         jointly-open, then every 6 months until closed-by-either-service, and at closed-by-either-service\"}";
    let begun = format!("{OPEN}{}", held("2026-03-10"));
    check(
        clause,
        &format!("as_at: 2026-05-01\n{begun}"),
        &["1a/1 done due 2026-03-12 done 2026-03-10 by 3", "1a/2 open due 2026-09-10"],
    );
    let closed = format!("{begun}\n- {{at: 2026-06-01, event: yjs-involvement-ended}}");
    check(
        clause,
        &format!("as_at: 2026-06-05\n{closed}"),
        &[
            "1a/1 done due 2026-03-12 done 2026-03-10 by 3",
            "1a/3 overdue due 2026-06-01 order",
            "1a/2 ended due 2026-09-10",
        ],
    );
    check(
        clause,
        &format!("as_at: 2026-06-05\n{closed}{}", held("2026-06-01T17:00")),
        &[
            "1a/1 done due 2026-03-12 done 2026-03-10 by 3",
            "1a/3 done due 2026-06-01 order done 2026-06-01T17:00 by 5",
            "1a/2 ended due 2026-09-10",
        ],
    );
}

const CLOSING: &str =
    "- {id: 1a, on: jointly-open, shown-by: {supervision-held: {kind: joint}}, due: \"within 10 days of
     jointly-open, then every 6 months until closed-by-either-service, and at closed-by-either-service\"}";

/// The duties as at 20 June of what was opened on 2 March and closed on a day, with the supervisions written before the closing and
/// after it.
fn closed(on: &str, before: &[&str], after: &[&str], expected: &[&str]) {
    let all = |days: &[&str]| days.iter().map(|day| held(day)).collect::<String>();
    let closing = format!("\n- {{at: {on}, event: yjs-involvement-ended}}");
    check(CLOSING, &format!("as_at: 2026-06-20\n{OPEN}{}{closing}{}", all(before), all(after)), expected);
}

#[test]
fn the_one_at_the_closing_is_owed_besides_what_was_overdue() {
    closed("2026-06-01", &[], &[], &["1a/1 overdue due 2026-03-12", "1a/2 overdue due 2026-06-01 order"]);
    // One held since shows the earlier of the two, a second one the other.
    closed(
        "2026-06-01",
        &[],
        &["2026-06-01T17:00"],
        &["1a/1 done-late due 2026-03-12 done 2026-06-01T17:00 by 4", "1a/2 overdue due 2026-06-01 order"],
    );
    closed(
        "2026-06-01",
        &[],
        &["2026-06-03", "2026-06-04"],
        &[
            "1a/1 done-late due 2026-03-12 done 2026-06-03 by 4",
            "1a/2 done-late due 2026-06-01 order done 2026-06-04 by 5",
        ],
    );
    closed(
        "2026-06-01",
        &[],
        &["2026-06-01T15:00", "2026-06-01T17:00"],
        &[
            "1a/1 done-late due 2026-03-12 done 2026-06-01T15:00 by 4",
            "1a/2 done due 2026-06-01 order done 2026-06-01T17:00 by 5",
        ],
    );
}

#[test]
fn what_showed_the_last_turn_does_not_show_the_one_at_the_closing() {
    // Held on the day of the closing, and written before it: it shows what was owed then.
    closed(
        "2026-06-01",
        &["2026-03-10", "2026-06-01"],
        &[],
        &[
            "1a/1 done due 2026-03-12 done 2026-03-10 by 3",
            "1a/4 overdue due 2026-06-01 order",
            "1a/2 done due 2026-09-10 done 2026-06-01 by 4",
            "1a/3 ended due 2026-12-01",
        ],
    );
}

#[test]
fn closed_before_the_first_was_due() {
    closed("2026-03-09", &[], &[], &["1a/2 overdue due 2026-03-09 order", "1a/1 ended due 2026-03-12"]);
    closed(
        "2026-03-09",
        &[],
        &["2026-03-20"],
        &["1a/2 done-late due 2026-03-09 order done 2026-03-20 by 4", "1a/1 ended due 2026-03-12"],
    );
}

#[test]
fn set_aside_nothing_is_owed_at_the_closing() {
    let aside = "\n- {at: 2026-03-05, event: duty-not-needed,
         with: {clause: anyshire-1a, reason: r, agreed_by: csc-team-manager}}";
    let closing = "\n- {at: 2026-06-01, event: yjs-involvement-ended}";
    check(CLOSING, &format!("as_at: 2026-06-20\n{OPEN}{aside}{closing}"), &["1a/1 ended due 2026-03-12"]);
    // Nor what is owed at the closing, once it is set aside itself.
    let aside = aside.replace("2026-03-05", "2026-06-05");
    check(
        CLOSING,
        &format!("as_at: 2026-06-20\n{OPEN}{}{closing}{aside}", held("2026-03-10")),
        &[
            "1a/1 done due 2026-03-12 done 2026-03-10 by 3",
            "1a/3 ended due 2026-06-01 order",
            "1a/2 ended due 2026-09-10",
        ],
    );
}

#[test]
fn what_shows_the_one_at_a_closing_shows_none_of_the_next_run() {
    let again =
        "\n- {at: 2026-06-01, event: yjs-involvement-ended}\n- {at: 2026-06-08, event: yjs-involvement-started}";
    check(
        CLOSING,
        &format!("as_at: 2026-06-12\n{OPEN}{}{again}{}", held("2026-03-10"), held("2026-06-10")),
        &[
            "1a/1 done due 2026-03-12 done 2026-03-10 by 3",
            "1a/3 done-late due 2026-06-01 order done 2026-06-10 by 6",
            "1a/4 open due 2026-06-18",
            "1a/2 ended due 2026-09-10",
        ],
    );
}

#[test]
fn a_range_is_due_at_its_longer_end() {
    check(
        "- {id: 1a, on: released, due: every 3 to 6 months from released until order-ended, shown-by: visit-made}
         - {id: 1b, on: released, due: at least every 2 months from released, shown-by: visit-made}
         - {id: 1c, on: released, due: every week from released, shown-by: visit-made}",
        "as_at: 2026-03-02\n- {at: 2026-03-02, event: released}",
        &["1c/1 open due 2026-03-09", "1b/1 open due 2026-05-02", "1a/1 open due 2026-09-02"],
    );
}

#[test]
fn a_move_begins_the_visits_again() {
    let placed = "- {at: 2026-03-02, event: placement-started}";
    let moved = "\n- {at: 2026-03-20, event: placement-changed}";
    check(
        VISITS,
        &format!("as_at: 2026-03-20\n{placed}{}{moved}", visit("2026-03-05")),
        &["1a/1 done due 2026-03-09 done 2026-03-05 by 2", "1a/3 open due 2026-03-27", "1a/2 ended due 2026-04-16"],
    );
    // What was overdue before the move stays so.
    check(
        VISITS,
        &format!("as_at: 2026-03-20\n{placed}{moved}"),
        &["1a/1 overdue due 2026-03-09", "1a/2 open due 2026-03-27"],
    );
}

#[test]
fn one_visit_after_a_move_shows_one_of_them() {
    // It is evidence for the earliest still owed: the one overdue from before the move.
    check(
        VISITS,
        &format!(
            "as_at: 2026-03-26\n- {{at: 2026-03-02, event: placement-started}}
             - {{at: 2026-03-20, event: placement-changed}}{}",
            visit("2026-03-25")
        ),
        &["1a/1 done-late due 2026-03-09 done 2026-03-25 by 3", "1a/2 open due 2026-03-27"],
    );
}

#[test]
fn set_aside_it_comes_no_more_until_a_new_trigger() {
    let aside = "\n- {at: 2026-04-01, event: duty-not-needed, with: {clause: anyshire-1a, reason: r, agreed_by: csc-team-manager}}";
    check(
        SUPERVISION,
        &format!("as_at: 2026-12-01\n{OPEN}{aside}{}", held("2026-06-01")),
        &["1a/1 ended due 2026-05-25"],
    );
    check(
        SUPERVISION,
        &format!(
            "as_at: 2026-10-01\n{OPEN}{aside}
             - {{at: 2026-07-01, event: csc-involvement-ended}}
             - {{at: 2026-09-01, event: csc-involvement-started}}"
        ),
        &["1a/1 ended due 2026-05-25", "1a/2 open due 2026-11-24"],
    );
}

#[test]
fn shown_by_hand_with_its_occurrence() {
    check(
        SUPERVISION,
        &format!(
            "as_at: 2026-10-01\n{OPEN}
             - {{at: 2026-05-20, event: duty-done, with: {{clause: anyshire-1a, occurrence: 1}}}}
             - {{at: 2026-06-20, event: duty-done, with: {{clause: anyshire-1a, occurrence: 1}}}}
             - {{at: 2026-08-01, event: duty-done, with: {{clause: anyshire-1a, occurrence: 2}}}}"
        ),
        &[
            "1a/1 done due 2026-05-25 done 2026-05-20 by 3",
            "1a/2 done due 2026-08-12 done 2026-08-01 by 5",
            "1a/3 open due 2026-10-24",
        ],
    );
}

#[test]
fn a_condition_that_stops_ends_the_run() {
    check(
        "- {id: 1a, on: csc-involvement-started, if: csc_plan == 'child-protection', shown-by: visit-made,
         due: every 2 weeks from csc-involvement-started}",
        &format!(
            "as_at: 2026-05-01
             - {{at: 2026-03-02, event: csc-involvement-started, with: {{plan: child-protection}}}}{}
             - {{at: 2026-03-20, event: csc-plan-changed, with: {{plan: child-in-need}}}}",
            visit("2026-03-10")
        ),
        &["1a/1 done due 2026-03-16 done 2026-03-10 by 2", "1a/2 ended due 2026-03-24"],
    );
}

/// A review by the calendar, whenever the last one was held.
const BY_THE_CALENDAR: &str =
    "- {id: 1a, on: jointly-open, by-the-calendar: yes, shown-by: {supervision-held: {kind: joint}},
     due: every 4 weeks from jointly-open until closed-by-either-service}";

#[test]
fn by_the_calendar_it_falls_due_done_or_not() {
    // Joint from 2 March: 30 March, 27 April, 25 May.
    check(
        BY_THE_CALENDAR,
        &format!("as_at: 2026-05-01\n{OPEN}{}", held("2026-03-20")),
        &["1a/1 done due 2026-03-30 done 2026-03-20 by 3", "1a/2 overdue due 2026-04-27", "1a/3 open due 2026-05-25"],
    );
}

#[test]
fn by_the_calendar_what_comes_after_one_fell_due_shows_the_next_first_if_that_is_owed() {
    // Nothing until 20 May: it shows the first, late, and the third waits for another.
    check(
        BY_THE_CALENDAR,
        &format!("as_at: 2026-05-26\n{OPEN}{}{}", held("2026-05-20"), held("2026-05-21")),
        &[
            "1a/1 done-late due 2026-03-30 done 2026-05-20 by 3",
            "1a/2 done-late due 2026-04-27 done 2026-05-21 by 4",
            "1a/3 overdue due 2026-05-25",
            "1a/4 open due 2026-06-22",
        ],
    );
    let for_all = BY_THE_CALENDAR.replace("by-the-calendar: yes,", "by-the-calendar: yes, one-for-all: yes,");
    check(
        &for_all,
        &format!("as_at: 2026-05-26\n{OPEN}{}", held("2026-05-20")),
        &[
            "1a/1 done-late due 2026-03-30 done 2026-05-20 by 3",
            "1a/2 done-late due 2026-04-27 done 2026-05-20 by 3",
            "1a/3 done due 2026-05-25 done 2026-05-20 by 3",
            "1a/4 open due 2026-06-22",
        ],
    );
}

#[test]
fn by_the_calendar_up_to_and_including_the_day_of_the_end() {
    let clause = "- {id: 1a, on: placement-started, by-the-calendar: yes, shown-by: visit-made,
         due: every 4 weeks from placement-started until placement-ended}";
    let ended = |at: &str| {
        format!(
            "as_at: 2026-06-30\n- {{at: 2026-03-02, event: placement-started}}\n- {{at: {at}, event: placement-ended}}"
        )
    };
    check(clause, &ended("2026-03-29"), &[]);
    check(clause, &ended("2026-03-30"), &["1a/1 overdue due 2026-03-30"]);
    check(clause, &ended("2026-04-28"), &["1a/1 overdue due 2026-03-30", "1a/2 overdue due 2026-04-27"]);
}

#[test]
fn by_the_calendar_each_trigger_keeps_its_own_run() {
    let clause = "- {id: 1a, on: placement-started, by-the-calendar: yes, one-for-all: yes, shown-by: visit-made,
         due: every 10 days from placement-started until placement-ended}";
    let twice = "as_at: 2026-03-13
         - {at: 2026-03-02, event: placement-started}
         - {at: 2026-03-05, event: placement-started}
         - {at: 2026-03-09, event: visit-made, with: {by: [social-worker]}}";
    check(
        clause,
        twice,
        &[
            "1a/1 done due 2026-03-12 done 2026-03-09 by 3",
            "1a/3 done due 2026-03-15 done 2026-03-09 by 3",
            "1a/2 open due 2026-03-22",
        ],
    );
}

#[test]
fn what_was_done_stays_where_it_turns_out_not_to_apply_any_longer() {
    let facts = "facts: {seen_home: {means: a review was held, seen: {meeting-held: {meeting: looked-after-review}}, since: trigger}}";
    let clause = "- {id: 1a, on: placement-started, if: trigger.kind == 'foster' && !seen_home, shown-by: visit-made,
         due: every 1 week from placement-started until placement-ended}";
    let journey = "as_at: 2026-03-24
         - {at: 2026-03-02, event: placement-started}
         - {at: 2026-03-06, event: visit-made, with: {by: [social-worker]}}
         - {at: 2026-03-12, event: meeting-held, with: {meeting: looked-after-review}}";
    check(
        &format!("{facts}\n{clause}"),
        journey,
        &["1a/1 done due 2026-03-09 done 2026-03-06 by 2 if", "1a/2 ended due 2026-03-13 if"],
    );
}
