//! The events of DUTY-1, the same for every engine: a fixed generator, a file to read for others, and timelines for ours.

use std::fmt::Write as _;

use calendar::{Day, Moment};
use journey::{Child, Happened, Known, Timeline, Version};
use protocol::Vocabulary;
use protocol::vocabulary::{EventId, Value};

use crate::children::Random;

/// The kinds of event in the order of their numbers, with how often each is drawn of a hundred.
pub const KINDS: [(&str, u64); 12] = [
    ("yjs-start", 6),
    ("csc-start", 6),
    ("charge", 10),
    ("court", 12),
    ("remand", 3),
    ("custody", 3),
    ("csc-notified", 16),
    ("assessment-done", 10),
    ("first-meeting-held", 12),
    ("visit-done", 10),
    ("review-done", 8),
    ("closed", 4),
];

/// 4 January 2021: the first of 300 days on which a child's events can begin.
const BASE: i32 = 18_631;
/// 30 June 2025: the day on which it is asked what is owed.
pub const NOW: Day = Day::from_number(20_269);

/// One event.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    pub child: u32,
    pub seq: u32,
    pub day: i32,
    pub kind: u8,
    pub csc: bool,
    pub lac: bool,
    pub age: u8,
}

/// The events of so many children, child by child.
pub fn generate(children: u32, each: u32) -> Vec<Event> {
    let mut random = Random::new(42);
    let mut events = Vec::with_capacity(children as usize * each as usize);
    let step = (1500 / u64::from(each)).max(2);
    for child in 0..children {
        let mut day = BASE + (random.next() % 300) as i32;
        let age = 10 + (random.next() % 7) as i32;
        let (mut csc, mut lac) = (random.next() % 2 == 1, random.next().is_multiple_of(4));
        for seq in 0..each {
            let x = random.next();
            day += ((x & 0xff) % step) as i32;
            let kind = kind((x >> 8) % 100);
            csc ^= (x >> 32).is_multiple_of(9);
            lac ^= (x >> 40).is_multiple_of(17);
            let age = (age + (day - BASE) / 366) as u8;
            events.push(Event { child, seq, day, kind, csc, lac, age });
        }
    }
    events
}

fn kind(drawn: u64) -> u8 {
    let mut upto = 0;
    let place = KINDS.iter().position(|(_, often)| {
        upto += often;
        drawn < upto
    });
    place.unwrap_or(0) as u8
}

/// The file that other engines read.
pub fn as_csv(events: &[Event]) -> String {
    let mut text = String::from("child,seq,day,kind,csc,lac,age\n");
    for e in events {
        let Event { child, seq, day, kind, csc, lac, age } = e;
        // A String never fails to be written to.
        let _ = writeln!(text, "{child},{seq},{day},{kind},{},{},{age}", u8::from(*csc), u8::from(*lac));
    }
    text
}

/// The children's timelines, as they would come from journeys.
pub fn timelines(events: &[Event], vocabulary: &Vocabulary) -> Vec<Timeline> {
    let kinds: Vec<EventId> = KINDS.iter().filter_map(|(name, _)| vocabulary.event_id(name)).collect();
    let timeline = |events: &[Event]| Timeline {
        child: Child { born: Day::from_number(BASE - 4_000), sex: None, siblings: None },
        as_at: Moment::end_of(NOW),
        events: events.iter().filter_map(|e| Some(happened(e, *kinds.get(usize::from(e.kind))?))).collect(),
        retracted: Vec::new(),
        erased: Vec::new(),
    };
    events.chunk_by(|a, b| a.child == b.child).map(timeline).collect()
}

fn happened(event: &Event, kind: EventId) -> Happened {
    let at = Moment::date_only(Day::from_number(event.day));
    let values: Box<[Option<Value>]> =
        Box::new([Some(Value::Bool(event.csc)), Some(Value::Bool(event.lac)), Some(Value::Int(event.age.into()))]);
    let (place, known) = (event.seq + 1, Known::both(at));
    let versions = vec![Version { kind, values: values.clone(), at, known, place }];
    let (follows, taken_back, earliest) = (Vec::new(), Vec::new(), at.day());
    Happened { kind, values, at, place, root: place, follows, earliest, versions, taken_back, id: None }
}
