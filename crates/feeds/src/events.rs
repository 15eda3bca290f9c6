//! From what a system lists of a child to events in the agreed words.
//!
//! The returns cut time into pieces (an episode begins at each move, a census year ends on 31 March); the vocabulary tells of beginnings, changes
//! and ends. So pieces that follow one another are put together first ([`joined`]), and each whole one then makes a beginning and, where it has
//! ended, an end. An event keeps its name ([`name`]) from file to file, so that the same file twice says nothing new and a date that was
//! put right corrects what was said. An event is never taken back because a later file says nothing of it.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use calendar::Day;
use serde_json::{Map, Value, json};

use crate::listed::{Listed, More, Spell, SpellKind};
use name::{Names, Part};
use plan::Plans;
use work::{Work, reason, work};

pub use name::events_of;

mod care;
pub mod name;
mod plan;
mod work;

/// Which of the two services a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Youth justice.
    Yjs,
    /// Children's social care.
    Csc,
}

impl Whose {
    /// The word in the vocabulary.
    pub const fn word(self) -> &'static str {
        match self {
            Whose::Yjs => "yjs",
            Whose::Csc => "csc",
        }
    }

    /// The service of this word.
    pub fn named(word: &str) -> Option<Whose> {
        [Whose::Yjs, Whose::Csc].into_iter().find(|of| of.word() == word)
    }

    /// The other one.
    pub const fn other(self) -> Whose {
        match self {
            Whose::Yjs => Whose::Csc,
            Whose::Csc => Whose::Yjs,
        }
    }
}

/// Something that happened, by what a system lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name ([`name`]), the same for the same thing in every file of this system.
    pub id: String,
    /// On which day.
    pub at: Day,
    /// Which event of the vocabulary.
    pub event: &'static str,
    /// Its attributes.
    pub with: Map<String, Value>,
}

/// Everything that happened to a child by what one service's system lists, in order of time.
pub fn events(listed: &Listed, of: Whose) -> Vec<Event> {
    let spells = |kind: SpellKind| joined(listed.of(kind).iter());
    let own = Own { names: Names::of(listed, of) };
    let mut all = Vec::new();
    let open = open(listed, of);
    for work in &open {
        work.tell(&own, of, &mut all);
    }
    if of == Whose::Csc {
        let care = spells(SpellKind::LookedAfter);
        Plans { plans: &spells(SpellKind::Plan), care: &care, open: &open }.tell(&own, &mut all);
        care::care(&own, &care, &mut all);
        own.placements(&spells(SpellKind::Placed), &mut all);
        for spell in spells(SpellKind::Missing) {
            own.add(&mut all, &spell, Part::Missing, spell.from.0, "missing", Map::new());
            if let Some(until) = spell.until {
                own.add(&mut all, &spell, Part::Returned, until.0, "returned-from-missing", Map::new());
            }
        }
    }
    // What happened on one day: what begins work with the child comes first, and what ends it last.
    let rank = |event: &Event| match event.event {
        name if name.ends_with("-involvement-started") => 0,
        // A further basis is added before another ends: the child was looked after without a day between.
        "looked-after-ended" => 2,
        name if name.ends_with("-involvement-ended") => 3,
        _ => 1,
    };
    // Who comes back and goes missing again on one day does so in this order: those stand in order already.
    let is_missing = |event: &Event| event.event == "missing" || event.event == "returned-from-missing";
    all.sort_by(|a: &Event, b: &Event| {
        let by_name = if is_missing(a) && is_missing(b) { Ordering::Equal } else { a.id.cmp(&b.id) };
        (a.at, rank(a)).cmp(&(b.at, rank(b))).then(by_name)
    });
    once(all)
}

/// From when until when a service works with a child, by what its system lists: each time without a day between, in order.
pub fn works(listed: &Listed, of: Whose) -> Vec<(Day, Option<Day>)> {
    open(listed, of).iter().map(|work| (work.whole.from.0, work.whole.until.map(|until| until.0))).collect()
}

/// Each name once. Where a system lists one thing twice, and not the same, it begins with the first that it says and ends with the last.
fn once(mut all: Vec<Event>) -> Vec<Event> {
    let mut seen = BTreeSet::new();
    let is_end = |event: &Event| event.event.ends_with("-ended") || event.event.starts_with("returned-");
    all.retain(|event| is_end(event) || seen.insert(event.id.clone()));
    all.reverse();
    all.retain(|event| !is_end(event) || seen.insert(event.id.clone()));
    all.reverse();
    all
}

/// When the service works with the child: as its system says; where it says only that it looks after the child, for as long as it does.
fn open(listed: &Listed, of: Whose) -> Vec<Work> {
    let told = listed.of(SpellKind::Open);
    if !told.is_empty() || of == Whose::Yjs {
        return work(told);
    }
    let as_open = |spell: Spell| Spell {
        until: spell.until,
        word: "looked-after".into(),
        ..Spell::new(SpellKind::Open, spell.from.0)
    };
    work(listed.of(SpellKind::LookedAfter).into_iter().map(as_open).collect())
}

/// Pieces of the same thing that follow one another without a day between them, put together. What is known by a number of its own is whole
/// already; so is each time for which a child was missing, and each placement to which the child moved, though it be of the same kind.
pub fn joined<'s>(spells: impl Iterator<Item = &'s Spell>) -> Vec<Spell> {
    let mut pieces: Vec<&Spell> = spells.collect();
    pieces.sort_by_key(|spell| (same(spell), spell.from, spell.until.is_none(), spell.until));
    let mut all: Vec<Spell> = Vec::new();
    for piece in pieces {
        match all.last_mut() {
            Some(last)
                if last.key.is_empty()
                    && piece.key.is_empty()
                    && same(last) == same(piece)
                    && !is_another(last, piece)
                    && last.until.is_none_or(|until| until >= piece.from) =>
            {
                let goes_on = last.until.is_some() && (piece.until.is_none() || piece.until > last.until);
                if goes_on {
                    (last.until, last.ended, last.ended_word) =
                        (piece.until, piece.ended.clone(), piece.ended_word.clone());
                }
                if let (Some(urn), false) = (piece.more.get(&More::Urn), last.more.contains_key(&More::Urn)) {
                    last.more.insert(More::Urn, urn.clone());
                }
            }
            _ => all.push(piece.clone()),
        }
    }
    all.sort_by_key(|spell| (spell.from, spell.until));
    all
}

/// What must be the same of two pieces of one thing.
fn same(spell: &Spell) -> (SpellKind, &str, &str, Vec<(&More, &String)>) {
    // A code that is not known is a thing of its own.
    let by_code = if spell.word.is_empty() { spell.code.as_str() } else { "" };
    let more = spell.more.iter().filter(|(key, _)| ![More::Rne, More::Urn].contains(key)).collect();
    (spell.kind, &spell.word, by_code, more)
}

/// Whether a piece is another thing of the same kind, by what is told of it: the child went missing again, or moved. A new row for a legal status
/// or for what the same carer is to the child (`L`, `T`, `U`) is no move.
fn is_another(last: &Spell, piece: &Spell) -> bool {
    let moved = piece.more.get(&More::Rne).is_some_and(|rne| ["P", "B"].contains(&rne.as_str()));
    let elsewhere = last.more.get(&More::Urn).zip(piece.more.get(&More::Urn)).is_some_and(|(one, other)| one != other);
    let is_later = last.from < piece.from;
    piece.kind == SpellKind::Missing || (piece.kind == SpellKind::Placed && is_later && (moved || elsewhere))
}

/// What events one child has, each under its name.
struct Own {
    names: Names,
}

impl Own {
    fn add(
        &self,
        all: &mut Vec<Event>,
        spell: &Spell,
        part: Part,
        at: Day,
        event: &'static str,
        with: Map<String, Value>,
    ) {
        all.push(Event { id: self.names.spell(spell, part), at, event, with });
    }

    /// The first begins; one that follows on the day on which another ends is a change; one after which there is none ends.
    fn placements(&self, spells: &[Spell], all: &mut Vec<Event>) {
        for (n, spell) in spells.iter().enumerate() {
            let mut with = with(&[("kind", &spell.word)]);
            with.extend(
                spell.more.get(&More::OutOfArea).map(|out| (More::OutOfArea.word().to_owned(), json!(out == "true"))),
            );
            let goes_on =
                |other: &Spell| other.until.is_some_and(|until| until >= spell.from) && other.from < spell.from;
            let event = if spells.iter().any(goes_on) { "placement-changed" } else { "placement-started" };
            self.add(all, spell, Part::Start, spell.from.0, event, with);
            let is_followed = |until: Day| spells.iter().skip(n + 1).any(|next| next.from.0 <= until);
            if let Some(until) = spell.until.filter(|until| !is_followed(until.0)) {
                self.add(all, spell, Part::End, until.0, "placement-ended", self::with(&[("reason", reason(spell))]));
            }
        }
    }
}

/// Attributes of which something is told.
fn with(all: &[(&str, &str)]) -> Map<String, Value> {
    let told = all.iter().filter(|(_, value)| !value.is_empty());
    told.map(|(key, value)| ((*key).to_owned(), json!(value))).collect()
}
