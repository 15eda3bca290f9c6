//! The child's status: by the law in force, and not by a protocol's shorthand (contract, `status`; statute.md section 2).

use crate::shelf::{answer, anyshire, status};

/// The fields of the status of a child born on 4 May 2010 at a moment.
fn check(as_at: &str, events: &str, expected: &[&str]) {
    let found = answer(anyshire("- {id: 1a, on: charged}"), &format!("as_at: {as_at}\n{events}"));
    let fields: Vec<&str> = expected.iter().map(|line| line.split_once(": ").unwrap().0).collect();
    assert_eq!(status(&found, &fields), expected, "\n{as_at}\n{events}");
}

fn care(at: &str, basis: &str) -> String {
    format!("- {{at: {at}, event: looked-after-started, with: {{basis: {basis}}}}}\n")
}

fn end(at: &str, reason: &str) -> String {
    format!("- {{at: {at}, event: looked-after-ended, with: {{reason: {reason}}}}}\n")
}

fn event(at: &str, event: &str) -> String {
    format!("- {{at: {at}, event: {event}}}\n")
}

fn sentenced(at: &str) -> String {
    event(at, "sentenced-custody, with: {sentence: dto, months: 12}")
}

#[test]
fn nothing_written() {
    check(
        "2026-03-02",
        "",
        &[
            "jointly_open: false",
            "looked_after: false",
            "looked_after_basis: []",
            "in_custody: false",
            "care_leaver: \"none\"",
            "former_looked_after_in_detention: false",
            "nights_looked_after_since_14: 0",
            "age: 15",
            "boundary: false",
        ],
    );
}

#[test]
fn open_to_both() {
    let both = event("2026-03-02", "yjs-involvement-started") + &event("2026-03-03", "csc-involvement-started");
    check("2026-03-02", &both, &["jointly_open: false"]);
    check("2026-03-03", &both, &["jointly_open: true"]);
    check("2026-03-09", &(both + &event("2026-03-09", "yjs-involvement-ended")), &["jointly_open: false"]);
    // Another area's service is not this authority's.
    let other = event("2026-03-02", "yjs-involvement-started, with: {service: other-yjs}")
        + &event("2026-03-03", "csc-involvement-started");
    check("2026-03-09", &other, &["jointly_open: false"]);
}

#[test]
fn bases_stand_beside_each_other_in_order() {
    let two = care("2026-03-02", "s31-full") + &event("2026-03-09", "remanded-rlaa");
    check("2026-03-09", &two, &[r#"looked_after_basis: ["remand","s31-full"]"#]);
    check("2026-03-10", &(two + &event("2026-03-10", "bailed")), &[r#"looked_after_basis: ["s31-full"]"#]);
}

#[test]
fn youth_detention_suspends_what_is_provided_and_no_order() {
    let s20 = care("2026-03-02", "s20") + &event("2026-03-09", "remanded-yda");
    check("2026-03-09", &s20, &[r#"looked_after_basis: ["remand"]"#, "in_custody: true"]);
    // A remand to local authority accommodation does not.
    let s20 = care("2026-03-02", "s20") + &event("2026-03-09", "remanded-rlaa");
    check("2026-03-09", &s20, &[r#"looked_after_basis: ["remand","s20"]"#, "in_custody: false"]);
}

#[test]
fn a_full_order_takes_the_place_of_an_interim_one() {
    let orders = care("2026-03-02", "s31-interim") + &care("2026-03-09", "s31-full");
    check("2026-03-08", &orders, &[r#"looked_after_basis: ["s31-interim"]"#]);
    check("2026-03-09", &orders, &[r#"looked_after_basis: ["s31-full"]"#]);
}

#[test]
fn accommodation_within_24_hours_makes_nobody_looked_after() {
    let stay = |to: &str| care("2026-03-02T10:00", "s20") + &end(to, "returned-home");
    let nights = |to: &str, n: u8| {
        check("2026-03-10", &stay(to), &["looked_after: false", &format!("nights_looked_after_since_14: {n}")]);
    };
    nights("2026-03-02T22:00", 0);
    nights("2026-03-03T10:00", 0);
    nights("2026-03-03T10:01", 1);
    nights("2026-03-04T09:00", 2);
}

#[test]
fn moved_from_the_cells_for_more_than_24_hours() {
    let moved = event("2026-03-06T21:00", "pace-transfer-decided, with: {transferred: true}");
    check("2026-03-07T21:00", &moved, &["looked_after: false"]);
    check("2026-03-07T21:01", &moved, &["looked_after: true", r#"looked_after_basis: ["pace-transfer"]"#]);
    let court = moved + &event("2026-03-09T10:00", "court-appearance");
    check("2026-03-09T10:00", &court, &["looked_after: false", "nights_looked_after_since_14: 3"]);
    // Dates alone cannot tell one night from 24 hours: a person must look.
    let by_date = event("2026-03-06", "pace-transfer-decided, with: {transferred: true}");
    check("2026-03-07", &by_date, &["looked_after: false", "boundary: true"]);
    // Not moved at all.
    let kept = event("2026-03-06", "pace-transfer-decided, with: {transferred: false}");
    check("2026-03-09", &kept, &["looked_after: false", "boundary: false"]);
}

#[test]
fn bail_to_live_as_directed_makes_nobody_looked_after_whatever_is_written() {
    let bailed = event("2026-03-02", "bailed, with: {residence: as-directed}");
    check("2026-03-09", &bailed, &["looked_after: false", "boundary: false"]);
    check("2026-03-09", &(bailed + &care("2026-03-02", "bail-to-reside")), &["looked_after: false", "boundary: true"]);
}

#[test]
fn each_end_ends_its_own_basis() {
    let both = care("2026-03-02", "s31-full") + &care("2026-03-02", "s20");
    let after = |reason: &str, bases: &str| {
        check("2026-03-09", &(both.clone() + &end("2026-03-09", reason)), &[&format!("looked_after_basis: {bases}")]);
    };
    after("returned-home", r#"["s31-full"]"#);
    after("order-discharged", r#"["s20"]"#);
    after("adoption-or-guardianship", "[]");
}

#[test]
fn a_residence_requirement_lasts_until_its_own_end() {
    let order = event("2026-03-02", "sentenced-community, with: {order: yro, la_accommodation: true, months: 6}");
    let yro = r#"looked_after_basis: ["yro-residence"]"#;
    check("2026-09-01", &order, &[yro]);
    check("2026-09-02", &order, &["looked_after_basis: []"]);
    check(
        "2026-04-01",
        &(order + &event("2026-04-01", "order-ended, with: {order: yro}")),
        &["looked_after_basis: []"],
    );
}

#[test]
fn nobody_is_looked_after_from_18_on() {
    let child = "child: {born: 2008-03-20}\n";
    for begun in [care("2026-03-02", "s31-full"), care("2026-03-02", "s20"), event("2026-03-02", "remanded-rlaa")] {
        check("2026-03-19", &format!("{child}{begun}"), &["looked_after: true"]);
        check("2026-03-20", &format!("{child}{begun}"), &["looked_after: false", "looked_after_basis: []"]);
    }
    let remanded = event("2026-03-23", "remanded-rlaa");
    check("2026-03-23", &format!("{child}{remanded}"), &["looked_after: false", "looked_after_basis: []"]);
}

#[test]
fn in_custody_on_remand_or_under_sentence() {
    let yda = event("2026-03-02", "remanded-yda");
    check("2026-03-02", &yda, &["in_custody: true"]);
    check("2026-03-09", &(yda.clone() + &event("2026-03-09", "remanded-rlaa")), &["in_custody: false"]);
    check("2026-03-09", &(yda.clone() + &event("2026-03-09", "bailed")), &["in_custody: false"]);
    let served = yda + &sentenced("2026-04-01") + &event("2026-09-01", "released, with: {order: licence}");
    check("2026-08-31", &served, &["in_custody: true"]);
    check("2026-09-01", &served, &["in_custody: false"]);
    check("2026-09-20", &(served + &event("2026-09-20", "recalled")), &["in_custody: true"]);
    check("2026-03-02", &event("2026-03-02", "remanded-rlaa"), &["in_custody: false"]);
}

#[test]
fn nights_since_the_14th_birthday() {
    // 14 on 4 May 2024: 28 nights of May count.
    check(
        "2024-06-10",
        &(care("2024-03-01", "s20") + &end("2024-06-01", "returned-home")),
        &["nights_looked_after_since_14: 28"],
    );
    // Two bases at once are one night.
    let twice = care("2026-03-02", "s31-full") + &care("2026-03-02", "s20") + &end("2026-03-12", "other");
    check("2026-03-20", &twice, &["nights_looked_after_since_14: 10"]);
    // While it lasts, those until today.
    check("2026-03-09", &care("2026-03-02", "s20"), &["nights_looked_after_since_14: 7"]);
}

#[test]
fn eligible_then_relevant_then_former_relevant() {
    let s20 = care("2025-06-02", "s20");
    check("2026-05-03", &s20, &["care_leaver: \"none\""]);
    check("2026-05-04", &s20, &["care_leaver: \"eligible\""]);
    let left = s20 + &end("2026-06-01", "returned-home");
    check("2026-05-31", &left, &["care_leaver: \"eligible\""]);
    check("2026-06-01", &left, &["care_leaver: \"relevant\""]);
    check("2028-05-03", &left, &["care_leaver: \"relevant\""]);
    check("2028-05-04", &left, &["care_leaver: \"former-relevant\""]);
}

#[test]
fn qualifying_where_the_weeks_are_missing() {
    let short = care("2026-06-01", "s20") + &end("2026-06-20", "returned-home");
    check("2026-06-10", &short, &["care_leaver: \"none\""]);
    check("2026-06-20", &short, &["care_leaver: \"qualifying\""]);
    check("2028-06-20", &short, &["care_leaver: \"qualifying\""]);
}

#[test]
fn six_months_with_a_parent_end_a_relevant_standing() {
    let left = care("2025-06-02", "s20") + &end("2026-06-01", "returned-home");
    let home = left + &event("2026-06-01", "living-arrangement-changed, with: {with: parent}");
    check("2026-11-30", &home, &["care_leaver: \"relevant\""]);
    check("2026-12-01", &home, &["care_leaver: \"qualifying\""]);
    // It revives where the arrangement breaks down.
    let broken = home + &event("2026-12-10", "living-arrangement-changed, with: {with: other}");
    check("2026-12-10", &broken, &["care_leaver: \"relevant\""]);
}

#[test]
fn held_on_the_16th_birthday_after_13_weeks() {
    let held = |from: &str| event(from, "remanded-yda") + &sentenced("2026-04-13");
    // 91 nights from 12 January to 13 April.
    check("2026-05-03", &held("2026-01-12"), &["care_leaver: \"none\"", "former_looked_after_in_detention: true"]);
    check(
        "2026-05-04",
        &held("2026-01-12"),
        &["care_leaver: \"relevant\"", "former_looked_after_in_detention: false", "boundary: true"],
    );
    check("2026-05-04", &held("2026-02-12"), &["care_leaver: \"none\"", "former_looked_after_in_detention: true"]);
}

#[test]
fn a_recorded_standing_fills_what_the_ledger_does_not_know() {
    let recorded = event("2026-06-01", "care-leaver-status-recorded, with: {status: relevant, weeks_since_14: 20}");
    check("2026-05-31", &recorded, &["care_leaver: \"none\"", "boundary: false"]);
    check(
        "2026-06-01",
        &recorded,
        &["care_leaver: \"relevant\"", "boundary: true", "nights_looked_after_since_14: 140"],
    );
}

#[test]
fn formerly_looked_after_in_detention() {
    let flag = |as_at: &str, events: &str, is: bool| {
        check(as_at, events, &[&format!("former_looked_after_in_detention: {is}")]);
    };
    let s20 = care("2026-03-02", "s20") + &sentenced("2026-03-09");
    flag("2026-03-08", &s20, false);
    flag("2026-03-09", &s20, true);
    flag("2026-04-09", &(s20.clone() + &event("2026-04-09", "released")), false);
    // Under a care order the child stays looked after.
    flag("2026-03-09", &(care("2026-03-02", "s31-full") + &sentenced("2026-03-09")), false);
    // Never looked after.
    flag("2026-03-09", &sentenced("2026-03-09"), false);
    // Care had ended before.
    let before = care("2026-03-02", "s20") + &end("2026-03-05", "returned-home") + &sentenced("2026-03-09");
    flag("2026-03-09", &before, false);
    // Accommodated again after release, and recalled.
    let recalled =
        s20 + &event("2026-04-09", "released") + &care("2026-04-10", "s20") + &event("2026-05-10", "recalled");
    flag("2026-05-09", &recalled, false);
    flag("2026-05-10", &recalled, true);
}

#[test]
fn age_on_a_leap_day() {
    let on = |as_at: &str, age: &str| check(as_at, "child: {born: 2012-02-29}", &[&format!("age: {age}")]);
    on("2026-02-28", "13");
    on("2026-03-01", "14");
    on("2028-02-28", "15");
    on("2028-02-29", "16");
}

#[test]
fn the_authority_that_looks_after_the_child() {
    check(
        "2026-03-09",
        &event("2026-03-02", "looked-after-started, with: {basis: s31-full, authority: otherwell}"),
        &[r#"authorities: {"home_yjs":"anyshire","looking_after":"otherwell"}"#],
    );
}
