//! Made-up children in any number: a fixed seed gives the same ones on every machine.
//!
//! Each timeline opens both services and then draws from the vocabulary's events, so that all protocols find something to do. Nothing
//! here is realistic but the shape: how many events, how many kinds, how far apart.

use calendar::{Day, Moment};
use journey::{Child, Happened, Known, Timeline, Version};
use protocol::Vocabulary;
use protocol::vocabulary::{EventId, Type, Value};

/// The generator of stack.md A4 (splitmix64).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub const fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Makes one child with so many events, spread over some three years.
pub fn child(seed: u64, events: usize, vocabulary: &Vocabulary) -> Timeline {
    let mut random = Random::new(seed);
    let start = Day::from_number(19_400 + random.below(200) as i32);
    let born = start.plus_days(-(12 * 365 + random.below(4 * 365) as i32));
    let drawn: Vec<EventId> = vocabulary
        .events()
        .filter(|(_, e)| {
            e.derived.is_none()
                && !["duty-done", "duty-not-needed", "question-answered", "child-died"].contains(&e.name.as_str())
        })
        .map(|(id, _)| id)
        .collect();
    let opening = ["csc-involvement-started", "yjs-involvement-started"].map(|n| vocabulary.event_id(n));
    let step = (1100 / events.max(1)).max(1);
    let mut day = start;
    let mut list = Vec::with_capacity(events);
    for n in 0..events {
        let kind = opening.get(n).copied().flatten();
        let kind = kind.or_else(|| drawn.get(random.below(drawn.len())).copied());
        let Some(kind) = kind else { continue };
        list.push(event(kind, day, n as u32 + 1, vocabulary, &mut random));
        day = day.plus_days(random.below(2 * step) as i32);
    }
    let as_at = Moment::end_of(day.plus_days(30));
    Timeline {
        child: Child { born, sex: None, siblings: None },
        as_at,
        events: list,
        retracted: Vec::new(),
        erased: Vec::new(),
    }
}

fn event(kind: EventId, day: Day, place: u32, vocabulary: &Vocabulary, random: &mut Random) -> Happened {
    let at = Moment::date_only(day);
    let values: Box<[Option<Value>]> =
        vocabulary.event(kind).attributes.iter().map(|a| value(&a.of, day, vocabulary, random)).collect();
    let version = Version { kind, values: values.clone(), at, known: Known::both(at) };
    Happened {
        kind,
        values,
        at,
        place,
        root: place,
        follows: Vec::new(),
        earliest: day,
        versions: vec![version],
        id: None,
    }
}

fn value(of: &Type, day: Day, vocabulary: &Vocabulary, random: &mut Random) -> Option<Value> {
    match of {
        Type::Bool => Some(Value::Bool(random.below(2) == 0)),
        Type::Int => Some(Value::Int(random.below(18) as i64)),
        Type::Date => Some(Value::Day(day.plus_days(random.below(60) as i32))),
        Type::Role { .. } => {
            let roles: Vec<_> = vocabulary.roles().map(|(id, _)| id).collect();
            let role = roles.get(random.below(roles.len()))?;
            Some(Value::Roles(vec![*role]))
        }
        Type::Enum { name, .. } => {
            let values = vocabulary.values(name);
            let word = values.get(random.below(values.len())).and_then(|w| vocabulary.word(w))?;
            Some(Value::Words(vec![word]))
        }
        Type::Record => {
            let records: Vec<&str> = vocabulary.records().collect();
            let record = records.get(random.below(records.len())).and_then(|r| vocabulary.word(r))?;
            Some(Value::Words(vec![record]))
        }
        Type::Text => None,
    }
}
