//! The disk alone: what is the least that a write which is kept can take here? One thread brings what is due to the disk in one go, as a
//! database's log would, into a file that has its full size already; nothing else.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use crate::ask::Found;
use crate::pace::Pace;

/// A page of a database.
const PAGE: u64 = 4_096;
/// How many pages the file has, before it is begun anew.
const PAGES: u64 = 16_384;

/// The file, which goes with it.
pub struct Disk {
    path: PathBuf,
    file: Arc<File>,
}

impl Disk {
    /// Makes the file in the folder of the record.
    pub fn open(folder: &Path) -> anyhow::Result<Disk> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join("disk-alone");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path)?;
        file.write_all_at(&vec![0; usize::try_from(PAGE * PAGES)?], 0)?;
        file.sync_all()?;
        Ok(Disk { path, file: Arc::new(file) })
    }

    /// One page for each event that is due, `a_second` in all, for so long.
    pub async fn alone(&self, a_second: u64, lasting: Duration) -> anyhow::Result<Found> {
        let pace = Pace::start(a_second, lasting);
        let (due, waiting) = std::sync::mpsc::channel();
        let file = Arc::clone(&self.file);
        let writes = std::thread::spawn(move || write(&file, &waiting));
        while let Some((_, when)) = pace.turn().await {
            due.send(when)?;
        }
        drop(due);
        let mut found = writes.join().ok().context("the thread that writes panicked")??;
        found.a_second = found.took.len() as f64 / pace.lasted().as_secs_f64();
        Ok(found)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What is left is made anew by the next.
        let _left = std::fs::remove_file(&self.path);
    }
}

fn write(file: &File, waiting: &std::sync::mpsc::Receiver<tokio::time::Instant>) -> std::io::Result<Found> {
    let mut found = Found::default();
    let mut at = 0;
    while let Ok(first) = waiting.recv() {
        let all: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
        for _ in &all {
            file.write_all_at(&[1; PAGE as usize], at % PAGES * PAGE)?;
            at += 1;
        }
        file.sync_data()?;
        found.took.extend(all.iter().map(|due| u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX)));
    }
    found.took.sort_unstable();
    Ok(found)
}
