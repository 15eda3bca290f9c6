//! Attributes that may be left out because the program can work them out: `out_of_hours`, `weekend`, `own_area` (the vocabulary's
//! header), from the time of the event and the authority's settings.

use calendar::{Day, Moment};
use journey::Happened;
use protocol::Protocol;
use protocol::vocabulary::{Value, Vocabulary};

/// The event with what could be worked out filled in; nothing where there is nothing to fill in.
pub fn fill(event: &Happened, protocol: &Protocol, vocabulary: &Vocabulary) -> Option<Happened> {
    let mut filled: Option<Happened> = None;
    for (place, attribute) in vocabulary.event(event.kind).workable() {
        if event.values.get(place).is_none_or(Option::is_some) {
            continue;
        }
        let value = match attribute.name.as_str() {
            "out_of_hours" => out_of_hours(event.at, protocol),
            "weekend" => Some(is_weekend(hearing(event, vocabulary), protocol)),
            _ => own_area(event, protocol, vocabulary),
        };
        let Some(value) = value else { continue };
        if let Some(slot) = filled.get_or_insert_with(|| event.clone()).values.get_mut(place) {
            *slot = Some(Value::Bool(value));
        }
    }
    filled
}

/// Whether a moment lies outside the office hours of an authority, by its calendar; nothing for a working day without a time.
pub fn out_of_hours(at: Moment, protocol: &Protocol) -> Option<bool> {
    if !protocol.calendar.is_working_day(at.day()) {
        return Some(true); // at any hour
    }
    let (second, hours) = (at.second_of_day()?, protocol.office_hours);
    Some(second < hours.from || second >= hours.to)
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
    let place =
        crate::agreed::text(event, "court", vocabulary).or(crate::agreed::text(event, "station", vocabulary))?;
    Some(protocol.own_courts.iter().any(|own| own.eq_ignore_ascii_case(place)))
}
