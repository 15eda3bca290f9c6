//! Where is the server, and how is the way there kept secret?
//!
//! In comes what the settings say; out goes what connects. The way is encrypted to a server whose certificate and name were checked, or it is
//! not encrypted and leads nowhere else; there is nothing between, because what is encrypted for whoever answers is secret from nobody.

use std::fmt;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// How long a server may take to answer a call, or a connection to become free.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A database on a server.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Its connection string: `host=… user=… dbname=…`, or a `postgresql://` address.
    pub address: String,
    /// How the way there is kept secret; where nothing is said by TLS, unless the server is this machine.
    pub encryption: Option<Encryption>,
    /// The certificates (PEM) of those who vouch for it, instead of those whom this machine trusts.
    pub trusted: Option<Vec<u8>>,
}

/// How the way to a server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// By TLS, to a server whose certificate and name are checked.
    Tls,
    /// Not at all: for this machine, and for a network that encrypts by itself.
    None,
}

impl From<&str> for Server {
    fn from(address: &str) -> Server {
        Server { address: address.to_owned(), encryption: None, trusted: None }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The password stands in no log.
        f.debug_struct("Server").field("encryption", &self.encryption).finish_non_exhaustive()
    }
}

impl Server {
    /// Reads the address. Only a server that takes writes will do: no decision rests on a standby.
    pub(super) fn config(&self) -> Result<Config, String> {
        let help = "how the way there is encrypted is said by `record.encryption` and `record.trusted`, and not by the address";
        let mut config: Config = self.address.parse().map_err(|e| match std::error::Error::source(&e) {
            Some(cause) if cause.to_string().contains("ssl") => format!("`record.postgres`: {cause}; {help}"),
            _ => format!("`record.postgres` is no address of a database: {}", super::whole(&e)),
        })?;
        if config.get_ssl_mode() != SslMode::Prefer {
            return Err(format!("`record.postgres`: it has `sslmode`; {help}"));
        }
        let encryption = self.encryption.unwrap_or(if self.trusted.is_none() && is_here(&config) {
            Encryption::None
        } else {
            Encryption::Tls
        });
        let is_by_name = |host: &Host| matches!(host, Host::Tcp(_));
        if encryption == Encryption::Tls && !config.get_hosts().iter().all(is_by_name) {
            return Err("`record.postgres`: the way to a socket cannot be encrypted, and needs it not; leave out \
                        `record.encryption` and `record.trusted`"
                .into());
        }
        if encryption == Encryption::Tls && config.get_hosts().is_empty() {
            return Err(
                "`record.postgres`: there is no `host`; the certificate of the server is compared with it".into()
            );
        }
        config.ssl_mode(if encryption == Encryption::Tls { SslMode::Require } else { SslMode::Disable });
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(PATIENCE);
        }
        config.application_name("tandem").target_session_attrs(TargetSessionAttrs::ReadWrite);
        Ok(config)
    }
}

/// Whether every server of an address is this machine.
fn is_here(config: &Config) -> bool {
    let host = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    config.get_hosts().iter().all(host) && config.get_hostaddrs().is_empty()
}

/// The servers of an address, as one says them.
pub fn named(config: &Config) -> String {
    let host = |host: &Host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    };
    let all = config.get_hosts().iter().map(host).chain(config.get_hostaddrs().iter().map(ToString::to_string));
    all.collect::<Vec<_>>().join(", ")
}
