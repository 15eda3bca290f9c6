//! What was meant by a text that is no date: `21/11/2026`, `2026-11-21 11:40`.
//!
//! Comes from a text that was refused; goes into the help of the refusal, never into a sum.

use crate::{Day, Moment};

/// The moment that a text was most likely meant to write; nothing where that is no moment, or the text is one already.
///
/// ```
/// use calendar::meant;
/// assert_eq!(meant("21/11/2026").unwrap().to_string(), "2026-11-21");
/// assert_eq!(meant("2026-11-21 11:40").unwrap().to_string(), "2026-11-21T11:40");
/// assert_eq!(meant("1.4.2026, 9.30").unwrap().to_string(), "2026-04-01T09:30");
/// assert_eq!(meant("21/11/26"), None); // which of them is the year?
/// ```
pub fn meant(text: &str) -> Option<Moment> {
    let (date, time) = match text.trim().split_once(|c: char| c.is_whitespace() || c == 'T' || c == ',') {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text.trim(), None),
    };
    let day = day(date)?;
    let moment = match time {
        None => Moment::date_only(day),
        Some(time) => format!("{day}T{}", clock(time)?).parse().ok()?,
    };
    (moment.to_string() != text).then_some(moment)
}

fn day(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = match (first.len(), last.len()) {
        (4, 1..=2) => (first, last),
        (1..=2, 4) => (last, first),
        _ => return None,
    };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `9.30` as `09:30`.
fn clock(text: &str) -> Option<String> {
    let (hour, rest) = text.split_once([':', '.'])?;
    Some(format!("{:0>2}:{rest}", hour))
}
