//! A manager's week in numbers. The week is that of Monday 18 May 2026.

use duties::{Line, State};
use exchange::{Counts, Week, counts};

use crate::reminders::remanded;
use crate::stages::line;
use crate::world::{World, ms};

#[test]
fn lines_are_counted_by_the_week_of_their_day() {
    let done = |day: &str| Line { done_at: Some(day.parse().unwrap()), ..line(State::Done, "2026-05-20") };
    let lines = [
        line(State::Open, "2026-05-24"),    // Sunday of this week
        line(State::Open, "2026-05-25"),    // Monday of the next
        line(State::Open, ""),              // owed, without a date
        line(State::Overdue, "2026-05-18"), // Monday of this week
        line(State::Overdue, "2026-05-17"), // Sunday of the last
        line(State::Ended, "2026-05-20"),
        done("2026-05-11"), // Monday of the last week
        done("2026-05-17"), // its Sunday
        done("2026-05-18"),
        done("2026-05-10"),
    ];
    let mut counts = Counts::default();
    let week = Week::of("2026-05-20".parse().unwrap());
    counts.add(&lines, week, |_| false);
    assert_eq!(counts, Counts { owed: 5, overdue: 2, due_this_week: 2, done_last_week: 2, undelivered: 0 });
    // What was due long before the record began is owed still, and not late.
    let mut counts = Counts::default();
    counts.add(&lines, week, |line| line.due.is_some_and(|due| due.day() < "2026-05-18".parse().unwrap()));
    assert_eq!((counts.owed, counts.overdue), (5, 1));
}

#[tokio::test]
async fn a_manager_s_numbers_are_those_of_their_own_service() {
    let world = World::new("digest").await;
    remanded(&world, "c1").await;
    let now = ms("2026-05-18T09:21");
    let of = async |id: &str| counts(&world.record, &world.gate, &world.person(id).await, now).await.unwrap();
    let (yjs, csc) = (of("ym").await, of("cm").await);
    assert!(yjs.overdue >= 1 && csc.owed >= 1, "{yjs:?} {csc:?}");
    assert_ne!(yjs, csc);
    // Who leads no team has nothing to count.
    assert_eq!(of("yw").await, Counts::default());
}

#[tokio::test]
async fn what_could_not_be_delivered_is_counted_by_the_message() {
    let world = World::new("digest-undelivered").await;
    let (pass, now) = (world.program(), ms("2026-05-18T09:21"));
    let notice = |key: &str, message: &str, person: &str| record::Notice {
        key: key.into(),
        person: person.into(),
        authority: crate::world::HERE.into(),
        child: String::new(),
        stage: record::Stage::Overdue,
        message_id: message.into(),
        made: now,
        tries: 0,
    };
    // Three notices in two messages to a worker of the team, and one to somebody of another.
    let notices = [("1", "<a>", "yw"), ("2", "<a>", "yw"), ("3", "<b>", "yw"), ("4", "<c>", "cw")];
    let notices = notices.map(|(key, message, person)| notice(key, message, person));
    world.record.keep_notices(&pass, notices.into()).await.unwrap();
    for message in ["<a>", "<b>", "<c>"] {
        world.record.not_sent(&pass, message, "no such mailbox", None).await.unwrap();
    }
    let counts = counts(&world.record, &world.gate, &world.person("ym").await, now).await.unwrap();
    assert_eq!(counts.undelivered, 2);
}
