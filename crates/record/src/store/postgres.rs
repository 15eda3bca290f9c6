//! PostgreSQL 15 or later: a pool of connections, each batch a transaction of its own.
//!
//! Order and lost updates rest on unique keys and not on isolation levels (safety 0.8). A commit whose answer was lost is `NotKnown`: the
//! key of the write settles it (safety 0.7). What fails before the commit because the connection is gone is tried again on a new one.
//! The way there is encrypted, unless the server is this machine (`address`, `tls`).

mod address;
mod gathered;
mod tls;
mod together;
mod value;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, NoTls};

use super::{Query, Row, Statement, StoreError, Value, WriteError, migrations};
pub use address::{Encryption, Server};
use gathered::Gathered;
use together::{Step, together};

/// How many connections there are at most.
const CONNECTIONS: usize = 16;
/// The oldest server that will do.
const OLDEST: i64 = 150_000;
/// The number under which programs that open the record at once take turns to migrate it.
const TURN: i64 = 0x7461_6e64_656d;
/// How often something is tried before its failure is told.
const TRIES: usize = 4;
/// What each connection begins with: a commit is answered when it is on the disk, here and where a standby is waited for.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                       WHERE current_setting('synchronous_commit') <> 'remote_apply'";

/// A database on a server.
#[derive(Debug)]
pub struct Postgres {
    way: Way,
    gathered: Gathered,
}

/// The connections, and where they lead.
#[derive(Debug, Clone)]
struct Way {
    pool: Pool,
    servers: String,
}

impl Postgres {
    /// Connects, and brings the tables up to date.
    pub async fn open(server: &Server) -> Result<Postgres, StoreError> {
        let way = Way::to(server).map_err(StoreError::Unusable)?;
        let adding = way.clone();
        let gathered = Gathered::start(move |statements| {
            let way = adding.clone();
            async move { keep(&way, &statements).await }
        });
        let store = Postgres { way, gathered };
        store.migrate().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let mut client = self.way.client().await?;
        let wrong = |e: Error| StoreError::Unusable(format!("its tables cannot be brought up to date: {}", whole(&e)));
        let settings = client
            .query_one("SELECT current_setting('server_version_num'), current_setting('fsync')", &[])
            .await
            .map_err(wrong)?;
        let (version, fsync): (&str, &str) = (settings.try_get(0).map_err(wrong)?, settings.try_get(1).map_err(wrong)?);
        if version.parse::<i64>().is_ok_and(|v| v < OLDEST) {
            return Err(StoreError::Unusable(format!("PostgreSQL 15 or later is needed; this is {version}")));
        }
        if fsync == "off" {
            let why = "the server does not write to the disk what it answers for (fsync = off): set it to on";
            return Err(StoreError::Unusable(why.into()));
        }
        // An account that may only use the tables, and not change them, opens a record that is up to date.
        if let Ok(found) = client.query_one("SELECT MAX(version) FROM tables_version", &[]).await
            && found.try_get(0).is_ok_and(|found: Option<i64>| found == Some(migrations::NEWEST))
        {
            return Ok(());
        }
        let all = client.transaction().await.map_err(wrong)?;
        all.execute("SELECT pg_advisory_xact_lock($1)", &[&TURN]).await.map_err(wrong)?;
        all.batch_execute("CREATE TABLE IF NOT EXISTS tables_version (version BIGINT NOT NULL)")
            .await
            .map_err(wrong)?;
        let found = all.query_one("SELECT COALESCE(MAX(version), 0) FROM tables_version", &[]).await.map_err(wrong)?;
        let found: i64 = found.try_get(0).map_err(wrong)?;
        for (version, migration) in migrations::still_to_run(found).map_err(StoreError::Unusable)? {
            all.batch_execute(migration.both).await.map_err(wrong)?;
            all.batch_execute(migration.postgres).await.map_err(wrong)?;
            all.execute("INSERT INTO tables_version VALUES ($1)", &[&version]).await.map_err(wrong)?;
        }
        all.commit().await.map_err(wrong)
    }

    /// Several questions, sent together and answered as at one moment.
    pub async fn read_all(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        let mut tries = 1;
        loop {
            let client = self.way.client().await?;
            match read_now(&client, &queries).await {
                Err(error) if tries < TRIES && is_passing(&error) => {
                    tries += 1;
                    drop(client);
                    // The others lead to where this one led.
                    self.way.pool.retain(|_, _| false);
                }
                result => return result.map_err(|e| StoreError::Unusable(whole(&e))),
            }
        }
    }

    /// Keeps a batch.
    pub async fn write(&self, statements: Vec<Statement>) -> Result<(), WriteError> {
        let way = self.way.clone();
        // In a task of its own: whoever asked may go away, and half a transaction would stay on the connection.
        tokio::spawn(async move { keep(&way, &statements).await })
            .await
            .unwrap_or_else(|e| Err(StoreError::NotKnown(e.to_string()).into()))
    }

    /// Keeps a batch that only adds, with others.
    pub async fn add(&self, statements: Vec<Statement>) -> Result<(), WriteError> {
        self.gathered.add(statements).await
    }
}

async fn keep(way: &Way, statements: &[Statement]) -> Result<(), WriteError> {
    let mut tries = 1;
    loop {
        let client = way.client().await?;
        match write_now(&client, statements).await {
            Err(NotCommitted::Error(error)) if tries < TRIES && is_passing(&error) => {
                tries += 1;
                if is_gone(&error) {
                    drop(client);
                    way.pool.retain(|_, _| false);
                }
            }
            Err(NotCommitted::Error(error)) => return Err(StoreError::Unwritable(whole(&error)).into()),
            Err(NotCommitted::Stopped(n)) => return Err(WriteError::Stopped(n)),
            Err(NotCommitted::NotKnown(error)) => {
                // The others lead to where this one led.
                drop(client);
                way.pool.retain(|_, _| false);
                return Err(StoreError::NotKnown(whole(&error)).into());
            }
            Ok(()) => return Ok(()),
        }
    }
}

/// Why a batch was not committed, or is not known to be.
enum NotCommitted {
    /// The statement at this place stood against it.
    Stopped(usize),
    /// The database, before it was told to commit.
    Error(Error),
    /// The connection, while it was told to commit.
    NotKnown(Error),
}

impl Way {
    /// Makes connections ready to be made.
    fn to(server: &Server) -> Result<Way, String> {
        let config = server.config()?;
        let servers = address::named(&config);
        // A server may take the connection and then say nothing.
        let create = config.get_connect_timeout().map(|one| *one * 3);
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = match config.get_ssl_mode() {
            SslMode::Disable => Manager::from_config(config, NoTls, recycling),
            _ => Manager::from_config(config, tls::ready(server.trusted.as_deref())?, recycling),
        };
        let durable = Hook::async_fn(|client, _| {
            Box::pin(async move { client.batch_execute(DURABLE).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: Some(address::PATIENCE), create, ..Timeouts::new() })
            .post_create(durable)
            .build()
            .map_err(|e| e.to_string())?;
        Ok(Way { pool, servers })
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| {
            StoreError::Unusable(match &error {
                PoolError::Backend(error) => tls::why_not(error, &self.servers),
                _ => format!("the database cannot be reached: {}: {error}", self.servers),
            })
        })
    }
}

/// The connection is gone, and another one may be had.
fn is_gone(error: &Error) -> bool {
    let shut = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::IDLE_SESSION_TIMEOUT];
    error.is_closed() || error.code().map_or_else(|| is_of_the_wire(error), |code| shut.contains(code))
}

/// Whether what lies beneath is the connection itself.
fn is_of_the_wire(error: &Error) -> bool {
    std::error::Error::source(error).is_some_and(|beneath| beneath.is::<std::io::Error>())
}

/// The same may well succeed a moment later.
fn is_passing(error: &Error) -> bool {
    let passing = [SqlState::T_R_DEADLOCK_DETECTED, SqlState::T_R_SERIALIZATION_FAILURE];
    is_gone(error) || error.code().is_some_and(|code| passing.contains(code))
}

fn bound(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|v| v as &(dyn ToSql + Sync)).collect()
}

/// Reads in one round trip, once the statements are prepared.
async fn read_now(client: &Object, queries: &[Query]) -> Result<Vec<Vec<Row>>, Error> {
    let mut steps: Vec<Step<'_, Vec<Row>>> = Vec::with_capacity(queries.len() + 2);
    for (sql, values) in queries {
        let statement = client.prepare_cached(sql).await?;
        steps.push(Box::pin(async move {
            let found = client.query(&statement, &bound(values)).await?;
            found
                .iter()
                .map(|row| (0..row.len()).map(|n| row.try_get(n)).collect::<Result<Vec<Value>, _>>().map(Row))
                .collect()
        }));
    }
    if queries.len() < 2 {
        return together(steps).await.into_iter().collect();
    }
    let say = |sql: &'static str| async move { client.batch_execute(sql).await.map(|()| Vec::new()) };
    steps.insert(0, Box::pin(say("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")));
    steps.push(Box::pin(say("COMMIT")));
    let answers: Result<Vec<Vec<Row>>, Error> = together(steps).await.into_iter().collect();
    match answers {
        Ok(all) => Ok(all.into_iter().skip(1).take(queries.len()).collect()),
        Err(error) => {
            // Where even that fails the connection is gone, and the transaction with it.
            let _gone = client.batch_execute("ROLLBACK").await;
            Err(error)
        }
    }
}

/// Writes in two round trips: all statements, and, once every one of them touched the rows that it must, the commit. Where none must touch
/// any, the commit goes with them: behind one that failed, it undoes the others.
async fn write_now(client: &Object, statements: &[Statement]) -> Result<(), NotCommitted> {
    let say = |sql: &'static str| async move { client.batch_execute(sql).await.map(|()| 0) };
    let mut steps: Vec<Step<'_, u64>> = Vec::with_capacity(statements.len() + 2);
    steps.push(Box::pin(say("BEGIN")));
    for one in statements {
        let statement = client.prepare_cached(one.sql).await.map_err(NotCommitted::Error)?;
        steps.push(Box::pin(async move { client.execute(&statement, &bound(&one.values)).await }));
    }
    let in_one = statements.iter().all(|one| one.must.is_none());
    if in_one {
        steps.push(Box::pin(say("COMMIT")));
    }
    let number = steps.len();
    let answers = together(steps).await;
    // Where the connection goes while the commit is on its way, nobody knows.
    let is_under_way = in_one && answers.len() == number;
    let not_committed = |error: Error| {
        let is_known = !is_under_way || error.as_db_error().is_some() || !is_gone(&error);
        if is_known { NotCommitted::Error(error) } else { NotCommitted::NotKnown(error) }
    };
    let mut answers = answers.into_iter();
    let mut held = answers.next().map_or(Ok(()), |begun| begun.map(drop).map_err(not_committed));
    for (n, (one, answer)) in statements.iter().zip(answers.by_ref()).enumerate() {
        held = held.and(match answer {
            Ok(rows) if one.must.is_none_or(|must| must == rows) => Ok(()),
            Ok(_) => Err(NotCommitted::Stopped(n)),
            Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Err(NotCommitted::Stopped(n)),
            Err(error) => Err(not_committed(error)),
        });
    }
    if held.is_err() {
        // Where even that fails the connection is gone, and the transaction with it.
        let _gone = client.batch_execute("ROLLBACK").await;
        return held;
    }
    let committed = match answers.next() {
        Some(answer) => answer.map(drop),
        None => client.batch_execute("COMMIT").await,
    };
    committed.map_err(|error| {
        let refused = error.as_db_error().is_some_and(|e| e.parsed_severity() == Some(Severity::Error));
        if refused { NotCommitted::Error(error) } else { NotCommitted::NotKnown(error) }
    })
}

/// An error with what lies beneath it: the library's own words alone say little.
fn whole(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut beneath = error.source();
    while let Some(one) = beneath {
        let text = one.to_string();
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        beneath = one.source();
    }
    said
}
