//! Putting right who the child is, who is around them, and what everybody who opens the record must see.

use askama::Template;
use calendar::Day;
use gate::Service;
use record::{Child, Contact, Details, Entry, Numbers, Warning};

use super::frame::{self, ChildPage, Opened};
use super::keep::{self, Outcome};
use super::when_asked;
use crate::ask::Ask;
use crate::fields::{past_day, summary};
use crate::form::{Form, Wrong};
use crate::parts::{Button, Choice, DateInput, ErrorMessage, Hint, Html, Input, Label, Select, Textarea};
use crate::problem::Problem;
use crate::readable::may_read_field;
use crate::reply::Reply;

/// How many lines for further people are offered.
const MORE: usize = 2;
/// How many people can be kept.
const MOST: usize = 40;
/// The longest line.
const LINE: usize = 200;

#[derive(Template)]
#[template(path = "pages/child/details.html")]
struct Page {
    meanwhile: Html,
    hidden: Html,
    names: Vec<Input>,
    born: DateInput,
    sex: Select,
    others: Vec<Input>,
    people: Vec<[Input; 3]>,
    warnings: Option<Textarea>,
    number: usize,
    button: Button,
    address: String,
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let filled = filled(&ask, &opened.child);
    show(&ask, &opened, &filled, &Wrong::none(), Html::default())
}

/// Keeps what was changed.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let mut wrong = Wrong::none();
    let entries = entries(&ask, &opened, &mut wrong);
    if !wrong.is_empty() {
        return show(&ask, &opened, &ask.form, &wrong, Html::default());
    }
    if entries.is_empty() {
        return Ok(Reply::to(opened.address("/people?done=saved")));
    }
    match keep::keep(&ask, &ask.pass, &[], entries).await? {
        Outcome::Kept => Ok(Reply::to(opened.address("/people?done=saved"))),
        Outcome::Meanwhile(opened, meanwhile) => show(&ask, &opened, &ask.form, &wrong, meanwhile),
        Outcome::Refused(why) => {
            wrong.add("given", why);
            show(&ask, &opened, &ask.form, &wrong, Html::default())
        }
    }
}

/// The form as it stands in the record.
fn filled(ask: &Ask, child: &Child) -> Form {
    let details = &child.details;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut fields = vec![
        ("given", details.given.clone()),
        ("family", details.family.clone()),
        ("known_as", text(&details.known_as)),
        ("sex", text(&details.sex)),
        ("ethnicity", text(&details.ethnicity)),
        ("number_yjs", text(&details.numbers.yjs)),
        ("number_csc", text(&details.numbers.csc)),
    ];
    if let Ok(born) = details.born.parse::<Day>() {
        let (year, month, day) = born.ymd();
        fields.extend([
            ("born-day", day.to_string()),
            ("born-month", month.to_string()),
            ("born-year", year.to_string()),
        ]);
    }
    if may_read_field(&ask.app, &ask.pass, "warnings") {
        let lines: Vec<&str> = child.warnings.iter().map(|w| w.text.as_str()).collect();
        fields.push(("warnings", lines.join("\n")));
    }
    let mut fields: Vec<(String, String)> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    for (n, contact) in child.network.iter().enumerate() {
        fields.push((format!("relation-{n}"), contact.relation.clone()));
        fields.push((format!("name-{n}"), contact.name.clone()));
        fields.push((format!("telephone-{n}"), text(&contact.telephone)));
    }
    fields.push(("people".to_owned(), (child.network.len() + MORE).to_string()));
    Form::of(fields)
}

/// What the form changes: nothing that it leaves as it was.
fn entries(ask: &Ask, opened: &Opened, wrong: &mut Wrong) -> Vec<Entry> {
    let (form, child) = (&ask.form, &opened.child);
    // Whoever writes a number says whose child it is: each service knows its own.
    let own = ask.caller.person.service;
    let some = |name: &str| form.some(name).map(str::to_owned);
    for (name, why) in [("given", "Enter the forenames"), ("family", "Enter the surname")] {
        if form.some(name).is_none() {
            wrong.add(name, why);
        }
    }
    let too_long = |(name, value): &&(String, String)| name != "warnings" && value.chars().count() > LINE;
    for (name, _) in form.fields().iter().filter(too_long) {
        wrong.add(name, format!("This must be {LINE} characters or fewer"));
    }
    let born = past_day(form, "born", "the date of birth", opened.now.day(), wrong);
    let details = Details {
        given: form.text("given").to_owned(),
        family: form.text("family").to_owned(),
        known_as: some("known_as"),
        born: born.map_or_else(|| child.details.born.clone(), |born| born.to_string()),
        sex: some("sex").filter(|sex| ["female", "male"].contains(&sex.as_str())),
        ethnicity: some("ethnicity"),
        numbers: Numbers {
            yjs: if own == Service::Yjs { some("number_yjs") } else { child.details.numbers.yjs.clone() },
            csc: if own == Service::Csc { some("number_csc") } else { child.details.numbers.csc.clone() },
        },
        ..child.details.clone()
    };
    let contacts = contacts(form, wrong);
    let warnings: Vec<Warning> = lines(form.text("warnings")).map(|text| Warning { text }).collect();
    let mut entries = Vec::new();
    entries.extend((details != child.details).then_some(Entry::Details { details }));
    entries.extend((contacts != child.network).then_some(Entry::Network { contacts }));
    // Who does not see the warnings does not have the box, and so cannot empty it.
    let sees = may_read_field(&ask.app, &ask.pass, "warnings") && form.has("warnings");
    entries.extend((sees && warnings != child.warnings).then_some(Entry::Warnings { warnings }));
    entries
}

/// The number that a person may write into a record: that of their own service's system.
pub const fn own_number(service: Service) -> Option<(&'static str, &'static str)> {
    match service {
        Service::Yjs => Some(("yjs", "Number in youth justice’s system (optional)")),
        Service::Csc => Some(("csc", "Number in social care’s system (optional)")),
        Service::Authority => None,
    }
}

fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

fn number(form: &Form) -> usize {
    form.text("people").parse::<usize>().unwrap_or(MORE).min(MOST)
}

fn contacts(form: &Form, wrong: &mut Wrong) -> Vec<Contact> {
    let mut contacts = Vec::new();
    for n in 0..number(form) {
        let text = |name: &str| form.text(&format!("{name}-{n}")).to_owned();
        let (relation, name, telephone) = (text("relation"), text("name"), text("telephone"));
        if relation.is_empty() && name.is_empty() && telephone.is_empty() {
            continue;
        }
        if name.is_empty() {
            wrong.add(&format!("name-{n}"), "Enter the name, or empty the whole line");
        }
        if relation.is_empty() {
            wrong.add(&format!("relation-{n}"), "Enter who they are, such as mother or solicitor");
        }
        contacts.push(Contact { relation, name, telephone: Some(telephone).filter(|t| !t.is_empty()) });
    }
    contacts
}

fn show(ask: &Ask, opened: &Opened, form: &Form, wrong: &Wrong, meanwhile: Html) -> Result<Reply, Problem> {
    let input = |name: &str, label: Label| input(form, wrong, name, label);
    let person = |n: usize| {
        let part = |name: &str, label: &'static str| input(&format!("{name}-{n}"), label.into());
        [part("relation", "Who they are"), part("name", "Name"), part("telephone", "Telephone")]
    };
    let error = wrong.of("warnings");
    let page = Page {
        meanwhile,
        hidden: keep::hidden(ask, &opened.child)?,
        names: vec![
            input("given", "Forenames".into()),
            input("family", "Surname".into()),
            input("known_as", "Likes to be called (optional)".into()),
        ],
        born: when_asked::input(form, "born", "Date of birth", "For example, 27 3 2010", wrong, None),
        sex: sex(form),
        others: std::iter::once(input("ethnicity", "Ethnicity, as the census asks (optional)".into()))
            .chain(
                own_number(ask.caller.person.service)
                    .map(|(name, label)| input(&format!("number_{name}"), label.into())),
            )
            .collect(),
        people: (0..number(form)).map(person).collect(),
        warnings: may_read_field(&ask.app, &ask.pass, "warnings").then(|| Textarea {
            label: "Warnings that everybody who opens the record must see (optional)".into(),
            name: "warnings".to_owned(),
            value: form.text("warnings").to_owned(),
            rows: 3,
            hint: Some(Hint::from("One on each line, such as a dog in the house. Only what keeps somebody safe.")),
            error: (!error.is_empty()).then(|| ErrorMessage::from(error.to_owned())),
            ..Textarea::default()
        }),
        number: number(form),
        button: Button { text: "Save".into(), ..Button::default() },
        address: opened.address(""),
    };
    let mut layout = opened.layout(ask, "Details", ChildPage::Below);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

fn sex(form: &Form) -> Select {
    Select {
        label: "Sex".into(),
        name: "sex".to_owned(),
        options: vec![Choice::new("", "Not known"), Choice::new("female", "Female"), Choice::new("male", "Male")],
        value: form.text("sex").to_owned(),
        ..Select::default()
    }
}

fn input(form: &Form, wrong: &Wrong, name: &str, label: Label) -> Input {
    let error = wrong.of(name);
    Input {
        label,
        name: name.to_owned(),
        value: form.text(name).to_owned(),
        error: (!error.is_empty()).then(|| ErrorMessage::from(error.to_owned())),
        // The browser's own name and number are not the child's.
        autocomplete: "off".to_owned(),
        spellcheck: Some(false),
        ..Input::default()
    }
}
