//! How the tables came to be what they are: numbered files of SQL, each run once, in order, when the record is opened.
//!
//! A migration only adds. What a version that is older than the tables could not keep, it refuses to open.

/// One step: what both databases understand, and then what each must be told in its own words.
pub struct Migration {
    /// For both.
    pub both: &'static str,
    /// For SQLite.
    pub sqlite: &'static str,
    /// For PostgreSQL.
    pub postgres: &'static str,
}

/// Each migration, from 1.
pub const ALL: &[Migration] = &[
    Migration {
        both: include_str!("../migrations/0001-the-record.sql"),
        sqlite: include_str!("../migrations/0001-the-record.sqlite.sql"),
        postgres: include_str!("../migrations/0001-the-record.postgres.sql"),
    },
    Migration { both: include_str!("../migrations/0002-first-passwords.sql"), sqlite: "", postgres: "" },
    Migration {
        both: include_str!("../migrations/0003-looks-at-lists.sql"),
        sqlite: include_str!("../migrations/0003-looks-at-lists.sqlite.sql"),
        postgres: include_str!("../migrations/0003-looks-at-lists.postgres.sql"),
    },
    Migration { both: include_str!("../migrations/0004-owing-found.sql"), sqlite: "", postgres: "" },
    Migration { both: "", sqlite: "", postgres: include_str!("../migrations/0005-one-order.postgres.sql") },
    Migration { both: include_str!("../migrations/0006-restricted-found.sql"), sqlite: "", postgres: "" },
    Migration {
        both: "",
        sqlite: include_str!("../migrations/0007-names-backwards.sqlite.sql"),
        postgres: include_str!("../migrations/0007-names-backwards.postgres.sql"),
    },
    Migration { both: include_str!("../migrations/0008-recorded-by.sql"), sqlite: "", postgres: "" },
    Migration {
        both: include_str!("../migrations/0009-feeds.sql"),
        sqlite: include_str!("../migrations/0009-feeds.sqlite.sql"),
        postgres: include_str!("../migrations/0009-feeds.postgres.sql"),
    },
    Migration { both: include_str!("../migrations/0010-feeds-in-turn.sql"), sqlite: "", postgres: "" },
];

/// The newest.
pub const NEWEST: i64 = ALL.len() as i64;

/// Those that tables of this version have yet to go through, with the version that each leads to; a refusal where the tables are of a
/// later version than this program.
pub fn still_to_run(found: i64) -> Result<impl Iterator<Item = (i64, &'static Migration)>, String> {
    if found > NEWEST {
        return Err(format!(
            "its tables are of version {found}, and this program knows them up to {NEWEST}: use a later program"
        ));
    }
    Ok((1..).zip(ALL).skip(usize::try_from(found).unwrap_or(0)))
}
