//! How does somebody come in, and go out again? By password and second factor; out with everything cleared.
//!
//! Single sign-on will be another file here, which begins a session by [`begin`] as these do; nothing else knows how a person signed in.

pub mod code;
pub mod password;
pub mod secrets;

use axum::http::header::{self, HeaderName};
use record::{Look, Session, hash};

use crate::ask::{Ask, Open};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::session::{cookie, no_cookie};

/// Begins a session and hands the browser its secret; the session that it follows ends (safety R42).
pub async fn begin(
    open: &Open,
    person: &str,
    authority: &str,
    second_factor: bool,
    next: &str,
) -> Result<Reply, Problem> {
    let secret = secrets::fresh()?;
    let before = open.session.as_ref();
    // A step up lengthens no session: it began when it began.
    let made = before.filter(|s| s.second_factor > 0).map_or(open.now, |s| s.made);
    let session = Session {
        id: hash(&secret),
        person: person.to_owned(),
        authority: authority.to_owned(),
        form_token: secrets::fresh()?,
        made,
        last_seen: open.now,
        second_factor: if second_factor { open.now } else { 0 },
    };
    came(open, person, authority, if second_factor { "second-factor" } else { "sign-in" }, "").await?;
    open.app.record.begin_session(&session, before.map(|s| s.id.as_str())).await?;
    Ok(Reply::to(next).with(header::SET_COOKIE, cookie(&open.app.settings, &secret)))
}

/// Writes down that somebody came in, or could not.
pub async fn came(open: &Open, person: &str, authority: &str, how: &str, refused: &str) -> Result<(), Problem> {
    let text = str::to_owned;
    let look = Look {
        person: text(person),
        authority: text(authority),
        action: text(how),
        refused: text(refused),
        ..Look::default()
    };
    Ok(open.app.record.looked(vec![look], open.now).await?)
}

/// Ends the session, and has the browser forget everything of it (safety R38).
pub async fn sign_out(open: Open) -> Result<Reply, Problem> {
    if let Some(session) = &open.session {
        open.app.record.end_session(&session.id, open.now).await?;
    }
    Ok(Reply::to("/sign-in?out=yes")
        .with(header::SET_COOKIE, no_cookie(&open.app.settings))
        .with(HeaderName::from_static("clear-site-data"), "\"cache\", \"cookies\", \"storage\""))
}

/// The person is still there: the session goes on.
pub async fn stay(ask: Ask) -> Result<Reply, Problem> {
    if let Some(session) = &ask.caller.session {
        ask.app.record.session_seen(&session.id, ask.now).await?;
    }
    Ok(Reply::of("text/plain; charset=utf-8", b"You are still signed in. Go back to go on.".to_vec()))
}

/// An address of our own to go on to; the front page for anything else.
pub fn next(asked: &str) -> String {
    // Browsers drop tabs and line ends from an address, and read `\` as `/`: `/<tab>/other.place` would lead away.
    let is_plain = |c: char| !c.is_control() && c != '\\' && c != '#';
    let own = asked.starts_with('/') && !asked.starts_with("//") && asked.chars().all(is_plain);
    if own && !asked.starts_with("/sign") { asked.to_owned() } else { "/".to_owned() }
}

/// An address with where to go on to.
pub fn with_next(address: &str, next: &str) -> String {
    format!("{address}?next={}", crate::form::in_address(next))
}
