//! Working days: Monday to Friday, less the bank holidays of England and Wales, less the authority's own closures
//! (Care Planning, Placement and Case Review (England) Regulations 2010 reg. 2; contract, Counting time).
//!
//! Comes from a list of closed days with their names. Both directions are two reads of a table: the working days up to
//! each day, and the day of each working day.

use std::collections::BTreeMap;

use crate::Day;
use crate::day::{FIRST_YEAR, LAST_YEAR};

/// Days that the table covers before the first and after the last year that a date may lie in.
const MARGIN: i32 = 20_000;

/// Which days are worked, and what the others are called.
#[derive(Debug, Clone)]
pub struct Calendar {
    closed: BTreeMap<Day, String>,
    first: Day,
    /// For each day from `first`: how many working days lie on or before it.
    upto: Vec<u32>,
    /// The days that are worked, in order.
    worked: Vec<Day>,
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
        // INVARIANT: the table reaches so far beyond the years a date may lie in that the longest deadline that can be worded
        // (10,000 working days, some 14,500 days with the bank holidays) does not leave it.
        let first = Day::new(FIRST_YEAR, 1, 1).unwrap_or(Day::from_number(0)).plus_days(-MARGIN);
        let last = Day::new(LAST_YEAR, 12, 31).unwrap_or(Day::from_number(0)).plus_days(MARGIN);
        let mut upto = Vec::with_capacity((last.number() - first.number()) as usize + 1);
        let mut worked = Vec::new();
        let mut next_closed = closed.keys().peekable();
        for number in first.number()..=last.number() {
            let day = Day::from_number(number);
            while next_closed.peek().is_some_and(|c| **c < day) {
                next_closed.next();
            }
            if !day.is_weekend() && next_closed.peek() != Some(&&day) {
                worked.push(day);
            }
            upto.push(worked.len() as u32);
        }
        Calendar { closed, first, upto, worked }
    }

    /// How many working days lie on or before this day, counted from a fixed day long ago.
    fn count(&self, day: Day) -> u32 {
        let index = day.number().saturating_sub(self.first.number()).max(0) as usize;
        self.upto.get(index).or(self.upto.last()).copied().unwrap_or(0)
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
        let index = self.count(day).saturating_add(n) as usize - 1;
        self.worked.get(index).or(self.worked.last()).copied().unwrap_or(day)
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
        let before = self.count(day.plus_days(-1));
        let index = before.saturating_sub(n) as usize;
        self.worked.get(index).copied().unwrap_or(day)
    }

    /// Working days after `from` up to and including `to`; negative where `to` lies before `from`.
    pub fn working_days_between(&self, from: Day, to: Day) -> i64 {
        i64::from(self.count(to)) - i64::from(self.count(from))
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
