//! When something happened: a day, or a day and a time in Europe/London.
//!
//! Comes from text (`2026-03-05`, `2026-03-05T14:30`, `2026-10-25T01:30+00:00`). A time that does not exist is refused, one
//! that happens twice is the first of the two unless an offset says otherwise (contract, A journey).
//!
//! ```
//! use calendar::{Moment, MomentError};
//! assert_eq!("2026-03-29T01:30".parse::<Moment>(), Err(MomentError::NoSuchTime)); // the clocks go forward
//! let first: Moment = "2026-10-25T01:30".parse().unwrap(); // the clocks go back: the first of the two
//! let second: Moment = "2026-10-25T01:30+00:00".parse().unwrap();
//! assert!(first < second);
//! ```

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use crate::{Day, DayError};

const LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// A day, or a day and a time in Europe/London. Two are equal where they are the same day or the same instant, however written.
#[derive(Clone, Copy)]
pub struct Moment {
    day: Day,
    /// Seconds since midnight by the clock on the wall, -1 where there is only a date.
    second: i32,
    /// Seconds since 1970 in UTC; 0 where there is only a date.
    instant: i64,
    /// Whether the offset was written, and so is printed again.
    offset_written: bool,
}

/// Why a text is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentError {
    /// It is neither a date nor a date and a time.
    Form,
    /// The date in it is wrong.
    Day(DayError),
    /// There is no such time of day, as 25:00.
    Time,
    /// The clocks go forward over it.
    NoSuchTime,
    /// The offset is not one that London has at that time.
    Offset,
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MomentError::Form => f.write_str("is neither a date (2026-04-03) nor a date and time (2026-04-03T14:30)"),
            MomentError::Day(day) => day.fmt(f),
            MomentError::Time => f.write_str("has no such time of day: hours run from 00 to 23, minutes from 00 to 59"),
            MomentError::NoSuchTime => {
                f.write_str("does not exist: the clocks go forward over it in the United Kingdom")
            }
            MomentError::Offset => f.write_str("has an offset that the United Kingdom does not have at that time"),
        }
    }
}

impl Moment {
    /// The day alone, without a time.
    pub fn date_only(day: Day) -> Moment {
        Moment { day, second: -1, instant: 0, offset_written: false }
    }

    /// The last second of the day: what a bare date means where a moment is asked for (contract, `as_at`).
    pub fn end_of(day: Day) -> Moment {
        at_wall(day, 86_399, None).unwrap_or_else(|_| Moment::date_only(day))
    }

    /// So many seconds after the beginning of 1970 in UTC, by the clock in London.
    ///
    /// ```
    /// use calendar::Moment;
    /// assert_eq!(Moment::at_instant(1_780_000_000).to_string(), "2026-05-28T21:26:40");
    /// ```
    pub fn at_instant(seconds: i64) -> Moment {
        Moment { day: Day::from_number(0), second: 0, instant: 0, offset_written: false }.plus_seconds(seconds)
    }

    /// The day, by the calendar in London.
    pub const fn day(self) -> Day {
        self.day
    }

    /// Whether it has a time besides the day.
    pub const fn has_time(self) -> bool {
        self.second >= 0
    }

    /// Seconds since midnight by the clock on the wall, where there is a time.
    pub const fn second_of_day(self) -> Option<u32> {
        if self.second >= 0 { Some(self.second as u32) } else { None }
    }

    /// Seconds since 1970, UTC. A bare date stands for its first second by the clock in London.
    ///
    /// ```
    /// use calendar::Moment;
    /// let summer: Moment = "2026-06-12".parse().unwrap();
    /// let midnight: Moment = "2026-06-12T00:00".parse().unwrap();
    /// assert_eq!(summer.instant(), midnight.instant());
    /// ```
    pub fn instant(self) -> i64 {
        if self.has_time() {
            return self.instant;
        }
        at_wall(self.day, 0, None).map_or(i64::from(self.day.number()) * 86_400, |midnight| midnight.instant)
    }

    /// What sets one moment apart from another: the day, whether there is a time, and the instant of it.
    const fn key(self) -> (Day, bool, i64) {
        (self.day, self.has_time(), self.instant)
    }

    /// So many elapsed hours later. A bare date gives a bare date, ⌈hours / 24⌉ days later (contract, Counting time).
    ///
    /// ```
    /// use calendar::Moment;
    /// let charged: Moment = "2026-06-12T21:40".parse().unwrap();
    /// assert_eq!(charged.plus_hours(24).to_string(), "2026-06-13T21:40"); // somerset-11.1f
    /// let day_only: Moment = "2026-06-12".parse().unwrap();
    /// assert_eq!(day_only.plus_hours(48).to_string(), "2026-06-14");
    /// ```
    pub fn plus_hours(self, hours: i32) -> Moment {
        self.plus_seconds(i64::from(hours) * 3600)
    }

    /// So many elapsed minutes later; a bare date as for [`Moment::plus_hours`].
    pub fn plus_minutes(self, minutes: i32) -> Moment {
        self.plus_seconds(i64::from(minutes) * 60)
    }

    pub(crate) fn plus_seconds(self, seconds: i64) -> Moment {
        if !self.has_time() {
            let days = if seconds >= 0 { (seconds + 86_399) / 86_400 } else { -((-seconds + 86_399) / 86_400) };
            return Moment::date_only(self.day.plus_days(days as i32));
        }
        let instant = self.instant + seconds;
        let beyond = if seconds < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        let timestamp = jiff::Timestamp::from_second(instant).unwrap_or(beyond);
        let instant = timestamp.as_second();
        let wall = LONDON.to_datetime(timestamp);
        let second = i32::from(wall.hour()) * 3600 + i32::from(wall.minute()) * 60 + i32::from(wall.second());
        // INVARIANT: the later of two equal wall times needs its offset to be told apart when it is printed.
        let moment = Moment { day: Day::from_date(wall.date()), second, instant, offset_written: false };
        let plain = at_wall(moment.day, second, None).map(|m| m.instant);
        Moment { offset_written: plain != Ok(instant), ..moment }
    }

    /// With its offset and zone: `2026-04-01T09:00:00+01:00[Europe/London]`; a bare date as the date alone.
    pub fn zoned(self) -> String {
        if !self.has_time() {
            return self.day.to_string();
        }
        format!("{}T{}{}[Europe/London]", self.day, self.clock(true), self.offset())
    }

    fn offset(self) -> String {
        let wall = i64::from(self.day.number()) * 86_400 + i64::from(self.second);
        let minutes = (wall - self.instant) / 60;
        format!("{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60)
    }

    fn clock(self, seconds: bool) -> String {
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        if seconds || second != 0 {
            format!("{hour:02}:{minute:02}:{second:02}")
        } else {
            format!("{hour:02}:{minute:02}")
        }
    }

    /// As a person reads it: `Fri 3 April 2026`, or `Fri 3 April 2026 at 14:30`.
    pub fn in_words(self) -> String {
        if self.has_time() { format!("{} at {}", self.day.in_words(), self.clock(false)) } else { self.day.in_words() }
    }
}

/// The moment at this time by the wall clock, with the written offset in seconds if there is one.
fn at_wall(day: Day, second: i32, offset: Option<i32>) -> Result<Moment, MomentError> {
    let time = Time::new((second / 3600) as i8, (second / 60 % 60) as i8, (second % 60) as i8, 0)
        .map_err(|_| MomentError::Time)?;
    let wall = DateTime::from_parts(day.date(), time);
    let possible: [Option<Offset>; 2] = match LONDON.to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { offset } => [Some(offset), None],
        AmbiguousOffset::Fold { before, after } => [Some(before), Some(after)],
        AmbiguousOffset::Gap { .. } => return Err(MomentError::NoSuchTime),
    };
    let chosen = match offset {
        None => possible.into_iter().flatten().next(),
        Some(written) => possible.into_iter().flatten().find(|o| o.seconds() == written),
    };
    let chosen = chosen.ok_or(MomentError::Offset)?;
    let instant = i64::from(day.number()) * 86_400 + i64::from(second) - i64::from(chosen.seconds());
    Ok(Moment { day, second, instant, offset_written: offset.is_some() })
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Moment, MomentError> {
        let Some((date, rest)) = text.split_once('T') else {
            return text
                .parse()
                .map(Moment::date_only)
                .map_err(|e| if text.len() == 10 { MomentError::Day(e) } else { MomentError::Form });
        };
        let day: Day = date.parse().map_err(MomentError::Day)?;
        let (clock, offset) = match rest.find(['+', '-', 'Z']) {
            None => (rest, None),
            Some(at) => {
                let (clock, offset) = rest.split_at(at);
                (clock, Some(read_offset(offset)?))
            }
        };
        at_wall(day, read_clock(clock)?, offset)
    }
}

fn two_digits(text: &str) -> Result<i32, MomentError> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| MomentError::Form)
    } else {
        Err(MomentError::Form)
    }
}

fn read_clock(text: &str) -> Result<i32, MomentError> {
    let parts: Vec<&str> = text.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (two_digits(hour)?, two_digits(minute)?, 0),
        [hour, minute, second] => (two_digits(hour)?, two_digits(minute)?, two_digits(second)?),
        _ => return Err(MomentError::Form),
    };
    if hour > 23 || minute > 59 || second > 59 {
        return Err(MomentError::Time);
    }
    Ok(hour * 3600 + minute * 60 + second)
}

fn read_offset(text: &str) -> Result<i32, MomentError> {
    if text == "Z" {
        return Ok(0);
    }
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(MomentError::Form),
    };
    let (hour, minute) = rest.split_once(':').ok_or(MomentError::Form)?;
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    if minute > 59 { Err(MomentError::Offset) } else { Ok(sign * (hour * 3600 + minute * 60)) }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Moment) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Moment {}

impl Hash for Moment {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By day; on one day a bare date comes before every time, and times by the instant.
impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> Ordering {
        self.key().cmp(&other.key())
    }
}

/// As written: `2026-03-05`, `2026-03-05T14:30`, with the offset where it was written.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.day.fmt(f)?;
        if self.has_time() {
            write!(f, "T{}", self.clock(false))?;
        }
        if self.offset_written { f.write_str(&self.offset()) } else { Ok(()) }
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
