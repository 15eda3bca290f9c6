//! Over real connections: who is too slow, sends too much, takes nothing or is one too many is let go, and what was begun comes to its end.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use web::{Bounds, Settings};

use crate::world::{World, run};

/// Nothing here is to run into a limit by chance, but for the one that is made small.
const WIDE: Duration = Duration::from_secs(60);
const SOON: Duration = Duration::from_millis(200);
const BOUNDS: Bounds = Bounds { head: WIDE, body: WIDE, taking: WIDE, ending: WIDE, connections: 100 };

/// What is served, until it is told to stop.
struct Serving {
    at: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<()>,
}

async fn serve(router: Router, bounds: Bounds) -> Serving {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async { drop(stopped.await) };
    Serving { at, stop, ended: tokio::spawn(web::serve(listener, router, bounds, stopped)) }
}

/// A client of its own, on a thread of its own.
async fn client<T: Send + 'static>(at: SocketAddr, what: impl FnOnce(TcpStream) -> T + Send + 'static) -> T {
    let run = move || {
        let stream = TcpStream::connect(at).unwrap();
        stream.set_read_timeout(Some(WIDE)).unwrap();
        what(stream)
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// Sends this, and reads until the other end closes.
async fn sent(at: SocketAddr, text: impl Into<String>) -> String {
    let text = text.into();
    client(at, move |mut stream| {
        stream.write_all(text.as_bytes()).unwrap();
        rest(&mut stream)
    })
    .await
}

/// What comes until the other end closes, or breaks off.
fn rest(stream: &mut TcpStream) -> String {
    let mut came = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(n @ 1..) = stream.read(&mut piece) {
        came.extend_from_slice(&piece[..n]);
    }
    String::from_utf8_lossy(&came).into_owned()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

fn ok() -> Router {
    Router::new().route("/", get(|| async { "here" }))
}

const GET: &str = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

#[test]
fn who_does_not_say_what_they_want_is_let_go() {
    run(async {
        let serving = serve(ok(), Bounds { head: SOON, ..BOUNDS }).await;
        // Nothing at all; half a head; and nothing more after an answer.
        assert_eq!(sent(serving.at, "").await, "");
        let half = sent(serving.at, "GET / HTTP/1.1\r\nHost: ").await;
        assert!(["none", "408"].contains(&status(&half)), "{half}");
        let answered = sent(serving.at, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(answered.ends_with("here"), "{answered}");
    });
}

#[test]
fn a_body_that_takes_too_long_or_is_too_long_is_refused() {
    run(async {
        let bounds = Bounds { body: SOON, ..BOUNDS };
        let world = World::with(|settings| Settings { bounds, ..settings }).await;
        let serving = serve(world.router(), bounds).await;
        let post = |path: &str, kind: &str, length: usize| {
            format!(
                "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
            )
        };
        let form = "application/x-www-form-urlencoded";
        let slow = sent(serving.at, post("/sign-in", form, 100) + "sign-in=").await;
        assert_eq!(status(&slow), "408", "{slow}");
        assert!(slow.contains("Nothing was kept"));
        // What is announced as too long is refused before it has come; so is what turns out to be.
        let long = sent(serving.at, post("/sign-in", form, 256 * 1024 + 1) + &"a".repeat(256 * 1024 + 1)).await;
        assert_eq!(status(&long), "413", "{long}");
        let fits = sent(serving.at, post("/sign-in", form, 256 * 1024) + &"a".repeat(256 * 1024)).await;
        assert_eq!(status(&fits), "200", "{fits}");
        let kind = format!("application/json\r\nAuthorization: Bearer {}", world.token("yj-1", &["read"]).await);
        let api = post("/api/v1/duties", &kind, 4 * 1024 * 1024 + 1) + &"1".repeat(4 * 1024 * 1024 + 1);
        let long = sent(serving.at, api).await;
        assert_eq!(status(&long), "413", "{long}");
        assert!(long.contains("application/problem+json"), "{long}");
    });
}

#[test]
fn another_method_is_refused_and_says_which_there_are() {
    run(async {
        let world = World::new().await;
        let serving = serve(world.router(), BOUNDS).await;
        for (asked, allowed) in [
            ("DELETE /children/c-ash", "GET,HEAD"),
            ("PUT /sign-in", "GET,HEAD,POST"),
            ("PATCH /api/v1/children/c-ash/events", "POST"),
            ("TRACE /", "GET,HEAD"),
        ] {
            let answer = sent(serving.at, format!("{asked} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).await;
            assert_eq!(status(&answer), "405", "{asked}: {answer}");
            let allow = answer.lines().find_map(|line| line.strip_prefix("allow: ")).unwrap_or_default();
            assert_eq!(allow, allowed, "{asked}");
        }
    });
}

#[test]
fn one_too_many_waits_for_a_place() {
    run(async {
        let serving = serve(ok(), Bounds { connections: 1, ..BOUNDS }).await;
        let held = TcpStream::connect(serving.at).unwrap();
        let answer = client(serving.at, |mut stream| {
            stream.write_all(GET.as_bytes()).unwrap();
            // The place is taken: the request was sent, and nothing comes.
            stream.set_read_timeout(Some(SOON)).unwrap();
            assert!(stream.read(&mut [0]).is_err());
            drop(held);
            stream.set_read_timeout(Some(WIDE)).unwrap();
            rest(&mut stream)
        })
        .await;
        assert!(answer.ends_with("here"), "{answer}");
    });
}

#[test]
fn who_takes_nothing_of_an_answer_is_let_go() {
    run(async {
        // More than any buffer between the two holds.
        let much = Router::new()
            .route("/", get(|| async { "a".repeat(64 * 1024 * 1024) }))
            .route("/small", get(|| async { "here" }));
        let serving = serve(much, Bounds { taking: SOON, connections: 1, ..BOUNDS }).await;
        let mut slow = TcpStream::connect(serving.at).unwrap();
        slow.write_all(GET.as_bytes()).unwrap();
        // There is one place, and the slow one holds it until it is let go.
        let answer = sent(serving.at, GET.replace("GET /", "GET /small")).await;
        assert!(answer.ends_with("here"), "{answer}");
        slow.set_read_timeout(Some(WIDE)).unwrap();
        let got = tokio::task::spawn_blocking(move || rest(&mut slow).len()).await.unwrap();
        assert!(got < 64 * 1024 * 1024, "{got}");
    });
}

#[test]
fn told_to_stop_it_finishes_what_was_begun_and_begins_nothing() {
    run(async {
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (own_begun, own_go_on) = (Arc::clone(&begun), Arc::clone(&go_on));
        let slow = move || async move {
            own_begun.notify_one();
            own_go_on.notified().await;
            "finished"
        };
        let serving = serve(Router::new().route("/", get(slow)), BOUNDS).await;
        let (at, idle) = (serving.at, TcpStream::connect(serving.at).unwrap());
        let under_way = tokio::spawn(sent(at, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        begun.notified().await;
        serving.stop.send(()).unwrap();
        // Whoever asks for nothing is let go; the listener is gone once they are.
        client_of(idle).await;
        while TcpStream::connect(at).is_ok() {
            tokio::task::yield_now().await;
        }
        assert!(!under_way.is_finished() && !serving.ended.is_finished());
        go_on.notify_one();
        let answer = under_way.await.unwrap();
        assert!(answer.ends_with("finished"), "{answer}");
        serving.ended.await.unwrap();
    });
}

/// Waits until the other end closes.
async fn client_of(mut stream: TcpStream) {
    stream.set_read_timeout(Some(WIDE)).unwrap();
    assert_eq!(tokio::task::spawn_blocking(move || rest(&mut stream)).await.unwrap(), "");
}

#[test]
fn what_does_not_come_to_its_end_does_not_keep_it_for_ever() {
    run(async {
        let never = Router::new().route("/", get(std::future::pending::<&'static str>));
        let serving = serve(never, Bounds { ending: SOON, ..BOUNDS }).await;
        let mut stream = TcpStream::connect(serving.at).unwrap();
        stream.write_all(GET.as_bytes()).unwrap();
        serving.stop.send(()).unwrap();
        tokio::time::timeout(WIDE, serving.ended).await.unwrap().unwrap();
    });
}
