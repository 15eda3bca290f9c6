//! Asks the facts of a story: what a condition's names stand for at a moment, and whether the condition holds.
//!
//! Comes from a story and a protocol's facts; goes into setting off, ending and findings. Every answer is yes, no or not known
//! (Kleene): what is missing never counts as no.

use std::collections::BTreeMap;

use calendar::Day;
use journey::{Child, Happened};
use protocol::condition::{Expr, Of, Standing as DutyStanding, Term, ValueExpr};
use protocol::facts::{Constant, Fact, FactId, Source, Status};
use protocol::pattern::{Pattern, Want, present};
use protocol::vocabulary::{EventId, Value, Vocabulary, Word};
use protocol::{Clause, Protocol};

use crate::story::Story;

/// Yes, no, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tri {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known.
    Unknown,
}

impl Tri {
    /// Yes or no.
    pub const fn of(truth: bool) -> Tri {
        if truth { Tri::Yes } else { Tri::No }
    }

    const fn not(self) -> Tri {
        match self {
            Tri::Yes => Tri::No,
            Tri::No => Tri::Yes,
            Tri::Unknown => Tri::Unknown,
        }
    }
}

/// A value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Not known.
    Unknown,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A word.
    Word(Word),
    /// Words, in order.
    Set(Vec<Word>),
    /// A day.
    Day(Day),
    /// Roles.
    Roles(protocol::vocabulary::Roles),
}

/// How the duties of a clause stand, for a condition that asks.
pub trait Standings {
    /// Whether the duties of `clause` that the entry `trigger` set off stand so.
    fn stands(&self, how: DutyStanding, clause: &str, trigger: usize) -> Tri;
}

/// When a condition is asked.
#[derive(Debug, Clone, Copy)]
pub struct When {
    /// The entry that set the clause off.
    pub trigger: usize,
    /// The entry after which the child's status is looked at.
    pub now: usize,
    /// The entry up to which facts "since the trigger" are looked for.
    pub horizon: usize,
}

/// Asks the facts of one story under one protocol.
pub struct Asker<'a> {
    /// The story.
    pub story: &'a Story,
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The vocabulary.
    pub vocabulary: &'a Vocabulary,
    sex: Option<&'static str>,
    /// Answers to questions, by `clause/question`.
    answers: BTreeMap<&'a str, bool>,
    /// For each entry the row of facts after it; row 0 is before everything.
    row_of: Vec<usize>,
    rows: Vec<Vec<Answer>>,
    by_kind: BTreeMap<EventId, Vec<usize>>,
}

impl<'a> Asker<'a> {
    /// Works out the facts along a story.
    pub fn new(
        story: &'a Story,
        protocol: &'a Protocol,
        vocabulary: &'a Vocabulary,
        child: &Child,
        answered: EventId,
    ) -> Asker<'a> {
        let mut by_kind: BTreeMap<EventId, Vec<usize>> = BTreeMap::new();
        for (n, entry) in story.entries.iter().enumerate() {
            if let Some(event) = &entry.event {
                by_kind.entry(event.kind).or_default().push(n);
            }
        }
        let mut asker = Asker {
            story,
            protocol,
            vocabulary,
            sex: child.sex,
            answers: BTreeMap::new(),
            row_of: Vec::with_capacity(story.entries.len()),
            rows: Vec::new(),
            by_kind,
        };
        asker.walk(child.siblings);
        for event in story.entries.iter().filter_map(|e| e.event.as_ref()).filter(|e| e.kind == answered) {
            let said = (event.values.first(), event.values.get(1));
            if let (Some(Some(Value::Text(question))), Some(Some(Value::Bool(answer)))) = said {
                asker.answers.insert(question, *answer);
            }
        }
        asker
    }

    /// The entries of these events, in order.
    pub fn of_kind(&self, kind: EventId) -> &[usize] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The entries that fit a pattern, in order.
    pub fn fitting<'s>(
        &'s self,
        pattern: &'s Pattern,
        trigger: Option<&'s Happened>,
    ) -> impl Iterator<Item = (usize, &'a Happened)> + 's {
        self.of_kind(pattern.event).iter().filter_map(move |n| {
            let event = self.event(*n)?;
            self.fits(pattern, event, trigger).then_some((*n, event))
        })
    }

    /// The event of an entry.
    pub fn event(&self, n: usize) -> Option<&'a Happened> {
        self.story.entries.get(n)?.event.as_ref()
    }

    /// Whether an event fits a pattern.
    pub fn fits(&self, pattern: &Pattern, event: &Happened, trigger: Option<&Happened>) -> bool {
        pattern.event == event.kind && self.fits_values(pattern, &event.values, trigger)
    }

    /// Whether what an event says fits a pattern.
    pub fn fits_values(&self, pattern: &Pattern, values: &[Option<Value>], trigger: Option<&Happened>) -> bool {
        pattern.tests.iter().all(|test| {
            let Some(value) = values.get(usize::from(test.attribute)).and_then(Option::as_ref) else { return false };
            match &test.want {
                Want::SameAsTrigger(name) => trigger.is_some_and(|t| self.same_as(t, name, value)),
                want => want.fits(value, self.vocabulary),
            }
        })
    }

    /// Whether a value is what the trigger says under this name; its own day, where it has no such attribute.
    fn same_as(&self, trigger: &Happened, name: &str, value: &Value) -> bool {
        let kind = self.vocabulary.event(trigger.kind);
        match kind.attributes.iter().position(|a| a.name == name) {
            Some(place) => trigger.values.get(place).and_then(Option::as_ref) == Some(value),
            None => name == "day" && *value == Value::Day(trigger.at.day()),
        }
    }

    fn facts(&self) -> impl Iterator<Item = (FactId, &'a Fact)> {
        self.protocol.facts.iter()
    }

    /// Fills the rows: each fact that follows from events, after each entry.
    fn walk(&mut self, siblings: Option<u32>) {
        let mut row: Vec<Answer> = self
            .facts()
            .map(|(_, fact)| match &fact.source {
                Source::Switch { otherwise, from_siblings, .. } => match (from_siblings, siblings) {
                    (true, Some(n)) => Answer::Bool(n > 0),
                    _ => otherwise.map_or(Answer::Unknown, Answer::Bool),
                },
                Source::Latest { otherwise, .. } => constant(*otherwise),
                Source::Seen { .. } => Answer::Bool(false),
                _ => Answer::Unknown,
            })
            .collect();
        self.rows.push(row.clone());
        for n in 0..self.story.entries.len() {
            let mut changed = false;
            if let Some(event) = self.event(n) {
                for (id, fact) in self.protocol.facts.iter() {
                    if let Some(answer) = self.step(fact, event) {
                        if let Some(slot) = row.get_mut(usize::from(id.0)).filter(|slot| **slot != answer) {
                            *slot = answer;
                            changed = true;
                        }
                    }
                }
            }
            if changed {
                self.rows.push(row.clone());
            }
            self.row_of.push(self.rows.len() - 1);
        }
    }

    /// What a fact becomes by an event; nothing where the event leaves it.
    fn step(&self, fact: &Fact, event: &Happened) -> Option<Answer> {
        let any = |patterns: &[Pattern]| patterns.iter().any(|p| self.fits(p, event, None));
        match &fact.source {
            Source::Switch { begins, .. } if any(begins) => Some(Answer::Bool(true)),
            Source::Switch { ends, .. } if any(ends) => Some(Answer::Bool(false)),
            Source::Latest { of, ends, otherwise } => {
                let told = of.iter().find(|(kind, _)| *kind == event.kind);
                match told {
                    Some((_, place)) => match event.values.get(usize::from(*place)) {
                        Some(Some(value)) => Some(answer(value, self.vocabulary)),
                        _ => Some(Answer::Unknown),
                    },
                    None if any(ends) => Some(constant(*otherwise)),
                    None => None,
                }
            }
            Source::Seen { any: patterns, .. } if any(patterns) => Some(Answer::Bool(true)),
            Source::DaysSince { any: patterns, .. } if any(patterns) => Some(Answer::Day(event.at.day())),
            _ => None,
        }
    }

    /// The entry before the one that set a clause off: before its source, where the program worked it out.
    fn before(&self, trigger: usize) -> Option<usize> {
        let mut n = trigger;
        while let Some(source) = self.story.entries.get(n).and_then(|e| e.source) {
            n = source;
        }
        n.checked_sub(1)
    }

    /// The value of a term.
    pub fn value(&self, term: &Term, clause: &Clause, when: When) -> Answer {
        match &term.of {
            Of::Fact(id) if term.before => {
                let before = self.before(when.trigger);
                let now = before.unwrap_or(0);
                self.fact_at(*id, before, When { now, horizon: now, ..when })
            }
            Of::Fact(id) => self.fact(*id, when),
            Of::Trigger(_, places) => {
                let Some(event) = self.event(when.trigger) else { return Answer::Unknown };
                let place = places.iter().find(|(kind, _)| *kind == event.kind).map(|(_, place)| usize::from(*place));
                let said = place.and_then(|p| event.values.get(p)).and_then(Option::as_ref);
                said.map_or(Answer::Unknown, |value| answer(value, self.vocabulary))
            }
            Of::Asked(n) => {
                let question = clause.asks.get(usize::from(*n)).map(|q| format!("{}/{}", clause.id, q.name));
                let given = question.and_then(|q| self.answers.get(q.as_str()));
                given.map_or(Answer::Unknown, |answer| Answer::Bool(*answer))
            }
        }
    }

    /// A fact now. That a service closed does not end what rests on nothing of it (contract, Duties out): a fact about who is open
    /// keeps, after the trigger, what a closing took away.
    fn fact(&self, id: FactId, when: When) -> Answer {
        let fact = self.protocol.facts.get(id);
        let now = self.fact_at(id, Some(when.now), when);
        if when.now == when.trigger || !fact.involvement {
            return now;
        }
        let then = self.fact_at(id, Some(when.trigger), When { now: when.trigger, ..when });
        let without = match &fact.source {
            Source::Latest { otherwise, .. } => constant(*otherwise),
            _ => Answer::Bool(false),
        };
        if now == without { then } else { now }
    }

    fn fact_at(&self, id: FactId, n: Option<usize>, when: When) -> Answer {
        let fact = self.protocol.facts.get(id);
        match &fact.source {
            Source::Status(status) => self.status(*status, n),
            Source::Is(expr) => match self.inner(expr, n, when) {
                Tri::Yes => Answer::Bool(true),
                Tri::No => Answer::Bool(false),
                Tri::Unknown => Answer::Unknown,
            },
            Source::Seen { any, since_trigger } if *since_trigger || refers(any) => {
                Answer::Bool(self.seen(any, *since_trigger, n, when))
            }
            Source::DaysSince { working, .. } => match self.row(id, n) {
                Answer::Day(last) => {
                    // Time goes on: days are counted to the trigger even where the status is that of the moment before.
                    let today = n.unwrap_or(0).max(when.trigger);
                    let today = self.story.entries.get(today).map_or(last, |e| e.at.day());
                    Answer::Int(if *working {
                        self.protocol.calendar.working_days_between(last, today)
                    } else {
                        i64::from(today.number() - last.number())
                    })
                }
                _ => Answer::Unknown,
            },
            _ => self.row(id, n),
        }
    }

    fn row(&self, id: FactId, n: Option<usize>) -> Answer {
        let row = n.and_then(|n| self.row_of.get(n)).copied().unwrap_or(0);
        self.rows.get(row).and_then(|r| r.get(usize::from(id.0))).cloned().unwrap_or(Answer::Unknown)
    }

    /// Whether one of these has happened, since the trigger's day or ever, up to the horizon.
    fn seen(&self, any: &[Pattern], since_trigger: bool, n: Option<usize>, when: When) -> bool {
        let Some(trigger) = self.event(when.trigger) else { return false };
        let upto = if n == Some(when.now) { when.horizon } else { n.unwrap_or(0) };
        any.iter().any(|pattern| {
            self.fitting(pattern, Some(trigger)).any(|(at, event)| {
                at <= upto && at != when.trigger && (!since_trigger || event.at.day() >= trigger.earliest)
            })
        })
    }

    fn status(&self, status: Status, n: Option<usize>) -> Answer {
        let Some(n) = n else { return self.nothing_yet(status) };
        let Some(entry) = self.story.entries.get(n) else { return Answer::Unknown };
        let day = entry.at.day();
        let word = |word: &str| self.vocabulary.word(word).map_or(Answer::Unknown, Answer::Word);
        let listed = |list: &str, place: usize| {
            self.vocabulary.values(list).get(place).map_or(Answer::Unknown, |w| word(w))
        };
        match status {
            Status::Age => Answer::Int(i64::from(self.story.born.age_on(day))),
            Status::LookedAfter => Answer::Bool(self.story.looked_after(n)),
            Status::CareBases => {
                let bases = self.vocabulary.values("care-basis");
                let mut set: Vec<Word> = self
                    .story
                    .bases_after(n)
                    .filter_map(|b| bases.get(usize::from(b.word)).and_then(|w| self.vocabulary.word(w)))
                    .collect();
                set.sort();
                Answer::Set(set)
            }
            Status::InCustody => Answer::Bool(entry.state.in_custody()),
            Status::Remanded => listed("remanded", entry.state.remand as usize),
            Status::Liberty => listed("liberty", entry.state.liberty as usize),
            Status::CareLeaver => word(self.story.standing(day).standing.word()),
            Status::FormerLookedAfterInDetention => Answer::Bool(self.story.former_in_detention(n)),
            Status::NightsSince14 => Answer::Int(i64::from(self.story.history().nights(day))),
            Status::OpenToYjs => Answer::Bool(entry.state.yjs),
            Status::OpenToCsc => Answer::Bool(entry.state.csc),
            Status::JointlyOpen => Answer::Bool(entry.state.jointly_open()),
            Status::Sex => self.sex.map_or(Answer::Unknown, word),
        }
    }

    /// The status before anything was written.
    fn nothing_yet(&self, status: Status) -> Answer {
        let word = |word: &str| self.vocabulary.word(word).map_or(Answer::Unknown, Answer::Word);
        match status {
            Status::Age => {
                let day = self.story.entries.first().map_or(self.story.as_at.day(), |e| e.at.day());
                Answer::Int(i64::from(self.story.born.age_on(day)))
            }
            Status::NightsSince14 => Answer::Int(0),
            Status::CareBases => Answer::Set(Vec::new()),
            Status::Remanded | Status::CareLeaver => word("none"),
            Status::Liberty => word("community"),
            Status::Sex => self.sex.map_or(Answer::Unknown, word),
            _ => Answer::Bool(false),
        }
    }

    /// Whether an expression inside a fact holds.
    fn inner(&self, expr: &Expr, n: Option<usize>, when: When) -> Tri {
        self.evaluate(expr, &|term| match &term.of {
            Of::Fact(id) => self.fact_at(*id, n, when),
            _ => Answer::Unknown,
        }, &|_, _| Tri::Unknown, when)
    }

    /// Whether a condition holds.
    pub fn holds(&self, expr: &Expr, clause: &Clause, when: When, duties: &dyn Standings) -> Tri {
        let value = |term: &Term| self.value(term, clause, when);
        let stands = |how: DutyStanding, id: &str| duties.stands(how, id, when.trigger);
        self.evaluate(expr, &value, &stands, when)
    }

    fn evaluate(
        &self,
        expr: &Expr,
        value: &dyn Fn(&Term) -> Answer,
        stands: &dyn Fn(DutyStanding, &str) -> Tri,
        when: When,
    ) -> Tri {
        let each = |e: &Expr| self.evaluate(e, value, stands, when);
        match expr {
            Expr::Always(truth) => Tri::of(*truth),
            Expr::And(all) => {
                let mut result = Tri::Yes;
                for e in all {
                    match each(e) {
                        Tri::No => return Tri::No,
                        Tri::Unknown => result = Tri::Unknown,
                        Tri::Yes => {}
                    }
                }
                result
            }
            Expr::Or(any) => {
                let mut result = Tri::No;
                for e in any {
                    match each(e) {
                        Tri::Yes => return Tri::Yes,
                        Tri::Unknown => result = Tri::Unknown,
                        Tri::No => {}
                    }
                }
                result
            }
            Expr::Not(inner) => each(inner).not(),
            Expr::Holds(term) => match value(term) {
                Answer::Bool(truth) => Tri::of(truth),
                _ => Tri::Unknown,
            },
            Expr::Among(term, words) => match value(term) {
                Answer::Word(word) => Tri::of(words.contains(&word)),
                _ => Tri::Unknown,
            },
            Expr::Has(term, words) => match value(term) {
                Answer::Set(set) => Tri::of(set.iter().any(|w| words.contains(w))),
                Answer::Word(word) => Tri::of(words.contains(&word)),
                _ => Tri::Unknown,
            },
            Expr::Exactly(term, words) => match value(term) {
                Answer::Set(set) => Tri::of(set == *words),
                Answer::Word(word) => Tri::of(words.as_slice() == [word]),
                _ => Tri::Unknown,
            },
            Expr::Role(term, wants) => match value(term) {
                Answer::Roles(there) => Tri::of(wants.iter().any(|w| w.met_by(there))),
                _ => Tri::Unknown,
            },
            Expr::Number(term, op, n) => match value(term) {
                Answer::Int(said) => Tri::of(op.holds(said, *n)),
                _ => Tri::Unknown,
            },
            Expr::Event(any) => Tri::of(self.event(when.trigger).is_some_and(|e| any.contains(&e.kind))),
            Expr::Duty(how, clause) => stands(*how, clause),
        }
    }

    /// The answer of a rule that is not simply yes or no.
    pub fn choose(&self, value: &ValueExpr, clause: &Clause, when: When, duties: &dyn Standings) -> Choice {
        match value {
            ValueExpr::Int(n) => Choice::Int(*n),
            ValueExpr::Text(text) => Choice::Text(text.clone()),
            ValueExpr::Truth(expr) => Choice::Truth(self.holds(expr, clause, when, duties)),
            ValueExpr::Of(term) => match self.value(term, clause, when) {
                Answer::Int(n) => Choice::Int(n),
                Answer::Word(word) => Choice::Text(self.vocabulary.spell(word).to_owned()),
                Answer::Bool(truth) => Choice::Truth(Tri::of(truth)),
                _ => Choice::Truth(Tri::Unknown),
            },
            ValueExpr::Choose(condition, this, that) => match self.holds(condition, clause, when, duties) {
                Tri::Yes => self.choose(this, clause, when, duties),
                Tri::No => self.choose(that, clause, when, duties),
                Tri::Unknown => Choice::Truth(Tri::Unknown),
            },
        }
    }
}

/// The answer of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Yes, no or not known.
    Truth(Tri),
    /// A number.
    Int(i64),
    /// A word.
    Text(String),
}

fn refers(patterns: &[Pattern]) -> bool {
    patterns.iter().any(|p| p.tests.iter().any(|t| matches!(t.want, Want::SameAsTrigger(_))))
}

fn constant(constant: Option<Constant>) -> Answer {
    match constant {
        None => Answer::Unknown,
        Some(Constant::Bool(b)) => Answer::Bool(b),
        Some(Constant::Int(n)) => Answer::Int(n),
        Some(Constant::Word(w)) => Answer::Word(w),
    }
}

fn answer(value: &Value, vocabulary: &Vocabulary) -> Answer {
    match value {
        Value::Bool(b) => Answer::Bool(*b),
        Value::Int(n) => Answer::Int(*n),
        Value::Day(d) => Answer::Day(*d),
        Value::Words(words) => match words.as_slice() {
            [one] => Answer::Word(*one),
            many => {
                let mut set = many.to_vec();
                set.sort();
                Answer::Set(set)
            }
        },
        Value::Roles(roles) => Answer::Roles(present(roles, vocabulary)),
        Value::Text(_) => Answer::Unknown,
    }
}
