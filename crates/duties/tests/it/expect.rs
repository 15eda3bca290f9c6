//! Whether what a journey expects holds of what came out, and how it is told where it does not (contract, `expect`).

use duties::expect::{clauses, unmet};

use crate::shelf::{anyshire, ask, written};

const CLAUSES: &str =
    "- {id: 1a, on: charged, towards: mash, due: within 10 days of charged, shown-by: {notified: {about: charge}}}
     - {id: 1b, on: charged, due: within 2 days of charged}
     - {id: 1c, kind: rule, on: charged, if: age < 16}
     - {id: 1d, on: csc-involvement-started, due: within 5 days of csc-involvement-started}";

/// What does not hold of a journey, each with its line below `expect:`.
fn check(expect: &str, expected: &[&str]) {
    let journey = written(
        "as_at: 2026-03-20
         - {at: 2026-03-02, event: csc-involvement-started}
         - {at: 2026-03-03, event: csc-involvement-ended}
         - {at: 2026-03-04, event: charged}
         - {at: 2026-03-05, event: charged}
         - {at: 2026-03-10T14:30, event: notified, with: {to: csc, about: charge}}",
    );
    let above = journey.lines().count() + 1;
    let text = format!("{journey}expect:\n{expect}");
    let read = journey::read("journey.yaml", text.as_bytes(), &anyshire(CLAUSES).vocabulary);
    let expect = read.unwrap_or_else(|e| panic!("{e}")).expect.unwrap();
    let output = ask(anyshire(CLAUSES), &text).unwrap();
    let said: Vec<String> =
        unmet(&expect, &output).into_iter().map(|u| format!("{}: {}", u.line - above, u.what)).collect();
    assert_eq!(said, expected, "\n{text}");
}

#[test]
fn what_is_there_holds() {
    check(
        "  duties:
    - {clause: anyshire-1a}
    - {clause: anyshire-1a, occurrence: 1, state: done, due: 2026-03-14, done_at: 2026-03-10T14:30, done_by: 5}
    - {clause: anyshire-1a, occurrence: 2, state: overdue, done_at: null, urgent: false, owner: csc, counterpart: mash}
    - {clause: anyshire-1a, trigger: {event: charged, at: 2026-03-05}}
    - {clause: anyshire-1d, state: ended}
  absent: [anyshire-1d, {clause: anyshire-1a, occurrence: 3}, {clause: anyshire-1a, state: open}]
  findings:
    - {clause: anyshire-1c, value: true}
  status: {age: 15, looked_after: false, looked_after_basis: [], care_leaver: none}",
        &[],
    );
}

#[test]
fn a_duty_that_is_not_there() {
    check(
        "  duties:\n    - {clause: anyshire-1a, state: open}",
        &[
            "2: no duty {clause: anyshire-1a, state: open}; there is {owner: csc, due: 2026-03-14, occurrence: 1, state: done, done_at: 2026-03-10T14:30}, {owner: csc, due: 2026-03-15, occurrence: 2, state: overdue}",
        ],
    );
    check(
        "  duties:\n    - {clause: anyshire-9z}",
        &["2: no duty {clause: anyshire-9z}; there is none of this clause"],
    );
}

#[test]
fn a_duty_that_should_be_absent() {
    check(
        "  absent: [anyshire-1b]",
        &["1: anyshire-1b should be absent, but is owed: {owner: csc, due: 2026-03-06, occurrence: 1, state: overdue}"],
    );
    check(
        "  absent:\n    - {clause: anyshire-1a, occurrence: 1}",
        &[
            "2: {clause: anyshire-1a, occurrence: 1} should be absent, but is owed: {owner: csc, due: 2026-03-14, occurrence: 1, state: done, done_at: 2026-03-10T14:30}",
        ],
    );
}

#[test]
fn a_finding_or_a_status_that_differs() {
    check(
        "  findings:\n    - {clause: anyshire-1c, value: false}\n  status: {age: 16, in_custody: false}",
        &[
            "2: no finding {clause: anyshire-1c, value: false}; there is {value: true}, {value: true}",
            "3: status age is 15, expected 16",
        ],
    );
}

#[test]
fn the_clauses_that_are_named() {
    let text = written("as_at: 2026-03-20") + "expect:\n  duties: [{clause: anyshire-1a}]\n  absent: [anyshire-1b]\n";
    let read = journey::read("journey.yaml", text.as_bytes(), &anyshire(CLAUSES).vocabulary).unwrap();
    let named: Vec<String> = clauses(&read.expect.unwrap()).into_iter().map(|(clause, _)| clause).collect();
    assert_eq!(named, ["anyshire-1a", "anyshire-1b"]);
}
