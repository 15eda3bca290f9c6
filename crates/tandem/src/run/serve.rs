//! `tandem serve`: the web application on the configured database, with the work that runs by the clock beside it.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use calendar::Moment;
use clap::Args;
use exchange::Mail;
use gate::Gate;
use record::{Book, Key, Record};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use web::App;

use crate::cli::From;
use crate::run::settings::{Settings, Where};
use crate::run::{background, clock};

/// How it serves.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  tandem serve --settings /etc/tandem/tandem.toml\n\n\
    It speaks http: a proxy of the council's stands before it and speaks https. `tandem settings` prints all that can be set; \
    docs/install.md says how to set it up.")]
pub struct ServeArgs {
    /// The day that is taken for today, instead of today, or with a time the moment that is taken for now: for trying out alone, where people
    /// reach it by http.
    #[arg(long, value_name = "DAY", value_parser = clock::given)]
    today: Option<Moment>,
    #[command(flatten)]
    settings: Where,
}

/// The record of the settings, with what it is read by.
pub struct Opened {
    /// The settings.
    pub settings: Settings,
    /// Who may.
    pub gate: Gate,
    /// What is kept.
    pub record: Record,
}

impl Where {
    /// Reads the settings and opens the record.
    pub async fn open(&self) -> anyhow::Result<Opened> {
        let settings = self.read()?;
        let book = Book::of(From { protocols: settings.protocols.clone() }.read()?);
        let gate = Gate::shipped(&book.protocols.vocabulary).map_err(|e| anyhow!("{e}"))?;
        let record = Record::open(&settings.record, book).await?;
        let record = match &settings.key {
            Some(file) => record.with_key(key(file)?).await?,
            None => record,
        };
        Ok(Opened { settings, gate, record })
    }
}

/// The key of the known-to check, from its file; a fresh one where there is no file yet.
///
/// # Errors
///
/// Where the file cannot be read or made, or holds something else.
pub fn key(file: &Path) -> anyhow::Result<Key> {
    let help = "it must be a file of 32 bytes that only Tandem may read; where there is none, one is made";
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(mut made) => {
            let fresh = Key::fresh()?;
            std::io::Write::write_all(&mut made, &fresh).and_then(|()| made.sync_all())?;
            Ok(Key::of(fresh))
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let bytes = std::fs::read(file).with_context(|| format!("{}: {help}", file.display()))?;
            let bytes =
                bytes.try_into().map_err(|_| anyhow!("{}: this is no key\n    help: {help}", file.display()))?;
            Ok(Key::of(bytes))
        }
        Err(error) => Err(error).with_context(|| format!("{}: it cannot be made\n    help: {help}", file.display())),
    }
}

/// Runs something that waits; what is still at work in the background when it is through is left off.
pub fn wait(what: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(what);
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    done
}

impl ServeArgs {
    /// Serves until it is told to stop.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        wait(async {
            let Opened { settings, gate, record } = self.settings.open().await?;
            if self.today.is_some() && settings.web.https {
                bail!(
                    "--today: people reach this by https, so what is kept would bear a wrong date\n    help: it is for trying out"
                );
            }
            log(&settings.log)?;
            let mail = settings.mail.as_ref().map(Mail::new).transpose().map_err(|why| anyhow!("{why}"))?;
            if mail.is_none() {
                tracing::warn!("no mail server is set: reminders are shown on pages and do not go out");
            }
            let app = App::new(record, gate, settings.web, clock::of(self.today));
            until_stopped(app, settings.listen, mail, |at| {
                tracing::info!(%at, version = env!("CARGO_PKG_VERSION"), "serving");
                println!("Tandem is at http://{at}/");
            })
            .await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// Logs as lines of JSON, on standard error.
fn log(level: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(level)?;
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(std::io::stderr);
    log.try_init().map_err(|error| anyhow!("the log cannot begin: {error}"))
}

/// Serves until it is told to stop, then lets what was begun come to its end.
pub async fn until_stopped(
    app: App,
    at: SocketAddr,
    mail: Option<Mail>,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(at).await.with_context(|| format!("{at}: cannot listen there; is another program there?"))?;
    let at = listener.local_addr()?;
    let app = Arc::new(app);
    let background = tokio::spawn(background::run(Arc::clone(&app), mail, at));
    ready(at);
    let bounds = app.settings.bounds;
    web::serve(listener, web::router(app), bounds, stopped()).await;
    // A pass that is broken off is made again.
    background.abort();
    tracing::info!("stopped");
    Ok(())
}

async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { _ = interrupted => {}, () = terminated => {} }
}
