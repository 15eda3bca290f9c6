//! One pair beside many: what is said of it, and that it adds up.

use matching::answer::Answer;
use matching::link::Lists;

use crate::made::made;

/// The weights that are shown add up to the score that is shown.
#[test]
fn the_weights_add_up_to_the_score() {
    let made = made(7, 3_000, 900, 400);
    let lists = Lists::new(&made.yjs, &made.csc);
    let linked = lists.pairs(0.01);
    assert!(linked.pairs.len() > 500, "{}", linked.pairs.len());
    for pair in &linked.pairs {
        let all = lists.evidence(&linked.model, pair);
        let sum: f64 = all.iter().map(|one| one.weight).sum();
        assert!((sum - pair.odds.log2()).abs() < 1e-6, "{sum} for {}: {all:?}", pair.odds.log2());
    }
}

/// The same lists give the same answer, bit for bit, on as many threads as there are.
#[test]
fn the_same_lists_give_the_same_answer() {
    let made = made(8, 3_000, 900, 400);
    let ask = || {
        let lists = Lists::new(&made.yjs, &made.csc);
        let pairs = lists.pairs(0.01).pairs;
        pairs.iter().map(|pair| (pair.a, pair.b, pair.odds.to_bits(), Answer::of(pair))).collect::<Vec<_>>()
    };
    assert_eq!(ask(), ask());
}
