//! What has happened to this child, on one line for both services: newest first, day by day, and who knew of it when.
//!
//! What was corrected says what it said before; what was taken back is struck and stays. What the person may not read is left out. That
//! something is, is said without a number: counted for one date after another, it would tell when it happened.

use std::collections::BTreeMap;

use askama::Template;
use calendar::Moment;
use gate::Action;
use journey::{Happened, Known, Version};
use record::Kept;

use super::events;
use super::frame::{self, ChildPage, Opened};
use super::rows::{DutyRow, row};
use super::when_asked;
use crate::app::minute;
use crate::ask::Ask;
use crate::fields::summary;
use crate::form::Wrong;
use crate::form::in_address;
use crate::owed;
use crate::parts::{DateInput, Html, Link, ServiceTag};
use crate::problem::Problem;
use crate::readable::Readable;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/child/timeline.html")]
struct Page {
    asked: Option<String>,
    at: DateInput,
    known: DateInput,
    days: Vec<(String, Vec<Item>)>,
    left_out: bool,
    erased: usize,
    /// How many entries were about another child.
    of_another: usize,
    then: Vec<DutyRow>,
    address: String,
    error: bool,
}

/// One thing that happened.
struct Item {
    id: String,
    title: String,
    service: ServiceTag,
    time: String,
    said: Vec<String>,
    known: String,
    recorded: String,
    before: Vec<String>,
    retracted: String,
    correct: String,
    take_back: String,
    /// Where what followed is recorded.
    followed: String,
    /// Where it is said that a service has been told since.
    told: String,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let mut wrong = Wrong::none();
    let at = when_asked::asked(&ask.query, "as-at", &mut wrong);
    let known = when_asked::asked(&ask.query, "as-known-at", &mut wrong);
    let as_at = at.or(known).unwrap_or(opened.now);
    let then = || Readable::known_by(&ask.app, &ask.pass, &opened.child, as_at, known);
    let theirs = if at.or(known).is_some() { then() } else { opened.readable.clone() };
    let read = theirs.timeline();
    let mut days: BTreeMap<calendar::Day, Vec<(Moment, Item)>> = BTreeMap::new();
    let all = read.events.iter().map(|event| (event, false));
    // What was about another child is for nobody who works with this one.
    let of_another = |event: &&Happened| event.id.as_deref().is_some_and(|id| opened.child.is_of_another(id));
    let retracted = || read.retracted.iter().filter(|event| event.at <= as_at);
    let gone = retracted().filter(|event| !of_another(event)).map(|event| (event, true));
    for (event, gone) in all.chain(gone) {
        days.entry(event.at.day()).or_default().push((event.at, item(&ask, &opened, event, gone, known)));
    }
    let newest_first = |mut items: Vec<(Moment, Item)>| -> Vec<Item> {
        items.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        items.into_iter().map(|(_, item)| item).collect()
    };
    let page = Page {
        asked: asked_in_words(at, known),
        at: when_asked::input(&ask.query, "as-at", "As things stood on (optional)", "", &wrong, at),
        known: when_asked::input(
            &ask.query,
            "as-known-at",
            "With only what had been recorded by (optional)",
            "",
            &wrong,
            known,
        ),
        days: days.into_iter().rev().map(|(day, items)| (day.in_words(), newest_first(items))).collect(),
        left_out: opened.readable.left_out() > 0,
        erased: read.erased.len(),
        of_another: retracted().filter(of_another).count(),
        then: if at.is_some() || known.is_some() { owed_then(&ask, &theirs, &opened, (at, known)) } else { Vec::new() },
        address: opened.address("/timeline"),
        error: !wrong.is_empty(),
    };
    let mut layout = opened.layout(&ask, "Timeline", ChildPage::Timeline);
    layout.errors = summary(&wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// For which moment was asked, in words.
pub fn asked_in_words(at: Option<Moment>, known: Option<Moment>) -> Option<String> {
    let at = at.map(|at| format!("as things stood on {}", at.day().in_words()));
    let known = known.map(|known| format!("with only what had been recorded by {}", known.day().in_words()));
    let parts: Vec<String> = at.into_iter().chain(known).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What was owed, as it was known then. Why leads to the same moment.
fn owed_then(ask: &Ask, theirs: &Readable, opened: &Opened, then: (Option<Moment>, Option<Moment>)) -> Vec<DutyRow> {
    let as_at = then.0.or(then.1).unwrap_or(opened.now);
    let shown = owed::shown(&ask.app, &ask.pass, opened.whom(), theirs, as_at);
    let asked = [("as-at", then.0), ("as-known-at", then.1)];
    let asked = asked.into_iter().filter_map(|(name, moment)| Some(format!("&{name}={}", moment?.day())));
    let asked: String = asked.collect();
    let ready = |shown: &owed::Shown| {
        let mut row = row(&ask.app, shown, as_at);
        if !shown.masked {
            row.why.push_str(&asked);
            row.due.clause = row.due.clause.map(|clause| Link { href: row.why.clone(), ..clause });
        }
        row
    };
    shown.iter().filter(|s| s.line.is_owed()).map(ready).collect()
}

fn item(ask: &Ask, opened: &Opened, event: &Happened, gone: bool, known: Option<Moment>) -> Item {
    let app = &ask.app;
    let name_of = |id: &str| opened.name_of(id);
    let kept = opened.child.kept_at(event.place);
    // What was taken back, or is shown as of a past day, is not changed from here.
    let id = event.id.as_deref().map(in_address).filter(|id| !id.is_empty());
    let id = id.filter(|_| !gone && known.is_none()).unwrap_or_default();
    let name = &app.book.protocols.vocabulary.event(event.kind).name;
    let has_door = Action::door_of(name).is_none_or(|door| opened.may(door));
    let link = |action: Action, below: String| {
        let may = opened.may(action) && (action != Action::CorrectEvent || has_door);
        if id.is_empty() || !may { String::new() } else { opened.address(&below) }
    };
    let untold = event
        .versions
        .last()
        .and_then(untold)
        .map(|service| link(Action::CorrectEvent, format!("/record/{name}?corrects={id}&known-{service}=now")));
    Item {
        id: format!("event-{}", event.root),
        title: events::title(app, event.kind, &event.values),
        service: events::service(app, event.kind, &event.values).into(),
        time: event.at.in_words().split_once(" at ").map_or_else(String::new, |(_, time)| time.to_owned()),
        said: events::lines(app, event.kind, &event.values, &name_of),
        known: known_when(event),
        recorded: kept.map_or_else(String::new, |kept| recorded(opened, kept)),
        before: before(ask, opened, event),
        retracted: if gone { taken_back(opened, event) } else { String::new() },
        correct: link(Action::CorrectEvent, format!("/record/{name}?corrects={id}")),
        take_back: link(Action::CorrectEvent, format!("/take-back/{id}")),
        followed: link(Action::RecordEvent, format!("/record?follows={id}")),
        told: untold.unwrap_or_default(),
    }
}

fn recorded(opened: &Opened, kept: &Kept) -> String {
    format!("Recorded by {}, {}", opened.name_of(&kept.person), minute(kept.recorded).in_words())
}

/// The service that has not been told.
const fn untold(version: &Version) -> Option<&'static str> {
    match (version.known.yjs, version.known.csc) {
        (Some(_), None) => Some("csc"),
        (None, Some(_)) => Some("yjs"),
        _ => None,
    }
}

/// When each service first knew, where that is not when it happened; of what was corrected, also when each was told of that.
fn known_when(event: &Happened) -> String {
    let (Some(first), Some(last)) = (event.versions.first(), event.versions.last()) else { return String::new() };
    let since = |known: fn(&Known) -> Option<Moment>| event.versions.iter().find_map(|v| known(&v.known));
    let known = Known { yjs: since(|known| known.yjs), csc: since(|known| known.csc) };
    let is_corrected = last.values != first.values || last.at != first.at || last.kind != first.kind;
    let of_it = knew(known, first.at);
    let of_correction = if is_corrected { knew(last.known, last.at) } else { String::new() };
    match (of_it.is_empty(), of_correction.is_empty()) {
        (_, true) => of_it,
        (true, false) => format!("Of the correction: {of_correction}"),
        (false, false) => format!("{of_it}. Of the correction: {of_correction}"),
    }
}

/// When each service knew, where that is not `at`.
fn knew(known: Known, at: Moment) -> String {
    let (yjs, csc) = (known.yjs, known.csc);
    let is_at = |known: Option<Moment>| known == Some(at);
    if is_at(yjs) && is_at(csc) {
        return String::new();
    }
    if yjs == csc {
        return yjs.map_or_else(String::new, |known| format!("Both services knew on {}", known.in_words()));
    }
    let said = |who: &str, known: Option<Moment>| match known {
        Some(known) => format!("{who} knew on {}", known.in_words()),
        None => format!("{who} has not been told"),
    };
    format!("{}; {}", said("Youth justice", yjs), said("social care", csc))
}

/// What earlier versions said, where it was another thing.
fn before(ask: &Ask, opened: &Opened, event: &Happened) -> Vec<String> {
    let name_of = |id: &str| opened.name_of(id);
    let told = |version: &Version| {
        let said = events::lines(&ask.app, version.kind, &version.values, &name_of);
        let title = events::title(&ask.app, version.kind, &version.values);
        let what = format!("{title}, {}", version.at.in_words());
        if said.is_empty() { what } else { format!("{what} ({})", said.join("; ")) }
    };
    let number = event.versions.len().saturating_sub(1);
    event.versions.iter().take(number).map(told).collect()
}

/// Who took something back, and when.
fn taken_back(opened: &Opened, event: &Happened) -> String {
    let found = event.taken_back.first().and_then(|place| opened.child.kept_at(*place));
    found.map_or_else(
        || "Taken back: it did not happen".to_owned(),
        |kept| {
            let (by, at) = (opened.name_of(&kept.person), minute(kept.recorded).in_words());
            format!("Taken back by {by}, {at}: it did not happen. Nothing that rested on it is owed.")
        },
    )
}
