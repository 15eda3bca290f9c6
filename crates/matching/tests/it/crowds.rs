//! Very many who share one thing: what is done stays bounded, who agrees in other things is found, and who cannot be looked for is said.

use matching::answer::Answer;
use matching::link::{Linked, Lists};
use matching::number::{Kind, Number};
use matching::person::{Home, Person};

use crate::made::{Made, made};

/// Of so many who are in both lists, how many are found and how many are joined to somebody else.
fn found(made: &Made, linked: &Linked) -> (usize, usize, usize) {
    let both = made.yjs_who.iter().filter(|who| made.csc_who.binary_search(who).is_ok()).count();
    let (mut found, mut wrong) = (0, 0);
    for pair in &linked.pairs {
        let right = made.yjs_who[pair.a as usize] == made.csc_who[pair.b as usize];
        found += usize::from(right && Answer::of(pair) != Answer::Different);
        wrong += usize::from(!right && Answer::of(pair) == Answer::Same);
    }
    (both, found, wrong)
}

fn at_one_address(people: &mut [Person]) {
    let home = Home { house: "1".into(), street: "High Street".into(), postcode: "ZZ1 1ZZ".into(), ..Home::default() };
    people.iter_mut().for_each(|person| person.home = home.clone());
}

#[test]
fn twenty_thousand_at_one_address_are_found_by_name_and_birth() {
    let mut made = made(21, 21_000, 1_000, 600);
    at_one_address(&mut made.yjs);
    at_one_address(&mut made.csc);
    let linked = Lists::new(&made.yjs, &made.csc).pairs(0.1);
    let (both, found, wrong) = found(&made, &linked);
    println!("one address: compared {}, {found} of {both} found, {wrong} wrong", linked.compared);
    assert!(made.csc.len() >= 20_000 && linked.compared < 50 * made.yjs.len(), "{} compared", linked.compared);
    assert!(found * 100 >= both * 95 && wrong == 0, "{found} of {both}, {wrong} wrong");
    assert!(linked.not_all.len() * 200 < made.yjs.len(), "{:?}", linked.not_all.len());
}

#[test]
fn of_two_thousand_in_one_hostel_not_all_are_compared() {
    let mut made = made(22, 21_000, 1_000, 600);
    let count = made.csc.len();
    at_one_address(&mut made.yjs);
    at_one_address(&mut made.csc[count - 2_000..]);
    let linked = Lists::new(&made.yjs, &made.csc).pairs(0.1);
    let (_, _, wrong) = found(&made, &linked);
    println!("one hostel: compared {}, {} wrong", linked.compared, wrong);
    assert!(linked.compared < 200 * made.yjs.len() && wrong == 0, "{} compared, {wrong} wrong", linked.compared);
}

#[test]
fn a_number_that_everybody_has_is_nobodys() {
    let mut made = made(23, 21_000, 500, 300);
    let without = Lists::new(&made.yjs, &made.csc).pairs(0.1);
    let number = Number::read(Kind::Nhs, "943 476 5919").unwrap();
    made.yjs.iter_mut().chain(&mut made.csc).for_each(|person| person.numbers = vec![number.clone()]);
    let with = Lists::new(&made.yjs, &made.csc).pairs(0.1);
    let all =
        |linked: &Linked| linked.pairs.iter().map(|pair| (pair.a, pair.b, pair.odds.to_bits())).collect::<Vec<_>>();
    assert!(!with.pairs.is_empty() && with.compared == without.compared);
    assert_eq!(all(&with), all(&without));
    let (both, found, wrong) = found(&made, &with);
    assert!(found * 100 >= both * 98 && wrong == 0, "{found} of {both}, {wrong} wrong");
}

#[test]
fn who_cannot_be_looked_for_is_said() {
    let unknown = |n: usize, born: bool| Person {
        given: "Unknown".into(),
        family: "Unknown".into(),
        born: if born { format!("20{:02}{:02}{:02}", 5 + n / 336, 1 + n / 28 % 12, 1 + n % 28) } else { String::new() },
        ..Person::default()
    };
    let born: Vec<Person> = (0..3_000).map(|n| unknown(n, true)).collect();
    let linked = Lists::new(&born, &born).pairs(0.1);
    assert!(linked.not_all.is_empty(), "each is found by the day: {}", linked.not_all.len());
    assert!(linked.compared < 60 * born.len(), "{}", linked.compared);
    let nameless: Vec<Person> = (0..3_000).map(|n| unknown(n, false)).collect();
    let linked = Lists::new(&nameless, &nameless).pairs(0.1);
    assert_eq!((linked.not_all.len(), linked.compared), (3_000, 0));
    let nobody = Lists::new([Person::default()], &born).pairs(0.1);
    assert_eq!(nobody.not_all, [0], "of whom nothing is told nobody can be found");
}
