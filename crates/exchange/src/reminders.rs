//! Who is to be told of what, now, and when is each child to be looked at again?
//!
//! One pass of the scheduler takes the children whose time has come, derives what is owed, and keeps a notice for each duty that falls due soon
//! or is overdue and each person who owes it. [`stages`] is the heart of it and pure: what it says is told, no more and no less, once. A
//! pass that is broken off is made again and keeps the same notices. No notice holds anything of a child but the record's own id.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::{Calendar, Day, Moment, Span, Unit};
use duties::{Line, State};
use gate::{Gate, Pass, Person, Ties};
use protocol::Protocols;
use record::{Child, Evaluated, Notice, Record, Staff, Stage};

use crate::failure::{Failure, program};
use crate::london::{MINUTE, into_day, moment, monday};
use crate::owners::Around;

/// The name of the job, and of its watermark.
pub const JOB: &str = "reminders";
/// How many children are taken at a time.
const BATCH: u32 = 200;
/// For how long a pass holds the job: another node takes it over when it has not been heard of since.
const HELD: i64 = 10 * MINUTE;
/// A record that cannot be read is tried again after an hour.
const BROKEN: i64 = 60 * MINUTE;
/// How long before its date a duty falls due soon, where the authority has not said (its setting `remind-before`).
const LEAD: Span = Span { n: 2, unit: Unit::WorkingDays };
/// Every child is looked at each night a little after midnight: what follows from the date alone begins then.
const NIGHTLY: i64 = 5;
/// When on Monday the digest of a week is made, in minutes into the day.
const DIGEST: i64 = 7 * 60;

/// A duty at a stage, and who is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged<'a> {
    /// The duty.
    pub line: &'a Line,
    /// At which stage it is.
    pub stage: Stage,
    /// Who is to be told; nobody, where nobody who owes it may see the child.
    pub people: Vec<&'a Person>,
}

/// What a pass did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Another node is at it: nothing was done.
    pub elsewhere: bool,
    /// How many children were looked at.
    pub looked_at: usize,
    /// The records that could not be read: an alarm.
    pub broken: Vec<String>,
    /// How many duties are at a stage and have nobody to be told.
    pub nobody: usize,
    /// Of how many children the part of somebody who has left was ended only now.
    pub let_go: usize,
}

/// When a duty that is due begins to fall due soon.
fn soon_from(line: &Line, due: Day, calendar: &Calendar, lead: Span) -> Option<Day> {
    (!line.urgent).then(|| lead.before(Moment::date_only(due), calendar).day())
}

/// The first moment at which a duty is past its date, in milliseconds since 1970 (contract, Counting time).
fn past_from(due: Moment) -> i64 {
    if due.has_time() { (due.instant().div_euclid(60) + 1) * MINUTE } else { into_day(due.day().plus_days(1), 0) }
}

/// At which stage a duty is; nothing where there is nothing to tell. What is not known to apply is told of before its date, so that somebody
/// answers the question, and is never overdue.
pub fn stage(line: &Line, calendar: &Calendar, lead: Span, now: i64) -> Option<Stage> {
    match (line.state, line.due) {
        (State::Overdue, _) => Some(Stage::Overdue),
        (State::Open, Some(due)) if now < past_from(due) => {
            let begun = soon_from(line, due.day(), calendar, lead).is_none_or(|from| into_day(from, 0) <= now);
            begun.then_some(Stage::DueSoon)
        }
        _ => None,
    }
}

/// The calendar and the lead time by which a line's authority counts.
fn rhythm<'p>(protocols: &'p Protocols, authority: &str, day: Day) -> (&'p Calendar, Span) {
    let Some(protocol) = protocols.edition(authority, day) else { return (&protocols.calendar, LEAD) };
    let set = protocol.settings.iter().find(|s| s.name == "remind-before").and_then(|s| s.span);
    (&protocol.calendar, set.unwrap_or(LEAD))
}

/// Everything that is to be told about a child now.
pub fn stages<'a>(lines: &'a [Arc<Line>], around: &Around<'a>, protocols: &Protocols, now: i64) -> Vec<Staged<'a>> {
    let day = moment(now).day();
    let staged = lines.iter().filter_map(|line| {
        let (calendar, lead) = rhythm(protocols, around.authority(line).unwrap_or_default(), day);
        let stage = stage(line, calendar, lead, now)?;
        Some(Staged { line, stage, people: around.owed_by(line) })
    });
    staged.collect()
}

/// When to look at a child again: at the next stage of a duty, and in any event next night.
pub fn next_look(lines: &[Arc<Line>], around: &Around<'_>, protocols: &Protocols, now: i64) -> i64 {
    let today = moment(now).day();
    let night = into_day(today, NIGHTLY);
    let night = if night > now { night } else { into_day(today.plus_days(1), NIGHTLY) };
    let changes = lines.iter().filter(|l| l.state == State::Open).filter_map(|line| Some((line, line.due?)));
    let changes = changes.flat_map(|(line, due)| {
        let (calendar, lead) = rhythm(protocols, around.authority(line).unwrap_or_default(), today);
        let soon = soon_from(line, due.day(), calendar, lead).map(|day| into_day(day, 0));
        [soon, Some(past_from(due))]
    });
    let next = changes.flatten().filter(|at| *at > now).fold(night, i64::min);
    next.min(now + 24 * 60 * MINUTE)
}

/// What a notice is known by: nothing can be read from it. The duty's id holds which one of a run it is, and stays while a date moves and while
/// what came earlier is written in later, so that nobody is told twice.
fn key(parts: [&str; 4]) -> String {
    record::hash(&parts.join("\u{1f}"))
}

fn notice(person: &Person, child: &str, stage: Stage, about: &str, now: i64) -> Notice {
    Notice {
        key: key([child, about, stage.word(), &person.id]),
        person: person.id.clone(),
        authority: person.authority.clone(),
        child: child.to_owned(),
        stage,
        message_id: String::new(),
        made: now,
        tries: 0,
    }
}

/// The notice that something could not be delivered, to whoever steps in.
pub(crate) fn undelivered(manager: &Person, message: &str, now: i64) -> Notice {
    notice(manager, "", Stage::Undelivered, message, now)
}

/// What one child's look leads to.
struct Look {
    notices: Vec<Notice>,
    evaluated: Evaluated,
    nobody: usize,
}

fn look(child: &Child, staff: &[Arc<Staff>], record: &Record, gate: &Gate, now: i64) -> Look {
    let book = record.book();
    let timeline = child.timeline(moment(now), None);
    let lines = child.answer(book, &timeline, None).lines();
    let vocabulary = &book.protocols.vocabulary;
    let bare = child.ties(Vec::new());
    let owing = Around::new(&bare, staff, vocabulary, gate).owing(&lines);
    let ties: Ties = child.ties(owing.clone());
    let around = Around::new(&ties, staff, vocabulary, gate);
    // Nobody is reminded of what was due long before anybody could be.
    let live: Vec<Arc<Line>> = lines.iter().filter(|line| !child.is_history(line)).cloned().collect();
    let staged = stages(&live, &around, book.protocols, now);
    let notices = staged
        .iter()
        .flat_map(|one| one.people.iter().map(|person| notice(person, &child.id, one.stage, &one.line.id, now)));
    Look {
        notices: notices.collect(),
        nobody: staged.iter().filter(|one| one.people.is_empty()).count(),
        evaluated: Evaluated {
            child: child.id.clone(),
            version: child.version,
            next_look: next_look(&lines, &around, book.protocols, now),
            owing,
        },
    }
}

/// The people and teams of the authorities met so far in a batch.
type Met = BTreeMap<String, Arc<Staff>>;

async fn staff_of(child: &Child, record: &Record, met: &mut Met) -> Result<Vec<Arc<Staff>>, Failure> {
    let mut staff = Vec::new();
    for authority in std::iter::once(&child.details.authority).chain(&child.details.host) {
        if !met.contains_key(authority) {
            met.insert(authority.clone(), record.staff(authority).await?);
        }
        staff.extend(met.get(authority).cloned());
    }
    Ok(staff)
}

/// Looks at every child whose time has come and keeps what is to be told. `holder` names this node. When it answers, everything up to `now`
/// is told or waits to be, and the job's watermark says so (safety R58).
pub async fn evaluate(record: &Record, gate: &Gate, holder: &str, now: i64) -> Result<Evaluation, Failure> {
    let pass = program(gate)?;
    let mut done = Evaluation::default();
    if !record.claim(JOB, holder, now, now + HELD).await? {
        return Ok(Evaluation { elsewhere: true, ..done });
    }
    // First, so that nobody who has left is told, and the children are looked at in the same pass.
    match record.take_up_who_left(&pass, now).await {
        Ok(children) => done.let_go = children,
        // It holds up nobody's reminders, and is tried again in a minute.
        Err(error) => tracing::error!(%error, "a child of somebody who has left cannot be given back to its team"),
    }
    loop {
        let children = record.due_for_a_look(&pass, now, BATCH).await?;
        if children.is_empty() {
            break;
        }
        // Who works here is read anew for each batch: who has left is told nothing more (safety R6).
        let mut met = Met::new();
        let (mut notices, mut looks) = (Vec::new(), Vec::new());
        for child in children {
            match child {
                Ok(child) => {
                    let staff = staff_of(&child, record, &mut met).await?;
                    let look = look(&child, &staff, record, gate, now);
                    notices.extend(look.notices);
                    looks.push(look.evaluated);
                    done.nobody += look.nobody;
                }
                Err(id) => {
                    tracing::error!(record = id, "a record cannot be read: its reminders are not made");
                    record.put_off(&pass, &id, now + BROKEN).await?;
                    done.broken.push(id);
                }
            }
        }
        done.looked_at += looks.len();
        // The notices first: a pass that is broken off between the two is made again.
        record.keep_notices(&pass, notices).await?;
        record.evaluated(&pass, looks).await?;
    }
    digests(record, &pass, now).await?;
    record.done_up_to(JOB, holder, now).await?;
    Ok(done)
}

/// The digest of the week for everybody who leads a team, once its hour has come.
async fn digests(record: &Record, pass: &Pass, now: i64) -> Result<(), Failure> {
    let monday = monday(moment(now).day());
    let hour = into_day(monday, DIGEST);
    if now < hour || record.evaluated_to(JOB).await? >= hour {
        return Ok(());
    }
    for authority in record.authorities().await? {
        let staff = record.staff(&authority).await?;
        let leads = staff.people.iter().filter(|p| p.active).flat_map(|p| p.leads.iter().map(move |team| (p, team)));
        let notices = leads.map(|(person, team)| notice(person, "", Stage::Digest, &format!("{team} {monday}"), now));
        record.keep_notices(pass, notices.collect()).await?;
    }
    Ok(())
}
