//! What do people sign in by? Their accounts: a name, a password, a second factor. No child is in it.
//!
//! The password comes in hashed, by Argon2id, made in `web`. A new account, password or second factor ends whatever was opened by the old one
//! ([`crate::sessions`]), in the same write.

use gate::{Admitted, Pass};

use crate::append::AppendError;
use crate::record::{Record, RecordError};
use crate::sessions::ends;
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
