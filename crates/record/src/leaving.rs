//! What becomes of the children of somebody who leaves? Their part in each ends with them, so that whoever comes back finds nothing open of what
//! was; the team keeps the child, and whoever leads it sees that nobody has it by name (safety R6, R45).
//!
//! In come changes of the people and teams that were let in; out go lines in the logs of the children concerned, in the program's own name. A
//! restricted record whose last senior manager has gone is opened to the next ones, with the reason: nobody else could lift it (R7).

use gate::{Person, Service, Standing};

use crate::append::{AppendError, Write};
use crate::child::Child;
use crate::entry::{Entry, Place};
use crate::record::{Record, RecordError};
use crate::staff::Staff;
use crate::store::Value;

/// In whose name it is written.
const BY: &str = "program:staff";
/// How often a child is tried of whom others write just now.
const TRIES: usize = 20;

/// Why the next senior managers are named; and that there are none.
const NEXT: &str = "No senior manager who was named is one here any longer. The next ones are named in their place.";
const NONE: &str =
    "No senior manager who was named is one here any longer, and there is no other. The next one will be named.";

impl Record {
    /// Ends the part of somebody who has left, in every child.
    pub(crate) async fn let_go(&self, person: &Person, staff: &Staff, now: i64) -> Result<(), AppendError> {
        const THEIRS: &str = "SELECT child FROM child WHERE child IN (SELECT child FROM involvement WHERE person = $1) \
                              OR ties LIKE $2 ORDER BY child";
        let (named, heads) = (format!("%\"{}\"%", person.id), self.heads().await?);
        let follows = |child: &Child| {
            let mut entries = gone(child, person, staff);
            entries.extend(unnamed(child, person, &heads));
            entries
        };
        self.each(THEIRS, [person.id.as_str().into(), named.into()], now, follows).await
    }

    /// Hands on the restricted records in which somebody is named who is a senior manager no longer; or those that waited for the next one.
    pub(crate) async fn hand_on(&self, authority: &str, was: Option<&Person>, now: i64) -> Result<(), AppendError> {
        const RESTRICTED: &str =
            "SELECT child FROM child WHERE (authority = $1 OR host = $1) AND ties LIKE $2 ORDER BY child";
        let heads = self.heads().await?;
        let follows = |child: &Child| {
            let named = child.restricted.as_ref()?;
            // Only the record itself says why, when it finds that nobody is left.
            let waits = was.map_or(child.restricted_why == NONE, |was| named.contains(&was.id));
            waits.then(|| handed_on(child, authority, named.clone(), &heads)).flatten()
        };
        let values = [authority.into(), "%\"restricted\":[%".into()];
        self.each(RESTRICTED, values, now, |child| follows(child).into_iter().collect()).await
    }

    /// The senior managers of every authority: of a child placed elsewhere, one of that place may be named.
    async fn heads(&self) -> Result<Vec<Person>, AppendError> {
        let mut heads: Vec<Person> = Vec::new();
        for authority in self.authorities().await? {
            let staff = self.staff(&authority).await?;
            heads.extend(staff.people.iter().filter(|p| p.active && p.standing == Standing::Head).cloned());
        }
        Ok(heads)
    }

    /// Writes what follows for each child that a question finds.
    async fn each(
        &self,
        question: &'static str,
        values: [Value; 2],
        now: i64,
        follows: impl Fn(&Child) -> Vec<Entry>,
    ) -> Result<(), AppendError> {
        for row in self.store.read(question, values).await? {
            self.follow(row.text(0), now, &follows).await?;
        }
        Ok(())
    }

    async fn follow(&self, id: &str, now: i64, follows: impl Fn(&Child) -> Vec<Entry>) -> Result<(), AppendError> {
        let mut seen = 0;
        for _ in 0..TRIES {
            let child = match self.child_of(id).await {
                Ok(Some(child)) => child,
                // What cannot be read cannot be opened either, and holds up nobody's leaving.
                Ok(None) | Err(RecordError::Broken(_)) => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            let entries = follows(&child);
            if entries.is_empty() {
                return Ok(());
            }
            seen = child.version;
            let write =
                Write { child: id.to_owned(), based_on: seen, key: format!("staff-change:{id}:{seen}"), entries };
            match self.keep(BY, write, now).await {
                Err(AppendError::Conflict(_)) => {}
                result => return result.map(|_| ()),
            }
        }
        Err(AppendError::Conflict(seen))
    }
}

/// What ends for a child: the person's part, in whose place their team stands.
fn gone(child: &Child, person: &Person, staff: &Staff) -> Vec<Entry> {
    let is_theirs = |place: &&Place| place.person == person.id && place.authority == person.authority;
    let mut entries: Vec<Entry> = Vec::new();
    for place in child.involved.iter().filter(is_theirs) {
        entries.push(Entry::Uninvolved(place.clone()));
        let beside =
            |other: &&Place| other.service == place.service && other.authority == place.authority && *other != place;
        let team = if place.team.is_empty() && !child.involved.iter().any(|other| beside(&other)) {
            own_team(person, staff).unwrap_or_default()
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

/// The team of whoever worked with a child in no team's name: one that has children of its own before one that stands in for others.
fn own_team(person: &Person, staff: &Staff) -> Option<String> {
    let covers = |id: &&String| staff.team(id).is_some_and(|team| team.covers);
    let all = || person.teams.iter().chain(&person.leads);
    all().find(|id| !covers(id)).or_else(|| all().next()).cloned()
}

/// The restriction without the person's name; with the next senior managers', where theirs was the last of one.
fn unnamed(child: &Child, person: &Person, heads: &[Person]) -> Option<Entry> {
    let named = child.restricted.as_ref().filter(|named| named.contains(&person.id))?;
    let rest: Vec<String> = named.iter().filter(|id| **id != person.id).cloned().collect();
    if person.standing == Standing::Head
        && let Some(entry) = handed_on(child, &person.authority, rest.clone(), heads)
    {
        return Some(entry);
    }
    Some(Entry::Restricted { people: Some(rest), reason: format!("{} no longer works here.", person.name) })
}

/// The restriction with the next senior managers: those of the services that work with the child, else all. Nothing where one is named still, or
/// where there is still none.
fn handed_on(child: &Child, authority: &str, named: Vec<String>, heads: &[Person]) -> Option<Entry> {
    if heads.iter().any(|head| named.contains(&head.id)) {
        return None;
    }
    let works = |service: Service| match service {
        Service::Yjs => child.open_to_yjs,
        Service::Csc => child.open_to_csc,
        Service::Authority => false,
    };
    let own = || heads.iter().filter(|head| head.authority == authority);
    let near: Vec<&Person> = own().filter(|head| works(head.service)).collect();
    let next = if near.is_empty() { own().collect() } else { near };
    let reason = if next.is_empty() { NONE } else { NEXT }.to_owned();
    let people: Vec<String> = named.into_iter().chain(next.into_iter().map(|head| head.id.clone())).collect();
    let is_said = child.restricted_why == reason && child.restricted.as_ref() == Some(&people);
    (!is_said).then_some(Entry::Restricted { people: Some(people), reason })
}
