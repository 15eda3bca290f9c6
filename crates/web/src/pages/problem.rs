//! The page that says what went wrong and what to do: to whoever is signed in, with everywhere else they can go.
//!
//! Nothing of what was asked for is in the frame around it, so that what is not there and what is not for them look the same (safety R11).

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use gate::{Action, Decision, On, Request};

use crate::app::App;
use crate::ask::Ask;
use crate::form::{Form, Names};
use crate::layout::Layout;
use crate::parts::Html;
use crate::problem::Problem;
use crate::session::{self, Caller, Signed};

#[derive(Template)]
#[template(path = "pages/problem.html")]
struct Page<'a> {
    problem: &'a Problem,
}

/// The page.
pub async fn page(app: &Arc<App>, problem: &Problem, headers: &HeaderMap) -> Layout {
    // Where nothing answers, or somebody asks too often, nothing more is asked for a frame.
    let asks = !matches!(problem.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS);
    let frame = if asks { framed(app, headers, problem.title).await } else { None };
    let frame = frame.unwrap_or_else(|| Layout {
        title: problem.title.into(),
        made_up: app.settings.made_up,
        ..Layout::default()
    });
    Layout { main: Html::of(&Page { problem }), ..frame }
}

/// The frame of whoever is signed in.
async fn framed(app: &Arc<App>, headers: &HeaderMap, title: &str) -> Option<Layout> {
    let (caller, is_closed) = match session::by_cookie(app, headers, app.now()).await.ok()? {
        Signed::In(caller) => (*caller, false),
        Signed::First(caller) => (*caller, true),
        Signed::Half(_) | Signed::Nobody => return None,
    };
    if !app.limits.allows(&caller.person.id, app.now()) {
        return None;
    }
    Some(Layout { is_closed, ..whoever(app, caller)?.frame(title, None) })
}

/// The question of somebody who asks for nothing but what everybody may see: help.
fn whoever(app: &Arc<App>, caller: Caller) -> Option<Ask> {
    let none = Vec::new();
    let decided = app.gate.decide(&Request::new(&caller.person, Action::ReadHelp, On::Own, &none));
    let Decision::Permit(pass) = decided else { return None };
    Some(Ask {
        app: Arc::clone(app),
        now: app.now(),
        request: String::new(),
        names: Names::default(),
        query: Form::default(),
        form: Form::default(),
        body: Bytes::new(),
        key: String::new(),
        if_match: String::new(),
        kind: String::new(),
        caller,
        pass,
        ties: None,
        version: 0,
    })
}
