//! The service's own calendar: which days a rhythm falls on.

use protocol::service_calendar::between;

use crate::shelf::{SETTINGS, shelf};

fn standing(on: &str, due: &str) -> String {
    let due = if due.is_empty() { String::new() } else { format!("  due: {due}\n") };
    format!("- id: anyshire-1a\n  para: \"1\"\n  kind: standing\n  on: {on}\n  owner: csc\n  says: Do it.\n{due}")
}

/// One line for each date: the day, the time, what the day is called, and what is assumed; then what has no date.
fn check(head: &str, clause: &str, from: &str, to: &str, expected: &[&str]) {
    let protocols = shelf(&format!("{head}{SETTINGS}  panel: {{is: 2 weeks, assumed: true, why: x}}\n"), clause, &[]);
    let protocol = protocols.latest("anyshire").unwrap();
    let calendar = between(protocol, &protocols.vocabulary, from.parse().unwrap(), to.parse().unwrap());
    let mut said: Vec<String> = calendar
        .occurrences
        .iter()
        .map(|o| {
            let at = o.at.map_or(String::new(), |(h, m)| format!(" {h:02}:{m:02}"));
            let closed = o.closed.as_ref().map_or(String::new(), |name| format!(" ({name})"));
            let assumed: String = o.assumed.iter().map(|why| format!(" | {why}")).collect();
            format!("{}{at}{closed}{assumed}", o.day)
        })
        .collect();
    said.extend(calendar.undated.iter().map(|u| format!("undated: {}", u.why)));
    said.extend(calendar.standing.iter().map(|c| format!("stands: {}", c.id)));
    assert_eq!(said, expected);
}

#[test]
fn every_week_on_a_day() {
    let clause = standing("on-calendar", "every week on tuesday");
    check("", &clause, "2026-04-08", "2026-04-28", &["2026-04-14", "2026-04-21", "2026-04-28"]);
}

#[test]
fn every_week_counts_from_monday_and_says_so() {
    // Easter Monday 2026 is 6 April, the early May bank holiday 4 May.
    let assumed = "the text gives no first day: counted from Mon 30 March 2026";
    check(
        "",
        &standing("on-calendar", "every week"),
        "2026-04-01",
        "2026-04-13",
        &[&format!("2026-04-06 (Easter Monday) | {assumed}"), &format!("2026-04-13 | {assumed}")],
    );
}

#[test]
fn every_day_at_a_time_weekends_marked() {
    check(
        "",
        &standing("on-calendar", "every day at 13:30"),
        "2026-04-03",
        "2026-04-05",
        &["2026-04-03 13:30 (Good Friday)", "2026-04-04 13:30 (Saturday)", "2026-04-05 13:30 (Sunday)"],
    );
}

#[test]
fn every_few_months_counts_from_the_first_of_the_month() {
    let assumed = "the text gives no first day: counted from Thu 1 January 2026";
    check(
        "",
        &standing("on-calendar", "every 2 months"),
        "2026-01-01",
        "2026-06-30",
        &[
            &format!("2026-01-01 (New Year's Day) | {assumed}"),
            &format!("2026-03-01 (Sunday) | {assumed}"),
            &format!("2026-05-01 | {assumed}"),
        ],
    );
    // The first Tuesday of each month.
    let assumed = "the text gives no first day: counted from Sun 1 March 2026";
    check(
        "",
        &standing("on-calendar", "every month on tuesday"),
        "2026-03-02",
        "2026-04-30",
        &[&format!("2026-03-03 | {assumed}"), &format!("2026-04-07 | {assumed}")],
    );
}

#[test]
fn a_length_that_the_authority_sets_is_assumed() {
    let assumed = "the text gives no figure: 2 weeks is the authority's setting | the text gives no first day: counted from Mon 6 April 2026";
    check("", &standing("always", "every [panel]"), "2026-04-07", "2026-04-24", &[&format!("2026-04-20 | {assumed}")]);
}

#[test]
fn counted_from_the_issue_of_the_protocol() {
    let clause = standing("always", "every 12 months from protocol-issued until protocol-withdrawn");
    let assumed =
        "counted from Sat 29 February 2020, the day from which it is in force, as if each were done on its day";
    check(
        "in-force: {from: 2020-02-29, to: 2024-06-30}\n",
        &clause,
        "2020-01-01",
        "2026-12-31",
        &[
            &format!("2021-02-28 (Sunday) | {assumed}"),
            &format!("2022-02-28 | {assumed}"),
            &format!("2023-02-28 | {assumed}"),
            &format!("2024-02-29 | {assumed}"),
        ],
    );
    let unknown = "undated: it counts from the day on which the protocol was issued, and the paper does not say when";
    check("", &clause, "2020-01-01", "2026-12-31", &[unknown]);
}

#[test]
fn once_so_long_after_the_issue() {
    let clause = standing("protocol-issued", "within 24 months of protocol-issued");
    check("in-force: {from: 2019-03-20}\n", &clause, "2021-03-01", "2021-03-31", &["2021-03-20 (Saturday)"]);
    check("in-force: {from: 2019-03-20}\n", &clause, "2021-04-01", "2021-04-30", &[]);
}

#[test]
fn what_stands_always_and_what_has_no_rhythm_is_kept_apart() {
    check("", &standing("always", ""), "2026-04-01", "2026-04-30", &["stands: anyshire-1a"]);
    check("", &standing("on-calendar", ""), "2026-04-01", "2026-04-30", &["undated: the text gives no rhythm"]);
    let duty = standing("charged", "within 2 days of charged").replace("kind: standing", "kind: duty");
    check("", &duty, "2026-04-01", "2026-04-30", &[]);
}

#[test]
fn the_authoritys_own_closures_count() {
    let head = "in-force: {from: 2026-01-01}\n";
    let protocols = shelf(
        &format!("{head}office-hours: {{from: \"09:00\", to: \"17:00\"}}\n"),
        &standing("on-calendar", "every week on wednesday"),
        &[],
    );
    let mut protocol = protocols.latest("anyshire").unwrap().clone();
    let day = "2026-12-30".parse().unwrap();
    protocol.calendar = calendar::Calendar::new([(day, "council closed".to_owned())]);
    let found = between(&protocol, &protocols.vocabulary, day, day);
    assert_eq!(found.occurrences[0].closed.as_deref(), Some("council closed"));
}
