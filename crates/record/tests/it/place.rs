//! Where a case keeps its record: a fresh database for each, and the way into it past the record, as an administrator of databases has it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use record::{Book, Record, Settings};

use crate::server;

/// Runs each case on both databases.
macro_rules! both {
    ($($case:ident)+) => {
        mod sqlite { $(#[test] fn $case() { crate::place::on_sqlite(super::$case); })+ }
        mod postgres { $(#[test] fn $case() { crate::place::on_postgres(super::$case); })+ }
    };
}
pub(crate) use both;

/// A place for a record.
pub struct Place {
    pub settings: Settings,
    pub folder: Folder,
}

/// A folder that goes with its owner.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("tandem-record-{}-{}", std::process::id(), number()));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl std::ops::Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn number() -> u32 {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

pub fn book() -> Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    *BOOK.get_or_init(|| Book::of(protocol::read(&protocol::shipped::files()).unwrap()))
}

pub fn run<F: Future>(case: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(case)
}

pub fn sqlite() -> Place {
    let folder = Folder::new();
    Place { settings: Settings::Sqlite(folder.join("record.db")), folder }
}

pub fn on_sqlite<F: Future<Output = ()>>(case: impl FnOnce(Place) -> F) {
    run(case(sqlite()));
}

pub fn on_postgres<F: Future<Output = ()>>(case: impl FnOnce(Place) -> F) {
    let Some(server) = server::shared() else { return };
    let name = format!("t{}", number());
    run(async {
        server.make(&name).await;
        case(Place { settings: Settings::Postgres(server.address(&name).as_str().into()), folder: Folder::new() })
            .await;
    });
}

impl Place {
    /// The record here, as one more node has it.
    pub async fn open(&self) -> Record {
        Record::open(&self.settings, book()).await.unwrap()
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.settings, Settings::Sqlite(_))
    }

    /// Runs SQL past the record, and gives the rows as texts.
    pub async fn sql(&self, sql: &str) -> Vec<Vec<String>> {
        match &self.settings {
            Settings::Sqlite(path) => in_sqlite(path, sql).unwrap_or_else(|e| panic!("{sql}: {e}")),
            Settings::Postgres(server) => server::run(&server.address, sql).await,
        }
    }

    /// Whether the database refuses this.
    pub async fn refuses(&self, sql: &str) -> bool {
        match &self.settings {
            Settings::Sqlite(path) => in_sqlite(path, sql).is_err(),
            Settings::Postgres(server) => {
                let (client, connection) =
                    tokio_postgres::connect(&server.address, tokio_postgres::NoTls).await.unwrap();
                tokio::spawn(connection);
                client.batch_execute(sql).await.is_err()
            }
        }
    }

    /// Takes away what keeps the log from being changed.
    pub async fn unguard(&self) {
        for table in ["log", "looked", "write_key"] {
            if self.is_sqlite() {
                self.sql(&format!("DROP TRIGGER {table}_is_not_changed")).await;
                self.sql(&format!("DROP TRIGGER {table}_is_not_deleted")).await;
            } else {
                self.sql(&format!("DROP TRIGGER {table}_is_only_added_to ON {table}")).await;
            }
        }
    }
}

fn in_sqlite(path: &Path, sql: &str) -> rusqlite::Result<Vec<Vec<String>>> {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    if columns == 0 {
        statement.execute([])?;
        return Ok(Vec::new());
    }
    let text = |row: &rusqlite::Row<'_>, n| {
        Ok(match row.get_ref(n)? {
            rusqlite::types::ValueRef::Null => String::new(),
            rusqlite::types::ValueRef::Integer(n) => n.to_string(),
            rusqlite::types::ValueRef::Real(n) => n.to_string(),
            rusqlite::types::ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
            rusqlite::types::ValueRef::Blob(b) => format!("{b:?}"),
        })
    };
    statement.query_map([], |row| (0..columns).map(|n| text(row, n)).collect())?.collect()
}
