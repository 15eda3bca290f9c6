//! What has somebody opened by signing in? Sessions, tokens for machines, the address of their calendar. No child is in it.
//!
//! Secrets come in hashed: the id of a session and of a token is a hash, and so is what the calendar's address holds. Single sign-on will make
//! sessions by [`Record::begin_session`] as the password does, and nothing else here changes.

use std::sync::Arc;

use gate::Pass;

use crate::record::{Record, RecordError};
use crate::staff::Staff;
use crate::store::{Row, Statement, statement};

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// A hash of the id that the browser holds.
    pub id: String,
    /// Whose.
    pub person: String,
    /// Of which authority.
    pub authority: String,
    /// What every form carries.
    pub form_token: String,
    /// When it began.
    pub made: i64,
    /// When it was last used, to the minute.
    pub last_seen: i64,
    /// When a second factor was last given; 0 before it was: such a session opens nothing else.
    pub second_factor: i64,
    /// Whether it opens nothing until the person has chosen a password.
    pub first: bool,
}

/// A token for a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// A hash of the token.
    pub id: String,
    /// Whose it is: it never opens more than its owner may.
    pub person: String,
    /// Of which authority.
    pub authority: String,
    /// What it is for.
    pub name: String,
    /// What it may do: `read`, `write`, `export`.
    pub scopes: Vec<String>,
    /// When it was made.
    pub made: i64,
    /// When it ends by itself: at most 90 days after it was made.
    pub expires: i64,
    /// When it was last used, to the hour.
    pub last_used: i64,
}

impl Record {
    /// Begins a session; where it follows another (after a second factor), that one ends.
    pub async fn begin_session(&self, session: &Session, after: Option<&str>) -> Result<(), RecordError> {
        const BEGIN: &str = "INSERT INTO session (id, person, authority, form_token, made, last_seen, second_factor, first, ended) \
                             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)";
        let mut batch = vec![statement(
            BEGIN,
            [
                session.id.as_str().into(),
                session.person.as_str().into(),
                session.authority.as_str().into(),
                session.form_token.as_str().into(),
                session.made.into(),
                session.last_seen.into(),
                session.second_factor.into(),
                i64::from(session.first).into(),
            ],
        )];
        batch.extend(after.map(|id| end(id, session.last_seen)));
        Ok(self.store.write(batch).await?)
    }

    /// The session of this hash, where it has not ended.
    pub async fn session(&self, id: &str) -> Result<Option<Session>, RecordError> {
        Ok(self.session_and_staff(id).await?.map(|(session, _)| session))
    }

    /// The session of this hash, where it has not ended, and the people and teams of its authority as they are now.
    pub async fn session_and_staff(&self, id: &str) -> Result<Option<(Session, Arc<Staff>)>, RecordError> {
        const SESSION: &str = "SELECT id, person, authority, form_token, made, last_seen, second_factor, first, \
                               (SELECT MAX(version) FROM log WHERE stream = 'staff:' || session.authority) \
                               FROM session WHERE id = $1 AND ended = 0";
        let Some(row) = self.store.first(SESSION, [id.into()]).await? else { return Ok(None) };
        let session = Session {
            id: row.text(0).to_owned(),
            person: row.text(1).to_owned(),
            authority: row.text(2).to_owned(),
            form_token: row.text(3).to_owned(),
            made: row.int(4),
            last_seen: row.int(5),
            second_factor: row.int(6),
            first: row.int(7) != 0,
        };
        let staff = self.staff_from(&session.authority, row.int(8) as u64).await?;
        Ok(Some((session, staff)))
    }

    /// That a session was used.
    pub async fn session_seen(&self, id: &str, now: i64) -> Result<(), RecordError> {
        Ok(self
            .store
            .write(vec![statement("UPDATE session SET last_seen = $2 WHERE id = $1", [id.into(), now.into()])])
            .await?)
    }

    /// Ends a session.
    pub async fn end_session(&self, id: &str, now: i64) -> Result<(), RecordError> {
        Ok(self.store.write(vec![end(id, now)]).await?)
    }

    /// Ends every session and token of a person, and the address of their calendar.
    pub async fn end_all(&self, person: &str, now: i64) -> Result<(), RecordError> {
        Ok(self.store.write(ends(person, now).to_vec()).await?)
    }

    /// Keeps a token of the person of the pass.
    pub async fn keep_token(&self, pass: &Pass, token: Token) -> Result<(), RecordError> {
        const KEEP: &str = "INSERT INTO token (id, person, authority, name, scopes, made, expires, last_used, ended) \
                            VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)";
        let person = pass.person();
        let values = [
            token.id.into(),
            person.id.as_str().into(),
            person.authority.as_str().into(),
            token.name.into(),
            token.scopes.join(" ").into(),
            token.made.into(),
            token.expires.into(),
        ];
        Ok(self.store.write(vec![statement(KEEP, values)]).await?)
    }

    /// The token of this hash, where it has not been ended.
    pub async fn token(&self, id: &str) -> Result<Option<Token>, RecordError> {
        const TOKEN: &str = "SELECT id, person, authority, name, scopes, made, expires, last_used FROM token WHERE id = $1 AND ended = 0";
        Ok(self.store.first(TOKEN, [id.into()]).await?.as_ref().map(token))
    }

    /// The tokens of the person of the pass that have not been ended.
    pub async fn tokens(&self, pass: &Pass) -> Result<Vec<Token>, RecordError> {
        const TOKENS: &str = "SELECT id, person, authority, name, scopes, made, expires, last_used FROM token \
                              WHERE person = $1 AND ended = 0 ORDER BY made DESC, id";
        let rows = self.store.read(TOKENS, [pass.person().id.as_str().into()]).await?;
        Ok(rows.iter().map(token).collect())
    }

    /// That a token was used.
    pub async fn token_used(&self, id: &str, now: i64) -> Result<(), RecordError> {
        Ok(self
            .store
            .write(vec![statement("UPDATE token SET last_used = $2 WHERE id = $1", [id.into(), now.into()])])
            .await?)
    }

    /// Ends a token of the person of the pass.
    pub async fn end_token(&self, pass: &Pass, id: &str, now: i64) -> Result<(), RecordError> {
        const END: &str = "UPDATE token SET ended = $3 WHERE id = $1 AND person = $2";
        Ok(self.store.write(vec![statement(END, [id.into(), pass.person().id.as_str().into(), now.into()])]).await?)
    }

    /// Keeps the hash of the secret in the address of the calendar of the person of the pass; an empty one ends it.
    pub async fn keep_calendar(&self, pass: &Pass, hash: &str) -> Result<(), RecordError> {
        const KEEP: &str = "UPDATE credential SET calendar = $2 WHERE person = $1";
        Ok(self.store.write(vec![statement(KEEP, [pass.person().id.as_str().into(), hash.into()]).must()]).await?)
    }

    /// Whether the calendar of the person of the pass has an address.
    pub async fn has_calendar(&self, pass: &Pass) -> Result<bool, RecordError> {
        const HAS: &str = "SELECT person FROM credential WHERE person = $1 AND calendar <> ''";
        Ok(self.store.first(HAS, [pass.person().id.as_str().into()]).await?.is_some())
    }

    /// Whose calendar has this hash: the person and their authority.
    pub async fn calendar_of(&self, hash: &str) -> Result<Option<(String, String)>, RecordError> {
        const WHOSE: &str = "SELECT person, authority FROM credential WHERE calendar = $1 AND calendar <> ''";
        let row = self.store.first(WHOSE, [hash.into()]).await?;
        Ok(row.map(|row| (row.text(0).to_owned(), row.text(1).to_owned())))
    }
}

fn end(id: &str, now: i64) -> Statement {
    statement("UPDATE session SET ended = $2 WHERE id = $1 AND ended = 0", [id.into(), now.into()])
}

/// Ends whatever a person has opened.
pub(crate) fn ends(person: &str, now: i64) -> [Statement; 3] {
    let values = || [person.into(), now.into()];
    [
        statement("UPDATE session SET ended = $2 WHERE person = $1 AND ended = 0", values()),
        statement("UPDATE token SET ended = $2 WHERE person = $1 AND ended = 0", values()),
        statement("UPDATE credential SET calendar = '' WHERE person = $1", [person.into()]),
    ]
}

fn token(row: &Row) -> Token {
    Token {
        id: row.text(0).to_owned(),
        person: row.text(1).to_owned(),
        authority: row.text(2).to_owned(),
        name: row.text(3).to_owned(),
        scopes: row.text(4).split_whitespace().map(str::to_owned).collect(),
        made: row.int(5),
        expires: row.int(6),
        last_used: row.int(7),
    }
}
