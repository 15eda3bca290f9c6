//! The child's status at each moment: who is open to whom, on which bases looked after, at liberty or not (statute.md section 2).
//!
//! Comes from the events of a timeline one by one; goes into conditions and into the status that is shown. It is worked out and
//! never typed in: an event changes it only as the law has it. What leaving care law makes of it is in `leaving_care`.

use calendar::{Day, Moment};
use journey::Happened;
use protocol::Vocabulary;

use crate::agreed::{self, Agreed};
use crate::basis::{Basis, Footing, Residence, footing};
use crate::birthdays::Born;

/// Where the child stands in the criminal process (statute.md 2.1); the order is that of the vocabulary's `liberty`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Liberty {
    /// At liberty.
    Community,
    /// Arrested and held.
    PoliceDetention,
    /// Moved from the cells to local authority accommodation (PACE s.38(6)).
    PaceTransfer,
    /// On bail.
    Bail,
    /// Remanded to local authority accommodation.
    Rlaa,
    /// Remanded to youth detention accommodation.
    YdaRemand,
    /// Serving a sentence inside.
    Sentence,
    /// Released under supervision or licence.
    Supervision,
    /// Recalled to custody.
    Recalled,
}

/// The status after one entry of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Open to youth justice.
    pub yjs: bool,
    /// Open to social care.
    pub csc: bool,
    /// Where the child stands in the criminal process.
    pub liberty: Liberty,
    /// Serving a sentence inside.
    pub serving: bool,
    /// On remand to local authority accommodation, or to youth detention accommodation.
    pub remand: Remand,
    /// Stopped being looked after because of a custodial sentence, before leaving care law is asked.
    pub detained_out_of_care: bool,
}

/// Which remand the child is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remand {
    /// None.
    None,
    /// To local authority accommodation.
    Rlaa,
    /// To youth detention accommodation.
    Yda,
}

impl State {
    /// Remanded to youth detention accommodation or serving a sentence inside (contract, `in_custody`).
    pub fn in_custody(self) -> bool {
        self.remand == Remand::Yda || self.serving
    }

    /// Open to both services.
    pub const fn jointly_open(self) -> bool {
        self.yjs && self.csc
    }
}

/// Walks the events and keeps the status.
#[derive(Debug, Clone)]
pub struct Machine<'a> {
    vocabulary: &'a Vocabulary,
    agreed: &'a Agreed,
    born: Born,
    /// The status now.
    pub state: State,
    /// Every basis so far.
    pub bases: Vec<Basis>,
    /// What will be provided once the child is out of custody.
    waiting: Vec<Basis>,
    /// The places of those in force before the entry that was taken last, or since.
    live: Vec<usize>,
    /// When custody began and ended.
    pub detained: Vec<(Moment, Option<Moment>)>,
    /// Something that the law does not allow was written, or a person must look: why.
    pub doubts: Vec<&'static str>,
}

impl<'a> Machine<'a> {
    /// Before anything happened.
    pub fn new(vocabulary: &'a Vocabulary, agreed: &'a Agreed, born: Born) -> Machine<'a> {
        let state = State {
            yjs: false,
            csc: false,
            liberty: Liberty::Community,
            serving: false,
            remand: Remand::None,
            detained_out_of_care: false,
        };
        Machine {
            vocabulary,
            agreed,
            born,
            state,
            bases: Vec::new(),
            waiting: Vec::new(),
            live: Vec::new(),
            detained: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// Whether a basis other than a PACE transfer is in force now.
    pub fn looked_after(&self) -> bool {
        self.live().any(|b| b.to.is_none() && !matches!(b.footing, Footing::Pace | Footing::None))
    }

    fn live(&self) -> impl Iterator<Item = &Basis> {
        self.live.iter().filter_map(|n| self.bases.get(*n))
    }

    /// Whether a basis began or ended with the entry that was taken last.
    pub fn changed_at(&self, n: usize) -> bool {
        self.live().any(|b| b.first == n || b.last == Some(n))
    }

    /// Whether the child was looked after in law just before the entry that was taken last: accommodation that this entry ended within
    /// 24 hours had made nobody looked after.
    pub fn was_looked_after(&self, n: usize, at: Moment) -> bool {
        self.live().any(|b| {
            let in_force = b.first < n && b.last.is_none_or(|last| last >= n);
            in_force && !matches!(b.footing, Footing::Pace | Footing::None) && b.counts(at)
        })
    }

    /// The days on which residence requirements in force run out.
    pub fn residences_end(&self) -> impl Iterator<Item = Day> {
        let in_force = self.live().filter(|b| b.to.is_none()).chain(&self.waiting);
        in_force.filter_map(|b| b.residence.as_ref()?.until)
    }

    /// Whether care that this entry told of must wait until the child is out of custody.
    pub fn waits(&self, n: usize) -> bool {
        self.waiting.iter().any(|b| b.first == n)
    }

    fn place_of(&self, word: &str) -> u8 {
        self.vocabulary.values("care-basis").iter().position(|v| v == word).unwrap_or(0) as u8
    }

    fn doubt(&mut self, why: &'static str) {
        if !self.doubts.contains(&why) {
            self.doubts.push(why);
        }
    }

    fn begin(&mut self, word: &str, n: usize, at: Moment) {
        let (word, footing) = (self.place_of(word), footing(word));
        let (authority, residence) = (None, None);
        self.add(Basis { word, footing, from: at, to: None, first: n, last: None, authority, residence });
    }

    fn add(&mut self, basis: Basis) {
        if basis.from.day() >= self.born.birthday(18) {
            self.doubt("nobody is looked after from the 18th birthday on");
            return;
        }
        if matches!(basis.footing, Footing::Accommodation | Footing::ShortBreak) && self.state.in_custody() {
            // Nothing is provided to a child who is held (statute.md 2.1, T9); what was decided meanwhile begins afterwards.
            self.waiting.push(basis);
            return;
        }
        let is_same =
            |b: &Basis| b.to.is_none() && b.word == basis.word && (b.residence.is_none() || basis.residence.is_none());
        let same = self.live.iter().copied().find(|n| self.bases.get(*n).is_some_and(is_same));
        if let Some(same) = same.and_then(|n| self.bases.get_mut(n)) {
            same.residence = same.residence.take().or(basis.residence);
            return;
        }
        self.state.detained_out_of_care = false;
        self.live.push(self.bases.len());
        self.bases.push(basis);
    }

    /// What waited for the child to be out of custody begins.
    fn resume(&mut self, n: usize, at: Moment) {
        for basis in std::mem::take(&mut self.waiting) {
            self.add(Basis { from: at, first: n, ..basis });
        }
    }

    fn end(&mut self, n: usize, at: Moment, by_detention: bool, which: impl Fn(Footing) -> bool) {
        let was = self.looked_after();
        for place in &self.live {
            if let Some(basis) = self.bases.get_mut(*place).filter(|b| b.to.is_none() && which(b.footing)) {
                (basis.to, basis.last) = (Some(at), Some(n));
            }
        }
        self.waiting.retain(|b| !which(b.footing));
        if by_detention && was && !self.looked_after() {
            self.state.detained_out_of_care = true;
        }
    }

    /// Takes the entry `n` of the story.
    pub fn take(&mut self, n: usize, event: &Happened) {
        let (a, at) = (self.agreed, event.at);
        let bases = &self.bases;
        self.live.retain(|n| bases.get(*n).is_some_and(|b| b.to.is_none()));
        match event.kind {
            k if k == a.yjs_started => self.state.yjs |= !self.is_other_yjs(event),
            k if k == a.yjs_ended => self.state.yjs = false,
            k if k == a.csc_started => self.state.csc = true,
            k if k == a.csc_ended => self.state.csc = false,
            k if k == a.looked_after_started => self.care_begins(n, event),
            k if k == a.looked_after_ended => self.care_ends(n, event),
            k if k == a.turned_18 || k == a.child_died => {
                self.end(n, at, false, |_| true);
                self.state.detained_out_of_care = false;
            }
            k if k == a.arrested && !self.state.in_custody() => self.state.liberty = Liberty::PoliceDetention,
            k if k == a.police_decision => self.police_decides(event),
            k if k == a.pace_transfer => self.pace(n, event),
            k if k == a.court_appearance => self.end(n, at, false, |f| f == Footing::Pace),
            k if k == a.bailed => self.set_free(n, at, Liberty::Bail),
            k if k == a.proceedings_ended && self.state.remand != Remand::None => {
                self.set_free(n, at, Liberty::Community);
            }
            k if k == a.remand_ended => self.remand_ends(n, event),
            k if k == a.remanded_rlaa => self.remand(n, event, Remand::Rlaa),
            k if k == a.remanded_yda => self.remand(n, event, Remand::Yda),
            k if k == a.sentenced_community => {
                self.set_free(n, at, Liberty::Community);
                self.residence_begins(n, event);
            }
            k if k == a.order_ended => self.order_ends(n, event),
            k if k == a.sentenced_custody => self.detain(n, at, Liberty::Sentence),
            k if k == a.recalled => self.detain(n, at, Liberty::Recalled),
            k if k == a.released => self.release(n, event),
            _ => {}
        }
    }

    fn residence_begins(&mut self, n: usize, event: &Happened) {
        let v = self.vocabulary;
        if agreed::truth(event, "la_accommodation", v) != Some(true) {
            return;
        }
        let months = || agreed::int(event, "months", v).and_then(|m| i32::try_from(m).ok());
        let until = agreed::day(event, "la_accommodation_until", v)
            .or_else(|| agreed::day(event, "until", v))
            .or_else(|| months().map(|m| event.at.day().plus_months(m)));
        let order = agreed::word(event, "order", v).unwrap_or_default().to_owned();
        let residence = Some(Residence { root: event.root, order, until });
        let (word, footing) = (self.place_of("yro-residence"), footing("yro-residence"));
        let (from, authority) = (event.at, None);
        self.add(Basis { word, footing, from, to: None, first: n, last: None, authority, residence });
    }

    /// Residence requirements run out on their day. Says whether one did.
    pub fn residences_over(&mut self, n: usize, at: Moment) -> bool {
        let over = |b: &Basis| b.residence.as_ref().and_then(|r| r.until).is_some_and(|until| until <= at.day());
        self.waiting.retain(|b| !over(b));
        let mut any = false;
        for basis in self.bases.iter_mut().filter(|b| b.to.is_none() && over(b)) {
            (basis.to, basis.last) = (Some(at), Some(n));
            any = true;
        }
        any
    }

    /// An order ends with its own requirement: the one that this event follows, else of those of such an order the one that would have
    /// run out first.
    fn order_ends(&mut self, n: usize, event: &Happened) {
        let order = agreed::word(event, "order", self.vocabulary).unwrap_or_default();
        let residence = self.place_of("yro-residence");
        let of_order = |b: &&mut Basis| match &b.residence {
            Some(residence) => residence.order == order,
            None => b.word == residence && order.starts_with("yro"),
        };
        let first = |b: &&mut Basis| {
            let residence = b.residence.as_ref();
            let follows = residence.is_some_and(|r| event.follows.contains(&r.root));
            let until = residence.and_then(|r| r.until);
            (!follows, until.is_none(), until)
        };
        let in_force = self.bases.iter_mut().filter(|b| b.to.is_none()).chain(&mut self.waiting);
        if let Some(basis) = in_force.filter(of_order).min_by_key(first) {
            (basis.to, basis.last) = (Some(event.at), Some(n));
        }
        self.waiting.retain(|b| b.to.is_none());
    }

    fn end_word(&mut self, n: usize, at: Moment, word: &str) {
        let word = self.place_of(word);
        for basis in self.bases.iter_mut().filter(|b| b.to.is_none() && b.word == word) {
            (basis.to, basis.last) = (Some(at), Some(n));
        }
    }

    fn is_other_yjs(&self, event: &Happened) -> bool {
        match agreed::said(event, "service", self.vocabulary) {
            Some(protocol::vocabulary::Value::Roles(roles)) => roles.iter().any(|r| Some(*r) == self.agreed.other_yjs),
            _ => false,
        }
    }

    fn care_begins(&mut self, n: usize, event: &Happened) {
        let basis = agreed::word(event, "basis", self.vocabulary).unwrap_or("other").to_owned();
        let footing = footing(&basis);
        if footing == Footing::None {
            self.doubt("bail to live as directed does not of itself make a child looked after");
            return;
        }
        if basis == "s31-full" {
            // An interim order ends when the application is disposed of (Children Act 1989 s.38; statute.md A8).
            self.end_word(n, event.at, "s31-interim");
        }
        let authority = agreed::text(event, "authority", self.vocabulary).map(str::to_owned);
        let (word, from) = (self.place_of(&basis), event.at);
        self.add(Basis { word, footing, from, to: None, first: n, last: None, authority, residence: None });
    }

    fn care_ends(&mut self, n: usize, event: &Happened) {
        let reason = agreed::word(event, "reason", self.vocabulary).unwrap_or("other");
        let had_order = self.bases.iter().any(|b| b.to.is_none() && b.footing == Footing::Order);
        let provided = |f: Footing| !matches!(f, Footing::Order | Footing::Remand);
        match reason {
            "remand-ended" => self.end(n, event.at, false, |f| f == Footing::Remand),
            "custodial-sentence" => self.end(n, event.at, true, |f| f != Footing::Order),
            "returned-home"
                if self.bases.iter().chain(&self.waiting).any(|b| b.to.is_none() && provided(b.footing)) =>
            {
                self.end(n, event.at, false, provided);
            }
            "order-discharged" if had_order => {
                self.end(n, event.at, false, |f| f == Footing::Order);
                if self.state.serving {
                    self.doubt("a care order ended while the child was serving a sentence: ended by the order, not by detention");
                }
            }
            _ => self.end(n, event.at, false, |_| true),
        }
    }

    fn police_decides(&mut self, event: &Happened) {
        if self.state.in_custody() {
            return;
        }
        self.state.liberty = match agreed::word(event, "decision", self.vocabulary) {
            _ if self.state.remand == Remand::Rlaa => Liberty::Rlaa,
            Some("bailed" | "charged-and-bailed") => Liberty::Bail,
            Some("charged-and-detained") => Liberty::PoliceDetention,
            _ => Liberty::Community,
        };
    }

    fn pace(&mut self, n: usize, event: &Happened) {
        if agreed::truth(event, "transferred", self.vocabulary) == Some(true) {
            self.begin("pace-transfer", n, event.at);
            self.state.liberty = Liberty::PaceTransfer;
        }
    }

    /// A remand or a transfer ends and the child is at liberty or on bail.
    fn set_free(&mut self, n: usize, at: Moment, liberty: Liberty) {
        self.end(n, at, false, |f| matches!(f, Footing::Remand | Footing::Pace));
        self.state.remand = Remand::None;
        if !self.state.serving {
            self.state.liberty = liberty;
            self.leaves_custody(n, at);
        }
    }

    fn remand_ends(&mut self, n: usize, event: &Happened) {
        let liberty = match agreed::word(event, "how", self.vocabulary) {
            Some("bailed") => Liberty::Bail,
            _ => Liberty::Community,
        };
        self.set_free(n, event.at, liberty);
    }

    fn remand(&mut self, n: usize, event: &Happened, kind: Remand) {
        if kind == Remand::Yda && self.born.age_on(event.at.day()) < 12 {
            self.doubt("a child under 12 can be remanded to local authority accommodation only (LASPO 2012 ss.98-99)");
            return;
        }
        self.end(n, event.at, false, |f| f == Footing::Pace);
        self.begin("remand", n, event.at);
        self.state.remand = kind;
        if !self.state.serving {
            self.state.liberty = if kind == Remand::Yda { Liberty::YdaRemand } else { Liberty::Rlaa };
        }
        if kind == Remand::Yda {
            self.provides_nothing(n, event.at);
            self.enters_custody(event.at);
        } else if !self.state.serving {
            self.leaves_custody(n, event.at);
        }
    }

    /// No accommodation is provided under section 20 or by a requirement while the child is held (statute.md T9); a requirement that has
    /// not run out by then binds again afterwards (T12).
    fn provides_nothing(&mut self, n: usize, at: Moment) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.extend(self.bases.iter().filter(|b| b.to.is_none() && b.residence.is_some()).cloned());
        self.end(n, at, false, |f| matches!(f, Footing::Accommodation | Footing::ShortBreak));
        self.waiting = waiting;
    }

    fn detain(&mut self, n: usize, at: Moment, liberty: Liberty) {
        // That the remand was over may have been written before the sentence of the same day that ended it.
        let today = |b: &Basis| b.footing == Footing::Remand && b.to.is_some_and(|to| to.day() == at.day());
        let told_before = !self.looked_after() && self.bases.iter().any(today);
        self.state.detained_out_of_care |= told_before;
        self.state.remand = Remand::None;
        self.state.serving = true;
        self.state.liberty = liberty;
        self.end(n, at, true, |f| f != Footing::Order);
        self.enters_custody(at);
    }

    fn release(&mut self, n: usize, event: &Happened) {
        self.state.serving = false;
        self.state.remand = Remand::None;
        self.state.detained_out_of_care = false;
        self.state.liberty = match agreed::word(event, "order", self.vocabulary) {
            Some("none") => Liberty::Community,
            _ => Liberty::Supervision,
        };
        self.end(n, event.at, false, |f| f == Footing::Remand);
        self.leaves_custody(n, event.at);
    }

    fn enters_custody(&mut self, at: Moment) {
        if !self.detained.last().is_some_and(|(_, to)| to.is_none()) {
            self.detained.push((at, None));
        }
    }

    fn leaves_custody(&mut self, n: usize, at: Moment) {
        self.resume(n, at);
        if let Some((_, to)) = self.detained.last_mut().filter(|(_, to)| to.is_none()) {
            *to = Some(at);
        }
    }
}
