//! Every address on one screen. A row names the action that the gate is asked about; an address that is not here does not exist.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::{MethodFilter, on};
use gate::Action;

use crate::answer::{answer, said};
use crate::app::App;
use crate::ask::{Ask, Open};
use crate::pages as p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in as s;

/// What makes an answer.
pub type Run<A> = fn(A) -> Pin<Box<dyn Future<Output = Result<Reply, Problem>> + Send>>;

/// Who gets in.
#[derive(Clone, Copy)]
pub enum Way {
    /// Everybody: no child is in it, and nobody's look at it is written down.
    Open(Run<Open>),
    /// Whoever gave a right password.
    Half(Run<Open>),
    /// Whoever is signed in and may do this.
    Signed(Action, Run<Ask>),
    /// Whoever sends a token and may do this.
    Api(Action, Run<Ask>),
}

impl Way {
    /// Whether it is an address of the API.
    pub const fn is_api(self) -> bool {
        matches!(self, Way::Api(..))
    }
}

/// One address.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Its path, with names in braces.
    pub path: &'static str,
    /// Who gets in, and what answers.
    pub way: Way,
}

macro_rules! routes {
    ($($method:ident $path:literal $way:ident $([$action:ident])? $run:path;)+) => {
        &[$(Route {
            method: stringify!($method),
            path: $path,
            way: Way::$way($(Action::$action,)? |ask| Box::pin($run(ask))),
        },)+]
    };
}

/// All of them.
pub const ALL: &[Route] = routes! {
    GET  "/sign-in"               Open s::password::form;
    POST "/sign-in"               Open s::password::check;
    GET  "/sign-in/code"          Half s::code::form;
    POST "/sign-in/code"          Half s::code::check;
    POST "/sign-out"              Half s::sign_out;
    GET  "/confirm"               Half s::code::confirm;
    GET  "/stay"                  Signed [ReadHelp] s::stay;
    GET  "/assets/{file}"         Open p::assets::file;

    GET  "/"                      Signed [SeeMyDuties] p::my_duties::front;
    GET  "/duties"                Signed [SeeMyDuties] p::my_duties::page;
    POST "/duties/done"           Signed [SeeMyDuties] p::done_many::done;
    GET  "/accessibility"         Signed [ReadHelp] p::help::accessibility;
    GET  "/account"               Signed [KeepAccount] p::account::page;
    POST "/account/password"      Signed [KeepAccount] p::account::password;
    GET  "/account/tokens"        Signed [KeepTokens] p::account::tokens;
    POST "/account/tokens"        Signed [KeepTokens] p::account::make_token;
    POST "/account/tokens/end"    Signed [KeepTokens] p::account::end_token;
    GET  "/help"                  Signed [ReadHelp] p::help::help;
    GET  "/privacy"               Signed [ReadHelp] p::help::privacy;
    GET  "/whats-new"             Signed [ReadHelp] p::help::whats_new;
    GET  "/staff"                 Signed [SeeStaff] p::staff::page;
    GET  "/staff/people/{person}" Signed [SeeStaff] p::staff::person;
    GET  "/find"                  Signed [FindChild] p::find::form;
    POST "/find"                  Signed [FindChild] p::find::find;
    GET  "/protocol"              Signed [ReadProtocol] p::agreed::sections;
    GET  "/protocol/law"          Signed [ReadProtocol] p::agreed::law;
    GET  "/protocol/{section}"    Signed [ReadProtocol] p::agreed::section;
    GET  "/start"                 Signed [StartRecord] p::start::search_first;
    POST "/start"                 Signed [StartRecord] p::start::start;
    GET  "/team"                  Signed [SeeMyDuties] p::team::mine;
    GET  "/teams/{team}"          Signed [SeeTeam] p::team::page;
    GET  "/children/{child}"      Signed [SeeChild] p::child::page;
};

/// The router.
pub fn router(app: App) -> Router {
    let app = Arc::new(app);
    let mut router = Router::new();
    for route in ALL {
        let app = Arc::clone(&app);
        let method = if route.method == "GET" { MethodFilter::GET } else { MethodFilter::POST };
        router = router.route(route.path, on(method, move |http: Request<Body>| answer(Arc::clone(&app), route, http)));
    }
    router.fallback(move |http: Request<Body>| {
        let reply = said(&app, &Problem::not_found(), http.uri().path().starts_with("/api/"));
        std::future::ready(reply.into_response(&app.settings))
    })
}

/// Serves until it is told to stop; what was begun comes to its end.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: Router,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(stopped).await
}
