//! What does this code mean? The codes of the returns as dated data, in `codes.csv`, with what each is in the vocabulary's words.
//!
//! A code that is not there, or was not in use on the day it is used for, is never dropped: whoever reads keeps it as it is and says so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use calendar::Day;
use serde::Deserialize;

/// A code of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The list, as `ssda903-legal-status`.
    pub list: String,
    /// The code.
    pub code: String,
    /// What it is in the vocabulary's words; empty where it is none of them.
    pub word: String,
    /// What it means, in our words.
    pub means: String,
    /// The first day on which it is used; nothing where that lies before all that is read.
    pub from: Option<Day>,
    /// The last day; nothing where it is still used.
    pub until: Option<Day>,
}

/// What is known of a code on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It is known.
    Known(&'static Code),
    /// It is known, and was not in use on that day.
    NotThen(&'static Code),
    /// It is not known.
    Unknown,
}

impl Found {
    /// What it is in the vocabulary's words, where it is known; also where it was not in use on that day.
    pub fn word(self) -> &'static str {
        match self {
            Found::Known(code) | Found::NotThen(code) => &code.word,
            Found::Unknown => "",
        }
    }
}

/// A line of the file.
#[derive(Deserialize)]
struct Line {
    list: String,
    code: String,
    word: String,
    means: String,
    from: String,
    until: String,
}

static CODES: LazyLock<BTreeMap<(String, String), Code>> = LazyLock::new(|| {
    let mut lines = csv::Reader::from_reader(include_bytes!("../codes.csv").as_slice());
    let code = |line: Line| {
        let (from, until) = (line.from.parse().ok(), line.until.parse().ok());
        let key = (line.list.clone(), line.code.clone());
        (key, Code { list: line.list, code: line.code, word: line.word, means: line.means, from, until })
    };
    lines.deserialize().filter_map(Result::ok).map(code).collect()
});

/// Every code, list by list.
pub fn all() -> impl Iterator<Item = &'static Code> {
    CODES.values()
}

/// What is known of a code of a list on a day. Blanks around it and small letters count for nothing.
///
/// ```
/// use feeds::codes::{Found, find};
///
/// let day = "2026-04-03".parse().unwrap();
/// assert_eq!(find("ssda903-legal-status", "c2", day).word(), "s31-full");
/// assert_eq!(find("ssda903-legal-status", "Q9", day), Found::Unknown);
/// ```
pub fn find(list: &str, code: &str, on: Day) -> Found {
    let Some(code) = CODES.get(&(list.to_owned(), code.trim().to_ascii_uppercase())) else { return Found::Unknown };
    let is_then = code.from.is_none_or(|from| from <= on) && code.until.is_none_or(|until| on <= until);
    if is_then { Found::Known(code) } else { Found::NotThen(code) }
}

/// The code of a list that a text begins with, where it says the code and what it means: `C2: full care order`, `a) E4A - returned home`.
///
/// ```
/// assert_eq!(feeds::codes::written("ssda903-legal-status", "c2: FCO"), Some("C2"));
/// assert_eq!(feeds::codes::written("ssda903-legal-status", "full care order"), None);
/// ```
pub fn written(list: &str, text: &str) -> Option<&'static str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(2);
    let mut known = words.filter_map(|word| CODES.get(&(list.to_owned(), word.to_ascii_uppercase())));
    known.next().map(|code| code.code.as_str())
}
