//! Pairs that must not be joined without a person's look, in lists of several lengths; and those who must be asked about.

use matching::answer::Answer;
use matching::link::Lists;
use matching::number::{Kind, Number};
use matching::person::{Home, Person};

use crate::made::made;

fn person(given: &str, born: &str, sex: &str) -> Person {
    let home = Home { house: "3".into(), street: "Quayside Row".into(), postcode: "ZZ9 9QQ".into(), ..Home::default() };
    Person {
        given: given.into(),
        family: "Ostrander".into(),
        born: born.into(),
        sex: sex.into(),
        home,
        numbers: vec![],
    }
}

fn away(mut person: Person) -> Person {
    person.home =
        Home { house: "71".into(), street: "Hill Rise".into(), postcode: "ZZ8 1AB".into(), ..Home::default() };
    person
}

fn with_number(mut person: Person) -> Person {
    person.numbers = vec![Number::read(Kind::Nhs, "943 476 5919").unwrap()];
    person
}

/// The answers about the first of the one list and each of these, among so many others.
fn answers(others: (usize, usize), one: &Person, these: &[Person]) -> Vec<Answer> {
    let made = made(3, 3_000, 900, 600);
    let a: Vec<Person> = std::iter::once(one).chain(&made.yjs[..others.0]).cloned().collect();
    let b: Vec<Person> = these.iter().chain(&made.csc[..others.1]).cloned().collect();
    let pairs = Lists::new(&a, &b).pairs(0.01).pairs;
    let answer = |n: usize| pairs.iter().find(|pair| (pair.a, pair.b as usize) == (0, n)).map(Answer::of);
    (0..these.len()).map(|n| answer(n).unwrap_or(Answer::Different)).collect()
}

const LENGTHS: [(usize, usize); 4] = [(0, 0), (100, 300), (150, 1_500), (1_000, 2_000)];

#[test]
fn two_of_one_family_are_not_joined() {
    let day = "2011-06-17";
    let pairs = [
        ("two names with one part", person("Mohammed Adam", day, "m"), person("Mohammed Bilal", day, "m")),
        ("two names with one part", person("Anne-Marie", day, "f"), person("Anne-Louise", day, "f")),
        ("a letter apart", person("Jayden", day, "m"), person("Kayden", day, "m")),
        ("a letter and the sex apart", person("Alexandre", day, "m"), person("Alexandra", day, "f")),
        ("two short forms", person("Jamie", day, "m"), person("Jimmy", day, "m")),
        ("a copied number", with_number(person("Ryan", day, "m")), with_number(person("Leila", day, "f"))),
        (
            "a copied number, another birthday",
            with_number(person("Ryan", day, "m")),
            with_number(person("Leila", "2013-02-05", "f")),
        ),
        ("one name, two years", person("Mohammed", "2011-06-07", "m"), person("Mohammed", "2013-06-07", "m")),
        ("one name, no birthday", person("Tesfay", day, "m"), person("Tesfay", "", "m")),
        ("two placeholders", person("Tesfay", "2008-01-01", "m"), away(person("Tesfay", "2008-01-01", "m"))),
    ];
    for others in LENGTHS {
        for (what, one, other) in &pairs {
            let found = answers(others, one, std::slice::from_ref(other));
            assert_ne!(found, [Answer::Same], "{what}, among {others:?}");
        }
    }
}

#[test]
fn who_stands_twice_in_a_list_is_asked_about() {
    let one = person("Tesfay", "2011-06-17", "m");
    for others in &LENGTHS[1..] {
        let found = answers(*others, &one, &[one.clone(), one.clone()]);
        assert_eq!(found, [Answer::Ask, Answer::Ask], "among {others:?}");
    }
}

/// Standing twice does not make a clear match into nothing: neither written as the same, nor with a slip, nor with one number on both.
#[test]
fn who_stands_twice_and_differs_is_asked_about() {
    let one = with_number(person("Tesfay", "2011-06-17", "m"));
    let moved = away(one.clone());
    let mut slip = one.clone();
    slip.family = "Ostrandr".into();
    for others in &LENGTHS[1..] {
        for second in [&one, &moved, &slip] {
            let found = answers(*others, &one, &[one.clone(), second.clone()]);
            assert!(!found.contains(&Answer::Different), "{found:?} among {others:?}");
        }
    }
}

/// A number at two people of one list was copied from one to the other: it joins neither to anybody.
#[test]
fn a_number_of_two_in_one_list_is_nobodys() {
    let one = with_number(person("Ryan", "2011-06-17", "m"));
    let (brother, other) = (with_number(person("Leila", "2013-02-05", "f")), person("Tesfay", "2009-09-09", "m"));
    for others in &LENGTHS[1..] {
        let found = answers(*others, &one, &[brother.clone(), with_number(away(other.clone()))]);
        assert_eq!(found, [Answer::Different, Answer::Different], "among {others:?}");
    }
}

/// Of several numbers of a kind one that is the same is enough, and they differ only where none is.
#[test]
fn several_numbers_of_one_kind_are_all_compared() {
    let read = |text: &str| Number::read(Kind::Nhs, text).unwrap();
    let [first, second, third] = ["943 476 5919", "987 654 3210", "401 023 2137"].map(read);
    let with = |numbers: &[&Number]| {
        let mut child = person("Tesfay", "2011-06-17", "m");
        child.numbers = numbers.iter().map(|number| (*number).clone()).collect();
        child
    };
    let others = (150, 1_500);
    for (one, other, says) in [
        (with(&[&first, &second]), with(&[&second, &third]), Answer::Same),
        (with(&[&second, &first]), with(&[&second]), Answer::Same),
        (with(&[&first, &second]), with(&[&third]), Answer::Ask),
    ] {
        assert_eq!(answers(others, &one, std::slice::from_ref(&other)), [says]);
    }
}

#[test]
fn the_same_child_is_found_in_lists_of_every_length() {
    let one = person("Tesfay", "2011-06-17", "m");
    for others in &LENGTHS[1..] {
        assert_eq!(answers(*others, &one, std::slice::from_ref(&one)), [Answer::Same], "among {others:?}");
        let moved = away(one.clone());
        assert_ne!(answers(*others, &one, std::slice::from_ref(&moved)), [Answer::Different], "among {others:?}");
    }
}

#[test]
fn empty_lists_have_no_pairs() {
    let nobody: [Person; 0] = [];
    let one = [person("Tesfay", "2011-06-17", "m")];
    assert!(Lists::new(&nobody, &nobody).pairs(0.01).pairs.is_empty());
    assert!(Lists::new(&one, &nobody).pairs(0.01).pairs.is_empty());
    assert!(
        Lists::new(&[Person::default()], &[Person::default()])
            .pairs(0.01)
            .pairs
            .iter()
            .all(|p| Answer::of(p) != Answer::Same)
    );
}
