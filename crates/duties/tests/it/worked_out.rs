//! What an event may leave out because the program can tell: out of hours, weekend, own area (vocabulary, header).

use crate::shelf::{answer, anyshire, findings};

const HEAD: &str = "closures: [{day: 2026-03-10, name: closed}]
     office-hours: {from: \"08:30\", to: \"16:30\"}
     own-courts: [Exampletown Youth Court, North Street]";

/// What a rule on an attribute says of one event.
fn check(event: &str, attribute: &str, written: &str, expected: &str) {
    let text = format!("{HEAD}\n- {{id: 1a, kind: rule, on: {event}, if: trigger.{attribute}}}");
    let found = findings(&answer(anyshire(&text), &format!("as_at: 2026-06-01\n- {{{written}}}")));
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with(&format!(": {expected}")), "{written}: {found:?}");
}

#[test]
fn out_of_hours_from_the_time_and_the_office_hours() {
    let at = |at: &str, expected: &str| {
        check("arrested", "out_of_hours", &format!("at: {at}, event: arrested"), expected);
    };
    at("2026-03-09T08:29", "true");
    at("2026-03-09T08:30", "false");
    at("2026-03-09T16:29", "false");
    at("2026-03-09T16:30", "true");
    at("2026-03-07T12:00", "true");
    at("2026-04-03T12:00", "true");
    at("2026-03-10T12:00", "true");
    // A date alone does not tell, unless nobody is in the office at any hour: a Saturday, Good Friday.
    at("2026-03-09", "null");
    at("2026-03-07", "true");
    at("2026-04-03", "true");
    check("arrested", "out_of_hours", "at: 2026-03-09T23:00, event: arrested, with: {out_of_hours: false}", "false");
}

#[test]
fn the_weekend_of_the_hearing() {
    let listed = |hearing: &str, expected: &str| {
        check(
            "court-listed",
            "weekend",
            &format!("at: 2026-03-05, event: court-listed, with: {{hearing: {hearing}}}"),
            expected,
        );
    };
    listed("2026-03-06", "false");
    listed("2026-03-07", "true");
    listed("2026-04-06", "true");
    check("court-appearance", "weekend", "at: 2026-03-07, event: court-appearance", "true");
    check("court-appearance", "weekend", "at: 2026-03-09, event: court-appearance", "false");
}

#[test]
fn own_area_from_the_courts_and_stations_that_are_the_authoritys_own() {
    let court = |court: &str, expected: &str| {
        let with = format!("at: 2026-03-05, event: court-appearance, with: {{court: {court}}}");
        check("court-appearance", "own_area", &with, expected);
    };
    court("Exampletown Youth Court", "true");
    court("exampletown youth court", "true");
    court("Elsewhere Magistrates' Court", "false");
    check("court-appearance", "own_area", "at: 2026-03-05, event: court-appearance", "null");
    check("arrested", "own_area", "at: 2026-03-05, event: arrested, with: {station: North Street}", "true");
    check(
        "arrested",
        "own_area",
        "at: 2026-03-05, event: arrested, with: {station: North Street, own_area: false}",
        "false",
    );
}

#[test]
fn an_authority_that_names_no_courts_knows_of_none() {
    let text = "- {id: 1a, kind: rule, on: court-appearance, if: trigger.own_area}";
    let journey = "as_at: 2026-06-01\n- {at: 2026-03-05, event: court-appearance, with: {court: Any}}";
    assert_eq!(findings(&answer(anyshire(text), journey)), ["1a court-appearance 2026-03-05: null"]);
}
