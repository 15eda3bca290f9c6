//! Saying that duties are done: first which ones, then when and by whom, then it is kept as one write.

use std::sync::Arc;

use askama::Template;
use calendar::Day;
use duties::Line;
use protocol::vocabulary::Service as Of;
use record::{Child, Entry, Reckoned};
use serde_json::json;

use super::duties_page;
use super::frame::{self, ChildPage, Opened};
use super::keep::{self, Outcome};
use super::when_asked;
use crate::ask::Ask;
use crate::clauses;
use crate::fields::{past_day, summary};
use crate::form::Wrong;
use crate::owed::{self, Shown};
use crate::pages::words::counted;
use crate::parts::{Button, CharacterCount, DateInput, ErrorMessage, Fieldset, Html, Limit, Radio, Radios, Textarea};
use crate::problem::Problem;
use crate::reply::Reply;

/// The longest note.
pub(super) const NOTE: usize = 500;

#[derive(Template)]
#[template(path = "pages/child/done.html")]
struct Page {
    meanwhile: Html,
    hidden: Html,
    count: String,
    duties: Vec<(String, String)>,
    at: DateInput,
    by: Option<Radios>,
    note: CharacterCount,
    button: Button,
    address: String,
}

/// Shows what was ticked and asks when it was done; with an answer, keeps it.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let ticked = ticked(&ask, &opened);
    if ticked.is_empty() {
        // The same form, sent again: it was kept the first time.
        let own = keep::key(&ask).ok().map(|key| format!("{key}-"));
        if own.is_some_and(|own| opened.child.kept.iter().any(|kept| kept.id.starts_with(&own))) {
            return Ok(Reply::to(opened.address("/duties?done=done")));
        }
        return duties_page::none_ticked(&ask, &opened);
    }
    let mut wrong = Wrong::none();
    if !ask.form.has("confirmed") {
        return form(&ask, &opened, &ticked, &wrong, Html::default());
    }
    let at = past_day(&ask.form, "at", "the date", opened.now.day(), &mut wrong);
    check_note(&ask, &mut wrong);
    let Some(at) = at.filter(|_| wrong.is_empty()) else {
        return form(&ask, &opened, &ticked, &wrong, Html::default());
    };
    let entries = entries(&ask, &ticked, at)?;
    if let Some(why) = stays_owed(&ask, &opened.child, &ticked, &entries) {
        wrong.add("at-day", why);
        return form(&ask, &opened, &ticked, &wrong, Html::default());
    }
    match keep::keep(&ask, &ask.pass, &[keep::kind(&ask, "duty-done")?], entries).await? {
        Outcome::Kept => Ok(Reply::to(opened.address("/duties?done=done"))),
        Outcome::Meanwhile(opened, meanwhile) => {
            let ticked = self::ticked(&ask, &opened);
            if ticked.is_empty() {
                let why = "None of these duties is owed any more: somebody else has marked them, or they no longer apply. Nothing was saved.";
                return Err(Problem::conflict(why));
            }
            form(&ask, &opened, &ticked, &wrong, meanwhile)
        }
        Outcome::Refused(why) => {
            wrong.add("at-day", why);
            form(&ask, &opened, &ticked, &wrong, Html::default())
        }
    }
}

/// The duties that were ticked and are still owed.
fn ticked(ask: &Ask, opened: &Opened) -> Vec<Shown> {
    let still = owed::still(&ask.app, &ask.pass, opened.whom(), &opened.readable, opened.now);
    still.filter(|s| !s.masked && is_meant(ask, &s.line)).collect()
}

/// By its id, or by its clause and which one of it.
fn is_meant(ask: &Ask, line: &Line) -> bool {
    ask.form.all("duty").any(|name| owed::is_called(line, name))
        || (*ask.form.text("clause") == *line.clause && ask.form.text("occurrence") == line.occurrence.to_string())
}

/// What is kept of each duty that was done, in the order in which they were ticked.
pub fn entries(ask: &Ask, done: &[Shown], at: Day) -> Result<Vec<Entry>, Problem> {
    let event = |(n, shown)| Ok(Entry::Event { event: keep::event(ask, n, "duty-done", at, with(ask, shown))? });
    done.iter().enumerate().map(event).collect()
}

/// Why one of the duties would still be owed with these entries kept: most often the year or the month is wrong. Nothing where each is done, or
/// one of two services has done its part.
pub fn stays_owed(ask: &Ask, child: &Child, done: &[Shown], entries: &[Entry]) -> Option<String> {
    let by_one = ["yjs", "csc"].contains(&ask.form.text("by"));
    // What cannot be at all is refused when it is kept.
    let after = ask.app.record.preview(child, entries.to_vec(), ask.now).ok()?;
    let timeline = after.timeline(ask.moment(), None);
    let after = Reckoned::of(ask.app.book, &after.journey, timeline, None);
    let is_owed = |one: &&Shown| {
        let same = |line: &&Arc<Line>| line.side == one.line.side && line.id == one.line.id;
        after.lines.iter().find(same).is_some_and(|line| line.is_owed()) && !(by_one && one.by.service == Of::Both)
    };
    let one = done.iter().find(is_owed)?;
    let since = if one.withheld {
        String::new()
    } else {
        format!(" It was set off on {}.", one.line.trigger_at.day().in_words())
    };
    Some(format!(
        "“{}” would still be owed: this day does not show that it was done.{since} Check the date",
        one.line.title
    ))
}

/// What the event says.
fn with(ask: &Ask, shown: &Shown) -> serde_json::Value {
    let mut with = json!({ "clause": shown.line.clause, "occurrence": shown.line.occurrence });
    let mut say = |name: &str, text: &str| {
        if let Some(with) = with.as_object_mut() {
            with.insert(name.to_owned(), json!(text));
        }
    };
    if let Some(note) = ask.form.some("note") {
        say("note", note);
    }
    // Where both services owe it, one that did its part leaves the other owing.
    if shown.by.service == Of::Both && ["yjs", "csc"].contains(&ask.form.text("by")) {
        say("by", ask.form.text("by"));
    }
    with
}

fn form(ask: &Ask, opened: &Opened, ticked: &[Shown], wrong: &Wrong, meanwhile: Html) -> Result<Reply, Problem> {
    let title = |s: &Shown| format!("{}: {}", clauses::number(ask.app.book.protocols, &s.line.clause), s.line.title);
    let page = Page {
        meanwhile,
        hidden: keep::hidden(ask, &opened.child)?,
        count: counted(ticked.len(), "duty", "duties"),
        duties: ticked.iter().map(|s| (s.key(), title(s))).collect(),
        at: when_asked::input(&ask.form, "at", "When was it done?", "", wrong, Some(opened.now)),
        by: by(ask, ticked),
        note: note(ask, "note", "Note (optional)", wrong),
        button: Button { text: "Mark as done".into(), ..Button::default() },
        address: opened.address(""),
    };
    let mut layout = opened.layout(ask, "Mark as done", ChildPage::Below);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// Who did it, where both services owe one of these.
pub fn by(ask: &Ask, done: &[Shown]) -> Option<Radios> {
    done.iter().any(|one| one.by.service == Of::Both).then(|| Radios {
        name: "by".to_owned(),
        fieldset: Some(Fieldset::from("Who did what both services owe?")),
        items: vec![
            Radio::new("both", "Both services"),
            Radio::new("yjs", "Youth justice only: social care still owes its part"),
            Radio::new("csc", "Social care only: youth justice still owes its part"),
        ],
        value: ask.form.some("by").unwrap_or("both").to_owned(),
        ..Radios::default()
    })
}

/// What is wrong with the note.
pub fn check_note(ask: &Ask, wrong: &mut Wrong) {
    if ask.form.text("note").chars().count() > NOTE {
        wrong.add("note", format!("The note must be {NOTE} characters or fewer"));
    }
}

/// Several lines of text with a limit.
pub fn note(ask: &Ask, name: &str, label: &'static str, wrong: &Wrong) -> CharacterCount {
    let error = wrong.of(name);
    CharacterCount {
        textarea: Textarea {
            label: label.into(),
            name: name.to_owned(),
            value: ask.form.text(name).to_owned(),
            rows: 3,
            error: (!error.is_empty()).then(|| ErrorMessage::from(error.to_owned())),
            ..Textarea::default()
        },
        limit: Limit::Characters(NOTE as u32),
        ..CharacterCount::default()
    }
}
