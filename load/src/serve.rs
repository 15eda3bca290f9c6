//! The server under test, in a process of its own, and the bare handler beside it on the next port.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use axum::Router;
use axum::routing::get;
use gate::Gate;
use record::{Book, Record, Settings};
use tokio::net::TcpListener;
use web::App;

use crate::{Asked, known};

/// Opens the record that was asked for.
pub async fn open(asked: &Asked) -> anyhow::Result<Record> {
    let protocols = protocol::read(&protocol::shipped::files()).map_err(|r| anyhow::anyhow!("{r}"))?;
    let settings = match &asked.postgres {
        Some(address) => Settings::Postgres(address.as_str().into()),
        None => {
            std::fs::create_dir_all(&asked.data)?;
            Settings::Sqlite(file(asked))
        }
    };
    Ok(Record::open(&settings, Book::of(protocols)).await?)
}

/// The file of the record, where it is one.
pub fn file(asked: &Asked) -> PathBuf {
    let name = if asked.known { "known.db".to_owned() } else { format!("load-{}.db", asked.children) };
    asked.data.join(name)
}

/// Noon of the day on which the made-up children stand.
pub fn now() -> i64 {
    (calendar::Moment::date_only(tandem::demo::TODAY).instant() + 12 * 3600) * 1000
}

/// Serves until killed.
pub async fn serve(asked: &Asked, port: u16) -> anyhow::Result<()> {
    let record = if asked.known { known::open(asked).await? } else { open(asked).await? };
    let gate = Gate::shipped(&record.book().protocols.vocabulary).map_err(|e| anyhow::anyhow!("{e}"))?;
    let at = |port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let settings = web::Settings {
        base: format!("http://{}", at(port)),
        idle: 1_000_000,
        absolute: 1_000_000,
        known: known::QUOTA,
        ..web::Settings::default()
    };
    let app = App::new(record, gate, settings, Box::new(now));
    let bare = Router::new().route("/", get(|| async { "ok" }));
    let (listener, beside) = (TcpListener::bind(at(port)).await?, TcpListener::bind(at(port + 1)).await?);
    println!("ready");
    let never = std::future::pending;
    let bounds = web::Bounds::default();
    tokio::join!(web::serve(listener, web::router(app), bounds, never()), web::serve(beside, bare, bounds, never()));
    Ok(())
}
