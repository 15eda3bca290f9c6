//! Which records of two lists are of one person? And who stands twice in one?

use std::borrow::Borrow;
use std::fmt;

use crate::answer::Evidence;
use crate::days::Days;
use crate::doubt::Doubt;
use crate::learn::{Lesson, learn};
use crate::model::{Model, Ways};
use crate::near::{Near, Scratch};
use crate::pattern::{Comparer, Pattern};
use crate::person::Person;
use crate::row::{Row, not_shared};
use crate::texts::Texts;
use crate::weigh::{Compared, Weigh, beside_others};

/// How many pairs that were compared are enough to learn from.
const ENOUGH: usize = 400_000;
/// At how many people of a list a number may stand that is laid beside itself: what more have is nobody's.
const OF_A_FAMILY: usize = 4;

/// Two lists, made ready; or one, to be laid beside itself.
pub struct Lists {
    pub(crate) texts: Texts,
    /// The one; empty where the other is laid beside itself.
    a: Vec<Row>,
    /// The other, the longer one.
    pub(crate) b: Vec<Row>,
    pub(crate) days: Days,
    shared: [Vec<Vec<u32>>; 2],
    is_one: bool,
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
    /// Place in the other; in one list the later place.
    pub b: u32,
    /// How they agree.
    pub(crate) pattern: Pattern,
    /// How likely each way is.
    pub(crate) ways: Ways<f64>,
    /// Odds that it is one person, beside the others that either may be.
    pub odds: f64,
    /// What makes them doubtful, whatever the odds.
    pub(crate) doubt: Doubt,
}

/// What was found.
#[derive(Debug)]
pub struct Linked {
    /// What the lists taught.
    pub model: Model,
    /// The pairs that may be of one person, by place.
    pub pairs: Vec<Pair>,
    /// Those of the one list, by place, of whom not all were looked at, or kept, whom they may be: too many have as much in common with them, or too
    /// little is told of them. Who is not found for one of these may yet be there.
    pub not_all: Vec<u32>,
    /// How many pairs were compared.
    pub compared: usize,
}

impl Lists {
    /// Makes two lists ready.
    pub fn new<A: Borrow<Person>, B: Borrow<Person>>(
        a: impl IntoIterator<Item = A>,
        b: impl IntoIterator<Item = B>,
    ) -> Lists {
        let mut texts = Texts::default();
        let mut a: Vec<Row> = a.into_iter().map(|person| Row::new(&mut texts, person.borrow())).collect();
        let mut b: Vec<Row> = b.into_iter().map(|person| Row::new(&mut texts, person.borrow())).collect();
        let shared = [not_shared(&mut a, 1), not_shared(&mut b, 1)];
        let days = Days::new(a.iter().chain(&b));
        Lists { texts, a, b, days, shared, is_one: false }
    }

    /// Makes one list ready to be laid beside itself: the pairs are those who may be one person standing twice.
    pub fn within<P: Borrow<Person>>(people: impl IntoIterator<Item = P>) -> Lists {
        let mut texts = Texts::default();
        let mut b: Vec<Row> = people.into_iter().map(|person| Row::new(&mut texts, person.borrow())).collect();
        let shared = [Vec::new(), not_shared(&mut b, OF_A_FAMILY)];
        let days = Days::new(&b);
        Lists { texts, a: Vec::new(), b, days, shared, is_one: true }
    }

    /// Those of either list, by place, at whom one number stands though they are not called alike and born on one day; the first list is empty where
    /// one is laid beside itself. Such a number is nobody's, and was not counted: somebody should put it right.
    pub fn shared(&self) -> &[Vec<Vec<u32>>; 2] {
        &self.shared
    }

    /// Those who are asked for.
    fn asked(&self) -> &[Row] {
        if self.is_one { &self.b } else { &self.a }
    }

    /// What speaks for it that a pair is one person, and what against it.
    pub fn evidence(&self, model: &Model, pair: &Pair) -> Vec<Evidence> {
        let row = self.asked().get(pair.a as usize).cloned().unwrap_or_default();
        crate::answer::evidence(model, pair, &model.for_this(self.texts.view(), &self.days, &pair.pattern, &row))
    }

    /// The pairs that may be of one person: those whose odds, taken by themselves, are at least `least`, and one in a hundred; of each person the
    /// twenty likeliest.
    pub fn pairs(&self, least: f64) -> Linked {
        let near = Near::new(self.texts.view(), &self.b);
        let order = everywhere(self.asked().len());
        let mut search = Search::new(self, &near);
        let first = self.first(&mut search, &order);
        let model = self.learnt(&first);
        let weigh = Weigh { texts: self.texts.view(), days: &self.days, model: &model, rows: &self.b };
        let mut all = Found { compared: first.compared.len(), not_all: search.not_all, pairs: Vec::new() };
        for of_one in first.compared.chunk_by(|one, next| one.a == next.a) {
            self.weighed(&weigh, of_one, &mut all);
        }
        let rest = order.get(first.asked..).unwrap_or_default();
        let hands = std::thread::available_parallelism().map_or(1, usize::from);
        let share = rest.len().div_ceil(hands).max(1);
        std::thread::scope(|scope| {
            let (near, weigh) = (&near, &weigh);
            let hands: Vec<_> =
                rest.chunks(share).map(|part| scope.spawn(move || self.work(near, weigh, part))).collect();
            // A thread that panicked has said so; what it found is missed, and the panic goes on.
            for hand in hands {
                match hand.join() {
                    Ok(found) => all.add(found),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
        all.pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
        all.not_all.sort_unstable();
        all.not_all.dedup();
        // Who stands twice may stand three times: none of those takes anything away from another.
        if !self.is_one {
            beside_others(&mut all.pairs, self.a.len(), self.b.len());
        }
        all.pairs.retain(|pair| pair.ways.odds() >= least);
        Linked { model, pairs: all.pairs, not_all: all.not_all, compared: all.compared }
    }

    /// What the lists teach of how records agree; what is usual, where they are short.
    pub fn model(&self) -> Model {
        let near = Near::new(self.texts.view(), &self.b);
        self.model_by(&near)
    }

    pub(crate) fn model_by(&self, near: &Near) -> Model {
        self.learnt(&self.first(&mut Search::new(self, near), &everywhere(self.asked().len())))
    }

    /// The first of those who are asked for, in this order, until there is enough to learn from.
    fn first(&self, search: &mut Search<'_>, order: &[u32]) -> First {
        let mut first = First::default();
        for n in order {
            if first.compared.len() >= ENOUGH {
                break;
            }
            search.compare(*n, |one| first.compared.push(one));
            first.asked += 1;
        }
        first
    }

    fn learnt(&self, first: &First) -> Model {
        // Of a list beside itself each pair is looked at once.
        let pairs = first.asked as f64 * self.b.len() as f64 * if self.is_one { 0.5 } else { 1.0 };
        learn(Lesson {
            texts: &self.texts,
            days: &self.days,
            a: self.asked(),
            b: &self.b,
            patterns: first.compared.iter().map(|one| one.pattern).collect(),
            pairs,
            first: first.asked,
        })
    }

    /// Looks for some of those who are asked for.
    fn work(&self, near: &Near, weigh: &Weigh<'_>, part: &[u32]) -> Found {
        let (mut search, mut of_one, mut all) = (Search::new(self, near), Vec::new(), Found::default());
        for n in part {
            of_one.clear();
            search.compare(*n, |one| of_one.push(one));
            all.compared += of_one.len();
            self.weighed(weigh, &of_one, &mut all);
        }
        all.not_all = search.not_all;
        all
    }

    /// Weighs all who were compared with one person.
    fn weighed(&self, weigh: &Weigh<'_>, of_one: &[Compared], into: &mut Found) {
        let Some(one) = of_one.first() else { return };
        let Some(row) = self.asked().get(one.a as usize) else { return };
        let (pairs, are_all) = weigh.of_one(row, of_one);
        into.pairs.extend(pairs);
        if !are_all {
            into.not_all.push(one.a);
        }
    }
}

/// The first who were compared, and with how many people they were all that are worth it.
#[derive(Default)]
struct First {
    compared: Vec<Compared>,
    asked: usize,
}

/// What one thread found.
#[derive(Default)]
struct Found {
    pairs: Vec<Pair>,
    not_all: Vec<u32>,
    compared: usize,
}

impl Found {
    fn add(&mut self, other: Found) {
        self.pairs.extend(other.pairs);
        self.not_all.extend(other.not_all);
        self.compared += other.compared;
    }
}

/// Lays people of the one list beside those of the other who are worth it.
struct Search<'l> {
    lists: &'l Lists,
    near: &'l Near,
    comparer: Comparer<'l>,
    scratch: Scratch,
    found: Vec<u32>,
    not_all: Vec<u32>,
}

impl<'l> Search<'l> {
    fn new(lists: &'l Lists, near: &'l Near) -> Search<'l> {
        let comparer = Comparer::new(lists.texts.view());
        Search { lists, near, comparer, scratch: Scratch::default(), found: Vec::new(), not_all: Vec::new() }
    }

    fn compare(&mut self, a: u32, mut each: impl FnMut(Compared)) {
        let Some(row) = self.lists.asked().get(a as usize) else { return };
        let are_all = self.near.to(self.lists.texts.view(), row, &mut self.scratch, &mut self.found);
        if !are_all {
            self.not_all.push(a);
        }
        self.comparer.next();
        for b in &self.found {
            // A list beside itself: each pair once, and nobody with themselves.
            if self.lists.is_one && *b <= a {
                continue;
            }
            if let Some(beside) = self.lists.b.get(*b as usize) {
                each(Compared { a, b: *b, pattern: self.comparer.compare(row, beside) });
            }
        }
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
