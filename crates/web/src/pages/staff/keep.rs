//! Keeping what the forms about people and teams say: only on top of the people and teams that its writer had seen (safety R56).
//!
//! In come the form and the entries made of it; out goes that they were kept, or who changed what meanwhile, or why they cannot be kept. Then
//! the form is shown again with all that was typed.

use std::sync::Arc;

use askama::Template;
use gate::{Service, Standing};
use record::{AppendError, Staff, StaffChange, StaffEntry, StaffKept};

use crate::ask::Ask;
use crate::fields::Fields;
use crate::form::Wrong;
use crate::pages::words;
use crate::parts::{Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::telephone;

#[derive(Template)]
#[template(path = "pages/staff/hidden.html")]
struct Hidden {
    token: String,
    based_on: u64,
}

/// What every form carries that changes the people and teams.
pub fn hidden(ask: &Ask, staff: &Staff) -> Html {
    Html::of(&Hidden { token: ask.caller.form_token().to_owned(), based_on: staff.version })
}

/// What came of it.
pub enum Outcome {
    /// It is kept.
    Kept,
    /// Another administrator was faster: what they changed, for above the form, and the people and teams as they are now.
    Meanwhile(Html, Arc<Staff>),
    /// It cannot be so, in a sentence.
    Refused(String),
}

/// Keeps entries about people and teams.
pub async fn keep(ask: &Ask, entries: Vec<StaffEntry>) -> Result<Outcome, Problem> {
    let kept = ask.app.record.keep_staff(ask.admit_other(&ask.pass, entries)?, based_on(ask)?, ask.now).await;
    if let Ok(StaffKept { given_back: Err(error), .. }) = &kept {
        tracing::error!(request = ask.request, %error, "a child of somebody who has left cannot be given back to its team");
    }
    outcome(ask, kept.map(|kept| kept.version)).await
}

/// The version that the writer of the form had seen.
pub fn based_on(ask: &Ask) -> Result<u64, Problem> {
    ask.form.text("based_on").parse().map_err(|_| Problem::bad("The form says nothing of what it is based on."))
}

/// What came of a write.
pub async fn outcome(ask: &Ask, kept: Result<u64, AppendError>) -> Result<Outcome, Problem> {
    match kept {
        Ok(_) => Ok(Outcome::Kept),
        Err(AppendError::Conflict(_)) => {
            let staff = ask.app.record.staff(ask.pass.authority()).await?;
            let changes = ask.app.record.staff_since(&ask.pass, based_on(ask)?).await?;
            let changes = changes.iter().map(|change| in_words(change, &staff)).collect();
            Ok(Outcome::Meanwhile(Html::of(&Meanwhile { changes }), staff))
        }
        Err(AppendError::Refused(why)) => Ok(Outcome::Refused(why)),
        Err(error) => Err(error.into()),
    }
}

/// Keeps what a form says of one person or team and goes on; where it cannot be kept, the form is shown again.
pub async fn keep_or_show(
    ask: &Ask,
    entry: StaffEntry,
    address: &str,
    mut wrong: Wrong,
    show: impl Fn(&Staff, &Wrong, Html) -> Result<Reply, Problem>,
) -> Result<Reply, Problem> {
    match keep(ask, vec![entry]).await? {
        Outcome::Kept => Ok(Reply::to(address)),
        Outcome::Meanwhile(meanwhile, staff) => show(&staff, &wrong, meanwhile),
        Outcome::Refused(why) => {
            wrong.add("name", why);
            show(&ask.caller.staff, &wrong, Html::default())
        }
    }
}

#[derive(Template)]
#[template(path = "pages/staff/meanwhile.html")]
struct Meanwhile {
    changes: Vec<String>,
}

/// `Starling Keys changed Robin Marsh: telephone now 020 7946 0999.`
fn in_words(change: &StaffChange, staff: &Staff) -> String {
    let by = match staff.person(&change.by) {
        Some(person) => person.name.clone(),
        None => "Whoever runs Tandem for your council".to_owned(),
    };
    let name_of = |id: &str| staff.person(id).map_or_else(|| "somebody".to_owned(), |p| p.name.clone());
    let name = match &change.entry {
        StaffEntry::Team { name, .. } | StaffEntry::Person { name, .. } => name.clone(),
        StaffEntry::LetIn { person, .. } => return format!("{by} gave {} a new first password.", name_of(person)),
    };
    let Some(before) = &change.before else { return format!("{by} added {name}.") };
    let before = lines(before, staff);
    let other = lines(&change.entry, staff).into_iter().filter(|line| !before.contains(line));
    let other: Vec<String> = other.map(|(what, is)| format!("{what} now {is}")).collect();
    if other.is_empty() {
        return format!("{by} saved {name} as it was.");
    }
    format!("{by} changed {name}: {}.", other.join("; "))
}

/// What an entry says, line by line.
fn lines(entry: &StaffEntry, staff: &Staff) -> Vec<(&'static str, String)> {
    let known = |text: &str| if text.is_empty() { "not known".to_owned() } else { text.to_owned() };
    let all = |names: Vec<String>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let teams = |ids: &[String]| all(ids.iter().filter_map(|id| staff.team(id)).map(|t| t.name.clone()).collect());
    match entry {
        StaffEntry::Team { name, service, covers, telephone, .. } => vec![
            ("name", name.clone()),
            ("service", Service::of(service).map_or("not known", words::service).to_owned()),
            ("standing in for its service", if *covers { "yes" } else { "no" }.to_owned()),
            ("telephone", known(telephone)),
        ],
        StaffEntry::Person { name, standing, roles, teams: works, leads, telephone, email, active, .. } => vec![
            ("name", name.clone()),
            ("post", Standing::of(standing).map_or("not known", words::standing).to_owned()),
            ("roles", all(roles.iter().map(|role| duties::in_full(role)).collect())),
            ("teams", teams(works)),
            ("leading", teams(leads)),
            ("telephone", known(telephone)),
            ("e-mail", known(email)),
            ("working here", if *active { "yes" } else { "no" }.to_owned()),
        ],
        StaffEntry::LetIn { .. } => Vec::new(),
    }
}

/// A name in one line, with one blank between words; what is wrong with it is said.
pub fn name(ask: &Ask, what: &str, wrong: &mut Wrong) -> String {
    let name = ask.form.text("name").split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 100 {
        wrong.add("name", format!("Enter the name of the {what}, in 1 to 100 characters"));
    }
    name
}

/// A telephone number as it was typed, or nothing; what is wrong with it is said.
pub fn telephone(ask: &Ask, wrong: &mut Wrong) -> String {
    let typed = ask.form.text("telephone");
    if let Err(why) = telephone::check(typed)
        && !typed.is_empty()
    {
        wrong.add("telephone", why);
    }
    typed.to_owned()
}

/// The field for a telephone number.
pub fn telephone_field(fields: &Fields<'_>) -> Input {
    Input {
        inputmode: "tel".into(),
        kind: "tel".into(),
        classes: " govuk-input--width-20".into(),
        ..fields.text("telephone", "Work telephone", "")
    }
}

/// An e-mail address in small letters, or nothing; what is wrong with it is said.
pub fn email(ask: &Ask, wrong: &mut Wrong) -> String {
    let email = ask.form.text("email").to_lowercase();
    if !email.is_empty() && !is_address(&email) {
        wrong.add("email", "Enter an e-mail address, such as name@example.org, or leave it empty");
    }
    email
}

/// The field for an e-mail address.
pub fn email_field(fields: &Fields<'_>, hint: &'static str) -> Input {
    Input { kind: "email".into(), spellcheck: Some(false), ..fields.text("email", "Work e-mail address", hint) }
}

/// Whether it looks like an e-mail address.
pub fn is_address(text: &str) -> bool {
    let has_place = |(name, place): (&str, &str)| !name.is_empty() && place.contains('.') && !place.contains('@');
    text.len() <= 200 && !text.contains(char::is_whitespace) && text.split_once('@').is_some_and(has_place)
}
