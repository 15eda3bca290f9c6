//! Writes at a fixed rate: how long is it until what was recorded is on the disk and acknowledged?
//!
//! Each write is what a page sends when a worker records one event: the version that was seen, a key of its own, one entry.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{anyhow, bail};
use gate::Gate;
use record::{AppendError, Entry, Record, Write};
use serde_json::json;
use tokio::time::Instant;

use crate::ask::Found;
use crate::fill::pass;
use crate::made::child_id;
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
    let (next, began, pass) = (Arc::new(AtomicUsize::new(0)), Instant::now(), pass(&gate, authority)?);
    let mut workers = Vec::new();
    for person in 0..people {
        let (record, gate, next, pass) = (Arc::clone(&record), Arc::clone(&gate), Arc::clone(&next), pass.clone());
        workers.push(tokio::spawn(async move {
            let mut found = Found::default();
            let (own, mut versions) = (children / people, BTreeMap::new());
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let due = began + Duration::from_nanos(1_000_000_000 / a_second * n as u64);
                if due.duration_since(began) > lasting || began.elapsed() > lasting {
                    return anyhow::Ok(found);
                }
                let child = child_id(person * own + n % own.max(1));
                let visit = |based_on: u64| {
                    let (id, with) = (format!("load-{based_on}"), json!({"by": ["yjs-case-manager"]}));
                    let event = json!({"at": "2026-06-09", "event": "visit-made", "with": with, "id": id});
                    let (key, entries) = (format!("{child}-{based_on}"), vec![Entry::Event { event }]);
                    let write = Write { child: child.clone(), based_on, key, entries };
                    gate.admit_other(&pass, write).map_err(|r| anyhow!("{}", r.reason))
                };
                let seen = match versions.get(&child) {
                    Some(version) => *version,
                    // A write on a version that is long past is told the one that is there.
                    None => match record.append(visit(1)?, now()).await {
                        Err(AppendError::Conflict(version)) => version,
                        other => bail!("a late write was not refused: {other:?}"),
                    },
                };
                tokio::time::sleep_until(due).await;
                let kept = record.append(visit(seen)?, now()).await?;
                found.took.push(u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX));
                versions.insert(child, kept.version);
            }
        }));
    }
    let mut all = Found::default();
    for worker in workers {
        all.took.extend(worker.await??.took);
    }
    all.took.sort_unstable();
    all.a_second = all.took.len() as f64 / began.elapsed().as_secs_f64();
    Ok(all)
}
