//! The second page: the code of the second factor. The same again where something needs a fresh one (safety R43).

use askama::Template;

use crate::ask::Open;
use crate::layout::Layout;
use crate::parts::{Button, ErrorLink, ErrorMessage, ErrorSummary, Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::{begin, came, next, secrets};

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct Page {
    code: Input,
    button: Button,
    next: String,
    token: String,
    again: bool,
    made_up: Option<String>,
}

/// The page, after the password.
pub async fn form(open: Open) -> Result<Reply, Problem> {
    page(&open, "").await
}

/// The page, where something needs a fresh code.
pub async fn confirm(open: Open) -> Result<Reply, Problem> {
    page(&open, "").await
}

/// Checks the code.
pub async fn check(open: Open) -> Result<Reply, Problem> {
    let Some(session) = &open.session else { return Ok(Reply::to("/sign-in")) };
    let app = &open.app;
    let account = app.record.account_of(&session.person).await?.ok_or_else(Problem::not_found)?;
    // Somebody who is signed in is kept out of nothing by what others try in their name: their own session alone rests.
    let is_in = session.second_factor > 0;
    let tries = format!("code:{}", if is_in { &session.id } else { &session.person });
    let rests = if is_in { app.limits.rests(&tries, open.now) } else { account.locked_until > open.now };
    if rests || !app.limits.within(&tries, 15, open.now) {
        return page(&open, "There have been too many tries. Wait a few minutes, then try again").await;
    }
    let step = secrets::step_of(&account.totp, &account.sign_in, open.form.text("code"), open.now);
    let Some(step) = step else {
        if is_in {
            app.limits.was_wrong(&tries, open.now);
        } else {
            let until = if account.failed >= 4 { open.now + 60_000 * (account.failed - 3).min(15) } else { 0 };
            app.record.sign_in_failed(&account.person, until).await?;
        }
        came(&open, &account.person, &account.authority, "second-factor", "a wrong code").await?;
        return page(&open, "The code is not right, or has run out").await;
    };
    if !app.record.use_code(&account.person, step).await? {
        return page(&open, "This code was used before. Wait for the next one").await;
    }
    begin(&open, &account.person, &account.authority, true, &next(open.form.text("next"))).await
}

async fn page(open: &Open, wrong: &str) -> Result<Reply, Problem> {
    let Some(session) = &open.session else { return Ok(Reply::to("/sign-in")) };
    let typed = if open.form.fields().is_empty() { &open.query } else { &open.form };
    let made_up = match open.app.settings.made_up {
        true => open
            .app
            .record
            .account_of(&session.person)
            .await?
            .and_then(|account| secrets::code_now(&account.totp, &account.sign_in, account.totp_step, open.now)),
        false => None,
    };
    let page = Page {
        code: Input {
            label: "Code from your authenticator".into(),
            name: "code".into(),
            hint: Some("6 figures, a new one every 30 seconds".into()),
            error: (!wrong.is_empty()).then(|| ErrorMessage::from(wrong.to_owned())),
            inputmode: "numeric".into(),
            autocomplete: "one-time-code".into(),
            classes: "govuk-input--width-10".into(),
            ..Input::default()
        },
        button: Button { text: "Continue".into(), ..Button::default() },
        next: next(typed.text("next")),
        token: session.form_token.clone(),
        again: session.second_factor > 0,
        made_up,
    };
    let errors = (!wrong.is_empty())
        .then(|| ErrorSummary { errors: vec![ErrorLink::new("#code", wrong.to_owned())], ..ErrorSummary::default() });
    let title = if page.again { "Confirm it is you" } else { "Enter your code" };
    let layout = Layout {
        title: title.into(),
        made_up: open.app.settings.made_up,
        errors,
        main: Html::of(&page),
        ..Layout::default()
    };
    Reply::page(&layout)
}
