//! How is Tandem set up here? One file of settings and the environment, which goes before it.
//!
//! [`ALL`] is the one list of them, with what each means and what holds where nothing is said; `tandem settings` prints it, and
//! `docs/settings.md` has the same. What is not known is refused, with its line and the nearest that is; all faults at once.

mod text;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use exchange::{Encryption, MailSettings};

use text::Found;

/// One setting.
pub struct Setting {
    /// Its section and key: `server.listen`.
    pub name: &'static str,
    /// What holds where nothing is said; empty where nothing does.
    pub default: &'static str,
    /// What it means.
    pub means: &'static str,
}

macro_rules! settings {
    ($($name:literal = $default:literal: $means:literal;)+) => {
        /// All of them.
        pub const ALL: &[Setting] = &[$(Setting { name: $name, default: $default, means: $means },)+];
    };
}

settings! {
    "record.sqlite" = "": "The file of the record, on a disk of this machine. This or `record.postgres`.";
    "record.postgres" = "": "The PostgreSQL database of the record: `host=/run/postgresql user=tandem dbname=tandem`. Version 15 or later.";
    "record.encryption" = "": "How the way to PostgreSQL is kept secret: `tls` (the server's certificate and name are checked) or `none`. Where it is left out, `tls`, but for a socket and for `localhost`.";
    "record.trusted" = "": "A file with the certificates (PEM) of those who vouch for the PostgreSQL server, instead of those whom this machine trusts.";
    "server.listen" = "127.0.0.1:8080": "Where it listens. A proxy of the council's stands before it and speaks https.";
    "server.base" = "": "The address by which people reach it, `https://tandem.example.org`. Where it begins with `http://`, cookies are sent without https: for trying out alone.";
    "server.idle-minutes" = "15": "After how many minutes without a request a session ends.";
    "server.absolute-hours" = "10": "After how many hours a session ends in any case.";
    "server.requests-a-minute" = "300": "For how many requests a minute one person is answered; 0 for no limit.";
    "server.metrics" = "loopback": "Who may read `/metrics`: `loopback` (this machine alone) or `anywhere`.";
    "server.protocols" = "": "A folder to read the protocols from, instead of the shipped ones.";
    "known.key" = "": "The file with the key by which children are looked up in the known-to check; made where there is none. Never in the database, nor in its backup. Without it: the file of `record.sqlite` with `.key` behind it; with PostgreSQL the check is not offered.";
    "known.an-hour" = "20": "How often one person may ask in an hour whether a child is known.";
    "known.a-day" = "60": "How often in a day.";
    "mail.host" = "": "The mail server. Where none is named, no reminders go out by mail.";
    "mail.port" = "587": "Its port.";
    "mail.encryption" = "starttls": "How the connection to it is kept secret: `starttls`, `tls`, or `none` for a server on this machine.";
    "mail.name" = "": "The name to sign in to it with, where it asks for one.";
    "mail.password" = "": "The password. Better in the environment or in a file that only Tandem may read.";
    "mail.from" = "": "The sender's address.";
    "mail.trusted" = "": "A file with a certificate (PEM) to trust besides those of the machine.";
    "log.level" = "info": "How much is logged: `error`, `warn`, `info` or `debug`. No personal data at any level.";
}

impl Setting {
    /// Its name in the environment.
    pub fn variable(&self) -> String {
        format!("TANDEM_{}", self.name.replace(['.', '-'], "_").to_uppercase())
    }
}

/// The variable that names the file of settings.
const FILE: &str = "TANDEM_SETTINGS";

/// Where the settings are.
#[derive(Debug, Args, Clone)]
pub struct Where {
    /// The file of settings (TOML); without it, that of TANDEM_SETTINGS, else the environment alone.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

/// How Tandem is set up.
#[derive(Debug)]
pub struct Settings {
    /// Where the record is.
    pub record: record::Settings,
    /// The file with the key of the known-to check; nothing where it is not offered.
    pub key: Option<PathBuf>,
    /// Where it listens.
    pub listen: SocketAddr,
    /// How it is served.
    pub web: web::Settings,
    /// The folder of the protocols, where they are not the shipped ones.
    pub protocols: Option<PathBuf>,
    /// Where messages go out; nothing where none do.
    pub mail: Option<MailSettings>,
    /// How much is logged.
    pub log: String,
}

impl Where {
    /// Reads them.
    pub fn read(&self) -> anyhow::Result<Settings> {
        let environment: Vec<(String, String)> = std::env::vars().filter(|(name, _)| is_ours(name)).collect();
        let named = environment.iter().find(|(name, _)| name == FILE).map(|(_, path)| PathBuf::from(path));
        let path = self.settings.clone().or(named);
        let file = match &path {
            Some(path) => {
                let bytes = crate::files::bytes(path)?;
                let text =
                    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{}: it is no text", path.display()))?;
                Some((path.display().to_string(), text))
            }
            None => None,
        };
        let mut found = Found::default();
        if let Some((name, text)) = &file {
            found.file(name, text);
        }
        found.environment(environment.into_iter().filter(|(name, _)| name != FILE));
        settings(found, path.as_deref())
    }
}

/// Whether a variable is meant for these settings: it names a section of them. Others may begin with the program's name as well.
fn is_ours(variable: &str) -> bool {
    let section = |one: &Setting| one.variable().split('_').take(2).collect::<Vec<_>>().join("_") + "_";
    variable == FILE || ALL.iter().any(|one| variable.starts_with(&section(one)))
}

fn settings(mut found: Found, path: Option<&Path>) -> anyhow::Result<Settings> {
    let (sqlite, postgres) = (found.some("record.sqlite"), found.some("record.postgres"));
    let record = match (sqlite, postgres) {
        (Some(file), None) => Some(record::Settings::Sqlite(file.into())),
        (None, Some(address)) => Some(record::Settings::Postgres(server(&mut found, address))),
        (Some(_), Some(_)) => {
            found.refuse("record.postgres", "`record.sqlite` is set too: only one of them can hold the record")
        }
        (None, None) => {
            found.refuse("record.sqlite", "it is not said where the record is: set this or `record.postgres`")
        }
    };
    let listen = found.parsed::<SocketAddr>("server.listen", "an address and a port, like 127.0.0.1:8080");
    let base = base(&mut found);
    let metrics = found.one_of("server.metrics", &["loopback", "anywhere"]);
    let web = web::Settings {
        https: base.starts_with("https://"),
        base,
        made_up: false,
        idle: found.number("server.idle-minutes", 1, 240) * 60,
        absolute: found.number("server.absolute-hours", 1, 24) * 3600,
        a_minute: u32::try_from(found.number("server.requests-a-minute", 0, 1_000_000)).unwrap_or(0),
        metrics_from_anywhere: metrics == "anywhere",
        version: env!("CARGO_PKG_VERSION").to_owned(),
        bounds: web::Bounds::default(),
        known: record::Quota {
            an_hour: u32::try_from(found.number("known.an-hour", 1, 10_000)).unwrap_or(1),
            a_day: u32::try_from(found.number("known.a-day", 1, 10_000)).unwrap_or(1),
        },
    };
    let key = found.some("known.key").map(PathBuf::from).or_else(|| record.as_ref().and_then(key_beside));
    let protocols = found.some("server.protocols").map(PathBuf::from);
    let mail = mail(&mut found, &web.base);
    let log = found.one_of("log.level", &["error", "warn", "info", "debug"]);
    match (record, listen, found.faults()) {
        (Some(record), Some(listen), []) => Ok(Settings { record, key, listen, web, protocols, mail, log }),
        (_, _, faults) => {
            let help = match path {
                Some(_) => "`tandem settings` prints all that can be set",
                None => "no file of settings was given (--settings FILE); `tandem settings` prints all that can be set",
            };
            bail!("{}\n    help: {help}", faults.join("\n"))
        }
    }
}

/// The file of the key where none is named.
pub fn key_beside(record: &record::Settings) -> Option<PathBuf> {
    let record::Settings::Sqlite(file) = record else { return None };
    let mut name = file.clone().into_os_string();
    name.push(".key");
    Some(name.into())
}

fn server(found: &mut Found, address: String) -> record::Server {
    let encryption = found.some("record.encryption").map(|_| found.one_of("record.encryption", &["tls", "none"]));
    let encryption =
        encryption.map(|word| if word == "none" { record::Encryption::None } else { record::Encryption::Tls });
    record::Server { address, encryption, trusted: trusted(found, "record.trusted") }
}

/// The file that a setting names; nothing where it names none.
fn trusted(found: &mut Found, name: &str) -> Option<Vec<u8>> {
    match crate::files::bytes(Path::new(&found.some(name)?)) {
        Ok(bytes) => Some(bytes),
        Err(error) => found.refuse(name, &error.to_string()),
    }
}

fn base(found: &mut Found) -> String {
    let base = found.some("server.base").unwrap_or_default().trim_end_matches('/').to_owned();
    let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', ' ']) {
        let _: Option<()> = found
            .refuse("server.base", "it is the address by which people reach Tandem, like https://tandem.example.org");
    }
    base
}

fn mail(found: &mut Found, base: &str) -> Option<MailSettings> {
    let host = found.some("mail.host")?;
    let encryption = match found.one_of("mail.encryption", &["starttls", "tls", "none"]).as_str() {
        "none" => Encryption::None,
        "tls" => Encryption::Tls,
        _ => Encryption::StartTls,
    };
    let trusted = trusted(found, "mail.trusted");
    let settings = MailSettings {
        host,
        port: u16::try_from(found.number("mail.port", 1, 65_535)).unwrap_or(0),
        encryption,
        sign_in: found.some("mail.name").map(|name| (name, found.some("mail.password").unwrap_or_default())),
        trusted,
        from: found.some("mail.from").unwrap_or_default(),
        link: base.to_owned(),
    };
    if let Err(why) = exchange::Mail::new(&settings) {
        return found.refuse("mail.from", &why);
    }
    Some(settings)
}

/// Prints every setting.
#[derive(Debug, Args)]
pub struct SettingsArgs {}

impl SettingsArgs {
    /// As the table of `docs/settings.md`.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        crate::text::print(&table())?;
        Ok(ExitCode::SUCCESS)
    }
}

fn table() -> String {
    let mut out =
        "| setting | in the environment | without it | what it means |\n| --- | --- | --- | --- |\n".to_owned();
    for one in ALL {
        let default = if one.default.is_empty() { String::new() } else { format!("`{}`", one.default) };
        out += &format!("| `{}` | `{}` | {default} | {} |\n", one.name, one.variable(), one.means);
    }
    out
}
