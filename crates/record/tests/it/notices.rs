//! Notices: each once, tried until it is sent or given up.

use record::{Notice, Stage};

use crate::people::{HOME, NOW, remind};
use crate::place::{Place, both};

both! { each_once tried_again }

fn notice(key: &str, made: i64) -> Notice {
    Notice {
        key: key.into(),
        person: "amy".into(),
        authority: HOME.into(),
        child: "c1".into(),
        stage: Stage::Overdue,
        message_id: format!("{key}@example.org"),
        made,
        tries: 0,
    }
}

async fn waiting(record: &record::Record, now: i64) -> Vec<(String, i64)> {
    record.waiting_notices(&remind(), now, 10).await.unwrap().into_iter().map(|n| (n.message_id, n.tries)).collect()
}

async fn each_once(at: Place) {
    let (one, two) = (at.open().await, at.open().await);
    let again = Notice { message_id: "other@example.org".into(), ..notice("n1", NOW) };
    one.keep_notices(&remind(), vec![notice("n1", NOW), notice("n2", NOW + 5), again.clone()]).await.unwrap();
    two.keep_notices(&remind(), vec![again]).await.unwrap();
    assert_eq!(two.waiting_notices(&remind(), NOW, 10).await.unwrap(), [notice("n1", NOW)]);
    assert_eq!(two.waiting_notices(&remind(), NOW + 5, 1).await.unwrap(), [notice("n1", NOW)]);
    assert_eq!(two.notices_standing().await.unwrap(), (2, 0));
    two.sent(&remind(), "n1@example.org").await.unwrap();
    one.keep_notices(&remind(), vec![notice("n1", NOW)]).await.unwrap();
    assert_eq!(waiting(&one, NOW + 9).await, [("n2@example.org".to_owned(), 0)]);
    assert_eq!(one.notices_standing().await.unwrap(), (1, 0));
    one.sent(&remind(), "n2@example.org").await.unwrap();
    assert_eq!(one.notices_standing().await.unwrap(), (0, 0));
}

async fn tried_again(at: Place) {
    let record = at.open().await;
    record.keep_notices(&remind(), vec![notice("n1", NOW), notice("n2", NOW)]).await.unwrap();
    record.not_sent(&remind(), "n1@example.org", "451 later", Some(NOW + 60)).await.unwrap();
    assert_eq!(waiting(&record, NOW).await, [("n2@example.org".to_owned(), 0)]);
    assert_eq!(waiting(&record, NOW + 60).await, [("n2@example.org".to_owned(), 0), ("n1@example.org".to_owned(), 1)]);
    record.not_sent(&remind(), "n1@example.org", "550 nobody", None).await.unwrap();
    assert_eq!(record.notices_standing().await.unwrap(), (1, 1));
    let failed = record.undelivered(&remind(), HOME, NOW).await.unwrap();
    assert_eq!(failed, [Notice { tries: 2, ..notice("n1", NOW) }]);
    assert_eq!(record.undelivered(&remind(), "dudley", NOW).await.unwrap(), []);
    // After 30 days nobody can step in any more: it hides no later one.
    assert_eq!(record.undelivered(&remind(), HOME, NOW + 31 * 86_400_000).await.unwrap(), []);
    assert_eq!(at.sql("SELECT said FROM notice WHERE key = 'n1'").await, [["550 nobody"]]);
    assert_eq!(waiting(&record, NOW + 999).await.len(), 1);
}
