//! Where a duty would end: when its condition stops holding, or the work it rests on is closed (contract, Duties out).
//!
//! Comes from a clause's condition and the story; goes into each run as the entry with which it would end, unless done or overdue by then.
//! What does not depend on the trigger is looked for once for all triggers of a clause.

use protocol::Clause;
use protocol::condition::Expr;
use protocol::vocabulary::EventId;

use crate::ask::{Asker, Standings, Tri, When};
use crate::derive::Ending;
use crate::prepared::{Bears, Outline};
use crate::set_off::SetOff;

/// Looks for the ends of one clause's duties, trigger by trigger in order.
pub struct Ends<'s, 'a> {
    asker: &'s Asker<'a>,
    clause: &'s Clause,
    outline: &'s Outline,
    duties: &'s dyn Standings,
    /// For the first closing after the trigger: from where it was looked, and the first entry after that at which the parts that
    /// do not depend on the trigger fail.
    found: Option<(Option<usize>, usize, Option<usize>)>,
}

impl<'s, 'a> Ends<'s, 'a> {
    /// Ready for the first trigger.
    pub fn new(
        asker: &'s Asker<'a>,
        clause: &'s Clause,
        outline: &'s Outline,
        duties: &'s dyn Standings,
    ) -> Ends<'s, 'a> {
        Ends { asker, clause, outline, duties, found: None }
    }

    /// Where a duty that began to apply with an entry would end.
    pub fn of(&mut self, set_off: &SetOff, begins: usize) -> Option<(usize, Ending)> {
        let closing = self.closing(set_off).map(|n| (n, Ending::Closed));
        let condition = self.clause.condition.as_ref().filter(|_| self.outline.can_stop);
        let Some(condition) = condition else { return closing };
        let stopped = match self.outline.bears {
            Bears::Apart => self.apart(&condition.expr, set_off, begins),
            Bears::Mixed => self.mixed(&condition.expr, set_off, begins),
        };
        match (stopped, closing) {
            (Some(n), Some((m, _))) if m <= n => closing,
            (Some(n), _) => Some((n, Ending::Condition)),
            (None, closing) => closing,
        }
    }

    /// The closing that ends what this trigger set off: a duty rests on the joint opening, or on an involvement, where that is its
    /// trigger.
    fn closing(&self, set_off: &SetOff) -> Option<usize> {
        let kind = self.asker.event(set_off.entry)?.kind;
        let a = self.asker.agreed;
        let rests = [
            (a.jointly_open, a.closed_by_either),
            (a.yjs_started, a.yjs_ended),
            (a.csc_started, a.csc_ended),
            (a.early_started, a.early_ended),
        ];
        let (_, ended) = rests.iter().find(|(started, _)| *started == kind)?;
        self.next(*ended, set_off.entry)
    }

    fn next(&self, kind: EventId, after: usize) -> Option<usize> {
        let list = self.asker.of_kind(kind);
        list.get(list.partition_point(|n| *n as usize <= after)).map(|n| *n as usize)
    }

    fn fails(&self, expr: &Expr, trigger: usize, n: usize) -> bool {
        self.asker.holds(expr, self.clause, When::at(trigger, n), self.duties) == Tri::No
    }

    /// Each part looks either at the trigger alone, and so stays as it was, or at the child alone, and so fails at the same entry for
    /// every trigger before it (of those before the same closing: a closing takes nothing away).
    fn apart(&mut self, expr: &Expr, set_off: &SetOff, begins: usize) -> Option<usize> {
        let closing = self.asker.first_closing(set_off.entry);
        if let Some((of, from, fails)) = self.found
            && of == closing
            && from <= begins
            && fails.is_none_or(|n| n > begins)
        {
            return fails;
        }
        let parts: Vec<&Expr> = match expr {
            Expr::And(all) => {
                all.iter().zip(&self.outline.about_child).filter(|(_, about)| **about).map(|(e, _)| e).collect()
            }
            whole => vec![whole],
        };
        let last = self.asker.story.last()?;
        let fails = (begins + 1..=last).find(|n| {
            (self.outline.by_time || self.asker.changed(*n)) && parts.iter().any(|e| self.fails(e, set_off.entry, *n))
        });
        self.found = Some((closing, begins, fails));
        fails
    }

    fn mixed(&self, expr: &Expr, set_off: &SetOff, begins: usize) -> Option<usize> {
        let last = self.asker.story.last()?;
        (begins + 1..=last).find(|n| {
            let told = self.asker.event(*n).is_some_and(|e| self.outline.ahead.contains(&e.kind));
            (self.outline.by_time || told || self.asker.changed(*n)) && self.fails(expr, set_off.entry, *n)
        })
    }
}
