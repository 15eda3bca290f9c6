//! Which of youth justice's children live with, or are brother or sister to, another child whom social care works with?
//!
//! The household is the test and not the blood (somerset-10.1). Who lives together is told by a number that social care's system gives a household, by
//! the brothers and sisters whom youth justice's names, or by one address; an address where many children live is a children's home and no
//! household. What comes out are numbers: neither child's record is shown to the other's.

use std::collections::{BTreeMap, BTreeSet};

use feeds::{Home, Listed};
use matching::letters::joined;

use super::together::Together;

/// With more children than this at one address it is no household.
const HOUSEHOLD: usize = 8;

/// For each of youth justice's children, the others of the household whom social care works with: by their numbers. `restricted` are the numbers of
/// those whose records are restricted, with their service.
pub fn households(together: &Together, restricted: &BTreeSet<(String, String)>) -> BTreeMap<String, BTreeSet<String>> {
    // Whoever is, or may be, the child itself is nobody else.
    let mut own: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in &together.found {
        own.entry(&one.yjs).or_default().insert(&one.csc);
    }
    let by_home = by(&together.csc, |one| home(&one.home));
    let yjs_by_home = by(&together.yjs, |one| home(&one.home));
    let by_number = by(&together.csc, |one| Some(one.household.clone()).filter(|number| !number.is_empty()));
    let by_name =
        by(&together.csc, |one| named(&one.name.given, &one.name.family, one.born.map(|born| born.0.to_string())));
    let none = BTreeSet::new();
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (number, child) in &together.yjs {
        let own = own.get(number.as_str()).unwrap_or(&none);
        let mut kin: BTreeSet<&str> = BTreeSet::new();
        if let Some(home) = home(&child.home) {
            let (there, ours) = (of(&by_home, &home), of(&yjs_by_home, &home));
            if there.len() + ours.len() <= HOUSEHOLD {
                kin.extend(there);
            }
        }
        for itself in own.iter().filter_map(|number| together.csc.get(*number)) {
            kin.extend(of(&by_number, &itself.household));
        }
        for relative in &child.relatives {
            let born = relative.born.map(|born| born.0.to_string());
            let name = named(&relative.name.given, &relative.name.family, born);
            kin.extend(name.iter().flat_map(|name| of(&by_name, name)));
        }
        // That there is a restricted child is not told of, not even without a name.
        let is_restricted = |other: &str| restricted.contains(&("csc".to_owned(), other.to_owned()));
        kin.retain(|other| !own.contains(other) && !is_restricted(other));
        if !kin.is_empty() {
            all.insert(number.clone(), kin.into_iter().map(str::to_owned).collect());
        }
    }
    all
}

type By<'l> = BTreeMap<String, Vec<&'l str>>;

fn by(list: &BTreeMap<String, Listed>, key: impl Fn(&Listed) -> Option<String>) -> By<'_> {
    let mut all = By::new();
    for (number, one) in list.iter().filter(|(_, one)| !one.restricted) {
        if let Some(key) = key(one) {
            all.entry(key).or_default().push(number);
        }
    }
    all
}

fn of<'l>(all: &By<'l>, key: &str) -> Vec<&'l str> {
    all.get(key).cloned().unwrap_or_default()
}

/// An address by which two are one: the property's number, else house and postcode. A postcode alone is a street.
fn home(home: &Home) -> Option<String> {
    if !home.uprn.is_empty() {
        return Some(format!("uprn {}", home.uprn));
    }
    let (house, postcode) = (joined(&home.house), joined(&home.postcode));
    // Where the address stands in one line, its first part is the house.
    let first =
        || home.street.split([' ', ',']).next().map(joined).filter(|word| word.chars().any(|c| c.is_ascii_digit()));
    let house = if house.is_empty() { first().unwrap_or_default() } else { house };
    (!house.is_empty() && !postcode.is_empty()).then(|| format!("{house} {postcode}"))
}

/// A name and a date of birth by which one is named in the other's list.
fn named(given: &str, family: &str, born: Option<String>) -> Option<String> {
    let first = given.split_whitespace().next().map(joined).filter(|name| !name.is_empty())?;
    Some(format!("{first} {} {}", joined(family), born?))
}
