//! The pages about one child, as those who may see them do.

use record::{Contact, Entry};
use serde_json::json;

use crate::world::{Browser, HOME, World, event, gate, involved, program, run, worker};

/// The first duty that can be ticked on the page of duties.
pub fn first_ticked(body: &str) -> String {
    let rest = body.split_once("name=\"duty\" type=\"checkbox\" value=\"").unwrap().1;
    rest.split_once('"').unwrap().0.to_owned()
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn signed(world: &World, id: &str) -> Browser {
    world.as_person(id).await
}

#[test]
fn the_page_answers_a_telephone_call() {
    run(async {
        let world = World::new().await;
        let page = world.get(&signed(&world, "sw-1").await, "/children/c-ash").await;
        page.says(&[
            "Ash Brindle",
            "Age 15",
            "Open to both services",
            "Looked after: remand",
            "In custody since Tue 2 June 2026, 8 days",
            "Youth justice Open since Mon 11 May 2026 Wren Ashdown, youth justice case manager",
            "Social care Open since Wed 3 June 2026 Dove Quill, social worker",
            "020 7946 0201",
            "You had not opened this record before this visit.",
            "Record something",
        ]);
    });
}

/// Birch is accommodated under section 20: a fact of social care's, of which both services have been told.
async fn accommodated(world: &World) {
    world.keep("c-birch", vec![event("b2", "2026-06-01", "looked-after-started", json!({"basis": "s20"}))]).await;
}

#[test]
fn status_rests_on_what_the_person_may_read() {
    run(async {
        let world = World::new().await;
        accommodated(&world).await;
        let worker = world.get(&signed(&world, "yj-1").await, "/children/c-birch").await;
        worker.says(&["Looked after: section 20"]);
        worker.never_says(&["not shown to you"]);
        // Business support reads neither care nor youth justice.
        let support = signed(&world, "yj-s").await;
        let page = world.get(&support, "/children/c-birch").await;
        page.says(&["Birch Brindle", "Some entries are not shown to you"]);
        page.never_says(&["Looked after: ", "section 20"]);
        let timeline = world.get(&support, "/children/c-birch/timeline").await;
        timeline.says(&["Some entries are not shown to you", "Opened to youth justice"]);
        // No number, and for no date another sentence than for any other: before it happened, and after.
        for asked in ["as-at-day=20&as-at-month=5&as-at-year=2026", "as-at-day=5&as-at-month=6&as-at-year=2026"] {
            let then = world.get(&support, &format!("/children/c-birch/timeline?{asked}")).await;
            then.says(&["Some entries may not be shown to you"]);
        }
        timeline.never_says(&["looked after", "section 20", "Mon 1 June 2026", "Bail support"]);
    });
}

#[test]
fn a_reason_that_rests_on_what_is_not_for_you_is_withheld() {
    run(async {
        let world = World::new().await;
        accommodated(&world).await;
        let worker = signed(&world, "yj-1").await;
        let path = format!("/children/c-birch/why?duty={}", encoded("statute-b10~1"));
        world.get(&worker, &path).await.says(&["Mon 1 June 2026: the child becomes looked after"]);
        // To whoever neither owes it nor may read what set it off, there is nothing to ask why of.
        let support = signed(&world, "yj-s").await;
        assert_eq!(world.get(&support, &path).await.status, 404);
        let duties = world.get(&support, "/children/c-birch/duties").await;
        duties.says(&["A duty of social care (reason withheld)"]);
        // No word, clause, date, address or box names what set a duty off.
        duties.never_says(&["looked-after-started", ":b2", "statute-b10", "first review", "~0"]);
        world.get(&support, "/children/c-birch").await.never_says(&["statute-b10"]);
    });
}

/// Somebody says that a professional mistreated Ash, who is on remand: the reviewing officer is to have it passed on (camden-13h).
async fn alleged(world: &World) {
    world.keep("c-ash", vec![event("a9", "2026-06-09", "allegation-against-professional", json!({}))]).await;
}

#[test]
fn an_allegation_is_not_told_by_the_duty_that_it_sets_off() {
    run(async {
        let world = World::new().await;
        for id in ["sw-1", "yj-1", "yj-s"] {
            world.get(&signed(&world, id).await, "/children/c-ash").await.page();
        }
        alleged(&world).await;
        world.after(45);
        // The colleague whom it may be about works with the child; so does youth justice's business support.
        for id in ["sw-1", "yj-1", "yj-s"] {
            let who = signed(&world, id).await;
            for path in ["/children/c-ash", "/children/c-ash/duties", "/duties?list=theirs", "/duties?list=team"] {
                world.get(&who, path).await.never_says(&["LADO", "lado", "13h", "llegation"]);
            }
            let duties = world.get(&who, "/children/c-ash/duties").await;
            duties.says(&["A duty of social care (reason withheld)"]);
            assert_eq!(world.get(&who, "/children/c-ash/why?duty=camden-13h~1").await.status, 404);
        }
        // Whoever leads the team that answers for it sees what it is.
        let manager = signed(&world, "sw-m").await;
        world.get(&manager, "/children/c-ash/duties").await.says(&["passed to the LADO"]);
        // That it is done is of the same class as what set it off.
        let with = json!({"clause": "camden-13h", "occurrence": 1});
        world.keep("c-ash", vec![event("a10", "2026-06-10", "duty-done", with)]).await;
        world.after(1);
        let timeline = world.get(&signed(&world, "sw-1").await, "/children/c-ash/timeline").await;
        timeline.says(&["Some entries are not shown to you"]).never_says(&["LADO", "13h"]);
        world.get(&manager, "/children/c-ash/timeline").await.says(&["passed to the LADO"]);
    });
}

/// The form that says when a duty was done.
pub fn done<'a>(id: &'a str, key: &'a str, based_on: &'a str, note: &'a str) -> [(&'a str, &'a str); 8] {
    [
        ("duty", id),
        ("key", key),
        ("based_on", based_on),
        ("confirmed", "yes"),
        ("at-day", "9"),
        ("at-month", "6"),
        ("at-year", "2026"),
        ("note", note),
    ]
}

#[test]
fn what_is_marked_as_done_is_done_once() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        let duties = world.get(&worker, "/children/c-ash/duties").await;
        let id = first_ticked(duties.page());
        let (key, based_on) = (duties.hidden("key"), duties.hidden("based_on"));
        // First it is asked when: nothing is kept yet.
        let asked = world
            .post(&worker, "/children/c-ash/duties/done", &[("duty", &id), ("key", &key), ("based_on", &based_on)])
            .await;
        asked.says(&["Mark 1 duty as done", "When was it done?"]);
        assert_eq!(asked.hidden("based_on"), based_on);
        let fields = done(&id, &key, &based_on, "");
        for _ in 0..2 {
            let kept = world.post(&worker, "/children/c-ash/duties/done", &fields).await;
            assert_eq!(kept.leads_to(), "/children/c-ash/duties?done=done");
        }
        // Somebody else who had ticked it too is told.
        let other = signed(&world, "yj-m").await;
        let late = [("duty", id.as_str()), ("key", "another"), ("based_on", &based_on)];
        let late = world.post(&other, "/children/c-ash/duties/done", &late).await;
        late.says(&["What you ticked is not owed any more: somebody else has marked it as done"]);
        let timeline = world.get(&worker, "/children/c-ash/timeline").await;
        assert_eq!(timeline.page().matches("moj-timeline__title\">Done: ").count(), 1);
        timeline.says(&["Both services knew on Wed 10 June 2026", "Recorded by Wren Ashdown"]);
    });
}

#[test]
fn nothing_typed_is_lost_when_somebody_else_was_faster() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        let duties = world.get(&worker, "/children/c-ash/duties").await;
        let (key, based_on, id) = (duties.hidden("key"), duties.hidden("based_on"), first_ticked(duties.page()));
        world.keep("c-ash", vec![event("a9", "2026-06-10", "missing", json!({}))]).await;
        let fields = done(&id, &key, &based_on, "Left a message for the mother");
        let again = world.post(&worker, "/children/c-ash/duties/done", &fields).await;
        again.says(&["Somebody else has changed this record", "Left a message for the mother"]);
        assert!(
            again.body.contains("name=\"at-day\" type=\"text\" value=\"9\"") || again.body.contains("value=\"9\""),
            "{}",
            again.body
        );
        let newer = again.hidden("based_on");
        let fields = done(&id, &key, &newer, "Left a message for the mother");
        assert_eq!(
            world.post(&worker, "/children/c-ash/duties/done", &fields).await.leads_to(),
            "/children/c-ash/duties?done=done"
        );
    });
}

#[test]
fn a_future_day_and_nothing_ticked_are_said() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        let duties = world.get(&worker, "/children/c-ash/duties").await;
        let (key, based_on, id) = (duties.hidden("key"), duties.hidden("based_on"), first_ticked(duties.page()));
        let mut fields = done(&id, &key, &based_on, "kept").to_vec();
        fields[6] = ("at-year", "2027");
        let wrong = world.post(&worker, "/children/c-ash/duties/done", &fields).await;
        wrong.says(&["There is a problem", "The date must be today or in the past", "kept"]);
        assert!(wrong.body.contains("value=\"2027\""));
        // A day before it was set off shows nothing: the year is wrong, and nothing is kept.
        fields[6] = ("at-year", "2025");
        let before = world.child("c-ash").await.version;
        let wrong = world.post(&worker, "/children/c-ash/duties/done", &fields).await;
        wrong.says(&[
            "would still be owed: this day does not show that it was done. It was set off on",
            "Check the date",
            "kept",
        ]);
        assert_eq!(world.child("c-ash").await.version, before);
        world
            .post(&worker, "/children/c-ash/duties/done", &[])
            .await
            .says(&["Tick at least one duty that is still owed"]);
    });
}

#[test]
fn a_duty_is_set_aside_with_a_reason_by_those_who_may() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        let id = first_ticked(world.get(&worker, "/children/c-ash/duties").await.page());
        let path = format!("/children/c-ash/duties/set-aside?duty={}", encoded(&id));
        assert_eq!(world.get(&signed(&world, "yj-2").await, &path).await.status, 403, "a colleague who was not there");
        let form = world.get(&worker, &path).await;
        let (key, based_on) = (form.hidden("key"), form.hidden("based_on"));
        let mut fields = vec![("duty", id.as_str()), ("key", &key), ("based_on", &based_on)];
        let wrong = world.post(&worker, "/children/c-ash/duties/set-aside", &fields).await;
        wrong.says(&["Enter why it is not needed", "Choose who agreed"]);
        fields.extend([("reason", "Done by the other borough"), ("agreed_by", "yjs-manager")]);
        let kept = world.post(&worker, "/children/c-ash/duties/set-aside", &fields).await;
        assert_eq!(kept.leads_to(), "/children/c-ash/duties?done=set-aside");
        let ended = world.get(&worker, "/children/c-ash/duties?state=ended").await;
        ended.says(&["No longer applies"]);
        let why = world.get(&worker, &format!("/children/c-ash/why?duty={}", encoded(&id))).await;
        why.says(&["set aside by agreement (Done by the other borough)"]);
    });
}

#[test]
fn the_timeline_tells_corrections_and_what_was_known_when() {
    run(async {
        let world = World::new().await;
        let correction = json!({ "id": "a8", "at": "2026-06-04", "known": "2026-06-09", "event": "csc-involvement-started", "corrects": "a4" });
        let gone = json!({ "id": "a7", "at": "2026-06-05", "event": "missing" });
        let taken_back = json!({ "id": "a6", "at": "2026-06-09", "retracts": "a7" });
        let entries = [correction, gone, taken_back].map(|event| Entry::Event { event });
        world.keep("c-ash", entries.to_vec()).await;
        let worker = signed(&world, "sw-1").await;
        let now = world.get(&worker, "/children/c-ash/timeline").await;
        now.says(&[
            "Corrected. Before it said:",
            "Wed 3 June 2026 (Plan: Looked after)",
            "Taken back by",
            "Both services knew on Tue 9 June 2026",
        ]);
        let then = world.get(&worker, "/children/c-ash/timeline?as-known-at=2026-06-08").await;
        then.says(&["with only what had been recorded by Mon 8 June 2026", "What was owed then"]);
        then.never_says(&["Corrected. Before", "Taken back by"]);
        // Why leads to the same moment, says which, and offers nothing to be done there.
        let past = world.get(&worker, "/children/c-ash/timeline?as-at=2026-06-04&as-known-at=2026-06-08").await;
        let href = past.page().split("href=\"").find(|rest| rest.starts_with("/children/c-ash/why?")).unwrap();
        let href = href.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        assert!(href.ends_with("&as-at=2026-06-04&as-known-at=2026-06-08"), "{href}");
        let why = world.get(&worker, &href).await;
        why.says(&["As things stood on Thu 4 June 2026, with only what had been recorded by Mon 8 June 2026"]);
        why.never_says(&["Mark as done"]);
        let wrong = world.get(&worker, "/children/c-ash/timeline?as-at-day=31&as-at-month=2&as-at-year=2026").await;
        wrong.says(&["The date must be a real date, such as 27 3 2026"]);
    });
}

#[test]
fn brothers_and_sisters_are_named_to_those_who_may_open_them() {
    run(async {
        let world = World::new().await;
        let children = vec!["c-birch".to_owned(), "c-elm".to_owned()];
        world.keep("c-ash", vec![Entry::Siblings { children }]).await;
        let page = world.get(&signed(&world, "yj-1").await, "/children/c-ash/people").await;
        page.says(&["Birch Brindle", "Linnet Hale Part Team manager"]);
        // Elm is restricted to others: there is no line, and no place in a count.
        page.never_says(&["Elm", "c-elm", "A brother or sister who"]);
        let token = world.token("yj-1", &["read"]).await;
        let said = world.api(&token, "GET /api/v1/children/c-ash", &[], "").await.json(200);
        assert_eq!(said["siblings"], json!(["c-birch"]));
        let other = world.get(&signed(&world, "sw-1").await, "/children/c-ash/people").await;
        other.never_says(&["Birch", "c-birch"]);
        world
            .get(&signed(&world, "yj-s").await, "/children/c-ash/people")
            .await
            .never_says(&["Birch", "A brother or sister"]);
    });
}

#[test]
fn people_without_a_name_and_no_people_at_all_are_told_as_such() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        let nobody = world.get(&worker, "/children/c-birch/people").await;
        nobody.says(&[
            "Social care None: nobody is allocated",
            "Family and others Not asked: nobody has been written down",
            "Brothers and sisters with a record here Not known: none that you may see is recorded",
        ]);
        // With a team alone there is a number to ring, and no empty table.
        world
            .get(&worker, "/children/c-dogwood/people")
            .await
            .says(&["Youth Justice East Part Team Telephone 020 7946 0200"]);
        let father = Contact { relation: "father".into(), ..Contact::default() };
        let neighbour =
            Contact { name: "Rush Brindle".into(), telephone: Some("01632 960001 x21".into()), ..Contact::default() };
        let gone = involved("csc", "", "sw-9", "social-worker");
        world.keep("c-birch", vec![Entry::Network { contacts: vec![father, neighbour] }, gone]).await;
        let page = world.get(&worker, "/children/c-birch/people").await;
        page.says(&[
            "Name Not known Who they are Father Telephone Not known",
            "Name Rush Brindle Who they are Not known Telephone 01632 960001 x21",
            "Somebody who no longer works here Part Social worker",
        ]);
        assert!(page.body.contains("href=\"tel:01632960001,21\""), "{}", page.body);
    });
}

#[test]
fn details_are_put_right_and_only_what_changed_is_kept() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        let form = world.get(&worker, "/children/c-ash/details").await;
        let (key, based_on) = (form.hidden("key"), form.hidden("based_on"));
        let mut fields = vec![
            ("key", key.as_str()),
            ("based_on", based_on.as_str()),
            ("given", ""),
            ("family", "Brindle"),
            ("known_as", "Ashy"),
            ("born-day", "9"),
            ("born-month", "11"),
            ("born-year", "2010"),
            ("people", "2"),
            ("relation-0", "mother"),
            ("name-0", "Hazel Brindle"),
            ("warnings", "A dog in the yard"),
        ];
        let wrong = world.post(&worker, "/children/c-ash/details", &fields).await;
        wrong.says(&["Enter the forenames"]);
        assert!(wrong.body.contains("value=\"Hazel Brindle\"") && wrong.body.contains("value=\"Ashy\""));
        fields[2] = ("given", "Ash");
        let kept = world.post(&worker, "/children/c-ash/details", &fields).await;
        assert_eq!(kept.leads_to(), "/children/c-ash/people?done=saved");
        let page = world.get(&worker, "/children/c-ash/people").await;
        page.says(&[
            "Ashy Brindle",
            "Full name Ash Brindle",
            "Hazel Brindle Who they are Mother",
            "Warning: A dog in the yard",
        ]);
    });
}

#[test]
fn a_manager_allocates_people_of_their_own_service() {
    run(async {
        let world = World::new().await;
        assert_eq!(world.get(&signed(&world, "yj-1").await, "/children/c-dogwood/allocate").await.status, 403);
        let manager = signed(&world, "yj-m").await;
        let form = world.get(&manager, "/children/c-dogwood/allocate").await;
        let (key, based_on) = (form.hidden("key"), form.hidden("based_on"));
        let fields = |person| {
            [
                ("key", key.as_str()),
                ("based_on", based_on.as_str()),
                ("person", person),
                ("role", "yjs-case-manager"),
                ("team", "t-yj"),
            ]
        };
        let other = world.post(&manager, "/children/c-dogwood/allocate", &fields("sw-1")).await;
        other.says(&["Choose a person of your own service"]);
        let own = fields("yj-2");
        let kept = world.post(&manager, "/children/c-dogwood/allocate", &own).await;
        assert_eq!(kept.leads_to(), "/children/c-dogwood/people?done=allocated");
        world.get(&manager, "/children/c-dogwood").await.says(&["Robin Marsh, youth justice case manager"]);
        world
            .get(&manager, "/children/c-dogwood/timeline")
            .await
            .says(&["Youth justice case manager allocated", "Worker: Robin Marsh"]);
        let form = world.get(&manager, "/children/c-dogwood/allocate").await;
        let (key, based_on) = (form.hidden("key"), form.hidden("based_on"));
        let end = [("key", key.as_str()), ("based_on", based_on.as_str()), ("end", "1")];
        let ended = world.post(&manager, "/children/c-dogwood/allocate", &end).await;
        assert_eq!(ended.leads_to(), "/children/c-dogwood/people?done=deallocated");
        world.get(&manager, "/children/c-dogwood").await.never_says(&["Robin Marsh, youth"]);
    });
}

#[test]
fn whoever_stands_in_allocates_others_and_not_themselves() {
    run(async {
        let world = World::new().await;
        let duty = signed(&world, "yj-d").await;
        let form = world.get(&duty, "/children/c-dogwood/allocate").await;
        form.page();
        assert!(!form.body.contains("value=\"yj-d\""), "they are not offered to themselves");
        let (key, based_on) = (form.hidden("key"), form.hidden("based_on"));
        let fields = |person| {
            [("key", key.as_str()), ("based_on", based_on.as_str()), ("person", person), ("role", "yjs-case-manager")]
        };
        let own = world.post(&duty, "/children/c-dogwood/allocate", &fields("yj-d")).await;
        own.says(&["You cannot allocate yourself"]);
        assert_eq!(world.post(&duty, "/children/c-dogwood/allocate", &fields("yj-2")).await.status, 303);
    });
}

#[test]
fn who_has_looked_is_for_those_who_lead() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        world.get(&worker, "/children/c-ash").await.page();
        assert_eq!(world.get(&worker, "/children/c-ash/looks").await.status, 403);
        let manager = signed(&world, "yj-m").await;
        world.get(&manager, "/duties?list=team").await.says(&["Ash Brindle"]);
        world.get(&manager, "/children/c-ash/looks").await.page();
        let page = world.get(&manager, "/children/c-ash/looks").await;
        page.says(&[
            "Wren Ashdown, youth justice",
            // Their own looks are shown to be theirs: somebody else judges them (R32).
            "Linnet Hale (you), youth justice",
            "See a child's page, the duties and the timeline",
            "Allocated by name",
            // So does the list in which the child stood.
            "See one's own duties",
        ]);
    });
}

#[test]
fn the_journey_leaves_with_what_the_person_may_read() {
    run(async {
        let world = World::new().await;
        let known = json!({ "yjs": "2026-06-09" });
        let entry = json!({ "id": "a5", "at": "2026-06-09", "event": "missing", "known": known });
        world.keep("c-ash", vec![Entry::Event { event: entry }]).await;
        let all = world.get(&signed(&world, "yj-1").await, "/children/c-ash/journey.json").await;
        assert!(all.page().contains("\"a5\"") && !all.header("content-disposition").contains("-part"));
        let part = world.get(&signed(&world, "sw-1").await, "/children/c-ash/journey.json").await;
        assert!(!part.page().contains("\"a5\""), "social care has not been told");
        assert_eq!(
            part.header("content-disposition"),
            "attachment; filename=\"journey-c-ash-2026-06-10T1000-sw-1-part.json\""
        );
        let vocabulary = &crate::world::book().protocols.vocabulary;
        let journey = journey::read("out", part.body.as_bytes(), vocabulary).unwrap();
        assert_eq!(journey.written.len(), 4);
        world.after(6);
        // A screen left open is not enough to carry a record away.
        let later = world.get(&signed(&world, "yj-2").await, "/children/c-ash/journey.json").await;
        assert_eq!(later.status, 403, "a colleague of the team");
    });
}

#[test]
fn duties_are_narrowed_by_service_state_and_protocol() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        let all = world.get(&worker, "/children/c-ash/duties").await;
        let law = world.get(&worker, "/children/c-ash/duties?under=law").await;
        assert!(
            law.page().matches("class=\"tandem-duty\"").count() < all.page().matches("class=\"tandem-duty\"").count()
        );
        law.says(&["Remove this filter: The law", "Clear all filters"]);
        let odd = world.get(&worker, "/children/c-ash/duties?under=nonsense").await;
        assert_eq!(
            odd.page().matches("class=\"tandem-duty\"").count(),
            all.body.matches("class=\"tandem-duty\"").count()
        );
    });
}

#[test]
fn the_timeline_says_a_yes_or_a_no_as_people_do() {
    run(async {
        let world = World::new().await;
        let decided =
            event("b2", "2026-06-09T21:00", "pace-transfer-decided", json!({"transferred": false, "secure": true}));
        let adult = event("b3", "2026-06-09", "consent-recorded", json!({"for": "sharing", "given": false}));
        world.keep("c-birch", vec![decided, adult]).await;
        let page = world.get(&signed(&world, "yj-1").await, "/children/c-birch/timeline").await;
        page.says(&["Not moved from the cells", "In secure accommodation", "Consent to sharing refused"]);
        page.never_says(&["Transferred", "Secure: ", "Given: ", "Not moved from the cells Not moved"]);
    });
}

#[test]
fn at_night_the_page_says_whom_to_ring() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        world.get(&worker, "/children/c-ash").await.never_says(&["Ring "]);
        world.after(10 * 60);
        let worker = signed(&world, "yj-1").await;
        world.get(&worker, "/children/c-ash").await.says(&["Ring "]);
        // Where the child is with the team on duty and with nobody in it, its number is said once.
        world.keep("c-birch", vec![involved("csc", "t-edt", "", "")]).await;
        let bar = world.get(&worker, "/children/c-birch").await;
        bar.says(&["Social care Not known to be open Emergency Duty Team"]).never_says(&["Ring Emergency Duty Team"]);
    });
}

#[test]
fn who_works_with_a_child_is_not_shut_out_by_oversight() {
    run(async {
        let world = World::new().await;
        let head = worker("yj-h", "Merle Stone", "yjs", "head", &["yjs-manager"], &["t-yj*"]);
        let seen = world.record.staff(HOME).await.unwrap().version;
        let admitted = gate().admit_other(&program(HOME), vec![head]).unwrap();
        world.record.keep_staff(admitted, seen, world.now()).await.unwrap();
        let browser = world.as_person("yj-h").await;
        let form = world.get(&browser, "/children/c-ash/restrict").await;
        form.says(&["Works with this child", "Merle Stone", "Wren Ashdown", "Dove Quill"]);
        form.never_says(&["Are they to be shut out?"]);
        assert_eq!(form.body.matches(" checked").count(), 3, "those who work with the child, and whoever restricts");
        let (key, based_on) = (form.hidden("key"), form.hidden("based_on"));
        let mut fields = vec![("key", key.as_str()), ("based_on", &based_on), ("people", "yj-h"), ("people", "sw-1")];
        fields.push(("reason", "A colleague is the aunt"));
        let asked = world.post(&browser, "/children/c-ash/restrict", &fields).await;
        asked.says(&["Wren Ashdown would be shut out", "Yes, shut out Wren Ashdown"]);
        assert!(asked.body.contains("value=\"A colleague is the aunt\""));
        assert_eq!(world.child("c-ash").await.restricted, None);
        fields.push(("shut-out", "yes"));
        world.post(&browser, "/children/c-ash/restrict", &fields).await.leads_to();
        let child = world.child("c-ash").await;
        assert_eq!(child.restricted, Some(vec!["sw-1".to_owned(), "yj-h".to_owned()]));
        assert_eq!(child.restricted_why, "A colleague is the aunt");
        assert_eq!(world.get(&world.as_person("yj-1").await, "/children/c-ash").await.status, 404);
        world
            .get(&browser, "/children/c-ash/restrict")
            .await
            .says(&["A colleague is the aunt", "Lift the restriction"]);
    });
}
