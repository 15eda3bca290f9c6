//! DUTY-1: ten rules in the clause language, a million events, the same rows as a hand-written program and the same hash.
//!
//! Ours runs over a caseload in columns; beside it in the same run the limit (`ceiling`), the whole engine on the same timelines, and, with
//! `--peers FOLDER`, other engines on the same events (`peers`).

mod ceiling;
mod events;
mod peers;
mod rows;

use std::fmt::Write as _;

use anyhow::Context as _;
use calendar::Unit;
use duties::caseload::{Caseload, Explainer, Plain, Row as Owed};
use duties::{Engine, State};
use journey::{Timeline, Under};
use protocol::{Protocol, Protocols, SourceFile};

use crate::measure::seconds;
use events::{NOW, generate, timelines};
use rows::{Row, hash};

/// Children, events of each, and the hash that every engine must give.
const SETS: [(u32, u32, &str); 2] = [(1_000, 50, "5cbb64de29a5b4a6"), (10_000, 100, "801fe4b8e5c28a3e")];

const PROTOCOL: &str = include_str!("../duty-1/protocol.yaml");
const RULES: &str = include_str!("../duty-1/01-rules.yaml");
const ADDED: &str = include_str!("../duty-1/additions.yaml");

/// The shipped words with those of DUTY-1, and its protocol.
fn protocols() -> anyhow::Result<Protocols> {
    let mut files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    let added = ADDED.split_once("events:\n").map_or("", |(_, events)| events);
    for file in files.iter_mut().filter(|f| f.path == "additions.yaml") {
        let text = String::from_utf8_lossy(&file.bytes).replacen("events:\n", &format!("events:\n{added}"), 1);
        file.bytes = text.into_bytes();
    }
    for (path, text) in [("duty-1/protocol.yaml", PROTOCOL), ("duty-1/01-rules.yaml", RULES)] {
        files.push(SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
    }
    protocol::read(&files).map_err(|refusals| anyhow::anyhow!("{refusals}"))
}

/// At how many working days late a duty climbs, rung by rung: the protocol's settings.
fn rungs(protocol: &Protocol) -> Vec<u16> {
    let is_rung = |name: &str| name.starts_with("rung-");
    let spans = protocol.settings.iter().filter(|s| is_rung(&s.name)).filter_map(|s| s.span);
    spans.filter(|s| s.unit == Unit::WorkingDays).filter_map(|s| u16::try_from(s.n).ok()).collect()
}

/// How DUTY-1 numbers the states.
fn state(state: State) -> u8 {
    match state {
        State::Open => 0,
        State::Done => 1,
        State::DoneLate => 2,
        State::Ended => 3,
        State::Overdue => 4,
    }
}

/// A row as DUTY-1 prints it; nothing for the coming turn of a repetition, which it leaves out.
fn printed(owed: &Owed, protocol: &Protocol, rungs: &[u16]) -> Option<Row> {
    let due = owed.due?;
    let repeats = protocol.clauses.get(usize::from(owed.clause)).is_some_and(protocol::Clause::repeats);
    (due <= NOW || !repeats).then_some(Row {
        child: owed.child,
        rule: owed.clause as u8,
        seq: owed.trigger,
        due: due.number(),
        state: state(owed.state),
        done: owed.done.map_or(-1, |(_, day)| day.number()),
        level: if owed.state == State::Overdue { rungs.iter().filter(|r| owed.late >= **r).count() as u8 } else { 0 },
    })
}

/// The same rows from the whole engine.
fn whole_engine(engine: &Engine<'_>, made: &[Timeline], protocol: &Protocol, rungs: &[u16]) -> Vec<Row> {
    let under = Under { home: "duty-1".to_owned(), host: None };
    let mut rows = Vec::new();
    for (child, timeline) in made.iter().enumerate() {
        for owed in &engine.answer(&under, timeline, None).owed {
            rows.extend(owed.duties.iter().filter_map(|duty| {
                let late = duty.due.map_or(0, |due| protocol.calendar.working_days_between(due.at.day(), NOW));
                let row = Owed {
                    child: child as u32,
                    trigger: duty.set_off.root - 1,
                    clause: duty.clause as u16,
                    turn: duty.turn as u16,
                    due: duty.due.map(|due| due.at.day()),
                    done: duty.done.map(|n| (n as u32, owed.story.at(n).day())),
                    state: duty.state,
                    unknown: duty.unknown,
                    late: u16::try_from(late).unwrap_or(0),
                };
                printed(&row, protocol, rungs)
            }));
        }
    }
    rows
}

/// Prints the table; with `--peers FOLDER` other engines run beside ours.
pub fn print(out: &mut String, _shipped: &Protocols) -> anyhow::Result<()> {
    let peers = std::env::args().skip_while(|a| a != "--peers").nth(1);
    let protocols = protocols()?;
    let protocol = protocols.authorities.get("duty-1").and_then(|e| e.last()).context("duty-1 is not there")?;
    let plain = Plain::new(protocol, &protocols.vocabulary);
    anyhow::ensure!(plain.left().is_empty(), "clauses left to the whole engine: {:?}", plain.left());
    let engine = Engine::new(&protocols);
    let tables = ceiling::Tables::new(&protocol.calendar);
    let rungs = rungs(protocol);
    writeln!(
        out,
        "## DUTY-1\n\nTen made-up rules over made-up events (`bench/duty-1`), one core, input in memory; reading and printing are outside the clock. Every engine gives the same rows.\n"
    )?;
    writeln!(
        out,
        "| engine | events | rows | hash | M events/s | M rows/s | ns an event |\n| --- | ---: | ---: | --- | ---: | ---: | ---: |"
    )?;
    for (children, each, expected) in SETS {
        let events = generate(children, each);
        let made = timelines(&events, &protocols.vocabulary);
        let mut caseload = Caseload::new(&protocols.vocabulary);
        let gathering = seconds(|| {
            caseload = Caseload::new(&protocols.vocabulary);
            for timeline in &made {
                // Every timeline of the benchmark is plain; the number of rows would tell.
                let _ = caseload.add(timeline);
            }
        });
        let mut line = |name: &str, rows: Vec<Row>, taken: f64| -> anyhow::Result<()> {
            let (n, m) = (events.len() as f64, rows.len());
            let hash = hash(rows);
            anyhow::ensure!(hash == expected, "{name} gives {m} rows with the hash {hash}, and {expected} is right");
            writeln!(
                out,
                "| {name} | {n} | {m} | `{hash}` | {:.2} | {:.2} | {:.1} |",
                n / taken / 1e6,
                m as f64 / taken / 1e6,
                taken * 1e9 / n
            )?;
            Ok(())
        };
        let mut by_hand = Vec::new();
        let taken = seconds(|| {
            by_hand.clear();
            ceiling::derive(&events, &tables, &mut by_hand);
        });
        line("written by hand (the limit)", by_hand, taken)?;
        let mut owed = Vec::new();
        let taken = seconds(|| {
            owed.clear();
            plain.owed(&caseload, NOW, &mut owed);
        });
        let rows = |owed: &[Owed]| owed.iter().filter_map(|row| printed(row, protocol, &rungs)).collect::<Vec<Row>>();
        line("Tandem, a caseload in columns", rows(&owed), taken)?;
        line("Tandem, the same with the gathering into columns", rows(&owed), taken + gathering)?;
        let (mut text, mut told) = (String::new(), 0);
        let taken = seconds(|| {
            owed.clear();
            plain.owed(&caseload, NOW, &mut owed);
            let explainer = Explainer::new(&plain, &caseload, NOW);
            told = 0;
            for row in &owed {
                // Each reason goes where a reader would take it; the room for it is used again.
                text.clear();
                explainer.explain(row, &mut text);
                told += text.len();
            }
        });
        let name = format!("Tandem, with why in sentences ({:.0} MB of text)", told as f64 / 1e6);
        line(&name, rows(&owed), taken)?;
        let mut rows = Vec::new();
        let taken = seconds(|| rows = whole_engine(&engine, &made, protocol, &rungs));
        line("Tandem, the whole engine child by child", rows, taken)?;
        if let Some(folder) = &peers {
            peers::run(folder, &events, expected, &protocol.calendar, out)?;
        }
    }
    out.push('\n');
    Ok(())
}
