//! Clocks that count to a date told of: a release, a hearing, a meeting; which telling moves which (contract, A journey, Duties out).

use crate::shelf::says as check;

const TEN_BEFORE: &str =
    "- {id: 1a, on: release-date-known, due: 10 working days before the release of release-date-known}";

#[test]
fn back_from_a_release_over_christmas() {
    // 29 back to 14 December without the 25th and the 28th.
    check(
        "- {id: 1a, on: release-date-known, due: 10 working days before the release of release-date-known}
         - {id: 1b, on: release-date-known, due: 14 days before the release of release-date-known}
         - {id: 1c, on: release-date-known, due: 1 month before the release of release-date-known}
         - {id: 1d, on: release-date-known, due: 2 weeks before the release of release-date-known}
         - {id: 1e, on: release-date-known, due: before the release of release-date-known}
         - {id: 1f, on: release-date-known, due: within 5 days of release-date-known}",
        "as_at: 2026-11-02
         - {at: 2026-11-02, event: release-date-known, with: {release: 2026-12-30}}",
        &[
            "1f/1 open due 2026-11-07",
            "1c/1 open due 2026-11-30",
            "1a/1 open due 2026-12-14",
            "1b/1 open due 2026-12-16",
            "1d/1 open due 2026-12-16",
            "1e/1 open due 2026-12-30 order",
        ],
    );
}

#[test]
fn a_month_before_the_31st() {
    check(
        "- {id: 1a, on: release-date-known, due: 1 month before the release of release-date-known}",
        "as_at: 2026-02-02
         - {at: 2026-02-02, event: release-date-known, with: {release: 2026-03-31}}",
        &["1a/1 open due 2026-02-28"],
    );
}

#[test]
fn a_later_date_of_the_same_kind_moves_the_release() {
    // Before 1 June: 29 to 26 May = 4, the 25th is a bank holiday, 22 to 18 = 9, Fri 15. Before 15 June: Mon 1 June.
    let first = "- {at: 2026-03-02, event: release-date-known, with: {release: 2026-06-01, kind: standard}}";
    check(TEN_BEFORE, &format!("as_at: 2026-03-02\n{first}"), &["1a/1 open due 2026-05-15"]);
    let moved = "- {at: 2026-03-20, event: release-date-known, with: {release: 2026-06-15, kind: standard}}";
    check(TEN_BEFORE, &format!("as_at: 2026-03-20\n{first}\n{moved}"), &["1a/1 open due 2026-06-01"]);
    // Both kinds left out are the same kind.
    check(
        TEN_BEFORE,
        "as_at: 2026-03-20
         - {at: 2026-03-02, event: release-date-known, with: {release: 2026-06-15}}
         - {at: 2026-03-20, event: release-date-known, with: {release: 2026-06-01}}",
        &["1a/1 open due 2026-05-15"],
    );
}

#[test]
fn of_several_kinds_the_earliest_that_is_not_provisional() {
    let with = |early: &str, standard: &str, due: &str| {
        let journey = format!(
            "as_at: 2026-04-01
             - {{at: 2026-03-02, event: release-date-known, with: {{release: 2026-06-15, kind: standard{standard}}}}}
             - {{at: 2026-03-09, event: release-date-known, with: {{release: 2026-05-20, kind: early{early}}}}}"
        );
        check(TEN_BEFORE, &journey, &[&format!("1a/1 open due {due}")]);
    };
    // Before 20 May: 19, 18 = 2, 15 to 11 = 7, 8, 7, 6 May.
    with("", "", "2026-05-06");
    with(", provisional: true", "", "2026-06-01");
    with(", provisional: true", ", provisional: true", "2026-05-06");
    with(", provisional: false", ", provisional: true", "2026-05-06");
}

#[test]
fn a_provisional_date_is_confirmed() {
    check(
        TEN_BEFORE,
        "as_at: 2026-04-10
         - {at: 2026-03-02, event: release-date-known, with: {release: 2026-06-15, kind: standard}}
         - {at: 2026-03-09, event: release-date-known, with: {release: 2026-05-20, kind: early, provisional: true}}
         - {at: 2026-04-09, event: release-date-known, with: {release: 2026-05-20, kind: early}}",
        &["1a/1 open due 2026-05-06"],
    );
}

#[test]
fn once_released_the_next_date_is_another_duty() {
    check(
        TEN_BEFORE,
        "as_at: 2026-07-02
         - {at: 2026-03-02, event: release-date-known, with: {release: 2026-06-15, kind: standard}}
         - {at: 2026-06-15, event: released, with: {order: licence}}
         - {at: 2026-06-29, event: recalled}
         - {at: 2026-07-01, event: release-date-known, with: {release: 2026-09-01, kind: standard}}",
        // Before Tue 1 September: the 31st is a bank holiday, 28 to 24 August = 5, 21 to 17 = 10.
        &["1a/1 overdue due 2026-06-01", "1a/2 open due 2026-08-17"],
    );
}

#[test]
fn a_clause_that_names_kinds_keeps_them_apart() {
    check(
        "- {id: 1a, on: {release-date-known: {kind: [early, standard]}},
         due: 14 days before the release of release-date-known}
         - {id: 1b, on: {release-date-known: {kind: early}}, due: 14 days before the release of release-date-known}",
        "as_at: 2026-04-01
         - {at: 2026-03-02, event: release-date-known, with: {release: 2026-06-15, kind: standard}}
         - {at: 2026-03-09, event: release-date-known, with: {release: 2026-05-20, kind: early}}
         - {at: 2026-03-16, event: release-date-known, with: {release: 2026-05-27, kind: early}}",
        &["1a/2 open due 2026-05-13", "1b/1 open due 2026-05-13", "1a/1 open due 2026-06-01"],
    );
}

#[test]
fn a_release_date_corrected_or_retracted() {
    let told = "as_at: 2026-04-01
         - {at: 2026-03-02, event: release-date-known, with: {release: 2026-06-01}, id: r}";
    check(
        TEN_BEFORE,
        &format!(
            "{told}\n- {{at: 2026-03-02, known: 2026-03-09, event: release-date-known, with: {{release: 2026-06-15}}, corrects: r}}"
        ),
        &["1a/1 open due 2026-06-01"],
    );
    check(TEN_BEFORE, &format!("{told}\n- {{at: 2026-03-09, retracts: r}}"), &[]);
}

#[test]
fn a_release_told_before_or_after_another_trigger() {
    let clause = "- {id: 1a, on: sentenced-custody, due: 1 month before the release of release-date-known}";
    let sentenced = "as_at: 2026-04-01\n- {at: 2026-03-10, event: sentenced-custody, with: {sentence: dto}}";
    let told =
        |at: &str, release: &str| format!("\n- {{at: {at}, event: release-date-known, with: {{release: {release}}}}}");
    check(clause, sentenced, &["1a/1 open undated"]);
    check(clause, &format!("{sentenced}{}", told("2026-03-20", "2026-07-14")), &["1a/1 open due 2026-06-14"]);
    check(clause, &format!("{sentenced}{}", told("2026-03-02", "2026-07-14")), &["1a/1 open due 2026-06-14"]);
    let both = format!("{sentenced}{}{}", told("2026-03-02", "2026-07-14"), told("2026-03-25", "2026-08-14"));
    check(clause, &both, &["1a/1 open due 2026-07-14"]);
    // A release that was before the sentence is another one.
    check(clause, &format!("{sentenced}{}", told("2026-03-02", "2026-03-09")), &["1a/1 open undated"]);
}

#[test]
fn a_clock_without_date_counts_the_telling() {
    check(
        "- {id: 1a, on: sentenced-custody, due: within 5 days of release-date-known}",
        "as_at: 2026-03-20
         - {at: 2026-03-10, event: sentenced-custody, with: {sentence: dto}}
         - {at: 2026-03-18, event: release-date-known, with: {release: 2026-07-14}}",
        &["1a/1 open due 2026-03-23"],
    );
}

#[test]
fn each_hearing_is_another_unless_it_corrects() {
    let clause = "- {id: 1a, on: court-listed, due: 5 working days before the hearing of court-listed}";
    let first = "as_at: 2026-03-03\n- {at: 2026-03-02, event: court-listed, with: {hearing: 2026-03-20}, id: h}";
    check(
        clause,
        &format!("{first}\n- {{at: 2026-03-03, event: court-listed, with: {{hearing: 2026-03-27}}}}"),
        &["1a/1 open due 2026-03-13", "1a/2 open due 2026-03-20"],
    );
    check(
        clause,
        &format!("{first}\n- {{at: 2026-03-03, event: court-listed, with: {{hearing: 2026-03-27}}, corrects: h}}"),
        &["1a/1 open due 2026-03-20"],
    );
}

#[test]
fn each_meeting_is_another_unless_it_corrects() {
    let clause = "- {id: 1a, on: meeting-called, due: at the day of meeting-called,
         shown-by: {meeting-held: {meeting: trigger.meeting}}}";
    let first =
        "as_at: 2026-03-12\n- {at: 2026-03-02, event: meeting-called, with: {meeting: hrvp, day: 2026-03-10}, id: m}";
    check(
        clause,
        &format!(
            "{first}\n- {{at: 2026-03-03, event: meeting-called, with: {{meeting: hrvp, day: 2026-03-12}}}}
             - {{at: 2026-03-12, event: meeting-held, with: {{meeting: hrvp}}}}"
        ),
        &["1a/1 done-late due 2026-03-10 order done 2026-03-12 by 3", "1a/2 open due 2026-03-12 order"],
    );
    check(
        clause,
        &format!(
            "{first}\n- {{at: 2026-03-03, event: meeting-called, with: {{meeting: hrvp, day: 2026-03-12}}, corrects: m}}
             - {{at: 2026-03-12, event: meeting-held, with: {{meeting: hrvp}}}}"
        ),
        &["1a/1 done due 2026-03-12 order done 2026-03-12 by 3"],
    );
}

#[test]
fn of_several_hearings_told_the_earliest_not_before_the_trigger() {
    let clause = "- {id: 1a, on: psr-requested, due: 5 working days before the hearing of court-listed}";
    check(
        clause,
        "as_at: 2026-03-06
         - {at: 2026-02-02, event: court-listed, with: {hearing: 2026-03-04}}
         - {at: 2026-02-03, event: court-listed, with: {hearing: 2026-04-01}}
         - {at: 2026-03-05, event: psr-requested}
         - {at: 2026-03-06, event: court-listed, with: {hearing: 2026-03-20}}",
        &["1a/1 open due 2026-03-13"],
    );
    // A hearing on the trigger's own day is not before it.
    check(
        "- {id: 1a, on: psr-requested, due: at the hearing of court-listed}",
        "as_at: 2026-03-05
         - {at: 2026-02-03, event: court-listed, with: {hearing: 2026-03-05}}
         - {at: 2026-03-05, event: psr-requested}",
        &["1a/1 open due 2026-03-05 order"],
    );
}

#[test]
fn an_anchor_that_follows_one_trigger_counts_for_it_alone() {
    check(
        "- {id: 1a, on: charged, due: before the hearing of court-listed}",
        "as_at: 2026-03-10
         - {at: 2026-03-02, event: charged, id: one}
         - {at: 2026-03-03, event: charged, id: two}
         - {at: 2026-03-04, event: court-listed, with: {hearing: 2026-03-20}, follows: two}",
        &["1a/2 open due 2026-03-20 order", "1a/1 open undated order"],
    );
}

#[test]
fn a_date_of_another_attribute() {
    check(
        "- {id: 1a, on: remanded-rlaa, due: 2 working days before the until of remanded-rlaa}
         - {id: 1b, on: psr-requested, due: within 1 day of the due of psr-requested}",
        "as_at: 2026-03-02
         - {at: 2026-03-02, event: remanded-rlaa, with: {until: 2026-03-23}}
         - {at: 2026-03-02, event: remanded-rlaa}
         - {at: 2026-03-02, event: psr-requested, with: {due: 2026-03-16}}",
        &["1b/1 open due 2026-03-17", "1a/1 open due 2026-03-19", "1a/2 open undated"],
    );
}
