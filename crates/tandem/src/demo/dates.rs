//! What date is meant by a text of the data, and how is a tree of YAML written as JSON?
//!
//! A worked journey's dates are moved by whole days; a storyline's are written from its first day: `+12d`, `+12d 14:30`, `+12d~3` (and up to
//! three days more). Nothing is guessed: a text that is no date stays the text it is.

use calendar::{Day, Moment};
use protocol::yaml::{Kind, Node};
use serde_json::{Map, Value};

use super::chance::Chance;

/// A day of a storyline, counted from its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset {
    days: i32,
    spread: i32,
    second: Option<(u32, u32)>,
}

impl Offset {
    /// Reads `+12d`, `-3d`, `+12d~3`, each with or without ` 14:30`.
    pub fn read(text: &str) -> Option<Offset> {
        let (date, time) = text.split_once(' ').map_or((text, None), |(date, time)| (date, Some(time)));
        if !date.starts_with(['+', '-']) {
            return None;
        }
        let (days, spread) = date.split_once('~').map_or((date, "0"), |(days, spread)| (days, spread));
        let second = match time {
            None => None,
            Some(time) => {
                let (hour, minute) = time.split_once(':')?;
                Some((hour.parse().ok()?, minute.parse().ok()?))
            }
        };
        Some(Offset { days: days.strip_suffix('d')?.parse().ok()?, spread: spread.parse().ok()?, second })
    }

    /// The day, for a storyline that began on `start`. A spread date keeps off the weekend, as an office does.
    pub fn day(self, start: Day, chance: &mut Chance) -> Day {
        let day = start.plus_days(self.days + chance.within((0, self.spread)));
        if self.spread > 0 { to_weekday(day) } else { day }
    }

    /// As a journey writes it.
    pub fn written(self, start: Day, chance: &mut Chance) -> String {
        let day = self.day(start, chance);
        match self.second {
            Some((hour, minute)) => at(day, &format!("{hour:02}:{minute:02}")),
            None => day.to_string(),
        }
    }
}

/// The day itself, or the Monday after a weekend.
pub fn to_weekday(day: Day) -> Day {
    (0..3).map(|n| day.plus_days(n)).find(|d| !d.is_weekend()).unwrap_or(day)
}

/// A day and a time; the day alone where that time does not exist on it.
fn at(day: Day, time: &str) -> String {
    let written = format!("{day}T{time}");
    if written.parse::<Moment>().is_ok() { written } else { day.to_string() }
}

/// A written date or moment, so many days later; nothing where the text is neither.
pub fn moved(text: &str, days: i32) -> Option<String> {
    let moment: Moment = text.parse().ok()?;
    let day = moment.day().plus_days(days);
    // The offset from Greenwich is left out: on another day it may be another.
    let time = text.split_once('T').map(|(_, time)| time.split(['+', '-', 'Z']).next().unwrap_or(time));
    Some(time.map_or_else(|| day.to_string(), |time| at(day, time)))
}

/// The day of a date or moment in a journey's JSON.
pub fn day_of(value: Option<&Value>) -> Option<Day> {
    Some(value?.as_str()?.parse::<Moment>().ok()?.day())
}

/// A tree as JSON, every text that is a date written anew.
pub fn json(node: &Node, date: &mut impl FnMut(&str) -> Option<String>) -> Value {
    match &node.kind {
        Kind::List(items) => Value::Array(items.iter().map(|item| json(item, date)).collect()),
        Kind::Map(_) => {
            let pairs = node.entries().map(|(key, _, value)| (key.to_owned(), json(value, date)));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        Kind::Scalar { text, .. } => {
            if node.is_null() {
                return Value::Null;
            }
            let dated = date(text).map(Value::from);
            let plain = || node.bool().map(Value::from).or_else(|| node.int().map(Value::from));
            dated.or_else(plain).unwrap_or_else(|| Value::from(text.as_str()))
        }
    }
}
