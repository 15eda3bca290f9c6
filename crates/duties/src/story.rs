//! The timeline with what follows from it: the events that the program works out, and the status after each.
//!
//! Told by `telling`; goes into everything that is derived. A derived event that was also written stands once, as written (contract, A
//! journey); birthdays stand in it as silent entries, so that a condition on age can be seen to stop holding.

use std::cell::{Cell, OnceCell};

use calendar::{Day, Moment};
use journey::Happened;
use protocol::facts::{STATUS, Status};
use protocol::vocabulary::EventId;

use crate::basis::{Basis, Footing};
use crate::birthdays::Born;
use crate::leaving_care::{Answer, History, Standing, Stretches};
use crate::status::State;

/// Where an entry's event is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Nowhere: a birthday that sets nothing off.
    Nowhere,
    /// Among the events as written.
    Written(u32),
    /// Among those that the program worked out or filled in.
    Own(u32),
}

/// One entry of the story.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Where its event is kept.
    pub(crate) kept: Kept,
    /// The event; one that does not exist, where there is none.
    pub(crate) kind: EventId,
    /// The place of the event's first version in the file.
    pub(crate) root: u32,
    /// The day from which evidence counts: the earliest of the event's versions.
    pub(crate) earliest: Day,
    /// When.
    pub at: Moment,
    /// The entry from which the program worked it out.
    pub source: Option<u32>,
    /// Whether it can set clauses off: a further basis of being looked after does not.
    pub sets_off: bool,
    /// The status after it.
    pub state: State,
    /// The bases of being looked after that count in law after it: bit n stands for word n of `care-basis`.
    pub bases: u16,
    /// Entries with the same number stand under the same status.
    pub era: u32,
}

/// What happened to a child, with what follows from it.
#[derive(Debug)]
pub struct Story<'t> {
    /// The events as written.
    pub(crate) written: &'t [Happened],
    /// The events that the program worked out or filled in.
    pub(crate) own: Vec<Happened>,
    /// The date of birth.
    pub born: Born,
    /// From each entry on, the earliest day: what lies ahead can be told with a day that is past.
    pub(crate) days: Vec<Day>,
    /// The moment asked for.
    pub as_at: Moment,
    /// The entries, in order.
    pub entries: Vec<Entry>,
    /// Every basis of being looked after.
    pub bases: Vec<Basis>,
    /// Each stretch of custody.
    pub detained: Vec<(Moment, Option<Moment>)>,
    /// Each stretch in hospital.
    pub in_hospital: Vec<(Day, Option<Day>)>,
    /// For each stretch of living with a parent, when six months of it had passed and when it ended.
    pub with_parent: Vec<(Day, Option<Day>)>,
    /// The standing that a worker recorded last.
    pub recorded: Option<(Standing, Day, Option<i64>)>,
    /// Where a person must look, and why.
    pub doubts: Vec<&'static str>,
    /// The area of the present placement, where it is another one.
    pub placed_in: Option<String>,
    /// Whether any event follows another.
    pub follows: bool,
    /// The entries of each event, one event after the other, and where each event's begin.
    pub(crate) by_kind: Vec<u32>,
    pub(crate) begins: Vec<u32>,
    /// Which events there are.
    pub(crate) kinds: Vec<u16>,
    /// For each entry, the standing under leaving care law on its day, once it was asked for.
    pub(crate) standings: Vec<Cell<Option<Answer>>>,
    /// The stretches of being looked after, once they were asked for.
    pub(crate) stretches: OnceCell<Stretches>,
    /// For each part of the status, the entries at which it can come out otherwise than at the entry before, once asked for.
    pub(crate) moves: OnceCell<Moves>,
}

/// The entries at which the parts of the status can come out otherwise than at the entry before.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    /// Those on another day than the entry before.
    days: Vec<u32>,
    /// For each part that does not move with every day.
    lists: [Vec<u32>; STATUS.len()],
}

impl Moves {
    fn add(&mut self, status: Status, n: u32, moved: bool) {
        if let Some(list) = self.lists.get_mut(status as usize).filter(|_| moved) {
            list.push(n);
        }
    }

    /// Looks at an entry and the one before it.
    fn look(&mut self, n: u32, before: &Entry, after: &Entry) {
        let (was, is) = (before.state, after.state);
        let another_day = before.at.day() != after.at.day();
        if another_day {
            self.days.push(n);
        }
        if before.bases != after.bases {
            self.add(Status::CareBases, n, true);
            self.add(Status::LookedAfter, n, (before.bases == 0) != (after.bases == 0));
        }
        let out_of_care = was.detained_out_of_care != is.detained_out_of_care;
        self.add(Status::FormerLookedAfterInDetention, n, another_day || out_of_care);
        // Sex is the child's for good, the weekday the trigger's: neither moves.
        if was != is {
            self.add(Status::InCustody, n, was.in_custody() != is.in_custody());
            self.add(Status::Remanded, n, was.remand != is.remand);
            self.add(Status::Liberty, n, was.liberty != is.liberty);
            self.add(Status::OpenToYjs, n, was.yjs != is.yjs);
            self.add(Status::OpenToCsc, n, was.csc != is.csc);
            self.add(Status::JointlyOpen, n, was.jointly_open() != is.jointly_open());
        }
    }
}

impl Story<'_> {
    /// The event of an entry.
    pub fn event(&self, n: usize) -> Option<&Happened> {
        match self.entries.get(n)?.kept {
            Kept::Nowhere => None,
            Kept::Written(n) => self.written.get(n as usize),
            Kept::Own(n) => self.own.get(n as usize),
        }
    }

    /// The entries of an event, in order.
    pub fn of_kind(&self, kind: EventId) -> &[u32] {
        let kind = usize::from(kind.0);
        match (self.begins.get(kind), self.begins.get(kind + 1)) {
            (Some(from), Some(to)) => self.by_kind.get(*from as usize..*to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// The entry from which on every one lies after a day.
    pub fn after(&self, day: Day) -> usize {
        self.days.partition_point(|d| *d <= day)
    }

    /// Finds the entries of each event, so that they need not be searched for.
    pub(crate) fn index(&mut self, kinds: usize) {
        self.days = self.entries.iter().map(|e| e.at.day()).collect();
        let mut earliest = Day::from_number(i32::MAX);
        for day in self.days.iter_mut().rev() {
            earliest = earliest.min(*day);
            *day = earliest;
        }
        let mut begins = vec![0u32; kinds + 1];
        for entry in &self.entries {
            if let Some(count) = begins.get_mut(usize::from(entry.kind.0) + 1) {
                *count += 1;
            }
        }
        let counts = begins.iter().skip(1).zip(0..);
        let kinds = counts.filter(|(count, _)| **count > 0).map(|(_, kind)| kind).collect();
        let mut sum = 0;
        for count in &mut begins {
            sum += *count;
            *count = sum;
        }
        let mut next = begins.clone();
        let mut list = vec![0u32; sum as usize];
        for (entry, n) in self.entries.iter().zip(0..) {
            let Some(place) = next.get_mut(usize::from(entry.kind.0)) else { continue };
            if let Some(cell) = list.get_mut(*place as usize) {
                *cell = n;
            }
            *place += 1;
        }
        (self.begins, self.by_kind, self.kinds) = (begins, list, kinds);
        self.standings = vec![Cell::new(None); self.entries.len()];
    }

    /// When an entry happened; the moment asked for, past the last.
    pub fn at(&self, n: usize) -> Moment {
        self.entries.get(n).map_or(self.as_at, |e| e.at)
    }

    /// The bases in force after an entry that count in law.
    pub fn bases_after(&self, n: usize) -> impl Iterator<Item = &Basis> {
        self.bases.iter().filter(move |b| b.at(n) && b.counts(self.as_at))
    }

    /// Whether the child was looked after, after an entry.
    pub fn looked_after(&self, n: usize) -> bool {
        self.entries.get(n).is_some_and(|e| e.bases != 0)
    }

    /// Writes into each entry which bases count in law after it, now that it is known how long each lasted.
    pub(crate) fn settle_bases(&mut self) {
        let adult = self.born.birthday(18);
        for basis in self.bases.iter().filter(|b| b.counts(self.as_at)) {
            let last = basis.last.unwrap_or(self.entries.len());
            for entry in self.entries.iter_mut().take(last).skip(basis.first) {
                if entry.at.day() < adult {
                    entry.bases |= 1 << basis.word;
                }
            }
        }
    }

    /// What leaving care law is asked.
    pub fn history(&self) -> History<'_> {
        History {
            born: &self.born,
            detained: &self.detained,
            in_hospital: &self.in_hospital,
            with_parent: &self.with_parent,
            recorded: self.recorded,
            stretches: self.stretches.get_or_init(|| Stretches::of(&self.bases, self.as_at)),
        }
    }

    /// The standing under leaving care law on a day.
    pub fn standing(&self, day: Day) -> Answer {
        if day < self.born.birthday(16) {
            return Answer { standing: Standing::None, near: false };
        }
        self.history().standing(day)
    }

    /// The standing under leaving care law on the day of an entry.
    pub fn standing_at(&self, n: usize) -> Answer {
        let cell = self.standings.get(n);
        cell.and_then(Cell::get).unwrap_or_else(|| {
            let answer = self.standing(self.at(n).day());
            cell.inspect(|cell| cell.set(Some(answer)));
            answer
        })
    }

    /// Whether the child is a former looked-after child in detention (SI 2010/2797), after an entry and on a day: not where leaving
    /// care law makes them relevant.
    pub fn former_in_detention(&self, n: usize, day: Day) -> bool {
        let out = self.entries.get(n).is_some_and(|e| e.state.detained_out_of_care && e.state.serving);
        out && self.standing(day).standing != Standing::Relevant
    }

    /// The entries at which a part of the status can come out otherwise than at the entry before.
    pub fn moves(&self, status: Status) -> &[u32] {
        let moves = self.moves.get_or_init(|| {
            let mut moves = Moves { days: Vec::with_capacity(self.entries.len()), ..Moves::default() };
            let mut age = self.entries.first().map_or(0, |e| self.born.age_on(e.at.day()));
            for ((before, after), n) in self.entries.iter().zip(self.entries.iter().skip(1)).zip(1..) {
                moves.look(n, before, after);
                if before.at.day() != after.at.day() {
                    let was = std::mem::replace(&mut age, self.born.age_on(after.at.day()));
                    moves.add(Status::Age, n, was != age);
                }
            }
            moves
        });
        match status {
            Status::CareLeaver | Status::NightsSince14 => &moves.days,
            _ => moves.lists.get(status as usize).map_or(&[], Vec::as_slice),
        }
    }

    /// The last entry.
    pub fn last(&self) -> Option<usize> {
        self.entries.len().checked_sub(1)
    }

    /// Whether a PACE transfer stands so near to 24 hours that dates alone cannot tell.
    pub fn is_near_24_hours(&self) -> bool {
        self.bases.iter().any(|b| {
            let until = b.to.unwrap_or(self.as_at);
            let nights = until.day().number() - b.from.day().number();
            let near = b.footing == Footing::Pace && nights == 1 && !(b.from.has_time() && until.has_time());
            near && self.as_at.day().number() - until.day().number() <= 2
        })
    }
}
