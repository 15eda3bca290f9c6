//! The table `counting.md`, row by row: each wording is read, counted, and compared with the date and the marks beside it.

use std::collections::BTreeSet;

use calendar::wording::{Anchor, AnchorDate, Clock, Repeat};
use calendar::{Calendar, Due, Length, Moment, Span, Unit, Wording};

use crate::paper;
use crate::table::{self, Event, Row, Table};

/// What a row comes to.
#[derive(Debug, PartialEq, Eq, Default)]
struct Found {
    due: Vec<String>,
    marks: Vec<String>,
}

struct Counter<'a> {
    calendar: Calendar,
    settings: &'a [(String, Span)],
}

impl Counter<'_> {
    /// The length, and whether an authority sets it.
    fn length(&self, length: &Length) -> (Span, bool) {
        match length {
            Length::Fixed(span) => (*span, false),
            Length::Setting(name) => match self.settings.iter().find(|(n, _)| n == name) {
                Some((_, span)) => (*span, true),
                None => panic!("counting.md has no setting `{name}`"),
            },
        }
    }

    fn count(&self, row: &Row) -> Result<Found, String> {
        if row.wording == "(left out)" {
            return Ok(Found::default());
        }
        let wording: Wording = row.wording.parse().map_err(|e| format!("is not read: {e}"))?;
        Ok(match &wording.clock {
            Clock::OnCalendar(rhythm) => {
                let mut marks = vec!["on the calendar".to_owned()];
                marks.extend(self.length(&rhythm.every).1.then(|| "assumed".to_owned()));
                Found { due: Vec::new(), marks }
            }
            Clock::Repeating(repeat) => start(&repeat.anchor, &row.event)
                .map_or_else(Found::default, |start| self.repeating(repeat, start, &row.event.done)),
            clock => self.once(clock, &row.event).map_or_else(Found::default, found),
        })
    }

    fn once(&self, clock: &Clock, event: &Event) -> Option<Due> {
        let plain = |at| Due { at, urgent: false, assumed: false, order: false };
        Some(match clock {
            Clock::Within { length, anchor } => {
                let (span, assumed) = self.length(length);
                Due { assumed, ..plain(span.after(start(anchor, event)?, &self.calendar)) }
            }
            Clock::Before { length, anchor } => {
                let (span, assumed) = self.length(length);
                Due { assumed, ..plain(span.before(start(anchor, event)?, &self.calendar)) }
            }
            Clock::SameDay(anchor) => Due { urgent: true, ..plain(Moment::date_only(start(anchor, event)?.day())) },
            Clock::AsSoonAsPossible(anchor) => {
                let next = Span { n: 1, unit: Unit::WorkingDays };
                Due { assumed: true, ..plain(next.after(start(anchor, event)?, &self.calendar)) }
            }
            Clock::Order(anchor) => Due { order: true, ..plain(Moment::date_only(start(anchor, event)?.day())) },
            Clock::Repeating(_) | Clock::OnCalendar(_) => return None,
        })
    }

    /// The first occurrence from the anchor, each further one from the day on which the one before was done.
    fn repeating(&self, repeat: &Repeat, start: Moment, done: &[Moment]) -> Found {
        let mut found = Found::default();
        for (place, from) in std::iter::once(&start).chain(done).enumerate() {
            let (span, assumed) = self.length(repeat.first.get(place).unwrap_or(&repeat.every));
            found.due.push(in_table(span.after(*from, &self.calendar)));
            found.marks.clear();
            found.marks.extend(assumed.then(|| "assumed".to_owned()));
            found.marks.extend(repeat.not_before.as_ref().map(|shorter| {
                format!("not before {}", in_table(self.length(shorter).0.after(*from, &self.calendar)))
            }));
        }
        found
    }
}

/// Where the clock starts; nothing while its event has not happened, told nothing or is not known.
fn start(anchor: &Anchor, event: &Event) -> Option<Moment> {
    match anchor.date {
        AnchorDate::Happened => event.at,
        AnchorDate::Told(_) => event.told,
        AnchorDate::Knowing if event.nobody_told => None,
        AnchorDate::Knowing => event.known.or(event.at),
    }
}

fn found(due: Due) -> Found {
    let marks = [(due.urgent, "urgent"), (due.assumed, "assumed"), (due.order, "order")];
    let marks = marks.iter().filter(|(holds, _)| *holds).map(|(_, mark)| (*mark).to_owned()).collect();
    Found { due: vec![in_table(due.at)], marks }
}

/// As the table writes it: `Thu 2026-04-02T14:30`.
fn in_table(moment: Moment) -> String {
    format!("{} {moment}", &moment.day().weekday()[..3])
}

fn check(row: &Row, counter: &Counter<'_>) -> Result<(), String> {
    let told = Found { due: row.due.iter().copied().map(in_table).collect(), marks: row.marks.clone() };
    let place = format!("counting.md:{}: `{}`", row.line, row.wording);
    let counted = counter.count(row).map_err(|cause| format!("{place} {cause}"))?;
    if counted == told { Ok(()) } else { Err(format!("{place}\n  the table:   {told:?}\n  the program: {counted:?}")) }
}

#[test]
fn every_row_of_the_table_holds() {
    let Table { settings, rows } = table::read();
    let mut faults = Vec::new();
    // A section has one list of closures, and so one calendar.
    for section in rows.chunk_by(|a, b| a.closures == b.closures) {
        let counter = Counter { calendar: paper::calendar(&section[0].closures), settings: &settings };
        faults.extend(section.iter().filter_map(|row| check(row, &counter).err()));
    }
    assert!(rows.len() >= 250, "the table has lost rows: {} were read", rows.len());
    assert!(faults.is_empty(), "{} of {} rows differ\n{}", faults.len(), rows.len(), faults.join("\n"));
}

#[test]
fn every_row_cites_a_clause_an_act_or_the_contract() {
    const LAW: [&str; 4] = ["contract, ", " Act 19", " Act 20", "Regulations 2010 reg. "];
    let ids = paper::clause_ids();
    let authorities: BTreeSet<&str> = ids.iter().filter_map(|id| id.split_once('-')).map(|(a, _)| a).collect();
    let mut faults = Vec::new();
    for row in table::read().rows {
        let words = row.why.split([' ', ';', ',', ':']);
        let cited: Vec<&str> =
            words.filter(|w| w.split_once('-').is_some_and(|(a, _)| authorities.contains(a))).collect();
        for id in cited.iter().filter(|id| !ids.contains(**id)) {
            faults.push(format!("counting.md:{}: there is no clause `{id}`", row.line));
        }
        if cited.is_empty() && !LAW.iter().any(|law| row.why.contains(law)) {
            faults.push(format!("counting.md:{}: `{}` cites nothing", row.line, row.why));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_row_stands_twice() {
    let mut seen = BTreeSet::new();
    let mut twice = Vec::new();
    for row in table::read().rows {
        let event = format!("{:?} {:?} {:?} {:?}", row.event.at, row.event.known, row.event.told, row.event.done);
        let told = row.event.nobody_told;
        if !seen.insert((row.wording.clone(), event, told, row.closures.len())) {
            twice.push(format!("counting.md:{}: `{}`", row.line, row.wording));
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

/// The form of a deadline, whatever its numbers and events: `within … working days, of knowing`.
fn form(clock: &Clock) -> String {
    let length = |length: &Length| match length {
        Length::Fixed(span) => span.unit.word().to_owned(),
        Length::Setting(_) => "setting".to_owned(),
    };
    let date = |anchor: &Anchor| match anchor.date {
        AnchorDate::Happened => "of the event",
        AnchorDate::Knowing => "of knowing",
        AnchorDate::Told(_) => "of the date told",
    };
    match clock {
        Clock::Within { length: l, anchor } => format!("within {} {}", length(l), date(anchor)),
        Clock::Before { length: l, anchor } => format!("{} before {}", length(l), date(anchor)),
        Clock::SameDay(anchor) => format!("same day {}", date(anchor)),
        Clock::AsSoonAsPossible(anchor) => format!("as soon as possible {}", date(anchor)),
        Clock::Order(anchor) => format!("order {}", date(anchor)),
        Clock::Repeating(r) => format!(
            "first {:?}, every {}, range {}, {}, once more at the end {}",
            r.first.iter().map(length).collect::<Vec<_>>(),
            length(&r.every),
            r.not_before.is_some(),
            date(&r.anchor),
            !r.finally.is_empty()
        ),
        Clock::OnCalendar(r) => {
            format!(
                "on the calendar every {}, weekday {}, time {}",
                length(&r.every),
                r.weekday.is_some(),
                r.at.is_some()
            )
        }
    }
}

fn forms_of_the_table() -> BTreeSet<String> {
    let rows = table::read().rows;
    rows.iter().filter_map(|row| row.wording.parse::<Wording>().ok()).map(|w| form(&w.clock)).collect()
}

#[test]
fn the_table_has_every_form_that_the_guide_shows() {
    let forms = forms_of_the_table();
    let mut faults = Vec::new();
    for shown in paper::forms_of_the_guide() {
        match shown.parse::<Wording>() {
            Err(error) => faults.push(format!("`{shown}` is not read: {error}")),
            Ok(wording) if !forms.contains(&form(&wording.clock)) => faults.push(format!("`{shown}` has no row")),
            Ok(_) => {}
        }
    }
    assert!(faults.is_empty(), "protocols/README.md, Deadlines:\n{}", faults.join("\n"));
}

#[test]
fn the_table_has_every_form_that_a_clause_words() {
    let forms = forms_of_the_table();
    let mut faults = Vec::new();
    for (place, text) in paper::deadlines() {
        match text.parse::<Wording>() {
            Err(error) => faults.push(format!("{place}: `{text}` is not read: {error}")),
            Ok(wording) if !forms.contains(&form(&wording.clock)) => {
                faults.push(format!("{place}: `{text}` has no row"))
            }
            Ok(_) => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
