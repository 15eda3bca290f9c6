//! Tells a story: walks the written events, keeps the status, and adds what the program works out.
//!
//! Comes from a timeline in order; goes out as a [`Story`]. What lies ahead on the calendar (birthdays, a residence requirement's
//! last day, the end of a first year in custody) is told before what was written on that day.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use calendar::{Day, Moment};
use journey::{Happened, Known, Timeline, Version};
use protocol::vocabulary::{EventId, Value};
use protocol::{Protocol, Vocabulary};

use crate::agreed::{self, Agreed};
use crate::basis::{Basis, Footing};
use crate::birthdays::Born;
use crate::leaving_care::{Standing, Stretches};
use crate::status::{Machine, Remand, State};
use crate::story::{Entry, Kept, Story};

/// What lies ahead on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ahead {
    Birthday(i16),
    Approaching16,
    ResidenceOver,
    Eligible,
    FirstYearEnded(usize),
}

/// Tells the story of a timeline as a protocol's settings have it.
pub(crate) fn tell<'t>(
    timeline: &'t Timeline,
    protocol: &'t Protocol,
    vocabulary: &'t Vocabulary,
    agreed: &'t Agreed,
) -> Story<'t> {
    let born = Born::on(timeline.child.born);
    let teller = Teller {
        timeline,
        protocol,
        vocabulary,
        agreed,
        born,
        machine: Machine::new(vocabulary, agreed, born),
        entries: Vec::with_capacity(timeline.events.len() + 24),
        own: Vec::new(),
        ahead: Vec::new(),
        stands_in: BTreeSet::new(),
        was_high: false,
        eligible: false,
        era: 0,
    };
    teller.tell(approaching(protocol))
}

/// How many months before the 16th birthday the authority calls near; the texts give no number.
fn approaching(protocol: &Protocol) -> i32 {
    let setting = protocol.settings.iter().find(|s| s.name == "approaching-16");
    setting.and_then(|s| s.span).map_or(3, |span| span.n as i32)
}

struct Teller<'t> {
    timeline: &'t Timeline,
    protocol: &'t Protocol,
    vocabulary: &'t Vocabulary,
    agreed: &'t Agreed,
    born: Born,
    machine: Machine<'t>,
    entries: Vec<Entry>,
    own: Vec<Happened>,
    /// In order, each once.
    ahead: Vec<(Day, Ahead)>,
    /// The written events that stand in the place of derived ones.
    stands_in: BTreeSet<usize>,
    was_high: bool,
    /// Whether the child's becoming eligible has been told.
    eligible: bool,
    era: u32,
}

impl<'t> Teller<'t> {
    fn tell(mut self, approaching: i32) -> Story<'t> {
        let born = self.born;
        let until = self.timeline.as_at.day();
        // Birthdays before the first event change nothing that is told.
        let from = self.timeline.events.first().map_or(until, |e| e.at.day());
        for age in born.age_on(from).max(9)..=born.age_on(until).min(25) {
            self.lies_ahead(born.birthday(age), Ahead::Birthday(age));
        }
        for age in [16, 18] {
            self.lies_ahead(born.birthday(age), Ahead::Birthday(age));
        }
        self.lies_ahead(born.birthday(16).plus_months(-approaching), Ahead::Approaching16);
        let timeline = self.timeline;
        for (n, event) in timeline.events.iter().enumerate() {
            self.catch_up(event.at.day(), false);
            self.written(n, event);
        }
        self.catch_up(until, true);
        let placed_in = self.placed_in();
        let kinds = self.vocabulary.events().len();
        let (with_parent, in_hospital, recorded) = (self.with_parent(), self.in_hospital(), self.recorded());
        self.past_their_time();
        let mut story = Story {
            written: &timeline.events,
            own: self.own,
            born,
            as_at: timeline.as_at,
            entries: self.entries,
            bases: self.machine.bases,
            detained: self.machine.detained,
            in_hospital,
            with_parent,
            recorded,
            doubts: self.machine.doubts,
            placed_in,
            follows: timeline.events.iter().any(|e| !e.follows.is_empty()),
            by_kind: Vec::new(),
            begins: Vec::new(),
            kinds: Vec::new(),
            days: Vec::new(),
            standings: Vec::new(),
            stretches: OnceCell::new(),
            moves: OnceCell::new(),
        };
        story.index(kinds);
        story.settle_bases();
        story
    }

    fn lies_ahead(&mut self, day: Day, what: Ahead) {
        if let Err(place) = self.ahead.binary_search(&(day, what)) {
            self.ahead.insert(place, (day, what));
        }
    }

    /// Tells what the calendar brings up to and including a day, before what was written on that day. Who stops being looked after on the
    /// 16th birthday spends no night at 16 in care: whether that day makes eligible is told once it is `over`.
    fn catch_up(&mut self, day: Day, over: bool) {
        let sixteen = self.born.birthday(16);
        let due = |(on, what): &(Day, Ahead)| *on < day || over || *what != Ahead::Eligible || *on > sixteen;
        while let Some(next) = self.ahead.iter().take_while(|(on, _)| *on <= day).position(due) {
            let (on, what) = self.ahead.remove(next);
            let at = Moment::date_only(on);
            match what {
                Ahead::Birthday(16) => {
                    self.derive(self.agreed.turned_16, at, None, &[], None);
                }
                Ahead::Birthday(18) => self.turns_18(at),
                Ahead::Birthday(_) => self.silent(at),
                Ahead::Approaching16 => {
                    self.derive(self.agreed.approaching_16, at, None, &[], None);
                }
                Ahead::ResidenceOver => self.residences_over(at),
                Ahead::Eligible => self.becomes_eligible(at),
                Ahead::FirstYearEnded(source) => {
                    self.derive(self.agreed.first_year_ended, at, Some(source), &[], None);
                }
            }
        }
    }

    fn turns_18(&mut self, at: Moment) {
        let was = self.machine.looked_after();
        if self.derive(self.agreed.turned_18, at, None, &[], None) && was && !self.machine.looked_after() {
            let source = self.entries.len().checked_sub(1);
            self.derive(self.agreed.looked_after_ended, at, source, &[("reason", "turned-18")], None);
        }
    }

    fn residences_over(&mut self, at: Moment) {
        if self.machine.residences_over(self.entries.len(), at) {
            self.silent(at);
            if !self.machine.looked_after() {
                self.derive(self.agreed.looked_after_ended, at, None, &[("reason", "other")], None);
            }
        }
    }

    /// A birthday that sets nothing off, or a day on which a status ends.
    fn silent(&mut self, at: Moment) {
        self.push(Kept::Nowhere, at, None, false);
    }

    /// Looks for the day on which a child who stays looked after will be eligible: 91 nights since 14, at 16 or 17 (statute.md 2.3).
    fn look_for_eligible(&mut self, at: Moment) {
        let born = self.born;
        if self.eligible || !self.machine.looked_after() || at.day() >= born.birthday(18) {
            return;
        }
        let missing = 91 - self.nights(at.day());
        let day = at.day().max(born.birthday(14)).plus_days(missing.max(0)).max(born.birthday(16));
        if day < born.birthday(18) {
            self.lies_ahead(day, Ahead::Eligible);
        }
    }

    fn nights(&self, day: Day) -> i32 {
        self.stretches(day).nights(&self.born, day)
    }

    fn stretches(&self, day: Day) -> Stretches {
        Stretches::of(&self.machine.bases, Moment::date_only(day))
    }

    fn becomes_eligible(&mut self, at: Moment) {
        let day = at.day();
        if !self.eligible && self.stretches(day).make_eligible(&self.born, day) {
            self.eligible = true;
            self.derive(self.agreed.became_eligible, at, None, &[], None);
        }
    }

    fn push(&mut self, kept: Kept, at: Moment, source: Option<usize>, sets_off: bool) {
        let state = self.machine.state;
        let changed = self.entries.last().is_none_or(|last| last.state != state)
            || kept == Kept::Nowhere
            || self.machine.changed_at(self.entries.len());
        self.era += u32::from(changed);
        let source = source.map(|s| s as u32);
        let (kind, root, earliest) =
            self.event(kept).map_or((EventId(u16::MAX), 0, at.day()), |e| (e.kind, e.root, e.earliest));
        let era = self.era;
        self.entries.push(Entry { kept, kind, root, earliest, at, source, sets_off, state, bases: 0, era });
    }

    fn event(&self, kept: Kept) -> Option<&Happened> {
        match kept {
            Kept::Nowhere => None,
            Kept::Written(n) => self.timeline.events.get(n as usize),
            Kept::Own(n) => self.own.get(n as usize),
        }
    }

    /// Takes a written event and what follows from it at once.
    fn written(&mut self, n: usize, event: &Happened) {
        let a = self.agreed;
        let (kind, at) = (event.kind, event.at);
        let before = self.machine.state;
        let own = self.entries.len();
        self.machine.take(own, event);
        let was_looked_after = self.machine.was_looked_after(own, at);
        let sets_off = if kind == a.looked_after_started {
            let of_age = at.day() >= self.born.birthday(18);
            self.stands_in.contains(&n) || !was_looked_after && !of_age && !self.machine.waits(own)
        } else {
            !self.told_already(event)
        };
        let kept = match crate::workable::fill(event, self.protocol, self.vocabulary) {
            None => Kept::Written(n as u32),
            Some(filled) => {
                self.own.push(filled);
                Kept::Own(self.own.len() as u32 - 1)
            }
        };
        self.push(kept, at, None, sets_off);
        if !self.vocabulary.event(kind).changes_status {
            return;
        }
        if self.machine.changed_at(own) {
            self.look_for_eligible(at);
        }
        self.remand_over(own, event, before);
        if was_looked_after && !self.machine.looked_after() && kind != a.looked_after_ended {
            let reason = self.why_care_ended(n, event);
            self.derive(a.looked_after_ended, at, Some(own), &[("reason", reason)], None);
        }
        if !was_looked_after && self.machine.looked_after() && kind != a.looked_after_started {
            let words = self.vocabulary.values("care-basis");
            let begun = self.machine.bases.iter().find(|b| b.first == own);
            let basis = begun.and_then(|b| words.get(usize::from(b.word))).map_or("other", String::as_str);
            self.derive(a.looked_after_started, at, Some(own), &[("basis", basis)], None);
        }
        if kind == a.sentenced_community {
            let ends: Vec<Day> = self.machine.residences_end().collect();
            ends.into_iter().for_each(|day| self.lies_ahead(day, Ahead::ResidenceOver));
        }
        self.custody(own, event, before);
        if kind == a.custody_entered {
            self.year_from(own, at);
        }
        let now = self.machine.state;
        if now.jointly_open() && !before.jointly_open() {
            self.derive(a.jointly_open, at, Some(own), &[], None);
        }
        if before.jointly_open() && !now.jointly_open() {
            self.derive(a.closed_by_either, at, Some(own), &[], None);
        }
        if kind == a.risk_assessed {
            self.risk(own, event);
        }
    }

    fn remand_over(&mut self, own: usize, event: &Happened, before: State) {
        let a = self.agreed;
        let how = match event.kind {
            _ if before.remand == Remand::None => return,
            k if k == a.bailed => "bailed",
            k if k == a.proceedings_ended => "acquitted-or-discontinued",
            k if k == a.sentenced_custody || k == a.sentenced_community => "sentenced",
            _ => return,
        };
        self.derive(a.remand_ended, event.at, Some(own), &[("how", how)], None);
    }

    /// By which event the last basis ended, in the words of `care-end`.
    fn why_care_ended(&self, n: usize, event: &Happened) -> &'static str {
        let a = self.agreed;
        // Of a remand that a sentence ended, its end may be written before the sentence of the same day.
        let later = self.timeline.events.iter().skip(n + 1).take_while(|e| e.at.day() == event.at.day());
        let sentenced = || later.clone().any(|e| e.kind == a.sentenced_custody);
        match event.kind {
            k if k == a.sentenced_custody || k == a.recalled => "custodial-sentence",
            k if k == a.turned_18 => "turned-18",
            k if k == a.remand_ended && sentenced() => "custodial-sentence",
            k if [a.bailed, a.remand_ended, a.proceedings_ended, a.sentenced_community, a.released].contains(&k) => {
                "remand-ended"
            }
            _ => "other",
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
        if self.derive(a.custody_entered, event.at, Some(own), &[("basis", basis)], establishment) {
            self.year_from(self.entries.len() - 1, event.at);
        }
    }

    fn year_from(&mut self, entry: usize, at: Moment) {
        self.lies_ahead(at.day().plus_months(12), Ahead::FirstYearEnded(entry));
    }

    fn risk(&mut self, own: usize, event: &Happened) {
        let rating = |name: &str| agreed::word(event, name, self.vocabulary).map(|r| r == "high" || r == "very-high");
        let (harm, safety) = (rating("serious_harm"), rating("safety_wellbeing"));
        if harm == Some(true) || safety == Some(true) {
            self.was_high = true;
        } else if self.was_high && harm == Some(false) && safety == Some(false) {
            self.was_high = false;
            self.derive(self.agreed.risk_no_longer_high, event.at, Some(own), &[], None);
        }
    }

    /// Adds an event that the program works out, unless it was written: then the written one stands in its place. Says whether it
    /// was added.
    fn derive(
        &mut self,
        kind: EventId,
        at: Moment,
        source: Option<usize>,
        says: &[(&str, &str)],
        establishment: Option<String>,
    ) -> bool {
        if kind.0 == u16::MAX || self.was_written(kind, at, says) {
            return false;
        }
        let event = self.worked_out(kind, at, source, says, establishment);
        // What follows from an event has already changed the status with it; only a birthday changes it itself.
        if kind == self.agreed.turned_18 {
            self.machine.take(self.entries.len(), &event);
        }
        self.own.push(event);
        self.push(Kept::Own(self.own.len() as u32 - 1), at, source, true);
        true
    }

    /// Whether this derived event was written: on the same day, or, for one that is no plain arithmetic, within four weeks after.
    fn was_written(&mut self, kind: EventId, at: Moment, says: &[(&str, &str)]) -> bool {
        let a = self.agreed;
        let loose = [
            a.looked_after_started,
            a.looked_after_ended,
            a.custody_entered,
            a.remand_ended,
            a.risk_no_longer_high,
            a.became_eligible,
        ];
        let reach = if loose.contains(&kind) { 28 } else { 0 };
        let early_warning = kind == a.approaching_16;
        let events = &self.timeline.events;
        // Written events stand in order: those of the same day or later begin here.
        let first = if early_warning { 0 } else { events.partition_point(|e| e.at.day() < at.day()) };
        let near = events
            .iter()
            .enumerate()
            .skip(first)
            .take_while(|(_, e)| early_warning || e.at.day().number() - at.day().number() <= reach);
        // Written on a later day, it must say the same, and so must a start of care on the same day: another basis, another reason is
        // another matter.
        let v = self.vocabulary;
        let alike = |e: &Happened| {
            (e.at.day() == at.day() && kind != a.looked_after_started)
                || says.iter().all(|(name, word)| agreed::word(e, name, v).is_none_or(|said| said == *word))
        };
        // Where the like came about again meanwhile, what was written stands for that.
        let again = |n: usize, e: &Happened| {
            let silent = says.iter().all(|(name, _)| agreed::word(e, name, v).is_none());
            let brings = self.brings(kind, says.first().filter(|_| !silent).map(|(_, word)| *word));
            let between = events.get(first..n).unwrap_or(&[]).iter().chain(events.get(n + 1..).unwrap_or(&[]));
            let near = between.take_while(|b| b.at.day() <= e.at.day());
            e.at.day() > at.day() && near.into_iter().any(|b| b.at.day() > at.day() && brings.contains(&b.kind))
        };
        let free = |n: usize| !self.stands_in.contains(&n) && !self.ended_another(n);
        let mut found = near.filter(|(n, e)| e.kind == kind && free(*n) && alike(e) && !again(*n, e)).map(|(n, _)| n);
        let Some(n) = found.next() else { return false };
        drop(found);
        self.stands_in.insert(n);
        // One already told, earlier on the same day, sets things off too.
        for entry in self.entries.iter_mut().rev().take_while(|e| e.at.day() >= at.day()) {
            entry.sets_off |= entry.kept == Kept::Written(n as u32);
        }
        true
    }

    /// Whether an event that the program works out was written twice for one day.
    fn told_already(&self, event: &Happened) -> bool {
        let is_same = |e: &Happened| e.kind == event.kind && e.values == event.values;
        let told = || self.entries.iter().rev().take_while(|e| e.at.day() == event.at.day()).filter(|e| e.sets_off);
        let written = |e: &Entry| match e.kept {
            Kept::Written(n) => self.timeline.events.get(n as usize).is_some_and(is_same),
            _ => false,
        };
        self.vocabulary.event(event.kind).derived.is_some() && told().any(written)
    }

    /// The events that bring a derived one about, of those that can be written late: all, or those that make it say this.
    fn brings(&self, kind: EventId, word: Option<&str>) -> Vec<EventId> {
        let a = self.agreed;
        let all: Vec<(EventId, &str)> = match kind {
            k if k == a.looked_after_started => {
                vec![(a.remanded_rlaa, "remand"), (a.remanded_yda, "remand"), (a.sentenced_community, "yro-residence")]
            }
            k if k == a.custody_entered => {
                vec![(a.remanded_yda, "remand"), (a.sentenced_custody, "sentence"), (a.recalled, "recall")]
            }
            k if k == a.remand_ended => vec![
                (a.bailed, "bailed"),
                (a.proceedings_ended, "acquitted-or-discontinued"),
                (a.sentenced_custody, "sentenced"),
                (a.sentenced_community, "sentenced"),
            ],
            _ => Vec::new(),
        };
        all.into_iter().filter(|(_, says)| word.is_none_or(|word| word == *says)).map(|(kind, _)| kind).collect()
    }

    /// Whether a written event, already told, ended one basis while another went on: that is another matter than the end of the last.
    fn ended_another(&self, n: usize) -> bool {
        let kept = Kept::Written(n as u32);
        let told = self.entries.iter().rposition(|e| e.kept == kept);
        told.is_some_and(|own| self.machine.bases.iter().any(|b| b.last == Some(own)))
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
        let value = |name: &str| -> Option<Value> {
            if name == "establishment" {
                return establishment.clone().map(Value::Text);
            }
            let (_, word) = says.iter().find(|(n, _)| *n == name)?;
            v.word(word).map(|w| Value::Words(vec![w]))
        };
        let values: Box<[Option<Value>]> = v.event(kind).attributes.iter().map(|a| value(&a.name)).collect();
        let source = source.and_then(|s| self.entries.get(s)).and_then(|e| self.event(e.kept));
        // Who knew of the source knew of what follows from it.
        let version = |at, known| Version { kind, values: values.clone(), at, known, place: 0 };
        let versions = match source {
            Some(event) => {
                let such = event.versions.iter().filter(|s| s.kind == event.kind);
                such.map(|s| version(s.at, s.known)).collect()
            }
            None => vec![version(at, Known::both(at))],
        };
        Happened {
            kind,
            values,
            at,
            place: 0,
            root: source.map_or(0, |s| s.root),
            follows: Vec::new(),
            taken_back: Vec::new(),
            id: source.and_then(|s| s.id.clone()),
            earliest: source.map_or(at.day(), |s| s.earliest.min(at.day())),
            versions,
        }
    }

    /// Where the child is placed out of the area, as far as the record says.
    fn placed_in(&self) -> Option<String> {
        let a = self.agreed;
        let placed = [a.placement_started, a.placement_changed];
        let event =
            self.timeline.events.iter().rev().find(|e| placed.contains(&e.kind) || e.kind == a.placement_ended)?;
        let out = agreed::truth(event, "out_of_area", self.vocabulary) == Some(true);
        agreed::text(event, "area", self.vocabulary).filter(|_| out).map(str::to_owned)
    }

    /// A short power that by law cannot still be in force, and whose end was not written, goes to a person (Children Act 1989 ss.45, 46).
    fn past_their_time(&mut self) {
        let words = self.vocabulary.values("care-basis");
        let as_at = self.timeline.as_at;
        for basis in self.machine.bases.iter().filter(|b| b.to.is_none()) {
            let days = as_at.day().number() - basis.from.day().number();
            let hours_past = basis.from.has_time() && as_at.instant() - basis.from.instant() > 72 * 3600;
            let doubt = match words.get(usize::from(basis.word)).map(String::as_str) {
                Some("police-protection") if days > 3 || hours_past => {
                    "police protection lasts 72 hours at most, and its end is not written"
                }
                Some("emergency-protection") if days > 15 => {
                    "an emergency protection order lasts 15 days at most, and its end is not written"
                }
                _ => continue,
            };
            self.machine.doubts.push(doubt);
        }
    }

    fn in_hospital(&self) -> Vec<(Day, Option<Day>)> {
        let a = self.agreed;
        let placements = [a.placement_started, a.placement_changed, a.placement_ended];
        let mut stays: Vec<(Day, Option<Day>)> = Vec::new();
        for event in self.timeline.events.iter().filter(|e| placements.contains(&e.kind)) {
            let begins =
                event.kind != a.placement_ended && agreed::word(event, "kind", self.vocabulary) == Some("hospital");
            match stays.last_mut() {
                Some((_, to @ None)) if !begins => *to = Some(event.at.day()),
                Some((_, None)) => {}
                _ if begins => stays.push((event.at.day(), None)),
                _ => {}
            }
        }
        stays
    }

    fn with_parent(&self) -> Vec<(Day, Option<Day>)> {
        let mut stretches: Vec<(Day, Option<Day>)> = Vec::new();
        for event in self.timeline.events.iter().filter(|e| e.kind == self.agreed.living_changed) {
            let day = event.at.day();
            let word = agreed::word(event, "with", self.vocabulary);
            let parent = matches!(word, Some("parent" | "holder-of-parental-responsibility"));
            match stretches.last_mut() {
                Some((_, to @ None)) if !parent => *to = Some(day),
                Some((_, None)) => {}
                _ if parent => stretches.push((day, None)),
                _ => {}
            }
        }
        // To be accommodated or held is to live there no more.
        let elsewhere = |b: &&Basis| matches!(b.footing, Footing::Accommodation | Footing::Remand);
        let accommodated = self.machine.bases.iter().filter(elsewhere).map(|b| b.from.day());
        let mut away: Vec<Day> = accommodated.chain(self.machine.detained.iter().map(|(at, _)| at.day())).collect();
        away.sort();
        let until =
            |from: Day, to: Option<Day>| away.iter().copied().find(|day| *day > from).into_iter().chain(to).min();
        stretches.into_iter().map(|(from, to)| (from.plus_months(6), until(from, to))).collect()
    }

    fn recorded(&self) -> Option<(Standing, Day, Option<i64>)> {
        let event = self.timeline.events.iter().rev().find(|e| e.kind == self.agreed.care_leaver_recorded)?;
        let standing = Standing::read(agreed::word(event, "status", self.vocabulary)?)?;
        Some((standing, event.at.day(), agreed::int(event, "weeks_since_14", self.vocabulary)))
    }
}
