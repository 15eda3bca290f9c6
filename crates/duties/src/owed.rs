//! Settles the occurrences of one clause: which evidence shows which, what is next, and how each stands.
//!
//! Comes from the runs that the triggers set off and the showings in order; goes out as duties. One event shows one occurrence, the
//! earliest still owed whose trigger's day it does not precede; of a repeating duty, doing the one owed brings the next. A clause can say
//! otherwise: that one event shows all that were set off before it, or that a repetition goes by the calendar.

use std::collections::BTreeSet;

use calendar::{Day, Due, Moment};
use protocol::Clause;
use protocol::clause::{AnchorDate, Clock, Length, Repeat};
use protocol::vocabulary::Service;

use crate::due::{Clockwork, Start, anchor, counts_for};
use crate::duty::{Duty, Ending, State};
use crate::ends::Ends;
use crate::evidence::{Showing, Sides, shows_for};
use crate::set_off::SetOff;
use crate::value::Shows;

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
pub struct Turn {
    run: Run,
    turn: u32,
    start: Option<Start>,
    due: Option<Due>,
    sides: Sides,
    done: Option<usize>,
    ended: Option<(usize, Ending)>,
    /// The day from which evidence counts.
    from: Day,
    /// The earliest such day of this turn and of those after it: none of these can be shown before.
    earliest: Day,
    /// The next turn that may still be owed.
    next: usize,
}

impl Turn {
    fn new(run: Run, turn: u32, start: Option<Start>, due: Option<Due>, from: Day) -> Turn {
        let (sides, earliest) = (Sides::NONE, from);
        Turn { run, turn, start, due, sides, done: None, ended: None, from, earliest, next: 0 }
    }
}

/// Settles the occurrences of one clause.
pub struct Settler<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// What bears on it, in order.
    pub showings: &'a [Showing],
    /// Whether both sides owe it.
    pub joint: bool,
    /// What its clock counts from.
    pub clockwork: &'a Clockwork<'a>,
}

impl Settler<'_> {
    /// Fills a list with the occurrences that these runs make, in order.
    pub fn settle(&self, runs: &mut Vec<Run>, ends: &mut Ends<'_, '_>, turns: &mut Vec<Turn>) {
        turns.clear();
        let runs = runs.drain(..);
        match self.clause.repeat() {
            Some(repeat) if repeat.by_the_calendar => self.by_the_calendar(repeat, runs, ends, turns),
            Some(_) => self.repeating(runs, ends, turns),
            None => {
                turns.extend(runs.map(|run| self.first_turn(run, ends)));
                if self.clause.one_for_all { self.each_by_itself(turns) } else { self.in_order(turns) }
            }
        }
    }

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
            (Some(clock), Some(start)) => Some(self.clockwork.reach(clock, None, start, &self.clause.leaves_out)),
            _ => None,
        };
        run.ends = ends.of(&run.set_off, run.begins, due);
        let from = run.set_off.day;
        Turn::new(run, 1, start, due, from)
    }

    /// Whether a showing counts for a turn, leaving aside that others may come first.
    fn counts(&self, showing: &Showing, turn: &Turn) -> bool {
        let Some(event) = self.clockwork.asker.event(showing.entry) else { return false };
        let set_off = &turn.run.set_off;
        event.at.day() >= turn.from
            && (!self.clause.one_for_all || showing.entry > set_off.entry)
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

    /// Each trigger its own duty, and each showing shows the first of them that is still owed.
    fn in_order(&self, turns: &mut [Turn]) {
        if self.showings.is_empty() {
            return;
        }
        let mut from = Day::from_number(i32::MAX);
        for (n, turn) in turns.iter_mut().enumerate().rev() {
            from = from.min(turn.from);
            (turn.earliest, turn.next) = (from, n + 1);
        }
        let mut first = 0;
        for showing in self.showings {
            self.apply(showing, turns, &mut first);
        }
    }

    /// Gives a showing to the first turn that it shows. Those that are settled for good are passed by from then on.
    fn apply(&self, showing: &Showing, turns: &mut [Turn], first: &mut usize) {
        let day = self.entry_at(showing.entry).day();
        let mut here = *first;
        let mut before: Option<usize> = None;
        while let Some(turn) = turns.get_mut(here).filter(|t| t.earliest <= day) {
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

    /// Each trigger its own duty, and each looks for its evidence as if there were no other.
    fn each_by_itself(&self, turns: &mut [Turn]) {
        for (k, turn) in turns.iter_mut().enumerate() {
            self.show(turn, k, &mut BTreeSet::new());
        }
    }

    /// A repetition by the calendar: each trigger's run falls due again and again, done or not, up to and including the day of what it
    /// repeats until; the next one is listed once the last has fallen due. What was told after one fell due shows the next.
    fn by_the_calendar(
        &self,
        repeat: &Repeat,
        runs: impl Iterator<Item = Run>,
        ends: &mut Ends<'_, '_>,
        turns: &mut Vec<Turn>,
    ) {
        let mut used = BTreeSet::new();
        let today = self.clockwork.asker.story.as_at.day();
        for mut run in runs {
            let mut until = run.clone();
            self.add_ends(&mut until);
            run.ends = ends.of(&run.set_off, run.begins, None);
            let until = until.ends.map(|(end, _)| self.entry_at(end).day());
            let over = run.ends.map(|(end, _)| self.entry_at(end).day());
            let mut start = self.clockwork.start(&repeat.anchor, self.clause, &run.set_off, run.owner);
            for number in 1.. {
                let length = repeat.first.get(number as usize - 1).copied().unwrap_or(repeat.every);
                let due = self.due_after(start, length);
                let (day, falls) = (start.map(|s| s.at.day()), due.map(|d| d.at.day()));
                if falls.zip(until).is_some_and(|(falls, until)| falls > until)
                    || day.zip(over).is_some_and(|(d, o)| d > o)
                {
                    break;
                }
                let from = day.map_or(run.set_off.day, |day| run.set_off.day.max(day.plus_days(1)));
                let mut turn = Turn::new(run.clone(), number, start, due, from);
                self.show(&mut turn, turns.len(), &mut used);
                turns.push(turn);
                match (start, due) {
                    (Some(s), Some(due)) if due.at.day() <= today && due.at.day() > s.at.day() => {
                        start = Some(Start { at: due.at, ..s });
                    }
                    _ => break,
                }
            }
        }
    }

    /// A repeating duty: one run at a time, each turn brought by the doing of the last.
    fn repeating(&self, runs: impl Iterator<Item = Run>, ends: &mut Ends<'_, '_>, turns: &mut Vec<Turn>) {
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
            free_from = self.run(run, turns, &mut used);
        }
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
        let (end, closing) = (run.ends, self.closing(repeat, &run));
        let (mut number, mut start, mut from) = (1, self.first_start(&run), run.set_off.day);
        loop {
            let mut turn = Turn::new(run.clone(), number, start, self.due_after(start, length(number)), from);
            self.show(&mut turn, turns.len(), used);
            let (done, aside) = (turn.done, turn.ended);
            turns.push(turn);
            if let Some((entry, _)) = aside {
                return entry + 1;
            }
            // What was overdue when the run ended and has been done since brings nothing further.
            let Some(entry) = done.filter(|entry| end.is_none_or(|(end, _)| *entry < end)) else { break };
            let at = self.entry_at(entry);
            (number, from) = (number + 1, at.day().plus_days(1));
            start = Some(Start { at, entry, date: AnchorDate::Happened });
        }
        if let Some(entry) = closing {
            let at = self.entry_at(entry);
            let start = Start { at, entry, date: AnchorDate::Happened };
            let due = Due { at: Moment::date_only(at.day()), urgent: false, assumed: false, order: true };
            let mut turn = Turn::new(Run { ends: None, ..run }, number + 1, Some(start), Some(due), at.day());
            self.show(&mut turn, turns.len(), used);
            turns.push(turn);
        }
        match end {
            Some((end, Ending::Restarted)) => end,
            Some((end, _)) => end + 1,
            None => usize::MAX,
        }
    }

    /// Gives a turn what shows it; what showed one shows no other, but where one event shows all that were set off before it.
    fn show(&self, turn: &mut Turn, before: usize, used: &mut BTreeSet<usize>) {
        let first = self.showings.partition_point(|s| self.entry_at(s.entry).day() < turn.from);
        for showing in self.showings.iter().skip(first) {
            if turn.done.is_some() || turn.ended.is_some() {
                return;
            }
            let named = showing.occurrence.is_none_or(|o| o == before as i64 + 1);
            if !named
                || !self.still_owed(turn, showing.entry)
                || !self.counts(showing, turn)
                || !(used.insert(showing.entry) || self.clause.one_for_all)
            {
                continue;
            }
            if showing.shows == Shows::NotNeeded {
                turn.ended = Some((showing.entry, Ending::NotNeeded));
                continue;
            }
            turn.sides = turn.sides.or(showing.sides);
            if !self.joint || turn.sides == Sides::BOTH {
                turn.done = Some(showing.entry);
            }
        }
    }

    /// `, and at closure`: what asks for one more on its day, unless the run was over by then.
    fn closing(&self, repeat: &Repeat, run: &Run) -> Option<usize> {
        let asker = self.clockwork.asker;
        let trigger = asker.event(run.set_off.entry);
        let closing = repeat.finally.iter().find_map(|p| asker.next_fitting(p, trigger, run.set_off.entry));
        closing.filter(|closing| run.ends.is_none_or(|(end, _)| *closing <= end))
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
            return Some(Start { at: trigger.at, entry: run.set_off.entry, date: AnchorDate::Happened });
        }
        self.clockwork.start(&repeat.anchor, self.clause, &run.set_off, run.owner)
    }

    fn due_after(&self, start: Option<Start>, length: Length) -> Option<Due> {
        let clock = self.clock()?;
        start.map(|start| {
            // A repeating duty counts in whole days from a day.
            self.clockwork.reach(clock, Some(length), start, &[])
        })
    }

    /// What became of an occurrence: the duty of clause number `clause`.
    pub fn duty(&self, clause: usize, occurrence: u32, mut turn: Turn) -> Duty {
        let as_at = self.clockwork.asker.story.as_at;
        let breach = self.clause.law.as_ref().is_none_or(|law| law.sure) && !turn.run.unknown;
        let ended = turn.ended.or(turn.run.ends.filter(|(end, _)| !self.overdue_by(&turn, *end)));
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
