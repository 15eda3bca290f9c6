//! A calendar as a file that every calendar program reads (RFC 5545): what the service's own calendar and a person's feed have in common.
//!
//! What comes in are events with an identifier, a day or a moment, and words; what goes out is text. Stamp and identifier are always set
//! here, so that the library below reads no clock and draws no random number.

use calendar::Day;
use icalendar::{Calendar, Component as _, Event, Property};

/// A calendar that is being written.
#[derive(Debug)]
pub struct Ics {
    calendar: Calendar,
    stamp: String,
}

/// An event of a calendar.
#[derive(Debug, Clone, Copy)]
pub struct IcsEvent<'a> {
    /// What it is known by for ever.
    pub uid: &'a str,
    /// The day.
    pub day: Day,
    /// The hour and the minute by the clock in London; all day, where there is none.
    pub at: Option<(u8, u8)>,
    /// The words that a calendar shows.
    pub summary: &'a str,
    /// More words; empty where there are none.
    pub description: &'a str,
    /// Where to look; empty where nowhere.
    pub link: &'a str,
}

fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

impl Ics {
    /// A calendar of this name. `what` says what it is for (`protocol calendar`); `stamp` is the day it is made for.
    pub fn new(what: &str, name: &str, stamp: Day) -> Ics {
        let mut calendar = Calendar::empty();
        calendar.append_property(Property::new("VERSION", "2.0"));
        calendar.append_property(Property::new("PRODID", format!("-//Tandem//{what}//EN")));
        calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
        calendar.append_property(Property::new("METHOD", "PUBLISH"));
        calendar.name(name);
        Ics { calendar, stamp: format!("{}T000000Z", compact(stamp)) }
    }

    /// Adds an event. It takes up no time of whoever reads it.
    pub fn add(&mut self, one: &IcsEvent<'_>) {
        let mut event = Event::new();
        event.uid(one.uid);
        event.add_property("DTSTAMP", &self.stamp);
        let start = match one.at {
            Some((hour, minute)) => {
                let mut start = Property::new("DTSTART", format!("{}T{hour:02}{minute:02}00", compact(one.day)));
                start.add_parameter("TZID", "Europe/London");
                start
            }
            None => {
                let mut start = Property::new("DTSTART", compact(one.day));
                start.add_parameter("VALUE", "DATE");
                start
            }
        };
        event.append_property(start);
        event.add_property("TRANSP", "TRANSPARENT");
        event.summary(one.summary);
        if !one.description.is_empty() {
            event.description(one.description);
        }
        if !one.link.is_empty() {
            event.add_property("URL", one.link);
        }
        self.calendar.push(event);
    }

    /// The file.
    pub fn text(&self) -> String {
        let text = self.calendar.to_string();
        // The library knows no time zone component, and RFC 5545 (3.6.5) asks for one wherever TZID is used.
        if text.contains("TZID=") {
            text.replacen("BEGIN:VEVENT\r\n", &format!("{LONDON}BEGIN:VEVENT\r\n"), 1)
        } else {
            text
        }
    }
}

/// London's time as it has been since 1996 (the Summer Time Order 2002: last Sundays of March and October, at 01:00 UTC).
const LONDON: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n\
    BEGIN:DAYLIGHT\r\nDTSTART:19960331T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\nDTSTART:19961027T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
