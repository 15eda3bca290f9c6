//! What a condition says in `why`: sentences that can be said on the telephone.

use crate::shelf::{answer, anyshire, list};

const FACTS: &str = "facts:
plan_in_place: {means: a plan is in place, begins: plan-made, ends: csc-involvement-ended}
visited: {means: the worker has visited, seen: visit-made}
two_things: {means: \"a plan is made, and nobody has closed\", seen: plan-made}
said_that: {means: the mother who is ill has come, seen: plan-made}
no_one: {means: no parent is there, seen: plan-made}
siblings: {means: there is a brother or sister, from-child: siblings}";

/// What is said of a rule with this condition, at a remand on 2 March after these events.
fn check(condition: &str, before: &str, expected: &str) {
    let asks = if condition.contains("asked") { ", asks: {need: \"Is it so?\"}" } else { "" };
    let text = format!("{FACTS}\n- {{id: 1a, kind: rule, on: [remanded-yda, charged], if: \"{condition}\"{asks}}}");
    let journey = format!("as_at: 2026-03-02\n{before}\n- {{at: 2026-03-02, event: remanded-yda}}");
    let answer = answer(anyshire(&text), &journey);
    let finding = list(&answer, "findings").first().unwrap();
    let said = finding["why"][3].as_str().unwrap();
    assert_eq!(said, expected, "\n{condition}");
}

#[test]
fn a_statement_is_denied_at_its_verb() {
    check("plan_in_place", "", "It does not apply here: no plan is in place.");
    check("!visited", "", "It applies here: the worker has not visited.");
    check("!open_to_csc", "", "It applies here: the child is not open to social care.");
    check(
        "siblings",
        "child: {born: 2010-05-04, siblings: 0}",
        "It does not apply here: there is no brother or sister.",
    );
}

#[test]
fn what_has_no_single_verb_is_denied_as_a_whole() {
    let not = "It does not apply here: it is not the case that";
    check("two_things", "", &format!("{not} a plan is made, and nobody has closed."));
    check("said_that", "", &format!("{not} the mother who is ill has come."));
    check("no_one", "", &format!("{not} no parent is there."));
}

#[test]
fn what_was_so_before_is_said_in_the_past() {
    check("!before.in_custody", "", "It applies here: just before that, the child was not in custody.");
    check("before.plan_in_place", "", "It does not apply here: just before that, no plan was in place.");
    check("before.remanded != 'none'", "", "It does not apply here: just before that, the child was not on remand.");
    check("before.age >= 16", "", "It does not apply here: just before that, the child was under 16.");
}

#[test]
fn of_several_words_the_one_that_was_said() {
    let yda = "the child is remanded to youth detention accommodation";
    check("remanded in ['rlaa', 'yda']", "", &format!("It applies here: {yda}."));
    let neither = "the child is neither eligible nor relevant under leaving care law";
    check("care_leaver in ['eligible', 'relevant']", "", &format!("It does not apply here: {neither}."));
    let none = "the footing of social care's work is none of child in need, child protection or looked after";
    let plans = "csc_plan in ['child-in-need', 'child-protection', 'looked-after']";
    check(plans, "", &format!("It does not apply here: {none}."));
}

#[test]
fn sets_numbers_events_and_questions() {
    check(
        "'s20' in care_bases",
        "",
        "It does not apply here: the grounds of being looked after do not include section 20.",
    );
    check("care_bases == ['remand']", "", "It applies here: the grounds of being looked after are just remand.");
    check("age < 17 && age > 10", "", "It applies here: the child is under 17; the child is over 10.");
    let remand = "what set it off is that the court remands the child to youth detention accommodation";
    check("trigger.event == 'remanded-yda'", "", &format!("It applies here: {remand}."));
    check(
        "trigger.event == 'charged'",
        "",
        "It does not apply here: what set it off is not that the child is charged.",
    );
    check("asked.need", "", "Not known: the answer to “Is it so?”. Until that is recorded nobody can tell.");
    let rating = "whether the latest rating of the risk of serious harm to others is high";
    check("serious_harm_risk == 'high'", "", &format!("Not known: {rating}. Until that is recorded nobody can tell."));
}

#[test]
fn of_what_is_denied_in_brackets_only_what_decides() {
    let one = "It applies here: the worker has not visited.";
    check("!(visited && open_to_csc)", "", one);
    check(
        "!(visited || open_to_csc)",
        "",
        "It applies here: the worker has not visited; the child is not open to social care.",
    );
    check("!(!visited)", "", "It does not apply here: the worker has not visited.");
}
