//! How are connections taken, and how does it stop? Each has a limited time to say what it wants, and there is a limit to how many there are.
//!
//! Told to stop, it takes no new connection, lets what was begun come to its end, and after a while ends all the same. Which requests there
//! are and how they are answered is not its concern.

use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

/// How long a client may take, and how many there may be. Nobody sets them: tests make them small.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// To say what it wants; a connection on which nothing is asked ends after as long.
    pub head: Duration,
    /// To send the body.
    pub body: Duration,
    /// To take the next piece of an answer.
    pub taking: Duration,
    /// What was begun, once the program is told to stop.
    pub ending: Duration,
    /// How many connections there are at most; others wait.
    pub connections: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        let seconds = Duration::from_secs;
        Bounds { head: seconds(15), body: seconds(30), taking: seconds(30), ending: seconds(20), connections: 2_048 }
    }
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Serves until it is told to stop; what was begun comes to its end.
pub async fn serve(listener: TcpListener, router: Router, bounds: Bounds, stopped: impl Future<Output = ()>) {
    let (graceful, free) = (GracefulShutdown::new(), Arc::new(Semaphore::new(bounds.connections)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head);
    let mut stopped = pin!(stopped);
    loop {
        let next = async {
            let turn = Arc::clone(&free).acquire_owned().await;
            (turn, listener.accept().await)
        };
        let (turn, stream, peer) = tokio::select! {
            () = &mut stopped => break,
            (turn, accepted) = next => match accepted {
                Ok((stream, peer)) => (turn, stream, Peer(peer.ip())),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    // Where no more files can be opened, at once again would help nobody.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        // Without it, a short answer may wait for the next.
        let _slower = stream.set_nodelay(true);
        let service = router.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            request.map(Body::new)
        });
        // Whoever asks for much and takes nothing would keep a place among the connections for ever.
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(bounds.taking));
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that goes away is no fault of ours.
            let _ended = connection.await;
            drop(turn);
        });
    }
    drop(listener);
    if tokio::time::timeout(bounds.ending, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were not answered in time, and were broken off");
    }
}
