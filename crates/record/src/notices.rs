//! What is to be told to whom: each notice once, under one Message-ID for ever, until it is sent or a person must step in.
//!
//! A notice holds no content. Those that wait for one person are gathered into one message before it is first sent: from then on they share
//! its Message-ID, which nothing changes, so that a second try sends the same notices under the same id (safety 0.9).

use gate::Pass;

use crate::record::{Record, RecordError};
use crate::store::{Row, statement};

/// At which point something is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It falls due soon.
    DueSoon,
    /// It is overdue.
    Overdue,
    /// A week's digest.
    Digest,
    /// A notice could not be delivered.
    Undelivered,
    /// A child is open to both services from now on.
    Joined,
    /// Two children who were taken for one are not.
    Parted,
    /// Somebody asked whether a child is known, and could not be told.
    Asked,
    /// Somebody asks nearly as often as they may, or tries one date of birth after another.
    Pressing,
}

impl Stage {
    /// All of them.
    pub const ALL: [Stage; 8] = [
        Stage::DueSoon,
        Stage::Overdue,
        Stage::Digest,
        Stage::Undelivered,
        Stage::Joined,
        Stage::Parted,
        Stage::Asked,
        Stage::Pressing,
    ];

    /// The word in the record.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::DueSoon => "due-soon",
            Stage::Overdue => "overdue",
            Stage::Digest => "digest",
            Stage::Undelivered => "undelivered",
            Stage::Joined => "joined",
            Stage::Parted => "parted",
            Stage::Asked => "asked",
            Stage::Pressing => "pressing",
        }
    }

    /// The stage of this word.
    pub fn of(word: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// How a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeState {
    /// To be sent.
    Waiting,
    /// Sent.
    Sent,
    /// Given up after its last try: a person must step in.
    Failed,
}

impl NoticeState {
    /// The word in the record.
    pub const fn word(self) -> &'static str {
        match self {
            NoticeState::Waiting => "waiting",
            NoticeState::Sent => "sent",
            NoticeState::Failed => "failed",
        }
    }
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is about, at which stage, to whom: told once.
    pub key: String,
    /// To whom.
    pub person: String,
    /// Of which authority.
    pub authority: String,
    /// About which child; empty for a digest.
    pub child: String,
    /// At which point.
    pub stage: Stage,
    /// Of the message that it is sent in, one for ever; empty until it is gathered into one.
    pub message_id: String,
    /// When it was made.
    pub made: i64,
    /// How often it was tried.
    pub tries: i64,
}

impl Record {
    /// Keeps notices; one that was there before stays as it is.
    pub async fn keep_notices(&self, _pass: &Pass, notices: Vec<Notice>) -> Result<(), RecordError> {
        const KEEP: &str = "INSERT INTO notice (key, person, authority, child, kind, message_id, made, state, tries, next_try, said) \
                            VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $7, '') ON CONFLICT (key) DO NOTHING";
        let statements = notices.into_iter().map(|one| {
            let values = [
                one.key.into(),
                one.person.into(),
                one.authority.into(),
                one.child.into(),
                one.stage.word().into(),
                one.message_id.into(),
                one.made.into(),
            ];
            statement(KEEP, values)
        });
        Ok(self.store.write(statements.collect()).await?)
    }

    /// The notices made by a moment that are in no message yet, the oldest first, at most `limit`.
    pub async fn not_gathered(&self, _pass: &Pass, made_by: i64, limit: u32) -> Result<Vec<Notice>, RecordError> {
        const LOOSE: &str = "SELECT key, person, authority, child, kind, message_id, made, tries FROM notice \
                             WHERE state = 'waiting' AND message_id = '' AND made <= $1 ORDER BY made, key LIMIT $2";
        let rows = self.store.read(LOOSE, [made_by.into(), i64::from(limit).into()]).await?;
        Ok(rows.iter().filter_map(notice).collect())
    }

    /// The records that the person of a pass had looked at while they held another child's facts too, and that were put right since a moment: which,
    /// and when, the last first (safety R21).
    pub async fn put_right(&self, pass: &Pass, since: i64) -> Result<Vec<(String, i64)>, RecordError> {
        const MINE: &str = "SELECT child, MAX(made) FROM notice WHERE person = $1 AND kind = $2 AND made > $3 \
                            GROUP BY child ORDER BY MAX(made) DESC, child";
        let values = [pass.person().id.as_str().into(), Stage::Parted.word().into(), since.into()];
        Ok(self.store.read(MINE, values).await?.iter().map(|row| (row.text(0).to_owned(), row.int(1))).collect())
    }

    /// Puts notices, by their keys, into messages. One that is in a message stays in it.
    pub async fn gather(&self, _pass: &Pass, into: Vec<(String, String)>) -> Result<(), RecordError> {
        const GATHER: &str = "UPDATE notice SET message_id = $2 WHERE key = $1 AND message_id = ''";
        let statements = into.into_iter().map(|(key, message)| statement(GATHER, [key.into(), message.into()]));
        Ok(self.store.write(statements.collect()).await?)
    }

    /// The notices in messages that are to be sent now, at most `limit`.
    pub async fn waiting_notices(&self, _pass: &Pass, now: i64, limit: u32) -> Result<Vec<Notice>, RecordError> {
        const WAITING: &str = "SELECT key, person, authority, child, kind, message_id, made, tries FROM notice \
                               WHERE state = 'waiting' AND next_try <= $1 AND message_id <> '' \
                               ORDER BY next_try, message_id, key LIMIT $2";
        let rows = self.store.read(WAITING, [now.into(), i64::from(limit).into()]).await?;
        Ok(rows.iter().filter_map(notice).collect())
    }

    /// Every notice that waits in a message.
    pub async fn in_message(&self, _pass: &Pass, message: &str) -> Result<Vec<Notice>, RecordError> {
        const IN: &str = "SELECT key, person, authority, child, kind, message_id, made, tries FROM notice \
                          WHERE state = 'waiting' AND message_id = $1 ORDER BY key";
        Ok(self.store.read(IN, [message.into()]).await?.iter().filter_map(notice).collect())
    }

    /// That a message was sent, with all its notices.
    pub async fn sent(&self, _pass: &Pass, message: &str) -> Result<(), RecordError> {
        const SENT: &str =
            "UPDATE notice SET state = 'sent', tries = tries + 1 WHERE state = 'waiting' AND message_id = $1";
        Ok(self.store.write(vec![statement(SENT, [message.into()])]).await?)
    }

    /// That a message could not be sent: when to try again, or that all its notices are given up.
    pub async fn not_sent(
        &self,
        _pass: &Pass,
        message: &str,
        why: &str,
        again: Option<i64>,
    ) -> Result<(), RecordError> {
        const NOT: &str = "UPDATE notice SET state = $2, tries = tries + 1, next_try = $3, said = $4 \
                           WHERE state = 'waiting' AND message_id = $1";
        let state = if again.is_some() { NoticeState::Waiting } else { NoticeState::Failed };
        let values = [message.into(), state.word().into(), again.unwrap_or(0).into(), why.into()];
        Ok(self.store.write(vec![statement(NOT, values)]).await?)
    }

    /// How many notices wait, and how many were given up: for the health check.
    pub async fn notices_standing(&self) -> Result<(i64, i64), RecordError> {
        const STANDING: &str = "SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0), \
                                COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0) FROM notice WHERE state <> 'sent'";
        let row = self.store.first(STANDING, []).await?;
        Ok(row.map_or((0, 0), |row| (row.int(0), row.int(1))))
    }

    /// The notices of the last 30 days to these people that were given up, the newest first: their managers are told (safety R59).
    pub async fn undelivered(&self, _pass: &Pass, authority: &str, now: i64) -> Result<Vec<Notice>, RecordError> {
        const FAILED: &str = "SELECT key, person, authority, child, kind, message_id, made, tries FROM notice \
                              WHERE state = 'failed' AND authority = $1 AND made > $2 ORDER BY made DESC, key LIMIT 1000";
        Ok(self
            .store
            .read(FAILED, [authority.into(), (now - 30 * 86_400_000).into()])
            .await?
            .iter()
            .filter_map(notice)
            .collect())
    }
}

fn notice(row: &Row) -> Option<Notice> {
    Some(Notice {
        key: row.text(0).to_owned(),
        person: row.text(1).to_owned(),
        authority: row.text(2).to_owned(),
        child: row.text(3).to_owned(),
        stage: Stage::of(row.text(4))?,
        message_id: row.text(5).to_owned(),
        made: row.int(6),
        tries: row.int(7),
    })
}
