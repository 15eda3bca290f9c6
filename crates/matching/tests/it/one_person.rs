//! One person looked up in a list.

use matching::answer::Answer;
use matching::index::Index;
use matching::link::Lists;
use matching::person::Person;
use unicode_normalization::UnicodeNormalization;

use crate::made::made;

/// What a look-up finds is what laying the lists beside each other finds, with the same odds to the last bit, where nobody else of the one list may be
/// one of those found.
#[test]
fn a_look_up_says_what_the_lists_say() {
    let made = made(41, 3_000, 900, 400);
    let lists = Lists::new(&made.yjs, &made.csc);
    let linked = lists.pairs(0.01);
    let index = Index::new(lists);
    let mut alone = 0;
    for (n, person) in made.yjs.iter().enumerate() {
        let found = index.look_up(person, 0.01);
        let pairs: Vec<_> = linked.pairs.iter().filter(|pair| pair.a as usize == n).collect();
        assert_eq!(found.pairs.len(), pairs.len());
        assert!(found.are_all && found.pairs.is_sorted_by(|x, y| x.odds >= y.odds));
        for pair in pairs {
            let own = found.pairs.iter().find(|own| own.b == pair.b).unwrap();
            let is_alone = linked.pairs.iter().filter(|other| other.b == pair.b).count() == 1;
            assert!(own.odds >= pair.odds && (!is_alone || own.odds == pair.odds), "{own:?} {pair:?}");
            alone += usize::from(is_alone);
            let sum: f64 = index.evidence(person, own).iter().map(|one| one.weight).sum();
            assert!((sum - own.odds.log2()).abs() < 1e-6);
        }
    }
    assert!(alone > 500, "{alone}");
}

/// With what other lists taught; names that the list has not; nobody to look in.
#[test]
fn somebody_is_looked_up_in_one_list() {
    let made = made(42, 3_000, 900, 400);
    let model = Lists::new(&made.yjs, &made.csc).model();
    let nobody: [Person; 0] = [];
    for index in [Index::with(Lists::new(&nobody, &made.csc), model), Index::new(Lists::new(&nobody, &made.csc))] {
        let child = &made.csc[1_000];
        let found = index.look_up(child, 0.1);
        assert_eq!((found.pairs[0].b, Answer::of(&found.pairs[0])), (1_000, Answer::Same));
        let mut other = child.clone();
        other.given = format!("{}q", child.given);
        assert_eq!(index.look_up(&other, 0.1).pairs[0].b, 1_000, "a slip makes a name that nobody has");
        other.given = child.family.clone();
        other.family = child.given.clone();
        assert_eq!(index.look_up(&other, 0.1).pairs[0].b, 1_000, "names in each other's place");
        let stranger =
            Person { given: "Xq".into(), family: "Zzyzx".into(), born: "19991231".into(), ..Person::default() };
        let found = index.look_up(&stranger, 0.1);
        assert!(found.pairs.is_empty() && found.are_all);
        assert!(!index.look_up(&Person::default(), 0.1).are_all, "nothing is told by which somebody could be found");
    }
    assert!(Index::new(Lists::new(&nobody, &nobody)).look_up(&made.csc[0], 0.1).pairs.is_empty());
}

/// The odds do not depend on how unlikely the pairs are that somebody wants to see.
#[test]
fn the_odds_do_not_depend_on_what_is_asked_for() {
    let made = made(43, 3_000, 900, 400);
    let lists = Lists::new(&made.yjs, &made.csc);
    let all = lists.pairs(0.0).pairs;
    for least in [0.01, 0.3, 2.0, 100.0] {
        let some = lists.pairs(least).pairs;
        assert!(some.len() < all.len() || least <= 0.01);
        for pair in &some {
            let same = all.iter().find(|own| (own.a, own.b) == (pair.a, pair.b)).unwrap();
            assert_eq!(same.odds.to_bits(), pair.odds.to_bits(), "{least}");
        }
    }
}

/// A name typed as letters with their accents, or as letters and accents, is one name.
#[test]
fn a_name_is_the_same_however_it_is_typed() {
    let made = made(44, 3_000, 900, 400);
    let mut list = made.csc;
    list[5].given = "Nguyễn Ánh".into();
    list[5].family = "Łukaszewicz-Şahin".into();
    let mut apart = list[5].clone();
    apart.given = apart.given.nfd().collect();
    apart.family = apart.family.nfd().collect();
    let index = Index::new(Lists::new(&made.yjs, &list));
    let (one, two) = (index.look_up(&list[5], 0.1), index.look_up(&apart, 0.1));
    assert_eq!((one.pairs[0].b, one.pairs[0].odds), (5, two.pairs[0].odds));
}
