//! A year of reminders in small (safety T22): what was told is what the pure function says over every night and every write, and no more.
//!
//! The children's journeys are those of the protocols, moved to a day of the year, each event written on its own day. The scheduler looks only
//! at the children whose time has come, is broken off here and there, and begins again; beside it every child is derived anew each time
//! from its events alone.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use calendar::{Day, Moment};
use exchange::{Around, evaluate, stages};
use protocol::yaml::{Kind, Node};
use record::{Child, Entry, Staff};
use serde_json::{Map, Value, json};

use crate::world::{HERE, World, book, both, ms, person};

/// A child and what is still to happen, the latest first.
struct Life {
    id: String,
    ahead: Vec<(i64, Value)>,
}

/// The same dice each time (a linear congruence).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A node as JSON, its dates so many days later.
fn moved(node: &Node, by: i32) -> Value {
    let date = |text: &str| {
        let (day, rest) = text.split_at_checked(10)?;
        let day: Day = day.parse().ok()?;
        (rest.is_empty() || rest.starts_with('T')).then(|| format!("{}{rest}", day.plus_days(by)))
    };
    match &node.kind {
        Kind::Map(_) => Value::Object(
            node.entries().map(|(key, _, value)| (key.to_owned(), moved(value, by))).collect::<Map<_, _>>(),
        ),
        Kind::List(items) => items.iter().map(|item| moved(item, by)).collect(),
        Kind::Scalar { .. } if node.is_null() => Value::Null,
        Kind::Scalar { text, quoted } => match (node.bool(), node.int()) {
            (Some(yes), _) if !quoted => json!(yes),
            (_, Some(n)) if !quoted => json!(n),
            _ => json!(date(text).unwrap_or_else(|| text.clone())),
        },
    }
}

/// When something is written: when it has happened and is known to all who are said to know it, in office hours where no time is given.
fn written(event: &Value) -> Option<i64> {
    let known = event.get("known").into_iter().flat_map(|known| match known {
        Value::Object(both) => both.values().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one.as_str()],
        _ => Vec::new(),
    });
    let at = event.get("at").and_then(Value::as_str)?;
    let instant = |text: &str| {
        let moment: Moment = text.parse().ok()?;
        Some(if moment.has_time() { moment.instant() } else { moment.instant() + 10 * 3600 } * 1000)
    };
    std::iter::once(at).chain(known).filter_map(instant).max()
}

fn lives(dice: &mut Dice, number: usize, days: u64) -> Vec<(String, Life)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../protocols").join(HERE).join("journeys");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let mut lives = Vec::new();
    while lives.len() < number {
        let file = &files[dice.below(files.len() as u64) as usize];
        let Ok(node) = protocol::yaml::read("journey", &std::fs::read_to_string(file).unwrap()) else { continue };
        let (Some(child), Some(events)) = (node.get("child"), node.get("events")) else { continue };
        let first: Option<Day> =
            events.items().iter().filter_map(|e| e.get("at")?.text()?.get(..10)?.parse().ok()).min();
        let Some(first) = first else { continue };
        let begin: Day = "2026-01-05".parse().unwrap();
        let by = begin.number() - first.number() + dice.below(days) as i32;
        let born = moved(child, by)["born"].as_str().unwrap().to_owned();
        let mut ahead: Vec<(i64, Value)> =
            events.items().iter().map(|e| moved(e, by)).filter_map(|e| Some((written(&e)?, e))).collect();
        ahead.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        lives.push((born, Life { id: format!("c{}", lives.len()), ahead }));
    }
    lives
}

/// What is told: child, duty, stage, person.
type Told = BTreeSet<(String, String, &'static str, String)>;

/// What the pure function says of a child now.
fn tell(child: &Child, staff: &[Arc<Staff>], world: &World, now: i64, told: &mut Told) {
    let timeline = child.journey.timeline(Moment::at_instant(now / 1000), None);
    let answer = book().engine.answer(&child.journey.under, &timeline, None);
    let (lines, vocabulary) = (answer.lines(), &book().protocols.vocabulary);
    let bare = child.ties(Vec::new());
    let ties = child.ties(Around::new(&bare, staff, vocabulary, &world.gate).owing(&lines));
    let around = Around::new(&ties, staff, vocabulary, &world.gate);
    for one in stages(&lines, &around, book().protocols, now) {
        for person in one.people {
            told.insert((child.id.clone(), one.line.id.clone(), one.stage.word(), person.id.clone()));
        }
    }
}

/// A pass of the scheduler that is broken off after some steps, as a crash would, and then made again.
async fn pass(world: &World, dice: &mut Dice, now: i64) {
    if dice.below(3) == 0 {
        let steps = dice.below(6_000);
        let broken_off = async {
            for _ in 0..steps {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            () = broken_off => {}
            done = evaluate(&world.record, &world.gate, "node-a", now) => drop(done.unwrap()),
        }
    }
    let done = evaluate(&world.record, &world.gate, "node-a", now).await.unwrap();
    assert_eq!((done.elsewhere, done.broken), (false, Vec::new()));
}

async fn year(test: &str, seed: u64, number: usize, days: u64) {
    let mut dice = Dice(seed);
    let mut world = World::new(test).await;
    let mut lives: Vec<Life> = Vec::new();
    let start: Day = "2026-01-05".parse().unwrap();
    for (born, life) in lives_of(&mut dice, number, days) {
        world.begin(&life.id, &born, both(), ms("2026-01-05T00:00")).await;
        lives.push(life);
    }
    let (mut expected, mut refused, mut kept) = (Told::new(), 0, 0);
    for day in 0..days as i32 {
        let today = start.plus_days(day);
        if day == days as i32 / 2 {
            // A worker leaves: from then on their duties are the manager's.
            world.keep_staff(vec![person("yw", false, "")], ms(&format!("{today}T00:01"))).await;
        }
        let night = ms(&format!("{today}T00:05"));
        let mut moments = vec![night];
        let midnight = ms(&today.plus_days(1).to_string());
        moments
            .extend(lives.iter().flat_map(|l| &l.ahead).map(|(at, _)| *at).filter(|at| (night..midnight).contains(at)));
        // And a moment when nothing is written, for what falls due at a time.
        moments.push(night + dice.below(85_000) as i64 * 1000);
        moments.sort_unstable();
        moments.dedup();
        for now in moments {
            for life in &mut lives {
                while life.ahead.last().is_some_and(|(at, _)| *at <= now) {
                    let (_, event) = life.ahead.pop().unwrap();
                    // What cannot be on this day any more (a birthday, a year in custody) is refused, and the child's life goes on.
                    match world.keep(&life.id, vec![with_id(event, kept + refused)], now).await {
                        Ok(_) => kept += 1,
                        Err(_) => refused += 1,
                    }
                }
            }
            pass(&world, &mut dice, now).await;
            let staff = [world.record.staff(HERE).await.unwrap()];
            for life in &lives {
                tell(&*world.child(&life.id).await, &staff, &world, now, &mut expected);
            }
        }
        if dice.below(30) == 0 {
            world = world.again().await;
        }
    }
    let pass = world.program();
    let notices = world.record.not_gathered(&pass, i64::MAX, 1_000_000).await.unwrap();
    let found: BTreeSet<String> =
        notices.into_iter().filter(|n| n.stage != record::Stage::Digest).map(|n| n.key).collect();
    let key = |(child, duty, stage, person): &(String, String, &str, String)| {
        record::hash(&[child, duty, *stage, person].join("\u{1f}"))
    };
    let keys: BTreeSet<String> = expected.iter().map(key).collect();
    let missing: Vec<_> = expected.iter().filter(|one| !found.contains(&key(one))).take(5).collect();
    assert_eq!((missing, found.difference(&keys).count()), (Vec::new(), 0));
    println!("{number} children, {days} days: {kept} events kept, {refused} refused, {} reminders", found.len());
    assert!(found.len() > number, "{}", found.len());
    assert!(kept > refused * 3, "{kept} kept, {refused} refused");
}

fn lives_of(dice: &mut Dice, number: usize, days: u64) -> Vec<(String, Life)> {
    lives(dice, number, days * 2 / 3)
}

fn with_id(mut event: Value, number: usize) -> Entry {
    event.as_object_mut().unwrap().entry("id").or_insert_with(|| json!(format!("n{number}")));
    Entry::Event { event }
}

#[tokio::test]
async fn a_quarter_of_fifteen_children() {
    year("year-small", 7, 15, 91).await;
}

#[tokio::test]
#[ignore = "a minute or more: run it by name"]
async fn a_year_of_fifty_children() {
    for seed in [1, 2, 3] {
        year(&format!("year-{seed}"), seed, 50, 365).await;
    }
}
