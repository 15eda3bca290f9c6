//! Where a duty would end: when its condition stops holding, or the work it rests on is closed (contract, Duties out).
//!
//! Comes from a clause's condition and the story; goes into each run as the entry with which it would end, unless done or overdue by then.
//! The condition is asked again only at entries where something that it looks at changed, and once for all triggers for which the
//! rest of it stands alike.

use calendar::Due;
use protocol::Clause;
use protocol::condition::Expr;
use protocol::facts::FactId;
use protocol::vocabulary::EventId;

use crate::ask::Asker;
use crate::duty::Ending;
use crate::prepared::Outline;
use crate::set_off::SetOff;
use crate::value::{Answer, Standings, Tri, When};

/// Looks for the ends of one clause's duties, trigger by trigger in order.
pub struct Ends<'s, 'a> {
    asker: &'s Asker<'a>,
    clause: &'s Clause,
    outline: &'s Outline,
    duties: &'s dyn Standings,
    looked: &'s mut Vec<Looked>,
}

/// How what does not depend on the child alone stands: each other comparison, and, past a closing, who was open before it.
type Rest = (Vec<Tri>, Option<Vec<Answer>>);

/// How far the story was looked through for one state of the rest.
pub struct Looked {
    rest: Rest,
    /// After this entry ...
    from: usize,
    /// ... and up to this one, the condition does not fail,
    upto: usize,
    /// and at this one it does.
    fails: Option<usize>,
}

impl<'s, 'a> Ends<'s, 'a> {
    /// Ready for the first trigger, with a list to fill.
    pub fn new(
        asker: &'s Asker<'a>,
        (clause, outline): (&'s Clause, &'s Outline),
        duties: &'s dyn Standings,
        looked: &'s mut Vec<Looked>,
    ) -> Ends<'s, 'a> {
        looked.clear();
        Ends { asker, clause, outline, duties, looked }
    }

    /// Where a duty that began to apply with an entry would end; it is not looked for past its due date, since what is overdue stays so.
    pub fn of(&mut self, set_off: &SetOff, begins: usize, due: Option<Due>) -> Option<(usize, Ending)> {
        let closing = self.closing(set_off).map(|n| (n, Ending::Closed));
        let condition = self.clause.condition.as_ref().filter(|_| self.outline.can_stop);
        let Some(condition) = condition else { return closing };
        let past = due.map_or(usize::MAX, |due| self.asker.story.after(due.at.day()));
        match (self.stops(&condition.expr, set_off.entry, begins, past), closing) {
            (Some(n), Some((m, _))) if m <= n => closing,
            (Some(n), _) => Some((n, Ending::Condition)),
            (None, closing) => closing,
        }
    }

    /// The closing that ends what this trigger set off: a duty rests on the joint opening, or on an involvement, where that is its
    /// trigger.
    fn closing(&self, set_off: &SetOff) -> Option<usize> {
        let kind = self.asker.story.entries.get(set_off.entry)?.kind;
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

    /// The first entry after a duty began to apply, and before `past`, at which its condition fails. Between two entries at which something changes that
    /// is not about the child alone, what is about the child decides; likewise before and after a closing.
    fn stops(&mut self, expr: &Expr, trigger: usize, begins: usize, past: usize) -> Option<usize> {
        let watch = &self.outline.watch;
        let past = past.min(self.asker.story.entries.len()).max(begins + 1);
        if past == begins + 1 {
            return None;
        }
        let mut here = begins;
        if begins > trigger {
            // It began to apply by what was told; the status, asked at the trigger till now, may have changed meanwhile.
            here = self.asked_at(begins + 1).filter(|n| *n < past)?;
            if self.fails(expr, trigger, here) {
                return Some(here);
            }
        }
        let closing = if watch.involved.is_empty() { None } else { self.asker.first_closing(trigger) };
        let mut closed = closing.filter(|c| *c <= here);
        loop {
            let turn = self.next_of(&watch.both, trigger, here).unwrap_or(past);
            let end = closing.filter(|_| closed.is_none()).map_or(turn, |c| c.min(turn)).min(past);
            let found = self.look(expr, trigger, here, end, closed);
            if found.is_some() || end == past {
                return found;
            }
            if closed.is_none() && closing == Some(end) {
                (closed, here) = (closing, end - 1);
                continue;
            }
            if self.fails(expr, trigger, end) {
                return Some(end);
            }
            here = end;
        }
    }

    /// How everything stands that is not about the child alone.
    fn rest(&self, expr: &Expr, trigger: usize, here: usize, closed: Option<usize>) -> Rest {
        let watch = &self.outline.watch;
        let mut others = Vec::new();
        if watch.about_child.contains(&false) {
            self.others(expr, When::at(trigger, here), &mut watch.about_child.iter(), &mut others);
        }
        let was = |closing: usize| {
            let when = When::at(trigger, trigger);
            watch.involved.iter().map(|f| self.asker.fact_at(*f, closing.checked_sub(1), when)).collect()
        };
        (others, closed.map(was))
    }

    fn others(&self, expr: &Expr, when: When, about_child: &mut std::slice::Iter<'_, bool>, others: &mut Vec<Tri>) {
        match expr {
            Expr::And(all) | Expr::Or(all) => all.iter().for_each(|e| self.others(e, when, about_child, others)),
            Expr::Not(inner) => self.others(inner, when, about_child, others),
            one => {
                if about_child.next() == Some(&false) {
                    others.push(self.asker.holds(one, self.clause, when, self.duties));
                }
            }
        }
    }

    /// The first entry after one and before another at which the condition fails, while the rest stands as it does.
    fn look(&mut self, expr: &Expr, trigger: usize, after: usize, end: usize, closed: Option<usize>) -> Option<usize> {
        self.next_of(&self.outline.watch.child, trigger, after).filter(|n| *n < end)?;
        let rest = self.rest(expr, trigger, after, closed);
        let place = self.looked.iter().position(|l| l.rest == rest);
        let mut looked = match place {
            Some(place) => self.looked.swap_remove(place),
            None => Looked { rest, from: after, upto: after, fails: None },
        };
        let is_known = looked.from <= after && looked.fails.map_or(after <= looked.upto, |n| after < n);
        if !is_known {
            (looked.from, looked.upto, looked.fails) = (after, after, None);
        }
        while looked.fails.is_none() && looked.upto + 1 < end {
            match self.next_of(&self.outline.watch.child, trigger, looked.upto).filter(|n| *n < end) {
                Some(n) if self.fails(expr, trigger, n) => looked.fails = Some(n),
                next => looked.upto = next.unwrap_or(end - 1),
            }
        }
        let found = looked.fails.filter(|n| *n < end);
        self.looked.push(looked);
        found
    }

    /// The first entry after one at which any of these facts can come out otherwise.
    fn next_of(&self, facts: &[FactId], trigger: usize, after: usize) -> Option<usize> {
        let next = facts.iter().filter_map(|f| self.asker.next_move(*f, trigger, after)).min()?;
        self.asked_at(next)
    }

    /// The first entry from this one on with which anything changes.
    fn asked_at(&self, from: usize) -> Option<usize> {
        let entries = &self.asker.story.entries;
        let told = |n: usize| entries.get(n).is_some_and(|e| self.outline.watch.told.contains(&e.kind));
        let last = self.asker.story.last()?;
        (from..=last).find(|n| self.outline.by_time || self.asker.changed(*n) || told(*n))
    }
}
