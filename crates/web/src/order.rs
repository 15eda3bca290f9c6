//! Does what is recorded lie in the order in which things happen? A next hearing before the remand, a release before the sentence.
//!
//! In come an event and the timeline that whoever records may read; out goes what lies the wrong way round, in sentences. Which days lie ahead,
//! and what ends what, is data (`protocols/additions.yaml`). It asks and never refuses: the record may have begun late. The pages ask before
//! it is kept, the API when it is.

use calendar::{Day, Moment};
use journey::{Happened, Timeline};
use protocol::vocabulary::{EventId, EventKind};
use serde_json::Value;

use crate::app::App;
use crate::pages::child::events;

/// What is recorded.
pub struct Recorded<'a> {
    /// The event.
    pub id: EventId,
    /// As it is sent, in the contract's form.
    pub event: &'a Value,
    /// The place of the first version of it, where that stands on the timeline already.
    pub own: Option<u32>,
    /// What it carries on, where that may be read.
    pub follows: Option<Happened>,
}

/// Something that lies the wrong way round.
pub struct Odd {
    /// Where that is said, in the contract's form: `at`, `with/until`, `follows`.
    pub field: String,
    /// What it is, in a sentence.
    pub said: String,
}

/// What lies the wrong way round.
pub fn out_of_order(app: &App, timeline: &Timeline, recorded: &Recorded<'_>) -> Vec<Odd> {
    let Some(at) = recorded.event.get("at").and_then(Value::as_str).and_then(|at| at.parse::<Moment>().ok()) else {
        return Vec::new();
    };
    let kind = app.book.protocols.vocabulary.event(recorded.id);
    let mut odd = days(app, kind, recorded.event, at);
    odd.extend(beginning(app, timeline, (kind, recorded.own), at));
    let follows = recorded.follows.as_ref().filter(|event| event.at.day() > at.day());
    odd.extend(follows.map(|event| Odd {
        field: "follows".to_owned(),
        said: format!("It carries on from what happened later: {}.", events::line(app, event)),
    }));
    odd
}

/// The days that lie ahead of an event, and are said to be earlier.
fn days(app: &App, kind: &EventKind, event: &Value, at: Moment) -> Vec<Odd> {
    let everyday = &app.book.protocols.everyday;
    let day_of = |name: &str| event.get("with")?.get(name)?.as_str()?.parse::<Day>().ok();
    let ahead = kind.attributes.iter().filter(|attribute| attribute.is_ahead);
    let earlier =
        ahead.filter_map(|attribute| Some((attribute, day_of(&attribute.name)?))).filter(|(_, day)| *day < at.day());
    let odd = earlier.map(|(attribute, day)| {
        let question = everyday.question(&kind.name, &attribute.name);
        let (says, happened) = (day.in_words(), at.day().in_words());
        Odd {
            field: format!("with/{}", attribute.name),
            said: format!("“{question}” says {says}. That is before it happened, on {happened}."),
        }
    });
    odd.collect()
}

/// What it ends or answers, where only later ones are recorded.
fn beginning(app: &App, timeline: &Timeline, (kind, own): (&EventKind, Option<u32>), at: Moment) -> Option<Odd> {
    let is_before = |event: &&Happened| kind.comes_after.contains(&event.kind) && Some(event.root) != own;
    let mut begun = timeline.events.iter().filter(is_before).peekable();
    let first = *begun.peek()?;
    begun.all(|event| event.at.day() > at.day()).then(|| Odd {
        field: "at".to_owned(),
        said: format!("What comes before it is recorded as later: {}.", events::line(app, first)),
    })
}
