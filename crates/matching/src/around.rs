//! How many of a list live together? Counted within one list, in which everybody stands once: two who share home and family name there are two
//! people. It cannot be learnt from pairs of two lists, where a twin looks like the same child by another name.

use crate::row::Row;
use crate::texts::{FAMILY, GIVEN, HOUSE, POSTCODE, STREET, Text};

/// What is usual where a list is too short to tell: brothers and sisters of a child in the same list, and how many of those are twins.
const USUAL_SIBLINGS: f64 = 0.2;
const USUAL_TWINS: f64 = 0.03;
const USUAL_NEIGHBOURS: f64 = 0.5;
/// As how many people, and as how many pairs of brothers and sisters, what is usual counts.
const AS_MANY: f64 = 20.0;
/// How often those of one household have one family name.
pub const ONE_NAME: f64 = 0.8;

/// What lists tell of those who live together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Around {
    /// How many of their household somebody has in a list of one person, on average, for each other in it.
    pub kin: f64,
    /// How many of those were born on the same day.
    pub twins: f64,
    /// How many live in their street and postcode and not with them.
    pub neighbours: f64,
}

/// Counts. `family` is how often two strangers have one family name.
pub fn around(lists: [&[Row]; 2], family: f64) -> Around {
    let (mut people, mut same_name, mut twins, mut siblings, mut nearby) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let mut density = 0.0;
    for rows in lists {
        let at_home: Vec<&Row> = rows.iter().filter(|row| home(row).is_some()).collect();
        let together = pairs(&at_home, home);
        let named = pairs(&at_home, |row| home(row).map(|home| (home, row.text(FAMILY))));
        let born = pairs(&at_home, |row| Some((home(row)?, row.text(FAMILY), row.born?)));
        let twice = pairs(&at_home, |row| Some((home(row)?, row.text(FAMILY), row.born?, row.text(GIVEN))));
        let street = pairs(&at_home, |row| {
            let (street, postcode) = (row.text(STREET), row.text(POSTCODE));
            (street != 0 && postcode != 0).then_some((street, postcode))
        });
        let count = rows.len() as f64;
        people += count;
        density += count * count;
        // Of those who are at one address as strangers are (a postcode of which no more is told), some have one name by chance.
        same_name += (named - twice - (together - named) * family).max(0.0);
        siblings += (named - twice).max(0.0);
        twins += (born - twice).max(0.0);
        nearby += (street - together).max(0.0);
    }
    let share = (2.0 * same_name / ONE_NAME + AS_MANY * USUAL_SIBLINGS) / (people + AS_MANY);
    let size = density / people.max(1.0);
    Around {
        kin: share / size.max(1.0),
        twins: (twins + AS_MANY * USUAL_TWINS) / (siblings + AS_MANY),
        neighbours: (2.0 * nearby + AS_MANY * USUAL_NEIGHBOURS) / (people + AS_MANY) / size.max(1.0),
    }
}

/// The home, as it is told: all of it must be the same.
fn home(row: &Row) -> Option<(Text, Text, Text)> {
    let (house, street, postcode) = (row.text(HOUSE), row.text(STREET), row.text(POSTCODE));
    (street != 0 || postcode != 0).then_some((house, street, postcode))
}

/// How many pairs have one key.
fn pairs<K: Ord>(rows: &[&Row], key: impl Fn(&Row) -> Option<K>) -> f64 {
    let mut keys: Vec<K> = rows.iter().filter_map(|row| key(row)).collect();
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b).map(|alike| alike.len() as f64 * (alike.len() as f64 - 1.0) / 2.0).sum()
}
