//! Writes at a fixed rate: how long is it until what was recorded is on the disk and acknowledged?
//!
//! Each write is what a page sends when a worker records one event: the version that was seen, a key of its own, one entry. The worker has
//! the child open, so each of a person's children was read before the time begins.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{anyhow, bail};
use gate::{Admitted, Gate, Pass};
use record::{AppendError, Entry, Record, Write};
use serde_json::json;

use crate::ask::Found;
use crate::fill::pass;
use crate::made::child_id;
use crate::pace::Pace;
use crate::serve::now;

/// Writes from so many at once, `a_second` in all, for so long; each to children of its own, as people do.
pub async fn write(
    record: Arc<Record>,
    gate: Arc<Gate>,
    authority: &str,
    (people, children): (usize, usize),
    a_second: u64,
    lasting: Duration,
) -> anyhow::Result<Found> {
    let pass = pass(&gate, authority)?;
    let (own, open) = (children / people, (children / people).clamp(1, OPEN));
    // Others in the next run, as a rule: one that follows another does not write to children who have a thousand visits by then.
    let first = usize::try_from(std::process::id())? % (own / open).max(1) * open;
    let child = move |person: usize, n: usize| child_id(person * own + first + n % open);
    let mut versions = BTreeMap::new();
    for child in (0..people).flat_map(|person| (0..open).map(move |n| child(person, n))) {
        // A write on a version that is long past is told the one that is there.
        match record.append(visit(&gate, &pass, &child, 1)?, now()).await {
            Err(AppendError::Conflict(version)) => versions.insert(child, version),
            other => bail!("a late write was not refused: {other:?}"),
        };
    }
    let pace = Pace::start(a_second, lasting);
    let mut workers = Vec::new();
    for person in 0..people {
        let (record, gate, pace, pass) = (Arc::clone(&record), Arc::clone(&gate), pace.clone(), pass.clone());
        let mut versions = versions.clone();
        workers.push(tokio::spawn(async move {
            let mut found = Found::default();
            while let Some((n, due)) = pace.turn().await {
                let child = child(person, n);
                let kept = record.append(visit(&gate, &pass, &child, versions[&child])?, now()).await?;
                found.took.push(u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX));
                versions.insert(child, kept.version);
            }
            anyhow::Ok(found)
        }));
    }
    let mut all = Found::default();
    for worker in workers {
        all.took.extend(worker.await??.took);
    }
    all.took.sort_unstable();
    all.a_second = all.took.len() as f64 / pace.lasted().as_secs_f64();
    Ok(all)
}

/// How many children a person works with.
const OPEN: usize = 33;

/// A visit to a child, on the version that was seen.
fn visit(gate: &Gate, pass: &Pass, child: &str, based_on: u64) -> anyhow::Result<Admitted<Write>> {
    let (id, with) = (format!("load-{based_on}"), json!({"by": ["yjs-case-manager"]}));
    let event = json!({"at": "2026-06-09", "event": "visit-made", "with": with, "id": id});
    let (key, entries) = (format!("{child}-{based_on}"), vec![Entry::Event { event }]);
    let write = Write { child: child.to_owned(), based_on, key, entries };
    gate.admit_other(pass, write).map_err(|refused| anyhow!("{}", refused.reason))
}
