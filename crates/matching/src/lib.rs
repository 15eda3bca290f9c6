//! Is this the same child?
//!
//! Two services each have a list of the children they work with, and no number that both keep. This crate finds who stands in both, by what is
//! told of each: names, date of birth, home, sex, numbers. It gives each pair odds, and one of three answers: the same, ask a person,
//! different. Nothing is stored here and nothing is read; two lists go in, and pairs come out, the same for the same lists.
//!
//! Two children made up for this page, as two systems have them:
//!
//! ```
//! use matching::answer::Answer;
//! use matching::link::Lists;
//! use matching::person::{Home, Person};
//!
//! let person = |given: &str, family: &str, born: &str, house: &str| Person {
//!     given: given.into(),
//!     family: family.into(),
//!     born: born.into(),
//!     home: Home { house: house.into(), street: "Mill Lane".into(), postcode: "ZZ1 1AA".into(), ..Home::default() },
//!     ..Person::default()
//! };
//! let youth_justice = [person("Zaynab", "Ostrander", "2010-05-04", "3")];
//! let social_care = [person("Zainab", "Ostrander", "2010-05-04", "3"), person("Tom", "Averill", "2009-01-30", "8")];
//! let lists = Lists::new(&youth_justice, &social_care);
//! let linked = lists.pairs(0.01);
//! let [pair] = linked.pairs.as_slice() else { panic!("one pair: {linked:?}") };
//! // The first name is written in another way: whoever joins them looks first.
//! assert_eq!(((pair.a, pair.b), Answer::of(pair)), ((0, 0), Answer::Ask));
//! let evidence = lists.evidence(&linked.model, pair);
//! assert!(evidence.iter().any(|one| (one.thing, one.says) == ("Date of birth", "the same") && one.weight > 5.0));
//! ```

pub mod answer;
pub mod index;
pub mod letters;
pub mod link;
pub mod model;
pub mod number;
pub mod person;

mod around;
mod days;
mod doubt;
mod keys;
mod learn;
mod level;
mod near;
mod pattern;
mod row;
mod texts;
mod weigh;
