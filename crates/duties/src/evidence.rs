//! What shows that a duty was done: an event that the clause names, or a word by hand.
//!
//! Comes from the story and a clause's `shown-by`; goes out as a list of showings, in order. Which occurrence each counts for is
//! settled in `derive`: one event shows one occurrence of each clause, the earliest still owed.

use calendar::Day;
use journey::Happened;
use protocol::Clause;
use protocol::pattern::{Pattern, Want};
use protocol::vocabulary::{Service, Value, Vocabulary};

use crate::ask::Asker;
use crate::value::Shows;

/// Which sides of a joint duty are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// Youth justice.
    pub yjs: bool,
    /// Social care.
    pub csc: bool,
}

impl Sides {
    /// Both.
    pub const BOTH: Sides = Sides { yjs: true, csc: true };
    /// Neither.
    pub const NONE: Sides = Sides { yjs: false, csc: false };

    /// Either or both of two.
    pub const fn or(self, other: Sides) -> Sides {
        Sides { yjs: self.yjs || other.yjs, csc: self.csc || other.csc }
    }

    /// What is in this and not in the other.
    pub const fn less(self, other: Sides) -> Sides {
        Sides { yjs: self.yjs && !other.yjs, csc: self.csc && !other.csc }
    }

    /// Whether there is any.
    pub const fn any(self) -> bool {
        self.yjs || self.csc
    }
}

/// An event that bears on the duties of a clause.
#[derive(Debug, Clone, Copy)]
pub struct Showing {
    /// The entry.
    pub entry: usize,
    /// What it shows.
    pub shows: Shows,
    /// For which sides.
    pub sides: Sides,
    /// The occurrence it names.
    pub occurrence: Option<i64>,
}

/// Fills a list with everything from a day on that bears on the duties of a clause, in order.
pub fn showings(clause: &Clause, asker: &Asker<'_>, joint: bool, from: Day, list: &mut Vec<Showing>) {
    list.clear();
    for pattern in &clause.shown_by {
        let entries = asker.of_kind(pattern.event);
        let first = entries.partition_point(|n| asker.story.at(*n as usize).day() < from);
        for n in entries.iter().skip(first).map(|n| *n as usize) {
            let Some(event) = asker.event(n) else { continue };
            // What the trigger says is compared when the occurrence is known; here it is left open.
            if fits_but_trigger(pattern, event, asker) {
                let sides = if joint { named(event, asker.vocabulary) } else { Sides::BOTH };
                list.push(Showing { entry: n, shows: Shows::Done, sides, occurrence: None });
            }
        }
    }
    for (n, shows) in asker.by_hand(&clause.id) {
        let Some(event) = asker.event(*n).filter(|e| from <= e.at.day()) else { continue };
        let occurrence = match event.values.get(1) {
            Some(Some(Value::Int(n))) => Some(*n),
            _ => None,
        };
        let sides = if joint && *shows == Shows::Done { named(event, asker.vocabulary) } else { Sides::BOTH };
        list.push(Showing { entry: *n, shows: *shows, sides, occurrence });
    }
    // A clause with one kind of evidence has it in order already.
    list.sort_by_key(|s| s.entry);
    list.dedup_by_key(|s| s.entry);
}

/// Whether an event of a pattern's kind fits it, leaving open what is compared with the trigger.
pub fn fits_but_trigger(pattern: &Pattern, event: &Happened, asker: &Asker<'_>) -> bool {
    pattern.tests.iter().all(|test| {
        let value = event.values.get(usize::from(test.attribute)).and_then(Option::as_ref);
        match (&test.want, value) {
            (Want::SameAsTrigger(_), value) => value.is_some(),
            (want, Some(value)) => want.fits(value, asker.vocabulary),
            (_, None) => false,
        }
    })
}

/// Whether an event, already found to fit but for the trigger, fits this trigger too; and the trigger itself only where the
/// evidence asks for more than the trigger does.
pub fn shows_for(clause: &Clause, asker: &Asker<'_>, entry: usize, trigger: usize) -> bool {
    let (Some(event), Some(trigger_event)) = (asker.event(entry), asker.event(trigger)) else { return false };
    if clause.shown_by.iter().all(|p| p.event != event.kind) {
        return true; // shown by hand
    }
    clause.shown_by.iter().any(|pattern| {
        asker.fits(pattern, event, Some(trigger_event)) && (entry != trigger || asks_more(pattern, clause))
    })
}

/// Whether the evidence asks for something that the trigger need not say.
fn asks_more(pattern: &Pattern, clause: &Clause) -> bool {
    clause.triggers().iter().filter(|on| on.event == pattern.event).all(|on| {
        pattern.tests.iter().any(|test| !on.tests.iter().any(|t| t.attribute == test.attribute && t.want == test.want))
    })
}

/// The sides that an event names under `by`, `attended` or `from`; both where it names nobody; neither where it names only third
/// parties (contract, Duties out).
fn named(event: &Happened, vocabulary: &Vocabulary) -> Sides {
    // Of an answer to a request for consent, `by` is who answered, not who asked.
    if vocabulary.event(event.kind).name == "consent-recorded" {
        return Sides::BOTH;
    }
    let mut sides = Sides::NONE;
    let mut anybody = false;
    for (attribute, value) in vocabulary.event(event.kind).attributes.iter().zip(&event.values) {
        if !matches!(attribute.name.as_str(), "by" | "attended" | "from") {
            continue;
        }
        let Some(Value::Roles(roles)) = value else { continue };
        anybody |= !roles.is_empty();
        for role in roles.iter().map(|r| vocabulary.role(*r)) {
            sides = sides.or(match role.service {
                Service::Yjs => Sides { yjs: role.name != "other-yjs", csc: false },
                Service::Csc => Sides { yjs: false, csc: true },
                Service::Both if !role.members.is_empty() => Sides::BOTH,
                Service::Both | Service::Third => Sides::NONE,
            });
        }
    }
    if anybody { sides } else { Sides::BOTH }
}
