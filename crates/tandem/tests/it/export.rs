//! `tandem export ssd`: what it writes, what it says, and that its own importer reads it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use gate::{Action, Decision, Gate, On, Pass, Person, Request};
use record::{Book, Details, Entry, Numbers, Place, Record, StaffEntry, Write};
use serde_json::json;

use crate::run::{files, own_folder, tandem};

/// A record with a few children of Enfield, its settings, and a folder to write to.
pub fn set_up(test: &str) -> (PathBuf, PathBuf) {
    let folder = own_folder(test);
    let file = folder.join("tandem.toml");
    let database = folder.join("tandem.db");
    let text = format!(
        "[record]\nsqlite = \"{}\"\n\n[server]\nlisten = \"127.0.0.1:0\"\nbase = \"http://localhost\"\n",
        database.display()
    );
    std::fs::write(&file, text).unwrap();
    std::fs::create_dir(folder.join("out")).unwrap();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(fill(&database));
    (file, folder.join("out"))
}

fn pass(gate: &Gate) -> Pass {
    let person = Person::program("test", "enfield");
    match gate.decide(&Request::new(&person, Action::KeepInstallation, On::Installation, &Vec::new())) {
        Decision::Permit(pass) => pass,
        Decision::Refuse(refused) => panic!("{}", refused.reason),
    }
}

const NOW: i64 = 1_780_000_000_000;

async fn fill(database: &Path) {
    let book = Book::of(protocol::read(&protocol::shipped::files()).unwrap());
    let gate = Gate::shipped(&book.protocols.vocabulary).unwrap();
    let record = Record::open(&record::Settings::Sqlite(database.to_owned()), book).await.unwrap();
    let team = StaffEntry::Team {
        id: "t1".into(),
        name: "North, \"East\"".into(),
        service: "csc".into(),
        covers: false,
        telephone: String::new(),
    };
    record.keep_staff(gate.admit_other(&pass(&gate), vec![team]).unwrap(), 0, NOW).await.unwrap();
    let place = Place {
        service: "csc".into(),
        authority: "enfield".into(),
        team: "t1".into(),
        person: String::new(),
        role: String::new(),
    };
    let open = |child: &str, number: Option<&str>, more: Vec<Entry>| {
        let details = Details {
            authority: "enfield".into(),
            given: "=cmd|' /C calc'!A0".into(),
            family: format!("Family of {child}"),
            born: "2010-05-04".into(),
            numbers: Numbers { yjs: Some("Y1".into()), csc: number.map(str::to_owned) },
            ..Details::default()
        };
        let started = json!({"id": "a1", "at": "2026-03-02", "event": "csc-involvement-started", "with": {"plan": "child-in-need"}});
        let entries = [Entry::Opened { details }, Entry::Event { event: started }, Entry::Involved(place.clone())];
        let entries = entries.into_iter().chain(more).collect();
        Write { child: child.into(), based_on: 0, key: child.into(), entries }
    };
    let care = json!({"id": "a2", "at": "2026-04-01", "event": "looked-after-started", "with": {"basis": "s20"}});
    let restricted = Entry::Restricted { people: Some(vec!["nobody".into()]), reason: String::new() };
    for write in [
        open("c-one", Some("C1"), vec![Entry::Event { event: care }]),
        open("c-two", None, Vec::new()),
        open("c-three", Some("C3"), vec![restricted]),
    ] {
        record.append(gate.admit_other(&pass(&gate), write).unwrap(), NOW).await.unwrap();
    }
}

fn export(settings: &Path, to: &Path, more: &[&str]) -> crate::run::Came {
    let words = ["export", "ssd", "--authority", "enfield", "--to", to.to_str().unwrap()];
    tandem(words.into_iter().chain(more.iter().copied()).chain(["--settings", settings.to_str().unwrap()]))
}

#[test]
fn the_tables_are_written_for_nobody_else_and_read_again() {
    let (settings, to) = set_up("export-ssd");
    let came = export(&settings, &to, &["--format", "json"]);
    assert_eq!(came.status, 0, "{}", came.err);
    let said: serde_json::Value = serde_json::from_str(&came.out).unwrap();
    assert_eq!(said["children"], 1);
    assert_eq!(
        said["left_out"],
        json!([
            {"why": "the record is restricted to named people", "number": 1, "records": []},
            {"why": "there is no number in social care's system", "number": 1, "records": ["c-two"]},
        ])
    );
    assert!(!came.out.contains("Family of") && !came.err.contains("Family of"), "{}", came.out);
    let folder = PathBuf::from(said["folder"].as_str().unwrap());
    let name = folder.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("ssd-Enfield-20") && name.ends_with("-program-export-internal-personal-data"), "{name}");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let written = files(&folder, &["csv"]);
    assert_eq!(written.len(), 11);
    assert!(written.iter().all(|file| mode(file) == 0o600));
    let person = std::fs::read_to_string(folder.join("ssd_person.csv")).unwrap();
    assert!(person.contains("\"C1\",\"'=cmd|' /C calc'!A0\",\"Family of c-one\",\"U\""), "{person}");
    // Our own importer reads the folder as it is, and finds nothing in it that it cannot use.
    let words = ["import", "--authority", "enfield", "--service", "csc", "--layout", "ssd", "--format", "json"];
    let read = tandem(words.into_iter().chain(["--settings", settings.to_str().unwrap(), folder.to_str().unwrap()]));
    assert_eq!(read.status, 0, "{}", read.err);
    let read: serde_json::Value = serde_json::from_str(&read.out).unwrap();
    assert_eq!((&read["people"], &read["open"], &read["refused"]), (&json!(1), &json!(1), &json!(0)), "{read}");
    assert_eq!(read["notes"], json!([]));
}

#[test]
fn it_says_what_it_wrote_and_writes_nothing_over() {
    let (settings, to) = set_up("export-ssd-words");
    let came = export(&settings, &to, &[]);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    for said in [
        "For internal use of Enfield only.",
        "  ssd_person.csv: 1 row\n",
        "\n1 child written\n1 left out: the record is restricted to named people\n1 left out: there is no number in social care's system\n    c-two\n",
    ] {
        assert!(came.out.contains(said), "`{said}` is not in\n{}", came.out);
    }
    assert!(!came.out.contains("c-three"), "{}", came.out);
    let nowhere = export(&settings, &to.join("nowhere"), &[]);
    assert_eq!((nowhere.status, nowhere.out.as_str()), (2, ""));
    assert!(nowhere.err.contains("there is no folder of this name"), "{}", nowhere.err);
    let words = ["export", "ssd", "--authority", "camden", "--to", to.to_str().unwrap()];
    let other = tandem(words.into_iter().chain(["--settings", settings.to_str().unwrap()]));
    assert!(other.status == 2 && other.err.contains("no people of this authority"), "{}", other.err);
}
