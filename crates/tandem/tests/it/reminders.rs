//! Reminders from end to end: `tandem serve` with a mail server that somebody else wrote, through a crash, an outage and a scheduler that is late.

use std::path::PathBuf;

use calendar::Moment;
use gate::{Action, Decision, Gate, On, Person, Request};
use record::{Book, Details, Entry, Place, Record, Session, StaffEntry, Write, hash};
use serde_json::{Value, json};

use crate::python::{Server, is_left_out};
use crate::run::own_folder;
use crate::served::{Served, until};

const HERE: &str = "enfield";
/// Thursday, two working days before the planning meeting of a remand on Saturday 16 May is due.
const THURSDAY: &str = "2026-05-28T10:00";
const FRIDAY: &str = "2026-05-29T10:00";

/// A record with one child, remanded as README.md tells it, and the settings to serve it with.
struct Council {
    folder: PathBuf,
    settings: PathBuf,
}

fn ms(at: &str) -> i64 {
    at.parse::<Moment>().unwrap().instant() * 1000
}

fn wait<T>(what: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(what)
}

fn book() -> Book {
    Book::of(protocol::read(&protocol::shipped::files()).unwrap())
}

impl Council {
    fn new(test: &str) -> Council {
        let folder = own_folder(test);
        let settings = folder.join("tandem.toml");
        let council = Council { folder, settings };
        wait(fill(&council));
        council
    }

    fn record(&self) -> record::Settings {
        record::Settings::Sqlite(self.folder.join("tandem.db"))
    }

    /// Serves with the mail server at this port, as of this day.
    fn serve(&self, port: u16, today: &str) -> Served {
        let text = format!(
            "[record]\nsqlite = \"{}\"\n[server]\nlisten = \"127.0.0.1:0\"\nbase = \"http://localhost\"\n\
             [mail]\nhost = \"127.0.0.1\"\nport = {port}\nencryption = \"none\"\nfrom = \"tandem@example.org\"\n",
            self.folder.join("tandem.db").display()
        );
        std::fs::write(&self.settings, text).unwrap();
        Served::start_with(&self.settings, &["--today", today])
    }

    /// A page as somebody sees it who has signed in.
    fn page(&self, served: &Served, person: &str, path: &str) -> String {
        // In the future: the hour is the machine's, and a session that has yet to begin has not run out.
        let then = ms("2026-06-30T12:00");
        let secret = format!("secret of {person}").replace(' ', "-");
        let session = Session {
            id: hash(&secret),
            person: person.into(),
            authority: HERE.into(),
            form_token: "form".into(),
            made: then,
            last_seen: then,
            second_factor: then,
            first: false,
        };
        wait(async {
            let record = Record::open(&self.record(), book()).await.unwrap();
            if record.session(&session.id).await.unwrap().is_none() {
                record.begin_session(&session, None).await.unwrap();
            }
        });
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: tandem={secret}\r\nConnection: close\r\n\r\n");
        let answer = served.ask(&request);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }
}

/// Two teams, in each a worker and whoever leads it, and a child whom both work with. The social worker has no address.
async fn fill(council: &Council) {
    let record = Record::open(&council.record(), book()).await.unwrap();
    let gate = Gate::shipped(&record.book().protocols.vocabulary).unwrap();
    let program = Person::program("test", HERE);
    let Decision::Permit(pass) =
        gate.decide(&Request::new(&program, Action::KeepInstallation, On::Installation, &Vec::new()))
    else {
        panic!("no pass")
    };
    let own = |text: &str| text.to_owned();
    let team = |id: &str, service: &str| StaffEntry::Team {
        id: own(id),
        name: own(id),
        service: own(service),
        covers: false,
        telephone: String::new(),
    };
    let person = |id: &str, service: &str, standing: &str, role: &str, team: &str, email: &str| StaffEntry::Person {
        id: own(id),
        name: format!("NAMETOKEN {id}"),
        service: own(service),
        standing: own(standing),
        roles: vec![own(role)],
        teams: vec![own(team)],
        leads: if standing == "manager" { vec![own(team)] } else { Vec::new() },
        telephone: String::new(),
        email: own(email),
        active: true,
    };
    let staff = vec![
        team("yt", "yjs"),
        team("ct", "csc"),
        person("yw", "yjs", "practitioner", "yjs-case-manager", "yt", "yw@example.org"),
        person("ym", "yjs", "manager", "yjs-manager", "yt", "ym@example.org"),
        person("cw", "csc", "practitioner", "social-worker", "ct", ""),
        person("cm", "csc", "manager", "csc-team-manager", "ct", "cm@example.org"),
    ];
    record.keep_staff(gate.admit_other(&pass, staff).unwrap(), 0, ms("2026-01-05T09:00")).await.unwrap();
    let details = Details {
        authority: own(HERE),
        given: own("GIVENTOKEN"),
        family: own("FAMILYTOKEN"),
        born: own("2010-06-15"),
        ..Details::default()
    };
    let involved = |service: &str, team: &str, person: &str, role: &str| {
        let (service, team, person, role) = (own(service), own(team), own(person), own(role));
        Entry::Involved(Place { service, authority: own(HERE), team, person, role })
    };
    let event = |event: Value| Entry::Event { event };
    let entries = vec![
        Entry::Opened { details },
        involved("yjs", "yt", "yw", "yjs-case-manager"),
        involved("csc", "ct", "cw", "social-worker"),
        event(
            json!({"id": "e1", "at": "2026-04-13", "event": "yjs-involvement-started", "with": {"basis": "bail-support"}}),
        ),
        event(json!({"id": "e2", "at": "2026-05-16T12:40", "event": "remanded-yda",
                     "known": {"yjs": "2026-05-16T12:40", "csc": "2026-05-18T09:15"}})),
    ];
    let write = Write { child: own("CHILDTOKEN"), based_on: 0, key: own("test"), entries };
    record.append(gate.admit_other(&pass, write).unwrap(), ms("2026-05-18T09:20")).await.unwrap();
}

fn header<'m>(message: &'m str, name: &str) -> &'m str {
    let head = message.split("\r\n\r\n").next().unwrap();
    head.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .unwrap_or_else(|| panic!("{name}: {head}"))
}

fn body(message: &str) -> &str {
    message.split_once("\r\n\r\n").unwrap().1
}

/// The messages to somebody, in the order in which they came.
fn to(server: &Server, person: &str) -> Vec<String> {
    let mut messages = server.messages("eml");
    messages.retain(|message| header(message, "To") == format!("{person}@example.org"));
    messages
}

/// A counter of `/metrics`.
fn counted(served: &Served, name: &str) -> f64 {
    let metrics = served.get("/metrics").body;
    let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{name}: {metrics}")).parse().unwrap()
}

#[test]
fn numbers_and_a_link_once_under_one_id_also_after_a_crash() {
    if is_left_out() {
        return;
    }
    let council = Council::new("reminders-crash");
    let mail = Server::start(&council.folder, "none");
    // It takes each message, and its answer is lost.
    mail.mode("lost");
    let mut served = council.serve(mail.port, THURSDAY);
    until("three messages", || (mail.messages("eml").len() >= 3).then_some(()));
    served.kill();
    mail.mode("ok");
    let served = council.serve(mail.port, FRIDAY);
    until("the second copies", || (counted(&served, "tandem_notices_waiting") == 0.0).then_some(()));

    // The worker: the same twice, under one id.
    let [first, second] = to(&mail, "yw").try_into().unwrap();
    assert_eq!(header(&first, "Message-ID"), header(&second, "Message-ID"));
    assert_eq!(
        body(&first),
        "1 thing falls due soon, 3 are overdue.\r\n\r\nSign in to see what it is:\r\nhttp://localhost/\r\n\r\n\
         This message says no more on purpose: anybody may come to read it.\r\n"
    );
    assert_eq!(body(&first), body(&second));
    // Who leads the team: the week's numbers, the same week twice.
    let [first, second] = to(&mail, "ym").try_into().unwrap();
    assert_eq!(header(&first, "Message-ID"), header(&second, "Message-ID"));
    assert!(body(&first).starts_with("Your teams this week:\r\n- owed: 11\r\n- overdue: 3\r\n"), "{first}");
    // The social worker has no address: nothing is dropped, and who leads their team hears of it, by mail and on the page.
    assert_eq!(to(&mail, "cw"), Vec::<String>::new());
    let told = to(&mail, "cm");
    let undelivered =
        told.iter().filter(|message| body(message).starts_with("1 message to somebody whose work you lead"));
    assert_eq!((told.len(), undelivered.count()), (3, 1), "{told:?}");
    assert!(council.page(&served, "cm", "/teams/ct").contains("NAMETOKEN cw: 1 message"));
    assert_eq!(counted(&served, "tandem_notices_given_up"), 4.0);

    let planted = ["TOKEN", "enfield", "remand", "youth", "social", "justice", "custody", "2010", "8.5a", "yjs", "csc"];
    for message in mail.messages("eml") {
        let said = message.to_lowercase();
        assert!(!planted.iter().any(|word| said.contains(&word.to_lowercase())), "{message}");
    }
    assert_eq!(served.stop(), 0);
    // A day later there is nothing new to tell, and nothing is told again.
    let before = mail.messages("eml").len();
    let served = council.serve(mail.port, FRIDAY);
    until("a pass", || (counted(&served, "tandem_reminders_age_seconds") < 60.0).then_some(()));
    assert_eq!((mail.messages("eml").len(), served.stop()), (before, 0));
}

#[test]
fn a_mail_server_that_is_down_is_told_of_and_nothing_is_lost() {
    if is_left_out() {
        return;
    }
    let council = Council::new("reminders-down");
    // A port on which nobody listens: it was free a moment ago.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let served = council.serve(nobody, THURSDAY);
    let ready = until("word of the mail server", || {
        let ready = served.get("/ready");
        ready.body.contains("mail").then_some(ready)
    });
    // The pages are there, so nobody is sent away from them.
    assert_eq!((ready.status, ready.json()["ready"].as_bool()), (200, Some(true)));
    let reason = ready.json()["reasons"][0].as_str().unwrap().to_owned();
    assert!(reason.starts_with("the mail server has not been reached since Thu 28 May 2026 at "), "{reason}");
    assert!(reason.ends_with(": reminders wait"), "{reason}");
    let waiting = counted(&served, "tandem_notices_waiting");
    assert!(waiting >= 7.0, "{waiting}");
    assert_eq!(served.stop(), 0);

    let mail = Server::start(&council.folder, "none");
    let served = council.serve(mail.port, FRIDAY);
    // All but one: that the social worker has no address is found out now, and told with the next pass.
    until("all that waited", || (counted(&served, "tandem_notices_waiting") <= 1.0).then_some(()));
    for person in ["yw", "ym"] {
        assert_eq!(to(&mail, person).len(), 1, "{person}");
    }
    assert_eq!(served.get("/ready").body, r#"{"ready":true,"reasons":[]}"#);
    assert_eq!(served.stop(), 0);
}

#[test]
fn a_scheduler_that_is_late_is_told_of_on_every_page_and_at_ready() {
    if is_left_out() {
        return;
    }
    let council = Council::new("reminders-late");
    let mail = Server::start(&council.folder, "none");
    let late = "No reminders have gone out since Thu 28 May 2026 at ";
    let served = council.serve(mail.port, THURSDAY);
    until("a first pass", || (!mail.messages("eml").is_empty()).then_some(()));
    assert_eq!(served.get("/ready").status, 200);
    assert!(!council.page(&served, "yw", "/duties").contains(late));
    assert_eq!(served.stop(), 0);

    // Another node holds the job, and does nothing.
    let hold = |until: i64| {
        wait(async {
            let record = Record::open(&council.record(), book()).await.unwrap();
            assert!(record.claim(exchange::REMINDERS, "another node", ms("2026-06-15"), until).await.unwrap());
        });
    };
    hold(ms("2026-07-01"));
    let served = council.serve(mail.port, FRIDAY);
    let ready = served.get("/ready");
    assert_eq!((ready.status, ready.json()["ready"].as_bool()), (503, Some(false)));
    let reason = ready.json()["reasons"][0].as_str().unwrap().to_owned();
    assert!(reason.starts_with("no reminders have been worked out since Thu 28 May 2026 at "), "{reason}");
    for path in ["/duties", "/teams/yt", "/find", "/help"] {
        assert!(council.page(&served, "yw", path).contains(late), "{path}");
    }
    // It is alive all the same: nobody is to start it again for that.
    assert_eq!(served.get("/health").status, 200);
    assert_eq!(served.stop(), 0);

    hold(0);
    let served = council.serve(mail.port, FRIDAY);
    until("a pass again", || (served.get("/ready").status == 200).then_some(()));
    assert!(!council.page(&served, "yw", "/duties").contains(late));
    assert_eq!(served.stop(), 0);
}
