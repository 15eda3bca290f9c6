//! What was wrong with a file, where, why, and what to do.
//!
//! Every reader gathers all its refusals; a practice lead reads them. Each has the file and line, the author's words in
//! backticks, the cause in lower case without a full stop, and help apart from the cause. What is quoted is cut and freed of
//! characters that a terminal would obey; of very many refusals only the first thousand are kept.

use std::fmt;

/// How many refusals of one reading are kept.
pub const MOST: usize = 1000;
/// The longest words of an author that are quoted back whole, in characters.
const QUOTED: usize = 80;
/// A word longer than this is no slip of the pen: no neighbour is looked for.
const LONGEST_WORD: usize = 60;
/// Up to so many known words are all named, where none is near.
const FEW: usize = 24;

/// One thing that was refused on reading.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The file's name, as handed in.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.cause)?,
            line => write!(f, "{}:{line}: {}", self.file, self.cause)?,
        }
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\n    help: {help}"))
    }
}

/// Everything that was refused in one reading.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Refusals {
    list: Vec<Refusal>,
    full: bool,
}

impl Refusals {
    /// Adds one.
    pub fn add(&mut self, file: &str, line: usize, cause: impl Into<String>, help: Option<String>) {
        if self.full {
            return;
        }
        let (cause, help) = (plain(cause.into()), help.map(plain));
        self.list.push(Refusal { file: file.to_owned(), line, cause, help });
        self.full = self.list.len() >= MOST;
    }

    /// Adds all of another reading.
    pub fn append(&mut self, other: Refusals) {
        for refusal in other.list {
            self.add(&refusal.file, refusal.line, refusal.cause, refusal.help);
        }
        self.full |= other.full;
    }

    /// Whether so many were refused that it is no use to read on.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Whether nothing was refused.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Each refusal, in order of file and line.
    pub fn iter(&self) -> impl Iterator<Item = &Refusal> {
        self.list.iter()
    }

    /// In order of file and line, each once.
    pub fn sorted(mut self) -> Refusals {
        self.list.sort();
        self.list.dedup();
        self
    }

    /// `value`, unless something was refused.
    pub fn unless<T>(self, value: T) -> Result<T, Refusals> {
        if self.is_empty() { Ok(value) } else { Err(self.sorted()) }
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for refusal in &self.list {
            writeln!(f, "{refusal}")?;
        }
        if self.full {
            writeln!(f, "these are the first {MOST}; there may be more")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusals {}

/// "did you mean" the known word nearest to `word`.
///
/// ```
/// assert_eq!(protocol::refusal::did_you_mean("relased", ["released"]).as_deref(), Some("did you mean `released`?"));
/// ```
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if word.is_empty() || word.chars().nth(LONGEST_WORD).is_some() {
        return None;
    }
    let known: Vec<&str> = known.into_iter().collect();
    let words: Vec<&str> = word.split_whitespace().collect();
    if words.len() > 1 && words.iter().all(|w| known.contains(w)) {
        return Some(format!("commas are missing between them: `{}`", words.join(", ")));
    }
    calendar::wording::nearest(word, known).map(|w| format!("did you mean `{w}`?"))
}

/// How a date, or a date and time, is written; where one is meant that is written otherwise, that one.
///
/// ```
/// use protocol::refusal::date_help;
/// assert_eq!(date_help("21/11/2026", "write 2026-03-05"), "did you mean `2026-11-21`?");
/// assert_eq!(date_help("soon", "write 2026-03-05"), "write 2026-03-05");
/// ```
pub fn date_help(text: &str, otherwise: &str) -> String {
    calendar::meant(text).map_or_else(|| otherwise.to_owned(), |moment| format!("did you mean `{moment}`?"))
}

/// As [`did_you_mean`]; where no known word is near and they are few, all of them, after what they are.
///
/// ```
/// use protocol::refusal::did_you_mean_of;
/// assert_eq!(did_you_mean_of("day", ["kind", "release"], "it has").as_deref(), Some("it has: kind, release"));
/// ```
pub fn did_you_mean_of<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, all: &str) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let near = did_you_mean(word, known.iter().copied());
    near.or_else(|| (1..=FEW).contains(&known.len()).then(|| format!("{all}: {}", known.join(", "))))
}

/// An author's words, cut where they are very long.
///
/// ```
/// assert_eq!(protocol::refusal::cut("short"), "short");
/// assert!(protocol::refusal::cut(&"long".repeat(1000)).ends_with('…'));
/// ```
pub fn cut(words: &str) -> String {
    match words.char_indices().nth(QUOTED) {
        None => words.to_owned(),
        Some(_) => words.chars().take(QUOTED - 1).chain(['…']).collect(),
    }
}

/// Several faults of one place as one, causes and helps joined; none where there are none.
pub fn joined(faults: impl IntoIterator<Item = (String, Option<String>)>) -> Option<(String, Option<String>)> {
    faults.into_iter().reduce(|(cause, help), (more, further)| {
        let help = match (help, further) {
            (Some(help), Some(further)) if help != further => Some(format!("{help} {further}")),
            (help, further) => help.or(further),
        };
        (format!("{cause}; {more}"), help)
    })
}

/// A line of text without characters that a terminal would obey: line breaks, escapes, changes of direction.
fn plain(text: String) -> String {
    let obeyed = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(obeyed) {
        return text;
    }
    text.chars()
        .map(|c| {
            if matches!(c, '\n' | '\r' | '\t') {
                ' '
            } else if obeyed(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
