//! My duties in my own calendar: an address that whoever knows it can fetch, and what is fetched there.
//!
//! What is fetched says `Duty due` or `Meeting` and a day, nothing of a child. Of the address only a hash is kept, and one that never was,
//! one that has ended, and one of somebody who left are answered as any address that does not exist.

use std::collections::BTreeSet;

use askama::Template;
use exchange::{Failure, feed as file, items};
use gate::{Action, Decision, On, Request};
use record::{Look, hash};

use super::own;
use crate::app::moment;
use crate::ask::{Ask, Open};
use crate::parts::{Copy, Html};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;

#[derive(Template)]
#[template(path = "pages/account/calendar.html")]
struct Page {
    token: String,
    has: bool,
    made: Option<Copy>,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, None).await
}

async fn show(ask: &Ask, made: Option<Copy>) -> Result<Reply, Problem> {
    let has = ask.app.record.has_calendar(&ask.pass).await?;
    let mut layout = ask.frame("Your duties as a calendar", None);
    layout.main = Html::of(&Page { token: ask.caller.form_token().to_owned(), has, made });
    Reply::page(&layout)
}

/// Makes an address, shown this once, in place of the one before.
pub async fn make(ask: Ask) -> Result<Reply, Problem> {
    own(&ask).await?.ok_or_else(Problem::not_found)?;
    let secret = secrets::fresh()?;
    ask.app.record.keep_calendar(&ask.pass, &hash(&secret)).await?;
    let text = format!("{}/calendar/{secret}", ask.app.settings.base);
    show(&ask, Some(Copy { text, what: "address".into(), id: "address".into(), is_short: false })).await
}

/// Ends it.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    own(&ask).await?.ok_or_else(Problem::not_found)?;
    ask.app.record.keep_calendar(&ask.pass, "").await?;
    Ok(Reply::to("/account/calendar?done=calendar-ended"))
}

/// What a calendar program fetches.
pub async fn feed(open: Open) -> Result<Reply, Problem> {
    let (app, now) = (&open.app, open.now);
    if !app.limits.within(&format!("calendar-from:{}", open.from), 75, now) {
        return Err(Problem::too_many());
    }
    let secret = open.names.get("secret").map_or("", String::as_str);
    let (person, authority) = app.record.calendar_of(&hash(secret)).await?.ok_or_else(Problem::not_found)?;
    let staff = app.record.staff(&authority).await?;
    let person = staff.person(&person).filter(|p| p.active).ok_or_else(Problem::not_found)?;
    if !app.limits.allows(&person.id, now) {
        return Err(Problem::too_many());
    }
    let none = Vec::new();
    let Decision::Permit(pass) = app.gate.decide(&Request::new(person, Action::SeeMyDuties, On::Own, &none)) else {
        return Err(Problem::not_found());
    };
    let found = items(&app.record, &app.gate, person, now).await.map_err(|failure| match failure {
        Failure::Refused(refused) => refused.into(),
        Failure::Record(error) => Problem::from(error),
    })?;
    let children: BTreeSet<String> = found.iter().map(|item| item.child.clone()).collect();
    if !children.is_empty() {
        let look = Look { children: children.into_iter().collect(), ..Look::of(&pass, &open.request) };
        app.record.looked(vec![look], now).await?;
    }
    let text = file(&found, &app.settings.base, moment(now).day());
    Ok(Reply::of("text/calendar; charset=utf-8", text.into_bytes()))
}
