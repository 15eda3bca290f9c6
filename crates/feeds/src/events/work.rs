//! When a service works with a child: from when the first of its involvements begins until the last ends.
//!
//! A system lists each referral, order or programme by itself; the vocabulary knows that the child becomes open to a service and that the service
//! closes the case. So what touches or overlaps is one time of work, whatever each part of it is called. It is known by the number of its first
//! part, or else by its first day alone: a word that is put right later is then a correction, and no second beginning.

use serde_json::{Map, Value, json};

use crate::events::name::Part;
use crate::events::{Event, Own, Whose, with};
use crate::listed::{More, Spell};

/// One time for which a service works with a child.
pub(super) struct Work {
    /// The whole: the first part's number, day and words, and the day and reason of the last part's end.
    pub whole: Spell,
    /// The parts that begin later, in order.
    pub later: Vec<Spell>,
}

/// The times for which a service works with a child, by these parts of them.
pub(super) fn work(mut spells: Vec<Spell>) -> Vec<Work> {
    spells.sort_by(|a, b| first(a).cmp(&first(b)));
    let mut all: Vec<Work> = Vec::new();
    for spell in spells {
        match all.last_mut() {
            Some(last) if last.whole.until.is_none_or(|until| until >= spell.from) => last.take(spell),
            _ => all.push(Work { whole: spell, later: Vec::new() }),
        }
    }
    all
}

/// Which of the parts is the first: of those that begin on one day, one with a number of its own, the least of these.
fn first(spell: &Spell) -> (crate::listed::Date, bool, usize, &Spell) {
    (spell.from, spell.key.is_empty(), spell.key.len(), spell)
}

impl Work {
    fn take(&mut self, spell: Spell) {
        let whole = &mut self.whole;
        let is_last = whole.until.is_some() && spell.until.is_none_or(|end| Some(end) > whole.until);
        let says_why = whole.until == spell.until && reason(whole).is_empty();
        if is_last || says_why {
            (whole.until, whole.ended, whole.ended_word) = (spell.until, spell.ended.clone(), spell.ended_word.clone());
        }
        if whole.from < spell.from {
            self.later.push(spell);
            return;
        }
        if whole.word.is_empty() {
            whole.word.clone_from(&spell.word);
        }
        for (key, value) in spell.more {
            whole.more.entry(key).or_insert(value);
        }
    }

    /// Adds what happened: that it began, and ended. That social care's work goes on upon another plan is told with the plans; a change of the
    /// basis on which youth justice works with a child is no event of the vocabulary.
    pub(super) fn tell(&self, own: &Own, of: Whose, all: &mut Vec<Event>) {
        let whole = &self.whole;
        let (started, ended, word, more) = match of {
            Whose::Yjs => ("yjs-involvement-started", "yjs-involvement-ended", "basis", More::Route),
            Whose::Csc => ("csc-involvement-started", "csc-involvement-ended", "plan", More::Team),
        };
        let mut tell = |part: Part, at, event, with| {
            all.push(Event { id: own.names.work(whole, part), at, event, with });
        };
        let mut told: Map<String, Value> = with(&[(word, &whole.word)]);
        told.extend(whole.more.get(&more).map(|value| (more.word().to_owned(), json!(value))));
        tell(Part::Start, whole.from.0, started, told);
        if let Some(until) = whole.until {
            tell(Part::End, until.0, ended, with(&[("reason", reason(whole))]));
        }
    }
}

/// Why something ended, in the vocabulary's words or else in the file's.
pub(super) fn reason(spell: &Spell) -> &str {
    if spell.ended_word.is_empty() { &spell.ended } else { &spell.ended_word }
}
