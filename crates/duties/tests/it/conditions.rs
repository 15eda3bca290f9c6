//! Conditions: yes, no and not known; what is asked at the trigger, before it and since; what ends a duty and what does not
//! (contract, Duties out; protocols/README.md, Conditions).

use crate::shelf::{answer, anyshire, duties, findings};

/// One duty of this condition, set off by `on` and due within ten days: the lines of the duties of a journey.
fn check(on: &str, condition: &str, journey: &str, expected: &[&str]) {
    with_facts("", on, condition, journey, expected);
}

fn with_facts(facts: &str, on: &str, condition: &str, journey: &str, expected: &[&str]) {
    let event = on.split([':', '[', '{', ',', ']']).map(str::trim).find(|w| !w.is_empty()).unwrap();
    let text = format!(
        "{facts}\n- {{id: 1a, on: {on}, if: \"{condition}\", due: within 10 days of {event}, shown-by: duty-shown}}"
    )
    .replace("duty-shown", "{notified: {about: other}}");
    let protocols = anyshire(&text);
    assert_eq!(duties(&answer(protocols, journey)), expected, "\n{text}\n{journey}");
}

/// What a condition says of a charge on 2 March after these events: yes, no, or not known.
fn says(condition: &str, before: &str, expected: &str) {
    let text = format!("- {{id: 1a, kind: rule, on: charged, if: \"{condition}\"}}");
    let journey =
        format!("as_at: 2026-03-02\n{before}\n- {{at: 2026-03-02, event: charged, with: {{category: theft}}}}");
    let found = findings(&answer(anyshire(&text), &journey));
    assert_eq!(found, [format!("1a charged 2026-03-02: {expected}")], "\n{text}\n{journey}");
}

const OPEN: &str = "- {at: 2026-02-02, event: csc-involvement-started, with: {plan: child-in-need}}";

#[test]
fn yes_no_and_not_known() {
    let rated = |level: &str| format!("- {{at: 2026-02-20, event: risk-assessed, with: {{serious_harm: {level}}}}}");
    let high = "serious_harm_risk in ['high', 'very-high']";
    says(high, "", "null");
    says(high, &rated("high"), "true");
    says(high, &rated("low"), "false");
    // A rating that the assessment leaves out is not known either.
    says(high, "- {at: 2026-02-20, event: risk-assessed, with: {reoffending: low}}", "null");
}

#[test]
fn what_is_not_known_decides_nothing_that_the_rest_settles() {
    let unknown = "serious_harm_risk == 'high'";
    says(&format!("open_to_csc && {unknown}"), "", "false");
    says(&format!("open_to_csc && {unknown}"), OPEN, "null");
    says(&format!("{unknown} && open_to_csc"), "", "false");
    says(&format!("open_to_csc || {unknown}"), "", "null");
    says(&format!("{unknown} || open_to_csc"), OPEN, "true");
    says(&format!("!({unknown})"), OPEN, "null");
    says(&format!("!({unknown} || open_to_csc)"), OPEN, "false");
    says(&format!("!({unknown}) && !({unknown})"), "", "null");
}

#[test]
fn not_known_is_listed_with_its_condition_and_never_overdue() {
    let journey = |rest: &str| format!("as_at: 2026-06-01\n- {{at: 2026-03-02, event: charged}}{rest}");
    let line = "1a/1 open due 2026-03-12 if";
    check("charged", "serious_harm_risk == 'high'", &journey(""), &[line]);
    check(
        "charged",
        "serious_harm_risk == 'high'",
        &journey("\n- {at: 2026-03-20, event: notified, with: {to: csc, about: other}}"),
        &["1a/1 done due 2026-03-12 done 2026-03-20 by 2 if"],
    );
}

#[test]
fn the_status_that_the_program_works_out() {
    says("age == 15 && age < 16 && age >= 15 && age != 14", "", "true");
    says("looked_after", "- {at: 2026-02-02, event: remanded-rlaa}", "true");
    says("care_bases == ['remand'] && remanded == 'rlaa'", "- {at: 2026-02-02, event: remanded-rlaa}", "true");
    says("in_custody && remanded == 'yda'", "- {at: 2026-02-02, event: remanded-yda}", "true");
    says(
        "in_custody && remanded == 'none'",
        "- {at: 2026-02-02, event: sentenced-custody, with: {sentence: dto}}",
        "true",
    );
    says("liberty == 'bail'", "- {at: 2026-02-02, event: bailed}", "true");
    says("care_leaver == 'none' && nights_since_14 == 28", "- {at: 2026-02-02, event: remanded-yda}", "true");
    says("open_to_csc && !open_to_yjs && !jointly_open", OPEN, "true");
    says("former_looked_after_in_detention", "", "false");
}

#[test]
fn age_changes_at_the_start_of_the_birthday() {
    let on = |at: &str, expected: &str| {
        let text = "- {id: 1a, kind: rule, on: charged, value: age}";
        let journey = format!("as_at: 2026-12-31\n- {{at: {at}, event: charged}}");
        assert_eq!(findings(&answer(anyshire(text), &journey)), [format!("1a charged {at}: {expected}")]);
    };
    on("2026-05-03T23:59", "15");
    on("2026-05-04T00:00", "16");
    on("2026-05-04", "16");
}

#[test]
fn the_moment_before_the_trigger() {
    let text = "- {id: 1a, kind: rule, on: [remanded-yda, custody-entered, looked-after-started],
                if: before.looked_after}
                - {id: 1b, kind: rule, on: [sentenced-custody, looked-after-ended], if: \"'s20' in before.care_bases\"}";
    let journey = "as_at: 2026-06-01
         - {at: 2026-03-02, event: remanded-yda}";
    // What follows from the remand at once looks to before the remand too.
    assert_eq!(
        findings(&answer(anyshire(text), journey)),
        [
            "1a remanded-yda 2026-03-02: false",
            "1a looked-after-started 2026-03-02: false",
            "1a custody-entered 2026-03-02: false",
        ]
    );
    let journey = "as_at: 2026-06-01
         - {at: 2026-03-02, event: looked-after-started, with: {basis: s20}}
         - {at: 2026-03-09, event: sentenced-custody, with: {sentence: dto}}";
    assert_eq!(
        findings(&answer(anyshire(text), journey)),
        [
            "1a looked-after-started 2026-03-02: false",
            "1a custody-entered 2026-03-09: true",
            "1b sentenced-custody 2026-03-09: true",
            "1b looked-after-ended 2026-03-09: true",
        ]
    );
}

#[test]
fn what_the_trigger_says() {
    let ask = |condition: &str, with: &str, expected: &str| {
        let text = format!("- {{id: 1a, kind: rule, on: [charged, referral-made], if: \"{condition}\"}}");
        let journey = format!("as_at: 2026-03-02\n- {{at: 2026-03-02, {with}}}");
        let found = findings(&answer(anyshire(&text), &journey));
        assert!(found[0].ends_with(&format!(": {expected}")), "{condition} {with}: {found:?}");
    };
    let charged = "event: charged, with: {category: rape, max_adult_term_years: 14, own_area: true}";
    ask("trigger.category in ['murder', 'rape']", charged, "true");
    ask("trigger.category == 'theft'", charged, "false");
    ask("trigger.max_adult_term_years >= 14", charged, "true");
    ask("trigger.own_area", charged, "true");
    ask("trigger.event == 'charged'", charged, "true");
    ask("trigger.event == 'referral-made'", charged, "false");
    // What it does not say is not known; whether it says it, is.
    ask("trigger.violent_or_sexual", charged, "null");
    ask("has(trigger.violent_or_sexual)", charged, "false");
    ask("has(trigger.category)", charged, "true");
    ask("!has(trigger.violent_or_sexual) || trigger.violent_or_sexual", charged, "true");
    // An attribute that this event does not have at all.
    ask("trigger.route == 'written'", charged, "null");
    let referral = "event: referral-made, with: {from: yjs-manager, to: mash, route: written}";
    ask("trigger.route == 'written'", referral, "true");
    ask("trigger.from == 'yjs'", referral, "true");
    ask("trigger.from in ['police', 'court']", referral, "false");
}

#[test]
fn the_day_of_the_week_is_the_triggers() {
    let text = "- {id: 1a, kind: rule, on: charged, if: \"weekday in ['saturday', 'sunday']\"}";
    let journey = "as_at: 2026-06-01
         - {at: 2026-03-06T23:00, event: charged}
         - {at: 2026-03-07T01:00, event: charged}
         - {at: 2026-03-09, event: charged}";
    assert_eq!(
        findings(&answer(anyshire(text), journey)),
        ["1a charged 2026-03-06T23:00: false", "1a charged 2026-03-07T01:00: true", "1a charged 2026-03-09: false"]
    );
}

#[test]
fn sex_and_siblings_from_the_head_of_the_journey() {
    says("sex == 'female'", "", "null");
    says("sex == 'female'", "child: {born: 2010-05-04, sex: female}", "true");
    says("sex == 'female'", "child: {born: 2010-05-04, sex: male}", "false");
    says("has_siblings", "", "null");
    says("has_siblings", "child: {born: 2010-05-04, siblings: 2}", "true");
    says("has_siblings", "child: {born: 2010-05-04, siblings: 0}", "false");
    says(
        "has_siblings",
        "child: {born: 2010-05-04, siblings: 0}\n- {at: 2026-02-02, event: sibling-open-to-csc}",
        "true",
    );
}

#[test]
fn facts_that_begin_and_end_or_are_the_latest() {
    let missing = "- {at: 2026-02-20, event: missing}";
    says("is_missing", "", "false");
    says("is_missing", missing, "true");
    says("is_missing", &format!("{missing}\n- {{at: 2026-02-21, event: returned-from-missing}}"), "false");
    says("csc_plan == 'none'", "", "true");
    says("csc_plan == 'child-in-need'", OPEN, "true");
    let changed = format!("{OPEN}\n- {{at: 2026-02-20, event: csc-plan-changed, with: {{plan: child-protection}}}}");
    says("csc_plan == 'child-protection'", &changed, "true");
    says("csc_plan == 'none'", &format!("{changed}\n- {{at: 2026-02-21, event: csc-involvement-ended}}"), "true");
    // The latest says nothing of it.
    says("csc_plan == 'none'", "- {at: 2026-02-02, event: csc-involvement-started}", "null");
}

#[test]
fn days_since_are_counted_to_the_trigger() {
    let closed = "- {at: 2026-02-12, event: yjs-involvement-ended}";
    says("days_since_yjs_closed <= 20", "", "null");
    says("days_since_yjs_closed == 18", closed, "true");
    says("working_days_since_yjs_closed == 12", closed, "true");
    // They do not grow while the duty waits.
    check(
        "charged",
        "days_since_yjs_closed <= 20",
        &format!(
            "as_at: 2026-03-11\n{closed}\n- {{at: 2026-03-04, event: charged}}\n- {{at: 2026-03-10, event: charged}}"
        ),
        &["1a/1 open due 2026-03-14"],
    );
}

#[test]
fn what_is_told_since_the_trigger() {
    let facts = "facts: {parent_told: {means: the parent was told, seen: {notified: {to: parent}}, since: trigger}}";
    let charged = "as_at: 2026-03-09\n- {at: 2026-03-02T12:00, event: charged, id: c}";
    let told =
        |at: &str, rest: &str| format!("\n- {{at: {at}, event: notified, with: {{to: parent, about: charge}}{rest}}}");
    let owed = |journey: &str| with_facts(facts, "charged", "parent_told", journey, &["1a/1 open due 2026-03-12"]);
    let not_owed = |journey: &str| with_facts(facts, "charged", "parent_told", journey, &[]);
    not_owed(charged);
    owed(&format!("{charged}{}", told("2026-03-05", "")));
    owed(&format!("{charged}{}", told("2026-03-02T08:00", "")));
    not_owed(&format!("{charged}{}", told("2026-03-01", "")));
    owed(&format!("{charged}{}", told("2026-03-05", ", follows: c")));
    // What follows another charge is that one's matter.
    let other = "\n- {at: 2026-02-02, event: charged, id: d}";
    with_facts(
        facts,
        "charged",
        "parent_told",
        &format!("{charged}{other}{}", told("2026-03-05", ", follows: d")),
        &["1a/1 open due 2026-02-12"].map(|line| line.replace("open", "overdue")).each_ref().map(String::as_str),
    );
}

#[test]
fn what_is_told_since_the_trigger_can_end_it() {
    let facts = "facts: {parent_told: {means: the parent was told, seen: {notified: {to: parent}}, since: trigger}}";
    let charged = "as_at: 2026-03-09\n- {at: 2026-03-02, event: charged}";
    let told = "\n- {at: 2026-03-05, event: notified, with: {to: parent, about: charge}}";
    with_facts(facts, "charged", "!parent_told", charged, &["1a/1 open due 2026-03-12"]);
    with_facts(facts, "charged", "!parent_told", &format!("{charged}{told}"), &["1a/1 ended due 2026-03-12"]);
}

#[test]
fn until_the_next_event_of_the_triggers_kind() {
    let facts = |until: &str| {
        format!(
            "facts: {{parent_told: {{means: the parent was told, seen: {{notified: {{to: parent}}}}, since: trigger{until}}}}}"
        )
    };
    let journey = "as_at: 2026-03-09
         - {at: 2026-03-02, event: arrested}
         - {at: 2026-03-05, event: arrested}
         - {at: 2026-03-06, event: notified, with: {to: parent, about: arrest}}";
    with_facts(
        &facts(""),
        "arrested",
        "parent_told",
        journey,
        &["1a/1 open due 2026-03-12", "1a/2 open due 2026-03-15"],
    );
    with_facts(&facts(", until: next"), "arrested", "parent_told", journey, &["1a/1 open due 2026-03-15"]);
}

#[test]
fn a_fact_can_look_for_what_the_trigger_says() {
    let journey = |day: &str| {
        format!(
            "as_at: 2026-03-09
             - {{at: 2026-03-02, event: meeting-called, with: {{meeting: hrvp, day: 2026-03-20}}}}
             - {{at: 2026-03-05, event: cannot-attend-meeting, with: {{who: social-worker, day: {day}}}}}"
        )
    };
    check("meeting-called", "social_worker_cannot_come", &journey("2026-03-20"), &["1a/1 open due 2026-03-12"]);
    check("meeting-called", "social_worker_cannot_come", &journey("2026-03-21"), &[]);
}

/// Two clauses: 1a as it is, due on 12 March; 1b only where 1a stands so.
fn standing(condition: &str, events: &str, expected: &[&str]) {
    let text = format!(
        "- {{id: 1a, on: charged, due: within 10 days of charged, shown-by: {{notified: {{about: charge}}}}}}
         - {{id: 1b, on: charged, if: \"{condition}('anyshire-1a')\"}}"
    );
    let found = duties(&answer(anyshire(&text), events));
    let of_1b: Vec<&String> = found.iter().filter(|line| line.starts_with("1b")).collect();
    assert_eq!(of_1b, expected, "\n{text}\n{events}");
}

#[test]
fn how_another_duty_stands() {
    let charged = "- {at: 2026-03-02, event: charged}";
    let told = |at: &str| format!("\n- {{at: {at}, event: notified, with: {{to: csc, about: charge}}}}");
    let open = format!("as_at: 2026-03-05\n{charged}");
    let overdue = format!("as_at: 2026-03-20\n{charged}");
    let in_time = format!("{overdue}{}", told("2026-03-05"));
    let late = format!("{overdue}{}", told("2026-03-15"));
    let owed = ["1b/1 open undated"];
    standing("done", &open, &[]);
    standing("done", &overdue, &[]);
    standing("done", &in_time, &owed);
    standing("done", &late, &owed);
    standing("missed", &overdue, &owed);
    standing("missed", &in_time, &[]);
    standing("missed", &late, &owed);
    standing("owed", &open, &owed);
    standing("owed", &overdue, &owed);
    standing("owed", &in_time, &[]);
}

#[test]
fn how_another_duty_stands_is_asked_of_the_same_trigger() {
    let text = "- {id: 1a, on: charged, due: within 10 days of charged, shown-by: {notified: {about: charge}}}
         - {id: 1b, kind: rule, on: charged, if: done('anyshire-1a')}";
    let journey = "as_at: 2026-03-20
         - {at: 2026-03-02, event: charged, id: a}
         - {at: 2026-03-04, event: charged, id: b}
         - {at: 2026-03-05, event: notified, with: {to: csc, about: charge}, follows: b}";
    assert_eq!(
        findings(&answer(anyshire(text), journey)),
        ["1b charged 2026-03-02: false", "1b charged 2026-03-04: true"]
    );
}

#[test]
fn each_trigger_by_its_own_condition() {
    check(
        "charged",
        "open_to_csc",
        "as_at: 2026-03-09
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-03, event: csc-involvement-started}
         - {at: 2026-03-04, event: charged}",
        &["1a/1 open due 2026-03-14"],
    );
}

#[test]
fn a_condition_that_stops_holding_ends_what_is_not_yet_due() {
    let plan = "csc_plan == 'child-in-need'";
    let changed = |at: &str| format!("\n- {{at: {at}, event: csc-plan-changed, with: {{plan: child-protection}}}}");
    let journey = format!("as_at: 2026-06-01\n{OPEN}\n- {{at: 2026-03-02, event: charged}}");
    check("charged", plan, &format!("{journey}{}", changed("2026-03-10")), &["1a/1 ended due 2026-03-12"]);
    // On the day on which it is due it is not yet overdue.
    check("charged", plan, &format!("{journey}{}", changed("2026-03-12T17:00")), &["1a/1 ended due 2026-03-12"]);
    check("charged", plan, &format!("{journey}{}", changed("2026-03-13T00:00")), &["1a/1 overdue due 2026-03-12"]);
    // It does not come back.
    let back = "\n- {at: 2026-03-11, event: csc-plan-changed, with: {plan: child-in-need}}";
    check("charged", plan, &format!("{journey}{}{back}", changed("2026-03-10")), &["1a/1 ended due 2026-03-12"]);
    // What was done stays done, what is done afterwards shows nothing.
    let told = |at: &str| format!("\n- {{at: {at}, event: notified, with: {{to: csc, about: other}}}}");
    check(
        "charged",
        plan,
        &format!("{journey}{}{}", told("2026-03-05"), changed("2026-03-10")),
        &["1a/1 done due 2026-03-12 done 2026-03-05 by 3"],
    );
    check(
        "charged",
        plan,
        &format!("{journey}{}{}", changed("2026-03-10"), told("2026-03-11")),
        &["1a/1 ended due 2026-03-12"],
    );
    check(
        "charged",
        plan,
        &format!("{journey}{}{}", changed("2026-03-13"), told("2026-03-14")),
        &["1a/1 done-late due 2026-03-12 done 2026-03-14 by 4"],
    );
}

#[test]
fn a_condition_that_becomes_unknown_does_not_end() {
    check(
        "charged",
        "csc_plan == 'child-in-need'",
        &format!(
            "as_at: 2026-03-11\n{OPEN}
             - {{at: 2026-03-02, event: charged}}
             - {{at: 2026-03-05, event: csc-involvement-started}}"
        ),
        &["1a/1 open due 2026-03-12"],
    );
}

#[test]
fn a_birthday_ends_what_rests_on_an_age() {
    let journey = |as_at: &str, at: &str| format!("as_at: {as_at}\n- {{at: {at}, event: charged}}");
    check("charged", "age < 16", &journey("2026-05-03", "2026-04-28"), &["1a/1 open due 2026-05-08"]);
    check("charged", "age < 16", &journey("2026-05-04", "2026-04-28"), &["1a/1 ended due 2026-05-08"]);
    check("charged", "age < 16", &journey("2026-05-04", "2026-04-20"), &["1a/1 overdue due 2026-04-30"]);
    check("charged", "age < 16", &journey("2026-05-04", "2026-05-04"), &[]);
}

#[test]
fn the_end_of_care_ends_what_rests_on_it() {
    check(
        "charged",
        "looked_after",
        "as_at: 2026-03-11
         - {at: 2026-02-02, event: remanded-rlaa}
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-05, event: bailed}",
        &["1a/1 ended due 2026-03-12"],
    );
    // What was so before, or at, the trigger does not stop.
    check(
        "charged",
        "before.looked_after && trigger.category == 'theft'",
        "as_at: 2026-03-11
         - {at: 2026-02-02, event: remanded-rlaa}
         - {at: 2026-03-02, event: charged, with: {category: theft}}
         - {at: 2026-03-05, event: bailed}",
        &["1a/1 open due 2026-03-12"],
    );
}

#[test]
fn a_closing_does_not_end_what_rests_on_no_opening() {
    let journey = format!(
        "as_at: 2026-03-11\n{OPEN}
         - {{at: 2026-02-02, event: yjs-involvement-started}}
         - {{at: 2026-03-02, event: charged}}
         - {{at: 2026-03-05, event: csc-involvement-ended}}"
    );
    for condition in
        ["open_to_csc", "jointly_open", "csc_plan == 'child-in-need'", "has_social_worker", "in_need_or_in_care"]
    {
        check("charged", condition, &journey, &["1a/1 open due 2026-03-12"]);
    }
}

#[test]
fn an_opening_ends_what_rests_on_there_being_none() {
    let charged = "as_at: 2026-03-11\n- {at: 2026-03-02, event: charged}";
    let opened = "\n- {at: 2026-03-05, event: csc-involvement-started}";
    check("charged", "!open_to_csc", charged, &["1a/1 open due 2026-03-12"]);
    check("charged", "!open_to_csc", &format!("{charged}{opened}"), &["1a/1 ended due 2026-03-12"]);
}

#[test]
fn an_opening_is_what_its_own_closing_ends() {
    let involvement = |on: &str, closing: &str, expected: &str| {
        check(
            on,
            "true",
            &format!(
                "as_at: 2026-03-11
                 - {{at: 2026-03-02, event: yjs-involvement-started}}
                 - {{at: 2026-03-02, event: csc-involvement-started}}
                 - {{at: 2026-03-02, event: early-help-involvement-started}}
                 - {{at: 2026-03-05, event: {closing}}}"
            ),
            &[&format!("1a/1 {expected} due 2026-03-12")],
        );
    };
    involvement("yjs-involvement-started", "yjs-involvement-ended", "ended");
    involvement("yjs-involvement-started", "csc-involvement-ended", "open");
    involvement("csc-involvement-started", "csc-involvement-ended", "ended");
    involvement("csc-involvement-started", "early-help-involvement-ended", "open");
    involvement("early-help-involvement-started", "early-help-involvement-ended", "ended");
    involvement("jointly-open", "yjs-involvement-ended", "ended");
    involvement("jointly-open", "csc-involvement-ended", "ended");
    involvement("jointly-open", "early-help-involvement-ended", "open");
}

#[test]
fn what_was_overdue_at_the_closing_stays_overdue() {
    check(
        "yjs-involvement-started",
        "true",
        "as_at: 2026-04-01
         - {at: 2026-03-02, event: yjs-involvement-started}
         - {at: 2026-03-13, event: yjs-involvement-ended}",
        &["1a/1 overdue due 2026-03-12"],
    );
}

#[test]
fn an_undated_duty_ends_too() {
    let text = "- {id: 1a, on: jointly-open}\n- {id: 1b, on: jointly-open, due: within 5 days of released}";
    let journey = "as_at: 2026-04-01
         - {at: 2026-03-02, event: yjs-involvement-started}
         - {at: 2026-03-02, event: csc-involvement-started}
         - {at: 2026-03-13, event: yjs-involvement-ended}
         - {at: 2026-03-20, event: released}";
    // What happened after the end moves nothing.
    assert_eq!(duties(&answer(anyshire(text), journey)), ["1a/1 ended undated", "1b/1 ended undated"]);
}

#[test]
fn a_rule_is_true_false_a_word_or_a_number() {
    let text = "- {id: 1a, kind: rule, on: charged}
         - {id: 1b, kind: rule, on: charged, if: age >= 16}
         - {id: 1c, kind: rule, on: charged, value: \"age < 16 ? 'young' : 'old'\"}
         - {id: 1d, kind: rule, on: charged, if: open_to_csc, value: age}
         - {id: 1e, kind: rule, on: charged, value: \"serious_harm_risk == 'high' ? 1 : 2\"}
         - {id: 1f, kind: rule, on: charged, value: csc_plan}
         - {id: 1g, kind: rule, on: released}";
    let journey = "as_at: 2026-04-01\n- {at: 2026-03-02, event: charged}";
    assert_eq!(
        findings(&answer(anyshire(text), journey)),
        [
            "1a charged 2026-03-02: true",
            "1b charged 2026-03-02: false",
            "1c charged 2026-03-02: \"young\"",
            "1d charged 2026-03-02: false",
            "1e charged 2026-03-02: null",
            "1f charged 2026-03-02: \"none\"",
        ]
    );
}

#[test]
fn what_stands_always_or_recurs_is_in_neither_list() {
    let text = "- {id: 1a, kind: standing, on: always}
         - {id: 1b, kind: rule, on: always}
         - {id: 1c, on: on-calendar, due: every week on tuesday}
         - {id: 1d, kind: escalation, on: charged}";
    let found = answer(anyshire(text), "as_at: 2026-04-01\n- {at: 2026-03-02, event: charged}");
    assert_eq!((duties(&found), findings(&found)), (vec!["1d/1 open undated".to_owned()], vec![]));
}

#[test]
fn what_runs_until_a_day_is_over_by_itself() {
    let facts = "facts: {order: {means: the order, latest: [sentenced-community.order], ends: order-ended,
         runs-until: [sentenced-community.until, sentenced-community.months], otherwise: none}}";
    let owed = |sentenced: &str, expected: &[&str]| {
        let journey = format!(
            "as_at: 2026-04-01
             - {{at: 2026-01-05, event: sentenced-community, with: {{{sentenced}}}}}
             - {{at: 2026-03-02, event: charged}}"
        );
        with_facts(facts, "charged", "order == 'yro'", &journey, expected);
    };
    let (running, over) = (["1a/1 overdue due 2026-03-12"], [""; 0]);
    owed("order: yro", &running);
    owed("order: yro, until: 2026-03-03", &running);
    owed("order: yro, until: 2026-03-02", &over);
    owed("order: yro, months: 2", &running);
    owed("order: yro, months: 1", &over);
    // Its date before its months.
    owed("order: yro, months: 1, until: 2026-06-01", &running);
    owed("order: yro, months: 1}}\n- {at: 2026-02-02, event: sentenced-community, with: {order: yro", &running);
}

#[test]
fn what_runs_out_before_it_is_due_ends_the_duty() {
    let facts = "facts: {order: {means: the order, latest: [sentenced-community.order],
         runs-until: [sentenced-community.until], otherwise: none}}";
    let journey = |until: &str| {
        format!(
            "as_at: 2026-04-01
             - {{at: 2026-01-05, event: sentenced-community, with: {{order: yro, until: {until}}}}}
             - {{at: 2026-03-02, event: charged}}
             - {{at: 2026-03-10, event: released}}"
        )
    };
    with_facts(facts, "charged", "order == 'yro'", &journey("2026-03-09"), &["1a/1 ended due 2026-03-12"]);
    with_facts(facts, "charged", "order == 'yro'", &journey("2026-03-11"), &["1a/1 overdue due 2026-03-12"]);
}
