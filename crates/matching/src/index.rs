//! Who of a list is this one person? Asked many times of one list, which is made ready once.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::answer::Evidence;
use crate::link::{Lists, Pair};
use crate::model::Model;
use crate::near::{Near, Scratch};
use crate::pattern::Comparer;
use crate::person::Person;
use crate::row::Row;
use crate::weigh::{Compared, Weigh, beside_each_other};

/// A list that one person after another is looked for in.
pub struct Index {
    lists: Lists,
    near: Near,
    model: Model,
    /// What earlier questions needed and the next can use.
    spare: Mutex<Vec<(Scratch, Vec<u32>)>>,
}

/// Nothing of what people are called and where they live: what is printed for a programmer may end in a log.
impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

/// Whom a person may be.
#[derive(Debug, Clone)]
pub struct Found {
    /// The pairs, the likeliest first. The person is at place 0 of a list of one.
    pub pairs: Vec<Pair>,
    /// Whether all were looked at whom the person may be; not so where too many have as much in common with them, or too little is told.
    pub are_all: bool,
}

impl Index {
    /// Of the second, longer, of two lists; how records agree is learnt from both, and which names and days are rare is counted in both. Where the first
    /// is empty, or either is short, what is usual counts.
    pub fn new(lists: Lists) -> Index {
        let near = Near::new(lists.texts.view(), &lists.b);
        let model = lists.model_by(&near);
        Index { lists, near, model, spare: Mutex::default() }
    }

    /// The same with what other lists taught.
    pub fn with(lists: Lists, model: Model) -> Index {
        let near = Near::new(lists.texts.view(), &lists.b);
        Index { lists, near, model, spare: Mutex::default() }
    }

    /// What is known of how records agree.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Whom in the list a person may be: those whose odds, taken by themselves, are at least `least`, and one in a hundred; the twenty likeliest.
    ///
    /// The odds are those of [`Lists::pairs`] for a list of this one person: nobody else is there who may be one of those found.
    pub fn look_up(&self, person: &Person, least: f64) -> Found {
        let (row, guest) = Row::guest(&self.lists.texts, person);
        let texts = self.lists.texts.view().beside(&guest);
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let (mut scratch, mut found) = spare.unwrap_or_default();
        let looked_at_all = self.near.to(texts, &row, &mut scratch, &mut found);
        let mut comparer = Comparer::once(texts);
        let with = |b: &u32| {
            let beside = self.lists.b.get(*b as usize)?;
            Some(Compared { a: 0, b: *b, pattern: comparer.compare(&row, beside) })
        };
        let compared: Vec<Compared> = found.iter().filter_map(with).collect();
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push((scratch, found));
        let weigh = Weigh { texts, days: &self.lists.days, model: &self.model, rows: &self.lists.b };
        let (mut pairs, kept_all) = weigh.of_one(&row, &compared);
        beside_each_other(&mut pairs);
        pairs.retain(|pair| pair.ways.odds() >= least);
        pairs.sort_unstable_by(|x, y| y.odds.total_cmp(&x.odds).then(x.b.cmp(&y.b)));
        Found { pairs, are_all: looked_at_all && kept_all }
    }

    /// What speaks for it that a person is one of those found, and what against it.
    pub fn evidence(&self, person: &Person, pair: &Pair) -> Vec<Evidence> {
        let (row, guest) = Row::guest(&self.lists.texts, person);
        let texts = self.lists.texts.view().beside(&guest);
        crate::answer::evidence(&self.model, pair, &self.model.for_this(texts, &self.lists.days, &pair.pattern, &row))
    }
}
