//! Every duty and finding that follows from a timeline under a set of protocols.
//!
//! A pure function of protocols, timeline and moment: it cannot fail, reads nothing else, and gives the same answer byte for byte.
//! What was wrong was refused on reading; what is not known comes back as such.

use std::collections::BTreeMap;

use calendar::{Day, Due, Moment};
use journey::Timeline;
use protocol::condition::Standing as DutyStanding;
use protocol::vocabulary::Service;
use protocol::{Became, Clause, Protocol, Vocabulary};

use crate::agreed::Agreed;
use crate::ask::{Asker, Choice, Standings, Tri, When};
use crate::due::{Clockwork, Start};
use crate::evidence::{Sides, is_joint, showings};
use crate::owed::{Run, settle};
use crate::set_off::{SetOff, set_off};
use crate::story::Story;

/// How a duty stands at the moment asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Owed, not yet due or without a date.
    Open,
    /// Due and not done.
    Overdue,
    /// Done in time, or undated.
    Done,
    /// Done after it was due.
    DoneLate,
    /// No longer applies.
    Ended,
}

impl State {
    /// Its word in the contract.
    pub const fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Overdue => "overdue",
            State::Done => "done",
            State::DoneLate => "done-late",
            State::Ended => "ended",
        }
    }
}

/// Why a duty no longer applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Its condition stopped holding.
    Condition,
    /// The involvement it rested on ended.
    Closed,
    /// What it repeated until has happened.
    Until,
    /// It was set aside by agreement.
    NotNeeded,
    /// A new trigger began it again.
    Restarted,
}

/// A duty of a child.
#[derive(Debug, Clone)]
pub struct Duty {
    /// The clause's place in its protocol.
    pub clause: usize,
    /// The trigger.
    pub set_off: SetOff,
    /// Which one of a repeating duty's run, from 1.
    pub turn: u32,
    /// Which one of the clause in this journey, from 1.
    pub occurrence: u32,
    /// Where its clock starts.
    pub start: Option<Start>,
    /// When it is due.
    pub due: Option<Due>,
    /// How it stands.
    pub state: State,
    /// The entry that showed it done.
    pub done: Option<usize>,
    /// Which sides have done it, for a joint duty that is not done.
    pub sides: Sides,
    /// When and why it ended.
    pub ended: Option<(usize, Ending)>,
    /// Whether its condition could not be decided.
    pub unknown: bool,
    /// The clause that asks for the same sooner, and its date.
    pub sooner: Option<(String, Moment)>,
}

/// What a rule says of a child at a trigger.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The clause's place in its protocol.
    pub clause: usize,
    /// The trigger.
    pub set_off: SetOff,
    /// The answer.
    pub value: Choice,
    /// Whether what the rule asks for has been shown; nothing where it asks for nothing that can be shown.
    pub shown: Option<bool>,
}

/// As whose protocol one is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The child's own authority's.
    Home,
    /// That of the place where the child is.
    Host,
    /// The law beneath.
    Floor,
}

/// What follows under one protocol.
#[derive(Debug)]
pub struct Owed<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// As whose.
    pub side: Side,
    /// The story as this authority's settings tell it.
    pub story: Story,
    /// The duties, in order of clause and trigger.
    pub duties: Vec<Duty>,
    /// The findings, in order of clause and trigger.
    pub findings: Vec<Finding>,
}

/// Derives what follows from a timeline under one edition of one protocol. `within` gives the days whose triggers this edition judges.
pub fn derive<'a>(
    protocol: &'a Protocol,
    side: Side,
    within: (Option<Day>, Option<Day>),
    timeline: &Timeline,
    vocabulary: &Vocabulary,
    agreed: &Agreed,
) -> Owed<'a> {
    let filled = crate::workable::fill(timeline, protocol, vocabulary);
    let story = Story::tell(&filled, vocabulary, agreed, approaching(protocol));
    let (duties, findings) = {
        let asker = Asker::new(&story, protocol, vocabulary, &timeline.child, agreed.question_answered);
        let mut derivation = Derivation { protocol, agreed, timeline: &filled, asker: &asker, within, duties: Vec::new() };
        let findings = derivation.all();
        (derivation.duties, findings)
    };
    Owed { protocol, side, story, duties, findings }
}

/// How many months before the 16th birthday the authority calls near; the texts give no number.
fn approaching(protocol: &Protocol) -> u32 {
    let setting = protocol.settings.iter().find(|s| s.name == "approaching-16");
    setting.and_then(|s| s.span).map_or(3, |span| span.n)
}

struct Derivation<'a> {
    protocol: &'a Protocol,
    agreed: &'a Agreed,
    timeline: &'a Timeline,
    asker: &'a Asker<'a>,
    within: (Option<Day>, Option<Day>),
    duties: Vec<Duty>,
}

impl Standings for Derivation<'_> {
    fn stands(&self, how: DutyStanding, clause: &str, trigger: usize) -> Tri {
        let of_clause = || self.duties.iter().filter(|d| self.clause(d.clause).is_some_and(|c| c.id == clause));
        let root = self.asker.event(trigger).map(|e| e.root);
        let mut related: Vec<&Duty> = of_clause().filter(|d| Some(d.set_off.root) == root).collect();
        if related.is_empty() {
            related = of_clause().collect();
        }
        let any = |want: &[State]| related.iter().any(|d| want.contains(&d.state));
        match how {
            DutyStanding::Missed if any(&[State::Overdue, State::DoneLate]) => Tri::Yes,
            DutyStanding::Missed if any(&[State::Open]) => Tri::Unknown,
            DutyStanding::Done => Tri::of(any(&[State::Done, State::DoneLate])),
            DutyStanding::Owed => Tri::of(any(&[State::Open, State::Overdue])),
            DutyStanding::Missed => Tri::No,
        }
    }
}

impl<'a> Derivation<'a> {
    fn clause(&self, n: usize) -> Option<&'a Clause> {
        self.protocol.clauses.get(n)
    }

    /// Duties first, those that look at other duties after these, then findings.
    fn all(&mut self) -> Vec<Finding> {
        let mut waiting: Vec<usize> = self.of(Became::Duty);
        let mut settled: Vec<&str> = Vec::new();
        while !waiting.is_empty() {
            let before = waiting.len();
            let ready: Vec<usize> = waiting.iter().copied().filter(|n| self.is_ready(*n, &waiting, &settled)).collect();
            // A circle of clauses that look at each other is refused on reading; were one left, it would be settled as it stands.
            let ready = if ready.is_empty() { waiting.clone() } else { ready };
            for n in &ready {
                self.duties_of(*n);
                settled.extend(self.clause(*n).map(|c| c.id.as_str()));
            }
            waiting.retain(|n| !ready.contains(n));
            debug_assert!(waiting.len() < before);
        }
        self.duties.sort_by_key(|d| (d.clause, d.occurrence));
        let rules = self.of(Became::Finding);
        rules.into_iter().flat_map(|n| self.findings_of(n)).collect()
    }

    fn of(&self, became: Became) -> Vec<usize> {
        let clauses = self.protocol.clauses.iter().enumerate();
        clauses.filter(|(_, c)| c.became() == became).map(|(n, _)| n).collect()
    }

    fn is_ready(&self, n: usize, waiting: &[usize], settled: &[&str]) -> bool {
        let Some(condition) = self.clause(n).and_then(|c| c.condition.as_ref()) else { return true };
        condition.expr.duties().iter().all(|id| {
            settled.contains(id) || !waiting.iter().any(|m| *m != n && self.clause(*m).is_some_and(|c| c.id == **id))
        })
    }

    /// The triggers of a clause that this edition judges.
    fn triggers(&self, clause: &Clause) -> Vec<SetOff> {
        let (from, to) = self.within;
        let all = set_off(clause, self.asker, self.agreed.release_date_known, self.agreed.released);
        all.into_iter()
            .filter(|s| {
                let day = self.asker.event(s.entry).map_or(s.day, |e| e.at.day());
                from.is_none_or(|from| from <= day) && to.is_none_or(|to| day < to)
            })
            .collect()
    }

    /// The first versions of every event that could set the clause off, retracted ones included.
    fn trigger_roots(&self, clause: &Clause) -> Vec<u32> {
        let told = clause.triggers().iter().flat_map(|p| self.asker.fitting(p, None)).map(|(_, e)| e.root);
        let retracted = self.timeline.retracted.iter().filter(|e| {
            clause.triggers().iter().any(|p| self.asker.fits(p, e, None))
        });
        told.chain(retracted.map(|e| e.root)).collect()
    }

    fn duties_of(&mut self, n: usize) {
        let Some(clause) = self.clause(n) else { return };
        let triggers = self.triggers(clause);
        if triggers.is_empty() {
            return;
        }
        let roots = self.trigger_roots(clause);
        let clockwork = Clockwork {
            asker: self.asker,
            release: self.agreed.release_date_known,
            released: self.agreed.released,
            triggers: &roots,
        };
        let owner = clause.owner.map_or(Service::Third, |o| self.asker.vocabulary.role(o).service);
        let mut runs = Vec::new();
        for set_off in triggers {
            if let Some((begins, unknown)) = self.begins(clause, &set_off) {
                let ends = self.ends(clause, &set_off, begins);
                runs.push(Run { set_off, unknown, ends, owner });
            }
        }
        if runs.is_empty() {
            return;
        }
        let list = showings(clause, self.asker, self.agreed.duty_done, self.agreed.duty_not_needed);
        let joint = is_joint(clause, self.asker.vocabulary);
        self.duties.extend(settle(n, clause, runs, &list, joint, &clockwork));
    }

    /// From which entry on the clause applies, and whether that is not known. It is tested at the trigger; what is told only later
    /// (a worker who cannot come, an answer) can make it apply later.
    fn begins(&self, clause: &Clause, set_off: &SetOff) -> Option<(usize, bool)> {
        let Some(condition) = &clause.condition else { return Some((set_off.entry, false)) };
        let expr = &condition.expr;
        let last = self.asker.story.last()?;
        let ask = |now: usize| self.asker.holds(expr, clause, When { trigger: set_off.entry, now, horizon: now }, self);
        match ask(set_off.entry) {
            Tri::Yes => return Some((set_off.entry, false)),
            Tri::Unknown => return self.known_later(clause, set_off, last),
            Tri::No => {}
        }
        if !self.looks_ahead(clause) {
            return None;
        }
        // Only what is told later may change the answer: the status stays that at the trigger.
        let later = |horizon: usize| {
            self.asker.holds(expr, clause, When { trigger: set_off.entry, now: set_off.entry, horizon }, self)
        };
        (set_off.entry + 1..=last).find_map(|n| match later(n) {
            Tri::Yes => Some((n, false)),
            Tri::Unknown => Some((n, true)),
            Tri::No => None,
        })
    }

    fn known_later(&self, clause: &Clause, set_off: &SetOff, last: usize) -> Option<(usize, bool)> {
        let condition = clause.condition.as_ref()?;
        let when = When { trigger: set_off.entry, now: set_off.entry, horizon: last };
        match self.asker.holds(&condition.expr, clause, when, self) {
            Tri::Yes => Some((set_off.entry, false)),
            Tri::Unknown => Some((set_off.entry, true)),
            Tri::No => None,
        }
    }

    /// Whether a condition names something that is told only after the trigger.
    fn looks_ahead(&self, clause: &Clause) -> bool {
        use protocol::condition::{Expr, Of};
        use protocol::facts::Source;
        fn ahead(expr: &Expr, protocol: &Protocol) -> bool {
            expr.terms().iter().any(|t| match &t.of {
                Of::Fact(id) => match &protocol.facts.get(*id).source {
                    Source::Seen { since_trigger, .. } => *since_trigger,
                    Source::Is(inner) => ahead(inner, protocol),
                    _ => false,
                },
                _ => false,
            })
        }
        clause.condition.as_ref().is_some_and(|c| ahead(&c.expr, self.protocol))
    }

    /// Where the duty would end: the entry, and why.
    fn ends(&self, clause: &Clause, set_off: &SetOff, begins: usize) -> Option<(usize, Ending)> {
        let mut first: Option<(usize, Ending)> = None;
        let mut sooner = |found: Option<usize>, why: Ending| {
            if let Some(n) = found {
                if first.is_none_or(|(m, _)| n < m) {
                    first = Some((n, why));
                }
            }
        };
        if let Some(closing) = self.rests_on(set_off) {
            sooner(self.asker.of_kind(closing).iter().copied().find(|n| *n > set_off.entry), Ending::Closed);
        }
        if let Some(condition) = clause.condition.as_ref().filter(|c| c.expr.duties().is_empty()) {
            let last = self.asker.story.last().unwrap_or(begins);
            let stopped = (begins + 1..=last).find(|n| {
                let when = When { trigger: set_off.entry, now: *n, horizon: *n };
                self.asker.holds(&condition.expr, clause, when, self) == Tri::No
            });
            sooner(stopped, Ending::Condition);
        }
        first
    }

    /// The closing that ends what this trigger set off: a duty rests on the joint opening, or on an involvement, where that is its
    /// trigger (contract, Duties out).
    fn rests_on(&self, set_off: &SetOff) -> Option<protocol::vocabulary::EventId> {
        let kind = self.asker.event(set_off.entry)?.kind;
        let a = self.agreed;
        if kind == a.jointly_open {
            return Some(a.closed_by_either);
        }
        let name = &self.asker.vocabulary.event(kind).name;
        let ended = name.strip_suffix("-involvement-started").map(|service| format!("{service}-involvement-ended"));
        ended.and_then(|name| self.asker.vocabulary.event_id(&name))
    }

    fn findings_of(&self, n: usize) -> Vec<Finding> {
        let Some(clause) = self.clause(n) else { return Vec::new() };
        let last = self.asker.story.last().unwrap_or(0);
        let triggers = self.triggers(clause);
        let roots = self.trigger_roots(clause);
        let list = showings(clause, self.asker, self.agreed.duty_done, self.agreed.duty_not_needed);
        triggers
            .into_iter()
            .map(|set_off| {
                let when = When { trigger: set_off.entry, now: set_off.entry, horizon: last };
                let applies = clause
                    .condition
                    .as_ref()
                    .map_or(Tri::Yes, |c| self.asker.holds(&c.expr, clause, when, self));
                let value = match (&clause.value, applies) {
                    (Some(value), Tri::Yes) => self.asker.choose(value, clause, when, self),
                    _ => Choice::Truth(applies),
                };
                let shown = (!clause.shown_by.is_empty()).then(|| {
                    list.iter().any(|s| {
                        self.asker.event(s.entry).is_some_and(|e| {
                            e.at.day() >= set_off.day && crate::due::counts_for(e, &set_off, &roots)
                        })
                    })
                });
                Finding { clause: n, set_off, value, shown }
            })
            .collect()
    }
}

/// Names, for each duty of each protocol, what asks for the same sooner (contract, Duties out).
pub fn name_sooner(owed: &mut [Owed<'_>]) {
    let mut same: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in owed.iter() {
        for clause in &one.protocol.clauses {
            for other in &clause.same_as {
                same.entry(clause.id.clone()).or_default().push(other.clone());
                same.entry(other.clone()).or_default().push(clause.id.clone());
            }
        }
    }
    struct Dated {
        clause: String,
        root: u32,
        start: Day,
        due: Moment,
        ended: bool,
    }
    let mut dated: Vec<Dated> = Vec::new();
    for one in owed.iter() {
        for duty in &one.duties {
            let clause = one.protocol.clauses.get(duty.clause);
            if let (Some(clause), Some(due)) = (clause, duty.due) {
                dated.push(Dated {
                    clause: clause.id.clone(),
                    root: duty.set_off.root,
                    start: duty.start.map_or(duty.set_off.day, |s| s.at.day()),
                    due: due.at,
                    ended: duty.state == State::Ended,
                });
            }
        }
    }
    for one in owed.iter_mut() {
        for duty in &mut one.duties {
            let (Some(clause), Some(due)) = (one.protocol.clauses.get(duty.clause), duty.due) else { continue };
            let Some(others) = same.get(&clause.id) else { continue };
            let start = duty.start.map_or(duty.set_off.day, |s| s.at.day());
            let sooner = dated
                .iter()
                .filter(|d| others.contains(&d.clause) && !d.ended && d.due < due.at)
                .filter(|d| d.root == duty.set_off.root || d.start == start || (d.due.day() > start && d.start >= duty.set_off.day))
                .min_by(|a, b| a.due.cmp(&b.due).then_with(|| a.clause.cmp(&b.clause)));
            duty.sooner = sooner.map(|d| (d.clause.clone(), d.due));
        }
    }
}
