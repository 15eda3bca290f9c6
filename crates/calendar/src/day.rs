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

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Span};
use serde::{Deserialize, Serialize};

/// The first year that a date may lie in.
pub const FIRST_YEAR: i16 = 1950;
/// The last year that a date may lie in.
pub const LAST_YEAR: i16 = 2150;

const EPOCH: Date = Date::constant(1970, 1, 1);

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
        Date::new(year, month, day).map(Day::from_date).map_err(|_| DayError::NoSuchDay)
    }

    pub(crate) fn from_date(date: Date) -> Day {
        // A difference of civil dates is a whole number of days.
        Day((date.duration_since(EPOCH).as_hours() / 24) as i32)
    }

    pub(crate) fn date(self) -> Date {
        EPOCH.saturating_add(SignedDuration::from_hours(24 * i64::from(self.0)))
    }

    /// The year, the month (1 to 12) and the day of the month.
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// This many days later, or earlier where negative.
    pub const fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// The same day of the month so many months later (earlier where negative), or that month's last day where it has no
    /// such day.
    pub fn plus_months(self, months: i32) -> Day {
        let beyond = if months < 0 { Date::MIN } else { Date::MAX };
        Day::from_date(Span::new().try_months(months).map_or(beyond, |span| self.date().saturating_add(span)))
    }

    /// The birthday that makes a person born on this day `age` years old. Born on 29 February, it is 1 March in other
    /// years (statute.md 2.2).
    ///
    /// ```
    /// use calendar::Day;
    /// assert_eq!("2008-02-29".parse::<Day>().unwrap().birthday(18).to_string(), "2026-03-01");
    /// ```
    pub fn birthday(self, age: i16) -> Day {
        let (year, month, day) = self.ymd();
        let in_year = year.saturating_add(age);
        match Date::new(in_year, month, day) {
            Ok(date) => Day::from_date(date),
            Err(_) => Date::new(in_year, 3, 1).map_or(self, Day::from_date),
        }
    }

    /// Full years of age on `on` of a person born on this day; a person reaches an age at the start of the birthday
    /// (Family Law Reform Act 1969 s.9).
    pub fn age_on(self, on: Day) -> i16 {
        let years = on.ymd().0.saturating_sub(self.ymd().0);
        if on < self.birthday(years) { years.saturating_sub(1) } else { years }
    }

    /// Whether it is a Saturday or a Sunday.
    pub const fn is_weekend(self) -> bool {
        // 1 January 1970 was a Thursday.
        matches!(self.0.rem_euclid(7), 2 | 3)
    }

    /// The day of the week, in English.
    pub fn weekday(self) -> &'static str {
        match self.date().weekday() {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        }
    }

    /// As a person reads it: `Fri 3 April 2026`.
    pub fn in_words(self) -> String {
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
        format!("{} {day} {month} {year}", self.weekday().get(..3).unwrap_or_default())
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
