//! What sets a clause off: each trigger event once, what carries on an earlier one not again, the dates of one release together.
//!
//! Comes from the story and a clause's `on`; goes out as [`SetOff`]s, in order. Whether the condition holds is asked afterwards.

use calendar::{Day, Moment};
use journey::Happened;
use protocol::Clause;
use protocol::pattern::Pattern;
use protocol::vocabulary::{EventId, Service};

use crate::ask::Asker;

/// One trigger of a clause.
#[derive(Debug, Clone)]
pub struct SetOff {
    /// The entry of the story.
    pub entry: usize,
    /// Its first version's place in the file: what it is known by.
    pub root: u32,
    /// The day from which evidence counts.
    pub day: Day,
    /// For dates of a release: the entries that tell of the same release, this one included.
    pub group: Vec<usize>,
}

/// The triggers of a clause, in order.
pub fn set_off(clause: &Clause, asker: &Asker<'_>, release: EventId, released: EventId) -> Vec<SetOff> {
    let mut list: Vec<SetOff> = Vec::new();
    let mut entries: Vec<(usize, &Pattern)> = Vec::new();
    for pattern in clause.triggers() {
        for (n, _) in asker.fitting(pattern, None) {
            if asker.story.entries.get(n).is_some_and(|e| e.sets_off) && !entries.iter().any(|(m, _)| *m == n) {
                entries.push((n, pattern));
            }
        }
    }
    entries.sort_by_key(|(n, _)| *n);
    let releases = asker.of_kind(released);
    let release_of = |n: usize| releases.iter().filter(|r| **r < n).count();
    for (n, pattern) in entries {
        let Some(event) = asker.event(n) else { continue };
        if !clause.in_force.on(event.at.day()) {
            continue;
        }
        if event.follows.iter().any(|root| list.iter().any(|s| s.root == *root)) {
            continue;
        }
        if event.kind == release {
            let kind = names_kind(pattern, asker).then(|| kind_of(event, asker)).flatten();
            let same = list.iter_mut().find(|s| {
                asker.event(s.entry).is_some_and(|first| {
                    first.kind == release
                        && release_of(s.entry) == release_of(n)
                        && (kind.is_none() || kind_of(first, asker) == kind)
                })
            });
            if let Some(same) = same {
                same.group.push(n);
                continue;
            }
        }
        list.push(SetOff { entry: n, root: event.root, day: event.earliest, group: vec![n] });
    }
    list
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
    let version = event.versions.iter().find(|v| {
        clause.triggers().iter().any(|p| p.event == v.kind && asker.fits_values(p, &v.values, None))
    });
    version.or(event.versions.last())?.known.to(owner)
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
