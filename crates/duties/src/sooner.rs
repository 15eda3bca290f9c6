//! What asks for the same thing sooner: of the floor, or of another clause (contract, Duties out).
//!
//! Comes from the `same-as` of the clauses and from the duties of all protocols; goes into each duty as the clause and its date. The
//! duty's own date stays the clause's own.

use std::collections::BTreeMap;

use calendar::{Day, Moment};
use protocol::Protocol;

use crate::derive::Owed;
use crate::duty::{Duty, State};

/// Which clauses ask for the same thing, whichever of them says so.
#[derive(Debug, Default)]
pub struct Same<'p> {
    numbers: BTreeMap<&'p str, u16>,
    others: Vec<Vec<u16>>,
}

impl<'p> Same<'p> {
    /// Gathers them from the protocols.
    pub fn new(protocols: impl IntoIterator<Item = &'p Protocol>) -> Same<'p> {
        let mut same = Same::default();
        for clause in protocols.into_iter().flat_map(|p| &p.clauses) {
            for other in &clause.same_as {
                let (a, b) = (same.add(&clause.id), same.add(other));
                for (one, another) in [(a, b), (b, a)] {
                    if let Some(list) = same.others.get_mut(usize::from(one)).filter(|l| !l.contains(&another)) {
                        list.push(another);
                    }
                }
            }
        }
        same
    }

    fn add(&mut self, id: &'p str) -> u16 {
        let next = self.others.len() as u16;
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.others.push(Vec::new());
        }
        number
    }

    /// The number of a clause that asks for the same as another.
    pub fn number(&self, id: &str) -> Option<u16> {
        self.numbers.get(id).copied()
    }

    fn others(&self, number: u16) -> &[u16] {
        self.others.get(usize::from(number)).map_or(&[], Vec::as_slice)
    }
}

/// A duty with a date, as far as it bears on others.
struct Dated<'a> {
    number: u16,
    due: Moment,
    clause: &'a str,
    done: Option<Day>,
    /// The first version of its trigger.
    root: u32,
}

/// The day from which a duty has been owed: its clock's start, or its trigger's day for a clock that counts back.
fn since(duty: &Duty, due: Moment) -> Day {
    let start = duty.start.map_or(duty.set_off.day, |s| s.at.day());
    if start <= due.day() { start } else { duty.set_off.day }
}

/// Names, for each duty, what asks for the same sooner while it is owed: not what was due, or was done, before it began.
pub fn name_sooner(owed: &mut [Owed<'_>], same: &Same<'_>) {
    let mut dated: Vec<Dated<'_>> = Vec::with_capacity(owed.iter().map(|o| o.duties.len()).sum());
    for one in owed.iter() {
        let protocol = one.protocol;
        for duty in &one.duties {
            let number = one.prepared.clauses.get(duty.clause).and_then(|o| o.same);
            let (Some(number), Some(due), true) = (number, duty.due, duty.state != State::Ended) else { continue };
            let clause = protocol.clauses.get(duty.clause).map_or("", |c| c.id.as_str());
            let done = duty.done.map(|n| one.story.at(n).day());
            dated.push(Dated { number, due: due.at, clause, done, root: duty.set_off.root });
        }
    }
    dated.sort_by_key(|d| (d.number, d.due));
    if dated.first().map(|d| d.number) == dated.last().map(|d| d.number) {
        return;
    }
    for one in owed.iter_mut() {
        let mut of_clause: Vec<(usize, u32)> = one.duties.iter().map(|d| (d.clause, d.set_off.root)).collect();
        of_clause.sort_unstable();
        for duty in &mut one.duties {
            let number = one.prepared.clauses.get(duty.clause).and_then(|o| o.same);
            let (Some(number), Some(due)) = (number, duty.due) else { continue };
            let others = same.others(number);
            let since = since(duty, due.at);
            // What was done on the day on which this turn began, was done for the turn before.
            let still_owed =
                |d: &&Dated<'_>| d.done.is_none_or(|done| done > since || (duty.turn == 1 && done == since));
            // What another trigger of this clause set off there is that trigger's matter.
            let own = |d: &&Dated<'_>| {
                d.root == duty.set_off.root || of_clause.binary_search(&(duty.clause, d.root)).is_err()
            };
            let first_of = |number: &u16| {
                let from = dated.partition_point(|d| (d.number, d.due.day()) < (*number, since));
                let asked = |d: &&Dated<'_>| d.number == *number && d.due < due.at;
                dated.get(from..)?.iter().take_while(asked).filter(own).find(still_owed)
            };
            let sooner = others
                .iter()
                .filter_map(first_of)
                .min_by(|a, b| a.due.cmp(&b.due).then_with(|| a.clause.cmp(b.clause)));
            duty.sooner = sooner.map(|d| (d.clause.to_owned(), d.due));
        }
    }
}
