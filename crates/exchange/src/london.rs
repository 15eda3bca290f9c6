//! The few moments by which the scheduler lives, as the clocks in London have them.

use calendar::{Day, Moment};

/// A minute, in milliseconds.
pub const MINUTE: i64 = 60_000;

/// The moment so many milliseconds after the beginning of 1970.
pub fn moment(ms: i64) -> Moment {
    Moment::at_instant(ms.div_euclid(1000))
}

/// The same to the minute, as it is shown and written down.
pub fn minute(ms: i64) -> Moment {
    moment(ms - ms.rem_euclid(MINUTE))
}

/// So many minutes into a day, in milliseconds since 1970. The clocks change at one o'clock on Sundays: only until then, and on no Sunday
/// after it, is that what the clock on the wall shows.
pub fn into_day(day: Day, minutes: i64) -> i64 {
    Moment::date_only(day).instant() * 1000 + minutes * MINUTE
}

/// The Monday on or before a day.
pub fn monday(day: Day) -> Day {
    // 1 January 1970 was a Thursday.
    day.plus_days(-(day.number() + 3).rem_euclid(7))
}
