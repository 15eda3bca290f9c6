//! PostgreSQL 15 or later: a pool of connections, each batch a transaction of its own.
//!
//! Order and lost updates rest on unique keys and not on isolation levels (safety 0.8). A commit whose answer was lost is `NotKnown`: the
//! key of the write settles it (safety 0.7).

use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut};
use tokio_postgres::{Config, NoTls};

use super::{Query, Row, Statement, StoreError, Value, WriteError, migrations};

/// How many connections there are at most.
const CONNECTIONS: usize = 16;
/// The oldest server that will do.
const OLDEST: i64 = 150_000;
/// The number under which programs that open the record at once take turns to migrate it.
const TURN: i64 = 0x7461_6e64_656d;

/// A database on a server.
#[derive(Debug)]
pub struct Postgres {
    pool: Pool,
}

impl Postgres {
    /// Connects, and brings the tables up to date.
    pub async fn open(address: &str) -> Result<Postgres, StoreError> {
        let mut config: Config =
            address.parse().map_err(|e| StoreError::Unusable(format!("the address of the database: {e}")))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let durable = Hook::async_fn(|client, _| {
            Box::pin(
                async move { client.batch_execute("SET synchronous_commit = on").await.map_err(HookError::Backend) },
            )
        });
        let pool = Pool::builder(Manager::from_config(config, NoTls, manager))
            .max_size(CONNECTIONS)
            .post_create(durable)
            .build()
            .map_err(|e| StoreError::Unusable(e.to_string()))?;
        let store = Postgres { pool };
        store.migrate().await?;
        Ok(store)
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.pool
            .get()
            .await
            .map_err(|e| StoreError::Unusable(format!("the database cannot be reached: {}", whole(&e))))
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let mut client = self.client().await?;
        let wrong = |e: tokio_postgres::Error| {
            StoreError::Unusable(format!("its tables cannot be brought up to date: {}", whole(&e)))
        };
        let version = client.query_one("SHOW server_version_num", &[]).await.map_err(wrong)?;
        let version: &str = version.try_get(0).map_err(wrong)?;
        if version.parse::<i64>().is_ok_and(|v| v < OLDEST) {
            return Err(StoreError::Unusable(format!("PostgreSQL 15 or later is needed; this is {version}")));
        }
        let all = client.transaction().await.map_err(wrong)?;
        all.execute("SELECT pg_advisory_xact_lock($1)", &[&TURN]).await.map_err(wrong)?;
        all.batch_execute("CREATE TABLE IF NOT EXISTS tables_version (version BIGINT NOT NULL)")
            .await
            .map_err(wrong)?;
        let found = all.query_one("SELECT COALESCE(MAX(version), 0) FROM tables_version", &[]).await.map_err(wrong)?;
        let found: i64 = found.try_get(0).map_err(wrong)?;
        if found > migrations::NEWEST {
            return Err(StoreError::Unusable(migrations::too_new(found)));
        }
        for (n, sql) in migrations::ALL.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
            all.batch_execute(sql).await.map_err(wrong)?;
            all.execute("INSERT INTO tables_version VALUES ($1)", &[&(n as i64 + 1)]).await.map_err(wrong)?;
        }
        all.commit().await.map_err(wrong)
    }

    /// Several questions, sent together.
    pub async fn read_all(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        let wrong = |e: tokio_postgres::Error| StoreError::Unusable(whole(&e));
        let client = self.client().await?;
        let mut all = Vec::with_capacity(queries.len());
        for (sql, values) in &queries {
            let statement = client.prepare_cached(sql).await.map_err(wrong)?;
            let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
            let found = client.query(&statement, &values).await.map_err(wrong)?;
            let rows: Result<Vec<Row>, tokio_postgres::Error> = found
                .iter()
                .map(|row| (0..row.len()).map(|n| row.try_get(n)).collect::<Result<Vec<Value>, _>>().map(Row))
                .collect();
            all.push(rows.map_err(wrong)?);
        }
        Ok(all)
    }

    /// Keeps a batch.
    pub async fn write(&self, statements: Vec<Statement>) -> Result<(), WriteError> {
        let mut client = self.client().await?;
        let all = client.transaction().await.map_err(|e| unwritable(&e))?;
        for (n, one) in statements.iter().enumerate() {
            let statement = all.prepare_cached(one.sql).await.map_err(|e| unwritable(&e))?;
            let values: Vec<&(dyn ToSql + Sync)> = one.values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
            match all.execute(&statement, &values).await {
                Ok(rows) if one.must.is_none_or(|must| must == rows) => {}
                Ok(_) => return Err(WriteError::Stopped(n)),
                Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => return Err(WriteError::Stopped(n)),
                Err(error) => return Err(unwritable(&error).into()),
            }
        }
        all.commit().await.map_err(|e| StoreError::NotKnown(whole(&e)).into())
    }
}

fn unwritable(error: &tokio_postgres::Error) -> StoreError {
    StoreError::Unwritable(whole(error))
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

impl ToSql for Value {
    fn to_sql(&self, of: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(n) => n.to_sql(of, out),
            Value::Text(text) => text.to_sql(of, out),
            Value::Bytes(bytes) => bytes.to_sql(of, out),
        }
    }

    fn accepts(of: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(of)
    }

    tokio_postgres::types::to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(of: &Type, raw: &'a [u8]) -> Result<Value, Box<dyn std::error::Error + Sync + Send>> {
        match *of {
            Type::INT8 => i64::from_sql(of, raw).map(Value::Int),
            Type::INT4 => i32::from_sql(of, raw).map(|n| Value::Int(i64::from(n))),
            Type::BYTEA => Vec::from_sql(of, raw).map(Value::Bytes),
            _ => String::from_sql(of, raw).map(Value::Text),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Value, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(of: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::TEXT, Type::VARCHAR, Type::BYTEA].contains(of)
    }
}
