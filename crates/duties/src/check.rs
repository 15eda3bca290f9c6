//! What a journey says that cannot be: a derived event, written, that disagrees with what follows from the rest.
//!
//! Only those that are plain arithmetic are compared (contract, A journey); anything else written stands in the place of what the
//! program would have worked out.

use calendar::{Day, Moment};
use journey::Journey;
use protocol::Protocols;
use protocol::refusal::Refusals;

use crate::agreed::Agreed;
use crate::telling::tell;

/// Refuses written events that plain arithmetic contradicts.
pub fn check(
    journey: &Journey,
    as_at: Moment,
    as_known_at: Option<Moment>,
    protocols: &Protocols,
) -> Result<(), Refusals> {
    let vocabulary = &protocols.vocabulary;
    let agreed = Agreed::new(vocabulary);
    let written = journey.timeline(as_at, as_known_at);
    let arithmetic = [agreed.jointly_open, agreed.closed_by_either, agreed.turned_16, agreed.turned_18, agreed.first_year_ended];
    let mut bare = written.clone();
    bare.events.retain(|e| !arithmetic.contains(&e.kind));
    let mut refusals = Refusals::default();
    if bare.events.len() == written.events.len() && !written.events.iter().any(|e| e.kind == agreed.approaching_16) {
        return Ok(());
    }
    let Some(protocol) = protocols.latest(&journey.under.home) else { return Ok(()) };
    let story = tell(&bare, protocol, vocabulary, &agreed);
    for event in &written.events {
        let name = &vocabulary.event(event.kind).name;
        let line = journey.written.iter().find(|w| w.place == event.place).map_or(0, |w| w.line);
        if event.kind == agreed.approaching_16 && event.at.day() > journey.child.born.birthday(16) {
            refusals.add(&journey.file, line, format!("`{name}` lies after the 16th birthday"), None);
        }
        if !arithmetic.contains(&event.kind) {
            continue;
        }
        let told = (0..story.entries.len()).filter_map(|n| story.event(n));
        let worked_out: Vec<Day> = told.filter(|w| w.kind == event.kind).map(|w| w.at.day()).collect();
        if !worked_out.contains(&event.at.day()) {
            let help = match worked_out.as_slice() {
                [] => "it does not follow at all: leave it out, or write what brought it about".to_owned(),
                days => format!("it follows on {}: leave it out", days.iter().map(Day::to_string).collect::<Vec<_>>().join(", ")),
            };
            let cause = format!("`{name}` on {} disagrees with the rest of the journey", event.at);
            refusals.add(&journey.file, line, cause, Some(help));
        }
    }
    refusals.unless(())
}
