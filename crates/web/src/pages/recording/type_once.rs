//! Type once: a finished note for each of the two services' systems, to be copied, with a tick for each when it is in.

use askama::Template;
use exchange::{Noted, note, reads_of};
use gate::{Action, Gate, Pass, Service};
use journey::Happened;
use record::{AppendError, Child, Entry, Kept, Record, Write};

use super::asked::{happened, may_correct};
use super::still_to_tell::still_to_tell;
use crate::ask::Ask;
use crate::pages::child::events;
use crate::pages::child::frame::{self, ChildPage, Opened};
use crate::pages::child::keep::{hidden, key};
use crate::parts::{Absence, Button, Copy, Empty, Html, Link, ServiceTag, Tag};
use crate::problem::Problem;
use crate::readable::version_of;
use crate::reply::Reply;

/// The two services.
pub const SERVICES: [Service; 2] = [Service::Yjs, Service::Csc];

#[derive(Template)]
#[template(path = "pages/recording/type_once.html")]
struct Page {
    address: String,
    id: String,
    hidden: Html,
    still: Html,
    notes: Vec<NoteShown>,
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
    /// Why there is nothing to copy, where there is not.
    empty: Empty,
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
    let gone = || version_of(&opened.child, &opened.readable.timeline().retracted, id);
    if notes.iter().all(|note| note.body.is_none()) && what(&ask, &opened, kept).is_none() && gone().is_none() {
        return Err(Problem::not_found());
    }
    let page = Page {
        address: opened.address(""),
        id: id.to_owned(),
        hidden: hidden(&ask, &opened.child)?,
        still: Html::of(&still_to_tell(&ask, &opened, id)),
        notes,
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
pub fn noted<T>(
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
    let need = Need::of(opened, kept, service);
    let found = noted(ask, &ask.pass, opened, (kept, service), note).filter(|_| need.is_offered());
    let protocol = ask.app.book.protocols.latest(&opened.child.details.authority);
    let system = found.as_ref().map_or_else(|| exchange::system(protocol, service), |note| note.system.clone());
    let copy = |text: &str, what: &str, is_short: bool| Copy {
        text: text.to_owned(),
        what: format!("{what} for {system}"),
        id: format!("{word}-{what}"),
        is_short,
    };
    NoteShown {
        service: service.into(),
        word,
        title: found.as_ref().map(|note| copy(&note.title, "title", true)),
        body: found.as_ref().map(|note| copy(&note.body, "note", false)),
        ticked: (need == Need::Met).then(|| Tag {
            text: format!("It is in {system}").into(),
            classes: "govuk-tag--green".into(),
            ..Tag::default()
        }),
        tick: (found.is_some() && may_tick && need == Need::Due).then(|| Button {
            text: format!("Tick: it is in {system}").into(),
            classes: "govuk-button--secondary".into(),
            prevent_double_click: Some(true),
            ..Button::default()
        }),
        empty: Empty { absence: Absence::None, words: need.why_not().into() },
        system,
    }
}

/// Whether a note is to be put into a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It is, where the service may read it.
    Due,
    /// Somebody ticked that it is there.
    Met,
    /// What it is about was taken back before anybody ticked it.
    Gone,
    /// It says that something was taken back of which no note is in.
    Needless,
}

impl Need {
    /// For one entry, and the system of one service.
    pub fn of(opened: &Opened, kept: &Kept, service: Service) -> Need {
        let is_in = |id: &str| opened.child.noted.iter().any(|(of, word)| *of == id && word == service.word());
        if is_in(&kept.id) {
            return Need::Met;
        }
        if let Some(event) = withdrawn_by(opened, kept) {
            let versions = event.versions.iter().filter_map(|version| opened.child.kept_at(version.place));
            return if versions.into_iter().any(|kept| is_in(&kept.id)) { Need::Due } else { Need::Needless };
        }
        let gone = version_of(&opened.child, &opened.readable.timeline().retracted, &kept.id);
        if gone.is_some() { Need::Gone } else { Need::Due }
    }

    fn is_offered(self) -> bool {
        matches!(self, Need::Due | Need::Met)
    }

    fn why_not(self) -> &'static str {
        match self {
            Need::Gone => "it was taken back before this note was ticked, so there is nothing to put in",
            Need::Needless => {
                "no note on what was taken back is ticked here, so there is nothing to put in. If one was copied all the same, take it out there"
            }
            Need::Due | Need::Met => {
                "this service has not been told of it, or may not read it, so there is nothing to copy"
            }
        }
    }
}

/// The event that an entry takes back, as the person may read it.
fn withdrawn_by<'o>(opened: &'o Opened, kept: &Kept) -> Option<&'o Happened> {
    let is_by = |place: &u32| opened.child.kept_at(*place).is_some_and(|by| by.id == kept.id);
    opened.readable.timeline().retracted.iter().find(|event| event.taken_back.iter().any(is_by))
}

/// Where one goes who has taken an event back: to the notes that say so, where one on it is in a system, else back to the child.
pub fn after_taking_back(opened: &Opened, event: &Happened, id: &str) -> String {
    let mut versions = event.versions.iter().filter_map(|version| opened.child.kept_at(version.place));
    let is_in = versions.any(|kept| opened.child.noted.iter().any(|(of, _)| *of == kept.id));
    opened.address(&if is_in { format!("/type-once/{id}?done=retracted") } else { "?done=retracted".to_owned() })
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

/// Whether the person works for the child's own authority, whose systems these are.
pub fn is_home(ask: &Ask, child: &Child) -> bool {
    ask.caller.person.authority == child.details.authority
}

/// What an entry says, in one line, as the person may read it.
pub fn what(ask: &Ask, opened: &Opened, kept: &Kept) -> Option<String> {
    let taken_back =
        || withdrawn_by(opened, kept).map(|event| format!("Taken back: {}", events::line(&ask.app, event)));
    happened(opened, &kept.id).map(|event| events::line(&ask.app, &event)).or_else(taken_back)
}
