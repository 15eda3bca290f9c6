//! Asks the facts of a story: what a condition's names stand for at a moment, and whether the condition holds.
//!
//! Comes from a story and a protocol's facts; goes into setting off, ending and findings. Every answer is yes, no or not known
//! (Kleene): what is missing never counts as no.

use std::collections::BTreeMap;

use calendar::Day;
use journey::{Child, Happened};
use protocol::condition::{Of, Standing as DutyStanding, Term};
use protocol::facts::{Fact, FactId, Source, Status};
use protocol::pattern::{Pattern, Want};
use protocol::vocabulary::{EventId, Value, Vocabulary, Word};
use protocol::{Clause, Protocol};

use crate::agreed::Agreed;
use crate::hold::{Since, Within};
use crate::prepared::{Prepared, constant, refers};
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

    /// The opposite; what is not known stays so.
    #[must_use]
    pub const fn not(self) -> Tri {
        match self {
            Tri::Yes => Tri::No,
            Tri::No => Tri::Yes,
            Tri::Unknown => Tri::Unknown,
        }
    }
}

/// A value of a fact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// Not known.
    Unknown,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A word.
    Word(Word),
    /// A day.
    Day(Day),
    /// Bases of being looked after: bit n stands for word n of `care-basis`.
    Bases(u32),
    /// What an entry's event says in this place.
    Said(u32, u8),
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

impl When {
    /// At an entry, for what this trigger set off.
    pub const fn at(trigger: usize, now: usize) -> When {
        When { trigger, now, horizon: now }
    }
}

/// Asks the facts of one story under one protocol.
pub struct Asker<'a> {
    /// The story.
    pub story: &'a Story<'a>,
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The protocol made ready.
    pub prepared: &'a Prepared<'a>,
    /// The vocabulary.
    pub vocabulary: &'a Vocabulary,
    pub(crate) agreed: &'a Agreed,
    sex: Option<&'static str>,
    /// Answers to questions, by `clause/question`, each with the first versions of the events that it follows.
    answers: BTreeMap<&'a str, Vec<(&'a [u32], bool)>>,
    /// For each entry the row of facts after it; row 0 is before everything.
    row_of: Vec<u32>,
    /// The rows, one after the other.
    rows: Vec<Answer>,
}

impl<'a> Asker<'a> {
    /// Works out the facts along a story.
    pub fn new(
        story: &'a Story<'a>,
        prepared: &'a Prepared<'a>,
        vocabulary: &'a Vocabulary,
        agreed: &'a Agreed,
        child: &Child,
    ) -> Asker<'a> {
        let mut asker = Asker {
            story,
            protocol: prepared.protocol,
            prepared,
            vocabulary,
            agreed,
            sex: child.sex,
            answers: BTreeMap::new(),
            row_of: Vec::with_capacity(story.entries.len()),
            rows: prepared.first_row.clone(),
        };
        if let Some(siblings) = child.siblings {
            for slot in &prepared.from_siblings {
                asker.set(0, *slot, Answer::Bool(siblings > 0));
            }
        }
        asker.walk();
        let answered = agreed.question_answered;
        for event in story.of_kind(answered).iter().filter_map(|n| story.event(*n as usize)) {
            let said = (event.values.first(), event.values.get(1));
            if let (Some(Some(Value::Text(question))), Some(Some(Value::Bool(answer)))) = said {
                asker.answers.entry(question).or_default().push((&event.follows, *answer));
            }
        }
        asker
    }

    fn set(&mut self, row: usize, slot: u16, answer: Answer) {
        let place = row * self.prepared.first_row.len() + usize::from(slot);
        if let Some(cell) = self.rows.get_mut(place) {
            *cell = answer;
        }
    }

    /// The entries of an event, in order.
    pub fn of_kind(&self, kind: EventId) -> &'a [u32] {
        self.story.of_kind(kind)
    }

    /// The entries that fit a pattern, in order.
    pub fn fitting<'s>(
        &'s self,
        pattern: &'s Pattern,
        trigger: Option<&'s Happened>,
    ) -> impl Iterator<Item = (usize, &'a Happened)> + 's {
        self.of_kind(pattern.event).iter().filter_map(move |n| {
            let event = self.event(*n as usize)?;
            self.fits(pattern, event, trigger).then_some((*n as usize, event))
        })
    }

    /// The first entry after another that fits a pattern.
    pub fn next_fitting(&self, pattern: &Pattern, trigger: Option<&Happened>, after: usize) -> Option<usize> {
        let list = self.of_kind(pattern.event);
        let from = list.partition_point(|n| *n as usize <= after);
        let rest = list.get(from..).unwrap_or(&[]);
        rest.iter().map(|n| *n as usize).find(|n| self.event(*n).is_some_and(|e| self.fits(pattern, e, trigger)))
    }

    /// The event of an entry.
    pub fn event(&self, n: usize) -> Option<&'a Happened> {
        self.story.event(n)
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

    /// Fills the rows: each fact that follows from events, after each entry.
    fn walk(&mut self) {
        let width = self.prepared.first_row.len();
        let mut here = 0;
        for n in 0..self.story.entries.len() {
            if let Some(event) = self.event(n) {
                let touched = self.prepared.touches.get(usize::from(event.kind.0)).map_or(&[][..], Vec::as_slice);
                let mut copied = false;
                for id in touched {
                    let fact = self.protocol.facts.get(FactId(*id));
                    let slot = self.prepared.slots.get(usize::from(*id)).copied().flatten();
                    let (Some(answer), Some(slot)) = (self.step(fact, event, n as u32), slot) else { continue };
                    if self.rows.get(here * width + usize::from(slot)) == Some(&answer) {
                        continue;
                    }
                    if !copied {
                        self.rows.extend_from_within(here * width..(here + 1) * width);
                        here += 1;
                        copied = true;
                    }
                    self.set(here, slot, answer);
                }
            }
            self.row_of.push(here as u32);
        }
    }

    /// What a fact becomes by an event; nothing where the event leaves it.
    fn step(&self, fact: &Fact, event: &Happened, n: u32) -> Option<Answer> {
        let any = |patterns: &[Pattern]| patterns.iter().any(|p| self.fits(p, event, None));
        match &fact.source {
            Source::Switch { begins, .. } if any(begins) => Some(Answer::Bool(true)),
            Source::Switch { ends, .. } if any(ends) => Some(Answer::Bool(false)),
            Source::Latest { of, ends, otherwise, .. } => match of.iter().find(|(kind, _)| *kind == event.kind) {
                Some((_, place)) => match event.values.get(usize::from(*place)) {
                    Some(Some(value)) => Some(answer(value, n, *place)),
                    _ => Some(Answer::Unknown),
                },
                None if any(ends) => Some(constant(*otherwise)),
                None => None,
            },
            Source::Seen { any: patterns, .. } if any(patterns) => Some(Answer::Bool(true)),
            Source::DaysSince { any: patterns, .. } if any(patterns) => Some(Answer::Day(event.at.day())),
            _ => None,
        }
    }

    /// Whether facts or status changed with an entry, so that a condition must be asked again.
    pub fn changed(&self, n: usize) -> bool {
        let before = n.checked_sub(1);
        let row = |n: Option<usize>| n.and_then(|n| self.row_of.get(n)).copied().unwrap_or(0);
        let era = |n: Option<usize>| n.and_then(|n| self.story.entries.get(n)).map_or(0, |e| e.era);
        row(Some(n)) != row(before) || era(Some(n)) != era(before)
    }

    /// The entry before the one that set a clause off: before its source, where the program worked it out.
    fn before(&self, trigger: usize) -> Option<usize> {
        let mut n = trigger;
        while let Some(source) = self.story.entries.get(n).and_then(|e| e.source) {
            n = source as usize;
        }
        n.checked_sub(1)
    }

    /// The value of a term.
    pub(crate) fn value(&self, term: &Term, clause: &Clause, when: When) -> Answer {
        match &term.of {
            Of::Fact(id) if term.before => {
                let before = self.before(when.trigger);
                let now = before.unwrap_or(0);
                self.fact_at(*id, before, When { now, horizon: now, ..when })
            }
            Of::Fact(id) => self.fact(*id, when),
            Of::Trigger(_, places) => {
                let Some(event) = self.event(when.trigger) else { return Answer::Unknown };
                let place = places.iter().find(|(kind, _)| *kind == event.kind).map(|(_, place)| *place);
                let Some(place) = place else { return Answer::Unknown };
                match event.values.get(usize::from(place)) {
                    Some(Some(value)) => answer(value, when.trigger as u32, place),
                    _ => Answer::Unknown,
                }
            }
            Of::Asked(n) => {
                let question = clause.asks.get(usize::from(*n)).map(|q| format!("{}/{}", clause.id, q.name));
                let given = question.and_then(|q| self.answers.get(q.as_str()));
                // The latest answer counts; one that follows a trigger counts for that trigger alone.
                let root = self.event(when.trigger).map(|e| e.root);
                let counts = |follows: &&[u32]| follows.is_empty() || follows.iter().any(|f| Some(*f) == root);
                let latest = given.and_then(|list| list.iter().rev().find(|(follows, _)| counts(follows)));
                latest.map_or(Answer::Unknown, |(_, answer)| Answer::Bool(*answer))
            }
        }
    }

    /// A fact now. That a service closed does not end what rests on nothing of it (contract, Duties out): after the trigger, a fact
    /// about who is open keeps what a closing took away, and nothing else.
    pub(crate) fn fact(&self, id: FactId, when: When) -> Answer {
        let fact = self.protocol.facts.get(id);
        if when.now == when.trigger || !fact.involvement {
            return self.fact_at(id, Some(when.now), when);
        }
        if let Source::Is(expr) = &fact.source {
            // Each part of it by its own rule: the plan may change, the child may stop being looked after.
            return from_tri(self.evaluate(expr, &Since { asker: self, when }, when));
        }
        let now = self.fact_at(id, Some(when.now), when);
        let without = match &fact.source {
            Source::Latest { otherwise, .. } => constant(*otherwise),
            _ => Answer::Bool(false),
        };
        match self.closing_since(when) {
            // As it stood before the first closing, unless it has come back since.
            Some(closing) if now == without => self.fact_at(id, closing.checked_sub(1), when),
            _ => now,
        }
    }

    /// The first entry after the trigger and up to now with which a service closed.
    fn closing_since(&self, when: When) -> Option<usize> {
        self.first_closing(when.trigger).filter(|n| *n <= when.now)
    }

    /// The first entry after another with which a service closed.
    pub fn first_closing(&self, after: usize) -> Option<usize> {
        let closings = [self.agreed.yjs_ended, self.agreed.csc_ended, self.agreed.early_ended];
        let first = |kind: &EventId| {
            let list = self.of_kind(*kind);
            list.get(list.partition_point(|n| *n as usize <= after)).map(|n| *n as usize)
        };
        closings.iter().filter_map(first).min()
    }

    /// The entries of any of these events after another, in order.
    pub fn told_after(&self, kinds: &[EventId], after: usize) -> impl Iterator<Item = usize> {
        let mut entries: Vec<usize> = Vec::new();
        for kind in kinds {
            let list = self.of_kind(*kind);
            let from = list.partition_point(|n| *n as usize <= after);
            entries.extend(list.get(from..).unwrap_or(&[]).iter().map(|n| *n as usize));
        }
        entries.sort_unstable();
        entries.dedup();
        entries.into_iter()
    }

    pub(crate) fn fact_at(&self, id: FactId, n: Option<usize>, when: When) -> Answer {
        let fact = self.protocol.facts.get(id);
        match &fact.source {
            Source::Status(Status::Weekday) => {
                self.word(&self.story.at(when.trigger).day().weekday().to_ascii_lowercase())
            }
            Source::Status(status) => self.status(*status, n),
            Source::Is(expr) => from_tri(self.evaluate(expr, &Within { asker: self, n, when }, when)),
            Source::Seen { any, since_trigger, until_next } if *since_trigger || refers(any) => {
                let upto = if n == Some(when.now) { when.horizon } else { n.unwrap_or(0) };
                let upto = if *until_next { upto.min(self.before_next(when.trigger)) } else { upto };
                Answer::Bool(self.seen(any, *since_trigger, upto, when))
            }
            Source::DaysSince { working, .. } => match self.row(id, n) {
                Answer::Day(last) => {
                    // Days are counted to the trigger, whenever it is asked: "within 20 days" does not lapse afterwards.
                    let today = self.story.at(when.trigger).day();
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
        let row = n.and_then(|n| self.row_of.get(n)).copied().unwrap_or(0) as usize;
        let slot = self.prepared.slots.get(usize::from(id.0)).copied().flatten();
        let place = slot.map(|slot| row * self.prepared.first_row.len() + usize::from(slot));
        place.and_then(|p| self.rows.get(p)).copied().unwrap_or(Answer::Unknown)
    }

    /// The entry before the next event of the trigger's kind.
    fn before_next(&self, trigger: usize) -> usize {
        let Some(event) = self.event(trigger) else { return trigger };
        let list = self.of_kind(event.kind);
        list.get(list.partition_point(|n| *n as usize <= trigger)).map_or(usize::MAX, |n| *n as usize - 1)
    }

    /// Whether one of these has happened, since the trigger's day or ever, up to the horizon.
    fn seen(&self, any: &[Pattern], since_trigger: bool, upto: usize, when: When) -> bool {
        let Some(trigger) = self.event(when.trigger) else { return false };
        any.iter().any(|pattern| {
            let list = self.of_kind(pattern.event);
            let from = if since_trigger {
                list.partition_point(|n| self.story.at(*n as usize).day() < trigger.earliest)
            } else {
                0
            };
            list.get(from..).unwrap_or(&[]).iter().map(|n| *n as usize).take_while(|n| *n <= upto).any(|at| {
                let Some(event) = self.event(at).filter(|e| self.fits(pattern, e, Some(trigger))) else { return false };
                at <= upto
                    && at != when.trigger
                    && (!since_trigger || (event.at.day() >= trigger.earliest && self.is_not_anothers(event, trigger)))
            })
        })
    }

    /// What follows another event of the trigger's kind is that one's matter (contract, `follows`).
    fn is_not_anothers(&self, event: &Happened, trigger: &Happened) -> bool {
        let same_kind = |root: &&u32| {
            let list = self.of_kind(trigger.kind);
            list.iter().any(|n| self.event(*n as usize).is_some_and(|e| e.root == **root))
        };
        event.follows.iter().find(same_kind).is_none_or(|root| *root == trigger.root)
    }

    fn word(&self, word: &str) -> Answer {
        self.vocabulary.word(word).map_or(Answer::Unknown, Answer::Word)
    }

    fn status(&self, status: Status, n: Option<usize>) -> Answer {
        let Some(n) = n else { return self.nothing_yet(status) };
        let Some(entry) = self.story.entries.get(n) else { return Answer::Unknown };
        let day = entry.at.day();
        let listed = |list: &[Word], place: usize| list.get(place).map_or(Answer::Unknown, |w| Answer::Word(*w));
        match status {
            Status::Age => Answer::Int(i64::from(self.story.born.age_on(day))),
            Status::LookedAfter => Answer::Bool(self.story.looked_after(n)),
            Status::CareBases => Answer::Bases(u32::from(entry.bases)),
            Status::InCustody => Answer::Bool(entry.state.in_custody()),
            Status::Remanded => listed(&self.agreed.remanded, entry.state.remand as usize),
            Status::Liberty => listed(&self.agreed.liberty, entry.state.liberty as usize),
            Status::CareLeaver => listed(&self.agreed.standings, self.story.standing(day).standing as usize),
            Status::FormerLookedAfterInDetention => Answer::Bool(self.story.former_in_detention(n, day)),
            Status::NightsSince14 => Answer::Int(i64::from(self.story.history().nights(day))),
            Status::OpenToYjs => Answer::Bool(entry.state.yjs),
            Status::OpenToCsc => Answer::Bool(entry.state.csc),
            Status::JointlyOpen => Answer::Bool(entry.state.jointly_open()),
            Status::Sex => self.sex.map_or(Answer::Unknown, |s| self.word(s)),
            // It is the trigger's, not the child's: answered before it comes here.
            Status::Weekday => Answer::Unknown,
        }
    }

    /// The status before anything was written.
    fn nothing_yet(&self, status: Status) -> Answer {
        match status {
            Status::Age => {
                let day = self.story.at(0).day();
                Answer::Int(i64::from(self.story.born.age_on(day)))
            }
            Status::NightsSince14 => Answer::Int(0),
            Status::CareBases => Answer::Bases(0),
            Status::Remanded => self.agreed.remanded.first().map_or(Answer::Unknown, |w| Answer::Word(*w)),
            Status::CareLeaver => self.agreed.standings.first().map_or(Answer::Unknown, |w| Answer::Word(*w)),
            Status::Liberty => self.agreed.liberty.first().map_or(Answer::Unknown, |w| Answer::Word(*w)),
            Status::Sex => self.sex.map_or(Answer::Unknown, |s| self.word(s)),
            _ => Answer::Bool(false),
        }
    }
}

/// An answer of yes, no or not known.
pub(crate) fn from_tri(tri: Tri) -> Answer {
    match tri {
        Tri::Yes => Answer::Bool(true),
        Tri::No => Answer::Bool(false),
        Tri::Unknown => Answer::Unknown,
    }
}

/// A value as an answer: small ones themselves, others by where they stand.
fn answer(value: &Value, n: u32, place: u8) -> Answer {
    match value {
        Value::Bool(b) => Answer::Bool(*b),
        Value::Int(n) => Answer::Int(*n),
        Value::Day(d) => Answer::Day(*d),
        Value::Words(words) => match words.as_slice() {
            [one] => Answer::Word(*one),
            _ => Answer::Said(n, place),
        },
        Value::Roles(_) => Answer::Said(n, place),
        Value::Text(_) => Answer::Unknown,
    }
}
