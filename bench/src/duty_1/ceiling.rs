//! DUTY-1 written by hand: what a program could reach that knows these ten rules, this calendar and these events, and nothing else. The
//! limit beside which ours is read.

use calendar::{Calendar, Day};

use super::events::{Event, NOW};
use super::rows::Row;

/// A rule: trigger, wanted flags (-1: any), youngest and oldest, length, whether in working days, evidence, repetition in days.
struct Rule {
    trigger: u8,
    csc: i8,
    lac: i8,
    ages: (u8, u8),
    length: i32,
    working: bool,
    done: u8,
    every: i32,
}

const fn rule(trigger: u8, csc: i8, lac: i8, ages: (u8, u8), length: i32, done: u8) -> Rule {
    Rule { trigger, csc, lac, ages, length, working: true, done, every: 0 }
}

const ANY: (u8, u8) = (0, 99);
const CLOSED: u8 = 11;

const RULES: [Rule; 10] = [
    rule(0, 1, -1, ANY, 10, 6),
    rule(2, 1, -1, ANY, 1, 6),
    rule(3, -1, -1, (0, 17), 1, 6),
    rule(4, -1, -1, ANY, 5, 9),
    rule(5, -1, 1, ANY, 10, 9),
    rule(5, -1, -1, ANY, 10, 8),
    rule(5, 1, -1, ANY, 20, 7),
    Rule { trigger: 0, csc: 1, lac: -1, ages: (10, 99), length: 84, working: false, done: 10, every: 84 },
    rule(1, -1, -1, ANY, 10, 8),
    rule(3, -1, 1, (0, 15), 2, 6),
];

/// The working days around the years of the events, as two tables.
pub struct Tables {
    first: i32,
    upto: Vec<i32>,
    worked: Vec<i32>,
}

impl Tables {
    /// From a calendar.
    pub fn new(calendar: &Calendar) -> Tables {
        let mut tables = Tables { first: 17_897, upto: Vec::new(), worked: Vec::new() };
        for day in tables.first..23_376 {
            if calendar.is_working_day(Day::from_number(day)) {
                tables.worked.push(day);
            }
            tables.upto.push(tables.worked.len() as i32);
        }
        tables
    }
}

/// Every row of every child, into a list that is kept from pass to pass.
#[expect(
    clippy::indexing_slicing,
    reason = "the limit is what plain code reaches; every index is of the tables' own making"
)]
pub fn derive(events: &[Event], tables: &Tables, rows: &mut Vec<Row>) {
    let mut by_trigger: [Vec<u8>; 12] = Default::default();
    for (n, rule) in RULES.iter().enumerate() {
        by_trigger[usize::from(rule.trigger)].push(n as u8);
    }
    let now = NOW.number();
    let upto = |day: i32| tables.upto[(day - tables.first) as usize];
    let mut places: [Vec<u32>; 12] = Default::default();
    for child in events.chunk_by(|a, b| a.child == b.child) {
        places.iter_mut().for_each(Vec::clear);
        for (n, event) in child.iter().enumerate() {
            places[usize::from(event.kind)].push(n as u32);
        }
        let first = |kind: u8, from: u32, after: i32| {
            let list = &places[usize::from(kind)];
            let begin = list.partition_point(|n| *n <= from);
            list[begin..].iter().map(|n| child[*n as usize].day).find(|day| *day > after)
        };
        for (n, event) in child.iter().enumerate() {
            for id in &by_trigger[usize::from(event.kind)] {
                let rule = &RULES[usize::from(*id)];
                let flag = |want: i8, is: bool| want < 0 || (want == 1) == is;
                if !flag(rule.csc, event.csc)
                    || !flag(rule.lac, event.lac)
                    || event.age < rule.ages.0
                    || event.age > rule.ages.1
                {
                    continue;
                }
                let mut push = |due: i32, done: Option<i32>| {
                    let (state, level) = match done {
                        Some(done) => (if done <= due { 1 } else { 2 }, 0),
                        None if now <= due => (0, 0),
                        None => {
                            let late = upto(now) - upto(due);
                            (4, u8::from(late >= 2) + u8::from(late >= 5) + u8::from(late >= 10))
                        }
                    };
                    rows.push(Row {
                        child: event.child,
                        rule: *id,
                        seq: event.seq,
                        due,
                        state,
                        done: done.unwrap_or(-1),
                        level,
                    });
                };
                if rule.every > 0 {
                    let closed = first(CLOSED, n as u32, -1);
                    for k in 1.. {
                        let due = event.day + rule.every * k;
                        if due > now || closed.is_some_and(|closed| due > closed) {
                            break;
                        }
                        push(due, first(rule.done, n as u32, due - rule.every));
                    }
                } else {
                    let due = if rule.working {
                        tables.worked[(upto(event.day) - 1 + rule.length) as usize]
                    } else {
                        event.day + rule.length
                    };
                    push(due, first(rule.done, n as u32, -1));
                }
            }
        }
    }
}
