//! What is added line by line is what the whole log tells: corrections, retractions, what follows on, and everything that is no event.

use calendar::Moment;
use record::{Contact, Details, Entry, Numbers, Warning};
use serde_json::json;

use crate::people::{NOW, admitted, details, event, keep, opened, place, plain, retract, see, upkeep, write};
use crate::place::{Place, book, both};

both! { line_by_line_is_the_whole said_and_unsaid services_told_of_a_child_they_do_not_work_with previews }

async fn line_by_line_is_the_whole(at: Place) {
    let record = at.open().await;
    keep(&record, "c1", "k0", vec![opened("Rosa", "Amber")]).await.unwrap();
    let steps = [
        vec![plain("e1", "2026-03-02", "arrested")],
        vec![event(
            "e2",
            "2026-03-03T09:00",
            "csc-involvement-started",
            json!({ "with": { "plan": "child-in-need" } }),
        )],
        vec![event(
            "e3",
            "2026-03-04",
            "yjs-involvement-started",
            json!({ "known": { "yjs": "2026-03-05", "csc": "2026-03-09" } }),
        )],
        vec![event("e4", "2026-03-03", "arrested", json!({ "corrects": "e1", "with": { "serious": true } }))],
        vec![Entry::Details {
            details: Details { sex: Some("female".into()), ..details("Rosa", "Ambler", "2010-05-04") },
        }],
        vec![plain("e5", "2026-03-10", "charged"), event("e6", "2026-03-12", "charged", json!({ "follows": "e5" }))],
        vec![retract("e7", "2026-03-11", "e4")],
        vec![Entry::Siblings { children: vec!["c2".into(), "c3".into()] }],
        vec![plain("e8", "2026-03-13", "csc-involvement-ended")],
    ];
    for (n, entries) in steps.into_iter().enumerate() {
        keep(&record, "c1", &format!("k{}", n + 1), entries).await.unwrap();
        let (held, read) = (record.child(&see("c1")).await.unwrap(), at.open().await.child(&see("c1")).await.unwrap());
        assert_eq!(format!("{held:#?}"), format!("{read:#?}"), "after step {n}");
    }
    let child = record.child(&see("c1")).await.unwrap();
    assert_eq!((child.open_to_yjs, child.open_to_csc), (true, false));
    assert_eq!((child.journey.child.sex, child.journey.child.siblings), (Some("female"), Some(2)));
    let timeline = child.timeline(Moment::at_instant(NOW / 1000), None);
    let events: Vec<&str> = timeline.events.iter().filter_map(|e| e.id.as_deref()).collect();
    assert_eq!(events, ["e2", "e3", "e5", "e6", "e8"]);
    assert_eq!(timeline.retracted.len(), 1);
    // The file that one takes out says the same.
    let file = child.as_journey().to_string();
    let again = journey::read("what was entered", file.as_bytes(), &book().protocols.vocabulary).unwrap();
    assert_eq!(again, child.journey);
}

async fn said_and_unsaid(at: Place) {
    let record = at.open().await;
    keep(&record, "c1", "k0", vec![opened("Rosa", "Amber"), plain("e1", "2026-03-02", "arrested")]).await.unwrap();
    let allocated = place("yjs", "north", "amy", "yjs-case-manager");
    let team = place("csc", "south", "", "");
    let mother = Contact { relation: "mother".into(), name: "Opal".into(), telephone: None };
    let warning = Warning { text: "Two to a visit".into() };
    let named = Details {
        known_as: Some("Ro".into()),
        numbers: Numbers { yjs: Some("Y-1".into()), csc: None },
        ..details("Rosa", "Amber", "2010-05-04")
    };
    let all = [
        vec![Entry::Details { details: named.clone() }],
        vec![Entry::Involved(allocated.clone()), Entry::Involved(allocated.clone()), Entry::Involved(team.clone())],
        vec![Entry::Uninvolved(team)],
        vec![Entry::Network { contacts: vec![mother.clone()] }],
        vec![Entry::Warnings { warnings: vec![warning.clone()] }],
        vec![Entry::Restricted { people: Some(vec!["amy".into()]), reason: String::new() }],
        vec![
            Entry::Noted { event: "e1".into(), system: "yjs".into() },
            Entry::Noted { event: "e1".into(), system: "yjs".into() },
        ],
    ];
    for (n, entries) in all.into_iter().enumerate() {
        keep(&record, "c1", &format!("k{}", n + 1), entries).await.unwrap();
    }
    for node in [&record, &at.open().await] {
        let child = node.child(&see("c1")).await.unwrap();
        assert_eq!((&child.details, child.name().as_str()), (&named, "Ro Amber"));
        assert_eq!((child.involved.clone(), child.network.clone()), (vec![allocated.clone()], vec![mother.clone()]));
        assert_eq!(
            (child.warnings.clone(), child.restricted.clone()),
            (vec![warning.clone()], Some(vec!["amy".to_owned()]))
        );
        assert_eq!(child.noted, [("e1".to_owned(), "yjs".to_owned())]);
    }
    keep(&record, "c1", "open again", vec![Entry::Restricted { people: None, reason: String::new() }]).await.unwrap();
    assert_eq!(record.child(&see("c1")).await.unwrap().restricted, None);
}

async fn services_told_of_a_child_they_do_not_work_with(at: Place) {
    let record = at.open().await;
    let known = |id: &str, known: serde_json::Value| {
        let more = json!({ "known": known });
        event(id, "2026-03-05", "arrested", more)
    };
    let again = |id: &str, corrects: &str, more: serde_json::Value| {
        let mut all = json!({ "corrects": corrects });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event(id, "2026-03-05", "arrested", all)
    };
    keep(&record, "c1", "k0", vec![opened("Rosa", "Amber"), plain("e1", "2026-03-02", "yjs-involvement-started")])
        .await
        .unwrap();
    let steps = [
        // What says nothing of who knew, or not by name, was told to nobody.
        (vec![known("a1", "2026-03-05".into())], 0),
        (vec![known("a2", json!({"yjs": "2026-03-05", "csc": null}))], 0),
        (vec![known("a3", json!({"yjs": "2026-03-05", "csc": "2026-03-05"}))], 1),
        (vec![retract("r1", "2026-03-06", "a3")], 0),
        (vec![known("a4", json!({"csc": "2026-03-05"}))], 1),
        // Whoever works with the child sees it on their own list; and when that has ended, what was told before ends with it.
        (vec![plain("s1", "2026-03-07", "csc-involvement-started")], 0),
        (vec![plain("s2", "2026-03-08", "csc-involvement-ended")], 0),
        (vec![known("a5", json!({"csc": "2026-03-09"}))], 1),
        // The last word on who knew counts; a correction that says nothing of it leaves it as it was.
        (vec![again("b1", "a5", json!({"known": {"yjs": "2026-03-05", "csc": null}}))], 0),
        (vec![again("b2", "b1", json!({}))], 0),
        (vec![again("b3", "b2", json!({"known": {"csc": "2026-03-09"}}))], 1),
        (vec![again("b4", "b3", json!({}))], 1),
        (vec![again("b5", "b4", json!({"known": {"yjs": "2026-03-05"}}))], 1),
        (vec![again("b51", "b5", json!({"known": "2026-03-05"}))], 1),
        (vec![again("b6", "b51", json!({"known": {"yjs": "2026-03-05", "csc": "2026-03-09"}}))], 1),
        // What was told before it ended again is not told anew by a correction of its hour.
        (vec![plain("s3", "2026-03-10", "csc-involvement-started")], 0),
        (vec![plain("s4", "2026-03-11", "csc-involvement-ended")], 0),
        (vec![again("b7", "b6", json!({"known": {"csc": "2026-03-09T10:00"}}))], 0),
        (vec![known("a6", json!({"csc": "2026-03-12"}))], 1),
        (vec![again("s5", "s4", json!({"at": "2026-03-12", "event": "csc-involvement-ended"}))], 1),
    ];
    for (n, (entries, told)) in steps.into_iter().enumerate() {
        keep(&record, "c1", &format!("k{}", n + 1), entries).await.unwrap();
        let ties = record.ties("c1").await.unwrap().unwrap();
        assert_eq!(ties.told.len(), told, "step {n}");
        assert!(ties.told.iter().all(|service| *service == gate::Service::Csc), "step {n}");
    }
    // What stands beside the log is what the log tells.
    assert_eq!(record.verify(&upkeep(), |_| {}).await.unwrap().differences, []);
}

async fn previews(at: Place) {
    let record = at.open().await;
    keep(&record, "c1", "k0", vec![opened("Rosa", "Amber"), plain("e1", "2026-03-02", "arrested")]).await.unwrap();
    let child = record.child(&see("c1")).await.unwrap();
    let shown = record.preview(&child, vec![plain("e2", "2026-03-04", "yjs-involvement-started")], NOW).unwrap();
    assert!(shown.open_to_yjs);
    assert_eq!(record.child(&see("c1")).await.unwrap().kept.len(), 1);
    assert!(record.preview(&child, vec![plain("e2", "2027-03-04", "charged")], NOW).is_err());
    let one = write("c1", child.version, "k1", vec![plain("e2", "2026-03-04", "yjs-involvement-started")]);
    record.append(admitted(one), NOW).await.unwrap();
    assert!(record.child(&see("c1")).await.unwrap().open_to_yjs);
}
