//! Opening, adding, reading again; the same key, the version seen.

use record::{AppendError, Appended, RecordError, StaffEntry};

use crate::people::{NOW, admit, admitted, begin, event, keep, opened, plain, see, upkeep, write};
use crate::place::{Place, both};

both! { opening_and_reading same_key keys_are_their_senders_own twenty_at_once based_on the_pass_is_for_the_child the_clock_goes_back another_node }

async fn opening_and_reading(at: Place) {
    let record = at.open().await;
    let first =
        keep(&record, "c1", "k1", vec![opened("Rosa", "Amber"), plain("e1", "2026-03-02", "arrested")]).await.unwrap();
    assert_eq!(first, Appended { version: 2, repeated: false });
    let more = serde_json::json!({ "with": { "plan": "child-in-need" } });
    let second = keep(&record, "c1", "k2", vec![event("e2", "2026-03-03T10:30", "csc-involvement-started", more)])
        .await
        .unwrap();
    assert_eq!(second.version, 3);
    for node in [&record, &at.open().await] {
        let child = node.child(&see("c1")).await.unwrap();
        assert_eq!((child.version, child.name().as_str()), (3, "Rosa Amber"));
        assert_eq!((child.open_to_yjs, child.open_to_csc), (false, true));
        let kept: Vec<_> =
            child.kept.iter().map(|k| (k.id.as_str(), k.version, k.recorded, k.person.as_str())).collect();
        assert_eq!(kept, [("e1", 2, NOW, "amy"), ("e2", 3, NOW, "ben")]);
        assert_eq!(child.journey.written[1].place, 2);
    }
    assert!(matches!(record.child(&see("c9")).await, Err(RecordError::NotFound)));
}

async fn same_key(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    let same = || write("c1", 1, "k", vec![plain("e1", "2026-03-02", "arrested")]);
    assert_eq!(record.append(admitted(same()), NOW).await.unwrap(), Appended { version: 2, repeated: false });
    keep(&record, "c1", "later", vec![plain("e2", "2026-03-03", "arrested")]).await.unwrap();
    for node in [&record, &at.open().await] {
        let again = node.append(admitted(same()), NOW + 86_400_000).await.unwrap();
        assert_eq!(again, Appended { version: 2, repeated: true });
    }
    let other = write("c1", 1, "k", vec![plain("e3", "2026-03-02", "arrested")]);
    assert!(matches!(record.append(admitted(other), NOW).await, Err(AppendError::KeyReused)));
    begin(&record, "c2").await;
    let of_another = write("c2", 1, "k", vec![plain("e1", "2026-03-02", "arrested")]);
    assert!(matches!(record.append(admitted(of_another), NOW).await, Err(AppendError::KeyReused)));
    for key in [String::new(), "x".repeat(201)] {
        let refused =
            record.append(admitted(write("c1", 3, &key, vec![plain("e9", "2026-03-02", "arrested")])), NOW).await;
        assert!(matches!(refused, Err(AppendError::Refused(_))));
    }
    assert_eq!(at.sql("SELECT COUNT(*) FROM log").await, [["4"]]);
}

async fn keys_are_their_senders_own(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    // A key that is worded like one of the program's own takes nothing from it.
    let keys = ["staff:camden:1", "api:ben:k"];
    for (n, key) in keys.into_iter().enumerate() {
        keep(&record, "c1", key, vec![plain(&format!("e{n}"), "2026-03-02", "arrested")]).await.unwrap();
    }
    let team = StaffEntry::Team {
        id: "north".into(),
        name: "North".into(),
        service: "yjs".into(),
        covers: false,
        telephone: String::new(),
    };
    assert_eq!(record.keep_staff(admit(&upkeep(), vec![team]), 0, NOW).await.unwrap().version, 1);
    // Ben sends with a key that Amy has used, and is not told that she has.
    let by_ben =
        keep(&record, "c1", "staff:camden:1", vec![plain("e9", "2026-03-03", "csc-involvement-started")]).await;
    assert_eq!(by_ben.unwrap(), Appended { version: 4, repeated: false });
}

async fn twenty_at_once(at: Place) {
    let nodes = [std::sync::Arc::new(at.open().await), std::sync::Arc::new(at.open().await)];
    begin(&nodes[0], "c1").await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let node = std::sync::Arc::clone(&nodes[n % 2]);
            tokio::spawn(async move {
                node.append(admitted(write("c1", 1, "k", vec![plain("e1", "2026-03-02", "arrested")])), NOW)
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut first = 0;
    for task in tasks {
        let answer = task.await.unwrap();
        assert_eq!(answer.version, 2);
        first += u32::from(!answer.repeated);
    }
    assert_eq!(first, 1);
    assert_eq!(at.sql("SELECT COUNT(*) FROM log WHERE stream = 'c1'").await, [["2"]]);
}

async fn based_on(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    let late = write("c1", 0, "k1", vec![opened("Rosa", "Amber")]);
    assert!(matches!(record.append(admitted(late), NOW).await, Err(AppendError::Conflict(1))));
    for seen in [0, 2] {
        let wrong = write("c1", seen, "k2", vec![plain("e1", "2026-03-02", "arrested")]);
        assert!(matches!(record.append(admitted(wrong), NOW).await, Err(AppendError::Conflict(1))));
    }
    let nobody = write("c9", 3, "k3", vec![plain("e1", "2026-03-02", "arrested")]);
    assert!(matches!(record.append(admitted(nobody), NOW).await, Err(AppendError::Record(RecordError::NotFound))));
    let unopened = write("c9", 0, "k4", vec![plain("e1", "2026-03-02", "arrested")]);
    assert!(matches!(record.append(admitted(unopened), NOW).await, Err(AppendError::Record(RecordError::NotFound))));
    assert_eq!(at.sql("SELECT COUNT(*) FROM log").await, [["1"]]);
}

async fn the_pass_is_for_the_child(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    begin(&record, "c2").await;
    let (pass, mut moved) = admitted(write("c1", 1, "k", vec![plain("e1", "2026-03-02", "arrested")])).into_parts();
    moved.child = "c2".into();
    let refused = record.append(crate::people::gate().admit(&pass, &[], moved).unwrap(), NOW).await;
    assert!(matches!(refused, Err(AppendError::Record(RecordError::NotFound))));
    assert_eq!(at.sql("SELECT COUNT(*) FROM log").await, [["2"]]);
}

async fn the_clock_goes_back(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    for (n, now) in [NOW - 3_600_000, NOW + 5, NOW - 1].into_iter().enumerate() {
        let one = write("c1", n as u64 + 1, &format!("k{n}"), vec![plain(&format!("e{n}"), "2026-03-02", "arrested")]);
        record.append(admitted(one), now).await.unwrap();
    }
    let recorded: Vec<i64> = record.child(&see("c1")).await.unwrap().kept.iter().map(|k| k.recorded).collect();
    assert_eq!(recorded, [NOW, NOW + 5, NOW + 5]);
}

async fn another_node(at: Place) {
    let (one, two) = (at.open().await, at.open().await);
    begin(&one, "c1").await;
    assert_eq!(two.child(&see("c1")).await.unwrap().version, 1);
    keep(&two, "c1", "k1", vec![plain("e1", "2026-03-02", "arrested")]).await.unwrap();
    assert_eq!(one.child(&see("c1")).await.unwrap().version, 2);
    keep(&one, "c1", "k2", vec![plain("e2", "2026-03-02", "arrested")]).await.unwrap();
    assert_eq!(two.child(&see("c1")).await.unwrap().kept.len(), 2);
}
