//! Who of our people is meant by the worker whom a system names?
//!
//! By e-mail address, else by the whole name where only one person has it, else the team of that name; where nothing fits, the team that stands in
//! for the service has the child, so that somebody does.

use calendar::Day;
use feeds::events::Whose;
use feeds::{Listed, Worker};
use gate::{Person, Service, Standing, Team};
use matching::letters::joined;
use record::{Child, Place, Staff};

use super::Both;
use crate::guards::answers_for;

/// Who works with a child whose record begins.
pub fn places(both: Both<'_>, staff: &Staff, authority: &str, today: Day) -> Vec<Place> {
    both.each().flat_map(|(whose, listed)| of(whose, listed, staff, authority, today)).collect()
}

/// Who is to work with a child whose record goes on, and does not yet: only where nobody of that service does.
pub fn missing(child: &Child, both: Both<'_>, staff: &Staff, authority: &str, today: Day) -> Vec<Place> {
    let has =
        |whose: Whose| child.involved.iter().any(|place| place.service == whose.word() && place.authority == authority);
    let open = both.each().filter(|(whose, listed)| !has(*whose) && listed.is_open_on(today));
    open.flat_map(|(whose, listed)| of(whose, listed, staff, authority, today)).collect()
}

/// To whom a restricted child's record is open before somebody has said: those who answer for the services whose systems mark the child so.
pub fn guardians(staff: &Staff, of: &[Whose]) -> Vec<String> {
    let service = |whose: &Whose| Service::of(whose.word());
    let answers = |person: &&Person| of.iter().any(|whose| answers_for(person, staff, service(whose)));
    staff.people.iter().filter(answers).map(|person| person.id.clone()).collect()
}

fn of(whose: Whose, listed: &Listed, staff: &Staff, authority: &str, today: Day) -> Vec<Place> {
    let (service, role) = match whose {
        Whose::Yjs => (Service::Yjs, "yjs-case-manager"),
        Whose::Csc => (Service::Csc, "social-worker"),
    };
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
    if places.is_empty() {
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
