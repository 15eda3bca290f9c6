//! My own account: how I am called and reached, what I sign in by, the address of my calendar, and the tokens by which a program acts for
//! me. Nobody changes anybody else's here.

pub mod calendar;
pub mod details;
pub mod password;
pub mod second_factor;

use std::collections::BTreeMap;

use askama::Template;
use record::{Account, Token, hash};

use crate::app::moment;
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::Wrong;
use crate::parts::{Action, Checkbox, Checkboxes, Html, Input, Row, SummaryList};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;

/// For how many days a token counts at most (safety R12).
const DAYS: i64 = 90;
const DAY: i64 = 86_400_000;

#[derive(Template)]
#[template(path = "pages/account.html")]
struct Page {
    has_account: bool,
    facts: SummaryList,
}

#[derive(Template)]
#[template(path = "pages/tokens.html")]
struct Tokens {
    token: String,
    made: String,
    tokens: Vec<(String, String, String)>,
    name: Input,
    days: Input,
    scopes: Checkboxes,
}

/// The person's own account; nothing where they sign in by another way.
async fn own(ask: &Ask) -> Result<Option<Account>, Problem> {
    Ok(ask.app.record.account_of(&ask.caller.person.id).await?)
}

/// The account.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (account, tokens) = (own(&ask).await?, ask.app.record.tokens(&ask.pass).await?);
    let calendar =
        if ask.app.record.has_calendar(&ask.pass).await? { "It has an address" } else { "It has no address" };
    let live = tokens.iter().filter(|token| token.expires > ask.now).count();
    let tokens = if live == 0 { "None".to_owned() } else { live.to_string() };
    let line = |key: &'static str, value: String, text: &'static str, hidden: &str, href: &str| Row {
        actions: vec![Action {
            text: text.into(),
            href: href.to_owned(),
            hidden: hidden.to_owned(),
            ..Action::default()
        }],
        ..Row::new(key, value)
    };
    let person = &ask.caller.person;
    let known = |text: &str| if text.is_empty() { "Not known".to_owned() } else { text.to_owned() };
    let mut rows = vec![
        Row::new("Name", person.name.clone()),
        line("Telephone", known(&person.telephone), "Change", "telephone", "/account/details"),
        line("E-mail", known(&person.email), "Change", "e-mail", "/account/details"),
    ];
    if let Some(account) = &account {
        rows.push(Row::new("Sign-in name", account.sign_in.clone()));
        rows.push(line("Password", "Chosen by you".into(), "Change", "password", "/account/password"));
        let factor = "Codes from your authenticator".into();
        rows.push(line("Second factor", factor, "Change", "second factor", "/account/second-factor"));
        rows.push(line("Your duties as a calendar", calendar.into(), "Change", "calendar", "/account/calendar"));
    }
    rows.push(line("Tokens for programs", tokens, "Change", "tokens", "/account/tokens"));
    let facts = SummaryList { rows, ..SummaryList::default() };
    let mut layout = ask.frame("My account", None);
    layout.main = Html::of(&Page { has_account: account.is_some(), facts });
    Reply::page(&layout)
}

/// The tokens.
pub async fn tokens(ask: Ask) -> Result<Reply, Problem> {
    show_tokens(&ask, &Wrong::none(), String::new()).await
}

async fn show_tokens(ask: &Ask, wrong: &Wrong, made: String) -> Result<Reply, Problem> {
    let fields = Fields { form: &ask.form, wrong };
    let kept = ask.app.record.tokens(&ask.pass).await?;
    let words: BTreeMap<&str, &str> = SCOPES.into_iter().collect();
    let one = |token: Token| {
        let scopes: Vec<&str> = token.scopes.iter().filter_map(|s| words.get(s.as_str()).copied()).collect();
        let until = moment(token.expires).day().in_words();
        (token.id, token.name, format!("{}. Ends on {until}", scopes.join(", ")))
    };
    let page = Tokens {
        token: ask.caller.form_token().to_owned(),
        made,
        tokens: kept.into_iter().filter(|token| token.expires > ask.now).map(one).collect(),
        name: fields.text("name", "What is it for?", ""),
        days: Input {
            inputmode: "numeric".into(),
            classes: " govuk-input--width-3".into(),
            ..fields.text("days", "For how many days?", "At most 90")
        },
        scopes: fields.boxes("scope", "What may it do?", SCOPES.map(|(value, text)| Checkbox::new(value, text)).into()),
    };
    let mut layout = ask.frame("Tokens", None);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

const SCOPES: [(&str, &str); 3] = [
    ("read", "Read what I may read"),
    ("write", "Record what I may record"),
    ("export", "Take out whole journeys, where I may (with reading)"),
];

/// A new token, shown this once.
pub async fn make_token(ask: Ask) -> Result<Reply, Problem> {
    let mut wrong = Wrong::none();
    let name = ask.form.text("name").to_owned();
    if name.is_empty() || name.chars().count() > 100 {
        wrong.add("name", "Say in 1 to 100 characters what it is for");
    }
    let days: i64 = ask.form.text("days").parse().unwrap_or(0);
    if !(1..=DAYS).contains(&days) {
        wrong.add("days", "Enter a number of days from 1 to 90");
    }
    let known = SCOPES.iter().map(|(scope, _)| *scope);
    let scopes: Vec<String> = known.filter(|s| ask.form.all("scope").any(|one| one == *s)).map(str::to_owned).collect();
    if scopes.is_empty() {
        wrong.add("scope", "Choose what it may do");
    }
    if !wrong.is_empty() {
        return show_tokens(&ask, &wrong, String::new()).await;
    }
    let secret = secrets::fresh()?;
    let token = Token {
        id: hash(&secret),
        person: ask.caller.person.id.clone(),
        authority: ask.caller.person.authority.clone(),
        name,
        scopes,
        made: ask.now,
        expires: ask.now + days * DAY,
        last_used: 0,
    };
    ask.app.record.keep_token(&ask.pass, token).await?;
    show_tokens(&ask, &wrong, secret).await
}

/// Ends one of one's own.
pub async fn end_token(ask: Ask) -> Result<Reply, Problem> {
    ask.app.record.end_token(&ask.pass, ask.form.text("id"), ask.now).await?;
    Ok(Reply::to("/account/tokens?done=ended"))
}
