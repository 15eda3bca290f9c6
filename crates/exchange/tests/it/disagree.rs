//! On what the two systems disagree: field by field, and what is no disagreement.

use exchange::imports::differs;
use feeds::listed::Date;
use feeds::{Home, Listed, Name};

fn name(given: &str, family: &str) -> Name {
    Name { given: given.into(), family: family.into() }
}

fn day(text: &str) -> Option<Date> {
    Some(Date(text.parse().unwrap()))
}

fn child() -> Listed {
    let numbers = [("nhs", "9434765919"), ("upn", "H801200001001"), ("uln", "1234567890"), ("pnc", "2003/0011985X")];
    Listed {
        name: name("Ash Rowan", "Brindle"),
        born: day("2010-05-04"),
        sex: "male".into(),
        home: Home { house: "3".into(), street: "Mill Lane".into(), postcode: "ZZ1 1AA".into(), ..Home::default() },
        numbers: numbers.map(|(kind, number)| (kind.to_owned(), number.to_owned())).into(),
        ..Listed::new("1")
    }
}

/// On what two differ, of whom one is as [`child`] and the other as it was made; whichever of the two is which.
fn on(change: impl Fn(&mut Listed)) -> Vec<&'static str> {
    let (own, mut other) = (child(), child());
    change(&mut other);
    let about = |one: &Listed, other: &Listed| differs(one, other).iter().map(|d| d.about).collect::<Vec<_>>();
    assert_eq!(about(&own, &other), about(&other, &own));
    about(&own, &other)
}

fn number(kind: &'static str) -> impl Fn(&mut Listed) {
    move |one| drop(one.numbers.insert(kind.into(), "another".into()))
}

#[test]
fn each_field() {
    assert_eq!(on(|_| {}), Vec::<&str>::new());
    assert_eq!(on(|one| one.born = day("2010-04-05")), ["born"]);
    assert_eq!(on(|one| one.name.given = "Wren".into()), ["given"]);
    assert_eq!(on(|one| one.name.family = "Marsh".into()), ["family"]);
    assert_eq!(on(|one| one.sex = "female".into()), ["sex"]);
    assert_eq!(on(|one| one.home.postcode = "ZZ2 2BB".into()), ["home"]);
    assert_eq!(on(|one| one.home.house = "4".into()), ["home"]);
    for kind in ["nhs", "upn", "uln", "pnc"] {
        assert_eq!(on(number(kind)), [kind]);
    }
}

#[test]
fn what_one_does_not_say_is_no_disagreement() {
    let nothing = Listed::new("1");
    assert_eq!((differs(&child(), &nothing), differs(&nothing, &child())), (vec![], vec![]));
    let none: [&str; 0] = [];
    assert_eq!(on(|one| one.born = None), none);
    assert_eq!(on(|one| one.home.postcode.clear()), none);
    assert_eq!(on(|one| one.home.house.clear()), none);
}

#[test]
fn what_is_only_written_otherwise_is_no_disagreement() {
    let none: [&str; 0] = [];
    assert_eq!(on(|one| one.name = name("ASH", "brindle")), none);
    assert_eq!(on(|one| one.home.postcode = "zz11aa".into()), none);
    // A name that either system has as another name.
    assert_eq!(on(|one| (one.name, one.others) = (name("Wren", "Marsh"), vec![name("Ash Rowan", "Brindle")])), none);
}

#[test]
fn both_are_told_and_who_is_to_settle_it() {
    let mut csc = child();
    csc.born = day("2010-04-05");
    let [one] = &differs(&child(), &csc)[..] else { panic!("they differ in one thing") };
    assert_eq!((one.what, one.yjs.as_str(), one.csc.as_str()), ("Date of birth", "2010-05-04", "2010-04-05"));
    assert!(one.settle.starts_with("The social worker"), "{}", one.settle);
}
