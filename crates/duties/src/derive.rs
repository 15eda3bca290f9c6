//! Every duty and finding that follows from a timeline under a set of protocols.
//!
//! A pure function of protocols, timeline and moment: it cannot fail, reads nothing else, and gives the same answer byte for byte.
//! What was wrong was refused on reading; what is not known comes back as such.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use calendar::Day;
use journey::Timeline;
use protocol::condition::Standing as DutyStanding;
use protocol::facts::FactId;
use protocol::{Became, Clause, Protocol, Vocabulary};

use crate::agreed::Agreed;
use crate::ask::Asker;
use crate::due::Clockwork;
use crate::duty::{Duty, Finding, Side, State};
use crate::ends::{Ends, Looked};
use crate::evidence::{Showing, showings};
use crate::hold::Choice;
use crate::owed::{Run, Settler, Turn};
use crate::prepared::{Outline, Prepared};
use crate::set_off::{Hit, SetOff, hits, set_off};
use crate::story::Story;
use crate::value::{Standings, Tri, When};

/// The days whose triggers an edition judges: from the first, up to but without the second.
pub type Within = (Option<Day>, Option<Day>);

/// What follows under one protocol.
#[derive(Debug)]
pub struct Owed<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The protocol made ready.
    pub(crate) prepared: &'a Prepared<'a>,
    /// As whose.
    pub side: Side,
    /// The story as the home authority's settings tell it, or this one's for a host.
    pub story: Rc<Story<'a>>,
    /// The duties, in order of clause and trigger.
    pub duties: Vec<Duty>,
    /// The findings, in order of clause and trigger.
    pub findings: Vec<Finding>,
}

/// What earlier editions have settled of a clause: later ones go on from there.
#[derive(Debug, Default, Clone)]
pub struct Earlier {
    /// How many occurrences.
    occurrences: u32,
    /// The entries that showed them done.
    used: BTreeSet<usize>,
    /// The entry from which on a repeating duty can begin anew.
    free_from: usize,
}

/// What earlier editions of one protocol have settled, by clause.
pub type Before = BTreeMap<String, Earlier>;

/// Adds what one edition has settled.
pub fn remember(before: &mut Before, owed: &Owed<'_>) {
    for duty in &owed.duties {
        let Some(clause) = owed.protocol.clauses.get(duty.clause) else { continue };
        let earlier = before.entry(clause.id.clone()).or_default();
        earlier.occurrences = earlier.occurrences.max(duty.occurrence);
        earlier.used.extend(duty.done);
        earlier.free_from = match (duty.state, duty.ended) {
            (State::Open | State::Overdue, _) => usize::MAX,
            (_, Some((end, _))) => end + 1,
            _ => earlier.free_from,
        };
    }
}

/// Derives what follows from a timeline under one edition of one protocol. `within` gives the days whose triggers this edition judges.
pub fn derive<'a>(
    prepared: &'a Prepared<'a>,
    (side, within, before): (Side, Within, &Before),
    timeline: &'a Timeline,
    story: Rc<Story<'a>>,
    vocabulary: &'a Vocabulary,
    agreed: &'a Agreed,
) -> Owed<'a> {
    let protocol = prepared.protocol;
    let (duties, findings) = {
        let asker = Asker::new(&story, prepared, vocabulary, agreed, &timeline.child);
        let room = story.entries.len();
        let mut derivation = Derivation { timeline, asker: &asker, within, before, duties: Vec::with_capacity(room) };
        let findings = derivation.all();
        (derivation.duties, findings)
    };
    Owed { protocol, prepared, side, story, duties, findings }
}

struct Derivation<'s, 'a> {
    timeline: &'a Timeline,
    asker: &'s Asker<'s>,
    within: Within,
    before: &'s Before,
    duties: Vec<Duty>,
}

/// What is listed of the clause looked at, kept to be filled again.
#[derive(Default)]
struct Lists {
    hits: Vec<Hit>,
    triggers: Vec<SetOff>,
    runs: Vec<Run>,
    showings: Vec<Showing>,
    turns: Vec<Turn>,
    looked: Vec<Looked>,
}

/// How the duties settled so far stand.
pub(crate) struct Settled<'s> {
    pub(crate) duties: &'s [Duty],
    pub(crate) asker: &'s Asker<'s>,
}

impl Standings for Settled<'_> {
    fn stands(&self, how: DutyStanding, clause: &str, trigger: usize) -> Tri {
        let number = self.asker.prepared.numbers.get(clause).copied();
        let of_clause = || self.duties.iter().filter(|d| Some(d.clause) == number);
        let root = self.asker.event(trigger).map(|e| e.root);
        let mut related: Vec<&Duty> = of_clause().filter(|d| Some(d.set_off.root) == root).collect();
        if related.is_empty() {
            related = of_clause().collect();
        }
        let any = |want: &[State]| related.iter().any(|d| want.contains(&d.state));
        match how {
            DutyStanding::Missed if any(&[State::Overdue, State::DoneLate]) => Tri::Yes,
            // What may not be owed at all can be missed by nobody knows whom; what is owed and not yet due is not missed.
            DutyStanding::Missed if related.iter().any(|d| d.state == State::Open && d.unknown) => Tri::Unknown,
            DutyStanding::Done => Tri::of(any(&[State::Done, State::DoneLate])),
            DutyStanding::Owed => Tri::of(any(&[State::Open, State::Overdue])),
            DutyStanding::Missed => Tri::No,
        }
    }
}

impl Standings for Derivation<'_, '_> {
    fn stands(&self, how: DutyStanding, clause: &str, trigger: usize) -> Tri {
        Settled { duties: &self.duties, asker: self.asker }.stands(how, clause, trigger)
    }
}

impl<'s> Derivation<'s, '_> {
    fn clause(&self, n: usize) -> Option<&'s Clause> {
        self.asker.protocol.clauses.get(n)
    }

    /// Duties first, those that look at other duties after these, then findings.
    fn all(&mut self) -> Vec<Finding> {
        let mut findings = Vec::with_capacity(self.asker.story.entries.len());
        let mut lists = Lists::default();
        let prepared = self.asker.prepared;
        for (listener, listens) in prepared.listeners(&self.asker.story.kinds) {
            hits(listener.in_force, listens, self.asker, &mut lists.hits);
            if lists.hits.is_empty() {
                continue;
            }
            let n = listener.clause;
            let (Some(clause), Some(outline)) = (self.clause(n), prepared.clauses.get(n)) else { continue };
            self.triggers(clause, &mut lists);
            match outline.became {
                Became::Duty => self.duties_of(n, outline, &mut lists),
                _ => self.findings_of(n, outline, &mut lists, &mut findings),
            }
        }
        self.duties.sort_by_key(|d| (d.clause, d.occurrence));
        findings.sort_by_key(|f: &Finding| f.clause);
        findings
    }

    /// Lists the triggers of a clause that this edition judges.
    fn triggers(&self, clause: &Clause, lists: &mut Lists) {
        let (from, to) = self.within;
        set_off(clause, &lists.hits, self.asker, &mut lists.triggers);
        if from.is_some() || to.is_some() {
            lists.triggers.retain(|s| {
                let day = self.asker.story.at(s.entry).day();
                from.is_none_or(|from| from <= day) && to.is_none_or(|to| day < to)
            });
        }
    }

    /// The first versions of every event that could set the clause off, retracted ones included: what follows one of them counts for
    /// it alone. In order; empty where no event follows another.
    fn trigger_roots(&self, clause: &Clause) -> Vec<u32> {
        if !self.asker.story.follows {
            return Vec::new();
        }
        let told = clause.triggers().iter().flat_map(|p| self.asker.fitting(p, None)).map(|(_, e)| e.root);
        let retracted = self.timeline.retracted.iter();
        let retracted = retracted.filter(|e| clause.triggers().iter().any(|p| self.asker.fits(p, e, None)));
        let mut roots: Vec<u32> = told.chain(retracted.map(|e| e.root)).collect();
        roots.sort_unstable();
        roots
    }

    fn duties_of(&mut self, n: usize, outline: &Outline, lists: &mut Lists) {
        let Some(clause) = self.clause(n) else { return };
        let earlier = if self.before.is_empty() { None } else { self.before.get(&clause.id) };
        let mut from = Day::from_number(i32::MAX);
        lists.runs.clear();
        for set_off in lists.triggers.drain(..) {
            if clause.repeats() && earlier.is_some_and(|e| set_off.entry < e.free_from) {
                continue;
            }
            if let Some((begins, unknown)) = self.begins(clause, outline, &set_off) {
                from = from.min(set_off.day);
                lists.runs.push(Run { set_off, begins, unknown, ends: None, owner: outline.owner });
            }
        }
        if lists.runs.is_empty() {
            return;
        }
        let roots = self.trigger_roots(clause);
        let clockwork = Clockwork::new(self.asker, &roots);
        showings(clause, self.asker, outline.joint, from, &mut lists.showings);
        if let Some(earlier) = earlier {
            lists.showings.retain(|s| !earlier.used.contains(&s.entry));
        }
        let settler = Settler { clause, showings: &lists.showings, joint: outline.joint, clockwork: &clockwork };
        let mut ends = Ends::new(self.asker, (clause, outline), self, &mut lists.looked);
        settler.settle(&mut lists.runs, &mut ends, &mut lists.turns);
        let first = 1 + earlier.map_or(0, |e| e.occurrences);
        let turns = lists.turns.drain(..).zip(first..);
        self.duties.extend(turns.map(|(turn, occurrence)| settler.duty(n, occurrence, turn)));
    }

    /// From which entry on the clause applies, and whether that is not known. It is tested at the trigger; what is told only later
    /// (a worker who cannot come, an answer) can make it apply later.
    fn begins(&self, clause: &Clause, outline: &Outline, set_off: &SetOff) -> Option<(usize, bool)> {
        let Some(condition) = &clause.condition else { return Some((set_off.entry, false)) };
        let last = self.asker.story.last()?;
        // Only what is told later may change the answer: the status stays that at the trigger.
        let ask = |horizon: usize| {
            let when = When { trigger: set_off.entry, now: set_off.entry, horizon };
            self.asker.holds(&condition.expr, clause, when, self)
        };
        match ask(set_off.entry) {
            Tri::Yes => Some((set_off.entry, false)),
            Tri::No if !outline.looks_ahead => None,
            Tri::Unknown if !outline.looks_ahead => Some((set_off.entry, true)),
            Tri::Unknown => match ask(last) {
                // What was told meanwhile ends a repetition; what was done of it stays.
                Tri::No if clause.repeats() => Some((set_off.entry, true)),
                Tri::No => None,
                later => Some((set_off.entry, later == Tri::Unknown)),
            },
            Tri::No => {
                let mut here = set_off.entry;
                loop {
                    let next = |fact: &FactId| self.asker.next_move(*fact, set_off.entry, here);
                    here = outline.watch.ahead.iter().filter_map(next).min()?;
                    match ask(here) {
                        Tri::No => {}
                        found => return Some((here, found == Tri::Unknown)),
                    }
                }
            }
        }
    }

    fn findings_of(&self, n: usize, outline: &Outline, lists: &mut Lists, findings: &mut Vec<Finding>) {
        let Some(clause) = self.clause(n) else { return };
        let last = self.asker.story.last().unwrap_or(0);
        let mut roots = Vec::new();
        if !clause.shown_by.is_empty() {
            roots = self.trigger_roots(clause);
            showings(clause, self.asker, outline.joint, Day::from_number(i32::MIN), &mut lists.showings);
        }
        let shown = |set_off: &SetOff| {
            let from = lists.showings.partition_point(|s| self.asker.story.at(s.entry).day() < set_off.day);
            let mut events = lists.showings.iter().skip(from).filter_map(|s| self.asker.event(s.entry));
            events.any(|e| crate::due::counts_for(e, set_off, &roots))
        };
        for set_off in lists.triggers.drain(..) {
            let when = When { trigger: set_off.entry, now: set_off.entry, horizon: last };
            let condition = clause.condition.as_ref();
            let applies = condition.map_or(Tri::Yes, |c| self.asker.holds(&c.expr, clause, when, self));
            let value = match (&clause.value, applies) {
                (Some(value), Tri::Yes) => self.asker.choose(value, clause, when, self),
                _ => Choice::Truth(applies),
            };
            let shown = (!clause.shown_by.is_empty()).then(|| shown(&set_off));
            findings.push(Finding { clause: n, set_off, value, shown });
        }
    }
}
