//! Which of a borough's children are brothers and sisters?
//!
//! Comes from the plans, before anything is told; goes out as households of two to four, one of them with twins. A birth that a story
//! depends on is not moved.

use super::DemoChild;
use super::chance::Chance;
use super::stories::Plan;

/// How many children each household has, the twins' left out.
const SIZES: [usize; 14] = [2, 2, 3, 2, 4, 2, 2, 3, 2, 2, 3, 2, 2, 2];
/// The days that lie at least and at most between the births of two children of one mother.
const APART: std::ops::RangeInclusive<u32> = 300..=2_600;

/// Gives some plans a household in common.
pub fn link(plans: &mut [Plan<'_>], mut chance: Chance) {
    let mut free: Vec<usize> = (0..plans.len()).filter(|n| plans.get(*n).is_some_and(|p| !p.is_fixed())).collect();
    twins(plans, &mut free);
    chance.shuffle(&mut free);
    for (household, size) in SIZES.iter().enumerate() {
        let mut members: Vec<usize> = Vec::new();
        for n in &free {
            let born = |n: &usize| plans.get(*n).map(|p| p.born.number());
            let fits = |m: &usize| born(m).zip(born(n)).is_some_and(|(m, n)| APART.contains(&m.abs_diff(n)));
            if members.len() < *size && members.iter().all(fits) {
                members.push(*n);
            }
        }
        free.retain(|n| !members.contains(n));
        for n in members {
            if let Some(plan) = plans.get_mut(n) {
                plan.household = Some(household + 1);
            }
        }
    }
}

/// The two births that lie nearest become one: twins, in household 0.
fn twins(plans: &mut [Plan<'_>], free: &mut Vec<usize>) {
    free.sort_by_key(|n| plans.get(*n).map(|p| p.born));
    let gap = |pair: &&[usize]| match pair {
        [a, b] => plans.get(*b).zip(plans.get(*a)).map_or(i32::MAX, |(b, a)| b.born.number() - a.born.number()),
        _ => i32::MAX,
    };
    let Some([a, b]) = free.windows(2).min_by_key(gap) else { return };
    let (a, b) = (*a, *b);
    let born = plans.get(a).map(|p| p.born);
    for n in [a, b] {
        if let (Some(plan), Some(born)) = (plans.get_mut(n), born) {
            plan.born = born;
            plan.household = Some(0);
        }
    }
    free.retain(|n| *n != a && *n != b);
}

/// Names each child's brothers and sisters to it.
pub fn siblings(plans: &[Plan<'_>], children: &mut [DemoChild]) {
    let of: Vec<(usize, String)> =
        plans.iter().zip(&*children).filter_map(|(p, c)| Some((p.household?, c.id.clone()))).collect();
    for (plan, child) in plans.iter().zip(children) {
        let others = of.iter().filter(|(n, id)| Some(*n) == plan.household && *id != child.id);
        child.siblings = others.map(|(_, id)| id.clone()).collect();
    }
}
