//! SQLite: one writer that gathers what waits into one commit, and several readers.
//!
//! WAL and `synchronous=FULL`: when a write is answered it is on the disk (safety 0.4, R55). Bundled, because versions before 3.51.3 can
//! corrupt a WAL database that has two connections (safety 0.5).

mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};
use tokio::sync::Semaphore;

use super::{Query, Row, Statement, StoreError, Value, WriteError, migrations};
use writer::Writer;

/// The first version without the fault (safety 0.5).
const SOUND: i32 = 3_051_003;
/// How often, and after what time, an opening is tried again that SQLite turned away.
const OPENINGS: u32 = 200;
const BETWEEN: Duration = Duration::from_millis(25);
/// How many readers there are.
const READERS: usize = 8;
/// The places of a statement, by name: in SQLite `$2` is the second only where `$1` stands before it.
const PLACES: [&str; 16] =
    ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16"];

/// A database in a file.
#[derive(Debug)]
pub struct Sqlite {
    path: PathBuf,
    readers: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
    writer: Writer,
}

impl Sqlite {
    /// Opens the file, making it where there is none.
    pub async fn open(path: &Path) -> Result<Sqlite, StoreError> {
        if rusqlite::version_number() < SOUND {
            let why = format!("SQLite {} can corrupt a database; at least 3.51.3 is needed", rusqlite::version());
            return Err(StoreError::Unusable(why));
        }
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || Sqlite::open_now(path))
            .await
            .unwrap_or_else(|e| Err(StoreError::Unusable(e.to_string())))
    }

    fn open_now(path: PathBuf) -> Result<Sqlite, StoreError> {
        let wrong = |e: rusqlite::Error| StoreError::Unusable(format!("{}: {}", path.display(), in_words(&e)));
        for_its_owner_alone(&path)?;
        let mut connection = with_a_log(&path).map_err(wrong)?;
        connection
            .execute_batch(
                "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;",
            )
            .map_err(wrong)?;
        prepared_for_good(&connection).map_err(wrong)?;
        migrate(&mut connection)?;
        let readers: Result<Vec<Connection>, rusqlite::Error> = (0..READERS).map(|_| reader(&path)).collect();
        let readers = Arc::new(Mutex::new(readers.map_err(wrong)?));
        let writer = Writer::start(connection, &path).map_err(|e| StoreError::Unusable(e.to_string()))?;
        Ok(Sqlite { path, readers, free: Arc::new(Semaphore::new(READERS)), writer })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Questions by a key, answered where they are asked: to go to another thread and back takes longer than the answer. Nothing where every
    /// reader is busy.
    pub fn read_here(&self, queries: &[Query]) -> Option<Result<Vec<Vec<Row>>, StoreError>> {
        let _turn = self.free.try_acquire().ok()?;
        let connection = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        let rows: Result<Vec<Vec<Row>>, rusqlite::Error> =
            queries.iter().map(|query| read_one(&connection, query)).collect();
        let rows = rows.map_err(|e| StoreError::Unusable(in_words(&e)));
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Some(rows)
    }

    /// Several questions in one snapshot.
    pub async fn read_all(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        let unusable = |e: &dyn std::fmt::Display| StoreError::Unusable(e.to_string());
        // The turn lasts as long as the reading, also where whoever asked has gone away meanwhile.
        let turn = Arc::clone(&self.free).acquire_owned().await.map_err(|e| unusable(&e))?;
        let readers = Arc::clone(&self.readers);
        let read = move || {
            let _turn = turn;
            let taken = readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = taken.ok_or_else(|| StoreError::Unusable("no reader is free".into()))?;
            let rows = read_now(&mut connection, &queries).map_err(|e| StoreError::Unusable(in_words(&e)));
            readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            rows
        };
        tokio::task::spawn_blocking(read).await.unwrap_or_else(|e| Err(unusable(&e)))
    }

    /// Keeps a batch.
    pub async fn write(&self, statements: Vec<Statement>) -> Result<(), WriteError> {
        self.writer.write(statements).await
    }
}

/// Makes the file where there is none, so that nobody else on the machine can read it; what SQLite puts beside it follows suit.
pub fn for_its_owner_alone(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|e| {
        let help = "the folder must be there, and the account that runs the program must be allowed to write in it";
        StoreError::Unusable(format!("{}: {e}; {help}", path.display()))
    })
}

/// What SQLite says, with what to do where that is known.
fn in_words(error: &rusqlite::Error) -> String {
    let help = match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            "; the account that runs the program must be allowed to write the file and the folder it lies in"
        }
        Some(ErrorCode::DiskFull) => "; make room on the disk, and try again: nothing need be restarted",
        Some(ErrorCode::DatabaseBusy) => "; another program is writing it: try again",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "; the file is damaged or is no record: bring back a copy"
        }
        _ => "",
    };
    format!("{error}{help}")
}

/// A connection to a file that has a log (WAL). While the log comes to be or goes, SQLite turns others away at once and asks nobody to wait:
/// whoever opens at the same moment tries again.
fn with_a_log(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(writer::BUSY)?;
    let mut tries = 0;
    loop {
        match connection.execute_batch("PRAGMA journal_mode=WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < OPENINGS => {
                tries += 1;
                std::thread::sleep(BETWEEN);
            }
            result => return result.map(|()| connection),
        }
    }
}

fn reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA query_only=ON; PRAGMA cache_size=-8000;")?;
    prepared_for_good(&connection)?;
    Ok(connection)
}

/// A statement is prepared once for a connection. Left to itself, SQLite prepares anew each statement whose values it has statistics of,
/// each time that it is given others.
fn prepared_for_good(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.set_prepared_statement_cache_capacity(128);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

fn read_now(connection: &mut Connection, queries: &[Query]) -> Result<Vec<Vec<Row>>, rusqlite::Error> {
    // One question is one snapshot by itself.
    if let [only] = queries {
        return Ok(vec![read_one(connection, only)?]);
    }
    let snapshot = connection.transaction()?;
    queries.iter().map(|query| read_one(&snapshot, query)).collect()
}

fn read_one(connection: &Connection, (sql, values): &Query) -> Result<Vec<Row>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    bind(&mut statement, values)?;
    let mut found = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let values: Result<Vec<Value>, _> = (0..columns).map(|n| row.get_ref(n).map(value)).collect();
        rows.push(Row(values?));
    }
    Ok(rows)
}

fn value(of: ValueRef<'_>) -> Value {
    match of {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(n) => Value::Int(n as i64),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

/// Each value to its place.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value]) -> Result<(), rusqlite::Error> {
    if values.len() > PLACES.len() {
        return Err(rusqlite::Error::InvalidParameterCount(values.len(), PLACES.len()));
    }
    for (name, value) in PLACES.iter().zip(values) {
        let place = statement.parameter_index(name)?;
        let place = place.ok_or_else(|| rusqlite::Error::InvalidParameterName((*name).to_owned()))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Value::Null => rusqlite::types::Null.to_sql(),
            Value::Int(n) => n.to_sql(),
            Value::Text(text) => text.to_sql(),
            Value::Bytes(bytes) => bytes.to_sql(),
        }
    }
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let wrong =
        |e: rusqlite::Error| StoreError::Unusable(format!("its tables cannot be brought up to date: {}", in_words(&e)));
    let all = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(wrong)?;
    let found: i64 = all.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(wrong)?;
    for (version, migration) in migrations::still_to_run(found).map_err(StoreError::Unusable)? {
        all.execute_batch(migration.both).map_err(wrong)?;
        all.execute_batch(migration.sqlite).map_err(wrong)?;
        all.pragma_update(None, "user_version", version).map_err(wrong)?;
    }
    all.commit().map_err(wrong)
}
