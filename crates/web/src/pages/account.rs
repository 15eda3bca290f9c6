//! My own account: the password, and the tokens by which a program acts for me. Nobody changes anybody else's here.

use std::collections::BTreeMap;

use askama::Template;
use record::{Account, Token, hash};

use crate::app::moment;
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::Wrong;
use crate::parts::{Checkbox, Checkboxes, Html, Input};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;

/// For how many days a token counts at most (safety R12).
const DAYS: i64 = 90;
const DAY: i64 = 86_400_000;

#[derive(Template)]
#[template(path = "pages/account.html")]
struct Page {
    token: String,
    sign_in: String,
    passwords: Vec<Input>,
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

/// The account.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, &Wrong::none()).await
}

async fn own(ask: &Ask) -> Result<Option<Account>, Problem> {
    Ok(ask.app.record.account_of(&ask.caller.person.id).await?)
}

async fn show(ask: &Ask, wrong: &Wrong) -> Result<Reply, Problem> {
    let fields = Fields { form: &ask.form, wrong };
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        sign_in: own(ask).await?.map(|account| account.sign_in).unwrap_or_default(),
        passwords: vec![
            fields.password("old", "Your password now", "", "current-password"),
            fields.password(
                "new",
                "New password",
                "At least 15 characters. Three or four words are easy to remember",
                "new-password",
            ),
            fields.password("again", "New password again", "", "new-password"),
        ],
    };
    let mut layout = ask.frame("My account", None);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// A new password, for whoever knows the old one.
pub async fn password(ask: Ask) -> Result<Reply, Problem> {
    let account = own(&ask).await?.ok_or_else(Problem::not_found)?;
    let mut wrong = Wrong::none();
    let (old, new) = (ask.form.text("old").to_owned(), ask.form.text("new").to_owned());
    let allowed = ask.app.limits.within(&format!("password:{}", account.person), 15, ask.now);
    if !allowed || !secrets::is_password(old, Some(account.password.clone())).await {
        wrong.add("old", "This is not your password now, or there have been too many tries");
    }
    if let Some(weak) = secrets::weakness(&new, &account.sign_in) {
        wrong.add("new", weak);
    } else if new != ask.form.text("again") {
        wrong.add("again", "The two new passwords are not the same");
    }
    if !wrong.is_empty() {
        return show(&ask, &wrong).await;
    }
    let hashed = tokio::task::spawn_blocking(move || secrets::hash_password(&new)).await;
    let password = hashed.map_err(|e| Problem::fault(e.to_string()))??;
    ask.app.record.change_password(&ask.pass, &password).await?;
    // Whoever else knew the old one is out too.
    ask.app.record.end_all(&ask.caller.person.id, ask.now).await?;
    Ok(Reply::to("/sign-in"))
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
