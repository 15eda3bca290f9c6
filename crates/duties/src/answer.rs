//! The whole answer for one child: status, duties and findings under the home protocol, the host protocol and the floor.
//!
//! The door of this crate: a journey's timeline and the protocols go in, an [`Answer`] comes out, ordered as the contract has it.

mod status;

use std::collections::BTreeMap;
use std::rc::Rc;

use calendar::Moment;
use journey::{Child, Timeline, Under};
use protocol::{Protocol, Protocols};

use crate::agreed::Agreed;
use crate::derive::{Before, Owed, Within, derive, remember};
use crate::duty::{Duty, Finding, Side};
use crate::prepared::Prepared;
use crate::sooner::{Same, name_sooner};
use crate::telling::tell;

pub use status::Status;

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
        let status = story.map_or_else(|| status::nobody(timeline), |story| status::of(story, under, self.protocols));
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
