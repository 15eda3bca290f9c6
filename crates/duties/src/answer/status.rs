//! How does the child stand at the moment asked for? In care or in custody, by which law and in whose hands, and what a person must look at.
//!
//! Comes from the story as it was told; goes out as the `status` of an answer. It is worked out from events alone and never typed in.

use calendar::Day;
use journey::{Timeline, Under};
use protocol::Protocols;

use crate::basis::Footing;
use crate::leaving_care::Answer as Leaving;
use crate::story::Story;

/// The child's status at the moment asked for (contract, `status`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Open to both services.
    pub jointly_open: bool,
    /// Looked after by the law in force.
    pub looked_after: bool,
    /// The bases, in the vocabulary's words, sorted.
    pub looked_after_basis: Vec<String>,
    /// Since when remanded to youth detention accommodation or serving a sentence inside, without a break; nothing where not.
    pub in_custody_since: Option<Day>,
    /// The standing under leaving care law.
    pub care_leaver: &'static str,
    /// Stopped being looked after because of detention (SI 2010/2797).
    pub former_looked_after_in_detention: bool,
    /// Nights looked after since the 14th birthday.
    pub nights_looked_after_since_14: i32,
    /// Full years.
    pub age: i16,
    /// A day or two either way would change the answer: a person must look.
    pub boundary: bool,
    /// Which authority stands in which part, each worked out by its own rule (statute.md section 6).
    pub authorities: Vec<(&'static str, String)>,
    /// Why a person must look, and what the law does not allow.
    pub doubts: Vec<&'static str>,
}

/// The status of a child of this story.
pub(super) fn of(story: &Story<'_>, under: &Under, protocols: &Protocols) -> Status {
    let day = story.as_at.day();
    let Leaving { standing, near } = story.standing(day);
    let last = story.last();
    let state = last.and_then(|n| story.entries.get(n)).map(|e| e.state);
    let words = protocols.vocabulary.values("care-basis");
    let looked_after = last.is_some_and(|n| story.looked_after(n)) && day < story.born.birthday(18);
    let mut basis: Vec<String> = match last {
        Some(n) if looked_after => {
            story.bases_after(n).filter_map(|b| words.get(usize::from(b.word)).cloned()).collect()
        }
        _ => Vec::new(),
    };
    basis.sort();
    basis.dedup();
    Status {
        jointly_open: state.is_some_and(crate::status::State::jointly_open),
        looked_after,
        looked_after_basis: basis,
        in_custody_since: last.and_then(|n| in_custody_since(story, n)),
        care_leaver: standing.word(),
        former_looked_after_in_detention: last.is_some_and(|n| story.former_in_detention(n, day)),
        nights_looked_after_since_14: story.history().nights(day),
        age: story.born.age_on(day),
        boundary: near || story.is_near_24_hours() || !story.doubts.is_empty(),
        authorities: authorities(story, under),
        doubts: story.doubts.clone(),
    }
}

/// The first day of the time in custody that goes on at an entry.
fn in_custody_since(story: &Story<'_>, n: usize) -> Option<Day> {
    let until_now = story.entries.get(..=n)?;
    until_now.iter().rev().take_while(|entry| entry.state.in_custody()).last().map(|entry| entry.at.day())
}

/// The authority that looks after the child, the one designated for a remand, and home and host youth justice: no one field could hold
/// them all. The court designates the authority that already looks after the child, else where the child lives (LASPO 2012 s.92, s.102).
fn authorities(story: &Story<'_>, under: &Under) -> Vec<(&'static str, String)> {
    let Some(n) = story.last() else { return Vec::new() };
    let mut list = Vec::new();
    let in_force: Vec<_> = story.bases_after(n).collect();
    if let Some(first) = in_force.iter().min_by_key(|b| b.first) {
        let looking_after = first.authority.clone().unwrap_or_else(|| under.home.clone());
        if in_force.iter().any(|b| b.footing == Footing::Remand) {
            list.push(("designated", looking_after.clone()));
        }
        list.push(("looking_after", looking_after));
    }
    list.push(("home_yjs", under.home.clone()));
    if let Some(host) = under.host.clone().or_else(|| story.placed_in.clone()) {
        list.push(("host_yjs", host));
    }
    list.sort();
    list
}

/// The status of a child of whom nothing is written under any protocol.
pub(super) fn nobody(timeline: &Timeline) -> Status {
    Status {
        jointly_open: false,
        looked_after: false,
        looked_after_basis: Vec::new(),
        in_custody_since: None,
        care_leaver: "none",
        former_looked_after_in_detention: false,
        nights_looked_after_since_14: 0,
        age: timeline.child.born.age_on(timeline.as_at.day()),
        boundary: false,
        authorities: Vec::new(),
        doubts: Vec::new(),
    }
}
