//! Restricting a record to named people, and lifting that again.

use askama::Template;
use gate::{Person, Standing};
use record::Entry;

use super::frame::{self, ChildPage, Opened};
use super::keep::{self, Outcome};
use crate::ask::Ask;
use crate::fields::summary;
use crate::form::Wrong;
use crate::pages::words::post;
use crate::parts::{Button, Checkbox, Checkboxes, ErrorMessage, Fieldset, Hint, Html};
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/child/restrict.html")]
struct Page {
    meanwhile: Html,
    hidden: Html,
    is_restricted: bool,
    why: String,
    people: Checkboxes,
    button: Button,
    address: String,
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let named = opened.child.restricted.clone().unwrap_or_default();
    show(&ask, &opened, named, &Wrong::none(), Html::default())
}

/// Restricts, or lifts it.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let lifts = ask.form.has("lift");
    let mut wrong = Wrong::none();
    let named: Vec<&Person> =
        active(&opened).into_iter().filter(|p| ask.form.all("people").any(|id| id == p.id)).collect();
    if !lifts && !named.iter().any(|p| p.standing == Standing::Head) {
        // Only they can lift it, and only somebody named can open the record at all.
        wrong.add("people", "Choose at least one senior manager: nobody else could lift the restriction again");
    }
    let ids: Vec<String> = named.iter().map(|p| p.id.clone()).collect();
    if !wrong.is_empty() {
        return show(&ask, &opened, ids, &wrong, Html::default());
    }
    let people = (!lifts).then(|| ids.clone());
    let stays = lifts || ids.contains(&ask.caller.person.id);
    match keep::keep(&ask, &ask.pass, &[], vec![Entry::Restricted { people, reason: String::new() }]).await? {
        // Who is not named cannot come back to this page.
        Outcome::Kept if stays => Ok(Reply::to(opened.address("/people?done=restricted"))),
        Outcome::Kept => Ok(Reply::to("/duties?done=restricted")),
        Outcome::Meanwhile(opened, meanwhile) => show(&ask, &opened, ids, &wrong, meanwhile),
        Outcome::Refused(why) => {
            wrong.add("people", why);
            show(&ask, &opened, ids, &wrong, Html::default())
        }
    }
}

/// Everybody who can open records at all, by name.
fn active(opened: &Opened) -> Vec<&Person> {
    let opens =
        |p: &&Person| p.active && !matches!(p.standing, Standing::Data | Standing::Administrator | Standing::Program);
    let mut people: Vec<&Person> = opened.staff.iter().flat_map(|staff| &staff.people).filter(opens).collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    people
}

fn show(ask: &Ask, opened: &Opened, named: Vec<String>, wrong: &Wrong, meanwhile: Html) -> Result<Reply, Problem> {
    let error = wrong.of("people");
    let item = |p: &&Person| Checkbox::new(p.id.clone(), format!("{}, {}", p.name, post(p)));
    let page = Page {
        meanwhile,
        hidden: keep::hidden(ask, &opened.child)?,
        is_restricted: opened.child.restricted.is_some(),
        why: opened.child.restricted_why.clone(),
        people: Checkboxes {
            name: "people".to_owned(),
            fieldset: Some(Fieldset::from("Who may see it?")),
            items: active(opened).iter().map(item).collect(),
            values: named,
            hint: Some(Hint::from(
                "The workers who are allocated too: who is not ticked is shut out, whatever their post.",
            )),
            error: (!error.is_empty()).then(|| ErrorMessage::from(error.to_owned())),
            classes: "govuk-checkboxes--small".into(),
            ..Checkboxes::default()
        },
        button: Button {
            text: "Restrict the record".into(),
            classes: "govuk-button--warning".into(),
            ..Button::default()
        },
        address: opened.address(""),
    };
    let mut layout = opened.layout(ask, "Restrict this record", ChildPage::Below);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}
