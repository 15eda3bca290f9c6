//! A new password, for whoever knows the old one; and the first of one's own, before anything else, for whoever was given one.

use askama::Template;

use super::own;
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::Wrong;
use crate::parts::{Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::{Far, begin, secrets};

#[derive(Template)]
#[template(path = "pages/account/password.html")]
struct Page {
    token: String,
    sign_in: String,
    is_first: bool,
    passwords: Vec<Input>,
}

/// Whether the person has still to choose a password.
fn is_first(ask: &Ask) -> bool {
    ask.caller.session.as_ref().is_some_and(|session| session.first)
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, &Wrong::none()).await
}

async fn show(ask: &Ask, wrong: &Wrong) -> Result<Reply, Problem> {
    let account = own(ask).await?.ok_or_else(Problem::not_found)?;
    let (fields, is_first) = (Fields { form: &ask.form, wrong }, is_first(ask));
    let old = if is_first { "The first password that you were given" } else { "Your password now" };
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        sign_in: account.sign_in,
        is_first,
        passwords: vec![
            fields.password("old", old, "", "current-password"),
            fields.password(
                "new",
                "New password",
                "At least 15 characters. Three or four words are easy to remember",
                "new-password",
            ),
            fields.password("again", "New password again", "", "new-password"),
        ],
    };
    let mut layout = ask.frame(if is_first { "Choose your password" } else { "Change your password" }, None);
    layout.is_closed = is_first;
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// Keeps it. Whoever else knew the old one is out.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let account = own(&ask).await?.ok_or_else(Problem::not_found)?;
    let mut wrong = Wrong::none();
    let (old, new) = (ask.form.text("old").to_owned(), ask.form.text("new").to_owned());
    let allowed = ask.app.limits.within(&format!("password:{}", account.person), 15, ask.now);
    if !allowed || !secrets::is_password(old.clone(), Some(account.password.clone())).await {
        wrong.add("old", "This is not your password now. After many wrong tries, wait a minute");
    }
    if let Some(weak) = secrets::weakness(&new, &account.sign_in) {
        wrong.add("new", weak);
    } else if new == old {
        wrong.add("new", "The new password must be another than the old one");
    } else if new != ask.form.text("again") {
        wrong.add("again", "The two new passwords are not the same");
    }
    if !wrong.is_empty() {
        return show(&ask, &wrong).await;
    }
    let password = secrets::hashed(new).await?;
    ask.app.record.change_password(&ask.pass, &password, ask.now).await?;
    if !is_first(&ask) {
        return Ok(Reply::to("/sign-in?done=password"));
    }
    // They have just given both factors: they need not do so again at once.
    let who = (account.person.as_str(), account.authority.as_str());
    let begun = begin((&ask.app, ask.now), ask.caller.session.as_ref(), who, Far::In).await?;
    Ok(begun.with(Reply::to("/duties?done=password")))
}
