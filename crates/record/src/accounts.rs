//! What people sign in by, and what they have opened by it: accounts, sessions, tokens. No child is in it.
//!
//! Secrets come in hashed: a session's and a token's id is a hash, the password's hash is Argon2id, made in `web`. Single sign-on will make
//! sessions by [`Record::begin_session`] as the password does, and nothing else here changes.

use std::sync::Arc;

use gate::{Admitted, Pass};

use crate::append::AppendError;
use crate::record::{Record, RecordError};
use crate::staff::Staff;
use crate::store::{Row, Statement, WriteError, statement};

/// What a person signs in by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub person: String,
    /// Of which authority.
    pub authority: String,
    /// The name that they sign in with, in small letters.
    pub sign_in: String,
    /// The password's hash, in the PHC form; empty where the person has left and signs in by nothing.
    pub password: String,
    /// The secret of the second factor, in base 32.
    pub totp: String,
    /// The last time step whose code was used.
    pub totp_step: i64,
    /// How often in a row it went wrong.
    pub failed: i64,
    /// Until when it takes no further try, in milliseconds since 1970.
    pub locked_until: i64,
    /// Until when a password counts that somebody else has given, and that is changed when it was used; 0 where the person chose it.
    pub first_until: i64,
}

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
    /// Gives a person of the authority of the pass an account, in place of the one they had: whatever was opened by that one ends with it.
    ///
    /// Refused where the name to sign in with is another person's.
    pub async fn keep_account(&self, admitted: Admitted<Account>, now: i64) -> Result<(), AppendError> {
        let (pass, account) = admitted.into_parts();
        match self.store.write(given(&account, pass.authority(), now)).await {
            Err(WriteError::Stopped(_)) => Err(AppendError::Refused(TAKEN.into())),
            result => Ok(result?),
        }
    }

    /// A new password of the person of the pass. The codes that were used stay used; whatever the old one opened ends.
    pub async fn change_password(&self, pass: &Pass, password: &str, now: i64) -> Result<(), RecordError> {
        const CHANGE: &str =
            "UPDATE credential SET password = $2, failed = 0, locked_until = 0, first_until = 0 WHERE person = $1";
        let person = pass.person().id.as_str();
        let mut batch = vec![statement(CHANGE, [person.into(), password.into()]).must()];
        batch.extend(ends(person, now));
        Ok(self.store.write(batch).await?)
    }

    /// A new second factor of the person of the pass, of which the code of this time step was shown; whatever the old one opened ends.
    pub async fn change_second_factor(&self, pass: &Pass, totp: &str, step: i64, now: i64) -> Result<(), RecordError> {
        const CHANGE: &str =
            "UPDATE credential SET totp = $2, totp_step = $3, failed = 0, locked_until = 0 WHERE person = $1";
        let person = pass.person().id.as_str();
        let mut batch = vec![statement(CHANGE, [person.into(), totp.into(), step.into()]).must()];
        batch.extend(ends(person, now));
        Ok(self.store.write(batch).await?)
    }

    /// The account of a sign-in name.
    pub async fn account(&self, sign_in: &str) -> Result<Option<Account>, RecordError> {
        const ACCOUNT: &str = "SELECT person, authority, sign_in, password, totp, totp_step, failed, locked_until, first_until FROM credential \
                               WHERE sign_in = $1";
        let row = self.store.first(ACCOUNT, [sign_in.to_lowercase().into()]).await?;
        Ok(row.as_ref().map(account))
    }

    /// The account of a person.
    pub async fn account_of(&self, person: &str) -> Result<Option<Account>, RecordError> {
        const ACCOUNT: &str = "SELECT person, authority, sign_in, password, totp, totp_step, failed, locked_until, first_until FROM credential \
                               WHERE person = $1";
        let row = self.store.first(ACCOUNT, [person.into()]).await?;
        Ok(row.as_ref().map(account))
    }

    /// That a code of the second factor was wrong, and until when no further try is taken.
    pub async fn sign_in_failed(&self, person: &str, locked_until: i64) -> Result<(), RecordError> {
        // A later word never shortens an earlier one: two tries at once leave the longer rest.
        const FAILED: &str = "UPDATE credential SET failed = failed + 1, \
                              locked_until = CASE WHEN locked_until > $2 THEN locked_until ELSE $2 END WHERE person = $1";
        Ok(self.store.write(vec![statement(FAILED, [person.into(), locked_until.into()])]).await?)
    }

    /// That a code of the second factor was right. False where its time step, or a later one, was used before: a code counts once.
    pub async fn use_code(&self, person: &str, step: i64) -> Result<bool, RecordError> {
        const USE: &str =
            "UPDATE credential SET totp_step = $2, failed = 0, locked_until = 0 WHERE person = $1 AND totp_step < $2";
        match self.store.write(vec![statement(USE, [person.into(), step.into()]).must()]).await {
            Ok(()) => Ok(true),
            Err(WriteError::Stopped(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

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

/// Why a name to sign in with cannot be given.
pub(crate) const TAKEN: &str = "somebody else signs in with this name";

/// Gives an account in place of the one before, with whatever was opened by that one.
pub(crate) fn given(account: &Account, authority: &str, now: i64) -> Vec<Statement> {
    const KEEP: &str = "INSERT INTO credential (person, authority, sign_in, password, totp, totp_step, failed, locked_until, calendar, first_until) \
                        VALUES ($1, $2, $3, $4, $5, 0, 0, 0, '', $6) ON CONFLICT (person) DO UPDATE SET sign_in = excluded.sign_in, \
                        password = excluded.password, totp = excluded.totp, totp_step = 0, failed = 0, locked_until = 0, \
                        first_until = excluded.first_until";
    let values = [
        account.person.as_str().into(),
        authority.into(),
        account.sign_in.to_lowercase().into(),
        account.password.as_str().into(),
        account.totp.as_str().into(),
        account.first_until.into(),
    ];
    let mut batch = ends(&account.person, now).to_vec();
    batch.push(statement(KEEP, values));
    batch
}

fn end(id: &str, now: i64) -> Statement {
    statement("UPDATE session SET ended = $2 WHERE id = $1 AND ended = 0", [id.into(), now.into()])
}

/// Ends whatever a person has opened.
fn ends(person: &str, now: i64) -> [Statement; 3] {
    let values = || [person.into(), now.into()];
    [
        statement("UPDATE session SET ended = $2 WHERE person = $1 AND ended = 0", values()),
        statement("UPDATE token SET ended = $2 WHERE person = $1 AND ended = 0", values()),
        statement("UPDATE credential SET calendar = '' WHERE person = $1", [person.into()]),
    ]
}

/// Ends whatever a person has opened and can open, and has the children with whom they work looked at within the hour: what they owe falls to
/// others, who are to be told (safety R45).
pub(crate) fn leaves(person: &str, now: i64) -> Vec<Statement> {
    const LOOK: &str = "UPDATE agenda SET next_look = $2 WHERE next_look > $2 \
                        AND child IN (SELECT child FROM involvement WHERE person = $1)";
    let mut batch = ends(person, now).to_vec();
    batch.push(statement("UPDATE credential SET password = '' WHERE person = $1", [person.into()]));
    batch.push(statement(LOOK, [person.into(), now.into()]));
    batch
}

fn account(row: &Row) -> Account {
    Account {
        person: row.text(0).to_owned(),
        authority: row.text(1).to_owned(),
        sign_in: row.text(2).to_owned(),
        password: row.text(3).to_owned(),
        totp: row.text(4).to_owned(),
        totp_step: row.int(5),
        failed: row.int(6),
        locked_until: row.int(7),
        first_until: row.int(8),
    }
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
