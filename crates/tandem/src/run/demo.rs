//! `tandem demo`: the web application on an embedded database with five made-up boroughs in it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use calendar::Moment;
use clap::Args;
use gate::{Action, Decision, Gate, On, Request, Standing};
use record::{Book, Record, Token};
use tandem::demo::SEED;
use web::App;

use crate::cli::From;
use crate::run::settings::key_beside;
use crate::run::{clock, fill, serve};

/// How the demonstration runs.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  tandem demo\n  tandem demo --today 2026-06-10 --port 9000\n  tandem demo --data demo-data\n\n\
    Everything in it is made up. It listens on this machine alone, and forgets all when it ends unless --data names a folder."
)]
pub struct DemoArgs {
    /// The port on this machine.
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    port: u16,
    /// The day that is taken for today, instead of today; with a time (2026-06-10T10:00) the moment that is taken for now.
    #[arg(long, value_name = "DAY", value_parser = clock::given)]
    today: Option<Moment>,
    /// Keep the record in this folder; one that is there already is opened again.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Make a token for the API for this made-up person, and print it; may be given several times.
    #[arg(long, value_name = "PERSON")]
    token_for: Vec<String>,
    #[command(flatten)]
    from: From,
}

/// A token for each person asked for, as they would make one for themselves.
async fn tokens(record: &Record, gate: &Gate, people: &[String], now: i64) -> anyhow::Result<Vec<(String, String)>> {
    const DAY: i64 = 86_400_000;
    let mut made = Vec::new();
    for id in people {
        let mut found = None;
        for authority in record.authorities().await? {
            found = found.or(record.staff(&authority).await?.person(id).cloned());
        }
        let person = found.ok_or_else(|| anyhow!("--token-for: there is no `{id}` among the made-up people"))?;
        let none = Vec::new();
        let asked = Request { fresh: true, ..Request::new(&person, Action::KeepTokens, On::Own, &none) };
        let Decision::Permit(pass) = gate.decide(&asked) else { bail!("--token-for: `{id}` may not make tokens") };
        let secret = web::secrets::fresh().map_err(|_| anyhow!("the machine gives no random numbers"))?;
        let token = Token {
            id: record::hash(&secret),
            person: String::new(),
            authority: String::new(),
            name: "made when the demonstration began".into(),
            scopes: ["read", "write", "export"].map(str::to_owned).to_vec(),
            made: now,
            expires: now + DAY,
            last_used: 0,
        };
        record.keep_token(&pass, token).await?;
        made.push((person.id, secret));
    }
    Ok(made)
}

/// One person of each borough, as the list on the sign-in page has them, with the name that they sign in with.
async fn names(record: &Record) -> anyhow::Result<Vec<(String, String)>> {
    let mut names = Vec::new();
    for authority in record.authorities().await? {
        let staff = record.staff(&authority).await?;
        for person in staff.people.iter().filter(|p| p.active && p.standing == Standing::Practitioner) {
            if let Some(account) = record.account_of(&person.id).await? {
                names.push((person.name.clone(), account.sign_in));
                break;
            }
        }
    }
    Ok(names)
}

impl DemoArgs {
    /// Fills the boroughs and serves them.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        serve::wait(self.serve())
    }

    async fn serve(self) -> anyhow::Result<ExitCode> {
        let today = self.today.unwrap_or_else(|| Moment::at_instant(clock::now() / 1000)).day();
        let clock = clock::of(self.today);
        let book = Book::of(self.from.read()?);
        let gate = Gate::shipped(&book.protocols.vocabulary).map_err(|e| anyhow!("{e}"))?;
        let own = Folder::new(self.data)?;
        let file = own.path.join("tandem.db");
        let is_new = !file.exists();
        let place = record::Settings::Sqlite(file);
        let record = Record::open(&place, book).await?;
        let record = match key_beside(&place) {
            Some(file) => record.with_key(serve::key(&file)?).await?,
            None => record,
        };
        if is_new {
            eprintln!("Filling five made-up boroughs as of {}…", today.in_words());
            let boroughs = tandem::demo::boroughs(today, SEED, book.protocols).map_err(|e| anyhow!("{e}"))?;
            fill::fill(&record, &gate, &boroughs, clock()).await?;
        }
        let at = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port);
        let settings = web::Settings {
            base: format!("http://{at}"),
            https: false,
            made_up: true,
            idle: 15 * 60,
            absolute: 10 * 3600,
            a_minute: 0,
            metrics_from_anywhere: false,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            bounds: web::Bounds::default(),
            known: record::Quota::default(),
        };
        let names = names(&record).await?;
        let tokens = tokens(&record, &gate, &self.token_for, clock()).await?;
        let app = App::new(record, gate, settings, clock);
        serve::until_stopped(app, at, None, |at| {
            println!("Tandem is at http://localhost:{}/\n", at.port());
            println!("Sign in as any of the made-up people listed there, or with a name and a password:");
            for (name, sign_in) in &names {
                println!("  name      {sign_in}  ({name})");
            }
            println!("  password  {}", fill::PASSWORD);
            println!("  code      shown on the page\n");
            for (person, token) in &tokens {
                println!("  token     {person} {token}");
            }
            println!("Ctrl-C ends it.");
        })
        .await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The folder of the record: the one named, or one that goes with the program.
struct Folder {
    path: PathBuf,
    goes: bool,
}

impl Folder {
    fn new(named: Option<PathBuf>) -> anyhow::Result<Folder> {
        let goes = named.is_none();
        let path = named.unwrap_or_else(|| std::env::temp_dir().join(format!("tandem-demo-{}", std::process::id())));
        std::fs::create_dir_all(&path).with_context(|| format!("{}: the folder cannot be made", path.display()))?;
        Ok(Folder { path, goes })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.goes {
            // Where it cannot be removed, the system clears its folder for temporary files.
            let _left = std::fs::remove_dir_all(&self.path);
        }
    }
}
