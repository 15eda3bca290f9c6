//! What waits until a person has looked: pairs that may be one child, and children of whom something cannot be written by itself.
//!
//! Found anew with each file; what was found before and still is keeps the moment at which it was found first.

use std::collections::BTreeMap;

use gate::Pass;
use serde_json::Value as Json;

use crate::feed::Said;
use crate::record::{Record, RecordError};
use crate::store::{Row, Statement, statement};

/// Two who are, or may be, one child.
#[derive(Debug, Clone, PartialEq)]
pub struct PairKept {
    /// The number in youth justice's system.
    pub yjs: String,
    /// The number in social care's.
    pub csc: String,
    /// `certain`, `decided`, `ask` or `doubtful`.
    pub answer: String,
    /// What was seen, thing by thing.
    pub evidence: Vec<Said>,
    /// Since when, in milliseconds since 1970.
    pub found: i64,
}

/// Of whom something waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// `yjs` or `csc`.
    pub service: String,
    /// The number in that system.
    pub number: String,
    /// Of which kind: `pair`, `two-records`, `refused`.
    pub kind: String,
    /// For what, in words.
    pub why: String,
    /// The other number, or the records.
    pub about: Json,
    /// Since when, in milliseconds since 1970.
    pub found: i64,
}

impl Record {
    /// Puts what waits in the place of what waited. Since when is told of what waited before.
    pub async fn keep_waiting(
        &self,
        pass: &Pass,
        pairs: &[PairKept],
        waiting: &[Waiting],
        now: i64,
    ) -> Result<(), RecordError> {
        const PAIR: &str =
            "INSERT INTO pair (authority, yjs, csc, answer, said, found) VALUES ($1, $2, $3, $4, $5, $6)";
        const HELD: &str = "INSERT INTO held (authority, service, number, kind, why, about, found) \
                            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (authority, service, number, kind, about) DO NOTHING";
        let authority = pass.authority();
        let by_authority = |sql| statement(sql, [authority.into()]);
        let since: BTreeMap<(String, String), i64> =
            self.pairs(pass).await?.into_iter().map(|one| ((one.yjs, one.csc), one.found)).collect();
        let held: BTreeMap<(String, String, String), i64> =
            self.waiting(pass).await?.into_iter().map(|one| ((one.service, one.number, one.kind), one.found)).collect();
        let mut batch: Vec<Statement> = vec![
            by_authority("DELETE FROM pair WHERE authority = $1"),
            by_authority("DELETE FROM held WHERE authority = $1"),
        ];
        for one in pairs {
            let found = since.get(&(one.yjs.clone(), one.csc.clone())).copied().unwrap_or(now);
            let said = serde_json::to_string(&one.evidence).map_err(|e| RecordError::Broken(e.to_string()))?;
            let values = [&one.yjs, &one.csc, &one.answer, &said].map(|text| text.as_str().into());
            let [yjs, csc, answer, said] = values;
            batch.push(statement(PAIR, [authority.into(), yjs, csc, answer, said, found.into()]));
        }
        for one in waiting {
            let key = (one.service.clone(), one.number.clone(), one.kind.clone());
            let found = held.get(&key).copied().unwrap_or(now);
            let about = one.about.to_string();
            let values = [&one.service, &one.number, &one.kind, &one.why, &about].map(|text| text.as_str().into());
            let [service, number, kind, why, about] = values;
            batch.push(statement(HELD, [authority.into(), service, number, kind, why, about, found.into()]));
        }
        Ok(self.store.write(batch).await?)
    }

    /// The pairs of the authority of the pass, by their numbers.
    pub async fn pairs(&self, pass: &Pass) -> Result<Vec<PairKept>, RecordError> {
        const PAIRS: &str = "SELECT yjs, csc, answer, said, found FROM pair WHERE authority = $1 ORDER BY yjs, csc";
        self.store.read(PAIRS, [pass.authority().into()]).await?.iter().map(pair).collect()
    }

    /// What waits in the authority of the pass.
    pub async fn waiting(&self, pass: &Pass) -> Result<Vec<Waiting>, RecordError> {
        const WAITING: &str = "SELECT service, number, kind, why, about, found FROM held WHERE authority = $1 \
                               ORDER BY kind, service, number, about";
        self.store.read(WAITING, [pass.authority().into()]).await?.iter().map(waiting).collect()
    }
}

fn pair(row: &Row) -> Result<PairKept, RecordError> {
    let evidence = serde_json::from_str(row.text(3)).map_err(|e| RecordError::Broken(format!("a pair: {e}")))?;
    let text = |column: usize| row.text(column).to_owned();
    Ok(PairKept { yjs: text(0), csc: text(1), answer: text(2), evidence, found: row.int(4) })
}

fn waiting(row: &Row) -> Result<Waiting, RecordError> {
    let about = serde_json::from_str(row.text(4)).map_err(|e| RecordError::Broken(format!("what waits: {e}")))?;
    let text = |column: usize| row.text(column).to_owned();
    Ok(Waiting { service: text(0), number: text(1), kind: text(2), why: text(3), about, found: row.int(5) })
}
