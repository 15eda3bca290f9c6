//! The names of events from files, by the grammar that `feeds::events::name` gives.

use std::collections::BTreeSet;

use feeds::events::name::{ANEW, FROM_A_FILE, OPEN_AGAIN, PUT_RIGHT, TAKEN_BACK};
use feeds::events::{Whose, events, events_of};
use feeds::listed::{Date, More};
use feeds::read::Layout;
use feeds::{Listed, Spell, SpellKind, What};

use crate::told::own;

/// What may stand behind which thing.
const ENDS: [(&str, &[&str]); 5] = [
    ("open", &["start", "end", "plan"]),
    ("plan", &["start", "end"]),
    ("care", &["start", "end", "rest"]),
    ("placed", &["start", "end"]),
    ("missing", &["missing", "returned"]),
];

/// Thing and end of a name, where it is one by the grammar.
fn parts(name: &str) -> Option<(&str, &str)> {
    let (service, rest) = name.strip_prefix(FROM_A_FILE)?.split_once('-')?;
    let (number, rest) = rest.split_once('-')?;
    let (thing, rest) = rest.split_once('-')?;
    let (which, end) = rest.rsplit_once('-')?;
    let is_safe = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let is_day = |text: &str| text.parse::<calendar::Day>().is_ok();
    let is_which = match which.split_at_checked(10) {
        Some((day, rest)) if is_day(day) => {
            rest.is_empty() || rest.strip_prefix('-').is_some_and(|w| w.is_empty() || is_safe(w))
        }
        _ => is_safe(which),
    };
    let fits = ["yjs", "csc"].contains(&service) && is_safe(number) && is_which;
    (fits && ENDS.iter().any(|(own, ends)| *own == thing && ends.contains(&end))).then_some((thing, end))
}

#[test]
fn each_event_of_each_file_has_a_name_by_the_grammar() {
    let mut seen = BTreeSet::new();
    for (layout, folder) in [(Layout::Ssd, "ssd"), (Layout::S903Csv, "s903"), (Layout::AnnexA, "annex-a")] {
        for child in own(layout, folder).children.values() {
            for event in events(child, Whose::Csc) {
                let Some((thing, end)) = parts(&event.id) else { panic!("{} is no name", event.id) };
                seen.insert(format!("{thing} {end}"));
            }
        }
    }
    let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(
        seen,
        [
            "care end",
            "care rest",
            "care start",
            "missing missing",
            "missing returned",
            "open end",
            "open start",
            "placed end",
            "placed start",
            "plan end",
            "plan start"
        ]
    );
}

/// Each kind of thing, by its own number and without one.
#[test]
fn a_thing_is_named_by_its_number_or_else_by_its_day() {
    let name = |kind: SpellKind, key: &str| {
        let mut child = Listed::new("C-9");
        let spell = Spell {
            until: Some(Date("2026-03-09".parse().unwrap())),
            word: "child-in-need".into(),
            key: key.into(),
            ..Spell::new(kind, "2026-03-02".parse().unwrap())
        };
        // A plan is told of where the service works with the child.
        let open = Spell {
            word: "none".into(),
            key: "R1".into(),
            ..Spell::new(SpellKind::Open, "2026-03-01".parse().unwrap())
        };
        [open, spell]
            .into_iter()
            .filter(|one| kind != SpellKind::Open || one.key != "R1")
            .for_each(|one| child.take(What::Spell(one)));
        let all = events(&child, Whose::Csc);
        let own = all.into_iter().filter(|event| !event.id.contains("-open-R1-"));
        own.map(|event| event.id.replace(&events_of(&child, Whose::Csc), "…")).collect::<Vec<_>>().join(" ")
    };
    let day = "2026-03-02";
    for (kind, thing, numbered, not) in [
        (SpellKind::Open, "open", ["start", "end"], day.to_owned()),
        (SpellKind::Plan, "plan", ["start", "end"], format!("{day}-child_2d_in_2d_need")),
        (SpellKind::LookedAfter, "care", ["start", "end"], format!("{day}-child_2d_in_2d_need")),
        (SpellKind::Placed, "placed", ["start", "end"], format!("{day}-child_2d_in_2d_need")),
        (SpellKind::Missing, "missing", ["missing", "returned"], format!("{day}-child_2d_in_2d_need")),
    ] {
        let [first, last] = numbered;
        assert_eq!(name(kind, "K/1"), format!("…-{thing}-K_2f_1-{first} …-{thing}-K_2f_1-{last}"));
        assert_eq!(name(kind, ""), format!("…-{thing}-{not}-{first} …-{thing}-{not}-{last}"));
    }
    assert_eq!(events_of(&Listed::new("C-9"), Whose::Csc), "feed-csc-C_2d_9");
}

/// What is said of an event later begins with its name, and no name of an event holds any of it.
#[test]
fn what_is_added_to_a_name_is_in_none() {
    for added in [ANEW, PUT_RIGHT, OPEN_AGAIN, TAKEN_BACK] {
        assert_eq!(parts(&format!("feed-yjs-7-open-A-start{added}1")), None, "{added}");
        let of = |number: &str, key: &str| {
            let mut child = Listed::new(number);
            child.take(What::Spell(Spell {
                key: key.into(),
                ..Spell::new(SpellKind::Open, "2026-03-02".parse().unwrap())
            }));
            events(&child, Whose::Yjs).remove(0).id
        };
        assert!(!of(added, added).contains(added), "{added}");
    }
}

#[test]
fn what_else_is_told_is_kept_under_its_word() {
    for more in [More::OutOfArea, More::Rne, More::Route, More::Team, More::Urn] {
        assert_eq!(serde_json::to_value(more).unwrap(), more.word());
    }
}
