//! Who of our people is meant by the worker whom a system names?
//!
//! By e-mail address, else by the whole name where only one person has it, else the team of that name; where nothing fits, the team that stands in
//! for the service has the child, so that somebody does.

use calendar::Day;
use feeds::events::Whose;
use feeds::{Listed, Worker};
use gate::{Person, Service, Standing, Team};
use matching::letters::joined;
use record::{About, Child, Entry, Place, Staff};

use super::Both;
use crate::guards::answers_for;

/// Who works with a child whose record begins.
pub fn places(both: Both<'_>, staff: &Staff, authority: &str, today: Day) -> Vec<Place> {
    both.each().flat_map(|(whose, listed)| of(whose, listed, staff, authority, today)).collect()
}

/// What changes in who works with a child whose record goes on. Where nobody of a service does, whoever its system names; where a system names others
/// than those whom it named before, these. Whom people have put there stays, and whom they have taken away stays away. Who works with a restricted child is for people alone.
pub fn changes(child: &Child, both: Both<'_>, staff: &Staff, authority: &str, today: Day) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (whose, listed) in both.each().filter(|(_, listed)| listed.is_open_on(today)) {
        let is_own = |place: &&Place| place.service == whose.word() && place.authority == authority;
        let own: Vec<&Place> = child.involved.iter().filter(is_own).collect();
        if own.is_empty() {
            entries.extend(of(whose, listed, staff, authority, today).into_iter().map(Entry::Involved));
            continue;
        }
        let is_by_people = |place: &Place| last_said(child, place).is_some_and(|by| !by.starts_with(PROGRAM));
        let named = named(whose, listed, staff, authority, today);
        let mut gone: Vec<&Place> =
            own.iter().copied().filter(|place| !is_by_people(place) && !named.contains(place)).collect();
        let new: Vec<&Place> = named.iter().filter(|place| !own.contains(place) && !is_by_people(place)).collect();
        // Whoever is named and not known here takes nobody's place; nor does a team take a person's.
        if new.iter().all(|place| place.person.is_empty()) {
            gone.retain(|place| place.person.is_empty());
        }
        // Where people have arranged it, the file adds nobody; and whoever comes next has to be there before somebody goes.
        let is_arranged = own.iter().all(|place| is_by_people(place));
        if is_arranged || child.restricted.is_some() || (new.is_empty() && gone.len() == own.len()) {
            continue;
        }
        entries.extend(new.into_iter().cloned().map(Entry::Involved));
        entries.extend(gone.into_iter().cloned().map(Entry::Uninvolved));
    }
    entries
}

/// How the names of the programs begin that write: what they wrote is nobody's word.
const PROGRAM: &str = "program:";

/// Who last said of a place that somebody works there with the child, or no longer does.
fn last_said<'c>(child: &'c Child, place: &Place) -> Option<&'c str> {
    let is_it = |about: &About| matches!(about, About::Involved(one) | About::Uninvolved(one) if one == place);
    child.besides.iter().rev().find(|said| is_it(&said.about)).map(|said| said.person.as_str())
}

/// To whom a restricted child's record is open before somebody has said: those who answer for the services whose systems mark the child so.
pub fn guardians(staff: &Staff, of: &[Whose]) -> Vec<String> {
    let service = |whose: &Whose| Service::of(whose.word());
    let answers = |person: &&Person| of.iter().any(|whose| answers_for(person, staff, service(whose)));
    staff.people.iter().filter(answers).map(|person| person.id.clone()).collect()
}

/// Whom a system names, else who stands in for the service.
fn of(whose: Whose, listed: &Listed, staff: &Staff, authority: &str, today: Day) -> Vec<Place> {
    let mut places = named(whose, listed, staff, authority, today);
    if places.is_empty() {
        let service = of_service(whose).0;
        let stands_in = staff.teams.iter().find(|team| team.service == service && team.covers);
        let any = || staff.teams.iter().find(|team| team.service == service);
        places.extend(stands_in.or_else(any).map(|team| Place {
            service: service.word().to_owned(),
            authority: authority.to_owned(),
            team: team.id.clone(),
            person: String::new(),
            role: String::new(),
        }));
    }
    places
}

/// The service, and the role in which its people work with a child.
const fn of_service(whose: Whose) -> (Service, &'static str) {
    match whose {
        Whose::Yjs => (Service::Yjs, "yjs-case-manager"),
        Whose::Csc => (Service::Csc, "social-worker"),
    }
}

/// Whom a system names, of those who work here.
fn named(whose: Whose, listed: &Listed, staff: &Staff, authority: &str, today: Day) -> Vec<Place> {
    let (service, role) = of_service(whose);
    let now = |worker: &&Worker| worker.until.is_none_or(|until| until.0 > today);
    let mut places: Vec<Place> = Vec::new();
    for worker in listed.workers.iter().filter(now) {
        let person = person(worker, service, staff);
        let team = team(worker, service, staff).or_else(|| person.and_then(|p| staff.team(p.teams.first()?)));
        if person.is_some() || team.is_some() {
            let is_case_worker = person.is_some_and(|p| p.standing == Standing::Practitioner);
            places.push(Place {
                service: service.word().to_owned(),
                authority: authority.to_owned(),
                team: team.map(|team| team.id.clone()).unwrap_or_default(),
                person: person.map(|person| person.id.clone()).unwrap_or_default(),
                role: if is_case_worker { role.to_owned() } else { String::new() },
            });
        }
    }
    places.dedup();
    places
}

fn person<'s>(worker: &Worker, service: Service, staff: &'s Staff) -> Option<&'s Person> {
    if worker.person.is_empty() {
        return None;
    }
    let mut own = staff.people.iter().filter(|person| person.active && person.service == service);
    if worker.person.contains('@') {
        return own.find(|person| person.email.eq_ignore_ascii_case(&worker.person));
    }
    let of_name: Vec<&Person> = own.filter(|person| joined(&person.name) == joined(&worker.person)).collect();
    if let [only] = of_name.as_slice() { Some(only) } else { None }
}

fn team<'s>(worker: &Worker, service: Service, staff: &'s Staff) -> Option<&'s Team> {
    let own = staff.teams.iter().filter(|team| team.service == service);
    own.filter(|_| !worker.team.is_empty()).find(|team| joined(&team.name) == joined(&worker.team))
}
