//! The timeline with what follows from it: the events that the program works out, and the status after each.
//!
//! Comes from a [`Timeline`]; goes into everything that is derived. A derived event that was also written stands once, as written
//! (contract, A journey); birthdays stand in it as silent entries, so that a condition on age can be seen to stop holding.

use std::collections::BTreeMap;

use calendar::{Day, Moment};
use journey::{Happened, Known, Timeline, Version};
use protocol::Vocabulary;
use protocol::vocabulary::{EventId, Value};

use crate::agreed::{self, Agreed};
use crate::leaving_care::{Answer, History, Standing};
use crate::status::{Basis, Machine, State};

/// One entry of the story.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The event; nothing for a birthday that sets nothing off.
    pub event: Option<Happened>,
    /// When.
    pub at: Moment,
    /// The entry from which the program worked it out.
    pub source: Option<usize>,
    /// Whether it can set clauses off: a further basis of being looked after does not.
    pub sets_off: bool,
    /// The status after it.
    pub state: State,
}

/// What happened to a child, with what follows from it.
#[derive(Debug, Clone)]
pub struct Story {
    /// The date of birth.
    pub born: Day,
    /// The moment asked for.
    pub as_at: Moment,
    /// The entries, in order.
    pub entries: Vec<Entry>,
    /// Every basis of being looked after.
    pub bases: Vec<Basis>,
    /// Each stretch of custody.
    pub detained: Vec<(Moment, Option<Moment>)>,
    /// Each stretch of living with a parent.
    pub with_parent: Vec<(Day, Option<Day>)>,
    /// The standing that a worker recorded last.
    pub recorded: Option<(Standing, Day, Option<i64>)>,
    /// Where a person must look, and why.
    pub doubts: Vec<String>,
}

impl Story {
    /// Tells the story of a timeline. `approaching` is how many months before the 16th birthday the authority calls near.
    pub fn tell(timeline: &Timeline, vocabulary: &Vocabulary, agreed: &Agreed, approaching: u32) -> Story {
        let teller = Teller {
            timeline,
            vocabulary,
            agreed,
            machine: Machine::new(vocabulary, agreed, timeline.child.born),
            entries: Vec::with_capacity(timeline.events.len() + 16),
            ahead: BTreeMap::new(),
            stands_in: vec![false; timeline.events.len()],
            was_high: false,
            residence_until: None,
        };
        teller.tell(approaching)
    }

    /// The bases in force after an entry that count in law, as places among the words of `care-basis`.
    pub fn bases_after(&self, n: usize) -> impl Iterator<Item = &Basis> {
        self.bases.iter().filter(move |b| b.at(n) && b.counts(self.as_at))
    }

    /// Whether the child was looked after, after an entry.
    pub fn looked_after(&self, n: usize) -> bool {
        let day = self.entries.get(n).map_or(self.as_at.day(), |e| e.at.day());
        day < self.born.birthday(18) && self.bases_after(n).next().is_some()
    }

    /// What leaving care law is asked.
    pub fn history(&self) -> History<'_> {
        History {
            born: self.born,
            bases: &self.bases,
            detained: &self.detained,
            with_parent: &self.with_parent,
            recorded: self.recorded,
            as_at: self.as_at,
        }
    }

    /// The standing under leaving care law after an entry, on a day.
    pub fn standing(&self, day: Day) -> Answer {
        self.history().standing(day)
    }

    /// Whether the child is a former looked-after child in detention (SI 2010/2797), after an entry: not where leaving care law makes
    /// them relevant.
    pub fn former_in_detention(&self, n: usize) -> bool {
        let Some(entry) = self.entries.get(n) else { return false };
        entry.state.detained_out_of_care && self.standing(entry.at.day()).standing != Standing::Relevant
    }

    /// The last entry.
    pub fn last(&self) -> Option<usize> {
        self.entries.len().checked_sub(1)
    }
}

/// What lies ahead on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ahead {
    Birthday(i16),
    Approaching16,
    ResidenceOver,
    FirstYearEnded(usize),
}

struct Teller<'a> {
    timeline: &'a Timeline,
    vocabulary: &'a Vocabulary,
    agreed: &'a Agreed,
    machine: Machine<'a>,
    entries: Vec<Entry>,
    ahead: BTreeMap<(Day, Ahead), ()>,
    /// For each written event, whether it stands in the place of a derived one.
    stands_in: Vec<bool>,
    was_high: bool,
    residence_until: Option<Day>,
}

impl Teller<'_> {
    fn tell(mut self, approaching: u32) -> Story {
        let born = self.timeline.child.born;
        for age in 10..=25 {
            self.ahead.insert((born.birthday(age), Ahead::Birthday(age)), ());
        }
        self.ahead.insert((born.birthday(16).plus_months(-(approaching as i32)), Ahead::Approaching16), ());
        for n in 0..self.timeline.events.len() {
            let Some(event) = self.timeline.events.get(n) else { continue };
            self.catch_up(event.at.day());
            self.written(n, event);
        }
        self.catch_up(self.timeline.as_at.day());
        let with_parent = self.with_parent();
        let recorded = self.recorded();
        Story {
            born,
            as_at: self.timeline.as_at,
            entries: self.entries,
            bases: self.machine.bases,
            detained: self.machine.detained,
            with_parent,
            recorded,
            doubts: self.machine.doubts,
        }
    }

    /// Tells what the calendar brings up to and including a day, before what was written on that day.
    fn catch_up(&mut self, day: Day) {
        while let Some(((on, what), ())) = self.ahead.first_key_value().map(|(k, ())| (*k, ())).filter(|((on, _), ())| *on <= day) {
            self.ahead.remove(&(on, what));
            let at = Moment::date_only(on);
            match what {
                Ahead::Birthday(16) => self.derive(self.agreed.turned_16, at, None, &[]),
                Ahead::Birthday(18) => {
                    let was = self.machine.looked_after();
                    self.derive(self.agreed.turned_18, at, None, &[]);
                    let source = self.entries.len().checked_sub(1);
                    if was && !self.machine.looked_after() {
                        self.derive(self.agreed.looked_after_ended, at, source, &[("reason", "turned-18")]);
                    }
                }
                Ahead::Birthday(_) => self.push(None, at, None, false),
                Ahead::Approaching16 => self.derive(self.agreed.approaching_16, at, None, &[]),
                Ahead::ResidenceOver if self.residence_until == Some(on) => {
                    let was = self.machine.looked_after();
                    self.machine.residence_over(self.entries.len(), at);
                    self.push(None, at, None, false);
                    if was && !self.machine.looked_after() {
                        self.derive(self.agreed.looked_after_ended, at, None, &[("reason", "other")]);
                    }
                }
                Ahead::ResidenceOver => {}
                Ahead::FirstYearEnded(source) => {
                    self.derive(self.agreed.first_year_ended, at, Some(source), &[]);
                }
            }
        }
    }

    fn push(&mut self, event: Option<Happened>, at: Moment, source: Option<usize>, sets_off: bool) {
        self.entries.push(Entry { event, at, source, sets_off, state: self.machine.state });
    }

    /// Takes a written event and what follows from it at once.
    fn written(&mut self, n: usize, event: &Happened) {
        let a = self.agreed;
        let before = self.machine.state;
        let was_looked_after = self.machine.looked_after();
        let own = self.entries.len();
        self.machine.take(own, event);
        let stands_in = self.stands_in.get(n).copied().unwrap_or(false);
        let sets_off = event.kind != a.looked_after_started || !was_looked_after || stands_in;
        self.push(Some(event.clone()), event.at, None, sets_off);
        let state = self.machine.state;
        let at = event.at;
        let kind = event.kind;
        let remand_over = kind == a.sentenced_custody
            || kind == a.sentenced_community
            || kind == a.bailed
            || kind == a.proceedings_ended;
        if remand_over && before.remand != crate::status::Remand::None {
            let how = if kind == a.bailed {
                "bailed"
            } else if kind == a.proceedings_ended {
                "acquitted-or-discontinued"
            } else {
                "sentenced"
            };
            self.derive(a.remand_ended, at, Some(own), &[("how", how)]);
        }
        if was_looked_after && !self.machine.looked_after() && kind != a.looked_after_ended {
            let reason = if kind == a.sentenced_custody || kind == a.recalled {
                "custodial-sentence"
            } else if kind == a.turned_18 {
                "turned-18"
            } else {
                "remand-ended"
            };
            self.derive(a.looked_after_ended, at, Some(own), &[("reason", reason)]);
        }
        if !was_looked_after && self.machine.looked_after() && kind != a.looked_after_started {
            let basis = if kind == a.sentenced_community { "yro-residence" } else { "remand" };
            self.derive(a.looked_after_started, at, Some(own), &[("basis", basis)]);
        }
        if kind == a.sentenced_community {
            self.residence(event);
        }
        self.custody(own, event, before);
        if kind == a.custody_entered {
            self.year_from(own, at);
        }
        if state.jointly_open() && !before.jointly_open() {
            self.derive(a.jointly_open, at, Some(own), &[]);
        }
        if before.jointly_open() && !state.jointly_open() {
            self.derive(a.closed_by_either, at, Some(own), &[]);
        }
        if kind == a.risk_assessed {
            self.risk(own, event);
        }
    }

    fn residence(&mut self, event: &Happened) {
        let v = self.vocabulary;
        if agreed::truth(event, "la_accommodation", v) != Some(true) {
            return;
        }
        let months = || agreed::int(event, "months", v).and_then(|m| i32::try_from(m).ok());
        let until = agreed::day(event, "la_accommodation_until", v)
            .or_else(|| agreed::day(event, "until", v))
            .or_else(|| months().map(|m| event.at.day().plus_months(m)));
        if let Some(until) = until {
            self.residence_until = Some(until);
            self.ahead.insert((until, Ahead::ResidenceOver), ());
        }
    }

    /// Entering custody: by a remand where the child was not in custody, by every custodial sentence, by a recall.
    fn custody(&mut self, own: usize, event: &Happened, before: State) {
        let a = self.agreed;
        let basis = match event.kind {
            k if k == a.remanded_yda && !before.in_custody() && self.machine.state.in_custody() => "remand",
            k if k == a.sentenced_custody => "sentence",
            k if k == a.recalled => "recall",
            _ => return,
        };
        let establishment = agreed::text(event, "establishment", self.vocabulary).map(str::to_owned);
        if self.derive_with(a.custody_entered, event.at, Some(own), &[("basis", basis)], establishment) {
            self.year_from(self.entries.len() - 1, event.at);
        }
    }

    fn year_from(&mut self, entry: usize, at: Moment) {
        self.ahead.insert((at.day().plus_months(12), Ahead::FirstYearEnded(entry)), ());
    }

    fn risk(&mut self, own: usize, event: &Happened) {
        let rating = |name: &str| agreed::word(event, name, self.vocabulary).map(|r| r == "high" || r == "very-high");
        let (harm, safety) = (rating("serious_harm"), rating("safety_wellbeing"));
        if harm == Some(true) || safety == Some(true) {
            self.was_high = true;
        } else if self.was_high && harm == Some(false) && safety == Some(false) {
            self.was_high = false;
            self.derive(self.agreed.risk_no_longer_high, event.at, Some(own), &[]);
        }
    }

    fn derive(&mut self, kind: EventId, at: Moment, source: Option<usize>, says: &[(&str, &str)]) {
        self.derive_with(kind, at, source, says, None);
    }

    /// Adds an event that the program works out, unless it was written: then the written one stands in its place. Says whether it
    /// was added.
    fn derive_with(
        &mut self,
        kind: EventId,
        at: Moment,
        source: Option<usize>,
        says: &[(&str, &str)],
        establishment: Option<String>,
    ) -> bool {
        if kind.0 == u16::MAX || self.was_written(kind, at) {
            return false;
        }
        let event = self.worked_out(kind, at, source, says, establishment);
        // What follows from an event has already changed the status with it; only birthdays change it themselves.
        if kind == self.agreed.turned_18 {
            self.machine.take(self.entries.len(), &event);
        }
        self.push(Some(event), at, source, true);
        true
    }

    /// Whether this derived event was written: on the same day, or, for one that is no plain arithmetic, within four weeks after.
    fn was_written(&mut self, kind: EventId, at: Moment) -> bool {
        let a = self.agreed;
        let loose = [a.looked_after_started, a.looked_after_ended, a.custody_entered, a.remand_ended, a.risk_no_longer_high];
        let reach = if loose.contains(&kind) { 28 } else { 0 };
        let found = self.timeline.events.iter().zip(self.stands_in.iter_mut()).enumerate().find(|(_, (event, taken))| {
            let late = event.at.day().number() - at.day().number();
            let early_warning = kind == a.approaching_16;
            event.kind == kind && !**taken && ((0..=reach).contains(&late) || early_warning)
        });
        let Some((n, (_, taken))) = found else { return false };
        *taken = true;
        // One already told, earlier on the same day, sets things off too.
        let root = self.timeline.events.get(n).map(|e| e.root);
        for entry in self.entries.iter_mut().filter(|e| e.event.as_ref().map(|e| e.root) == root) {
            entry.sets_off = true;
        }
        true
    }

    fn worked_out(
        &self,
        kind: EventId,
        at: Moment,
        source: Option<usize>,
        says: &[(&str, &str)],
        establishment: Option<String>,
    ) -> Happened {
        let v = self.vocabulary;
        let attributes = &v.event(kind).attributes;
        let value = |name: &str| -> Option<Value> {
            if name == "establishment" {
                return establishment.clone().map(Value::Text);
            }
            let (_, word) = says.iter().find(|(n, _)| *n == name)?;
            v.word(word).map(|w| Value::Words(vec![w]))
        };
        let values: Box<[Option<Value>]> = attributes.iter().map(|a| value(&a.name)).collect();
        let source = source.and_then(|s| self.entries.get(s)).and_then(|e| e.event.as_ref());
        // Who knew of the source knew of what follows from it.
        let versions = match source {
            Some(event) => event
                .versions
                .iter()
                .map(|s| Version { kind, values: values.clone(), at: s.at, known: s.known })
                .collect(),
            None => vec![Version { kind, values: values.clone(), at, known: Known::both(at) }],
        };
        Happened {
            kind,
            values,
            at,
            place: 0,
            root: source.map_or(0, |s| s.root),
            follows: Vec::new(),
            earliest: source.map_or(at.day(), |s| s.earliest.min(at.day())),
            versions,
            id: None,
        }
    }

    fn with_parent(&self) -> Vec<(Day, Option<Day>)> {
        let mut stretches: Vec<(Day, Option<Day>)> = Vec::new();
        for event in self.timeline.events.iter().filter(|e| e.kind == self.agreed.living_changed) {
            let day = event.at.day();
            let parent = matches!(
                agreed::word(event, "with", self.vocabulary),
                Some("parent" | "holder-of-parental-responsibility")
            );
            match stretches.last_mut() {
                Some((_, to @ None)) if !parent => *to = Some(day),
                Some((_, None)) => {}
                _ if parent => stretches.push((day, None)),
                _ => {}
            }
        }
        stretches
    }

    fn recorded(&self) -> Option<(Standing, Day, Option<i64>)> {
        let event = self.timeline.events.iter().rev().find(|e| e.kind == self.agreed.care_leaver_recorded)?;
        let standing = Standing::read(agreed::word(event, "status", self.vocabulary)?)?;
        Some((standing, event.at.day(), agreed::int(event, "weeks_since_14", self.vocabulary)))
    }
}

impl Story {
    /// As [`Story::former_in_detention`], with leaving care law asked on another day.
    pub fn former_in_detention_at(&self, n: usize, day: Day) -> bool {
        let Some(entry) = self.entries.get(n) else { return false };
        entry.state.detained_out_of_care && self.standing(day).standing != Standing::Relevant
    }

    /// Whether a PACE transfer or other accommodation stands so near to 24 hours that dates alone cannot tell.
    pub fn is_near_24_hours(&self) -> bool {
        use crate::status::Footing;
        self.bases.iter().any(|b| {
            let until = b.to.unwrap_or(self.as_at);
            let nights = until.day().number() - b.from.day().number();
            let near = b.footing == Footing::Pace && nights == 1 && !(b.from.has_time() && until.has_time());
            near && self.as_at.day().number() - until.day().number() <= 2
        })
    }
}
