//! Which notes are still to be put into the two systems: of one child, and of all for whom it falls to one person.
//!
//! In come the children; out go what was recorded of late, with when, and the systems that lack the note on it (`type_once::Need`).

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use exchange::has_note;
use gate::{Pass, Service, Ties};
use record::{Child, Kept};

use super::type_once::{Need, SERVICES, is_home, noted, what};
use crate::app::minute;
use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::child::frame::{self, ChildPage, Opened};
use crate::parts::{Absence, Empty, Html, Link, ServiceTag};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::worklist;

/// For how long a note that nobody ticked is listed, in milliseconds: 28 days.
const LISTED: i64 = 28 * 86_400_000;
/// How many are listed.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "pages/recording/notes.html")]
struct List {
    notes: Vec<Waiting>,
    empty: Empty,
}

/// The notes of the last weeks that are not yet ticked.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let page = List {
        notes: waiting(&ask, &ask.pass, &opened, &SERVICES, None),
        empty: Empty { absence: Absence::None, words: "every note of the last four weeks is in".into() },
    };
    let mut layout = opened.layout(&ask, "Notes to copy", ChildPage::Below);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

#[derive(Template)]
#[template(path = "pages/recording/notes_of_mine.html")]
struct Mine {
    system: &'static str,
    most: Option<usize>,
    children: Vec<OfChild>,
    empty: Empty,
}

/// A child by name and id, and its notes.
type OfChild = ((String, String), Vec<Waiting>);

/// The same of every child with whom the person works by name, and of what they recorded themselves of any other, for the system of their own
/// service.
pub async fn mine(ask: Ask) -> Result<Reply, Problem> {
    let (services, system): (&[Service], _) = match ask.caller.person.service {
        Service::Yjs => (&[Service::Yjs], "youth justice’s system"),
        Service::Csc => (&[Service::Csc], "social care’s system"),
        Service::Authority => (&SERVICES, "the services’ systems"),
    };
    let mut notes = of_mine(&ask, services).await?;
    // Of the child from whose page one comes first, then the latest.
    let from = ask.query.text("child");
    notes.sort_by_key(|((_, id), note)| (id != from, -note.recorded));
    let most = (notes.len() > MOST).then_some(MOST);
    notes.truncate(MOST);
    if services.len() == 1 {
        // The page says which system it is.
        notes.iter_mut().for_each(|(_, note)| note.lacking.clear());
    }
    let mut children: Vec<OfChild> = Vec::new();
    for (child, note) in notes {
        match children.iter_mut().find(|(one, _)| *one == child) {
            Some((_, notes)) => notes.push(note),
            None => children.push((child, vec![note])),
        }
    }
    let seen = children.iter().map(|((_, id), _)| id.clone()).collect();
    let words =
        "every note of the last four weeks is in: on the children you work with, and on what you recorded yourself";
    let mut layout = ask.frame("Notes to copy", Some(Place::Duties));
    layout.main =
        Html::of(&Mine { system, most, children, empty: Empty { absence: Absence::None, words: words.into() } });
    Ok(Reply::page(&layout)?.showing(seen))
}

/// Each with its child's name and id.
async fn of_mine(ask: &Ask, services: &[Service]) -> Result<Vec<((String, String), Waiting)>, Problem> {
    let works: Vec<Ties> = worklist::ties(ask.app.record.mine(&ask.pass).await?).collect();
    let by_name: BTreeSet<String> = works.iter().map(|ties| ties.child.clone()).collect();
    let recorded = worklist::ties(ask.app.record.recorded_by(&ask.pass, ask.now - LISTED).await?);
    let mut notes = Vec::new();
    for one in worklist::read(ask, works.into_iter().chain(recorded)).await? {
        if !is_home(ask, &one.child) || recent(ask, &one.child).next().is_none() {
            continue;
        }
        let opened = frame::of(ask, &one.pass, one.child, one.ties).await?;
        let by = (!by_name.contains(&opened.child.id)).then_some(ask.caller.person.id.as_str());
        let child = (opened.child.name(), opened.child.id.clone());
        let waiting = waiting(ask, &one.pass, &opened, services, by).into_iter();
        notes.extend(waiting.map(|note| (child.clone(), note)));
    }
    Ok(notes)
}

/// A note that is not yet in every system.
struct Waiting {
    recorded: i64,
    link: Link,
    lacking: Vec<ServiceTag>,
}

impl Waiting {
    /// When it was recorded, in words.
    fn when(&self) -> String {
        minute(self.recorded).in_words()
    }
}

/// What was recorded of late, the latest first.
fn recent<'c>(ask: &Ask, child: &'c Child) -> impl Iterator<Item = &'c Arc<Kept>> {
    let since = ask.now - LISTED;
    child.kept.iter().rev().filter(move |kept| kept.recorded > since)
}

/// The notes on what was recorded of late, by one person where one is named, that are not yet in the systems of these services, each with those
/// that lack it.
fn waiting(ask: &Ask, pass: &Pass, opened: &Opened, services: &[Service], by: Option<&str>) -> Vec<Waiting> {
    let mut notes = Vec::new();
    for kept in recent(ask, &opened.child).filter(|kept| by.is_none_or(|by| kept.person == by)) {
        if notes.len() == MOST {
            break;
        }
        let Some(what) = what(ask, opened, kept) else { continue };
        let lacking = services.iter().copied().filter(|service| {
            Need::of(opened, kept, *service) == Need::Due && noted(ask, pass, opened, (kept, *service), has_note)
        });
        let lacking: Vec<ServiceTag> = lacking.map(ServiceTag::from).collect();
        if !lacking.is_empty() {
            let link = Link::new(what, opened.address(&format!("/type-once/{}", kept.id)));
            notes.push(Waiting { recorded: kept.recorded, link, lacking });
        }
    }
    notes
}
