//! Which names are like a name? Those that sound like it, and those that a slip of the finger made of it: what is heard on a telephone is
//! spelled in many ways.
//!
//! In come words of [`crate::words`]; out go the keys by which a child is found whose name is like the one asked for, and whether a word is
//! like another. The keys stand among the words of the search and begin with a sign, so that nobody who types a word meets them.

use std::collections::BTreeSet;

use rphonetic::DoubleMetaphone;

/// How many of a text's names are asked for by their keys; the others must be like too.
const NAMES: usize = 2;

/// The keys of one word of a child: how it sounds, and how it begins and ends. None where it is no name.
pub fn keys(word: &str) -> BTreeSet<String> {
    let Some(letters) = name(word) else { return BTreeSet::new() };
    let sounds = sound(word).map(|(first, _)| first);
    sounds.into_iter().chain([ends(&letters)]).collect()
}

/// The keys by which to look for children whose names are like what was asked for: of its longest names, also where the letters beside the
/// first two or the last two have changed places. At most ten.
pub fn asked(words: &[String]) -> Vec<String> {
    let mut names: Vec<(&String, Vec<char>)> = words.iter().filter_map(|word| Some((word, name(word)?))).collect();
    names.sort_by_key(|(_, letters)| std::cmp::Reverse(letters.len()));
    let mut keys = Vec::new();
    for (word, letters) in names.into_iter().take(NAMES) {
        keys.extend(sound(word).into_iter().flat_map(|(first, other)| [first, other]));
        keys.push(ends(&letters));
        for place in [Some(1), letters.len().checked_sub(3)].into_iter().flatten() {
            let mut changed = letters.clone();
            if place + 1 < changed.len() {
                changed.swap(place, place + 1);
                keys.push(ends(&changed));
            }
        }
    }
    keys
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

/// The first two letters and the last two, each two in the alphabet's order: a slip between them, or within either, leaves them as they are.
fn ends(letters: &[char]) -> String {
    let two = |mut two: Vec<char>| {
        two.sort_unstable();
        two.into_iter().collect::<String>()
    };
    let (first, last) = (letters.iter().take(2), letters.iter().rev().take(2));
    format!("={}{}", two(first.copied().collect()), two(last.copied().collect()))
}
