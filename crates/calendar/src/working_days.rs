//! Working days: Monday to Friday, less the bank holidays of England and Wales, less the authority's own closures
//! (Care Planning, Placement and Case Review (England) Regulations 2010 reg. 2; contract, Counting time).
//!
//! Comes from a list of closed days with their names. Weekdays are counted by arithmetic, and what the closed ones among them take
//! away is found by halving their list: there is no table to make, however far a deadline reaches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Day;

/// Which days are worked, and what the others are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    closed: BTreeMap<Day, String>,
    /// The closed days that are no weekend, in order.
    off: Vec<Off>,
}

/// A closed weekday. Weekdays and working days are numbered from Monday 29 December 1969 as the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Off {
    /// Its number among the weekdays.
    weekday: i64,
    /// The number of the last working day before it.
    worked: i64,
}

/// The number of the last weekday on or before a day: Monday 29 December 1969 is the first.
const fn weekdays(day: Day) -> i64 {
    let since_monday = day.number() as i64 + 3;
    let in_week = since_monday.rem_euclid(7) + 1;
    since_monday.div_euclid(7) * 5 + if in_week < 5 { in_week } else { 5 }
}

/// The weekday of this number; the first or last day that can be counted, where it lies beyond.
fn weekday(number: i64) -> Day {
    let days = (number - 1).div_euclid(5) * 7 + (number - 1).rem_euclid(5) - 3;
    Day::from_number(days.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
}

impl Calendar {
    /// The calendar with these closed days, each with the name it is known by ("Good Friday").
    ///
    /// ```
    /// use calendar::Calendar;
    /// let calendar = Calendar::new([("2026-05-04".parse().unwrap(), "Early May bank holiday".into())]);
    /// assert!(!calendar.is_working_day("2026-05-04".parse().unwrap()));
    /// ```
    pub fn new(closed: impl IntoIterator<Item = (Day, String)>) -> Calendar {
        let closed: BTreeMap<Day, String> = closed.into_iter().collect();
        let weekdays = closed.keys().filter(|day| !day.is_weekend()).map(|day| weekdays(*day));
        let off = weekdays.zip(1..).map(|(weekday, nth)| Off { weekday, worked: weekday - nth }).collect();
        Calendar { closed, off }
    }

    /// The number of the last working day on or before this day.
    fn count(&self, day: Day) -> i64 {
        let weekdays = weekdays(day);
        weekdays - self.off.partition_point(|off| off.weekday <= weekdays) as i64
    }

    /// The working day of this number.
    fn worked(&self, number: i64) -> Day {
        weekday(number + self.off.partition_point(|off| off.worked < number) as i64)
    }

    /// Whether this day is worked.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.count(day) != self.count(day.plus_days(-1))
    }

    /// The `n`th working day after `day`; `day` itself is day zero, worked or not.
    ///
    /// ```
    /// # use calendar::Calendar;
    /// let calendar = Calendar::new([]);
    /// // A Saturday is a good day zero: one working day after it is Monday.
    /// assert_eq!(calendar.working_days_after("2026-06-06".parse().unwrap(), 1).to_string(), "2026-06-08");
    /// ```
    pub fn working_days_after(&self, day: Day, n: u32) -> Day {
        if n == 0 {
            return day;
        }
        self.worked(self.count(day) + i64::from(n))
    }

    /// The `n`th working day before `day`, which itself is day zero.
    ///
    /// ```
    /// # use calendar::Calendar;
    /// let calendar = Calendar::new([]);
    /// assert_eq!(calendar.working_days_before("2026-06-08".parse().unwrap(), 1).to_string(), "2026-06-05");
    /// ```
    pub fn working_days_before(&self, day: Day, n: u32) -> Day {
        if n == 0 {
            return day;
        }
        self.worked(self.count(day.plus_days(-1)) + 1 - i64::from(n))
    }

    /// Working days after `from` up to and including `to`; negative where `to` lies before `from`.
    pub fn working_days_between(&self, from: Day, to: Day) -> i64 {
        self.count(to) - self.count(from)
    }

    /// The closed weekdays after `from` and before or on `to`, with their names: what a sum of working days skipped besides
    /// the weekends.
    pub fn skipped(&self, from: Day, to: Day) -> impl Iterator<Item = (Day, &str)> {
        self.closed
            .range(from.plus_days(1)..to.plus_days(1).max(from.plus_days(1)))
            .filter(|(day, _)| !day.is_weekend())
            .map(|(day, name)| (*day, name.as_str()))
    }

    /// The name of a closed day, where it has one.
    pub fn closed_day(&self, day: Day) -> Option<&str> {
        self.closed.get(&day).map(String::as_str)
    }
}
