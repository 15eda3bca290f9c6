//! The teams and people of an authority: whom do I ring?

use askama::Template;
use gate::{Person, Team};

use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::words::{capital, post};
use crate::parts::{Html, Row, SummaryList};
use crate::problem::Problem;
use crate::reply::Reply;

struct OfTeam {
    name: String,
    telephone: String,
    covers: bool,
    people: Vec<Shown>,
}

struct Shown {
    id: String,
    name: String,
    post: String,
    telephone: String,
    leads: bool,
}

#[derive(Template)]
#[template(path = "pages/staff.html")]
struct Page {
    teams: Vec<OfTeam>,
}

#[derive(Template)]
#[template(path = "pages/staff_person.html")]
struct One {
    name: String,
    left: bool,
    facts: SummaryList,
}

/// All teams, each with its people.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let staff = &ask.caller.staff;
    let mut teams: Vec<&Team> = staff.teams.iter().collect();
    teams.sort_by(|a, b| (a.service, &a.name).cmp(&(b.service, &b.name)));
    let of = |team: &Team| {
        let here = |p: &&Person| p.active && (p.teams.contains(&team.id) || p.leads.contains(&team.id));
        let mut people: Vec<Shown> = staff.people.iter().filter(here).map(|p| shown(p, team)).collect();
        people.sort_by(|a, b| (!a.leads, &a.name).cmp(&(!b.leads, &b.name)));
        OfTeam { name: team.name.clone(), telephone: team.telephone.clone(), covers: team.covers, people }
    };
    let mut layout = ask.frame("Teams and people", Some(Place::Team));
    layout.main = Html::of(&Page { teams: teams.into_iter().map(of).collect() });
    Reply::page(&layout)
}

fn shown(person: &Person, team: &Team) -> Shown {
    Shown {
        id: person.id.clone(),
        name: person.name.clone(),
        post: capital(&post(person)),
        telephone: person.telephone.clone(),
        leads: person.leads.contains(&team.id),
    }
}

/// One person.
pub async fn person(ask: Ask) -> Result<Reply, Problem> {
    let staff = &ask.caller.staff;
    let person = staff.person(ask.name("person")).ok_or_else(Problem::not_found)?;
    let teams = |ids: &[String]| {
        let names: Vec<String> = ids.iter().filter_map(|id| staff.team(id)).map(|team| team.name.clone()).collect();
        if names.is_empty() { "None".to_owned() } else { names.join(", ") }
    };
    let known = |text: &str| if text.is_empty() { "Not known".to_owned() } else { text.to_owned() };
    let roles: Vec<String> = person.roles.iter().map(|role| duties::in_full(role)).collect();
    let rows = vec![
        Row::new("Post", capital(&post(person))),
        Row::new("Roles", if roles.is_empty() { "None".to_owned() } else { roles.join(", ") }),
        Row::new("Teams", teams(&person.teams)),
        Row::new("Leads", teams(&person.leads)),
        Row::new("Telephone", known(&person.telephone)),
        Row::new("E-mail", known(&person.email)),
    ];
    let facts = SummaryList { rows, ..SummaryList::default() };
    let mut layout = ask.frame(person.name.clone(), Some(Place::Team));
    layout.main = Html::of(&One { name: person.name.clone(), left: !person.active, facts });
    Reply::page(&layout)
}
