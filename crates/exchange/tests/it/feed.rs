//! A person's calendar, read by a reader that others wrote.

use exchange::{Item, Thing, feed, items};
use serde_json::json;

use crate::python::{is_left_out, run};
use crate::reminders::remanded;
use crate::world::{World, ms};

/// Prints each event as `UID | start | end of the list of its properties`.
const READ: &str = r#"
import sys
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
assert calendar["VERSION"] == "2.0" and "PRODID" in calendar
for e in calendar.walk("VEVENT"):
    start = e.decoded("DTSTART")
    print(str(e["UID"]), start.isoformat(), str(e["SUMMARY"]), str(e["URL"]), sorted(e.keys()), sep=" | ")
"#;

#[test]
fn another_reader_finds_the_same() {
    if is_left_out() {
        return;
    }
    let item = |at: &str, thing, uid: &str| Item {
        at: at.parse().unwrap(),
        thing,
        uid: uid.into(),
        child: "CHILDTOKEN".into(),
    };
    let items = [
        item("2026-06-12", Thing::Duty, "a@tandem"),
        item("2026-06-12T21:40", Thing::Duty, "b@tandem"),
        item("2026-12-24T08:05", Thing::Meeting, "c@tandem"),
    ];
    let text = feed(&items, "https://tandem.example.org", "2026-06-01".parse().unwrap());
    assert_eq!(text, feed(&items, "https://tandem.example.org/", "2026-06-01".parse().unwrap()));
    let keys = "['DTSTAMP', 'DTSTART', 'SUMMARY', 'TRANSP', 'UID', 'URL']";
    let expected = format!(
        "a@tandem | 2026-06-12 | Duty due | https://tandem.example.org/ | {keys}\n\
         b@tandem | 2026-06-12T21:40:00+01:00 | Duty due | https://tandem.example.org/ | {keys}\n\
         c@tandem | 2026-12-24T08:05:00+00:00 | Meeting | https://tandem.example.org/ | {keys}\n"
    );
    assert_eq!(run(READ, &text), expected);
    // A calendar of nobody's is one too.
    assert_eq!(run(READ, &feed(&[], "https://tandem.example.org", "2026-06-01".parse().unwrap())), "");
}

#[tokio::test]
async fn what_a_person_owes_and_the_meetings_ahead() {
    let world = World::new("feed").await;
    remanded(&world, "CHILDTOKEN").await;
    let called = json!({"at": "2026-05-18", "event": "meeting-called", "with": {"meeting": "joint-planning-meeting", "day": "2026-05-29"}});
    let past = json!({"at": "2026-05-18", "event": "meeting-called", "with": {"meeting": "joint-planning-meeting", "day": "2026-05-18"}});
    world.happens("CHILDTOKEN", vec![called, past], "2026-05-18T10:00").await;
    let of =
        async |id: &str, now: &str| items(&world.record, &world.gate, &world.person(id).await, ms(now)).await.unwrap();
    let yw = of("yw", "2026-05-19T09:00").await;
    let meetings: Vec<String> = yw.iter().filter(|i| i.thing == Thing::Meeting).map(|i| i.at.to_string()).collect();
    assert_eq!(meetings, ["2026-05-29"]);
    // The planning meeting that both owe by 1 June stands in both calendars.
    let on = |items: &[Item]| items.iter().any(|i| i.thing == Thing::Duty && i.at.to_string() == "2026-06-01");
    let cw = of("cw", "2026-05-19T09:00").await;
    assert!(on(&yw) && on(&cw), "{yw:?} {cw:?}");
    // Identifiers stay from one day to the next.
    let later = of("yw", "2026-05-20T09:00").await;
    assert_eq!(yw, later);
    // Whoever is not at work with the child finds nothing.
    assert_eq!(of("yw2", "2026-05-19T09:00").await, []);
    let text = feed(&yw, "https://tandem.example.org", "2026-05-19".parse().unwrap());
    for word in ["TOKEN", "enfield", "remand", "meeting-", "yjs", "csc", "8.7"] {
        assert!(!text.contains(word), "`{word}` in {text}");
    }
}
