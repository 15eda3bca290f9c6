//! From what was typed to a record that is to begin; or everything that is wrong with it, field by field.

use calendar::Day;
use gate::Service;
use record::{Details, Numbers, Place as With};
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::fields::past_day;
use crate::form::Wrong;
use crate::pages::words::service;

/// The oldest that a child of either service can be, care leavers included.
const OLDEST: i16 = 26;

/// What opens the record: the event, and the attribute that says on which footing, with the values it can have.
pub struct Opening {
    /// The event.
    pub event: &'static str,
    /// Its attribute; empty where it has none that is asked for.
    pub attribute: &'static str,
    /// The words that it can have.
    pub values: &'static str,
    /// What the attribute is asked for with.
    pub question: &'static str,
    /// What becomes of the child, in words.
    pub words: &'static str,
}

/// What opens a record of this service.
pub const fn opening(service: Service) -> Opening {
    match service {
        Service::Yjs => Opening {
            event: "yjs-involvement-started",
            attribute: "basis",
            values: "yjs-basis",
            question: "What is youth justice working with the child for?",
            words: "the child becomes open to youth justice",
        },
        Service::Csc => Opening {
            event: "csc-involvement-started",
            attribute: "plan",
            values: "csc-plan",
            question: "Under which plan does social care work with the child?",
            words: "the child becomes open to social care",
        },
        Service::Authority => Opening {
            event: "early-help-involvement-started",
            attribute: "",
            values: "",
            question: "",
            words: "an early help service starts work with the child",
        },
    }
}

/// A record that is to begin.
pub struct Begun {
    /// Who the child is.
    pub details: Details,
    /// When it opened.
    pub began: Day,
    /// On which footing.
    pub with: Value,
    /// Who works with the child.
    pub place: With,
    /// The services that know.
    pub known: Vec<Service>,
}

/// Reads the form; nothing where something is wrong, which is said of the field.
pub fn read(ask: &Ask, wrong: &mut Wrong) -> Option<Begun> {
    let (form, person, now) = (&ask.form, &ask.caller.person, ask.moment());
    for (name, words) in [("given", "Enter the child’s given name"), ("family", "Enter the child’s surname")] {
        if form.text(name).is_empty() {
            wrong.add(name, words);
        }
    }
    for name in ["given", "family", "known_as", "yjs", "csc"] {
        if form.text(name).chars().count() > 100 {
            wrong.add(name, "This must be 100 characters or fewer");
        }
    }
    let born = past_day(form, "born", "the date of birth", now.day(), wrong);
    if born.is_some_and(|born| born.age_on(now.day()) >= OLDEST) {
        wrong.add("born-day", "The date of birth must be that of a child or a care leaver under 26");
    }
    let opening = opening(person.service);
    let began = past_day(form, "began", "the date when it opened", now.day(), wrong);
    if let (Some(born), Some(began)) = (born, began)
        && began < born
    {
        wrong.add("began-day", "The date when it opened must be after the date of birth");
    }
    let values = ask.app.book.protocols.vocabulary.values(opening.values);
    let footing = form.text("footing");
    if !opening.attribute.is_empty() && !values.iter().any(|value| value == footing) {
        wrong.add("footing", "Choose what fits best from the list");
    }
    let told = told(ask, wrong);
    let place = place(ask, wrong)?;
    let (born, began, known) = (born?, began?, told?);
    if !wrong.is_empty() {
        return None;
    }
    let with = if opening.attribute.is_empty() { json!({}) } else { json!({ (opening.attribute): footing }) };
    Some(Begun { details: details(ask, born), began, with, place, known })
}

fn details(ask: &Ask, born: Day) -> Details {
    let some = |name: &str| ask.form.some(name).map(str::to_owned);
    Details {
        authority: ask.caller.person.authority.clone(),
        host: None,
        given: ask.form.text("given").to_owned(),
        family: ask.form.text("family").to_owned(),
        known_as: some("known_as"),
        born: born.to_string(),
        sex: some("sex").filter(|sex| ["female", "male"].contains(&sex.as_str())),
        ethnicity: some("ethnicity").filter(|said| ETHNICITIES.contains(&said.as_str())),
        numbers: match ask.caller.person.service {
            Service::Yjs => Numbers { yjs: some("yjs"), csc: None },
            Service::Csc => Numbers { yjs: None, csc: some("csc") },
            Service::Authority => Numbers::default(),
        },
    }
}

/// The service that works beside one's own, and what to ask of it.
pub const fn other(service: Service) -> Option<(Service, &'static str)> {
    match service {
        Service::Yjs => Some((Service::Csc, "Has social care been told that youth justice works with this child?")),
        Service::Csc => Some((Service::Yjs, "Has youth justice been told that social care works with this child?")),
        Service::Authority => None,
    }
}

/// Which services know that the record opens.
fn told(ask: &Ask, wrong: &mut Wrong) -> Option<Vec<Service>> {
    let own = ask.caller.person.service;
    match (other(own), ask.form.text("told")) {
        (None, _) => Some(vec![Service::Yjs, Service::Csc]),
        (Some((other, _)), "now") => Some(vec![own, other]),
        (Some(_), "no") => Some(vec![own]),
        (Some((other, _)), _) => {
            wrong.add("told", format!("Choose whether {} has been told", service(other)));
            None
        }
    }
}

/// Who works with the child: a team of the person's own service, and perhaps somebody in it.
fn place(ask: &Ask, wrong: &mut Wrong) -> Option<With> {
    let (person, staff) = (&ask.caller.person, &ask.caller.staff);
    let team = staff.team(ask.form.text("team")).filter(|team| team.service == person.service);
    let worker = ask
        .form
        .some("person")
        .map(|id| staff.person(id).filter(|p| p.active && team.is_some_and(|t| p.teams.contains(&t.id))));
    if team.is_none() {
        wrong.add("team", "Choose the team that works with the child");
    } else if worker == Some(None) {
        wrong.add("person", "Choose a person of this team, or nobody yet");
    }
    let worker = worker.flatten();
    Some(With {
        service: person.service.word().to_owned(),
        authority: person.authority.clone(),
        team: team?.id.clone(),
        person: worker.map(|p| p.id.clone()).unwrap_or_default(),
        role: worker.and_then(|p| p.roles.first().cloned()).unwrap_or_default(),
    })
}

/// As the census of England and Wales asks.
pub const ETHNICITIES: [&str; 19] = [
    "White: English, Welsh, Scottish, Northern Irish or British",
    "White: Irish",
    "White: Gypsy or Irish Traveller",
    "White: Roma",
    "White: any other background",
    "Mixed: White and Black Caribbean",
    "Mixed: White and Black African",
    "Mixed: White and Asian",
    "Mixed: any other background",
    "Asian: Indian",
    "Asian: Pakistani",
    "Asian: Bangladeshi",
    "Asian: Chinese",
    "Asian: any other background",
    "Black: Caribbean",
    "Black: African",
    "Black: any other background",
    "Arab",
    "Any other ethnic group",
];
