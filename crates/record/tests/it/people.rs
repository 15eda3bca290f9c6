//! Who writes and reads in these tests, with what passes, and what they write.

use gate::{Action, Admitted, Decision, Gate, On, Pass, Person, Relation, Request, Service, Standing, Ties};
use record::{AppendError, Appended, Details, Entry, Place, Record, Write};
use serde_json::{Value, json};
use std::sync::OnceLock;

use crate::place::book;

/// 22 November 2026, noon.
pub const NOW: i64 = 1_795_348_800_000;
/// Whose children these are.
pub const HOME: &str = "camden";

pub fn gate() -> &'static Gate {
    static GATE: OnceLock<Gate> = OnceLock::new();
    GATE.get_or_init(|| Gate::shipped(&book().protocols.vocabulary).unwrap())
}

pub fn person(id: &str, service: Service, standing: Standing) -> Person {
    let words = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect();
    Person {
        id: id.into(),
        name: id.into(),
        authority: HOME.into(),
        service,
        standing,
        roles: words(if service == Service::Csc { &["social-worker"] } else { &["yjs-case-manager"] }),
        teams: words(&["north"]),
        leads: if matches!(standing, Standing::Manager | Standing::Head) { words(&["north"]) } else { Vec::new() },
        telephone: String::new(),
        email: String::new(),
        active: true,
    }
}

pub fn amy() -> Person {
    person("amy", Service::Yjs, Standing::Practitioner)
}

pub fn ben() -> Person {
    person("ben", Service::Csc, Standing::Practitioner)
}

fn decide(person: &Person, action: Action, on: On<'_>, relations: &[Relation]) -> Pass {
    let asked = Request { person, action, on, relations: &relations.to_vec(), fresh: true, scopes: None, about: None };
    match gate().decide(&asked) {
        Decision::Permit(pass) => pass,
        Decision::Refuse(refused) => panic!("{} may not {}: {}", person.id, action.word(), refused.reason),
    }
}

/// A pass for a child with whom the person works.
pub fn pass(person: &Person, action: Action, child: &str) -> Pass {
    let ties = Ties {
        child: child.into(),
        authorities: vec![HOME.into()],
        open_to_yjs: true,
        open_to_csc: true,
        ..Ties::default()
    };
    decide(person, action, On::Child(&ties), &[Relation::Allocated, Relation::Team, Relation::Leads])
}

pub fn see(child: &str) -> Pass {
    pass(&amy(), Action::SeeChild, child)
}

pub fn own(person: &Person, action: Action) -> Pass {
    decide(person, action, On::Own, &[])
}

pub fn authority(person: &Person, action: Action) -> Pass {
    decide(person, action, On::Authority(&person.authority.clone()), &[])
}

pub fn team(person: &Person, team: &str) -> Pass {
    decide(person, Action::SeeTeam, On::Team { authority: HOME, team, service: person.service }, &[])
}

pub fn installation(action: Action) -> Pass {
    decide(&Person::program("test", HOME), action, On::Installation, &[])
}

pub fn upkeep() -> Pass {
    installation(Action::KeepInstallation)
}

pub fn remind() -> Pass {
    installation(Action::Remind)
}

/// Something that is no event, let in for a person of the administrators.
pub fn admit<E>(pass: &Pass, what: E) -> Admitted<E> {
    gate().admit_other(pass, what).unwrap()
}

/// A write, let in for somebody who may write that.
pub fn admitted(write: Write) -> Admitted<Write> {
    let child = write.child.clone();
    let manager = |s| person("mia", Service::Yjs, s);
    let (who, action) = match &write.entries[0] {
        Entry::Opened { .. } => return admit(&authority(&amy(), Action::StartRecord), write),
        Entry::Event { event } => {
            let name = event["event"].as_str().unwrap_or("duty-done");
            let vocabulary = &book().protocols.vocabulary;
            let id = vocabulary.event_id(name).or_else(|| vocabulary.event_id("duty-done")).unwrap();
            let who = if name.starts_with("csc") { ben() } else { amy() };
            let action = if event.get("corrects").or(event.get("retracts")).is_some() {
                Action::CorrectEvent
            } else {
                Action::RecordEvent
            };
            return gate().admit(&pass(&who, action, &child), &[id], write).unwrap();
        }
        Entry::Involved(_) | Entry::Uninvolved(_) => {
            let is_own = |entry: &Entry| match entry {
                Entry::Involved(place) | Entry::Uninvolved(place) => place.service == "yjs" && place.authority == HOME,
                _ => true,
            };
            // A service allocates its own alone; where a test wants both, the program does.
            if !write.entries.iter().all(is_own) {
                return admit(&upkeep(), write);
            }
            (manager(Standing::Manager), Action::Allocate)
        }
        Entry::Restricted { .. } => (manager(Standing::Head), Action::Restrict),
        Entry::Noted { .. } => (amy(), Action::TickNote),
        _ => (amy(), Action::EditDetails),
    };
    admit(&pass(&who, action, &child), write)
}

pub fn details(given: &str, family: &str, born: &str) -> Details {
    Details {
        authority: HOME.into(),
        given: given.into(),
        family: family.into(),
        born: born.into(),
        ..Details::default()
    }
}

pub fn opened(given: &str, family: &str) -> Entry {
    Entry::Opened { details: details(given, family, "2010-05-04") }
}

/// An event of this id; `more` is laid over it.
pub fn event(id: &str, at: &str, name: &str, more: Value) -> Entry {
    let mut event = json!({ "id": id, "at": at, "event": name });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Entry::Event { event }
}

pub fn plain(id: &str, at: &str, name: &str) -> Entry {
    event(id, at, name, json!({}))
}

pub fn retract(id: &str, at: &str, what: &str) -> Entry {
    Entry::Event { event: json!({ "id": id, "at": at, "retracts": what }) }
}

pub fn place(service: &str, team: &str, person: &str, role: &str) -> Place {
    Place {
        service: service.into(),
        authority: HOME.into(),
        team: team.into(),
        person: person.into(),
        role: role.into(),
    }
}

pub fn write(child: &str, based_on: u64, key: &str, entries: Vec<Entry>) -> Write {
    Write { child: child.into(), based_on, key: key.into(), entries }
}

/// Keeps a write on top of what is there.
pub async fn keep(record: &Record, child: &str, key: &str, entries: Vec<Entry>) -> Result<Appended, AppendError> {
    let based_on = match &entries[0] {
        Entry::Opened { .. } => 0,
        _ => record.child(&see(child)).await.unwrap().version,
    };
    record.append(admitted(write(child, based_on, key, entries)), NOW).await
}

/// A child that is there, of one line.
pub async fn begin(record: &Record, child: &str) {
    keep(record, child, &format!("begin-{child}"), vec![opened("Rosa", "Amber")]).await.unwrap();
}

/// The administrator, to change people, teams and accounts.
pub fn keeps() -> Pass {
    let administrator = person("ada", Service::Authority, Standing::Administrator);
    let on = On::Authority(HOME);
    let asked = Request {
        person: &administrator,
        action: Action::KeepStaff,
        on,
        relations: &Vec::new(),
        fresh: true,
        scopes: None,
        about: None,
    };
    match gate().decide(&asked) {
        Decision::Permit(pass) => pass,
        Decision::Refuse(refused) => panic!("{}", refused.reason),
    }
}
