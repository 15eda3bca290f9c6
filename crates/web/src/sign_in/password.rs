//! The first page: a name and a password. What is wrong is never said to be the one or the other (safety R41).

use askama::Template;
use record::{Account, Session, hash};

use crate::ask::Open;
use crate::layout::Layout;
use crate::parts::{Button, ErrorLink, ErrorMessage, ErrorSummary, Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::{Far, begin, came, next, secrets, with_next};

/// How many tries a minute are taken for one name from one address.
const A_NAME: u32 = 15;
/// How many from one address: a council goes out by few.
const AN_ADDRESS: u32 = 75;
/// The longest name.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "sign_in/password.html")]
struct Page {
    sign_in: Input,
    password: Input,
    button: Button,
    next: String,
    signed_out: bool,
    is_changed: bool,
    made_up: Vec<Borough>,
}

/// The made-up people whom one can be in a demonstration.
struct Borough {
    name: String,
    people: Vec<(String, String)>,
}

/// The page.
pub async fn form(open: Open) -> Result<Reply, Problem> {
    page(&open, "").await
}

/// Checks what was typed.
pub async fn check(open: Open) -> Result<Reply, Problem> {
    let next = next(open.form.text("next"));
    if open.app.settings.made_up
        && let Some(person) = open.form.some("as")
    {
        let authority = open.form.text("authority");
        let staff = open.app.record.staff(authority).await?;
        let known = staff.person(person).ok_or_else(Problem::not_found)?;
        let who = (known.id.as_str(), known.authority.as_str());
        let begun = begin((&open.app, open.now), before(&open).await?.as_ref(), who, Far::In).await?;
        return Ok(begun.with(Reply::to(next)));
    }
    let (name, password) = (open.form.text("sign-in").to_lowercase(), open.form.text("password").to_owned());
    let app = &open.app;
    // Whether to wait is decided before anybody knows whether there is such an account, and before anything costs time. It is counted for
    // the name from this address: who types wrong passwords elsewhere keeps nobody out.
    let tries = format!("sign-in:{name} {}", open.from);
    if name.chars().count() > LONGEST {
        return page(&open, WRONG).await;
    }
    let allowed = app.limits.within(&tries, A_NAME, open.now)
        && app.limits.within(&format!("sign-in-from:{}", open.from), AN_ADDRESS, open.now);
    if !allowed || app.limits.rests(&tries, open.now) {
        return page(&open, WAIT).await;
    }
    let account = app.record.account(&name).await?;
    // Who has left has no password; and one that somebody else has given counts for a while alone.
    let counts = |a: &&Account| !a.password.is_empty() && (a.first_until == 0 || a.first_until > open.now);
    let hash = account.as_ref().filter(counts).map(|a| a.password.clone());
    // The comparison is made whatever else is wrong, so that time tells nothing.
    let right = secrets::is_password(password, hash).await;
    let Some(account) = account.filter(|_| right) else {
        app.limits.was_wrong(&tries, open.now);
        // Not what was typed: it may be a password in the wrong field.
        came((app, open.now), ("", ""), "sign-in", "a wrong name or password").await?;
        return page(&open, WRONG).await;
    };
    app.limits.was_right(&tries);
    let who = (account.person.as_str(), account.authority.as_str());
    let begun = begin((app, open.now), before(&open).await?.as_ref(), who, Far::Password).await?;
    Ok(begun.with(Reply::to(with_next("/sign-in/code", &next))))
}

/// The session that the browser still had, whoever's it was: it ends with the one that begins (safety R42).
async fn before(open: &Open) -> Result<Option<Session>, Problem> {
    match &open.secret {
        Some(secret) => Ok(open.app.record.session(&hash(secret)).await?),
        None => Ok(None),
    }
}

const WRONG: &str = "The sign-in name or the password is not right";
const WAIT: &str = "There have been too many tries. Wait a few minutes, then try again";

async fn page(open: &Open, wrong: &str) -> Result<Reply, Problem> {
    let error = || (!wrong.is_empty()).then(|| ErrorMessage::from(wrong.to_owned()));
    let typed = if open.form.fields().is_empty() { &open.query } else { &open.form };
    let page = Page {
        sign_in: Input {
            label: "Sign-in name".into(),
            name: "sign-in".into(),
            value: open.form.text("sign-in").to_owned(),
            error: error(),
            autocomplete: "username".into(),
            autocapitalize: "none".into(),
            spellcheck: Some(false),
            hint: Some("Your work e-mail address".into()),
            ..Input::default()
        },
        password: Input {
            label: "Password".into(),
            name: "password".into(),
            kind: "password".into(),
            autocomplete: "current-password".into(),
            spellcheck: Some(false),
            ..Input::default()
        },
        button: Button { text: "Continue".into(), ..Button::default() },
        next: next(typed.text("next")),
        signed_out: open.query.has("out"),
        is_changed: open.query.text("done") == "password",
        made_up: if open.app.settings.made_up { boroughs(open).await? } else { Vec::new() },
    };
    let errors = (!wrong.is_empty()).then(|| ErrorSummary {
        errors: vec![ErrorLink::new("#sign-in", wrong.to_owned())],
        ..ErrorSummary::default()
    });
    let layout = Layout {
        title: "Sign in".into(),
        made_up: open.app.settings.made_up,
        errors,
        main: Html::of(&page),
        ..Layout::default()
    };
    Reply::page(&layout)
}

async fn boroughs(open: &Open) -> Result<Vec<Borough>, Problem> {
    let mut list = Vec::new();
    for name in open.app.record.authorities().await? {
        let staff = open.app.record.staff(&name).await?;
        let mut people: Vec<&gate::Person> = staff.people.iter().filter(|p| p.active).collect();
        people.sort_by_key(|p| (p.service, p.standing, p.name.clone()));
        let shown = |p: &gate::Person| (p.id.clone(), format!("{}, {}", p.name, crate::pages::words::post(p)));
        list.push(Borough { people: people.into_iter().map(shown).collect(), name });
    }
    Ok(list)
}
