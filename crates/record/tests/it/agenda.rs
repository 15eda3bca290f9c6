//! When to look at a child again, and who does it.

use record::{Entry, Evaluated};

use crate::people::{NOW, begin, keep, plain, remind};
use crate::place::{Place, both};

both! { due_and_looked_at one_holder a_record_that_cannot_be_read }

fn looked(child: &str, version: u64, next_look: i64) -> Evaluated {
    Evaluated { child: child.into(), version, next_look, owing: vec!["social-worker".into()] }
}

async fn due(record: &record::Record, now: i64) -> Vec<String> {
    record.due_for_a_look(&remind(), now, 100).await.unwrap().iter().flatten().map(|c| c.id.clone()).collect()
}

async fn due_and_looked_at(at: Place) {
    let record = at.open().await;
    for child in ["c1", "c2", "c3"] {
        begin(&record, child).await;
    }
    assert_eq!(due(&record, NOW).await, ["c1", "c2", "c3"]);
    assert_eq!(due(&record, NOW - 1).await, Vec::<String>::new());
    assert_eq!(record.due_for_a_look(&remind(), NOW, 2).await.unwrap().len(), 2);
    record.evaluated(&remind(), vec![looked("c1", 1, NOW + 10), looked("c2", 1, NOW + 5)]).await.unwrap();
    assert_eq!(due(&record, NOW + 4).await, ["c3"]);
    assert_eq!(due(&record, NOW + 10).await, ["c3", "c2", "c1"]);
    assert_eq!(record.ties("c1").await.unwrap().unwrap().owing, ["social-worker"]);
    // Something was written while it was looked at: it stays due.
    keep(&record, "c3", "k", vec![plain("e1", "2026-03-02", "arrested")]).await.unwrap();
    record.evaluated(&remind(), vec![looked("c3", 1, NOW + 99)]).await.unwrap();
    assert_eq!(due(&record, NOW).await, ["c3"]);
    // What is written makes due again what had been put off, and says nothing of what is owed.
    keep(&record, "c1", "k1", vec![Entry::Warnings { warnings: Vec::new() }]).await.unwrap();
    assert_eq!(due(&record, NOW).await, ["c1", "c3"]);
    assert_eq!(record.ties("c1").await.unwrap().unwrap().owing, ["social-worker"]);
}

async fn one_holder(at: Place) {
    let (one, two) = (at.open().await, at.open().await);
    assert_eq!(one.evaluated_to("reminders").await.unwrap(), 0);
    assert!(one.claim("reminders", "one", NOW, NOW + 100).await.unwrap());
    assert!(!two.claim("reminders", "two", NOW + 99, NOW + 200).await.unwrap());
    assert!(two.claim("backups", "two", NOW, NOW + 100).await.unwrap());
    assert!(one.claim("reminders", "one", NOW + 50, NOW + 150).await.unwrap());
    one.done_up_to("reminders", "one", NOW + 60).await.unwrap();
    two.done_up_to("reminders", "two", NOW + 70).await.unwrap();
    assert_eq!(two.evaluated_to("reminders").await.unwrap(), NOW + 60);
    // The first has gone away: the second takes over, and the first is no longer heard.
    assert!(two.claim("reminders", "two", NOW + 150, NOW + 300).await.unwrap());
    one.done_up_to("reminders", "one", NOW + 80).await.unwrap();
    assert_eq!(one.evaluated_to("reminders").await.unwrap(), NOW + 60);
    two.done_up_to("reminders", "two", NOW + 10).await.unwrap();
    assert_eq!(one.evaluated_to("reminders").await.unwrap(), NOW + 60);
    let many = tokio::join!(one.claim("race", "one", NOW, NOW + 9), two.claim("race", "two", NOW, NOW + 9));
    assert!(many.0.unwrap() != many.1.unwrap());
}

async fn a_record_that_cannot_be_read(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    begin(&record, "c2").await;
    at.unguard().await;
    at.sql("UPDATE log SET payload = '{}' WHERE stream = 'c1'").await;
    let other = at.open().await;
    assert_eq!(due(&other, NOW).await, ["c2"]);
    assert!(matches!(other.child(&crate::people::see("c1")).await, Err(record::RecordError::Broken(_))));
}
