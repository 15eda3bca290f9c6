//! Starting a record: only after a search, so that no child gets two. The child, the first event, and who works with them.
//!
//! One write holds all of it. Where a child of the same date of birth and surname is there already, that is shown before anything is saved.

mod begun;

use std::collections::BTreeMap;

use askama::Template;
use calendar::Day;
use gate::Action;
use protocol::vocabulary::EventId;
use record::{AppendError, Entry, Write, hash, name_and_birth};
use serde_json::{Value, json};

use self::begun::{Begun, ETHNICITIES, opening, other, read};
use crate::ask::Ask;
use crate::fields::{Fields, choices, day_fields, summary};
use crate::form::{Form, Wrong};
use crate::layout::Place;
use crate::pages::child::details::own_number;
use crate::pages::find::{self, Hit};
use crate::pages::words::capital;
use crate::parts::{DateInput, Fieldset, Html, Input, Radio, Radios, Select};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;

#[derive(Template)]
#[template(path = "pages/start.html")]
struct Page {
    token: String,
    key: String,
    searched: String,
    same: Vec<Hit>,
    texts: Vec<Input>,
    born: DateInput,
    sex: Select,
    ethnicity: Select,
    numbers: Vec<Input>,
    opens: String,
    began: DateInput,
    footing: Option<Select>,
    told: Option<Radios>,
    team: Select,
    person: Select,
}

/// Without a search there is no form.
pub async fn search_first(_: Ask) -> Result<Reply, Problem> {
    Ok(Reply::to("/find"))
}

/// The form after a search; then what was typed is checked and kept.
pub async fn start(ask: Ask) -> Result<Reply, Problem> {
    if !ask.form.has("searched") {
        return Ok(Reply::to("/find"));
    }
    let mut wrong = Wrong::none();
    if !ask.form.has("save") {
        return page(&ask, &prefilled(&ask), Vec::new(), &wrong);
    }
    let Some(begun) = read(&ask, &mut wrong) else { return page(&ask, &ask.form, Vec::new(), &wrong) };
    // The surname, or one like it, and the date of birth, or one that a slip made of it.
    let found = find::hits(&ask, &format!("{} {}", begun.details.family, begun.details.born)).await?;
    let same: Vec<Hit> = found.exact.into_iter().chain(found.like).collect();
    if !same.is_empty() && ask.form.text("another") != "yes" {
        return page(&ask, &ask.form, same, &wrong);
    }
    save(&ask, begun, wrong).await
}

/// The first words of the search are taken for the name, and today for the day.
fn prefilled(ask: &Ask) -> Form {
    let (words, born) = name_and_birth(ask.form.text("searched"));
    let (given, family) = match words.as_slice() {
        [given @ .., family] if !given.is_empty() => (given.join(" "), (*family).to_owned()),
        [one] => (String::new(), (*one).to_owned()),
        _ => Default::default(),
    };
    let person = &ask.caller.person;
    let own = |name: &str, value: String| (name.to_owned(), value);
    let team = person.teams.first().cloned().unwrap_or_default();
    let works = person.standing == gate::Standing::Practitioner;
    let myself = if works { person.id.clone() } else { String::new() };
    let fields = [
        own("searched", ask.form.text("searched").to_owned()),
        own("given", given),
        own("family", family),
        own("team", team),
        own("person", myself),
    ];
    let born = born.into_iter().flat_map(|day| day_fields("born", day));
    let began = day_fields("began", ask.moment().day());
    Form::of(fields.into_iter().chain(born).chain(began).collect())
}

async fn save(ask: &Ask, begun: Begun, mut wrong: Wrong) -> Result<Reply, Problem> {
    let key = ask.form.some("key").ok_or_else(|| Problem::bad("The form has no key of its own. Search again."))?;
    // The same form always begins the same record, so that it is begun once.
    let child: String = hash(&format!("child {key}")).chars().take(16).collect();
    let today = ask.moment().day();
    // That the other service knows is said by somebody or it is not so.
    let known: BTreeMap<&str, String> =
        begun.known.into_iter().map(|service| (service.word(), today.to_string())).collect();
    let event = |n: u8, name: &str, at: Day, with: &Value| {
        let id = format!("{key}-{n}");
        let event = json!({ "id": id, "at": at.to_string(), "known": known, "event": name, "with": with });
        Entry::Event { event }
    };
    let opens = opening(ask.caller.person.service).event;
    let mut names = vec![opens];
    let mut entries = vec![Entry::Opened { details: begun.details }, event(0, opens, begun.began, &begun.with)];
    if !begun.place.role.is_empty() {
        names.push("worker-allocated");
        let with = json!({ "role": begun.place.role, "worker": begun.place.person });
        entries.push(event(1, "worker-allocated", today, &with));
    }
    entries.push(Entry::Involved(begun.place));
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let events: Vec<EventId> = names.iter().filter_map(|name| vocabulary.event_id(name)).collect();
    let write = Write { child: child.clone(), based_on: 0, key: key.to_owned(), entries };
    match ask.app.record.append(ask.admit(&ask.pass, &events, write)?, ask.now).await {
        Ok(_) => {}
        Err(AppendError::Refused(why)) => {
            wrong.add("began-day", capital(&why));
            return page(ask, &ask.form, Vec::new(), &wrong);
        }
        Err(error) => return Err(error.into()),
    }
    let ties = ask.app.record.ties(&child).await?;
    let may = ties.is_some_and(|ties| ask.pass_for(Action::SeeChild, &ties).is_some());
    let to = if may { format!("/children/{child}?done=started") } else { "/find?done=started".to_owned() };
    Ok(Reply::to(to))
}

/// Whether the other service has been told, which nobody is by a record that begins.
fn told(fields: &Fields<'_>, question: &'static str) -> Radios {
    let later = "They do not see it here yet. When you have told them, say so on the child’s timeline";
    Radios {
        name: "told".to_owned(),
        fieldset: Some(Fieldset::from(question)),
        hint: Some("Starting a record tells nobody".into()),
        items: vec![Radio::new("now", "Yes"), Radio { hint: Some(later.into()), ..Radio::new("no", "No, not yet") }],
        value: fields.form.text("told").to_owned(),
        error: fields.error("told"),
        ..Radios::default()
    }
}

fn page(ask: &Ask, form: &Form, same: Vec<Hit>, wrong: &Wrong) -> Result<Reply, Problem> {
    let fields = Fields { form, wrong };
    let (person, staff) = (&ask.caller.person, &ask.caller.staff);
    let opening = opening(person.service);
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let worded = |value: &String| (value.clone(), capital(&duties::in_full(value)));
    let teams = staff.teams.iter().filter(|t| t.service == person.service).map(|t| (t.id.clone(), t.name.clone()));
    let people = staff.people.iter().filter(|p| p.active && p.service == person.service && !p.teams.is_empty());
    let own = |text: &str| (text.to_owned(), capital(text));
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        key: form.some("key").map_or_else(secrets::fresh, |key| Ok(key.to_owned()))?,
        searched: form.text("searched").to_owned(),
        texts: vec![
            fields.text("given", "Given names", ""),
            fields.text("family", "Surname", ""),
            fields.text("known_as", "Likes to be called (optional)", ""),
        ],
        born: fields.day("born", "Date of birth", "For example, 9 11 2010"),
        sex: fields.select("sex", "Sex (optional)", "", choices("Not known", ["female", "male"].map(own))),
        ethnicity: fields.select(
            "ethnicity",
            "Ethnicity (optional)",
            "",
            choices("Not known", ETHNICITIES.map(|one| (one.to_owned(), one.to_owned()))),
        ),
        numbers: own_number(person.service).map(|(name, label)| fields.text(name, label, "")).into_iter().collect(),
        opens: opening.words.to_owned(),
        began: fields.day("began", "When did it open?", ""),
        footing: (!opening.attribute.is_empty()).then(|| {
            fields.select(
                "footing",
                opening.question,
                "",
                choices("Choose", vocabulary.values(opening.values).iter().map(worded)),
            )
        }),
        told: other(person.service).map(|(_, question)| told(&fields, question)),
        team: fields.select("team", "Team", "", choices("Choose a team", teams)),
        person: fields.select(
            "person",
            "Worker",
            "",
            choices("Nobody yet", people.map(|p| (p.id.clone(), p.name.clone()))),
        ),
        same,
    };
    let seen = page.same.iter().map(|hit| hit.child.clone()).collect();
    let mut layout = ask.frame("Start a record", Some(Place::Find));
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(seen))
}
