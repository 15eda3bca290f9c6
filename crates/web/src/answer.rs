//! How is a request answered? One road for all: who calls, may they, written down, answered.
//!
//! No address has another way in: the router is built from [`crate::routes::ALL`], and each row names its action. What is asked of a child is
//! on the disk before the bytes leave (safety R28).

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Request as Http, Response, StatusCode, header};
use gate::{Action, Decision, Kind, On, Pass, Request, Ties, relations};
use record::{Look, Session};
use subtle::ConstantTimeEq;
use tokio::time::Instant;

use crate::app::App;
use crate::ask::{Ask, Open};
use crate::form::{Form, Names};
use crate::pages;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::routes::{Route, Way};
use crate::serve::Peer;
use crate::session::{self, Caller, Signed};
use crate::sign_in::code::confirm_then;
use crate::sign_in::with_next;

/// The longest form.
const FORM: usize = 256 * 1024;
/// The longest body of the API: one child's journey.
const BODY: usize = 4 * 1024 * 1024;

/// A request, read but not yet answered.
struct Read {
    parts: Parts,
    names: Names,
    query: Form,
    form: Form,
    body: axum::body::Bytes,
    request: String,
    now: i64,
}

impl Read {
    /// Whether it can change something.
    fn changes(&self) -> bool {
        self.parts.method != Method::GET && self.parts.method != Method::HEAD
    }

    /// Where to come back to: the page that was asked for; after a form, the first page.
    fn back(&self) -> &str {
        if self.changes() { "/" } else { self.parts.uri.path() }
    }
}

/// Answers a request to an address.
pub async fn answer(app: Arc<App>, route: &'static Route, http: Http<Body>) -> Response<Body> {
    let began = Instant::now();
    let request = request_id();
    let (method, is_api) = (http.method().clone(), route.way.is_api());
    let headers = (!is_api).then(|| http.headers().clone());
    let reply = async {
        // Nobody's body is read into memory before it is known whose it is.
        let by_token = if is_api { by_token(&app, route, http.headers()).await? } else { None };
        let read = read(&app, route, http, request.clone()).await?;
        go(&app, route, read, by_token).await
    };
    let reply = reply.await;
    let reply = match reply {
        Ok(reply) => reply,
        Err(problem) => {
            if !problem.cause.is_empty() {
                tracing::error!(request, path = route.path, cause = problem.cause, "not answered");
            }
            said(&app, &problem, headers.as_ref()).await
        }
    };
    let response = reply.into_response(&app.settings);
    let (status, took) = (response.status().as_u16(), began.elapsed());
    app.metrics.answered(route.path, status, took.as_secs_f64());
    // No name of a child and no secret: the address as it stands in the list of routes, never as it was typed (safety R39).
    tracing::info!(request, %method, path = route.path, status, us = took.as_micros() as u64, "answered");
    response
}

/// A problem as a page, for whom a browser's headers say it is; without them as problem JSON.
pub async fn said(app: &Arc<App>, problem: &Problem, headers: Option<&HeaderMap>) -> Reply {
    let reply = match headers {
        None => Reply::of("application/problem+json", problem.json().to_string().into_bytes()),
        Some(headers) => Reply::page(&pages::problem::page(app, problem, headers).await).unwrap_or_default(),
    };
    let reply = reply.status(problem.status);
    let reply = if headers.is_none() && problem.status == StatusCode::UNAUTHORIZED {
        reply.with(header::WWW_AUTHENTICATE, "Bearer")
    } else {
        reply
    };
    match problem.retry_after {
        Some(seconds) => reply.with(header::RETRY_AFTER, seconds.to_string()),
        None => reply,
    }
}

fn request_id() -> String {
    let mut bytes = [0; 10];
    // Without randomness an id is worth nothing, and harms nothing.
    let _no_matter = getrandom::fill(&mut bytes);
    data_encoding::HEXLOWER.encode(&bytes)
}

async fn read(app: &App, route: &Route, http: Http<Body>, request: String) -> Result<Read, Problem> {
    let (mut parts, body) = http.into_parts();
    let names = RawPathParams::from_request_parts(&mut parts, &()).await;
    let names = names.map(|all| all.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect()).unwrap_or_default();
    let query = Form::read(parts.uri.query().unwrap_or_default().as_bytes());
    let limit = if route.way.is_api() { BODY } else { FORM };
    let too_long = || {
        let why = format!("At most {} KB can be sent at once. Nothing was kept.", limit / 1024);
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "Too much was sent", why)
    };
    let body = if parts.method == Method::GET {
        axum::body::Bytes::new()
    } else {
        match tokio::time::timeout(app.settings.bounds.body, to_bytes(body, limit)).await {
            Ok(body) => body.map_err(|_| too_long())?,
            Err(_) => return Err(Problem::too_slow()),
        }
    };
    let form = if route.way.is_api() { Form::default() } else { Form::read(&body) };
    Ok(Read { parts, names, query, form, body, request, now: app.now() })
}

/// Which machine calls, where the address asks for a token.
async fn by_token(app: &App, route: &Route, headers: &HeaderMap) -> Result<Option<Caller>, Problem> {
    let Way::Api(..) = route.way else { return Ok(None) };
    let caller = session::by_token(app, headers, app.now()).await?;
    caller.map(Some).ok_or_else(|| {
        Problem::new(
            StatusCode::UNAUTHORIZED,
            "No valid token",
            "Send `Authorization: Bearer …` with a token of yours that has not ended.",
        )
    })
}

async fn go(app: &Arc<App>, route: &'static Route, read: Read, by_token: Option<Caller>) -> Result<Reply, Problem> {
    match route.way {
        Way::Open(run) => {
            from_here(&read)?;
            let open = open(app, read, None).await?;
            run(open).await
        }
        Way::Here(run) => {
            let open = open(app, read, None).await?;
            if !open.is_local && !app.settings.metrics_from_anywhere {
                return Err(Problem::not_found());
            }
            run(open).await
        }
        Way::Half(run) => {
            from_here(&read)?;
            let session = match session::by_cookie(app, &read.parts.headers, read.now).await? {
                Signed::Half(session) => Some(session),
                Signed::First(caller) | Signed::In(caller) => caller.session,
                Signed::Nobody => None,
            };
            let Some(session) = session else { return Ok(to_sign_in(&read)) };
            check_token(&read, &session.form_token)?;
            run(open(app, read, Some(session)).await?).await
        }
        Way::First(action, run) | Way::Signed(action, run) => {
            from_here(&read)?;
            let caller = match session::by_cookie(app, &read.parts.headers, read.now).await? {
                Signed::In(caller) => *caller,
                Signed::First(caller) if matches!(route.way, Way::First(..)) => *caller,
                Signed::First(_) => return Ok(Reply::to("/account/password")),
                Signed::Half(_) => return Ok(Reply::to("/sign-in/code")),
                Signed::Nobody => return Ok(to_sign_in(&read)),
            };
            check_token(&read, caller.form_token())?;
            let ask = let_through(app, action, read, caller).await?;
            match ask {
                Through::Ask(ask) => finish(app, run, *ask).await,
                Through::Confirm(reply) => Ok(reply),
            }
        }
        Way::Api(action, run) => {
            let caller = by_token.ok_or_else(|| Problem::fault("an address of the API without a caller"))?;
            match let_through(app, action, read, caller).await? {
                Through::Ask(ask) => finish(app, run, *ask).await,
                Through::Confirm(_) => {
                    Err(Problem::forbidden("This needs a second factor, which a token cannot give."))
                }
            }
        }
    }
}

async fn open(app: &Arc<App>, read: Read, session: Option<record::Session>) -> Result<Open, Problem> {
    let peer = read.parts.extensions.get::<Peer>().map(|peer| peer.0);
    let passed_on = header_text(&read.parts.headers, "x-forwarded-for").rsplit(',').next().unwrap_or_default().trim();
    // Only a proxy of our own may say for whom it asks, and it adds its word at the end; others could write what they like.
    let from = match peer {
        _ if app.settings.https && !passed_on.is_empty() => passed_on.to_owned(),
        Some(peer) => peer.to_string(),
        None => "here".to_owned(),
    };
    let is_local = peer.is_some_and(|peer| peer.is_loopback()) && !is_passed_on(&read.parts.headers);
    let secret = session::secret(&read.parts.headers, &app.settings);
    Ok(Open {
        app: Arc::clone(app),
        now: read.now,
        names: read.names,
        query: read.query,
        form: read.form,
        request: read.request,
        secret,
        session,
        from,
        is_local,
    })
}

fn is_passed_on(headers: &HeaderMap) -> bool {
    ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name))
}

/// A form comes from one of our own pages (safety R46): the browser says from where, and the form carries the session's token.
fn from_here(read: &Read) -> Result<(), Problem> {
    if !read.changes() {
        return Ok(());
    }
    let headers = &read.parts.headers;
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let host = text("host").unwrap_or_default();
    let origin = text("origin").map(|o| o.split_once("://").map_or(o, |(_, host)| host) == host);
    let site = text("sec-fetch-site").map(|s| s == "same-origin" || s == "none");
    let kind = text("content-type").is_some_and(|k| k.starts_with("application/x-www-form-urlencoded"));
    if origin == Some(false) || site == Some(false) || !kind {
        return Err(Problem::forbidden(
            "This form did not come from a page of Tandem. Open the page again and try once more.",
        ));
    }
    Ok(())
}

fn check_token(read: &Read, token: &str) -> Result<(), Problem> {
    if !read.changes() {
        return Ok(());
    }
    let sent = read.form.text("token");
    if token.is_empty() || !bool::from(sent.as_bytes().ct_eq(token.as_bytes())) {
        let why = "The form is older than your session. Go back, reload the page and send it again: your browser still has what you typed.";
        return Err(Problem::forbidden(why));
    }
    Ok(())
}

fn to_sign_in(read: &Read) -> Reply {
    Reply::to(with_next("/sign-in", read.back()))
}

/// Asks for the second factor again. What was typed into a form goes with it; but no password is sent back to a browser.
async fn confirm(app: &Arc<App>, read: &Read, action: Action, session: &Session) -> Result<Reply, Problem> {
    if action == Action::KeepFactors {
        return Ok(Reply::to(with_next("/confirm", read.parts.uri.path())));
    }
    if read.changes() {
        return confirm_then(app, read.now, session, read.parts.uri.path(), &read.form).await;
    }
    Ok(Reply::to(with_next("/confirm", read.back())))
}

/// Whether somebody was let through, or must first give their second factor again.
enum Through {
    Ask(Box<Ask>),
    Confirm(Reply),
}

async fn let_through(app: &Arc<App>, action: Action, read: Read, caller: Caller) -> Result<Through, Problem> {
    if !app.limits.allows(&caller.person.id, read.now) {
        return Err(Problem::too_many());
    }
    let name = |key: &str| read.names.get(key).map_or("", String::as_str);
    let (ties, version): (Option<Ties>, u64) = match action.kind() {
        Kind::Child => match app.record.ties_and_version(name("child")).await? {
            Some((ties, version)) => (Some(ties), version),
            None => return Err(not_there(app, &caller, action, &read).await?),
        },
        _ => (None, 0),
    };
    let authority = caller.person.authority.clone();
    let on = match (&ties, action.kind()) {
        (Some(ties), _) => On::Child(ties),
        (None, Kind::Team) => {
            let team = caller.staff.team(name("team")).ok_or_else(Problem::not_found)?;
            On::Team { authority: &authority, team: &team.id, service: team.service }
        }
        (None, Kind::Own) => On::Own,
        (None, Kind::Installation) => On::Installation,
        (None, _) => On::Authority(&authority),
    };
    let tied = ties.as_ref().map(|t| relations(&caller.person, t, &caller.staff.teams)).unwrap_or_default();
    let asked = Request {
        person: &caller.person,
        action,
        on,
        relations: &tied,
        fresh: caller.fresh,
        scopes: caller.scopes.as_ref(),
        about: read.names.get("person").map(String::as_str),
    };
    match app.gate.decide(&asked) {
        Decision::Permit(pass) => Ok(Through::Ask(Box::new(ask(app, read, caller, pass, (ties, version))))),
        Decision::Refuse(refused) => {
            if let Some(session) = caller.session.as_ref().filter(|_| refused.fresh_would_do) {
                return Ok(Through::Confirm(confirm(app, &read, action, session).await?));
            }
            if refused.alarm {
                tracing::error!(request = read.request, action = action.word(), "a policy could not be evaluated");
            }
            app.metrics.refused(action.word(), refused.alarm);
            let look = Look::refused(&asked, &refused, name("child"), &read.request);
            app.record.looked(vec![look], read.now).await?;
            Err(refused.into())
        }
    }
}

/// Asking for records that are not there leaves a trace too: trying one id after another is a way of looking.
async fn not_there(app: &App, caller: &Caller, action: Action, read: &Read) -> Result<Problem, Problem> {
    let refused = "there is no such record".to_owned();
    let look = Look { refused, request: read.request.clone(), ..session::look(&caller.person, action.word()) };
    app.record.looked(vec![look], read.now).await?;
    Ok(Problem::not_found())
}

fn ask(app: &Arc<App>, read: Read, caller: Caller, pass: Pass, (ties, version): (Option<Ties>, u64)) -> Ask {
    let key = header_text(&read.parts.headers, "idempotency-key").to_owned();
    let if_match = header_text(&read.parts.headers, "if-match").to_owned();
    let kind = header_text(&read.parts.headers, "content-type").split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    Ask {
        app: Arc::clone(app),
        now: read.now,
        request: read.request,
        names: read.names,
        query: read.query,
        form: read.form,
        body: read.body,
        key,
        if_match,
        kind,
        caller,
        pass,
        ties,
        version,
    }
}

fn header_text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// Answers, and writes down who looked: at a child while the answer is made, at the children of a list once they are known; and at nobody,
/// for every other page, so that a search that found nobody leaves its trace too. The answer leaves when both are there.
async fn finish(app: &Arc<App>, run: crate::routes::Run<Ask>, ask: Ask) -> Result<Reply, Problem> {
    let (look, now) = (Look::of(&ask.pass, &ask.request), ask.now);
    if ask.pass.child().is_some() {
        let (written, reply) = tokio::join!(app.record.looked(vec![look.clone()], now), run(ask));
        written?;
        let reply = reply?;
        if !reply.seen.is_empty() {
            app.record.looked(vec![of_a_list(look, &reply)], now).await?;
        }
        return Ok(reply);
    }
    let reply = run(ask).await?;
    app.record.looked(vec![of_a_list(look, &reply)], now).await?;
    Ok(reply)
}

/// The look at the children whom a page names besides the one of its address.
fn of_a_list(look: Look, reply: &Reply) -> Look {
    Look { child: String::new(), children: reply.seen.clone(), ..look }
}
