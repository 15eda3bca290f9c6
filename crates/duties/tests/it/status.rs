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

fn yro(at: &str, order: &str, until: &str) -> String {
    let with = format!("{{order: {order}, la_accommodation: true, la_accommodation_until: {until}}}");
    event(at, &format!("sentenced-community, with: {with}"))
}

fn residence(as_at: &str, events: &str, is: bool) {
    let bases = if is { r#"looked_after_basis: ["yro-residence"]"# } else { "looked_after_basis: []" };
    check(as_at, events, &[bases]);
}

#[test]
fn each_of_two_residence_requirements_has_its_own_end() {
    let longer_first = yro("2026-03-02", "yro", "2026-09-01") + &yro("2026-04-01", "yro-iss", "2026-05-01");
    let longer_last = yro("2026-03-02", "yro", "2026-05-01") + &yro("2026-04-01", "yro-iss", "2026-09-01");
    for both in [longer_first, longer_last] {
        residence("2026-05-01", &both, true);
        residence("2026-08-31", &both, true);
        residence("2026-09-01", &both, false);
    }
    let one_day = yro("2026-03-02", "yro", "2026-05-01") + &yro("2026-04-01", "yro", "2026-05-01");
    residence("2026-04-30", &one_day, true);
    residence("2026-05-01", &one_day, false);
}

#[test]
fn an_order_ends_its_own_residence_requirement() {
    let one = yro("2026-03-02", "yro", "2026-09-01");
    let ended = |order: &str| event("2026-04-01", &format!("order-ended, with: {{order: {order}}}"));
    residence("2026-04-01", &(one.clone() + &ended("referral-order")), true);
    residence("2026-04-01", &(one.clone() + &ended("yro-iss")), true);
    residence("2026-04-01", &(one + &ended("yro")), false);
    let two = yro("2026-03-02", "yro", "2026-09-01") + &yro("2026-03-09", "yro-iss", "2026-06-01");
    let iss = two.clone() + &ended("yro-iss");
    residence("2026-08-31", &iss, true);
    residence("2026-09-01", &iss, false);
    let plain = two + &ended("yro");
    residence("2026-05-31", &plain, true);
    residence("2026-06-01", &plain, false);
    // Of two of a kind the one that it follows, else the one that would have run out first.
    let first = yro("2026-03-02", "yro", "2026-09-01").replace("{at", "{id: a, at");
    let alike = first + &yro("2026-03-09", "yro", "2026-06-01");
    residence("2026-08-31", &(alike.clone() + &ended("yro")), true);
    let follows = alike + &ended("yro").replace("{at", "{follows: a, at");
    residence("2026-05-31", &follows, true);
    residence("2026-06-01", &follows, false);
}

#[test]
fn a_residence_requirement_written_as_care_too_has_the_orders_end() {
    let order = yro("2026-03-02", "yro", "2026-06-01");
    for both in [order.clone() + &care("2026-03-02", "yro-residence"), care("2026-03-02", "yro-residence") + &order] {
        residence("2026-05-31", &both, true);
        residence("2026-06-01", &both, false);
    }
}

#[test]
fn a_residence_requirement_binds_again_after_youth_detention() {
    let held = yro("2026-03-02", "yro", "2026-06-01") + &event("2026-03-09", "remanded-yda");
    check("2026-03-09", &held, &[r#"looked_after_basis: ["remand"]"#]);
    let bailed = |at: &str| held.clone() + &event(at, "bailed");
    residence("2026-03-20", &bailed("2026-03-20"), true);
    residence("2026-06-01", &bailed("2026-03-20"), false);
    residence("2026-06-10", &bailed("2026-06-10"), false);
    let served = held + &sentenced("2026-03-20") + &event("2026-05-01", "released");
    residence("2026-05-01", &served, false);
}

#[test]
fn section_20_then_an_interim_order_then_a_full_one() {
    let all = care("2026-03-02", "s20") + &care("2026-03-09", "s31-interim") + &care("2026-06-01", "s31-full");
    check("2026-03-09", &all, &[r#"looked_after_basis: ["s20","s31-interim"]"#]);
    check("2026-06-01", &all, &[r#"looked_after_basis: ["s20","s31-full"]"#]);
    check("2026-06-11", &all, &["nights_looked_after_since_14: 101", "care_leaver: \"eligible\""]);
}

#[test]
fn from_youth_detention_to_local_authority_accommodation_to_bail() {
    let all =
        event("2026-03-02", "remanded-yda") + &event("2026-03-09", "remanded-rlaa") + &event("2026-03-20", "bailed");
    let remand = r#"looked_after_basis: ["remand"]"#;
    check("2026-03-08", &all, &[remand, "in_custody: true"]);
    check("2026-03-09", &all, &[remand, "in_custody: false"]);
    check("2026-03-20", &all, &["looked_after_basis: []", "nights_looked_after_since_14: 18"]);
}

#[test]
fn a_child_under_a_care_order_stays_looked_after_inside_and_out() {
    let inside = care("2026-01-05", "s31-full")
        + &care("2026-01-05", "s20")
        + &event("2026-02-02", "remanded-yda")
        + &sentenced("2026-03-02");
    let under_order = r#"looked_after_basis: ["s31-full"]"#;
    check("2026-02-02", &inside, &[r#"looked_after_basis: ["remand","s31-full"]"#, "in_custody: true"]);
    check("2026-03-02", &inside, &[under_order, "in_custody: true", "former_looked_after_in_detention: false"]);
    let out = inside + &event("2026-06-01", "released");
    check("2026-06-01", &out, &[under_order, "in_custody: false", "nights_looked_after_since_14: 147"]);
    let recalled = out + &event("2026-07-01", "recalled");
    check("2026-07-01", &recalled, &[under_order, "in_custody: true", "former_looked_after_in_detention: false"]);
}

#[test]
fn moved_from_the_cells_and_remanded_the_next_day() {
    let cells = |at: &str| event(at, "pace-transfer-decided, with: {transferred: true}");
    let court = event("2026-03-07T10:30", "court-appearance") + &event("2026-03-07T10:30", "remanded-rlaa");
    // 13 and a half hours count for nothing; 25 and a half count from the start.
    check("2026-03-10", &(cells("2026-03-06T21:00") + &court), &["nights_looked_after_since_14: 3"]);
    check("2026-03-10", &(cells("2026-03-06T09:00") + &court), &["nights_looked_after_since_14: 4"]);
}

#[test]
fn section_20_during_a_remand() {
    let rlaa = event("2026-03-02", "remanded-rlaa") + &care("2026-03-09", "s20") + &event("2026-03-20", "bailed");
    check("2026-03-09", &rlaa, &[r#"looked_after_basis: ["remand","s20"]"#]);
    check("2026-03-20", &rlaa, &[r#"looked_after_basis: ["s20"]"#, "nights_looked_after_since_14: 18"]);
    // Nothing is provided to a child who is held.
    let yda = event("2026-03-02", "remanded-yda") + &care("2026-03-09", "s20");
    check("2026-03-09", &yda, &[r#"looked_after_basis: ["remand"]"#]);
    check("2026-03-20", &(yda.clone() + &event("2026-03-20", "bailed")), &[r#"looked_after_basis: ["s20"]"#]);
    let home = yda.clone() + &end("2026-03-15", "returned-home");
    check("2026-03-15", &home, &[r#"looked_after_basis: ["remand"]"#]);
    check("2026-03-20", &(home + &event("2026-03-20", "bailed")), &["looked_after_basis: []"]);
    let served = yda + &sentenced("2026-03-20") + &event("2026-06-01", "released");
    check("2026-03-20", &served, &["looked_after: false", "former_looked_after_in_detention: true"]);
    check("2026-06-01", &served, &["looked_after: false"]);
}

#[test]
fn section_20_decided_while_serving_is_provided_from_release() {
    for told in ["2026-05-20", "2026-06-01"] {
        let all = sentenced("2026-03-02") + &care(told, "s20") + &event("2026-06-01", "released");
        check("2026-05-31", &all, &["looked_after: false", "nights_looked_after_since_14: 0"]);
        check("2026-06-11", &all, &[r#"looked_after_basis: ["s20"]"#, "nights_looked_after_since_14: 10"]);
    }
    // An order holds wherever the child is.
    check("2026-04-01", &(sentenced("2026-03-02") + &care("2026-04-01", "s31-interim")), &["looked_after: true"]);
}

#[test]
fn two_bases_that_end_on_different_days() {
    let both = care("2026-03-02", "s20") + &event("2026-03-04", "remanded-rlaa");
    let home_first = both.clone() + &end("2026-03-10", "returned-home") + &event("2026-03-20", "bailed");
    check("2026-03-10", &home_first, &[r#"looked_after_basis: ["remand"]"#]);
    check("2026-03-20", &home_first, &["looked_after: false", "nights_looked_after_since_14: 18"]);
    let bailed_first = both + &event("2026-03-10", "bailed") + &end("2026-03-20", "returned-home");
    check("2026-03-10", &bailed_first, &[r#"looked_after_basis: ["s20"]"#]);
    check("2026-03-20", &bailed_first, &["looked_after: false", "nights_looked_after_since_14: 18"]);
}

#[test]
fn nights_across_custody() {
    // 28 before the sentence, none under it, 10 after the release.
    let inside = care("2026-02-02", "s20") + &sentenced("2026-03-02");
    let all = inside + &event("2026-06-01", "released") + &care("2026-06-01", "s20");
    check("2026-05-31", &all, &["nights_looked_after_since_14: 28", "looked_after: false"]);
    check("2026-06-11", &all, &["nights_looked_after_since_14: 38", "looked_after: true"]);
}

#[test]
fn a_remand_that_ends_lets_nobody_out_of_a_sentence() {
    let all = sentenced("2026-03-02") + &event("2026-03-09", "remanded-yda") + &event("2026-03-20", "bailed");
    check("2026-03-09", &all, &["in_custody: true", "looked_after: true"]);
    check("2026-03-20", &all, &["in_custody: true", "looked_after: false"]);
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
    // It was written, and the law does not allow it: a person must look.
    for late in [remanded, yro("2026-03-23", "yro", "2026-09-23"), care("2026-03-23", "s20")] {
        check("2026-03-23", &format!("{child}{late}"), &["looked_after: false", "boundary: true"]);
    }
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
fn six_months_with_a_parent_are_broken_by_care_and_by_custody() {
    let home = care("2025-06-02", "s20")
        + &end("2026-06-01", "returned-home")
        + &event("2026-06-01", "living-arrangement-changed, with: {with: parent}");
    let again = home.clone() + &care("2026-08-03", "s20") + &end("2026-09-01", "returned-home");
    check("2026-12-01", &again, &["care_leaver: \"relevant\""]);
    check("2026-12-01", &(home + &sentenced("2026-08-03")), &["care_leaver: \"relevant\""]);
}

#[test]
fn short_breaks_at_16_make_nobody_relevant() {
    let before = care("2025-06-02", "s20") + &end("2025-12-02", "returned-home");
    let breaks = before + &care("2026-05-10", "short-break") + &end("2026-05-20", "returned-home");
    check("2026-05-12", &breaks, &["looked_after: true", "care_leaver: \"none\""]);
    check("2026-05-20", &breaks, &["looked_after: false", "care_leaver: \"none\""]);
}

#[test]
fn the_leaving_care_of_one_child() {
    let home = care("2026-02-02", "s20") + &end("2026-06-01", "returned-home");
    check("2026-05-03", &home, &["care_leaver: \"none\"", "nights_looked_after_since_14: 90"]);
    check("2026-05-04", &home, &["care_leaver: \"eligible\""]);
    check("2026-06-01", &home, &["care_leaver: \"relevant\""]);
    // A relevant child who is held stays so, and is no former looked after child in detention.
    let held = home + &event("2026-08-03", "remanded-yda") + &sentenced("2026-09-01");
    check("2026-08-03", &held, &["care_leaver: \"eligible\""]);
    let not_former = "former_looked_after_in_detention: false";
    check("2026-09-01", &held, &["care_leaver: \"relevant\"", not_former]);
    check("2028-05-04", &held, &["care_leaver: \"former-relevant\"", not_former]);
    check("2035-05-03", &held, &["care_leaver: \"former-relevant\""]);
    check("2035-05-04", &held, &["care_leaver: \"none\""]);
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
fn formerly_looked_after_in_detention_however_it_is_written() {
    let ended = end("2026-03-09", "custodial-sentence");
    let over = event("2026-03-09", "remand-ended, with: {how: sentenced}");
    let remand = event("2026-03-02", "remanded-yda");
    for held in [
        care("2026-03-02", "s20") + &ended + &sentenced("2026-03-09"),
        care("2026-03-02", "s20") + &ended + &sentenced("2026-03-09T11:00"),
        care("2026-03-02", "s20") + &sentenced("2026-03-09") + &ended,
        remand.clone() + &over + &sentenced("2026-03-09"),
        remand.clone() + &sentenced("2026-03-09") + &over,
        remand + &end("2026-03-09", "remand-ended") + &sentenced("2026-03-09T11:00"),
    ] {
        check("2026-03-09", &held, &["looked_after: false", "former_looked_after_in_detention: true"]);
        let out = held + &event("2026-06-01", "released");
        check("2026-06-01", &out, &["former_looked_after_in_detention: false"]);
    }
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

#[test]
fn in_hospital_on_the_16th_birthday_after_13_weeks() {
    // Born on 4 May 2010: 16 on 4 May 2026. In care for 120 nights, from there into hospital.
    let ill = care("2026-01-02", "s20")
        + &end("2026-05-02", "other")
        + &event("2026-05-02", "placement-started, with: {kind: hospital}");
    check("2026-05-03", &ill, &["care_leaver: \"none\""]);
    check("2026-05-04", &ill, &["care_leaver: \"relevant\""]);
    // Home again before the birthday, or never in hospital.
    check("2026-05-04", &(ill + &event("2026-05-03", "placement-ended")), &["care_leaver: \"none\""]);
    let home = care("2026-01-02", "s20") + &end("2026-05-02", "returned-home");
    check("2026-05-04", &home, &["care_leaver: \"none\""]);
}

#[test]
fn a_day_or_two_about_the_16th_birthday_goes_to_a_person() {
    let ended = |at: &str| care("2025-01-02", "s20") + &end(at, "returned-home");
    for (at, standing, boundary) in [
        ("2026-05-01", "none", false),
        ("2026-05-02", "none", true),
        ("2026-05-04", "none", true),
        ("2026-05-05", "relevant", true),
        ("2026-05-06", "relevant", true),
        ("2026-05-07", "relevant", false),
    ] {
        let expected = [format!("care_leaver: {standing:?}"), format!("boundary: {boundary}")];
        check("2026-06-01", &ended(at), &expected.each_ref().map(String::as_str));
    }
    // Too few nights for a day to matter.
    let short = care("2026-04-01", "s20") + &end("2026-05-03", "returned-home");
    check("2026-06-01", &short, &["care_leaver: \"none\"", "boundary: false"]);
}

#[test]
fn a_short_power_past_its_time_goes_to_a_person() {
    let protected = |basis: &str, as_at: &str, boundary: bool| {
        check(
            as_at,
            &care("2026-03-02T14:00", basis),
            &[format!("boundary: {boundary}").as_str(), "looked_after: true"],
        );
    };
    protected("police-protection", "2026-03-05T14:00", false);
    protected("police-protection", "2026-03-05T14:01", true);
    protected("emergency-protection", "2026-03-17", false);
    protected("emergency-protection", "2026-03-18", true);
}
