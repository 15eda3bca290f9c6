//! What was done of what this child was owed, in time or late, and what was not?
//!
//! Comes from a child's events; the engine says what is owed, and for most of what is past the evidence is added that the clause itself
//! names, else a word by hand. In a worked journey the clauses that it is about are left as they are, and the rest is shown by hand alone,
//! so that nothing new is set off.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, Moment};
use duties::{Answer, Duty, Owed, State, Status};
use journey::{Happened, Timeline};
use protocol::clause::Clause;
use protocol::pattern::{Pattern, Want};
use protocol::refusal::Refusals;
use protocol::vocabulary::{Attribute, Type, Value as Said, Vocabulary};
use serde_json::{Map, Value, json};

use super::chance::Chance;
use super::told::know;
use super::{DemoChild, Maker};

/// How often the engine is asked what is still owed: what is added can set off more.
const ROUNDS: usize = 6;
/// How often evidence is sought for one occurrence: as the clause names it, then by hand.
const TRIES: u32 = 2;
/// How many times a repeating duty is shown at one go.
const REPEATS: usize = 60;
/// Evidence that is not made up: it would begin something new for the child, or belongs to an hour at the police station. Such a thing is
/// shown by hand.
const BY_HAND: [&str; 6] = [
    "meeting-called",
    "referral-made",
    "referral-proposed",
    "information-requested",
    "appropriate-adult-requested",
    "appropriate-adult-attended",
];

/// Adds the evidence to a child's events, and says how the child then stands.
pub(super) fn show(
    maker: &Maker<'_>,
    child: &mut DemoChild,
    named: Option<&BTreeSet<String>>,
) -> Result<Status, Refusals> {
    let as_at = Moment::end_of(maker.today);
    let mut tries: BTreeMap<String, u32> = BTreeMap::new();
    let mut rounds = 0;
    loop {
        let written = child.journey(maker.authority, maker.today).to_string();
        let journey = journey::read(&child.source, written.as_bytes(), &maker.protocols.vocabulary)?;
        let timeline = journey.timeline(as_at, None);
        let answer = maker.engine.answer(&journey.under, &timeline, None);
        let round = Round { maker, source: &child.source, timeline: &timeline, named };
        let added = if rounds < ROUNDS { round.added(&answer, &mut tries) } else { Vec::new() };
        rounds += 1;
        if added.is_empty() {
            return Ok(answer.status);
        }
        child.events.extend(added);
    }
}

/// One asking of the engine.
struct Round<'r> {
    maker: &'r Maker<'r>,
    source: &'r str,
    timeline: &'r Timeline,
    named: Option<&'r BTreeSet<String>>,
}

impl Round<'_> {
    /// The evidence that is added to what stands.
    fn added(&self, answer: &Answer<'_>, tries: &mut BTreeMap<String, u32>) -> Vec<Value> {
        let mut added: Vec<Value> = Vec::new();
        let mut shown: BTreeSet<(String, i32)> = BTreeSet::new();
        for (owed, duty) in answer.duties() {
            let Some(clause) = owed.protocol.clauses.get(duty.clause) else { continue };
            let left = self.named.is_some_and(|named| named.contains(&clause.id));
            if left || !matches!(duty.state, State::Open | State::Overdue) || duty.unknown {
                continue;
            }
            let which = key(owed, clause, duty);
            let mut chance = self.maker.chance(&format!("shown {} {which}", self.source));
            let tried = tries.entry(which).or_insert(0);
            let Some(day) = self.day(duty, &mut chance).filter(|_| *tried < TRIES) else { continue };
            let trigger = self.timeline.events.iter().find(|e| e.root == duty.set_off.root && e.root > 0);
            let by_hand = *tried > 0 || self.named.is_some();
            let made = if by_hand { None } else { self.evidence(clause, duty, trigger) };
            let (event, with) = made.unwrap_or_else(|| ("duty-done".to_owned(), json!({"clause": clause.id})));
            let what = format!("{event} {with}");
            // One meeting shows many a duty: the next round says which are still owed.
            if (-3..=3).any(|n| shown.contains(&(what.clone(), day.number() + n))) {
                continue;
            }
            *tried += 1;
            for day in self.days(clause, day, &mut chance) {
                shown.insert((what.clone(), day.number()));
                let at = at(day, duty, trigger, &mut chance);
                let mut one = json!({"at": at.to_string(), "event": event, "with": with});
                know(&mut one, self.recorded_by(&event), &mut chance);
                added.push(one);
            }
        }
        super::told::cut(added, self.maker.today)
    }

    fn recorded_by(&self, event: &str) -> &str {
        let vocabulary = &self.maker.protocols.vocabulary;
        vocabulary.event_id(event).map_or("both", |id| vocabulary.event(id).recorded_by.as_str())
    }

    /// The day on which it was done; nothing where it was not, or not yet.
    fn day(&self, duty: &Duty, chance: &mut Chance) -> Option<Day> {
        let (today, from) = (self.maker.today, duty.set_off.day);
        let soon = if chance.happens(70) { 1 } else { 7 };
        let Some(due) = duty.due else {
            let old = today.number() - from.number();
            let done = chance.happens(if old > 60 { 92 } else { 65 });
            return (old > 10 && done).then(|| self.worked(from.plus_days(chance.within((0, soon))), from, today));
        };
        let (by, urgent) = (due.at.day(), due.urgent);
        let over = today.number() - by.number();
        let undone = match over {
            ..=0 => 70,
            1..=7 => 30,
            8..=28 => 9,
            _ => 1,
        };
        if chance.happens(undone) || (over <= 0 && from >= today) {
            return None;
        }
        if over > 0 && chance.happens(10) {
            let late = by.max(from).plus_days(chance.within((1, 9))).min(today);
            return Some(self.worked(late, late, today));
        }
        let early = (by.number() - from.number()).clamp(0, 5);
        let day =
            if over <= 0 { from.plus_days(chance.within((0, 5))) } else { by.plus_days(-chance.within((0, early))) };
        let day = day.max(from).min(today);
        Some(if urgent { day } else { self.worked(day, from, today) })
    }

    /// That day; of what repeats, every day on which it was done again up to now.
    fn days(&self, clause: &Clause, first: Day, chance: &mut Chance) -> Vec<Day> {
        let mut days = vec![first];
        let Some(repeat) = clause.repeat() else { return days };
        let mut last = first;
        while days.len() < REPEATS {
            let next = repeat.every.span.after(Moment::date_only(last), &self.maker.protocols.calendar).day();
            let day = self.worked(next.plus_days(-chance.within((0, 2))), last, next);
            if next >= self.maker.today || day <= last || chance.happens(2) {
                break;
            }
            days.push(day);
            last = day;
        }
        days
    }

    /// The last working day up to a day, not before the first and not after the last that it may be.
    fn worked(&self, day: Day, first: Day, last: Day) -> Day {
        let day = day.min(last);
        let works = |d: &Day| *d >= first && self.maker.protocols.calendar.is_working_day(*d);
        (0..6).map(|n| day.plus_days(-n)).find(works).unwrap_or(day)
    }

    /// An event that shows the clause done, with all that it must say; nothing where it names none that can be made up.
    fn evidence(&self, clause: &Clause, duty: &Duty, trigger: Option<&Happened>) -> Option<(String, Value)> {
        let vocabulary = &self.maker.protocols.vocabulary;
        clause.shown_by.iter().find_map(|pattern| {
            let kind = vocabulary.event(pattern.event);
            let by_hand = BY_HAND.contains(&kind.name.as_str());
            let plain = !kind.changes_status && kind.derived.is_none() && !by_hand;
            let mut with = Map::new();
            for (place, attribute) in kind.attributes.iter().enumerate().filter(|_| plain) {
                let filling = Filling { vocabulary, clause, trigger, day: duty.set_off.day };
                let value = filling.value(pattern, place, attribute);
                if value.is_none() && attribute.required {
                    return None;
                }
                with.extend(value.map(|value| (attribute.name.clone(), value)));
            }
            plain.then(|| (kind.name.clone(), Value::Object(with)))
        })
    }
}

/// What an event of evidence says.
struct Filling<'f> {
    vocabulary: &'f Vocabulary,
    clause: &'f Clause,
    trigger: Option<&'f Happened>,
    day: Day,
}

impl Filling<'_> {
    /// What one attribute says: what is asked for; else, where it cannot be left out, what fits the clause.
    fn value(&self, pattern: &Pattern, place: usize, attribute: &Attribute) -> Option<Value> {
        let words = self.vocabulary;
        let value = match pattern.tests.iter().find(|t| usize::from(t.attribute) == place).map(|t| &t.want) {
            Some(Want::Words(any)) => Value::from(words.spell(*any.first()?)),
            Some(Want::Roles(any)) => Value::from(words.role(any.first()?.role).name.as_str()),
            Some(Want::Bool(truth)) => Value::from(*truth),
            Some(Want::Ints(any)) => Value::from(*any.first()?),
            Some(Want::Days(any)) => Value::from(any.first()?.to_string()),
            Some(Want::Texts(any)) => Value::from(any.first()?.as_str()),
            Some(Want::SameAsTrigger(name)) => self.same(name)?,
            None if attribute.required => {
                let role = if attribute.name == "to" { self.clause.towards } else { self.clause.owner };
                match (&attribute.of, role) {
                    (Type::Role { .. }, Some(role)) => Value::from(words.role(role).name.as_str()),
                    (Type::Enum { name, .. }, _) => {
                        Value::from(words.values(name).iter().find(|v| *v == "other")?.as_str())
                    }
                    _ => return None,
                }
            }
            None => return None,
        };
        Some(if attribute.of.is_list() && !value.is_array() { Value::Array(vec![value]) } else { value })
    }

    /// What the trigger says under a name; its day where it has no such attribute.
    fn same(&self, name: &str) -> Option<Value> {
        let words = self.vocabulary;
        let said = self.trigger.and_then(|event| {
            let place = words.event(event.kind).attributes.iter().position(|a| a.name == name)?;
            event.values.get(place)?.as_ref()
        });
        let Some(said) = said else { return (name == "day").then(|| Value::from(self.day.to_string())) };
        Some(match said {
            Said::Bool(truth) => Value::from(*truth),
            Said::Int(n) => Value::from(*n),
            Said::Day(day) => Value::from(day.to_string()),
            Said::Words(said) => Value::from(words.spell(*said.first()?)),
            Said::Roles(said) => Value::from(words.role(*said.first()?).name.as_str()),
            Said::Text(text) => Value::from(text.as_str()),
        })
    }
}

/// What sets one occurrence of one duty apart.
fn key(owed: &Owed<'_>, clause: &Clause, duty: &Duty) -> String {
    let set_off = &duty.set_off;
    format!("{:?} {} {} {} {}", owed.side, clause.id, set_off.root, set_off.day, duty.turn)
}

/// When on that day it was done: after what set it off, where that has an hour.
fn at(day: Day, duty: &Duty, trigger: Option<&Happened>, chance: &mut Chance) -> Moment {
    let after = trigger.filter(|t| t.at.has_time()).map(|t| t.at.plus_minutes(chance.within((10, 55))));
    let in_time = |at: &Moment| at.day() == day && duty.due.is_none_or(|due| !due.at.has_time() || *at <= due.at);
    after.filter(in_time).unwrap_or(Moment::date_only(day))
}
