//! Which names are like a name? Those that sound like it, and those that a slip of the finger made of it: what is heard on a telephone is
//! spelled in many ways.
//!
//! In come words of [`crate::words`]; out go the keys by which a child is found whose name sounds like the one asked for, where among all names
//! those of one slip stand, and whether a word is like another. Of each name stand among the words of the search how it sounds (`~PRNTL`) and
//! the name backwards (`<eldnirb`): a slip leaves two letters at the beginning or at the end as they are (of a short name one), so that a name is
//! looked for among those that begin as it does, and those that end so. Such a key begins with a sign, so that nobody who types a word meets it.

use std::collections::BTreeSet;

use rphonetic::DoubleMetaphone;

/// How many of a text's names are looked for; the other words must be like too.
const NAMES: usize = 2;

/// The keys of one word of a child: how it sounds, and the word backwards. None where it is no name.
pub fn keys(word: &str) -> BTreeSet<String> {
    let Some(letters) = name(word) else { return BTreeSet::new() };
    let sounds = sound(word).map(|(first, _)| first);
    sounds.into_iter().chain([backwards(&letters)]).collect()
}

/// A name that was asked for.
pub struct Asked<'w> {
    /// The name.
    pub word: &'w str,
    letters: Vec<char>,
}

/// The names among the words asked for that are looked for by what is like them: the longest.
pub fn names(words: &[String]) -> Vec<Asked<'_>> {
    let mut names: Vec<Asked<'_>> =
        words.iter().filter_map(|word| Some(Asked { word, letters: name(word)? })).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.letters.len()));
    names.truncate(NAMES);
    names
}

impl Asked<'_> {
    /// The keys of names that sound like it.
    pub fn sounds(&self) -> BTreeSet<String> {
        sound(self.word).into_iter().flat_map(|(first, other)| [first, other]).collect()
    }

    /// From where on and up to where, in the order of all words and keys, those stand of which this one may be a slip: the names that begin
    /// with the same letters, and the keys of those that end with them. [`forwards`] makes names of both.
    pub fn among(&self) -> [(String, String); 2] {
        // Where two letters in the middle of four have changed places, one at each end is left, and of three one at one end.
        let (beginning, end) = match self.letters.len() {
            ..=3 => (1, 1),
            4 => (2, 1),
            _ => (2, 2),
        };
        let begins: String = self.letters.iter().take(beginning).collect();
        let ends = backwards(self.letters.get(self.letters.len().saturating_sub(end)..).unwrap_or_default());
        // Numbers that begin with letters stand before the names that begin so.
        [(format!("{begins}a"), format!("{begins}{}", char::MAX)), (ends.clone(), format!("{ends}{}", char::MAX))]
    }
}

/// The name of a word or key that stands in one of the places of [`Asked::among`].
pub fn forwards(key: &str) -> String {
    key.strip_prefix(BACKWARDS).map_or_else(|| key.to_owned(), |word| word.chars().rev().collect())
}

/// How far a word that was asked for is from a word of a child: 0 where it begins it; nothing where they are not alike.
pub fn distance(asked: &str, own: &str) -> Option<usize> {
    if own.starts_with(asked) {
        return Some(0);
    }
    if is_date(asked) && is_date(own) {
        return (strsim::osa_distance(asked, own) == 1 || turned(asked).as_deref() == Some(own)).then_some(1);
    }
    let longer = asked.len().max(own.len());
    if asked.len().abs_diff(own.len()) > 3 || name(asked).is_none() || name(own).is_none() {
        return None;
    }
    let distance = strsim::osa_distance(asked, own);
    let is_slip = distance == 1 || (distance == 2 && longer >= 7);
    // One name in two spellings: `Mohammed` and `Muhamad`, but not `Jon` and `Jane`.
    (is_slip || (distance <= (longer + 1) / 3 && sounds_alike(asked, own))).then_some(distance)
}

/// The letters of a name; nothing of a number, a date, or a single letter.
fn name(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word.chars().collect();
    (letters.len() > 1 && letters.iter().all(|c| c.is_alphabetic())).then_some(letters)
}

fn is_date(word: &str) -> bool {
    word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit())
}

/// A date with the day in the month's place.
fn turned(date: &str) -> Option<String> {
    Some(format!("{}{}{}", date.get(..4)?, date.get(6..)?, date.get(4..6)?))
}

/// How a word sounds, in the two ways in which it may be said; nothing of letters that English does not have.
fn sound(word: &str) -> Option<(String, String)> {
    let sound =
        word.bytes().all(|b| b.is_ascii_lowercase()).then(|| DoubleMetaphone::default().double_metaphone(word))?;
    (!sound.primary().is_empty()).then(|| (format!("~{}", sound.primary()), format!("~{}", sound.alternate())))
}

fn sounds_alike(a: &str, b: &str) -> bool {
    sound(a).zip(sound(b)).is_some_and(|(a, b)| a.0 == b.0 || a.1 == b.1)
}

const BACKWARDS: char = '<';

fn backwards(letters: &[char]) -> String {
    std::iter::once(BACKWARDS).chain(letters.iter().rev().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Asked, distance, forwards, keys, names};

    /// Every name from which the made-up children of the demonstration are named, in parts as they are searched, of three letters and more.
    fn made_up() -> Vec<String> {
        let lists = include_str!("../../../demo/names.yaml").lines().filter(|line| !line.starts_with('#'));
        let words =
            lists.filter_map(|line| line.split_once('[')).flat_map(|(_, names)| names.split([',', ' ', ']', '-']));
        let words = words.map(str::to_lowercase).filter(|word| word.bytes().all(|b| b.is_ascii_lowercase()));
        words.filter(|word| word.len() >= 3).collect()
    }

    /// Every word that one slip of the finger makes of a word: a letter left out, two beside each other the wrong way round, another letter in
    /// one's place, one too many.
    fn slips(word: &str) -> Vec<String> {
        let mut all = Vec::new();
        for n in 0..=word.len() {
            let (before, after) = word.split_at(n);
            let rest = after.get(1..).unwrap_or_default();
            let next = |n: usize| after.get(n..=n).unwrap_or_default();
            if !after.is_empty() {
                all.push(format!("{before}{rest}"));
            }
            if after.len() > 1 {
                all.push(format!("{before}{}{}{}", next(1), next(0), &after[2..]));
            }
            for letter in 'a'..='z' {
                all.push(format!("{before}{letter}{after}"));
                if !after.is_empty() {
                    all.push(format!("{before}{letter}{rest}"));
                }
            }
        }
        all
    }

    fn is_found(asked: &str, own: &str) -> bool {
        let words = [asked.to_owned()];
        let stands = |asked: &Asked<'_>| {
            let keys: Vec<String> = keys(own).into_iter().chain([own.to_owned()]).collect();
            let places = asked.among();
            let there = keys.iter().filter(|key| places.iter().any(|(from, to)| from <= *key && *key < to));
            there.map(|key| forwards(key)).any(|name| name == own)
        };
        names(&words).iter().any(stands) && distance(asked, own).is_some()
    }

    #[test]
    fn every_slip_of_every_name_finds_it() {
        let names = made_up();
        assert!(names.len() > 250, "{}", names.len());
        let mut tried = 0;
        for name in names {
            for slip in slips(&name) {
                assert!(is_found(&slip, &name), "{slip} does not find {name}");
                tried += 1;
            }
        }
        assert!(tried > 100_000, "{tried}");
    }

    #[test]
    fn the_middle_of_a_short_name_and_letters_of_any_alphabet() {
        assert!(is_found("jnae", "jane") && is_found("rsoa", "rosa") && is_found("лариаа", "лариса"));
        assert!(!is_found("jane", "joan") && !is_found("brindle", "thornley"));
    }
}
