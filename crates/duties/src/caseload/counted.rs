//! Working days counted beforehand over the years of a caseload: two reads of a table, where the calendar would search.

use calendar::{Calendar, Day};

/// Days beyond the last event that the table still holds.
const MARGIN: i32 = 400;

/// The working days around a caseload.
pub(super) struct Counted<'c> {
    calendar: &'c Calendar,
    first: i32,
    /// For each day from the first: how many working days lie from there up to and including it.
    upto: Vec<u32>,
    worked: Vec<Day>,
}

impl<'c> Counted<'c> {
    /// From a day up to another and a little further.
    pub(super) fn new(calendar: &'c Calendar, (first, last): (Day, Day)) -> Counted<'c> {
        let mut counted = Counted { calendar, first: first.number(), upto: Vec::new(), worked: Vec::new() };
        for day in (first.number()..=last.plus_days(MARGIN).number()).map(Day::from_number) {
            if calendar.is_working_day(day) {
                counted.worked.push(day);
            }
            counted.upto.push(counted.worked.len() as u32);
        }
        counted
    }

    fn upto(&self, day: Day) -> Option<u32> {
        self.upto.get(usize::try_from(day.number() - self.first).ok()?).copied()
    }

    /// The `n`th working day after a day.
    pub(super) fn after(&self, day: Day, n: u32) -> Day {
        let counted = self.upto(day).and_then(|upto| self.worked.get((upto + n).checked_sub(1)? as usize)).copied();
        counted.filter(|_| n > 0).unwrap_or_else(|| self.calendar.working_days_after(day, n))
    }

    /// How many working days lie after one day up to and including another.
    pub(super) fn between(&self, from: Day, to: Day) -> i64 {
        match (self.upto(from), self.upto(to)) {
            (Some(from), Some(to)) => i64::from(to) - i64::from(from),
            _ => self.calendar.working_days_between(from, to),
        }
    }
}
