//! The second page: the code of the second factor. The same again where something needs a fresh one (safety R43).
//!
//! Where a form was sent that needs a fresh one, what was typed into it goes through this page and is sent again: nothing is lost.

use std::sync::Arc;

use askama::Template;
use record::{Account, Session};

use crate::app::App;
use crate::ask::Open;
use crate::form::Form;
use crate::layout::Layout;
use crate::parts::{Button, ErrorLink, ErrorMessage, ErrorSummary, Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::{Far, begin, came, next, secrets};

/// What stands before the names of the fields that go through this page.
const KEPT: &str = "kept.";

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct Page {
    code: Input,
    button: Button,
    next: String,
    token: String,
    again: bool,
    made_up: Option<String>,
    then: String,
    kept: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "sign_in/go_on.html")]
struct GoOn {
    then: String,
    token: String,
    fields: Vec<(String, String)>,
}

/// The page: after the password, and where something needs a fresh code.
pub async fn form(open: Open) -> Result<Reply, Problem> {
    shown(&open, "").await
}

/// The page, where a form was sent that needs a fresh code: it is kept in the page.
pub async fn confirm_then(
    app: &Arc<App>,
    now: i64,
    session: &Session,
    then: &str,
    form: &Form,
) -> Result<Reply, Problem> {
    let kept = form.fields().iter().filter(|(name, _)| name != "token");
    let kept = kept.map(|(name, value)| (format!("{KEPT}{name}"), value.clone()));
    let form = Form::of(kept.chain([("then".to_owned(), then.to_owned())]).collect());
    page((app, now), session, &form, "").await
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
        return shown(&open, "There have been too many tries. Wait a few minutes, then try again").await;
    }
    let step = secrets::step_of(&account.totp, &account.sign_in, open.form.text("code"), open.now);
    let Some(step) = step else {
        if is_in {
            app.limits.was_wrong(&tries, open.now);
        } else {
            let until = if account.failed >= 4 { open.now + 60_000 * (account.failed - 3).min(15) } else { 0 };
            app.record.sign_in_failed(&account.person, until).await?;
        }
        let who = (account.person.as_str(), account.authority.as_str());
        came((app, open.now), who, "second-factor", "a wrong code").await?;
        return shown(&open, "The code is not right, or has run out").await;
    };
    if !app.record.use_code(&account.person, step).await? {
        return shown(&open, "This code was used before. Wait for the next one").await;
    }
    go_on(&open, &account).await
}

/// On to where they wanted to go: with a first password to where it is changed, with a form to where it is sent again.
async fn go_on(open: &Open, account: &Account) -> Result<Reply, Problem> {
    let far = if account.first_until > 0 { Far::First } else { Far::In };
    let who = (account.person.as_str(), account.authority.as_str());
    let begun = begin((&open.app, open.now), open.session.as_ref(), who, far).await?;
    let then = open.form.text("then");
    let reply = if far == Far::First {
        Reply::to("/account/password")
    } else if then.is_empty() {
        Reply::to(next(open.form.text("next")))
    } else {
        let fields = open.form.fields().iter();
        let kept = fields.filter_map(|(name, value)| Some((name.strip_prefix(KEPT)?.to_owned(), value.clone())));
        let page = GoOn { then: next(then), token: begun.session.form_token.clone(), fields: kept.collect() };
        let main = Html::of(&page);
        let made_up = open.app.settings.made_up;
        Reply::page(&Layout { title: "Go on".into(), made_up, main, ..Layout::default() })?
    };
    Ok(begun.with(reply))
}

async fn shown(open: &Open, wrong: &str) -> Result<Reply, Problem> {
    let Some(session) = &open.session else { return Ok(Reply::to("/sign-in")) };
    // What is to be sent again comes from a form of ours alone: a link could plant what the person then saves (safety R46).
    let asked = Form::of(vec![("next".to_owned(), open.query.text("next").to_owned())]);
    let typed = if open.form.fields().is_empty() { &asked } else { &open.form };
    page((&open.app, open.now), session, typed, wrong).await
}

async fn page((app, now): (&Arc<App>, i64), session: &Session, typed: &Form, wrong: &str) -> Result<Reply, Problem> {
    let account = if app.settings.made_up { app.record.account_of(&session.person).await? } else { None };
    let made_up = account.and_then(|a| secrets::code_now(&a.totp, &a.sign_in, a.totp_step, now));
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
        then: typed.text("then").to_owned(),
        kept: typed.fields().iter().filter(|(name, _)| name.starts_with(KEPT)).cloned().collect(),
    };
    let errors = (!wrong.is_empty())
        .then(|| ErrorSummary { errors: vec![ErrorLink::new("#code", wrong.to_owned())], ..ErrorSummary::default() });
    let title = if page.again { "Confirm it is you" } else { "Enter your code" };
    let layout = Layout {
        title: title.into(),
        made_up: app.settings.made_up,
        errors,
        main: Html::of(&page),
        ..Layout::default()
    };
    Reply::page(&layout)
}
