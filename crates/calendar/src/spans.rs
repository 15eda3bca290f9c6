//! Lengths of time, and the day that one reaches from another (contract, Counting time).
//!
//! Comes from the wording of a deadline; goes into a due date with what a reader must know of it: whether it is urgent, assumed,
//! or an order only.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Calendar, Moment};

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Elapsed minutes.
    Minutes,
    /// Elapsed hours.
    Hours,
    /// Calendar days.
    Days,
    /// Days that are worked.
    WorkingDays,
    /// Seven calendar days.
    Weeks,
    /// Calendar months.
    Months,
}

impl Unit {
    /// As a person writes it, in the singular.
    pub const fn word(self) -> &'static str {
        match self {
            Unit::Minutes => "minute",
            Unit::Hours => "hour",
            Unit::Days => "day",
            Unit::WorkingDays => "working day",
            Unit::Weeks => "week",
            Unit::Months => "month",
        }
    }
}

/// A number of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// How many.
    pub n: u32,
    /// Of what.
    pub unit: Unit,
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.n, self.unit.word(), if self.n == 1 { "" } else { "s" })
    }
}

/// A length as written: a span, or the name of a setting that holds one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Length {
    /// The text gives it.
    Fixed(Span),
    /// The authority sets it.
    Setting(String),
}

/// When something is due, and what the date rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// A day (until its end), or a day and a time.
    pub at: Moment,
    /// The text says immediately, or the same day.
    pub urgent: bool,
    /// The text gives no figure.
    pub assumed: bool,
    /// The text fixes only what comes first.
    pub order: bool,
}

impl Span {
    /// The moment this long after `anchor`. Only minutes and hours keep a time of day.
    ///
    /// ```
    /// use calendar::{Calendar, Moment, Span, Unit};
    /// let months = Span { n: 6, unit: Unit::Months };
    /// let from: Moment = "2026-05-14".parse().unwrap();
    /// assert_eq!(months.after(from, &Calendar::new([])).to_string(), "2026-11-14"); // camden-7j
    /// ```
    pub fn after(self, anchor: Moment, calendar: &Calendar) -> Moment {
        let day = anchor.day();
        let n = i32::try_from(self.n).unwrap_or(i32::MAX);
        match self.unit {
            Unit::Minutes => anchor.plus_minutes(n),
            Unit::Hours => anchor.plus_hours(n),
            Unit::Days => Moment::date_only(day.plus_days(n)),
            Unit::Weeks => Moment::date_only(day.plus_days(n.saturating_mul(7))),
            Unit::Months => Moment::date_only(day.plus_months(n)),
            Unit::WorkingDays => Moment::date_only(calendar.working_days_after(day, self.n)),
        }
    }

    /// The moment this long before `anchor`.
    pub fn before(self, anchor: Moment, calendar: &Calendar) -> Moment {
        let day = anchor.day();
        let n = i32::try_from(self.n).unwrap_or(i32::MAX);
        match self.unit {
            Unit::Minutes => anchor.plus_minutes(-n),
            Unit::Hours => anchor.plus_hours(-n),
            Unit::Days => Moment::date_only(day.plus_days(-n)),
            Unit::Weeks => Moment::date_only(day.plus_days(n.saturating_mul(-7))),
            Unit::Months => Moment::date_only(day.plus_months(-n)),
            Unit::WorkingDays => Moment::date_only(calendar.working_days_before(day, self.n)),
        }
    }
}
