//! Looks are written down, read again, and never changed.

use gate::{Action, On, Refused, Request, Service, Standing};
use record::Look;

use crate::people::{HOME, NOW, amy, begin, ben, pass, person, see};
use crate::place::{Place, both};

both! { written_and_read only_added_to }

async fn written_and_read(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    assert_eq!(record.last_look(&see("c1"), NOW).await.unwrap(), None);
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
    assert_eq!(record.last_look(&see("c1"), NOW + 9).await.unwrap(), Some(NOW));
    assert_eq!(record.last_look(&see("c1"), NOW).await.unwrap(), None);
    record.looked(vec![first], NOW + 5).await.unwrap();
    // From the first moment on, and before the last; Ben's look, and the one that was refused, are none of hers.
    for (from, to, looked) in [
        (NOW, NOW + 6, Some((NOW, NOW + 5))),
        (NOW + 1, NOW + 6, Some((NOW + 5, NOW + 5))),
        (NOW, NOW + 5, Some((NOW, NOW))),
        (NOW + 1, NOW + 5, None),
    ] {
        assert_eq!(record.looked_between(&see("c1"), from, to).await.unwrap(), looked, "{from} to {to}");
    }
    assert_eq!(at.sql("SELECT COUNT(*) FROM looked WHERE children = '[\"c1\",\"c2\"]'").await, [["1"]]);
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
