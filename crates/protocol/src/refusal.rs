//! What was wrong with a file, where, why, and what to do.
//!
//! Every reader gathers all its refusals; a practice lead reads them. Each has the file and line, the author's words in
//! backticks, the cause in lower case without a full stop, and help apart from the cause.

use std::fmt;

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
}

impl Refusals {
    /// Adds one.
    pub fn add(&mut self, file: &str, line: usize, cause: impl Into<String>, help: Option<String>) {
        self.list.push(Refusal { file: file.to_owned(), line, cause: cause.into(), help });
    }

    /// Adds all of another reading.
    pub fn append(&mut self, mut other: Refusals) {
        self.list.append(&mut other.list);
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
    calendar::wording::nearest(word, known).map(|w| format!("did you mean `{w}`?"))
}
