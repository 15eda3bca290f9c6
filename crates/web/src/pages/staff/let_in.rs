//! How somebody gets in: a name to sign in with, a first password and a second factor, made here, shown once and kept nowhere in the clear.
//!
//! Whatever was open by an earlier account ends with it. That it was given stands in the log of the staff, under whoever gave it, from the
//! moment at which it counts: both are kept or neither is.

use askama::Template;
use record::{Account, Staff};

use super::keep::{Outcome, based_on, hidden, is_address, outcome};
use super::person::known;
use crate::app::moment;
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::{Form, Wrong};
use crate::layout::Place;
use crate::pages::account::second_factor::handed_over;
use crate::parts::{Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;

#[derive(Template)]
#[template(path = "pages/staff/let_in.html")]
struct Page {
    name: String,
    address: String,
    has_account: bool,
    meanwhile: Html,
    hidden: Html,
    sign_in: Input,
}

#[derive(Template)]
#[template(path = "pages/staff/given.html")]
struct Given {
    name: String,
    address: String,
    at: String,
    sign_in: String,
    password: String,
    until: String,
    secret: Html,
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    let person = known(&ask)?;
    let account = ask.app.record.account_of(&person.id).await?;
    let name = account.map_or_else(|| person.email.clone(), |account| account.sign_in);
    let form = Form::of(vec![("sign-in".to_owned(), name)]);
    show(&ask, &ask.caller.staff, &form, &Wrong::none(), Html::default()).await
}

async fn show(ask: &Ask, staff: &Staff, form: &Form, wrong: &Wrong, meanwhile: Html) -> Result<Reply, Problem> {
    let person = staff.person(ask.name("person")).ok_or_else(Problem::not_found)?;
    let address = format!("/staff/people/{}", person.id);
    if !person.active {
        return Ok(Reply::to(address));
    }
    let account = ask.app.record.account_of(&person.id).await?;
    let fields = Fields { form, wrong };
    let page = Page {
        name: person.name.clone(),
        address,
        has_account: account.is_some_and(|account| !account.password.is_empty()),
        meanwhile,
        hidden: hidden(ask, staff),
        sign_in: Input {
            kind: "email".into(),
            spellcheck: Some(false),
            ..fields.text("sign-in", "Name to sign in with", "Their work e-mail address")
        },
    };
    let mut layout = ask.frame(format!("Let {} in", person.name), Some(Place::Team));
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// Gives the account. The page that answers is the only place where it is ever shown.
pub async fn give(ask: Ask) -> Result<Reply, Problem> {
    let person = known(&ask)?;
    let sign_in = ask.form.text("sign-in").to_lowercase();
    let mut wrong = Wrong::none();
    let owner = ask.app.record.account(&sign_in).await?.map(|account| account.person);
    if !is_address(&sign_in) {
        wrong.add("sign-in", "Enter an e-mail address, such as name@example.org");
    } else if owner.is_some_and(|owner| owner != person.id) {
        wrong.add("sign-in", "Somebody else signs in with this name");
    }
    if !person.active || !wrong.is_empty() {
        return show(&ask, &ask.caller.staff, &ask.form, &wrong, Html::default()).await;
    }
    let (password, totp) = (secrets::fresh_password()?, secrets::fresh_totp()?);
    let until = ask.now + secrets::FIRST;
    let account = Account {
        person: person.id.clone(),
        authority: person.authority.clone(),
        sign_in: sign_in.clone(),
        password: secrets::hashed(password.clone()).await?,
        totp: totp.clone(),
        totp_step: 0,
        failed: 0,
        locked_until: 0,
        first_until: until,
    };
    let kept = ask.app.record.let_in(ask.admit_other(&ask.pass, account)?, based_on(&ask)?, ask.now).await;
    match outcome(&ask, kept).await? {
        Outcome::Kept => {}
        Outcome::Meanwhile(meanwhile, staff) => return show(&ask, &staff, &ask.form, &wrong, meanwhile).await,
        Outcome::Refused(why) => return Err(Problem::unprocessable(why)),
    }
    let mut layout = ask.frame(format!("{} can sign in", person.name), Some(Place::Team));
    layout.main = Html::of(&Given {
        name: person.name.clone(),
        address: format!("/staff/people/{}", person.id),
        at: ask.app.settings.base.clone(),
        secret: handed_over(&totp, &sign_in, false),
        sign_in,
        password,
        until: moment(until).day().in_words(),
    });
    Reply::page(&layout)
}

/// Ends whatever they have opened.
pub async fn sign_out(ask: Ask) -> Result<Reply, Problem> {
    let person = known(&ask)?;
    ask.app.record.end_all(&person.id, ask.now).await?;
    Ok(Reply::to(format!("/staff/people/{}?done=signed-out", person.id)))
}
