//! How often may one person, or one address before sign-in, be answered? (safety R60)
//!
//! A count a minute for each key, in memory: whoever goes over is told to wait and loses nothing.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How many keys are kept before those of past minutes are dropped.
const KEYS: usize = 10_000;

/// Counts of the present minute.
#[derive(Debug)]
pub struct Limits {
    a_minute: u32,
    counts: Mutex<BTreeMap<String, (i64, u32)>>,
}

impl Limits {
    /// So many a minute for each key; 0 for no limit.
    pub fn new(a_minute: u32) -> Limits {
        Limits { a_minute, counts: Mutex::new(BTreeMap::new()) }
    }

    /// Whether a key is answered once more; `share` makes its limit so many times smaller.
    pub fn allows(&self, key: &str, share: u32, now: i64) -> bool {
        if self.a_minute == 0 {
            return true;
        }
        let minute = now.div_euclid(60_000);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() > KEYS {
            counts.retain(|_, (of, _)| *of == minute);
        }
        let count = counts.entry(key.to_owned()).or_insert((minute, 0));
        if count.0 != minute {
            *count = (minute, 0);
        }
        count.1 += 1;
        count.1 <= self.a_minute / share.max(1)
    }
}
