//! Settles the occurrences of one clause: which evidence shows which, what is next, and how each stands.
//!
//! Comes from the runs that the triggers set off and the showings in order; goes out as duties. One event shows one occurrence, the
//! earliest still owed whose trigger's day it does not precede; of a repeating duty, doing the one owed brings the next.

use std::collections::BTreeSet;

use calendar::{Day, Due, Moment};
use protocol::Clause;
use protocol::clause::{Clock, Length};
use protocol::vocabulary::Service;

use crate::derive::{Duty, Ending, State};
use crate::due::{Clockwork, Start, anchor, counts_for};
use crate::ends::Ends;
use crate::evidence::{Showing, Shows, Sides, shows_for};
use crate::set_off::SetOff;

/// One trigger whose condition holds, before it is known what became of it.
#[derive(Debug, Clone)]
pub struct Run {
    /// The trigger.
    pub set_off: SetOff,
    /// The entry from which on the clause applies.
    pub begins: usize,
    /// Whether its condition could not be decided.
    pub unknown: bool,
    /// Where it would end, unless done or overdue by then.
    pub ends: Option<(usize, Ending)>,
    /// The owner's service.
    pub owner: Service,
}

/// An occurrence while its evidence is being settled.
struct Turn {
    run: Run,
    turn: u32,
    start: Option<Start>,
    due: Option<Due>,
    sides: Sides,
    done: Option<usize>,
    ended: Option<(usize, Ending)>,
    /// The entry after which evidence counts: the one that showed the turn before.
    after: Option<usize>,
    /// From this turn on, the earliest day from which evidence counts: no turn after it can be shown before that day.
    from: Day,
    /// The next turn that may still be owed.
    next: usize,
}

impl Turn {
    /// A turn of a run, of which nothing is known yet.
    fn new(run: Run, turn: u32) -> Turn {
        let from = run.set_off.day;
        Turn {
            run,
            turn,
            start: None,
            due: None,
            sides: Sides::NONE,
            done: None,
            ended: None,
            after: None,
            from,
            next: 0,
        }
    }
}

/// Settles every occurrence of a clause.
pub fn settle(
    n: usize,
    clause: &Clause,
    runs: &mut Vec<Run>,
    showings: &[Showing],
    joint: bool,
    clockwork: &Clockwork<'_>,
    ends: &mut Ends<'_, '_>,
) -> Vec<Duty> {
    let settler = Settler { clause, showings, joint, clockwork };
    let runs = runs.drain(..);
    let turns = if clause.repeats() { settler.repeating(runs, ends) } else { settler.once(runs, ends) };
    turns.into_iter().zip(1..).map(|(turn, occurrence)| settler.duty(n, occurrence, turn)).collect()
}

struct Settler<'a> {
    clause: &'a Clause,
    showings: &'a [Showing],
    joint: bool,
    clockwork: &'a Clockwork<'a>,
}

impl Settler<'_> {
    fn entry_at(&self, n: usize) -> Moment {
        self.clockwork.asker.story.at(n)
    }

    fn clock(&self) -> Option<&Clock> {
        self.clause.due.as_ref().map(|d| &d.clock)
    }

    fn first_turn(&self, mut run: Run, ends: &mut Ends<'_, '_>) -> Turn {
        let start =
            self.clock().and_then(anchor).and_then(|a| self.clockwork.start(a, self.clause, &run.set_off, run.owner));
        let due = match (self.clock(), start) {
            (Some(clock), Some(start)) => Some(self.clockwork.reach(clock, None, start)),
            _ => None,
        };
        run.ends = ends.of(&run.set_off, run.begins, due);
        Turn { start, due, ..Turn::new(run, 1) }
    }

    /// Whether a showing counts for a turn, leaving aside that others may come first.
    fn counts(&self, showing: &Showing, turn: &Turn) -> bool {
        let Some(event) = self.clockwork.asker.event(showing.entry) else { return false };
        let set_off = &turn.run.set_off;
        event.at.day() >= set_off.day
            && turn.after.is_none_or(|after| showing.entry > after && event.at.day() > self.entry_at(after).day())
            && counts_for(event, set_off, self.clockwork.triggers)
            && shows_for(self.clause, self.clockwork.asker, showing.entry, set_off.entry)
    }

    /// Where a turn stopped being owed before this entry: ended while not yet due.
    fn over_before(&self, turn: &Turn, entry: usize) -> bool {
        turn.ended.is_some() || turn.run.ends.is_some_and(|(end, _)| end < entry && !self.overdue_by(turn, end))
    }

    /// Whether a turn was overdue at the entry that would end it.
    fn overdue_by(&self, turn: &Turn, end: usize) -> bool {
        turn.due.is_some_and(|due| is_past(due.at, self.entry_at(end)))
    }

    fn still_owed(&self, turn: &Turn, entry: usize) -> bool {
        turn.done.is_none() && !self.over_before(turn, entry)
    }

    /// Each trigger its own duty.
    fn once(&self, runs: impl Iterator<Item = Run>, ends: &mut Ends<'_, '_>) -> Vec<Turn> {
        let mut turns: Vec<Turn> = runs.map(|run| self.first_turn(run, ends)).collect();
        if self.showings.is_empty() {
            return turns;
        }
        let mut from = Day::from_number(i32::MAX);
        for (n, turn) in turns.iter_mut().enumerate().rev() {
            from = from.min(turn.run.set_off.day);
            (turn.from, turn.next) = (from, n + 1);
        }
        let mut first = 0;
        for showing in self.showings {
            self.apply(showing, &mut turns, &mut first);
        }
        turns
    }

    /// Gives a showing to the first turn that it shows. Those that are settled for good are passed by from then on.
    fn apply(&self, showing: &Showing, turns: &mut [Turn], first: &mut usize) {
        let day = self.entry_at(showing.entry).day();
        let mut here = *first;
        let mut before: Option<usize> = None;
        while let Some(turn) = turns.get_mut(here).filter(|t| t.from <= day) {
            let (k, next) = (here, turn.next);
            here = next;
            if !self.still_owed(turn, showing.entry) {
                match before.and_then(|b| turns.get_mut(b)) {
                    Some(before) => before.next = next,
                    None => *first = next,
                }
                continue;
            }
            before = Some(k);
            if showing.occurrence.is_some_and(|o| o != k as i64 + 1) || !self.counts(showing, turn) {
                continue;
            }
            if showing.shows == Shows::NotNeeded {
                turn.ended = Some((showing.entry, Ending::NotNeeded));
                return;
            }
            let wanted = Sides::BOTH.less(turn.sides);
            let gives = Sides { yjs: showing.sides.yjs && wanted.yjs, csc: showing.sides.csc && wanted.csc };
            if !gives.any() {
                continue;
            }
            turn.sides = turn.sides.or(gives);
            if turn.sides == Sides::BOTH || !self.joint {
                turn.done = Some(showing.entry);
            }
            // One event, one occurrence, even where it names a side that this one no longer needed.
            return;
        }
    }

    /// A repeating duty: one run at a time, each turn brought by the doing of the last.
    fn repeating(&self, runs: impl Iterator<Item = Run>, ends: &mut Ends<'_, '_>) -> Vec<Turn> {
        let mut turns: Vec<Turn> = Vec::new();
        let mut free_from = 0;
        let mut used = BTreeSet::new();
        let mut runs = runs.peekable();
        while let Some(mut run) = runs.next() {
            if run.set_off.entry < free_from {
                continue;
            }
            run.ends = ends.of(&run.set_off, run.begins, None);
            self.add_ends(&mut run);
            let next = runs.peek().map(|r| r.set_off.entry);
            if let (true, Some(next)) = (self.clause.restarts, next)
                && run.ends.is_none_or(|(end, _)| next < end)
            {
                run.ends = Some((next, Ending::Restarted));
            }
            free_from = self.run(run, &mut turns, &mut used);
        }
        turns
    }

    /// What a repeating clause repeats until ends its run too.
    fn add_ends(&self, run: &mut Run) {
        let Some(Clock::Repeating(repeat)) = self.clock() else { return };
        let trigger = self.clockwork.asker.event(run.set_off.entry);
        for pattern in &repeat.until {
            let end = self.clockwork.asker.next_fitting(pattern, trigger, run.set_off.entry);
            if let Some(end) = end.filter(|end| run.ends.is_none_or(|(e, _)| *end < e)) {
                run.ends = Some((end, Ending::Until));
            }
        }
    }

    /// Follows one run to its end; says from which entry on a new trigger begins another.
    fn run(&self, run: Run, turns: &mut Vec<Turn>, used: &mut BTreeSet<usize>) -> usize {
        let Some(Clock::Repeating(repeat)) = self.clock() else { return 0 };
        let length = |turn: u32| repeat.first.get(turn as usize - 1).copied().unwrap_or(repeat.every);
        let end = run.ends;
        let mut current = Turn { start: self.first_start(&run), ..Turn::new(run, 1) };
        current.due = self.due_after(current.start, length(1));
        let mut over = false;
        let day = current.run.set_off.day;
        let from = self.showings.partition_point(|s| self.entry_at(s.entry).day() < day);
        for showing in self.showings.iter().skip(from) {
            if !self.still_owed(&current, showing.entry) {
                break;
            }
            if !self.counts(showing, &current) {
                continue;
            }
            // What showed a turn of an earlier run shows none of this one.
            if used.contains(&showing.entry) || showing.occurrence.is_some_and(|o| o != turns.len() as i64 + 1) {
                continue;
            }
            used.insert(showing.entry);
            if showing.shows == Shows::NotNeeded {
                current.ended = Some((showing.entry, Ending::NotNeeded));
                over = true;
                break;
            }
            current.sides = current.sides.or(showing.sides);
            if self.joint && current.sides != Sides::BOTH {
                continue;
            }
            current.done = Some(showing.entry);
            let at = self.entry_at(showing.entry);
            let start = Some(Start { at, entry: showing.entry, date: protocol::clause::AnchorDate::Happened });
            let next = current.turn + 1;
            let due = self.due_after(start, length(next));
            let following = Turn { start, due, after: Some(showing.entry), ..Turn::new(current.run.clone(), next) };
            turns.push(std::mem::replace(&mut current, following));
            if end.is_some_and(|(end, _)| showing.entry >= end) {
                // It was overdue when it ended and has been done since: nothing further is owed.
                return end.map_or(usize::MAX, |(end, why)| if why == Ending::Restarted { end } else { end + 1 });
            }
        }
        let ended_at = current.ended.map(|(n, _)| n);
        turns.push(current);
        self.closing_turn(repeat, end, turns);
        match (over, ended_at, end) {
            (true, Some(n), _) => n + 1,
            (_, _, Some((end, Ending::Restarted))) => end,
            (_, _, Some((end, _))) => end + 1,
            _ => usize::MAX,
        }
    }

    /// `, and at closure`: one more, on the day of what ends it.
    fn closing_turn(&self, repeat: &protocol::clause::Repeat, end: Option<(usize, Ending)>, turns: &mut Vec<Turn>) {
        let Some(last) = turns.last() else { return };
        let run = last.run.clone();
        let trigger = self.clockwork.asker.event(run.set_off.entry);
        let closing =
            repeat.finally.iter().find_map(|p| self.clockwork.asker.next_fitting(p, trigger, run.set_off.entry));
        let Some(entry) = closing.filter(|c| end.is_none_or(|(end, _)| *c <= end)) else { return };
        let at = self.entry_at(entry);
        let start = Start { at, entry, date: protocol::clause::AnchorDate::Happened };
        let due = Due { at: Moment::date_only(at.day()), urgent: false, assumed: false, order: true };
        let after = turns.iter().rev().find_map(|t| t.done);
        let number = last.turn + 1;
        let run = Run { ends: None, ..run };
        let mut turn = Turn { start: Some(start), due: Some(due), after, ..Turn::new(run, number) };
        for showing in self.showings.iter().filter(|s| s.shows == Shows::Done && s.occurrence.is_none()) {
            if turn.done.is_none() && self.counts(showing, &turn) && showing.entry + 1 >= entry {
                turn.sides = turn.sides.or(showing.sides);
                if !self.joint || turn.sides == Sides::BOTH {
                    turn.done = Some(showing.entry);
                }
            }
        }
        turns.push(turn);
    }

    /// Where the first turn counts from. Where the anchor is the thing to be done, from the trigger, unless the trigger is itself the
    /// anchor (contract, Counting time).
    fn first_start(&self, run: &Run) -> Option<Start> {
        let Some(Clock::Repeating(repeat)) = self.clock() else { return None };
        let asker = self.clockwork.asker;
        let trigger = asker.event(run.set_off.entry)?;
        let is_anchor = repeat.anchor.events.iter().any(|(p, _)| asker.fits(p, trigger, None));
        let is_the_doing =
            repeat.anchor.events.iter().any(|(p, _)| self.clause.shown_by.iter().any(|s| s.event == p.event));
        if is_the_doing && !is_anchor {
            let date = protocol::clause::AnchorDate::Happened;
            return Some(Start { at: trigger.at, entry: run.set_off.entry, date });
        }
        self.clockwork.start(&repeat.anchor, self.clause, &run.set_off, run.owner)
    }

    fn due_after(&self, start: Option<Start>, length: Length) -> Option<Due> {
        let clock = self.clock()?;
        start.map(|start| {
            // A repeating duty counts in whole days from a day.
            self.clockwork.reach(clock, Some(length), start)
        })
    }

    fn duty(&self, clause: usize, occurrence: u32, turn: Turn) -> Duty {
        let as_at = self.clockwork.asker.story.as_at;
        let breach = self.clause.law.as_ref().is_none_or(|law| law.sure) && !turn.run.unknown;
        let ended = turn.ended.or(turn.run.ends.filter(|(end, _)| !self.overdue_by(&turn, *end)));
        let mut turn = turn;
        if let (None, Some((end, _)), Some(start)) = (turn.done, ended, turn.start) {
            // What was told after it had ended moves nothing.
            if start.entry > end {
                (turn.start, turn.due) = (None, None);
            }
        }
        let state = match (turn.done, turn.due) {
            (Some(done), Some(due)) if breach && is_past(due.at, self.entry_at(done)) => State::DoneLate,
            (Some(_), _) => State::Done,
            _ if ended.is_some() => State::Ended,
            (None, Some(due)) if breach && is_past(due.at, as_at) => State::Overdue,
            _ => State::Open,
        };
        Duty {
            clause,
            set_off: turn.run.set_off,
            turn: turn.turn,
            occurrence,
            start: turn.start,
            due: turn.due,
            state,
            done: turn.done,
            sides: turn.sides,
            ended: if state == State::Ended { ended } else { None },
            unknown: turn.run.unknown,
            sooner: None,
        }
    }
}

/// Whether a due date has passed at a moment: from the start of the next day, or the next minute for a time. A moment that is only a date
/// is in time on the day of a due time.
pub fn is_past(due: Moment, at: Moment) -> bool {
    if due.has_time() && at.has_time() {
        at.instant().div_euclid(60) > due.instant().div_euclid(60)
    } else {
        at.day() > due.day()
    }
}
