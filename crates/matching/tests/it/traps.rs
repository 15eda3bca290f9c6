//! Twins, placeholders, names in care: what goes wrong in this work when records are joined.

use matching::answer::{ASK, Answer};
use matching::link::Lists;

use crate::made::made;

/// Of several made-up lists with a known answer: no twin is taken for the other, hardly a child is missed, and hardly a question is in vain.
#[test]
fn twins_stay_apart_and_children_are_found() {
    for seed in [1, 2, 3, 4, 5] {
        let made = made(seed, 20_000, 2_000, 1_500);
        let lists = Lists::new(&made.yjs, &made.csc);
        let (_, pairs) = lists.pairs(ASK / 8.0);
        let who = |pair: &matching::link::Pair| (made.yjs_who[pair.a as usize], made.csc_who[pair.b as usize]);
        let (mut same, mut asked, mut asked_wrong, mut same_wrong) = (0, 0, 0, 0);
        for pair in &pairs {
            let (a, b) = who(pair);
            match Answer::of(pair) {
                Answer::Same => {
                    assert_ne!(made.twins.get(&a), Some(&b), "a twin is taken for the other: {pair:?}");
                    same += usize::from(a == b);
                    same_wrong += usize::from(a != b);
                }
                Answer::Ask => {
                    asked += usize::from(a == b);
                    asked_wrong += usize::from(a != b);
                    if a != b { println!("{:.1} {:?} {:?}\n  {:?}\n  {:?}", pair.odds.log2(), pair.ways, pair.pattern, made.yjs[pair.a as usize], made.csc[pair.b as usize]); }
                }
                Answer::Different => {}
            }
        }
        let both = made.yjs_who.iter().filter(|who| made.csc_who.binary_search(who).is_ok()).count();
        assert_eq!(both, 2_000);
        println!("seed {seed}: same {same} ({same_wrong} wrong), asked {asked} ({asked_wrong} wrong) of {both}");
        assert!((same + asked) * 100 >= both * 99, "{same} + {asked} of {both}");
        assert!(same_wrong * 1_000 <= same, "{same_wrong} of {same} joined wrongly");
        assert!(asked_wrong * 50 <= asked + asked_wrong, "{asked_wrong} of {asked} asked in vain");
    }
}
