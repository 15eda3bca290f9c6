//! Corrections and retractions: which entries are versions of one event, and whether each names something that is there.
//!
//! Nothing is ever deleted. A correction takes the place of the event it corrects from when it was recorded; a retraction says
//! that the thing did not happen (contract, A journey).

use std::collections::BTreeMap;

use protocol::refusal::{Refusals, did_you_mean};

use crate::event::{What, Written};

/// Where an id leads: the place of the first version of the event.
pub(crate) fn roots(written: &[Written]) -> BTreeMap<&str, u32> {
    let by_id: BTreeMap<&str, &Written> = written.iter().filter_map(|w| Some((w.id.as_deref()?, w))).collect();
    by_id.keys().filter_map(|id| Some((*id, root_of(id, &by_id)?))).collect()
}

/// The place of the first version of the event with this id; nothing where corrections go round in a circle.
fn root_of(id: &str, by_id: &BTreeMap<&str, &Written>) -> Option<u32> {
    let mut here = *by_id.get(id)?;
    for _ in 0..=by_id.len() {
        match &here.what {
            What::Event { corrects: Some(earlier), .. } => here = by_id.get(earlier.as_str())?,
            _ => return Some(here.place),
        }
    }
    None
}

/// The id that an entry corrects or retracts.
pub(crate) fn target(entry: &Written) -> Option<&str> {
    match &entry.what {
        What::Event { corrects, .. } => corrects.as_deref(),
        What::Retracts(id) => Some(id),
        What::Erased(_) => None,
    }
}

/// Refuses ids that stand twice, and corrections, retractions and follow-ons of nothing.
pub(crate) fn check(file: &str, written: &[Written], refusals: &mut Refusals) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in written {
        if let Some(id) = &entry.id {
            if let Some(line) = seen.insert(id, entry.line) {
                refusals.add(file, entry.line, format!("the id `{id}` stands twice"), Some(format!("first in line {line}")));
            }
        }
    }
    let roots = roots(written);
    for entry in written {
        for (word, id) in [("corrects or retracts", target(entry)), ("follows", entry.follows.as_deref())] {
            let Some(id) = id else { continue };
            if !seen.contains_key(id) {
                let help = did_you_mean(id, seen.keys().copied());
                refusals.add(file, entry.line, format!("the event {word} `{id}`, which is nowhere in this journey"), help);
            } else if !roots.contains_key(id) {
                refusals.add(file, entry.line, format!("the corrections of `{id}` go round in a circle"), None);
            } else if entry.id.as_deref() == Some(id) {
                refusals.add(file, entry.line, format!("the event {word} itself"), None);
            }
        }
    }
    circles_of_following(file, written, &roots, refusals);
}

fn circles_of_following(file: &str, written: &[Written], roots: &BTreeMap<&str, u32>, refusals: &mut Refusals) {
    let next: BTreeMap<u32, u32> = written
        .iter()
        .filter_map(|w| {
            let own = w.id.as_deref().and_then(|id| roots.get(id).copied()).unwrap_or(w.place);
            Some((own, *roots.get(w.follows.as_deref()?)?))
        })
        .collect();
    for entry in written.iter().filter(|w| w.follows.is_some()) {
        let mut here = entry.place;
        let mut steps = 0;
        while let Some(on) = next.get(&here) {
            here = *on;
            steps += 1;
            if steps > written.len() {
                refusals.add(file, entry.line, "what this event follows goes round in a circle", None);
                break;
            }
        }
    }
}
