//! A table, row by row, from whatever kind of file it stands in; and such a table from a CSV file.

use std::collections::BTreeSet;

use crate::read::plain::is_hidden;
use crate::read::records::{Record, Records};
use crate::read::text::Text;
use crate::read::{Place, Source, Unreadable, limits};
use crate::write::table::unguarded;

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet counts: the headings are row 1.
    pub number: u64,
    /// As many cells as there are headings; what the row does not have is empty. Without blanks around them.
    pub cells: Vec<String>,
    /// Why the row cannot be trusted: whoever reads it refuses it.
    pub flaw: Option<Flaw>,
}

/// What is wrong with the way in which a row is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The heading, where one is meant.
    pub column: String,
    /// The cell.
    pub value: String,
    /// What is wrong, and what to do.
    pub rule: String,
}

/// A table that is read row by row.
pub trait Rows {
    /// The file's name, for what is said of it.
    fn file(&self) -> &str;
    /// The headings, without blanks around them.
    fn headings(&self) -> &[String];
    /// The next row that is not empty; nothing at the end.
    fn next_row(&mut self) -> Result<Option<Row>, Unreadable>;
    /// What the report should say of how the file was read.
    fn note(&self) -> Option<&str> {
        None
    }
}

/// A heading as it is compared: capitals, blanks and underscores count for nothing.
///
/// ```
/// assert_eq!(feeds::read::table::folded(" Pers_Person ID"), "perspersonid");
/// ```
pub fn folded(heading: &str) -> String {
    heading.chars().filter(|c| !c.is_whitespace() && *c != '_').flat_map(char::to_lowercase).collect()
}

/// The headings as they are kept: empty ones at the end are none. Refused where there are none, too many, or two that are the same.
///
/// # Errors
///
/// Where no table can be read under these headings.
pub fn headings(file: &str, row: u64, mut cells: Vec<String>) -> Result<Vec<String>, Unreadable> {
    let place = || Place { file: file.to_owned(), row, column: String::new() };
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.len() > limits::COLUMNS {
        let why = format!("has more than {} columns", limits::COLUMNS);
        return Err(Unreadable { place: place(), why, help: String::new() });
    }
    let mut seen = BTreeSet::new();
    let twice = cells.iter().find(|heading| !heading.is_empty() && !seen.insert(folded(heading)));
    if let Some(heading) = twice {
        let place = Place { column: shortened(heading), ..place() };
        let why = "this heading stands there twice".to_owned();
        return Err(Unreadable { place, why, help: "leave one of the two columns, or call one otherwise".to_owned() });
    }
    Ok(cells)
}

/// A value as it may stand in a report: its first 60 characters; one that would not be seen is written as its number.
///
/// ```
/// assert_eq!(feeds::read::table::shortened("Ash\u{202e}\n"), "Ash\\u{202e}\\u{a}");
/// ```
pub fn shortened(value: &str) -> String {
    const MOST: usize = 60;
    let (mut text, mut long) = (String::new(), 0);
    for c in value.chars() {
        let shown = if is_hidden(c) { c.escape_unicode().to_string() } else { c.to_string() };
        long += shown.chars().count();
        if long > MOST {
            text.push('…');
            break;
        }
        text.push_str(&shown);
    }
    text
}

/// Some things in one sentence: the first of them, and how many there are beside these.
pub fn few(all: &[String], between: &str) -> String {
    let named = all.iter().take(limits::NAMED).map(String::as_str).collect::<Vec<_>>().join(between);
    match all.len().saturating_sub(limits::NAMED) {
        0 => named,
        more => format!("{named}{between}and {more} more"),
    }
}

/// The table of a CSV file: divided by comma, semicolon or tab, as UTF-8, UTF-16 or Windows-1252.
///
/// ```
/// use feeds::read::{Source, table::{self, Rows}};
///
/// let file = "CHILD;SEX\n42;\"1\"\n";
/// let content = Box::new(std::io::Cursor::new(file));
/// let mut rows = table::csv(Source { name: "header.csv".into(), size: file.len() as u64, content }).unwrap();
/// assert_eq!(rows.headings(), ["CHILD", "SEX"]);
/// let row = rows.next_row().unwrap().unwrap();
/// assert_eq!((row.number, row.cells), (2, vec!["42".to_owned(), "1".to_owned()]));
/// ```
///
/// # Errors
///
/// Where it is larger than [`limits`] allow, is no text, or has no headings, or two that are the same.
pub fn csv(source: Source<'_>) -> Result<Csv<'_>, Unreadable> {
    let (records, first) = first(source, 0)?;
    let headings = headings(records.text().file(), first.number, first.cells)?;
    Ok(Csv { records, headings })
}

/// The same, of a file whose headings stand in this row or the next that is not empty: there may be a title above them. Two headings may be the
/// same, and whoever wants one of them says which.
///
/// # Errors
///
/// As [`csv()`], but for headings that are the same.
pub fn csv_under(source: Source<'_>, row: u64) -> Result<Csv<'_>, Unreadable> {
    let (records, first) = first(source, row)?;
    Ok(Csv { records, headings: first.cells })
}

/// The first row that is not empty, from this one on.
fn first(source: Source<'_>, row: u64) -> Result<(Records<'_>, Record), Unreadable> {
    let mut records = Records::of(Text::open(source)?)?;
    loop {
        match records.next_record()? {
            Some(record) if record.is_empty() || record.number < row => {}
            Some(record) => return Ok((records, record)),
            None => {
                let why = "is empty: it has not even headings";
                return Err(Unreadable::file(records.text().file(), why, ""));
            }
        }
    }
}

/// The table of a CSV file.
pub struct Csv<'r> {
    records: Records<'r>,
    headings: Vec<String>,
}

impl Rows for Csv<'_> {
    fn file(&self) -> &str {
        self.records.text().file()
    }

    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn next_row(&mut self) -> Result<Option<Row>, Unreadable> {
        while let Some(record) = self.records.next_record()? {
            if !record.is_empty() {
                return Ok(Some(self.row(record)));
            }
        }
        Ok(None)
    }

    fn note(&self) -> Option<&str> {
        self.records.text().note()
    }
}

impl Csv<'_> {
    fn row(&self, record: Record) -> Row {
        let Record { number, mut cells, stray } = record;
        let of = |n: usize| {
            (self.headings.get(n).map(|h| shortened(h)).unwrap_or_default(), cells.get(n).map(|c| shortened(c)))
        };
        let flaw = |n: usize, rule: &str| {
            let (column, value) = of(n);
            Flaw { column, value: value.unwrap_or_default(), rule: rule.to_owned() }
        };
        let beyond = cells.iter().skip(self.headings.len()).position(|cell| !cell.is_empty());
        let beyond = beyond.map(|n| {
            flaw(
                self.headings.len() + n,
                "there is more in the row than there are headings: look for a cell that lacks its quotes",
            )
        });
        let stray = stray.map(|n| {
            flaw(n, "something stands behind the closing quote: within quotes, a quote must be written twice")
        });
        let flaw = stray.or(beyond);
        // An apostrophe that keeps a spreadsheet from running the text is no part of it.
        for cell in cells.iter_mut().filter(|cell| cell.starts_with('\'')) {
            *cell = unguarded(cell).trim().to_owned();
        }
        cells.resize(self.headings.len(), String::new());
        Row { number, cells, flaw }
    }
}
