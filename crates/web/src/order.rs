//! Does what was typed lie in the order in which things happen? A next hearing before the remand, a release before the sentence.
//!
//! In come the event as it was typed and what the person may read of the rest; out goes what lies the wrong way round, in sentences. Which days
//! lie ahead, and what ends what, is data (`protocols/additions.yaml`). It asks and never refuses: the record may have begun late.

use calendar::{Day, Moment};
use serde_json::Value;

use super::asked::{Asked, happened};
use crate::ask::Ask;
use crate::pages::child::events;
use crate::pages::child::frame::Opened;

/// What lies the wrong way round.
pub fn out_of_order(ask: &Ask, opened: &Opened, asked: &Asked, typed: &Value) -> Vec<String> {
    let Some(at) = typed.get("at").and_then(Value::as_str).and_then(|at| at.parse::<Moment>().ok()) else {
        return Vec::new();
    };
    let mut said = days(ask, asked, typed, at);
    said.extend(beginning(ask, opened, asked, at));
    let follows = asked.follows.as_deref().and_then(|id| happened(opened, id));
    said.extend(
        follows
            .filter(|event| event.at.day() > at.day())
            .map(|event| format!("It carries on from what happened later: {}.", events::line(&ask.app, &event))),
    );
    said
}

/// The days that lie ahead of an event, and were typed as earlier.
fn days(ask: &Ask, asked: &Asked, typed: &Value, at: Moment) -> Vec<String> {
    let everyday = &ask.app.book.protocols.everyday;
    let day_of = |name: &str| typed.get("with")?.get(name)?.as_str()?.parse::<Day>().ok();
    let ahead = asked.kind.attributes.iter().filter(|attribute| attribute.is_ahead);
    let earlier =
        ahead.filter_map(|attribute| Some((attribute, day_of(&attribute.name)?))).filter(|(_, day)| *day < at.day());
    let said = earlier.map(|(attribute, day)| {
        let question = everyday.question(&asked.kind.name, &attribute.name);
        format!("“{question}” says {}. That is before it happened, on {}.", day.in_words(), at.day().in_words())
    });
    said.collect()
}

/// What it ends or answers, where only later ones are recorded.
fn beginning(ask: &Ask, opened: &Opened, asked: &Asked, at: Moment) -> Option<String> {
    let own = asked.corrects.as_ref().map(|event| event.root);
    let all = opened.readable.timeline().events.iter();
    let mut begun =
        all.filter(|event| asked.kind.comes_after.contains(&event.kind) && Some(event.root) != own).peekable();
    let first = *begun.peek()?;
    begun
        .all(|event| event.at.day() > at.day())
        .then(|| format!("What comes before it is recorded as later: {}.", events::line(&ask.app, first)))
}
