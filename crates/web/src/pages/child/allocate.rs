//! Saying who works with the child for one's own service, and who no longer does.

use askama::Template;
use gate::{Person, Relation, Team};
use record::{Entry, Place};
use serde_json::json;

use super::frame::{self, ChildPage, Opened};
use super::keep::{self, Outcome};
use crate::ask::Ask;
use crate::fields::summary;
use crate::form::Wrong;
use crate::pages::words::{capital, post};
use crate::parts::{Button, Choice, ErrorMessage, Hint, Html, Select};
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/child/allocate.html")]
struct Page {
    meanwhile: Html,
    hidden: Html,
    now: Vec<(usize, String)>,
    team: Select,
    person: Select,
    role: Select,
    button: Button,
    address: String,
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    show(&ask, &opened, &Wrong::none(), Html::default())
}

/// Allocates, or ends an allocation.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let mut wrong = Wrong::none();
    let ends = ask.form.some("end").is_some();
    let made = if ends { end(&ask, &opened, &mut wrong) } else { begin(&ask, &opened, &mut wrong)? };
    let Some(entries) = made else { return show(&ask, &opened, &wrong, Html::default()) };
    let has_event = entries.iter().any(|entry| matches!(entry, Entry::Event { .. }));
    let events = if has_event { vec![keep::kind(&ask, "worker-allocated")?] } else { Vec::new() };
    match keep::keep(&ask, &ask.pass, &events, entries).await? {
        Outcome::Kept => {
            let done = if ends { "deallocated" } else { "allocated" };
            Ok(Reply::to(opened.address(&format!("/people?done={done}"))))
        }
        Outcome::Meanwhile(opened, meanwhile) => show(&ask, &opened, &wrong, meanwhile),
        Outcome::Refused(why) => {
            wrong.add("team", why);
            show(&ask, &opened, &wrong, Html::default())
        }
    }
}

/// The person's own service's places, each with its number among all.
fn own<'o>(ask: &'o Ask, opened: &'o Opened) -> impl Iterator<Item = (usize, &'o Place)> {
    let person = &ask.caller.person;
    let is_own = move |place: &Place| place.service == person.service.word() && place.authority == person.authority;
    opened.child.involved.iter().enumerate().filter(move |(_, place)| is_own(place))
}

fn end(ask: &Ask, opened: &Opened, wrong: &mut Wrong) -> Option<Vec<Entry>> {
    let number: Option<usize> = ask.form.text("end").parse().ok();
    let found = own(ask, opened).find(|(n, _)| Some(*n) == number).map(|(_, place)| place.clone());
    if found.is_none() {
        wrong.add("team", "That allocation is not there any more");
    } else if own(ask, opened).count() == 1 && opened.is_open_to(ask.caller.person.service) {
        wrong.add("team", "Nobody else of your service has the child: allocate a team or somebody else first, so that the child stays on a list");
        return None;
    }
    Some(vec![Entry::Uninvolved(found?)])
}

fn begin(ask: &Ask, opened: &Opened, wrong: &mut Wrong) -> Result<Option<Vec<Entry>>, Problem> {
    let (team, person, role) = (ask.form.text("team"), ask.form.text("person"), ask.form.text("role"));
    let caller = &ask.caller.person;
    if team.is_empty() && person.is_empty() {
        wrong.add("team", "Choose a team, a person or both");
    }
    if !team.is_empty() && !teams(ask).any(|t| t.id == team) {
        wrong.add("team", "Choose a team of your own service");
    }
    if !person.is_empty() && !people(ask).any(|p| p.id == person) {
        wrong.add("person", "Choose a person of your own service who still works here");
    }
    if person == caller.id && !leads(ask) {
        wrong
            .add("person", "You cannot allocate yourself: ask somebody who leads the team, or allocate the team alone");
    }
    if !person.is_empty() && !roles(ask).contains(&role) {
        wrong.add("role", "Choose what they do for the child");
    }
    let text = str::to_owned;
    let role = if person.is_empty() { "" } else { role };
    let place = Place {
        service: text(caller.service.word()),
        authority: caller.authority.clone(),
        team: text(team),
        person: text(person),
        role: text(role),
    };
    if opened.child.involved.contains(&place) {
        wrong.add("person", "They are already allocated in this part");
    }
    if !wrong.is_empty() {
        return Ok(None);
    }
    let mut entries = vec![Entry::Involved(place)];
    if !person.is_empty() {
        let with = json!({ "role": role, "worker": person });
        let event = keep::event(ask, 0, "worker-allocated", opened.now.day(), with)?;
        entries.push(Entry::Event { event });
    }
    Ok(Some(entries))
}

fn teams(ask: &Ask) -> impl Iterator<Item = &Team> {
    ask.caller.staff.teams.iter().filter(|team| team.service == ask.caller.person.service)
}

fn people(ask: &Ask) -> impl Iterator<Item = &Person> {
    ask.caller.staff.people.iter().filter(|p| p.active && p.service == ask.caller.person.service)
}

/// Whether the person leads a team that the child is with: whoever only stands in does not make the child their own.
fn leads(ask: &Ask) -> bool {
    ask.pass.relations().contains(&Relation::Leads)
}

/// The roles of the vocabulary that somebody of the person's own service fills.
fn roles(ask: &Ask) -> Vec<&str> {
    let mut roles: Vec<&str> = people(ask).flat_map(|p| &p.roles).map(String::as_str).collect();
    roles.sort_unstable();
    roles.dedup();
    let leads = ["yjs-case-manager", "social-worker"];
    roles.sort_by_key(|role| !leads.contains(role));
    roles
}

fn show(ask: &Ask, opened: &Opened, wrong: &Wrong, meanwhile: Html) -> Result<Reply, Problem> {
    let select = |name: &str, label: &'static str, hint: &'static str, none: &str, options: Vec<Choice>| {
        let error = wrong.of(name);
        Select {
            label: label.into(),
            name: name.to_owned(),
            options: std::iter::once(Choice::new("", none)).chain(options).collect(),
            value: ask.form.text(name).to_owned(),
            hint: (!hint.is_empty()).then(|| Hint::from(hint)),
            error: (!error.is_empty()).then(|| ErrorMessage::from(error.to_owned())),
            ..Select::default()
        }
    };
    let offered = |p: &&Person| p.id != ask.caller.person.id || leads(ask);
    let mut by_name: Vec<&Person> = people(ask).filter(offered).collect();
    by_name.sort_by(|a, b| a.name.cmp(&b.name));
    let people = by_name.into_iter().map(|p| Choice::new(p.id.clone(), format!("{}, {}", p.name, post(p)))).collect();
    let teams = teams(ask).map(|t| Choice::new(t.id.clone(), t.name.clone())).collect();
    let roles = roles(ask).into_iter().map(|role| Choice::new(role, capital(&duties::in_full(role)))).collect();
    let page = Page {
        meanwhile,
        hidden: keep::hidden(ask, &opened.child)?,
        now: own(ask, opened).map(|(n, place)| (n, in_words(opened, place))).collect(),
        team: select("team", "Team", "Everybody in the team can then open the record.", "No team", teams),
        person: select("person", "Person", "", "Nobody yet: the team alone", people),
        role: select("role", "What they do for the child", "Only where a person is chosen.", "Choose", roles),
        button: Button { text: "Allocate".into(), ..Button::default() },
        address: opened.address(""),
    };
    let mut layout = opened.layout(ask, "Who works with the child", ChildPage::Below);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

fn in_words(opened: &Opened, place: &Place) -> String {
    let person = (!place.person.is_empty())
        .then(|| format!("{}, {}", opened.name_of(&place.person), duties::in_full(&place.role)));
    let team = opened.team(&place.team).map(|team| team.name.clone());
    let parts: Vec<String> = person.into_iter().chain(team).collect();
    parts.join(", ")
}
