//! How far do two texts agree? In five words, from *missing* to *the same*.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use rphonetic::{DoubleMetaphone, Encoder};
use strsim::{jaro_winkler, osa_distance};

use crate::letters::parts;

/// How far what two files say of one thing agrees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// One of them, or both, says nothing.
    #[default]
    Missing,
    /// The same.
    Same,
    /// The same but for a slip of the finger, or one name of several.
    Close,
    /// Alike: another spelling, a day and month in each other's place.
    Alike,
    /// Little alike.
    Far,
    /// Different.
    Other,
}

/// How many levels there are.
pub const LEVELS: usize = 6;

impl Level {
    /// Every level.
    pub const ALL: [Level; LEVELS] =
        [Level::Missing, Level::Same, Level::Close, Level::Alike, Level::Far, Level::Other];

    /// The level of a number that [`Level::at`] gave.
    pub fn of(at: usize) -> Level {
        Level::ALL.get(at).copied().unwrap_or_default()
    }

    /// Its place.
    pub fn at(self) -> usize {
        self as usize
    }
}

/// A text as it is compared: its letters, and what saves comparing most others with them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Spelled {
    /// All letters.
    pub letters: Box<str>,
    /// Each part, where there are several.
    pub parts: Vec<Box<str>>,
    /// How it sounds; empty where that cannot be said.
    pub sound: Box<str>,
    /// The groups of short forms and spellings that it is of.
    groups: Vec<u16>,
    /// How many letters.
    count: u32,
    /// Which letters of the alphabet occur, a bit each; a digit shares the bit of a letter, and all other letters share one.
    which: u64,
}

/// Nothing of what people are called and where they live: what is printed for a programmer may end in a log.
impl fmt::Debug for Spelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spelled").finish_non_exhaustive()
    }
}

/// Parts of so many bytes are the beginnings of many names.
pub const SHORT_PART: usize = 2;

impl Spelled {
    /// A text, and its letters as [`crate::letters::joined`] has them.
    pub fn new(text: &str, letters: String) -> Spelled {
        let mut parts: Vec<Box<str>> = parts(text).map(String::into_boxed_str).collect();
        if parts.len() < 2 {
            parts.clear();
        }
        let is_english = letters.bytes().all(|b| b.is_ascii_lowercase());
        let sound = if is_english { DoubleMetaphone::default().encode(&letters) } else { String::new() };
        let bit = |c: char| match c {
            'a'..='z' | '0'..='9' => 1 << (u32::from(c) % 64),
            _ => 1 << 63,
        };
        let count = letters.chars().count() as u32;
        let which = letters.chars().map(bit).fold(0, |all, bit: u64| all | bit);
        let groups = short_forms().get(letters.as_str()).cloned().unwrap_or_default();
        Spelled { letters: letters.into(), parts, groups, sound: sound.into(), count, which }
    }

    /// The most that Jaro and Winkler's measure of two texts can be: letters that only one has have no partner.
    fn at_most(&self, other: &Spelled) -> f64 {
        let partners =
            |own: &Spelled, other: &Spelled| own.count.saturating_sub((own.which & !other.which).count_ones());
        let matched = f64::from(partners(self, other).min(partners(other, self)));
        if matched == 0.0 {
            return 0.0;
        }
        let jaro = (matched / f64::from(self.count) + matched / f64::from(other.count) + 1.0) / 3.0;
        let same = self.letters.bytes().zip(other.letters.bytes()).take(4).take_while(|(a, b)| a == b).count();
        jaro + 0.1 * same as f64 * (1.0 - jaro)
    }

    /// Jaro and Winkler's measure; 0 where it cannot be `least`.
    fn like(&self, other: &Spelled, least: f64) -> f64 {
        if self.at_most(other) < least {
            return 0.0;
        }
        jaro_winkler(&self.letters, &other.letters)
    }

    /// Whether the two are short forms or spellings of one name.
    pub fn is_short_for(&self, other: &Spelled) -> bool {
        self.groups.iter().any(|group| other.groups.contains(group))
    }

    /// Whether one letter more, less or other, or two in each other's place, makes one of the other.
    pub fn is_a_slip_of(&self, other: &Spelled) -> bool {
        // Looked at first, because it is quick: one letter changes at most two of those that occur.
        let near = self.count.abs_diff(other.count) <= 1 && (self.which ^ other.which).count_ones() <= 2;
        near && osa_distance(&self.letters, &other.letters) == 1
    }

    /// Whether a name of several parts has all of another.
    fn has(&self, other: &Spelled) -> bool {
        match &*other.parts {
            [] => self.parts.iter().any(|own| own.len() > SHORT_PART && *own == other.letters),
            parts => parts.iter().all(|part| self.parts.contains(part)),
        }
    }

    /// Whether two names of several parts have one in common, which is more than the like of O' and El.
    fn shares(&self, other: &Spelled) -> bool {
        self.parts.iter().any(|own| own.len() > SHORT_PART && other.parts.contains(own))
    }
}

/// Of which groups each name of the list of short forms is.
fn short_forms() -> &'static BTreeMap<&'static str, Vec<u16>> {
    static ALL: OnceLock<BTreeMap<&str, Vec<u16>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
        let groups = include_str!("short-forms.txt").lines().filter(|line| !line.starts_with('#'));
        for (n, group) in (0..).zip(groups) {
            group.split_whitespace().for_each(|name| all.entry(name).or_default().push(n));
        }
        all
    })
}

/// Two names that are not the same.
pub fn names(a: &Spelled, b: &Spelled) -> Level {
    let like = a.like(b, 0.7);
    // In a short name one slip is much of it: Ava and Ada are two names.
    let (slip, short) = (a.is_a_slip_of(b), a.count.min(b.count) < 4);
    if like >= 0.92 || slip && !short || a.has(b) || b.has(a) {
        return Level::Close;
    }
    if like >= 0.85 || slip || a.shares(b) || a.is_short_for(b) || a.sound.len() > 2 && a.sound == b.sound {
        return Level::Alike;
    }
    if like >= 0.7 { Level::Far } else { Level::Other }
}

/// Two streets or places that are not the same.
pub fn places(a: &Spelled, b: &Spelled) -> Level {
    match a.like(b, 0.8) {
        0.92.. => Level::Close,
        0.8.. => Level::Alike,
        _ => Level::Other,
    }
}

/// Two postcodes or numbers of houses that are not the same.
pub fn codes(a: &Spelled, b: &Spelled) -> Level {
    if a.is_a_slip_of(b) {
        return Level::Close;
    }
    let near = a.count.min(b.count) >= 4 && (a.which ^ b.which).count_ones() <= 4 && a.count.abs_diff(b.count) <= 2;
    if near && osa_distance(&a.letters, &b.letters) == 2 { Level::Alike } else { Level::Other }
}

/// Whether two dates of birth tell the same year and no more: one is the first of January, as one writes when nobody knows the day.
pub fn year_alone(a: [u8; 8], b: [u8; 8]) -> bool {
    a.first_chunk::<4>() == b.first_chunk::<4>() && (a.ends_with(b"0101") || b.ends_with(b"0101"))
}

/// Two dates of birth, each in eight digits.
pub fn births(a: [u8; 8], b: [u8; 8]) -> Level {
    if year_alone(a, b) {
        return Level::Missing;
    }
    if a == b {
        return Level::Same;
    }
    let [y1, y2, y3, y4, m1, m2, d1, d2] = b;
    if a == [y1, y2, y3, y4, d1, d2, m1, m2] {
        return Level::Alike;
    }
    let differ = a.iter().zip(b).filter(|(x, y)| **x != *y).count();
    let next = |n: usize| a.get(n) == b.get(n + 1) && a.get(n + 1) == b.get(n);
    if differ == 1 || differ == 2 && (0..7).any(|n| a.get(n) != b.get(n) && next(n)) {
        return Level::Close;
    }
    let part = |from: usize, to: usize| a.get(from..to) == b.get(from..to);
    let parts = usize::from(part(0, 4)) + usize::from(part(4, 6)) + usize::from(part(6, 8));
    if parts == 2 || differ == 2 { Level::Far } else { Level::Other }
}

#[cfg(test)]
mod tests {
    use super::{Level, Spelled, births, codes, names, places};
    use crate::letters::joined;

    fn spelled(text: &str) -> Spelled {
        Spelled::new(text, joined(text))
    }

    #[test]
    fn names_agree_by_letters_sound_and_short_form() {
        let two = |a: &str, b: &str| names(&spelled(a), &spelled(b));
        assert_eq!(two("Oakridge", "Oakrigde"), Level::Close);
        assert_eq!(two("Fennwick Dale", "Dale"), Level::Close, "one of two family names");
        assert_eq!(two("Anne-Marie", "Anne-Louise"), Level::Alike, "one part of two is not the name");
        assert_eq!(two("Yusuf", "Youssef"), Level::Alike);
        assert_eq!(two("Katarzyna", "Catherine"), Level::Alike);
        assert_eq!(two("Ava", "Ada"), Level::Alike, "a slip in three letters is much");
        assert_eq!(two("Ella", "Aaliyah"), Level::Other, "two vowels and one consonant are no sound");
        assert_eq!(two("Noah", "Beth"), Level::Other);
        assert_eq!(two("Дмитро", "Дмиро"), Level::Close, "a slip in any alphabet");
        assert_eq!(two("Дмитро", "Dmytro"), Level::Other, "another alphabet is not guessed at");
    }

    #[test]
    fn a_date_of_birth_agrees_by_its_parts() {
        let two = |a: &[u8; 8], b: &[u8; 8]| births(*a, *b);
        assert_eq!(two(b"20100504", b"20100504"), Level::Same);
        assert_eq!(two(b"20100504", b"20100405"), Level::Alike);
        assert_eq!(two(b"20100504", b"20100505"), Level::Close);
        assert_eq!(two(b"20100504", b"20100540"), Level::Close, "two figures in each other's place");
        assert_eq!(two(b"20100101", b"20100823"), Level::Missing, "nobody knew the day");
        assert_eq!(two(b"20100101", b"20100101"), Level::Missing, "a placeholder on both sides is no birthday");
        assert_eq!(two(b"20100504", b"20130504"), Level::Close);
        assert_eq!(two(b"20100504", b"20100827"), Level::Other);
    }

    #[test]
    fn postcodes_and_streets_slip() {
        let (a, b, c) = (spelled("ZZ1 1AA"), spelled("ZZ1 1AB"), spelled("ZZ7 3QX"));
        assert_eq!((codes(&a, &b), codes(&a, &c)), (Level::Close, Level::Other));
        let (a, b, c) = (spelled("Mill Lane"), spelled("Mil Lane"), spelled("Abbey Way"));
        assert_eq!((places(&a, &b), places(&a, &c)), (Level::Close, Level::Other));
    }
}
