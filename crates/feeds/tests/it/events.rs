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
    one.more.insert("route".into(), "criminal-justice".into());
    other.more.insert("route".into(), "early-intervention".into());
    assert_eq!(told(&[one, other]), ["2026-01-12--start 2026-01-12", "2026-01-12--end 2026-03-01"]);
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
