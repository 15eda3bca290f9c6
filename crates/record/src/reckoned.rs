//! What follows for a child at a moment, held in memory for as long as nothing can have changed it.
//!
//! Derived on read as ever (docs/decisions/0010): what is held are answers, each for the first so many entries of a journey, for one kind of
//! reader, and for the moments between which time alone changes nothing. They can be lost at any time. Of what somebody may not read
//! nothing is in an answer that is held for them (safety R4); which part that is, the one who asks says.

use std::borrow::Cow;
use std::sync::Arc;

use calendar::Moment;
use duties::{Line, Side, Status};
use journey::{Journey, Timeline, Under};

use crate::child::Child;
use crate::may_read::MayRead;
use crate::record::{Book, Record};

/// How many answers are held for one child and one kind of reader: now, and when somebody last looked.
const HELD: usize = 4;

/// For whom something was worked out: the child, and the reader; for nobody where it is from everything.
pub(crate) type For = (String, Option<MayRead>);

/// What follows for a child at a moment.
#[derive(Debug)]
pub struct Reckoned {
    /// What it follows from. Its moment is one at which the same follows as at the moment asked for.
    pub timeline: Timeline,
    /// Every duty, as a line.
    pub lines: Vec<Arc<Line>>,
    /// The status.
    pub status: Status,
    /// The places of the lines, by side and id.
    by_id: Box<[u32]>,
    /// Of whom, under whose protocols.
    about: (journey::Child, Under),
    /// Of how many entries.
    entries: usize,
    /// From this second on, and up to the other and not at it.
    holds: (i64, i64),
}

impl Reckoned {
    /// Works it out. The journey is the one that the timeline, or more than it, is of.
    pub fn of(book: Book, journey: &Journey, timeline: Timeline, as_known_at: Option<Moment>) -> Reckoned {
        let answer = book.engine.answer(&journey.under, &timeline, as_known_at);
        let (lines, holds, status) = (answer.lines(), answer.stays(journey), answer.status);
        let mut by_id: Box<[u32]> = (0..lines.len() as u32).collect();
        by_id.sort_by_key(|n| lines.get(*n as usize).map(|line| name(line)));
        let about = (journey.child.clone(), journey.under.clone());
        Reckoned { timeline, lines, status, by_id, about, entries: journey.written.len(), holds }
    }

    /// Whether a line of this name is among them.
    pub fn has(&self, line: &Line) -> bool {
        let at = |n: &u32| self.lines.get(*n as usize).map(|line| name(line));
        self.by_id.binary_search_by(|n| at(n).cmp(&Some(name(line)))).is_ok()
    }

    /// How many entries it tells of.
    pub fn number(&self) -> usize {
        self.timeline.events.len() + self.timeline.retracted.len()
    }

    /// Whether this is what would be worked out from the first so many entries of the child at a moment.
    fn is_of(&self, child: &Child, entries: usize, at: Moment) -> bool {
        let at = at.instant();
        self.entries == entries && self.holds.0 <= at && at < self.holds.1 && self.is_about(child)
    }

    fn is_about(&self, child: &Child) -> bool {
        self.about.0 == child.journey.child && self.about.1 == child.journey.under
    }
}

fn name(line: &Line) -> (Side, &str) {
    (line.side, &line.id)
}

impl Child {
    /// How many entries of the journey had been entered by a moment, in milliseconds since 1970.
    pub fn entries_by(&self, then: i64) -> usize {
        self.kept.partition_point(|kept| kept.recorded <= then)
    }

    /// The journey with only its first entries.
    pub fn first(&self, entries: usize) -> Cow<'_, Journey> {
        if entries >= self.journey.written.len() {
            return Cow::Borrowed(&self.journey);
        }
        let mut journey = self.journey.clone();
        journey.written.truncate(entries);
        Cow::Owned(journey)
    }
}

impl Record {
    /// What follows of the first so many entries of a child at a moment.
    pub fn reckoned(&self, child: &Child, entries: usize, at: Moment) -> Arc<Reckoned> {
        self.reckoned_for(child, entries, at, None, |book| {
            let journey = child.first(entries);
            Arc::new(Reckoned::of(book, &journey, journey.timeline(at, None), None))
        })
    }

    /// What follows of the part of it that a reader may read. `part` makes that part; nothing where it is the whole.
    pub fn reckoned_part(
        &self,
        child: &Child,
        whole: &Arc<Reckoned>,
        at: Moment,
        reader: MayRead,
        part: impl FnOnce(&Timeline) -> Option<Timeline>,
    ) -> Arc<Reckoned> {
        self.reckoned_for(child, whole.entries, at, Some(reader), |book| match part(&whole.timeline) {
            None => Arc::clone(whole),
            // The whole may be of an earlier moment, and a part of it may turn at another one.
            Some(part) => {
                Arc::new(Reckoned::of(book, &child.first(whole.entries), Timeline { as_at: at, ..part }, None))
            }
        })
    }

    fn reckoned_for(
        &self,
        child: &Child,
        entries: usize,
        at: Moment,
        reader: Option<MayRead>,
        make: impl FnOnce(Book) -> Arc<Reckoned>,
    ) -> Arc<Reckoned> {
        // A whole day is no moment at which something holds.
        if !at.has_time() {
            return make(self.book);
        }
        let of: For = (child.id.clone(), reader);
        let held = self.reckonings.get(&of).unwrap_or_default();
        if let Some(one) = held.iter().find(|one| one.is_of(child, entries, at)) {
            return Arc::clone(one);
        }
        let made = make(self.book);
        let others = held.iter().filter(|one| one.is_about(child)).take(HELD - 1);
        let now_held: Vec<Arc<Reckoned>> = std::iter::once(&made).chain(others).map(Arc::clone).collect();
        self.reckonings.insert(of, now_held.into());
        made
    }
}
