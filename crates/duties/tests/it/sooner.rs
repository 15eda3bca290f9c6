//! What asks for the same thing sooner: the law, or another clause; the duty's own date stays (contract, Duties out).

use crate::shelf::{answer, authority, duties, read, why, words};

/// The duties of a shelf with clauses of `anyshire` and of the law.
fn check(anyshire: &str, statute: &str, journey: &str, expected: &[&str]) {
    let found = answer(&shelf(anyshire, statute), journey);
    assert_eq!(duties(&found), expected, "\n{anyshire}\n{statute}\n{journey}");
}

fn shelf(anyshire: &str, statute: &str) -> protocol::Protocols {
    let mut files = words();
    files.extend(authority("anyshire", anyshire));
    if !statute.is_empty() {
        files.extend(authority("statute", statute));
    }
    read(&files)
}

const CHARGED: &str = "as_at: 2026-03-03\n- {at: 2026-03-02, event: charged}";

#[test]
fn the_law_asks_for_it_sooner() {
    let (own, law) = (
        "- {id: 1a, on: charged, due: within 10 days of charged, same-as: [statute-a1]}",
        "- {id: a1, on: charged, due: within 5 days of charged}",
    );
    check(
        own,
        law,
        CHARGED,
        &["statute-a1/1 open due 2026-03-07", "1a/1 open due 2026-03-12 sooner statute-a1 2026-03-07"],
    );
    let said = why(&answer(&shelf(own, law), CHARGED), "1a");
    assert!(said.contains("Another rule asks for the same sooner: statute-a1, by Sat 7 March 2026."), "{said}");
}

#[test]
fn the_law_asks_for_it_later() {
    check(
        "- {id: 1a, on: charged, due: within 5 days of charged, same-as: [statute-a1]}",
        "- {id: a1, on: charged, due: within 10 days of charged}",
        CHARGED,
        &["1a/1 open due 2026-03-07", "statute-a1/1 open due 2026-03-12 sooner 1a 2026-03-07"],
    );
}

#[test]
fn another_clause_of_the_same_protocol() {
    check(
        "- {id: 1a, on: charged, due: within 10 days of charged}
         - {id: 1b, on: charged, due: within 5 days of charged, same-as: [anyshire-1a]}",
        "",
        CHARGED,
        &["1b/1 open due 2026-03-07", "1a/1 open due 2026-03-12 sooner 1b 2026-03-07"],
    );
}

#[test]
fn on_the_same_day_nothing_is_sooner() {
    check(
        "- {id: 1a, on: charged, due: within 5 days of charged}
         - {id: 1b, on: charged, due: within 5 days of charged, same-as: [anyshire-1a]}",
        "",
        CHARGED,
        &["1a/1 open due 2026-03-07", "1b/1 open due 2026-03-07"],
    );
}

#[test]
fn of_several_the_soonest_then_by_name() {
    check(
        "- {id: 1a, on: charged, due: within 10 days of charged, same-as: [anyshire-1b, anyshire-1c, anyshire-1d]}
         - {id: 1b, on: charged, due: within 7 days of charged}
         - {id: 1c, on: charged, due: within 5 days of charged}
         - {id: 1d, on: charged, due: within 5 days of charged}",
        "",
        CHARGED,
        &[
            "1c/1 open due 2026-03-07",
            "1d/1 open due 2026-03-07",
            "1b/1 open due 2026-03-09",
            "1a/1 open due 2026-03-12 sooner 1c 2026-03-07",
        ],
    );
}

#[test]
fn what_does_not_apply_is_not_sooner() {
    let clauses = |condition: &str| {
        format!(
            "- {{id: 1a, on: charged, due: within 10 days of charged}}
             - {{id: 1b, on: charged, if: {condition}, due: within 5 days of charged, same-as: [anyshire-1a]}}"
        )
    };
    check(&clauses("age > 16"), "", CHARGED, &["1a/1 open due 2026-03-12"]);
    // What has ended neither.
    check(
        &clauses("open_to_csc && csc_plan == 'assessment'"),
        "",
        "as_at: 2026-03-04
         - {at: 2026-02-02, event: csc-involvement-started, with: {plan: assessment}}
         - {at: 2026-03-02, event: charged}
         - {at: 2026-03-03, event: csc-plan-changed, with: {plan: child-in-need}}",
        &["1b/1 ended due 2026-03-07", "1a/1 open due 2026-03-12"],
    );
}

#[test]
fn what_was_due_or_done_before_it_began_is_not_sooner() {
    let clauses = "- {id: 1a, on: plan-made, due: within 10 days of plan-made, shown-by: {notified: {about: plan}}}
         - {id: 1b, on: charged, due: within 5 days of charged, same-as: [anyshire-1a],
         shown-by: {notified: {about: charge}}}";
    let journey = |plan: &str, rest: &str| {
        format!(
            "as_at: 2026-03-09\n- {{at: 2026-03-02, event: charged}}
             - {{at: {plan}, event: plan-made, with: {{plan: care-plan}}}}{rest}"
        )
    };
    // Due on the 7th, the plan made on the 9th.
    check(clauses, "", &journey("2026-03-09", ""), &["1b/1 overdue due 2026-03-07", "1a/1 open due 2026-03-19"]);
    // Done on the 4th, the plan made on the 5th.
    let told = "\n- {at: 2026-03-04, event: notified, with: {to: csc, about: charge}}";
    check(
        clauses,
        "",
        &journey("2026-03-05", told),
        &["1b/1 done due 2026-03-07 done 2026-03-04 by 3", "1a/1 open due 2026-03-15"],
    );
    // Owed at the same time.
    check(
        clauses,
        "",
        &journey("2026-03-05", ""),
        &["1b/1 overdue due 2026-03-07", "1a/1 open due 2026-03-15 sooner 1b 2026-03-07"],
    );
}

#[test]
fn a_clock_that_counts_back_is_compared_from_its_trigger() {
    check(
        "- {id: 1a, on: release-date-known, due: 1 week before the release of release-date-known}
         - {id: 1b, on: sentenced-custody, due: within 10 days of sentenced-custody, same-as: [anyshire-1a]}",
        "",
        "as_at: 2026-03-03
         - {at: 2026-03-02, event: sentenced-custody, with: {sentence: dto}}
         - {at: 2026-03-03, event: release-date-known, with: {release: 2026-06-15}}",
        &["1b/1 open due 2026-03-12", "1a/1 open due 2026-06-08 sooner 1b 2026-03-12"],
    );
}

#[test]
fn under_home_and_host_and_the_law() {
    let mut files = words();
    files.extend(authority(
        "anyshire",
        "- {id: 1a, on: charged, due: within 10 days of charged, same-as: [statute-a1]}",
    ));
    files.extend(authority(
        "otherwell",
        "- {id: 1a, on: charged, due: within 3 days of charged, same-as: [statute-a1]}",
    ));
    files.extend(authority("statute", "- {id: a1, on: charged, due: within 5 days of charged}"));
    let journey = "protocol: {home: anyshire, host: otherwell}\nas_at: 2026-03-03\n- {at: 2026-03-02, event: charged}";
    let found = duties(&answer(&read(&files), journey));
    assert_eq!(found[0], "otherwell-1a/1 open due 2026-03-05 host");
    assert_eq!(found[1], "statute-a1/1 open due 2026-03-07 sooner otherwell-1a 2026-03-05");
    assert!(found[2].starts_with("1a/1 open due 2026-03-12 sooner "), "{}", found[2]);
}

#[test]
fn each_trigger_is_compared_with_what_it_set_off_itself() {
    let (own, law) = (
        "- {id: 1a, on: charged, due: within 20 days of charged, same-as: [statute-a1]}",
        "- {id: a1, on: charged, due: within 12 days of charged}",
    );
    let twice = |second: &str| {
        format!("as_at: 2026-03-03\n- {{at: 2026-03-02, event: charged}}\n- {{at: {second}, event: charged}}")
            .replace("2026-03-03\n", "2026-03-11\n")
    };
    check(
        own,
        law,
        &twice("2026-03-10"),
        &[
            "statute-a1/1 open due 2026-03-14",
            "1a/1 open due 2026-03-22 sooner statute-a1 2026-03-14",
            "statute-a1/2 open due 2026-03-22",
            "1a/2 open due 2026-03-30 sooner statute-a1 2026-03-22",
        ],
    );
    // What another trigger set off is no matter of this one's; what an event of another kind set off may be.
    let law = "- {id: a1, on: {charged: {held_overnight: true}}, due: within 12 days of charged}";
    let journey = "as_at: 2026-03-11
         - {at: 2026-03-02, event: charged, with: {held_overnight: true}}
         - {at: 2026-03-10, event: charged}";
    check(
        own,
        law,
        journey,
        &[
            "statute-a1/1 open due 2026-03-14",
            "1a/1 open due 2026-03-22 sooner statute-a1 2026-03-14",
            "1a/2 open due 2026-03-30",
        ],
    );
}
