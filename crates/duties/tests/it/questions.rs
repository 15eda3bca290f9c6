//! Questions that only a person can answer: unanswered, answered, answered for one trigger (protocols/README.md, Questions).

use crate::shelf::{answer, anyshire, duties, findings, list, refused, why};

const CLAUSE: &str = "- {id: 1a, on: charged, if: open_to_csc && asked.work_needed, due: within 10 days of charged,
     asks: {work_needed: \"Does the child need work that social care should do?\"}}";
const OPEN: &str = "- {at: 2026-02-02, event: csc-involvement-started}";

fn check(events: &str, expected: &[&str]) {
    let journey = format!("as_at: 2026-04-01\n{OPEN}\n{events}");
    assert_eq!(duties(&answer(anyshire(CLAUSE), &journey)), expected, "\n{events}");
}

fn charged(at: &str, id: &str) -> String {
    format!("\n- {{at: {at}, event: charged, id: {id}}}")
}

fn answered(at: &str, truth: bool, rest: &str) -> String {
    format!(
        "\n- {{at: {at}, event: question-answered, with: {{question: anyshire-1a/work_needed, answer: {truth}}}{rest}}}"
    )
}

#[test]
fn unanswered_it_is_listed_and_says_what_is_missing() {
    check(&charged("2026-03-02", "a"), &["1a/1 open due 2026-03-12 if"]);
    let found = answer(anyshire(CLAUSE), &format!("as_at: 2026-04-01\n{OPEN}{}", charged("2026-03-02", "a")));
    let duty = &list(&found, "duties")[0];
    assert_eq!(duty["if"], "open_to_csc && asked.work_needed");
    assert_eq!(duty["unanswered"][0]["question"], "anyshire-1a/work_needed");
    assert_eq!(duty["unanswered"][0]["text"], "Does the child need work that social care should do?");
    assert!(why(&found, "1a").contains("Does the child need work that social care should do?"));
}

#[test]
fn answered_yes_it_is_owed_and_answered_no_it_is_not() {
    let charged = charged("2026-03-02", "a");
    check(&format!("{charged}{}", answered("2026-03-03", true, "")), &["1a/1 overdue due 2026-03-12"]);
    check(&format!("{charged}{}", answered("2026-03-03", false, "")), &[]);
}

#[test]
fn no_question_is_open_where_the_rest_says_no() {
    let journey = format!("as_at: 2026-04-01{}", charged("2026-03-02", "a"));
    assert_eq!(duties(&answer(anyshire(CLAUSE), &journey)), [] as [&str; 0]);
}

#[test]
fn an_answer_that_follows_one_trigger_is_for_it_alone() {
    let two = format!("{}{}", charged("2026-03-02", "a"), charged("2026-03-05", "b"));
    check(
        &format!("{two}{}", answered("2026-03-06", true, ", follows: b")),
        &["1a/1 open due 2026-03-12 if", "1a/2 overdue due 2026-03-15"],
    );
    check(&format!("{two}{}", answered("2026-03-06", false, ", follows: a")), &["1a/1 open due 2026-03-15 if"]);
    check(
        &format!("{two}{}", answered("2026-03-06", true, "")),
        &["1a/1 overdue due 2026-03-12", "1a/2 overdue due 2026-03-15"],
    );
}

#[test]
fn an_answer_can_be_corrected_and_retracted() {
    let charged = charged("2026-03-02", "a");
    let first = answered("2026-03-03", true, ", id: q");
    check(&format!("{charged}{first}{}", answered("2026-03-04", false, ", corrects: q")), &[]);
    check(&format!("{charged}{first}\n- {{at: 2026-03-04, retracts: q}}"), &["1a/1 open due 2026-03-12 if"]);
}

#[test]
fn an_answer_counts_from_when_it_was_recorded() {
    let journey = |known: &str| {
        format!(
            "as_at: 2026-04-01\nas_known_at: {known}\n{OPEN}{}{}",
            charged("2026-03-02", "a"),
            answered("2026-03-06", false, "")
        )
    };
    assert_eq!(duties(&answer(anyshire(CLAUSE), &journey("2026-03-05"))), ["1a/1 open due 2026-03-12 if"]);
    assert_eq!(duties(&answer(anyshire(CLAUSE), &journey("2026-03-06"))), [] as [&str; 0]);
}

#[test]
fn a_rule_asks_too() {
    let rule = "- {id: 1a, kind: rule, on: charged, if: asked.serious, asks: {serious: \"Is it serious?\"}}";
    let charged = "as_at: 2026-04-01\n- {at: 2026-03-02, event: charged}";
    let with = |answer: &str| {
        let with = format!("{{question: anyshire-1a/serious, answer: {answer}}}");
        format!("{charged}\n- {{at: 2026-03-03, event: question-answered, with: {with}}}")
    };
    assert_eq!(findings(&answer(anyshire(rule), charged)), ["1a charged 2026-03-02: null"]);
    assert_eq!(findings(&answer(anyshire(rule), &with("true"))), ["1a charged 2026-03-02: true"]);
    assert_eq!(findings(&answer(anyshire(rule), &with("false"))), ["1a charged 2026-03-02: false"]);
}

#[test]
fn a_question_that_nobody_asks_is_refused() {
    let ask = |question: &str| {
        let with = format!("{{question: {question}, answer: true}}");
        let journey = format!("as_at: 2026-04-01\n- {{at: 2026-03-02, event: question-answered, with: {with}}}");
        refused(anyshire(CLAUSE), &journey)
    };
    assert_eq!(
        ask("anyshire-1a/work_neded"),
        "journey.yaml:5: `anyshire-1a` asks no question `work_neded`\n    help: did you mean `work_needed`?\n"
    );
    assert_eq!(
        ask("anyshire-1b/work_needed"),
        "journey.yaml:5: `anyshire-1b` is no clause of any protocol\n    help: did you mean `anyshire-1a`?\n"
    );
}
