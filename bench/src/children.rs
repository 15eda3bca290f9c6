//! Made-up children in any number: a fixed seed gives the same ones on every machine.
//!
//! Each timeline opens both services and then draws from the vocabulary's events, so that all protocols find something to do. Nothing
//! here is realistic but the shape: how many events, how many kinds, how far apart.

use calendar::{Day, Moment};
use journey::{Child, Happened, Known, Timeline, Version};
use protocol::Vocabulary;
use protocol::vocabulary::{EventId, RoleId, Type, Value, Word};

/// The generator (splitmix64).
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

/// Makes children of the vocabulary's words.
#[derive(Debug)]
pub struct Maker {
    /// The events that are drawn from.
    drawn: Vec<EventId>,
    /// The events that a child begins with.
    opening: Vec<EventId>,
    /// For each event, what each of its attributes can say.
    can_say: Vec<Vec<Can>>,
}

/// What an attribute can say.
#[derive(Debug, Clone)]
enum Can {
    Truth,
    Number,
    Day,
    Role(u8),
    Words(Vec<Word>),
    Nothing,
}

impl Maker {
    /// Gathers the words once.
    pub fn new(vocabulary: &Vocabulary) -> Maker {
        let kept_out = ["duty-done", "duty-not-needed", "question-answered", "child-died"];
        let drawn = vocabulary.events().filter(|(_, e)| e.derived.is_none() && !kept_out.contains(&e.name.as_str()));
        let opening = ["csc-involvement-started", "yjs-involvement-started"];
        Maker {
            drawn: drawn.map(|(id, _)| id).collect(),
            opening: opening.into_iter().filter_map(|name| vocabulary.event_id(name)).collect(),
            can_say: vocabulary
                .events()
                .map(|(_, e)| e.attributes.iter().map(|a| can(&a.of, vocabulary)).collect())
                .collect(),
        }
    }

    /// One child with so many events, spread over some three years.
    pub fn child(&self, seed: u64, events: usize) -> Timeline {
        self.stream(seed, events, None, &mut vec![Vec::new(); self.can_say.len()])
    }

    /// The same, made of what an earlier child was made of: `spare` keeps events by their kind.
    pub fn stream(&self, seed: u64, events: usize, last: Option<Timeline>, spare: &mut [Vec<Happened>]) -> Timeline {
        let mut random = Random::new(seed);
        let mut list = last.map_or(Vec::new(), |l| l.events);
        for event in list.drain(..) {
            if let Some(spare) = spare.get_mut(usize::from(event.kind.0)) {
                spare.push(event);
            }
        }
        let start = Day::from_number(19_400 + random.below(200) as i32);
        let born = start.plus_days(-(12 * 365 + random.below(4 * 365) as i32));
        let step = (1100 / events.max(1)).max(1);
        let mut day = start;
        list.reserve(events);
        for n in 0..events {
            let kind = self.opening.get(n).or_else(|| self.drawn.get(random.below(self.drawn.len())));
            let Some(kind) = kind else { continue };
            let spare = spare.get_mut(usize::from(kind.0)).and_then(Vec::pop);
            list.push(self.event(*kind, day, n as u32 + 1, spare, &mut random));
            day = day.plus_days(random.below(2 * step) as i32);
        }
        Timeline {
            child: Child { born, sex: None, siblings: None },
            as_at: Moment::end_of(day.plus_days(30)),
            events: list,
            retracted: Vec::new(),
            erased: Vec::new(),
        }
    }

    fn event(&self, kind: EventId, day: Day, place: u32, spare: Option<Happened>, random: &mut Random) -> Happened {
        let at = Moment::date_only(day);
        if let Some(mut event) = spare {
            let can_say = self.can_say.get(usize::from(kind.0)).map_or(&[][..], Vec::as_slice);
            for (can, slot) in can_say.iter().zip(&mut event.values) {
                say(can, day, slot, random);
            }
            if let Some(version) = event.versions.first_mut() {
                event.values.iter().zip(&mut version.values).for_each(|(said, slot)| repeat(said, slot));
                (version.at, version.known, version.place) = (at, Known::both(at), place);
            }
            (event.at, event.place, event.root, event.earliest) = (at, place, place, day);
            return event;
        }
        let values = self.values(kind, day, random);
        let version = Version { kind, values: values.clone(), at, known: Known::both(at), place };
        Happened {
            kind,
            values,
            at,
            place,
            root: place,
            follows: Vec::new(),
            taken_back: Vec::new(),
            earliest: day,
            versions: vec![version],
            id: None,
        }
    }

    /// Something for an event to say in each place.
    pub fn values(&self, kind: EventId, day: Day, random: &mut Random) -> Box<[Option<Value>]> {
        let can_say = self.can_say.get(usize::from(kind.0)).map_or(&[][..], Vec::as_slice);
        let said = |can| {
            let mut value = None;
            say(can, day, &mut value, random);
            value
        };
        can_say.iter().map(said).collect()
    }
}

fn can(of: &Type, vocabulary: &Vocabulary) -> Can {
    match of {
        Type::Bool => Can::Truth,
        Type::Int => Can::Number,
        Type::Date => Can::Day,
        Type::Role { .. } => Can::Role(vocabulary.roles().count() as u8),
        Type::Enum { name, .. } => {
            Can::Words(vocabulary.values(name).iter().filter_map(|w| vocabulary.word(w)).collect())
        }
        Type::Record => Can::Words(vocabulary.records().filter_map(|r| vocabulary.word(r)).collect()),
        Type::Text => Can::Nothing,
    }
}

/// Says something in place of what was said there before.
fn say(can: &Can, day: Day, slot: &mut Option<Value>, random: &mut Random) {
    let role = |roles: u8, random: &mut Random| RoleId(random.below(usize::from(roles)) as u8);
    match (can, slot) {
        (Can::Role(roles), Some(Value::Roles(said))) => said.iter_mut().for_each(|r| *r = role(*roles, random)),
        (Can::Words(words), Some(Value::Words(said))) => {
            for (said, word) in said.iter_mut().zip(words.get(random.below(words.len()))) {
                *said = *word;
            }
        }
        (Can::Truth, slot) => *slot = Some(Value::Bool(random.below(2) == 0)),
        (Can::Number, slot) => *slot = Some(Value::Int(random.below(18) as i64)),
        (Can::Day, slot) => *slot = Some(Value::Day(day.plus_days(random.below(60) as i32))),
        (Can::Role(roles), slot) => *slot = Some(Value::Roles(vec![role(*roles, random)])),
        (Can::Words(words), slot) => {
            *slot = words.get(random.below(words.len())).map(|w| Value::Words(vec![*w]));
        }
        (Can::Nothing, slot) => *slot = None,
    }
}

/// Says the same in another place.
fn repeat(said: &Option<Value>, slot: &mut Option<Value>) {
    match (said, slot) {
        (Some(Value::Words(said)), Some(Value::Words(slot))) => slot.clone_from(said),
        (Some(Value::Roles(said)), Some(Value::Roles(slot))) => slot.clone_from(said),
        (said, slot) => slot.clone_from(said),
    }
}
