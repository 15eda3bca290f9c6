//! Taking back what did not happen: what is no longer owed is shown first. Nothing is deleted; the timeline shows what was said and taken back.

use askama::Template;
use journey::Happened;
use record::Entry;
use serde_json::{Value, json};

use super::asked::{kept, still_there};
use super::follows::follows;
use super::record::refused;
use super::type_once::after_taking_back;
use crate::app::minute;
use crate::ask::Ask;
use crate::fields::summary;
use crate::form::Wrong;
use crate::pages::child::events;
use crate::pages::child::frame::{self, ChildPage, Opened};
use crate::pages::child::keep::{self, Outcome, hidden, key};
use crate::parts::{Button, Html, Row, SummaryList};
use crate::problem::Problem;
use crate::readable::version_of;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/recording/take_back.html")]
struct Page {
    title: String,
    address: String,
    id: String,
    hidden: Html,
    meanwhile: Html,
    said: SummaryList,
    follows: Html,
    take_back: Button,
}

/// What would no longer be owed.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let event = still_there(&opened, ask.name("id"))?;
    ask.admit(&ask.pass, &[event.kind], ())?;
    show(&ask, &opened, &event, Html::default(), &Wrong::none())
}

fn show(ask: &Ask, opened: &Opened, event: &Happened, meanwhile: Html, wrong: &Wrong) -> Result<Reply, Problem> {
    let entry = Entry::Event { event: retraction(ask, opened, event, "preview") };
    let after = ask.app.record.preview(&opened.child, vec![entry], ask.now)?;
    let name_of = |id: &str| opened.name_of(id);
    let mut rows = vec![Row::new("When", event.at.in_words())];
    rows.extend(
        events::said(&ask.app, event.kind, &event.values, &name_of)
            .into_iter()
            .map(|(name, said)| Row::new(name, said)),
    );
    let title = events::title(&ask.app, event.kind, &event.values);
    let page = Page {
        title: title.clone(),
        address: opened.address(""),
        id: ask.name("id").to_owned(),
        hidden: hidden(ask, &opened.child)?,
        said: SummaryList { rows, ..SummaryList::default() },
        follows: follows(ask, &ask.pass, opened, &after).into(),
        take_back: Button {
            text: "Take it back".into(),
            classes: "govuk-button--warning".into(),
            prevent_double_click: Some(true),
            ..Button::default()
        },
        meanwhile,
    };
    let mut layout = opened.layout(ask, &format!("Take back: {title}"), ChildPage::Below);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// The entry that says that it did not happen. Both services know it from now on.
fn retraction(ask: &Ask, opened: &Opened, event: &Happened, key: &str) -> Value {
    let now = minute(ask.now).to_string();
    let id = kept(opened, event).map_or("", |kept| kept.id.as_str());
    json!({ "id": format!("e-{key}"), "at": now, "known": now, "retracts": id })
}

/// Takes it back.
pub async fn take_back(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let key = key(&ask)?.to_owned();
    let id = format!("e-{key}");
    let done = |event: &Happened| Ok(Reply::to(after_taking_back(&opened, event, &id)));
    let gone = version_of(&opened.child, &opened.readable.timeline().retracted, ask.name("id"));
    if let Some(event) = gone.filter(|_| opened.child.kept.iter().any(|kept| kept.id == id)) {
        return done(event);
    }
    let event = still_there(&opened, ask.name("id"))?;
    match keep::keep_once(&ask, &ask.pass, event.kind, retraction(&ask, &opened, &event, &key)).await? {
        Outcome::Kept => done(&event),
        Outcome::Meanwhile(opened, meanwhile) => {
            // Somebody else may have taken it back meanwhile.
            let event = still_there(&opened, ask.name("id"))?;
            let reply = show(&ask, &opened, &event, meanwhile, &Wrong::none())?;
            Ok(reply.status(axum::http::StatusCode::CONFLICT))
        }
        Outcome::Refused(why) => show(&ask, &opened, &event, Html::default(), &refused(&why)),
    }
}
