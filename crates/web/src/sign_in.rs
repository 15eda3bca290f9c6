//! How does somebody come in, and go out again? By password and second factor; out with everything cleared.
//!
//! Single sign-on will be another file here, which begins a session by [`begin`] as these do; nothing else knows how a person signed in.

pub mod code;
pub mod password;
pub mod qr;
pub mod secrets;

use axum::http::header::{self, HeaderName};
use record::{Look, Session, hash};

use crate::app::App;
use crate::ask::{Ask, Open};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::session::{cookie, no_cookie};

/// How far somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Far {
    /// The password was right.
    Password,
    /// The second factor too; the password is still to be changed.
    First,
    /// All the way.
    In,
}

/// A session that has begun.
pub struct Begun {
    /// The session.
    pub session: Session,
    cookie: String,
}

impl Begun {
    /// Hands the browser its secret.
    pub fn with(self, reply: Reply) -> Reply {
        reply.with(header::SET_COOKIE, self.cookie)
    }
}

/// Begins a session of a person of an authority; the session that it follows ends (safety R42).
pub async fn begin(
    (app, now): (&App, i64),
    before: Option<&Session>,
    (person, authority): (&str, &str),
    far: Far,
) -> Result<Begun, Problem> {
    let secret = secrets::fresh()?;
    // A step up lengthens no session: it began when it began. A password begins another, also where one was open.
    let steps_up = |s: &&Session| far != Far::Password && s.second_factor > 0 && s.person == person;
    let made = before.filter(steps_up).map_or(now, |s| s.made);
    let session = Session {
        id: hash(&secret),
        person: person.to_owned(),
        authority: authority.to_owned(),
        form_token: secrets::fresh()?,
        made,
        last_seen: now,
        second_factor: if far == Far::Password { 0 } else { now },
        first: far == Far::First,
    };
    let how = if far == Far::Password { "sign-in" } else { "second-factor" };
    came((app, now), (person, authority), how, "").await?;
    app.record.begin_session(&session, before.map(|s| s.id.as_str())).await?;
    Ok(Begun { session, cookie: cookie(&app.settings, &secret) })
}

/// Writes down that somebody came in, or could not.
pub async fn came(
    (app, now): (&App, i64),
    (person, authority): (&str, &str),
    how: &str,
    refused: &str,
) -> Result<(), Problem> {
    let text = str::to_owned;
    let look = Look {
        person: text(person),
        authority: text(authority),
        action: text(how),
        refused: text(refused),
        ..Look::default()
    };
    Ok(app.record.looked(vec![look], now).await?)
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
