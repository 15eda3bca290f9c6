//! `--known`: does the time that the known-to check takes say what its answer does not? And how long does it take among a million people?
//!
//! Children are asked for who are known, whom nobody knows, whose record is restricted and whom another council works with, by chance one after
//! another; then again while others are at work. What is said to be one answer must take one time: a classifier that has learnt the times of one
//! half of the answers is tried on the other half, beside its best guess (safety R24, T30).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, anyhow};
use calendar::Day;
use exchange::imports::{Import, Reading, import};
use feeds::listed::Date;
use feeds::read::Read;
use feeds::{Listed, Name, Out, Spell, SpellKind, Told, What};
use gate::{Action, Decision, Gate, On, Person, Request};
use record::{Feed, Key, Quota, Record, StaffEntry};
use tokio::time::Instant;

use crate::ask::{Line, get, once_each};
use crate::fill::{pass, session};
use crate::serve::{self, now};
use crate::{Asked, report};

const HERE: &str = "enfield";
const ELSEWHERE: &str = "camden";
/// How often one person asks: as often as they may in a day.
const EACH: usize = 60;
/// One child of so many is restricted.
const RESTRICTED: usize = 100;
/// How many children another council works with.
const OF_ANOTHER: usize = 1_000;
/// How many other pages a second are asked for by others.
const AT_WORK: u64 = 100;
/// The key of the hashes: of a record that is made up.
const KEY: [u8; 32] = [7; 32];

/// For whom somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whom {
    Known,
    Nobody,
    Restricted,
    OfAnother,
}

const ALL: [(Whom, &str); 4] = [
    (Whom::Nobody, "nobody"),
    (Whom::Restricted, "restricted"),
    (Whom::OfAnother, "another council's"),
    (Whom::Known, "known"),
];

/// As often as everybody may ask here: the clock of the server stands still, so that an hour has no end.
pub const QUOTA: Quota = Quota { an_hour: EACH as u32, a_day: EACH as u32 };

/// Opens the record, with its key.
pub async fn open(asked: &Asked) -> anyhow::Result<Record> {
    Ok(serve::open(asked).await?.with_key(Key::of(KEY)).await?)
}

/// Takes the record of the run before away.
fn fresh(asked: &Asked) -> anyhow::Result<()> {
    let file = serve::file(asked);
    std::fs::create_dir_all(&asked.data)?;
    for end in ["db", "db-wal", "db-shm"] {
        let file = file.with_extension(end);
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    Ok(())
}

fn name(child: usize) -> (String, String, Day) {
    let born = Day::from_number(730_000).plus_days((child % 6_000) as i32);
    (format!("Given{}", child % 977), format!("Family{child}"), born)
}

/// Children without end whom one service works with, one in so many of them restricted.
fn reading(from: usize, number: usize) -> Reading<'static> {
    Box::new(move |out| {
        for child in from..from + number {
            let (given, family, born) = name(child);
            let who = Listed {
                name: Name { given, family },
                born: Some(Date(born)),
                restricted: child % RESTRICTED == 0,
                spells: vec![Spell::new(SpellKind::Open, Day::from_number(739_000))],
                ..Listed::default()
            };
            out(Out::Told(Told { number: format!("C{child}"), what: What::Who(Box::new(who)) }))?;
        }
        Ok(Read { rows: vec![("made".into(), number as u64)], ..Read::default() })
    })
}

async fn fill(record: &Record, gate: &Gate, asked: &Asked) -> anyhow::Result<()> {
    for (authority, people) in [(HERE, askers(asked) + 1), (ELSEWHERE, 1)] {
        let staff = (0..people).map(|n| person(&format!("p{n}"), authority)).collect::<Vec<_>>();
        let admitted = gate.admit_other(&pass(gate, authority)?, staff).map_err(|r| anyhow!("{}", r.reason))?;
        record.keep_staff(admitted, 0, now()).await?;
    }
    for (authority, from, number) in [(HERE, 0, asked.children), (ELSEWHERE, asked.children, OF_ANOTHER)] {
        let feed = Feed { authority: authority.into(), service: "csc".into(), layout: "ssd".into() };
        let person = Person::program("import", authority);
        let ties = Vec::new();
        let asks = Request::new(&person, Action::Import, On::Installation, &ties);
        let Decision::Permit(pass) = gate.decide(&asks) else { return Err(anyhow!("no import is permitted")) };
        let brought = Import { feed, reading: reading(from, number), keep: true, now: now() };
        import(record, gate, &pass, brought, &mut |said| eprintln!("{said}")).await?;
    }
    Ok(())
}

fn person(id: &str, authority: &str) -> StaffEntry {
    StaffEntry::Person {
        id: format!("{authority}-{id}"),
        name: format!("Worker {id}"),
        service: "yjs".into(),
        standing: "practitioner".into(),
        roles: vec!["yjs-case-manager".into()],
        teams: Vec::new(),
        leads: Vec::new(),
        telephone: String::new(),
        email: String::new(),
        active: true,
    }
}

/// How many people ask, in both rounds.
fn askers(asked: &Asked) -> usize {
    (2 * ALL.len() * asked.each).div_ceil(EACH)
}

/// By chance, and the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        // Splitmix64, as published: a sequence that repeats itself after 2^64 steps.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % most.max(1) as u64) as usize
    }
}

/// Runs it.
pub async fn run(asked: &Asked) -> anyhow::Result<()> {
    let made = asked.data.join(format!("known-{}.db", asked.children));
    if !made.exists() {
        fresh(asked)?;
        let record = open(asked).await?;
        let gate = Gate::shipped(&record.book().protocols.vocabulary).map_err(|e| anyhow!("{e}"))?;
        let began = Instant::now();
        fill(&record, &gate, asked).await?;
        println!("{} children taken in within {:.0} s\n", asked.children, began.elapsed().as_secs_f64());
        record.backup(&pass(&gate, HERE)?, &made).await?;
    }
    // Every run on a record of which nobody has asked anything yet.
    fresh(asked)?;
    std::fs::copy(&made, serve::file(asked)).context("the record cannot be copied")?;
    let record = open(asked).await?;
    let mut cookies = Vec::new();
    for n in 0..=askers(asked) {
        cookies.push(session(&record, HERE, &format!("p{n}"), &format!("{HERE}-p{n}")).await?);
    }
    drop(record);
    let _server = report::started(asked).await?;
    println!("{} children, {} questions of each kind\n", asked.children, asked.each);
    println!(
        "| asked for | p50 ms | p99 ms | p50 beside nobody | AUC beside nobody |\n| --- | --- | --- | --- | --- |"
    );
    let bare = once_each(report::PORT + 1, 5_000, 200, Arc::new(|_| get("/", ""))).await?;
    println!("| a bare handler | {:.3} | {:.3} | – | – |", bare.percentile(50.0), bare.percentile(99.0));
    let (idle, loaded) = cookies.split_at(askers(asked) / 2);
    round(asked, idle, "").await?;
    let busy = Arc::new(AtomicBool::new(true));
    let others = tokio::spawn(at_work(loaded.last().cloned().unwrap_or_default(), Arc::clone(&busy)));
    round(asked, loaded, ", others at work").await?;
    busy.store(false, Ordering::Relaxed);
    others.await??;
    Ok(())
}

/// Somebody who asks for another page, over and over.
async fn at_work(cookie: String, busy: Arc<AtomicBool>) -> anyhow::Result<()> {
    let mut line = Line::open(report::PORT).await?;
    let mut turns = tokio::time::interval(Duration::from_millis(1_000 / AT_WORK));
    while busy.load(Ordering::Relaxed) {
        turns.tick().await;
        line.ask(&get("/duties", &cookie)).await?;
    }
    Ok(())
}

fn question(whom: Whom, n: usize, children: usize, cookie: &str, token: &str) -> Vec<u8> {
    let child = match whom {
        Whom::Known => (n % (children / RESTRICTED)) * RESTRICTED + 1 + n % (RESTRICTED - 1),
        Whom::Restricted => (n % (children / RESTRICTED)) * RESTRICTED,
        Whom::OfAnother => children + 1 + n % (OF_ANOTHER - 1),
        Whom::Nobody => children + 10 * OF_ANOTHER + n,
    };
    let (given, family, born) = name(child);
    let born = born.to_string();
    let (year, month, day) = (&born[..4], &born[5..7], &born[8..]);
    let body = format!(
        "token={token}&given={given}&family={family}&born-day={day}&born-month={month}&born-year={year}&reason=arrest"
    );
    format!(
        "POST /known HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

async fn round(asked: &Asked, cookies: &[String], how: &str) -> anyhow::Result<()> {
    let mut order: Vec<usize> = (0..ALL.len() * asked.each).collect();
    let mut chance = Chance(20_261_123);
    for last in (1..order.len()).rev() {
        order.swap(last, chance.below(last + 1));
    }
    let mut took: [Vec<(u64, usize)>; ALL.len()] = Default::default();
    let mut line = Line::open(report::PORT).await?;
    for (turn, n) in order.into_iter().enumerate() {
        let (kind, number) = (n % ALL.len(), n / ALL.len());
        let cookie = &cookies[turn / EACH];
        let name = cookie.trim_start_matches("tandem=").rsplit_once('-').map_or("", |(name, _)| name);
        let request = question(ALL[kind].0, number, asked.children, cookie, &format!("token-{name}"));
        let began = Instant::now();
        let (status, length) = line.ask_whole(&request).await?;
        took[kind].push((u64::try_from(began.elapsed().as_nanos() / 100).unwrap_or(u64::MAX), length));
        anyhow::ensure!(status == 200, "{:?} was answered {status}", ALL[kind].0);
    }
    let lengths: Vec<usize> = took.iter().flatten().map(|(_, length)| *length).collect();
    let is_one = lengths.iter().all(|length| Some(length) == lengths.first());
    let times = |kind: usize| took[kind].iter().map(|(time, _)| *time).collect::<Vec<u64>>();
    let nobody = times(0);
    for (kind, (_, name)) in ALL.iter().enumerate() {
        let own = times(kind);
        let mut sorted: Vec<u64> = own.clone();
        sorted.sort_unstable();
        let at = |percent: usize| sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)] as f64 / 10_000.0;
        let mut of_nobody = nobody.clone();
        of_nobody.sort_unstable();
        let beside = at(50) - of_nobody[of_nobody.len() / 2] as f64 / 10_000.0;
        let auc = if kind == 0 { "–".to_owned() } else { format!("{:.3}", auc(&own, &nobody)) };
        println!("| {name}{how} | {:.3} | {:.3} | {beside:+.3} | {auc} |", at(50), at(99));
    }
    println!("| *all answers of one length{how}* | {} | | | |", if is_one { "yes" } else { "**no**" });
    Ok(())
}

/// How well two kinds can be told apart by their times: 0.5 is guessing. What is learnt of every second time is tried on the others.
fn auc(own: &[u64], other: &[u64]) -> f64 {
    const PARTS: usize = 20;
    let half = |all: &[u64], odd: usize| all.iter().skip(odd).step_by(2).copied().collect::<Vec<u64>>();
    let mut learnt: Vec<u64> = half(own, 0).into_iter().chain(half(other, 0)).collect();
    learnt.sort_unstable();
    let bounds: Vec<u64> = (1..PARTS).map(|part| learnt[learnt.len() * part / PARTS]).collect();
    let part = |time: u64| bounds.partition_point(|bound| *bound <= time);
    let count = |all: Vec<u64>| {
        let mut counts = [1.0_f64; PARTS];
        all.into_iter().for_each(|time| counts[part(time)] += 1.0);
        counts
    };
    let (of_own, of_other) = (count(half(own, 0)), count(half(other, 0)));
    let score = |time: u64| of_own[part(time)] / of_other[part(time)];
    let scores = |all: &[u64]| half(all, 1).into_iter().map(score).collect::<Vec<f64>>();
    let (own, mut other) = (scores(own), scores(other));
    other.sort_by(f64::total_cmp);
    let better = own.iter().map(|one| {
        let below = other.partition_point(|o| o < one);
        let same = other.partition_point(|o| o <= one) - below;
        below as f64 + same as f64 / 2.0
    });
    better.sum::<f64>() / (own.len() * other.len()) as f64
}
