//! Is this child known to the other service? One question, by three things that the asker must already have (first name, family name, date of
//! birth, each exact), and one answer: which service, or nothing.
//!
//! Looked up by a keyed hash; the key is not in the database (safety R27). What may not be told, and what is not there, is one answer, made by the
//! same steps: the asking is on the disk before it is given, and a record that may not be told of has a guardian who hears of it (R24).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use feeds::Name;
use gate::{Pass, Service};
use serde::{Deserialize, Serialize};

use crate::chain;
use crate::index::numbers_of;
use crate::record::{Record, RecordError};
use crate::store::{Row, Statement, WriteError, statement};
use blind::names_of;

mod blind;

pub use blind::Key;
pub(crate) use blind::{differs, of_child, of_listed};

/// Children who are restricted, by service and number; with their record, where there is one that is.
pub type Restricted = BTreeMap<(String, String), Option<String>>;

/// Why somebody asks: each is a moment at which a protocol asks the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The word that is kept.
    pub word: &'static str,
    /// In words.
    pub means: &'static str,
}

/// The reasons that may be given, in the order in which a form shows them.
pub const REASONS: [Reason; 7] = [
    Reason { word: "allocated", means: "The child is allocated to me, or is about to be" },
    Reason { word: "referral", means: "A referral or contact about the child has come in" },
    Reason { word: "arrest", means: "The child is at a police station, or has been arrested" },
    Reason { word: "court", means: "The child is at court, or a report is to be written" },
    Reason { word: "concern", means: "I am worried about the child’s safety" },
    Reason { word: "moved", means: "The child has moved here, or is placed here" },
    Reason { word: "closing", means: "I am about to close the child’s case" },
];

/// A question.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// First names, or the first of them.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Date of birth, as `2010-05-04`.
    pub born: String,
    /// The word of a reason.
    pub reason: String,
}

/// Says that something is asked, and not of whom.
impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question").field("reason", &self.reason).finish_non_exhaustive()
    }
}

/// How often somebody may ask (safety R25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// In an hour.
    pub an_hour: u32,
    /// In a day.
    pub a_day: u32,
}

impl Default for Quota {
    fn default() -> Quota {
        Quota { an_hour: 20, a_day: 60 }
    }
}

/// Why nothing was answered.
#[derive(Debug)]
pub enum KnownError {
    /// Somebody asked more often than they may: from when they may again, in milliseconds since 1970.
    TooOften(i64),
    /// There is no key: nothing can be looked up.
    NoKey,
    /// The record.
    Record(RecordError),
}

impl<E: Into<RecordError>> From<E> for KnownError {
    fn from(error: E) -> KnownError {
        KnownError::Record(error.into())
    }
}

/// A record of which nothing was told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hidden {
    /// Of which service.
    pub service: String,
    /// The feed, or `record`.
    pub source: String,
    /// The number in the feed, or the child.
    pub subject: String,
}

/// Somebody's asking, as it is read again by those who watch over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its id.
    pub id: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub person: String,
    /// The word of the reason.
    pub reason: String,
    /// What was there and was not told of.
    pub hidden: Vec<Hidden>,
}

/// Somebody who asks in a way that their manager should know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressing {
    /// Who.
    pub person: String,
    /// How often in the last day.
    pub asked: u32,
    /// Whether one name was asked for with many dates of birth.
    pub walked: bool,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// With so many dates of birth for one name within a day somebody tries them.
const WALKED: i64 = 4;

impl Record {
    /// The services that work with a child whom somebody can name, with their date of birth. It is written down that they asked before they are
    /// answered. Every question takes the same steps, whatever there is to tell.
    pub async fn known_to(
        &self,
        pass: &Pass,
        question: &Question,
        quota: Quota,
        now: i64,
    ) -> Result<Vec<Service>, KnownError> {
        // A child whose record is restricted is hidden by every name that a file has for them.
        const KNOWN: &str = "SELECT service, source, subject, CASE WHEN hidden = 1 OR EXISTS (SELECT 1 FROM child_number n \
                             JOIN child c ON c.child = n.child WHERE n.authority = known.authority AND n.service = known.service \
                             AND n.number = known.subject AND known.source <> 'record' AND c.ties NOT LIKE '%\"restricted\":null%') \
                             THEN 1 ELSE 0 END FROM known WHERE blind = $1 AND authority = $2 ORDER BY service, source, subject";
        // A child whom one system has under another name than the record has the record's answer: half of one reads like no.
        const JOINED: &str = "SELECT DISTINCT service, source, subject, hidden FROM known WHERE source = 'record' AND authority = $2 \
                              AND subject IN (SELECT n.child FROM known k JOIN child_number n ON n.authority = k.authority \
                              AND n.service = k.service AND n.number = k.subject WHERE k.blind = $1 AND k.authority = $2 \
                              AND k.source <> 'record') ORDER BY service, source, subject, hidden";
        let key = self.key().ok_or(KnownError::NoKey)?;
        if !self.is_under(key).await? {
            return Err(KnownError::NoKey);
        }
        let authority = pass.authority();
        let Question { given, family, born, reason } = question;
        let blind = key.person(authority, given, family, born);
        let mut rows = self.store.read(KNOWN, [blind.clone().into(), authority.into()]).await?;
        rows.extend(self.store.read(JOINED, [blind.clone().into(), authority.into()]).await?);
        let hidden: BTreeSet<Hidden> = rows.iter().filter(|row| row.int(3) == 1).map(hidden).collect();
        // One of them hidden hides all: another line may be of the same child.
        let seen: BTreeSet<Service> =
            rows.iter().filter(|_| hidden.is_empty()).filter_map(|row| Service::of(row.text(0))).collect();
        let words: Vec<&str> = seen.iter().map(|service| service.word()).collect();
        let hidden = serde_json::to_string(&hidden).map_err(|e| RecordError::Broken(e.to_string()))?;
        let names = key.names(authority, given, family);
        let asked = asked(pass, [reason, &words.join(" "), &hidden], [names, blind], quota, now)?;
        match self.store.write(asked).await {
            Ok(()) => Ok(seen.into_iter().collect()),
            Err(WriteError::Stopped(_)) => {
                Err(KnownError::TooOften(self.free_again(&pass.person().id, quota, now).await?))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// How often somebody asked within the last hour, and within the last day.
    pub async fn asked_lately(&self, pass: &Pass, now: i64) -> Result<(u32, u32), RecordError> {
        let at = self.asked_at(&pass.person().id, now).await?;
        let since = |then: i64| at.iter().filter(|at| **at > then).count() as u32;
        Ok((since(now - HOUR), since(now - DAY)))
    }

    async fn asked_at(&self, person: &str, now: i64) -> Result<Vec<i64>, RecordError> {
        const AT: &str = "SELECT at FROM known_check WHERE person = $1 AND at > $2 ORDER BY at DESC";
        let rows = self.store.read(AT, [person.into(), (now - DAY).into()]).await?;
        Ok(rows.iter().map(|row| row.int(0)).collect())
    }

    async fn free_again(&self, person: &str, quota: Quota, now: i64) -> Result<i64, RecordError> {
        let at = self.asked_at(person, now).await?;
        let free = |most: u32, span: i64| {
            at.get((most as usize).saturating_sub(1)).filter(|at| **at > now - span).map_or(now, |at| at + span)
        };
        Ok(free(quota.an_hour, HOUR).max(free(quota.a_day, DAY)))
    }

    /// The questions since a moment at which something was there and was not told of, the first first.
    pub async fn hidden_checks(&self, pass: &Pass, since: i64) -> Result<Vec<Check>, RecordError> {
        const HIDDEN: &str = "SELECT id, at, person, reason, hidden FROM known_check \
                              WHERE authority = $1 AND at > $2 AND settled = 0 AND hidden <> '[]' ORDER BY at, id";
        let rows = self.store.read(HIDDEN, [pass.authority().into(), since.into()]).await?;
        rows.iter().map(check).collect()
    }

    /// That a guardian has dealt with a question.
    pub async fn settle_check(&self, pass: &Pass, id: &str, now: i64) -> Result<(), RecordError> {
        const SETTLE: &str =
            "UPDATE known_check SET settled = $3, settled_by = $4 WHERE id = $1 AND authority = $2 AND settled = 0";
        let values = [id.into(), pass.authority().into(), now.into(), pass.person().id.as_str().into()];
        Ok(self.store.write(vec![statement(SETTLE, values)]).await?)
    }

    /// Those who within the last day asked nearly as often as they may, or tried dates of birth (safety R25).
    pub async fn pressing(&self, pass: &Pass, quota: Quota, now: i64) -> Result<Vec<Pressing>, RecordError> {
        const MOST: &str = "SELECT person, COUNT(*), SUM(CASE WHEN at > $3 THEN 1 ELSE 0 END) FROM known_check \
                            WHERE authority = $1 AND at > $2 GROUP BY person ORDER BY person";
        const WALK: &str = "SELECT DISTINCT person FROM (SELECT person, names FROM known_check WHERE authority = $1 AND at > $2 \
                            GROUP BY person, names HAVING COUNT(DISTINCT blind) >= $3) AS walk ORDER BY person";
        let authority = || pass.authority().into();
        let (day, hour) = ((now - DAY).into(), (now - HOUR).into());
        let most = self.store.read(MOST, [authority(), day, hour]).await?;
        let walk = self.store.read(WALK, [authority(), (now - DAY).into(), WALKED.into()]).await?;
        let near = |asked: i64, most: u32| asked * 5 >= i64::from(most) * 4;
        let pressing = |row: &Row| {
            let walked = walk.iter().any(|one| one.text(0) == row.text(0));
            let is_near = near(row.int(1), quota.a_day) || near(row.int(2), quota.an_hour);
            (walked || is_near).then(|| Pressing { person: row.text(0).to_owned(), asked: row.int(1) as u32, walked })
        };
        Ok(most.iter().filter_map(pressing).collect())
    }
}

fn hidden(row: &Row) -> Hidden {
    Hidden { service: row.text(0).to_owned(), source: row.text(1).to_owned(), subject: row.text(2).to_owned() }
}

fn check(row: &Row) -> Result<Check, RecordError> {
    let hidden = serde_json::from_str(row.text(4)).map_err(|e| RecordError::Broken(format!("a question: {e}")))?;
    let text = |column: usize| row.text(column).to_owned();
    Ok(Check { id: text(0), at: row.int(1), person: text(2), reason: text(3), hidden })
}

/// What writes down that somebody asked; it does not hold where they have asked as often as they may.
fn asked(
    pass: &Pass,
    [reason, seen, hidden]: [&str; 3],
    [names, blind]: [Vec<u8>; 2],
    quota: Quota,
    now: i64,
) -> Result<Vec<Statement>, RecordError> {
    // Two questions of one person wait for each other here, so that neither is counted without the other.
    const TURN: &str = "INSERT INTO known_turn (person, turns) VALUES ($1, 1) \
                        ON CONFLICT (person) DO UPDATE SET turns = known_turn.turns + 1";
    const ASK: &str = "INSERT INTO known_check (id, at, person, authority, service, reason, names, blind, seen, hidden, settled, settled_by) \
                       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '' \
                       WHERE (SELECT COUNT(*) FROM known_check WHERE person = $3 AND at > $11) < $12 \
                       AND (SELECT COUNT(*) FROM known_check WHERE person = $3 AND at > $13) < $14";
    let person = pass.person();
    let by_chance: [u8; 10] = chain::random().map_err(|e| RecordError::Broken(format!("no random bytes: {e}")))?;
    let id = format!("{now:012x}{}", data_encoding::HEXLOWER.encode(&by_chance));
    let values = [
        id.into(),
        now.into(),
        person.id.as_str().into(),
        pass.authority().into(),
        person.service.word().into(),
        reason.into(),
        names.into(),
        blind.into(),
        seen.into(),
        hidden.into(),
        (now - HOUR).into(),
        i64::from(quota.an_hour).into(),
        (now - DAY).into(),
        i64::from(quota.a_day).into(),
    ];
    Ok(vec![statement(TURN, [person.id.as_str().into()]), statement(ASK, values).must()])
}

impl Record {
    /// The children who are restricted, by the service and its number: with their record here where that is restricted to named people, and with
    /// nothing where the service's own system alone marks them so.
    pub async fn restricted_numbers(&self, pass: &Pass) -> Result<Restricted, RecordError> {
        const RESTRICTED: &str = "SELECT service, number, '' FROM listed WHERE authority = $1 AND restricted = 1 \
                                  UNION ALL SELECT n.service, n.number, n.child FROM child c JOIN child_number n ON n.child = c.child \
                                  WHERE c.ties NOT LIKE '%\"restricted\":null%' AND c.child > '' AND n.authority = $1 ORDER BY 1, 2, 3";
        let rows = self.store.read(RESTRICTED, [pass.authority().into()]).await?;
        let line = |row: &Row| {
            let child = Some(row.text(2).to_owned()).filter(|child| !child.is_empty());
            ((row.text(0).to_owned(), row.text(1).to_owned()), child)
        };
        Ok(rows.iter().map(line).collect())
    }

    /// Who asked whether the child of the pass is known, by any name that the record or a file has for them now: what everybody may know who
    /// may know who has looked (safety R34). The latest first, at most `limit`.
    pub async fn asked_about(&self, pass: &Pass, limit: u32) -> Result<Vec<Check>, RecordError> {
        const ASKED: &str = "SELECT id, at, person, reason, hidden FROM known_check WHERE blind = $1 AND authority = $2 \
                             ORDER BY at DESC, id LIMIT $3";
        let (Some(key), Some(id)) = (self.key(), pass.child()) else { return Ok(Vec::new()) };
        let Some(child) = self.child_of(id).await? else { return Ok(Vec::new()) };
        let details = &child.details;
        let authorities: Vec<&String> = std::iter::once(&details.authority).chain(&details.host).collect();
        let mut blinds: BTreeSet<(Vec<u8>, &String)> = BTreeSet::new();
        for authority in &authorities {
            let names = names_of(&child);
            blinds.extend(
                key.ways(authority, &names.iter().collect::<Vec<_>>(), &details.born)
                    .into_iter()
                    .map(|b| (b, *authority)),
            );
        }
        for (service, number) in numbers_of(&child) {
            let Some(listed) = self.listed(pass, service, number).await? else { continue };
            let Some(born) = listed.born else { continue };
            let names: Vec<&Name> = std::iter::once(&listed.name).chain(&listed.others).collect();
            blinds.extend(
                key.ways(&details.authority, &names, &born.0.to_string()).into_iter().map(|b| (b, &details.authority)),
            );
        }
        let mut all = Vec::new();
        for (blind, authority) in blinds {
            let rows =
                self.store.read(ASKED, [blind.into(), authority.as_str().into(), i64::from(limit).into()]).await?;
            all.extend(rows.iter().map(check).collect::<Result<Vec<Check>, RecordError>>()?);
        }
        all.sort_by(|a, b| (b.at, &a.id).cmp(&(a.at, &b.id)));
        all.truncate(limit as usize);
        Ok(all)
    }
}
