//! What the language of conditions understands: two ways of writing that must mean the same.

use protocol::condition::{Expr, Op, Place, Scope, ValueExpr, read, read_value};
use protocol::vocabulary::EventId;
use protocol::{Protocols, SourceFile};

fn shipped() -> Protocols {
    let head = "authority: example\ntitle: A made-up protocol\nedition: first\n";
    let mut files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    files.push(SourceFile { path: "example/protocol.yaml".into(), bytes: head.into() });
    protocol::read(&files).unwrap()
}

/// Calls `with` on a reader of conditions and a reader of values, for a clause set off by `level-of-need-assessed` that asks `need`.
fn check(with: impl Fn(&dyn Fn(&str) -> Expr, &dyn Fn(&str) -> ValueExpr, &dyn Fn(&str) -> String)) {
    let protocols = shipped();
    let trigger: Vec<EventId> = vec![protocols.vocabulary.event_id("level-of-need-assessed").unwrap()];
    let scope = Scope {
        facts: &protocols.latest("example").unwrap().facts,
        vocabulary: &protocols.vocabulary,
        trigger: &trigger,
        asked: &["need".to_owned()],
        place: Place::Clause,
    };
    let condition = |text: &str| read(text, &scope).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
    let value = |text: &str| read_value(text, &scope).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
    let refused = |text: &str| {
        read_value(text, &scope).unwrap_err().into_iter().map(|(cause, _)| cause).collect::<Vec<_>>().join(" / ")
    };
    with(&condition, &value, &refused);
}

#[test]
fn a_number_can_be_compared_with_a_list() {
    check(|condition, _, _| {
        assert_eq!(condition("trigger.level in [2, 3]"), condition("trigger.level == 2 || trigger.level == 3"));
        assert_eq!(condition("trigger.level in [2]"), condition("trigger.level == 2"));
        assert_eq!(condition("!(age in [16, 17])"), condition("!(age == 16 || age == 17)"));
        assert!(matches!(condition("trigger.level == 4"), Expr::Number(_, Op::Equal, 4)));
    });
}

#[test]
fn a_choice_can_stand_in_brackets() {
    check(|_, value, _| {
        let plain = value("looked_after ? 1 : in_custody ? 2 : 3");
        assert_eq!(value("looked_after ? 1 : (in_custody ? 2 : 3)"), plain);
        assert_eq!(value("(looked_after ? 1 : (in_custody ? (2) : 3))"), plain);
        assert_eq!(value("(looked_after) ? 1 : (in_custody) ? 2 : 3"), plain);
        let nested = value("looked_after ? (in_custody ? 'a' : 'b') : 'c'");
        assert_eq!(value("looked_after ? in_custody ? 'a' : 'b' : 'c'"), nested);
        assert!(matches!(value("(looked_after && (age < 17 || asked.need))"), ValueExpr::Truth(Expr::And(_))));
        assert!(matches!(value("(looked_after) || (in_custody)"), ValueExpr::Truth(Expr::Or(_))));
    });
}

#[test]
fn brackets_may_be_deep_but_not_without_end() {
    check(|condition, value, refused| {
        let in_brackets = |n: usize, inner: &str| format!("{}{inner}{}", "(".repeat(n), ")".repeat(n));
        assert_eq!(condition(&in_brackets(20, "looked_after")), condition("looked_after"));
        assert_eq!(value(&in_brackets(20, "looked_after ? 1 : 2")), value("looked_after ? 1 : 2"));
        assert_eq!(refused(&in_brackets(2000, "looked_after")), "this nests deeper than 32 brackets");
        assert_eq!(refused(&format!("{}looked_after", "!".repeat(2000))), "this nests deeper than 32 brackets");
        assert_eq!(refused(&"looked_after ? 1 : ".repeat(900)), "this nests deeper than 32 brackets");
        assert_eq!(refused(&"looked_after && ".repeat(9000)), "the condition is longer than 20000 characters");
    });
}

#[test]
fn every_unknown_word_is_told_of_at_once() {
    check(|_, _, refused| {
        assert_eq!(
            refused("looked_aftr && (csc_plan == 'cin' || asked.ned) && age == 'old'"),
            "`looked_aftr` is no fact about a child / `csc_plan` is never `cin` / the question `ned` is not asked here / `age` cannot \
             be compared so"
        );
    });
}
