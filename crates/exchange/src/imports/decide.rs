//! A person says whether two of the systems' children are one; and a join that was wrong is undone.
//!
//! Undone, the record stays with one of the two: what came from the other's system is taken back, the other's people no longer work with it, and
//! everybody who had looked at it while it was joined is told (safety R21). Nothing is deleted: both histories stay in the log.

use std::collections::BTreeMap;

use calendar::Day;
use feeds::Listed;
use feeds::events::{Whose, name};
use gate::{Gate, Pass};
use record::{
    Child, Decided, Details, Entry, FeedEntry, Feeds, Notice, Numbers, PairKept, Placed, Record, Stage, Write,
};
use serde_json::json;

use super::together::{Found, Standing, Together};
use super::{ImportError, keep, plan};
use crate::london::{minute, moment};

/// What a person says of two.
#[derive(Debug, Clone)]
pub struct Word {
    /// The number in youth justice's system.
    pub yjs: String,
    /// The number in social care's.
    pub csc: String,
    /// Whether they are one child.
    pub same: bool,
    /// Why, in their own words.
    pub why: String,
    /// Where they were joined and are not one: whose child the record goes on with.
    pub stays: Option<Whose>,
    /// The events that people wrote into it by hand and that belong to the other child, by their ids.
    pub others: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Came {
    /// How many people were told that two are not one.
    pub told: usize,
    /// How many records were begun or written in.
    pub written: usize,
}

/// Keeps a person's word, and does what follows. `by` is the person's pass, `program` the program's own.
///
/// # Errors
///
/// Where the gate refuses, somebody else has decided meanwhile, or the record cannot be used.
pub async fn decide(
    record: &Record,
    gate: &Gate,
    by: &Pass,
    program: &Pass,
    word: Word,
    now: i64,
) -> Result<Came, ImportError> {
    let seen = record.feeds(by).await?;
    let pairs = record.pairs(by).await?;
    let is_it = |one: &&PairKept| one.yjs == word.yjs && one.csc == word.csc;
    let evidence = match (pairs.iter().find(is_it), seen.decided(&word.yjs, &word.csc)) {
        (Some(pair), _) => pair.evidence.clone(),
        (None, Some(before)) => before.what.evidence.clone(),
        (None, None) => Vec::new(),
    };
    let joined = joined(record, program, &word.yjs, &word.csc).await?;
    let told = match (&joined, word.same) {
        (Some(child), false) => record.who_looked(program, &child.id, joined_since(&seen, &word)).await?,
        _ => Vec::new(),
    };
    let entry = FeedEntry::Decided(Decided {
        yjs: word.yjs.clone(),
        csc: word.csc.clone(),
        same: word.same,
        why: word.why.clone(),
        evidence,
        child: joined.as_ref().filter(|_| !word.same).map(|child| child.id.clone()).unwrap_or_default(),
        told: told.clone(),
    });
    let admitted = gate.admit_other(by, entry).map_err(|refused| ImportError::Refused(refused.reason))?;
    record.keep_feed(admitted, &seen, now).await?;
    let mut came = Came::default();
    if let (Some(child), false) = (joined, word.same) {
        part(record, gate, program, &child, &word, now).await?;
        came.told = told.len();
        record
            .keep_notices(program, told.iter().map(|person| parted(program, &child.id, person, now)).collect())
            .await?;
    }
    came.written = follow(record, gate, program, now).await?;
    Ok(came)
}

/// Keeps a person's word on whether a number of a system is that of a record's child, and does what follows: the record goes on with what the system
/// says, or another begins. `by` is the person's pass, `program` the program's own. Says in how many records something was written.
///
/// # Errors
///
/// As [`decide`].
pub async fn place(
    record: &Record,
    gate: &Gate,
    by: &Pass,
    program: &Pass,
    (whose, number, child): (Whose, &str, &str),
    (same, why): (bool, &str),
    now: i64,
) -> Result<usize, ImportError> {
    let listed = record.listed(program, whose.word(), number).await?;
    let placed = Placed {
        service: whose.word().to_owned(),
        number: number.to_owned(),
        child: child.to_owned(),
        same,
        listed: listed.map(|listed| record.sealed(&plan::who(&listed))).unwrap_or_default(),
        why: why.to_owned(),
    };
    let seen = record.feeds(by).await?;
    let admitted =
        gate.admit_other(by, FeedEntry::Placed(placed)).map_err(|refused| ImportError::Refused(refused.reason))?;
    record.keep_feed(admitted, &seen, now).await?;
    if same {
        give_number(record, gate, program, (whose, number, child), now).await?;
    }
    follow(record, gate, program, now).await
}

/// Writes a number of a system into a record that has none of that system.
async fn give_number(
    record: &Record,
    gate: &Gate,
    program: &Pass,
    (whose, number, child): (Whose, &str, &str),
    now: i64,
) -> Result<(), ImportError> {
    let Some(child) = record.child_to_keep_up(program, child).await? else { return Ok(()) };
    let mut numbers = child.details.numbers.clone();
    let own = if whose == Whose::Yjs { &mut numbers.yjs } else { &mut numbers.csc };
    if own.is_some() {
        return Ok(());
    }
    *own = Some(number.to_owned());
    let entries = vec![Entry::Details { details: Details { numbers, ..child.details.clone() } }];
    let key = format!("number-{}-{}", child.id, child.version);
    let write = Write { child: child.id.clone(), based_on: child.version, key, entries };
    let admitted = gate.admit_other(program, write).map_err(|refused| ImportError::Refused(refused.reason))?;
    record.append(admitted, now).await?;
    Ok(())
}

/// Since when two were one: since they were first said to be, and not since somebody said so once more.
fn joined_since(seen: &Feeds, word: &Word) -> i64 {
    let of_them = seen.decisions.iter().filter(|kept| kept.what.yjs == word.yjs && kept.what.csc == word.csc);
    let mut said = of_them.rev().skip_while(|kept| !kept.what.same).peekable();
    // Where nobody said so, the numbers stood in one record from its beginning.
    let Some(mut since) = said.peek().map(|kept| kept.recorded) else { return 0 };
    for kept in said.take_while(|kept| kept.what.same) {
        since = kept.recorded;
    }
    since
}

/// The record in which two numbers stand together.
pub async fn joined(
    record: &Record,
    program: &Pass,
    yjs: &str,
    csc: &str,
) -> Result<Option<std::sync::Arc<Child>>, ImportError> {
    for id in record.children_of_number(program, "yjs", yjs).await? {
        if let Some(child) = record.child_to_keep_up(program, &id).await?
            && child.details.numbers.csc.as_deref() == Some(csc)
        {
            return Ok(Some(child));
        }
    }
    Ok(None)
}

/// The events of a record that people of a service wrote into it by hand, and that still stand: the id, the day, which, and by whom.
pub fn by_hand(child: &Child) -> Vec<(String, String, String, String)> {
    let gone: Vec<String> =
        child.kept.iter().filter_map(|kept| Some(kept.event().get("retracts")?.as_str()?.to_owned())).collect();
    let own = child.kept.iter().filter(|kept| !name::is_from_a_file(&kept.id) && !gone.contains(&kept.id));
    own.filter_map(|kept| {
        let event = kept.event();
        let text = |key: &str| event.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        (event.get("retracts").is_none()).then(|| (kept.id.clone(), text("at"), text("event"), kept.person.clone()))
    })
    .collect()
}

/// Takes the other child out of a record.
async fn part(
    record: &Record,
    gate: &Gate,
    program: &Pass,
    child: &Child,
    word: &Word,
    now: i64,
) -> Result<(), ImportError> {
    let other = word.stays.unwrap_or(Whose::Yjs).other();
    let mut entries: Vec<Entry> = Vec::new();
    let prefix = format!("{}{}-", name::FROM_A_FILE, other.word());
    let gone: Vec<String> =
        child.kept.iter().filter_map(|kept| Some(kept.event().get("retracts")?.as_str()?.to_owned())).collect();
    let belongs = |id: &str| id.starts_with(&prefix) || word.others.iter().any(|one| one == id);
    let known = json!({"yjs": minute(now).to_string(), "csc": minute(now).to_string()});
    for kept in child.kept.iter().filter(|kept| belongs(&kept.id) && !gone.contains(&kept.id)) {
        let event = kept.event();
        // A correction goes with what it corrects.
        if event.get("corrects").is_some() || event.get("retracts").is_some() {
            continue;
        }
        let back = json!({
            "id": name::taken_back(&kept.id, child.version), "at": event.get("at"), "known": known, "retracts": kept.id,
        });
        entries.push(Entry::Event { event: back });
    }
    let places = child.involved.iter().filter(|place| place.service == other.word());
    entries.extend(places.cloned().map(Entry::Uninvolved));
    let numbers = match other {
        Whose::Yjs => Numbers { yjs: None, ..child.details.numbers.clone() },
        Whose::Csc => Numbers { csc: None, ..child.details.numbers.clone() },
    };
    let stays = match other.other() {
        Whose::Yjs => record.listed(program, "yjs", &word.yjs).await?,
        Whose::Csc => record.listed(program, "csc", &word.csc).await?,
    };
    entries.push(Entry::Details { details: own_again(&child.details, numbers, stays.as_ref()) });
    // Who was of the household was told by social care's child.
    if other == Whose::Csc && !child.siblings.is_empty() {
        entries.push(Entry::Siblings { children: Vec::new() });
    }
    let key = format!("part-{}-{}", child.id, child.version);
    let write = Write { child: child.id.clone(), based_on: child.version, key, entries };
    let admitted = gate.admit_other(program, write).map_err(|refused| ImportError::Refused(refused.reason))?;
    record.append(admitted, now).await?;
    Ok(())
}

/// Who the child is by their own system: the joined record may say it by the other's.
fn own_again(joined: &Details, numbers: Numbers, listed: Option<&Listed>) -> Details {
    let mut own = Details { numbers, ..joined.clone() };
    let Some(listed) = listed else { return own };
    if !listed.name.family.is_empty() {
        own.given.clone_from(&listed.name.given);
        own.family.clone_from(&listed.name.family);
    }
    if let Some(born) = listed.born {
        own.born = born.0.to_string();
    }
    own.sex = Some(listed.sex.clone()).filter(|sex| !sex.is_empty()).or(own.sex);
    own
}

fn parted(program: &Pass, child: &str, person: &str, now: i64) -> Notice {
    Notice {
        key: record::hash(&format!("parted\u{1f}{child}\u{1f}{person}\u{1f}{now}")),
        person: person.to_owned(),
        authority: program.authority().to_owned(),
        child: child.to_owned(),
        stage: Stage::Parted,
        message_id: String::new(),
        made: now,
        tries: 0,
    }
}

/// Does what follows from the decisions as they now stand, by the lists as they last came. Says of how many records something was written.
async fn follow(record: &Record, gate: &Gate, program: &Pass, now: i64) -> Result<usize, ImportError> {
    let today = moment(now).day();
    let together = Together {
        yjs: by_number(record.open_children(program, "yjs", None).await?, today),
        csc: by_number(record.open_children(program, "csc", None).await?, today),
        feeds: record.feeds(program).await?,
        ..Together::default()
    };
    let found = as_decided(record.pairs(program).await?, &together);
    let missed = record.waiting(program).await?;
    let mut plan = plan::plan(record, program, Together { found, ..together }, None, now).await?;
    plan.missed(missed, None);
    keep::write_all(record, gate, program, &plan, now).await?;
    Ok(plan.planned.len())
}

fn by_number(list: Vec<Listed>, today: Day) -> BTreeMap<String, Listed> {
    list.into_iter().filter(|one| one.is_open_on(today)).map(|one| (one.number.clone(), one)).collect()
}

/// The pairs that were found, with what people have said of them since.
fn as_decided(pairs: Vec<PairKept>, together: &Together) -> Vec<Found> {
    let said = |one: PairKept| {
        let by_person = together.feeds.decided(&one.yjs, &one.csc).filter(|kept| !kept.person.starts_with("program:"));
        let standing = match (by_person.map(|kept| kept.what.same), one.answer.as_str()) {
            (Some(false), _) => return None,
            (Some(true), _) => Standing::Decided,
            (None, "certain" | "decided") => Standing::Certain,
            (None, "doubtful") => Standing::Doubtful,
            (None, _) => Standing::Asked,
        };
        Some(Found { yjs: one.yjs, csc: one.csc, standing, evidence: one.evidence })
    };
    pairs.into_iter().filter_map(said).collect()
}
