//! Restricting a record to named people, and lifting that again. Whoever works with the child is named unless it is said that they are to be shut
//! out: what they owe would be nobody's.

use askama::Template;
use gate::{Person, Standing};
use protocol::check::in_words::listed;
use record::Entry;

use super::frame::{self, ChildPage, Opened};
use super::keep::{self, Outcome};
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::{Form, Wrong};
use crate::pages::words::post;
use crate::parts::{Button, Checkbox, Checkboxes, ErrorMessage, Fieldset, Hint, Html, Input};
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
    shut_out: Option<Checkboxes>,
    reason: Input,
    button: Button,
    address: String,
}

/// The longest reason.
const LONGEST: usize = 500;

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let works = active(&opened).into_iter().filter(|p| works(&opened, p)).map(|p| p.id.clone());
    let first = || works.chain([ask.caller.person.id.clone()]).collect();
    let named = opened.child.restricted.clone().unwrap_or_else(first);
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
    let out = shut_out(&opened, &ids);
    if !lifts && !out.is_empty() && !ask.form.has("shut-out") {
        let who = listed(&out, "and");
        wrong.add("people", format!("{who} would be shut out, and what they owe for this child would be nobody’s. Tick them, or confirm below"));
    }
    if ask.form.text("reason").chars().count() > LONGEST {
        wrong.add("reason", format!("The reason must be {LONGEST} characters or fewer"));
    }
    if !wrong.is_empty() {
        return show(&ask, &opened, ids, &wrong, Html::default());
    }
    let people = (!lifts).then(|| ids.clone());
    let reason = if lifts { String::new() } else { ask.form.text("reason").trim().to_owned() };
    let stays = lifts || ids.contains(&ask.caller.person.id);
    match keep::keep(&ask, &ask.pass, &[], vec![Entry::Restricted { people, reason }]).await? {
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
    people.sort_by_key(|p| (!works(opened, p), p.name.clone()));
    people
}

/// Whether somebody works with the child by name.
fn works(opened: &Opened, person: &Person) -> bool {
    opened.child.involved.iter().any(|place| place.person == person.id)
}

/// The names of those who work with the child and are not among the named.
fn shut_out(opened: &Opened, named: &[String]) -> Vec<String> {
    let out = active(opened).into_iter().filter(|p| works(opened, p) && !named.contains(&p.id));
    out.map(|p| p.name.clone()).collect()
}

fn show(ask: &Ask, opened: &Opened, named: Vec<String>, wrong: &Wrong, meanwhile: Html) -> Result<Reply, Problem> {
    let error = wrong.of("people");
    let item = |p: &&Person| Checkbox {
        hint: works(opened, p).then(|| Hint::from("Works with this child")),
        ..Checkbox::new(p.id.clone(), format!("{}, {}", p.name, post(p)))
    };
    // It is asked once somebody has been left out.
    let out = if ask.form.has("key") { shut_out(opened, &named) } else { Vec::new() };
    let confirm = |who: String| Checkboxes {
        name: "shut-out".to_owned(),
        fieldset: Some(Fieldset::from("Are they to be shut out?")),
        items: vec![Checkbox::new("yes", format!("Yes, shut out {who}"))],
        ..Checkboxes::default()
    };
    let before = Form::of(vec![("reason".to_owned(), opened.child.restricted_why.clone())]);
    let typed = if ask.form.has("key") { &ask.form } else { &before };
    let fields = Fields { form: typed, wrong };
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
                "Who is not ticked is shut out, whatever their post, also those who work with the child.",
            )),
            error: (!error.is_empty()).then(|| ErrorMessage::from(error.to_owned())),
            classes: "govuk-checkboxes--small".into(),
            ..Checkboxes::default()
        },
        shut_out: (!out.is_empty()).then(|| confirm(listed(&out, "and"))),
        reason: fields.text("reason", "Why? (optional)", "Those who are named can read it"),
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
