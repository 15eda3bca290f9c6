//! What would follow of an entry, before it is kept: the duties of both services side by side, the child's status, and who would be told.
//!
//! In come the child as it is and as it would be; out goes what sets them apart. All of it is worked out from what the person may read and
//! what they have just typed: otherwise trying an entry unsaved would tell which hidden facts hold (safety R4).

use std::sync::Arc;

use askama::Template;
use duties::{Line, Status, changes};
use exchange::{reads_of, to_tell};
use gate::Pass;
use protocol::check::in_words;
use protocol::vocabulary::{EventId, Service as Of};
use record::{Child, Reckoned};

use crate::app::{App, minute};
use crate::ask::Ask;
use crate::clauses;
use crate::owed::{self, Lister, Whom};
use crate::pages::child::frame::Opened;
use crate::pages::words::beside;
use crate::parts::{Due, Link, ServiceTag};
use crate::readable::part;

/// What starts and has no date.
const UNDATED: &str = "Starts, with no date given";

/// What would follow.
#[derive(Template, Default)]
#[template(path = "pages/recording/follows.html")]
pub struct Follows {
    columns: Vec<Column>,
    status: Vec<String>,
    told: Vec<String>,
    nothing: bool,
}

/// The duties of one service.
struct Column {
    service: ServiceTag,
    parts: Vec<Part>,
}

/// The duties to which the same happens; those without a date are shown on request.
struct Part {
    heading: &'static str,
    items: Vec<Item>,
    folded: bool,
}

/// One duty.
struct Item {
    title: String,
    owner: String,
    people: String,
    due: Option<Due>,
    was: String,
}

/// What sets the child as it would be apart from the child as it is.
pub fn follows(ask: &Ask, pass: &Pass, opened: &Opened, after: &Child) -> Follows {
    let (app, now) = (&ask.app, opened.now);
    let would_be = would_be(ask, pass, opened, after);
    let found = changes(opened.readable.lines(), &would_be.lines);
    let mut lister = Lister::new(app, pass, Whom { child: after, ..opened.whom() }, now);
    let mut item = |line: &Arc<Line>, dated: bool, was: String| {
        let shown = lister.show(line, false);
        let why = clauses::address(app.book.protocols, &line.clause);
        let due = dated
            .then(|| Link::new(clauses::number(app.book.protocols, &line.clause), why.clone()))
            .map(|clause| owed::due(&shown, now, Some(clause)));
        (
            shown.by.service,
            Item {
                title: line.title.to_string(),
                owner: beside(shown.by.service, &shown.by.role),
                people: shown.by.people.clone(),
                due,
                was,
            },
        )
    };
    let when = |line: &Line| line.due.map_or_else(|| "no date".to_owned(), |due| due.in_words());
    let before = |was: &Line| if was.is_owed() { format!("Was due {}", when(was)) } else { "Was done".to_owned() };
    let moved = found.moved.iter().map(|(was, is)| item(is, true, before(was))).collect();
    let (dated, undated): (Vec<&Arc<Line>>, Vec<&Arc<Line>>) =
        found.started.iter().partition(|line| line.due.is_some());
    let mut starts =
        |lines: Vec<&Arc<Line>>| lines.into_iter().map(|line| item(line, true, besides(app, line))).collect();
    let parts: [(_, Vec<_>); 5] = [
        ("Starts", starts(dated)),
        (UNDATED, starts(undated)),
        ("Moves to another day, or is owed again", moved),
        ("Is shown to be done", found.done.iter().map(|line| item(line, false, String::new())).collect()),
        ("Is no longer owed", found.ended.iter().map(|line| item(line, false, String::new())).collect()),
    ];
    Follows {
        columns: columns(parts, pass),
        status: changed(opened.readable.status(), &would_be.status),
        told: left_out(opened),
        nothing: found.is_empty(),
    }
}

/// What a duty to tell asks for besides that this is recorded; nothing of one that may not apply.
fn besides(app: &App, line: &Line) -> String {
    let protocols = app.book.protocols;
    if line.unknown {
        return String::new();
    }
    let told = protocols.clause(&line.clause).and_then(|(_, clause)| to_tell(clause, &protocols.vocabulary));
    told.map_or_else(String::new, |told| format!("Recording this does not do it: {told}"))
}

/// A column for each service, the person's own first; what both owe stands in both; a third for all others, where there is anything.
fn columns(parts: [(&'static str, Vec<(Of, Item)>); 5], pass: &Pass) -> Vec<Column> {
    let mut services = [Of::Yjs, Of::Csc, Of::Third];
    if pass.person().service == gate::Service::Csc {
        services.swap(0, 1);
    }
    let mut columns = services.map(|of| (of, Vec::new()));
    for (heading, items) in parts {
        for (of, list) in &mut columns {
            let theirs =
                items.iter().filter(|(service, _)| service == of || (*service == Of::Both && *of != Of::Third));
            let theirs: Vec<Item> = theirs.map(|(_, item)| item.again()).collect();
            if !theirs.is_empty() {
                list.push(Part { heading, items: theirs, folded: heading == UNDATED });
            }
        }
    }
    let kept = columns.into_iter().filter(|(of, list)| *of != Of::Third || !list.is_empty());
    kept.map(|(of, parts)| Column { service: of.into(), parts }).collect()
}

impl Item {
    fn again(&self) -> Item {
        Item {
            title: self.title.clone(),
            owner: self.owner.clone(),
            people: self.people.clone(),
            due: self.due.clone(),
            was: self.was.clone(),
        }
    }
}

/// What would follow from what the person would read, with what they have typed, whether or not they may read it afterwards.
fn would_be(ask: &Ask, pass: &Pass, opened: &Opened, after: &Child) -> Reckoned {
    let typed = after.journey.written.last().map_or(0, |written| written.place);
    let whole = after.timeline(opened.now, None);
    let read = part(&ask.app, pass, after, &whole, typed).unwrap_or(whole);
    Reckoned::of(ask.app.book, &after.journey, read, None)
}

/// That more may follow than is shown.
fn left_out(opened: &Opened) -> Vec<String> {
    let said = "This is worked out from what you may read. Something that is not shown to you may change what is owed.";
    if opened.readable.left_out() > 0 { vec![said.to_owned()] } else { Vec::new() }
}

/// The sentences.
fn changed(was: &Status, is: &Status) -> Vec<String> {
    let turned = |was: bool, is: bool, on: &str, off: &str| match (was, is) {
        (false, true) => Some(on.to_owned()),
        (true, false) => Some(off.to_owned()),
        _ => None,
    };
    let bases: Vec<String> = is.looked_after_basis.iter().map(|b| duties::in_full(b)).collect();
    let bases = in_words::listed(&bases, "and");
    let mut said = Vec::new();
    said.extend(turned(
        was.in_custody_since.is_some(),
        is.in_custody_since.is_some(),
        "Is in custody from now on",
        "Is no longer in custody",
    ));
    said.extend(turned(
        was.looked_after,
        is.looked_after,
        &format!("Becomes looked after by law: {bases}"),
        "Is no longer looked after",
    ));
    if was.looked_after && is.looked_after && was.looked_after_basis != is.looked_after_basis {
        said.push(format!("Stays looked after, now: {bases}"));
    }
    said.extend(turned(
        was.jointly_open,
        is.jointly_open,
        "Becomes open to both services",
        "Is no longer open to both services",
    ));
    let detained = (was.former_looked_after_in_detention, is.former_looked_after_in_detention);
    said.extend(turned(
        detained.0,
        detained.1,
        "Counts as looked after until detained",
        "No longer counts as looked after until detained",
    ));
    if was.care_leaver != is.care_leaver {
        said.push(format!("Standing under leaving care law: {}", is.care_leaver.replace('-', " ")));
    }
    said
}

impl Follows {
    /// With who is told of an event, and what of it they may not read.
    #[must_use]
    pub fn telling(mut self, ask: &Ask, opened: &Opened, after: &Child, event: EventId) -> Follows {
        let Some(written) = after.journey.written.last() else { return self };
        let services = [
            (gate::Service::Yjs, "Youth justice", written.known.yjs),
            (gate::Service::Csc, "Social care", written.known.csc),
        ];
        for (service, name, when) in services {
            self.told.push(match when {
                None if !opened.is_open_to(service) => format!(
                    "{name} has not been told, and nobody there works with this child. Ring {}.",
                    numbers(opened, service)
                ),
                None => format!(
                    "{name} is not told yet: they will not see it, and what counts from their knowing does not start."
                ),
                Some(when) if !opened.is_open_to(service) && ask.caller.person.service != service => format!(
                    "{name} knows of it from {}, as you say. Nobody there works with this child, so nobody there sees it here. To tell them, ring {}.",
                    when.in_words(),
                    numbers(opened, service)
                ),
                Some(when) if when == minute(ask.now) => {
                    format!("{name} can read it here from now on. {}", seen(&ask.app, opened, service, event))
                }
                Some(when) => {
                    let seen = seen(&ask.app, opened, service, event);
                    format!("{name} knew of it from {}, as you say. {seen}", when.in_words())
                }
            });
        }
        self
    }
}

/// The teams on duty of a service with their numbers, in one line.
fn numbers(opened: &Opened, service: gate::Service) -> String {
    let teams = opened.on_duty(service).into_iter();
    let each: Vec<String> = teams
        .map(|(team, number)| format!("{team} ({})", if number.is_empty() { "number not known" } else { &number }))
        .collect();
    if each.is_empty() {
        "their duty team: its number is not known here".to_owned()
    } else {
        in_words::listed(&each, "or")
    }
}

/// What the people of a service may read of an event.
fn seen(app: &App, opened: &Opened, service: gate::Service, event: EventId) -> String {
    let staff: &[Arc<record::Staff>] = &opened.staff;
    let vocabulary = &app.book.protocols.vocabulary;
    let reads = reads_of(service, &opened.ties, staff, vocabulary, &app.gate);
    let reading = app.gate.reading();
    if !reading.readable(reads, event, true) {
        return "It is not of a kind that all their people may read: they see the duties that follow, without the reason.".to_owned();
    }
    let kind = vocabulary.event(event);
    let hidden =
        kind.attributes.iter().enumerate().filter(|(n, _)| !reading.readable_attribute(reads, event, *n, true));
    let hidden: Vec<String> = hidden.map(|(_, a)| a.name.replace('_', " ")).collect();
    if hidden.is_empty() {
        return "They see it on the timeline.".to_owned();
    }
    format!("They see that it happened, but not: {}.", hidden.join(", "))
}

#[cfg(test)]
mod tests {
    use super::changed;
    use duties::Status;

    fn status() -> Status {
        Status {
            jointly_open: true,
            looked_after: false,
            looked_after_basis: Vec::new(),
            in_custody_since: None,
            care_leaver: "none",
            former_looked_after_in_detention: false,
            nights_looked_after_since_14: 0,
            age: 15,
            boundary: false,
            authorities: Vec::new(),
            doubts: Vec::new(),
        }
    }

    #[test]
    fn a_change_of_status_is_said_in_sentences() {
        let remanded = Status {
            looked_after: true,
            looked_after_basis: vec!["remand".into()],
            in_custody_since: calendar::Day::new(2026, 5, 16).ok(),
            ..status()
        };
        assert_eq!(changed(&status(), &remanded), ["Is in custody from now on", "Becomes looked after by law: remand"]);
        assert_eq!(changed(&remanded, &status()), ["Is no longer in custody", "Is no longer looked after"]);
        assert!(changed(&status(), &status()).is_empty());
    }
}
