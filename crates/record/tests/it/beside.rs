//! What stands beside the log: ties for the gate, finding, lists of work.

use record::{Details, Entry, Found, Numbers, Place as At, Record, RecordError};

use crate::people::{HOME, amy, authority, details, keep, opened, own, person, place, plain, remind, see, team};
use crate::place::{Place, both};
use gate::{Action, Service, Standing};

both! { ties finds lists_of_work }

async fn ties(at: Place) {
    let record = at.open().await;
    assert_eq!(record.ties("c1").await.unwrap(), None);
    assert_eq!(record.ties("c\0").await.unwrap(), None);
    let away =
        Entry::Opened { details: Details { host: Some("dudley".into()), ..details("Rosa", "Amber", "2010-05-04") } };
    keep(&record, "c1", "k0", vec![away, plain("e1", "2026-03-04", "yjs-involvement-started")]).await.unwrap();
    let said = [
        Entry::Involved(place("yjs", "north", "amy", "yjs-case-manager")),
        Entry::Involved(place("csc", "south", "", "")),
    ];
    keep(&record, "c1", "k1", said.into()).await.unwrap();
    keep(&record, "c1", "k2", vec![Entry::Restricted { people: Some(vec!["amy".into()]), reason: String::new() }])
        .await
        .unwrap();
    let ties = record.ties("c1").await.unwrap().unwrap();
    assert_eq!((ties.child.as_str(), ties.authorities.as_slice()), ("c1", &[HOME.to_owned(), "dudley".to_owned()][..]));
    assert_eq!((ties.open_to_yjs, ties.open_to_csc), (true, false));
    let involved: Vec<_> =
        ties.involved.iter().map(|i| (i.service, i.team.as_str(), i.person.as_str(), i.role.as_str())).collect();
    assert_eq!(involved, [(Service::Yjs, "north", "amy", "yjs-case-manager"), (Service::Csc, "south", "", "")]);
    assert_eq!((ties.restricted, ties.named.as_slice()), (true, &["amy".to_owned()][..]));
    assert_eq!(ties, gate::Ties { ..record.child(&see("c1")).await.unwrap().ties(Vec::new()) });
    let looked = record::Evaluated { child: "c1".into(), version: 5, next_look: 9, owing: vec!["iro".into()] };
    record.evaluated(&remind(), vec![looked]).await.unwrap();
    assert_eq!(record.ties("c1").await.unwrap().unwrap().owing, ["iro"]);
    // A role opens the child only as long as it is with the same people.
    keep(&record, "c1", "k3", vec![plain("e2", "2026-03-05", "arrested")]).await.unwrap();
    assert_eq!(record.ties("c1").await.unwrap().unwrap().owing, ["iro"]);
    keep(&record, "c1", "k4", vec![Entry::Involved(place("csc", "", "ben", "social-worker"))]).await.unwrap();
    assert_eq!(record.ties("c1").await.unwrap().unwrap().owing, Vec::<String>::new());
}

fn ids(found: Vec<Found>) -> Vec<String> {
    found.into_iter().map(|f| f.ties.child).collect()
}

async fn open(record: &Record, child: &str, details: Details) {
    keep(record, child, &format!("open {child}"), vec![Entry::Opened { details }]).await.unwrap();
}

async fn finds(at: Place) {
    let record = at.open().await;
    let numbers = Numbers { yjs: Some("YJ-12/345".into()), csc: Some("998877".into()) };
    open(
        &record,
        "c1",
        Details { numbers, known_as: Some("Ro".into()), ..details("Rosália", "O'Brien", "2010-05-04") },
    )
    .await;
    open(&record, "c2", details("Be\u{301}la", "Smith-Ambler", "2011-12-24")).await;
    open(&record, "c3", details("Łucja", "Großmann", "2010-05-04")).await;
    open(&record, "c4", Details { authority: "dudley".into(), ..details("Rosalia", "O'Brien", "2010-05-04") }).await;
    open(
        &record,
        "c5",
        Details { authority: "dudley".into(), host: Some(HOME.into()), ..details("Rosamund", "Away", "2012-02-02") },
    )
    .await;
    let pass = authority(&amy(), Action::FindChild);
    for (asked, found) in [
        ("rosalia", &["c1"][..]),
        ("ROSÁLIA obrien", &["c1"]),
        ("o'brien", &["c1"]),
        ("brien ro", &["c1"]),
        // Whoever is called so before those whose names begin so.
        ("ro", &["c1", "c5"]),
        ("yj-12/345", &["c1"]),
        ("345", &["c1"]),
        ("9988", &["c1"]),
        ("béla", &["c2"]),
        ("bela ambler", &["c2"]),
        ("smithambler", &["c2"]),
        ("lucja grossmann", &["c3"]),
        ("2010-05-04", &["c3", "c1"]),
        ("4/5/2010", &["c3", "c1"]),
        ("04.05.2010 luc", &["c3"]),
        ("2010-04-05", &[]),
        ("osalia", &[]),
        ("rosalia smith", &[]),
        ("", &[]),
        ("%", &[]),
        ("_", &[]),
        ("ro%", &["c1", "c5"]),
        ("' OR '1'='1", &[]),
        ("x'; DROP TABLE child; --", &[]),
        ("\0", &[]),
        ("a b c d e f g h i j", &[]),
    ] {
        assert_eq!(ids(record.find(&pass, asked).await.unwrap()), found, "{asked}");
    }
    found_by_names_like_theirs(&record).await;
    // A name that was put right is found by what it now is.
    let now = Entry::Details { details: details("Bella", "Smith", "2011-12-24") };
    keep(&record, "c2", "k", vec![now]).await.unwrap();
    assert_eq!(ids(record.find(&pass, "bella").await.unwrap()), ["c2"]);
    assert_eq!(ids(record.find(&pass, "ambler").await.unwrap()), Vec::<String>::new());
    let one = &record.find(&pass, "bella").await.unwrap()[0];
    assert_eq!(
        (one.version, one.given.as_str(), one.family.as_str(), one.born.as_str()),
        (2, "Bella", "Smith", "2011-12-24")
    );
}

/// What is heard on a telephone is spelled in many ways.
async fn found_by_names_like_theirs(record: &Record) {
    for (child, given, family, born) in [
        ("n1", "John", "Okorro", "2010-11-09"),
        ("n2", "Jane", "Thornley", "2009-03-05"),
        ("n3", "Muhamad", "Al-Amin", "2011-07-01"),
        ("n4", "Stephen", "Brindle", "2010-01-31"),
        ("n5", "José", "de Souza", "2012-08-12"),
        ("n6", "Ada", "Brinnell", "2013-02-02"),
    ] {
        open(record, child, details(given, family, born)).await;
    }
    let pass = authority(&amy(), Action::FindChild);
    for (asked, like) in [
        ("Jon", &["n1"][..]),
        ("Okoro", &["n1"]),
        ("okoro jon", &["n1"]),
        ("Jon Okoro 9/11/2010", &["n1"]),
        // One digit of the date, two that have changed places, and the day for the month.
        ("Okorro 9/11/2011", &["n1"]),
        ("Okorro 9/11/2001", &["n1"]),
        ("Okorro 11/9/2010", &["n1"]),
        ("Okorro 8/12/2010", &[]),
        ("Thornely", &["n2"]),
        ("Thormley", &["n2"]),
        ("Tohrnley", &["n2"]),
        ("Thornly jane", &["n2"]),
        ("Mohammed Alamin", &["n3"]),
        ("Steven", &["n4"]),
        ("Birndle", &["n4"]),
        ("Brinlde", &["n4"]),
        ("Brndle Steven", &["n4"]),
        // A slip at either end: one letter too many, left out, another one, two the wrong way round.
        ("Bhornley", &["n2"]),
        ("Hornley", &["n2"]),
        ("Htornley", &["n2"]),
        ("Athornley", &["n2"]),
        ("Thornlez", &["n2"]),
        ("Thornlye", &["n2"]),
        ("Thornleyu", &["n2"]),
        ("Jnae", &["n2"]),
        // The nearest first, then by name.
        ("Brindlle", &["n4"]),
        ("Brindell", &["n6", "n4"]),
        ("Jose Desousa", &["n5"]),
        // Found as they are: not said again.
        ("John", &[]),
        ("Jose desouza", &[]),
        ("Stephen Okorro", &[]),
        ("Steven Okoro", &[]),
        // What is no name is like too much.
        ("9/11/2011", &[]),
        ("998878", &[]),
        ("~JN", &[]),
        ("<yel", &[]),
        ("", &[]),
    ] {
        assert_eq!(ids(record.find_like(&pass, asked).await.unwrap()), like, "{asked}");
    }
    assert_eq!(ids(record.find(&pass, "desouza jose").await.unwrap()), ["n5"]);
}

async fn lists_of_work(at: Place) {
    let record = at.open().await;
    for (child, with) in [
        ("c1", place("yjs", "north", "amy", "yjs-case-manager")),
        ("c2", place("yjs", "north", "", "")),
        ("c3", place("csc", "south", "ben", "social-worker")),
        ("c4", At { authority: "dudley".into(), ..place("yjs", "north", "", "") }),
    ] {
        keep(&record, child, child, vec![opened("Rosa", child)]).await.unwrap();
        keep(&record, child, &format!("with {child}"), vec![Entry::Involved(with)]).await.unwrap();
    }
    let mia = person("mia", Service::Yjs, Standing::Manager);
    assert_eq!(ids(record.mine(&own(&amy(), Action::SeeMyDuties)).await.unwrap()), ["c1"]);
    assert_eq!(ids(record.mine(&own(&mia, Action::SeeMyDuties)).await.unwrap()), Vec::<String>::new());
    assert_eq!(ids(record.of_team(&team(&mia, "north"), "north").await.unwrap()), ["c1", "c2"]);
    assert_eq!(ids(record.of_team(&own(&amy(), Action::SeeMyDuties), "north").await.unwrap()), ["c1", "c2"]);
    assert!(matches!(record.of_team(&team(&mia, "north"), "south").await, Err(RecordError::NotFound)));
    assert!(matches!(record.of_team(&own(&amy(), Action::SeeMyDuties), "south").await, Err(RecordError::NotFound)));
    let owes = |child: &str, role: &str| record::Evaluated {
        child: child.into(),
        version: 2,
        next_look: 9,
        owing: vec![role.into()],
    };
    record
        .evaluated(&remind(), vec![owes("c1", "iro"), owes("c2", "iro-service-manager"), owes("c3", "iro")])
        .await
        .unwrap();
    assert_eq!(ids(record.owing(&own(&amy(), Action::SeeMyDuties), "iro").await.unwrap()), ["c1", "c3"]);
    // Whoever stands in asks for the children who are open, and for no others.
    keep(&record, "c2", "opens", vec![plain("e1", "2026-03-04", "yjs-involvement-started")]).await.unwrap();
    let covered = async || ids(record.of_authority(&own(&amy(), Action::SeeMyDuties)).await.unwrap());
    assert_eq!(covered().await, ["c2"]);
    // Not those who are open to the other service alone.
    keep(&record, "c1", "opens 1", vec![plain("e1", "2026-03-04", "yjs-involvement-started")]).await.unwrap();
    keep(&record, "c3", "opens 3", vec![plain("e1", "2026-03-04", "csc-involvement-started")]).await.unwrap();
    assert_eq!(covered().await, ["c1", "c2"]);
    let passes: Vec<_> = ["c3", "c9", "c1"].iter().map(|c| see(c)).collect();
    for node in [&record, &at.open().await] {
        let children = node.children(&passes).await.unwrap();
        assert_eq!(children.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["c3", "c1"]);
    }
    let many: Vec<_> = (0..40).map(|n| see(&format!("c{n}"))).collect();
    assert_eq!(record.children(&many).await.unwrap().len(), 4);
}
