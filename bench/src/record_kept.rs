//! The record on both databases: how fast is a write answered for, a child read, a team's work listed, a child found?
//!
//! Beside it stands a loop that does nothing but insert a row and commit: no record that is on the disk can be faster with one client.

use std::fmt::Write as _;
use std::sync::Arc;

use calendar::Moment;
use gate::{Action, Pass};
use protocol::{Protocols, Vocabulary};
use record::{Entry, Record};

use crate::measure::{awaited, since};
use crate::people::{NOW, admitted, amy, authority, opened, own, plain, see, write};
use crate::place::{Folder, Place, book, on_postgres, run, sqlite};

/// How many children one finds among.
const CHILDREN: usize = 100_000;
/// A team's children, and how many events each has.
const TEAM: usize = 200;
const EVENTS: usize = 50;

/// Every figure on SQLite, and on PostgreSQL where it is.
pub fn print(out: &mut String, protocols: &Protocols) -> anyhow::Result<()> {
    writeln!(
        out,
        "## The record\n\nEvery write is on the disk when it is answered. Bare: insert a row of 500 bytes and commit.\n"
    )?;
    writeln!(out, "| on | what | a second | p50 ms | p99 ms |\n| --- | --- | ---: | ---: | ---: |")?;
    bare(out)?;
    let words = words(&protocols.vocabulary);
    let text = run(figures("SQLite", sqlite(), &words))?;
    out.push_str(&text);
    let mut said = Ok(String::new());
    on_postgres(|at| async { said = figures("PostgreSQL", at, &words).await });
    out.push_str(&said?);
    out.push('\n');
    Ok(())
}

/// The words of events that need say nothing more.
fn words(vocabulary: &Vocabulary) -> Vec<String> {
    let kept_out = ["duty-done", "duty-not-needed", "question-answered", "child-died"];
    let drawn = vocabulary.events().filter(|(_, e)| {
        e.derived.is_none() && !kept_out.contains(&e.name.as_str()) && !e.attributes.iter().any(|a| a.required)
    });
    let opening = ["csc-involvement-started", "yjs-involvement-started"].map(str::to_owned);
    opening.into_iter().chain(drawn.map(|(_, e)| e.name.clone())).collect()
}

fn line(out: &mut String, on: &str, what: &str, mut taken: Vec<f64>, whole: f64) -> std::fmt::Result {
    taken.sort_by(f64::total_cmp);
    let at = |share: f64| taken.get((taken.len() as f64 * share) as usize).copied().unwrap_or_default() * 1e3;
    writeln!(out, "| {on} | {what} | {:.0} | {:.2} | {:.2} |", taken.len() as f64 / whole, at(0.5), at(0.99))
}

fn bare(out: &mut String) -> anyhow::Result<()> {
    let folder = Folder::new();
    let file = rusqlite::Connection::open(folder.join("bare.db"))?;
    file.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (n INTEGER PRIMARY KEY, said TEXT)",
    )?;
    let said = "x".repeat(500);
    let mut insert = file.prepare("INSERT INTO t (said) VALUES (?1)")?;
    let (whole, taken) = since(|| (0..3_000).map(|_| since(|| drop(insert.execute([&said]))).0).collect::<Vec<f64>>());
    line(out, "SQLite", "bare insert and commit", taken, whole)?;
    Ok(())
}

async fn figures(on: &str, at: Place, words: &[String]) -> anyhow::Result<String> {
    let mut out = String::new();
    let record = Arc::new(at.open().await);
    for clients in [1, 16, 50] {
        let each = if clients == 1 { 1_500 } else { 6_000 / clients };
        let (whole, taken) = appends(&record, &format!("a{clients}"), clients, each).await?;
        line(&mut out, on, &format!("writes, {clients} clients"), taken, whole)?;
    }
    let team: Vec<String> = (0..TEAM).map(|n| format!("team-{n}")).collect();
    for child in &team {
        begin(&record, child, "Rosa", "Amber", EVENTS, words).await?;
    }
    let again = at.open().await;
    let (mut cold, mut held) = (Vec::new(), Vec::new());
    for child in &team {
        cold.push(awaited(again.child(&see(child))).await.0);
        held.push(awaited(again.child(&see(child))).await.0);
    }
    for (what, taken) in [("a child of 50 events, not held", cold), ("a child of 50 events, held", held)] {
        let whole = taken.iter().sum();
        line(&mut out, on, what, taken, whole)?;
    }
    teams(&mut out, on, &at, &team).await?;
    let text = record.child(&see("team-0")).await.map_err(|e| anyhow::anyhow!("{e}"))?.as_journey().to_string();
    let read = || journey::read("a journey", text.as_bytes(), &book().protocols.vocabulary).is_ok();
    let taken: Vec<f64> = (0..200).map(|_| since(read).0).collect();
    let whole = taken.iter().sum();
    line(&mut out, on, "reading the same 50 events from text, without the database", taken, whole)?;
    let seeding = many(&record).await?;
    line(&mut out, on, "writes, 64 clients, with a new record each", vec![0.0; CHILDREN], seeding)?;
    let find = authority(&amy(), Action::FindChild);
    let begins = |letters: usize| name(54_321).chars().take(letters).collect::<String>();
    for asked in [begins(5), begins(3), format!("{} {}", name(54_321 % 300), begins(1)), begins(1)] {
        let mut taken = Vec::new();
        let mut found = 0;
        for _ in 0..30 {
            let (one, children) = awaited(record.find(&find, &asked)).await;
            taken.push(one);
            found = children?.len();
        }
        let whole = taken.iter().sum();
        line(&mut out, on, &format!("find `{asked}` among {CHILDREN}: {found}"), taken, whole)?;
    }
    let mine = own(&amy(), Action::SeeMyDuties);
    let (whole, _) = awaited(record.mine(&mine)).await;
    line(&mut out, on, "one's own list", vec![whole], whole)?;
    Ok(out)
}

async fn teams(out: &mut String, on: &str, at: &Place, team: &[String]) -> anyhow::Result<()> {
    let passes: Vec<Pass> = team.iter().map(|c| see(c)).collect();
    let (mut cold, mut held, mut derived, mut duties) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for _ in 0..5 {
        let record = at.open().await;
        cold.push(awaited(record.children(&passes)).await.0);
        let (taken, children) = awaited(record.children(&passes)).await;
        held.push(taken);
        let children = children?;
        let derive = || {
            let now = Moment::at_instant(NOW / 1000);
            children.iter().map(|c| c.answer(book(), &c.timeline(now, None), None).lines().len()).sum::<usize>()
        };
        let (taken, lines) = since(derive);
        derived.push(taken);
        duties = lines;
    }
    for (what, taken) in [
        ("a team of 200, not held".to_owned(), cold),
        ("a team of 200, held".to_owned(), held),
        (format!("deriving 200 children: {duties} lines"), derived),
    ] {
        let whole = taken.iter().sum();
        line(out, on, &what, taken, whole)?;
    }
    Ok(())
}

async fn begin(
    record: &Record,
    child: &str,
    given: &str,
    family: &str,
    events: usize,
    words: &[String],
) -> anyhow::Result<()> {
    let event = |n: usize| {
        let day = format!("2026-{:02}-{:02}", n * 9 / EVENTS.max(1) + 1, n % 27 + 1);
        let word = words.get(if n < 2 { n } else { 2 + (n * 7) % (words.len() - 2) });
        plain(&format!("e{n}"), &day, word.map_or("arrested", String::as_str))
    };
    let entries = std::iter::once(opened(given, family)).chain((0..events).map(event)).collect();
    record.append(admitted(write(child, 0, child, entries)), NOW).await.map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(())
}

/// So many clients write so often, each of a child of its own.
async fn appends(record: &Arc<Record>, name: &str, clients: usize, each: usize) -> anyhow::Result<(f64, Vec<f64>)> {
    for client in 0..clients {
        begin(record, &format!("{name}-{client}"), "Rosa", "Amber", 0, &[]).await?;
    }
    let one = |client: usize| {
        let (record, child) = (Arc::clone(record), format!("{name}-{client}"));
        tokio::spawn(async move {
            let mut taken = Vec::new();
            for n in 0..each {
                let entry: Vec<Entry> = vec![plain(&format!("e{n}"), "2026-03-02", "arrested")];
                let write = admitted(write(&child, n as u64 + 1, &format!("{child}-{n}"), entry));
                let (seconds, kept) = awaited(record.append(write, NOW)).await;
                kept.map_err(|e| anyhow::anyhow!("{e}"))?;
                taken.push(seconds);
            }
            anyhow::Ok(taken)
        })
    };
    let (whole, answers) = awaited(async {
        let clients: Vec<_> = (0..clients).map(one).collect();
        let mut all = Vec::new();
        for client in clients {
            all.extend(client.await??);
        }
        anyhow::Ok(all)
    })
    .await;
    Ok((whole, answers?))
}

/// A name of letters, unlike that of the next number.
fn name(n: usize) -> String {
    let mut left = (n * 7_919_113 + 17) % 11_881_376;
    (0..5)
        .map(|_| {
            let letter = char::from(b'a' + (left % 26) as u8);
            left /= 26;
            letter
        })
        .collect()
}

/// Many children, each with a name of their own.
async fn many(record: &Arc<Record>) -> anyhow::Result<f64> {
    let one = |client: usize| {
        let record = Arc::clone(record);
        tokio::spawn(async move {
            for n in (client..CHILDREN).step_by(64) {
                begin(&record, &format!("m{n}"), &name(n % 300), &name(n), 0, &[]).await?;
            }
            anyhow::Ok(())
        })
    };
    let (whole, done) = awaited(async {
        let clients: Vec<_> = (0..64).map(one).collect();
        for client in clients {
            client.await??;
        }
        anyhow::Ok(())
    })
    .await;
    done.map(|()| whole)
}
