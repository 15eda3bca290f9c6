//! What is held in memory of what follows for a child is what would be worked out anew, for each reader apart.

use std::sync::Arc;

use calendar::Moment;
use gate::{Class, Classes, Service};
use record::{Child, Details, Entry, MayRead, Reckoned};
use serde_json::json;

use crate::people::{NOW, details, event, keep, opened, plain, see};
use crate::place::{Place, book, both};

both! { as_if_anew anew_after_a_change each_reader_apart }

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

/// Worked out from the first entries alone, with nothing held.
fn anew(child: &Child, entries: usize, at: Moment) -> Reckoned {
    let mut journey = child.journey.clone();
    journey.written.truncate(entries);
    Reckoned::of(book(), &journey, journey.timeline(at, None), None)
}

fn reader(reads: Classes, service: Service, own: Option<&str>) -> MayRead {
    MayRead { reads, service, own: own.map(str::to_owned) }
}

async fn begun(at: &Place) -> record::Record {
    let record = at.open().await;
    let both = json!({ "known": { "yjs": "2026-11-20T15:10", "csc": "2026-11-21T09:00" } });
    let entries = vec![
        opened("Rosa", "Amber"),
        plain("e1", "2026-11-02", "yjs-involvement-started"),
        plain("e2", "2026-11-03", "csc-involvement-started"),
        event("e3", "2026-11-20T15:10", "remanded-yda", both),
    ];
    keep(&record, "c1", "k0", entries).await.unwrap();
    record
}

async fn as_if_anew(at: Place) {
    let record = begun(&at).await;
    let child = record.child(&see("c1")).await.unwrap();
    let moments = ["2026-11-20T15:09", "2026-11-20T15:11", "2026-11-22T12:00", "2026-11-22T23:59", "2026-11-30T08:00"];
    // Asked twice, in both orders: what was held for one moment must not stand for another.
    for text in moments.into_iter().chain(moments.into_iter().rev()) {
        for entries in [0, 1, 2, 3] {
            let (held, new) = (record.reckoned(&child, entries, moment(text)), anew(&child, entries, moment(text)));
            assert_eq!(held.lines, new.lines, "{entries} entries at {text}");
            assert_eq!(held.status, new.status, "{entries} entries at {text}");
            assert_eq!(held.timeline.events, new.timeline.events, "{entries} entries at {text}");
        }
    }
    let (now, later) = (moment("2026-11-22T12:00"), moment("2026-11-22T12:01"));
    assert!(Arc::ptr_eq(&record.reckoned(&child, 3, now), &record.reckoned(&child, 3, later)));
    // A whole day is no moment: what was as at its end is not what is as at noon.
    let day = record.reckoned(&child, 3, Moment::date_only(now.day()));
    assert!(!Arc::ptr_eq(&day, &record.reckoned(&child, 3, now)));
}

async fn anew_after_a_change(at: Place) {
    let record = begun(&at).await;
    let now = moment("2026-11-22T12:00");
    let child = record.child(&see("c1")).await.unwrap();
    let first = record.reckoned(&child, 3, now);
    assert_eq!((first.status.age, first.status.in_custody_since.is_some()), (16, true));
    keep(&record, "c1", "k1", vec![event("e4", "2026-11-22", "released", json!({}))]).await.unwrap();
    let child = record.child(&see("c1")).await.unwrap();
    assert!(record.reckoned(&child, 4, now).status.in_custody_since.is_none());
    // As it was when somebody last looked: still held, and the same.
    assert_eq!(child.entries_by(NOW - 1), 0);
    assert!(Arc::ptr_eq(&first, &record.reckoned(&child, 3, now)));
    // Who the child is was put right: everything is worked out again, what was as well.
    let younger = Details { sex: Some("female".into()), ..details("Rosa", "Amber", "2012-05-04") };
    keep(&record, "c1", "k2", vec![Entry::Details { details: younger }]).await.unwrap();
    let child = record.child(&see("c1")).await.unwrap();
    assert_eq!((record.reckoned(&child, 3, now).status.age, record.reckoned(&child, 4, now).status.age), (14, 14));
}

async fn each_reader_apart(at: Place) {
    let record = begun(&at).await;
    let now = moment("2026-11-22T12:00");
    let child = record.child(&see("c1")).await.unwrap();
    let whole = record.reckoned(&child, 3, now);
    let joint = Classes::NONE.with(Class::Joint);
    let readers = [
        reader(joint, Service::Yjs, None),
        reader(joint, Service::Csc, None),
        reader(Classes::ALL, Service::Yjs, None),
        reader(joint, Service::Yjs, Some("amy")),
    ];
    // Each may read so many of the first entries.
    for (number, one) in readers.iter().enumerate() {
        let part = |whole: &journey::Timeline| {
            let mut part = whole.clone();
            part.events.truncate(number);
            Some(part)
        };
        let mine = record.reckoned_part(&child, &whole, now, one.clone(), part);
        assert_eq!(mine.number(), number);
    }
    for (number, one) in readers.into_iter().enumerate() {
        let mine = record.reckoned_part(&child, &whole, now, one, |_| panic!("it is held"));
        assert_eq!(mine.number(), number);
        assert_eq!(whole.lines.iter().filter(|line| mine.has(line)).count(), mine.lines.len(), "{number} entries");
    }
    let all = record.reckoned_part(&child, &whole, now, reader(Classes::ALL, Service::Csc, None), |_| None);
    assert!(Arc::ptr_eq(&all, &whole));
}
