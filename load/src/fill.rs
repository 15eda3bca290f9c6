//! Fills the record: by the same gate and the same writes as everything else, many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, anyhow};
use gate::{Action, Decision, Gate, On, Pass, Person, Request};
use record::{Details, Entry, Look, Record, Session, Write, hash};

use crate::made::{Journeys, ON_DUTY, child_id, places, staff, team_of, worker_id};
use crate::serve::now;

/// How many write at once.
const AT_ONCE: usize = 64;

/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;

/// The pass of the program that fills the record.
pub fn pass(gate: &Gate, authority: &str) -> anyhow::Result<Pass> {
    let person = Person::program("load", authority);
    match gate.decide(&Request::new(&person, Action::KeepInstallation, On::Installation, &Vec::new())) {
        Decision::Permit(pass) => Ok(pass),
        Decision::Refuse(refused) => Err(anyhow!("{}", refused.reason)),
    }
}

/// Fills an empty record with so many children. Says how many events they have together.
pub async fn fill(
    record: Arc<Record>,
    gate: Arc<Gate>,
    journeys: Arc<Journeys>,
    children: usize,
) -> anyhow::Result<usize> {
    let pass = pass(&gate, &journeys.authority)?;
    let admitted = gate.admit_other(&pass, staff(children)).map_err(|r| anyhow!("{}", r.reason))?;
    record.keep_staff(admitted, 0, now()).await?;
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = Vec::new();
    for _ in 0..AT_ONCE {
        let (record, gate, journeys, next, pass) =
            (Arc::clone(&record), Arc::clone(&gate), Arc::clone(&journeys), Arc::clone(&next), pass.clone());
        workers.push(tokio::spawn(async move {
            let mut events = 0;
            loop {
                let child = next.fetch_add(1, Ordering::Relaxed);
                if child >= children {
                    return anyhow::Ok(events);
                }
                // What happened before yesterday was recorded then, and the rest this morning: a page says what is new.
                for (write, hours) in writes(&journeys, child).into_iter().zip([36, 12]) {
                    events += write.entries.iter().filter(|entry| matches!(entry, Entry::Event { .. })).count();
                    let admitted = gate.admit_other(&pass, write).map_err(|r| anyhow!("{}", r.reason))?;
                    record.append(admitted, now() - hours * HOUR).await.with_context(|| format!("child {child}"))?;
                }
                if child % 10_000 == 9_999 {
                    eprintln!("{} children", child + 1);
                }
            }
        }));
    }
    let mut events = 0;
    for worker in workers {
        events += worker.await??;
    }
    Ok(events)
}

fn writes(journeys: &Journeys, child: usize) -> Vec<Write> {
    let (born, events) = &journeys.all[child % journeys.all.len()];
    let details = Details {
        authority: journeys.authority.clone(),
        given: format!("Given{}", child % 997),
        family: format!("Family{}", child % 7919),
        born: born.to_string(),
        ..Details::default()
    };
    let event = |event: &serde_json::Value| Entry::Event { event: event.clone() };
    let before = tandem::demo::TODAY.plus_days(-1).to_string();
    let is_old = |event: &&serde_json::Value| event["at"].as_str().is_some_and(|at| at < before.as_str());
    let old = events.iter().take_while(is_old).count();
    let mut first = vec![Entry::Opened { details }];
    first.extend(places(&journeys.authority, child).map(Entry::Involved));
    first.extend(events[..old].iter().map(event));
    let rest: Vec<Entry> = events[old..].iter().map(event).collect();
    let based_on = first.len() as u64;
    let write = |based_on, entries| Write {
        child: child_id(child),
        based_on,
        key: format!("load-{child}-{based_on}"),
        entries,
    };
    let mut writes = vec![write(0, first)];
    if !rest.is_empty() {
        writes.push(write(based_on, rest));
    }
    writes
}

/// Somebody at work: a session, and the children they work with.
#[derive(Debug, Clone)]
pub struct AtWork {
    /// What the browser would send.
    pub cookie: String,
    /// The children.
    pub children: Vec<String>,
}

/// Signs in so many people, each with the children they are allocated to.
pub async fn sign_in(record: &Record, authority: &str, people: usize, children: usize) -> anyhow::Result<Vec<AtWork>> {
    let teams = team_of(children.saturating_sub(1)) + 1;
    let mut all = Vec::new();
    for n in 0..people {
        let (team, worker) = ((n * 7) % teams, n % 12);
        let (person, first) = (worker_id(team, worker), team * 200);
        let mine: Vec<String> =
            (first..(first + 200).min(children)).filter(|c| c % 6 == worker / 2).map(child_id).collect();
        let cookie = session(record, authority, &format!("load-{n}"), &person).await?;
        // They looked at each of them yesterday: their pages say what has changed since.
        let yesterday = now() - 24 * HOUR;
        let look = |child: &String| Look {
            person: person.clone(),
            authority: authority.to_owned(),
            action: Action::SeeChild.word().to_owned(),
            child: child.clone(),
            ..Look::default()
        };
        record.looked(mine.iter().map(look).collect(), yesterday).await?;
        all.push(AtWork { cookie, children: mine });
    }
    Ok(all)
}

/// Signs in whoever is on duty.
pub async fn on_duty(record: &Record, authority: &str) -> anyhow::Result<AtWork> {
    Ok(AtWork { cookie: session(record, authority, "load-duty", ON_DUTY).await?, children: Vec::new() })
}

/// Begins somebody's session, and gives its cookie.
pub async fn session(record: &Record, authority: &str, name: &str, person: &str) -> anyhow::Result<String> {
    let secret = format!("{name}-{}", now());
    let session = Session {
        id: hash(&secret),
        person: person.to_owned(),
        authority: authority.to_owned(),
        form_token: format!("token-{name}"),
        made: now(),
        last_seen: now(),
        second_factor: now(),
        first: false,
    };
    // The same sessions as in an earlier run on the same record are there already.
    let _there = record.begin_session(&session, None).await;
    Ok(format!("tandem={secret}"))
}
