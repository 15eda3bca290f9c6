//! What cannot be is refused with its reason, and leaves nothing behind.

use record::{AppendError, Details, Entry};
use serde_json::json;

use crate::people::{NOW, admitted, details, event, keep, opened, place, plain, retract, see, write};
use crate::place::{Place, both};

both! { leaves_nothing a_beginning_that_cannot_be }

fn cases() -> Vec<(Vec<Entry>, &'static str)> {
    vec![
        (vec![plain("e9", "2026-11-23", "arrested")], "lies in the future"),
        (vec![plain("e9", "2026-11-22T12:01", "arrested")], "lies in the future"),
        (
            vec![event("e9", "2026-11-20", "arrested", json!({ "known": { "yjs": "2026-12-01" } }))],
            "lies in the future",
        ),
        (vec![plain("e9", "2009-01-01", "arrested")], "before the child was born"),
        (vec![plain("e9", "2026-03-02", "arested")], "no event of the vocabulary"),
        (vec![event("e9", "2026-03-02", "arrested", json!({ "with": { "seriuos": true } }))], "no attribute `seriuos`"),
        (
            vec![event("e9", "2026-03-02", "arrested", json!({ "corrects": "e7" }))],
            "no event of this journey has that id",
        ),
        (vec![retract("e9", "2026-03-02", "e7")], "no event of this journey has that id"),
        (
            vec![event("e9", "2026-03-02", "arrested", json!({ "follows": "e7" }))],
            "no event of this journey has that id",
        ),
        (vec![plain("e1", "2026-03-02", "arrested")], "stands twice"),
        (vec![plain("e9", "2026-03-02", "arrested"), plain("e9", "2026-03-03", "arrested")], "stands twice"),
        (vec![plain("", "2026-03-02", "arrested")], "has no id"),
        (vec![plain("e9", "2026-03-02", "jointly-open")], "disagrees with the rest"),
        (
            vec![event("e9", "2026-03-02", "duty-done", json!({ "with": { "clause": "camden-nowhere" } }))],
            "no clause of any protocol",
        ),
        (
            vec![Entry::Details {
                details: Details { authority: "atlantis".into(), ..details("R", "A", "2010-05-04") },
            }],
            "no protocol of `atlantis`",
        ),
        (vec![Entry::Details { details: details("R", "A", "4 May") }], "4 May"),
        (vec![Entry::Details { details: details("R", "A", "2026-06-01") }], "before the child was born"),
        (vec![Entry::Involved(place("police", "north", "", ""))], "`police` is no service"),
        (vec![Entry::Involved(place("yjs", "north", "", "wizard"))], "`wizard` is no role"),
        (vec![Entry::Involved(place("yjs", "", "", ""))], "neither a team nor a person"),
        (vec![Entry::Noted { event: "e7".into(), system: "yjs".into() }], "no event `e7`"),
        (vec![Entry::Noted { event: "e1".into(), system: "nhs".into() }], "`nhs` is no system"),
        // The good half of a write goes with the bad.
        (vec![plain("e8", "2026-03-02", "charged"), plain("e9", "2027-01-01", "charged")], "lies in the future"),
    ]
}

async fn leaves_nothing(at: Place) {
    let record = at.open().await;
    keep(&record, "c1", "k0", vec![opened("Rosa", "Amber"), plain("e1", "2026-03-02", "arrested")]).await.unwrap();
    let everything = async || {
        let mut all = Vec::new();
        for table in ["log", "write_key", "child", "child_word", "involvement", "agenda"] {
            all.push(at.sql(&format!("SELECT * FROM {table}")).await);
        }
        all
    };
    let before = everything().await;
    let held = format!("{:?}", record.child(&see("c1")).await.unwrap());
    for (n, (entries, why)) in cases().into_iter().enumerate() {
        let refused = record.append(admitted(write("c1", 2, &format!("k{}", n + 1), entries.clone())), NOW).await;
        match refused {
            Err(AppendError::Refused(said)) => assert!(said.contains(why), "{entries:?}: {said}"),
            other => panic!("{entries:?}: {other:?}"),
        }
        assert_eq!(everything().await, before, "{entries:?}");
    }
    assert_eq!(format!("{:?}", record.child(&see("c1")).await.unwrap()), held);
    // A key of what was refused is free.
    keep(&record, "c1", "k1", vec![plain("e2", "2026-03-03", "charged")]).await.unwrap();
}

async fn a_beginning_that_cannot_be(at: Place) {
    let record = at.open().await;
    let unborn = Entry::Opened { details: details("Rosa", "Amber", "2027-01-01") };
    assert!(matches!(keep(&record, "c1", "k1", vec![unborn]).await, Err(AppendError::Refused(_))));
    let many = std::iter::once(opened("Rosa", "Amber"))
        .chain((0..500).map(|n| plain(&format!("e{n}"), "2026-03-02", "arrested")));
    assert!(matches!(keep(&record, "c1", "k2", many.collect()).await, Err(AppendError::Refused(_))));
    assert_eq!(at.sql("SELECT COUNT(*) FROM log").await, [["0"]]);
    let fewer = std::iter::once(opened("Rosa", "Amber"))
        .chain((0..499).map(|n| plain(&format!("e{n}"), "2026-03-02", "arrested")));
    assert_eq!(keep(&record, "c1", "k3", fewer.collect()).await.unwrap().version, 500);
}
