//! What is owed for a child now, held in memory for as long as nothing can have changed it.
//!
//! Derived on read as ever (docs/decisions/0010): what is held is one answer, for one version of the log, and until the first moment at which
//! time alone would change it. It can be lost at any time, and is never asked for anything but now.

use std::sync::Arc;

use calendar::Moment;
use duties::{Line, Status};

use crate::child::Child;
use crate::record::Record;

/// What follows for a child now.
#[derive(Debug)]
pub struct Standing {
    version: u64,
    /// From this second on, and up to the other and not at it.
    holds: (i64, i64),
    /// Every duty, as a line.
    pub lines: Vec<Line>,
    /// The status, with everything known that is written.
    pub status: Status,
}

impl Standing {
    /// Whether this is what would be derived for a version of the child at a moment.
    pub fn is_of(&self, child: &Child, now: Moment) -> bool {
        let now = now.instant();
        self.version == child.version && self.holds.0 <= now && now < self.holds.1
    }
}

impl Record {
    /// What follows for a child now.
    pub fn standing(&self, child: &Child, now: Moment) -> Arc<Standing> {
        if let Some(held) = self.standings.get(&child.id).filter(|held| held.is_of(child, now)) {
            return held;
        }
        let timeline = child.timeline(now, None);
        let answer = child.answer(self.book, &timeline, None);
        let holds = (now.instant(), answer.stays_until(&child.journey));
        let standing = Standing { version: child.version, holds, lines: answer.lines(), status: answer.status };
        let standing = Arc::new(standing);
        self.standings.insert(child.id.clone(), Arc::clone(&standing));
        standing
    }
}
