//! Corrections and retractions: which entries are versions of one event, and whether each names something that is there.
//!
//! Nothing is ever deleted. A correction takes the place of the event it corrects from when it was recorded; a retraction says
//! that the thing did not happen (contract, A journey). Every walk here is made once for each entry, however long the chains are.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Moment;
use protocol::refusal::{Refusals, cut, did_you_mean};

use crate::event::{What, Written};

/// How many events one can carry on, one upon the other: a dispute has some ten steps, ten years of weekly meetings five hundred.
const LONGEST: usize = 500;
/// Up to so many ids a near one is looked for.
const FEW_IDS: usize = 500;

/// Where an entry stands among the versions of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    /// The place of the first version.
    pub root: u32,
    /// From when it holds: when it and all that it corrects had been recorded.
    pub holds: Moment,
    /// How many versions it corrects, one upon the other.
    pub depth: u32,
}

impl Link {
    /// Of an entry that corrects nothing.
    pub fn first(entry: &Written) -> Link {
        Link { root: entry.place, holds: entry.recorded(), depth: 0 }
    }

    /// Of an entry that corrects or retracts the one with this link.
    pub fn then(self, entry: &Written) -> Link {
        Link { holds: self.holds.max(entry.recorded()), depth: self.depth + 1, ..self }
    }
}

/// Where each id leads; nothing for what is in a circle. What corrects none of these entries is an event of its own.
pub(crate) fn links<'a>(written: impl Iterator<Item = &'a Written>) -> BTreeMap<&'a str, Link> {
    let mut by_id: BTreeMap<&str, &Written> = BTreeMap::new();
    for entry in written {
        if let Some(id) = entry.id.as_deref() {
            by_id.entry(id).or_insert(entry);
        }
    }
    let mut settled: BTreeMap<&str, Option<Link>> = BTreeMap::new();
    for (id, entry) in &by_id {
        let mut on_path: BTreeSet<&str> = BTreeSet::new();
        let mut path: Vec<(&str, &Written)> = Vec::new();
        let mut here = (*id, *entry);
        let earlier = loop {
            if let Some(known) = settled.get(here.0) {
                break *known;
            }
            if !on_path.insert(here.0) {
                break None; // in a circle
            }
            match here.1.corrects().and_then(|id| by_id.get_key_value(id)) {
                Some((id, entry)) => {
                    path.push(here);
                    here = (*id, *entry);
                }
                None => {
                    let first = Link::first(here.1);
                    settled.insert(here.0, Some(first));
                    break Some(first);
                }
            }
        };
        let mut link = earlier;
        for (id, entry) in path.into_iter().rev() {
            link = link.map(|earlier| earlier.then(entry));
            settled.insert(id, link);
        }
    }
    settled.into_iter().filter_map(|(id, link)| Some((id, link?))).collect()
}

/// The id that an entry corrects or retracts.
pub(crate) fn target(entry: &Written) -> Option<&str> {
    if let What::Retracts(id) = &entry.what { Some(id) } else { entry.corrects() }
}

/// Refuses ids that stand twice, and corrections, retractions and follow-ons of nothing, of themselves and in circles. What names an
/// entry that was refused itself is passed over.
pub(crate) fn check(file: &str, written: &[Written], refused: &BTreeSet<String>, refusals: &mut Refusals) {
    let mut seen: BTreeMap<&str, &Written> = BTreeMap::new();
    for entry in written {
        let Some(id) = entry.id.as_deref() else { continue };
        match seen.get(id) {
            Some(first) => {
                let help = format!("first in line {}; an id names one event", first.line);
                refusals.add(file, entry.line, format!("the id `{}` stands twice", cut(id)), Some(help));
            }
            None => {
                seen.insert(id, entry);
            }
        }
    }
    let links = links(written.iter());
    for entry in written {
        if refusals.is_full() {
            break;
        }
        let does = if matches!(entry.what, What::Retracts(_)) { "retracts" } else { "corrects" };
        for (does, id) in [(does, target(entry)), ("follows", entry.follows.as_deref())] {
            let Some(id) = id.filter(|id| !refused.contains(*id)) else { continue };
            if let Some((cause, help)) = wrong(entry, does, id, &seen, &links) {
                refusals.add(file, entry.line, cause, Some(help));
            }
        }
    }
    following(file, written, &links, refusals);
}

/// What is wrong with naming this id.
fn wrong(
    entry: &Written,
    does: &str,
    id: &str,
    seen: &BTreeMap<&str, &Written>,
    links: &BTreeMap<&str, Link>,
) -> Option<(String, String)> {
    let Some(named) = seen.get(id) else {
        let near = if seen.len() <= FEW_IDS { did_you_mean(id, seen.keys().copied()) } else { None };
        let help = near.unwrap_or_else(|| format!("give the event that is meant `id: {}`", cut(id)));
        return Some((format!("this {does} `{}`, and no event of this journey has that id", cut(id)), help));
    };
    if named.place == entry.place {
        return Some((format!("this {does} itself"), "name the id of the event that is meant".into()));
    }
    if matches!(named.what, What::Retracts(_)) {
        let help = "name the event; what was retracted by mistake is written again";
        return Some((format!("this {does} `{}`, which is a retraction and no event", cut(id)), help.into()));
    }
    if !links.contains_key(id) && does == "corrects" {
        let help = "a correction names the event as it was first written";
        return Some((format!("the corrections of `{}` go round in a circle", cut(id)), help.into()));
    }
    None
}

/// How far an event carries on others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    /// Over so many.
    Of(usize),
    /// In a circle, of which this event is a part.
    Circle,
    /// Into such a circle.
    IntoCircle,
}

/// Refuses events that carry on each other in a circle, or over more steps than anything does.
fn following(file: &str, written: &[Written], links: &BTreeMap<&str, Link>, refusals: &mut Refusals) {
    let own = |w: &Written| w.id.as_deref().and_then(|id| links.get(id)).map_or(w.place, |l| l.root);
    let next: BTreeMap<u32, u32> =
        written.iter().filter_map(|w| Some((own(w), links.get(w.follows.as_deref()?)?.root))).collect();
    let mut settled: BTreeMap<u32, Chain> = BTreeMap::new();
    for start in next.keys() {
        let mut path: Vec<u32> = Vec::new();
        let mut on_path: BTreeSet<u32> = BTreeSet::new();
        let mut here = *start;
        let end = loop {
            if let Some(known) = settled.get(&here) {
                break *known;
            }
            let Some(on) = next.get(&here) else { break Chain::Of(0) };
            if !on_path.insert(here) {
                break Chain::Circle;
            }
            path.push(here);
            here = *on;
        };
        let circle_from = if end == Chain::Circle { path.iter().position(|n| *n == here) } else { None };
        let mut beyond = if end == Chain::Circle && circle_from.is_none() { Chain::IntoCircle } else { end };
        for (n, node) in path.iter().enumerate().rev() {
            beyond = match (circle_from, beyond) {
                (Some(from), _) if n >= from => Chain::Circle,
                (_, Chain::Of(steps)) => Chain::Of(steps + 1),
                _ => Chain::IntoCircle,
            };
            settled.insert(*node, beyond);
        }
    }
    for entry in written.iter().filter(|w| w.follows.is_some()) {
        // What names itself was refused already.
        let itself = entry.follows.is_some() && entry.follows == entry.id;
        let cause = match settled.get(&own(entry)) {
            Some(Chain::Circle) if !itself => "what this event follows goes round in a circle".to_owned(),
            Some(Chain::Of(steps)) if *steps > LONGEST => format!("this event follows over more than {LONGEST} steps"),
            _ => continue,
        };
        refusals.add(file, entry.line, cause, Some("name the event that it carries on, which comes before it".into()));
    }
}
