//! A table, row by row, from whatever kind of file it stands in.

use crate::read::Unreadable;

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet counts: the headings are row 1.
    pub number: u64,
    /// As many cells as there are headings; what the row does not have is empty. Without blanks around them.
    pub cells: Vec<String>,
}

/// A table that is read row by row.
pub trait Rows {
    /// The file's name, for what is said of it.
    fn file(&self) -> &str;
    /// The headings, without blanks around them.
    fn headings(&self) -> &[String];
    /// The next row that is not empty; nothing at the end.
    fn next_row(&mut self) -> Result<Option<Row>, Unreadable>;
}
