//! A copy of the record while it is in use, and the record again from a copy.
//!
//! For SQLite by its own backup, page by page, private to its owner, consistent at one moment. PostgreSQL has better tools of its own (`pg_dump`, `pg_basebackup`):
//! the program says so and does not imitate them.

use std::path::Path;
use std::time::Duration;

use gate::Pass;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::record::Record;
use crate::store::{Store, StoreError, for_its_owner_alone};

fn unusable(path: &Path, error: &rusqlite::Error) -> StoreError {
    StoreError::Unusable(format!("{}: {error}", path.display()))
}

impl Record {
    /// Copies the record to a new file. The pass is for the installation.
    pub async fn backup(&self, _pass: &Pass, to: &Path) -> Result<(), StoreError> {
        match &self.store {
            Store::Sqlite(store) => {
                let (from, to) = (store.path().to_owned(), to.to_owned());
                tokio::task::spawn_blocking(move || copy(&from, &to))
                    .await
                    .unwrap_or_else(|e| Err(StoreError::Unusable(e.to_string())))
            }
            Store::Postgres(_) => Err(StoreError::Unusable(
                "the record is in PostgreSQL: back it up with pg_dump or pg_basebackup (docs/back-up.md says how)"
                    .into(),
            )),
        }
    }
}

/// Copies a database into a new file, and checks the copy.
pub fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Unusable(format!("{}: it is there already; name a new file", to.display())));
    }
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|e| unusable(from, &e))?;
    for_its_owner_alone(to)?;
    let mut copy = Connection::open(to).map_err(|e| unusable(to, &e))?;
    // In one step: between two, every write would begin it anew.
    Backup::new(&source, &mut copy)
        .and_then(|backup| backup.run_to_completion(i32::MAX, Duration::from_millis(1), None))
        .map_err(|e| unusable(to, &e))?;
    let sound: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(|e| unusable(to, &e))?;
    if sound != "ok" {
        return Err(StoreError::Unusable(format!("{}: the copy is not sound: {sound}", to.display())));
    }
    Ok(())
}
