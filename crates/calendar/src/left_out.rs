//! Days that a clock in hours leaves out: what the law on bringing a child before a court does not count.

use serde::{Deserialize, Serialize};

use crate::{Calendar, Day, Moment};

/// A day that does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LeftOut {
    /// Every Sunday.
    Sunday,
    /// 25 December.
    ChristmasDay,
    /// Good Friday.
    GoodFriday,
}

/// The days that can be left out, by their words.
pub const LEFT_OUT: [(&str, LeftOut); 3] =
    [("sunday", LeftOut::Sunday), ("christmas-day", LeftOut::ChristmasDay), ("good-friday", LeftOut::GoodFriday)];

impl LeftOut {
    /// Whether a day is one; Good Friday by its name among the closed days.
    pub fn is(self, day: Day, calendar: &Calendar) -> bool {
        match self {
            LeftOut::Sunday => day.weekday() == "Sunday",
            LeftOut::ChristmasDay => matches!(day.ymd(), (_, 12, 25)),
            LeftOut::GoodFriday => calendar.closed_day(day) == Some("Good Friday"),
        }
    }

    /// As a person says it.
    pub const fn in_words(self) -> &'static str {
        match self {
            LeftOut::Sunday => "Sundays",
            LeftOut::ChristmasDay => "Christmas Day",
            LeftOut::GoodFriday => "Good Friday",
        }
    }
}

/// So many elapsed hours after a moment, none of which falls on a day left out. A bare date gives a bare date, ⌈hours / 24⌉ such days later.
///
/// ```
/// use calendar::{Calendar, LeftOut, hours_leaving_out};
/// let arrested = "2026-06-06T20:00".parse().unwrap(); // a Saturday
/// let due = hours_leaving_out(arrested, 24, &[LeftOut::Sunday], &Calendar::new([]));
/// assert_eq!(due.to_string(), "2026-06-08T20:00"); // statute.md D9
/// ```
pub fn hours_leaving_out(from: Moment, hours: u32, left_out: &[LeftOut], calendar: &Calendar) -> Moment {
    let is_out = |day: Day| left_out.iter().any(|l| l.is(day, calendar));
    let mut day = from.day();
    if !from.has_time() {
        let mut days = hours.div_ceil(24);
        while days > 0 {
            day = day.plus_days(1);
            days -= u32::from(!is_out(day));
        }
        return Moment::date_only(day);
    }
    let midnight = |day: Day| Moment::date_only(day).instant();
    let (mut at, mut seconds) = (from.instant(), i64::from(hours) * 3600);
    loop {
        let rest = midnight(day.plus_days(1)) - at;
        if !is_out(day) {
            if seconds <= rest {
                return from.plus_seconds(at + seconds - from.instant());
            }
            seconds -= rest;
        }
        day = day.plus_days(1);
        at = midnight(day);
    }
}
