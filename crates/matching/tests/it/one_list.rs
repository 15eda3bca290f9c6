//! One child who stands twice in one list.

use matching::answer::Answer;
use matching::link::Lists;
use matching::number::{Kind, Number};
use matching::person::Person;

use crate::made::made;

/// A service's list in which some children stand a second time, as they would be written down by somebody else: they are found, and twins are not
/// taken for one child.
#[test]
fn who_stands_twice_is_found_and_twins_are_two() {
    for (seed, twice) in [(31, 0), (32, 60), (33, 600)] {
        let made = made(seed, 6_000, 1_000, 1);
        let other = made.yjs.iter().zip(&made.yjs_who).filter(|(_, who)| made.csc_who.binary_search(who).is_ok());
        let (again, who_again): (Vec<&Person>, Vec<usize>) = other.take(twice).unzip();
        let list: Vec<&Person> = made.csc.iter().chain(again).collect();
        let who: Vec<usize> = made.csc_who.iter().copied().chain(who_again).collect();
        let linked = Lists::within(list).pairs(0.1);
        let (mut same, mut asked, mut same_wrong, mut asked_wrong) = (0, 0, 0, 0);
        for pair in &linked.pairs {
            assert!(pair.a < pair.b, "each pair once, and nobody with themselves");
            let (right, wrong) = match Answer::of(pair) {
                Answer::Same => (&mut same, &mut same_wrong),
                Answer::Ask => (&mut asked, &mut asked_wrong),
                Answer::Different => continue,
            };
            *(if who[pair.a as usize] == who[pair.b as usize] { right } else { wrong }) += 1;
        }
        println!("{twice} twice: same {same} ({same_wrong} wrong), asked {asked} ({asked_wrong} wrong)");
        assert_eq!(same_wrong, 0);
        assert!((same + asked) * 100 >= twice * 95, "{same} + {asked} of {twice}");
        assert!(asked_wrong <= 5 + asked / 10, "{asked_wrong} in vain");
    }
}

/// A number that two of one list have is said, whoever they are; of twins it is asked about.
#[test]
fn one_number_at_two_of_one_list_is_said() {
    let mut list = made(34, 3_000, 900, 1).csc;
    let numbers = ["943 476 5919", "987 654 3210", "401 023 2137"].map(|text| Number::read(Kind::Nhs, text).unwrap());
    // Twins; two who have nothing to do with each other; one child who stands twice.
    let twins = (200, 201);
    list.push(list[7].clone());
    let again = list.len() - 1;
    for ((one, other), number) in [twins, (5, 6), (7, again)].into_iter().zip(numbers) {
        list[one].numbers = vec![number.clone()];
        list[other].numbers = vec![number];
    }
    let lists = Lists::within(&list);
    assert_eq!(*lists.shared(), [vec![], vec![vec![5, 6], vec![200, 201]]]);
    let pairs = lists.pairs(0.1).pairs;
    let answer = |a: usize, b: usize| {
        pairs.iter().find(|pair| (pair.a as usize, pair.b as usize) == (a, b)).map_or(Answer::Different, Answer::of)
    };
    assert_eq!((answer(200, 201), answer(5, 6), answer(7, again)), (Answer::Ask, Answer::Different, Answer::Same));
}
