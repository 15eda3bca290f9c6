//! What would follow, shown before it is kept; and keeping it: once however often it is sent, and on top of what the person had seen (safety R56).

use askama::Template;
use axum::http::StatusCode;
use journey::Happened;
use record::{AppendError, Child, Entry};
use serde_json::Value;

use super::asked::{Asked, asked, kept};
use super::drafts;
use super::follows::follows;
use super::form::{self, Above};
use super::order::out_of_order;
use super::typed;
use crate::app::minute;
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
    /// The same above the list, for it can be long.
    record_here: Button,
    change_here: Button,
}

/// What would follow.
pub async fn preview(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let asked = asked(&ask, &opened)?;
    // Sent again by the browser's way back, after it was recorded: then it is no draft any more.
    let id = format!("e-{}", ask.form.text("key"));
    if !opened.child.kept.iter().any(|kept| kept.id == id) {
        drafts::keep_typed(&ask, asked.id).await?;
    }
    let event = match typed::event(&ask, &opened, &asked) {
        Ok(event) => event,
        Err(wrong) => return form::show(&ask, &opened, &asked, &ask.form, &wrong, Above::Nothing),
    };
    look(&ask, &opened, &asked, event)
}

/// The page with what would follow; or the form, where it cannot be so.
fn look(ask: &Ask, opened: &Opened, asked: &Asked, event: Value) -> Result<Reply, Problem> {
    let odd = out_of_order(ask, opened, asked, &event);
    match ask.app.record.preview(&opened.child, vec![Entry::Event { event }], ask.now) {
        Ok(after) => show(ask, opened, asked, &after, odd),
        Err(AppendError::Refused(why)) => form::show(ask, opened, asked, &ask.form, &refused(&why), Above::Nothing),
        Err(error) => Err(error.into()),
    }
}

fn show(ask: &Ask, opened: &Opened, asked: &Asked, after: &Child, odd: Vec<String>) -> Result<Reply, Problem> {
    let passing = ["token", "by", "sure", "based_on"];
    let fields = ask.form.fields().iter().filter(|(name, _)| !passing.contains(&name.as_str())).cloned();
    let fields = fields.chain([("based_on".to_owned(), opened.child.version.to_string())]);
    // Whoever has seen what lies the wrong way round, and records it, is sure.
    let fields = fields.chain((!odd.is_empty()).then(|| ("sure".to_owned(), "yes".to_owned()))).collect();
    let title = asked.title(ask);
    let button = |text: &'static str, classes: &'static str| Button {
        text: text.into(),
        classes: classes.into(),
        prevent_double_click: Some(true),
        ..Button::default()
    };
    let event = asked.kind.name.clone();
    let address = opened.address("/record");
    let change = |form: Option<(&'static str, String)>| Button {
        attributes: Attributes::new(
            form.into_iter().chain([("formaction", format!("{address}/{event}/change"))]).collect(),
        ),
        ..button("Change", "govuk-button--secondary")
    };
    let (change, change_here) = (change(None), change(Some(("form", "record".to_owned()))));
    let page = Page {
        title: title.clone(),
        address,
        event,
        token: ask.caller.form_token().to_owned(),
        fields,
        meanwhile: keep::meanwhile(ask, &asked.pass, opened),
        warnings: twice(ask, opened, asked, after).into_iter().chain(is_that_right(&odd)).collect(),
        said: said(ask, opened, after),
        follows: follows(ask, &asked.pass, opened, after).telling(ask, opened, after, asked.id).into(),
        record: button("Record it", ""),
        record_here: Button { attributes: [("form", "record")].into(), ..button("Record it", "") },
        change,
        change_here,
    };
    let mut layout = opened.layout(ask, &format!("{title}: check before you record it"), ChildPage::Below);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// The like of what was typed, where it is recorded already of the same day or the one beside it: two services tell of the same thing.
fn twice(ask: &Ask, opened: &Opened, asked: &Asked, after: &Child) -> Option<WarningText> {
    let day = after.journey.written.last().filter(|_| asked.corrects.is_none())?.at.day();
    let is_like = |event: &&Happened| event.kind == asked.id && event.at.day().number().abs_diff(day.number()) <= 1;
    let event = opened.readable.timeline().events.iter().rev().find(is_like)?;
    let kept = kept(opened, event)?;
    let text = format!(
        "This may be recorded already: {}, {}, recorded by {} on {}. If it is the same, do not record it again; correct what stands there if it is wrong.",
        events::title(&ask.app, event.kind, &event.values),
        event.at.in_words(),
        opened.name_of(&kept.person),
        minute(kept.recorded).in_words(),
    );
    Some(WarningText { text: text.into(), ..WarningText::default() })
}

/// What lies the wrong way round, as a question.
fn is_that_right(odd: &[String]) -> Option<WarningText> {
    let text = format!("{} Is that right? If not, choose “Change”.", odd.join(" "));
    (!odd.is_empty()).then(|| WarningText { text: text.into(), ..WarningText::default() })
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
    if ask.form.text("sure") != "yes" && !out_of_order(&ask, &opened, &asked, &event).is_empty() {
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
    if let Some(draft) = ask.form.some("draft") {
        ask.app.record.drop_draft(&ask.pass, draft).await?;
    }
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
