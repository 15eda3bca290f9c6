//! Where I am reached: no right hangs on it, so that nobody else is needed to put it right (safety R44). Name, post, roles, teams and service are
//! not here; an administrator changes them, and nobody their own.

use askama::Template;
use gate::Person;
use record::OwnDetails;

use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::{Form, Wrong};
use crate::pages::staff::keep;
use crate::parts::{Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/account/details.html")]
struct Page {
    token: String,
    telephone: Input,
    email: Input,
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    let Person { telephone, email, .. } = ask.caller.person.clone();
    let filled = [("telephone", telephone), ("email", email)];
    show(&ask, &Form::of(filled.map(|(key, value)| (key.to_owned(), value)).into()), &Wrong::none())
}

fn show(ask: &Ask, form: &Form, wrong: &Wrong) -> Result<Reply, Problem> {
    let fields = Fields { form, wrong };
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        telephone: keep::telephone_field(&fields),
        email: keep::email_field(&fields, "Reminders go there. It does not change the name that you sign in with"),
    };
    let mut layout = ask.frame("Change your telephone or e-mail", None);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// Keeps it.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let mut wrong = Wrong::none();
    let own = OwnDetails { telephone: keep::telephone(&ask, &mut wrong), email: keep::email(&ask, &mut wrong) };
    if !wrong.is_empty() {
        return show(&ask, &ask.form, &wrong);
    }
    ask.app.record.keep_own_details(ask.admit_other(&ask.pass, own)?, ask.now).await?;
    Ok(Reply::to("/account?done=saved"))
}
