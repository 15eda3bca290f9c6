//! Every address on one screen. A row names the action that the gate is asked about; an address that is not here does not exist.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::{MethodFilter, on};
use gate::{Action, Address};

use crate::answer::{answer, said};
use crate::api as a;
use crate::app::App;
use crate::ask::{Ask, Open};
use crate::operations as o;
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
    /// This machine itself: counters, with no child in them.
    Here(Run<Open>),
    /// Whoever gave a right password.
    Half(Run<Open>),
    /// Whoever is signed in and may do this, even where a first password is still to be changed.
    First(Action, Run<Ask>),
    /// Whoever is signed in and may do this.
    Signed(Action, Run<Ask>),
    /// Whoever sends a token and may do this.
    Api(Action, Run<Ask>),
}

impl Way {
    /// In a word, and whom it lets in, for the table of access.
    const fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Way::Open(_) => ("open", "everybody; no child is in it, and nobody's look at it is written down"),
            Way::Here(_) => ("here", "this machine itself, and through no proxy; everybody, where the settings say so"),
            Way::Half(_) => ("half", "whoever gave a right password here; the second factor may still be to come"),
            Way::First(..) => ("first", "as signed, and with a first password that is still to be changed"),
            Way::Signed(..) => ("signed", "whoever has signed in with both factors, and may do what stands beside it"),
            Way::Api(..) => {
                ("api", "whoever sends a token, where its owner may do what stands beside it and so may the token")
            }
        }
    }

    /// What somebody must be permitted; nothing where the way in is all that is asked.
    pub const fn action(self) -> Option<Action> {
        match self {
            Way::First(action, _) | Way::Signed(action, _) | Way::Api(action, _) => Some(action),
            Way::Open(_) | Way::Here(_) | Way::Half(_) => None,
        }
    }

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
    GET  "/health"                Open o::health;
    GET  "/ready"                 Open o::ready;
    GET  "/metrics"               Here o::metrics;

    GET  "/sign-in"               Open s::password::form;
    POST "/sign-in"               Open s::password::check;
    GET  "/sign-in/code"          Half s::code::form;
    POST "/sign-in/code"          Half s::code::check;
    POST "/sign-out"              Half s::sign_out;
    GET  "/confirm"               Half s::code::form;
    GET  "/stay"                  Signed [ReadHelp] s::stay;
    GET  "/assets/{file}"         Open p::assets::file;
    GET  "/calendar/{secret}"     Open p::account::calendar::feed;

    GET  "/"                      Signed [SeeMyDuties] p::my_duties::front;
    GET  "/duties"                Signed [SeeMyDuties] p::my_duties::page;
    GET  "/children/{child}"                             Signed [SeeChild] p::child::page;
    GET  "/children/{child}/allocate"                    Signed [Allocate] p::child::allocate::form;
    POST "/children/{child}/allocate"                    Signed [Allocate] p::child::allocate::keep;
    GET  "/children/{child}/details"                     Signed [EditDetails] p::child::details::form;
    POST "/children/{child}/details"                     Signed [EditDetails] p::child::details::keep;
    POST "/children/{child}/draft"                       Signed [KeepDrafts] p::recording::drafts::keep;
    GET  "/children/{child}/duties"                      Signed [SeeChild] p::child::duties_page::page;
    POST "/children/{child}/duties/done"                 Signed [MarkDone] p::child::done::keep;
    GET  "/children/{child}/duties/set-aside"            Signed [SetAside] p::child::set_aside::form;
    POST "/children/{child}/duties/set-aside"            Signed [SetAside] p::child::set_aside::keep;
    GET  "/children/{child}/journey.json"                Signed [ExportJourney] p::child::journey::json;
    GET  "/children/{child}/journey.yaml"                Signed [ExportJourney] p::child::journey::yaml;
    GET  "/children/{child}/looks"                       Signed [SeeLooks] p::child::looks::page;
    GET  "/children/{child}/people"                      Signed [SeeChild] p::child::people::page;
    GET  "/children/{child}/record"                      Signed [RecordEvent] p::recording::page;
    POST "/children/{child}/record"                      Signed [RecordEvent] p::recording::search;
    GET  "/children/{child}/record/{event}"              Signed [RecordEvent] p::recording::form::page;
    POST "/children/{child}/record/{event}"              Signed [RecordEvent] p::recording::record::save;
    POST "/children/{child}/record/{event}/change"       Signed [RecordEvent] p::recording::form::again;
    POST "/children/{child}/record/{event}/preview"      Signed [RecordEvent] p::recording::record::preview;
    GET  "/children/{child}/restrict"                    Signed [Restrict] p::child::restrict::form;
    POST "/children/{child}/restrict"                    Signed [Restrict] p::child::restrict::keep;
    GET  "/children/{child}/take-back/{id}"              Signed [CorrectEvent] p::recording::take_back::page;
    POST "/children/{child}/take-back/{id}"              Signed [CorrectEvent] p::recording::take_back::take_back;
    GET  "/children/{child}/timeline"                    Signed [SeeChild] p::child::timeline::page;
    GET  "/children/{child}/type-once"                   Signed [SeeChild] p::recording::notes::list;
    GET  "/children/{child}/type-once/{id}"              Signed [SeeChild] p::recording::type_once::page;
    POST "/children/{child}/type-once/{id}"              Signed [TickNote] p::recording::type_once::tick;
    GET  "/children/{child}/why"                         Signed [SeeWhy] p::child::why::page;

    GET  "/type-once"                                    Signed [SeeMyDuties] p::recording::notes::mine;
    GET  "/drafts"                                       Signed [KeepDrafts] p::recording::drafts::page;
    POST "/drafts/drop"                                  Signed [KeepDrafts] p::recording::drafts::drop;

    GET  "/api"                                           Open a::document::page;
    GET  "/api/v1/openapi.json"                           Open a::document::document;
    POST "/api/v1/known"                                  Api [AskKnown] a::known::ask;
    POST "/api/v1/children/find"                          Api [FindChild] a::children::find;
    GET  "/api/v1/children/{child}"                       Api [SeeChild] a::children::show;
    GET  "/api/v1/children/{child}/duties"                Api [SeeChild] a::owing::of_child;
    POST "/api/v1/children/{child}/duties/done"           Api [MarkDone] a::writes::done;
    POST "/api/v1/children/{child}/events"                Api [RecordEvent] a::writes::record;
    GET  "/api/v1/children/{child}/journey"               Api [ExportJourney] a::children::journey;
    POST "/api/v1/duties"                                 Api [TryJourney] a::owing::try_journey;
    GET  "/api/v1/my/duties"                              Api [SeeMyDuties] a::owing::mine;
    GET  "/api/v1/protocols/{authority}"                  Api [ReadProtocol] a::agreed::protocol;
    GET  "/api/v1/protocols/{authority}/clauses/{clause}" Api [ReadProtocol] a::agreed::clause;
    GET  "/api/v1/teams/{team}/duties"                    Api [SeeTeam] a::owing::of_team;
    GET  "/api/v1/vocabulary"                             Api [ReadProtocol] a::agreed::vocabulary;
    POST "/duties/done"           Signed [SeeMyDuties] p::done_many::done;
    GET  "/accessibility"         Signed [ReadHelp] p::help::accessibility;
    GET  "/account"               Signed [KeepAccount] p::account::page;
    GET  "/account/calendar"      Signed [KeepAccount] p::account::calendar::page;
    POST "/account/calendar"      Signed [KeepAccount] p::account::calendar::make;
    POST "/account/calendar/end"  Signed [KeepAccount] p::account::calendar::end;
    GET  "/account/details"       Signed [KeepAccount] p::account::details::form;
    POST "/account/details"       Signed [KeepAccount] p::account::details::keep;
    GET  "/account/password"      First [KeepFactors] p::account::password::form;
    POST "/account/password"      First [KeepFactors] p::account::password::keep;
    GET  "/account/second-factor" Signed [KeepFactors] p::account::second_factor::form;
    POST "/account/second-factor" Signed [KeepFactors] p::account::second_factor::keep;
    GET  "/account/tokens"        Signed [KeepTokens] p::account::tokens;
    POST "/account/tokens"        Signed [KeepTokens] p::account::make_token;
    POST "/account/tokens/end"    Signed [KeepTokens] p::account::end_token;
    GET  "/help"                  Signed [ReadHelp] p::help::help;
    GET  "/licences"              Signed [ReadHelp] p::help::licences;
    GET  "/privacy"               Signed [ReadHelp] p::help::privacy;
    GET  "/whats-new"             Signed [ReadHelp] p::help::whats_new;
    GET  "/staff"                 Signed [SeeStaff] p::staff::page;
    GET  "/staff/people/add"                 Signed [KeepStaff] p::staff::person::add;
    POST "/staff/people/add"                 Signed [KeepStaff] p::staff::person::keep_new;
    GET  "/staff/people/{person}"            Signed [SeeStaff] p::staff::person;
    GET  "/staff/people/{person}/account"    Signed [KeepStaff] p::staff::let_in::form;
    POST "/staff/people/{person}/account"    Signed [KeepStaff] p::staff::let_in::give;
    GET  "/staff/people/{person}/change"     Signed [KeepStaff] p::staff::person::change;
    POST "/staff/people/{person}/change"     Signed [KeepStaff] p::staff::person::keep_changed;
    GET  "/staff/people/{person}/leave"      Signed [KeepStaff] p::staff::leave::form;
    POST "/staff/people/{person}/leave"      Signed [KeepStaff] p::staff::leave::leave;
    POST "/staff/people/{person}/return"     Signed [KeepStaff] p::staff::leave::come_back;
    POST "/staff/people/{person}/sign-out"   Signed [KeepStaff] p::staff::let_in::sign_out;
    GET  "/staff/teams/add"                  Signed [KeepStaff] p::staff::team::add;
    POST "/staff/teams/add"                  Signed [KeepStaff] p::staff::team::keep_new;
    GET  "/staff/teams/{team}/change"        Signed [KeepStaff] p::staff::team::change;
    POST "/staff/teams/{team}/change"        Signed [KeepStaff] p::staff::team::keep_changed;
    GET  "/caseload"              Signed [ExportCaseload] p::caseload::page;
    POST "/caseload"              Signed [ExportCaseload] p::caseload::file;
    GET  "/find"                  Signed [FindChild] p::find::form;
    POST "/find"                  Signed [FindChild] p::find::find;
    GET  "/feeds"                 Signed [SeeFeeds] p::feeds::page;
    GET  "/feeds/{service}/{layout}"  Signed [SeeFeeds] p::feeds::unused::page;
    POST "/feeds/settle/{id}"     Signed [DecidePairs] p::feeds::settle;
    GET  "/feeds/whose/{id}"      Signed [DecidePairs] p::feeds::whose::page;
    POST "/feeds/whose/{id}"      Signed [DecidePairs] p::feeds::whose::decide;
    GET  "/pairs"                 Signed [DecidePairs] p::pairs::list;
    GET  "/pairs/{id}"            Signed [DecidePairs] p::pairs::one::page;
    POST "/pairs/{id}"            Signed [DecidePairs] p::pairs::one::decide;
    GET  "/known"                 Signed [AskKnown] p::known::form;
    POST "/known"                 Signed [AskKnown] p::known::answer;
    GET  "/known/asked"           Signed [GuardKnown] p::known::asked::page;
    POST "/known/asked/{id}"      Signed [GuardKnown] p::known::asked::settle;
    GET  "/known/card"            Signed [AskKnown] p::known::card::page;
    GET  "/protocol"              Signed [ReadProtocol] p::agreed::sections;
    GET  "/protocol/law"          Signed [ReadProtocol] p::agreed::law;
    GET  "/protocol/{section}"    Signed [ReadProtocol] p::agreed::section;
    GET  "/start"                 Signed [StartRecord] p::start::search_first;
    POST "/start"                 Signed [StartRecord] p::start::start;
    GET  "/team"                  Signed [SeeMyDuties] p::team::mine;
    GET  "/teams/{team}"          Signed [SeeTeam] p::team::page;
};

/// All of them, for the table of access.
pub fn addresses() -> Vec<Address<'static>> {
    let each = ALL.iter().map(|route| {
        let (way, lets_in) = route.way.in_words();
        Address { method: route.method, path: route.path, way, lets_in, action: route.way.action() }
    });
    each.collect()
}

/// The router.
pub fn router(app: impl Into<Arc<App>>) -> Router {
    let app: Arc<App> = app.into();
    let mut router = Router::new();
    for route in ALL {
        let app = Arc::clone(&app);
        let method = if route.method == "GET" { MethodFilter::GET } else { MethodFilter::POST };
        router = router.route(route.path, on(method, move |http: Request<Body>| answer(Arc::clone(&app), route, http)));
    }
    let other = |problem: fn() -> Problem| {
        let app = Arc::clone(&app);
        move |http: Request<Body>| {
            let app = Arc::clone(&app);
            async move {
                let headers = (!http.uri().path().starts_with("/api/")).then(|| http.headers());
                said(&app, &problem(), headers).await.into_response(&app.settings)
            }
        }
    };
    router.fallback(other(Problem::not_found)).method_not_allowed_fallback(other(Problem::method))
}
