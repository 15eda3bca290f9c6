//! On which days are the people of the lists born?

use std::collections::BTreeMap;

use crate::row::{Born, Row};

/// How many are born on each day.
#[derive(Debug, Default)]
pub struct Days {
    each: BTreeMap<Born, u32>,
    all: f64,
}

impl Days {
    /// Of these people.
    pub fn new<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Days {
        let mut each: BTreeMap<Born, u32> = BTreeMap::new();
        rows.into_iter().filter_map(|row| row.born).for_each(|born| *each.entry(born).or_default() += 1);
        let all = each.values().map(|n| f64::from(*n)).sum();
        Days { each, all }
    }

    /// How many are born on the day of one, and how many in all.
    pub fn of(&self, row: &Row) -> (f64, f64) {
        let own = row.born.and_then(|born| self.each.get(&born)).copied().unwrap_or(0);
        (f64::from(own), self.all)
    }

    /// How often two people are born on one day.
    pub fn one_day(&self) -> f64 {
        let same: f64 = self.each.values().map(|n| f64::from(*n) * f64::from(n - 1)).sum();
        (same + 1.0) / (self.all * (self.all - 1.0)).max(5_000.0)
    }

    /// How often two people are born in one year, as of a hundred more who were born in ten different years.
    pub fn one_year(&self) -> f64 {
        let mut years: BTreeMap<&[u8], f64> = BTreeMap::new();
        for (day, n) in &self.each {
            *years.entry(day.get(..4).unwrap_or_default()).or_default() += f64::from(*n);
        }
        let same: f64 = years.values().map(|n| n * n).sum();
        (same + 0.1 * 100.0 * 100.0) / (self.all * self.all + 100.0 * 100.0)
    }
}
