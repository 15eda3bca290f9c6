//! How the tables came to be what they are: numbered files of SQL, each run once, in order, when the record is opened.
//!
//! A migration only adds. What a version that is older than the tables could not keep, it refuses to open.

/// Each migration, from 1.
pub const ALL: &[&str] = &[include_str!("../migrations/0001-the-record.sql")];

/// The newest.
pub const NEWEST: i64 = ALL.len() as i64;

/// The text for SQLite, which has other words for some types.
pub fn for_sqlite(sql: &str) -> String {
    sql.replace("BYTEA", "BLOB").replace("BIGINT", "INTEGER")
}

/// Why this program cannot use tables of a later version.
pub fn too_new(found: i64) -> String {
    format!("its tables are of version {found}, and this program knows them up to {NEWEST}: use a later program")
}
