//! Who is calling? A browser by its cookie, a machine by its token; and the person behind either as they are now.
//!
//! What the browser holds is random; what is kept is its hash. Nothing here decides what anybody may do.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use gate::Person;
use record::{Look, Session, Staff, hash};

use crate::app::{App, Settings};
use crate::problem::Problem;

/// How long a second factor counts as fresh (safety R43).
const FRESH: i64 = 5 * 60_000;
/// After how long a session's last use is written down again.
const SEEN: i64 = 60_000;

/// Who is calling.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The person, as they are now.
    pub person: Person,
    /// Their colleagues and teams.
    pub staff: Arc<Staff>,
    /// Their session; nothing for a token.
    pub session: Option<Session>,
    /// What a token may do; nothing for a session.
    pub scopes: Option<BTreeSet<String>>,
    /// Whether a second factor was given of late.
    pub fresh: bool,
}

impl Caller {
    /// What every form of the session carries.
    pub fn form_token(&self) -> &str {
        self.session.as_ref().map_or("", |s| s.form_token.as_str())
    }
}

/// How far somebody has come in signing in.
#[derive(Debug, Clone)]
pub enum Signed {
    /// Not at all.
    Nobody,
    /// The password was right; the second factor is still to come.
    Half(Session),
    /// Both were; the password is one that somebody else has given, and is to be changed before anything else.
    First(Box<Caller>),
    /// All the way.
    In(Box<Caller>),
}

/// The name of the cookie. A browser takes `__Host-` only over https, for this host alone.
pub fn cookie_name(settings: &Settings) -> &'static str {
    if settings.https { "__Host-tandem" } else { "tandem" }
}

/// The cookie that begins a session.
pub fn cookie(settings: &Settings, id: &str) -> String {
    let secure = if settings.https { "; Secure" } else { "" };
    format!("{}={id}; Path=/; HttpOnly; SameSite=Lax{secure}", cookie_name(settings))
}

/// The cookie that ends it.
pub fn no_cookie(settings: &Settings) -> String {
    format!("{}; Max-Age=0", cookie(settings, ""))
}

/// The secret that the browser sent.
pub fn secret(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    let name = cookie_name(settings);
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    let mut found = all.filter_map(|one| one.trim().split_once('=')).filter(|(key, _)| *key == name);
    found.next().map(|(_, value)| value.to_owned()).filter(|v| !v.is_empty())
}

/// Who calls with a browser.
pub async fn by_cookie(app: &App, headers: &HeaderMap, now: i64) -> Result<Signed, Problem> {
    let Some(secret) = secret(headers, &app.settings) else { return Ok(Signed::Nobody) };
    let Some((session, staff)) = app.record.session_and_staff(&hash(&secret)).await? else { return Ok(Signed::Nobody) };
    let (idle, whole) = (now - session.last_seen, now - session.made);
    if idle > app.settings.idle * 1000 || whole > app.settings.absolute * 1000 {
        app.record.end_session(&session.id, now).await?;
        return Ok(Signed::Nobody);
    }
    if session.second_factor == 0 {
        return Ok(Signed::Half(session));
    }
    let Some(person) = staff.person(&session.person).filter(|p| p.active).cloned() else { return Ok(Signed::Nobody) };
    if idle > SEEN {
        app.record.session_seen(&session.id, now).await?;
    }
    let fresh = now - session.second_factor <= FRESH;
    let signed = if session.first { Signed::First } else { Signed::In };
    Ok(signed(Box::new(Caller { person, staff, session: Some(session), scopes: None, fresh })))
}

/// Which machine calls, and for whom.
pub async fn by_token(app: &App, headers: &HeaderMap, now: i64) -> Result<Option<Caller>, Problem> {
    const HOUR: i64 = 3_600_000;
    let sent = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
    let Some(sent) = sent else { return Ok(None) };
    let Some(token) = app.record.token(&hash(sent.trim())).await?.filter(|t| t.expires > now) else { return Ok(None) };
    let staff = app.record.staff(&token.authority).await?;
    let Some(person) = staff.person(&token.person).filter(|p| p.active).cloned() else { return Ok(None) };
    if now - token.last_used > HOUR {
        app.record.looked(vec![look(&person, "use-token")], now).await?;
        app.record.token_used(&token.id, now).await?;
    }
    let scopes = Some(token.scopes.into_iter().collect());
    Ok(Some(Caller { person, staff, session: None, scopes, fresh: false }))
}

/// What a person did that is about no child: they signed in, gave a second factor, showed a token.
pub fn look(person: &Person, action: &str) -> Look {
    Look {
        person: person.id.clone(),
        authority: person.authority.clone(),
        service: person.service.word().to_owned(),
        standing: person.standing.word().to_owned(),
        action: action.to_owned(),
        ..Look::default()
    }
}
