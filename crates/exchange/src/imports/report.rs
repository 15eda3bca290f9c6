//! What a file changes, for whoever brings it in.

use feeds::read::Read;
use record::Unused;

use super::plan::Plan;

/// A child of whom a file says something else than the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The number in that system.
    pub number: String,
    /// What is said otherwise: `name`, `born`, `spells`.
    pub what: Vec<&'static str>,
}

/// What a file changes.
#[derive(Debug, Default)]
pub struct Report {
    /// What was read.
    pub read: Read,
    /// How many children stand in it.
    pub people: u64,
    /// How many of these the service works with now.
    pub open: u64,
    /// How many were not in the one before.
    pub new: u64,
    /// How many are said otherwise.
    pub changed: u64,
    /// The first of them.
    pub some_changed: Vec<Changed>,
    /// How many stood in the one before and in this one no more.
    pub gone: u64,
    /// The numbers of the first of them.
    pub some_gone: Vec<String>,
    /// The numbers of all of them, where this kind of file does not close whom it no longer lists.
    pub missed: Vec<String>,
    /// How many children of the file before the service worked with.
    pub open_before: u64,
    /// How many rows and values could not be used.
    pub refused: u64,
    /// The first of them.
    pub some_refused: Vec<Unused>,
    /// What would be written, of whom; and what waits.
    pub plan: Plan,
    /// Whether it counts.
    pub kept: bool,
}

/// One in so many may be gone from one file to the next; more are asked about.
const MAY_BE_GONE: u64 = 5;
/// So few may be gone in any case.
const FEW: u64 = 10;

impl Report {
    /// What is to be said where far fewer children are listed than before: such a file was often cut short.
    pub fn far_fewer(&self) -> Option<String> {
        let all = self.open_before > 0 && self.people == 0;
        let many = self.gone > FEW && self.gone * MAY_BE_GONE > self.open_before;
        (all || many).then(|| {
            format!(
                "of {} children whom the file before lists as open, {} are not in this one, which may have been cut short: nothing of it counts\n    \
                 help: look at the file; if it is whole, bring it again with --far-fewer",
                self.open_before, self.gone
            )
        })
    }

    /// Whether the file says nothing that was not known.
    pub fn says_nothing_new(&self) -> bool {
        (self.new, self.changed, self.gone) == (0, 0, 0) && self.plan.planned.is_empty()
    }
}
