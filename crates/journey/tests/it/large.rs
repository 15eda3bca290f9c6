//! Journeys of a size that nobody writes by hand: they are read in reasonable time, or refused.

use std::fmt::Write as _;

use journey::{Journey, What};
use protocol::Refusals;

use crate::written::vocabulary;

fn read(text: impl AsRef<[u8]>) -> Result<Journey, Refusals> {
    journey::read("large.yaml", text.as_ref(), &vocabulary())
}

fn refused(text: impl AsRef<[u8]>) -> String {
    read(text).unwrap_err().to_string()
}

/// A journey of so many events, each written by `event`, which is given its number.
fn of_events(number: usize, event: impl Fn(usize) -> String) -> String {
    let mut text = String::from("protocol: enfield\nchild: {born: 2010-05-04}\nas_at: 2026-04-01\nevents:\n");
    for n in 0..number {
        writeln!(text, "- {}", event(n)).unwrap();
    }
    text
}

#[test]
fn a_file_of_50_mb_is_refused() {
    let text = of_events(800_000, |_| "{at: 2026-03-02, event: missing, known: 2026-03-02T09:00}".into());
    assert!(text.len() > 45 * 1024 * 1024);
    assert_eq!(
        refused(text.as_bytes().repeat(2).get(..50 * 1024 * 1024).unwrap()),
        "large.yaml: the file is 50 MB long; at most 8 MB are read\n    help: split it: one file holds one child, or one printed \
         section\n"
    );
}

#[test]
fn forty_thousand_events_are_read() {
    let text = of_events(40_000, |n| {
        format!("{{at: 2026-03-{:02}T{:02}:{:02}, event: missing, id: e{n}}}", n % 28 + 1, n % 24, n % 60)
    });
    let journey = read(&text).unwrap();
    assert_eq!(journey.written.len(), 40_000);
    assert_eq!(journey.written.last().unwrap().line, 40_004);
    let timeline = journey.timeline(journey.as_at.unwrap(), None);
    assert_eq!(timeline.events.len(), 40_000);
    assert!(timeline.events.is_sorted_by_key(|e| e.at));
}

#[test]
fn forty_thousand_corrections_of_one_event_are_one_event() {
    let text = of_events(40_000, |n| match n {
        0 => "{at: 2026-03-02, event: missing, id: e0}".into(),
        _ => format!("{{at: 2026-03-02, event: missing, id: e{n}, corrects: e{}}}", n - 1),
    });
    let journey = read(&text).unwrap();
    let timeline = journey.timeline(journey.as_at.unwrap(), None);
    let [event] = timeline.events.as_slice() else { panic!("{} events", timeline.events.len()) };
    assert_eq!((event.root, event.place, event.versions.len()), (1, 40_000, 40_000));
}

#[test]
fn corrections_in_a_circle_of_forty_thousand_are_refused() {
    let text =
        of_events(40_000, |n| format!("{{at: 2026-03-02, event: missing, id: e{n}, corrects: e{}}}", (n + 1) % 40_000));
    let said = refused(&text);
    assert!(said.starts_with("large.yaml:5: the corrections of `e1` go round in a circle\n"), "{}", &said[..200]);
    assert!(said.ends_with("these are the first 1000; there may be more\n"));
}

#[test]
fn a_chain_of_followers_has_an_end() {
    let chain = |number: usize| {
        of_events(number, |n| match n {
            0 => "{at: 2026-03-02, event: missing, id: e0}".into(),
            _ => format!("{{at: 2026-03-02, event: missing, id: e{n}, follows: e{}}}", n - 1),
        })
    };
    let journey = read(chain(501)).unwrap();
    let timeline = journey.timeline(journey.as_at.unwrap(), None);
    let longest = timeline.events.iter().map(|e| e.follows.len()).max();
    assert_eq!(longest, Some(500));
    let said = refused(chain(502));
    assert_eq!(
        said,
        "large.yaml:506: this event follows over more than 500 steps\n    help: name the event that it carries on, which comes \
         before it\n"
    );
    assert!(refused(chain(40_000)).ends_with("these are the first 1000; there may be more\n"));
}

#[test]
fn forty_thousand_entries_that_are_no_events_are_told_of_a_thousand_times() {
    let said = refused(of_events(40_000, |n| format!("{{at: yesterday, event: mising-{n}, wit: x, follows: nobody}}")));
    assert!(said.lines().count() < 2_100);
    assert!(said.ends_with("these are the first 1000; there may be more\n"));
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = |line: usize| {
        format!(
            "large.yaml:{line}: the file nests deeper than 24 levels\n    help: the deepest that is meant here has six; look for a \
             bracket that is not closed\n"
        )
    };
    assert_eq!(refused("[".repeat(100_000)), deep(1));
    assert_eq!(refused("{\"events\":".repeat(100_000)), deep(1));
    assert_eq!(refused(format!("events: {}", "[".repeat(100_000))), deep(1));
    assert_eq!(refused(of_events(1, |_| format!("{{with: {}}}", "{a: ".repeat(100_000)))), deep(5));
    assert_eq!(refused("? ".repeat(100_000)), deep(1));
}

#[test]
fn a_text_as_long_as_a_book_is_kept_and_a_word_as_long_is_cut_in_the_refusal() {
    let book = "x".repeat(4_000_000);
    let text = of_events(1, |_| format!("{{at: 2026-03-02, event: duty-done, with: {{clause: a, note: \"{book}\"}}}}"));
    let journey = read(&text).unwrap();
    let What::Event { values, .. } = &journey.written[0].what else { panic!() };
    assert!(
        values.iter().flatten().any(|v| matches!(v, protocol::vocabulary::Value::Text(t) if t.len() == book.len()))
    );
    let said = refused(of_events(1, |_| format!("{{at: {book}, event: {book}, {book}: 1, id: {{}}}}")));
    assert!(said.lines().all(|line| line.len() < 400) && said.lines().count() < 20, "{}", said.len());
}
