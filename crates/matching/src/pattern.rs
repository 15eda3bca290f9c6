//! How do two people agree, thing by thing?

use crate::level::{Level, births, codes, names, places, year_alone};
use crate::row::Row;
use crate::texts::{FAMILY, GIVEN, HOUSE, LOCALITY, POSTCODE, STREET, TEXTS, TOWN, Text, View};

/// What is compared. The first seven are the texts of a [`Row`], in their order.
pub const BORN: usize = TEXTS;
/// Sex.
pub const SEX: usize = TEXTS + 1;
/// Numbers of their own.
pub const NUMBER: usize = TEXTS + 2;
/// How many things are compared.
pub const THINGS: usize = TEXTS + 3;
/// What tells of a home.
pub const HOME: [usize; 5] = [HOUSE, STREET, LOCALITY, TOWN, POSTCODE];

/// How two people agree in each thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    levels: [Level; THINGS],
    /// Whether the first name of one is the family name of the other, and the other way round: then the levels of both names are those of the
    /// names that agree.
    pub turned: bool,
    /// Whether of both dates of birth only the year can be compared, and is the same.
    pub year: bool,
}

impl Pattern {
    /// How they agree in one thing.
    pub fn level(&self, thing: usize) -> Level {
        self.levels.get(thing).copied().unwrap_or_default()
    }

    /// One thing told.
    pub fn with(mut self, thing: usize, level: Level) -> Pattern {
        if let Some(own) = self.levels.get_mut(thing) {
            *own = level;
        }
        self
    }
}

/// Compares one person with others, and remembers for each name how like theirs it is: many have the same.
pub struct Comparer<'t> {
    texts: View<'t>,
    /// For first and family name and each text: in which turn it was compared, and how it agreed.
    seen: [Vec<(u32, Level)>; 2],
    turn: u32,
}

impl<'t> Comparer<'t> {
    /// For many of a list.
    pub fn new(texts: View<'t>) -> Comparer<'t> {
        Comparer { texts, seen: std::array::from_fn(|_| vec![(0, Level::Missing); texts.count()]), turn: 0 }
    }

    /// For one person: nothing is worth remembering.
    pub fn once(texts: View<'t>) -> Comparer<'t> {
        Comparer { texts, seen: [Vec::new(), Vec::new()], turn: 0 }
    }

    /// Begins with somebody new.
    pub fn next(&mut self) {
        self.turn += 1;
    }

    fn name(&mut self, field: usize, a: &Row, b: &Row) -> Level {
        let (a, b) = (a.text(field), b.text(field));
        if a == 0 || b == 0 || a == b {
            return text(self.texts, field, a, b);
        }
        let Some(seen) = self.seen.get_mut(field).and_then(|seen| seen.get_mut(b as usize)) else {
            return two(self.texts, field, a, b);
        };
        if seen.0 != self.turn {
            *seen = (self.turn, two(self.texts, field, a, b));
        }
        seen.1
    }

    /// How the one whose turn it is agrees with somebody.
    pub fn compare(&mut self, a: &Row, b: &Row) -> Pattern {
        let (given, family) = (self.name(GIVEN, a, b), self.name(FAMILY, a, b));
        let mut pattern = Pattern::default().with(GIVEN, given).with(FAMILY, family);
        if given > Level::Close && family > Level::Close {
            let cross = |x: usize, y: usize| text(self.texts, GIVEN, a.text(x), b.text(y));
            let (given, family) = (cross(GIVEN, FAMILY), cross(FAMILY, GIVEN));
            let agrees = |level: Level| level == Level::Same || level == Level::Close;
            let is_like = |level: Level| agrees(level) || level == Level::Alike;
            if agrees(given) && is_like(family) || is_like(given) && agrees(family) {
                pattern = pattern.with(GIVEN, given).with(FAMILY, family);
                pattern.turned = true;
            }
        }
        if let (Some(a), Some(b)) = (a.born, b.born) {
            pattern = pattern.with(BORN, births(a, b));
            pattern.year = year_alone(a, b);
        }
        pattern = self.at_home(pattern, a, b);
        if a.sex != 0 && b.sex != 0 {
            pattern = pattern.with(SEX, if a.sex == b.sex { Level::Same } else { Level::Other });
        }
        let number = match a.numbers_beside(b) {
            (0, 0) => Level::Missing,
            (_, 0) => Level::Same,
            (0, _) => Level::Other,
            _ => Level::Alike,
        };
        pattern.with(NUMBER, number)
    }

    /// How their homes agree, beside what is known of the rest.
    fn at_home(&self, mut pattern: Pattern, a: &Row, b: &Row) -> Pattern {
        let agree = [GIVEN, FAMILY, BORN].into_iter().filter(|thing| pattern.level(*thing) <= Level::Alike).count();
        let at_home = HOME.into_iter().any(|field| a.text(field) != 0 && a.text(field) == b.text(field));
        for field in HOME {
            let (a, b) = (a.text(field), b.text(field));
            // Of two who agree in hardly anything, what is not the same at home is different: how like it is would change nothing.
            let level =
                if agree < 2 && !at_home && a != 0 && b != 0 { Level::Other } else { text(self.texts, field, a, b) };
            pattern = pattern.with(field, level);
        }
        // The second line of an address may stand in the first.
        let (street, locality) = ((a.text(STREET), b.text(STREET)), (a.text(LOCALITY), b.text(LOCALITY)));
        if pattern.level(STREET) > Level::Alike
            && (street.0 != 0 && street.0 == locality.1 || street.1 != 0 && street.1 == locality.0)
        {
            pattern = pattern.with(STREET, Level::Alike).with(LOCALITY, Level::Alike);
        }
        pattern
    }
}

/// How two texts of a field agree.
fn text(texts: View<'_>, field: usize, a: Text, b: Text) -> Level {
    match (a, b) {
        (0, _) | (_, 0) => Level::Missing,
        (a, b) if a == b => Level::Same,
        (a, b) => two(texts, field, a, b),
    }
}

/// How two texts of a field agree that are there and are not the same.
pub fn two(texts: View<'_>, field: usize, a: Text, b: Text) -> Level {
    let Some((a, b)) = texts.two(a, b) else { return Level::Missing };
    match field {
        GIVEN | FAMILY => names(a, b),
        STREET | LOCALITY | TOWN => places(a, b),
        _ => codes(a, b),
    }
}
