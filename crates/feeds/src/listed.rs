//! A child as one service's own system lists them: who they are, and what holds for them from when until when.
//!
//! Put together, fact by fact, from what the readers tell ([`Listed::take`]); kept by the record as the last that this system said.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use calendar::Day;
use matching::number::{Kind, Number};
use matching::person;
use serde::{Deserialize, Serialize};

use crate::read::limits::PIECES;
use crate::told::What;

/// A child as one service's own system lists them. What it does not tell is empty.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The child's number in that system.
    pub number: String,
    /// What the child is called there.
    pub name: Name,
    /// Other names: earlier ones, those of another parent, what the child likes to be called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Name>,
    /// The date of birth; nothing where none is told, or where what is told is no date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// The day on which the child died; where the system says only that work or care ended because of it, that day. Nothing follows from it by
    /// itself: whoever keeps a record holds it for a person to see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died: Option<Date>,
    /// `female` or `male`; empty where the file says neither.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sex: String,
    /// Ethnicity, in the code of the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ethnicity: String,
    /// Where the child lives, or lived before they were looked after.
    #[serde(default, skip_serializing_if = "Home::is_empty")]
    pub home: Home,
    /// Numbers that no other person has, each checked: by the word of their kind ([`Kind::word`]).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, String>,
    /// Whether the system says that not everybody may know of the record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// What the members of one family or household have in common in that system.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub household: String,
    /// What holds, or held, from when until when; in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spells: Vec<Spell>,
    /// Who works with the child, as the system calls them; in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workers: Vec<Worker>,
    /// Brothers, sisters and others, as the system names them; in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relatives: Vec<Relative>,
    /// Whether the system lists more of the child than is kept ([`PIECES`]): what is here is not the whole then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut_short: bool,
}

/// A name.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name {
    /// First names.
    pub given: String,
    /// Family name.
    pub family: String,
}

/// Where somebody lives.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Number or name of the house, where the file has it apart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub house: String,
    /// Street, or the whole address in one line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// Town.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub town: String,
    /// Postcode.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// Unique property reference number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub uprn: String,
}

impl Home {
    /// Whether nothing is told of it.
    pub fn is_empty(&self) -> bool {
        *self == Home::default()
    }
}

/// A day of the calendar that is kept as `2026-04-03`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub Day);

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Date).map_err(|e| serde::de::Error::custom(format!("`{text}` {e}")))
    }
}

/// What kind of thing holds for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpellKind {
    /// The service works with the child. `word` is a `yjs-basis` or a `csc-plan` of the vocabulary; `more` may hold [`More::Route`], [`More::Team`].
    Open,
    /// On which plan social care works with the child. `word` is a `csc-plan`.
    Plan,
    /// Looked after, on one basis. `word` is a `care-basis`, `ended_word` a `care-end`.
    LookedAfter,
    /// In one placement. `word` is a `placement`; `more` may hold [`More::OutOfArea`], and by which it is seen whether the child moved,
    /// [`More::Rne`] and [`More::Urn`].
    Placed,
    /// Missing from home or care.
    Missing,
}

/// Something that holds from one day until another. `word` is of the vocabulary, and empty where the file's code is not known; the code is kept
/// as the file has it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spell {
    /// Of which kind.
    pub kind: SpellKind,
    /// From which day.
    pub from: Date,
    /// Until which day; nothing where it still holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The number that this has in the system itself, by which it is known again when its dates are put right; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The code, as the file has it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What the code is in the vocabulary's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub word: String,
    /// The code for why it ended, as the file has it; [`GOES_ON`] where care goes on in another row.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ended: String,
    /// What that code is in the vocabulary's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ended_word: String,
    /// What else the file tells of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<More, String>,
}

/// What else a file may tell of something that holds for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum More {
    /// Whether a placement lies outside the authority: `true` or `false`.
    OutOfArea,
    /// Why a placement's row began (SSDA903, `RNE`): `P` or `B` where the child moved.
    Rne,
    /// By which route youth justice came to work with the child: a `yjs-route` of the vocabulary.
    Route,
    /// Which team has the child.
    Team,
    /// The number of the home at Ofsted.
    Urn,
}

impl More {
    /// The word in the record, and where the vocabulary has an attribute of the kind, the attribute.
    pub const fn word(self) -> &'static str {
        match self {
            More::OutOfArea => "out_of_area",
            More::Rne => "rne",
            More::Route => "route",
            More::Team => "team",
            More::Urn => "urn",
        }
    }
}

/// The code of a row of care that another row carries on (SSDA903, `REC`).
pub const GOES_ON: &str = "X1";

impl Spell {
    /// Whether another row carries on what ended here.
    pub fn goes_on(&self) -> bool {
        self.kind == SpellKind::LookedAfter && self.ended == GOES_ON
    }

    /// One that still holds, of which nothing more is told.
    pub fn new(kind: SpellKind, from: Day) -> Spell {
        Spell {
            kind,
            from: Date(from),
            until: None,
            key: String::new(),
            code: String::new(),
            word: String::new(),
            ended: String::new(),
            ended_word: String::new(),
            more: BTreeMap::new(),
        }
    }
}

/// Who works with a child, as the system calls them.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Worker {
    /// Name, e-mail address or number there; empty where only a team is told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub person: String,
    /// Their team; empty where none is told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub team: String,
    /// What they are to the child, as the file says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Until when; nothing where they still do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// A brother, a sister or somebody else of the household, as the system names them.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relative {
    /// Their number in the same system; empty where they have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// What they are called; empty where only a number is told.
    #[serde(default)]
    pub name: Name,
    /// Their date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// What they are to the child, as the file says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub relation: String,
}

impl Listed {
    /// A child of whom nothing is told yet but the number.
    pub fn new(number: &str) -> Listed {
        Listed { number: number.to_owned(), ..Listed::default() }
    }

    /// Takes in what was told. Of who the child is, what was told first stands, and what a later line adds to it is added.
    pub fn take(&mut self, what: What) {
        match what {
            What::Who(who) => self.who(*who),
            What::Spell(spell) => self.cut_short |= !put(&mut self.spells, spell),
            What::Worker(worker) => self.cut_short |= !put(&mut self.workers, worker),
            What::Relative(relative) => self.cut_short |= !put(&mut self.relatives, relative),
        }
    }

    fn who(&mut self, who: Listed) {
        let first = |own: &mut String, told: String| {
            if own.is_empty() {
                *own = told;
            }
        };
        if self.name == Name::default() {
            self.name = who.name;
        } else if who.name != self.name && who.name != Name::default() {
            self.cut_short |= !put(&mut self.others, who.name);
        }
        who.others.into_iter().for_each(|name| self.cut_short |= !put(&mut self.others, name));
        self.born = self.born.or(who.born);
        self.died = self.died.or(who.died);
        first(&mut self.sex, who.sex);
        first(&mut self.ethnicity, who.ethnicity);
        first(&mut self.household, who.household);
        if self.home.is_empty() {
            self.home = who.home;
        }
        who.numbers.into_iter().for_each(|(kind, number)| {
            self.numbers.entry(kind).or_insert(number);
        });
        self.restricted |= who.restricted;
        who.spells.into_iter().for_each(|spell| self.cut_short |= !put(&mut self.spells, spell));
        who.workers.into_iter().for_each(|worker| self.cut_short |= !put(&mut self.workers, worker));
        who.relatives.into_iter().for_each(|relative| self.cut_short |= !put(&mut self.relatives, relative));
    }

    /// Whether the service works with the child on a day, by what its system says: it is open to it, or looks after the child.
    pub fn is_open_on(&self, day: Day) -> bool {
        let holds = |s: &Spell| s.from.0 <= day && s.until.is_none_or(|until| until.0 > day);
        let is_open = self.spells.iter().filter(|spell| spell.kind == SpellKind::Open).any(holds);
        is_open || self.of(SpellKind::LookedAfter).iter().any(holds)
    }

    /// What holds of a kind. Where a row of care says that another carries it on ([`GOES_ON`]) and none does, because it was left out or never
    /// given, care and placement go on until the next that is told, or without an end: nobody said that they ended. A placement
    /// lasts no longer than care.
    pub fn of(&self, kind: SpellKind) -> Vec<Spell> {
        let own = |spell: &&Spell| spell.kind == kind;
        let mut all: Vec<Spell> = self.spells.iter().filter(own).cloned().collect();
        if !matches!(kind, SpellKind::LookedAfter | SpellKind::Placed) {
            return all;
        }
        let care = || self.spells.iter().filter(|spell| spell.kind == SpellKind::LookedAfter);
        let mut days: BTreeSet<Date> = care().filter(|spell| spell.goes_on()).filter_map(|spell| spell.until).collect();
        // Where another row says why care ended on that day, it did.
        care().filter(|spell| !spell.ended.is_empty() && !spell.goes_on()).for_each(|spell| {
            spell.until.map(|until| days.remove(&until));
        });
        let carries = |s: &Spell, day: Date| s.from == day || (s.from < day && s.until.is_none_or(|until| until > day));
        days.retain(|day| !all.iter().any(|spell| carries(spell, *day)));
        let mut next: Vec<Date> = all.iter().map(|spell| spell.from).collect();
        if kind == SpellKind::Placed && !days.is_empty() {
            let care = self.of(SpellKind::LookedAfter);
            let ends =
                care.iter().filter_map(|spell| spell.until).filter(|day| !care.iter().any(|one| carries(one, *day)));
            next.extend(ends);
        }
        for spell in all.iter_mut().filter(|spell| spell.until.is_some_and(|until| days.contains(&until))) {
            spell.until = next.iter().copied().filter(|day| Some(*day) > spell.until).min();
            spell.ended.clear();
            spell.ended_word.clear();
        }
        all
    }

    /// The child as they are laid beside another list.
    pub fn as_person(&self) -> person::Person {
        let families = std::iter::once(&self.name.family).chain(self.others.iter().map(|name| &name.family));
        let mut family: Vec<&str> = Vec::new();
        for name in families.map(String::as_str).filter(|name| !name.is_empty()) {
            if !family.contains(&name) {
                family.push(name);
            }
        }
        let number = |kind: Kind| Number::read(kind, self.numbers.get(kind.word())?).ok();
        person::Person {
            given: self.name.given.clone(),
            family: family.join(" "),
            born: self.born.map(|born| born.0.to_string()).unwrap_or_default(),
            sex: self.sex.clone(),
            home: person::Home {
                house: self.home.house.clone(),
                street: self.home.street.clone(),
                locality: String::new(),
                town: self.home.town.clone(),
                postcode: self.home.postcode.clone(),
            },
            numbers: Kind::ALL.into_iter().filter_map(number).collect(),
        }
    }
}

/// Puts one more into a list that is kept in order, once; says whether it has room.
fn put<T: Ord>(list: &mut Vec<T>, one: T) -> bool {
    let Err(place) = list.binary_search(&one) else { return true };
    if list.len() >= PIECES {
        return false;
    }
    list.insert(place, one);
    true
}

/// Says that there is one, and nothing of them: what is printed for a programmer may end in a log.
macro_rules! tells_nothing {
    ($($name:ident)+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        })+
    };
}

tells_nothing! { Listed Name Home Relative Spell Worker Date }
