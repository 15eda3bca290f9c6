//! Type once: a finished note for each of the two services' systems, to be copied, with a tick for each when it is in.

use std::sync::Arc;

use askama::Template;
use exchange::{Noted, has_note, note, reads_of};
use gate::{Action, Gate, Pass, Service};
use record::{AppendError, Child, Entry, Kept, Record, Write};

use super::asked::{happened, may_correct};
use super::still_to_tell::still_to_tell;
use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::child::events;
use crate::pages::child::frame::{self, ChildPage, Opened};
use crate::pages::child::keep::{hidden, key};
use crate::parts::{Absence, Button, Copy, Empty, Html, Link, ServiceTag, Tag};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::worklist;

/// For how long a note that nobody ticked is listed, in milliseconds: 28 days.
const LISTED: i64 = 28 * 86_400_000;
/// How many are listed.
const MOST: usize = 50;
/// The two services.
const SERVICES: [Service; 2] = [Service::Yjs, Service::Csc];

#[derive(Template)]
#[template(path = "pages/recording/type_once.html")]
struct Page {
    address: String,
    id: String,
    hidden: Html,
    still: Html,
    notes: Vec<NoteShown>,
    empty: Empty,
}

/// One note, or why there is none.
struct NoteShown {
    service: ServiceTag,
    word: &'static str,
    system: String,
    title: Option<Copy>,
    body: Option<Copy>,
    ticked: Option<Tag>,
    tick: Option<Button>,
}

/// The notes on one event.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let id = ask.name("id");
    let kept = opened.child.kept.iter().find(|kept| kept.id == id).ok_or_else(Problem::not_found)?;
    // Whoever works for the place where the child is keeps other systems than those of which the tick would speak.
    let may_tick = ask.pass_for(Action::TickNote, &opened.ties).is_some() && is_home(&ask, &opened.child);
    let notes: Vec<NoteShown> =
        SERVICES.into_iter().map(|service| shown(&ask, &opened, kept, service, may_tick)).collect();
    if notes.iter().all(|note| note.body.is_none()) && happened(&opened, id).is_none() {
        return Err(Problem::not_found());
    }
    let page = Page {
        address: opened.address(""),
        id: id.to_owned(),
        hidden: hidden(&ask, &opened.child)?,
        still: Html::of(&still_to_tell(&ask, &opened, id)),
        notes,
        empty: Empty {
            absence: Absence::None,
            words: "this service has not been told of it, or may not read it, so there is nothing to copy".into(),
        },
    };
    let mut layout = opened.layout(&ask, "Type once", ChildPage::Below);
    let undo = undo(&ask, &opened, id);
    layout.notice = layout.notice.map(|notice| if let Some(undo) = undo { notice.leading_to(undo) } else { notice });
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// The way to take back what has just been recorded, where the person may: it leads to a page that asks once more.
fn undo(ask: &Ask, opened: &Opened, id: &str) -> Option<Link> {
    let event = happened(opened, id).filter(|_| ask.query.text("done") == "recorded")?;
    let pass = may_correct(ask, opened).ok()?;
    ask.admit(&pass, &[event.kind], ()).ok()?;
    Some(Link::new("Undo", opened.address(&format!("/take-back/{id}"))))
}

/// Asks for the note on an entry, for the system of a service.
fn noted<T>(
    ask: &Ask,
    pass: &Pass,
    opened: &Opened,
    (kept, service): (&Kept, Service),
    then: fn(&Noted<'_>, &Record, &Gate) -> T,
) -> T {
    let (app, book) = (&ask.app, ask.app.book.protocols);
    let recorded_by = opened.name_of(&kept.person);
    let reads = reads_of(service, &opened.ties, &opened.staff, &book.vocabulary, &app.gate);
    let noted =
        Noted { child: &opened.child, event: &kept.id, recorded_by: &recorded_by, service, reads, viewer: pass };
    then(&noted, &app.record, &app.gate)
}

fn shown(ask: &Ask, opened: &Opened, kept: &Kept, service: Service, may_tick: bool) -> NoteShown {
    let word = service.word();
    let found = noted(ask, &ask.pass, opened, (kept, service), note);
    let is_in = opened.child.noted.contains(&(kept.id.clone(), word.to_owned()));
    let protocol = ask.app.book.protocols.latest(&opened.child.details.authority);
    let system = found.as_ref().map_or_else(|| exchange::system(protocol, service), |note| note.system.clone());
    let copy = |text: &str, what: &str, is_short: bool| Copy {
        text: text.to_owned(),
        what: format!("{what} for {system}"),
        id: format!("{word}-{what}"),
        is_short,
    };
    NoteShown {
        service: if service == Service::Yjs {
            ServiceTag::from(protocol::vocabulary::Service::Yjs)
        } else {
            ServiceTag::from(protocol::vocabulary::Service::Csc)
        },
        word,
        title: found.as_ref().map(|note| copy(&note.title, "title", true)),
        body: found.as_ref().map(|note| copy(&note.body, "note", false)),
        ticked: is_in.then(|| Tag {
            text: format!("It is in {system}").into(),
            classes: "govuk-tag--green".into(),
            ..Tag::default()
        }),
        tick: (found.is_some() && may_tick && !is_in).then(|| Button {
            text: format!("Tick: it is in {system}").into(),
            classes: "govuk-button--secondary".into(),
            prevent_double_click: Some(true),
            ..Button::default()
        }),
        system,
    }
}

/// Ticks that a note is in a system.
pub async fn tick(ask: Ask) -> Result<Reply, Problem> {
    let child = ask.child().await?;
    let id = ask.name("id");
    let service = SERVICES.into_iter().find(|s| s.word() == ask.form.text("system")).ok_or_else(Problem::not_found)?;
    let event = child.kept.iter().find(|kept| kept.id == id).ok_or_else(Problem::not_found)?.id.clone();
    let back = format!("/children/{}/type-once/{id}?done=noted", child.id);
    let (system, key) = (service.word().to_owned(), format!("{}-{}", key(&ask)?, service.word()));
    let mut based_on = child.version;
    // A tick says the same on top of whatever else was recorded meanwhile.
    for _ in 0..3 {
        let entries = vec![Entry::Noted { event: event.clone(), system: system.clone() }];
        let write = Write { child: child.id.clone(), based_on, key: key.clone(), entries };
        match ask.app.record.append(ask.admit_other(&ask.pass, write)?, ask.now).await {
            Err(AppendError::Conflict(version)) => based_on = version,
            Ok(_) | Err(AppendError::KeyReused) => return Ok(Reply::to(back)),
            Err(error) => return Err(error.into()),
        }
    }
    Err(Problem::conflict("Others are writing to this record just now. Try again."))
}

#[derive(Template)]
#[template(path = "pages/recording/notes.html")]
struct List {
    notes: Vec<(Link, Vec<ServiceTag>)>,
    empty: Empty,
}

/// The notes of the last weeks that are not yet ticked.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let page = List {
        notes: waiting(&ask, &ask.pass, &opened, &SERVICES).into_iter().map(|n| (n.link, n.lacking)).collect(),
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

/// The same of every child with whom the person works by name, for the system of their own service.
pub async fn mine(ask: Ask) -> Result<Reply, Problem> {
    let (services, system): (&[Service], _) = match ask.caller.person.service {
        Service::Yjs => (&[Service::Yjs], "youth justice’s system"),
        Service::Csc => (&[Service::Csc], "social care’s system"),
        Service::Authority => (&SERVICES, "the services’ systems"),
    };
    let found = ask.app.record.mine(&ask.pass).await?;
    let works = !found.is_empty();
    let mut notes = Vec::new();
    for one in worklist::read(&ask, worklist::ties(found)).await? {
        if !is_home(&ask, &one.child) || recent(&ask, &one.child).next().is_none() {
            continue;
        }
        let opened = frame::of(&ask, &one.pass, one.child, one.ties).await?;
        let child = (opened.child.name(), opened.child.id.clone());
        notes.extend(waiting(&ask, &one.pass, &opened, services).into_iter().map(|note| (child.clone(), note)));
    }
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
    let words = if works {
        "every note of the last four weeks is in, for each child you work with"
    } else {
        "you work with no child by name. The notes on what you record stand on the page that follows, and later on the child’s page, under “Record something”"
    };
    let mut layout = ask.frame("Notes to copy", Some(Place::Duties));
    layout.main =
        Html::of(&Mine { system, most, children, empty: Empty { absence: Absence::None, words: words.into() } });
    Ok(Reply::page(&layout)?.showing(seen))
}

/// Whether the person works for the child's own authority, whose systems these are.
fn is_home(ask: &Ask, child: &Child) -> bool {
    ask.caller.person.authority == child.details.authority
}

/// A note that is not yet in every system.
struct Waiting {
    recorded: i64,
    link: Link,
    lacking: Vec<ServiceTag>,
}

/// What was recorded of late, the latest first.
fn recent<'c>(ask: &Ask, child: &'c Child) -> impl Iterator<Item = &'c Arc<Kept>> {
    let since = ask.now - LISTED;
    child.kept.iter().rev().filter(move |kept| kept.recorded > since)
}

/// The notes on what was recorded of late that are not yet in the systems of these services, each with those that lack it.
fn waiting(ask: &Ask, pass: &Pass, opened: &Opened, services: &[Service]) -> Vec<Waiting> {
    let mut notes = Vec::new();
    let is_in = |kept: &Kept, service: Service| {
        opened.child.noted.iter().any(|(id, word)| *id == kept.id && word == service.word())
    };
    for kept in recent(ask, &opened.child).filter(|kept| services.iter().any(|service| !is_in(kept, *service))) {
        if notes.len() == MOST {
            break;
        }
        let Some(event) = happened(opened, &kept.id) else { continue };
        let lacking = services
            .iter()
            .copied()
            .filter(|service| !is_in(kept, *service) && noted(ask, pass, opened, (kept, *service), has_note));
        let lacking: Vec<ServiceTag> = lacking
            .map(|s| {
                ServiceTag::from(if s == Service::Yjs {
                    protocol::vocabulary::Service::Yjs
                } else {
                    protocol::vocabulary::Service::Csc
                })
            })
            .collect();
        if !lacking.is_empty() {
            let link = Link::new(events::line(&ask.app, &event), opened.address(&format!("/type-once/{}", kept.id)));
            notes.push(Waiting { recorded: kept.recorded, link, lacking });
        }
    }
    notes
}
