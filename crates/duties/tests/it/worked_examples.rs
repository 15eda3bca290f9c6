//! The sixteen worked examples of the statutory floor, by their numbers (statute.md section 2.4).
//!
//! Each runs its journeys in `protocols/statute/journeys/` as written, expectations included, and asks here besides for the status
//! that the table names, at the journey's own moment or at another.

use std::path::Path;

use crate::shelf::{ask, shipped, status};

/// The journey of this name at a moment (its own, where `as_at` is empty) has this status, and all that it expects itself.
fn check(name: &str, as_at: &str, expected: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../protocols/statute/journeys/{name}.yaml"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    let (head, expect) = text.split_once("\nexpect:").unwrap_or_else(|| panic!("{name} expects nothing"));
    let journey = journey::read(name, text.as_bytes(), &shipped().vocabulary).unwrap_or_else(|e| panic!("{e}"));
    let moved = match as_at {
        "" => text.clone(),
        moment => {
            head.lines().filter(|l| !l.starts_with("as_at:")).fold(String::new(), |t, l| t + l + "\n")
                + &format!("as_at: {moment}\n")
        }
    };
    let answer = ask(shipped(), &moved).unwrap();
    if as_at.is_empty() {
        assert!(!expect.trim().is_empty());
        let unmet = duties::expect::unmet(&journey.expect.unwrap(), &answer);
        assert!(unmet.is_empty(), "{name}: {unmet:#?}");
    }
    let fields: Vec<&str> = expected.iter().map(|line| line.split_once(": ").unwrap().0).collect();
    assert_eq!(status(&answer, &fields), expected, "{name} {as_at}");
}

#[test]
fn w1_accommodated_and_placed_before_the_early_may_bank_holiday() {
    check(
        "w01",
        "",
        &["looked_after: true", r#"looked_after_basis: ["s20"]"#, "in_custody: false", "age: 13", "boundary: false"],
    );
    check("w01", "2026-04-12T09:00", &["looked_after: false", "looked_after_basis: []"]);
}

#[test]
fn w2_moved_from_the_cells_for_twelve_hours() {
    let not = ["looked_after: false", "looked_after_basis: []", "nights_looked_after_since_14: 0"];
    check("w02", "", &not);
    // Nor during the night.
    check("w02", "2026-06-13T02:00", &not);
}

#[test]
fn w4_bailed_home_with_a_curfew() {
    check("w04", "", &["looked_after: false", "looked_after_basis: []", "in_custody: false"]);
}

#[test]
fn w6_accommodated_by_the_authority_after_bail_to_live_as_directed() {
    // Bail alone gave nothing.
    check("w06", "2026-05-31T09:00", &["looked_after: false", "looked_after_basis: []"]);
    check("w06", "", &["looked_after: true", r#"looked_after_basis: ["s20"]"#, "nights_looked_after_since_14: 9"]);
}

#[test]
fn w7_remanded_to_local_authority_accommodation() {
    check("w07", "", &["looked_after: true", r#"looked_after_basis: ["remand"]"#, "in_custody: false", "age: 14"]);
    check("w07", "2026-05-31T09:00", &["looked_after: false"]);
}

#[test]
fn w9_bailed_home_after_a_remand_to_youth_detention() {
    check("w09", "2026-07-19T09:00", &["looked_after: true", "in_custody: true", "nights_looked_after_since_14: 48"]);
    let after = [
        "looked_after: false",
        "in_custody: false",
        "former_looked_after_in_detention: false",
        "nights_looked_after_since_14: 49",
    ];
    check("w09", "", &after);
    check("w09-before-14", "", &["looked_after: false", "nights_looked_after_since_14: 0", "age: 13"]);
    check("w09-before-14", "2026-07-19T09:00", &["looked_after: true", "nights_looked_after_since_14: 0"]);
}

#[test]
fn w11_section_20_then_youth_detention_then_custody() {
    check("w11", "2026-08-23T09:00", &["looked_after: true", r#"looked_after_basis: ["s20"]"#, "in_custody: false"]);
    check("w11", "2026-08-24T09:00", &["looked_after: true", r#"looked_after_basis: ["remand"]"#, "in_custody: true"]);
    check("w11", "2026-11-01T09:00", &["looked_after: true", r#"looked_after_basis: ["remand"]"#]);
    check("w11", "", &["looked_after: false", "in_custody: true", "former_looked_after_in_detention: true"]);
    // Section 20 does not come back by itself.
    check(
        "w11-released",
        "",
        &["looked_after: false", "looked_after_basis: []", "former_looked_after_in_detention: false"],
    );
}

#[test]
fn w13_an_interim_order_lapses_while_serving() {
    check("w13", "2026-06-14T09:00", &["looked_after: true", r#"looked_after_basis: ["s31-interim"]"#]);
    // Ended by the order and not by detention; a person must look.
    check(
        "w13",
        "",
        &["looked_after: false", "in_custody: true", "former_looked_after_in_detention: false", "boundary: true"],
    );
}

#[test]
fn w14_the_window_of_a_detention_and_training_order() {
    for name in ["w14", "w14-eighteen-months", "w14-six-months"] {
        check(name, "", &["in_custody: true", "looked_after: false", "former_looked_after_in_detention: false"]);
    }
    let window = |months| {
        let window = duties::release::dto("2026-04-20".parse().unwrap(), months);
        [Some(window.half_way), window.early_from, window.late_until].map(|d| d.map(|d| d.to_string()))
    };
    let days = |days: [&str; 3]| days.map(|d| (!d.is_empty()).then(|| d.to_owned()));
    assert_eq!(window(8), days(["2026-08-20", "2026-07-21", "2026-09-20"]));
    assert_eq!(window(18)[..2], days(["2027-01-20", "2026-11-21", ""])[..2]);
    assert_eq!(window(6), days(["2026-07-20", "", ""]));
}

#[test]
fn w16_eligible_when_the_91st_night_has_passed() {
    check("w16-the-day-before", "", &["care_leaver: \"none\"", "nights_looked_after_since_14: 90", "boundary: true"]);
    check("w16", "", &["care_leaver: \"eligible\"", "nights_looked_after_since_14: 91", "looked_after: true"]);
}

#[test]
fn w17_ninety_one_nights_on_remand_then_custody() {
    check("w17", "2026-05-31T09:00", &["care_leaver: \"none\"", "nights_looked_after_since_14: 90", "boundary: true"]);
    check(
        "w17",
        "",
        &[
            "care_leaver: \"relevant\"",
            "looked_after: false",
            "former_looked_after_in_detention: false",
            "boundary: true",
        ],
    );
}

#[test]
fn w20_many_nights_and_none_at_16() {
    check("w20", "", &["care_leaver: \"none\"", "nights_looked_after_since_14: 176", "age: 16"]);
}

#[test]
fn w23_seventy_nights_on_remand_then_custody() {
    let detained = ["former_looked_after_in_detention: true", "care_leaver: \"none\"", "in_custody: true"];
    check("w23", "", &detained);
    check("w23", "2026-06-30T09:00", &["former_looked_after_in_detention: true", "age: 15"]);
    check(
        "w23-released",
        "",
        &["former_looked_after_in_detention: false", "care_leaver: \"none\"", "in_custody: false"],
    );
}

#[test]
fn w24_short_breaks_give_no_standing() {
    check("w24", "", &["looked_after: true", r#"looked_after_basis: ["short-break"]"#, "care_leaver: \"none\""]);
    let after = ["looked_after: false", "care_leaver: \"none\"", "nights_looked_after_since_14: 0"];
    check("w24-between-breaks", "", &after);
}

#[test]
fn w27_too_young_for_youth_detention() {
    check("w27", "", &["looked_after: true", r#"looked_after_basis: ["remand"]"#, "in_custody: false", "age: 11"]);
    // The event that the law does not allow changes nothing, and a person must look.
    let journey = "protocol: camden\nchild: {born: 2014-08-08}\nas_at: 2026-06-12\nevents:\n  \
                   - {at: 2026-06-09, event: remanded-yda}\n";
    let answer = ask(shipped(), journey).unwrap();
    let fields = ["looked_after", "in_custody", "boundary"];
    assert_eq!(status(&answer, &fields), ["looked_after: false", "in_custody: false", "boundary: true"]);
}

#[test]
fn w28_home_and_host_of_a_child_placed_elsewhere() {
    let authorities =
        r#"authorities: {"designated":"camden","home_yjs":"camden","host_yjs":"B","looking_after":"camden"}"#;
    check("w28", "", &[authorities, "looked_after: true", "care_leaver: \"eligible\""]);
}
