//! For how long does an answer stay as it is, while nothing new is recorded?
//!
//! Time alone changes an answer only at few moments: a day begins, a due time has passed, something written happens or is known, and stays
//! in care or in police protection pass the 24 and 72 hours that the law counts by the clock. Whoever holds an answer in memory may give it
//! between the last of them and the next, and at no other moment.

use calendar::Moment;
use journey::Journey;

use crate::answer::Answer;

/// The hours after which the law's answer changes by the clock and not by the day (Children Act 1989 ss.20, 22(2), 46).
const HOURS: [i64; 3] = [0, 24, 72];

impl Answer<'_> {
    /// The seconds around the moment asked for in which nothing else follows, from the first up to the other and not at it. The moment has a
    /// time, and the journey is the one that was asked about.
    pub fn stays(&self, journey: &Journey) -> (i64, i64) {
        let now = self.as_at.instant();
        let day = self.as_at.day();
        let [begins, ends] = [day, day.plus_days(1)].map(|day| Moment::date_only(day).instant());
        let due = self.owed.iter().flat_map(|owed| &owed.duties).filter_map(|duty| duty.due);
        // What is due at a time is late from the next minute.
        let late = due.filter(|due| due.at.has_time()).map(|due| (due.at.instant().div_euclid(60) + 1) * 60);
        let timed = |moment: &Moment| moment.has_time();
        let happens = journey.written.iter().map(|entry| entry.at).filter(timed);
        let clocks = happens.flat_map(|at| HOURS.map(|hours| at.instant() + hours * 3600));
        // More than so many hours: a second later.
        let clocks = clocks.flat_map(|at| [at, at + 1]);
        let known = journey.written.iter().flat_map(|entry| [entry.known.yjs, entry.known.csc]).flatten();
        let known = known.filter(timed).map(|known| known.instant());
        let turn =
            |(from, until): (i64, i64), at: i64| if at > now { (from, until.min(at)) } else { (from.max(at), until) };
        late.chain(clocks).chain(known).fold((begins, ends), turn)
    }
}
