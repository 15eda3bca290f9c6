//! When a duty falls due: which event the clock counts from or to, and the day that it reaches (contract, Counting time).

use std::cell::OnceCell;

use calendar::{Day, Due, LeftOut, Moment, hours_leaving_out};
use journey::Happened;
use protocol::Clause;
use protocol::clause::{Anchor, AnchorDate, Clock, Length};
use protocol::pattern::Pattern;
use protocol::vocabulary::{EventId, Service, Value};

use crate::ask::Asker;
use crate::evidence::fits_but_trigger;
use crate::fitting::refers;
use crate::set_off::{SetOff, known, standing_dates};

/// What the engine has to know to find an anchor of one clause.
pub struct Clockwork<'a> {
    /// The facts.
    pub asker: &'a Asker<'a>,
    /// The event that tells of a release.
    release: EventId,
    /// The event of a release.
    released: EventId,
    /// The first versions of every trigger of the clause, retracted ones included, in order.
    pub triggers: &'a [u32],
    /// For each event of the anchor, the entries that can be it, each with the day that counts; once they were looked for.
    candidates: OnceCell<Vec<Candidates>>,
}

/// The entries that can be an anchor, each with the day that counts, once they were looked for.
type Candidates = OnceCell<Vec<(Day, usize)>>;

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

impl<'a> Clockwork<'a> {
    /// Ready for the triggers of a clause.
    pub fn new(asker: &'a Asker<'a>, triggers: &'a [u32]) -> Clockwork<'a> {
        let (release, released) = (asker.agreed.release_date_known, asker.agreed.released);
        Clockwork { asker, release, released, triggers, candidates: OnceCell::new() }
    }

    /// Where the clock starts; nothing while its event has not happened or its owner has not been told.
    pub fn start(&self, anchor: &Anchor, clause: &Clause, set_off: &SetOff, owner: Service) -> Option<Start> {
        let trigger = self.asker.event(set_off.entry)?;
        let own = anchor.events.iter().find(|(p, _)| self.asker.fits(p, trigger, None));
        if let Some((pattern, date)) = own {
            return self.own(pattern, *date, clause, set_off, owner, trigger);
        }
        // The trigger may tell of a release under another kind than the anchor names.
        let mut found: Option<Start> = None;
        let candidates = self.candidates.get_or_init(|| vec![OnceCell::new(); anchor.events.len()]);
        for ((pattern, date), candidates) in anchor.events.iter().zip(candidates) {
            let start = match date {
                AnchorDate::Told(place) if pattern.event == self.release => {
                    self.told_of_release(pattern, *place, set_off, candidates)
                }
                AnchorDate::Told(place) => self.told(pattern, *place, set_off, candidates),
                _ => self.first_after(pattern, *date, set_off, owner, candidates),
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
                let standing = standing_dates(&fitting, self.asker);
                self.release_date(&standing.iter().map(|n| (trigger.at.day(), *n)).collect::<Vec<_>>(), place, None)
            }
            AnchorDate::Told(place) => Some(Start { at: Moment::date_only(told_day(trigger, place)?), entry, date }),
        }
    }

    /// The earliest of the dates told of a release that is not provisional, else the earliest; not before `from`.
    fn release_date(&self, entries: &[(Day, usize)], place: u8, from: Option<Day>) -> Option<Start> {
        let provisional = |event: &Happened| {
            let place = self.asker.vocabulary.event(event.kind).attributes.iter().position(|a| a.name == "provisional");
            place.and_then(|p| event.values.get(p)).is_some_and(|v| *v == Some(Value::Bool(true)))
        };
        entries
            .iter()
            .filter_map(|(_, n)| {
                let event = self.asker.event(*n)?;
                let day = told_day(event, place)?;
                from.is_none_or(|from| from <= day).then_some((provisional(event), day, *n))
            })
            .min()
            .map(|(_, day, entry)| Start { at: Moment::date_only(day), entry, date: AnchorDate::Told(place) })
    }

    /// The earliest date told that is not before the trigger's day, as it now stands, whenever it was told.
    fn told(&self, pattern: &Pattern, place: u8, set_off: &SetOff, candidates: &Candidates) -> Option<Start> {
        let candidates = candidates.get_or_init(|| {
            let mut list = self.candidates(pattern, |event| told_day(event, place));
            list.sort_unstable();
            list
        });
        let (day, entry) = self.first_of(candidates, pattern, set_off)?;
        Some(Start { at: Moment::date_only(day), entry, date: AnchorDate::Told(place) })
    }

    /// The same of a release: a later date of the same kind, told before the release, has moved the earlier.
    fn told_of_release(
        &self,
        pattern: &Pattern,
        place: u8,
        set_off: &SetOff,
        candidates: &Candidates,
    ) -> Option<Start> {
        let trigger = self.asker.event(set_off.entry);
        let standing = || {
            let fitting = self.asker.fitting(pattern, trigger).filter(|(_, event)| self.not_anothers(event, set_off));
            self.standing(&fitting.map(|(n, _)| n).collect::<Vec<_>>())
        };
        if self.triggers.is_empty() && !refers(std::slice::from_ref(pattern)) {
            return self.release_date(candidates.get_or_init(standing), place, Some(set_off.day));
        }
        self.release_date(&standing(), place, Some(set_off.day))
    }

    /// The dates told that now stand, release by release.
    fn standing(&self, fitting: &[usize]) -> Vec<(Day, usize)> {
        let releases = self.asker.of_kind(self.released);
        let group = |n: &usize| releases.partition_point(|r| (*r as usize) < *n);
        let groups = fitting.chunk_by(|a, b| group(a) == group(b));
        groups
            .flat_map(|of_one| standing_dates(of_one, self.asker))
            .map(|n| (self.asker.story.at(n).day(), n))
            .collect()
    }

    /// The first such event on or after the trigger's day.
    fn first_after(
        &self,
        pattern: &Pattern,
        date: AnchorDate,
        set_off: &SetOff,
        owner: Service,
        candidates: &Candidates,
    ) -> Option<Start> {
        let candidates = candidates.get_or_init(|| self.candidates(pattern, |event| Some(event.at.day())));
        let (_, entry) = self.first_of(candidates, pattern, set_off)?;
        let event = self.asker.event(entry)?;
        let at = match date {
            AnchorDate::Knowing => event.versions.iter().find_map(|v| v.known.to(owner))?,
            _ => event.at,
        };
        Some(Start { at, entry, date })
    }

    /// The entries that fit a pattern but for what is compared with the trigger, each with its day, in order.
    fn candidates(&self, pattern: &Pattern, day: impl Fn(&Happened) -> Option<Day>) -> Vec<(Day, usize)> {
        let list = self.asker.of_kind(pattern.event).iter().map(|n| *n as usize);
        let fitting = list.filter_map(|n| Some((n, self.asker.event(n)?)));
        fitting
            .filter(|(_, event)| fits_but_trigger(pattern, event, self.asker))
            .filter_map(|(n, event)| Some((day(event)?, n)))
            .collect()
    }

    /// The first of these, in order of days, on or after the trigger's day that counts for the trigger.
    fn first_of(&self, candidates: &[(Day, usize)], pattern: &Pattern, set_off: &SetOff) -> Option<(Day, usize)> {
        let trigger = self.asker.event(set_off.entry);
        let from = candidates.partition_point(|(day, _)| *day < set_off.day);
        let counts = |event: &Happened| self.asker.fits(pattern, event, trigger) && self.not_anothers(event, set_off);
        candidates.get(from..)?.iter().copied().find(|(_, n)| self.asker.event(*n).is_some_and(counts))
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
/// follows a retracted trigger for none. The triggers stand in order.
pub fn counts_for(event: &Happened, set_off: &SetOff, triggers: &[u32]) -> bool {
    // What carries on a follow-up of the trigger carries on the trigger.
    event.follows.contains(&set_off.root) || !event.follows.iter().any(|root| triggers.binary_search(root).is_ok())
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
