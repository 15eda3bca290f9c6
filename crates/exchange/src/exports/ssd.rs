//! What Tandem knows of social care's children, in the tables of the Standard Safeguarding Dataset.
//!
//! Who receives it: social care's data team, from whoever runs the installation (`export`), to lay beside its own extract. Lawful footing:
//! social care's own record of its own children (Children Act 1989 s.17 and Part III; UK GDPR article 6(1)(e)). In it stands what social care
//! was told, by its own number. Left out: restricted records, children without that number, everything of youth justice's (that a remand makes
//! a child looked after stands in it, as a legal status), health, other people, family proceedings, addresses.
//!
//! The return divides some things more finely than the agreed words do. Where it has a code for the rest of a kind (`U6`, fostered otherwise)
//! that code is written; where it has none, the row or the reason is left out and counted. No code says more than Tandem knows.

use std::collections::BTreeMap;

use calendar::{Day, Moment};
use duties::Care;
use feeds::codes::{Found, find};
use feeds::listed::{Date, More};
use feeds::{Listed, Name, Spell, SpellKind, What, Worker};
use gate::{Class, Classes, Gate, Service};
use journey::Timeline;
use record::{About, Book, Child, MayRead, Place, Reader, Staff};

use super::told::{Open, open, said};
use crate::london::moment;

/// Why a child is not in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// The record is for named people alone.
    Restricted,
    /// There is no number of social care's.
    NoNumber,
    /// Social care has not worked with the child, by all that it was told.
    NotTheirs,
}

impl LeftOut {
    /// In words.
    pub const fn in_words(self) -> &'static str {
        match self {
            LeftOut::Restricted => "the record is restricted to named people",
            LeftOut::NoNumber => "there is no number in social care's system",
            LeftOut::NotTheirs => "social care has not worked with the child, by what it was told",
        }
    }
}

/// What the tables have no code for, or none that says no more than is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoCode {
    /// A basis of care.
    Basis,
    /// A placement.
    Placement,
    /// Why care ended.
    Ending,
}

impl NoCode {
    /// In words, of so many.
    pub const fn in_words(self) -> &'static str {
        match self {
            NoCode::Basis => "legal statuses left out: the return has no code for the basis",
            NoCode::Placement => "placements left out: the return has no code for the kind, or none in use at the time",
            NoCode::Ending => "ends of care without a reason: the return asks for more than is known",
        }
    }
}

/// What a child is told by.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// Which kind of fact is what.
    pub gate: &'k Gate,
    /// What was agreed.
    pub book: Book,
    /// The people and teams of the authority.
    pub staff: &'k Staff,
    /// The authority.
    pub authority: &'k str,
    /// Now.
    pub now: Moment,
}

/// The codes that stand for a basis.
const LEGAL: [(&str, &str); 10] = [
    ("s31-interim", "C1"),
    ("s31-full", "C2"),
    ("placement-order", "E1"),
    ("s20", "V2"),
    // Each break is told by itself.
    ("short-break", "V4"),
    ("police-protection", "L1"),
    ("emergency-protection", "L2"),
    ("remand", "J1"),
    ("pace-transfer", "J2"),
    ("yro-residence", "J3"),
];

/// The codes that stand for a kind of placement, or for the rest of it.
const PLACEMENT: [(&str, &str); 10] = [
    ("home", "P1"),
    ("family-or-friends", "U3"),
    ("foster", "U6"),
    ("residential", "K2"),
    ("semi-independent", "H5"),
    ("supported-housing", "K3"),
    ("secure-childrens-home", "K1"),
    ("young-offender-institution", "R5"),
    ("hospital", "R2"),
    ("independent", "P2"),
];

/// The codes that stand for why care ended. Whether a return home was planned, or who became a guardian, is not told.
const ENDING: [(&str, &str); 2] = [("remand-ended", "E14"), ("custodial-sentence", "E9")];

/// The code of a list for a word, where it was in use on a day.
fn code(known: &[(&str, &'static str)], list: &str, word: &str, on: Day) -> Option<&'static str> {
    let code = known.iter().find(|(own, _)| *own == word)?.1;
    matches!(find(list, code, on), Found::Known(_)).then_some(code)
}

/// The child as social care's own system would list them, and what there is no code for; or why they are left out.
///
/// # Errors
///
/// Where nothing of the child is to stand in the tables.
pub fn listed(child: &Child, known: Known<'_>) -> Result<(Listed, Vec<NoCode>), LeftOut> {
    if child.restricted.is_some() {
        return Err(LeftOut::Restricted);
    }
    let number = child.details.numbers.csc.as_deref().map(clean).filter(|number| !number.is_empty());
    let number = number.ok_or(LeftOut::NoNumber)?;
    let timeline = told_to_social_care(child, known);
    let vocabulary = &known.book.protocols.vocabulary;
    let open = open(&timeline, Service::Csc, vocabulary);
    let mut care = child.answer(known.book, &timeline, None).care();
    // Whom another authority looks after stands in its tables.
    care.retain(|care| care.authority.as_deref().is_none_or(|other| other == known.authority));
    if open.is_empty() && care.is_empty() {
        return Err(LeftOut::NotTheirs);
    }
    let details = &child.details;
    let mut listed = Listed {
        name: Name { given: clean(&details.given), family: clean(&details.family) },
        born: details.born.parse().ok().map(Date),
        sex: details.sex.as_deref().filter(|sex| ["female", "male"].contains(sex)).unwrap_or_default().to_owned(),
        ethnicity: details.ethnicity.as_deref().map(clean).unwrap_or_default(),
        ..Listed::new(&number)
    };
    let mut told = Told { number, all: Vec::new(), without: Vec::new() };
    told.open(&open);
    told.care(&care);
    told.placements(&timeline, known);
    told.missing(&timeline, known);
    told.all.into_iter().for_each(|spell| listed.take(What::Spell(spell)));
    workers(child, known).into_iter().for_each(|worker| listed.take(What::Worker(worker)));
    Ok((listed, told.without))
}

/// What social care was told of what happened: of the kinds of fact that bear on its own tables.
fn told_to_social_care(child: &Child, known: Known<'_>) -> Timeline {
    // By law a remand begins care and its end ends it, and some of what ends it is youth justice's to tell.
    let kinds = [Class::Identity, Class::Joint, Class::Care, Class::YouthJustice];
    let reads = kinds.into_iter().fold(Classes::NONE, Classes::with);
    let whole = child.timeline(known.now, None);
    let may = MayRead { reads, service: Service::Csc, own: None };
    let reader = Reader { may, gate: known.gate, protocols: known.book.protocols, child };
    reader.part(&whole, 0).unwrap_or(whole)
}

/// A text as it may stand in a cell: without blanks around it, and not as the word by which a database says nothing.
fn clean(text: &str) -> String {
    match text.trim() {
        "NULL" => "Null".to_owned(),
        text => text.to_owned(),
    }
}

/// What holds for a child from when until when.
struct Told {
    number: String,
    all: Vec<Spell>,
    without: Vec<NoCode>,
}

impl Told {
    fn add(&mut self, kind: SpellKind, from: Day, until: Option<Day>, more: impl FnOnce(Spell) -> Spell) {
        self.all.push(more(Spell { until: until.map(Date), ..Spell::new(kind, from) }));
    }

    /// The number of something in the tables: the child's, and which one it is.
    fn key(&self, which: &str) -> String {
        format!("{}-{which}", self.number)
    }

    fn open(&mut self, open: &[Open]) {
        for one in open {
            let key = self.key(&one.place.to_string());
            self.add(SpellKind::Open, one.from, one.until, |mut spell| {
                let team = clean(&one.team);
                if !team.is_empty() {
                    spell.more.insert(More::Team, team);
                }
                Spell { key, ended: clean(&one.ended), ..spell }
            });
            for (n, (from, word)) in one.on.iter().enumerate() {
                let until = one.on.get(n + 1).map(|(next, _)| *next).or(one.until);
                if ["child-in-need", "child-protection"].contains(&word.as_str()) {
                    let key = self.key(&format!("{}-{}", one.place, n + 1));
                    self.add(SpellKind::Plan, *from, until, |spell| Spell { key, word: word.clone(), ..spell });
                }
            }
        }
    }

    fn care(&mut self, care: &[Care]) {
        for (n, one) in care.iter().enumerate() {
            let Some(code) = code(&LEGAL, "ssda903-legal-status", &one.basis, one.from) else {
                self.without.push(NoCode::Basis);
                continue;
            };
            let key = self.key(&(n + 1).to_string());
            let spell = |spell| Spell { key, code: code.to_owned(), word: one.basis.clone(), ..spell };
            self.add(SpellKind::LookedAfter, one.from, one.until, spell);
        }
        for (from, until, ended) in without_a_break(care) {
            let on = until.unwrap_or(from);
            let ended = match (until, code(&ENDING, "ssda903-rec", ended, on)) {
                (Some(_), Some(code)) => code,
                (Some(_), None) => {
                    self.without.push(NoCode::Ending);
                    ""
                }
                (None, _) => "",
            };
            let word = find("ssda903-rec", ended, on).word().to_owned();
            self.add(SpellKind::LookedAfter, from, until, |spell| Spell {
                ended: ended.to_owned(),
                ended_word: word,
                ..spell
            });
        }
    }

    fn placements(&mut self, timeline: &Timeline, known: Known<'_>) {
        let vocabulary = &known.book.protocols.vocabulary;
        let name = |event: &journey::Happened| vocabulary.event(event.kind).name.as_str();
        let is_one = |event: &&journey::Happened| {
            ["placement-started", "placement-changed", "placement-ended"].contains(&name(event))
        };
        let all: Vec<&journey::Happened> = timeline.events.iter().filter(is_one).collect();
        for (n, event) in all.iter().enumerate().filter(|(_, event)| name(event) != "placement-ended") {
            let (from, kind) = (event.at.day(), said(event, "kind", vocabulary));
            let Some(code) = code(&PLACEMENT, "ssda903-placement", &kind, from) else {
                self.without.push(NoCode::Placement);
                continue;
            };
            let until = all.get(n + 1).map(|next| next.at.day());
            let key = self.key(&event.root.to_string());
            let spell = |spell| Spell { key, code: code.to_owned(), word: kind, ..spell };
            self.add(SpellKind::Placed, from, until, spell);
        }
    }

    fn missing(&mut self, timeline: &Timeline, known: Known<'_>) {
        let mut since: Option<Day> = None;
        for event in &timeline.events {
            match (known.book.protocols.vocabulary.event(event.kind).name.as_str(), since) {
                ("missing", None) => since = Some(event.at.day()),
                ("returned-from-missing", Some(from)) => {
                    let key = self.key(&event.root.to_string());
                    self.add(SpellKind::Missing, from, Some(event.at.day()), |spell| Spell { key, ..spell });
                    since = None;
                }
                _ => {}
            }
        }
        if let Some(from) = since {
            self.add(SpellKind::Missing, from, None, |spell| spell);
        }
    }
}

/// The times in care, with why each ended: bases that follow one another without a day between are one.
fn without_a_break(care: &[Care]) -> Vec<(Day, Option<Day>, &str)> {
    let mut all: Vec<(Day, Option<Day>, &str)> = Vec::new();
    for one in care {
        match all.last_mut() {
            Some(last) if last.1.is_none_or(|until| until >= one.from) => {
                let goes_on = last.1.is_some_and(|until| one.until.is_none_or(|end| end > until));
                // Of two that end on one day, the one that says why.
                let says_why = last.1 == one.until && last.2.is_empty();
                if goes_on || says_why {
                    (last.1, last.2) = (one.until, &one.ended);
                }
            }
            _ => all.push((one.from, one.until, &one.ended)),
        }
    }
    all
}

/// Who of social care works or worked with the child, each since it was written down.
fn workers(child: &Child, known: Known<'_>) -> Vec<Worker> {
    let mut since: BTreeMap<&Place, Day> = BTreeMap::new();
    let mut all: Vec<Worker> = Vec::new();
    let mut add = |place: &Place, from: Day, until: Option<Day>| {
        let person = known.staff.person(&place.person).map(|person| clean(&person.name)).unwrap_or_default();
        let team = known.staff.team(&place.team).map(|team| clean(&team.name)).unwrap_or_default();
        if !(person.is_empty() && team.is_empty()) {
            let (from, until) = (Some(Date(from)), until.map(Date));
            all.push(Worker { person, team, role: clean(&place.role), from, until });
        }
    };
    for besides in &child.besides {
        let day = moment(besides.recorded).day();
        match &besides.about {
            About::Involved(place) if is_own(place, known) => {
                since.entry(place).or_insert(day);
            }
            About::Uninvolved(place) => {
                if let Some(from) = since.remove(place) {
                    add(place, from, Some(day));
                }
            }
            _ => {}
        }
    }
    since.into_iter().for_each(|(place, from)| add(place, from, None));
    all
}

fn is_own(place: &Place, known: Known<'_>) -> bool {
    place.service == Service::Csc.word() && place.authority == known.authority
}
