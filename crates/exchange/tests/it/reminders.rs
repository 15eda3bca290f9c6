//! One pass of the scheduler after another over a small record.

use exchange::evaluate;
use serde_json::json;

use crate::world::{World, both, ms, person, place};

/// A child remanded on Saturday 16 May 2026, as README.md tells it.
pub async fn remanded(world: &World, child: &str) {
    world.begin(child, "2010-06-15", both(), ms("2026-04-13T09:00")).await;
    let started = json!({"at": "2026-04-13", "event": "yjs-involvement-started", "with": {"basis": "bail-support"}});
    world.happens(child, vec![started], "2026-04-13T09:00").await;
    let remand = json!({"at": "2026-05-16T12:40", "event": "remanded-yda",
                        "known": {"yjs": "2026-05-16T12:40", "csc": "2026-05-18T09:15"}});
    world.happens(child, vec![remand], "2026-05-18T09:20").await;
}

async fn pass(world: &World, at: &str) -> exchange::Evaluation {
    evaluate(&world.record, &world.gate, "node-a", ms(at)).await.unwrap()
}

fn to(told: &[(String, &'static str, String)], stage: &str, person: &str) -> usize {
    told.iter().filter(|(_, s, p)| *s == stage && p == person).count()
}

#[tokio::test]
async fn each_thing_is_told_once_to_whom_it_belongs() {
    let world = World::new("told").await;
    remanded(&world, "c1").await;
    let first = pass(&world, "2026-05-18T09:21").await;
    assert_eq!((first.looked_at, first.elsewhere, first.broken.len()), (1, false, 0));
    let told = world.told().await;
    // The remand's notification was due at once on Saturday (enfield-8.5a): youth justice hears of it as overdue.
    assert!(to(&told, "overdue", "yw") >= 1, "{told:?}");
    assert!(to(&told, "due-soon", "cw") + to(&told, "overdue", "cw") >= 1, "{told:?}");
    assert!(told.iter().all(|(child, stage, _)| child == "c1" || *stage == "digest"), "{told:?}");
    // Nothing has changed a minute later, and nobody is looked at.
    let second = pass(&world, "2026-05-18T09:22").await;
    assert_eq!((second.looked_at, world.told().await), (0, told.clone()));
    // The planning meeting is due by Monday 1 June (enfield-8.7e): two working days before is Thursday 28 May. Between them the nights are
    // looked at and the same is not told again.
    for day in 19..=27 {
        pass(&world, &format!("2026-05-{day}T00:05")).await;
    }
    let before = world.told().await;
    pass(&world, "2026-05-28T00:05").await;
    let after = world.told().await;
    for person in ["yw", "cw"] {
        assert!(to(&after, "due-soon", person) > to(&before, "due-soon", person), "{person}");
    }
    // On Tuesday it is overdue.
    pass(&world, "2026-06-02T00:05").await;
    assert!(to(&world.told().await, "overdue", "cw") > to(&after, "overdue", "cw"));
}

#[tokio::test]
async fn nobody_is_reminded_of_what_was_due_long_before_the_record_began() {
    let world = World::new("told-history").await;
    world.begin("c1", "2010-06-15", both(), ms("2026-05-18T09:00")).await;
    let began = |service: &str, at: &str| json!({"at": at, "event": format!("{service}-involvement-started")});
    world.happens("c1", vec![began("yjs", "2025-05-12"), began("csc", "2025-06-02")], "2026-05-18T09:00").await;
    pass(&world, "2026-05-18T09:01").await;
    let child = world.child("c1").await;
    let timeline = child.timeline("2026-05-18T09:01".parse().unwrap(), None);
    let lines = child.answer(world.record.book(), &timeline, None).lines();
    let late: Vec<_> = lines.iter().filter(|line| line.state == duties::State::Overdue).collect();
    assert!(late.len() > 2 && late.iter().all(|line| child.is_history(line) != line.repeats), "{late:?}");
    // Joint supervision comes again and again (enfield-4b), and is for the two managers: nobody else hears of anything.
    let told = world.told().await;
    let of_workers = |person: &str| to(&told, "overdue", person);
    assert_eq!((of_workers("yw"), of_workers("cw")), (0, 0), "{told:?}");
    assert_eq!((of_workers("ym"), of_workers("cm")), (1, 1), "{told:?}");
    // Four weeks before and no more: a record may begin because something was late. And what comes again and again is never history: the next one
    // counts from this one.
    let due = |day: &str, repeats| {
        let of = crate::stages::line(duties::State::Overdue, day);
        child.is_history(&duties::Line { repeats, ..of })
    };
    assert!(!due("2026-04-20", false) && due("2026-04-19", false) && !due("2026-04-19", true));
}

#[tokio::test]
async fn the_watermark_goes_forward_and_another_node_keeps_out() {
    let world = World::new("watermark").await;
    remanded(&world, "c1").await;
    assert_eq!(world.record.evaluated_to("reminders").await.unwrap(), 0);
    pass(&world, "2026-05-18T09:21").await;
    assert_eq!(world.record.evaluated_to("reminders").await.unwrap(), ms("2026-05-18T09:21"));
    let other = evaluate(&world.record, &world.gate, "node-b", ms("2026-05-18T09:22")).await.unwrap();
    assert!(other.elsewhere);
    assert_eq!(world.record.evaluated_to("reminders").await.unwrap(), ms("2026-05-18T09:21"));
    // It takes over when nothing has been heard of the first for ten minutes.
    let other = evaluate(&world.record, &world.gate, "node-b", ms("2026-05-18T09:31")).await.unwrap();
    assert!(!other.elsewhere);
    assert_eq!(world.record.evaluated_to("reminders").await.unwrap(), ms("2026-05-18T09:31"));
}

#[tokio::test]
async fn what_is_written_is_looked_at_in_the_same_minute() {
    let world = World::new("written").await;
    remanded(&world, "c1").await;
    pass(&world, "2026-05-18T09:21").await;
    let done =
        json!({"at": "2026-05-18T10:00", "event": "meeting-held", "with": {"meeting": "joint-planning-meeting"}});
    world.happens("c1", vec![done], "2026-05-18T10:01").await;
    assert_eq!(pass(&world, "2026-05-18T10:01").await.looked_at, 1);
}

#[tokio::test]
async fn a_digest_on_monday_at_seven_for_each_team_and_its_lead() {
    let world = World::new("monday").await;
    let digests = |told: Vec<(String, &'static str, String)>| -> Vec<String> {
        told.into_iter().filter(|(_, stage, _)| *stage == "digest").map(|(_, _, person)| person).collect()
    };
    // Before anything ran: Sunday belongs to the week that began on Monday.
    pass(&world, "2026-05-17T12:00").await;
    assert_eq!(digests(world.told().await), ["ch", "cm", "yh", "ym"]);
    pass(&world, "2026-05-18T06:59").await;
    assert_eq!(digests(world.told().await).len(), 4);
    pass(&world, "2026-05-18T07:00").await;
    assert_eq!(digests(world.told().await).len(), 8);
    pass(&world, "2026-05-18T07:01").await;
    pass(&world, "2026-05-24T23:00").await;
    assert_eq!(digests(world.told().await).len(), 8);
}

#[tokio::test]
async fn whoever_left_is_let_go_before_anybody_is_told() {
    let world = World::new("let-go").await;
    // Written of somebody who has left: as it stood before leaving ended anything, and as it stands where it could not be written then.
    world.keep_staff(vec![person("cw", false, "cw@example.org")], ms("2026-05-01T09:00")).await;
    remanded(&world, "c1").await;
    let first = pass(&world, "2026-05-18T09:21").await;
    assert_eq!((first.let_go, first.looked_at), (1, 1));
    let places = world.child("c1").await.involved.clone();
    assert_eq!(places, [place("yjs", "yt", "yw", "yjs-case-manager"), place("csc", "ct", "", "")]);
    let told = world.told().await;
    assert!(to(&told, "due-soon", "cm") + to(&told, "overdue", "cm") >= 1, "{told:?}");
    let second = pass(&world, "2026-05-18T09:22").await;
    assert_eq!((second.let_go, second.looked_at), (0, 0));
}
