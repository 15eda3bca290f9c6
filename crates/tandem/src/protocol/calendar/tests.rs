//! The iCalendar file, whole, and that two runs give the same.

use super::*;

/// The made-up authority with one clause: its calendar on some days.
fn ics(due: &str, from: &str, to: &str) -> String {
    let file = |path: &str, text: String| protocol::SourceFile { path: path.to_owned(), bytes: text.into_bytes() };
    let mut files: Vec<protocol::SourceFile> =
        protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    let head = "authority: anyshire\ntitle: x\nedition: x\nservices: {}\nsystems: {}\nclosures: []\n";
    files.push(file("anyshire/protocol.yaml", head.into()));
    let clause = format!(
        "- {{id: anyshire-1a, para: '1', kind: standing, on: on-calendar, owner: csc, says: 'Meet, all; talk.', due: {due}}}\n"
    );
    files.push(file("anyshire/01-all.yaml", format!("section: \"1\"\nheading: All\nclauses:\n{clause}")));
    let protocols = protocol::read(&files).unwrap();
    let protocol = protocols.latest("anyshire").unwrap();
    let asked = CalendarArgs {
        authority: "anyshire".into(),
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        format: CalendarFormat::Ics,
    };
    let calendar = between(protocol, &protocols.vocabulary, asked.from, asked.to);
    Teller { protocols: &protocols, protocol, asked: &asked, calendar }.as_ics()
}

#[test]
fn a_day_without_a_time() {
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tandem//protocol calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:anyshire: the service's own calendar",
        "X-WR-CALNAME:anyshire: the service's own calendar",
        "BEGIN:VEVENT",
        "DESCRIPTION:anyshire-1a (csc)\\nThe office is closed on this day: Easter Mon",
        " day\\nAssumed: the text gives no first day: counted from Mon 6 April 2026",
        "DTSTAMP:20260406T000000Z",
        "DTSTART;VALUE=DATE:20260406",
        "SUMMARY:Meet\\, all\\; talk.",
        "TRANSP:TRANSPARENT",
        "UID:anyshire-1a-20260406@anyshire.tandem",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(ics("every week", "2026-04-06", "2026-04-06").split("\r\n").collect::<Vec<_>>(), expected);
}

#[test]
fn a_time_of_day_is_londons_and_brings_the_time_zone() {
    let text = ics("every week on tuesday at 13:30", "2026-04-06", "2026-04-08");
    assert_eq!(text.matches("BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n").count(), 1);
    assert!(text.contains("END:VTIMEZONE\r\nBEGIN:VEVENT\r\n"), "{text}");
    assert!(text.contains("DTSTART;TZID=Europe/London:20260407T133000\r\n"), "{text}");
    assert_eq!(text, ics("every week on tuesday at 13:30", "2026-04-06", "2026-04-08"));
}

#[test]
fn a_calendar_without_dates_is_still_a_calendar() {
    let text = ics("every week on tuesday", "2026-04-08", "2026-04-08");
    assert!(!text.contains("VEVENT") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
}
