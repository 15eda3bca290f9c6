//! Adding a person, and changing what is kept of one: who they are, what their post lets them do, where they work.
//!
//! The service comes first, since roles and teams hang on it, and it stays: whoever moves to the other service leaves and is added there, so
//! that no tie to a child goes with them. Administrators are not made here (safety R44): whoever runs the installation does that.

use askama::Template;
use gate::{Person, Service, Standing, Team};
use protocol::vocabulary::Service as Of;
use record::{Staff, StaffEntry};

use super::keep::{self, hidden};
use crate::ask::Ask;
use crate::fields::{Fields, choices, summary};
use crate::form::{Form, Wrong};
use crate::layout::Place;
use crate::pages::words::{self, capital};
use crate::parts::{Button, Checkbox, Checkboxes, Hint, Html, Input, Radio, Radios, Select};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;

#[derive(Template)]
#[template(path = "pages/staff/service.html")]
struct WhichService {
    services: Radios,
}

#[derive(Template)]
#[template(path = "pages/staff/person_form.html")]
struct Page {
    heading: String,
    action: String,
    back: String,
    service: Service,
    meanwhile: Html,
    hidden: Html,
    name: Input,
    standing: Select,
    roles: Checkboxes,
    teams: Checkboxes,
    leads: Checkboxes,
    telephone: Input,
    email: Input,
    button: Button,
}

const SERVICES: [Service; 3] = [Service::Yjs, Service::Csc, Service::Authority];

/// The form for a new person: first of which service, then the rest.
pub async fn add(ask: Ask) -> Result<Reply, Problem> {
    if let Some(service) = Service::of(ask.query.text("service")) {
        let form = Form::of(vec![("service".to_owned(), service.word().to_owned())]);
        return show(&ask, &ask.caller.staff, None, &form, &Wrong::none(), Html::default());
    }
    let mut wrong = Wrong::none();
    if ask.query.has("asked") {
        wrong.add("service", "Choose which service they work for");
    }
    let item = |service: Service| Radio::new(service.word(), capital(words::service(service)));
    let services = Radios {
        name: "service".to_owned(),
        fieldset: Some("Which service do they work for?".into()),
        items: SERVICES.map(item).into(),
        error: Fields { form: &ask.query, wrong: &wrong }.error("service"),
        ..Radios::default()
    };
    let mut layout = ask.frame("Add a person", Some(Place::Team));
    layout.errors = summary(&wrong);
    layout.main = Html::of(&WhichService { services });
    Reply::page(&layout)
}

/// The form for a person who is there.
pub async fn change(ask: Ask) -> Result<Reply, Problem> {
    let person = known(&ask)?;
    show(&ask, &ask.caller.staff, Some(person), &filled(person), &Wrong::none(), Html::default())
}

/// The person of the address.
pub fn known(ask: &Ask) -> Result<&Person, Problem> {
    ask.caller.staff.person(ask.name("person")).ok_or_else(Problem::not_found)
}

/// A form as it stands for a person.
fn filled(person: &Person) -> Form {
    let one = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let single = [
        one("service", person.service.word()),
        one("name", &person.name),
        one("standing", person.standing.word()),
        one("telephone", &person.telephone),
        one("email", &person.email),
    ];
    let many = [("roles", &person.roles), ("teams", &person.teams), ("leads", &person.leads)];
    let many = many.into_iter().flat_map(|(key, all)| all.iter().map(move |value| one(key, value)));
    Form::of(single.into_iter().chain(many).collect())
}

/// Keeps a new person.
pub async fn keep_new(ask: Ask) -> Result<Reply, Problem> {
    let id = secrets::fresh_id()?;
    let address = format!("/staff/people/{id}?done=person-added");
    save(&ask, None, id, &address).await
}

/// Keeps a changed person.
pub async fn keep_changed(ask: Ask) -> Result<Reply, Problem> {
    let person = known(&ask)?;
    save(&ask, Some(person), person.id.clone(), &format!("/staff/people/{}?done=saved", person.id)).await
}

async fn save(ask: &Ask, before: Option<&Person>, id: String, address: &str) -> Result<Reply, Problem> {
    let mut wrong = Wrong::none();
    let staff = &ask.caller.staff;
    let Some(entry) = entry(ask, before, id, &mut wrong) else {
        return show(ask, staff, before, &ask.form, &wrong, Html::default());
    };
    let again = |staff: &Staff, wrong: &Wrong, meanwhile| show(ask, staff, before, &ask.form, wrong, meanwhile);
    keep::keep_or_show(ask, entry, address, wrong, again).await
}

/// What the form says; nothing where something is wrong with it.
fn entry(ask: &Ask, before: Option<&Person>, id: String, wrong: &mut Wrong) -> Option<StaffEntry> {
    let form = &ask.form;
    let service = before.map_or_else(|| Service::of(form.text("service")), |p| Some(p.service));
    let name = keep::name(ask, "person", wrong);
    let standing = standings(service?, before).into_iter().find(|s| s.word() == form.text("standing"));
    if standing.is_none() {
        wrong.add("standing", "Choose what their post is");
    }
    let chosen = |field: &'static str, offered: Vec<String>| -> Vec<String> {
        offered.into_iter().filter(|one| form.all(field).any(|value| value == one)).collect()
    };
    let of_service: Vec<String> = teams(&ask.caller.staff, service?).map(|team| team.id.clone()).collect();
    let roles = chosen("roles", roles(ask, service?, before));
    let (works, leads) = (chosen("teams", of_service.clone()), chosen("leads", of_service));
    // Whoever opens no record may be in no team, as the first administrator is whom nobody of the pages added.
    let opens_none = matches!(standing, Some(Standing::Administrator | Standing::Data));
    if works.is_empty() && leads.is_empty() && !opens_none {
        wrong.add("teams", "Choose at least one team: what comes to a team comes to nobody who is in none");
    }
    // Also of teams that they led before: whoever is given another post leads nothing by it any longer.
    if !leads.is_empty() && !matches!(standing, None | Some(Standing::Manager | Standing::Head)) {
        let why = "Only a team manager or a senior manager leads a team: it opens every child of the team. Choose such a post, or no team here";
        wrong.add("leads", why);
    }
    let telephone = keep::telephone(ask, wrong);
    let email = keep::email(ask, wrong);
    let (service, standing) = (service?.word().to_owned(), standing?.word().to_owned());
    let active = before.is_none_or(|p| p.active);
    let entry =
        StaffEntry::Person { id, name, service, standing, roles, teams: works, leads, telephone, email, active };
    wrong.is_empty().then_some(entry)
}

/// The posts that can be given: that of an administrator only to whoever has it.
fn standings(service: Service, before: Option<&Person>) -> Vec<Standing> {
    let is_given = |standing: &Standing| match standing {
        Standing::Program => false,
        Standing::Administrator => before.is_some_and(|p| p.standing == Standing::Administrator),
        Standing::Data => service == Service::Authority,
        _ => true,
    };
    Standing::ALL.into_iter().filter(is_given).collect()
}

/// The roles that somebody of a service fills, and those that the person fills already.
fn roles(ask: &Ask, service: Service, before: Option<&Person>) -> Vec<String> {
    let of = match service {
        Service::Yjs => Of::Yjs,
        Service::Csc => Of::Csc,
        Service::Authority => Of::Third,
    };
    let own = |name: &String| before.is_some_and(|p| p.roles.contains(name));
    let all = ask.app.book.protocols.vocabulary.roles().map(|(_, role)| role);
    let mut roles: Vec<String> =
        all.filter(|r| r.members.is_empty() && (r.service == of || own(&r.name))).map(|r| r.name.clone()).collect();
    // A whole service is nobody's role; neither is that of another place.
    let others = ["yjs", "csc", "local-authority", "other-yjs", "notifying-yjs"];
    roles.retain(|name| own(name) || !others.contains(&name.as_str()));
    roles.sort_by_key(|role| duties::in_full(role));
    roles
}

fn teams(staff: &Staff, service: Service) -> impl Iterator<Item = &Team> {
    let mut teams: Vec<&Team> = staff.teams.iter().filter(|team| team.service == service).collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name));
    teams.into_iter()
}

fn show(
    ask: &Ask,
    staff: &Staff,
    before: Option<&Person>,
    form: &Form,
    wrong: &Wrong,
    meanwhile: Html,
) -> Result<Reply, Problem> {
    let service = before.map_or_else(|| Service::of(form.text("service")), |p| Some(p.service));
    let service = service.ok_or_else(|| Problem::bad("The form does not say of which service the person is."))?;
    let fields = Fields { form, wrong };
    let hinted = |boxes: Checkboxes, hint: &'static str| Checkboxes { hint: Some(Hint::from(hint)), ..boxes };
    let works: Vec<Checkbox> = teams(staff, service).map(|t| Checkbox::new(t.id.clone(), t.name.clone())).collect();
    let role = |name: String| Checkbox::new(name.clone(), capital(&duties::in_full(&name)));
    let posts = standings(service, before).into_iter().map(|s| (s.word().to_owned(), capital(words::standing(s))));
    let (heading, back) = match before {
        Some(person) => (format!("Change {}", person.name), format!("/staff/people/{}", person.id)),
        None => ("Add a person".to_owned(), "/staff".to_owned()),
    };
    let page = Page {
        action: before.map_or_else(|| "/staff/people/add".to_owned(), |p| format!("/staff/people/{}/change", p.id)),
        service,
        meanwhile,
        hidden: hidden(ask, staff),
        name: fields.text("name", "Name", "As colleagues know them"),
        standing: fields.select(
            "standing",
            "Post",
            "What they may do with the children they work with",
            choices("Choose", posts),
        ),
        roles: hinted(
            fields.boxes("roles", "What do they do?", roles(ask, service, before).into_iter().map(role).collect()),
            "The protocol’s names for it. Reminders go to whoever fills the role that owes.",
        ),
        teams: hinted(
            fields.boxes("teams", "Which teams are they in?", works.clone()),
            "They can open the record of every child who is with the team.",
        ),
        leads: hinted(
            fields.boxes("leads", "Which teams do they lead?", works),
            "They also allocate, and see who has looked. Duties fall to them when a worker has left.",
        ),
        telephone: keep::telephone_field(&fields),
        email: keep::email_field(&fields, "Reminders go there. Without one they get none"),
        button: Button {
            text: if before.is_some() { "Save" } else { "Add the person" }.into(),
            prevent_double_click: Some(true),
            ..Button::default()
        },
        heading: heading.clone(),
        back,
    };
    let mut layout = ask.frame(heading, Some(Place::Team));
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}
