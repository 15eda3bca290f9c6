//! The one that writes: takes what waits, keeps each batch or undoes it, commits once, and only then answers.
//!
//! Beside it a second thread folds the database's log (the WAL) into its file and brings the file to the disk, a little at a time, so that no
//! write waits long for either. Where the log has grown long all the same, the writer stops for a moment and begins it anew.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use tokio::sync::oneshot;

use super::{bind, in_words};
use crate::store::{Statement, StoreError, Value, WriteError};

/// How many batches go into one commit at most.
const TOGETHER: usize = 256;
/// After so many statements, or pages of what they keep, the log of the database is folded into its file: the more at once, the longer the disk
/// is busy with it while writes wait; and the longer the log, the longer every read looks for its pages.
const FOLD_AFTER: usize = 1_500;
/// From so many pages the log is begun anew: some 64 MB.
const HEAVY: i64 = 16_000;
/// How many bytes a page of the database has.
const PAGE: usize = 4_096;
/// How long the writer waits for readers before it begins the log anew, or leaves it for the next time.
const PATIENCE: Duration = Duration::from_millis(50);
/// How long it waits for another program that writes.
pub const BUSY: Duration = Duration::from_secs(5);

struct Batch {
    statements: Vec<Statement>,
    done: oneshot::Sender<Result<(), WriteError>>,
}

/// The way to the thread that writes. When it is dropped, what waits is kept and the file closed.
#[derive(Debug)]
pub struct Writer {
    send: Option<mpsc::Sender<Batch>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread with the connection that is its own.
    pub fn start(mut connection: Connection, path: &Path) -> Result<Writer, Box<dyn std::error::Error>> {
        let (send, waiting) = mpsc::channel();
        let mut folder = Folder::start(path)?;
        let write = move || {
            while let Ok(first) = waiting.recv() {
                folder.written(write_what_waits(&mut connection, first, &waiting), &connection);
            }
            let file = folder.end();
            drop(connection);
            drop(file);
        };
        let thread = std::thread::Builder::new().name("sqlite-writer".into()).spawn(write)?;
        Ok(Writer { send: Some(send), thread: Some(thread) })
    }

    /// Keeps a batch.
    pub async fn write(&self, statements: Vec<Statement>) -> Result<(), WriteError> {
        let (done, answer) = oneshot::channel();
        let gone = || StoreError::NotKnown("the writer has stopped".into());
        let send = self.send.as_ref().ok_or_else(gone)?;
        send.send(Batch { statements, done }).map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone().into()))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.send.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so already.
            let _over = thread.join();
        }
    }
}

/// How much a statement adds to the log, roughly.
fn weight(statement: &Statement) -> usize {
    let bytes = |value: &Value| match value {
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Null | Value::Int(_) => 0,
    };
    1 + statement.values.iter().map(bytes).sum::<usize>() / PAGE
}

/// Says how much was added to the log.
fn write_what_waits(connection: &mut Connection, first: Batch, waiting: &mpsc::Receiver<Batch>) -> usize {
    let mut batches = vec![first];
    while batches.len() < TOGETHER
        && let Ok(next) = waiting.try_recv()
    {
        batches.push(next);
    }
    let results = match write_together(connection, &batches) {
        Ok(results) => results,
        Err(error) => batches.iter().map(|_| Err(not_written(&error).into())).collect(),
    };
    let run = batches.iter().flat_map(|batch| &batch.statements).map(weight).sum();
    for (batch, result) in batches.into_iter().zip(results) {
        // Whoever asked may have gone away: what was kept is kept.
        let _gone = batch.done.send(result);
    }
    run
}

fn write_together(
    connection: &mut Connection,
    batches: &[Batch],
) -> Result<Vec<Result<(), WriteError>>, rusqlite::Error> {
    let mut all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut results = Vec::with_capacity(batches.len());
    for batch in batches {
        let mut one = all.savepoint()?;
        let result = write_one(&one, &batch.statements);
        if result.is_err() {
            one.rollback()?;
        }
        one.commit()?;
        results.push(result);
    }
    all.commit()?;
    Ok(results)
}

fn write_one(connection: &Connection, statements: &[Statement]) -> Result<(), WriteError> {
    for (n, one) in statements.iter().enumerate() {
        let run = connection.prepare_cached(one.sql).and_then(|mut statement| {
            bind(&mut statement, &one.values)?;
            statement.raw_execute()
        });
        match run {
            Ok(rows) if one.must.is_none_or(|must| must == rows as u64) => {}
            Ok(_) => return Err(WriteError::Stopped(n)),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                return Err(WriteError::Stopped(n));
            }
            Err(error) => return Err(not_written(&error).into()),
        }
    }
    Ok(())
}

fn not_written(error: &rusqlite::Error) -> StoreError {
    // A disk that fails while it is told to keep a commit may have kept it all the same.
    if error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure) {
        StoreError::NotKnown(in_words(error))
    } else {
        StoreError::Unwritable(in_words(error))
    }
}

/// The way to the thread that folds.
struct Folder {
    tell: mpsc::SyncSender<()>,
    heavy: Arc<AtomicBool>,
    since: usize,
    thread: JoinHandle<File>,
}

impl Folder {
    fn start(path: &Path) -> Result<Folder, Box<dyn std::error::Error>> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        connection.execute_batch("PRAGMA synchronous=FULL")?;
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        let (tell, told) = mpsc::sync_channel(1);
        let heavy = Arc::new(AtomicBool::new(false));
        let is_heavy = Arc::clone(&heavy);
        let fold = move || {
            while told.recv().is_ok() {
                // Where a reader holds it up, the next one finishes it. Nothing is lost where it fails: it is tried again when more has been
                // written.
                let pages = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get::<_, i64>(1));
                // SQLite brings the file to the disk only before the log is begun anew: the writer would wait for all of it then.
                let _tried_again = file.sync_data();
                is_heavy.store(pages.is_ok_and(|pages| pages > HEAVY), Ordering::Relaxed);
            }
            file
        };
        let thread = std::thread::Builder::new().name("sqlite-fold".into()).spawn(fold)?;
        Ok(Folder { tell, heavy, since: 0, thread })
    }

    /// Gives back the file, which is to be closed last: closing it takes away the locks of all who have it open in this program.
    fn end(self) -> Option<File> {
        drop(self.tell);
        self.thread.join().ok()
    }

    /// That so much was added to the log by the writer, whose connection this is.
    fn written(&mut self, weight: usize, writer: &Connection) {
        self.since += weight;
        if self.heavy.swap(false, Ordering::Relaxed) {
            // Nothing is lost where it does not come about: it is tried again after the next fold.
            let anew = writer
                .busy_timeout(PATIENCE)
                .and_then(|()| writer.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())));
            let _another_time = (anew, writer.busy_timeout(BUSY));
        }
        if self.since > FOLD_AFTER && self.tell.try_send(()).is_ok() {
            self.since = 0;
        }
    }
}
