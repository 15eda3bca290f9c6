//! Keeping what a form about a child says: once however often it is sent, and only on top of what its writer had seen (safety R56).
//!
//! In come the form and the entries made of it; out goes that they were kept, or what changed meanwhile, or why they cannot be kept. Then the
//! form is shown again with all that was typed.

use askama::Template;
use calendar::Day;
use gate::Pass;
use protocol::vocabulary::EventId;
use record::{AppendError, Appended, Child, Entry, Write};
use serde_json::{Value, json};

use super::changed::{Change, recorded};
use super::frame::{self, Opened};
use crate::ask::Ask;
use crate::parts::Html;
use crate::problem::Problem;
use crate::sign_in::secrets;

#[derive(Template)]
#[template(path = "pages/child/hidden.html")]
struct Hidden {
    token: String,
    key: String,
    based_on: u64,
}

/// What every form carries that writes a child's record: with the key that was typed into it before, or a fresh one.
pub fn hidden(ask: &Ask, child: &Child) -> Result<Html, Problem> {
    let key = ask.form.some("key").map_or_else(secrets::fresh, |key| Ok(key.to_owned()))?;
    Ok(Html::of(&Hidden { token: ask.caller.form_token().to_owned(), key, based_on: child.version }))
}

/// What came of it.
pub enum Outcome {
    /// It is kept.
    Kept,
    /// Somebody else has written meanwhile: the child as it is now, and what they wrote, for above the form.
    Meanwhile(Box<Opened>, Html),
    /// It cannot be so, in sentences.
    Refused(String),
}

/// Keeps entries about the child of the address.
pub async fn keep(ask: &Ask, pass: &Pass, events: &[EventId], entries: Vec<Entry>) -> Result<Outcome, Problem> {
    outcome(ask, pass, write(ask, pass, events, entries).await?).await
}

/// Keeps an event that goes by the form's own key, also where the form is sent again and the minute of knowing has gone on since. Where it was
/// kept and then something else was typed into the form, that is refused: what is kept is corrected, not typed over.
pub async fn keep_once(ask: &Ask, pass: &Pass, kind: EventId, event: Value) -> Result<Outcome, Problem> {
    const TYPED_OVER: &str = "You recorded this a moment ago, and have changed it since. What you changed is not recorded: \
                              open the entry on the timeline and correct it there";
    let said = typed(ask, event.clone());
    let kept = match write(ask, pass, &[kind], vec![Entry::Event { event }]).await? {
        Err(AppendError::KeyReused) => reopened(ask, pass).await?,
        kept => outcome(ask, pass, kept).await?,
    };
    Ok(match kept {
        Outcome::Meanwhile(opened, meanwhile) => {
            match opened.child.kept.iter().find(|kept| said.get("id").is_some_and(|id| id == &*kept.id)) {
                Some(kept) if typed(ask, kept.event()) == said => Outcome::Kept,
                Some(_) => Outcome::Refused(TYPED_OVER.into()),
                None => Outcome::Meanwhile(opened, meanwhile),
            }
        }
        other => other,
    })
}

/// An event as it was typed. What it takes the place of and what it carries on are not typed: they are named by their latest entries, which by
/// now may be others. The minute of knowing is typed only where it is not the minute of recording.
fn typed(ask: &Ask, mut event: Value) -> Value {
    if let Value::Object(fields) = &mut event {
        fields.retain(|name, _| !["corrects", "follows"].contains(&name.as_str()));
    }
    if let Some(Value::Object(known)) = event.get_mut("known") {
        for (service, at) in known.iter_mut().filter(|(_, at)| !at.is_null()) {
            if matches!(ask.form.text(&format!("known-{service}")), "" | "now") {
                *at = Value::Bool(true);
            }
        }
    }
    event
}

async fn write(
    ask: &Ask,
    pass: &Pass,
    events: &[EventId],
    entries: Vec<Entry>,
) -> Result<Result<Appended, AppendError>, Problem> {
    let based_on = based_on(ask).ok_or_else(|| Problem::bad("The form says nothing of what it is based on."))?;
    let write = Write { child: ask.name("child").to_owned(), based_on, key: key(ask)?.to_owned(), entries };
    let admitted = if events.is_empty() { ask.admit_other(pass, write)? } else { ask.admit(pass, events, write)? };
    Ok(ask.app.record.append(admitted, ask.now).await)
}

async fn outcome(ask: &Ask, pass: &Pass, kept: Result<Appended, AppendError>) -> Result<Outcome, Problem> {
    match kept {
        Ok(_) => Ok(Outcome::Kept),
        Err(AppendError::Conflict(_)) => reopened(ask, pass).await,
        Err(AppendError::Refused(why)) => Ok(Outcome::Refused(why)),
        Err(error) => Err(error.into()),
    }
}

async fn reopened(ask: &Ask, pass: &Pass) -> Result<Outcome, Problem> {
    let child = ask.app.record.child(&ask.pass).await?;
    let opened = frame::of(ask, &ask.pass, child, ask.ties()?.clone()).await?;
    let meanwhile = meanwhile(ask, pass, &opened);
    Ok(Outcome::Meanwhile(Box::new(opened), meanwhile))
}

/// The version that the writer of the form had seen.
fn based_on(ask: &Ask) -> Option<u64> {
    ask.form.text("based_on").parse().ok()
}

/// The form's own key.
pub fn key(ask: &Ask) -> Result<&str, Problem> {
    ask.form.some("key").ok_or_else(|| Problem::bad("The form has no key of its own. Open the page again."))
}

/// An event of today's telling, in the contract's form. The same form always gives the same event, so that it is kept once.
pub fn event(ask: &Ask, number: usize, name: &str, at: Day, with: Value) -> Result<Value, Problem> {
    let mut event =
        json!({ "id": format!("{}-{number}", key(ask)?), "at": at.to_string(), "event": name, "with": with });
    let today = ask.moment().day();
    if let Some(event) = event.as_object_mut().filter(|_| at < today) {
        // Both services' lists show it from now on: that is when they know.
        event.insert("known".into(), json!(today.to_string()));
    }
    Ok(event)
}

/// An event of the vocabulary by its name.
pub fn kind(ask: &Ask, name: &str) -> Result<EventId, Problem> {
    let found = ask.app.book.protocols.vocabulary.event_id(name);
    found.ok_or_else(|| Problem::fault(format!("the vocabulary has no event `{name}`")))
}

#[derive(Template)]
#[template(path = "pages/child/meanwhile.html")]
struct Meanwhile {
    changes: Vec<Change>,
}

/// What was recorded since the form was opened, as far as the person may read it, for above the form; empty where nothing was.
pub fn meanwhile(ask: &Ask, pass: &Pass, opened: &Opened) -> Html {
    match based_on(ask).filter(|seen| *seen != opened.child.version) {
        Some(seen) => Html::of(&Meanwhile { changes: recorded(&ask.app, pass, opened, |kept| kept.version > seen) }),
        None => Html::default(),
    }
}
