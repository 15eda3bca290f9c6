//! `tandem serve`: the web application on the configured database.

use std::net::SocketAddr;

use anyhow::Context;
use tokio::net::TcpListener;
use web::App;

/// Serves until it is told to stop, then lets what was begun come to its end.
pub async fn until_stopped(app: App, at: SocketAddr, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(at).await.with_context(|| format!("{at}: cannot listen there; is another program there?"))?;
    ready(listener.local_addr()?);
    web::serve(listener, web::router(app), stopped()).await.context("the server stopped")
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
