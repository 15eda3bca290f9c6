//! When is a child to be looked at again, and by whom is something owed to them meanwhile?
//!
//! The scheduler takes the children whose time has come, derives what is owed, and says when to look again. Nothing here is a duty: those
//! are derived on read. What stands here is built again by looking at every child once.

use std::collections::BTreeMap;
use std::sync::Arc;

use gate::Pass;

use crate::child::Child;
use crate::record::{Record, RecordError};
use crate::store::{WriteError, statement};

/// What a look at a child led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// The child.
    pub child: String,
    /// The version that was looked at.
    pub version: u64,
    /// When to look again, in milliseconds since 1970.
    pub next_look: i64,
    /// The roles that owe the child something.
    pub owing: Vec<String>,
}

impl Record {
    /// The children whose time has come, at most `limit`, the longest waiting first. The pass is for the installation.
    ///
    /// One whose record cannot be read stands among them by its id, so that it holds up no other: the caller puts it off and says so.
    pub async fn due_for_a_look(
        &self,
        _pass: &Pass,
        now: i64,
        limit: u32,
    ) -> Result<Vec<Result<Arc<Child>, String>>, RecordError> {
        const DUE: &str = "SELECT child FROM agenda WHERE next_look <= $1 ORDER BY next_look, child LIMIT $2";
        let rows = self.store.read(DUE, [now.into(), i64::from(limit).into()]).await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.text(0)).collect();
        let read = self.many(&ids).await?.into_iter().filter_map(Result::ok);
        let mut read: BTreeMap<String, Arc<Child>> = read.map(|child| (child.id.clone(), child)).collect();
        Ok(ids.into_iter().map(|id| read.remove(id).ok_or_else(|| id.to_owned())).collect())
    }

    /// Puts off the look at a child whose record cannot be read.
    pub async fn put_off(&self, _pass: &Pass, child: &str, until: i64) -> Result<(), RecordError> {
        const PUT: &str = "UPDATE agenda SET next_look = $2 WHERE child = $1";
        Ok(self.store.write(vec![statement(PUT, [child.into(), until.into()])]).await?)
    }

    /// Keeps what looks at children led to. Where something was written meanwhile, the child stays due.
    pub async fn evaluated(&self, _pass: &Pass, looks: Vec<Evaluated>) -> Result<(), RecordError> {
        const KEEP: &str = "UPDATE agenda SET next_look = $2, owing = $3 WHERE child = $1 \
                            AND EXISTS (SELECT 1 FROM child WHERE child.child = $1 AND child.version = $4)";
        // Whoever writes of the child just now is waited for at its line, as in `append`: the next statement then sees what was written. A single
        // one would wait at the agenda, and PostgreSQL would go on with the version that it had seen before.
        const WAIT: &str = "UPDATE child SET version = version WHERE child = $1";
        let statements = looks.into_iter().flat_map(|look| {
            let owing = serde_json::to_string(&look.owing).unwrap_or_default();
            let wait = statement(WAIT, [look.child.as_str().into()]);
            [wait, statement(KEEP, [look.child.into(), look.next_look.into(), owing.into(), look.version.into()])]
        });
        Ok(self.store.write(statements.collect()).await?)
    }

    /// Takes a job for a while: false where another node holds it. Claims are rows, fenced by the same log as what they guard.
    pub async fn claim(&self, job: &str, holder: &str, now: i64, until: i64) -> Result<bool, RecordError> {
        const BEGIN: &str = "INSERT INTO job (name, holder, held_until, evaluated_to) VALUES ($1, '', 0, 0) ON CONFLICT (name) DO NOTHING";
        const CLAIM: &str =
            "UPDATE job SET holder = $2, held_until = $4 WHERE name = $1 AND (holder = $2 OR held_until <= $3)";
        let claim = statement(CLAIM, [job.into(), holder.into(), now.into(), until.into()]).must();
        match self.store.write(vec![statement(BEGIN, [job.into()]), claim]).await {
            Ok(()) => Ok(true),
            Err(WriteError::Stopped(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Says up to when a job has done all there was to do (safety R58). Only its holder can.
    pub async fn done_up_to(&self, job: &str, holder: &str, to: i64) -> Result<(), RecordError> {
        const DONE: &str = "UPDATE job SET evaluated_to = $3 WHERE name = $1 AND holder = $2 AND evaluated_to < $3";
        Ok(self.store.write(vec![statement(DONE, [job.into(), holder.into(), to.into()])]).await?)
    }

    /// Up to when a job has done all there was to do; 0 where it never ran.
    pub async fn evaluated_to(&self, job: &str) -> Result<i64, RecordError> {
        let row = self.store.first("SELECT evaluated_to FROM job WHERE name = $1", [job.into()]).await?;
        Ok(row.map_or(0, |row| row.int(0)))
    }
}
