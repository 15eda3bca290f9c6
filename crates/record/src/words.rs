//! By which words is a child found? Names, the date of birth and numbers, without accents and capitals, in parts and joined; and by the keys of
//! the names, so that one is also found who is asked for by a name like it.

use std::collections::BTreeSet;

use calendar::Day;
use matching::letters::{self, joined};

use crate::alike;
use crate::entry::Details;

/// The words of a child. What is written with a hyphen, an apostrophe or a slash counts in its parts and as one, and so does a name of several.
pub fn of(details: &Details) -> BTreeSet<String> {
    let known_as = details.known_as.as_deref().unwrap_or_default();
    let numbers = [&details.numbers.yjs, &details.numbers.csc].map(|n| n.as_deref().unwrap_or_default());
    let names = [&details.given, &details.family, known_as].into_iter().chain(numbers).flat_map(str::split_whitespace);
    let mut words: BTreeSet<String> = names.flat_map(parts).collect();
    words.extend([joined(&details.given), joined(&details.family), joined(&details.born)]);
    words.retain(|word| !word.is_empty());
    words
}

/// Everything under which a child is found: its words, and the keys of its names.
pub fn indexed(details: &Details) -> BTreeSet<String> {
    let mut all = of(details);
    let names = [Some(&details.given), Some(&details.family), details.known_as.as_ref()].into_iter().flatten();
    let parts = names.flat_map(|name| name.split_whitespace()).flat_map(parts);
    all.extend(parts.flat_map(|part| alike::keys(&part)));
    all
}

/// The words that somebody asks for: each must begin one of a child's. A date of birth may be written as one speaks it, `4/5/2010`, `4.5.10` or
/// `4 May 2010`.
pub fn asked(text: &str) -> Vec<String> {
    let word = |said: Said<'_>| match said {
        Said::Word(word) => joined(word),
        Said::Date(date) => date,
    };
    said(text).into_iter().map(word).filter(|word| !word.is_empty()).collect()
}

/// The names that somebody asked for, as they wrote them, and the date of birth beside them: for a record that is begun where none was found.
pub fn name_and_birth(text: &str) -> (Vec<&str>, Option<Day>) {
    let (mut names, mut born) = (Vec::new(), None);
    for said in said(text) {
        match said {
            Said::Word(word) if word.chars().any(|c| c.is_ascii_digit()) => {}
            Said::Word(word) => names.push(word),
            Said::Date(date) => born = day(&date),
        }
    }
    (names, born)
}

/// What stands in a text that somebody asks for.
enum Said<'t> {
    Word(&'t str),
    /// A date of birth, by its letters.
    Date(String),
}

fn said(text: &str) -> Vec<Said<'_>> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    let mut all = Vec::new();
    while let [token, after @ ..] = rest {
        let (one, left) = match rest {
            [day, month, year, left @ ..] if let Some(date) = spoken(day, month, year) => (Said::Date(date), left),
            _ => (date(token).map_or(Said::Word(token), Said::Date), after),
        };
        all.push(one);
        rest = left;
    }
    all
}

/// The day of the letters of a date of birth, where there is one.
fn day(letters: &str) -> Option<Day> {
    let part = |from: usize, to: usize| letters.get(from..to);
    Day::new(part(0, 4)?.parse().ok()?, part(4, 6)?.parse().ok()?, part(6, 8)?.parse().ok()?).ok()
}

fn parts(token: &str) -> Vec<String> {
    letters::parts(token).chain([joined(token)]).collect()
}

/// A day, month and year, as the letters of the date of birth.
fn date(token: &str) -> Option<String> {
    let parts: Vec<&str> = token.split(['/', '.', '-']).collect();
    match parts.as_slice() {
        [day, month, year] => letters(day.parse().ok()?, month.parse().ok()?, year),
        _ => None,
    }
}

/// The same with the name of the month: `4 May 2010`.
fn spoken(day: &str, month: &str, year: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let month = month.trim_end_matches(['.', ',']).to_lowercase();
    let number = (1..).zip(MONTHS).find(|(_, name)| month.len() >= 3 && name.starts_with(&month))?.0;
    letters(day.trim_end_matches(char::is_alphabetic).parse().ok()?, number, year)
}

/// Of two figures, the year is one of this century: it is children who are looked for.
fn letters(day: u32, month: u32, year: &str) -> Option<String> {
    let number: u32 = year.parse().ok()?;
    let year = if year.len() == 2 { 2000 + number } else { number };
    (day <= 31 && month <= 12 && year >= 1900).then(|| format!("{year:04}{month:02}{day:02}"))
}

#[cfg(test)]
mod tests {
    use calendar::Day;

    use super::{asked, name_and_birth};

    #[test]
    fn a_date_of_birth_is_asked_for_as_one_says_it() {
        for text in ["4/5/2010", "04-05-2010", "4.5.10", "4 May 2010", "4th may 10", "4 MAY 2010"] {
            assert_eq!(asked(text), ["20100504"], "{text}");
        }
        assert_eq!(asked("Ash 4 Sept 2010"), ["ash", "20100904"]);
        // May is a name too.
        assert_eq!(asked("May Brindle"), ["may", "brindle"]);
        assert_eq!(asked("4 May Brindle"), ["4", "may", "brindle"]);
    }

    #[test]
    fn names_and_a_date_of_birth_are_told_apart() {
        let born = Day::new(2011, 5, 4).ok();
        assert_eq!(name_and_birth("Zebedee Quagmire 4 May 2011"), (vec!["Zebedee", "Quagmire"], born));
        assert_eq!(name_and_birth("04/05/11 Ash"), (vec!["Ash"], born));
        assert_eq!(name_and_birth("May Brindle YJ123"), (vec!["May", "Brindle"], None));
        // The thirty-first of February is no day.
        assert_eq!(name_and_birth("Ash 31/2/2011"), (vec!["Ash"], None));
    }
}
