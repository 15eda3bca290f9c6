//! What has changed for a child since somebody last looked: what was recorded, and what that and the days did to the duties.
//!
//! Both sides are worked out: the record as it was then, and as it is. Only what is readable is named (safety R4).

use std::sync::Arc;

use duties::{Line, changes};
use gate::Pass;
use journey::{Happened, What, Written};
use record::{About, Besides, Kept, Place};

use super::events;
use super::frame::Opened;
use crate::app::{App, minute, moment};
use crate::form::in_address;
use crate::owed::{self, Lister};
use crate::readable::{Readable, may_read_field};

/// One change, in words.
pub struct Change {
    /// What kind of change it is.
    pub kind: &'static str,
    /// What changed.
    pub text: String,
    /// More of it: when, by whom.
    pub more: String,
    /// Where more stands.
    pub href: String,
    /// When somebody else told of it, in milliseconds since 1970; 0 where the one who looks did, and where it follows from what was told.
    pub told: i64,
}

/// What has changed since a moment, in milliseconds since 1970.
pub fn since(app: &App, pass: &Pass, opened: &Opened, then: i64) -> Vec<Change> {
    let mut list = recorded(app, pass, opened, |kept| kept.recorded > then);
    let was = Readable::of_first(app, pass, &opened.child, opened.child.entries_by(then), moment(then));
    if was.is_same(&opened.readable) {
        list.extend(besides(app, pass, opened, then));
        return list;
    }
    // That a duty without words came, moved or went would tell the day on which something happened (safety R4).
    let mut lister = Lister::new(app, pass, opened.whom(), opened.now);
    let mut named = |readable: &Readable| -> Vec<Arc<Line>> {
        readable.whole.lines.iter().filter(|line| !lister.masks(readable, line)).cloned().collect()
    };
    let (before, after) = (named(&was), named(&opened.readable));
    let found = changes(&before, &after);
    let change = |kind: &'static str, line: &Line, more: String| Change {
        kind,
        text: line.title.to_string(),
        more,
        href: opened.address(&format!("/why?duty={}", in_address(&owed::key(line)))),
        told: 0,
    };
    let due = |line: &Line| {
        line.due.map_or_else(
            || "no date".to_owned(),
            |due| {
                let mark = if line.assumed { " (date assumed)" } else { "" };
                format!("due {}{mark}", due.in_words())
            },
        )
    };
    let owner = |line: &Line| format!("{}, {}", duties::in_full(&line.owner), due(line));
    let owed = found.started.iter().filter(|line| line.is_owed());
    list.extend(owed.map(|line| change("Now owed", line, owner(line))));
    list.extend(
        found.moved.iter().map(|(was, is)| change("Date moved", is, format!("was {}, now {}", due(was), due(is)))),
    );
    list.extend(late(&before, &after).map(|line| change("Now overdue", line, owner(line))));
    list.extend(found.done.iter().map(|line| change("Done", line, duties::in_full(&line.owner))));
    // Where the trigger was taken back there is nothing left to ask why of, but the line still says what it was.
    list.extend(found.ended.iter().map(|line| change("No longer applies", line, duties::in_full(&line.owner))));
    list.extend(besides(app, pass, opened, then));
    list
}

/// The entries recorded since something, newest first, as far as the person may read them.
pub fn recorded(app: &App, pass: &Pass, opened: &Opened, is_new: impl Fn(&Kept) -> bool) -> Vec<Change> {
    let read = opened.readable.timeline();
    let one = |kind, event: &Happened, kept: &Kept| Change {
        kind,
        text: events::title(app, event.kind, &event.values),
        more: format!("{}; {}", event.at.in_words(), by(opened, pass, &kept.person, kept.recorded)),
        href: opened.address(&format!("/timeline#event-{}", event.root)),
        told: told(pass, &kept.person, kept.recorded),
    };
    let written = opened.child.kept.iter().zip(&opened.child.journey.written).filter(|(kept, _)| is_new(kept));
    let change = |(kept, written): (&Arc<Kept>, &Written)| match &written.what {
        What::Retracts(_) => {
            let event = read.retracted.iter().find(|event| event.taken_back.contains(&written.place))?;
            Some(one("Taken back", event, kept))
        }
        What::Event { .. } => {
            let event = read.events.iter().find(|event| event.place == written.place)?;
            Some(one(if event.versions.len() > 1 { "Corrected" } else { "Recorded" }, event, kept))
        }
        What::Erased(_) => None,
    };
    let mut list: Vec<Change> = written.filter_map(change).collect();
    list.reverse();
    list
}

/// What was told besides since a moment, newest first. What it says stands on the pages to which it leads, for those who may read them.
fn besides(app: &App, pass: &Pass, opened: &Opened, then: i64) -> Vec<Change> {
    let may = |field: &str| may_read_field(app, pass, field);
    let works = |place: &Place| match (opened.person(&place.person), opened.team(&place.team)) {
        (Some(person), _) if place.role.is_empty() => person.name.clone(),
        (Some(person), _) => format!("{}, {}", person.name, duties::in_full(&place.role)),
        (None, Some(team)) => team.name.clone(),
        (None, None) => "somebody".to_owned(),
    };
    let one = |said: &Besides| {
        let (kind, text, below) = match &said.about {
            About::Details => ("Changed", "who the child is".to_owned(), ""),
            About::Involved(place) => ("Works with the child now", works(place), "/people"),
            About::Uninvolved(place) => ("No longer works with the child", works(place), "/people"),
            About::Network if may("network") => ("Changed", "the people around the child".to_owned(), "/people"),
            About::Warnings if may("warnings") => ("Changed", "the warnings".to_owned(), ""),
            // A restriction that was lifted is history.
            About::Restricted if opened.child.restricted.is_some() => {
                ("Changed", "who may open this record".to_owned(), "/people")
            }
            About::Network | About::Warnings | About::Restricted => return None,
        };
        let more = by(opened, pass, &said.person, said.recorded);
        Some(Change { kind, text, more, href: opened.address(below), told: told(pass, &said.person, said.recorded) })
    };
    opened.child.besides.iter().rev().take_while(|said| said.recorded > then).filter_map(one).collect()
}

fn told(pass: &Pass, person: &str, recorded: i64) -> i64 {
    if person == pass.person().id { 0 } else { recorded }
}

fn by(opened: &Opened, pass: &Pass, person: &str, recorded: i64) -> String {
    let by = if person == pass.person().id { "you".to_owned() } else { opened.name_of(person) };
    format!("recorded by {by}, {}", minute(recorded).in_words())
}

/// What was owed in time and is late now.
fn late<'l>(before: &'l [Arc<Line>], after: &'l [Arc<Line>]) -> impl Iterator<Item = &'l Arc<Line>> {
    use duties::State::{Open, Overdue};
    after.iter().filter(move |line| {
        line.state == Overdue
            && before
                .iter()
                .any(|was| was.id == line.id && was.side == line.side && was.state == Open && was.due == line.due)
    })
}
