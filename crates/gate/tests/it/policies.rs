//! Policies that cannot be used are refused when they are read; what fails all the same is a refusal and an alarm.

use gate::{Action, Address, Decision, Gate, On, POLICIES, Reading, Relation, Request, SCHEMA, Service, Standing};

use crate::people::{GATE, WORDS, child, person};

/// A gate with the shipped policies and one more file.
fn with(more: &str) -> Result<Gate, String> {
    let reading = Reading::shipped(&WORDS).unwrap();
    let files: Vec<(&str, &str)> = POLICIES.iter().copied().chain([("more.cedar", more)]).collect();
    Gate::new(SCHEMA, &files, reading).map_err(|e| e.to_string())
}

fn refused(more: &str) -> String {
    with(more).unwrap_err()
}

#[test]
fn a_permit_without_a_condition_is_refused() {
    let said = "more.cedar:3: a permit without a condition lets everybody in\n    help: say under which condition with `when { … }`\n";
    assert_eq!(
        refused("// Everybody.\n\npermit(principal, action == Action::\"see-child\", resource is Child);\n"),
        said
    );
}

#[test]
fn a_word_that_the_schema_does_not_know_is_refused() {
    for (wrong, named) in [
        ("principal.rank == Standing::\"head\"", "rank"),
        ("principal.standing == Standing::\"heed\"", "heed"),
        ("principal.standing == \"head\"", "String"),
        ("context.tie.alocated", "alocated"),
        ("context.fresh == 1", "Long"),
    ] {
        let text =
            format!("\npermit(principal, action == Action::\"see-child\", resource is Child)\nwhen {{ {wrong} }};\n");
        let said = refused(&text);
        assert!(said.starts_with("more.cedar:2: ") && said.contains(named), "{said}");
    }
    assert!(
        refused("permit(principal, action == Action::\"see-chidl\", resource) when { context.fresh };")
            .contains("see-chidl")
    );
}

#[test]
fn what_can_never_hold_is_refused_and_so_is_a_template() {
    let never = "permit(principal, action == Action::\"see-child\", resource is Team) when { context.fresh };";
    assert!(refused(never).starts_with("more.cedar:1: "));
    let template =
        "permit(principal == ?principal, action == Action::\"see-child\", resource is Child) when { context.fresh };";
    assert!(refused(template).contains("is a template; write policies only"));
    assert!(refused("permit(principal").starts_with("more.cedar: it cannot be read: "));
}

#[test]
fn a_schema_that_wants_other_facts_is_refused() {
    let reading = Reading::shipped(&WORDS).unwrap();
    let other = SCHEMA.1.replace("about_self: Bool,", "about_self: Bool, at_night: Bool,");
    let said = Gate::new(("other.cedarschema", &other), POLICIES, reading).unwrap_err().to_string();
    assert!(said.starts_with("other.cedarschema: the schema and the program do not agree: "), "{said}");
    let reading = Reading::shipped(&WORDS).unwrap();
    let said = Gate::new(("other.cedarschema", "entity"), POLICIES, reading).unwrap_err().to_string();
    assert!(said.starts_with("other.cedarschema: "), "{said}");
}

#[test]
fn an_error_is_a_refusal_and_an_alarm() {
    // A sum that is too large passes every check on reading. The `forbid` would be skipped, and the shipped `permit` would win.
    let broken = "forbid(principal, action == ACTION, resource is Child) when { 9223372036854775807 + 1 == 0 };";
    let worker = person(Service::Yjs, Standing::Practitioner);
    let (ties, relations) = (child(), vec![Relation::Allocated]);
    for action in ["see-child", "read-care"] {
        let asked = Request::new(&worker, Action::SeeChild, On::Child(&ties), &relations);
        assert!(matches!(GATE.decide(&asked), Decision::Permit(_)));
        let gate = with(&broken.replace("ACTION", &format!("Action::\"{action}\""))).unwrap();
        let Decision::Refuse(refused) = gate.decide(&asked) else { panic!("an error let someone in") };
        assert!(refused.alarm && !refused.may_know && refused.reason.contains("overflow"), "{refused:?}");
    }
}

/// The table of addresses stands in the same file, and `web` compares the whole of it.
#[test]
fn the_table_of_access_is_what_the_policies_say() {
    let kept = include_str!("../../../../access/who-may-see-what.txt");
    let tables = |all: &str| all.split_once("\n1. ").unwrap().1.to_owned();
    let (kept, now) = (tables(kept), tables(&gate::table(&GATE, &WORDS, &[])));
    let differing = kept.lines().zip(now.lines()).find(|(a, b)| a != b);
    assert!(kept == now, "{differing:?} differ; write it anew with `cargo run -p xtask -- access`, and read it");
}

#[test]
fn the_table_of_access_has_a_place_for_addresses() {
    let child = Address {
        method: "GET",
        path: "/children/{id}",
        way: "signed",
        lets_in: "whoever signed in",
        action: Some(Action::SeeChild),
    };
    let health = Address { path: "/health", way: "open", lets_in: "everybody", action: None, ..child };
    let table = gate::table(&GATE, &WORDS, &[child, health]);
    let rows = [
        "  signed  whoever signed in".to_owned(),
        "  open    everybody".to_owned(),
        format!("  GET   {:48} signed  see-child", "/children/{id}"),
        format!("  GET   {:48} open", "/health"),
    ];
    for row in rows {
        assert!(table.lines().any(|line| line == row), "{row} is not in\n{table}");
    }
}
