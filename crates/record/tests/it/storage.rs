//! The databases themselves: full disks, closed connections, copies, folders that cannot be written.

use std::path::Path;
use std::process::Command;

use record::{Encryption, Record, RecordError, Server, Settings, StoreError};

use crate::people::{NOW, admitted, begin, keep, plain, see, upkeep, write};
use crate::place::{Folder, Place, book, on_postgres, run, sqlite};
use crate::server;

async fn refusal(settings: Settings) -> String {
    match Record::open(&settings, book()).await {
        Err(StoreError::Unusable(why)) => why,
        other => panic!("{:?}", other.map(drop)),
    }
}

#[test]
fn a_copy_while_others_write() {
    run(async {
        let at = sqlite();
        let record = std::sync::Arc::new(at.open().await);
        begin(&record, "c1").await;
        let writing = std::sync::Arc::clone(&record);
        let to = at.folder.join("copy.db");
        let (done, mut over) = tokio::sync::oneshot::channel::<()>();
        let writer = tokio::spawn(async move {
            let mut n = 0;
            while over.try_recv().is_err() {
                let one = write("c1", n + 1, &format!("k{n}"), vec![plain(&format!("e{n}"), "2026-03-02", "arrested")]);
                writing.append(admitted(one), NOW).await.unwrap();
                n += 1;
            }
            n
        });
        record.backup(&upkeep(), &to).await.unwrap();
        done.send(()).unwrap();
        let written = writer.await.unwrap();
        let copy = Place { settings: Settings::Sqlite(to.clone()), folder: Folder::new() };
        let found = copy.open().await.verify(&upkeep(), |_| {}).await.unwrap();
        assert_eq!((found.streams, found.differences), (1, vec![]));
        assert!(found.lines >= 1 && found.lines <= written + 1);
        let Err(StoreError::Unusable(why)) = record.backup(&upkeep(), &to).await else { panic!("written over") };
        assert!(why.contains("name a new file"), "{why}");
        #[cfg(unix)]
        for file in [at.folder.join("record.db"), to] {
            let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
            assert_eq!(mode & 0o077, 0, "{}", file.display());
        }
    });
}

#[test]
fn closed_when_dropped() {
    run(async {
        let at = sqlite();
        let record = at.open().await;
        begin(&record, "c1").await;
        assert!(at.folder.join("record.db-wal").exists());
        drop(record);
        assert!(!at.folder.join("record.db-wal").exists(), "the writer has not closed the file");
    });
}

#[test]
fn the_log_of_the_database_stays_small() {
    run(async {
        let at = sqlite();
        let record = std::sync::Arc::new(at.open().await);
        begin(&record, "c1").await;
        let wal = || std::fs::metadata(at.folder.join("record.db-wal")).unwrap().len();
        let reader = rusqlite::Connection::open(at.folder.join("record.db")).unwrap();
        let draft = |n: usize| record::Draft {
            id: format!("d{}", n % 40),
            child: "c1".into(),
            title: String::new(),
            body: format!("{n:>8}").repeat(5_000),
            saved: NOW,
        };
        let pass = crate::people::own(&crate::people::amy(), gate::Action::KeepDrafts);
        let keep = async |from: usize| {
            for some in (from..from + 2_100).collect::<Vec<_>>().chunks(30) {
                let one = |n: &usize| {
                    let (record, pass, draft) = (std::sync::Arc::clone(&record), pass.clone(), draft(*n));
                    tokio::spawn(async move { record.keep_draft(&pass, draft).await.unwrap() })
                };
                for done in some.iter().map(one).collect::<Vec<_>>() {
                    done.await.unwrap();
                }
            }
        };
        // A reader that stays keeps the log from being begun anew, and holds no write up.
        reader.execute_batch("BEGIN; SELECT COUNT(*) FROM log;").unwrap();
        keep(0).await;
        let held = wal();
        assert!(held > 32 << 20, "{held}");
        reader.execute_batch("COMMIT").unwrap();
        keep(2_100).await;
        keep(4_200).await;
        keep(6_300).await;
        assert!(wal() < 2 * held, "{} after {held}", wal());
    });
}

#[test]
fn a_folder_that_is_not_there() {
    run(async {
        let folder = Folder::new();
        let why = refusal(Settings::Sqlite(folder.join("nowhere/record.db"))).await;
        assert!(why.contains("nowhere/record.db") && why.contains("must be allowed to write"), "{why}");
        std::fs::write(folder.join("letter.txt"), "Dear all, ".repeat(1_000)).unwrap();
        let why = refusal(Settings::Sqlite(folder.join("letter.txt"))).await;
        assert!(why.contains("damaged or is no record"), "{why}");
    });
}

/// A small disk of our own, where we may make one.
struct Disk(Folder);

impl Disk {
    fn of(size: &str) -> Option<Disk> {
        let folder = Folder::new();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(&*folder).output();
        mounted.is_ok_and(|out| out.status.success()).then_some(Disk(folder))
    }

    fn mount_again(&self, how: &str) {
        let done = Command::new("mount").args(["-o", how]).arg(&*self.0).status().unwrap();
        assert!(done.success());
    }

    fn file(&self) -> Settings {
        Settings::Sqlite(Path::join(&self.0, "record.db"))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg(&*self.0).status();
    }
}

#[test]
fn a_full_disk() {
    let Some(disk) = Disk::of("size=3m") else {
        eprintln!("not tried: only root can mount a small disk");
        return;
    };
    run(async {
        let record = Record::open(&disk.file(), book()).await.unwrap();
        begin(&record, "c1").await;
        let note = "x".repeat(20_000);
        let mut kept = 1;
        let why = loop {
            let said = vec![record::Entry::Warnings { warnings: vec![record::Warning { text: note.clone() }] }];
            match record.append(admitted(write("c1", kept, &format!("k{kept}"), said)), NOW).await {
                Ok(done) => kept = done.version,
                Err(error) => break error,
            }
        };
        let record::AppendError::Record(RecordError::Store(StoreError::Unwritable(why))) = why else {
            panic!("{why:?}")
        };
        assert!(why.contains("full") && why.contains("make room"), "{why}");
        // Reading goes on, and nothing that was answered for is lost.
        assert_eq!(record.child(&see("c1")).await.unwrap().version, kept);
        disk.mount_again("remount,size=16m");
        keep(&record, "c1", "room again", vec![plain("e1", "2026-03-02", "arrested")]).await.unwrap();
        let found = record.verify(&upkeep(), |_| {}).await.unwrap();
        assert_eq!((found.lines, found.differences), (kept + 1, vec![]));
    });
}

#[test]
fn a_disk_that_is_only_read() {
    let Some(disk) = Disk::of("size=3m") else {
        eprintln!("not tried: only root can mount a small disk");
        return;
    };
    run(async {
        disk.mount_again("remount,ro");
        let why = refusal(disk.file()).await;
        assert!(why.contains("must be allowed to write"), "{why}");
    });
}

#[test]
fn a_server_that_was_restarted() {
    let Some(server) = server::start() else { return };
    run(async {
        server.make("again").await;
        let at = Place { settings: Settings::Postgres(server.address("again").as_str().into()), folder: Folder::new() };
        let record = std::sync::Arc::new(at.open().await);
        begin(&record, "c1").await;
        // Several connections stand open.
        let many: Vec<_> = (0..8)
            .map(|_| {
                let record = std::sync::Arc::clone(&record);
                tokio::spawn(async move { record.child(&see("c1")).await.unwrap() })
            })
            .collect();
        for one in many {
            one.await.unwrap();
        }
        for round in 0..3 {
            server.restart();
            assert_eq!(record.ties("c1").await.unwrap().unwrap().child, "c1");
            server.restart();
            keep(&record, "c1", &format!("k{round}"), vec![plain(&format!("e{round}"), "2026-03-02", "arrested")])
                .await
                .unwrap();
            server.restart();
            let look = |n: usize| {
                let (record, look) =
                    (std::sync::Arc::clone(&record), record::Look::of(&see("c1"), &format!("{round}-{n}")));
                tokio::spawn(async move { record.looked(vec![look], NOW).await.unwrap() })
            };
            for one in (0..8).map(look).collect::<Vec<_>>() {
                one.await.unwrap();
            }
        }
        assert_eq!(at.open().await.child(&see("c1")).await.unwrap().version, 4);
        let requests = server::run(&server.address("again"), "SELECT request FROM looked ORDER BY request").await;
        let every = (0..3).flat_map(|round| (0..8).map(move |n| vec![format!("{round}-{n}")]));
        assert_eq!(requests, every.collect::<Vec<_>>());
    });
}

#[test]
fn written_to_the_disk() {
    on_postgres(|at: Place| async move {
        let record = at.open().await;
        // The server is told not to wait for its disk; the record's own connections wait all the same.
        assert_eq!(at.sql("SHOW synchronous_commit").await, [["off"]]);
        at.sql("CREATE TABLE said (setting TEXT)").await;
        let says = "BEGIN INSERT INTO said VALUES (current_setting('synchronous_commit')); RETURN NEW; END";
        at.sql(&format!("CREATE FUNCTION says() RETURNS trigger LANGUAGE plpgsql AS $${says}$$")).await;
        at.sql("CREATE TRIGGER says AFTER INSERT ON log FOR EACH ROW EXECUTE FUNCTION says()").await;
        begin(&record, "c1").await;
        assert_eq!(at.sql("SELECT setting FROM said").await, [["on"]]);
    });
}

#[test]
fn addresses() {
    run(async {
        let none = |address: &str| Server { encryption: Some(Encryption::None), ..address.into() };
        let tls = |address: &str| Server { encryption: Some(Encryption::Tls), ..address.into() };
        for (server, why) in [
            (
                "host=localhost user=t sslmode=require".into(),
                "it has `sslmode`; how the way there is encrypted is said by",
            ),
            (none("host=192.0.2.1 user=t sslmode=disable"), "it has `sslmode`"),
            ("postgresql://localhost/x?sslmode=verify-full".into(), "invalid value for option `sslmode`; how the way"),
            ("postgresql://localhost/x?sslrootcert=ca.pem".into(), "unknown option `sslrootcert`; how the way"),
            ("host".into(), "`record.postgres` is no address of a database"),
            (tls("host=/run/postgresql user=t"), "the way to a socket cannot be encrypted"),
            ("hostaddr=192.0.2.1 user=t".into(), "there is no `host`"),
            ("host=/nowhere user=t".into(), "cannot be reached: /nowhere: "),
        ] {
            let said = format!("{server:?}");
            let why_not = refusal(Settings::Postgres(server)).await;
            assert!(why_not.contains(why), "{said}: {why_not}");
        }
    });
}

/// A server, or what is taken for one, that takes a connection and says nothing is not waited for for ever.
#[test]
fn a_server_that_says_nothing() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    run(async {
        let address = format!("host=localhost port={port} user=t connect_timeout=1");
        let said = refusal(Settings::Postgres(address.as_str().into())).await;
        assert!(said.contains("cannot be reached: localhost: "), "{said}");
    });
}
