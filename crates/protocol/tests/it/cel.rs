//! Conditions mean what they mean in the Common Expression Language: its library for Rust (`cel`) is the witness.
//!
//! Every shipped condition, value and fact, and conditions made up at random, are answered twice (`answers`), with all names known and with
//! some of them not; so are the vectors of the language's specification that apply. Where the two languages part is listed too.

mod answers;

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;
use protocol::condition::{Place, Scope, ValueExpr, read, read_value};
use protocol::facts::Source;
use protocol::{Protocols, yaml};

use crate::shelf::{SETTINGS, shelf};
use answers::{Bindings, Bound, Names, compare, value};

// ---- what is shipped

static SHIPPED: LazyLock<Protocols> = LazyLock::new(|| protocol::read(&protocol::shipped::files()).unwrap());

/// Calls `with` for each `if`, `value` and `is` that is shipped: its place, its text, its tree, and what it may name.
fn each_shipped(mut with: impl FnMut(&str, &str, ValueExpr, &Names<'_>)) {
    let editions = || SHIPPED.authorities.values().flatten().chain(&SHIPPED.statute);
    for file in protocol::shipped::files() {
        let node = yaml::read_bytes(&file.path, &file.bytes).unwrap();
        for written in node.get("clauses").map_or(&[][..], yaml::Node::items) {
            let id = written.get("id").and_then(yaml::Node::text).unwrap_or_default();
            let found =
                editions().find_map(|p| Some((p, p.clauses.iter().find(|c| c.file == file.path && c.id == id)?)));
            let Some((protocol, clause)) = found else { continue };
            let names = Names::of_clause(&SHIPPED, protocol, clause);
            if let Some(text) = written.get("if").and_then(yaml::Node::text) {
                with(id, text, ValueExpr::Truth(clause.condition.clone().unwrap().expr), &names);
            }
            if let Some(text) = written.get("value").and_then(yaml::Node::text) {
                with(id, text, clause.value.clone().unwrap(), &names);
            }
        }
        let folder = file.path.split_once('/').map(|(folder, _)| folder);
        for (name, _, written) in node.get("facts").iter().flat_map(|facts| facts.entries()) {
            let Some(text) = written.get("is").and_then(yaml::Node::text) else { continue };
            let protocol = editions().find(|p| folder.is_none_or(|folder| p.authority == folder)).unwrap();
            let fact = protocol.facts.get(protocol.facts.id(name).unwrap());
            let Source::Is(expr) = &fact.source else { panic!("{name}: {:?}", fact.source) };
            with(name, text, ValueExpr::Truth(expr.clone()), &Names::of_fact(&SHIPPED, protocol));
        }
    }
}

#[test]
fn every_shipped_condition_is_answered_as_cel_answers_it() {
    let (mut met, mut seen) = (0, [0, 0]);
    each_shipped(|place, text, expr, names| {
        let counted = compare(text, &expr, names, 40, met).unwrap_or_else(|parted| panic!("{place}: {parted}"));
        met += 1;
        seen = [seen[0] + counted[0], seen[1] + counted[1]];
    });
    let clauses = || SHIPPED.authorities.values().flatten().chain(&SHIPPED.statute).flat_map(|p| &p.clauses);
    let in_clauses =
        clauses().filter(|c| c.condition.is_some()).count() + clauses().filter(|c| c.value.is_some()).count();
    assert!(met as usize > in_clauses && in_clauses > 600, "{met} met, {in_clauses} in clauses");
    assert!(seen.iter().all(|times| *times > 2000), "known and not known: {seen:?}");
}

// ---- what is made up

static ANYSHIRE: LazyLock<Protocols> = LazyLock::new(|| shelf(SETTINGS, "  []", &[]));

fn made_up() -> Names<'static> {
    let mut names = Names::of_fact(&ANYSHIRE, ANYSHIRE.latest("anyshire").unwrap());
    names.trigger = ["charged", "referral-made"].map(|name| names.vocabulary.event_id(name).unwrap()).into();
    names.asked = vec!["need".into()];
    names
}

fn scope<'a>(names: &'a Names<'_>) -> Scope<'a> {
    let Names { facts, vocabulary, trigger, asked } = names;
    Scope { facts, vocabulary, trigger, asked, place: Place::Clause }
}

/// Some of these in quotes, in order: `['child-in-need', 'none']`.
fn list(of: &'static [&'static str], least: usize) -> impl Strategy<Value = String> {
    subsequence(of, least..=of.len()).prop_map(|some| format!("{some:?}"))
}

fn comparison() -> impl Strategy<Value = String> {
    const BASES: &[&str] = &["remand", "s20", "s31-full"];
    const PLANS: &[&str] = &["child-in-need", "child-protection", "none"];
    const ROLES: &[&str] = &["court", "police"];
    const EVENTS: &[&str] = &["charged", "referral-made"];
    let truth = select(vec!["looked_after", "in_custody", "before.looked_after", "trigger.own_area", "asked.need"]);
    let as_is = select(vec![
        "true",
        "false",
        "has(trigger.category)",
        "!has(trigger.route)",
        "done('anyshire-1a')",
        "!owed('x')",
    ]);
    let number = || select(vec!["age", "before.age", "trigger.max_adult_term_years"]);
    let word = || select(vec!["csc_plan", "before.csc_plan"]);
    let set = || select(vec!["care_bases", "before.care_bases"]);
    let compared = || select(vec!["==", "!=", "<", "<=", ">", ">="]);
    let same = || select(vec!["==", "!="]);
    prop_oneof![
        3 => (select(vec!["", "!", "!!"]), truth.clone()).prop_map(|(not, name)| format!("{not}{name}")),
        1 => (truth, same(), any::<bool>()).prop_map(|(name, mark, truth)| format!("{name} {mark} {truth}")),
        2 => as_is.prop_map(str::to_owned),
        2 => (number(), compared(), 15..18).prop_map(|(name, mark, n)| format!("{name}{mark}{n}")),
        1 => (number(), 15..18, 15..18).prop_map(|(name, n, m)| format!("{name} in [{n}, {m}]")),
        1 => (word(), same(), select(PLANS)).prop_map(|(name, mark, word)| format!("{name} {mark} '{word}'")),
        1 => (word(), list(PLANS, 1)).prop_map(|(name, list)| format!("{name} in {list}")),
        2 => (select(BASES), set()).prop_map(|(word, name)| format!("'{word}' in {name}")),
        2 => (set(), same(), list(BASES, 0)).prop_map(|(name, mark, list)| format!("{name} {mark} {list}")),
        1 => (same(), select(ROLES)).prop_map(|(mark, role)| format!("trigger.from {mark} '{role}'")),
        1 => list(ROLES, 1).prop_map(|list| format!("trigger.from in {list}")),
        1 => (same(), select(EVENTS)).prop_map(|(mark, event)| format!("trigger.event {mark} '{event}'")),
        1 => list(EVENTS, 1).prop_map(|list| format!("trigger.event in {list}")),
    ]
}

/// Texts put together without regard to what binds closer: that is for the two readers to find.
fn condition() -> impl Strategy<Value = String> {
    comparison().prop_recursive(4, 16, 2, |inner| {
        prop_oneof![
            3 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} && {b}")),
            3 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} || {b}")),
            1 => inner.clone().prop_map(|a| format!("({a})")),
            1 => inner.prop_map(|a| format!("!({a})")),
        ]
    })
}

fn chosen() -> impl Strategy<Value = String> {
    let answer = select(vec!["1", "'yes'", "age", "csc_plan", "looked_after", "age < 16"]).prop_map(str::to_owned);
    answer.prop_recursive(3, 8, 2, |inner| {
        (condition(), inner.clone(), inner, any::<bool>()).prop_map(|(when, this, that, bracketed)| {
            // Between `?` and `:` a choice stands in brackets: `a ? b ? 1 : 2 : 3` is no CEL.
            let this = if this.contains('?') { format!("({this})") } else { this };
            let choice = format!("{when} ? {this} : {that}");
            if bracketed { format!("({choice})") } else { choice }
        })
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_made_up_condition_is_answered_as_cel_answers_it(text in condition(), seed in any::<u64>()) {
        let names = made_up();
        let expr = read(&text, &scope(&names)).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
        compare(&text, &ValueExpr::Truth(expr), &names, 10, seed).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn a_made_up_choice_is_answered_as_cel_answers_it(text in chosen(), seed in any::<u64>()) {
        let names = made_up();
        let expr = read_value(&text, &scope(&names)).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
        compare(&text, &expr, &names, 10, seed).map_err(TestCaseError::fail)?;
    }
}

// ---- the specification's own vectors, and where the two part

/// Every vector of cel-spec's conformance suite (`logic`, `parse`, `plumbing`; of 2344 in all) that our language can say.
#[test]
fn the_vectors_of_the_specification_that_apply() {
    let (yes, no) = (Bound::Bool(true), Bound::Bool(false));
    let text = |text: &str| Bound::Text(text.to_owned());
    let vectors = [
        ("true && true", yes.clone()),
        ("false && false", no.clone()),
        ("false && true", no.clone()),
        ("true && false", no.clone()),
        ("true || true", yes.clone()),
        ("false || false", no.clone()),
        ("false || true", yes.clone()),
        ("true || false", yes.clone()),
        ("!true", no.clone()),
        ("!false", yes.clone()),
        ("true ? 1 : 2", Bound::Int(1)),
        ("false ? 'foo' : 'bar'", text("bar")),
        ("true ? 'cows' : 17", text("cows")),
        (&format!("{}false", "true ? true : ".repeat(24)), yes.clone()),
        (&format!("{}true", "false || ".repeat(31)), yes),
        (&format!("{}false", "true && ".repeat(31)), no),
        ("'hello'", text("hello")),
        ("\"hello\"", text("hello")),
        ("17", Bound::Int(17)),
    ];
    let names = made_up();
    for (written, expected) in vectors {
        let expr = read_value(written, &scope(&names)).unwrap();
        assert_eq!(value(&expr, &names, &Bindings::new()), Some(expected), "{written}");
    }
}

/// What our reader takes although CEL refuses it or means something else by it. None of it is shipped; what the reader comes to refuse is
/// to be taken off this list.
#[test]
fn where_we_read_more_than_cel() {
    let names = made_up();
    for text in [
        "!age == 17", // CEL: (!age) == 17
        "!csc_plan in ['none']",
        "csc_plan == ['none']",
        "csc_plan in 'none'",
        "age == [17]",
        "age in 17",
        "care_bases == 's20'",
        "care_bases == ['s20', 'remand']", // our sets have no order
        "['remand', 's20'] in care_bases", // any of them, to us
        "trigger.from == ['police']",
        "trigger.event in 'charged'",
        "looked_after ? in_custody ? 1 : 2 : 3",
        r"looked_after ? 'a\tb' : 'c'", // no escapes
    ] {
        let expr = read_value(text, &scope(&names)).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
        let parted = compare(text, &expr, &names, 40, 1);
        assert!(parted.is_err(), "{text}: {parted:?}");
    }
}

/// 32 brackets and 32 times `!` are vectors of the specification too; our reader stops just short of them.
#[test]
fn where_we_read_less_than_cel() {
    let names = made_up();
    for (times, reads) in [(30, true), (32, false)] {
        for text in [format!("{}7{}", "(".repeat(times), ")".repeat(times)), format!("{}true", "!".repeat(times))] {
            assert_eq!(read_value(&text, &scope(&names)).is_ok(), reads, "{text}");
        }
    }
}
