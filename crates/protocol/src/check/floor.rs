//! Is a local clause later than the law that asks for the same, or sooner?
//!
//! Comes from the pairs that `same-as` makes between an edition and the law, in either direction; goes out as a comparison of their clocks.
//! Two clocks are compared where both count from (or back from) the same date, by working both out from every day of six years: working
//! days and calendar days have no other common measure. It compares clocks alone, not whom and what the clauses ask for.

use calendar::{Calendar, Day, Moment, Unit};

use crate::clause::{Anchor, AnchorDate, Became, Clause, Clock, Length};
use crate::read::{Protocol, Protocols};

use super::{About, Remark};

/// A local clause beside a clause of the law that asks for the same.
#[derive(Debug, Clone)]
pub struct Compared<'a> {
    /// The local clause.
    pub local: &'a Clause,
    /// The clause of the law.
    pub floor: &'a Clause,
    /// What follows.
    pub finding: Finding,
}

/// How a local clock compares with the law's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// On no day later, on some sooner; why.
    Stronger(String),
    /// On some day later, or without a date; why.
    Weaker(String),
    /// On every day the same.
    Same,
    /// They count from different things, or neither gives a time.
    NotComparable,
}

impl Compared<'_> {
    /// What an author should look at.
    pub fn remark(&self) -> Option<Remark> {
        let clock = |c: &Clause| c.due.as_ref().map_or("no time given".to_owned(), |d| d.text.clone());
        let (about, why) = match &self.finding {
            Finding::Weaker(why) => (About::WeakerThanFloor, why),
            Finding::Stronger(why) => (About::StrongerThanFloor, why),
            Finding::Same | Finding::NotComparable => return None,
        };
        let unsure = if self.floor.law.as_ref().is_some_and(|l| !l.sure) {
            " (this row of the law is not confirmed)"
        } else {
            ""
        };
        let says = format!("{} beside {}: {why}{unsure}", self.local.id, self.floor.id);
        let mut remark = Remark::on(about, self.local, says);
        remark.clauses.push(self.floor.id.clone());
        let line = |c: &Clause| format!("{}: {} ({}:{})", c.id, clock(c), c.file, c.line);
        remark.details = vec![line(self.local), line(self.floor)];
        Some(remark)
    }
}

/// Every pair of an edition and the law, in the edition's order.
pub fn compare_with_floor<'a>(protocol: &'a Protocol, protocols: &'a Protocols) -> Vec<Compared<'a>> {
    let Some(statute) = protocols.statute.as_ref().filter(|s| s.authority != protocol.authority) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for local in protocol.clauses.iter().filter(|c| c.became() == Became::Duty) {
        let pairs = statute.clauses.iter().filter(|floor| {
            floor.became() == Became::Duty && (local.same_as.contains(&floor.id) || floor.same_as.contains(&local.id))
        });
        all.extend(pairs.map(|floor| Compared { local, floor, finding: compare(local, floor, &protocol.calendar) }));
    }
    all
}

/// A clock as far as it can be compared: the lengths up to its first dates, and the length of its rhythm.
struct Measure<'a> {
    lengths: Vec<Option<Length>>,
    back: bool,
    every: Option<Length>,
    anchor: &'a Anchor,
}

fn measure(clock: &Clock) -> Option<Measure<'_>> {
    let one = |length: Option<Length>, back: bool, anchor| Measure { lengths: vec![length], back, every: None, anchor };
    Some(match clock {
        Clock::Within(length, anchor) | Clock::AsSoonAsPossible(length, anchor) => one(Some(*length), false, anchor),
        Clock::Before(length, anchor) => one(Some(*length), true, anchor),
        Clock::SameDay(anchor) | Clock::Order(anchor) => one(None, false, anchor),
        Clock::Repeating(repeat) => {
            let first =
                if repeat.first.is_empty() { std::slice::from_ref(&repeat.every) } else { repeat.first.as_slice() };
            Measure {
                lengths: first.iter().map(|l| Some(*l)).collect(),
                back: false,
                every: Some(repeat.every),
                anchor: &repeat.anchor,
            }
        }
        Clock::OnCalendar(..) => return None,
    })
}

fn compare(local: &Clause, floor: &Clause, calendar: &Calendar) -> Finding {
    let clocks = (local.due.as_ref(), floor.due.as_ref());
    let (local, floor) = match clocks {
        (None, None) => return Finding::NotComparable,
        (None, Some(law)) => return Finding::Weaker(no_time_beside(&law.clock).into()),
        (Some(_), None) => return Finding::Stronger("it gives a date where the law gives none".into()),
        (Some(local), Some(floor)) => (measure(&local.clock), measure(&floor.clock)),
    };
    let (Some(local), Some(floor)) = (local, floor) else { return Finding::NotComparable };
    let Some(heard) = same_anchor(local.anchor, floor.anchor) else { return Finding::NotComparable };
    let (mut later, mut sooner) = (Vec::new(), Vec::new());
    for (n, (mine, law)) in steps(&local).zip(steps(&floor)).enumerate() {
        let which = if n == 0 && floor.every.is_none() && local.every.is_none() {
            "it"
        } else {
            ORDER.get(n).unwrap_or(&"each further one")
        };
        match side_by_side(mine, local.back, law, floor.back, calendar) {
            Outcome { later: Some(why), .. } => later.push(format!("{which} falls later {why}")),
            Outcome { sooner: Some(why), .. } => sooner.push(format!("{which} falls sooner {why}")),
            _ => {}
        }
    }
    if floor.every.is_some() && local.every.is_none() {
        later.push("it is done once where the law asks for it again and again".into());
    }
    if heard {
        let list = if later.is_empty() && !sooner.is_empty() { &mut sooner } else { &mut later };
        list.push("it counts only from when the owner was told".into());
    }
    match (later.is_empty(), sooner.is_empty()) {
        (false, _) => Finding::Weaker(later.join("; ")),
        (true, false) => Finding::Stronger(sooner.join("; ")),
        (true, true) => Finding::Same,
    }
}

/// What a clause without any time lacks beside the law.
fn no_time_beside(law: &Clock) -> &'static str {
    match law {
        Clock::AsSoonAsPossible(..) => "it gives no time where the law says as soon as possible",
        Clock::Order(_) => "it gives no time where the law fixes what comes first",
        _ => "it gives no date where the law gives one",
    }
}

const ORDER: [&str; 3] = ["the first", "the second", "the third"];

/// The lengths to compare: the first ones, then the rhythm where there is one.
fn steps<'a>(measure: &'a Measure<'_>) -> impl Iterator<Item = Option<Length>> + 'a {
    let rest = measure.every.into_iter().flat_map(|every| std::iter::repeat_n(Some(every), 3));
    measure.lengths.iter().copied().chain(rest).take(3)
}

/// Whether two clocks count from the same; then whether the local one alone counts from being told.
fn same_anchor(local: &Anchor, floor: &Anchor) -> Option<bool> {
    for (pattern, date) in &local.events {
        for (other, law) in floor.events.iter().filter(|(other, _)| other.event == pattern.event) {
            let told = |date: &AnchorDate| matches!(date, AnchorDate::Told(_));
            let apart = pattern
                .tests
                .iter()
                .any(|t| other.tests.iter().any(|o| o.attribute == t.attribute && o.want != t.want));
            if !apart && (date == law || (!told(date) && !told(law))) {
                return Some(*date == AnchorDate::Knowing && *law == AnchorDate::Happened);
            }
        }
    }
    None
}

#[derive(Default)]
struct Outcome {
    later: Option<String>,
    sooner: Option<String>,
}

/// The days from which both are worked out: long enough for every weekday to meet every bank holiday.
const FIRST: (i16, i8, i8) = (2025, 1, 1);
const DAYS: i32 = 6 * 365;

fn side_by_side(
    mine: Option<Length>,
    mine_back: bool,
    law: Option<Length>,
    law_back: bool,
    calendar: &Calendar,
) -> Outcome {
    let (year, month, day) = FIRST;
    let Ok(first) = Day::new(year, month, day) else { return Outcome::default() };
    // Hours are counted from a time of day where both are hours, else by the day.
    let hours = |l: Option<Length>| l.is_some_and(|l| matches!(l.span.unit, Unit::Hours | Unit::Minutes));
    let timed = hours(mine) && hours(law);
    let mut outcome = Outcome::default();
    for n in 0..DAYS {
        let from = first.plus_days(n);
        let start = if timed { Moment::end_of(from) } else { Moment::date_only(from) };
        let reach = |length: Option<Length>, back: bool| match (length, back) {
            (None, _) => start,
            (Some(length), false) => length.span.after(start, calendar),
            (Some(length), true) => length.span.before(start, calendar),
        };
        let (mine, law) = (reach(mine, mine_back), reach(law, law_back));
        let example = || format!("(from {}: {} beside {})", from.in_words(), mine.in_words(), law.in_words());
        if mine > law && outcome.later.is_none() {
            outcome.later = Some(example());
        }
        if mine < law && outcome.sooner.is_none() {
            outcome.sooner = Some(example());
        }
    }
    outcome
}
