//! Asks the facts of a story: what a condition's names stand for at a moment, and whether the condition holds.
//!
//! Comes from a story and a protocol's facts; goes into setting off, ending and findings. Every answer is yes, no or not known
//! (Kleene): what is missing never counts as no.

use std::cell::RefCell;
use std::collections::BTreeMap;

use journey::{Child, Happened};
use protocol::condition::{Of, Term};
use protocol::facts::{FactId, Source, Status};
use protocol::pattern::Pattern;
use protocol::vocabulary::{EventId, Value, Vocabulary, Word};
use protocol::{Clause, Protocol};

use crate::agreed::Agreed;
use crate::fitting::{fits_values, refers};
use crate::hold::{Since, Within};
use crate::leaving_care::Standing;
use crate::prepared::{Found, Prepared};
use crate::story::Story;
use crate::touch::{constant, said};
use crate::track::Track;
use crate::value::{Answer, Shows, Tri, When};

/// The answers given to a question, each with the first versions of the events that it follows.
type Given<'a> = Vec<(&'a [u32], bool)>;

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
    /// Answers to questions, by clause and question.
    answers: BTreeMap<(&'a str, &'a str), Given<'a>>,
    /// What was done, or set aside, by hand: the entries by clause.
    by_hand: BTreeMap<&'a str, Vec<(usize, Shows)>>,
    /// The facts along the story.
    track: Track,
    /// The entries with which a service closed.
    closings: Vec<u32>,
    /// For each event of a kind, what it is known by; in order, and only where any event follows another.
    roots: Vec<(EventId, u32)>,
    /// Of the trigger asked about last: the first entries at which facts looked for from it on were seen.
    seen: RefCell<(usize, Vec<(FactId, usize)>)>,
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
        let mut closings: Vec<u32> = Vec::new();
        for kind in [agreed.yjs_ended, agreed.csc_ended, agreed.early_ended] {
            closings.extend(story.of_kind(kind));
        }
        closings.sort_unstable();
        let mut asker = Asker {
            story,
            protocol: prepared.protocol,
            prepared,
            vocabulary,
            agreed,
            sex: child.sex,
            answers: BTreeMap::new(),
            by_hand: BTreeMap::new(),
            track: Track::new(story, prepared, vocabulary, child.siblings),
            closings,
            roots: Vec::new(),
            seen: RefCell::default(),
        };
        if story.follows {
            let events = (0..story.entries.len()).filter_map(|n| story.event(n));
            asker.roots = events.map(|e| (e.kind, e.root)).collect();
            asker.roots.sort_unstable();
        }
        asker.listen();
        asker
    }

    /// Gathers what was answered and done by hand.
    fn listen(&mut self) {
        let (story, agreed) = (self.story, self.agreed);
        for event in story.of_kind(agreed.question_answered).iter().filter_map(|n| story.event(*n as usize)) {
            let said = (event.values.first(), event.values.get(1));
            let (Some(Some(Value::Text(question))), Some(Some(Value::Bool(answer)))) = said else { continue };
            if let Some(question) = question.rsplit_once('/') {
                self.answers.entry(question).or_default().push((&event.follows, *answer));
            }
        }
        for (kind, shows) in [(agreed.duty_done, Shows::Done), (agreed.duty_not_needed, Shows::NotNeeded)] {
            for n in story.of_kind(kind).iter().map(|n| *n as usize) {
                if let Some(Some(Value::Text(clause))) = story.event(n).and_then(|e| e.values.first()) {
                    self.by_hand.entry(clause).or_default().push((n, shows));
                }
            }
        }
    }

    /// What was done, or set aside, by hand for a clause.
    pub fn by_hand(&self, clause: &str) -> &[(usize, Shows)] {
        if self.by_hand.is_empty() { &[] } else { self.by_hand.get(clause).map_or(&[], Vec::as_slice) }
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
        fits_values(pattern, values, trigger, self.vocabulary)
    }

    /// Whether facts or status changed with an entry, so that a condition must be asked again.
    pub fn changed(&self, n: usize) -> bool {
        let era = |n: Option<usize>| n.and_then(|n| self.story.entries.get(n)).map_or(0, |e| e.era);
        self.track.changed(n) || era(Some(n)) != era(n.checked_sub(1))
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
    #[inline]
    pub(crate) fn value(&self, term: &Term, clause: &Clause, when: When) -> Answer {
        match &term.of {
            Of::Fact(id) if term.before => self.fact_before(*id, when),
            Of::Fact(id) => self.fact(*id, when),
            Of::Trigger(_, places) => self.said_by_trigger(places, when.trigger),
            Of::Asked(n) => self.answered(*n, clause, when.trigger),
        }
    }

    fn fact_before(&self, id: FactId, when: When) -> Answer {
        let before = self.before(when.trigger);
        let now = before.unwrap_or(0);
        self.fact_at(id, before, When { now, horizon: now, ..when })
    }

    fn said_by_trigger(&self, places: &[(EventId, u8)], trigger: usize) -> Answer {
        let Some(event) = self.event(trigger) else { return Answer::Unknown };
        let place = places.iter().find(|(kind, _)| *kind == event.kind).map(|(_, place)| *place);
        let value = place.and_then(|place| Some((event.values.get(usize::from(place))?.as_ref()?, place)));
        value.map_or(Answer::Unknown, |(value, place)| said(value, trigger as u32, place))
    }

    fn answered(&self, n: u16, clause: &Clause, trigger: usize) -> Answer {
        let question = clause.asks.get(usize::from(n)).filter(|_| !self.answers.is_empty());
        let given = question.and_then(|q| self.answers.get(&(clause.id.as_str(), q.name.as_str())));
        // The latest answer counts; one that follows a trigger counts for that trigger alone.
        let root = self.event(trigger).map(|e| e.root);
        let counts = |follows: &&[u32]| follows.is_empty() || follows.iter().any(|f| Some(*f) == root);
        let latest = given.and_then(|list| list.iter().rev().find(|(follows, _)| counts(follows)));
        latest.map_or(Answer::Unknown, |(_, answer)| Answer::Bool(*answer))
    }

    /// A fact now. That a service closed does not end what rests on nothing of it (contract, Duties out): after the trigger, a fact
    /// about who is open keeps what a closing took away, and nothing else.
    #[inline]
    pub(crate) fn fact(&self, id: FactId, when: When) -> Answer {
        if when.now == when.trigger || !self.protocol.facts.get(id).involvement {
            return self.fact_at(id, Some(when.now), when);
        }
        self.fact_since(id, when)
    }

    /// A fact about who is open, at an entry after the trigger.
    fn fact_since(&self, id: FactId, when: When) -> Answer {
        let fact = self.protocol.facts.get(id);
        if let Source::Is(expr) = &fact.source {
            // Each part of it by its own rule: the plan may change, the child may stop being looked after.
            return from_tri(self.evaluate(expr, &Since { asker: self, when }));
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
        self.closings.get(self.closings.partition_point(|n| *n as usize <= after)).map(|n| *n as usize)
    }

    #[inline]
    pub(crate) fn fact_at(&self, id: FactId, n: Option<usize>, when: When) -> Answer {
        match self.prepared.found.get(usize::from(id.0)) {
            Some(Found::Row(slot)) => self.track.at(*slot, n),
            Some(Found::Status(status)) => self.status(*status, n),
            _ => self.with_trigger(id, n, when),
        }
    }

    /// A fact that looks at what set the clause off, too.
    fn with_trigger(&self, id: FactId, n: Option<usize>, when: When) -> Answer {
        match &self.protocol.facts.get(id).source {
            Source::Status(Status::Weekday) => {
                self.word(&self.story.at(when.trigger).day().weekday().to_ascii_lowercase())
            }
            Source::Is(expr) => from_tri(self.evaluate(expr, &Within { asker: self, n, when })),
            Source::Seen { any, since_trigger, until_next } if *since_trigger || refers(any) => {
                let upto = if n == Some(when.now) { when.horizon } else { n.unwrap_or(0) };
                let upto = if *until_next { upto.min(self.before_next(when.trigger)) } else { upto };
                Answer::Bool(self.first_seen(id, any, *since_trigger, when.trigger) <= upto)
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
        self.slot(id).map_or(Answer::Unknown, |slot| self.track.at(slot, n))
    }

    fn slot(&self, id: FactId) -> Option<u16> {
        self.prepared.slots.get(usize::from(id.0)).copied().flatten()
    }

    /// The entry before the next event of the trigger's kind.
    fn before_next(&self, trigger: usize) -> usize {
        let Some(event) = self.event(trigger) else { return trigger };
        let list = self.of_kind(event.kind);
        list.get(list.partition_point(|n| *n as usize <= trigger)).map_or(usize::MAX, |n| *n as usize - 1)
    }

    /// The first entry at which a fact that is looked for from a trigger's day on, or that compares with the trigger, was seen; past
    /// every entry where it was not.
    fn first_seen(&self, id: FactId, any: &[Pattern], since_trigger: bool, trigger: usize) -> usize {
        let mut seen = self.seen.borrow_mut();
        if seen.0 != trigger {
            seen.0 = trigger;
            seen.1.clear();
        }
        if let Some((_, known)) = seen.1.iter().find(|(fact, _)| *fact == id) {
            return *known;
        }
        let first = any.iter().filter_map(|p| self.look_for(p, since_trigger, trigger)).min().unwrap_or(usize::MAX);
        seen.1.push((id, first));
        first
    }

    fn look_for(&self, pattern: &Pattern, since_trigger: bool, trigger: usize) -> Option<usize> {
        let event = self.event(trigger)?;
        let list = self.of_kind(pattern.event);
        let before = |n: &u32| self.story.at(*n as usize).day() < event.earliest;
        let from = if since_trigger { list.partition_point(before) } else { 0 };
        list.get(from..)?.iter().map(|n| *n as usize).find(|n| {
            let fitting = |e: &&Happened| self.fits(pattern, e, Some(event));
            let own = |e: &Happened| !since_trigger || self.is_not_anothers(e, event);
            *n != trigger && self.event(*n).filter(fitting).is_some_and(own)
        })
    }

    /// The entries at which a fact can come out otherwise for a trigger: the first of them after another.
    pub fn next_move(&self, id: FactId, trigger: usize, after: usize) -> Option<usize> {
        let list = match self.prepared.found.get(usize::from(id.0)) {
            Some(Found::Row(slot)) => self.track.moves(*slot),
            Some(Found::Status(status)) => self.story.moves(*status),
            _ => match &self.protocol.facts.get(id).source {
                Source::Seen { any, since_trigger, .. } => {
                    let first = self.first_seen(id, any, *since_trigger, trigger);
                    return Some(first).filter(|n| *n > after && *n != usize::MAX);
                }
                _ => self.slot(id).map_or(&[][..], |slot| self.track.moves(slot)),
            },
        };
        list.get(list.partition_point(|n| *n as usize <= after)).map(|n| *n as usize)
    }

    /// What follows another event of the trigger's kind is that one's matter (contract, `follows`).
    fn is_not_anothers(&self, event: &Happened, trigger: &Happened) -> bool {
        let same_kind = |root: &u32| self.roots.binary_search(&(trigger.kind, *root)).is_ok();
        event.follows.contains(&trigger.root) || !event.follows.iter().any(same_kind)
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
            // It was so at that moment, even where care ends later that day.
            Status::CareLeaver if entry.kind == self.agreed.became_eligible => {
                listed(&self.agreed.standings, Standing::Eligible as usize)
            }
            Status::CareLeaver => listed(&self.agreed.standings, self.story.standing_at(n).standing as usize),
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
