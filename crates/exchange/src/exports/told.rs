//! From when until when does a service work with a child, by what a timeline tells?
//!
//! For the exports: in comes what somebody may read of a timeline, so what comes out tells nothing else.

use calendar::Day;
use gate::Service;
use journey::{Happened, Timeline};
use protocol::Vocabulary;
use protocol::vocabulary::Value;

/// A time for which a service works with a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// From which day.
    pub from: Day,
    /// Until which day; nothing while it does.
    pub until: Option<Day>,
    /// On what: youth justice's basis, or each plan of social care's with the day from which it holds. A day has one.
    pub on: Vec<(Day, String)>,
    /// The team that the beginning names.
    pub team: String,
    /// Why it ended, as it was said.
    pub ended: String,
    /// The place of its beginning in the journey.
    pub(super) place: u32,
}

impl Open {
    /// On what the service works with the child by the last word; empty where nothing says so.
    pub fn on_now(&self) -> &str {
        self.on.last().map_or("", |(_, word)| word)
    }
}

/// The words of the vocabulary by which one service begins, changes and ends its work.
struct Words {
    started: &'static str,
    changed: &'static str,
    ended: &'static str,
    on: &'static str,
}

const YJS: Words =
    Words { started: "yjs-involvement-started", changed: "", ended: "yjs-involvement-ended", on: "basis" };
const CSC: Words = Words {
    started: "csc-involvement-started",
    changed: "csc-plan-changed",
    ended: "csc-involvement-ended",
    on: "plan",
};

/// Each time for which a service works or worked with the child, in order. What begins again while it is open goes on.
pub fn open(timeline: &Timeline, of: Service, vocabulary: &Vocabulary) -> Vec<Open> {
    let words = match of {
        Service::Yjs => YJS,
        Service::Csc => CSC,
        Service::Authority => return Vec::new(),
    };
    let mut all: Vec<Open> = Vec::new();
    for event in &timeline.events {
        let (name, day) = (vocabulary.event(event.kind).name.as_str(), event.at.day());
        let now = all.last_mut().filter(|open| open.until.is_none());
        let on = said(event, words.on, vocabulary);
        match now {
            None if name == words.started => all.push(Open {
                from: day,
                until: None,
                on: holds(on, day).collect(),
                team: said(event, "team", vocabulary),
                ended: String::new(),
                place: event.root,
            }),
            Some(now) if name == words.ended => {
                (now.until, now.ended) = (Some(day), said(event, "reason", vocabulary));
            }
            Some(now) if name == words.started || name == words.changed => {
                let same_day = now.on.last().is_some_and(|(from, _)| *from == day) && !on.is_empty();
                if same_day {
                    now.on.pop();
                }
                now.on.extend(holds(on, day));
            }
            _ => {}
        }
    }
    all
}

/// Since when a service works with the child, without an end.
pub fn open_since(timeline: &Timeline, of: Service, vocabulary: &Vocabulary) -> Option<Open> {
    open(timeline, of, vocabulary).pop().filter(|open| open.until.is_none())
}

fn holds(on: String, day: Day) -> impl Iterator<Item = (Day, String)> {
    (!on.is_empty()).then_some((day, on)).into_iter()
}

/// What an event says under a name: a word of the vocabulary or a text; empty where it says nothing.
pub(super) fn said(event: &Happened, name: &str, vocabulary: &Vocabulary) -> String {
    let place = vocabulary.event(event.kind).attributes.iter().position(|a| a.name == name);
    match place.and_then(|place| event.values.get(place)).and_then(Option::as_ref) {
        Some(Value::Words(words)) => words.first().map(|word| vocabulary.spell(*word).to_owned()).unwrap_or_default(),
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}
