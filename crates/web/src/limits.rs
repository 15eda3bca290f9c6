//! How often may one person, or one address before sign-in, be answered? (safety R60)
//!
//! A count a minute for each key, and wrong tries in a row for each key, in memory: whoever goes over is told to wait and loses nothing. What
//! is typed is kept as a hash: it may be long, and it may be a password in the wrong field.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many keys are kept before those of past minutes are dropped.
const KEYS: usize = 10_000;
/// After so many wrong tries in a row none is taken for a while.
const TRIES: i64 = 5;
/// For how long, in milliseconds, for each further try; at most so many times that.
const PAUSE: i64 = 60_000;
const PAUSES: i64 = 15;

/// Wrong tries in a row: how many, and until when no further one is taken.
type Wrong = (i64, i64);

/// Counts of the present minute, and wrong tries.
#[derive(Debug)]
pub struct Limits {
    a_minute: u32,
    counts: Mutex<BTreeMap<String, (i64, u32)>>,
    wrong: Mutex<BTreeMap<String, Wrong>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Limits {
    /// So many a minute for each person; 0 for no limit.
    pub fn new(a_minute: u32) -> Limits {
        Limits { a_minute, counts: Mutex::default(), wrong: Mutex::default() }
    }

    /// Whether a person is answered once more.
    pub fn allows(&self, person: &str, now: i64) -> bool {
        self.a_minute == 0 || self.within(person, self.a_minute, now)
    }

    /// Whether a key is answered once more, of at most so many a minute: a limit of its own, whatever that of requests is.
    pub fn within(&self, key: &str, most: u32, now: i64) -> bool {
        let minute = now.div_euclid(60_000);
        let mut counts = held(&self.counts);
        if counts.len() > KEYS {
            counts.retain(|_, (of, _)| *of == minute);
        }
        let count = counts.entry(record::hash(key)).or_insert((minute, 0));
        if count.0 != minute {
            *count = (minute, 0);
        }
        count.1 += 1;
        count.1 <= most
    }

    /// Whether there were so many wrong tries under a key that none is taken now.
    pub fn rests(&self, key: &str, now: i64) -> bool {
        held(&self.wrong).get(&record::hash(key)).is_some_and(|(_, until)| *until > now)
    }

    /// That a try under a key was wrong.
    pub fn was_wrong(&self, key: &str, now: i64) {
        let mut wrong = held(&self.wrong);
        if wrong.len() > KEYS {
            wrong.retain(|_, (_, until)| *until > now);
        }
        let (tries, until) = wrong.entry(record::hash(key)).or_insert((0, 0));
        *tries += 1;
        if *tries >= TRIES {
            *until = now + PAUSE * (*tries - TRIES + 1).min(PAUSES);
        }
    }

    /// That a try under a key was right: what was wrong before counts no more.
    pub fn was_right(&self, key: &str) {
        held(&self.wrong).remove(&record::hash(key));
    }
}
