//! Events that the program works out, and what is written in their place: once each (contract, A journey; vocabulary, `derived`).

use crate::shelf::{answer, anyshire, duties, findings, refused, shipped};

/// When an event has set a clause off, in a journey as at 1 July 2027 of a child born on 4 May 2010.
fn check(event: &str, journey: &str, expected: &[&str]) {
    let text = format!("- {{id: 1a, kind: rule, on: {event}}}");
    let journey = format!("as_at: 2027-07-01\n{journey}");
    let found = findings(&answer(anyshire(&text), &journey));
    let expected: Vec<String> = expected.iter().map(|at| format!("1a {event} {at}: true")).collect();
    assert_eq!(found, expected, "\n{journey}");
}

/// What a journey is refused for, as at 1 July 2027.
fn check_refused(journey: &str, expected: &str) {
    let refusal = refused(anyshire("- {id: 1a, on: charged}"), &format!("as_at: 2027-07-01\n{journey}"));
    assert_eq!(refusal, expected, "\n{journey}");
}

const OPEN: &str = "- {at: 2026-03-02, event: yjs-involvement-started}
     - {at: 2026-03-09T10:00, event: csc-involvement-started}";

#[test]
fn jointly_open() {
    check("jointly-open", OPEN, &["2026-03-09T10:00"]);
    check("jointly-open", "- {at: 2026-03-02, event: yjs-involvement-started}", &[]);
    // In either order; again after a closing; not by a second opening of the same service.
    check(
        "jointly-open",
        "- {at: 2026-03-02, event: csc-involvement-started}
         - {at: 2026-03-03, event: yjs-involvement-started}
         - {at: 2026-03-04, event: yjs-involvement-started}
         - {at: 2026-03-10, event: yjs-involvement-ended}
         - {at: 2026-03-20, event: yjs-involvement-started}",
        &["2026-03-03", "2026-03-20"],
    );
    // Another area's service is not this one.
    check(
        "jointly-open",
        "- {at: 2026-03-02, event: csc-involvement-started}
         - {at: 2026-03-03, event: yjs-involvement-started, with: {service: other-yjs}}",
        &[],
    );
}

#[test]
fn jointly_open_written() {
    check("jointly-open", &format!("{OPEN}\n- {{at: 2026-03-09, event: jointly-open}}"), &["2026-03-09"]);
    check("jointly-open", &format!("{OPEN}\n- {{at: 2026-03-09T11:00, event: jointly-open}}"), &["2026-03-09T11:00"]);
    check_refused(
        &format!("{OPEN}\n- {{at: 2026-03-10, event: jointly-open}}"),
        "journey.yaml:7: `jointly-open` on 2026-03-10 disagrees with the rest of the journey\n    \
         help: it follows on 2026-03-09T10:00: leave it out\n",
    );
    check_refused(
        "- {at: 2026-03-02, event: jointly-open}",
        "journey.yaml:5: `jointly-open` on 2026-03-02 disagrees with the rest of the journey\n    \
         help: it does not follow at all: leave it out, or write what brought it about\n",
    );
}

#[test]
fn closed_by_either_service() {
    let closed = format!("{OPEN}\n- {{at: 2026-06-01, event: csc-involvement-ended}}");
    check("closed-by-either-service", &closed, &["2026-06-01"]);
    check(
        "closed-by-either-service",
        &format!("{closed}\n- {{at: 2026-06-08, event: yjs-involvement-ended}}"),
        &["2026-06-01"],
    );
    check(
        "closed-by-either-service",
        &format!("{closed}\n- {{at: 2026-06-01, event: closed-by-either-service}}"),
        &["2026-06-01"],
    );
    check(
        "closed-by-either-service",
        "- {at: 2026-03-02, event: csc-involvement-started}
         - {at: 2026-06-01, event: csc-involvement-ended}",
        &[],
    );
    check_refused(
        &format!("{closed}\n- {{at: 2026-06-02, event: closed-by-either-service}}"),
        "journey.yaml:8: `closed-by-either-service` on 2026-06-02 disagrees with the rest of the journey\n    \
         help: it follows on 2026-06-01: leave it out\n",
    );
}

#[test]
fn birthdays() {
    check("turned-16", "", &["2026-05-04"]);
    check("turned-16", "- {at: 2026-05-04, event: turned-16}", &["2026-05-04"]);
    check("turned-18", "child: {born: 2009-02-28}", &["2027-02-28"]);
    // Three months before, where the authority says nothing else.
    check("approaching-16", "", &["2026-02-04"]);
    // 29 February: on 1 March where there is none.
    check("turned-16", "child: {born: 2008-02-29}", &["2024-02-29"]);
    check("turned-18", "child: {born: 2008-02-29}", &["2026-03-01"]);
    check_refused(
        "- {at: 2026-05-05, event: turned-16}",
        "journey.yaml:5: `turned-16` on 2026-05-05 disagrees with the rest of the journey\n    \
         help: it follows on 2026-05-04: leave it out\n",
    );
}

#[test]
fn a_birthday_that_lies_ahead_has_not_come() {
    let text = "- {id: 1a, kind: rule, on: [approaching-16, turned-16]}";
    let found = |as_at: &str| findings(&answer(anyshire(text), &format!("as_at: {as_at}")));
    assert_eq!(found("2026-02-03"), [] as [&str; 0]);
    assert_eq!(found("2026-05-03"), ["1a approaching-16 2026-02-04: true"]);
    assert_eq!(found("2026-05-04"), ["1a approaching-16 2026-02-04: true", "1a turned-16 2026-05-04: true"]);
}

#[test]
fn the_authority_says_when_16_is_near() {
    let text = "settings: {as-soon-as-possible: {is: 1 working day, assumed: true, why: x},
         approaching-16: {is: 6 months, assumed: true, why: x}}
         - {id: 1a, kind: rule, on: approaching-16}";
    assert_eq!(findings(&answer(anyshire(text), "as_at: 2026-05-04")), ["1a approaching-16 2025-11-04: true"]);
}

#[test]
fn looked_after_started() {
    check("looked-after-started", "- {at: 2026-03-02, event: remanded-rlaa}", &["2026-03-02"]);
    check("looked-after-started", "- {at: 2026-03-02T15:00, event: remanded-yda}", &["2026-03-02T15:00"]);
    check(
        "looked-after-started",
        "- {at: 2026-03-02, event: sentenced-community, with: {order: yro, la_accommodation: true, months: 6}}",
        &["2026-03-02"],
    );
    check("looked-after-started", "- {at: 2026-03-02, event: sentenced-community, with: {order: yro}}", &[]);
    // A further basis sets nothing off, worked out or written.
    check(
        "looked-after-started",
        "- {at: 2026-02-02, event: looked-after-started, with: {basis: s31-full}}
         - {at: 2026-03-02, event: remanded-yda}
         - {at: 2026-03-09, event: looked-after-started, with: {basis: s31-interim}}",
        &["2026-02-02"],
    );
}

#[test]
fn nobody_becomes_looked_after_from_18_on() {
    for begun in [
        "remanded-rlaa",
        "remanded-yda",
        "sentenced-community, with: {order: yro, la_accommodation: true, months: 6}",
        "looked-after-started, with: {basis: s20}",
        "looked-after-started, with: {basis: bail-to-reside}",
    ] {
        let journey = |at: &str| format!("child: {{born: 2008-03-02}}\n- {{at: {at}, event: {begun}}}");
        check("looked-after-started", &journey("2026-03-01"), &["2026-03-01"]);
        for at in ["2026-03-02", "2026-03-02T10:00", "2026-05-05"] {
            let bailed = journey(at) + "\n- {at: 2026-06-01, event: bailed}";
            for event in ["looked-after-started", "looked-after-ended", "became-eligible"] {
                check(event, &bailed, &[]);
            }
        }
    }
    // Held all the same.
    let held = "child: {born: 2008-03-02}\n- {at: 2026-03-09, event: remanded-yda}";
    check("custody-entered", held, &["2026-03-09"]);
    check("remand-ended", &format!("{held}\n- {{at: 2026-03-20, event: bailed}}"), &["2026-03-20"]);
}

#[test]
fn what_is_decided_in_custody_begins_on_release() {
    let sentenced = "- {at: 2026-03-02, event: sentenced-custody, with: {sentence: dto}}";
    let s20 = |at: &str| format!("- {{at: {at}, event: looked-after-started, with: {{basis: s20}}}}");
    let released = "- {at: 2026-06-01, event: released}";
    for told in ["2026-05-20", "2026-06-01"] {
        check("looked-after-started", &format!("{sentenced}\n{}\n{released}", s20(told)), &["2026-06-01"]);
    }
    check("looked-after-started", &format!("{sentenced}\n{}", s20("2026-05-20")), &[]);
    // A remand made the child looked after already.
    let remand = "- {at: 2026-03-02, event: remanded-yda}";
    let bailed = format!("{remand}\n{}\n- {{at: 2026-06-01, event: bailed}}", s20("2026-05-20"));
    check("looked-after-started", &bailed, &["2026-03-02"]);
    check("looked-after-ended", &bailed, &[]);
}

#[test]
fn short_breaks_make_nobody_eligible() {
    check(
        "became-eligible",
        "- {at: 2025-06-02, event: looked-after-started, with: {basis: s20}}
         - {at: 2025-12-02, event: looked-after-ended, with: {reason: returned-home}}
         - {at: 2026-05-01, event: looked-after-started, with: {basis: short-break}}
         - {at: 2026-05-10, event: looked-after-ended, with: {reason: returned-home}}",
        &[],
    );
}

#[test]
fn looked_after_started_written() {
    let remand = "- {at: 2026-03-02, event: remanded-yda}";
    let also = |at: &str| format!("\n- {{at: {at}, event: looked-after-started, with: {{basis: remand}}}}");
    check("looked-after-started", &format!("{remand}{}", also("2026-03-02")), &["2026-03-02"]);
    check("looked-after-started", &format!("{}\n{remand}", also("2026-03-02")), &["2026-03-02"]);
    check("looked-after-started", &format!("{remand}{}", also("2026-03-20")), &["2026-03-20"]);
    check("looked-after-started", &format!("{remand}{}{}", also("2026-03-02"), also("2026-03-02")), &["2026-03-02"]);
    check("looked-after-started", &format!("{remand}{}{}", also("2026-03-03"), also("2026-03-04")), &["2026-03-03"]);
}

#[test]
fn looked_after_ended() {
    let remand = "- {at: 2026-03-02, event: remanded-rlaa}";
    check("looked-after-ended", &format!("{remand}\n- {{at: 2026-03-20, event: bailed}}"), &["2026-03-20"]);
    check(
        "looked-after-ended",
        &format!("{remand}\n- {{at: 2026-03-20, event: sentenced-custody, with: {{sentence: dto}}}}"),
        &["2026-03-20"],
    );
    check("looked-after-ended", &format!("{remand}\n- {{at: 2026-03-20, event: proceedings-ended}}"), &["2026-03-20"]);
    // Another basis goes on.
    check(
        "looked-after-ended",
        &format!(
            "- {{at: 2026-02-02, event: looked-after-started, with: {{basis: s31-full}}}}
             {remand}\n- {{at: 2026-03-20, event: bailed}}"
        ),
        &[],
    );
    // The residence requirement is over.
    check(
        "looked-after-ended",
        "- {at: 2026-03-02, event: sentenced-community, with: {order: yro, la_accommodation: true, months: 6}}",
        &["2026-09-02"],
    );
    check(
        "looked-after-ended",
        "- {at: 2026-03-02, event: sentenced-community,
         with: {order: yro, la_accommodation: true, months: 6, la_accommodation_until: 2026-06-01}}",
        &["2026-06-01"],
    );
    // The 18th birthday.
    check(
        "looked-after-ended",
        "child: {born: 2009-03-20}
         - {at: 2026-03-02, event: looked-after-started, with: {basis: s31-full}}",
        &["2027-03-20"],
    );
}

#[test]
fn why_care_ended() {
    let after = |begun: &str, end: &str| format!("{begun}\n- {{at: 2026-03-20, event: {end}}}");
    let remand = "- {at: 2026-03-02, event: remanded-rlaa}";
    for end in [
        "bailed",
        "sentenced-community, with: {order: yro}",
        "remand-ended, with: {how: bailed}",
        "proceedings-ended, with: {outcome: acquitted}",
        "proceedings-ended, with: {outcome: discontinued}",
        "proceedings-ended, with: {outcome: discharge-or-fine}",
        "released, with: {order: none}",
    ] {
        reason("remand-ended", &after(remand, end));
        reason("remand-ended", &after("- {at: 2026-03-02, event: remanded-yda}", end));
    }
    let s20 = "- {at: 2026-03-02, event: looked-after-started, with: {basis: s20}}";
    for begun in [s20, remand, "- {at: 2026-03-02, event: remanded-yda}"] {
        reason("turned-18", &format!("child: {{born: 2008-03-20}}\n{begun}"));
        reason("turned-18", &format!("child: {{born: 2008-03-20}}\n{}", after(begun, "turned-18")));
        reason("other", &after(begun, "child-died"));
    }
}

#[test]
fn why_care_ended_by_a_custodial_sentence() {
    let sentenced = "- {at: 2026-03-20, event: sentenced-custody, with: {sentence: dto}}";
    let s20 = "- {at: 2026-03-02, event: looked-after-started, with: {basis: s20}}";
    let yro = "- {at: 2026-03-02, event: sentenced-community, with: {order: yro, la_accommodation: true, months: 6}}";
    let held = "- {at: 2026-03-04, event: remanded-yda}";
    for begun in [s20, yro, held, &format!("{s20}\n- {{at: 2026-03-04, event: remanded-rlaa}}")] {
        reason("custodial-sentence", &format!("{begun}\n{sentenced}"));
        reason("custodial-sentence", &format!("{begun}\n- {{at: 2026-03-20, event: recalled}}"));
    }
    reason("custodial-sentence", &format!("{s20}\n{held}\n{sentenced}"));
    // That the remand was over may be written before the sentence that ended it.
    let over = "- {at: 2026-03-20, event: remand-ended, with: {how: sentenced}}";
    reason("custodial-sentence", &format!("{held}\n{over}\n{sentenced}"));
    reason("custodial-sentence", &format!("{held}\n{sentenced}\n{over}"));
    // An order ended on the same day, and the remand went on until the sentence.
    let found = ends(
        "- {at: 2026-03-02, event: looked-after-started, with: {basis: s31-interim}}
         - {at: 2026-03-04, event: remanded-yda}
         - {at: 2026-03-20T09:30, event: looked-after-ended, with: {reason: order-discharged}}
         - {at: 2026-03-20T11:00, event: sentenced-custody, with: {sentence: dto}}",
    );
    assert_eq!(found, ["custodial-sentence 2026-03-20T11:00", "order-discharged 2026-03-20T09:30"]);
}

#[test]
fn why_care_ended_with_a_residence_requirement() {
    let yro = |until: &str| {
        format!(
            "- {{at: 2026-03-02, event: sentenced-community,
             with: {{order: yro, la_accommodation: true, la_accommodation_until: {until}}}}}"
        )
    };
    reason("other", &yro("2026-03-20"));
    reason("other", &format!("{}\n- {{at: 2026-03-20, event: order-ended, with: {{order: yro}}}}", yro("2026-09-02")));
    reason("turned-18", &format!("child: {{born: 2008-03-20}}\n{}", yro("2026-03-20")));
}

/// That care ended once, on 20 March, for a reason.
fn reason(reason: &str, journey: &str) {
    assert_eq!(ends(journey), [format!("{reason} 2026-03-20")], "\n{journey}");
}

/// Every end of care, with its reason.
fn ends(journey: &str) -> Vec<String> {
    let reasons = shipped().vocabulary.values("care-end");
    let rule = |r: &String| format!("- {{id: {r}, kind: rule, on: {{looked-after-ended: {{reason: {r}}}}}}}\n");
    let rules: String = reasons.iter().map(rule).collect();
    let found = findings(&answer(anyshire(&rules), &format!("as_at: 2027-07-01\n{journey}")));
    let short = |line: &String| line.replace(" looked-after-ended", "").replace(": true", "");
    found.iter().map(short).collect()
}

#[test]
fn looked_after_ended_written() {
    let bailed = "- {at: 2026-03-02, event: remanded-rlaa}\n- {at: 2026-03-20, event: bailed}";
    let also = |at: &str| format!("\n- {{at: {at}, event: looked-after-ended, with: {{reason: remand-ended}}}}");
    check("looked-after-ended", &format!("{bailed}{}", also("2026-03-20")), &["2026-03-20"]);
    check("looked-after-ended", &format!("{bailed}{}", also("2026-03-27")), &["2026-03-27"]);
}

#[test]
fn custody_entered() {
    let remand = "- {at: 2026-03-02, event: remanded-yda}";
    check("custody-entered", remand, &["2026-03-02"]);
    // Not by a second remand; by every sentence, by a recall.
    check(
        "custody-entered",
        &format!(
            "{remand}
             - {{at: 2026-03-09, event: remanded-yda}}
             - {{at: 2026-04-01, event: sentenced-custody, with: {{sentence: dto}}}}
             - {{at: 2026-06-01, event: released, with: {{order: licence}}}}
             - {{at: 2026-06-20, event: recalled}}"
        ),
        &["2026-03-02", "2026-04-01", "2026-06-20"],
    );
    check("custody-entered", "- {at: 2026-03-02, event: remanded-rlaa}", &[]);
    let also = |at: &str| format!("\n- {{at: {at}, event: custody-entered, with: {{basis: remand}}}}");
    check("custody-entered", &format!("{remand}{}", also("2026-03-02")), &["2026-03-02"]);
    check("custody-entered", &format!("{remand}{}", also("2026-03-04")), &["2026-03-04"]);
    check("custody-entered", &format!("{remand}{}", also("2026-03-30")), &["2026-03-30"]);
    // More than four weeks after, it is another.
    check("custody-entered", &format!("{remand}{}", also("2026-03-31")), &["2026-03-02", "2026-03-31"]);
}

#[test]
fn one_written_event_stands_for_one_worked_out() {
    // Remanded and sentenced within four weeks: what was written once stands for the first.
    check(
        "custody-entered",
        "- {at: 2026-03-02, event: remanded-yda}
         - {at: 2026-03-09, event: sentenced-custody, with: {sentence: dto}}
         - {at: 2026-03-10, event: custody-entered, with: {basis: sentence}}",
        &["2026-03-02", "2026-03-10"],
    );
    check(
        "custody-entered",
        "- {at: 2026-03-02, event: remanded-yda}
         - {at: 2026-03-09, event: sentenced-custody, with: {sentence: dto}}
         - {at: 2026-03-09, event: custody-entered, with: {basis: remand}}
         - {at: 2026-03-10, event: custody-entered, with: {basis: sentence}}",
        &["2026-03-09", "2026-03-10"],
    );
}

#[test]
fn another_basis_written_later_stands_in_for_nothing() {
    check(
        "looked-after-started",
        "- {at: 2026-03-02, event: remanded-rlaa}
         - {at: 2026-03-20, event: looked-after-started, with: {basis: s20}}",
        &["2026-03-02"],
    );
}

#[test]
fn the_end_of_what_began_since_stands_in_for_no_earlier_end() {
    check(
        "looked-after-ended",
        "- {at: 2026-03-02, event: remanded-rlaa}
         - {at: 2026-03-10, event: bailed}
         - {at: 2026-03-12, event: looked-after-started, with: {basis: s20}}
         - {at: 2026-03-30, event: looked-after-ended, with: {reason: returned-home}}",
        &["2026-03-10", "2026-03-30"],
    );
    check(
        "remand-ended",
        "- {at: 2026-03-02, event: remanded-rlaa}
         - {at: 2026-03-10, event: bailed}
         - {at: 2026-03-12, event: remanded-rlaa}
         - {at: 2026-03-30, event: remand-ended, with: {how: acquitted-or-discontinued}}",
        &["2026-03-10", "2026-03-30"],
    );
}

#[test]
fn first_year_ended() {
    let remand = "- {at: 2026-03-02, event: remanded-yda}";
    check("first-year-ended", remand, &["2027-03-02"]);
    check("first-year-ended", &format!("{remand}\n- {{at: 2027-03-02, event: first-year-ended}}"), &["2027-03-02"]);
    // A year from the entering as written.
    check(
        "first-year-ended",
        &format!("{remand}\n- {{at: 2026-03-04, event: custody-entered, with: {{basis: remand}}}}"),
        &["2027-03-04"],
    );
    check_refused(
        &format!("{remand}\n- {{at: 2027-03-05, event: first-year-ended}}"),
        "journey.yaml:6: `first-year-ended` on 2027-03-05 disagrees with the rest of the journey\n    \
         help: it follows on 2027-03-02: leave it out\n",
    );
}

#[test]
fn remand_ended() {
    for remand in ["remanded-rlaa", "remanded-yda"] {
        for end in [
            "bailed",
            "proceedings-ended",
            "sentenced-custody, with: {sentence: dto}",
            "sentenced-community, with: {order: yro}",
        ] {
            check(
                "remand-ended",
                &format!("- {{at: 2026-03-02, event: {remand}}}\n- {{at: 2026-03-20, event: {end}}}"),
                &["2026-03-20"],
            );
        }
    }
    check("remand-ended", "- {at: 2026-03-20, event: bailed}", &[]);
    let bailed = "- {at: 2026-03-02, event: remanded-rlaa}\n- {at: 2026-03-20, event: bailed}";
    let also = |at: &str| format!("\n- {{at: {at}, event: remand-ended, with: {{how: bailed}}}}");
    check("remand-ended", &format!("{bailed}{}", also("2026-03-20")), &["2026-03-20"]);
    check("remand-ended", &format!("{bailed}{}", also("2026-03-25")), &["2026-03-25"]);
}

#[test]
fn risk_no_longer_high() {
    let rated = |at: &str, harm: &str, safety: &str| {
        format!("\n- {{at: {at}, event: risk-assessed, with: {{serious_harm: {harm}, safety_wellbeing: {safety}}}}}")
    };
    let was = rated("2026-03-02", "high", "low");
    check("risk-no-longer-high", &format!("{was}{}", rated("2026-03-20", "medium", "low")), &["2026-03-20"]);
    check("risk-no-longer-high", &format!("{was}{}", rated("2026-03-20", "medium", "very-high")), &[]);
    check("risk-no-longer-high", &rated("2026-03-20", "low", "low"), &[]);
    // Once, until it was high again.
    check(
        "risk-no-longer-high",
        &format!(
            "{was}{}{}{}{}",
            rated("2026-03-20", "low", "low"),
            rated("2026-03-25", "low", "low"),
            rated("2026-04-01", "low", "high"),
            rated("2026-04-20", "low", "medium")
        ),
        &["2026-03-20", "2026-04-20"],
    );
    let low = format!("{was}{}", rated("2026-03-20", "low", "low"));
    let also = |at: &str| format!("\n- {{at: {at}, event: risk-no-longer-high}}");
    check("risk-no-longer-high", &format!("{low}{}", also("2026-03-20")), &["2026-03-20"]);
    check("risk-no-longer-high", &format!("{low}{}", also("2026-03-27")), &["2026-03-27"]);
}

#[test]
fn became_eligible() {
    let s20 = |at: &str| format!("- {{at: {at}, event: looked-after-started, with: {{basis: s20}}}}");
    // 91 nights long before: on the 16th birthday.
    check("became-eligible", &s20("2025-06-02"), &["2026-05-04"]);
    // 2 March + 91 days.
    check("became-eligible", &s20("2026-03-02"), &["2026-06-01"]);
    // The care ended a night too early.
    let ended = |at: &str| {
        format!("{}\n- {{at: {at}, event: looked-after-ended, with: {{reason: returned-home}}}}", s20("2026-03-02"))
    };
    check("became-eligible", &ended("2026-05-31"), &[]);
    check("became-eligible", &ended("2026-06-01"), &["2026-06-01"]);
    // Summed over two stretches: 50 nights to 21 April, 41 more from 1 June.
    check("became-eligible", &format!("{}\n{}", ended("2026-04-21"), s20("2026-06-01")), &["2026-07-12"]);
}

#[test]
fn became_eligible_written() {
    let s20 = "- {at: 2026-03-02, event: looked-after-started, with: {basis: s20}}";
    let also = |at: &str| format!("{s20}\n- {{at: {at}, event: became-eligible}}");
    check("became-eligible", &also("2026-06-01"), &["2026-06-01"]);
    check("became-eligible", &also("2026-06-08"), &["2026-06-08"]);
}

#[test]
fn what_follows_is_known_when_its_source_is() {
    let text = "- {id: 1a, on: custody-entered, due: within 2 days of knowing of custody-entered}";
    let journey = "as_at: 2026-03-05
         - {at: 2026-03-02, known: {yjs: 2026-03-02, csc: 2026-03-05}, event: remanded-yda}";
    assert_eq!(crate::shelf::duties(&answer(anyshire(text), journey)), ["1a/1 open due 2026-03-07"]);
}

#[test]
fn what_follows_from_a_corrected_source_moves_with_it_and_keeps_its_evidence() {
    let text = "- {id: 1a, on: custody-entered, due: within 10 days of custody-entered, shown-by: visit-made}";
    let journey = "as_at: 2026-04-01
         - {at: 2026-03-02, event: remanded-yda, id: r}
         - {at: 2026-03-04, event: visit-made, with: {by: [csc]}}
         - {at: 2026-03-09, known: 2026-03-20, event: remanded-yda, corrects: r}";
    assert_eq!(
        crate::shelf::duties(&answer(anyshire(text), journey)),
        ["1a/1 done due 2026-03-19 done 2026-03-04 by 2"]
    );
}

#[test]
fn what_follows_from_a_correction_to_another_event_is_known_with_the_correction() {
    let text = "- {id: 1a, on: custody-entered, due: within 2 days of knowing of custody-entered}";
    let journey = "as_at: 2026-03-12
         - {at: 2026-03-02, event: remanded-rlaa, id: r}
         - {at: 2026-03-02, known: 2026-03-10, event: remanded-yda, corrects: r}";
    assert_eq!(crate::shelf::duties(&answer(anyshire(text), journey)), ["1a/1 open due 2026-03-12"]);
}

#[test]
fn what_follows_from_a_retracted_source_did_not_happen() {
    check("custody-entered", "- {at: 2026-03-02, event: remanded-yda, id: r}\n- {at: 2026-03-04, retracts: r}", &[]);
}

#[test]
fn who_leaves_care_on_the_16th_birthday_is_never_eligible() {
    let clause = "- {id: 1a, on: became-eligible}";
    let journey = |ended: &str| {
        format!(
            "as_at: 2026-06-01
             - {{at: 2025-11-09, event: looked-after-started, with: {{basis: s20}}}}
             - {{at: {ended}, event: looked-after-ended, with: {{reason: returned-home}}}}"
        )
    };
    // Born on 4 May 2010: a night at 16 is needed.
    let owed = |ended: &str| duties(&answer(anyshire(clause), &journey(ended)));
    assert_eq!(owed("2026-05-03"), [""; 0]);
    assert_eq!(owed("2026-05-04"), [""; 0]);
    assert_eq!(owed("2026-05-04T10:00"), [""; 0]);
    assert_eq!(owed("2026-05-05"), ["1a/1 open undated"]);
}

#[test]
fn at_the_moment_of_becoming_eligible_the_standing_is_eligible() {
    // Born on 4 May 2010; looked after from 2 March 2026: the 91st night has passed on 1 June, and on that day care ends.
    let clause = "- {id: 1a, kind: rule, on: became-eligible, if: care_leaver == 'eligible'}";
    let journey = "as_at: 2026-07-01
         - {at: 2026-03-02, event: remanded-yda}
         - {at: 2026-06-01, event: sentenced-custody, with: {sentence: dto}}";
    assert_eq!(findings(&answer(anyshire(clause), journey)), ["1a became-eligible 2026-06-01: true"]);
}
