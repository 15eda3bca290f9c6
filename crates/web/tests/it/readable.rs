//! What somebody may read of a child is the same on the timeline, in the file of the journey, and through the API.

use record::Entry;
use serde_json::{Value, json};

use crate::world::{Browser, HOME, World, book, gate, program, run};

/// An entry with its own word on who knew of it.
fn entry(said: Value) -> Entry {
    Entry::Event { event: said }
}

/// A minute later, for each session begins at its own.
async fn signed(world: &World, person: &str) -> Browser {
    world.after(1);
    world.as_person(person).await
}

/// The journey as it leaves with this person: the file and the API's answer are of one text, and can be read again.
async fn journey(world: &World, person: &str) -> Value {
    let file = world.get(&signed(world, person).await, "/children/c-ash/journey.json").await;
    let mut said = file.json(200);
    journey::read("out", file.body.as_bytes(), &book().protocols.vocabulary).unwrap();
    said.as_object_mut().unwrap().remove("as_at");
    let token = world.token(person, &["read", "export"]).await;
    let answer = world.api(&token, "GET /api/v1/children/c-ash/journey", &[], "").await.json(200);
    assert_eq!(answer, said);
    said
}

/// Its entries: the id of each, and what it says of another one.
async fn entries(world: &World, person: &str) -> Vec<String> {
    let said = journey(world, person).await;
    let link = |event: &Value| {
        let of = |word: &str| event.get(word).map(|id| format!(" {word} {}", id.as_str().unwrap()));
        ["corrects", "retracts", "follows"].into_iter().filter_map(of).collect::<String>()
    };
    let all = said["events"].as_array().unwrap().iter();
    all.map(|event| format!("{}{}", event["id"].as_str().unwrap(), link(event))).skip(4).collect()
}

#[test]
fn what_was_taken_back_is_told_as_taken_back_to_whoever_knew_a_later_word_of_it_alone() {
    run(async {
        // Whichever of the two words it names: the timeline's own button names the latest.
        for named in ["m1", "m2"] {
            let world = World::new().await;
            let known = json!({ "yjs": "2026-06-07" });
            let both = "2026-06-08";
            let said = vec![
                entry(json!({ "id": "m1", "at": "2026-06-06", "event": "missing", "known": known })),
                entry(json!({ "id": "m2", "at": "2026-06-07", "event": "missing", "known": both, "corrects": "m1" })),
                entry(json!({ "id": "m3", "at": "2026-06-09", "known": "2026-06-09", "retracts": named })),
            ];
            world.keep("c-ash", said).await;
            for person in ["yj-1", "sw-1"] {
                let page = world.get(&signed(&world, person).await, "/children/c-ash/timeline").await;
                page.says(&["Taken back by Tandem"]);
            }
            let retracts = format!("m3 retracts {named}");
            assert_eq!(entries(&world, "yj-1").await, ["m1", "m2 corrects m1", retracts.as_str()]);
            assert_eq!(entries(&world, "sw-1").await, ["m2", "m3 retracts m2"]);
        }
    });
}

#[test]
fn what_was_taken_back_unknown_to_a_service_does_not_stand_in_its_file() {
    run(async {
        let world = World::new().await;
        let known = json!({ "yjs": "2026-06-09" });
        let said = vec![
            entry(json!({ "id": "m1", "at": "2026-06-06", "event": "missing" })),
            entry(json!({ "id": "m2", "at": "2026-06-09", "known": known, "retracts": "m1" })),
        ];
        world.keep("c-ash", said).await;
        let page = world.get(&signed(&world, "sw-1").await, "/children/c-ash/timeline").await;
        page.page();
        page.never_says(&["Missing", "Taken back"]);
        assert_eq!(entries(&world, "sw-1").await, [""; 0]);
        assert_eq!(entries(&world, "yj-1").await, ["m1", "m2 retracts m1"]);
    });
}

#[test]
fn the_words_of_one_event_stay_of_one_event_where_one_between_them_is_left_out() {
    run(async {
        let world = World::new().await;
        let known = json!({ "yjs": "2026-06-08" });
        let last = "2026-06-09";
        let said = vec![
            entry(json!({ "id": "m1", "at": "2026-06-06", "event": "missing" })),
            entry(json!({ "id": "m2", "at": "2026-06-05", "event": "missing", "known": known, "corrects": "m1" })),
            entry(json!({ "id": "m3", "at": "2026-06-04", "event": "missing", "known": last, "corrects": "m2" })),
            entry(json!({ "id": "r1", "at": "2026-06-09", "event": "returned-from-missing", "follows": "m2" })),
        ];
        world.keep("c-ash", said).await;
        assert_eq!(entries(&world, "sw-1").await, ["m1", "m3 corrects m1", "r1 follows m1"]);
        assert_eq!(entries(&world, "yj-1").await, ["m1", "m2 corrects m1", "m3 corrects m2", "r1 follows m2"]);
    });
}

#[test]
fn whoever_said_that_a_duty_was_done_reads_their_own_word_when_somebody_puts_it_right() {
    run(async {
        let world = World::new().await;
        // Of what was said of a colleague: neither of the two workers reads that.
        let clause = "camden-13h";
        let token = world.token("yj-1", &["read", "write"]).await;
        let headers = [("content-type", "application/json"), ("idempotency-key", "one"), ("if-match", "\"7\"")];
        let body = json!({ "clause": clause, "at": "2026-06-09", "note": "a first word" }).to_string();
        world.api(&token, "POST /api/v1/children/c-ash/duties/done", &headers, &body).await.json(201);
        let id = world.child("c-ash").await.kept.last().unwrap().id.clone();
        let with = json!({ "clause": clause, "note": "a later word" });
        let said = json!({ "id": "d2", "at": "2026-06-08", "known": "2026-06-10", "event": "duty-done",
            "corrects": id, "with": with });
        world.keep("c-ash", vec![entry(said)]).await;
        let page = world.get(&signed(&world, "yj-1").await, "/children/c-ash/timeline").await;
        page.says(&["a first word"]).never_says(&["a later word"]);
        assert_eq!(entries(&world, "yj-1").await, [id]);
        assert_eq!(entries(&world, "sw-1").await, [""; 0]);
    });
}

#[test]
fn a_file_without_the_number_of_brothers_and_sisters_says_that_it_is_a_part() {
    run(async {
        let world = World::new().await;
        // A manager in the team who does not lead it.
        let robin = world.app.record.staff(HOME).await.unwrap().person("yj-2").unwrap().clone();
        let beside = gate::Person { id: "yj-c".into(), standing: gate::Standing::Manager, ..robin };
        let entries = gate().admit_other(&program(HOME), vec![record::StaffEntry::from(&beside)]).unwrap();
        world.record.keep_staff(entries, 16, world.now()).await.unwrap();
        world.keep("c-ash", vec![Entry::Siblings { children: vec!["c-birch".into()] }]).await;
        for (person, is_part) in [("yj-1", false), ("yj-c", true)] {
            let file = world.get(&signed(&world, person).await, "/children/c-ash/journey.json").await;
            assert_eq!(file.page().contains("siblings"), !is_part);
            assert_eq!(file.header("content-disposition").contains("-part"), is_part, "{}", file.body);
        }
    });
}
