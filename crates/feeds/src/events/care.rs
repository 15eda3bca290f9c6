//! From the legal statuses of a child looked after to the beginnings and ends of the vocabulary.
//!
//! A child may be looked after on several bases, one after the other, and is looked after once. `looked-after-started` adds a basis;
//! `looked-after-ended` ends those that its reason ends, and where it names no such reason, all of them. So a basis that another follows without
//! a day between ends by itself only where its reason leaves the other standing; else nothing is said to end until care does, and then all of it.
//! So an order (`s31-interim`, `s31-full`) that follows on section 20 is added, and no end of section 20 is told: of the reasons, `returned-home`
//! would be untrue and `other` would end the order too. That the one takes the place of the other is for whoever reads the bases to know, as it
//! is that a full order ends an interim one.

use crate::events::name::Part;
use crate::events::{Event, Own, with};
use crate::listed::{Date, Spell};

/// Bases that end together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Footing {
    Remand,
    Order,
    Provided,
}

impl Footing {
    fn of(spell: &Spell) -> Footing {
        match spell.word.as_str() {
            "remand" => Footing::Remand,
            "s31-interim" | "s31-full" | "placement-order" => Footing::Order,
            _ => Footing::Provided,
        }
    }

    /// The reason that ends these bases and no other.
    fn ends_alone(self) -> Option<&'static str> {
        match self {
            Footing::Remand => Some("remand-ended"),
            Footing::Order => Some("order-discharged"),
            Footing::Provided => None,
        }
    }
}

/// Adds what happened, by these legal statuses: in order, pieces of one put together.
pub(super) fn care(own: &Own, spells: &[Spell], all: &mut Vec<Event>) {
    let mut stretch: Vec<&Spell> = Vec::new();
    let mut until: Option<Date> = None;
    for spell in spells {
        let is_new = !stretch.is_empty() && until.is_some_and(|until| until < spell.from);
        if is_new {
            whole(own, &stretch, until, all);
            stretch.clear();
        }
        let is_longer = until.is_some() && spell.until.is_none_or(|end| Some(end) > until);
        if stretch.is_empty() || is_longer {
            until = spell.until;
        }
        stretch.push(spell);
    }
    whole(own, &stretch, until, all);
}

/// Whether only the care is told, and not on which basis.
fn is_bare(spell: &Spell) -> bool {
    spell.word.is_empty() && spell.code.is_empty()
}

/// One time in care, without a day between.
fn whole(own: &Own, stretch: &[&Spell], until: Option<Date>, all: &mut Vec<Event>) {
    let Some(first) = stretch.iter().map(|spell| spell.from).min() else { return };
    let begins_with_basis = stretch.iter().any(|spell| !is_bare(spell) && spell.from == first);
    let told = |spell: &&&Spell| !is_bare(spell) || (spell.from == first && !begins_with_basis);
    let bases: Vec<&Spell> = stretch.iter().filter(told).copied().collect();
    let mut left: Vec<Footing> = Vec::new();
    for basis in &bases {
        // A basis that the vocabulary has no word for is care on another basis; the code stays in the system it came from.
        let word = if basis.word.is_empty() { "other" } else { &basis.word };
        own.add(all, basis, Part::Start, basis.from.0, "looked-after-started", with(&[("basis", word)]));
        let footing = Footing::of(basis);
        let lasts_longer = |other: &&&Spell| match (other.until, basis.until) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(theirs), Some(own)) => theirs > own,
        };
        let goes_on = bases.iter().filter(lasts_longer).any(|other| Footing::of(other) == footing);
        match (basis.until, footing.ends_alone()) {
            (Some(at), Some(reason)) if basis.until != until && !goes_on => {
                own.add(all, basis, Part::End, at.0, "looked-after-ended", with(&[("reason", reason)]));
            }
            _ if !left.contains(&footing) => left.push(footing),
            _ => {}
        }
    }
    if let (Some(at), Some(last)) = (until, bases.last()) {
        let reasons = stretch.iter().filter(|spell| spell.until == until).map(|spell| spell.ended_word.as_str());
        let reason = reasons.into_iter().find(|word| !word.is_empty()).unwrap_or("other");
        own.add(all, last, Part::End, at.0, "looked-after-ended", with(&[("reason", reason)]));
        let ends_some = ["remand-ended", "order-discharged", "returned-home"].contains(&reason);
        if ends_some && left.len() > 1 {
            own.add(all, last, Part::Rest, at.0, "looked-after-ended", with(&[("reason", "other")]));
        }
    }
}
