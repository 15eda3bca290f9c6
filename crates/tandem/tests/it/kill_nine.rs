//! Ended as by a crash, at random moments, while fifty clients write: nothing that was acknowledged is lost, nothing is half there (T1).
//!
//! `KILL9_CYCLES` says how often (3 where it does not), `KILL9_SEED` which moments, `KILL9_POSTGRES` names an empty PostgreSQL database to do
//! it on instead of SQLite. A moment is a number of acknowledged writes, so that no clock is needed to find it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};

use gate::{Action, Decision, Gate, On, Pass, Person, Request, relations};
use record::{Book, Details, Entry, Place, Record, StaffEntry, Token, Write};
use serde_json::json;

use crate::run::own_folder;
use crate::served::{Served, ask};

const CLIENTS: usize = 50;
const AUTHORITY: &str = "enfield";
const SECRET: &str = "a-secret-of-this-test-alone";
/// 5 January 2026.
const MADE: i64 = 1_767_600_000_000;
/// 1 January 2100.
const EXPIRES: i64 = 4_102_444_800_000;

/// A write that was sent: both of its events are kept, or neither.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sent {
    child: String,
    id: String,
}

/// What came of a write.
enum Came {
    /// It was acknowledged, as leading to this version.
    Acknowledged(Sent, u64),
    /// The connection broke before the answer: it may be kept or not.
    NotKnown(Sent),
}

#[test]
fn what_was_acknowledged_is_there_after_a_crash() {
    let number = |name: &str, without: u64| std::env::var(name).map_or(without, |text| text.parse().unwrap());
    let (cycles, seed) = (number("KILL9_CYCLES", 3), number("KILL9_SEED", 20_260_610));
    println!("{cycles} cycles, seed {seed}");
    let (settings, place) = set_up();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let book = Book::of(protocol::read(&protocol::shipped::files()).unwrap());
    let gate = Gate::shipped(&book.protocols.vocabulary).unwrap();
    runtime.block_on(fill(&place, book, &gate));
    let (mut acknowledged, mut not_known) = (BTreeMap::new(), Vec::new());
    let mut chance = seed;
    for cycle in 0..cycles {
        let after = 1 + next(&mut chance) % 150;
        let came = crashed(&settings, cycle, usize::try_from(after).unwrap());
        for one in came {
            match one {
                Came::Acknowledged(sent, version) => drop(acknowledged.insert(sent, version)),
                Came::NotKnown(sent) => not_known.push(sent),
            }
        }
        let there = runtime.block_on(check(&place, book, &gate, &acknowledged, &not_known));
        let (told, open) = (acknowledged.len(), not_known.len());
        println!(
            "cycle {cycle}: killed after {after}; in all {told} acknowledged, {open} not known, of which {there} are there"
        );
    }
    assert!(acknowledged.len() as u64 >= cycles, "too little was written to say anything");
}

/// The next number of splitmix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn set_up() -> (PathBuf, record::Settings) {
    let folder = own_folder("kill-nine");
    let file = folder.join("tandem.toml");
    let (line, place) = match std::env::var("KILL9_POSTGRES") {
        Ok(address) => (format!("postgres = \"{address}\""), record::Settings::Postgres(address.as_str().into())),
        Err(_) => {
            let db = folder.join("tandem.db");
            (format!("sqlite = \"{}\"", db.display()), record::Settings::Sqlite(db))
        }
    };
    let server = "[server]\nlisten = \"127.0.0.1:0\"\nbase = \"http://localhost\"\nrequests-a-minute = 0\n[log]\nlevel = \"error\"\n";
    std::fs::write(&file, format!("[record]\n{line}\n{server}")).unwrap();
    (file, place)
}

fn pass(gate: &Gate, person: &Person, action: Action, on: On<'_>) -> Pass {
    let tied = match on {
        On::Child(ties) => relations(person, ties, &[]),
        _ => Vec::new(),
    };
    match gate.decide(&Request { fresh: true, ..Request::new(person, action, on, &tied) }) {
        Decision::Permit(pass) => pass,
        Decision::Refuse(refused) => panic!("{}", refused.reason),
    }
}

fn child(n: usize) -> String {
    format!("child-{n:02}")
}

/// One worker with a token, and a child for each client.
async fn fill(place: &record::Settings, book: Book, gate: &Gate) {
    let record = Record::open(place, book).await.unwrap();
    let program = pass(gate, &Person::program("test", AUTHORITY), Action::KeepInstallation, On::Installation);
    let text = |text: &str| text.to_owned();
    let worker = StaffEntry::Person {
        id: text("w"),
        name: text("Wren Ashdown"),
        service: text("yjs"),
        standing: text("practitioner"),
        roles: vec![text("yjs-case-manager")],
        teams: Vec::new(),
        leads: Vec::new(),
        telephone: String::new(),
        email: text("wren@example.org"),
        active: true,
    };
    record.keep_staff(gate.admit_other(&program, vec![worker]).unwrap(), 0, MADE).await.unwrap();
    for n in 0..CLIENTS {
        let details = Details {
            authority: text(AUTHORITY),
            given: format!("Child {n}"),
            family: text("Brindle"),
            born: text("2010-03-04"),
            ..Details::default()
        };
        let involved = Place {
            service: text("yjs"),
            authority: text(AUTHORITY),
            team: String::new(),
            person: text("w"),
            role: text("yjs-case-manager"),
        };
        let begun = json!({ "id": "begun", "at": "2025-12-01", "event": "yjs-involvement-started", "with": { "basis": "bail-support" } });
        let entries = vec![Entry::Opened { details }, Entry::Event { event: begun }, Entry::Involved(involved)];
        let write = Write { child: child(n), based_on: 0, key: format!("fill-{n}"), entries };
        record.append(gate.admit_other(&program, write).unwrap(), MADE).await.unwrap();
    }
    let staff = record.staff(AUTHORITY).await.unwrap();
    let own = pass(gate, staff.person("w").unwrap(), Action::KeepTokens, On::Own);
    let token = Token {
        id: record::hash(SECRET),
        person: String::new(),
        authority: String::new(),
        name: text("kill -9"),
        scopes: vec![text("read"), text("write")],
        made: MADE,
        expires: EXPIRES,
        last_used: EXPIRES,
    };
    record.keep_token(&own, token).await.unwrap();
}

/// Starts the program, has all clients write, and ends it after so many acknowledged writes.
fn crashed(settings: &Path, cycle: u64, after: usize) -> Vec<Came> {
    let mut served = Served::start(settings);
    let (tell, told) = channel();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|n| {
            let (tell, at) = (tell.clone(), served.at);
            std::thread::spawn(move || client(at, cycle, n, &tell))
        })
        .collect();
    drop(tell);
    let mut came = Vec::new();
    let mut acknowledged = 0;
    for one in &told {
        acknowledged += usize::from(matches!(one, Came::Acknowledged(..)));
        came.push(one);
        if acknowledged == after {
            served.kill();
            break;
        }
    }
    assert_eq!(acknowledged, after, "it ended by itself");
    clients.into_iter().for_each(|client| client.join().unwrap());
    came.extend(told);
    came
}

/// Writes to its child, one write after the other, until the connection breaks.
fn client(at: SocketAddr, cycle: u64, n: usize, tell: &Sender<Came>) {
    let Ok(mut stream) = TcpStream::connect(at) else { return };
    let head = format!("Host: {at}\r\nAuthorization: Bearer {SECRET}\r\n");
    let Some(shown) = ask(&mut stream, &format!("GET /api/v1/children/{} HTTP/1.1\r\n{head}\r\n", child(n))) else {
        return;
    };
    assert_eq!(shown.status, 200, "{}", shown.body);
    let mut version = shown.json()["version"].as_u64().unwrap();
    for turn in 0.. {
        let sent = Sent { child: child(n), id: format!("k{cycle}-{n}-{turn}") };
        let event = |half: &str| json!({ "id": format!("{}-{half}", sent.id), "at": "2026-01-05", "event": "recorded", "with": { "record": "age-eligibility-checked" } });
        let body = json!({ "events": [event("a"), event("b")] }).to_string();
        let mut request = format!("POST /api/v1/children/{}/events HTTP/1.1\r\n{head}", sent.child);
        write!(request, "Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()).unwrap();
        write!(request, "Idempotency-Key: {}\r\nIf-Match: \"{version}\"\r\n\r\n{body}", sent.id).unwrap();
        let Some(answer) = ask(&mut stream, &request) else {
            tell.send(Came::NotKnown(sent)).unwrap();
            return;
        };
        assert_eq!(answer.status, 201, "{}", answer.body);
        version = answer.json()["version"].as_u64().unwrap();
        if tell.send(Came::Acknowledged(sent, version)).is_err() {
            return;
        }
    }
}

/// Opens the record again, as the program would, and lays it beside what the clients were told. Says how many writes are there that no client
/// was told of: the crash came between the disk and the answer.
async fn check(
    place: &record::Settings,
    book: Book,
    gate: &Gate,
    acknowledged: &BTreeMap<Sent, u64>,
    not_known: &[Sent],
) -> usize {
    let record = Record::open(place, book).await.unwrap();
    let program = pass(gate, &Person::program("test", AUTHORITY), Action::KeepInstallation, On::Installation);
    // The chain holds, no line is missing, and what stands beside the log is what is built from it now.
    let verified = record.verify(&program, |_| ()).await.unwrap();
    assert_eq!(verified.differences, []);
    let staff = record.staff(AUTHORITY).await.unwrap();
    let mut kept: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for n in 0..CLIENTS {
        let ties = record.ties(&child(n)).await.unwrap().unwrap();
        let see = pass(gate, staff.person("w").unwrap(), Action::SeeChild, On::Child(&ties));
        let found = record.child(&see).await.unwrap();
        kept.insert(child(n), found.kept.iter().map(|k| (k.id.clone(), k.version)).collect());
    }
    let halves = |sent: &Sent| ["a", "b"].map(|half| kept[&sent.child].get(&format!("{}-{half}", sent.id)).copied());
    for (sent, version) in acknowledged {
        assert_eq!(halves(sent), [Some(version - 1), Some(*version)], "{sent:?} was acknowledged");
    }
    let mut there = 0;
    for sent in not_known {
        let [a, b] = halves(sent);
        assert_eq!(a.is_some(), b.is_some(), "{sent:?} is half there");
        there += usize::from(a.is_some());
    }
    there
}
