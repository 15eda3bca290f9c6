//! When a duty falls due: which event the clock counts from or to, and the day that it reaches (contract, Counting time).

use calendar::{Day, Due, LeftOut, Moment, hours_leaving_out};
use journey::Happened;
use protocol::Clause;
use protocol::clause::{Anchor, AnchorDate, Clock, Length};
use protocol::pattern::Pattern;
use protocol::vocabulary::{EventId, Service, Value};

use crate::ask::Asker;
use crate::set_off::{SetOff, known, standing_dates};

/// What the engine has to know to find an anchor.
pub struct Clockwork<'a> {
    /// The facts.
    pub asker: &'a Asker<'a>,
    /// The event that tells of a release.
    pub release: EventId,
    /// The event of a release.
    pub released: EventId,
    /// The first versions of every trigger of the clause, retracted ones included.
    pub triggers: &'a [u32],
}

/// The day or moment that a clock counts from, and the entry that gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// The day or moment.
    pub at: Moment,
    /// The entry.
    pub entry: usize,
    /// What is counted from.
    pub date: AnchorDate,
}

impl Clockwork<'_> {
    /// Where the clock starts; nothing while its event has not happened or its owner has not been told.
    pub fn start(&self, anchor: &Anchor, clause: &Clause, set_off: &SetOff, owner: Service) -> Option<Start> {
        let trigger = self.asker.event(set_off.entry)?;
        let own = anchor.events.iter().find(|(p, _)| self.asker.fits(p, trigger, None));
        if let Some((pattern, date)) = own {
            return self.own(pattern, *date, clause, set_off, owner, trigger);
        }
        // The trigger may tell of a release under another kind than the anchor names.
        let mut found: Option<Start> = None;
        for (pattern, date) in &anchor.events {
            let start = match date {
                AnchorDate::Told(place) => self.told(pattern, *place, set_off),
                _ => self.first_after(pattern, *date, set_off, owner),
            };
            found = match (found, start) {
                (Some(a), Some(b)) if a.at <= b.at => Some(a),
                (a, b) => b.or(a),
            };
        }
        found
    }

    /// The trigger is itself the anchor.
    fn own(
        &self,
        pattern: &Pattern,
        date: AnchorDate,
        clause: &Clause,
        set_off: &SetOff,
        owner: Service,
        trigger: &Happened,
    ) -> Option<Start> {
        let entry = set_off.entry;
        match date {
            AnchorDate::Happened => Some(Start { at: trigger.at, entry, date }),
            AnchorDate::Knowing => Some(Start { at: known(clause, set_off, owner, self.asker)?, entry, date }),
            AnchorDate::Told(place) if trigger.kind == self.release => {
                let fitting: Vec<usize> = set_off
                    .group
                    .iter()
                    .copied()
                    .filter(|n| self.asker.event(*n).is_some_and(|e| self.asker.fits(pattern, e, None)))
                    .collect();
                self.release_date(&standing_dates(&fitting, self.asker), place, None)
            }
            AnchorDate::Told(place) => Some(Start { at: Moment::date_only(told_day(trigger, place)?), entry, date }),
        }
    }

    /// The earliest of the dates told of a release that is not provisional, else the earliest; not before `from`.
    fn release_date(&self, entries: &[usize], place: u8, from: Option<Day>) -> Option<Start> {
        let provisional = |event: &Happened| {
            let place = self.asker.vocabulary.event(event.kind).attributes.iter().position(|a| a.name == "provisional");
            place.and_then(|p| event.values.get(p)).is_some_and(|v| *v == Some(Value::Bool(true)))
        };
        entries
            .iter()
            .filter_map(|n| {
                let event = self.asker.event(*n)?;
                let day = told_day(event, place)?;
                from.is_none_or(|from| from <= day).then_some((provisional(event), day, *n))
            })
            .min()
            .map(|(_, day, entry)| Start { at: Moment::date_only(day), entry, date: AnchorDate::Told(place) })
    }

    /// The earliest date told that is not before the trigger's day, as it now stands, whenever it was told.
    fn told(&self, pattern: &Pattern, place: u8, set_off: &SetOff) -> Option<Start> {
        let trigger = self.asker.event(set_off.entry);
        let fitting: Vec<usize> = self
            .asker
            .fitting(pattern, trigger)
            .filter(|(_, event)| self.not_anothers(event, set_off))
            .map(|(n, _)| n)
            .collect();
        if pattern.event == self.release {
            let releases = self.asker.of_kind(self.released);
            let group = |n: usize| releases.partition_point(|r| (*r as usize) < n);
            let mut standing = Vec::new();
            let mut rest = fitting.as_slice();
            while let Some(first) = rest.first() {
                let len = rest.iter().take_while(|n| group(**n) == group(*first)).count();
                let (here, after) = rest.split_at(len);
                standing.extend(standing_dates(here, self.asker));
                rest = after;
            }
            return self.release_date(&standing, place, Some(set_off.day));
        }
        fitting
            .iter()
            .filter_map(|n| Some((told_day(self.asker.event(*n)?, place)?, *n)))
            .filter(|(day, _)| *day >= set_off.day)
            .min()
            .map(|(day, entry)| Start { at: Moment::date_only(day), entry, date: AnchorDate::Told(place) })
    }

    /// The first such event on or after the trigger's day.
    fn first_after(&self, pattern: &Pattern, date: AnchorDate, set_off: &SetOff, owner: Service) -> Option<Start> {
        let trigger = self.asker.event(set_off.entry);
        let list = self.asker.of_kind(pattern.event);
        let from = list.partition_point(|n| self.asker.story.at(*n as usize).day() < set_off.day);
        let (entry, event) = list.get(from..).unwrap_or(&[]).iter().find_map(|n| {
            let event = self.asker.event(*n as usize)?;
            let counts = self.asker.fits(pattern, event, trigger) && self.not_anothers(event, set_off);
            counts.then_some((*n as usize, event))
        })?;
        let at = match date {
            AnchorDate::Knowing => event.versions.iter().find_map(|v| v.known.to(owner))?,
            _ => event.at,
        };
        Some(Start { at, entry, date })
    }

    /// What follows one trigger counts for that trigger alone (contract, `follows`).
    fn not_anothers(&self, event: &Happened, set_off: &SetOff) -> bool {
        counts_for(event, set_off, self.triggers)
    }

    /// When the duty falls due; for a repeating clock, `length` is that of the occurrence.
    pub fn reach(&self, clock: &Clock, length: Option<Length>, start: Start, leaves_out: &[LeftOut]) -> Due {
        let calendar = &self.asker.protocol.calendar;
        let plain = Due { at: start.at, urgent: false, assumed: false, order: false };
        let day = Moment::date_only(start.at.day());
        match (clock, length) {
            (_, Some(length)) => Due { at: length.span.after(start.at, calendar), assumed: length.assumed, ..plain },
            (Clock::Within(length, _), _) if !leaves_out.is_empty() => {
                let at = hours_leaving_out(start.at, length.span.n, leaves_out, calendar);
                Due { at, assumed: length.assumed, ..plain }
            }
            (Clock::Within(length, _), _) => {
                Due { at: length.span.after(start.at, calendar), assumed: length.assumed, ..plain }
            }
            (Clock::Before(length, _), _) => {
                Due { at: length.span.before(start.at, calendar), assumed: length.assumed, ..plain }
            }
            (Clock::SameDay(_), _) => Due { at: day, urgent: true, ..plain },
            (Clock::AsSoonAsPossible(length, _), _) => {
                Due { at: length.span.after(start.at, calendar), assumed: true, ..plain }
            }
            (Clock::Order(_), _) => Due { at: day, order: true, ..plain },
            (Clock::Repeating(_) | Clock::OnCalendar(..), None) => plain,
        }
    }
}

/// Whether an event counts for this trigger: one that follows another trigger of the clause counts for that one alone, and one that
/// follows a retracted trigger for none.
pub fn counts_for(event: &Happened, set_off: &SetOff, triggers: &[u32]) -> bool {
    match event.follows.iter().find(|root| triggers.contains(root)) {
        Some(root) => *root == set_off.root,
        None => true,
    }
}

fn told_day(event: &Happened, place: u8) -> Option<Day> {
    if let Some(Value::Day(day)) = event.values.get(usize::from(place))? { Some(*day) } else { None }
}

/// The anchor of a clock.
pub fn anchor(clock: &Clock) -> Option<&Anchor> {
    match clock {
        Clock::Within(_, anchor)
        | Clock::Before(_, anchor)
        | Clock::SameDay(anchor)
        | Clock::AsSoonAsPossible(_, anchor)
        | Clock::Order(anchor) => Some(anchor),
        Clock::Repeating(repeat) => Some(&repeat.anchor),
        Clock::OnCalendar(..) => None,
    }
}
