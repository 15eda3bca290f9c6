//! Where is the server, and may one talk to it there without encryption?

use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// How long a server may take to answer a call, or a connection to become free.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Reads the address of a database. Only a server that takes writes will do: no decision rests on a standby.
pub fn read(address: &str) -> Result<Config, String> {
    let mut config: Config = address.parse().map_err(|e| format!("the address of the database: {e}"))?;
    match config.get_ssl_mode() {
        SslMode::Disable => {}
        SslMode::Prefer if config.get_hosts().iter().all(is_here) && config.get_hostaddrs().is_empty() => {}
        SslMode::Prefer => {
            let help = "where the network between is private (a tunnel, or the two machines' own), say so with `sslmode=disable`";
            return Err(format!(
                "the database is on another machine, and Tandem does not encrypt the way there; {help}"
            ));
        }
        _ => {
            let help = "run it on this machine, or behind a tunnel, and leave `sslmode` out";
            return Err(format!(
                "the address asks for encryption, and Tandem does not encrypt the way to the database; {help}"
            ));
        }
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(PATIENCE);
    }
    config.application_name("tandem").target_session_attrs(TargetSessionAttrs::ReadWrite);
    Ok(config)
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}
