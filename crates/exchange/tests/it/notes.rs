//! One event as two finished notes.

use exchange::{Note, Noted, note, reads_of, system, to_tell, ways_to_tell};
use gate::{Class, Classes, Service};
use protocol::Clause;
use protocol::clause::Sharing;
use serde_json::json;

use crate::reminders::remanded;
use crate::world::{World, book};

#[test]
fn systems_are_called_as_the_paper_calls_them() {
    let of = |authority: &str| {
        let protocol = book().protocols.latest(authority);
        (system(protocol, Service::Csc), system(protocol, Service::Yjs))
    };
    let two = |csc: &str, yjs: &str| (csc.to_owned(), yjs.to_owned());
    assert_eq!(of("camden"), two("MOSAIC (social care case system)", "ChildView"));
    assert_eq!(of("dudley"), two("social care case system", "youth justice case system"));
    assert_eq!(of("enfield"), two("Liquid Logic", "CV (youth justice case system)"));
    assert_eq!(of("somerset"), two("LCS (social care case system)", "youth justice case system"));
    assert_eq!(of("stockport"), two("EIS/Liquid Logic", "youth justice case system"));
    assert_eq!(of("nowhere"), two("social care case system", "youth justice case system"));
}

async fn write(world: &World, event: &str, service: Service, viewer: &str) -> Option<Note> {
    let (child, viewer) = (world.child("c1").await, world.seeing(viewer, "c1").await);
    let asked = Noted { child: &child, event, recorded_by: "A Worker", service, reads: Classes::ALL, viewer: &viewer };
    note(&asked, &world.record, &world.gate)
}

#[tokio::test]
async fn a_remand_for_both() {
    let world = World::new("notes").await;
    remanded(&world, "c1").await;
    let csc = write(&world, "e2", Service::Csc, "yw").await;
    // Social care was told at 9.15, before it was recorded: both notes are there.
    let (csc, yjs) = (csc.unwrap(), write(&world, "e2", Service::Yjs, "yw").await.unwrap());
    assert_eq!((csc.system.as_str(), yjs.system.as_str()), ("Liquid Logic", "CV (youth justice case system)"));
    assert_eq!(csc.title, "Joint work: Remanded to youth detention, 16 May 2026");
    let snapshot = |name: &str, body: &str| {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notes").join(name);
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(body, expected, "{}", file.display());
    };
    snapshot("remanded-csc.txt", &csc.body);
    snapshot("remanded-yjs.txt", &yjs.body);
    // A name is in neither: the note goes into the child's own file.
    assert!(!csc.body.contains("FAMILYTOKEN") && !csc.body.contains("GIVENTOKEN"));
}

#[test]
fn a_duty_to_tell_says_what_the_telling_asks_for() {
    for (clause, told) in [
        ("enfield-8.5a", Some("tell social care in writing")),
        (
            "enfield-8.5b",
            Some("make a referral to the safeguarding hub (MASH) or the social worker, or tell the social worker"),
        ),
        ("enfield-2.3b", Some("tell the social worker")),
        ("camden-app1x", Some("tell the police")),
        ("camden-9.4b", Some("pass on to the exploitation panel: intelligence")),
        ("camden-7.3g", Some("pass it on to youth justice")),
        ("enfield-8.5c", None),
        ("enfield-8.5d", None),
        // What may be passed on is not owed.
        ("enfield-8.6c", None),
    ] {
        let (_, clause) = book().protocols.clause(clause).unwrap();
        assert_eq!(to_tell(clause, &book().protocols.vocabulary).as_deref(), told, "{}", clause.id);
        let not = Clause { sharing: Some(Sharing::MustNot), ..clause.clone() };
        assert_eq!(to_tell(&not, &book().protocols.vocabulary), None, "{}", clause.id);
    }
}

#[test]
fn each_way_to_tell_names_one_who_is_told() {
    let vocabulary = &book().protocols.vocabulary;
    let ways = |clause: &str| {
        let (_, clause) = book().protocols.clause(clause).unwrap();
        ways_to_tell(clause, vocabulary).into_iter().map(|(_, words)| words).collect::<Vec<_>>()
    };
    // Enfield 8.5: the duty to refer is met by the MASH or by the allocated social worker.
    assert_eq!(
        ways("enfield-8.5b"),
        [
            "make a referral to the safeguarding hub (MASH)",
            "make a referral to the social worker",
            "tell the social worker"
        ]
    );
    assert_eq!(ways("enfield-8.5a"), ["tell social care in writing"]);
    assert!(ways("enfield-8.5c").is_empty());
    // To whom is said by the clause where what shows it done does not say it.
    let (_, clause) = book().protocols.clause("dudley-1.2b").unwrap();
    let towards = vocabulary.role_id("iro");
    let clause = Clause { sharing: None, towards, ..clause.clone() };
    let [(pattern, words)] = &ways_to_tell(&clause, vocabulary)[..] else { panic!("one way") };
    assert_eq!(words, "pass it on to the independent reviewing officer");
    assert_eq!(pattern.tests.len(), 1);
}

#[tokio::test]
async fn the_note_stays_as_it_was_and_a_correction_has_its_own() {
    let world = World::new("notes-corrected").await;
    remanded(&world, "c1").await;
    let before = write(&world, "e2", Service::Csc, "cw").await.unwrap();
    let corrected = json!({"id": "e2b", "corrects": "e2", "at": "2026-05-15T12:40", "event": "remanded-yda",
                           "known": {"yjs": "2026-05-19T10:00", "csc": "2026-05-19T10:00"}});
    world.happens("c1", vec![corrected], "2026-05-19T10:00").await;
    assert_eq!(write(&world, "e2", Service::Csc, "cw").await.unwrap(), before);
    let after = write(&world, "e2b", Service::Csc, "cw").await.unwrap();
    assert_eq!(after.title, "Joint work: corrected: Remanded to youth detention, 15 May 2026");
    assert!(
        after.body.contains("The correction was known to social care from Tue 19 May 2026 at 10:00."),
        "{}",
        after.body
    );
    // The law's first visit is within a week: of Friday it is Friday 22 May, of Saturday it was Saturday 23. Ten working days after either
    // is Monday 1 June: the planning meeting stays where it was.
    assert!(after.body.contains("- Fri 22 May 2026, before Sat 23 May 2026: "), "{}", after.body);
    assert!(!after.body.contains("1 June"), "{}", after.body);
    let taken_back = json!({"id": "e3", "retracts": "e2b", "at": "2026-05-20"});
    world.happens("c1", vec![taken_back], "2026-05-20T10:00").await;
    let gone = write(&world, "e3", Service::Csc, "cw").await.unwrap();
    assert!(gone.title.starts_with("Joint work: taken back: Remanded to youth detention"), "{}", gone.title);
    assert!(gone.body.contains("No longer owed:\n- "), "{}", gone.body);
}

#[tokio::test]
async fn a_duty_that_was_done_goes_by_the_name_that_people_have_for_its_clause() {
    let world = World::new("notes-done").await;
    remanded(&world, "c1").await;
    let done = json!({"at": "2026-05-19", "event": "duty-done", "with": {"clause": "enfield-8.5a", "occurrence": 1}});
    world.happens("c1", vec![done], "2026-05-19T10:10").await;
    let note = write(&world, "e3", Service::Yjs, "yw").await.unwrap();
    assert!(note.body.contains("\nClause: Enfield 8.5a.\n"), "{}", note.body);
    assert!(!note.body.contains("Occurrence") && !note.body.contains("enfield-8.5a"), "{}", note.body);
}

#[tokio::test]
async fn who_has_not_been_told_gets_no_note() {
    let world = World::new("notes-untold").await;
    remanded(&world, "c1").await;
    let arrest =
        json!({"at": "2026-05-19T10:00", "event": "arrested", "known": {"yjs": "2026-05-19T10:00", "csc": null}});
    world.happens("c1", vec![arrest], "2026-05-19T10:10").await;
    assert!(write(&world, "e3", Service::Yjs, "yw").await.is_some());
    assert_eq!(write(&world, "e3", Service::Csc, "yw").await, None);
    assert_eq!(write(&world, "e3", Service::Yjs, "cw").await, None);
    assert_eq!(write(&world, "e99", Service::Yjs, "yw").await, None);
    // Nor of a correction, or of what was taken back, that only one of the two was told of: they have the word that they were given.
    let first = write(&world, "e2", Service::Csc, "cw").await.unwrap();
    let known = json!({"yjs": "2026-05-19T10:20", "csc": null});
    let corrected =
        json!({"id": "e2b", "corrects": "e2", "at": "2026-05-15T12:40", "event": "remanded-yda", "known": known});
    world.happens("c1", vec![corrected], "2026-05-19T10:20").await;
    let taken_back = json!({"id": "e2c", "retracts": "e2b", "at": "2026-05-19T10:20", "known": known});
    world.happens("c1", vec![taken_back], "2026-05-19T10:20").await;
    for entry in ["e2b", "e2c"] {
        assert!(write(&world, entry, Service::Yjs, "yw").await.is_some(), "{entry}");
        assert_eq!(write(&world, entry, Service::Csc, "yw").await, None, "{entry}");
    }
    assert_eq!(write(&world, "e2", Service::Csc, "cw").await.unwrap(), first);
    let (ties, staff) =
        (world.record.ties("c1").await.unwrap().unwrap(), [world.record.staff("enfield").await.unwrap()]);
    let vocabulary = &book().protocols.vocabulary;
    let reads = reads_of(Service::Yjs, &ties, &staff, vocabulary, &world.gate);
    assert!(reads.has(Class::Joint) && reads.has(Class::YouthJustice));
}

#[tokio::test]
async fn what_may_not_be_read_is_withheld_or_gives_no_note() {
    let world = World::new("notes-withheld").await;
    remanded(&world, "c1").await;
    // Of an arrest both services may read that it was; for what, is youth justice's (access/classes.yaml).
    let arrest =
        json!({"at": "2026-05-19T10:00", "event": "arrested", "with": {"category": "knife", "out_of_hours": false}});
    world.happens("c1", vec![arrest], "2026-05-19T10:10").await;
    let (child, viewer) = (world.child("c1").await, world.seeing("yw", "c1").await);
    let body = |reads| {
        let (service, recorded_by) = (Service::Csc, "A Worker");
        let asked = Noted { child: &child, event: "e3", recorded_by, service, reads, viewer: &viewer };
        note(&asked, &world.record, &world.gate).map(|note| note.body)
    };
    let joint = Classes::NONE.with(Class::Joint).with(Class::Identity);
    let (some, all) = (body(joint).unwrap(), body(joint.with(Class::YouthJustice)).unwrap());
    assert!(some.contains("Category: (withheld).\nIn office hours.\n"), "{some}");
    assert!(all.contains("Category: knife.\nIn office hours.\n"), "{all}");
    assert!(!some.contains("knife"), "{some}");
    assert_eq!(body(Classes::NONE), None);
}
