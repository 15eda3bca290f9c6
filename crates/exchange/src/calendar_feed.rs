//! A person's duties and meetings as a calendar that their own calendar program fetches.
//!
//! What comes in is the record, the gate and the person; what goes out says `Duty due` or `Meeting`, a day, and where to sign in. It is read on
//! telephones and by whoever sees them, so it holds no name, no clause, no service, and identifiers from which nothing can be read.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::{Day, Moment};
use gate::{Action, Gate, On, Pass, Person, Request, Service, Ties, relations};
use protocol::vocabulary::Value;
use record::{Child, Found, Record, Staff};

use crate::failure::{Failure, permitted};
use crate::ics::{Ics, IcsEvent};
use crate::london::moment;
use crate::owners::Around;

/// What is to be in a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A duty that the person owes.
    Duty,
    /// A meeting about a child with whom they work.
    Meeting,
}

/// An entry of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// When.
    pub at: Moment,
    /// What.
    pub thing: Thing,
    /// What it is known by for ever, opaque.
    pub uid: String,
    /// Whose record it rests on: for the log of looks, never for the calendar.
    pub child: String,
}

fn uid(parts: [&str; 3]) -> String {
    format!("{}@tandem", record::hash(&parts.join("\u{1f}")).get(..32).unwrap_or_default())
}

/// The calendar as a file. `link` is where Tandem is found.
pub fn feed(items: &[Item], link: &str, today: Day) -> String {
    let mut ics = Ics::new("calendar of a person", "Tandem", today);
    let link = format!("{}/", link.trim_end_matches('/'));
    for item in items {
        let minute = item.at.second_of_day().map(|s| s / 60);
        ics.add(&IcsEvent {
            uid: &item.uid,
            day: item.at.day(),
            at: minute.map(|m| ((m / 60) as u8, (m % 60) as u8)),
            summary: if item.thing == Thing::Duty { "Duty due" } else { "Meeting" },
            description: "",
            link: &link,
        });
    }
    ics.text()
}

/// What is in a person's calendar: what they owe and what has a date, and the meetings ahead of the children with whom they work by name.
pub async fn items(record: &Record, gate: &Gate, person: &Person, now: i64) -> Result<Vec<Item>, Failure> {
    let own = permitted(gate, &Request::new(person, Action::SeeMyDuties, On::Own, &Vec::new()))?;
    let staff = record.staff(&person.authority).await?;
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let mut lists = vec![record.mine(&own).await?];
    for team in &person.leads {
        lists.push(record.of_team(&own, team).await?);
    }
    found.extend(lists.into_iter().flatten().map(|one| (one.ties.child.clone(), one)));
    let tied = found.into_values().filter_map(|one| {
        let relations = relations(person, &one.ties, &staff.teams);
        let pass = permitted(gate, &Request::new(person, Action::SeeChild, On::Child(&one.ties), &relations)).ok()?;
        Some((pass, one.ties))
    });
    let (passes, ties): (Vec<Pass>, Vec<Ties>) = tied.unzip();
    let mut items = Vec::new();
    for child in record.children(&passes).await? {
        let tied = passes.iter().zip(&ties).find(|(_, ties)| ties.child == child.id);
        let Some((pass, ties)) = tied else { continue };
        let mut staff = vec![Arc::clone(&staff)];
        for other in ties.authorities.iter().filter(|a| **a != person.authority) {
            staff.push(record.staff(other).await?);
        }
        of_child(&child, (pass, ties), &staff, record, gate, now, &mut items);
    }
    items.sort();
    Ok(items)
}

fn of_child(
    child: &Child,
    (pass, ties): (&Pass, &Ties),
    staff: &[Arc<Staff>],
    record: &Record,
    gate: &Gate,
    now: i64,
    items: &mut Vec<Item>,
) {
    let (at, book) = (moment(now), record.book());
    let vocabulary = &book.protocols.vocabulary;
    let around = Around::new(ties, staff, vocabulary, gate);
    let timeline = child.timeline(at, None);
    for line in child.answer(book, &timeline, None).lines() {
        let due = line.due.filter(|_| line.is_owed());
        if let Some(due) = due.filter(|_| around.owed_by(&line).iter().any(|p| p.id == pass.person().id)) {
            items.push(Item {
                at: due,
                thing: Thing::Duty,
                uid: uid([&child.id, "duty", &line.id]),
                child: child.id.clone(),
            });
        }
    }
    let (Some(called), true) = (vocabulary.event_id("meeting-called"), is_allocated(ties, pass.person())) else {
        return;
    };
    let Some(place) = vocabulary.event(called).attributes.iter().position(|a| a.name == "day") else { return };
    let is_readable = pass.reads().has(gate.reading().of_event(called));
    for event in timeline.events.iter().filter(|e| e.kind == called && is_readable) {
        let known = event.versions.last().and_then(|v| match pass.person().service {
            Service::Yjs => v.known.yjs,
            Service::Csc => v.known.csc,
            Service::Authority => v.known.earliest(),
        });
        if let (Some(Value::Day(day)), true) =
            (event.values.get(place).and_then(Option::as_ref), known.is_some_and(|k| k <= at))
            && *day >= at.day()
        {
            let which = event.id.clone().unwrap_or_else(|| event.root.to_string());
            items.push(Item {
                at: Moment::date_only(*day),
                thing: Thing::Meeting,
                uid: uid([&child.id, "meeting", &which]),
                child: child.id.clone(),
            });
        }
    }
}

fn is_allocated(ties: &Ties, person: &Person) -> bool {
    ties.involved.iter().any(|i| i.person == person.id)
}
