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

/// The clock; where a day is given for today, the hour is as it is and the day is that one.
pub fn of(today: Option<Day>) -> web::Clock {
    let Some(day) = today else { return Box::new(now) };
    let today = Moment::at_instant(now() / 1000).day();
    let moved = i64::from(day.number() - today.number()) * 86_400_000;
    Box::new(move || now() + moved)
}

/// Reads the day that is given for today.
pub fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|e: calendar::DayError| format!("it {e}"))
}
