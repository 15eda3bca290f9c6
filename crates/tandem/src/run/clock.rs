//! The only clock there is. Everything else is handed the moment.

use std::time::{SystemTime, UNIX_EPOCH};

use calendar::{Day, Moment};

/// Milliseconds since 1970, now.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock, for everything that is handed the moment"
)]
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A clock that shows the hour as it is, on a day that is given: for a demonstration whose today is moved.
pub fn on(day: Day) -> impl Fn() -> i64 + Send + Sync + 'static {
    let started = now();
    let today = Moment::at_instant(started / 1000).day();
    let moved = i64::from(day.number() - today.number()) * 86_400_000;
    move || now() + moved
}
