//! What do two lists teach of how their records agree? Expectation and maximisation over all pairs at once.
//!
//! What strangers have in common by chance is counted: how often each text occurs, and how alike texts taken at random are. What one
//! person's records have in common is learnt from the pairs worth comparing; of all the others, that they are strangers, so that nothing has to be
//! put right for having looked at chosen pairs only. Few pairs teach little: the model begins with what is usual and gives it a weight.

use crate::around::around;
use crate::days::Days;
use crate::level::{LEVELS, Level, births};
use crate::model::{Model, Table, Ways};
use crate::pattern::{BORN, HOME, NUMBER, Pattern, SEX, THINGS, two};
use crate::row::Row;
use crate::texts::{FAMILY, GIVEN, TEXTS, Texts};

/// How many pairs are taken at random.
const AT_RANDOM: usize = 100_000;
/// As how many of those what is usual counts, in how they differ, and in how often they are the same.
const AS_USUAL: f64 = 300.0;
const SAME_AS_USUAL: f64 = 1_000.0;
/// As how many pairs what is usual counts.
const USUAL: f64 = 20.0;
const ROUNDS: usize = 30;

/// What is learnt from: all that was told, the people of either list, and how agree the pairs worth comparing of the first so many of the one.
pub struct Lesson<'l> {
    /// The texts of both.
    pub texts: &'l Texts,
    /// On which days the people of both are born.
    pub days: &'l Days,
    /// The one list; the other once more where a list is laid beside itself.
    pub a: &'l [Row],
    /// The other.
    pub b: &'l [Row],
    /// How they agree.
    pub patterns: Vec<Pattern>,
    /// How many pairs there were to choose those from.
    pub pairs: f64,
    /// How many people of the one were asked for.
    pub first: usize,
}

/// Learns.
pub fn learn(lesson: Lesson<'_>) -> Model {
    let Lesson { texts, days, a, b, patterns, pairs, first } = lesson;
    let mut model = by_chance(texts, days, a, b);
    // Of a list of nobody as much is told as of one of one person.
    let (patterns, pairs, first) = (counted(patterns), pairs.max(b.len() as f64).max(1.0), first.max(1));
    let smaller = (a.len().min(b.len()) as f64).max(1.0);
    let all = a.len().max(1) as f64 * b.len().max(1) as f64;
    let family = model.random.get(FAMILY).and_then(|row| row.get(Level::Same.at())).copied().unwrap_or(0.0);
    let around = around([a, b], family);
    model.twins = around.twins;
    model.ways = Ways {
        at_home: 0.3 * smaller / all,
        moved: 0.06 * smaller / all,
        household: around.kin,
        neighbours: around.neighbours,
        strangers: 1.0,
    };
    let usual = model.clone();
    for _ in 0..ROUNDS {
        model = round(&model, &usual, &patterns, pairs, smaller.min(first as f64));
    }
    model
}

/// What is so by chance: counted where it can be, else taken from pairs at random.
fn by_chance(texts: &Texts, days: &Days, a: &[Row], b: &[Row]) -> Model {
    let mut model = Model::default();
    // As if so many pairs had been as is usual: of short lists most pairs taken at random are those that are looked for.
    let mut counts: Table = model.random.map(|row| row.map(|share| share * AS_USUAL));
    at_random(texts, a, b, &mut counts);
    for field in 0..TEXTS {
        let told = texts.told(field);
        let same: f64 = texts.every_time(field).map(|n| f64::from(n) * f64::from(n - 1)).sum();
        let usual = model.random.get(field).and_then(|row| row.get(Level::Same.at())).copied().unwrap_or(0.01);
        let same = (same + SAME_AS_USUAL * usual) / ((told * (told - 1.0)).max(0.0) + SAME_AS_USUAL);
        set(&mut model.random, &counts, field, same);
    }
    set(&mut model.random, &counts, BORN, days.one_day());
    model.one_year = days.one_year();
    model
}

/// Counts how agree pairs taken at random that are not the same.
fn at_random(texts: &Texts, a: &[Row], b: &[Row], counts: &mut Table) {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut draw = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % n.max(1)
    };
    for _ in 0..AT_RANDOM.min(a.len().saturating_mul(b.len())) {
        let (Some(x), Some(y)) = (a.get(draw(a.len())), b.get(draw(b.len()))) else { continue };
        let mut count = |thing: usize, level: Level| {
            if let Some(n) = counts.get_mut(thing).and_then(|row| row.get_mut(level.at())) {
                *n += 1.0;
            }
        };
        for field in 0..TEXTS {
            let (s, t) = (x.text(field), y.text(field));
            if s != 0 && t != 0 && s != t {
                count(field, two(texts.view(), field, s, t));
            }
        }
        if let (Some(s), Some(t)) = (x.born, y.born)
            && s != t
        {
            count(BORN, births(s, t));
        }
    }
}

/// Sets what is so by chance of one thing.
fn set(table: &mut Table, counts: &Table, thing: usize, same: f64) {
    let (Some(to), Some(counts)) = (table.get_mut(thing), counts.get(thing)) else { return };
    let told: f64 = counts.iter().skip(2).sum();
    let same = same.clamp(1e-9, 0.9);
    for (n, (own, count)) in to.iter_mut().zip(counts).enumerate() {
        *own = match Level::of(n) {
            Level::Missing => 1.0,
            Level::Same => same,
            _ => (1.0 - same) * count / told,
        };
    }
}

/// Patterns, each with how often it occurs.
fn counted(mut all: Vec<Pattern>) -> Vec<(Pattern, f64)> {
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).filter_map(|alike| Some((*alike.first()?, alike.len() as f64))).collect()
}

fn round(model: &Model, usual: &Model, patterns: &[(Pattern, f64)], pairs: f64, smaller: f64) -> Model {
    let mut next = model.clone();
    let mut own: Table = [[0.0; LEVELS]; THINGS];
    let (mut at_home, mut elsewhere, mut turned) = (0.0, 0.0, 0.0);
    for (pattern, times) in patterns {
        let w = model.weigh(pattern, &model.on_average(pattern));
        let all = w.at_home + w.moved + w.household + w.neighbours + w.strangers;
        let share = |x: f64| times * x / all.max(f64::MIN_POSITIVE);
        let (home, moved) = (share(w.at_home), share(w.moved));
        at_home += home;
        elsewhere += moved;
        if pattern.turned {
            turned += home + moved;
        }
        let of_home = HOME.map(|thing| (thing, home));
        let of_both = [GIVEN, FAMILY, BORN, SEX].map(|thing| (thing, home + moved));
        for (thing, n) in of_home.into_iter().chain(of_both) {
            if let Some(cell) = own.get_mut(thing).and_then(|row| row.get_mut(pattern.level(thing).at())) {
                *cell += n;
            }
        }
    }
    for thing in (0..THINGS).filter(|thing| *thing != NUMBER) {
        put(&mut next.same, &usual.same, &own, thing);
    }
    // Of a short list not more than it can have.
    let few = (USUAL / 10.0).min(0.36 * smaller);
    next.turned = (turned + USUAL * usual.turned) / (at_home + elsewhere + USUAL);
    next.ways.at_home = (at_home + few * 0.8) / pairs;
    next.ways.moved = (elsewhere + few * 0.2) / pairs;
    next
}

fn put(to: &mut Table, usual: &Table, counts: &Table, thing: usize) {
    let (Some(to), Some(usual), Some(counts)) = (to.get_mut(thing), usual.get(thing), counts.get(thing)) else {
        return;
    };
    let told: f64 = counts.iter().skip(1).sum();
    let common: f64 = usual.iter().skip(1).sum();
    for ((own, usual), count) in to.iter_mut().zip(usual).zip(counts).skip(1) {
        *own = (count + USUAL * usual / common) / (told + USUAL);
    }
}
