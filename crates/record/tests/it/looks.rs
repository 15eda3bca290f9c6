//! Looks are written down, read again, and never changed.

use gate::{Action, On, Refused, Request, Service, Standing};
use record::Look;

use crate::people::{HOME, NOW, amy, begin, ben, pass, person, see};
use crate::place::{Place, both};

both! { written_and_read visited only_added_to }

async fn written_and_read(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    let first = Look::of(&see("c1"), "r1");
    assert_eq!((first.person.as_str(), first.action.as_str(), first.child.as_str()), ("amy", "see-child", "c1"));
    assert_eq!(
        (first.authority.as_str(), first.service.as_str(), first.standing.as_str()),
        (HOME, "yjs", "practitioner")
    );
    let second = Look::of(&pass(&ben(), Action::SeeChild, "c1"), "r2");
    let (who, tied) = (amy(), Vec::new());
    let asked = Request::new(&who, Action::SeeLooks, On::Own, &tied);
    let why = Refused { reason: "not for you".into(), may_know: true, alarm: false, fresh_would_do: false };
    let third = Look::refused(&asked, &why, "c1", "r3");
    let list = Look { child: String::new(), children: vec!["c1".into(), "c2".into()], ..first.clone() };
    record.looked(vec![first.clone(), list], NOW).await.unwrap();
    record.looked(vec![second.clone()], NOW + 1).await.unwrap();
    record.looked(vec![third.clone()], NOW + 2).await.unwrap();
    record.looked(Vec::new(), NOW).await.unwrap();
    let leads = person("mia", Service::Yjs, Standing::Manager);
    let looks = record.looks(&pass(&leads, Action::SeeLooks, "c1"), 10).await.unwrap();
    let read: Vec<_> = looks.iter().map(|l| (l.at, l.look.clone())).collect();
    assert_eq!(read.len(), 4);
    assert_eq!(read[..2], [(NOW + 2, third), (NOW + 1, second)]);
    // One of a list stands among them; which child of the list it was need not be said of this one.
    let own: Vec<&str> = read[2..].iter().map(|(_, look)| look.child.as_str()).collect();
    assert!(own.contains(&"c1") && own.contains(&""), "{own:?}");
    let of_the_other = record.looks(&pass(&leads, Action::SeeLooks, "c2"), 10).await.unwrap();
    assert_eq!(of_the_other.iter().map(|l| (l.at, l.look.person.as_str())).collect::<Vec<_>>(), [(NOW, "amy")]);
    assert_eq!(record.looks(&pass(&leads, Action::SeeLooks, "c1"), 1).await.unwrap().len(), 1);
    assert_eq!(at.sql("SELECT COUNT(*) FROM looked WHERE children = '[\"c1\",\"c2\"]'").await, [["1"]]);
}

/// A visit to a child is a visit, whichever page of theirs it began on; half an hour after a look it is another one.
async fn visited(at: Place) {
    const MINUTE: i64 = 60_000;
    let record = at.open().await;
    begin(&record, "c1").await;
    let visit = async |minute: i64| {
        let visit = record.visit(&see("c1"), NOW + minute * MINUTE).await.unwrap();
        (visit.last.map(|at| (at - NOW) / MINUTE), visit.began.map(|at| (at - NOW) / MINUTE))
    };
    assert_eq!(visit(0).await, (None, None));
    let why = Look::of(&pass(&amy(), Action::SeeWhy, "c1"), "r1");
    let own = Look::of(&see("c1"), "r2");
    // What she was refused, what Ben did, and a list that she stood on are no visits of hers.
    let refused = Look { refused: "not for you".into(), ..own.clone() };
    let (ben, list) = (
        Look::of(&pass(&ben(), Action::SeeChild, "c1"), "r3"),
        Look { child: String::new(), children: vec!["c1".into()], ..own.clone() },
    );
    for (minute, looks) in [(0, vec![refused, ben, list]), (1, vec![why]), (6, vec![own])] {
        record.looked(looks, NOW + minute * MINUTE).await.unwrap();
    }
    for (minute, last, began) in [
        (1, None, None),
        (2, None, Some(1)),
        (7, None, Some(1)),
        (31, None, Some(1)),
        (32, Some(1), Some(6)),
        (36, Some(1), Some(6)),
        (37, Some(6), None),
    ] {
        assert_eq!(visit(minute).await, (last, began), "{minute}");
    }
}

async fn only_added_to(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    let look = Look { children: vec!["c1".into()], ..Look::of(&see("c1"), "r1") };
    record.looked(vec![look], NOW).await.unwrap();
    let before = at.sql("SELECT * FROM log").await;
    for sql in [
        "UPDATE log SET person = 'eve'",
        "DELETE FROM log",
        "DELETE FROM log WHERE stream = 'c1'",
        "UPDATE looked SET person = 'eve'",
        "DELETE FROM looked",
        "UPDATE looked_at SET child = 'c9'",
        "DELETE FROM looked_at",
        "UPDATE write_key SET version = 7",
        "DELETE FROM write_key",
    ] {
        assert!(at.refuses(sql).await, "{sql}");
    }
    if !at.is_sqlite() {
        for table in ["log", "looked", "write_key"] {
            assert!(at.refuses(&format!("TRUNCATE {table}")).await, "{table}");
        }
    }
    assert_eq!(at.sql("SELECT * FROM log").await, before);
    assert_eq!(at.sql("SELECT person FROM looked").await, [["amy"]]);
}
