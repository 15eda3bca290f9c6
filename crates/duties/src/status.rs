//! The child's status at each moment: who is open to whom, on which bases looked after, at liberty or not (statute.md section 2).
//!
//! Comes from the events of a timeline one by one; goes into conditions and into the status that is shown. It is worked out and
//! never typed in: an event changes it only as the law has it. What leaving care law makes of it is in `leaving_care`.

use calendar::{Day, Moment};
use journey::Happened;
use protocol::Vocabulary;

use crate::agreed::{self, Agreed};

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

/// A kind of basis on which a child is looked after, by its word in `care-basis`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footing {
    /// A care order, interim or full, or a placement order: holds wherever the child lives.
    Order,
    /// A remand: looked after at once (LASPO 2012 s.104).
    Remand,
    /// Accommodation that is provided: looked after only past 24 hours (Children Act 1989 s.22(2)).
    Accommodation,
    /// A series of short breaks (reg. 48): looked after during one, no night of it counts.
    ShortBreak,
    /// Overnight after charge (PACE s.38(6)): looked after only once past 24 hours.
    Pace,
    /// A word that protocols use and that by law makes no child looked after.
    None,
}

/// What a word of `care-basis` is in law.
pub fn footing(basis: &str) -> Footing {
    match basis {
        "s31-interim" | "s31-full" | "placement-order" => Footing::Order,
        "remand" => Footing::Remand,
        "short-break" => Footing::ShortBreak,
        "pace-transfer" => Footing::Pace,
        "bail-to-reside" => Footing::None,
        _ => Footing::Accommodation,
    }
}

/// A basis while it lasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Its place among the words of `care-basis`.
    pub word: u8,
    /// What it is in law.
    pub footing: Footing,
    /// When it began.
    pub from: Moment,
    /// When it ended; nothing while it lasts.
    pub to: Option<Moment>,
    /// The entry of the story with which it began.
    pub first: usize,
    /// The entry of the story with which it ended.
    pub last: Option<usize>,
    /// Whether a custodial sentence or a recall ended it.
    pub ended_by_detention: bool,
    /// Another authority that looks after the child.
    pub authority: Option<String>,
}

impl Basis {
    /// Whether it makes the child looked after, as far as known at `as_at`: accommodation for 24 hours or less does not.
    pub fn counts(&self, as_at: Moment) -> bool {
        let lasted = |until: Moment| match (self.from.has_time(), until.has_time()) {
            (true, true) => until.instant() - self.from.instant() > 86_400,
            // Dates alone cannot show more than 24 hours unless two nights lie between them.
            _ => until.day().number() - self.from.day().number() > 1,
        };
        match self.footing {
            Footing::None => false,
            Footing::Order | Footing::Remand => true,
            Footing::Pace => lasted(self.to.unwrap_or(as_at)),
            // While it lasts it is taken to go on; once over, a stay within one day was none.
            Footing::Accommodation | Footing::ShortBreak => self.to.is_none_or(|to| {
                let nights = to.day().number() - self.from.day().number();
                if self.from.has_time() && to.has_time() { lasted(to) } else { nights > 0 }
            }),
        }
    }

    /// Whether it was in force after the entry `n` of the story.
    pub fn at(&self, n: usize) -> bool {
        self.first <= n && self.last.is_none_or(|last| n < last)
    }
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
    /// Stopped being looked after because of detention, before leaving care law is asked.
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
    born: Day,
    /// The status now.
    pub state: State,
    /// Every basis so far.
    pub bases: Vec<Basis>,
    /// The places of those in force before the entry that was taken last, or since.
    live: Vec<usize>,
    /// When custody began and ended.
    pub detained: Vec<(Moment, Option<Moment>)>,
    /// Something that the law does not allow was written, or a person must look: why.
    pub doubts: Vec<&'static str>,
}

impl<'a> Machine<'a> {
    /// Before anything happened.
    pub fn new(vocabulary: &'a Vocabulary, agreed: &'a Agreed, born: Day) -> Machine<'a> {
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

    fn begin(&mut self, word: &str, n: usize, at: Moment, authority: Option<String>) {
        let place = self.vocabulary.values("care-basis").iter().position(|v| v == word).unwrap_or(0) as u8;
        if self.live().any(|b| b.word == place && b.to.is_none()) {
            return;
        }
        self.state.detained_out_of_care = false;
        self.live.push(self.bases.len());
        self.bases.push(Basis {
            word: place,
            footing: footing(word),
            from: at,
            to: None,
            first: n,
            last: None,
            ended_by_detention: false,
            authority,
        });
    }

    fn end(&mut self, n: usize, at: Moment, by_detention: bool, which: impl Fn(Footing) -> bool) {
        let was = self.looked_after();
        for place in &self.live {
            if let Some(basis) = self.bases.get_mut(*place).filter(|b| b.to.is_none() && which(b.footing)) {
                (basis.to, basis.last, basis.ended_by_detention) = (Some(at), Some(n), by_detention);
            }
        }
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
                if agreed::truth(event, "la_accommodation", self.vocabulary) == Some(true) {
                    self.begin("yro-residence", n, at, None);
                }
            }
            k if k == a.order_ended => {
                let residence = self.vocabulary.values("care-basis").iter().position(|v| v == "yro-residence");
                self.end_word(n, at, residence);
            }
            k if k == a.sentenced_custody => self.detain(n, at, Liberty::Sentence),
            k if k == a.recalled => self.detain(n, at, Liberty::Recalled),
            k if k == a.released => self.release(n, event),
            _ => {}
        }
    }

    /// The residence requirement runs out on its day.
    pub fn residence_over(&mut self, n: usize, at: Moment) {
        let residence = self.vocabulary.values("care-basis").iter().position(|v| v == "yro-residence");
        self.end_word(n, at, residence);
    }

    fn end_word(&mut self, n: usize, at: Moment, word: Option<usize>) {
        for basis in self.bases.iter_mut().filter(|b| b.to.is_none() && Some(usize::from(b.word)) == word) {
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
        if footing(&basis) == Footing::None {
            self.doubts.push("bail to live as directed does not of itself make a child looked after");
            return;
        }
        if event.at.day() >= self.born.birthday(18) {
            self.doubts.push("nobody is looked after from the 18th birthday on");
            return;
        }
        let authority = agreed::text(event, "authority", self.vocabulary).map(str::to_owned);
        if basis == "s31-full" {
            // An interim order ends when the application is disposed of (Children Act 1989 s.38; statute.md A8).
            let interim = self.vocabulary.values("care-basis").iter().position(|v| v == "s31-interim");
            self.end_word(n, event.at, interim);
        }
        self.begin(&basis, n, event.at, authority);
    }

    fn care_ends(&mut self, n: usize, event: &Happened) {
        let reason = agreed::word(event, "reason", self.vocabulary).unwrap_or("other");
        let serving = self.state.serving;
        let had_order = self.bases.iter().any(|b| b.to.is_none() && b.footing == Footing::Order);
        let provided = |f: Footing| !matches!(f, Footing::Order | Footing::Remand);
        match reason {
            "remand-ended" => self.end(n, event.at, false, |f| f == Footing::Remand),
            "custodial-sentence" => self.end(n, event.at, serving, |f| f != Footing::Order),
            "returned-home" if self.bases.iter().any(|b| b.to.is_none() && provided(b.footing)) => {
                self.end(n, event.at, false, provided);
            }
            "order-discharged" if had_order => {
                self.end(n, event.at, false, |f| f == Footing::Order);
                if serving {
                    let why = "a care order ended while the child was serving a sentence: ended by the order, not by detention";
                    self.doubts.push(why);
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
            Some("bailed" | "charged-and-bailed") => Liberty::Bail,
            Some("charged-and-detained") => Liberty::PoliceDetention,
            _ => Liberty::Community,
        };
    }

    fn pace(&mut self, n: usize, event: &Happened) {
        if agreed::truth(event, "transferred", self.vocabulary) == Some(true) {
            self.begin("pace-transfer", n, event.at, None);
            self.state.liberty = Liberty::PaceTransfer;
        }
    }

    /// A remand or a transfer ends and the child is at liberty or on bail.
    fn set_free(&mut self, n: usize, at: Moment, liberty: Liberty) {
        self.end(n, at, false, |f| matches!(f, Footing::Remand | Footing::Pace));
        if self.state.remand == Remand::Yda {
            self.leaves_custody(at);
        }
        self.state.remand = Remand::None;
        if !self.state.serving {
            self.state.liberty = liberty;
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
            let why = "a child under 12 can be remanded to local authority accommodation only (LASPO 2012 ss.98-99)";
            self.doubts.push(why);
            return;
        }
        if self.state.remand == Remand::Yda && kind == Remand::Rlaa {
            self.leaves_custody(event.at);
        }
        self.end(n, event.at, false, |f| f == Footing::Pace);
        self.begin("remand", n, event.at, None);
        if kind == Remand::Yda {
            // No accommodation is provided under section 20 or by a requirement while the child is held (statute.md T9).
            self.end(n, event.at, false, |f| matches!(f, Footing::Accommodation | Footing::ShortBreak));
            self.enters_custody(event.at);
        }
        self.state.remand = kind;
        if !self.state.serving {
            self.state.liberty = if kind == Remand::Yda { Liberty::YdaRemand } else { Liberty::Rlaa };
        }
    }

    fn detain(&mut self, n: usize, at: Moment, liberty: Liberty) {
        self.state.remand = Remand::None;
        self.state.serving = true;
        self.state.liberty = liberty;
        self.end(n, at, true, |f| f != Footing::Order);
        self.enters_custody(at);
    }

    fn release(&mut self, _n: usize, event: &Happened) {
        self.state.serving = false;
        self.state.remand = Remand::None;
        self.state.detained_out_of_care = false;
        self.state.liberty = match agreed::word(event, "order", self.vocabulary) {
            Some("none") => Liberty::Community,
            _ => Liberty::Supervision,
        };
        self.end(_n, event.at, false, |f| f == Footing::Remand);
        self.leaves_custody(event.at);
    }

    fn enters_custody(&mut self, at: Moment) {
        if !self.detained.last().is_some_and(|(_, to)| to.is_none()) {
            self.detained.push((at, None));
        }
    }

    fn leaves_custody(&mut self, at: Moment) {
        if let Some((_, to)) = self.detained.last_mut().filter(|(_, to)| to.is_none()) {
            *to = Some(at);
        }
    }
}
