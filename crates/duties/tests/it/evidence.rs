//! What shows a duty done, and which occurrence of it (contract, Duties out; How a duty is shown to be done).

use crate::shelf::says as check;

const TELL: &str =
    "- {id: 1a, on: charged, due: within 10 days of charged, shown-by: {notified: {to: csc, about: charge}}}";

fn charged(at: &str) -> String {
    format!("\n- {{at: {at}, event: charged}}")
}

fn told(at: &str) -> String {
    format!("\n- {{at: {at}, event: notified, with: {{to: csc, about: charge}}}}")
}

fn journey(events: &[String]) -> String {
    format!("as_at: 2026-04-01{}", events.concat())
}

#[test]
fn one_event_shows_one_occurrence_the_earliest_still_owed() {
    let two = [charged("2026-03-02"), charged("2026-03-05")];
    check(
        TELL,
        &journey(&[two.concat(), told("2026-03-06")]),
        &["1a/1 done due 2026-03-12 done 2026-03-06 by 3", "1a/2 overdue due 2026-03-15"],
    );
    check(
        TELL,
        &journey(&[two.concat(), told("2026-03-06"), told("2026-03-06")]),
        &["1a/1 done due 2026-03-12 done 2026-03-06 by 3", "1a/2 done due 2026-03-15 done 2026-03-06 by 4"],
    );
}

#[test]
fn evidence_before_a_trigger_shows_nothing_of_it() {
    check(
        TELL,
        &journey(&[charged("2026-03-02"), told("2026-03-03"), told("2026-03-04"), charged("2026-03-05")]),
        &["1a/1 done due 2026-03-12 done 2026-03-03 by 2", "1a/2 overdue due 2026-03-15"],
    );
}

#[test]
fn evidence_counts_from_the_start_of_the_triggers_day() {
    check(
        TELL,
        &journey(&[charged("2026-03-02T15:00"), told("2026-03-02T09:00")]),
        &["1a/1 done due 2026-03-12 done 2026-03-02T09:00 by 2"],
    );
    check(TELL, &journey(&[charged("2026-03-02T00:00"), told("2026-03-01T23:59")]), &["1a/1 overdue due 2026-03-12"]);
}

#[test]
fn one_event_shows_several_clauses() {
    check(
        "- {id: 1a, on: charged, shown-by: notified}
         - {id: 1b, on: charged, kind: sharing, owner: yjs, shown-by: {notified: {about: [charge, offence]}}}
         - {id: 1c, on: charged, shown-by: {notified: {about: arrest}}}
         - {id: 1d, on: charged, shown-by: [shared, {notified: {to: mash}}]}",
        &journey(&[charged("2026-03-02"), told("2026-03-03")]),
        &[
            "1a/1 done undated done 2026-03-03 by 2",
            "1b/1 done undated done 2026-03-03 by 2",
            "1c/1 open undated",
            "1d/1 open undated",
        ],
    );
}

#[test]
fn done_by_is_the_place_in_the_file() {
    check(
        TELL,
        &journey(&[told("2026-03-04"), charged("2026-03-02")]),
        &["1a/1 done due 2026-03-12 done 2026-03-04 by 1"],
    );
}

#[test]
fn a_role_is_met_by_any_role_of_its_service() {
    let with = |by: &str, clause_by: &str, state: &str| {
        let clause =
            format!("- {{id: 1a, on: charged, shown-by: {{visit-made: {{by: {clause_by}, kind: [custody, home]}}}}}}");
        let visit = format!("\n- {{at: 2026-03-03, event: visit-made, with: {{by: {by}, kind: [statutory, home]}}}}");
        let line = if state == "done" { "1a/1 done undated done 2026-03-03 by 2" } else { "1a/1 open undated" };
        check(&clause, &journey(&[charged("2026-03-02"), visit]), &[line]);
    };
    with("[social-worker]", "csc", "done");
    with("[csc]", "social-worker", "open");
    with("[yjs-volunteer]", "yjs", "done");
    with("[other-yjs]", "yjs", "open");
    with("[other-yjs]", "other-yjs", "done");
    with("[early-help-manager]", "early-help", "done");
    with("[yjs-case-manager]", "both-workers", "open");
    with("[yjs-case-manager, social-worker]", "both-workers", "done");
    with("[both-workers]", "social-worker", "done");
    with("[police, iro]", "[yjs, iro]", "done");
}

#[test]
fn an_attribute_that_the_event_lacks_does_not_fit() {
    let clause = "- {id: 1a, on: charged, shown-by: {meeting-held: {meeting: hrvp, chair: yjs-manager}}}";
    let held = |with: &str| format!("\n- {{at: 2026-03-03, event: meeting-held, with: {{meeting: hrvp{with}}}}}");
    check(clause, &journey(&[charged("2026-03-02"), held("")]), &["1a/1 open undated"]);
    check(
        clause,
        &journey(&[charged("2026-03-02"), held(", chair: yjs-manager")]),
        &["1a/1 done undated done 2026-03-03 by 2"],
    );
}

#[test]
fn a_record_is_evidence_by_its_name() {
    check(
        "- {id: 1a, on: charged, kind: record, shown-by: csc-system-checked}
         - {id: 1b, on: charged, kind: record, shown-by: {csc-system-checked: {by: yjs}}}",
        &journey(&[
            charged("2026-03-02"),
            "\n- {at: 2026-03-03, event: recorded, with: {record: yjs-system-checked}}".into(),
            "\n- {at: 2026-03-04, event: recorded, with: {record: csc-system-checked, by: csc}}".into(),
        ]),
        &["1a/1 done undated done 2026-03-04 by 3", "1b/1 open undated"],
    );
}

#[test]
fn the_trigger_shows_itself_only_where_the_evidence_asks_for_more() {
    let clause = "- {id: 1a, on: {meeting-called: {meeting: hrvp}},
         shown-by: {meeting-called: {meeting: hrvp, invited: social-worker}}}";
    let called = |at: &str, invited: &str| {
        format!("\n- {{at: {at}, event: meeting-called, with: {{meeting: hrvp, day: 2026-03-20{invited}}}}}")
    };
    check(
        clause,
        &journey(&[called("2026-03-02", ", invited: [social-worker, yjs]")]),
        &["1a/1 done undated done 2026-03-02 by 1"],
    );
    check(clause, &journey(&[called("2026-03-02", "")]), &["1a/1 open undated"]);
    // The second call shows the first; itself it is shown by nobody.
    check(
        clause,
        &journey(&[called("2026-03-02", ""), called("2026-03-04", ", invited: [social-worker]")]),
        &["1a/1 done undated done 2026-03-04 by 2", "1a/2 open undated"],
    );
}

#[test]
fn the_trigger_does_not_show_itself_where_the_evidence_asks_for_no_more() {
    check(
        "- {id: 1a, on: visit-made, shown-by: visit-made}
         - {id: 1b, on: {visit-made: {kind: home}}, shown-by: {visit-made: {kind: home}}}
         - {id: 1c, on: {visit-made: {kind: home, by: yjs}}, shown-by: {visit-made: {kind: home}}}",
        &journey(&["\n- {at: 2026-03-02, event: visit-made, with: {by: [yjs], kind: [home]}}".into()]),
        &["1a/1 open undated", "1b/1 open undated", "1c/1 open undated"],
    );
}

#[test]
fn evidence_can_ask_for_what_the_trigger_says() {
    check(
        "- {id: 1a, on: meeting-called, shown-by: {meeting-held: {meeting: trigger.meeting}}}
         - {id: 1b, on: charged, shown-by: {meeting-called: {meeting: hrvp, day: trigger.day}}}",
        "as_at: 2026-04-01
         - {at: 2026-03-02, event: meeting-called, with: {meeting: hrvp, day: 2026-03-10}}
         - {at: 2026-03-02, event: meeting-called, with: {meeting: core-group, day: 2026-03-11}}
         - {at: 2026-03-04, event: charged}
         - {at: 2026-03-05, event: meeting-called, with: {meeting: hrvp, day: 2026-03-06}}
         - {at: 2026-03-05, event: meeting-called, with: {meeting: hrvp, day: 2026-03-04}}
         - {at: 2026-03-11, event: meeting-held, with: {meeting: core-group}}",
        &[
            "1a/1 open undated",
            "1a/2 done undated done 2026-03-11 by 6",
            "1a/3 open undated",
            "1a/4 open undated",
            "1b/1 done undated done 2026-03-05 by 5",
        ],
    );
}

#[test]
fn shown_by_hand() {
    let by_hand = |at: &str, with: &str| {
        format!("\n- {{at: {at}, event: duty-done, with: {{clause: anyshire-1a, note: seen{with}}}}}")
    };
    let two = [charged("2026-03-02"), charged("2026-03-05")].concat();
    check(
        TELL,
        &journey(&[two.clone(), by_hand("2026-03-14", "")]),
        &["1a/1 done-late due 2026-03-12 done 2026-03-14 by 3", "1a/2 overdue due 2026-03-15"],
    );
    check(
        TELL,
        &journey(&[two.clone(), by_hand("2026-03-14", ", occurrence: 2")]),
        &["1a/1 overdue due 2026-03-12", "1a/2 done due 2026-03-15 done 2026-03-14 by 3"],
    );
    // Of an occurrence that there is not, nothing is shown.
    check(
        TELL,
        &journey(&[two, by_hand("2026-03-14", ", occurrence: 3")]),
        &["1a/1 overdue due 2026-03-12", "1a/2 overdue due 2026-03-15"],
    );
}

#[test]
fn set_aside_by_agreement() {
    let aside = |at: &str, with: &str| {
        format!(
            "\n- {{at: {at}, event: duty-not-needed, with: {{clause: anyshire-1a, reason: r, agreed_by: csc-team-manager{with}}}}}"
        )
    };
    let two = [charged("2026-03-02"), charged("2026-03-05")].concat();
    check(
        TELL,
        &journey(&[two.clone(), aside("2026-03-06", "")]),
        &["1a/1 ended due 2026-03-12", "1a/2 overdue due 2026-03-15"],
    );
    check(
        TELL,
        &journey(&[two.clone(), aside("2026-03-06", ", occurrence: 2")]),
        &["1a/1 overdue due 2026-03-12", "1a/2 ended due 2026-03-15"],
    );
    // Also what was overdue; and what was set aside takes no evidence.
    check(
        TELL,
        &journey(&[two, aside("2026-03-13", ", occurrence: 1"), told("2026-03-14")]),
        &["1a/1 ended due 2026-03-12", "1a/2 done due 2026-03-15 done 2026-03-14 by 4"],
    );
    // What was done stays done.
    check(
        TELL,
        &journey(&[charged("2026-03-02"), told("2026-03-03"), aside("2026-03-06", "")]),
        &["1a/1 done due 2026-03-12 done 2026-03-03 by 2"],
    );
}

const REFER: &str = "- {id: 1a, on: referral-made, due: within 2 days of referral-made,
     shown-by: [{referral-made: {route: written}}, {referral-decided: {decision: accepted}}]}";

fn refer(at: &str, route: &str, rest: &str) -> String {
    format!("\n- {{at: {at}, event: referral-made, with: {{to: mash, route: {route}}}{rest}}}")
}

#[test]
fn what_follows_does_not_set_off_again() {
    check(
        REFER,
        &journey(&[refer("2026-03-02", "telephone", ", id: a"), refer("2026-03-03", "written", ", follows: a")]),
        &["1a/1 done due 2026-03-04 done 2026-03-03 by 2"],
    );
    // Without the link it is another referral.
    check(
        REFER,
        &journey(&[refer("2026-03-02", "telephone", ""), refer("2026-03-03", "telephone", "")]),
        &["1a/1 overdue due 2026-03-04", "1a/2 overdue due 2026-03-05"],
    );
}

#[test]
fn what_follows_one_trigger_counts_for_it_alone() {
    let two = [refer("2026-03-02", "telephone", ", id: a"), refer("2026-03-03", "telephone", ", id: b")].concat();
    let decided = |follows: &str| {
        format!("\n- {{at: 2026-03-04, event: referral-decided, with: {{decision: accepted}}, follows: {follows}}}")
    };
    check(
        REFER,
        &journey(&[two.clone(), decided("b")]),
        &["1a/1 overdue due 2026-03-04", "1a/2 done due 2026-03-05 done 2026-03-04 by 3"],
    );
    check(
        REFER,
        &journey(&[two, decided("a"), decided("a")]),
        &["1a/1 done due 2026-03-04 done 2026-03-04 by 3", "1a/2 overdue due 2026-03-05"],
    );
}

#[test]
fn a_chain_of_follows_leads_back_to_its_trigger() {
    check(
        REFER,
        &journey(&[
            refer("2026-03-02", "telephone", ", id: a"),
            refer("2026-03-02", "telephone", ", id: b"),
            "\n- {at: 2026-03-03, event: consulted, with: {with: mash}, id: c, follows: b}".into(),
            "\n- {at: 2026-03-03, event: information-requested, with: {of: yjs}, id: d, follows: c}".into(),
            "\n- {at: 2026-03-04, event: referral-decided, with: {decision: accepted}, follows: d}".into(),
        ]),
        &["1a/1 overdue due 2026-03-04", "1a/2 done due 2026-03-04 done 2026-03-04 by 5"],
    );
}

#[test]
fn what_follows_no_trigger_counts_as_any_other() {
    check(
        REFER,
        &journey(&[
            "\n- {at: 2026-03-01, event: safeguarding-concern, id: s}".into(),
            refer("2026-03-02", "telephone", ""),
            "\n- {at: 2026-03-04, event: referral-decided, with: {decision: accepted}, follows: s}".into(),
        ]),
        &["1a/1 done due 2026-03-04 done 2026-03-04 by 3"],
    );
}

#[test]
fn a_retracted_trigger_owes_nothing_and_what_follows_it_counts_for_no_other() {
    let events = [
        refer("2026-03-02", "telephone", ", id: a"),
        refer("2026-03-02", "telephone", ", id: b"),
        "\n- {at: 2026-03-03, event: referral-decided, with: {decision: accepted}, follows: a}".into(),
        "\n- {at: 2026-03-09, retracts: a}".into(),
    ];
    check(REFER, &journey(&events), &["1a/1 overdue due 2026-03-04"]);
    check(REFER, &journey(&[events[0].clone(), events[3].clone()]), &[]);
}

#[test]
fn what_follows_can_set_off_another_clause() {
    check(
        "- {id: 1a, on: referral-made}\n- {id: 1b, on: [referral-made, referral-decided]}\n- {id: 1c, on: referral-decided}",
        "as_at: 2026-04-01
         - {at: 2026-03-02, event: referral-made, with: {to: mash}, id: a}
         - {at: 2026-03-03, event: referral-decided, with: {decision: accepted}, follows: a}",
        &["1a/1 open undated", "1b/1 open undated", "1c/1 open undated"],
    );
}

#[test]
fn to_retract_a_correction_is_to_retract_the_event() {
    check(
        TELL,
        "as_at: 2026-04-01
         - {at: 2026-03-02, event: charged, id: c}
         - {at: 2026-03-05, event: charged, corrects: c, id: d}
         - {at: 2026-03-06, retracts: d}",
        &[],
    );
}

#[test]
fn retracted_evidence_shows_nothing() {
    check(
        TELL,
        &journey(&[
            charged("2026-03-02"),
            "\n- {at: 2026-03-03, event: notified, with: {to: csc, about: charge}, id: n}".into(),
            "\n- {at: 2026-03-04, retracts: n}".into(),
        ]),
        &["1a/1 overdue due 2026-03-12"],
    );
}

#[test]
fn a_corrected_trigger_keeps_its_duty_and_counts_evidence_from_its_earliest_day() {
    let first = |at: &str| format!("\n- {{at: {at}, event: charged, id: c}}");
    let corrected = |at: &str| format!("\n- {{at: {at}, known: 2026-03-16, event: charged, corrects: c}}");
    // Later than first written: told in between.
    check(
        TELL,
        &journey(&[first("2026-03-02"), told("2026-03-03"), corrected("2026-03-10")]),
        &["1a/1 done due 2026-03-20 done 2026-03-03 by 2"],
    );
    // Earlier than first written.
    check(
        TELL,
        &journey(&[first("2026-03-10"), told("2026-03-06"), corrected("2026-03-05")]),
        &["1a/1 done due 2026-03-15 done 2026-03-06 by 2"],
    );
    // Two corrections: the first version's day still counts.
    check(
        TELL,
        &journey(&[
            first("2026-03-02"),
            told("2026-03-03"),
            "\n- {at: 2026-03-10, known: 2026-03-11, event: charged, corrects: c, id: d}".into(),
            "\n- {at: 2026-03-12, known: 2026-03-13, event: charged, corrects: d}".into(),
        ]),
        &["1a/1 done due 2026-03-22 done 2026-03-03 by 2"],
    );
}

#[test]
fn a_correction_can_make_it_another_event() {
    let journey = |now: &str| {
        journey(&[
            "\n- {at: 2026-03-02, event: charged, with: {category: theft}, id: c}".into(),
            format!("\n- {{at: 2026-03-02, known: 2026-03-04, {now}, corrects: c}}"),
        ])
    };
    check(TELL, &journey("event: arrested"), &[]);
    let robbery = "- {id: 1a, on: {charged: {category: robbery}}}";
    check(robbery, &journey("event: charged, with: {category: robbery}"), &["1a/1 open undated"]);
    check(robbery, &journey("event: charged, with: {category: drugs}"), &[]);
}

#[test]
fn corrected_evidence_counts_as_it_now_stands() {
    let first = "\n- {at: 2026-03-12, event: notified, with: {to: csc, about: charge}, id: n}";
    let with = |correction: &str, line: &str| {
        check(TELL, &journey(&[charged("2026-03-02"), first.into(), correction.into()]), &[line]);
    };
    with(
        "\n- {at: 2026-03-13, known: 2026-03-20, event: notified, with: {to: csc, about: charge}, corrects: n}",
        "1a/1 done-late due 2026-03-12 done 2026-03-13 by 3",
    );
    with(
        "\n- {at: 2026-03-12, known: 2026-03-20, event: notified, with: {to: csc, about: arrest}, corrects: n}",
        "1a/1 overdue due 2026-03-12",
    );
}

#[test]
fn events_after_the_moment_asked_for_show_nothing() {
    check(
        TELL,
        &format!("as_at: 2026-03-05T12:00{}{}", charged("2026-03-02"), told("2026-03-05T12:01")),
        &["1a/1 open due 2026-03-12"],
    );
    // What has only a date counts from the start of its day.
    check(
        TELL,
        &format!("as_at: 2026-03-05T00:01{}{}", charged("2026-03-02"), told("2026-03-05")),
        &["1a/1 done due 2026-03-12 done 2026-03-05 by 2"],
    );
    check(
        TELL,
        &format!("as_at: 2026-03-05{}{}", charged("2026-03-02"), told("2026-03-05T23:59")),
        &["1a/1 done due 2026-03-12 done 2026-03-05T23:59 by 2"],
    );
}

#[test]
fn one_for_all_shows_every_one_that_was_set_off_before() {
    let clause = "- {id: 1a, on: charged, shown-by: notified, one-for-all: yes, due: within 10 days of charged}";
    let told = "- {at: 2026-03-05, event: notified, with: {to: csc, about: charge}}";
    check(
        clause,
        &format!(
            "as_at: 2026-04-01
             - {{at: 2026-03-02, event: charged}}
             - {{at: 2026-03-03, event: charged}}
             {told}
             - {{at: 2026-03-05, event: charged}}"
        ),
        &[
            "1a/1 done due 2026-03-12 done 2026-03-05 by 3",
            "1a/2 done due 2026-03-13 done 2026-03-05 by 3",
            // Told before the third charge, though on its day.
            "1a/3 overdue due 2026-03-15",
        ],
    );
}

#[test]
fn what_follows_a_follow_up_of_the_trigger_counts_for_the_trigger() {
    let journey = |follows: &str| {
        format!(
            "as_at: 2026-04-01
             - {{at: 2026-03-02, event: referral-made, with: {{to: mash, route: telephone}}, id: call}}
             - {{at: 2026-03-03, event: referral-made, with: {{to: mash, route: written}}, follows: call, id: letter}}
             - {{at: 2026-03-04, event: referral-decided, with: {{decision: accepted}}, follows: {follows}}}"
        )
    };
    let clause =
        "- {id: 1a, on: referral-made, shown-by: referral-decided, due: within 1 working day of referral-made}";
    for follows in ["call", "letter"] {
        check(clause, &journey(follows), &["1a/1 done-late due 2026-03-03 done 2026-03-04 by 3"]);
    }
    let facts = "facts: {decided: {means: it was decided, seen: referral-decided, since: trigger}}";
    let clause =
        format!("{facts}\n- {{id: 1a, on: referral-made, if: \"!decided\", due: within 5 days of referral-made}}");
    for follows in ["call", "letter"] {
        check(&clause, &journey(follows), &["1a/1 ended due 2026-03-07"]);
    }
}
