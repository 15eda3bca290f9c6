//! A made-up place for the tests: a record in a folder of its own, people and teams under the protocol of Enfield, and children among them.
//!
//! Everything is written through the gate by somebody who may. Nobody real is meant.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use calendar::Moment;
use gate::{Action, Decision, Gate, On, Pass, Person, Request, Service, Standing, Ties, relations};
use record::{Book, Child, Details, Entry, Numbers, Place, Record, Settings, StaffEntry, Write};
use serde_json::{Value, json};

/// The authority of the tests.
pub const HERE: &str = "enfield";

/// The shipped protocols.
pub fn book() -> Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    *BOOK.get_or_init(|| Book::of(protocol::read(&protocol::shipped::files()).unwrap()))
}

/// A moment by the clock in London, in milliseconds since 1970.
pub fn ms(at: &str) -> i64 {
    at.parse::<Moment>().unwrap().instant() * 1000
}

static LEADS: std::sync::LazyLock<gate::Relations> = std::sync::LazyLock::new(|| vec![gate::Relation::Leads]);

/// A record with people around it.
pub struct World {
    pub record: Record,
    pub gate: Gate,
    /// The authority: Enfield, but for what only another's protocol asks.
    pub authority: &'static str,
    folder: PathBuf,
}

/// A person: id, service, standing, roles, team worked in, team led.
type Somebody = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str, &'static str);

/// The people of the tests.
const PEOPLE: [Somebody; 11] = [
    ("yw", "yjs", "practitioner", &["yjs-case-manager"], "yt", ""),
    ("yw2", "yjs", "practitioner", &["yjs-case-manager"], "yt", ""),
    ("ym", "yjs", "manager", &["yjs-manager"], "yt", "yt"),
    ("yd", "yjs", "duty", &[], "yc", ""),
    ("yh", "yjs", "head", &["yjs-head-of-service"], "", "yc"),
    ("cw", "csc", "practitioner", &["social-worker"], "ct", ""),
    ("iro", "csc", "reviewing", &["iro"], "", ""),
    ("cm", "csc", "manager", &["csc-team-manager"], "ct", "ct"),
    ("cd", "csc", "duty", &[], "cc", ""),
    ("ch", "csc", "head", &["csc-head-of-service"], "", "cc"),
    ("vh", "authority", "practitioner", &["virtual-head"], "", ""),
];

/// A person of the tests as an entry of the staff's log.
pub fn person(id: &str, active: bool, email: &str) -> StaffEntry {
    let (_, service, standing, roles, team, leads) = *PEOPLE.iter().find(|p| p.0 == id).unwrap();
    let list = |one: &str| if one.is_empty() { Vec::new() } else { vec![one.to_owned()] };
    StaffEntry::Person {
        id: id.into(),
        name: format!("Name Of {}", id.to_uppercase()),
        service: service.into(),
        standing: standing.into(),
        roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        teams: list(team),
        leads: list(leads),
        telephone: String::new(),
        email: email.into(),
        active,
    }
}

fn team(id: &str, service: &str, covers: bool) -> StaffEntry {
    StaffEntry::Team { id: id.into(), name: id.into(), service: service.into(), covers, telephone: String::new() }
}

/// A place at work with a child.
pub fn place(service: &str, team: &str, person: &str, role: &str) -> Place {
    Place {
        service: service.into(),
        authority: HERE.into(),
        team: team.into(),
        person: person.into(),
        role: role.into(),
    }
}

/// The two workers at work with a child as a rule.
pub fn both() -> Vec<Place> {
    vec![place("yjs", "yt", "yw", "yjs-case-manager"), place("csc", "ct", "cw", "social-worker")]
}

impl World {
    /// A fresh one, in a folder named by the test.
    pub async fn new(test: &str) -> World {
        World::in_authority(HERE, test).await
    }

    /// The same under the protocol of another authority.
    pub async fn in_authority(authority: &'static str, test: &str) -> World {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let world = World { authority, ..World::open(folder).await };
        let teams =
            [team("yt", "yjs", false), team("ct", "csc", false), team("yc", "yjs", true), team("cc", "csc", true)];
        let people = PEOPLE.iter().map(|p| person(p.0, true, &format!("{}@example.org", p.0)));
        world.keep_staff(teams.into_iter().chain(people).collect(), ms("2025-01-01T09:00")).await;
        world
    }

    async fn open(folder: PathBuf) -> World {
        let record = Record::open(&Settings::Sqlite(folder.join("tandem.db")), book()).await.unwrap();
        World { record, gate: Gate::shipped(&book().protocols.vocabulary).unwrap(), authority: HERE, folder }
    }

    /// The same with a record that was opened otherwise.
    pub fn with(record: Record, gate: Gate, test: &str) -> World {
        World { record, gate, authority: HERE, folder: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test) }
    }

    /// The same record, opened again.
    pub async fn again(self) -> World {
        let folder = self.folder.clone();
        drop(self);
        World::open(folder).await
    }

    /// A folder of the test's own.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    pub async fn keep_staff(&self, entries: Vec<StaffEntry>, now: i64) {
        let administrator =
            Person { standing: Standing::Administrator, ..Person::program("administrator", self.authority) };
        let pass = self.decide(&administrator, Action::KeepStaff, On::Authority(self.authority), &Ties::default());
        let version = self.record.staff(self.authority).await.unwrap().version;
        let admitted = self.gate.admit_other(&pass, entries).unwrap();
        self.record.keep_staff(admitted, version, now).await.unwrap();
    }

    pub fn decide(&self, person: &Person, action: Action, on: On<'_>, ties: &Ties) -> Pass {
        let relations = relations(person, ties, &[]);
        let asked = Request { fresh: true, ..Request::new(person, action, on, &relations) };
        match self.gate.decide(&asked) {
            Decision::Permit(pass) => pass,
            Decision::Refuse(refused) => panic!("{}: {}", action.word(), refused.reason),
        }
    }

    pub async fn person(&self, id: &str) -> Person {
        self.record.staff(self.authority).await.unwrap().person(id).unwrap().clone()
    }

    /// A pass to see a child.
    pub async fn seeing(&self, person: &str, child: &str) -> Pass {
        let ties = self.record.ties(child).await.unwrap().unwrap();
        self.decide(&self.person(person).await, Action::SeeChild, On::Child(&ties), &ties)
    }

    pub async fn child(&self, child: &str) -> Arc<Child> {
        self.record.child(&self.seeing("cm", child).await).await.unwrap()
    }

    /// Opens a record with the people who work with the child. Its names are tokens that must turn up nowhere.
    pub async fn begin(&self, child: &str, born: &str, places: Vec<Place>, now: i64) {
        let details = Details {
            authority: HERE.into(),
            given: format!("GIVENTOKEN{child}"),
            family: format!("FAMILYTOKEN{child}"),
            known_as: Some(format!("KNOWNTOKEN{child}")),
            born: born.into(),
            numbers: Numbers { yjs: Some(format!("YNUMTOKEN{child}")), csc: Some(format!("CNUMTOKEN{child}")) },
            ..Details::default()
        };
        let opened = std::iter::once(Entry::Opened { details });
        let entries: Vec<Entry> = opened.chain(places.into_iter().map(Entry::Involved)).collect();
        self.keep(child, entries, now).await.unwrap();
    }

    /// Writes entries as whoever runs the installation: what may be written by whom is the gate's own test.
    pub async fn keep(&self, child: &str, entries: Vec<Entry>, now: i64) -> Result<u64, record::AppendError> {
        let program = Person::program("tests", HERE);
        let pass = self.decide(&program, Action::KeepInstallation, On::Installation, &Ties::default());
        let based_on = match self.record.ties(child).await.unwrap() {
            Some(_) => self.child(child).await.version,
            None => 0,
        };
        let write = Write { child: child.into(), based_on, key: format!("{child} {based_on} {now}"), entries };
        let admitted = self.gate.admit_other(&pass, write).unwrap();
        self.record.append(admitted, now).await.map(|a| a.version)
    }

    /// The same for a child of any authority, of whom nothing is there yet; gives the child.
    pub async fn keep_only(
        &self,
        child: &str,
        entries: Vec<Entry>,
        now: i64,
    ) -> Result<Arc<Child>, record::AppendError> {
        let details = entries.iter().find_map(|e| if let Entry::Opened { details } = e { Some(details) } else { None });
        let ties =
            Ties { child: child.into(), authorities: vec![details.unwrap().authority.clone()], ..Ties::default() };
        let pass = self.decide(&Person::program("tests", HERE), Action::KeepInstallation, On::Installation, &ties);
        let write = Write { child: child.into(), based_on: 0, key: child.into(), entries };
        self.record.append(self.gate.admit_other(&pass, write).unwrap(), now).await?;
        let manager = Person { authority: ties.authorities[0].clone(), ..self.person("cm").await };
        let asked = Request::new(&manager, Action::SeeChild, On::Child(&ties), &LEADS);
        let Decision::Permit(pass) = self.gate.decide(&asked) else { panic!("no pass") };
        Ok(self.record.child(&pass).await.unwrap())
    }

    /// Writes events in the contract's form; each without an id gets one.
    pub async fn happens(&self, child: &str, events: Vec<Value>, now: &str) {
        let seen = self.record.ties(child).await.unwrap().is_some();
        assert!(seen, "{child} has no record");
        let number = self.child(child).await.kept.len();
        let with_id = |(n, mut event): (usize, Value)| {
            let map = event.as_object_mut().unwrap();
            map.entry("id").or_insert_with(|| json!(format!("e{}", number + n + 1)));
            Entry::Event { event }
        };
        let entries = events.into_iter().enumerate().map(with_id).collect();
        self.keep(child, entries, ms(now)).await.unwrap();
    }

    /// What waits to be told and is in no message: the child, the stage and the person, in order.
    pub async fn told(&self) -> Vec<(String, &'static str, String)> {
        let pass = self.program();
        let notices = self.record.not_gathered(&pass, i64::MAX, 100_000).await.unwrap();
        let mut told: Vec<_> = notices.into_iter().map(|n| (n.child, n.stage.word(), n.person)).collect();
        told.sort();
        told
    }

    /// The pass of the program itself.
    pub fn program(&self) -> Pass {
        self.decide(&Person::program("reminders", ""), Action::Remind, On::Installation, &Ties::default())
    }
}

/// A service's word as the gate has it.
pub fn service(word: &str) -> Service {
    Service::of(word).unwrap()
}
