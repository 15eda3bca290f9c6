//! The only clock there is. Everything else is handed the moment.

use std::time::{SystemTime, UNIX_EPOCH};

use calendar::Moment;

/// Milliseconds since 1970, now.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock, for everything that is handed the moment"
)]
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The clock. Where a moment is given for now, it goes on from there; where a day alone is given for today, the hour on the wall in London is
/// as it is.
pub fn of(given: Option<Moment>) -> web::Clock {
    let Some(given) = given else { return Box::new(now) };
    let begun = now();
    let hour = Moment::at_instant(begun / 1000).second_of_day().unwrap_or(0);
    let asked = if given.has_time() {
        given.instant() * 1000
    } else {
        // A day on which the clocks change is an hour out here: no matter for a day that is made up.
        given.instant() * 1000 + i64::from(hour) * 1000 + begun.rem_euclid(1000)
    };
    let moved = asked - begun;
    Box::new(move || now() + moved)
}

/// Reads the day that is given for today, or the moment for now.
pub fn given(text: &str) -> Result<Moment, String> {
    text.parse().map_err(|e: calendar::MomentError| format!("it {e}"))
}
