//! What does a file tell of a person by which they can be found again?

use std::fmt;

use crate::number::Number;

/// A person, as one system's file tells of them. What it does not tell is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// First names.
    pub given: String,
    /// Family name, or several.
    pub family: String,
    /// Date of birth: year, month and day in eight digits, with or without marks between them. It need not be a day of the calendar: a slip of
    /// the finger is compared digit by digit.
    pub born: String,
    /// Sex, as the file says it: the first letter counts.
    pub sex: String,
    /// Where they live.
    pub home: Home,
    /// Numbers of their own that no other person has.
    pub numbers: Vec<Number>,
}

/// Where a person lives.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// Number or name of the house.
    pub house: String,
    /// Street.
    pub street: String,
    /// Second line: village, estate, building.
    pub locality: String,
    /// Town.
    pub town: String,
    /// Postcode.
    pub postcode: String,
}

/// Says that there is one, and nothing of them: what is printed for a programmer may end in a log.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").finish_non_exhaustive()
    }
}

/// Says that there is one, and not which.
impl fmt::Debug for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Home").finish_non_exhaustive()
    }
}
