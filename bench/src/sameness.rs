//! Prints a hash of all that the engine says of many children: two builds that print the same lines say the same, byte for byte.
//!
//! For whoever changes how the engine works and not what it says: `bench --same FOLDER…` before and after. The children are made up,
//! and odder than those that are timed: times of day, services that were told late or never, corrections, retractions, events that
//! carry on others, what was done by hand, answers to questions, a host, two editions, a sex and siblings; besides them, every
//! journey of the folders.

use std::fmt::Write as _;
use std::path::Path;

use calendar::{Day, Moment};
use duties::{Engine, output};
use journey::{Happened, Known, Timeline, Under};
use protocol::vocabulary::{EventId, Type, Value};
use protocol::{Protocols, Vocabulary};

use crate::children::{self, Random};

/// How many children of how many events.
const SIZES: [(u64, usize); 5] = [(400, 12), (400, 40), (150, 100), (8, 1000), (1, 4000)];

/// One line for each protocol, size and folder.
pub fn print(protocols: &Protocols, folders: &[String]) -> anyhow::Result<()> {
    let mut two = protocols.clone();
    for list in two.authorities.values_mut() {
        if let Some(mut later) = list.first().cloned() {
            later.in_force.from = Some(Day::from_number(19_900));
            list.push(later);
        }
    }
    for (what, protocols) in [("one edition", protocols), ("two editions", &two)] {
        let engine = Engine::new(protocols);
        let names: Vec<&String> = protocols.authorities.keys().collect();
        for (n, name) in names.iter().enumerate() {
            for (count, events) in SIZES {
                let mut hash = Hash::default();
                for seed in 0..count {
                    let seed = seed + 100_000 * n as u64;
                    let odd = Odd { random: Random::new(seed ^ 0xDD), protocols };
                    let timeline = odd.child(seed, events);
                    let host = names.get((seed % 11) as usize).filter(|h| h != &name).map(|h| (*h).clone());
                    let under = Under { home: (*name).clone(), host };
                    hash.add(&output::json(&engine.answer(&under, &timeline, None)).to_string());
                }
                println!("{what}, {name}, {count} children of {events} events: {:016x}", hash.0);
            }
        }
    }
    let engine = Engine::new(protocols);
    for folder in folders {
        println!("{folder}: {:016x}", journeys(Path::new(folder), protocols, &engine)?);
    }
    Ok(())
}

fn journeys(folder: &Path, protocols: &Protocols, engine: &Engine<'_>) -> anyhow::Result<u64> {
    let mut hash = Hash::default();
    let mut paths = std::fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "yaml")) {
        let name = path.display().to_string();
        let Ok(journey) = journey::read(&name, &std::fs::read(path)?, &protocols.vocabulary) else { continue };
        let Some(as_at) = journey.as_at else { continue };
        let timeline = journey.timeline(as_at, journey.as_known_at);
        hash.add(&output::json(&engine.answer(&journey.under, &timeline, journey.as_known_at)).to_string());
    }
    Ok(hash.0)
}

/// FNV-1a.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Hash {
        Hash(0xCBF2_9CE4_8422_2325)
    }
}

impl Hash {
    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}

/// Makes a child odd.
struct Odd<'p> {
    random: Random,
    protocols: &'p Protocols,
}

impl Odd<'_> {
    fn one_in(&mut self, n: usize) -> bool {
        self.random.below(n) == 0
    }

    fn child(mut self, seed: u64, events: usize) -> Timeline {
        let mut timeline = children::Maker::new(&self.protocols.vocabulary).child(seed, events);
        timeline.child.sex = [None, Some("female"), Some("male")].get(self.random.below(3)).copied().flatten();
        timeline.child.siblings = if self.one_in(2) { None } else { Some(self.random.below(3) as u32) };
        let mut roots: Vec<(u32, Vec<u32>)> = Vec::new();
        for event in &mut timeline.events {
            self.event(event, &roots);
            roots.push((event.root, event.follows.clone()));
        }
        if self.one_in(2) {
            for _ in 0..timeline.events.len() / 25 {
                let gone = self.random.below(timeline.events.len());
                timeline.retracted.push(timeline.events.remove(gone));
            }
        }
        if self.one_in(9) {
            timeline.erased.push("court".into());
        }
        if self.one_in(3) {
            timeline.as_at = Moment::end_of(timeline.as_at.day().plus_days(400));
        }
        timeline.events.sort_by_key(|e| (e.at, e.root));
        timeline
    }

    fn event(&mut self, event: &mut Happened, roots: &[(u32, Vec<u32>)]) {
        let vocabulary = &self.protocols.vocabulary;
        if self.one_in(12) {
            self.another(event, vocabulary);
        }
        for (value, attribute) in event.values.iter_mut().zip(&vocabulary.event(event.kind).attributes) {
            if !attribute.required && self.random.below(6) == 0 {
                *value = None;
            }
            if attribute.of == Type::Text && value.is_none() && self.random.below(3) == 0 {
                // An authority, so that some of it is a place that a protocol knows.
                *value = self.protocols.authorities.keys().next().cloned().map(Value::Text);
            }
        }
        if self.one_in(4) {
            event.at = moment(event.at.day(), &mut self.random);
            event.earliest = event.at.day();
        }
        let told = |random: &mut Random| {
            let day = event.at.day().plus_days(random.below(5) as i32);
            if random.below(5) == 0 { None } else { Some(Moment::date_only(day)) }
        };
        let mut known = Known::both(event.at);
        if self.one_in(3) {
            known = Known { yjs: told(&mut self.random), csc: told(&mut self.random) };
        }
        let mut version = event.versions.first().cloned();
        if let Some(version) = &mut version {
            (version.kind, version.at, version.known) = (event.kind, event.at, known);
            version.values.clone_from(&event.values);
        }
        event.versions = version.iter().cloned().collect();
        if let Some(mut first) = version.filter(|_| self.one_in(10)) {
            first.at = Moment::date_only(event.at.day().plus_days(-(self.random.below(9) as i32)));
            event.earliest = event.earliest.min(first.at.day());
            event.versions.insert(0, first);
        }
        let before = roots.get(self.random.below(roots.len())).filter(|_| self.random.below(8) == 0);
        if let Some((root, follows)) = before {
            event.follows = std::iter::once(*root).chain(follows.iter().copied()).collect();
        }
        if self.one_in(9) {
            event.id = Some(format!("id-{}", event.place));
        }
    }

    /// Makes it one of the events that the vocabulary works out, or one that says something of a clause.
    fn another(&mut self, event: &mut Happened, vocabulary: &Vocabulary) {
        let all: Vec<EventId> = vocabulary.events().filter(|(_, e)| e.derived.is_some()).map(|(id, _)| id).collect();
        let by_hand = ["duty-done", "duty-not-needed", "question-answered"];
        let kind = match self.random.below(8) {
            n @ 0..3 => by_hand.get(n).and_then(|name| vocabulary.event_id(name)),
            _ => all.get(self.random.below(all.len())).copied(),
        };
        let Some(kind) = kind else { return };
        event.kind = kind;
        let mut values = children::Maker::new(vocabulary).values(kind, event.at.day(), &mut self.random);
        let protocols: Vec<_> = self.protocols.authorities.values().flatten().chain(&self.protocols.statute).collect();
        let protocol = protocols.get(self.random.below(protocols.len()));
        let clause = protocol.and_then(|p| p.clauses.get(self.random.below(p.clauses.len())));
        if let (Some(clause), Some(first)) = (clause, values.first_mut()) {
            let name = &vocabulary.event(kind).name;
            if name == "question-answered" {
                let asking = protocol.into_iter().flat_map(|p| &p.clauses).filter(|c| !c.asks.is_empty());
                let asking: Vec<_> = asking.collect();
                if let Some(clause) = asking.get(self.random.below(asking.len())) {
                    let mut text = clause.id.clone();
                    let _ = write!(text, "/{}", clause.asks.first().map_or("", |q| q.name.as_str()));
                    *first = Some(Value::Text(text));
                }
            } else if by_hand.contains(&name.as_str()) {
                *first = Some(Value::Text(clause.id.clone()));
            }
        }
        event.values = values;
    }
}

fn moment(day: Day, random: &mut Random) -> Moment {
    let text = format!("{day}T{:02}:{:02}", 3 + random.below(21), random.below(60));
    text.parse().unwrap_or(Moment::date_only(day))
}
