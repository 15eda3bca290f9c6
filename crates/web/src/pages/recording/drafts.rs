//! What was begun and not yet recorded: kept on the server for the one who typed it, so that neither a time-out nor a lost signal loses it.

use askama::Template;
use gate::{Action, Pass};
use protocol::vocabulary::EventId;
use record::Draft;
use serde_json::{Value, json};

use crate::app::minute;
use crate::ask::Ask;
use crate::form::Form;
use crate::form::in_address;
use crate::parts::{Absence, Button, Empty, Html, Link};
use crate::problem::Problem;
use crate::reply::Reply;

/// The fields that belong to the session, to the button that was pressed, or to the address, and not to what was typed.
const PASSING: [&str; 4] = ["token", "by", "sure", "event"];

/// Keeps what stands in a form. The form itself goes on; only where somebody pressed the button is there a page to go to.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let ties = ask.app.record.ties(ask.name("child")).await?.ok_or_else(Problem::not_found)?;
    // Nothing is kept about a child for someone who could not record it.
    ask.pass_for(Action::RecordEvent, &ties).ok_or_else(Problem::not_found)?;
    let event = ask.app.book.protocols.vocabulary.event_id(ask.form.text("event")).ok_or_else(Problem::not_found)?;
    ask.form.some("draft").ok_or_else(|| Problem::bad("The form names no draft."))?;
    keep_typed(&ask, event).await?;
    match ask.form.text("by") {
        "hand" => Ok(Reply::to("/drafts?done=saved")),
        _ => Ok(Reply::json(&json!({ "saved": true }))),
    }
}

/// Keeps what was typed and is not recorded yet, so that the way back to the form does not lose it.
pub async fn keep_typed(ask: &Ask, event: EventId) -> Result<(), Problem> {
    let Some(id) = ask.form.some("draft").filter(|id| id.len() <= 64) else { return Ok(()) };
    let book = ask.app.book.protocols;
    let name = &book.vocabulary.event(event).name;
    let said = book.everyday.phrases.iter().find(|p| p.event == event && p.with.is_empty());
    let title = said.map_or_else(|| name.clone(), |phrase| phrase.say.clone());
    let kept = ask.form.fields().iter().filter(|(name, _)| !PASSING.contains(&name.as_str()));
    let named = ("event".to_owned(), name.clone());
    let body = json!(kept.chain([&named]).collect::<Vec<_>>()).to_string();
    let draft = Draft { id: id.to_owned(), child: ask.name("child").to_owned(), title, body, saved: ask.now };
    Ok(ask.app.record.keep_draft(&ask.pass, draft).await?)
}

/// The fields of a draft of the person's own; nothing where it is there no more: it was recorded, or dropped.
pub async fn fields(ask: &Ask, id: &str) -> Result<Option<Form>, Problem> {
    let drafts = ask.app.record.drafts(&ask.pass).await?;
    let own = drafts.into_iter().find(|d| d.id == id && d.child == ask.name("child"));
    Ok(own.map(|own| read(&own.body)))
}

/// What the person began to record of the same event of this child, and has not: its address, and when it was saved.
pub async fn begun(ask: &Ask, event: &str) -> Result<Option<(String, String)>, Problem> {
    let drafts = ask.app.record.drafts(&ask.pass).await?;
    let own = drafts.iter().filter(|draft| draft.child == ask.name("child"));
    let is_same =
        |fields: &Form| fields.text("event") == event && fields.text("corrects") == ask.query.text("corrects");
    let mut same = own.filter(|draft| is_same(&read(&draft.body)));
    Ok(same.next().map(|draft| (address(draft), minute(draft.saved).in_words())))
}

/// Where a draft is gone on with. What it takes the place of and what it carries on is asked of the address, before the draft is read.
fn address(draft: &Draft) -> String {
    let fields = read(&draft.body);
    let named = |name| fields.some(name).map_or_else(String::new, |id| format!("&{name}={}", in_address(id)));
    let (corrects, follows) = (named("corrects"), named("follows"));
    let (event, id) = (in_address(fields.text("event")), in_address(&draft.id));
    format!("/children/{}/record/{event}?draft={id}{corrects}{follows}", draft.child)
}

fn read(body: &str) -> Form {
    let fields: Vec<Value> = serde_json::from_str(body).unwrap_or_default();
    let text = |field: &Value, n: usize| field.get(n).and_then(Value::as_str).unwrap_or_default().to_owned();
    Form::of(fields.iter().map(|field| (text(field, 0), text(field, 1))).collect())
}

#[derive(Template)]
#[template(path = "pages/recording/drafts.html")]
struct Page {
    token: String,
    drafts: Vec<DraftShown>,
    empty: Empty,
    drop: Button,
}

struct DraftShown {
    id: String,
    link: Link,
    child: String,
    saved: String,
}

/// The person's drafts.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (mut shown, mut seen) = (Vec::new(), Vec::new());
    for draft in ask.app.record.drafts(&ask.pass).await? {
        let ties = ask.app.record.ties(&draft.child).await?;
        // Whose draft is no longer theirs to see keeps its name to itself; they can still drop it.
        let pass = ties.and_then(|ties| ask.pass_for(Action::SeeChild, &ties));
        let child = name(&ask, pass.as_ref()).await?;
        seen.extend(child.is_some().then(|| draft.child.clone()));
        let href = if child.is_some() { address(&draft) } else { String::new() };
        shown.push(DraftShown {
            id: draft.id,
            link: Link::new(draft.title, href),
            child: child.unwrap_or_else(|| "a record that you can no longer open".to_owned()),
            saved: minute(draft.saved).in_words(),
        });
    }
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        drafts: shown,
        empty: Empty { absence: Absence::None, words: "you have no drafts".into() },
        drop: Button {
            text: "Drop".into(),
            classes: "govuk-button--secondary tandem-small".into(),
            ..Button::default()
        },
    };
    let mut layout = ask.frame("Drafts", None);
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(seen))
}

async fn name(ask: &Ask, pass: Option<&Pass>) -> Result<Option<String>, Problem> {
    let Some(pass) = pass else { return Ok(None) };
    Ok(Some(ask.app.record.child(pass).await?.name()))
}

/// Drops one.
pub async fn drop(ask: Ask) -> Result<Reply, Problem> {
    ask.app.record.drop_draft(&ask.pass, ask.form.text("draft")).await?;
    Ok(Reply::to("/drafts?done=draft-dropped"))
}
