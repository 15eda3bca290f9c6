//! The names of events, and what of one child is kept.

use feeds::events::{Whose, events};
use feeds::read::limits;
use feeds::{Listed, Spell, SpellKind, What};

fn spell(from: &str, until: &str, key: &str) -> Spell {
    let until = until.parse().ok().map(feeds::listed::Date);
    Spell { until, key: key.into(), ..Spell::new(SpellKind::Open, from.parse().unwrap()) }
}

fn child(number: &str, spells: &[Spell]) -> Listed {
    let mut child = Listed::new(number);
    spells.iter().for_each(|spell| child.take(What::Spell(spell.clone())));
    child
}

/// Each event's name without what all have in common, and its day.
fn told(spells: &[Spell]) -> Vec<String> {
    let all = events(&child("7", spells), Whose::Yjs);
    all.iter().map(|one| format!("{} {}", one.id.replace("feed-yjs-7-open-", ""), one.at)).collect()
}

/// Else the record would be told again of a correction with each file.
#[test]
fn what_is_listed_twice_under_one_number_happens_once() {
    let twice = [spell("2026-01-12", "2026-02-01", "A"), spell("2026-01-19", "2026-03-01", "A")];
    assert_eq!(told(&twice), ["A-start 2026-01-12", "A-end 2026-03-01"]);
    let mut one = spell("2026-01-12", "2026-02-01", "");
    let mut other = spell("2026-01-12", "2026-03-01", "");
    one.more.insert(feeds::listed::More::Route, "criminal-justice".into());
    other.more.insert(feeds::listed::More::Route, "early-intervention".into());
    assert_eq!(told(&[one, other]), ["2026-01-12-start 2026-01-12", "2026-01-12-end 2026-03-01"]);
}

#[test]
fn two_numbers_give_two_names() {
    let name = |number: &str| events(&child(number, &[spell("2026-01-12", "", "A")]), Whose::Yjs)[0].id.clone();
    assert_eq!(name("10-2"), "feed-yjs-10_2d_2-open-A-start");
    // A hyphen is U+002D: before a 1 it could be taken for U+02D1.
    assert_ne!(name("-1"), name("\u{2d1}"));
    assert_ne!(name("_2d_"), name("-"));
}

#[test]
fn of_one_child_no_more_is_kept_than_a_child_can_have() {
    let day = |n: usize| format!("{}-{:02}-{:02}", 1990 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
    let all: Vec<Spell> = (0..=limits::PIECES).map(|n| spell(&day(n), "", "")).collect();
    let (more, enough) = (child("7", &all), child("7", &all[1..]));
    assert_eq!((more.spells.len(), more.cut_short), (limits::PIECES, true));
    assert_eq!((enough.spells.len(), enough.cut_short), (limits::PIECES, false));
    let mut again = more.clone();
    again.take(What::Spell(all[3].clone()));
    assert!(again == more, "what is there already needs no room");
}

fn on(basis: &str, spell: Spell) -> Spell {
    Spell { word: basis.into(), ..spell }
}

/// A service closes a case once: when the last of what it does with a child ends.
#[test]
fn work_goes_on_until_the_last_involvement_ends() {
    let bail = Spell { ended: "bailed".into(), ..on("bail-support", spell("2026-03-02", "2026-04-10", "")) };
    let order = on("referral-order", spell("2026-04-10", "", ""));
    let all = events(&child("7", &[bail.clone(), order.clone()]), Whose::Yjs);
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].id.as_str(), all[0].at.to_string().as_str()),
        ("feed-yjs-7-open-2026-03-02-start", "2026-03-02")
    );
    assert_eq!(all[0].with["basis"], "bail-support");
    let ended = Spell { ended: "completed".into(), ..on("referral-order", spell("2026-04-10", "2026-10-09", "")) };
    let all = events(&child("7", &[bail, ended]), Whose::Yjs);
    assert_eq!(all.len(), 2);
    assert_eq!((all[1].at.to_string().as_str(), all[1].with["reason"].as_str()), ("2026-10-09", Some("completed")));
    // Two that overlap are known by the first; a day between ends the one and begins the other.
    let two = [spell("2026-01-12", "2026-03-01", "B"), spell("2026-02-01", "2026-02-20", "A")];
    assert_eq!(told(&two), ["B-start 2026-01-12", "B-end 2026-03-01"]);
    let apart = [spell("2026-01-12", "2026-01-31", "B"), spell("2026-02-01", "2026-02-20", "A")];
    assert_eq!(told(&apart), ["B-start 2026-01-12", "B-end 2026-01-31", "A-start 2026-02-01", "A-end 2026-02-20"]);
}

/// A word that was put right is the same beginning.
#[test]
fn the_name_of_a_beginning_does_not_hang_on_its_word() {
    let name = |basis: &str| events(&child("7", &[on(basis, spell("2026-03-02", "", ""))]), Whose::Yjs)[0].id.clone();
    assert_eq!(name("prevention"), "feed-yjs-7-open-2026-03-02-start");
    assert_eq!(name("prevention"), name("yro"));
    assert_eq!(told(&[spell("2026-03-02", "", "10"), spell("2026-03-02", "", "9")]), ["9-start 2026-03-02"]);
}

#[test]
fn a_change_of_plan_within_the_work_is_told() {
    let need = on("child-in-need", spell("2026-01-12", "2026-03-01", ""));
    let protected = on("child-protection", spell("2026-03-01", "2026-05-01", ""));
    let all = events(&child("7", &[need, protected]), Whose::Csc);
    let all: Vec<String> =
        all.iter().map(|one| format!("{} {} {:?}", one.at, one.event, one.with.get("plan"))).collect();
    assert_eq!(
        all,
        [
            r#"2026-01-12 csc-involvement-started Some(String("child-in-need"))"#,
            r#"2026-03-01 csc-plan-changed Some(String("child-protection"))"#,
            "2026-05-01 csc-involvement-ended None",
        ]
    );
}

fn plan(word: &str, from: &str, until: &str) -> Spell {
    Spell { kind: SpellKind::Plan, ..on(word, spell(from, until, "")) }
}

/// What is told of the plans of a child who is open from January until June.
fn plans(all: &[Spell]) -> Vec<String> {
    let open = spell("2026-01-05", "2026-06-30", "R");
    let all = events(&child("7", &[&[open], all].concat()), Whose::Csc);
    let all = all.iter().filter(|one| one.event == "csc-plan-changed");
    all.map(|one| {
        format!("{} {} {}", one.at, one.with["plan"].as_str().unwrap(), one.id.replace("feed-csc-7-plan-", ""))
    })
    .collect()
}

#[test]
fn a_plan_that_ends_leaves_what_still_stands() {
    let protected = plan("child-protection", "2026-02-02", "2026-04-01");
    let begins = "2026-02-02 child-protection 2026-02-02-child_2d_protection-start";
    let ended = |to: &str| format!("2026-04-01 {to} 2026-02-02-child_2d_protection-end");
    assert_eq!(plans(std::slice::from_ref(&protected)), [begins.to_owned(), ended("none")]);
    let need = plan("child-in-need", "2026-01-12", "");
    let first = "2026-01-12 child-in-need 2026-01-12-child_2d_in_2d_need-start".to_owned();
    assert_eq!(plans(&[protected.clone(), need.clone()]), [first.clone(), begins.to_owned(), ended("child-in-need")]);
    // Another that begins on the day says it all; one that ended before the other began says nothing more.
    let next = plan("child-in-need", "2026-04-01", "");
    let then = "2026-04-01 child-in-need 2026-04-01-child_2d_in_2d_need-start".to_owned();
    assert_eq!(plans(&[protected.clone(), next]), [begins.to_owned(), then]);
    let shorter = Spell { until: Some(feeds::listed::Date("2026-03-01".parse().unwrap())), ..need };
    assert_eq!(plans(&[protected, shorter]), [first, begins.to_owned(), ended("none")]);
    // Where the work itself ends, its end says it.
    let until_the_end = plan("child-protection", "2026-02-02", "2026-06-30");
    assert_eq!(plans(&[until_the_end]), [begins]);
}
