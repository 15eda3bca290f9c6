//! The whole answer for one child: status, duties and findings under the home protocol, the host protocol and the floor.
//!
//! The door of this crate: a journey's timeline and the protocols go in, an [`Answer`] comes out, ordered as the contract has it.

use std::collections::BTreeMap;
use std::rc::Rc;

use calendar::{Day, Moment};
use journey::{Child, Timeline, Under};
use protocol::{Protocol, Protocols};

use crate::agreed::Agreed;
use crate::basis::Footing;
use crate::derive::{Before, Owed, Within, derive, remember};
use crate::duty::{Duty, Finding, Side};
use crate::leaving_care::Answer as Leaving;
use crate::prepared::Prepared;
use crate::sooner::{Same, name_sooner};
use crate::story::Story;
use crate::telling::tell;

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

/// Everything that follows for one child.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The protocols' words.
    pub protocols: &'a Protocols,
    /// Under whose protocols.
    pub under: Under,
    /// The child.
    pub child: &'a Child,
    /// The words that the engine knows.
    pub(crate) agreed: &'a Agreed,
    /// The moment asked for.
    pub as_at: Moment,
    /// With what was known by then.
    pub as_known_at: Option<Moment>,
    /// The child's status.
    pub status: Status,
    /// What follows under each edition of each protocol.
    pub owed: Vec<Owed<'a>>,
    /// How many events were erased, and by what authority.
    pub erased: Vec<String>,
}

/// A protocol that a journey names and that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchAuthority {
    /// As written.
    pub name: String,
    /// Those that are there.
    pub known: Vec<String>,
}

/// Whether the protocols that a journey names are there.
pub fn check_authorities(under: &Under, protocols: &Protocols) -> Result<(), NoSuchAuthority> {
    for name in std::iter::once(&under.home).chain(&under.host) {
        if !protocols.authorities.contains_key(name) {
            let known = protocols.authorities.keys().cloned().collect();
            return Err(NoSuchAuthority { name: name.clone(), known });
        }
    }
    Ok(())
}

/// The protocols made ready to be asked of any number of children.
#[derive(Debug)]
pub struct Engine<'p> {
    protocols: &'p Protocols,
    agreed: Agreed,
    authorities: BTreeMap<&'p str, Vec<Prepared<'p>>>,
    statute: Option<Prepared<'p>>,
    same: Same<'p>,
}

impl<'p> Engine<'p> {
    /// Makes the protocols ready.
    pub fn new(protocols: &'p Protocols) -> Engine<'p> {
        let ready = |p: &'p Protocol| Prepared::new(p, &protocols.vocabulary);
        let mut authorities: BTreeMap<&str, Vec<Prepared<'p>>> = protocols
            .authorities
            .iter()
            .map(|(name, list)| (name.as_str(), list.iter().map(ready).collect()))
            .collect();
        let mut statute = protocols.statute.as_ref().map(ready);
        let same = Same::new(authorities.values().flatten().chain(&statute).map(|one| one.protocol));
        for one in authorities.values_mut().flatten().chain(&mut statute) {
            for (outline, clause) in one.clauses.iter_mut().zip(&one.protocol.clauses) {
                outline.same = same.number(&clause.id);
            }
        }
        Engine { protocols, agreed: Agreed::new(&protocols.vocabulary), authorities, statute, same }
    }

    /// Derives everything that follows from a timeline.
    pub fn answer<'a>(&'a self, under: &Under, timeline: &'a Timeline, as_known_at: Option<Moment>) -> Answer<'a> {
        let vocabulary = &self.protocols.vocabulary;
        let mut owed: Vec<Owed<'a>> = Vec::new();
        for (name, side) in std::iter::once((&under.home, Side::Home)).chain(under.host.iter().map(|h| (h, Side::Host)))
        {
            let editions = self.editions(name);
            // The settings that tell a story (office hours, own courts) are those of the latest edition.
            let Some((latest, _)) = editions.last() else { continue };
            let story = Rc::new(tell(timeline, latest.protocol, vocabulary, &self.agreed));
            let mut before = Before::new();
            for (edition, within) in editions {
                if let Some(last) = owed.last().filter(|o| o.side == side) {
                    remember(&mut before, last);
                }
                owed.push(derive(
                    edition,
                    (side, within, &before),
                    timeline,
                    Rc::clone(&story),
                    vocabulary,
                    &self.agreed,
                ));
            }
        }
        if let (Some(statute), Some(home)) = (&self.statute, owed.first()) {
            let story = Rc::clone(&home.story);
            owed.push(derive(
                statute,
                (Side::Floor, (None, None), &Before::new()),
                timeline,
                story,
                vocabulary,
                &self.agreed,
            ));
        }
        name_sooner(&mut owed, &self.same);
        let story = owed.first().map(|o| &o.story);
        let status = story.map_or_else(|| nobody(timeline), |story| status(story, under, self.protocols));
        Answer {
            protocols: self.protocols,
            under: under.clone(),
            child: &timeline.child,
            agreed: &self.agreed,
            as_at: timeline.as_at,
            as_known_at,
            status,
            owed,
            erased: timeline.erased.clone(),
        }
    }

    /// The editions of an authority's protocol, each with the days whose triggers it judges.
    fn editions(&self, name: &str) -> Vec<(&Prepared<'p>, Within)> {
        let Some(editions) = self.authorities.get(name) else { return Vec::new() };
        let begins = |n: usize| editions.get(n).and_then(|e| e.protocol.in_force.from);
        let within = |n: usize| (if n == 0 { None } else { begins(n) }, begins(n + 1));
        editions.iter().enumerate().map(|(n, edition)| (edition, within(n))).collect()
    }
}

fn status(story: &Story<'_>, under: &Under, protocols: &Protocols) -> Status {
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
fn nobody(timeline: &Timeline) -> Status {
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

impl<'a> Answer<'a> {
    /// Every duty with the protocol it is owed under, ordered by due date (undated last), clause and occurrence.
    pub fn duties(&self) -> Vec<(&Owed<'a>, &Duty)> {
        let mut list: Vec<(&Owed<'a>, &Duty)> =
            self.owed.iter().flat_map(|o| o.duties.iter().map(move |d| (o, d))).collect();
        list.sort_by(|(ao, a), (bo, b)| {
            let due = |d: &Duty| (d.due.is_none(), d.due.map(|due| due.at));
            due(a)
                .cmp(&due(b))
                .then_with(|| id(ao, a.clause).cmp(id(bo, b.clause)))
                .then(a.occurrence.cmp(&b.occurrence))
                .then(ao.side.cmp(&bo.side))
        });
        list
    }

    /// Every finding with its protocol, ordered by clause and trigger.
    pub fn findings(&self) -> Vec<(&Owed<'a>, &Finding)> {
        let mut list: Vec<(&Owed<'a>, &Finding)> =
            self.owed.iter().flat_map(|o| o.findings.iter().map(move |f| (o, f))).collect();
        list.sort_by(|(ao, a), (bo, b)| {
            id(ao, a.clause)
                .cmp(id(bo, b.clause))
                .then(a.set_off.entry.cmp(&b.set_off.entry))
                .then(ao.side.cmp(&bo.side))
        });
        list
    }
}

fn id<'o>(owed: &Owed<'o>, clause: usize) -> &'o str {
    owed.protocol.clauses.get(clause).map_or("", |c| c.id.as_str())
}
