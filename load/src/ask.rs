//! Asks at a fixed rate, and notes how long each answer took from when it should have been asked.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::pace::Pace;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// How long each answer took, in microseconds, in order of length.
    pub took: Vec<u64>,
    /// How many were answered a second.
    pub a_second: f64,
    /// The processor time that the server spent on each, in milliseconds: that of a busy machine as well.
    pub processor: f64,
    /// How many were not answered with what was expected.
    pub wrong: usize,
}

impl Found {
    /// Both together, one after the other.
    pub fn and(mut self, other: Found) -> Found {
        let number = |found: &Found| found.took.len() as f64;
        let seconds = |found: &Found| if found.a_second > 0.0 { number(found) / found.a_second } else { 0.0 };
        let both = seconds(&self) + seconds(&other);
        self.took.extend(other.took);
        self.took.sort_unstable();
        self.a_second = if both > 0.0 { number(&self) / both } else { 0.0 };
        self.wrong += other.wrong;
        self
    }

    /// So many in a hundred took no longer than this, in milliseconds.
    pub fn percentile(&self, percent: f64) -> f64 {
        let at = ((self.took.len() as f64 * percent / 100.0).ceil() as usize).saturating_sub(1);
        self.took.get(at).map_or(0.0, |us| *us as f64 / 1000.0)
    }
}

/// One connection that stays open.
pub struct Line {
    stream: BufReader<TcpStream>,
}

impl Line {
    /// Opens it.
    pub async fn open(port: u16) -> anyhow::Result<Line> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Line { stream: BufReader::with_capacity(64 * 1024, stream) })
    }

    /// Asks, and waits for the whole answer: its status.
    pub async fn ask(&mut self, request: &[u8]) -> anyhow::Result<u16> {
        Ok(self.ask_whole(request).await?.0)
    }

    /// Asks, and waits for the whole answer: its status, and of how many bytes it was.
    pub async fn ask_whole(&mut self, request: &[u8]) -> anyhow::Result<(u16, usize)> {
        self.stream.get_mut().write_all(request).await?;
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status: u16 = line.split(' ').nth(1).context("no status")?.parse()?;
        let (mut length, mut bytes) = (0, line.len());
        loop {
            line.clear();
            if self.stream.read_line(&mut line).await? == 0 {
                bail!("the connection ended");
            }
            bytes += line.len();
            let text = line.trim().to_ascii_lowercase();
            if let Some(n) = text.strip_prefix("content-length:") {
                length = n.trim().parse()?;
            }
            if text.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok((status, bytes + length))
    }
}

/// A request by GET.
pub fn get(path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n").into_bytes()
}

/// Asks so many questions, one after another.
pub async fn once_each(
    port: u16,
    number: usize,
    expected: u16,
    make: Arc<dyn Fn(usize) -> Vec<u8> + Send + Sync>,
) -> anyhow::Result<Found> {
    let (mut line, mut found, began) = (Line::open(port).await?, Found::default(), Instant::now());
    for n in 0..number {
        let asked = Instant::now();
        found.wrong += usize::from(line.ask(&make(n)).await? != expected);
        found.took.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    found.took.sort_unstable();
    found.a_second = found.took.len() as f64 / began.elapsed().as_secs_f64();
    Ok(found)
}

/// Asks over so many connections, `a_second` questions a second in all, for so long. `make` makes question number n.
pub async fn ask(
    port: u16,
    lines: usize,
    a_second: u64,
    lasting: Duration,
    expected: u16,
    make: Arc<dyn Fn(usize) -> Vec<u8> + Send + Sync>,
) -> anyhow::Result<Found> {
    let pace = Pace::start(a_second, lasting);
    let mut workers = Vec::new();
    for _ in 0..lines {
        let (pace, make) = (pace.clone(), Arc::clone(&make));
        workers.push(tokio::spawn(async move {
            let mut line = Line::open(port).await?;
            let mut found = Found::default();
            while let Some((n, due)) = pace.turn().await {
                let status = line.ask(&make(n)).await?;
                found.took.push(u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX));
                found.wrong += usize::from(status != expected);
            }
            anyhow::Ok(found)
        }));
    }
    let mut all = Found::default();
    for worker in workers {
        let found = worker.await??;
        all.took.extend(found.took);
        all.wrong += found.wrong;
    }
    all.took.sort_unstable();
    all.a_second = all.took.len() as f64 / pace.lasted().as_secs_f64();
    Ok(all)
}
