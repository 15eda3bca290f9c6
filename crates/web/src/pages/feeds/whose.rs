//! Is a child of a system the child of a record? For a record that has no such number, and for one whose number has come to another name: a person says
//! which, and the record goes on, or another begins.

use askama::Template;
use exchange::imports;
use feeds::events::Whose;
use gate::Action;
use record::{Child, Details, Waiting};

use super::{of_service, records_of};
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::Wrong;
use crate::layout::Place;
use crate::pages::pairs::one::{failed, named, program, radios};
use crate::pages::pairs::{Seen, look_at};
use crate::pages::words::capital;
use crate::parts::{Html, Input, Radios};
use crate::problem::Problem;
use crate::reply::Reply;

/// The kinds of what waits that are answered here.
const KINDS: [&str; 2] = ["alike", "another-child"];

#[derive(Template)]
#[template(path = "pages/feeds/whose.html")]
struct Page {
    token: String,
    id: String,
    service: String,
    /// The same within a sentence.
    of: &'static str,
    number: String,
    listed: String,
    record: String,
    name: String,
    numbers: String,
    same: Radios,
    why: Input,
}

/// What waits, the record that it is about, and how the system lists the child.
struct Found {
    waiting: Waiting,
    child: std::sync::Arc<Child>,
    listed: String,
}

/// Where somebody comes for whom there is nothing to be said any longer, or that is not theirs to see.
const GONE: &str = "/feeds?done=gone";

/// Where something that waits is answered; empty where it is answered elsewhere.
pub fn address(ask: &Ask, one: &Waiting) -> String {
    if KINDS.contains(&one.kind.as_str()) { format!("/feeds/whose/{}", id(ask, one)) } else { String::new() }
}

/// The record that it is about.
fn record_of(one: &Waiting) -> &str {
    records_of(one).first().copied().unwrap_or_default()
}

/// What waits by the word that stands in an address: nothing of a child can be read from it.
fn id(ask: &Ask, one: &Waiting) -> String {
    let of = [ask.pass.authority(), &one.service, &one.number, record_of(one)].join("\u{1f}");
    ask.app.record.sealed(&format!("whose\u{1f}{of}")).chars().take(32).collect()
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let Some(found) = find(&ask).await? else { return Ok(Reply::to(GONE)) };
    shown(&ask, &found, &Wrong::none())
}

/// What a person says of it.
pub async fn decide(ask: Ask) -> Result<Reply, Problem> {
    let Some(found) = find(&ask).await? else { return Ok(Reply::to(GONE)) };
    let mut wrong = Wrong::none();
    let same = match ask.form.text("same") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            wrong.add("same", "Choose whether it is the same child");
            None
        }
    };
    let why = ask.form.text("why");
    if why.chars().count() < 3 || why.chars().count() > 500 {
        wrong.add("why", "Say in 3 to 500 characters how you know");
    }
    let Some(same) = same.filter(|_| wrong.is_empty()) else { return shown(&ask, &found, &wrong) };
    let Waiting { service, number, .. } = &found.waiting;
    let Some(whose) = Whose::named(service) else { return Ok(Reply::to(GONE)) };
    let (app, of) = (&ask.app, (whose, number.as_str(), found.child.id.as_str()));
    imports::place(&app.record, &app.gate, &ask.pass, &program(&ask)?, of, (same, why), ask.now)
        .await
        .map_err(failed)?;
    Ok(Reply::to("/feeds?done=placed"))
}

/// What waits under this address, where the record opens to the person: whoever says whose it is reads in it.
async fn find(ask: &Ask) -> Result<Option<Found>, Problem> {
    let record = &ask.app.record;
    let seen = Seen::new(ask).await?;
    let mut all = record.waiting(&ask.pass).await?;
    all.retain(|one| KINDS.contains(&one.kind.as_str()) && seen.may(&one.service, &one.number));
    let Some(waiting) = all.into_iter().find(|one| id(ask, one) == ask.name("id")) else { return Ok(None) };
    let Some(ties) = record.ties(record_of(&waiting)).await? else { return Ok(None) };
    let Some(pass) = ask.pass_for(Action::SeeChild, &ties) else { return Ok(None) };
    let child = record.child(&pass).await?;
    let Some(listed) = record.listed(&ask.pass, &waiting.service, &waiting.number).await? else { return Ok(None) };
    Ok(Some(Found { waiting, child, listed: named(&listed) }))
}

fn shown(ask: &Ask, found: &Found, wrong: &Wrong) -> Result<Reply, Problem> {
    let fields = Fields { form: &ask.form, wrong };
    let Found { waiting, child, listed } = found;
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        id: ask.name("id").to_owned(),
        service: capital(of_service(&waiting.service)),
        of: of_service(&waiting.service),
        number: waiting.number.clone(),
        listed: listed.clone(),
        record: child.id.clone(),
        name: in_record(child),
        numbers: numbers(&child.details),
        same: radios(
            &fields,
            "same",
            "Is it the same child?",
            &[("yes", "Yes, the child of this record"), ("no", "No, another child")],
        ),
        why: fields.text(
            "why",
            "How do you know?",
            "For example: the mother married, and the family name changed; rang the school. It is kept with your name",
        ),
    };
    let mut layout = ask.frame("Whose number is it?", Some(Place::Systems));
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    let of_system = look_at(&waiting.service, &waiting.number);
    Ok(Reply::page(&layout)?.showing(vec![child.id.clone(), of_system]))
}

/// `Ash Brindle, 4 May 2010`.
fn in_record(child: &Child) -> String {
    let Details { given, family, born, .. } = &child.details;
    let born = born.parse::<calendar::Day>().map_or_else(|_| born.clone(), calendar::Day::in_full);
    format!("{given} {family}, {born}")
}

/// The numbers that the record has.
fn numbers(details: &Details) -> String {
    let each = [("youth justice", &details.numbers.yjs), ("social care", &details.numbers.csc)];
    let told: Vec<String> =
        each.into_iter().filter_map(|(of, number)| Some(format!("{of} {}", number.as_ref()?))).collect();
    if told.is_empty() { "none".to_owned() } else { told.join(", ") }
}
