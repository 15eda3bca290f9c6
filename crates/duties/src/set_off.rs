//! What sets a clause off: each trigger event once, what carries on an earlier one not again, the dates of one release together.
//!
//! Comes from the story and a clause's `on`; goes out as [`SetOff`]s, in order. Whether the condition holds is asked afterwards.

use std::collections::BTreeSet;

use calendar::{Day, Moment};
use journey::{Happened, Version};
use protocol::Clause;
use protocol::clause::InForce;
use protocol::pattern::Pattern;
use protocol::vocabulary::Service;

use crate::ask::Asker;
use crate::prepared::Listens;

/// One trigger of a clause.
#[derive(Debug, Clone)]
pub struct SetOff {
    /// The entry of the story.
    pub entry: usize,
    /// Its first version's place in the file: what it is known by.
    pub root: u32,
    /// The day from which evidence counts.
    pub day: Day,
    /// For dates of a release: the entries that tell of the same release, this one included; else none.
    pub group: Vec<usize>,
}

/// An entry that sets a clause off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The entry.
    entry: u32,
    /// Which pattern of the clause's `on`.
    pattern: u16,
}

/// Fills a list with the entries that set a clause off by what it listens for, in order.
pub fn hits(in_force: InForce, listens: &[Listens<'_>], asker: &Asker<'_>, hits: &mut Vec<Hit>) {
    hits.clear();
    for one in listens {
        for entry in asker.of_kind(one.event) {
            let says = |p| asker.event(*entry as usize).is_some_and(|e| asker.fits_values(p, &e.values, None));
            let can = asker.story.entries.get(*entry as usize).filter(|e| e.sets_off);
            if can.is_some_and(|e| in_force.on(e.at.day())) && one.pattern.is_none_or(says) {
                hits.push(Hit { entry: *entry, pattern: one.number });
            }
        }
    }
    // One event sets a clause off once, however many of its patterns it fits.
    if listens.len() > 1 {
        hits.sort_unstable();
        hits.dedup_by_key(|h| h.entry);
    }
}

/// Fills a list with the triggers that the hits of one clause make, in order.
pub fn set_off(clause: &Clause, hits: &[Hit], asker: &Asker<'_>, list: &mut Vec<SetOff>) {
    list.clear();
    let (release, released) = (asker.agreed.release_date_known, asker.agreed.released);
    let mut roots: BTreeSet<u32> = BTreeSet::new();
    let releases = asker.of_kind(released);
    let release_of = |n: usize| releases.partition_point(|r| (*r as usize) < n);
    for hit in hits {
        let n = hit.entry as usize;
        let Some(entry) = asker.story.entries.get(n) else { continue };
        let follows = || asker.event(n).map_or(&[][..], |e| e.follows.as_slice());
        if asker.story.follows && follows().iter().any(|root| roots.contains(root)) {
            continue;
        }
        let mut group = Vec::new();
        if entry.kind == release {
            let named = clause.triggers().get(usize::from(hit.pattern)).is_some_and(|p| names_kind(p, asker));
            let kind = asker.event(n).filter(|_| named).and_then(|e| kind_of(e, asker));
            let of_this_release = list.partition_point(|s| release_of(s.entry) < release_of(n));
            let same = list.iter_mut().skip(of_this_release).find(|s| {
                let told = asker.event(s.entry).filter(|first| first.kind == release);
                told.is_some_and(|first| kind.is_none() || kind_of(first, asker) == kind)
            });
            if let Some(same) = same {
                same.group.push(n);
                continue;
            }
            group.push(n);
        }
        if asker.story.follows {
            roots.insert(entry.root);
        }
        list.push(SetOff { entry: n, root: entry.root, day: entry.earliest, group });
    }
}

/// Whether a pattern narrows `kind`.
fn names_kind(pattern: &Pattern, asker: &Asker<'_>) -> bool {
    let place = asker.vocabulary.event(pattern.event).attributes.iter().position(|a| a.name == "kind");
    pattern.tests.iter().any(|t| Some(usize::from(t.attribute)) == place)
}

fn kind_of<'s>(event: &'s Happened, asker: &Asker<'_>) -> Option<&'s protocol::vocabulary::Value> {
    let place = asker.vocabulary.event(event.kind).attributes.iter().position(|a| a.name == "kind")?;
    event.values.get(place)?.as_ref()
}

/// When the owner's service came to know of a trigger: of the earliest version that set the clause off (contract, Duties out).
pub fn known(clause: &Clause, set_off: &SetOff, owner: Service, asker: &Asker<'_>) -> Option<Moment> {
    let event = asker.event(set_off.entry)?;
    let sets_off =
        |v: &&Version| clause.triggers().iter().any(|p| p.event == v.kind && asker.fits_values(p, &v.values, None));
    // A service that the first version left out may have been told by a later one.
    let told = event.versions.iter().filter(sets_off).find_map(|v| v.known.to(owner));
    told.or_else(|| event.versions.last()?.known.to(owner))
}

/// Of the dates told of a release, those that now stand: a later one of the same kind moves the earlier.
pub fn standing_dates(entries: &[usize], asker: &Asker<'_>) -> Vec<usize> {
    let kind = |n: usize| asker.event(n).and_then(|e| kind_of(e, asker));
    let mut standing: Vec<usize> = Vec::new();
    for n in entries {
        standing.retain(|m| kind(*m) != kind(*n));
        standing.push(*n);
    }
    standing
}
