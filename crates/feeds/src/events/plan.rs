//! On which plan social care works with a child, and what it stands on when a plan ends.
//!
//! The vocabulary tells of a change of plan, and of no end. So a plan that ends while the child stays open is told as a change to what stands then:
//! the plan that still runs, else care, else none.

use std::collections::BTreeSet;

use crate::events::name::Part;
use crate::events::work::Work;
use crate::events::{Event, Own, with};
use crate::listed::{Date, Spell, SpellKind};

/// What there is to say of plans.
pub(super) struct Plans<'p> {
    /// The plans, put together.
    pub plans: &'p [Spell],
    /// The times in care, put together.
    pub care: &'p [Spell],
    /// The times for which social care works with the child.
    pub open: &'p [Work],
}

fn holds(spell: &Spell, day: Date) -> bool {
    spell.from <= day && spell.until.is_none_or(|until| until > day)
}

impl<'p> Plans<'p> {
    /// Adds each change of plan.
    pub(super) fn tell(&self, own: &Own, all: &mut Vec<Event>) {
        let mut told = "";
        for day in self.days() {
            let begins = self.open.iter().map(|work| &work.whole).find(|whole| whole.from == day);
            match begins {
                Some(whole) if !whole.word.is_empty() => told = &whole.word,
                None if self.open.iter().any(|work| work.whole.until == Some(day)) => told = "",
                _ => {}
            }
            let mut is_new = false;
            for (spell, part) in self.beginning(day) {
                is_new = true;
                // A plan that begins with the work itself stands in the start of the work; a part of the work on the same plan changes nothing.
                let is_told = begins.is_some_and(|whole| whole.word == spell.word);
                if !is_told && (part == Part::Start || spell.word != told) {
                    own.add(all, spell, part, day.0, "csc-plan-changed", with(&[("plan", &spell.word)]));
                }
                told = &spell.word;
            }
            let Some(work) = self.open.iter().find(|work| holds(&work.whole, day)) else { continue };
            let Some(ended) = self.ended(day, told).filter(|_| !is_new && !told.is_empty()) else { continue };
            let stands = self.stands(day, work);
            if stands != told {
                own.add(all, &ended, Part::End, day.0, "csc-plan-changed", with(&[("plan", stands)]));
                told = stands;
            }
        }
    }

    /// The days on which something begins or ends.
    fn days(&self) -> BTreeSet<Date> {
        let works = self.open.iter().flat_map(|work| std::iter::once(&work.whole).chain(&work.later));
        let all = self.plans.iter().chain(self.care).chain(works);
        all.flat_map(|spell| std::iter::once(spell.from).chain(spell.until)).collect()
    }

    /// The plans that begin on a day, and the later parts of the work; with which of their events that is.
    fn beginning(&self, day: Date) -> impl Iterator<Item = (&'p Spell, Part)> {
        let parts = self.open.iter().flat_map(|work| &work.later).map(|spell| (spell, Part::Plan));
        let all = parts.chain(self.plans.iter().map(|spell| (spell, Part::Start)));
        all.filter(move |(spell, _)| spell.from == day && !spell.word.is_empty())
    }

    /// What ended on a day: the plan that began last, or care, where that is what was told.
    fn ended(&self, day: Date, told: &str) -> Option<Spell> {
        let plan = self.plans.iter().rfind(|plan| plan.until == Some(day) && !plan.word.is_empty());
        let care = || self.care.iter().rfind(|care| told == "looked-after" && care.until == Some(day));
        let as_plan = |care: &Spell| Spell { word: "looked-after".into(), ..Spell::new(SpellKind::Plan, care.from.0) };
        plan.cloned().or_else(|| care().map(as_plan))
    }

    /// What the work stands on, on a day.
    fn stands(&self, day: Date, work: &'p Work) -> &'p str {
        let running = |spells: &'p [Spell]| spells.iter().rfind(|spell| holds(spell, day) && !spell.word.is_empty());
        if let Some(spell) = running(self.plans).or_else(|| running(&work.later)) {
            return &spell.word;
        }
        if self.care.iter().any(|care| holds(care, day)) {
            return "looked-after";
        }
        let is_no_plan = |word: &str| word != "looked-after" && self.plans.iter().all(|plan| plan.word != word);
        Some(work.whole.word.as_str()).filter(|word| !word.is_empty() && is_no_plan(word)).unwrap_or("none")
    }
}
