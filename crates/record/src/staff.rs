//! The people and teams of an authority: a log of their own, folded into a list that is held in memory.
//!
//! Whoever asks after a person gets them as they are now, on every node: the version of the log is asked for each time (safety R6).

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use gate::{Admitted, Pass, Person, Service, Standing, Team};

use crate::accounts::{Account, TAKEN, given, leaves};
use crate::append::{AppendError, key};
use crate::chain::End;
use crate::entry::StaffEntry;
use crate::involvement;
use crate::record::{Record, RecordError};
use crate::store::{Statement, StoreError, WriteError};

/// The people and teams of one authority, as they are now.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    /// How many lines their log has: what a change is based on.
    pub version: u64,
    end: End,
    /// The people, those who left included.
    pub people: Vec<Person>,
    /// The teams.
    pub teams: Vec<Team>,
    /// Those who were senior managers and are none now, with when that ended.
    pub(crate) no_longer_heads: BTreeMap<String, i64>,
    index: Index,
}

/// Where in the list people and teams stand, by what they are asked for by.
#[derive(Debug, Clone, Default)]
struct Index {
    people: BTreeMap<String, usize>,
    teams: BTreeMap<String, usize>,
    leads: BTreeMap<String, Vec<usize>>,
    roles: BTreeMap<String, Vec<usize>>,
    on_duty: Vec<usize>,
}

impl Index {
    fn of(people: &[Person], teams: &[Team]) -> Index {
        let mut index = Index::default();
        for (n, person) in people.iter().enumerate() {
            index.people.insert(person.id.clone(), n);
            for team in &person.leads {
                index.leads.entry(team.clone()).or_default().push(n);
            }
            for role in &person.roles {
                index.roles.entry(role.clone()).or_default().push(n);
            }
        }
        index.teams.extend(teams.iter().enumerate().map(|(n, team)| (team.id.clone(), n)));
        let covers = |id: &String| index.teams.get(id).and_then(|n| teams.get(*n)).is_some_and(|team| team.covers);
        let on_duty = |person: &Person| person.standing == Standing::Duty && person.teams.iter().any(covers);
        index.on_duty = people.iter().enumerate().filter(|(_, person)| on_duty(person)).map(|(n, _)| n).collect();
        index
    }
}

impl Staff {
    /// The person of this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.get(*self.index.people.get(id)?)
    }

    /// Those who lead a team.
    pub fn leads(&self, team: &str) -> impl Iterator<Item = &Person> {
        self.all_of(self.index.leads.get(team))
    }

    /// Those who fill a role.
    pub fn fill(&self, role: &str) -> impl Iterator<Item = &Person> {
        self.all_of(self.index.roles.get(role))
    }

    /// The duty workers of the teams that stand in.
    pub fn on_duty(&self) -> impl Iterator<Item = &Person> {
        self.all_of(Some(&self.index.on_duty))
    }

    fn all_of(&self, places: Option<&Vec<usize>>) -> impl Iterator<Item = &Person> {
        places.map_or(&[][..], Vec::as_slice).iter().filter_map(|n| self.people.get(*n))
    }

    /// The team of this id.
    pub fn team(&self, id: &str) -> Option<&Team> {
        self.teams.get(*self.index.teams.get(id)?)
    }

    fn add(&mut self, authority: &str, entry: StaffEntry, recorded: i64) {
        match entry {
            // It says nothing of who they are; it stays on record all the same.
            StaffEntry::LetIn { .. } => {}
            StaffEntry::Team { id, name, service, covers, telephone } => {
                let Some(service) = Service::of(&service) else { return };
                self.teams.retain(|t| t.id != id);
                self.teams.push(Team { id, name, authority: authority.to_owned(), service, covers, telephone });
            }
            StaffEntry::Person { id, name, service, standing, roles, teams, leads, telephone, email, active } => {
                let (Some(service), Some(standing)) = (Service::of(&service), Standing::of(&standing)) else { return };
                let was_head = self.people.iter().any(|p| p.id == id && p.standing == Standing::Head);
                if standing == Standing::Head {
                    self.no_longer_heads.remove(&id);
                } else if was_head {
                    self.no_longer_heads.insert(id.clone(), recorded);
                }
                self.people.retain(|p| p.id != id);
                let authority = authority.to_owned();
                let person =
                    Person { id, name, authority, service, standing, roles, teams, leads, telephone, email, active };
                self.people.push(person);
            }
        }
    }
}

/// That changes of the people and teams were kept.
#[derive(Debug)]
pub struct StaffKept {
    /// The version it led to.
    pub version: u64,
    /// Of how many children something was written because somebody left, or is no senior manager any longer; or why it could not be written of
    /// all: they have left all the same, and the clock takes up the rest ([`Record::take_up_who_left`]). Whoever keeps it says so.
    pub given_back: Result<usize, AppendError>,
}

/// A change among the people and teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffChange {
    /// Who changed it.
    pub by: String,
    /// What stood there before; nothing where it is new.
    pub before: Option<StaffEntry>,
    /// What stands there now.
    pub entry: StaffEntry,
}

/// What a line is about: lines about the same follow each other.
fn about(entry: &StaffEntry) -> (u8, String) {
    match entry {
        StaffEntry::Team { id, .. } => (0, id.clone()),
        StaffEntry::Person { id, .. } => (1, id.clone()),
        StaffEntry::LetIn { person, .. } => (2, person.clone()),
    }
}

/// Words that this program knows: what it does not know it does not keep.
fn check(entry: &StaffEntry) -> Result<(), AppendError> {
    let refuse = |what: &str, word: &str| Err(AppendError::Refused(format!("`{word}` is no {what}")));
    match entry {
        StaffEntry::Team { service, .. } if Service::of(service).is_none() => refuse("service", service),
        StaffEntry::Person { service, .. } if Service::of(service).is_none() => refuse("service", service),
        StaffEntry::Person { standing, .. } if Standing::of(standing).is_none_or(|s| s == Standing::Program) => {
            refuse("standing", standing)
        }
        _ => Ok(()),
    }
}

/// The people of whom entries say something new, as they were; `how` is asked as they were and whether they are to work here.
fn changed<'a>(
    before: &'a Staff,
    entries: &'a [StaffEntry],
    how: impl Fn(&Person, bool) -> bool + 'a,
) -> impl Iterator<Item = &'a Person> {
    entries.iter().filter_map(move |entry| match entry {
        StaffEntry::Person { id, active, .. } => before.person(id).filter(|was| how(was, *active)),
        _ => None,
    })
}

fn stream(authority: &str) -> String {
    format!("staff:{authority}")
}

impl Record {
    /// The people and teams of an authority. Who works where is no secret among colleagues, and the gate needs it.
    pub async fn staff(&self, authority: &str) -> Result<Arc<Staff>, RecordError> {
        let last =
            self.store.first("SELECT MAX(version) FROM log WHERE stream = $1", [stream(authority).into()]).await?;
        self.staff_from(authority, last.map_or(0, |row| row.int(0)) as u64).await
    }

    /// The people and teams of an authority, of whose log so many lines are known to be there.
    pub(crate) async fn staff_from(&self, authority: &str, version: u64) -> Result<Arc<Staff>, RecordError> {
        let held = self.staff.read().unwrap_or_else(PoisonError::into_inner).get(authority).cloned();
        if let Some(held) = held.filter(|held| held.version >= version) {
            return Ok(held);
        }
        let mut staff = Staff::default();
        for row in self.log(&stream(authority)).await? {
            let entry = serde_json::from_str(row.text(3))
                .map_err(|e| RecordError::Broken(format!("staff of {authority}, line {}: {e}", row.int(0))))?;
            staff.end = End::at(&row);
            staff.add(authority, entry, staff.end.recorded);
        }
        staff.version = staff.end.version;
        staff.index = Index::of(&staff.people, &staff.teams);
        let staff = Arc::new(staff);
        self.staff.write().unwrap_or_else(PoisonError::into_inner).insert(authority.to_owned(), Arc::clone(&staff));
        Ok(staff)
    }

    /// Keeps changes of the people and teams of the authority of whom the pass speaks, on top of the version seen, and gives back to their teams
    /// what children those who left by it still had.
    pub async fn keep_staff(
        &self,
        admitted: Admitted<Vec<StaffEntry>>,
        based_on: u64,
        now: i64,
    ) -> Result<StaffKept, AppendError> {
        let (pass, entries) = admitted.into_parts();
        let version = self.keep_with(&pass, entries, based_on, now, Vec::new()).await?;
        Ok(StaffKept { version, given_back: self.settle(pass.authority(), now).await })
    }

    /// Gives a person an account, in place of the one they had, and writes down that it was given: both or neither.
    pub async fn let_in(&self, admitted: Admitted<Account>, based_on: u64, now: i64) -> Result<u64, AppendError> {
        let (pass, account) = admitted.into_parts();
        let entry = StaffEntry::LetIn { person: account.person.clone(), sign_in: account.sign_in.clone() };
        let given = given(&account, pass.authority(), now);
        match self.keep_with(&pass, vec![entry], based_on, now, given).await {
            // Nobody has written of the people and teams: it is the name that was taken a moment ago.
            Err(AppendError::Conflict(version)) if version == based_on => Err(AppendError::Refused(TAKEN.into())),
            result => result,
        }
    }

    pub(crate) async fn keep_with(
        &self,
        pass: &Pass,
        entries: Vec<StaffEntry>,
        based_on: u64,
        now: i64,
        mut statements: Vec<Statement>,
    ) -> Result<u64, AppendError> {
        let stream = stream(pass.authority());
        let before = self.staff(pass.authority()).await?;
        if before.version != based_on {
            return Err(AppendError::Conflict(before.version));
        }
        if entries.is_empty() {
            return Ok(based_on);
        }
        // Whoever comes back begins anew, also where their leaving was cut short.
        for back in changed(&before, &entries, |was, is| !was.active && is) {
            self.let_go(back, &before, now).await?;
        }
        let mut end = before.end;
        for entry in &entries {
            check(entry)?;
            if let StaffEntry::Person { id, active: false, .. } = entry {
                statements.extend(leaves(id, now));
            }
            let payload = serde_json::to_string(entry).map_err(|e| AppendError::Refused(e.to_string()))?;
            let (line, after) = end
                .add(&stream, &pass.person().id, &payload, now)
                .map_err(|e| AppendError::Refused(format!("no random bytes: {e}")))?;
            statements.push(line);
            end = after;
        }
        let version = end.version;
        // So that lines missing at the end are missed.
        statements.push(key(&format!("{stream}:{version}"), &stream, end.chain.to_vec(), version));
        match self.store.write(statements).await {
            Ok(()) => {}
            Err(WriteError::Stopped(_)) => {
                return Err(AppendError::Conflict(self.staff(pass.authority()).await?.version));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(version)
    }

    /// What has been changed among the people and teams since a version: who did it, and what stood there before, where something did.
    pub async fn staff_since(&self, pass: &Pass, version: u64) -> Result<Vec<StaffChange>, RecordError> {
        let authority = pass.authority();
        let mut latest: BTreeMap<(u8, String), StaffEntry> = BTreeMap::new();
        let mut changes = Vec::new();
        for row in self.log(&stream(authority)).await? {
            let entry: StaffEntry = serde_json::from_str(row.text(3))
                .map_err(|e| RecordError::Broken(format!("staff of {authority}, line {}: {e}", row.int(0))))?;
            let before = latest.insert(about(&entry), entry.clone());
            if row.int(0) as u64 > version {
                changes.push(StaffChange { by: row.text(2).to_owned(), before, entry });
            }
        }
        Ok(changes)
    }

    /// With how many children a person works by name, for each team with which those are; an empty team stands for none. Restricted records are
    /// in no count (safety R7).
    pub async fn allocated(&self, pass: &Pass, person: &str) -> Result<BTreeMap<String, usize>, RecordError> {
        const WITH: &str = "SELECT c.child, c.authority, c.host, c.ties, '' FROM child c \
                            WHERE c.child IN (SELECT child FROM involvement WHERE person = $1 AND authority = $2)";
        let mut counts = BTreeMap::new();
        for row in self.store.read(WITH, [person.into(), pass.authority().into()]).await? {
            let ties = involvement::read(&row)?;
            if ties.restricted {
                continue;
            }
            let own = ties.involved.iter().filter(|i| i.person == person);
            // A team may also stand beside the person, in a line of its own.
            let service = own.clone().map(|i| i.service).next();
            let teams = own.chain(ties.involved.iter().filter(|i| Some(i.service) == service && i.person.is_empty()));
            let team = teams.map(|i| i.team.clone()).find(|team| !team.is_empty()).unwrap_or_default();
            *counts.entry(team).or_insert(0) += 1;
        }
        Ok(counts)
    }

    /// Every authority that has people here.
    pub async fn authorities(&self) -> Result<Vec<String>, StoreError> {
        const STREAMS: &str =
            "SELECT DISTINCT stream FROM log WHERE stream >= 'staff:' AND stream < 'staff;' ORDER BY stream";
        let rows = self.store.read(STREAMS, []).await?;
        Ok(rows.iter().filter_map(|row| row.text(0).strip_prefix("staff:").map(str::to_owned)).collect())
    }
}
