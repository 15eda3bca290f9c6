//! A worked journey of a protocol, moved so that its moment is the last few days.
//!
//! Comes from `protocols/*/journeys/`; goes out as events in JSON, every date so many whole weeks later, the birth with them. Its own ids
//! are kept, and the clauses that it is about are named, so that nothing is added that would spoil what it shows.

use std::collections::BTreeSet;

use calendar::{Day, Moment};
use protocol::yaml::Node;
use serde_json::Value;

use super::data::{list, text};
use super::dates::{json, moved};
use super::told::cut;

/// A worked journey as written.
#[derive(Debug)]
pub struct Worked {
    /// Its path.
    pub file: String,
    /// Whether it is one of the law's own.
    pub of_the_law: bool,
    /// Under whose protocol.
    pub home: String,
    /// The authority where the child is, where it is another.
    pub host: Option<String>,
    /// The sex, where it is said.
    pub sex: Option<String>,
    /// How many brothers and sisters, where it is said.
    pub siblings: Option<i64>,
    /// The clauses that it expects something of.
    pub named: BTreeSet<String>,
    born: Day,
    as_at: Day,
    events: Vec<Node>,
}

/// A worked journey, moved.
#[derive(Debug)]
pub struct Shifted<'w> {
    /// Where it comes from.
    pub from: &'w Worked,
    /// The birth.
    pub born: Day,
    /// The events up to today.
    pub events: Vec<Value>,
}

/// What follows from plain arithmetic is left to the program: a leap day between would move it by a day.
const ARITHMETIC: [&str; 5] =
    ["jointly-open", "closed-by-either-service", "turned-16", "turned-18", "first-year-ended"];

impl Worked {
    /// Reads a journey; nothing where it says neither birth nor moment.
    pub fn read(file: &str, root: &Node) -> Option<Worked> {
        let protocol = root.get("protocol")?;
        let child = root.get("child")?;
        let siblings = child.get("siblings").and_then(|n| n.int().or(n.bool().map(i64::from)));
        let day = |node: &Node, key: &str| Some(text(node, key)?.parse::<Moment>().ok()?.day());
        let expect = root.get("expect");
        let lists = ["duties", "absent", "findings"].map(|key| expect.map_or(&[][..], |e| list(e, key)));
        let named = lists.into_iter().flatten().filter_map(|n| n.get("clause").unwrap_or(n).text()).map(str::to_owned);
        Some(Worked {
            file: file.to_owned(),
            of_the_law: file.starts_with("protocols/statute/"),
            home: text(protocol, "home").or_else(|| protocol.text().map(str::to_owned))?,
            host: text(protocol, "host"),
            sex: text(child, "sex"),
            siblings,
            named: named.collect(),
            born: day(child, "born")?,
            as_at: day(root, "as_at")?,
            events: list(root, "events").to_vec(),
        })
    }

    /// Moved by whole weeks, so that its moment lies in the seven days up to `today` and every day keeps its weekday.
    pub fn shifted(&self, today: Day) -> Shifted<'_> {
        let days = (today.number() - self.as_at.number()).div_euclid(7) * 7;
        let is_arithmetic = |n: &&Node| text(n, "event").is_some_and(|e| ARITHMETIC.contains(&e.as_str()));
        let events = self.events.iter().filter(|n| !is_arithmetic(n));
        let events = events.map(|node| json(node, &mut |text| moved(text, days))).collect();
        Shifted { from: self, born: self.born.plus_days(days), events: cut(events, today) }
    }
}
