//! SQLite: one writer that gathers what waits into one commit, and several readers.
//!
//! WAL and `synchronous=FULL`: when a write is answered it is on the disk (safety 0.4, R55). Bundled, because versions before 3.51.3 can
//! corrupt a WAL database that has two connections (safety 0.5).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Params, ToSql, params_from_iter};
use tokio::sync::{Semaphore, oneshot};

use super::{Query, Row, Statement, StoreError, Value, WriteError, migrations};

/// The first version without the fault (safety 0.5).
const SOUND: i32 = 3_051_003;
/// How many readers there are.
const READERS: usize = 8;
/// How many batches go into one commit at most.
const TOGETHER: usize = 256;
/// After so many statements the log of the database is folded into its file.
const FOLD_AFTER: usize = 2_000;

struct Batch {
    statements: Vec<Statement>,
    done: oneshot::Sender<Result<(), WriteError>>,
}

/// A database in a file.
#[derive(Debug)]
pub struct Sqlite {
    path: PathBuf,
    writer: mpsc::Sender<Batch>,
    readers: Arc<Mutex<Vec<Connection>>>,
    free: Semaphore,
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
        let wrong = |e: rusqlite::Error| StoreError::Unusable(format!("{}: {e}", path.display()));
        let mut connection = Connection::open(&path).map_err(wrong)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=0; \
                 PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;",
            )
            .map_err(wrong)?;
        connection.set_prepared_statement_cache_capacity(128);
        migrate(&mut connection)?;
        let readers: Result<Vec<Connection>, rusqlite::Error> = (0..READERS).map(|_| reader(&path)).collect();
        let readers = Arc::new(Mutex::new(readers.map_err(wrong)?));
        let (writer, waiting) = mpsc::channel();
        let folder = fold_when_told(&path).map_err(wrong)?;
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_what_waits(&mut connection, &waiting, &folder))
            .map_err(|e| StoreError::Unusable(e.to_string()))?;
        Ok(Sqlite { path, writer, readers, free: Semaphore::new(READERS) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Several questions in one snapshot.
    pub async fn read_all(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        let unusable = |e: &dyn std::fmt::Display| StoreError::Unusable(e.to_string());
        let _turn = self.free.acquire().await.map_err(|e| unusable(&e))?;
        let readers = Arc::clone(&self.readers);
        let read = move || {
            let taken = readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = taken.ok_or_else(|| StoreError::Unusable("no reader is free".into()))?;
            let rows = read_now(&mut connection, &queries).map_err(|e| StoreError::Unusable(e.to_string()));
            readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            rows
        };
        tokio::task::spawn_blocking(read).await.unwrap_or_else(|e| Err(unusable(&e)))
    }

    /// Keeps a batch.
    pub async fn write(&self, statements: Vec<Statement>) -> Result<(), WriteError> {
        let (done, answer) = oneshot::channel();
        let gone = || StoreError::NotKnown("the writer has stopped".into());
        self.writer.send(Batch { statements, done }).map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone().into()))
    }
}

fn reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA query_only=ON; PRAGMA cache_size=-16000;")?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn read_now(connection: &mut Connection, queries: &[Query]) -> Result<Vec<Vec<Row>>, rusqlite::Error> {
    let snapshot = connection.transaction()?;
    let mut all = Vec::with_capacity(queries.len());
    for (sql, values) in queries {
        let mut statement = snapshot.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut found = statement.query(bound(values))?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let values: Result<Vec<Value>, _> = (0..columns).map(|n| row.get_ref(n).map(value)).collect();
            rows.push(Row(values?));
        }
        all.push(rows);
    }
    Ok(all)
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

/// The values in the order in which `$1`, `$2`… first stand in the statement, which is that of their numbers.
fn bound(values: &[Value]) -> impl Params + '_ {
    params_from_iter(values)
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
    let wrong = |e: rusqlite::Error| StoreError::Unusable(format!("its tables cannot be brought up to date: {e}"));
    let all = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(wrong)?;
    let found: i64 = all.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(wrong)?;
    if found > migrations::NEWEST {
        return Err(StoreError::Unusable(migrations::too_new(found)));
    }
    for (n, sql) in migrations::ALL.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        all.execute_batch(&migrations::for_sqlite(sql)).map_err(wrong)?;
        all.pragma_update(None, "user_version", n as i64 + 1).map_err(wrong)?;
    }
    all.commit().map_err(wrong)
}

/// The writer: takes what waits, keeps each batch or undoes it, commits once, and only then answers.
fn write_what_waits(connection: &mut Connection, waiting: &mpsc::Receiver<Batch>, fold: &mpsc::SyncSender<()>) {
    let mut since = 0;
    while let Ok(first) = waiting.recv() {
        let mut batches = vec![first];
        while batches.len() < TOGETHER
            && let Ok(next) = waiting.try_recv()
        {
            batches.push(next);
        }
        since += batches.iter().map(|b| b.statements.len()).sum::<usize>();
        let statements: Vec<&[Statement]> = batches.iter().map(|b| b.statements.as_slice()).collect();
        let results = match write_together(connection, &statements) {
            Ok(results) => results,
            Err(error) => batches.iter().map(|_| Err(unwritable(&error).into())).collect(),
        };
        for (batch, result) in batches.into_iter().zip(results) {
            // Whoever asked may have gone away: what was kept is kept.
            let _gone = batch.done.send(result);
        }
        if since > FOLD_AFTER && fold.try_send(()).is_ok() {
            since = 0;
        }
    }
}

fn write_together(
    connection: &mut Connection,
    batches: &[&[Statement]],
) -> Result<Vec<Result<(), WriteError>>, rusqlite::Error> {
    let mut all = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut results = Vec::with_capacity(batches.len());
    for batch in batches {
        let mut one = all.savepoint()?;
        let result = write_one(&one, batch);
        if result.is_err() {
            one.rollback()?;
        }
        one.commit()?;
        results.push(result);
    }
    all.commit()?;
    Ok(results)
}

fn write_one(connection: &Connection, batch: &[Statement]) -> Result<(), WriteError> {
    for (n, one) in batch.iter().enumerate() {
        let touched = connection.prepare_cached(one.sql).and_then(|mut s| s.execute(bound(&one.values)));
        match touched {
            Ok(rows) if one.must.is_none_or(|must| must == rows as u64) => {}
            Ok(_) => return Err(WriteError::Stopped(n)),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                return Err(WriteError::Stopped(n));
            }
            Err(error) => return Err(unwritable(&error).into()),
        }
    }
    Ok(())
}

fn unwritable(error: &rusqlite::Error) -> StoreError {
    StoreError::Unwritable(error.to_string())
}

/// A thread of its own folds the database's log into its file, so that no write waits for it.
fn fold_when_told(path: &Path) -> Result<mpsc::SyncSender<()>, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL;")?;
    let (tell, told) = mpsc::sync_channel(1);
    let fold = move || {
        while told.recv().is_ok() {
            // Where a reader holds it up, the next one finishes it.
            let _later = connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
        }
    };
    std::thread::Builder::new()
        .name("sqlite-fold".into())
        .spawn(fold)
        .map_or_else(|_| Err(rusqlite::Error::InvalidPath(path.to_owned())), |_| Ok(tell))
}
