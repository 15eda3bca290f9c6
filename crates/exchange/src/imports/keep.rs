//! Writes what was planned: first what the file says, in the place of what the one before said, then each child's part. Where it is broken off
//! between the two, the same file brought again finds what is still to be written.

use std::collections::BTreeSet;

use gate::{Gate, Pass};
use record::{
    AppendError, Decided, Entry, FeedEntry, Imported, Notice, PairKept, Place, Record, Run, Staff, Stage, Waiting,
    Write,
};
use serde_json::json;

use super::plan::{Plan, Planned, Waits};
use super::report::Report;
use super::together::Found;
use super::{ImportError, Standing};

/// How many decisions are written down at a time.
const AT_ONCE: usize = 200;

/// Writes it.
pub async fn keep(
    record: &Record,
    gate: &Gate,
    pass: &Pass,
    run: &Run,
    now: i64,
    report: &Report,
    plan: &Plan,
) -> Result<(), ImportError> {
    let imported = Imported {
        service: run.feed.service.clone(),
        layout: run.feed.layout.clone(),
        files: report.read.rows.iter().map(|(file, _)| file.clone()).collect(),
        as_of: report.read.as_of.map(|day| day.to_string()),
        rows: report.read.rows.iter().map(|(_, rows)| rows).sum(),
        people: report.people,
        open: report.open,
        new: report.new,
        changed: report.changed,
        gone: report.gone,
        refused: report.refused,
    };
    record.keep_file(pass, run, imported, &report.some_refused, now).await?;
    write_all(record, gate, pass, plan, now).await
}

/// Writes what was planned of every child, whom the program joined, and what waits.
pub async fn write_all(record: &Record, gate: &Gate, pass: &Pass, plan: &Plan, now: i64) -> Result<(), ImportError> {
    let mut waiting: Vec<Waiting> = plan.held.iter().map(waits).collect();
    for planned in &plan.planned {
        match write(record, gate, pass, planned, now).await {
            Ok(()) => {}
            // It would not be here if it had been refused when it was planned: somebody has written meanwhile.
            Err(ImportError::Append(error)) => waiting.extend(refused(planned, &error)),
            Err(error) => return Err(error),
        }
    }
    joined(record, gate, pass, &plan.newly_joined, now).await?;
    record.keep_waiting(pass, &plan.found.iter().map(pair).collect::<Vec<_>>(), &waiting, now).await?;
    Ok(())
}

/// Writes what was planned of one child, and tells whoever works with them where the child is open to both from now on.
pub async fn write(record: &Record, gate: &Gate, pass: &Pass, planned: &Planned, now: i64) -> Result<(), ImportError> {
    let (child, based_on) = match &planned.child {
        Some(child) => (child.id.clone(), child.version),
        None => (record::fresh_id()?, 0),
    };
    let said = serde_json::to_string(&planned.entries).map_err(|e| ImportError::Refused(e.to_string()))?;
    let key = format!("import-{}", record::hash(&format!("{child}{based_on}{said}")));
    let write = Write { child: child.clone(), based_on, key, entries: planned.entries.clone() };
    let admitted = gate.admit_other(pass, write).map_err(|refused| ImportError::Refused(refused.reason))?;
    record.append(admitted, now).await?;
    if planned.joins || planned.entries.iter().any(|entry| matches!(entry, Entry::Involved(_))) {
        let staff = record.staff(pass.authority()).await?;
        record.keep_notices(pass, told(pass, &staff, &child, planned, now)).await?;
    }
    Ok(())
}

/// A notice to each person who works with the child from now on, and where the child is open to both from now on, to each of either service who does
/// already; where a team has the child and nobody in it is named, to whoever leads it.
fn told(pass: &Pass, staff: &Staff, child: &str, planned: &Planned, now: i64) -> Vec<Notice> {
    let new =
        planned.entries.iter().filter_map(|entry| if let Entry::Involved(place) = entry { Some(place) } else { None });
    let before = planned.child.iter().filter(|_| planned.joins).flat_map(|child| &child.involved);
    // Of a restricted record only those hear who are named in it.
    let named = planned.entries.iter().rev().find_map(|entry| match entry {
        Entry::Restricted { people, .. } => Some(people.clone()),
        _ => None,
    });
    let named = named.unwrap_or_else(|| planned.child.as_ref().and_then(|child| child.restricted.clone()));
    let of = |place: &Place| match place.person.as_str() {
        "" => staff.leads(&place.team).filter(|lead| lead.active).map(|lead| lead.id.clone()).collect::<Vec<_>>(),
        person => vec![person.to_owned()],
    };
    let has_it = |person: &String| {
        !planned.joins && planned.child.iter().any(|child| child.involved.iter().any(|place| place.person == *person))
    };
    let hears = |person: &String| named.as_ref().is_none_or(|named| named.contains(person)) && !has_it(person);
    let people: BTreeSet<String> = before.chain(new).flat_map(of).filter(hears).collect();
    let notice = |person: &String| Notice {
        key: record::hash(&format!("joined\u{1f}{child}\u{1f}{person}\u{1f}{now}")),
        person: person.clone(),
        authority: pass.authority().to_owned(),
        child: child.to_owned(),
        stage: Stage::Joined,
        message_id: String::new(),
        made: now,
        tries: 0,
    };
    people.iter().map(notice).collect()
}

/// Writes down whom the program joined by itself, with what it saw.
async fn joined(record: &Record, gate: &Gate, pass: &Pass, new: &[Found], now: i64) -> Result<(), ImportError> {
    for some in new.chunks(AT_ONCE) {
        let seen = record.feeds(pass).await?;
        let entry = |one: &Found| {
            FeedEntry::Decided(Decided {
                yjs: one.yjs.clone(),
                csc: one.csc.clone(),
                same: true,
                why: "what both systems say leaves no doubt".into(),
                evidence: one.evidence.clone(),
                ..Decided::default()
            })
        };
        let entries = gate
            .admit_other(pass, some.iter().map(entry).collect())
            .map_err(|refused| ImportError::Refused(refused.reason))?;
        record.keep_feeds(entries, &seen, now).await?;
    }
    Ok(())
}

fn pair(found: &Found) -> PairKept {
    let answer = match found.standing {
        Standing::Decided => "decided",
        Standing::Certain => "certain",
        Standing::Asked => "ask",
        Standing::Doubtful => "doubtful",
    };
    PairKept {
        yjs: found.yjs.clone(),
        csc: found.csc.clone(),
        answer: answer.into(),
        evidence: found.evidence.clone(),
        found: 0,
    }
}

fn waits(held: &super::plan::Held) -> Waiting {
    let about = match &held.waits {
        Waits::Pair(other) => json!(other),
        Waits::TwoRecords(children) => json!(children),
        Waits::Alike(child) | Waits::AnotherChild(child) => json!(child),
        Waits::Gone(about) | Waits::Twice(about) => json!(about),
        _ => json!(null),
    };
    Waiting {
        service: held.service.to_owned(),
        number: held.number.clone(),
        kind: held.waits.word().to_owned(),
        why: held.waits.in_words(),
        about,
        found: 0,
    }
}

fn refused(planned: &Planned, error: &AppendError) -> Vec<Waiting> {
    let each = [("yjs", &planned.yjs), ("csc", &planned.csc)].into_iter();
    let waiting = |(service, number): (&str, &Option<String>)| {
        Some(Waiting {
            service: service.to_owned(),
            number: number.clone()?,
            kind: "refused".into(),
            why: Waits::Refused(error.to_string()).in_words(),
            about: json!(null),
            found: 0,
        })
    };
    each.filter_map(waiting).collect()
}
