//! Duties that bind both services: who has shown it, who still owes (contract, Duties out).

use crate::shelf::says as check;

const SEE: &str = "- {id: 1a, on: charged, owner: both-workers, due: within 10 days of charged, shown-by: visit-made}";

fn journey(charged: &[&str], visits: &[(&str, &str)]) -> String {
    let mut journey = "as_at: 2026-03-20".to_owned();
    for at in charged {
        journey += &format!("\n- {{at: {at}, event: charged}}");
    }
    for (at, by) in visits {
        journey += &format!("\n- {{at: {at}, event: visit-made, with: {{by: [{by}]}}}}");
    }
    journey
}

fn one(visits: &[(&str, &str)], line: &str) {
    check(SEE, &journey(&["2026-03-02"], visits), &[line]);
}

#[test]
fn evidence_that_names_nobody_shows_it_for_both() {
    check(
        "- {id: 1a, on: charged, owner: both-workers, shown-by: {supervision-held: {kind: joint}}}
         - {id: 1b, on: charged, owner: both-services, shown-by: assessment-completed}",
        "as_at: 2026-03-20
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-03, event: supervision-held, with: {kind: joint}}
         - {at: 2026-03-04, event: assessment-completed, with: {kind: assetplus}}",
        &["1a/1 done undated done 2026-03-03 by 2", "1b/1 done undated done 2026-03-04 by 3"],
    );
}

#[test]
fn one_side_leaves_the_other_owing() {
    one(&[("2026-03-03", "yjs-case-manager")], "1a/1 overdue due 2026-03-12");
    one(&[("2026-03-03", "social-worker")], "1a/1 overdue due 2026-03-12");
    one(&[("2026-03-03", "yjs"), ("2026-03-04", "yjs-manager")], "1a/1 overdue due 2026-03-12");
}

#[test]
fn both_sides_in_either_order() {
    let both = "1a/1 done due 2026-03-12 done 2026-03-05 by 3";
    one(&[("2026-03-03", "yjs"), ("2026-03-05", "csc")], both);
    one(&[("2026-03-03", "csc"), ("2026-03-05", "yjs")], both);
    one(&[("2026-03-03", "csc, yjs")], "1a/1 done due 2026-03-12 done 2026-03-03 by 2");
    one(&[("2026-03-03", "both-workers")], "1a/1 done due 2026-03-12 done 2026-03-03 by 2");
}

#[test]
fn the_later_of_the_two_decides_whether_it_was_in_time() {
    one(&[("2026-03-03", "yjs"), ("2026-03-13", "csc")], "1a/1 done-late due 2026-03-12 done 2026-03-13 by 3");
    // Written in the other order: done_at is still the later, done_by the event that completed it.
    one(&[("2026-03-13", "csc"), ("2026-03-03", "yjs")], "1a/1 done-late due 2026-03-12 done 2026-03-13 by 2");
}

#[test]
fn third_parties_alone_show_it_for_neither() {
    one(&[("2026-03-03", "police")], "1a/1 overdue due 2026-03-12");
    one(&[("2026-03-03", "police"), ("2026-03-04", "foster-carer")], "1a/1 overdue due 2026-03-12");
    one(&[("2026-03-03", "other-yjs"), ("2026-03-04", "csc")], "1a/1 overdue due 2026-03-12");
    one(
        &[("2026-03-03", "police, social-worker"), ("2026-03-06", "yjs, police")],
        "1a/1 done due 2026-03-12 done 2026-03-06 by 3",
    );
}

#[test]
fn attended_and_from_name_sides_too() {
    check(
        "- {id: 1a, on: charged, owner: both-workers, shown-by: {meeting-held: {meeting: hrvp}}}
         - {id: 1b, on: charged, owner: both-services, shown-by: shared}",
        "as_at: 2026-03-20
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-03, event: meeting-held, with: {meeting: hrvp, attended: [social-worker, police]}}
         - {at: 2026-03-04, event: shared, with: {what: [plan], from: yjs, to: csc}}",
        &["1a/1 open undated", "1b/1 open undated"],
    );
    check(
        "- {id: 1a, on: charged, owner: both-workers, shown-by: {meeting-held: {meeting: hrvp}}}
         - {id: 1b, on: charged, owner: both-services, shown-by: shared}",
        "as_at: 2026-03-20
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-03, event: meeting-held, with: {meeting: hrvp, attended: [social-worker]}}
         - {at: 2026-03-04, event: meeting-held, with: {meeting: hrvp, attended: [yjs-case-manager]}}
         - {at: 2026-03-04, event: shared, with: {what: [plan], from: yjs, to: csc}}
         - {at: 2026-03-06, event: shared, with: {what: [plan], from: social-worker, to: yjs}}",
        &["1a/1 done undated done 2026-03-04 by 3", "1b/1 done undated done 2026-03-06 by 5"],
    );
}

#[test]
fn shown_by_hand_by_each_side() {
    let by_hand = |at: &str, by: &str| format!("\n- {{at: {at}, event: duty-done, with: {{clause: anyshire-1a{by}}}}}");
    let with = |events: &[String], line: &str| {
        check(SEE, &format!("{}{}", journey(&["2026-03-02"], &[]), events.concat()), &[line]);
    };
    with(&[by_hand("2026-03-04", "")], "1a/1 done due 2026-03-12 done 2026-03-04 by 2");
    with(&[by_hand("2026-03-04", ", by: yjs")], "1a/1 overdue due 2026-03-12");
    with(
        &[by_hand("2026-03-04", ", by: yjs"), by_hand("2026-03-06", ", by: social-worker")],
        "1a/1 done due 2026-03-12 done 2026-03-06 by 3",
    );
    with(
        &[by_hand("2026-03-04", ", by: csc"), "\n- {at: 2026-03-07, event: visit-made, with: {by: [yjs]}}".into()],
        "1a/1 done due 2026-03-12 done 2026-03-07 by 3",
    );
}

#[test]
fn one_agreement_sets_it_aside_for_both() {
    let aside = "\n- {at: 2026-03-05, event: duty-not-needed, with: {clause: anyshire-1a, reason: r, agreed_by: both-managers}}";
    let half = journey(&["2026-03-02"], &[("2026-03-03", "yjs")]);
    check(SEE, &format!("{half}{aside}"), &["1a/1 ended due 2026-03-12"]);
}

#[test]
fn each_side_shows_the_earliest_that_it_still_owes() {
    let two = ["2026-03-02", "2026-03-04"];
    check(
        SEE,
        &journey(&two, &[("2026-03-05", "yjs"), ("2026-03-06", "csc"), ("2026-03-07", "csc")]),
        &["1a/1 done due 2026-03-12 done 2026-03-06 by 4", "1a/2 overdue due 2026-03-14"],
    );
    check(
        SEE,
        &journey(&two, &[("2026-03-05", "yjs, csc"), ("2026-03-06", "yjs"), ("2026-03-07", "csc")]),
        &["1a/1 done due 2026-03-12 done 2026-03-05 by 3", "1a/2 done due 2026-03-14 done 2026-03-07 by 5"],
    );
}

#[test]
fn one_event_of_both_sides_shows_one_occurrence() {
    // The joint visit completes the first; nothing of it is left over for the second.
    check(
        SEE,
        &journey(
            &["2026-03-02", "2026-03-04"],
            &[("2026-03-05", "yjs"), ("2026-03-06", "yjs, csc"), ("2026-03-07", "csc")],
        ),
        &["1a/1 done due 2026-03-12 done 2026-03-06 by 4", "1a/2 overdue due 2026-03-14"],
    );
}

#[test]
fn an_owner_of_one_service_is_shown_by_whoever_did_it() {
    // Who did it must fit the owner only where the clause says so.
    check(
        "- {id: 1a, on: charged, owner: csc, shown-by: visit-made}
         - {id: 1b, on: charged, owner: csc, shown-by: {visit-made: {by: csc}}}
         - {id: 1c, on: charged, owner: risk-panel, shown-by: visit-made}",
        &journey(&["2026-03-02"], &[("2026-03-03", "yjs")]),
        &["1a/1 done undated done 2026-03-03 by 2", "1b/1 open undated", "1c/1 done undated done 2026-03-03 by 2"],
    );
}

#[test]
fn a_repeating_joint_duty_goes_on_from_the_later_side() {
    let clause = "- {id: 1a, on: released, owner: both-workers, shown-by: visit-made,
         due: every 2 weeks from released until order-ended}";
    let with = |visits: &[(&str, &str)], lines: &[&str]| {
        let visits: String = visits
            .iter()
            .map(|(at, by)| format!("\n- {{at: {at}, event: visit-made, with: {{by: [{by}]}}}}"))
            .collect();
        check(clause, &format!("as_at: 2026-03-20\n- {{at: 2026-03-02, event: released}}{visits}"), lines);
    };
    with(&[("2026-03-04", "yjs")], &["1a/1 overdue due 2026-03-16"]);
    with(
        &[("2026-03-04", "yjs"), ("2026-03-09", "csc")],
        &["1a/1 done due 2026-03-16 done 2026-03-09 by 3", "1a/2 open due 2026-03-23"],
    );
    with(
        &[("2026-03-04", "yjs"), ("2026-03-09", "csc"), ("2026-03-18", "csc"), ("2026-03-19", "yjs")],
        &[
            "1a/1 done due 2026-03-16 done 2026-03-09 by 3",
            "1a/2 done due 2026-03-23 done 2026-03-19 by 5",
            "1a/3 open due 2026-04-02",
        ],
    );
}
