//! A new second factor, as with a new telephone: the old one counts until a code of the new one was right.
//!
//! The new secret stands in the page alone and is kept nowhere until then.

use askama::Template;

use super::own;
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::Wrong;
use crate::parts::{Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::qr::picture;
use crate::sign_in::{Far, begin, secrets};

#[derive(Template)]
#[template(path = "pages/account/second_factor.html")]
struct Page {
    token: String,
    secret: String,
    shown: Html,
    password: Input,
    code: Input,
}

#[derive(Template)]
#[template(path = "pages/account/secret.html")]
struct Secret {
    picture: Html,
    letters: String,
    /// Where the authenticator is on the device that shows the page; empty where the page is shown to somebody else.
    address: String,
}

/// The secret of somebody who signs in by this name, as it is handed to an authenticator: their own, or shown to them by somebody else.
pub fn handed_over(secret: &str, sign_in: &str, is_own: bool) -> Html {
    let address = secrets::otpauth(secret, sign_in).unwrap_or_default();
    let letters: Vec<char> = secret.chars().collect();
    let fours: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    let picture = picture(&address, "The second factor, for your authenticator to read");
    let address = if is_own { address } else { String::new() };
    Html::of(&Secret { picture, letters: fours.join(" "), address })
}

/// The form, with a fresh secret.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, &Wrong::none()).await
}

async fn show(ask: &Ask, wrong: &Wrong) -> Result<Reply, Problem> {
    let account = own(ask).await?.ok_or_else(Problem::not_found)?;
    let fields = Fields { form: &ask.form, wrong };
    // The authenticator has read it already where the form is shown again.
    let secret = match ask.form.some("secret").filter(|typed| is_secret(typed)) {
        Some(secret) => secret.to_owned(),
        None => secrets::fresh_totp()?,
    };
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        shown: handed_over(&secret, &account.sign_in, true),
        secret,
        password: fields.password("password", "Your password", "", "current-password"),
        code: Input {
            inputmode: "numeric".into(),
            autocomplete: "one-time-code".into(),
            classes: " govuk-input--width-10".into(),
            value: String::new(),
            ..fields.text("code", "Code that the authenticator shows for it", "6 figures, a new one every 30 seconds")
        },
    };
    let mut layout = ask.frame("Change your second factor", None);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// Whether it is a secret such as this page makes.
fn is_secret(text: &str) -> bool {
    text.len() == 32 && data_encoding::BASE32_NOPAD.decode(text.as_bytes()).is_ok()
}

/// Keeps it, once a code of it was right. Whoever else has the old one is out.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let account = own(&ask).await?.ok_or_else(Problem::not_found)?;
    let (secret, password) = (ask.form.text("secret").to_owned(), ask.form.text("password").to_owned());
    if !is_secret(&secret) {
        return Err(Problem::bad("The form holds no second factor. Open the page again."));
    }
    let mut wrong = Wrong::none();
    let allowed = ask.app.limits.within(&format!("password:{}", account.person), 15, ask.now);
    if !allowed || !secrets::is_password(password, Some(account.password.clone())).await {
        wrong.add("password", "This is not your password, or there have been too many tries");
    }
    let step = secrets::step_of(&secret, &account.sign_in, ask.form.text("code"), ask.now);
    if step.is_none() {
        wrong.add("code", "The code is not right, or has run out. It must be of the new entry in your authenticator");
    }
    let Some(step) = step.filter(|_| wrong.is_empty()) else { return show(&ask, &wrong).await };
    ask.app.record.change_second_factor(&ask.pass, &secret, step, ask.now).await?;
    let who = (account.person.as_str(), account.authority.as_str());
    let begun = begin((&ask.app, ask.now), ask.caller.session.as_ref(), who, Far::In).await?;
    Ok(begun.with(Reply::to("/account?done=second-factor")))
}
