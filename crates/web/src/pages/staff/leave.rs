//! Somebody leaves, or comes back. Whatever they had opened ends with the same write (safety R45); what stays behind is counted, not named:
//! an administrator opens no record.

use std::collections::BTreeMap;

use askama::Template;
use gate::Person;
use record::{Staff, StaffEntry};

use super::keep::{Outcome, hidden, keep};
use super::person::known;
use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::words::counted;
use crate::parts::Html;
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/staff/leave.html")]
struct Page {
    name: String,
    address: String,
    meanwhile: Html,
    hidden: Html,
    left_behind: Html,
}

#[derive(Template)]
#[template(path = "pages/staff/left_behind.html")]
struct LeftBehind {
    name: String,
    children: String,
    is_none: bool,
    teams: Vec<(String, String)>,
    alone: String,
}

/// What the children with whom a person works by name come to, once the person has left.
async fn left_behind(ask: &Ask, person: &Person) -> Result<Html, Problem> {
    let counts: BTreeMap<String, usize> = ask.app.record.allocated(&ask.pass, &person.id).await?;
    let children = |n: usize| counted(n, "child", "children");
    let named = |id: &str| ask.caller.staff.team(id).map_or_else(|| "another team".to_owned(), |t| t.name.clone());
    let with_team = counts.iter().filter(|(team, _)| !team.is_empty());
    let all: usize = counts.values().sum();
    Ok(Html::of(&LeftBehind {
        name: person.name.clone(),
        children: children(all),
        is_none: all == 0,
        teams: with_team.map(|(team, n)| (named(team), children(*n))).collect(),
        alone: counts.get("").map(|n| children(*n)).unwrap_or_default(),
    }))
}

/// What leaving would mean.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, &ask.caller.staff, Html::default()).await
}

async fn show(ask: &Ask, staff: &Staff, meanwhile: Html) -> Result<Reply, Problem> {
    let person = staff.person(ask.name("person")).ok_or_else(Problem::not_found)?;
    let address = format!("/staff/people/{}", person.id);
    if !person.active {
        return Ok(Reply::to(address));
    }
    let page = Page {
        name: person.name.clone(),
        address,
        meanwhile,
        hidden: hidden(ask, staff),
        left_behind: left_behind(ask, person).await?,
    };
    let mut layout = ask.frame(format!("{} leaves", person.name), Some(Place::Team));
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// They leave.
pub async fn leave(ask: Ask) -> Result<Reply, Problem> {
    set(&ask, false, "left").await
}

/// They are back, with nothing open.
pub async fn come_back(ask: Ask) -> Result<Reply, Problem> {
    set(&ask, true, "returned").await
}

async fn set(ask: &Ask, active: bool, done: &str) -> Result<Reply, Problem> {
    let person = Person { active, ..known(ask)?.clone() };
    match keep(ask, vec![StaffEntry::from(&person)]).await? {
        Outcome::Kept => Ok(Reply::to(format!("/staff/people/{}?done={done}", person.id))),
        Outcome::Meanwhile(meanwhile, staff) if active => super::show(ask, &staff, &person.id, meanwhile).await,
        Outcome::Meanwhile(meanwhile, staff) => show(ask, &staff, meanwhile).await,
        Outcome::Refused(why) => Err(Problem::unprocessable(why)),
    }
}
