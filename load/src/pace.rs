//! Gives turns at a fixed rate: question number n is due n intervals after the beginning, however long the ones before it took.
//!
//! From a thread that sleeps by the system's clock: a timer of the runtime is only good to a millisecond, which is as long as what is
//! measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

/// The turns of all who ask.
#[derive(Debug, Clone)]
pub struct Pace {
    began: Instant,
    interval: Duration,
    number: u32,
    next: Arc<AtomicU32>,
    turns: Arc<Semaphore>,
}

impl Pace {
    /// So many turns a second, for so long.
    pub fn start(a_second: u64, lasting: Duration) -> Pace {
        let number = u32::try_from(u128::from(a_second) * lasting.as_millis() / 1000).unwrap_or(u32::MAX);
        let interval = Duration::from_nanos(1_000_000_000 / a_second.max(1));
        let (next, turns) = (Arc::new(AtomicU32::new(0)), Arc::new(Semaphore::new(0)));
        let pace = Pace { began: Instant::now(), interval, number, next, turns };
        let gives = pace.clone();
        std::thread::spawn(move || {
            for n in 0..gives.number {
                std::thread::sleep(gives.due(n).saturating_duration_since(Instant::now()));
                gives.turns.add_permits(1);
            }
            gives.turns.close();
        });
        pace
    }

    fn due(&self, n: u32) -> Instant {
        self.began + self.interval * n
    }

    /// The next turn, once it is due: its number, and the moment at which it was. Nothing after the last.
    pub async fn turn(&self) -> Option<(usize, Instant)> {
        // Closed behind the last: those that are still due are taken all the same.
        if let Ok(turn) = self.turns.acquire().await {
            turn.forget();
        }
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        (n < self.number).then(|| (n as usize, self.due(n)))
    }

    /// How long it has lasted.
    pub fn lasted(&self) -> Duration {
        self.began.elapsed()
    }
}
