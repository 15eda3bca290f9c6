//! The way to a PostgreSQL server on another machine: encrypted to the server that is meant, or not gone at all.

use record::{Encryption, Record, Server, Settings, StoreError};

use crate::people::{begin, keep, plain, see};
use crate::place::{Folder, Place, book, run};
use crate::server;

const PASSWORD: &str = "of-this-test-alone";

/// A server with a database `there` that is Wren's, and the way to it as from another machine.
async fn another_machine() -> Option<(server::Server, Server)> {
    let server = server::start_encrypted()?;
    server::run(&server.address("postgres"), &format!("CREATE ROLE wren LOGIN PASSWORD '{PASSWORD}'")).await;
    server::run(&server.address("postgres"), "CREATE DATABASE there OWNER wren").await;
    let port = server.port.unwrap();
    let address =
        format!("host=db.example.org hostaddr=127.0.0.1 port={port} user=wren password={PASSWORD} dbname=there");
    let way = Server { address, encryption: None, trusted: Some(server.vouching()) };
    Some((server, way))
}

async fn refusal(server: Server) -> String {
    match Record::open(&Settings::Postgres(server), book()).await {
        Err(StoreError::Unusable(why)) => why,
        other => panic!("{:?}", other.map(drop)),
    }
}

#[test]
fn a_record_on_another_machine() {
    run(async {
        let Some((server, way)) = another_machine().await else { return };
        // Whoever sits between could not pass the password on, either: it is bound to the certificate.
        let bound = Server { address: way.address.clone() + " channel_binding=require", ..way };
        let at = Place { settings: Settings::Postgres(bound), folder: Folder::new() };
        let record = at.open().await;
        begin(&record, "c1").await;
        let ways =
            "SELECT DISTINCT ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'wren'";
        assert_eq!(server::run(&server.address("there"), ways).await, [["t", "TLSv1.3"]]);
        // A connection that broke is made again.
        server.restart();
        keep(&record, "c1", "k", vec![plain("e", "2026-03-02", "arrested")]).await.unwrap();
        assert_eq!(record.child(&see("c1")).await.unwrap().version, 2);
    });
}

#[test]
fn what_is_not_the_server_that_is_meant() {
    run(async {
        let Some((server, way)) = another_machine().await else { return };
        let address = |from: &str, to: &str| Server { address: way.address.replace(from, to), ..way.clone() };
        for (server, why) in [
            (
                Server { trusted: None, ..way.clone() },
                "db.example.org, 127.0.0.1: the server's certificate was given by nobody whom Tandem trusts; name in `record.trusted`",
            ),
            (
                address("db.example.org", "other.example.org"),
                "the server's certificate is for another: it has db.example.org; give as `host`",
            ),
            (
                address(PASSWORD, "guessed"),
                "the server does not let Tandem in: password authentication failed for user \"wren\"; look at",
            ),
            (
                Server { trusted: Some(b"no certificate".into()), ..way.clone() },
                "`record.trusted`: there is no certificate in it",
            ),
            (
                Server { encryption: Some(Encryption::None), ..way.clone() },
                "no encryption; look at `user` and `password`",
            ),
            // This machine needs no encryption, unless it is said whom to trust.
            (
                Server { trusted: None, ..address("host=db.example.org hostaddr=127.0.0.1", "host=localhost") },
                "no encryption; look at",
            ),
            (
                address("host=db.example.org hostaddr=127.0.0.1", "host=localhost"),
                "the server's certificate is for another",
            ),
        ] {
            let said = format!("{server:?}");
            let why_not = refusal(server).await;
            assert!(why_not.contains(why), "{said}: {why_not}");
        }
        server::run(&server.address("postgres"), "ALTER SYSTEM SET ssl = off").await;
        server.restart();
        let why = refusal(way).await;
        assert!(why.contains("the server offers no encryption (TLS); turn it on there (`ssl = on`)"), "{why}");
    });
}
