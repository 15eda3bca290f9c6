//! What a journey says that cannot be: a derived event, written, that disagrees with what follows from the rest.
//!
//! Only those that are plain arithmetic are compared (contract, A journey); anything else written stands in the place of what the
//! program would have worked out.

use calendar::Moment;
use journey::{Journey, What};
use protocol::Protocols;
use protocol::refusal::{Refusals, did_you_mean};
use protocol::vocabulary::{EventId, Value};

use crate::agreed::Agreed;
use crate::telling::tell;

/// Refuses written events that plain arithmetic contradicts.
pub fn check(journey: &Journey, as_at: Moment, protocols: &Protocols) -> Result<(), Refusals> {
    let vocabulary = &protocols.vocabulary;
    let agreed = Agreed::new(vocabulary);
    let arithmetic =
        [agreed.jointly_open, agreed.closed_by_either, agreed.turned_16, agreed.turned_18, agreed.first_year_ended];
    let mut refusals = Refusals::default();
    clauses_named(journey, protocols, &agreed, &mut refusals);
    // Few journeys write any of these down.
    let is_compared = |kind: EventId| arithmetic.contains(&kind) || kind == agreed.approaching_16;
    if !journey.written.iter().any(|w| matches!(w.what, What::Event { kind, .. } if is_compared(kind))) {
        return refusals.unless(());
    }
    // Judged by all that is known: what one service had not been told by then contradicts nothing.
    let written = journey.timeline(as_at, None);
    let mut bare = written.clone();
    bare.events.retain(|e| !arithmetic.contains(&e.kind));
    let Some(protocol) = protocols.latest(&journey.under.home) else { return refusals.unless(()) };
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
        let worked_out: Vec<Moment> = told.filter(|w| w.kind == event.kind).map(|w| w.at).collect();
        let agrees = |at: &Moment| {
            let times = at.has_time() && event.at.has_time();
            at.day() == event.at.day() && (!times || at.instant() <= event.at.instant())
        };
        if !worked_out.iter().any(agrees) {
            let help = match worked_out.as_slice() {
                [] => "it does not follow at all: leave it out, or write what brought it about".to_owned(),
                days => format!(
                    "it follows on {}: leave it out",
                    days.iter().map(Moment::to_string).collect::<Vec<_>>().join(", ")
                ),
            };
            let cause = format!("`{name}` on {} disagrees with the rest of the journey", event.at);
            refusals.add(&journey.file, line, cause, Some(help));
        }
    }
    refusals.unless(())
}

/// Refuses a duty shown done by hand, set aside or asked about under the name of a clause that is nowhere: it would be lost.
fn clauses_named(journey: &Journey, protocols: &Protocols, agreed: &Agreed, refusals: &mut Refusals) {
    let by_hand = [agreed.duty_done, agreed.duty_not_needed, agreed.question_answered];
    for entry in &journey.written {
        let What::Event { kind, values, .. } = &entry.what else { continue };
        let Some(Some(Value::Text(text))) = values.first().filter(|_| by_hand.contains(kind)) else { continue };
        let (id, question) = text.split_once('/').map_or((text.as_str(), None), |(id, q)| (id, Some(q)));
        let all = || protocols.authorities.values().flatten().chain(&protocols.statute).flat_map(|p| &p.clauses);
        let clause = all().find(|c| c.id == id);
        match (clause, question) {
            (None, _) => {
                let help = did_you_mean(id, all().map(|c| c.id.as_str()));
                refusals.add(&journey.file, entry.line, format!("`{id}` is no clause of any protocol"), help);
            }
            (Some(clause), Some(question)) if !clause.asks.iter().any(|q| q.name == question) => {
                let help = did_you_mean(question, clause.asks.iter().map(|q| q.name.as_str()));
                refusals.add(&journey.file, entry.line, format!("`{id}` asks no question `{question}`"), help);
            }
            _ => {}
        }
    }
}
