//! How likely are those who were compared, beside each other?

use crate::days::Days;
use crate::doubt::Doubt;
use crate::link::Pair;
use crate::model::Model;
use crate::pattern::Pattern;
use crate::row::Row;
use crate::texts::View;

/// What is less likely than this is no pair, and takes nothing away from another. It is one figure for all who ask, so that the odds do not depend on
/// how unlikely the pairs are that somebody wants to see.
const LEAST: f64 = 0.01;
/// How much rarer than on average names can be.
const ROUGHLY: f64 = 1e-4;
/// Of each person so many pairs are kept.
const KEPT: usize = 20;

/// Two who were compared.
pub struct Compared {
    /// Place in the one list.
    pub a: u32,
    /// Place in the other.
    pub b: u32,
    /// How they agree.
    pub pattern: Pattern,
}

/// Weighs what was compared.
pub struct Weigh<'l> {
    /// The texts of both.
    pub texts: View<'l>,
    /// On which days they are born.
    pub days: &'l Days,
    /// What is known of how they agree.
    pub model: &'l Model,
    /// Those of the other list.
    pub rows: &'l [Row],
}

impl Weigh<'_> {
    /// The likeliest of those who were compared with one person, and whether these are all that are likely.
    pub fn of_one(&self, row: &Row, compared: &[Compared]) -> (Vec<Pair>, bool) {
        let mut pairs: Vec<Pair> = compared.iter().filter_map(|one| self.pair(row, one)).collect();
        let are_all = pairs.len() <= KEPT;
        if !are_all {
            pairs.sort_unstable_by(|x, y| y.odds.total_cmp(&x.odds).then(x.b.cmp(&y.b)));
            pairs.truncate(KEPT);
        }
        (pairs, are_all)
    }

    fn pair(&self, row: &Row, Compared { a, b, pattern }: &Compared) -> Option<Pair> {
        let model = self.model;
        // What is not even likely on average is not looked at more closely.
        if model.weigh(pattern, &model.on_average(pattern)).odds() < LEAST * ROUGHLY {
            return None;
        }
        let ways = model.weigh(pattern, &model.for_this(self.texts, self.days, pattern, row));
        let odds = ways.odds();
        if odds < LEAST {
            return None;
        }
        let doubt = Doubt::of(self.texts, pattern, &ways, row, self.rows.get(*b as usize)?);
        Some(Pair { a: *a, b: *b, pattern: *pattern, ways, odds, doubt })
    }
}

/// What a pair takes away from others of the same people. Who is another of the same family takes nothing away.
fn takes(pair: &Pair) -> f64 {
    if pair.doubt == Doubt::Kin { 0.0 } else { pair.ways.odds() }
}

/// A person stands once in a list, as a rule: the more likely one partner is, the less the others.
pub fn beside_others(pairs: &mut [Pair], a: usize, b: usize) {
    let (mut of_a, mut of_b) = (vec![0.0_f64; a], vec![0.0_f64; b]);
    for pair in pairs.iter() {
        for (sums, n) in [(&mut of_a, pair.a), (&mut of_b, pair.b)] {
            if let Some(sum) = sums.get_mut(n as usize) {
                *sum += takes(pair);
            }
        }
    }
    for pair in pairs {
        let others = |sums: &[f64], n: u32| (sums.get(n as usize).copied().unwrap_or(0.0) - takes(pair)).max(0.0);
        pair.odds = pair.ways.odds() / (1.0 + others(&of_a, pair.a) + others(&of_b, pair.b));
    }
}

/// The same of all pairs of one person.
pub fn beside_each_other(pairs: &mut [Pair]) {
    let all: f64 = pairs.iter().map(takes).sum();
    for pair in pairs {
        pair.odds = pair.ways.odds() / (1.0 + (all - takes(pair)).max(0.0));
    }
}
