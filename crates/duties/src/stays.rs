//! For how long does an answer stay as it is, while nothing new is recorded?
//!
//! Time alone changes an answer only at few moments: a day begins, a due time has passed, something written ahead of time happens, and stays
//! in care or in police protection pass the 24 and 72 hours that the law counts by the clock. Whoever holds an answer in memory may show it
//! until the first of them and no longer.

use calendar::Moment;
use journey::Journey;

use crate::answer::Answer;

/// The hours after which the law's answer changes by the clock and not by the day (Children Act 1989 ss.20, 22(2), 46).
const HOURS: [i64; 3] = [0, 24, 72];

impl Answer<'_> {
    /// The first second from which another answer may follow, seen from a moment with a time. The journey is the one that was asked about.
    pub fn stays_until(&self, journey: &Journey) -> i64 {
        let now = self.as_at.instant();
        let midnight = Moment::date_only(self.as_at.day().plus_days(1)).instant();
        let due = self.owed.iter().flat_map(|owed| &owed.duties).filter_map(|duty| duty.due);
        // What is due at a time is late from the next minute.
        let late = due.filter(|due| due.at.has_time()).map(|due| (due.at.instant().div_euclid(60) + 1) * 60);
        let happens = journey.written.iter().filter(|entry| entry.at.has_time());
        let clocks = happens.flat_map(|entry| HOURS.map(|hours| entry.at.instant() + hours * 3600));
        // More than so many hours: a second later.
        let clocks = clocks.flat_map(|at| [at, at + 1]);
        late.chain(clocks).filter(|at| *at > now).fold(midnight, i64::min)
    }
}
