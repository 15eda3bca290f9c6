//! Yes, no and not known are what the Common Expression Language makes of a missing name: its library for Rust (`cel`) is the witness.
//!
//! Conditions made up at random are asked of children of whom some things are not known. What is not known is left unbound in `cel`, where it
//! is an error that `&&` and `||` pass over when the other side decides. That every shipped condition reads alike is shown in `protocol`.

use std::collections::BTreeMap;
use std::sync::Arc;

use cel::objects::{Map, Value};
use cel::{Context, Env};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::shelf::{answer, anyshire, findings};

const COMPARISONS: [&str; 16] = [
    "sex == 'female'",
    "sex in ['male', 'female']",
    "has_siblings",
    "!has_siblings",
    "serious_harm_risk == 'high'",
    "serious_harm_risk != 'high'",
    "open_to_csc",
    "!open_to_csc",
    "'remand' in care_bases",
    "care_bases != ['remand']",
    "trigger.category in ['murder', 'rape']",
    "trigger.max_adult_term_years >= 14",
    "trigger.violent_or_sexual",
    "trigger.violent_or_sexual == false",
    "has(trigger.category)",
    "!has(trigger.max_adult_term_years)",
];

fn condition() -> impl Strategy<Value = String> {
    select(&COMPARISONS[..]).prop_map(str::to_owned).prop_recursive(4, 12, 2, |inner| {
        prop_oneof![
            3 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} && {b}")),
            3 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} || {b}")),
            1 => inner.clone().prop_map(|a| format!("({a})")),
            1 => inner.prop_map(|a| format!("!({a})")),
        ]
    })
}

/// A child and a charge: for each thing nothing (not known), or one of two.
type Child = [Option<bool>; 8];

fn journey(child: Child) -> String {
    let [female, siblings, high, open, remand, rape, long, violent] = child;
    let pick = |from: Option<bool>, yes: &str, no: &str| from.map(|f| if f { yes } else { no }.to_owned());
    let head: Vec<String> =
        [pick(female, ", sex: female", ", sex: male"), pick(siblings, ", siblings: 2", ", siblings: 0")]
            .into_iter()
            .flatten()
            .collect();
    let before = [
        pick(high, "high", "low")
            .map(|level| format!("- {{at: 2026-02-20, event: risk-assessed, with: {{serious_harm: {level}}}}}")),
        pick(open, "- {at: 2026-02-02, event: csc-involvement-started, with: {plan: child-in-need}}", ""),
        pick(remand, "- {at: 2026-02-03, event: remanded-rlaa}", ""),
    ];
    let said: Vec<String> = [
        pick(rape, "category: rape", "category: theft"),
        pick(long, "max_adult_term_years: 14", "max_adult_term_years: 5"),
        pick(violent, "violent_or_sexual: true", "violent_or_sexual: false"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let before: Vec<String> = before.into_iter().flatten().collect();
    let with = if said.is_empty() { String::new() } else { format!(", with: {{{}}}", said.join(", ")) };
    format!(
        "as_at: 2026-03-02\nchild: {{born: 2010-05-04{}}}\n{}\n- {{at: 2026-03-02, event: charged{with}}}",
        head.concat(),
        before.join("\n")
    )
}

/// The same child to `cel`. Who is open to a service and in care is always known: nothing recorded is a no.
fn bound(child: Child, env: &Arc<Env>) -> Context<'static, 'static> {
    let [female, siblings, high, open, remand, rape, long, violent] = child;
    let mut context = Context::with_env(env.clone());
    let mut bind = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            context.add_variable_from_value(name, value);
        }
    };
    bind("sex", female.map(|f| if f { "female" } else { "male" }.into()));
    bind("has_siblings", siblings.map(Value::Bool));
    bind("serious_harm_risk", high.map(|h| if h { "high" } else { "low" }.into()));
    bind("open_to_csc", Some(Value::Bool(open == Some(true))));
    bind("care_bases", Some(if remand == Some(true) { vec!["remand"] } else { vec![] }.into()));
    let said = [
        ("category", rape.map(|r| if r { "rape" } else { "theft" }.into())),
        ("max_adult_term_years", long.map(|l| Value::Int(if l { 14 } else { 5 }))),
        ("violent_or_sexual", violent.map(Value::Bool)),
    ];
    let said = said.into_iter().filter_map(|(name, value)| Some((name.into(), value?))).collect();
    bind("trigger", Some(Value::Map(Map { map: Arc::new(said) })));
    context
}

#[test]
fn not_known_is_what_cel_makes_of_a_missing_name() {
    let mut runner = TestRunner::deterministic();
    let conditions: Vec<String> = (0..80).map(|_| condition().new_tree(&mut runner).unwrap().current()).collect();
    let clauses: Vec<String> =
        (0..).zip(&conditions).map(|(n, c)| format!("- {{id: {n}a, kind: rule, on: charged, if: \"{c}\"}}")).collect();
    let protocols = anyshire(&clauses.join("\n"));
    let env = Arc::new(Env::stdlib());
    let programs: Vec<cel::Program> = conditions.iter().map(|c| env.compile(c).unwrap()).collect();
    let mut seen = BTreeMap::new();
    for _ in 0..40 {
        let child: Child = any::<[Option<bool>; 8]>().new_tree(&mut runner).unwrap().current();
        let (journey, context) = (journey(child), bound(child, &env));
        let found = findings(&answer(protocols, &journey));
        assert_eq!(found.len(), conditions.len());
        for (n, program) in programs.iter().enumerate() {
            let expected = match program.execute(&context) {
                Ok(Value::Bool(truth)) => truth.to_string(),
                Ok(other) => panic!("{other:?}"),
                Err(_) => "null".to_owned(),
            };
            let line = format!("{n}a charged 2026-03-02: {expected}");
            assert!(found.contains(&line), "{}: not {expected}\n{journey}\n{found:?}", conditions[n]);
            *seen.entry(expected).or_insert(0) += 1;
        }
    }
    assert!(seen.len() == 3 && seen.values().all(|times| *times > 300), "{seen:?}");
}
