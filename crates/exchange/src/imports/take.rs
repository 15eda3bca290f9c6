//! Reads the files of a feed into the record's waiting room, and lays child by child beside what the files before said.
//!
//! Memory does not grow with the files: what is read is handed on a few hundred lines at a time. What could not be used is counted, and the
//! first thousand are kept for whoever looks after the data.

use std::collections::BTreeSet;
use std::sync::mpsc;

use calendar::Day;
use feeds::read::{Read, Unreadable};
use feeds::{Effect, Listed, Out, Refusal, SpellKind, Stop, Told, What};
use gate::Pass;
use record::{Compared, Record, Run, Unused};

use super::report::{Changed, Report};
use super::{ImportError, Reading};
use crate::london::moment;

/// How many lines are handed on at a time.
const BATCH: usize = 500;
/// How many of those that could not be used are kept.
const UNUSED: usize = 1_000;
/// How many of the others are named in a report.
const NAMED: usize = 50;

/// What is read, and when.
pub struct Taking<'i> {
    /// What reads the files.
    pub reading: Reading<'i>,
    /// Of which day they are, where that is said.
    pub as_of: Option<Day>,
    /// Now, in milliseconds since 1970.
    pub now: i64,
}

/// Reads the files, and compares.
pub async fn take(
    record: &Record,
    pass: &Pass,
    run: &Run,
    taking: Taking<'_>,
    said: &mut (dyn FnMut(&str) + Send),
) -> Result<Report, ImportError> {
    let Taking { reading, as_of, now } = taking;
    let mut report = Report { open_before: record.open_before(pass, &run.feed).await?, ..Report::default() };
    report.read = stage(record, pass, run, reading, &mut report, said).await?;
    report.read.as_of = as_of.or(report.read.as_of);
    compare(record, pass, run, moment(now).day(), &mut report, said).await?;
    Ok(report)
}

/// What the reader hands on.
enum Handed {
    Told(Vec<(String, u64, What)>),
    Refused(Refusal),
}

/// Reads on a thread of its own, and keeps what it hands on; the reader waits where the record is slower.
async fn stage(
    record: &Record,
    pass: &Pass,
    run: &Run,
    reading: Reading<'_>,
    report: &mut Report,
    said: &mut (dyn FnMut(&str) + Send),
) -> Result<Read, ImportError> {
    let (to, from) = mpsc::sync_channel::<Handed>(8);
    // Both ends stand in one scope, so that what is read may be borrowed.
    let mut result: Option<Result<Read, Unreadable>> = None;
    let runtime = tokio::runtime::Handle::current();
    let mut rows = 0_u64;
    let mut failed: Option<ImportError> = None;
    tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            let reader = scope.spawn(move || hand_on(reading, to));
            for handed in from {
                match handed {
                    Handed::Refused(refusal) => refused(report, refusal),
                    Handed::Told(told) => {
                        rows += told.len() as u64;
                        if let Err(error) = runtime.block_on(record.stage(pass, run, &told)) {
                            failed = Some(error.into());
                            break;
                        }
                        if rows.is_multiple_of(50_000) {
                            said(&format!("{rows} lines read"));
                        }
                    }
                }
            }
            result = reader.join().ok();
        });
    });
    if let Some(error) = failed {
        return Err(error);
    }
    match result {
        Some(Ok(read)) => Ok(read),
        Some(Err(error)) => Err(error.into()),
        None => Err(ImportError::Refused("the reader broke off: please report this with the kind of file".into())),
    }
}

fn hand_on(reading: Reading<'_>, to: mpsc::SyncSender<Handed>) -> Result<Read, Unreadable> {
    let (mut some, mut place) = (Vec::with_capacity(BATCH), 0_u64);
    let gone = |_| Stop("nobody listens any longer".into());
    let mut listen = |out: Out| match out {
        Out::Refused(refusal) => to.send(Handed::Refused(refusal)).map_err(gone),
        Out::Told(Told { number, what }) => {
            place += 1;
            some.push((number, place, what));
            if some.len() < BATCH {
                return Ok(());
            }
            to.send(Handed::Told(std::mem::take(&mut some))).map_err(gone)
        }
    };
    let read = reading(&mut listen)?;
    let _ = to.send(Handed::Told(some));
    Ok(read)
}

fn refused(report: &mut Report, refusal: Refusal) {
    report.refused += u64::from(refusal.effect != Effect::Kept);
    if report.some_refused.len() < UNUSED {
        let Refusal { place, number, value, rule, effect } = refusal;
        let effect = effect.in_words().to_owned();
        let (file, row, column) = (place.file, place.row, place.column);
        report.some_refused.push(Unused { file, row, column, number, value, rule, effect });
    }
}

async fn compare(
    record: &Record,
    pass: &Pass,
    run: &Run,
    today: Day,
    report: &mut Report,
    said: &mut (dyn FnMut(&str) + Send),
) -> Result<(), ImportError> {
    let as_of = report.read.as_of.unwrap_or(today).min(today);
    let mut after = String::new();
    loop {
        let some = record.staged_after(pass, &run.feed, &after).await?;
        let Some(last) = some.last() else { break };
        after.clone_from(&last.now.number);
        let next: Vec<(&Listed, bool)> = some.iter().map(|one| (&one.now, one.now.is_open_on(today))).collect();
        report.open += next.iter().filter(|(_, is_open)| *is_open).count() as u64;
        record.list_next(pass, run, as_of, &next).await?;
        let before = report.people / 20_000;
        report.people += some.len() as u64;
        some.iter().for_each(|one| count(report, one));
        if report.people / 20_000 > before {
            said(&format!("{} children compared", report.people));
        }
    }
    gone(record, pass, run, as_of, report).await
}

/// Those who are in the file no more. Where the kind of file lists only who is open, that closes them. Else they stay as they were last listed, and a
/// person is asked; but for so long only.
async fn gone(record: &Record, pass: &Pass, run: &Run, day: Day, report: &mut Report) -> Result<(), ImportError> {
    let given_up: BTreeSet<String> = record
        .waiting(pass)
        .await?
        .into_iter()
        .filter(|one| {
            one.kind == GONE && one.service == run.feed.service && moment(one.found).day().plus_days(GIVEN_UP) < day
        })
        .map(|one| one.number)
        .collect();
    let mut after = String::new();
    loop {
        let mut some = record.gone_after(pass, &run.feed, &after).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after.clone_from(&last.number);
        // Whoever was closed when they were last listed is gone because they are closed.
        some.retain(|listed| listed.is_open_on(day) && !given_up.contains(&listed.number));
        report.gone += some.len() as u64;
        let room = NAMED.saturating_sub(report.some_gone.len());
        report.some_gone.extend(some.iter().take(room).map(|listed| listed.number.clone()));
        let closes = report.read.gone_is_closed;
        if closes {
            some.iter_mut().for_each(|listed| close(listed, day));
        } else {
            report.missed.extend(some.iter().map(|listed| listed.number.clone()));
        }
        let next: Vec<(&Listed, bool)> = some.iter().map(|listed| (listed, !closes)).collect();
        record.list_next(pass, run, day, &next).await?;
    }
}

/// The word under which whoever is missed waits.
pub const GONE: &str = "gone";
/// After so many days whoever is missed is no longer taken to be open: by then somebody has looked, or nobody will.
const GIVEN_UP: i32 = 28;

fn close(listed: &mut Listed, day: Day) {
    for spell in listed.spells.iter_mut().filter(|spell| spell.kind == SpellKind::Open && spell.until.is_none()) {
        spell.until = Some(feeds::listed::Date(day));
        "no longer in the file".clone_into(&mut spell.ended);
    }
}

fn count(report: &mut Report, one: &Compared) {
    let Some(before) = &one.before else {
        report.new += 1;
        return;
    };
    if *before == one.now {
        return;
    }
    report.changed += 1;
    if report.some_changed.len() < NAMED {
        report.some_changed.push(Changed { number: one.now.number.clone(), what: differences(before, &one.now) });
    }
}

/// What two listings of one child say otherwise.
fn differences(before: &Listed, now: &Listed) -> Vec<&'static str> {
    let each = [
        ("name", before.name == now.name && before.others == now.others),
        ("date of birth or death", before.born == now.born && before.died == now.died),
        ("sex", before.sex == now.sex),
        ("ethnicity", before.ethnicity == now.ethnicity),
        ("address", before.home == now.home),
        ("numbers", before.numbers == now.numbers),
        ("restriction", before.restricted == now.restricted),
        ("household", before.household == now.household && before.relatives == now.relatives),
        ("involvement, care or placement", before.spells == now.spells),
        ("workers", before.workers == now.workers),
    ];
    each.into_iter().filter(|(_, is_same)| !is_same).map(|(what, _)| what).collect()
}
