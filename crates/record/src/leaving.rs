//! What becomes of the children of somebody who leaves? Their part in each ends with them, so that whoever comes back finds nothing open of what
//! was; the team keeps the child, and whoever leads it sees that nobody has it by name (safety R6, R45).
//!
//! In come changes of the people and teams that were let in, and the clock, which takes up what could not be written then; out go lines in the
//! logs of the children concerned, in the program's own name. Who is named in a restricted record is never decided here, only who is no longer:
//! a senior manager may have been left out of it on purpose (R7). Where none who is named is here any longer, one is named at the machine
//! itself ([`Naming`]), on somebody's word and with the reason.

use std::collections::BTreeSet;

use gate::{Admitted, Kind, Pass, Person, Standing, Ties};

use crate::append::{AppendError, Write};
use crate::child::{About, Child};
use crate::entry::{Entry, Place};
use crate::involvement;
use crate::record::{Record, RecordError};
use crate::staff::Staff;
use crate::store::{Query, Value};

/// In whose name it is written.
const BY: &str = "program:staff";
/// How often a child is tried of whom others write just now.
const TRIES: usize = 20;

/// That a senior manager is to be named in a restricted record, which nobody could lift otherwise.
#[derive(Debug, Clone)]
pub struct Naming {
    /// The child's record.
    pub child: String,
    /// The senior manager.
    pub person: String,
    /// On whose word, and why: it stands in the log and on the page.
    pub reason: String,
}

/// How many people one question names: it has sixteen places, and one is the authority's.
const PLACES: usize = 15;

impl Record {
    /// Takes up what is left to do for whoever has left, or is no senior manager any longer: what could not be written at the time, and what was
    /// before there was such a rule. Says of how many children something was written; there is nothing to do as a rule. The pass is for the
    /// installation.
    pub async fn take_up_who_left(&self, pass: &Pass, now: i64) -> Result<usize, AppendError> {
        if pass.action().kind() != Kind::Installation {
            return Err(RecordError::NotFound.into());
        }
        let mut done = Ok(0);
        for authority in self.authorities().await? {
            done = also(done, self.settle(&authority, now).await);
        }
        done
    }

    /// The same for the people of one authority.
    pub(crate) async fn settle(&self, authority: &str, now: i64) -> Result<usize, AppendError> {
        let staff = self.staff(authority).await?;
        let restricted = self.restricted().await?;
        let named: BTreeSet<&str> = restricted.iter().flat_map(|ties| &ties.named).map(String::as_str).collect();
        let left: Vec<&Person> = staff.people.iter().filter(|person| !person.active).collect();
        let allocated = self.have_children(authority, &left).await?;
        let mut done = Ok(0);
        for person in left {
            if !allocated.contains(&person.id) && !named.contains(person.id.as_str()) {
                continue;
            }
            // They may have come back while others were let go.
            let staff = self.staff(authority).await?;
            if staff.person(&person.id).is_some_and(|person| !person.active) {
                done = also(done, self.let_go(person, &staff, now).await);
            }
        }
        let may_have_been = |p: &Person| p.active && p.standing != Standing::Head && named.contains(p.id.as_str());
        if staff.people.iter().any(may_have_been) {
            done = also(done, self.step_down(&staff, &restricted, now).await);
        }
        done
    }

    /// Ends the part of somebody who has left, in every child. Says of how many something was written.
    pub(crate) async fn let_go(&self, person: &Person, staff: &Staff, now: i64) -> Result<usize, AppendError> {
        const THEIRS: &str = "SELECT child FROM child WHERE child IN (SELECT child FROM involvement WHERE person = $1) \
                              OR ties LIKE $2 ORDER BY child";
        let named = format!("%\"{}\"%", person.id);
        let follows = |child: &Child| {
            let mut entries = gone(child, person, staff);
            entries.extend(unnamed(child, |id| id == person.id));
            Ok(entries)
        };
        let mut done = Ok(0);
        // One child that cannot be written now holds up none of the others; the clock takes up what is left.
        for row in self.store.read(THEIRS, [person.id.as_str().into(), named.into()]).await? {
            done = also(done, self.follow(row.text(0), now, &follows).await);
        }
        done
    }

    /// Ends the naming of those who were named as senior managers and are none any longer. Whoever is named after that, in their new post, stays.
    async fn step_down(&self, staff: &Staff, restricted: &[Ties], now: i64) -> Result<usize, AppendError> {
        let since = &staff.no_longer_heads;
        let follows = |child: &Child| {
            let named_before = |id: &str| since.get(id).is_some_and(|since| decided(child) <= *since);
            Ok(unnamed(child, named_before).into_iter().collect())
        };
        let mut done = Ok(0);
        for ties in restricted.iter().filter(|ties| ties.named.iter().any(|id| since.contains_key(id))) {
            done = also(done, self.follow(&ties.child, now, &follows).await);
        }
        done
    }

    /// Who works with the children whose records are restricted, and who is named: these are few, and found by an index.
    async fn restricted(&self) -> Result<Vec<Ties>, RecordError> {
        const RESTRICTED: &str = "SELECT child, authority, host, ties, '' FROM child \
                                  WHERE ties NOT LIKE '%\"restricted\":null%' AND child > '' ORDER BY child";
        let rows = self.store.read(RESTRICTED, []).await?;
        // What cannot be read cannot be opened either.
        Ok(rows.iter().filter_map(|row| involvement::read(row).ok()).collect())
    }

    /// Those of the people who work with a child by name.
    async fn have_children(&self, authority: &str, people: &[&Person]) -> Result<BTreeSet<String>, RecordError> {
        const HAVE: &str = "SELECT DISTINCT person FROM involvement WHERE person IN \
                            ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) AND authority = $16";
        let asked = |some: &[&Person]| -> Query {
            // An id that nobody has fills the rest up: an empty one would find every team.
            let ids = some.iter().map(|person| person.id.as_str()).chain(std::iter::repeat("-")).take(PLACES);
            (HAVE, ids.chain([authority]).map(Value::from).collect())
        };
        let rows = self.store.read_all(people.chunks(PLACES).map(asked).collect()).await?;
        Ok(rows.iter().flatten().map(|row| row.text(0).to_owned()).collect())
    }

    /// Names a senior manager in a restricted record in which none is named who is here.
    pub async fn name_in(&self, naming: Admitted<Naming>, now: i64) -> Result<(), AppendError> {
        let (_, naming) = naming.into_parts();
        if self.child_of(&naming.child).await?.is_none() {
            return Err(AppendError::Refused(format!("there is no record `{}`", naming.child)));
        }
        let heads = self.heads().await?;
        let follows = |child: &Child| named(child, &naming, &heads).map(|entry| vec![entry]);
        self.follow(&naming.child, now, &follows).await.map(|_| ())
    }

    /// The senior managers of every authority who are here: of a child placed elsewhere, one of that place may be named.
    async fn heads(&self) -> Result<Vec<Person>, AppendError> {
        let mut heads: Vec<Person> = Vec::new();
        for authority in self.authorities().await? {
            let staff = self.staff(&authority).await?;
            heads.extend(staff.people.iter().filter(|p| p.active && p.standing == Standing::Head).cloned());
        }
        Ok(heads)
    }

    /// Writes what follows for a child: 1, or 0 where nothing does.
    async fn follow(
        &self,
        id: &str,
        now: i64,
        follows: impl Fn(&Child) -> Result<Vec<Entry>, AppendError>,
    ) -> Result<usize, AppendError> {
        let mut seen = 0;
        for _ in 0..TRIES {
            let child = match self.child_of(id).await {
                Ok(Some(child)) => child,
                // What cannot be read cannot be opened either, and holds up nobody's leaving.
                Ok(None) | Err(RecordError::Broken(_)) => return Ok(0),
                Err(error) => return Err(error.into()),
            };
            let entries = follows(&child)?;
            if entries.is_empty() {
                return Ok(0);
            }
            seen = child.version;
            let write =
                Write { child: id.to_owned(), based_on: seen, key: format!("staff-change:{id}:{seen}"), entries };
            match self.keep(BY, write, now).await {
                // Two who left at once lead to two writes under one key: the later is made again on top of the first.
                Err(AppendError::Conflict(_) | AppendError::KeyReused) => {}
                result => return result.map(|_| 1),
            }
        }
        Err(AppendError::Conflict(seen))
    }
}

/// How much was done, or the first thing that went wrong: what comes after it is done all the same.
fn also(done: Result<usize, AppendError>, more: Result<usize, AppendError>) -> Result<usize, AppendError> {
    done.and_then(|done| more.map(|more| done + more))
}

/// What ends for a child: the person's part, in whose place their team stands.
fn gone(child: &Child, person: &Person, staff: &Staff) -> Vec<Entry> {
    let is_theirs = |place: &&Place| place.person == person.id && place.authority == person.authority;
    let mut entries: Vec<Entry> = Vec::new();
    for place in child.involved.iter().filter(is_theirs) {
        entries.push(Entry::Uninvolved(place.clone()));
        let is_here = |id: &str| id != person.id && staff.person(id).is_none_or(|other| other.active);
        let beside = |other: &&Place| {
            other.service == place.service && other.authority == place.authority && is_here(&other.person)
        };
        let team = if place.team.is_empty() && !child.involved.iter().any(|other| beside(&other)) {
            team_for(person, staff).unwrap_or_default()
        } else {
            place.team.clone()
        };
        let stays = Place { team, person: String::new(), role: String::new(), ..place.clone() };
        let is_there = child.involved.contains(&stays) || entries.contains(&Entry::Involved(stays.clone()));
        if !stays.team.is_empty() && !is_there {
            entries.push(Entry::Involved(stays));
        }
    }
    entries
}

/// The team for a child whom somebody worked with in no team's name: one of theirs that has children of its own, before one that stands in for
/// others; else whichever stands in for their service.
fn team_for(person: &Person, staff: &Staff) -> Option<String> {
    let covers = |id: &&String| staff.team(id).is_some_and(|team| team.covers);
    let all = || person.teams.iter().chain(&person.leads);
    let stands_in =
        || staff.teams.iter().find(|team| team.covers && team.service == person.service).map(|team| &team.id);
    all().find(|id| !covers(id)).or_else(|| all().next()).or_else(stands_in).cloned()
}

/// The restriction without the names of those who go; why it was made stays.
fn unnamed(child: &Child, goes: impl Fn(&str) -> bool) -> Option<Entry> {
    let (rest, gone): (Vec<_>, Vec<_>) = child.restricted.iter().flatten().cloned().partition(|id| !goes(id));
    (!gone.is_empty()).then(|| Entry::Restricted { people: Some(rest), reason: child.restricted_why.clone() })
}

/// When somebody last decided who is named: what the program wrote because others left, or one of them was named, decides of nobody else.
fn decided(child: &Child) -> i64 {
    let by_somebody = child.besides.iter().rev().filter(|one| one.about == About::Restricted && one.person != BY);
    by_somebody.map(|one| one.recorded).next().unwrap_or(0)
}

/// The restriction with one senior manager more.
fn named(child: &Child, naming: &Naming, heads: &[Person]) -> Result<Entry, AppendError> {
    let refuse = |why: String| Err(AppendError::Refused(why));
    let Some(people) = &child.restricted else {
        return refuse(format!("record {} is not restricted", naming.child));
    };
    let is_of = |head: &Person| {
        head.authority == child.details.authority || child.details.host.as_deref() == Some(head.authority.as_str())
    };
    let mut here = heads.iter().filter(|head| is_of(head));
    if let Some(head) = here.clone().find(|head| people.contains(&head.id)) {
        return refuse(format!("{} is named in it and is here: they decide who else is", head.name));
    }
    if here.all(|head| head.id != naming.person) {
        let names: Vec<String> =
            heads.iter().filter(|h| is_of(h)).map(|h| format!("{} (`{}`)", h.name, h.id)).collect();
        let help = if names.is_empty() {
            "none is: add one first".to_owned()
        } else {
            format!("who is: {}", names.join(", "))
        };
        let who = &naming.person;
        return refuse(format!("`{who}` is no senior manager of the child's authority who is here\n    help: {help}"));
    }
    if naming.reason.trim().is_empty() {
        return refuse("a reason is needed: on whose word, and why".to_owned());
    }
    let people = people.iter().chain(std::iter::once(&naming.person)).cloned().collect();
    Ok(Entry::Restricted { people: Some(people), reason: naming.reason.trim().to_owned() })
}
