//! What each event does to the facts that are kept along a story.
//!
//! Comes from a protocol's facts, once for any number of children; goes into `track`, which follows them. A fact that looks at what set a
//! clause off is not kept: it is looked for when it is asked.

use calendar::Day;
use journey::Happened;
use protocol::facts::{Constant, Fact, Source};
use protocol::pattern::Pattern;
use protocol::vocabulary::{EventId, Value, Vocabulary};

use crate::fitting::{fits_values, refers};
use crate::value::Answer;

/// What an event does to a fact. Of several that touch one fact, the first that fits counts.
#[derive(Debug)]
pub struct Touch<'p> {
    /// The fact's place in a row.
    pub slot: u16,
    /// What the event must say, where it must say anything.
    pattern: Option<&'p Pattern>,
    becomes: Becomes,
    /// Whether what was seen has been seen for good.
    pub for_good: bool,
    /// The attributes that tell until when it runs.
    runs_until: Vec<u8>,
    /// What it is afterwards.
    pub afterwards: Answer,
}

#[derive(Debug, Clone, Copy)]
enum Becomes {
    Known(Answer),
    /// What the event says in this place.
    Told(u8),
    /// The day of the event.
    Today,
}

impl Touch<'_> {
    fn new(slot: u16, becomes: Becomes) -> Self {
        let (pattern, runs_until, afterwards) = (None, Vec::new(), Answer::Unknown);
        Touch { slot, pattern, becomes, for_good: false, runs_until, afterwards }
    }

    /// Whether an event of its kind says what it must.
    pub fn fits(&self, event: &Happened, vocabulary: &Vocabulary) -> bool {
        self.pattern.is_none_or(|p| fits_values(p, &event.values, None, vocabulary))
    }

    /// What the fact becomes by the event of an entry.
    pub fn answer(&self, event: &Happened, n: u32) -> Answer {
        match self.becomes {
            Becomes::Known(answer) => answer,
            Becomes::Today => Answer::Day(event.at.day()),
            Becomes::Told(place) => {
                let value = event.values.get(usize::from(place)).and_then(Option::as_ref);
                value.map_or(Answer::Unknown, |value| said(value, n, place))
            }
        }
    }

    /// Until when what the event begins runs, where it tells.
    pub fn until(&self, event: &Happened) -> Option<Day> {
        self.runs_until.iter().find_map(|place| match event.values.get(usize::from(*place))?.as_ref()? {
            Value::Day(day) => Some(*day),
            Value::Int(months) => Some(event.at.day().plus_months(i32::try_from(*months).ok()?)),
            _ => None,
        })
    }
}

/// A fact that is kept: what it is before anything happened, and what each event does to it.
pub fn kept(fact: &Fact, slot: u16) -> Option<(Answer, Vec<(EventId, Touch<'_>)>)> {
    let by = |patterns, becomes| by(patterns, slot, becomes);
    let truth = |truth| Becomes::Known(Answer::Bool(truth));
    let (first, touches) = match &fact.source {
        Source::Switch { begins, ends, otherwise, .. } => {
            let mut touches = by(begins, truth(true));
            touches.extend(by(ends, truth(false)));
            (otherwise.map_or(Answer::Unknown, Answer::Bool), touches)
        }
        Source::Latest { of, ends, runs_until, otherwise } => {
            let afterwards = constant(*otherwise);
            let told = |(event, place): &(EventId, u8)| (*event, Touch::new(slot, Becomes::Told(*place)));
            let mut touches: Vec<_> = of.iter().map(told).collect();
            touches.extend(by(ends, Becomes::Known(afterwards)));
            for (event, touch) in &mut touches {
                let places = runs_until.iter().filter(|(kind, _)| kind == event);
                touch.runs_until = places.map(|(_, place)| *place).collect();
                touch.afterwards = afterwards;
            }
            (afterwards, touches)
        }
        Source::Seen { any, since_trigger: false, .. } if !refers(any) => {
            let mut touches = by(any, truth(true));
            touches.iter_mut().for_each(|(_, touch)| touch.for_good = true);
            (Answer::Bool(false), touches)
        }
        Source::DaysSince { any, .. } => (Answer::Unknown, by(any, Becomes::Today)),
        _ => return None,
    };
    Some((first, touches))
}

/// What events that fit one of these patterns do to a fact.
fn by(patterns: &[Pattern], slot: u16, becomes: Becomes) -> Vec<(EventId, Touch<'_>)> {
    let tested = |p| Some(p).filter(|p: &&Pattern| !p.tests.is_empty());
    let touch = |p| Touch { pattern: tested(p), ..Touch::new(slot, becomes) };
    patterns.iter().map(|p| (p.event, touch(p))).collect()
}

/// A constant as an answer.
pub fn constant(constant: Option<Constant>) -> Answer {
    match constant {
        None => Answer::Unknown,
        Some(Constant::Bool(b)) => Answer::Bool(b),
        Some(Constant::Int(n)) => Answer::Int(n),
        Some(Constant::Word(w)) => Answer::Word(w),
    }
}

/// A value as an answer: small ones themselves, others by where they stand.
pub fn said(value: &Value, n: u32, place: u8) -> Answer {
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
