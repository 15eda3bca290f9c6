//! Who gets in where, asked of the real router (safety T26): every address, by every post and tie, against plain ifs that know no policy.
//!
//! [`ROWS`] says a second time, by hand, what each address asks for; an address that is not in it fails the test.

mod people;
mod rows;

use axum::http::HeaderMap;
use futures_util::future::join_all;
use gate::{Action, Kind, Relation, Service};
use record::{Session, hash};
use web::routes::{self, Way};

use self::people::{CHILDREN, COLLEAGUE, FAR, NEVER, PEOPLE, TOKEN, Who, fill, leave};
use self::rows::{DRAFT, HALF, HERE, OPEN, ROWS, SECRET};
use crate::oracle::{self, Cell};
use crate::world::{Answer, Browser, HOME, World, run};

/// With what somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum With {
    /// A session whose second factor was given just now, or a while ago.
    Session { fresh: bool },
    /// A token with these scopes.
    Token { read: bool, write: bool, export: bool },
}

const SESSIONS: [With; 2] = [With::Session { fresh: true }, With::Session { fresh: false }];
const TOKENS: [With; 6] = [
    With::Token { read: false, write: false, export: false },
    With::Token { read: true, write: false, export: false },
    With::Token { read: false, write: true, export: false },
    With::Token { read: true, write: true, export: false },
    With::Token { read: false, write: false, export: true },
    With::Token { read: true, write: false, export: true },
];

/// What is to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// They are let in.
    In,
    /// They are not signed in.
    SignIn,
    /// A fresh second factor would do.
    Confirm,
    /// They know of it, and may not.
    Forbidden,
    /// As if it had never been.
    Gone,
}

/// A child, a team, a colleague or nothing: the name in the address, how the person is tied to it, whether it is restricted, and of which service.
#[derive(Debug, Clone)]
struct On {
    name: String,
    relations: Vec<Relation>,
    restricted: bool,
    own_authority: bool,
    team: Service,
}

fn nothing() -> On {
    On { name: String::new(), relations: Vec::new(), restricted: false, own_authority: true, team: Service::Yjs }
}

/// What an address may be asked of.
fn each_on(who: &Who, action: Action, path: &str) -> Vec<On> {
    let is_here = who.authority() == HOME;
    // What is kept of colleagues and teams is kept by those of the same council: the gate is asked about that, and the page looks among its own.
    if action == Action::KeepStaff {
        let named = |name: &str| On { name: name.to_owned(), ..nothing() };
        return match (path.contains("{person}"), path.contains("{team}")) {
            (true, _) if is_here => vec![named(COLLEAGUE.id)],
            (_, true) if is_here => vec![named("m-others-yjs")],
            (true, _) | (_, true) => Vec::new(),
            _ => vec![nothing()],
        };
    }
    if path.contains("{child}") {
        let child = |(id, tied, restricted): &(&str, &[Relation], bool)| {
            let own_authority = (*id == FAR) != is_here;
            let mut relations: Vec<Relation> = if own_authority && is_here { tied.to_vec() } else { Vec::new() };
            if who.covers && own_authority {
                relations.push(Relation::Cover);
            }
            On { name: (*id).to_owned(), relations, restricted: *restricted, own_authority, ..nothing() }
        };
        return CHILDREN.iter().map(child).collect();
    }
    if path.contains("{team}") {
        let services = [Service::Yjs, Service::Csc, Service::Authority];
        let team = |kind: &str, tie: Option<Relation>, service: Service| {
            let relations = tie.filter(|_| is_here && service == who.service).into_iter().collect();
            let name = format!("m-{kind}-{}", service.word());
            On { name, relations, own_authority: is_here, team: service, ..nothing() }
        };
        let kinds = [("works", Some(Relation::Team)), ("leads", Some(Relation::Leads)), ("others", None)];
        return services.iter().flat_map(|s| kinds.map(|(kind, tie)| team(kind, tie, *s))).collect();
    }
    if path.contains("{person}") {
        let one = |name: &str, is_theirs| On { name: name.to_owned(), own_authority: is_theirs, ..nothing() };
        return vec![one("m-manager", is_here), one("ox-head", !is_here)];
    }
    vec![nothing()]
}

/// What the plain ifs say.
fn expected(who: &Who, action: Action, on: &On, with: With) -> Expected {
    let (fresh, token) = match with {
        With::Session { fresh } => (fresh, None),
        With::Token { read, write, export } => (false, Some((read, write, export))),
    };
    let cell = Cell {
        action,
        service: who.service,
        standing: who.standing,
        relations: on.relations.clone(),
        restricted: on.restricted,
        open_to_yjs: true,
        open_to_csc: true,
        fresh,
        token,
        own_authority: on.own_authority,
        active: who.active,
        about_self: false,
        team: on.team,
    };
    if !who.active {
        return Expected::SignIn;
    }
    if oracle::may(&cell) {
        return Expected::In;
    }
    if token.is_none() && oracle::may(&Cell { fresh: true, ..cell.clone() }) {
        return Expected::Confirm;
    }
    if oracle::may_know(&cell) { Expected::Forbidden } else { Expected::Gone }
}

/// A real address of this kind.
fn filled(address: &str, name: &str, duty: &str) -> String {
    let file = web::assets::STYLE.path.rsplit('/').next().unwrap();
    let filled = address
        .replace("{child}", name)
        .replace("{team}", name)
        .replace("{event}", "meeting-held")
        .replace("{id}", "m1")
        .replace("{person}", name)
        .replace("{section}", "08-information-sharing")
        .replace("{authority}", HOME)
        .replace("{clause}", &format!("{HOME}-8.1a"))
        .replace("{secret}", "nobody-was-given-this")
        .replace("{service}", "yjs")
        .replace("{layout}", "sheet")
        .replace("{file}", file);
    assert!(!filled.contains('{'), "{address}: the matrix does not know what to put there");
    match address {
        "GET /children/{child}/why" => filled + duty,
        "GET /protocol/{section}" => format!("{filled}?authority={HOME}"),
        _ => filled,
    }
}

/// What is sent with it: enough to be looked at, and too little to change anything.
fn form<'a>(address: &str, draft: &'a str) -> Vec<(&'a str, &'a str)> {
    match address {
        DRAFT => vec![("event", "meeting-held"), ("draft", draft)],
        "POST /children/{child}/type-once/{id}" => vec![("system", "yjs")],
        _ => Vec::new(),
    }
}

/// What everybody asks with.
struct Keys {
    fresh: Browser,
    stale: Browser,
    tokens: Vec<(With, String)>,
}

async fn keys(world: &World, who: &Who) -> Keys {
    let mut tokens = Vec::new();
    for with in TOKENS {
        let With::Token { read, write, export } = with else { continue };
        let scopes: Vec<&str> =
            [("read", read), ("write", write), ("export", export)].iter().filter(|s| s.1).map(|s| s.0).collect();
        tokens.push((with, world.token(who.id, &scopes).await));
    }
    let now = world.now();
    Keys {
        fresh: session(world, who, "fresh", now).await,
        stale: session(world, who, "stale", now - 6 * 60_000).await,
        tokens,
    }
}

async fn session(world: &World, who: &Who, word: &str, second_factor: i64) -> Browser {
    let secret = format!("{word}-session-of-{}", who.id);
    let session = Session {
        id: hash(&secret),
        person: who.id.into(),
        authority: who.authority().into(),
        form_token: "form".into(),
        made: world.now() - 7 * 60_000,
        last_seen: world.now(),
        second_factor,
        first: false,
    };
    world.record.begin_session(&session, None).await.unwrap();
    Browser { cookie: secret, token: session.form_token }
}

/// Asks as a page of ours would.
async fn by(world: &World, browser: &Browser, address: &str, fields: &[(&str, &str)]) -> Answer {
    match address.split_once(' ').unwrap() {
        ("GET", path) => world.get(browser, path).await,
        (_, path) => world.post(browser, path, fields).await,
    }
}

async fn ask(world: &World, address: &str, is_api: bool, with: With, keys: &Keys, name: &str, duty: &str) -> Answer {
    let asked = filled(address, name, duty);
    match with {
        With::Token { .. } => {
            assert!(is_api);
            let secret = &keys.tokens.iter().find(|(token, _)| *token == with).unwrap().1;
            world.api(secret, &asked, &[("content-type", "application/json")], "{}").await
        }
        With::Session { fresh } => {
            let browser = if fresh { &keys.fresh } else { &keys.stale };
            // A draft stays with its child: each has its own.
            let draft = hash(&format!("{} {name}", browser.cookie));
            by(world, browser, &asked, &form(address, &draft)).await
        }
    }
}

fn asks_for_a_code(answer: &Answer) -> bool {
    answer.status == 200 && answer.body.contains("<title>Confirm it is you")
}

/// Whether the answer is the one that is to come.
fn is_as(expected: Expected, is_api: bool, answer: &Answer, never: &Answer) -> bool {
    let to = answer.header("location");
    let is_told = match expected {
        Expected::In => {
            let elsewhere = ["/sign-in", "/confirm"].iter().any(|page| to.starts_with(page));
            return ![401, 403, 404, 500, 503].contains(&answer.status) && !elsewhere && !asks_for_a_code(answer);
        }
        Expected::SignIn if is_api => answer.status == 401,
        Expected::SignIn => answer.status == 303 && to.starts_with("/sign-in?next="),
        // A form is carried through the page that asks for the code.
        Expected::Confirm => (answer.status == 303 && to.starts_with("/confirm?next=")) || asks_for_a_code(answer),
        Expected::Forbidden => answer.status == 403,
        Expected::Gone => {
            let all = |a: &Answer| -> (u16, HeaderMap, String) { (a.status, a.headers.clone(), a.body.clone()) };
            answer.status == 404 && all(answer) == all(never)
        }
    };
    is_told && !answer.body.contains(TOKEN) && !to.contains(TOKEN)
}

#[test]
fn every_address_has_a_row_and_asks_for_what_the_row_says() {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut more = |way: &str, addresses: &[&str]| {
        rows.extend(addresses.iter().map(|address| ((*address).to_owned(), way.to_owned())));
    };
    for (action, addresses) in ROWS {
        more(action.word(), addresses);
    }
    more("open", &OPEN);
    more("open", &[SECRET]);
    more("here", &HERE);
    more("half", &HALF);
    let routes = routes::ALL.iter().map(|route| {
        let way = match route.way {
            Way::Open(_) => "open",
            Way::Here(_) => "here",
            Way::Half(_) => "half",
            Way::First(action, _) | Way::Signed(action, _) | Way::Api(action, _) => action.word(),
        };
        (format!("{} {}", route.method, route.path), way.to_owned())
    });
    let mut routes: Vec<(String, String)> = routes.collect();
    rows.sort();
    routes.sort();
    for route in &routes {
        assert!(rows.contains(route), "{route:?} has no row in the matrix: say in `ROWS` what it is to ask for");
    }
    assert_eq!(rows, routes);
}

#[test]
fn nobody_gets_in_anywhere_who_may_not() {
    run(async {
        let world = World::new().await;
        fill(&world).await;
        let (mut asked, mut wrong) = (0, Vec::new());
        let mut refused = vec![0; CHILDREN.len()];
        let duty = a_duty(&world).await;
        let mut all_keys = Vec::new();
        for who in PEOPLE {
            all_keys.push((who, keys(&world, &who).await));
        }
        leave(&world).await;
        for (who, keys) in &all_keys {
            for (action, addresses) in ROWS {
                for address in *addresses {
                    let differing = row(&world, who, keys, *action, address, &duty, &mut refused).await;
                    asked += differing.0;
                    wrong.extend(differing.1);
                }
            }
        }
        println!("{asked} cells asked");
        assert!(wrong.is_empty(), "{} cells differ:\n{}", wrong.len(), wrong.join("\n"));
        for ((child, ..), refused) in CHILDREN.iter().zip(refused) {
            let looks = world.looks_of(child, 100_000).await;
            let written = looks.iter().filter(|looked| !looked.look.refused.is_empty()).count();
            assert_eq!(written, refused, "refusals on record for {child}");
        }
    });
}

/// One person at one address: how many cells were asked, and what differs.
async fn row(
    world: &World,
    who: &Who,
    keys: &Keys,
    action: Action,
    address: &str,
    duty: &str,
    refused: &mut [usize],
) -> (usize, Vec<String>) {
    let is_api = address.contains(" /api/");
    let withs: &[With] = if is_api { &TOKENS } else { &SESSIONS };
    let cells: Vec<(With, On)> =
        withs.iter().flat_map(|w| each_on(who, action, address).into_iter().map(|on| (*w, on))).collect();
    let nevers = join_all(withs.iter().map(|with| ask(world, address, is_api, *with, keys, NEVER, duty))).await;
    let answers =
        join_all(cells.iter().map(|(with, on)| ask(world, address, is_api, *with, keys, &on.name, duty))).await;
    let mut differing = Vec::new();
    for ((with, on), answer) in cells.iter().zip(&answers) {
        let expected = match address {
            DRAFT => match expected(who, Action::RecordEvent, on, *with) {
                Expected::Forbidden => Expected::Gone,
                other => other,
            },
            _ => expected(who, action, on, *with),
        };
        let never = &nevers[withs.iter().position(|w| w == with).unwrap()];
        if !is_as(expected, is_api, answer, never) {
            let came = (answer.status, answer.header("location"), answer.text());
            differing
                .push(format!("{address}: {} with {with:?} on {}: {expected:?}, and came {came:?}", who.id, on.name));
        }
        if action.kind() == Kind::Child && matches!(expected, Expected::Forbidden | Expected::Gone) {
            refused[CHILDREN.iter().position(|child| child.0 == on.name).unwrap()] += 1;
        }
    }
    (cells.len(), differing)
}

#[test]
fn without_a_session_and_with_half_of_one() {
    run(async {
        let world = World::new().await;
        fill(&world).await;
        let who = PEOPLE[0];
        let (nobody, mut asked) = (Browser::default(), 0);
        let token = world.token(who.id, &["read", "write"]).await;
        for (action, addresses) in ROWS {
            for address in *addresses {
                let asked_for = filled(address, "m-allocated", "?duty=x");
                let (method, path) = asked_for.split_once(' ').unwrap();
                let half = session(&world, &who, &format!("half-{asked}"), 0).await;
                let whole = session(&world, &who, &format!("whole-{asked}"), world.now()).await;
                let is_api = address.contains(" /api/");
                let tries: Vec<(Answer, Expected, &str)> = if is_api {
                    let none = world.api("", &asked_for, &[], "{}").await;
                    let cookie = by(&world, &whole, &asked_for, &[]).await;
                    vec![(none, Expected::SignIn, "no token"), (cookie, Expected::SignIn, "a cookie")]
                } else if method == "GET" {
                    vec![
                        (world.get(&nobody, path).await, Expected::SignIn, "nobody"),
                        (world.api(&token, &asked_for, &[], "").await, Expected::SignIn, "a token"),
                        (world.get(&half, path).await, Expected::In, "half"),
                    ]
                } else {
                    vec![
                        (world.post(&nobody, path, &form(address, "d1")).await, Expected::SignIn, "nobody"),
                        (world.post(&half, path, &form(address, "d1")).await, Expected::In, "half"),
                        (
                            world.post_as(&whole, path, &[("token", "of another")], &[]).await,
                            Expected::Forbidden,
                            "a wrong token",
                        ),
                        (world.post_as(&whole, path, &[], &[]).await, Expected::Forbidden, "no token"),
                        (
                            world
                                .post_as(&whole, path, &[("token", "form")], &[("origin", "https://example.org")])
                                .await,
                            Expected::Forbidden,
                            "from elsewhere",
                        ),
                    ]
                };
                for (answer, expected, word) in &tries {
                    // Half a session leads to the second factor; anything else to the beginning.
                    let right = match expected {
                        Expected::In => answer.status == 303 && answer.header("location") == "/sign-in/code",
                        expected => is_as(*expected, is_api, answer, answer),
                    };
                    let came = (answer.status, answer.header("location"), answer.text());
                    assert!(right && !answer.body.contains(TOKEN), "{address} ({}), {word}: {came:?}", action.word());
                }
                asked += tries.len();
            }
        }
        for address in HALF {
            let half = session(&world, &who, &format!("half-{asked}"), 0).await;
            let by_nobody = by(&world, &nobody, address, &[]).await;
            let by_half = by(&world, &half, address, &[]).await;
            assert!(is_as(Expected::SignIn, false, &by_nobody, &by_nobody), "{address}: {}", by_nobody.status);
            let out = address == "POST /sign-out";
            assert_eq!(
                (by_half.status, by_half.header("location")),
                if out { (303, "/sign-in?out=yes") } else { (200, "") }
            );
            asked += 2;
        }
        for address in OPEN {
            let answer = by(&world, &nobody, &filled(address, "", ""), &[]).await;
            assert_eq!(answer.status, 200, "{address}");
            asked += 1;
        }
        assert_eq!(by(&world, &nobody, &filled(SECRET, "", ""), &[]).await.status, 404);
        // Nothing here says from which machine it asks, so it is not this one.
        for address in HERE {
            assert_eq!(world.get(&nobody, address.split_once(' ').unwrap().1).await.status, 404, "{address}");
            asked += 1;
        }
        println!("{asked} cells asked");
    });
}

/// The address of a duty of the children of the matrix: they all have the same.
async fn a_duty(world: &World) -> String {
    let practitioner = world.as_person("m-practitioner").await;
    let page = world.get(&practitioner, "/children/m-allocated/duties").await;
    let link = page.page().split("/children/m-allocated/why").nth(1).expect("no duty is owed");
    link.split('"').next().unwrap().replace("&amp;", "&")
}
