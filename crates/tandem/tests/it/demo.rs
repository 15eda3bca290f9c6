//! The made-up boroughs: every journey is one that the program reads, every clause with a clock is set off, and the same seed gives the
//! same children.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use calendar::{Day, Moment};
use duties::{Engine, State};
use protocol::clause::Clock;
use protocol::{Became, Clause, Protocols};
use serde_json::Value;
use tandem::demo::{Borough, CHILDREN, SEED, TODAY, boroughs};

fn protocols() -> &'static Protocols {
    static READ: OnceLock<Protocols> = OnceLock::new();
    READ.get_or_init(|| protocol::read(&protocol::shipped::files()).unwrap())
}

fn today() -> Day {
    Day::new(TODAY.0, TODAY.1, TODAY.2).unwrap()
}

fn made() -> &'static [Borough] {
    static MADE: OnceLock<Vec<Borough>> = OnceLock::new();
    MADE.get_or_init(|| boroughs(today(), SEED, protocols()).unwrap_or_else(|e| panic!("{e}")))
}

/// Whether a clause counts time for a child.
fn has_clock(clause: &Clause) -> bool {
    clause.became() == Became::Duty
        && !matches!(clause.due.as_ref().map(|d| &d.clock), None | Some(Clock::OnCalendar(..)))
}

/// Reads and checks every child's journey; says which clauses were set off in each borough, how the duties stand, and how the children.
fn looked_at(made: &[Borough], today: Day) -> Looked {
    let engine = Engine::new(protocols());
    let mut looked = Looked::default();
    for borough in made {
        let set_off = looked.set_off.entry(borough.authority.clone()).or_default();
        let standing = looked.standing.entry(borough.authority.clone()).or_default();
        for child in &borough.children {
            let text = child.journey(&borough.authority, today).to_string();
            let journey = journey::read(&child.source, text.as_bytes(), &protocols().vocabulary)
                .unwrap_or_else(|e| panic!("{e}\n{text}"));
            duties::check(&journey, Moment::end_of(today), protocols()).unwrap_or_else(|e| panic!("{e}\n{text}"));
            let timeline = journey.timeline(Moment::end_of(today), None);
            let answer = engine.answer(&journey.under, &timeline, None);
            let story = if child.title.is_some() { "story" } else { "worked" };
            for (owed, duty) in answer.duties() {
                let clause = &owed.protocol.clauses[duty.clause];
                set_off.insert(clause.id.clone());
                *standing
                    .entry(format!("{story} {}{}", duty.state.word(), if duty.due.is_none() { " undated" } else { "" }))
                    .or_default() += 1;
                if duty.state == State::Overdue {
                    *looked.overdue.entry(format!("{story} {}", clause.id)).or_default() += 1;
                }
            }
            *standing.entry(format!("{story} children")).or_default() += 1;
            *standing.entry(format!("{story} events")).or_default() += child.events.len();
            let open = |service: &str| child.allocations.iter().any(|a| a.service == service && a.to.is_none());
            let how = match (open("yjs"), open("csc")) {
                (true, true) => "both",
                (true, false) => "yjs only",
                (false, true) => "csc only",
                (false, false) => "neither",
            };
            *standing.entry(format!("{story} open to {how}")).or_default() += 1;
            if answer.status.jointly_open {
                *standing.entry("all jointly open".to_owned()).or_default() += 1;
                assert!(open("yjs") && open("csc"), "{} {text}", child.source);
            }
            if answer.status.looked_after {
                *standing.entry(format!("{story} looked after")).or_default() += 1;
            }
            if answer.status.in_custody {
                *standing.entry(format!("{story} in custody")).or_default() += 1;
            }
            if answer.status.care_leaver != "none" {
                *standing.entry(format!("{story} care leaver")).or_default() += 1;
            }
        }
    }
    looked
}

#[derive(Default)]
struct Looked {
    set_off: BTreeMap<String, BTreeSet<String>>,
    standing: BTreeMap<String, BTreeMap<String, usize>>,
    overdue: BTreeMap<String, usize>,
}

#[test]
fn every_journey_is_read_and_every_clause_with_a_clock_is_set_off() {
    let looked = looked_at(made(), today());
    for (name, standing) in &looked.standing {
        println!("{name}");
        for (what, n) in standing {
            println!("   {what}: {n}");
        }
    }
    let mut most: Vec<_> = looked.overdue.iter().collect();
    most.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    for (what, n) in most.iter().take(40) {
        println!("   {what}: {n}");
    }
    let mut missing = Vec::new();
    for (name, set_off) in &looked.set_off {
        let protocol = protocols().latest(name).unwrap();
        missing.extend(protocol.clauses.iter().filter(|c| has_clock(c) && !set_off.contains(&c.id)).map(|c| &c.id));
    }
    let all: BTreeSet<&String> = looked.set_off.values().flatten().collect();
    let law = protocols().statute.as_ref().unwrap();
    missing.extend(law.clauses.iter().filter(|c| has_clock(c) && !all.contains(&c.id)).map(|c| &c.id));
    assert_eq!(missing, Vec::<&String>::new());
}
