//! Setting a duty aside: with a reason, and with whoever agreed.

use askama::Template;
use protocol::vocabulary::Service as Of;
use record::Entry;
use serde_json::json;

use super::done::{NOTE, note};
use super::frame::{self, ChildPage, Opened};
use super::keep::{self, Outcome};
use super::rows::{DutyRow, row};
use crate::ask::Ask;
use crate::fields::summary;
use crate::form::Wrong;
use crate::owed::{self, Shown};
use crate::pages::words::capital;
use crate::parts::{Button, CharacterCount, Choice, ErrorMessage, Hint, Html, Select};
use crate::problem::Problem;
use crate::reply::Reply;

/// Who agrees, as a rule: those come first.
const AGREEING: [&str; 6] =
    ["yjs-manager", "csc-team-manager", "both-managers", "yjs-head-of-service", "csc-head-of-service", "iro"];

#[derive(Template)]
#[template(path = "pages/child/set_aside.html")]
struct Page {
    meanwhile: Html,
    hidden: Html,
    row: DutyRow,
    reason: CharacterCount,
    agreed_by: Select,
    button: Button,
    address: String,
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let shown = meant(&ask, &opened, ask.query.text("duty"))?;
    show(&ask, &opened, &shown, &Wrong::none(), Html::default())
}

/// Keeps it.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let shown = meant(&ask, &opened, ask.form.text("duty"))?;
    let mut wrong = Wrong::none();
    let (reason, agreed_by) = (ask.form.text("reason"), ask.form.text("agreed_by"));
    if reason.is_empty() {
        wrong.add("reason", "Enter why it is not needed");
    } else if reason.chars().count() > NOTE {
        wrong.add("reason", format!("The reason must be {NOTE} characters or fewer"));
    }
    if ask.app.book.protocols.vocabulary.role_id(agreed_by).is_none() {
        wrong.add("agreed_by", "Choose who agreed");
    }
    if !wrong.is_empty() {
        return show(&ask, &opened, &shown, &wrong, Html::default());
    }
    let (clause, occurrence) = (&shown.line.clause, shown.line.occurrence);
    let with = json!({ "clause": clause, "occurrence": occurrence, "reason": reason, "agreed_by": agreed_by });
    let event = keep::event(&ask, 0, "duty-not-needed", opened.now.day(), with)?;
    let kinds = [keep::kind(&ask, "duty-not-needed")?];
    match keep::keep(&ask, &ask.pass, &kinds, vec![Entry::Event { event }]).await? {
        Outcome::Kept => Ok(Reply::to(opened.address("/duties?done=set-aside"))),
        Outcome::Meanwhile(opened, meanwhile) => {
            let shown = meant(&ask, &opened, ask.form.text("duty"))?;
            show(&ask, &opened, &shown, &wrong, meanwhile)
        }
        Outcome::Refused(why) => {
            wrong.add("reason", why);
            show(&ask, &opened, &shown, &wrong, Html::default())
        }
    }
}

/// The duty called so, where it is still owed.
fn meant(ask: &Ask, opened: &Opened, name: &str) -> Result<Shown, Problem> {
    let mut still = owed::still(&ask.app, &ask.pass, opened.whom(), &opened.readable, opened.now);
    let found = still.find(|s| owed::is_called(&s.line, name));
    found.ok_or_else(|| {
        Problem::conflict(
            "This duty is no longer owed: it was done, set aside, or no longer applies. Nothing was saved.",
        )
    })
}

fn show(ask: &Ask, opened: &Opened, shown: &Shown, wrong: &Wrong, meanwhile: Html) -> Result<Reply, Problem> {
    let page = Page {
        meanwhile,
        hidden: keep::hidden(ask, &opened.child)?,
        row: row(&ask.app, shown, opened.now),
        reason: note(ask, "reason", "Why is it not needed?", wrong),
        agreed_by: agreed_by(ask, wrong),
        button: Button { text: "Set aside".into(), classes: "govuk-button--warning".into(), ..Button::default() },
        address: opened.address(""),
    };
    let mut layout = opened.layout(ask, "Set a duty aside", ChildPage::Below);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

fn agreed_by(ask: &Ask, wrong: &Wrong) -> Select {
    let roles = ask.app.book.protocols.vocabulary.roles();
    let mut names: Vec<&str> = roles.filter(|(_, r)| r.service != Of::Third).map(|(_, r)| r.name.as_str()).collect();
    names.sort_by_key(|name| (AGREEING.iter().position(|a| a == name).unwrap_or(AGREEING.len()), *name));
    let choices = names.into_iter().map(|name| Choice::new(name, capital(&duties::in_full(name))));
    let error = wrong.of("agreed_by");
    Select {
        label: "Who agreed?".into(),
        name: "agreed_by".to_owned(),
        options: std::iter::once(Choice::new("", "Choose")).chain(choices).collect(),
        value: ask.form.text("agreed_by").to_owned(),
        hint: Some(Hint::from("The role, not the name. Your own name is kept with the entry.")),
        error: (!error.is_empty()).then(|| ErrorMessage::from(error.to_owned())),
        ..Select::default()
    }
}
