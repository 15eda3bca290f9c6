//! What would follow, shown before it is kept; and keeping it: once however often it is sent, and on top of what the person had seen (safety R56).

use askama::Template;
use axum::http::StatusCode;
use record::{AppendError, Child, Entry};
use serde_json::Value;

use super::asked::{Asked, asked};
use super::doubts::{doubts, odd};
use super::drafts;
use super::follows::follows;
use super::form::{self, Above};
use super::typed;
use crate::ask::Ask;
use crate::form::Wrong;
use crate::pages::child::events;
use crate::pages::child::frame::{self, ChildPage, Opened};
use crate::pages::child::keep::{self, Outcome};
use crate::parts::{Attributes, Button, Html, Row, SummaryList, WarningText};
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/recording/preview.html")]
struct Page {
    title: String,
    address: String,
    event: String,
    token: String,
    fields: Vec<(String, String)>,
    meanwhile: Html,
    /// What may be the same, recorded already; and what lies the wrong way round.
    warnings: Vec<WarningText>,
    said: SummaryList,
    follows: Html,
    record: Button,
    change: Button,
}

/// What would follow.
pub async fn preview(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let asked = asked(&ask, &opened)?;
    drafts::keep_typed(&ask, asked.id).await?;
    let event = match typed::event(&ask, &opened, &asked) {
        Ok(event) => event,
        Err(wrong) => return form::show(&ask, &opened, &asked, &ask.form, &wrong, Above::Nothing),
    };
    look(&ask, &opened, &asked, event)
}

/// The page with what would follow; or the form, where it cannot be so.
fn look(ask: &Ask, opened: &Opened, asked: &Asked, event: Value) -> Result<Reply, Problem> {
    let odd = odd(ask, opened, asked, &event);
    match ask.app.record.preview(&opened.child, vec![Entry::Event { event }], ask.now) {
        Ok(after) => show(ask, opened, asked, &after, &odd),
        Err(AppendError::Refused(why)) => form::show(ask, opened, asked, &ask.form, &refused(&why), Above::Nothing),
        Err(error) => Err(error.into()),
    }
}

fn show(ask: &Ask, opened: &Opened, asked: &Asked, after: &Child, odd: &[String]) -> Result<Reply, Problem> {
    let (title, event, address) = (asked.title(ask), asked.kind.name.clone(), opened.address("/record"));
    let page = Page {
        title: title.clone(),
        token: ask.caller.form_token().to_owned(),
        fields: carried(ask, opened, odd),
        meanwhile: keep::meanwhile(ask, &asked.pass, opened),
        warnings: doubts(ask, opened, asked, after, odd),
        said: said(ask, opened, after),
        follows: follows(ask, &asked.pass, opened, after).telling(ask, opened, after, asked.id).into(),
        record: button("Record it", "", None),
        change: button("Change", "govuk-button--secondary", Some(format!("{address}/{event}/change"))),
        address,
        event,
    };
    let mut layout = opened.layout(ask, &format!("{title}: check before you record it"), ChildPage::Below);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// All that was typed, for the form that records it.
fn carried(ask: &Ask, opened: &Opened, odd: &[String]) -> Vec<(String, String)> {
    let passing = ["token", "by", "sure", "based_on"];
    let typed = ask.form.fields().iter().filter(|(name, _)| !passing.contains(&name.as_str())).cloned();
    let based_on = ("based_on".to_owned(), opened.child.version.to_string());
    // Whoever has seen what lies the wrong way round, and records it, is sure.
    let sure = (!odd.is_empty()).then(|| ("sure".to_owned(), "yes".to_owned()));
    typed.chain([based_on]).chain(sure).collect()
}

/// A button of the form: it stands above the list too, for that can be long.
fn button(text: &'static str, classes: &'static str, leads_to: Option<String>) -> Button {
    let leads_to = leads_to.map(|address| ("formaction", address));
    Button {
        text: text.into(),
        classes: classes.into(),
        prevent_double_click: Some(true),
        attributes: Attributes::new([("form", "record".to_owned())].into_iter().chain(leads_to).collect()),
        ..Button::default()
    }
}

/// What was typed, as it will stand on the timeline.
fn said(ask: &Ask, opened: &Opened, after: &Child) -> SummaryList {
    let Some(written) = after.journey.written.last() else { return SummaryList::default() };
    let journey::What::Event { kind, values, .. } = &written.what else { return SummaryList::default() };
    let name_of = |id: &str| opened.name_of(id);
    let mut rows = vec![Row::new("When", written.at.in_words())];
    rows.extend(events::said(&ask.app, *kind, values, &name_of).into_iter().map(|(name, said)| Row::new(name, said)));
    SummaryList { rows, ..SummaryList::default() }
}

/// Keeps it.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let asked = asked(&ask, &opened)?;
    let event = match typed::event(&ask, &opened, &asked) {
        Ok(event) => event,
        Err(wrong) => return again(&ask, &opened, &asked, &wrong, Above::Nothing).await,
    };
    if ask.form.text("sure") != "yes" && !odd(&ask, &opened, &asked, &event).is_empty() {
        drafts::keep_typed(&ask, asked.id).await?;
        return Ok(look(&ask, &opened, &asked, event)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let id = event.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    match keep::keep_once(&ask, &asked.pass, asked.id, event).await? {
        Outcome::Kept => done(&ask, &opened, &asked, &id).await,
        Outcome::Meanwhile(opened, said) => again(&ask, &opened, &asked, &Wrong::none(), Above::Meanwhile(said)).await,
        Outcome::Refused(why) => again(&ask, &opened, &asked, &refused(&why), Above::Nothing).await,
    }
}

/// The form again, with what keeps it from being recorded; what was typed is kept meanwhile.
async fn again(ask: &Ask, opened: &Opened, asked: &Asked, wrong: &Wrong, above: Above) -> Result<Reply, Problem> {
    drafts::keep_typed(ask, asked.id).await?;
    form::show(ask, opened, asked, &ask.form, wrong, above)
}

async fn done(ask: &Ask, opened: &Opened, asked: &Asked, id: &str) -> Result<Reply, Problem> {
    drafts::drop_recorded(ask, asked).await?;
    let word = if asked.corrects.is_some() { "corrected" } else { "recorded" };
    Ok(Reply::to(opened.address(&format!("/type-once/{id}?done={word}"))))
}

/// Why it cannot be kept, without the place in a file that nobody sees.
pub fn refused(why: &str) -> Wrong {
    let mut wrong = Wrong::none();
    for line in why.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("help:")) {
        let plain = line
            .strip_prefix("what was entered:")
            .map_or(line, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':'));
        wrong.add("at-day", crate::pages::words::capital(&plain.trim().replace('`', "")));
    }
    wrong
}
