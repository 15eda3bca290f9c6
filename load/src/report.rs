//! Runs it all and prints the table.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use gate::Gate;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::ask::{Found, ask, get};
use crate::fill::{AtWork, fill, sign_in};
use crate::made::journeys;
use crate::{Asked, serve};

/// How many people are at work.
const PEOPLE: usize = 50;
const PORT: u16 = 18_480;

/// A page that is asked for, how often a second, and what it should take at most: p50 and p99 in milliseconds.
struct Page {
    name: &'static str,
    a_second: u64,
    bars: (Option<f64>, f64),
    path: fn(&AtWork, usize) -> String,
}

const PAGES: [Page; 3] = [
    Page {
        name: "a child",
        a_second: 500,
        bars: (Some(1.0), 10.0),
        path: |p, n| format!("/children/{}", p.children[n % p.children.len()]),
    },
    Page {
        name: "my duties, with the team's",
        a_second: 20,
        bars: (None, 30.0),
        path: |_, _| "/duties?whose=team".into(),
    },
    Page { name: "my duties", a_second: 100, bars: (None, 30.0), path: |_, _| "/duties".into() },
];

/// Runs it.
pub async fn run(asked: &Asked) -> anyhow::Result<()> {
    let record = Arc::new(serve::open(asked).await?);
    let gate = Arc::new(Gate::shipped(&record.book().protocols.vocabulary).map_err(|e| anyhow::anyhow!("{e}"))?);
    let journeys = Arc::new(journeys(record.book().protocols)?);
    if record.authorities().await?.is_empty() {
        eprintln!("making {} children…", asked.children);
        let events = fill(Arc::clone(&record), gate, Arc::clone(&journeys), asked.children).await?;
        eprintln!("they have {events} events");
    }
    let people: Arc<Vec<AtWork>> = Arc::new(sign_in(&record, &journeys.authority, PEOPLE, asked.children).await?);
    let which = if asked.postgres.is_some() { "PostgreSQL" } else { "SQLite" };
    println!("{} children on {which}, {PEOPLE} people at work, {} s each\n", asked.children, asked.seconds);
    println!(
        "| asked for | a second | p50 ms | p99 ms | most ms | wrong | p99 beside a bare handler | bar: p50, p99 |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    drop(record);
    let _server = started(asked).await?;
    let lasting = Duration::from_secs(asked.seconds);
    for page in &PAGES {
        let bare = ask(PORT + 1, PEOPLE, page.a_second, lasting / 4, 200, Arc::new(|_| get("/", ""))).await?;
        let (path, people) = (page.path, Arc::clone(&people));
        let make = Arc::new(move |n: usize| {
            let person = &people[n % people.len()];
            get(&path(person, n / people.len()), &person.cookie)
        });
        // Once before, so that what is held in memory is held.
        ask(PORT, PEOPLE, page.a_second, lasting / 4, 200, make.clone()).await?;
        let found = ask(PORT, PEOPLE, page.a_second, lasting, 200, make).await?;
        print(page.name, &found, &bare, page.bars);
    }
    Ok(())
}

fn print(name: &str, found: &Found, bare: &Found, bars: (Option<f64>, f64)) {
    let p50 = bars.0.map_or_else(|| "–".to_owned(), |bar| format!("{bar}"));
    println!(
        "| {name} | {:.0} | {:.2} | {:.2} | {:.1} | {} | {:.1}× of {:.2} | {p50}, {} |",
        found.a_second,
        found.percentile(50.0),
        found.percentile(99.0),
        found.percentile(100.0),
        found.wrong,
        found.percentile(99.0) / bare.percentile(99.0).max(0.001),
        bare.percentile(99.0),
        bars.1,
    );
}

/// The server, in a process of its own, once it listens.
async fn started(asked: &Asked) -> anyhow::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["--children", &asked.children.to_string(), "--serve", &PORT.to_string()])
        .arg("--data")
        .arg(&asked.data);
    if let Some(address) = &asked.postgres {
        command.args(["--postgres", address]);
    }
    let mut server = command.stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let said = server.stdout.take().context("the server says nothing")?;
    BufReader::new(said).lines().next_line().await?.context("the server did not start")?;
    Ok(server)
}
