//! Runs it all and prints the table.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use gate::Gate;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::ask::{Found, ask, get, once_each};
use crate::disk::Disk;
use crate::fill::{AtWork, fill, on_duty, sign_in};
use crate::made::journeys;
use crate::write::write;
use crate::{Asked, serve};

/// How many people are at work.
const PEOPLE: usize = 50;
/// Where the server listens; the bare handler on the next.
pub const PORT: u16 = 18_480;
/// How many times the disk alone and the record are measured in turn.
const TURNS: u32 = 5;
/// How many events are recorded a second.
const WRITES: u64 = 2_000;

/// A page that is asked for, how often a second, and what it should take at most: p50 and p99 in milliseconds.
struct Page {
    name: &'static str,
    a_second: u64,
    /// For how many times as long as the others: a hundredth of few answers is one answer.
    longer: u32,
    bars: (Option<f64>, Option<f64>),
    path: fn(&AtWork, usize) -> String,
    /// How many of them there are.
    number: fn(&[AtWork]) -> usize,
}

const PAGES: [Page; 3] = [
    Page {
        name: "a child",
        a_second: 500,
        longer: 1,
        bars: (Some(1.0), Some(10.0)),
        path: |p, n| format!("/children/{}", p.children[n % p.children.len()]),
        number: |people| people.len() * people.iter().map(|p| p.children.len()).max().unwrap_or(0),
    },
    Page {
        name: "the duties of my team, 200 children",
        a_second: 8,
        longer: 3,
        bars: (None, Some(30.0)),
        path: |_, _| "/duties?list=team".into(),
        number: <[AtWork]>::len,
    },
    Page {
        name: "my duties, 33 children",
        a_second: 20,
        longer: 2,
        bars: (None, Some(30.0)),
        path: |_, _| "/duties".into(),
        number: <[AtWork]>::len,
    },
];

/// What whoever is on duty has: every child who is open to the service. Here that is every child of the record, as in no real one, so it is
/// asked for only where they are not more than a large council has.
const ON_DUTY: Page = Page {
    name: "the list of whoever is on duty",
    a_second: 1,
    longer: 3,
    bars: (None, None),
    path: |_, _| "/duties".into(),
    number: <[AtWork]>::len,
};
/// So many.
const DUTY: usize = 5_000;

/// Runs it.
pub async fn run(asked: &Asked) -> anyhow::Result<()> {
    let record = Arc::new(serve::open(asked).await?);
    let gate = Arc::new(Gate::shipped(&record.book().protocols.vocabulary).map_err(|e| anyhow::anyhow!("{e}"))?);
    let journeys = Arc::new(journeys(record.book().protocols)?);
    if record.authorities().await?.is_empty() {
        eprintln!("making {} children…", asked.children);
        let events = fill(Arc::clone(&record), Arc::clone(&gate), Arc::clone(&journeys), asked.children).await?;
        eprintln!("they have {events} events");
    }
    let people: Arc<Vec<AtWork>> = Arc::new(sign_in(&record, &journeys.authority, PEOPLE, asked.children).await?);
    let duty = on_duty(&record, &journeys.authority).await?;
    let which = if asked.postgres.is_some() { "PostgreSQL" } else { "SQLite" };
    println!("{} children on {which}, {PEOPLE} people at work, {} s each\n", asked.children, asked.seconds);
    println!(
        "| asked for | a second | p50 ms | p99 ms | most ms | processor ms | wrong | p50, p99 beside the bare | bar: p50, p99 |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let (at_once, lasting) = ((PEOPLE, asked.children), Duration::from_secs(asked.seconds));
    // In turns, so that a disk that pauses pauses for both.
    let disk = Disk::open(&asked.data)?;
    let (mut alone, mut written) = (Found::default(), Found::default());
    for _ in 0..TURNS {
        alone = alone.and(disk.alone(WRITES, lasting / TURNS).await?);
        let gate = Arc::clone(&gate);
        written =
            written.and(write(Arc::clone(&record), gate, &journeys.authority, at_once, WRITES, lasting / TURNS).await?);
    }
    print("a page on the disk, nothing else", &alone, None, (None, None));
    print("an event recorded, on the disk", &written, Some(&alone), (None, Some(20.0)));
    drop(record);
    let server = started(asked).await?;
    for page in &PAGES {
        ask_for(page, &people, &server, lasting).await?;
    }
    if asked.children <= DUTY {
        ask_for(&ON_DUTY, &Arc::new(vec![duty]), &server, lasting).await?;
    }
    Ok(())
}

async fn ask_for(page: &Page, people: &Arc<Vec<AtWork>>, server: &Child, lasting: Duration) -> anyhow::Result<()> {
    let bare = ask(PORT + 1, PEOPLE, page.a_second, lasting / 4, 200, Arc::new(|_| get("/", ""))).await?;
    let each = (page.number)(people);
    let (path, people) = (page.path, Arc::clone(people));
    let make = Arc::new(move |n: usize| {
        let person = &people[n % people.len()];
        get(&path(person, n / people.len()), &person.cookie)
    });
    // Each once before, in the morning so to speak: then what is held in memory is held.
    let before = processor(server);
    let found = once_each(PORT, each, 200, make.clone()).await?;
    print(&format!("{}, for the first time", page.name), &spent(found, before, server), None, (None, None));
    let before = processor(server);
    let found = ask(PORT, PEOPLE, page.a_second, lasting * page.longer, 200, make).await?;
    print(page.name, &spent(found, before, server), Some(&bare), page.bars);
    Ok(())
}

/// With what the server spent on each answer.
fn spent(found: Found, before: f64, server: &Child) -> Found {
    Found { processor: (processor(server) - before) / found.took.len().max(1) as f64, ..found }
}

fn print(name: &str, found: &Found, bare: Option<&Found>, bars: (Option<f64>, Option<f64>)) {
    let beside = bare.map_or_else(
        || "–".to_owned(),
        |bare| {
            let beside = |percent| {
                format!(
                    "{:.1}× of {:.2}",
                    found.percentile(percent) / bare.percentile(percent).max(0.001),
                    bare.percentile(percent)
                )
            };
            format!("{}, {}", beside(50.0), beside(99.0))
        },
    );
    let bar = |bar: Option<f64>| bar.map_or_else(|| "–".to_owned(), |bar| bar.to_string());
    println!(
        "| {name} | {:.0} | {:.2} | {:.2} | {:.1} | {:.2} | {} | {beside} | {}, {} |",
        found.a_second,
        found.percentile(50.0),
        found.percentile(99.0),
        found.percentile(100.0),
        found.processor,
        found.wrong,
        bar(bars.0),
        bar(bars.1),
    );
}

/// The processor time of the server so far, in milliseconds; 0 where the machine does not say.
fn processor(server: &Child) -> f64 {
    let said = server.id().and_then(|id| std::fs::read_to_string(format!("/proc/{id}/stat")).ok()).unwrap_or_default();
    // In hundredths of a second, the 14th and 15th: counted from behind the name, which may hold blanks.
    let behind = said.rsplit_once(')').map_or("", |(_, rest)| rest);
    behind.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 10.0
}

/// The server, in a process of its own, once it listens.
pub async fn started(asked: &Asked) -> anyhow::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["--children", &asked.children.to_string(), "--serve", &PORT.to_string()])
        .arg("--data")
        .arg(&asked.data);
    if asked.known {
        command.arg("--known");
    }
    if let Some(address) = &asked.postgres {
        command.args(["--postgres", address]);
    }
    let mut server = command.stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let said = server.stdout.take().context("the server says nothing")?;
    BufReader::new(said).lines().next_line().await?.context("the server did not start")?;
    Ok(server)
}
