//! Who is around this child: the family and others, the workers of both services, and brothers and sisters who have a record here.

use std::sync::Arc;

use askama::Template;
use gate::{Action, Pass, Service};
use record::Child;

use super::frame::{self, ChildPage, Opened};
use crate::ask::Ask;
use crate::pages::words::capital;
use crate::parts::{Absence, Button, Cell, Content, Empty, Html, Link, ServiceTag, Table};
use crate::problem::Problem;
use crate::readable::may_read_field;
use crate::reply::Reply;
use crate::telephone::dialled;

#[derive(Template)]
#[template(path = "pages/child/people.html")]
struct Page {
    workers: Vec<(ServiceTag, Option<Table>)>,
    network: Option<Table>,
    may_see_network: bool,
    siblings: Option<Vec<Link>>,
    restricted: Option<Vec<String>>,
    actions: Vec<Button>,
}

#[derive(Template)]
#[template(
    source = r#"{% if number.is_empty() %}{{ none }}{% else if dialled.is_empty() %}{{ number }}{% else %}<a class="govuk-link govuk-link--no-visited-state" href="tel:{{ dialled }}">{{ number }}</a>{% endif %}"#,
    ext = "html"
)]
struct Telephone {
    number: String,
    dialled: String,
    none: Empty,
}

/// A telephone number, to be rung by a touch.
fn telephone(number: &str) -> Content {
    Html::of(&Telephone { number: number.to_owned(), dialled: dialled(number), none: Absence::NotKnown.into() }).into()
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let sees = |field: &str| may_read_field(&ask.app, &ask.pass, field);
    let open_to = siblings(&ask, &opened.child).await?;
    let siblings = sees("siblings").then(|| {
        // Of one whom they may not see there is no line, and no place in a count (safety R7).
        open_to.iter().map(|child| Link::new(child.name(), format!("/children/{}", child.id))).collect()
    });
    let restricted = opened.child.restricted.as_ref();
    let page = Page {
        workers: [Service::Yjs, Service::Csc, Service::Authority]
            .into_iter()
            .filter_map(|s| workers(&opened, s))
            .collect(),
        network: network(&opened.child),
        may_see_network: sees("network"),
        siblings,
        restricted: restricted.map(|people| people.iter().map(|id| opened.name_of(id)).collect()),
        actions: actions(&opened),
    };
    let mut layout = opened.layout(&ask, "People", ChildPage::People);
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(open_to.iter().map(|child| child.id.clone()).collect()))
}

/// The brothers and sisters whose records the person may open: each is asked for as a click on it would ask.
pub async fn siblings(ask: &Ask, child: &Child) -> Result<Vec<Arc<Child>>, Problem> {
    if !may_read_field(&ask.app, &ask.pass, "siblings") {
        return Ok(Vec::new());
    }
    let mut passes: Vec<Pass> = Vec::new();
    for id in &child.siblings {
        let ties = ask.app.record.ties(id).await?;
        passes.extend(ties.and_then(|ties| ask.pass_for(Action::SeeChild, &ties)));
    }
    Ok(ask.app.record.children(&passes).await?)
}

/// The workers and teams of a service. Of the authority beside the two, only where there are any.
fn workers(opened: &Opened, service: Service) -> Option<(ServiceTag, Option<Table>)> {
    let places = opened.places(service);
    if places.is_empty() {
        return (service != Service::Authority).then(|| (service.into(), None));
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut teams: Vec<&str> = Vec::new();
    for place in places {
        let role = capital(&duties::in_full(&place.role));
        match opened.person(&place.person) {
            Some(person) if person.active => {
                rows.push(vec![person.name.clone().into(), role.into(), telephone(&person.telephone).into()]);
            }
            Some(person) => {
                rows.push(vec![person.name.clone().into(), role.into(), "Has left".to_owned().into()]);
            }
            None if !place.person.is_empty() => {
                let name = capital(&opened.name_of(&place.person));
                rows.push(vec![name.into(), role.into(), Html::of(&Empty::from(Absence::NotKnown)).into()]);
            }
            None => {}
        }
        if !place.team.is_empty() && !teams.contains(&place.team.as_str()) {
            teams.push(&place.team);
        }
    }
    for team in teams {
        let leading =
            opened.staff.iter().flat_map(|s| &s.people).filter(|p| p.active && p.leads.iter().any(|t| t == team));
        rows.extend(leading.filter(|p| p.standing == gate::Standing::Manager).map(|manager| {
            vec![manager.name.clone().into(), "Team manager".to_owned().into(), telephone(&manager.telephone).into()]
        }));
        rows.extend(
            opened.team(team).map(|team| {
                vec![team.name.clone().into(), "Team".to_owned().into(), telephone(&team.telephone).into()]
            }),
        );
    }
    Some((service.into(), (!rows.is_empty()).then(|| table(["Name", "Part", "Telephone"], rows))))
}

fn network(child: &Child) -> Option<Table> {
    let row = |contact: &record::Contact| {
        let number = contact.telephone.as_deref().unwrap_or_default();
        vec![or_not_known(&contact.name), or_not_known(&capital(&contact.relation)), telephone(number).into()]
    };
    (!child.network.is_empty())
        .then(|| table(["Name", "Who they are", "Telephone"], child.network.iter().map(row).collect()))
}

/// What was written down, or that it is not known.
fn or_not_known(text: &str) -> Cell {
    if text.is_empty() { Html::of(&Empty::from(Absence::NotKnown)).into() } else { text.to_owned().into() }
}

fn table(head: [&'static str; 3], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        head: head.into_iter().map(Cell::from).collect(),
        rows,
        first_cell_is_header: true,
        stacks: true,
        ..Table::default()
    }
}

fn actions(opened: &Opened) -> Vec<Button> {
    let offered = [
        (Action::Allocate, "Change who works with the child", "/allocate"),
        (Action::EditDetails, "Change details, people and warnings", "/details"),
        (Action::Restrict, "Restrict this record", "/restrict"),
        (Action::SeeLooks, "See who has looked", "/looks"),
        (Action::ExportJourney, "Take the journey out as a file (JSON)", "/journey.json"),
        (Action::ExportJourney, "Take the journey out to read (YAML)", "/journey.yaml"),
    ];
    let button = |text: &'static str, below: &str| Button {
        text: text.into(),
        href: opened.address(below),
        classes: "govuk-button--secondary".into(),
        ..Button::default()
    };
    offered.into_iter().filter(|(action, ..)| opened.may(*action)).map(|(_, text, below)| button(text, below)).collect()
}
