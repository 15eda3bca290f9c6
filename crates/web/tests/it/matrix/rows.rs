//! What each address asks for, said a second time by hand: the router says it the first time.

use gate::Action;

/// What an address asks for, and the addresses.
pub const ROWS: &[(Action, &[&str])] = &[
    (
        Action::SeeChild,
        &[
            "GET /children/{child}",
            "GET /children/{child}/duties",
            "GET /children/{child}/people",
            "GET /children/{child}/timeline",
            "GET /children/{child}/type-once",
            "GET /children/{child}/type-once/{id}",
            "GET /api/v1/children/{child}",
            "GET /api/v1/children/{child}/duties",
        ],
    ),
    (Action::SeeWhy, &["GET /children/{child}/why"]),
    (
        Action::RecordEvent,
        &[
            "GET /children/{child}/record",
            "POST /children/{child}/record",
            "GET /children/{child}/record/{event}",
            "POST /children/{child}/record/{event}",
            "POST /children/{child}/record/{event}/change",
            "POST /children/{child}/record/{event}/preview",
            "POST /api/v1/children/{child}/events",
        ],
    ),
    (Action::CorrectEvent, &["GET /children/{child}/take-back/{id}", "POST /children/{child}/take-back/{id}"]),
    (Action::MarkDone, &["POST /children/{child}/duties/done", "POST /api/v1/children/{child}/duties/done"]),
    (Action::SetAside, &["GET /children/{child}/duties/set-aside", "POST /children/{child}/duties/set-aside"]),
    (Action::TickNote, &["POST /children/{child}/type-once/{id}"]),
    (Action::EditDetails, &["GET /children/{child}/details", "POST /children/{child}/details"]),
    (Action::Allocate, &["GET /children/{child}/allocate", "POST /children/{child}/allocate"]),
    (Action::Restrict, &["GET /children/{child}/restrict", "POST /children/{child}/restrict"]),
    (Action::SeeLooks, &["GET /children/{child}/looks"]),
    (
        Action::ExportJourney,
        &[
            "GET /children/{child}/journey.json",
            "GET /children/{child}/journey.yaml",
            "GET /api/v1/children/{child}/journey",
        ],
    ),
    (Action::ExportCaseload, &["GET /caseload", "POST /caseload"]),
    (Action::SeeFeeds, &["GET /feeds", "GET /feeds/{service}/{layout}"]),
    (
        Action::DecidePairs,
        &[
            "POST /feeds/settle/{id}",
            "GET /feeds/whose/{id}",
            "POST /feeds/whose/{id}",
            "GET /pairs",
            "GET /pairs/{id}",
            "POST /pairs/{id}",
        ],
    ),
    (Action::AskKnown, &["GET /known", "POST /known", "GET /known/card", "POST /api/v1/known"]),
    (Action::GuardKnown, &["GET /known/asked", "POST /known/asked/{id}"]),
    (Action::FindChild, &["GET /find", "POST /find", "POST /api/v1/children/find"]),
    (Action::StartRecord, &["GET /start", "POST /start"]),
    (Action::TryJourney, &["POST /api/v1/duties"]),
    (
        Action::ReadProtocol,
        &[
            "GET /protocol",
            "GET /protocol/law",
            "GET /protocol/{section}",
            "GET /api/v1/protocols/{authority}",
            "GET /api/v1/protocols/{authority}/clauses/{clause}",
            "GET /api/v1/vocabulary",
        ],
    ),
    (
        Action::ReadHelp,
        &["GET /stay", "GET /help", "GET /licences", "GET /privacy", "GET /whats-new", "GET /accessibility"],
    ),
    (
        Action::SeeMyDuties,
        &["GET /", "GET /duties", "POST /duties/done", "GET /team", "GET /type-once", "GET /api/v1/my/duties"],
    ),
    (Action::KeepDrafts, &["GET /drafts", "POST /drafts/drop", DRAFT]),
    (Action::KeepTokens, &["GET /account/tokens", "POST /account/tokens", "POST /account/tokens/end"]),
    (
        Action::KeepAccount,
        &[
            "GET /account",
            "GET /account/calendar",
            "POST /account/calendar",
            "POST /account/calendar/end",
            "GET /account/details",
            "POST /account/details",
        ],
    ),
    (
        Action::KeepFactors,
        &[
            "GET /account/password",
            "POST /account/password",
            "GET /account/second-factor",
            "POST /account/second-factor",
        ],
    ),
    (
        Action::KeepStaff,
        &[
            "GET /staff/people/add",
            "POST /staff/people/add",
            "GET /staff/people/{person}/account",
            "POST /staff/people/{person}/account",
            "GET /staff/people/{person}/change",
            "POST /staff/people/{person}/change",
            "GET /staff/people/{person}/leave",
            "POST /staff/people/{person}/leave",
            "POST /staff/people/{person}/return",
            "POST /staff/people/{person}/sign-out",
            "GET /staff/teams/add",
            "POST /staff/teams/add",
            "GET /staff/teams/{team}/change",
            "POST /staff/teams/{team}/change",
        ],
    ),
    (Action::SeeTeam, &["GET /teams/{team}", "GET /api/v1/teams/{team}/duties"]),
    (Action::SeeStaff, &["GET /staff", "GET /staff/people/{person}"]),
];

/// A draft is one's own, and is about a child: it is kept for whoever could record it, and for anybody else the child is not there.
pub const DRAFT: &str = "POST /children/{child}/draft";

/// Without signing in: nobody's look is written down (safety R28), and no child is in it.
pub const OPEN: [&str; 7] = [
    "GET /health",
    "GET /ready",
    "GET /sign-in",
    "POST /sign-in",
    "GET /assets/{file}",
    "GET /api",
    "GET /api/v1/openapi.json",
];
/// Whoever knows the secret in the address; for anybody else there is no such page.
pub const SECRET: &str = "GET /calendar/{secret}";
/// This machine alone.
pub const HERE: [&str; 1] = ["GET /metrics"];
/// After the password, before the second factor.
pub const HALF: [&str; 4] = ["GET /sign-in/code", "POST /sign-in/code", "POST /sign-out", "GET /confirm"];
