//! Which records of two lists are of one person?

use std::collections::BTreeMap;
use std::fmt;

use crate::doubt::Doubt;
use crate::learn::learn;
use crate::model::{Model, Ways};
use crate::near::{Near, Scratch};
use crate::pattern::{Comparer, Pattern, THINGS};
use crate::people::{Row, Texts};
use crate::person::Person;

/// How many pairs that were compared are enough to learn from.
const ENOUGH: usize = 400_000;
/// How much rarer than on average names can be.
const ROUGHLY: f64 = 1e-4;

/// Two lists, made ready.
pub struct Lists {
    /// The texts of both.
    pub texts: Texts,
    /// The one.
    pub a: Vec<Row>,
    /// The other, the longer one.
    pub b: Vec<Row>,
    /// How many are born on each day.
    days: BTreeMap<[u8; 8], u32>,
    births: f64,
}

/// Nothing of what people are called and where they live: what is printed for a programmer may end in a log.
impl fmt::Debug for Lists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lists").finish_non_exhaustive()
    }
}

/// Two records that may be of one person.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Place in the one list.
    pub a: u32,
    /// Place in the other.
    pub b: u32,
    /// How they agree.
    pub pattern: Pattern,
    /// How likely each way is.
    pub ways: Ways<f64>,
    /// Odds that it is one person, beside the others that either may be.
    pub odds: f64,
    /// What makes them doubtful, whatever the odds.
    pub doubt: Doubt,
}

impl Lists {
    /// Makes two lists ready.
    pub fn new<'p>(a: impl IntoIterator<Item = &'p Person>, b: impl IntoIterator<Item = &'p Person>) -> Lists {
        let mut texts = Texts::default();
        let a: Vec<Row> = a.into_iter().map(|person| Row::new(&mut texts, person)).collect();
        let b: Vec<Row> = b.into_iter().map(|person| Row::new(&mut texts, person)).collect();
        let mut days: BTreeMap<[u8; 8], u32> = BTreeMap::new();
        a.iter().chain(&b).filter_map(|row| row.born).for_each(|born| *days.entry(born).or_default() += 1);
        let births = days.values().map(|n| f64::from(*n)).sum();
        Lists { texts, a, b, days, births }
    }

    /// How likely each thing is between strangers of the one list's person of a pair.
    pub fn by_chance(&self, model: &Model, pair: &Pair) -> [f64; THINGS] {
        self.chance(model, &pair.pattern, &self.a.get(pair.a as usize).copied().unwrap_or_default())
    }

    fn chance(&self, model: &Model, pattern: &Pattern, row: &Row) -> [f64; THINGS] {
        let days = row.born.and_then(|born| self.days.get(&born)).copied().unwrap_or(0);
        model.for_this(&self.texts, pattern, row, days, self.births)
    }

    /// The pairs that may be of one person, by place: those whose odds are at least `least`.
    pub fn pairs(&self, least: f64) -> (Model, Vec<Pair>) {
        let near = Near::new(&self.texts, &self.b);
        let order = everywhere(self.a.len());
        let mut search = Search::new(self, &near);
        let mut first: Vec<Compared> = Vec::new();
        let mut asked = 0;
        for n in &order {
            if first.len() >= ENOUGH {
                break;
            }
            search.compare(*n, |one| first.push(one));
            asked += 1;
        }
        let patterns = first.iter().map(|one| one.pattern).collect();
        let model = learn(&self.texts, &self.a, &self.b, patterns, asked);
        let weigh = Weigh { lists: self, model: &model, least };
        let mut pairs: Vec<Pair> = first.into_iter().filter_map(|one| weigh.pair(one)).collect();
        let rest = order.get(asked..).unwrap_or_default();
        let hands = std::thread::available_parallelism().map_or(1, usize::from);
        let share = rest.len().div_ceil(hands).max(1);
        let (near, weigh) = (&near, &weigh);
        std::thread::scope(|scope| {
            let work = |part: &[u32]| {
                let (mut search, mut found) = (Search::new(self, near), Vec::new());
                for n in part {
                    search.compare(*n, |one| found.extend(weigh.pair(one)));
                }
                found
            };
            let hands: Vec<_> = rest.chunks(share).map(|part| scope.spawn(move || work(part))).collect();
            // A thread that panicked has said so; what it found is missed, and the panic goes on.
            for hand in hands {
                match hand.join() {
                    Ok(found) => pairs.extend(found),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
        pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
        beside_others(&mut pairs, self.a.len(), self.b.len());
        (model, pairs)
    }
}

/// Two who were compared.
struct Compared {
    a: u32,
    b: u32,
    pattern: Pattern,
}

/// Lays people of the one list beside those of the other who are worth it.
struct Search<'l> {
    lists: &'l Lists,
    near: &'l Near,
    comparer: Comparer<'l>,
    scratch: Scratch,
    found: Vec<u32>,
}

impl<'l> Search<'l> {
    fn new(lists: &'l Lists, near: &'l Near) -> Search<'l> {
        let comparer = Comparer::new(&lists.texts);
        Search { lists, near, comparer, scratch: Scratch::default(), found: Vec::new() }
    }

    fn compare(&mut self, a: u32, mut each: impl FnMut(Compared)) {
        let Some(row) = self.lists.a.get(a as usize) else { return };
        self.near.to(&self.lists.texts, row, &mut self.scratch, &mut self.found);
        self.comparer.next();
        for b in &self.found {
            if let Some(beside) = self.lists.b.get(*b as usize) {
                each(Compared { a, b: *b, pattern: self.comparer.compare(row, beside) });
            }
        }
    }
}

/// Weighs what was compared.
struct Weigh<'l> {
    lists: &'l Lists,
    model: &'l Model,
    least: f64,
}

impl Weigh<'_> {
    fn pair(&self, Compared { a, b, pattern }: Compared) -> Option<Pair> {
        let model = self.model;
        // What is not even likely on average is not looked at more closely.
        if model.weigh(&pattern, &model.on_average(&pattern)).odds() < self.least * ROUGHLY {
            return None;
        }
        let row = self.lists.a.get(a as usize)?;
        let ways = model.weigh(&pattern, &self.lists.chance(model, &pattern, row));
        let odds = ways.odds();
        if odds < self.least {
            return None;
        }
        let doubt = Doubt::of(&self.lists.texts, &pattern, &ways, row, self.lists.b.get(b as usize)?);
        Some(Pair { a, b, pattern, ways, odds, doubt })
    }
}

/// Places of so many, each once, in an order that takes from everywhere.
fn everywhere(count: usize) -> Vec<u32> {
    let gcd = |mut a: usize, mut b: usize| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let mut step = (count as f64 * 0.618) as usize + 1;
    while gcd(step, count) > 1 {
        step += 1;
    }
    (0..count).map(|n| (n * step % count.max(1)) as u32).collect()
}

/// A person stands once in a list, as a rule: the more likely one partner is, the less the others. Who is another of the same family takes nothing
/// away.
fn beside_others(pairs: &mut [Pair], a: usize, b: usize) {
    let (mut of_a, mut of_b) = (vec![0.0_f64; a], vec![0.0_f64; b]);
    let own = |pair: &Pair| if pair.doubt == Doubt::Kin { 0.0 } else { pair.odds };
    for pair in pairs.iter() {
        for (sums, n) in [(&mut of_a, pair.a), (&mut of_b, pair.b)] {
            if let Some(sum) = sums.get_mut(n as usize) {
                *sum += own(pair);
            }
        }
    }
    for pair in pairs {
        let others = |sums: &[f64], n: u32| (sums.get(n as usize).copied().unwrap_or(0.0) - own(pair)).max(0.0);
        pair.odds /= 1.0 + others(&of_a, pair.a) + others(&of_b, pair.b);
    }
}
