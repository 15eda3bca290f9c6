//! The tables of the Standard Safeguarding Dataset: what our own importer reads back is what was written.

use std::collections::BTreeMap;
use std::io::Cursor;

use exchange::exports::ssd::{Known, LeftOut, NoCode, listed};
use feeds::events::{Whose, events};
use feeds::read::{self, Layout, Options, Source};
use feeds::write::ssd::Tables;
use feeds::{Listed, Out};
use record::{Child, Details, Entry, Numbers, Staff};
use serde_json::{Value, json};

use super::NASTY;
use crate::world::{HERE, World, book, both, ms};

fn known<'k>(world: &'k World, staff: &'k Staff) -> Known<'k> {
    let now = "2026-06-10T10:00".parse().unwrap();
    Known { gate: &world.gate, book: book(), staff, authority: HERE, now }
}

/// Written, and read again; with what could not be read.
fn there_and_back(all: &[Listed]) -> (BTreeMap<String, Listed>, Vec<String>) {
    let mut tables = Tables::new().unwrap();
    all.iter().for_each(|child| tables.child(child).unwrap());
    let source = |table: feeds::write::ssd::Written| Source {
        name: format!("{}.csv", table.name),
        size: table.content.len() as u64,
        content: Box::new(Cursor::new(table.content)),
    };
    let (mut children, mut refused) = (BTreeMap::<String, Listed>::new(), Vec::new());
    let sources = tables.finish().unwrap().into_iter().map(source).collect();
    read::read(Options::of(Layout::Ssd), sources, &mut |out| {
        match out {
            Out::Told(told) => {
                children.entry(told.number.clone()).or_insert_with(|| Listed::new(&told.number)).take(told.what);
            }
            Out::Refused(refusal) => refused.push(format!("{}: {}", refusal.place, refusal.rule)),
        }
        Ok(())
    })
    .unwrap();
    (children, refused)
}

#[track_caller]
fn is_same(one: &Listed) {
    let (back, refused) = there_and_back(std::slice::from_ref(one));
    assert_eq!(refused, Vec::<String>::new());
    let json = |listed: &Listed| serde_json::to_string_pretty(listed).unwrap();
    assert_eq!(json(&back[&one.number]), json(one));
}

fn event(at: &str, name: &str, with: Value) -> Value {
    json!({"at": at, "event": name, "with": with})
}

async fn world(test: &str, happened: Vec<Value>) -> World {
    let world = World::new(test).await;
    world.begin("c1", "2009-08-01", both(), ms("2026-01-02T09:00")).await;
    world.happens("c1", happened, "2026-06-09T12:00").await;
    world
}

async fn told(world: &World, child: &str) -> Result<(Listed, Vec<NoCode>), LeftOut> {
    let staff = world.record.staff(HERE).await.unwrap();
    let child: std::sync::Arc<Child> = world.child(child).await;
    listed(&child, known(world, &staff))
}

#[tokio::test]
async fn what_is_read_back_is_what_was_written() {
    let happened = vec![
        event("2025-12-01", "csc-involvement-started", json!({"plan": "child-in-need", "team": "North, \"East\""})),
        event("2025-12-15", "csc-plan-changed", json!({"plan": "child-protection"})),
        event("2026-01-02", "yjs-involvement-started", json!({"basis": "bail-support", "route": "criminal-justice"})),
        event("2026-01-05", "looked-after-started", json!({"basis": "s20"})),
        event("2026-01-05", "placement-started", json!({"kind": "foster"})),
        event("2026-02-02", "placement-changed", json!({"kind": "residential"})),
        event("2026-02-11", "missing", json!({})),
        event("2026-02-13", "returned-from-missing", json!({})),
        // Nothing is provided under section 20 while the child is held; the remand begins care by itself.
        event("2026-03-10", "remanded-yda", json!({"until": "2026-06-01"})),
        event("2026-06-01", "remand-ended", json!({"how": "bailed"})),
        event("2026-06-02", "csc-plan-changed", json!({"plan": "leaving-care"})),
        event("2026-06-05", "missing", json!({})),
    ];
    let world = world("exports-ssd", happened).await;
    let (child, without) = told(&world, "c1").await.unwrap();
    assert_eq!(without, []);
    is_same(&child);
    let codes: Vec<(String, &str, String)> = child
        .spells
        .iter()
        .map(|s| (s.from.0.to_string(), s.code.as_str(), s.until.map(|u| u.0.to_string()).unwrap_or_default()))
        .filter(|(_, code, _)| !code.is_empty())
        .collect();
    let row = |from: &str, code: &'static str, until: &str| (from.to_owned(), code, until.to_owned());
    assert_eq!(
        codes,
        [
            row("2026-01-05", "V2", "2026-03-10"),
            row("2026-03-10", "J1", "2026-06-01"),
            row("2026-01-05", "U6", "2026-02-02"),
            row("2026-02-02", "K2", ""),
        ]
    );
    assert_eq!(
        child.workers.iter().map(|w| (w.person.as_str(), w.team.as_str())).collect::<Vec<_>>(),
        [("Name Of CW", "ct")]
    );
    // Nothing of youth justice's, and no name or number of its system.
    let all = serde_json::to_string(&child).unwrap();
    assert!(!all.contains("YNUMTOKEN") && !all.contains("bail-support") && !all.contains("Name Of YW"), "{all}");
    // The events that follow from the tables are social care's own again.
    let again: Vec<String> =
        events(&child, Whose::Csc).iter().map(|event| format!("{} {}", event.at, event.event)).collect();
    assert_eq!(
        again,
        [
            "2025-12-01 csc-involvement-started",
            "2025-12-01 csc-plan-changed",
            "2025-12-15 csc-plan-changed",
            "2026-01-05 looked-after-started",
            "2026-01-05 placement-started",
            "2026-02-02 placement-changed",
            "2026-02-11 missing",
            "2026-02-13 returned-from-missing",
            "2026-03-10 looked-after-started",
            "2026-06-01 looked-after-ended",
            "2026-06-01 looked-after-ended",
            "2026-06-02 csc-plan-changed",
            "2026-06-05 missing",
        ]
    );
}

#[tokio::test]
async fn no_code_says_more_than_is_known() {
    let happened = vec![
        event("2025-12-01", "csc-involvement-started", json!({"plan": "looked-after"})),
        event("2026-01-05", "looked-after-started", json!({"basis": "other"})),
        event("2026-01-05", "placement-started", json!({"kind": "semi-independent"})),
        event("2026-02-05", "placement-ended", json!({})),
        event("2026-02-05", "looked-after-ended", json!({"reason": "returned-home"})),
        event("2026-03-01", "csc-involvement-ended", json!({"reason": "=no further need"})),
    ];
    let world = world("exports-ssd-codes", happened).await;
    let (child, without) = told(&world, "c1").await.unwrap();
    assert_eq!(without, [NoCode::Basis, NoCode::Ending, NoCode::Placement]);
    is_same(&child);
}

#[tokio::test]
async fn what_social_care_was_not_told_is_not_in_it() {
    let started = event("2026-01-02", "csc-involvement-started", json!({"plan": "child-in-need"}));
    let untold = json!({"at": "2026-03-10", "event": "remanded-yda", "known": {"yjs": "2026-03-10"}});
    let missing = json!({"at": "2026-03-01", "event": "missing", "known": {"yjs": "2026-03-01"}});
    let world = world("exports-ssd-untold", vec![started, missing, untold]).await;
    let (child, _) = told(&world, "c1").await.unwrap();
    let kinds: Vec<_> = child.spells.iter().map(|spell| spell.kind).collect();
    assert_eq!(kinds, [feeds::SpellKind::Open, feeds::SpellKind::Plan]);
}

#[tokio::test]
async fn who_is_left_out_and_why() {
    let started = event("2026-01-02", "csc-involvement-started", json!({"plan": "child-in-need"}));
    let world = world("exports-ssd-left-out", vec![started.clone()]).await;
    assert!(told(&world, "c1").await.is_ok());
    world.begin("c2", "2010-01-01", both(), ms("2026-01-02T09:00")).await;
    assert_eq!(told(&world, "c2").await.err(), Some(LeftOut::NotTheirs));
    let details = Details {
        numbers: Numbers { yjs: Some("Y".into()), csc: Some(" ".into()) },
        ..world.child("c1").await.details.clone()
    };
    world.keep("c1", vec![Entry::Details { details }], ms("2026-06-09T13:00")).await.unwrap();
    assert_eq!(told(&world, "c1").await.err(), Some(LeftOut::NoNumber));
    let people = Some(vec!["cm".to_owned()]);
    world.keep("c1", vec![Entry::Restricted { people, reason: String::new() }], ms("2026-06-09T14:00")).await.unwrap();
    assert_eq!(told(&world, "c1").await.err(), Some(LeftOut::Restricted));
}

#[tokio::test]
async fn a_name_that_a_spreadsheet_would_run() {
    let started = event("2026-01-02", "csc-involvement-started", json!({"plan": "child-in-need", "team": "=1+1"}));
    let world = world("exports-ssd-formula", vec![started]).await;
    let mut all = Vec::new();
    for (n, name) in NASTY.iter().enumerate() {
        let details = Details {
            given: (*name).into(),
            family: (*name).into(),
            known_as: None,
            numbers: Numbers { yjs: None, csc: Some(format!("{name}{n}")) },
            ..world.child("c1").await.details.clone()
        };
        let now = ms("2026-06-09T13:00") + n as i64 * 60_000;
        world.keep("c1", vec![Entry::Details { details }], now).await.unwrap();
        let (child, _) = told(&world, "c1").await.unwrap();
        assert_eq!(child.name.given, name.trim());
        // What our own reader would refuse is written all the same, and runs in no spreadsheet.
        if feeds::read::plain::name(name.trim()).is_none() {
            is_same(&child);
        }
        all.push(child);
    }
    let mut tables = Tables::new().unwrap();
    all.iter().for_each(|child| tables.child(child).unwrap());
    let unseen = |c: char| c.is_whitespace() || "\u{200b}\u{feff}\u{2060}".contains(c);
    for table in tables.finish().unwrap() {
        let text = String::from_utf8(table.content).unwrap();
        for cell in text.split("\",\"").map(|cell| cell.trim_start_matches('"').trim_start_matches(unseen)) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{}: {cell:?}", table.name);
        }
    }
}

/// Each code stands for the word that it is written for.
#[test]
fn the_codes_are_those_of_the_words() {
    let found = |list: &str, code: &str| feeds::codes::find(list, code, "2026-06-10".parse().unwrap());
    assert_eq!(found("ssda903-rec", "E14").word(), "remand-ended");
    assert_eq!(found("ssda903-rec", "E9").word(), "custodial-sentence");
    assert_eq!(found("ssda903-placement", "U6").word(), "foster");
}
