//! How much does it tell that two people agree so? Fellegi and Sunter's weights, beside four other ways in which two people come to agree.
//!
//! Two records are of one person at the same home, of one person who moved, of two children of one household, of two neighbours, or of two
//! people who have nothing to do with each other. Each of these makes an agreement in each thing more or less likely; what is asked is how likely the
//! first two are beside the others. That the parts of an address agree together, or not at all, is in the ways, not in the things: a child who
//! moved is not five disagreements (lesson of Splink's separate address fields, which lost every seventh child).

use crate::days::Days;
use crate::level::{LEVELS, Level};
use crate::pattern::{BORN, HOME, NUMBER, Pattern, SEX, THINGS};
use crate::row::Row;
use crate::texts::{FAMILY, GIVEN, HOUSE, TEXTS, View};

/// How likely each level of each thing is. Those of *missing* are 1: what is not told says nothing.
pub type Table = [[f64; LEVELS]; THINGS];

/// The ways in which two records come to agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ways<T> {
    /// One person, one home.
    pub at_home: T,
    /// One person who moved between the two.
    pub moved: T,
    /// Two of one household: brothers and sisters, twins.
    pub household: T,
    /// Two of one street or town.
    pub neighbours: T,
    /// Two who have nothing to do with each other.
    pub strangers: T,
}

/// What is known of how two lists agree.
#[derive(Debug, Clone)]
pub struct Model {
    /// How likely each level is between records of one person.
    pub(crate) same: Table,
    /// How likely each level is between two people taken at random.
    pub(crate) random: Table,
    /// How likely each level of the family name is within a household; their first names are as those of strangers.
    pub(crate) kin: [f64; LEVELS],
    /// How often first and family name stand in each other's place in records of one person.
    pub(crate) turned: f64,
    /// How often two people taken at random are born in one year.
    pub(crate) one_year: f64,
    /// How often two of a household are born on the same day.
    pub(crate) twins: f64,
    /// How likely each way is for a pair taken at random.
    pub(crate) ways: Ways<f64>,
}

impl Model {
    /// How likely a pattern is, by each way, with how likely the way is. `random` is how likely each thing is between strangers, where it is known
    /// better than on average because the name is a rare or a common one.
    pub fn weigh(&self, pattern: &Pattern, random: &[f64; THINGS]) -> Ways<f64> {
        let at = |table: &Table, thing: usize| cell(table, thing, pattern.level(thing));
        let by_chance = |thing: usize| random.get(thing).copied().unwrap_or(1.0);
        let names_by_chance = by_chance(GIVEN) * by_chance(FAMILY);
        let names = at(&self.same, GIVEN) * at(&self.same, FAMILY);
        let (names, kin) = if pattern.turned {
            (self.turned * names, names_by_chance)
        } else {
            (
                (1.0 - self.turned) * names,
                at(&self.random, GIVEN) * self.kin.get(pattern.level(FAMILY).at()).copied().unwrap_or(1.0),
            )
        };
        let home: f64 = HOME.into_iter().map(|thing| at(&self.same, thing)).product();
        let elsewhere: f64 = HOME.into_iter().map(by_chance).product();
        let nearby = home / at(&self.same, HOUSE) * by_chance(HOUSE);
        let own = at(&self.same, SEX) * at(&self.same, NUMBER);
        let not_own = by_chance(SEX) * by_chance(NUMBER);
        // A number that stands on a brother's or sister's record too was copied onto it.
        let beside = by_chance(SEX) * if pattern.level(NUMBER) == Level::Same { COPIED } else { by_chance(NUMBER) };
        let born = at(&self.same, BORN);
        // The birthday of twins is one day, told of each as it is told of one person: with slips.
        let born_beside = self.twins * born + (1.0 - self.twins) * by_chance(BORN);
        Ways {
            at_home: self.ways.at_home * names * born * own * home,
            moved: self.ways.moved * names * born * own * elsewhere,
            household: self.ways.household * kin * born_beside * beside * home,
            neighbours: self.ways.neighbours * names_by_chance * by_chance(BORN) * not_own * nearby,
            strangers: self.ways.strangers * names_by_chance * by_chance(BORN) * not_own * elsewhere,
        }
    }

    /// How likely a thing is between records of one person.
    pub fn same_at(&self, thing: usize, pattern: &Pattern) -> f64 {
        cell(&self.same, thing, pattern.level(thing))
    }

    /// How likely each thing is between strangers, on average.
    pub fn on_average(&self, pattern: &Pattern) -> [f64; THINGS] {
        let mut all = std::array::from_fn(|thing| cell(&self.random, thing, pattern.level(thing)));
        if let (true, Some(own)) = (pattern.year, all.get_mut(BORN)) {
            *own = self.one_year;
        }
        all
    }

    /// How likely each thing is between strangers, for this person: that two are called Smith says less than that two are called Quagmire.
    pub fn for_this(&self, texts: View<'_>, days: &Days, pattern: &Pattern, row: &Row) -> [f64; THINGS] {
        let mut all = self.on_average(pattern);
        for (field, own) in all.iter_mut().enumerate() {
            if pattern.level(field) != Level::Same {
                continue;
            }
            if field < TEXTS {
                let told = texts.told(field);
                let times = if pattern.turned {
                    texts.times(GIVEN, row.text(field)) + texts.times(FAMILY, row.text(field))
                } else {
                    texts.times(field, row.text(field))
                };
                *own = (f64::from(times) + FEW_NAMES * *own) / (told + FEW_NAMES);
            } else if field == BORN {
                let (days, births) = days.of(row);
                *own = (days + FEW_DAYS * *own) / (births + FEW_DAYS);
            }
        }
        all
    }
}

/// With so many names as on average is each name's share told.
const FEW_NAMES: f64 = 100.0;
/// How often one of a household has a number of another.
const COPIED: f64 = 1e-3;
/// With so many births as on average is each day's share told.
const FEW_DAYS: f64 = 4_000.0;

fn cell(table: &Table, thing: usize, level: Level) -> f64 {
    table.get(thing).and_then(|row| row.get(level.at())).copied().unwrap_or(1.0)
}

impl Ways<f64> {
    /// How likely it is one person beside all else, as odds.
    pub fn odds(&self) -> f64 {
        (self.at_home + self.moved) / (self.household + self.neighbours + self.strangers).max(f64::MIN_POSITIVE)
    }
}

impl Default for Model {
    fn default() -> Model {
        //               missing, same, close, alike, far, other
        let names = [1.0, 0.85, 0.07, 0.03, 0.02, 0.03];
        let place = [1.0, 0.85, 0.06, 0.04, 0.01, 0.04];
        let by_chance = [1.0, 0.01, 0.01, 0.03, 0.15, 0.8];
        let mut same = [place; THINGS];
        let mut random = [by_chance; THINGS];
        let mut set = |thing: usize, own: [f64; LEVELS], other: [f64; LEVELS]| {
            for (table, row) in [(&mut same, own), (&mut random, other)] {
                if let Some(own) = table.get_mut(thing) {
                    *own = row;
                }
            }
        };
        set(GIVEN, names, by_chance);
        set(FAMILY, names, by_chance);
        set(BORN, [1.0, 0.93, 0.02, 0.01, 0.02, 0.02], [1.0, 0.0002, 0.002, 0.0002, 0.05, 0.95]);
        set(SEX, [1.0, 0.98, 0.005, 0.005, 0.005, 0.005], [1.0, 0.5, 0.5, 0.5, 0.5, 0.5]);
        // A number that is well formed and another one speaks against; one that is the same, for.
        set(NUMBER, [1.0, 0.96, 0.01, 0.01, 0.01, 0.02], [1.0, 1e-7, 1e-7, 1e-6, 1e-6, 1.0]);
        Model {
            same,
            random,
            kin: [1.0, 0.8, 0.05, 0.02, 0.03, 0.1],
            turned: 0.02,
            one_year: 0.1,
            twins: 0.05,
            ways: Ways { at_home: 1e-5, moved: 2e-6, household: 1e-6, neighbours: 1e-4, strangers: 1.0 },
        }
    }
}
