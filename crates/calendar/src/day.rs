//! A civil date, kept as a count of days so that sums on it are sums on a number.
//!
//! Comes from text or from a year, month and day; goes into every sum on dates. A day has no time and no zone, and is
//! never an instant: that is [`crate::Moment`].
//!
//! ```
//! use calendar::Day;
//! let day: Day = "2026-01-31".parse().unwrap();
//! assert_eq!(day.plus_months(1).to_string(), "2026-02-28"); // the month's last day where there is no such day
//! ```

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The first year that a date may lie in.
pub const FIRST_YEAR: i16 = 1950;
/// The last year that a date may lie in.
pub const LAST_YEAR: i16 = 2150;

/// The years that sums stay within; a sum that would leave them stops at their first or last day.
const YEARS: std::ops::RangeInclusive<i32> = -9999..=9999;
const EARLIEST: i32 = number(*YEARS.start(), 1, 1);
const LATEST: i32 = number(*YEARS.end(), 12, 31);

/// The number of a day of the Gregorian calendar. A year is counted from March, so that a leap day is its last; a cycle of 400 years has
/// 146,097 days.
const fn number(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let (cycle, of_cycle) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    cycle * 146_097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - 719_468
}

/// The year, month and day of a number.
const fn civil(number: i32) -> (i32, i32, i32) {
    let days = number + 719_468;
    let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (cycle * 400 + year + (month <= 2) as i32, month, day)
}

const fn days_in(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A civil date: days since 1 January 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(i32);

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayError {
    /// It is not of the form 2026-04-03.
    Form,
    /// There is no such day, as 30 February.
    NoSuchDay,
    /// It lies before [`FIRST_YEAR`] or after [`LAST_YEAR`].
    OutOfRange,
}

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayError::Form => f.write_str("is not a date of the form 2026-04-03"),
            DayError::NoSuchDay => f.write_str("is no day of the calendar"),
            DayError::OutOfRange => write!(f, "lies outside the years {FIRST_YEAR} to {LAST_YEAR}"),
        }
    }
}

impl Day {
    /// The day with this number, counted from 1 January 1970 as day zero.
    ///
    /// ```
    /// assert_eq!(calendar::Day::from_number(1).to_string(), "1970-01-02");
    /// ```
    pub const fn from_number(days: i32) -> Day {
        Day(days)
    }

    /// Days since 1 January 1970.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of this year, month and day of the month.
    ///
    /// ```
    /// use calendar::{Day, DayError};
    /// assert_eq!(Day::new(2026, 2, 30), Err(DayError::NoSuchDay));
    /// ```
    pub fn new(year: i16, month: i8, day: i8) -> Result<Day, DayError> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(DayError::OutOfRange);
        }
        Day::of(i32::from(year), i32::from(month), i32::from(day)).ok_or(DayError::NoSuchDay)
    }

    fn of(year: i32, month: i32, day: i32) -> Option<Day> {
        let is_there = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        is_there.then(|| Day(number(year, month, day)))
    }

    pub(crate) fn from_date(date: Date) -> Day {
        Day(number(i32::from(date.year()), i32::from(date.month()), i32::from(date.day())))
    }

    pub(crate) fn date(self) -> Date {
        let (year, month, day) = self.ymd();
        Date::new(year, month, day).unwrap_or(Date::ZERO)
    }

    fn civil(self) -> (i32, i32, i32) {
        civil(self.0.clamp(EARLIEST, LATEST))
    }

    /// The year, the month (1 to 12) and the day of the month.
    pub fn ymd(self) -> (i16, i8, i8) {
        let (year, month, day) = self.civil();
        (year as i16, month as i8, day as i8)
    }

    /// This many days later, or earlier where negative.
    pub const fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// The same day of the month so many months later (earlier where negative), or that month's last day where it has no
    /// such day.
    pub fn plus_months(self, months: i32) -> Day {
        let (year, month, day) = self.civil();
        let all = (year * 12 + month - 1).saturating_add(months);
        let (year, month) = (all.div_euclid(12), all.rem_euclid(12) + 1);
        if !YEARS.contains(&year) {
            return Day(if months < 0 { EARLIEST } else { LATEST });
        }
        Day(number(year, month, day.min(days_in(year, month))))
    }

    /// The birthday that makes a person born on this day `age` years old. Born on 29 February, it is 1 March in other
    /// years (statute.md 2.2).
    ///
    /// ```
    /// use calendar::Day;
    /// assert_eq!("2008-02-29".parse::<Day>().unwrap().birthday(18).to_string(), "2026-03-01");
    /// ```
    pub fn birthday(self, age: i16) -> Day {
        self.birthdays(age).next().unwrap_or(self)
    }

    /// The birthdays of a person born on this day, one after the other, from the one that makes them `age` years old.
    pub fn birthdays(self, age: i16) -> impl Iterator<Item = Day> {
        let (year, month, day) = self.civil();
        let first = year + i32::from(age);
        (first..).map(move |year| Day::of(year, month, day).or_else(|| Day::of(year, 3, 1)).unwrap_or(self))
    }

    /// Full years of age on `on` of a person born on this day; a person reaches an age at the start of the birthday
    /// (Family Law Reform Act 1969 s.9).
    pub fn age_on(self, on: Day) -> i16 {
        let (born, born_on) = self.year_and_rest();
        let (year, today) = on.year_and_rest();
        // A 29 February that the year does not have is passed on 1 March.
        (year - born - i32::from(today < born_on)) as i16
    }

    fn year_and_rest(self) -> (i32, (i32, i32)) {
        let (year, month, day) = self.civil();
        (year, (month, day))
    }

    /// Whether it is a Saturday or a Sunday.
    pub const fn is_weekend(self) -> bool {
        // 1 January 1970 was a Thursday.
        matches!(self.0.rem_euclid(7), 2 | 3)
    }

    /// The day of the week, in English.
    pub fn weekday(self) -> &'static str {
        // 1 January 1970 was a Thursday.
        match self.0.rem_euclid(7) {
            0 => "Thursday",
            1 => "Friday",
            2 => "Saturday",
            3 => "Sunday",
            4 => "Monday",
            5 => "Tuesday",
            _ => "Wednesday",
        }
    }

    /// As a person reads it: `Fri 3 April 2026`.
    pub fn in_words(self) -> String {
        format!("{} {}", self.weekday().get(..3).unwrap_or_default(), self.in_full())
    }

    /// As a person says a birthday: `3 April 2026`.
    pub fn in_full(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (year, month, day) = self.ymd();
        let month = MONTHS.get((month - 1) as usize).copied().unwrap_or_default();
        format!("{day} {month} {year}")
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| -> Option<i16> {
            let part = bytes.get(from..to)?;
            part.iter().try_fold(0i16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0')))
        };
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return Err(DayError::Form);
        }
        match (digits(0, 4), digits(5, 7), digits(8, 10)) {
            (Some(year), Some(month), Some(day)) => Day::new(year, month as i8, day as i8),
            _ => Err(DayError::Form),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
