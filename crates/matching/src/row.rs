//! A person, made ready to be compared.

use std::fmt;

use crate::keys::hash;
use crate::level::Spelled;
use crate::person::Person;
use crate::texts::{GIVEN, TEXTS, Text, Texts};

/// A date of birth: year, month and day in digits.
pub type Born = [u8; 8];

/// How many kinds of numbers there are, and the bits of a number that tell its kind.
const KINDS: u64 = 4;

/// A person, ready to be compared.
#[derive(Clone, Default)]
pub struct Row {
    /// The texts, by field.
    pub texts: [Text; TEXTS],
    /// The date of birth in digits; nothing where it is not told.
    pub born: Option<Born>,
    /// First letter of the sex; 0 where it is not told.
    pub sex: u8,
    /// The numbers of their own, several of a kind perhaps; each tells its kind by its remainder.
    pub numbers: Box<[u64]>,
}

/// Nothing of what people are called and where they live: what is printed for a programmer may end in a log.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").finish_non_exhaustive()
    }
}

impl Row {
    /// Somebody of a list.
    pub fn new(texts: &mut Texts, person: &Person) -> Row {
        Row::with(person, |field, text| texts.add(field, text))
    }

    /// Somebody who stands in no list, and the texts that no list has.
    pub fn guest(texts: &Texts, person: &Person) -> (Row, Vec<Spelled>) {
        let mut own = Vec::new();
        (Row::with(person, |_, text| texts.find(text, &mut own)), own)
    }

    fn with(person: &Person, mut add: impl FnMut(usize, &str) -> Text) -> Row {
        let home = &person.home;
        let each =
            [&person.given, &person.family, &home.house, &home.street, &home.locality, &home.town, &home.postcode];
        let mut row = Row { born: digits(&person.born), ..Row::default() };
        for (field, (place, text)) in row.texts.iter_mut().zip(each).enumerate() {
            *place = add(field, text);
        }
        let sex = person.sex.trim().bytes().next().map_or(0, |b| b.to_ascii_lowercase());
        row.sex = if sex == b'm' || sex == b'f' { sex } else { 0 };
        let number = |number: &crate::number::Number| {
            let kind = number.kind() as u64;
            hash(kind, number.value()) / KINDS * KINDS + kind
        };
        row.numbers = person.numbers.iter().map(number).collect();
        row
    }

    /// A text of it.
    pub fn text(&self, field: usize) -> Text {
        self.texts.get(field).copied().unwrap_or(0)
    }

    /// Of how many kinds of numbers both have one the same, and of how many each has some and none is the same.
    pub fn numbers_beside(&self, other: &Row) -> (usize, usize) {
        if self.numbers.is_empty() || other.numbers.is_empty() {
            return (0, 0);
        }
        let (mut same, mut differ) = (0, 0);
        for kind in 0..KINDS {
            let of = |row: &'_ Row| row.numbers.iter().any(|n| n % KINDS == kind);
            if self.numbers.iter().any(|n| n % KINDS == kind && other.numbers.contains(n)) {
                same += 1;
            } else if of(self) && of(other) {
                differ += 1;
            }
        }
        (same, differ)
    }
}

/// Takes numbers away that stand at several people of one list: they were copied from one to the other, and of which it is nobody can tell. Of
/// those who are called alike and were born on one day it is not taken: there one child stands twice. `most` is at how many it may stand
/// whoever they are. Back come those who have one number and are not one child, by place.
pub fn not_shared(rows: &mut [Row], most: usize) -> Vec<Vec<u32>> {
    let mut held: Vec<(u64, usize)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        held.extend(row.numbers.iter().map(|number| (*number, place)));
    }
    held.sort_unstable();
    held.dedup();
    let mut shared = Vec::new();
    for holders in held.chunk_by(|a, b| a.0 == b.0) {
        let who = |(_, place): &(u64, usize)| {
            rows.get(*place).filter(|row| row.born.is_some()).map(|row| (row.text(GIVEN), row.born))
        };
        let first = holders.first().and_then(who);
        if holders.len() == 1 || first.is_some() && holders.iter().all(|holder| who(holder) == first) {
            continue;
        }
        shared.push(holders.iter().map(|(_, place)| *place as u32).collect());
        if holders.len() <= most {
            continue;
        }
        for (number, place) in holders {
            if let Some(row) = rows.get_mut(*place) {
                row.numbers = row.numbers.iter().copied().filter(|own| own != number).collect();
            }
        }
    }
    shared.sort_unstable();
    shared
}

/// Year, month and day in eight digits, with one mark between them or none; a time behind them does not count. Nothing where it is written in
/// another way: a day that stands first would be read as a year. And nothing of a date that stands for none.
fn digits(text: &str) -> Option<Born> {
    let text = text.trim();
    let day = text.split_once(['T', ' ']).filter(|(_, time)| is_time(time)).map_or(text, |(day, _)| day);
    let bytes = match day.as_bytes() {
        [y1, y2, y3, y4, m1, m2, d1, d2] => [*y1, *y2, *y3, *y4, *m1, *m2, *d1, *d2],
        [y1, y2, y3, y4, b'-' | b'/' | b'.' | b' ', m1, m2, b'-' | b'/' | b'.' | b' ', d1, d2] => {
            [*y1, *y2, *y3, *y4, *m1, *m2, *d1, *d2]
        }
        _ => return None,
    };
    let stands_for_none = [b"19000101", b"99991231", b"00000000"].contains(&&bytes);
    (bytes.iter().all(u8::is_ascii_digit) && !stands_for_none && !begins_with_the_day(bytes)).then_some(bytes)
}

fn is_time(text: &str) -> bool {
    text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || b":.+-Z".contains(&b))
}

/// Whether eight digits are a day, a month and a year of people who live, and begin with no such year.
fn begins_with_the_day(digits: Born) -> bool {
    let [d1, d2, m1, m2, c1, c2, ..] = digits;
    let is_century = |a: u8, b: u8| matches!((a, b), (b'1', b'8' | b'9') | (b'2', b'0' | b'1'));
    let (day, month) = ([d1, d2], [m1, m2]);
    !is_century(d1, d2) && is_century(c1, c2) && (*b"01"..=*b"31").contains(&day) && (*b"01"..=*b"12").contains(&month)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_date_of_birth_is_year_month_and_day_or_none() {
        let day = Some(*b"20100504");
        for written in ["2010-05-04", "20100504", " 2010/05/04 ", "2010-05-04T00:00:00", "2010-05-04 00:00:00.000Z"] {
            assert_eq!(digits(written), day, "{written}");
        }
        for none in ["04/05/2010", "04-05-2010", "04052010", "4 May 2010", "2010", "2010-5-4", "", "2010-05-04 or 05"] {
            assert_eq!(digits(none), None, "{none}");
        }
        for placeholder in ["1900-01-01", "9999-12-31", "0000-00-00"] {
            assert_eq!(digits(placeholder), None, "{placeholder}");
        }
        assert_eq!(digits("2010-13-40"), Some(*b"20101340"), "a slip is compared figure by figure");
        assert_eq!(digits("2010-05-٠٤"), None, "digits of another alphabet");
    }
}
