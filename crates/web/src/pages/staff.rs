//! The teams and people of an authority: whom do I ring? And for the administrator: who works where.

pub mod keep;
pub mod leave;
pub mod let_in;
pub mod person;
pub mod team;

use askama::Template;
use gate::{Action, Decision, On, Person, Team};
use record::Staff;

use crate::app::moment;
use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::words::{capital, post};
use crate::parts::{Html, Row, SummaryList};
use crate::problem::Problem;
use crate::reply::Reply;

struct OfTeam {
    id: String,
    name: String,
    telephone: String,
    covers: bool,
    people: Vec<PersonShown>,
}

struct PersonShown {
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
    none: Vec<PersonShown>,
    left: Vec<PersonShown>,
    keeps: bool,
}

#[derive(Template)]
#[template(path = "pages/staff_person.html")]
struct One {
    name: String,
    left: bool,
    is_own: bool,
    facts: SummaryList,
    meanwhile: Html,
    keeps: Option<Keeps>,
}

/// What an administrator can do about a person.
struct Keeps {
    address: String,
    hidden: Html,
    sign_in: String,
}

/// Whether the person may change the people and teams, this one among them; where a fresh second factor is all that is missing, it is asked
/// for on the way.
fn keeps(ask: &Ask) -> bool {
    match ask.decide(Action::KeepStaff, On::Authority(&ask.caller.person.authority)) {
        Decision::Permit(_) => true,
        Decision::Refuse(refused) => refused.fresh_would_do,
    }
}

/// All teams, each with its people.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let staff = &ask.caller.staff;
    let mut teams: Vec<&Team> = staff.teams.iter().collect();
    teams.sort_by(|a, b| (a.service, &a.name).cmp(&(b.service, &b.name)));
    let of = |team: &Team| {
        let here = |p: &&Person| p.active && (p.teams.contains(&team.id) || p.leads.contains(&team.id));
        let people = sorted(staff.people.iter().filter(here).map(|p| shown(p, Some(team))).collect());
        OfTeam {
            id: team.id.clone(),
            name: team.name.clone(),
            telephone: team.telephone.clone(),
            covers: team.covers,
            people,
        }
    };
    let mut layout = ask.frame("Teams and people", Some(Place::Team));
    let (keeps, some) = (keeps(&ask), |which: &dyn Fn(&Person) -> bool| {
        sorted(staff.people.iter().filter(|p| which(p)).map(|p| shown(p, None)).collect())
    });
    let left = if keeps { some(&|p| !p.active) } else { Vec::new() };
    let none = some(&|p| p.active && p.teams.is_empty() && p.leads.is_empty());
    layout.main = Html::of(&Page { teams: teams.into_iter().map(of).collect(), none, left, keeps });
    Reply::page(&layout)
}

/// Those who lead first, then by name.
fn sorted(mut people: Vec<PersonShown>) -> Vec<PersonShown> {
    people.sort_by(|a, b| (!a.leads, &a.name).cmp(&(!b.leads, &b.name)));
    people
}

fn shown(person: &Person, team: Option<&Team>) -> PersonShown {
    PersonShown {
        id: person.id.clone(),
        name: person.name.clone(),
        post: capital(&post(person)),
        telephone: person.telephone.clone(),
        leads: team.is_some_and(|team| person.leads.contains(&team.id)),
    }
}

/// One person.
pub async fn person(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, &ask.caller.staff, ask.name("person"), Html::default()).await
}

async fn show(ask: &Ask, staff: &Staff, id: &str, meanwhile: Html) -> Result<Reply, Problem> {
    let person = staff.person(id).ok_or_else(Problem::not_found)?;
    let mut layout = ask.frame(person.name.clone(), Some(Place::Team));
    layout.main = Html::of(&One {
        name: person.name.clone(),
        left: !person.active,
        is_own: person.id == ask.caller.person.id,
        facts: facts(staff, person),
        meanwhile,
        keeps: if keeps(ask) { Some(can(ask, staff, person).await?) } else { None },
    });
    Reply::page(&layout)
}

/// What can be done about the person, and with what they sign in.
async fn can(ask: &Ask, staff: &Staff, person: &Person) -> Result<Keeps, Problem> {
    let account = ask.app.record.account_of(&person.id).await?.filter(|account| !account.password.is_empty());
    let sign_in = match account {
        Some(account) if account.first_until > 0 => {
            let until = moment(account.first_until).day().in_words();
            format!("With {}. The first password has not been changed yet; it counts until {until}", account.sign_in)
        }
        Some(account) => format!("With {}", account.sign_in),
        None => "Not yet: they have no password".to_owned(),
    };
    let address = format!("/staff/people/{}", person.id);
    Ok(Keeps { address, hidden: keep::hidden(ask, staff), sign_in })
}

fn facts(staff: &Staff, person: &Person) -> SummaryList {
    let teams = |ids: &[String]| {
        let names: Vec<String> = ids.iter().filter_map(|id| staff.team(id)).map(|team| team.name.clone()).collect();
        if names.is_empty() { "None".to_owned() } else { names.join(", ") }
    };
    let known = |text: &str| if text.is_empty() { "Not known".to_owned() } else { text.to_owned() };
    let roles: Vec<String> = person.roles.iter().map(|role| capital(&duties::in_full(role))).collect();
    let rows = vec![
        Row::new("Post", capital(&post(person))),
        Row::new("Roles", if roles.is_empty() { "None".to_owned() } else { roles.join(", ") }),
        Row::new("Teams", teams(&person.teams)),
        Row::new("Leads", teams(&person.leads)),
        Row::new("Telephone", known(&person.telephone)),
        Row::new("E-mail", known(&person.email)),
    ];
    SummaryList { rows, ..SummaryList::default() }
}
