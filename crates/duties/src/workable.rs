//! Attributes that may be left out because the program can work them out: `out_of_hours`, `weekend`, `own_area` (the vocabulary's
//! header), from the time of the event and the authority's settings.

use calendar::{Day, Moment};
use journey::{Happened, Timeline};
use protocol::vocabulary::{Value, Vocabulary};
use protocol::Protocol;

/// The timeline with what could be worked out filled in.
pub fn fill(timeline: &Timeline, protocol: &Protocol, vocabulary: &Vocabulary) -> Timeline {
    let mut filled = timeline.clone();
    for event in &mut filled.events {
        let kind = vocabulary.event(event.kind);
        for place in 0..event.values.len() {
            let Some(attribute) = kind.attributes.get(place) else { continue };
            if event.values.get(place).is_some_and(Option::is_some) {
                continue;
            }
            let value = match attribute.name.as_str() {
                "out_of_hours" => out_of_hours(event.at, protocol),
                "weekend" => Some(is_weekend(hearing(event, vocabulary), protocol)),
                "own_area" => own_area(event, protocol, vocabulary),
                _ => None,
            };
            if let (Some(value), Some(slot)) = (value, event.values.get_mut(place)) {
                *slot = Some(Value::Bool(value));
            }
        }
    }
    filled
}

fn out_of_hours(at: Moment, protocol: &Protocol) -> Option<bool> {
    let second = at.second_of_day()?;
    let hours = protocol.office_hours;
    Some(!protocol.calendar.is_working_day(at.day()) || second < hours.from || second >= hours.to)
}

/// The day of the hearing that an event tells of, else its own day.
fn hearing(event: &Happened, vocabulary: &Vocabulary) -> Day {
    crate::agreed::day(event, "hearing", vocabulary).unwrap_or(event.at.day())
}

fn is_weekend(day: Day, protocol: &Protocol) -> bool {
    day.is_weekend() || protocol.calendar.closed_day(day).is_some()
}

fn own_area(event: &Happened, protocol: &Protocol, vocabulary: &Vocabulary) -> Option<bool> {
    if protocol.own_courts.is_empty() {
        return None;
    }
    let place = crate::agreed::text(event, "court", vocabulary).or(crate::agreed::text(event, "station", vocabulary))?;
    Some(protocol.own_courts.iter().any(|own| own.eq_ignore_ascii_case(place)))
}
