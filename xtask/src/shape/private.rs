//! Does the paper hold a real person's particulars? E-mail addresses, telephone numbers and postcodes look alike everywhere.
//!
//! A directory entry says `set locally`; the children of the journeys are made up and have no names. The made-up boroughs have
//! addresses and telephone numbers, but only of the kinds that can belong to nobody.

use crate::tree::{Problem, Tree};

/// Nothing in the paper looks like a way to reach a person.
pub fn particulars(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, text) in tree.under("protocols/") {
        for (n, line) in text.lines().enumerate() {
            let found = [
                ("an e-mail address", email(line)),
                ("a telephone number", telephone(line)),
                ("a postcode", postcode(line)),
            ];
            for (what, found) in found {
                if let Some(found) = found {
                    let cause = format!("`{found}` looks like {what}");
                    problems.push(Problem::at(file, n + 1, cause).help("write `set locally`"));
                }
            }
        }
    }
    problems
}

/// What the made-up boroughs may hold: addresses under the domains kept for examples, numbers of the ranges that Ofcom keeps for drama.
pub fn made_up(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, text) in tree.under("demo/") {
        for (n, line) in text.lines().enumerate() {
            // A line holds one of each at most: the staff list has a person's in one line.
            let email = email(line).filter(|found| !EXAMPLES.iter().any(|end| found.ends_with(end)));
            let number = telephone(line).filter(|found| !DRAMA.iter().any(|start| found.starts_with(start)));
            for found in [email, number, postcode(line)].into_iter().flatten() {
                let cause = format!("`{found}` could be somebody's");
                let help =
                    "addresses end in example.org, numbers begin 020 7946 0 or 01632 960, postcodes are left out";
                problems.push(Problem::at(file, n + 1, cause).help(help));
            }
        }
    }
    problems
}

/// Domains that belong to nobody (RFC 2606).
const EXAMPLES: [&str; 2] = ["@example.org", ".example.org"];
/// Telephone numbers that belong to nobody.
const DRAMA: [&str; 2] = ["020 7946 0", "01632 960"];

/// `name@place.tld`.
pub fn email(line: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    line.match_indices('@').find_map(|(at, _)| {
        let (before, after) = (line.get(..at)?, line.get(at + 1..)?);
        let name: String = before.chars().rev().take_while(|c| is_part(*c)).collect();
        let place: String = after.chars().take_while(|c| is_part(*c)).collect();
        let place = place.trim_end_matches('.');
        let has_end =
            place.rsplit_once('.').is_some_and(|(_, end)| end.len() >= 2 && end.chars().all(char::is_alphabetic));
        (!name.is_empty() && has_end).then(|| format!("{}@{place}", name.chars().rev().collect::<String>()))
    })
}

/// Ten or eleven digits from a leading 0, or twelve and more from +44, with spaces, strokes or brackets between.
pub fn telephone(line: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || " -()+".contains(c);
    line.split(|c: char| !is_part(c)).map(str::trim).find_map(|run| {
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let looks = match run.trim_start_matches('(') {
            r if r.starts_with("+44") => digits.len() >= 11,
            r if r.starts_with('0') => (10..=11).contains(&digits.len()),
            _ => false,
        };
        looks.then(|| run.to_owned())
    })
}

/// `SW1A 1AA`, `M1 1AE`, with or without the space.
pub fn postcode(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let pair = words.windows(2).find_map(|two| match two {
        [out, inward] if is_outward(out) && is_inward(inward) && line.contains(&format!("{out} {inward}")) => {
            Some(format!("{out} {inward}"))
        }
        _ => None,
    });
    let is_run_on = |word: &str| {
        let split = word.len().checked_sub(3).and_then(|n| word.split_at_checked(n));
        split.is_some_and(|(out, inward)| is_outward(out) && is_inward(inward))
    };
    let run_on = || words.iter().find(|word| is_run_on(word));
    pair.or_else(|| run_on().map(|w| (*w).to_owned()))
}

/// One or two letters, a digit, and perhaps a digit or letter more.
fn is_outward(word: &str) -> bool {
    let letters = word.chars().take_while(char::is_ascii_uppercase).count();
    let rest = word.get(letters..).unwrap_or_default();
    let mut rest = rest.chars();
    (1..=2).contains(&letters)
        && rest.next().is_some_and(|c| c.is_ascii_digit())
        && rest.next().is_none_or(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        && rest.next().is_none()
}

/// A digit and two letters.
fn is_inward(word: &str) -> bool {
    let mut chars = word.chars();
    word.len() == 3 && chars.next().is_some_and(|c| c.is_ascii_digit()) && chars.all(|c| c.is_ascii_uppercase())
}
