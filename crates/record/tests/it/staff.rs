//! People and teams: a log of their own, seen at once by every node, changed only on top of what was seen.

use record::{AppendError, Record, StaffEntry};

use crate::people::{HOME, NOW, admit, keeps, upkeep};
use crate::place::{Place, both};

both! { kept_and_seen_at_once words at_once }

fn team(id: &str, name: &str) -> StaffEntry {
    StaffEntry::Team {
        id: id.into(),
        name: name.into(),
        service: "yjs".into(),
        covers: false,
        telephone: String::new(),
    }
}

fn worker(id: &str, standing: &str, active: bool) -> StaffEntry {
    StaffEntry::Person {
        id: id.into(),
        name: id.to_uppercase(),
        service: "yjs".into(),
        standing: standing.into(),
        roles: vec!["yjs-case-manager".into()],
        teams: vec!["north".into()],
        leads: Vec::new(),
        telephone: String::new(),
        email: String::new(),
        active,
    }
}

async fn put(record: &Record, based_on: u64, entries: Vec<StaffEntry>) -> Result<u64, AppendError> {
    record.keep_staff(admit(&keeps(), entries), based_on, NOW).await
}

async fn kept_and_seen_at_once(at: Place) {
    let (one, two) = (at.open().await, at.open().await);
    assert_eq!(one.staff(HOME).await.unwrap().version, 0);
    assert_eq!(put(&one, 0, vec![team("north", "North"), worker("amy", "practitioner", true)]).await.unwrap(), 2);
    let seen = two.staff(HOME).await.unwrap();
    assert_eq!((seen.version, seen.team("north").unwrap().name.as_str()), (2, "North"));
    assert!(seen.person("amy").unwrap().active);
    // Amy leaves: the other node knows with its next question.
    assert_eq!(put(&one, 2, vec![worker("amy", "practitioner", false), team("north", "Nord")]).await.unwrap(), 4);
    let seen = two.staff(HOME).await.unwrap();
    assert!(!seen.person("amy").unwrap().active);
    assert_eq!((seen.teams.len(), seen.people.len(), seen.team("north").unwrap().name.as_str()), (1, 1, "Nord"));
    assert!(matches!(put(&two, 2, vec![team("east", "East")]).await, Err(AppendError::Conflict(4))));
    assert_eq!(put(&two, 4, Vec::new()).await.unwrap(), 4);
    assert_eq!(one.authorities().await.unwrap(), [HOME]);
    assert_eq!(one.staff("dudley").await.unwrap().version, 0);
    assert_eq!(one.verify(&upkeep(), |_| {}).await.unwrap().differences, []);
}

async fn words(at: Place) {
    let record = at.open().await;
    for entry in [
        worker("amy", "wizard", true),
        worker("amy", "program", true),
        StaffEntry::Team {
            id: "t".into(),
            name: "T".into(),
            service: "police".into(),
            covers: false,
            telephone: String::new(),
        },
    ] {
        assert!(matches!(put(&record, 0, vec![team("north", "North"), entry]).await, Err(AppendError::Refused(_))));
    }
    assert_eq!(record.staff(HOME).await.unwrap().version, 0);
}

async fn at_once(at: Place) {
    let nodes = [std::sync::Arc::new(at.open().await), std::sync::Arc::new(at.open().await)];
    let tasks: Vec<_> = (0..10)
        .map(|n| {
            let node = std::sync::Arc::clone(&nodes[n % 2]);
            tokio::spawn(async move { put(&node, 0, vec![team(&format!("t{n}"), "T")]).await.is_ok() })
        })
        .collect();
    let mut kept = 0;
    for task in tasks {
        kept += u32::from(task.await.unwrap());
    }
    assert_eq!((kept, nodes[0].staff(HOME).await.unwrap().teams.len()), (1, 1));
}
