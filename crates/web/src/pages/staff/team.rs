//! Adding a team, and changing what is kept of one. Its service stays: the children who are with it are with that service.

use askama::Template;
use gate::{Service, Team};
use record::{Staff, StaffEntry};

use super::keep::{self, hidden};
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::{Form, Wrong};
use crate::layout::Place;
use crate::pages::words::{capital, service as named};
use crate::parts::{Button, Checkbox, Checkboxes, Fieldset, Hint, Html, Input, Radio, Radios};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;

#[derive(Template)]
#[template(path = "pages/staff/team_form.html")]
struct Page {
    heading: String,
    action: String,
    meanwhile: Html,
    hidden: Html,
    name: Input,
    services: Option<Radios>,
    covers: Checkboxes,
    telephone: Input,
    button: Button,
}

/// The form for a new team.
pub async fn add(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, &ask.caller.staff, None, &Form::default(), &Wrong::none(), Html::default())
}

/// The form for a team that is there.
pub async fn change(ask: Ask) -> Result<Reply, Problem> {
    let team = known(&ask)?;
    let one = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mut fields = vec![one("name", &team.name), one("telephone", &team.telephone)];
    fields.extend(team.covers.then(|| one("covers", "yes")));
    show(&ask, &ask.caller.staff, Some(team), &Form::of(fields), &Wrong::none(), Html::default())
}

fn known(ask: &Ask) -> Result<&Team, Problem> {
    ask.caller.staff.team(ask.name("team")).ok_or_else(Problem::not_found)
}

/// Keeps a new team.
pub async fn keep_new(ask: Ask) -> Result<Reply, Problem> {
    save(&ask, None, secrets::fresh_id()?, "/staff?done=team-added").await
}

/// Keeps a changed team.
pub async fn keep_changed(ask: Ask) -> Result<Reply, Problem> {
    let team = known(&ask)?;
    save(&ask, Some(team), team.id.clone(), "/staff?done=saved").await
}

async fn save(ask: &Ask, before: Option<&Team>, id: String, address: &str) -> Result<Reply, Problem> {
    let mut wrong = Wrong::none();
    let name = keep::name(ask, "team", &mut wrong);
    let service = before.map_or_else(|| Service::of(ask.form.text("service")), |team| Some(team.service));
    if service.is_none() {
        wrong.add("service", "Choose the team’s service");
    }
    let staff = &ask.caller.staff;
    if staff.teams.iter().any(|t| t.id != id && t.name.to_lowercase() == name.to_lowercase()) {
        wrong.add("name", "There is a team of this name already");
    }
    let telephone = keep::telephone(ask, &mut wrong);
    let Some(service) = service.filter(|_| wrong.is_empty()) else {
        return show(ask, staff, before, &ask.form, &wrong, Html::default());
    };
    let covers = ask.form.has("covers");
    let entry = StaffEntry::Team { id, name, service: service.word().to_owned(), covers, telephone };
    let again = |staff: &Staff, wrong: &Wrong, meanwhile| show(ask, staff, before, &ask.form, wrong, meanwhile);
    keep::keep_or_show(ask, entry, address, wrong, again).await
}

fn show(
    ask: &Ask,
    staff: &Staff,
    before: Option<&Team>,
    form: &Form,
    wrong: &Wrong,
    meanwhile: Html,
) -> Result<Reply, Problem> {
    let fields = Fields { form, wrong };
    let item = |service: Service| Radio::new(service.word(), capital(named(service)));
    let services = Radios {
        name: "service".to_owned(),
        fieldset: Some(Fieldset::from("Which service is it of?")),
        items: [Service::Yjs, Service::Csc, Service::Authority].map(item).into(),
        value: form.text("service").to_owned(),
        error: fields.error("service"),
        ..Radios::default()
    };
    let covers = fields.boxes(
        "covers",
        "Does it stand in for its service?",
        vec![Checkbox::new("yes", "Yes, for every child who is open to the service")],
    );
    let (heading, action) = match before {
        Some(team) => (format!("Change {}", team.name), format!("/staff/teams/{}/change", team.id)),
        None => ("Add a team".to_owned(), "/staff/teams/add".to_owned()),
    };
    let page = Page {
        heading: heading.clone(),
        action,
        meanwhile,
        hidden: hidden(ask, staff),
        name: fields.text("name", "Name of the team", ""),
        services: before.is_none().then_some(services),
        covers: Checkboxes {
            hint: Some(Hint::from(
                "A court, duty or emergency duty team. Its duty workers can open the record of any such child.",
            )),
            ..covers
        },
        telephone: Input {
            kind: "tel".into(),
            inputmode: "tel".into(),
            classes: " govuk-input--width-20".into(),
            ..fields.text("telephone", "Telephone", "")
        },
        button: Button {
            text: if before.is_some() { "Save" } else { "Add the team" }.into(),
            prevent_double_click: Some(true),
            ..Button::default()
        },
    };
    let mut layout = ask.frame(heading, Some(Place::Team));
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}
