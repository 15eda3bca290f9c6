//! What was begun and not yet recorded: kept on the server for the one who typed it, so that neither a time-out nor a lost signal loses it.

use askama::Template;
use calendar::Moment;
use gate::{Action, Pass};
use protocol::vocabulary::{EventId, Type};
use record::Draft;
use serde_json::{Value, json};

use super::asked::Asked;
use crate::app::minute;
use crate::ask::Ask;
use crate::fields::day;
use crate::form::in_address;
use crate::form::{Form, Wrong};
use crate::pages::words::capital;
use crate::parts::{Absence, Button, Empty, Html, Link};
use crate::problem::Problem;
use crate::reply::Reply;

/// The fields that belong to the session, to the button that was pressed, or to the address, and not to what was typed.
const PASSING: [&str; 4] = ["token", "by", "sure", "event"];
/// What fields begin with in which something is said of the event.
const SAYS: [&str; 3] = ["at-", "with-", "known-"];
/// How much of what was typed is shown, in characters.
const SHOWN: usize = 60;

/// Keeps what stands in a form. The form itself goes on; only where somebody pressed the button is there a page to go to.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    const RECORDED: &str = "This is recorded already, so it is no draft any more. Nothing was saved. The child’s timeline shows what was recorded.";
    let ties = ask.app.record.ties(ask.name("child")).await?.ok_or_else(Problem::not_found)?;
    // Nothing is kept about a child for someone who could not record it.
    ask.pass_for(Action::RecordEvent, &ties).ok_or_else(Problem::not_found)?;
    let event = ask.app.book.protocols.vocabulary.event_id(ask.form.text("event")).ok_or_else(Problem::not_found)?;
    ask.form.some("draft").ok_or_else(|| Problem::bad("The form names no draft."))?;
    if !keep_typed(&ask, event).await? {
        return Err(Problem::conflict(RECORDED));
    }
    match ask.form.text("by") {
        "hand" => Ok(Reply::to("/drafts?done=saved")),
        _ => Ok(Reply::json(&json!({ "saved": true }))),
    }
}

/// Keeps what was typed and is not recorded yet, so that the way back to the form does not lose it. Sent again by the browser's way back, or too
/// late by a script, it may have been recorded by then: then it is no draft any more, and this is false.
pub async fn keep_typed(ask: &Ask, event: EventId) -> Result<bool, Problem> {
    let Some(id) = ask.form.some("draft").filter(|id| id.len() <= 64) else { return Ok(true) };
    if ask.app.record.has_kept(&ask.pass, ask.form.text("key")).await? {
        return Ok(false);
    }
    let book = ask.app.book.protocols;
    let name = &book.vocabulary.event(event).name;
    let said = book.everyday.phrases.iter().find(|p| p.event == event && p.with.is_empty());
    let title = said.map_or_else(|| name.clone(), |phrase| phrase.say.clone());
    let kept = ask.form.fields().iter().filter(|(name, _)| !PASSING.contains(&name.as_str()));
    let named = ("event".to_owned(), name.clone());
    let body = json!(kept.chain([&named]).collect::<Vec<_>>()).to_string();
    let draft = Draft { id: id.to_owned(), child: ask.name("child").to_owned(), title, body, saved: ask.now };
    ask.app.record.keep_draft(&ask.pass, draft).await?;
    Ok(true)
}

/// Drops what is recorded now: the draft of the form, and every other of the same event that says nothing besides.
pub async fn drop_recorded(ask: &Ask, asked: &Asked) -> Result<(), Problem> {
    let is_said = |(name, value): &(String, String)| {
        value.trim().is_empty()
            || !SAYS.iter().any(|says| name.starts_with(says))
            || ask.form.fields().iter().any(|(other, said)| other == name && said.trim() == value.trim())
    };
    for begun in begun(ask, &asked.kind.name, ask.form.text("corrects")).await? {
        let is_of_the_same = begun.fields.text("follows") == ask.form.text("follows");
        let is_own = begun.id == ask.form.text("draft");
        if is_own || (is_of_the_same && begun.fields.fields().iter().all(is_said)) {
            ask.app.record.drop_draft(&ask.pass, &begun.id).await?;
        }
    }
    Ok(())
}

/// The fields of a draft of the person's own; nothing where it is there no more: it was recorded, or dropped.
pub async fn fields(ask: &Ask, id: &str) -> Result<Option<Form>, Problem> {
    let drafts = ask.app.record.drafts(&ask.pass).await?;
    let own = drafts.into_iter().find(|d| d.id == id && d.child == ask.name("child"));
    Ok(own.map(|own| read(&own.body)))
}

/// What the person began to record of one child, and has not.
pub struct Begun {
    /// Where it is gone on with.
    pub href: String,
    /// When it was begun, and when it was last saved.
    pub begun: Moment,
    /// What tells it apart: the day, and the first words that were typed.
    pub said: String,
    id: String,
    saved: i64,
    fields: Form,
}

/// What the person began to record of an event of this child, to take the place of the same, and has not: the latest first.
pub async fn begun(ask: &Ask, event: &str, corrects: &str) -> Result<Vec<Begun>, Problem> {
    let drafts = ask.app.record.drafts(&ask.pass).await?.into_iter();
    let own = drafts.filter(|draft| draft.child == ask.name("child")).map(|draft| Begun::of(ask, draft));
    Ok(own.filter(|one| one.fields.text("event") == event && one.fields.text("corrects") == corrects).collect())
}

impl Begun {
    fn of(ask: &Ask, draft: Draft) -> Begun {
        let fields = read(&draft.body);
        let saved = minute(draft.saved);
        Begun {
            href: address(&draft.child, &draft.id, &fields),
            begun: fields.text("begun").parse().unwrap_or(saved),
            said: said(ask, &fields),
            id: draft.id,
            saved: draft.saved,
            fields,
        }
    }

    /// Whether it is of the attempt that goes on: begun since the person signed in, by the way that the address says again.
    pub fn goes_on(&self, ask: &Ask) -> bool {
        let says = |name: &str| name.starts_with("with-") || name.starts_with("known-");
        let asked = ask.query.fields().iter().filter(|(name, _)| says(name));
        let mut answered = asked.map(|(name, value)| self.fields.all(name).any(|said| said == value));
        ask.caller.session.as_ref().is_some_and(|session| self.begun >= minute(session.made))
            && self.fields.text("follows") == ask.query.text("follows")
            && answered.all(|answered| answered)
    }
}

/// What was typed, in short: the day on which it happened, and the first words, or else the first answer.
fn said(ask: &Ask, fields: &Form) -> String {
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let day = day(fields, "at", "the date", &mut Wrong::none()).flatten();
    let kind = vocabulary.event_id(fields.text("event")).map(|id| vocabulary.event(id));
    let attributes = || kind.into_iter().flat_map(|kind| &kind.attributes);
    let typed = |name: &str| fields.some(&format!("with-{name}")).map(str::to_owned);
    let is_named = |name: &str| ["clause", "question", "worker"].contains(&name);
    let texts = attributes().filter(|a| a.of == Type::Text && !is_named(&a.name)).filter_map(|a| typed(&a.name));
    let chosen = attributes().filter(|a| !matches!(a.of, Type::Text | Type::Date | Type::Int | Type::Bool));
    let chosen = chosen.filter_map(|a| typed(&a.name)).map(|word| capital(&duties::in_full(&word)));
    let first = texts.map(|text| format!("“{}”", cut(&text))).chain(chosen).next();
    day.map(|day| day.in_words()).into_iter().chain(first).collect::<Vec<_>>().join(": ")
}

/// The first words of a text, on one line.
fn cut(text: &str) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.chars().count() + word.chars().count() > SHOWN {
            let cut: String = if short.is_empty() { word.chars().take(SHOWN).collect() } else { short };
            return format!("{cut} …");
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

/// Where a draft is gone on with, by its id. What it takes the place of and what it carries on is asked of the address, before the draft is read.
pub fn address(child: &str, draft: &str, fields: &Form) -> String {
    let named = |name| fields.some(name).map_or_else(String::new, |id| format!("&{name}={}", in_address(id)));
    let (corrects, follows) = (named("corrects"), named("follows"));
    let (event, id) = (in_address(fields.text("event")), in_address(draft));
    format!("/children/{child}/record/{event}?draft={id}{corrects}{follows}")
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
    said: String,
    begun: String,
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
        let title = draft.title.clone();
        let begun = Begun::of(&ask, draft);
        let (href, said) = if child.is_some() { (begun.href, begun.said) } else { Default::default() };
        shown.push(DraftShown {
            id: begun.id,
            link: Link::new(title, href),
            child: child.unwrap_or_else(|| "a record that you can no longer open".to_owned()),
            said,
            begun: begun.begun.in_words(),
            saved: minute(begun.saved).in_words(),
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
