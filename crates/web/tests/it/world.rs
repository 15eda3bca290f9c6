//! A small made-up council on one morning: two services, a few children, and a browser without a screen.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request as Http, header};
use calendar::Moment;
use gate::{Action, Decision, Gate, On, Pass, Person, Request};
use record::{Account, Book, Details, Entry, Looked, Place, Record, Session, StaffEntry, Token, Write, hash};
use serde_json::{Value, json};
use tower::ServiceExt;
use web::{App, Settings, secrets};

/// The council.
pub const HOME: &str = "camden";
/// Another.
pub const OTHER: &str = "enfield";
/// Everybody's password, and the secret of everybody's second factor.
pub const PASSWORD: &str = "four quiet herons wading";
pub const TOTP: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// 10 June 2026, 10 o'clock in London.
pub fn morning() -> i64 {
    "2026-06-10T10:00".parse::<Moment>().unwrap().instant() * 1000
}

pub fn book() -> Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    *BOOK.get_or_init(|| Book::of(protocol::read(&protocol::shipped::files()).unwrap()))
}

pub fn gate() -> &'static Gate {
    static GATE: OnceLock<Gate> = OnceLock::new();
    GATE.get_or_init(|| Gate::shipped(&book().protocols.vocabulary).unwrap())
}

/// Runs a test.
pub fn run<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

/// The council, its record, and the pages on top of it.
pub struct World {
    router: Router,
    /// What the program tells the pages.
    pub app: Arc<App>,
    /// The record, as another node has it.
    pub record: Record,
    clock: Arc<AtomicI64>,
    folder: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

/// A browser in which somebody has signed in.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// What its cookie holds; empty where it has none.
    pub cookie: String,
    /// What the forms of its session carry.
    pub token: String,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The answer is a page; what it says.
    pub fn page(&self) -> &str {
        assert_eq!(self.status, 200, "{}", self.body);
        &self.body
    }

    /// The answer is JSON, of this status; what it says.
    #[track_caller]
    pub fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    /// The answer leads on; where to.
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.body);
        self.header("location")
    }

    /// The secret in the cookie that it sets.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie");
        set.split(';').next().and_then(|one| one.split_once('=')).map(|(_, value)| value.to_owned()).unwrap_or_default()
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.body.split_once(&start).unwrap_or_else(|| panic!("no field {name}: {}", self.body)).1;
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// Holds all of these words, whatever tags stand between them.
    #[track_caller]
    pub fn says(&self, words: &[&str]) -> &Answer {
        let text = self.text();
        for word in words {
            assert!(text.contains(word), "does not say {word:?}: {text}");
        }
        self
    }

    /// Holds none of these words.
    #[track_caller]
    pub fn never_says(&self, words: &[&str]) -> &Answer {
        for word in words {
            assert!(!self.body.contains(word), "says {word:?}: {}", self.text());
        }
        self
    }

    /// What a person reads, in one line.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for part in self.body.split('<') {
            out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
            out.push(' ');
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#39;", "'").replace("&amp;", "&")
    }
}

impl World {
    /// The council as it stands at ten in the morning.
    pub async fn new() -> World {
        World::with(|settings| settings).await
    }

    /// With other settings.
    pub async fn with(change: impl FnOnce(Settings) -> Settings) -> World {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("tandem-web-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).unwrap();
        let place = record::Settings::Sqlite(folder.join("record.db"));
        let record = Record::open(&place, book()).await.unwrap().with_key(record::Key::of([7; 32])).await.unwrap();
        fill(&record).await;
        let clock = Arc::new(AtomicI64::new(morning()));
        let settings = Settings {
            base: "https://tandem.example.org".into(),
            idle: 15 * 60,
            absolute: 10 * 3600,
            version: "test".into(),
            known: record::Quota { an_hour: 1_000, a_day: 1_000 },
            ..Settings::default()
        };
        let read = Arc::clone(&clock);
        let open = Record::open(&place, book()).await.unwrap().with_key(record::Key::of([7; 32])).await.unwrap();
        let own = Gate::shipped(&book().protocols.vocabulary).unwrap();
        let app = Arc::new(App::new(open, own, change(settings), Box::new(move || read.load(Ordering::Relaxed))));
        World { router: web::router(Arc::clone(&app)), app, record, clock, folder }
    }

    /// The pages, to be served over connections.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::Relaxed)
    }

    /// Lets so many minutes pass.
    pub fn after(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// A browser in which this person has signed in with both factors just now.
    pub async fn as_person(&self, id: &str) -> Browser {
        let authority = if id.starts_with("ox") { OTHER } else { HOME };
        let secret = format!("secret-of-{id}-{}", self.now());
        let session = Session {
            id: hash(&secret),
            person: id.into(),
            authority: authority.into(),
            form_token: format!("token-of-{id}"),
            made: self.now(),
            last_seen: self.now(),
            second_factor: self.now(),
            first: false,
        };
        self.record.begin_session(&session, None).await.unwrap();
        Browser { cookie: secret, token: session.form_token }
    }

    pub async fn get(&self, browser: &Browser, path: &str) -> Answer {
        self.send(request(browser, "GET", path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as one of our own pages would.
    pub async fn post(&self, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("token", browser.token.as_str())];
        all.extend_from_slice(fields);
        self.post_as(browser, path, &all, &[]).await
    }

    /// Sends exactly these fields, with further or other headers.
    pub async fn post_as(
        &self,
        browser: &Browser,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut sent = request(browser, "POST", path).body(Body::from(body)).unwrap();
        let own = [("content-type", "application/x-www-form-urlencoded"), ("origin", "http://tandem.example.org")];
        for (name, value) in own.iter().chain(headers) {
            sent.headers_mut().insert(header::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        self.send(sent).await
    }

    /// A token of this person's, with these scopes.
    pub async fn token(&self, id: &str, scopes: &[&str]) -> String {
        let authority = if id.starts_with("ox") { OTHER } else { HOME };
        let staff = self.record.staff(authority).await.unwrap();
        let none = Vec::new();
        let asked =
            Request { fresh: true, ..Request::new(staff.person(id).unwrap(), Action::KeepTokens, On::Own, &none) };
        let Decision::Permit(pass) = gate().decide(&asked) else { panic!("{id} may keep no tokens") };
        let secret = format!("token-of-{id}-{}", scopes.join("-"));
        let token = Token {
            id: hash(&secret),
            person: String::new(),
            authority: String::new(),
            name: "a test".into(),
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            made: self.now(),
            expires: self.now() + 86_400_000,
            last_used: 0,
        };
        self.record.keep_token(&pass, token).await.unwrap();
        secret
    }

    /// One request to the API: `GET /api/v1/…` or `POST …`, with a token, further headers and a body.
    pub async fn api(&self, token: &str, address: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let (method, path) = address.split_once(' ').unwrap();
        let mut sent = request(&Browser::default(), method, path).body(Body::from(body.to_owned())).unwrap();
        let bearer = format!("Bearer {token}");
        for (name, value) in [("authorization", bearer.as_str())].iter().chain(headers) {
            sent.headers_mut().insert(header::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        self.send(sent).await
    }

    async fn send(&self, request: Http<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// Who has looked at a child, the latest first.
    pub async fn looks(&self, child: &str) -> Vec<Looked> {
        self.looks_of(child, 50).await
    }

    /// At most so many of them.
    pub async fn looks_of(&self, child: &str, most: u32) -> Vec<Looked> {
        let ties = gate::Ties { child: child.into(), authorities: vec![HOME.into()], ..gate::Ties::default() };
        let staff = self.record.staff(HOME).await.unwrap();
        let asked = Request::new(staff.person("sw-m").unwrap(), Action::SeeChild, On::Child(&ties), &LEADS);
        let Decision::Permit(pass) = gate().decide(&asked) else { panic!("no pass") };
        self.record.looks(&pass, most).await.unwrap()
    }

    /// A child as it is kept.
    pub async fn child(&self, child: &str) -> Arc<record::Child> {
        whole(&self.record, child).await
    }

    /// Whether these letters stand anywhere in the files of the record.
    pub fn has_written(&self, letters: &str) -> bool {
        let files = std::fs::read_dir(&self.folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.into_iter().any(|bytes| bytes.windows(letters.len()).any(|some| some == letters.as_bytes()))
    }

    /// Keeps more about a child, as the program does.
    pub async fn keep(&self, child: &str, entries: Vec<Entry>) {
        keep(&self.record, child, entries, self.now()).await;
    }
}

static LEADS: std::sync::LazyLock<gate::Relations> = std::sync::LazyLock::new(|| vec![gate::Relation::Leads]);

fn request(browser: &Browser, method: &str, path: &str) -> axum::http::request::Builder {
    let request = Http::builder().method(method).uri(path).header(header::HOST, "tandem.example.org");
    if browser.cookie.is_empty() {
        return request;
    }
    request.header(header::COOKIE, format!("tandem={}", browser.cookie))
}

pub fn program(authority: &str) -> Pass {
    let person = Person::program("test", authority);
    match gate().decide(&Request::new(&person, Action::KeepInstallation, On::Installation, &Vec::new())) {
        Decision::Permit(pass) => pass,
        Decision::Refuse(refused) => panic!("{}", refused.reason),
    }
}

async fn keep(record: &Record, child: &str, entries: Vec<Entry>, now: i64) {
    static KEY: AtomicU32 = AtomicU32::new(0);
    let key = format!("test-{}", KEY.fetch_add(1, Ordering::Relaxed));
    let ties = record.ties(child).await.unwrap();
    let based_on = if ties.is_none() { 0 } else { version(record, child).await };
    let write = Write { child: child.into(), based_on, key, entries };
    let admitted = gate().admit_other(&program(HOME), write).unwrap();
    record.append(admitted, now).await.unwrap_or_else(|e| panic!("{child}: {e}"));
}

async fn version(record: &Record, child: &str) -> u64 {
    whole(record, child).await.version
}

async fn whole(record: &Record, child: &str) -> Arc<record::Child> {
    let ties = gate::Ties { child: child.into(), authorities: vec![HOME.into()], ..gate::Ties::default() };
    let staff = record.staff(HOME).await.unwrap();
    let asked = Request::new(staff.person("sw-m").unwrap(), Action::SeeChild, On::Child(&ties), &LEADS);
    let Decision::Permit(pass) = gate().decide(&asked) else { panic!("no pass") };
    record.child(&pass).await.unwrap()
}

fn team(id: &str, name: &str, service: &str, covers: bool) -> StaffEntry {
    StaffEntry::Team {
        id: id.into(),
        name: name.into(),
        service: service.into(),
        covers,
        telephone: "020 7946 0200".into(),
    }
}

/// `teams` are those they work in; those with a `*` they lead.
pub fn worker(id: &str, name: &str, service: &str, standing: &str, roles: &[&str], teams: &[&str]) -> StaffEntry {
    let own = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect::<Vec<_>>();
    StaffEntry::Person {
        id: id.into(),
        name: name.into(),
        service: service.into(),
        standing: standing.into(),
        roles: own(roles.to_vec()),
        teams: own(teams.iter().map(|t| t.trim_end_matches('*')).collect()),
        leads: own(teams.iter().filter_map(|t| t.strip_suffix('*')).collect()),
        telephone: "020 7946 0201".into(),
        email: format!("{id}@example.org"),
        active: true,
    }
}

/// Teams and people.
fn staff() -> Vec<StaffEntry> {
    vec![
        team("t-yj", "Youth Justice East", "yjs", false),
        team("t-court", "Court and Duty", "yjs", true),
        team("t-sw", "Social Work West", "csc", false),
        team("t-edt", "Emergency Duty Team", "csc", true),
        team("t-perf", "Performance", "authority", false),
        worker("yj-1", "Wren Ashdown", "yjs", "practitioner", &["yjs-case-manager"], &["t-yj"]),
        worker("yj-2", "Robin Marsh", "yjs", "practitioner", &["yjs-case-manager"], &["t-yj"]),
        worker("yj-m", "Linnet Hale", "yjs", "manager", &["yjs-manager"], &["t-yj*"]),
        worker("yj-d", "Martin Court", "yjs", "duty", &["yjs-court-officer"], &["t-court"]),
        worker("yj-s", "Jay Post", "yjs", "support", &[], &["t-yj"]),
        worker("sw-1", "Dove Quill", "csc", "practitioner", &["social-worker"], &["t-sw"]),
        worker("sw-m", "Heron Vale", "csc", "manager", &["csc-team-manager"], &["t-sw*"]),
        worker("sw-d", "Owl Nightley", "csc", "duty", &["edt"], &["t-edt"]),
        worker("da-1", "Finch Tally", "authority", "data", &[], &["t-perf"]),
        worker("ad-1", "Swift Keys", "authority", "administrator", &[], &["t-perf"]),
        worker("ad-2", "Starling Keys", "authority", "administrator", &[], &["t-perf"]),
    ]
}

async fn fill(record: &Record) {
    let other = vec![
        team("t-ox", "Other Team", "yjs", false),
        worker("ox-1", "Rook Elsewhere", "yjs", "practitioner", &["yjs-case-manager"], &["t-ox"]),
    ];
    for (authority, entries) in [(HOME, staff()), (OTHER, other)] {
        let pass = program(authority);
        record.keep_staff(gate().admit_other(&pass, entries).unwrap(), 0, morning()).await.unwrap();
    }
    for id in ["yj-1", "sw-1", "ad-1"] {
        account(record, id).await;
    }
    for (id, entries) in children() {
        keep(record, id, entries, morning()).await;
    }
}

/// An account of somebody's.
pub async fn account(record: &Record, id: &str) {
    let authority = if id.starts_with("ox") { OTHER } else { HOME };
    static PASSWORD_HASH: OnceLock<String> = OnceLock::new();
    let account = Account {
        person: id.into(),
        authority: authority.into(),
        sign_in: format!("{id}@example.org"),
        password: PASSWORD_HASH.get_or_init(|| secrets::hash_password(PASSWORD).unwrap()).clone(),
        totp: TOTP.into(),
        totp_step: 0,
        failed: 0,
        locked_until: 0,
        first_until: 0,
    };
    record.keep_account(gate().admit_other(&program(authority), account).unwrap(), morning()).await.unwrap();
}

/// A record begins.
pub fn opened(authority: &str, given: &str, family: &str, born: &str) -> Entry {
    let details = Details {
        authority: authority.into(),
        given: given.into(),
        family: family.into(),
        born: born.into(),
        ..Details::default()
    };
    Entry::Opened { details }
}

/// Something happened, and both services knew at once.
pub fn event(id: &str, at: &str, event: &str, with: Value) -> Entry {
    Entry::Event { event: json!({ "id": id, "at": at, "event": event, "with": with }) }
}

/// Somebody works with the child.
pub fn involved(service: &str, team: &str, person: &str, role: &str) -> Entry {
    let own = |text: &str| text.to_owned();
    Entry::Involved(Place {
        service: own(service),
        authority: own(HOME),
        team: own(team),
        person: own(person),
        role: own(role),
    })
}

fn children() -> Vec<(&'static str, Vec<Entry>)> {
    let yjs = |id: &str, at: &str| {
        event(id, at, "yjs-involvement-started", json!({"basis": "bail-support", "route": "criminal-justice"}))
    };
    vec![
        // Remanded a week ago, and with both services.
        (
            "c-ash",
            vec![
                opened(HOME, "Ash", "Brindle", "2010-11-09"),
                yjs("a1", "2026-05-11"),
                event("a2", "2026-06-02T12:00", "remanded-yda", json!({"until": "2026-07-14"})),
                event("a3", "2026-06-02T12:00", "looked-after-started", json!({"basis": "remand"})),
                event("a4", "2026-06-03", "csc-involvement-started", json!({"plan": "looked-after"})),
                involved("yjs", "t-yj", "yj-1", "yjs-case-manager"),
                involved("csc", "t-sw", "sw-1", "social-worker"),
            ],
        ),
        // With youth justice alone.
        (
            "c-birch",
            vec![
                opened(HOME, "Birch", "Brindle", "2011-01-20"),
                yjs("b1", "2026-05-18"),
                involved("yjs", "t-yj", "yj-1", "yjs-case-manager"),
            ],
        ),
        // With a colleague of the same team.
        (
            "c-cedar",
            vec![
                opened(HOME, "Cedar", "Thornley", "2010-02-14"),
                yjs("c1", "2026-05-25"),
                involved("yjs", "t-yj", "yj-2", "yjs-case-manager"),
            ],
        ),
        // With the team, and with nobody in it.
        (
            "c-dogwood",
            vec![
                opened(HOME, "Dogwood", "Lacey", "2009-12-01"),
                yjs("d1", "2026-06-08"),
                involved("yjs", "t-yj", "", ""),
            ],
        ),
        // A colleague's child: for one named person alone.
        (
            "c-elm",
            vec![
                opened(HOME, "Elm", "Brindle", "2010-07-07"),
                yjs("e1", "2026-05-04"),
                involved("yjs", "t-yj", "yj-2", "yjs-case-manager"),
                Entry::Restricted { people: Some(vec!["yj-2".into()]), reason: String::new() },
            ],
        ),
        // Of another council.
        ("c-far", vec![opened(OTHER, "Far", "Brindle", "2010-03-03"), yjs("f1", "2026-05-04")]),
    ]
}
