//! A table read by its headings: which are there, and for each row the line about one child.

use std::collections::BTreeMap;

use calendar::wording::nearest;

use crate::read::line::{Cell, Line, NO_NUMBER, is_no_number};
use crate::read::table::{Row, Rows, folded};
use crate::read::{Listener, Place, Unreadable};
use crate::told::Effect;

/// What a database writes where there is nothing.
const NULL: &str = "NULL";

/// A table read by its headings.
pub struct Table<'r> {
    rows: Box<dyn Rows + 'r>,
    columns: Columns,
}

/// Which heading stands where.
struct Columns {
    headings: Vec<String>,
    places: BTreeMap<String, usize>,
    has_null: bool,
}

/// The cells of one row, by their headings.
pub struct Cells<'c> {
    columns: &'c Columns,
    cells: &'c [String],
}

impl<'r> Table<'r> {
    /// The table of these rows.
    pub fn new(rows: impl Rows + 'r) -> Table<'r> {
        let headings = rows.headings().to_vec();
        let places = headings.iter().enumerate().map(|(n, heading)| (folded(heading), n)).collect();
        Table { rows: Box::new(rows), columns: Columns { headings, places, has_null: false } }
    }

    /// The same, where `NULL` stands for nothing, as a database prints it.
    pub fn of_a_database(rows: impl Rows + 'r) -> Table<'r> {
        let mut table = Table::new(rows);
        table.columns.has_null = true;
        table
    }

    /// Whether there is a column of this heading; capitals, blanks and underscores count for nothing.
    pub fn has(&self, heading: &str) -> bool {
        self.columns.place(heading).is_some()
    }

    /// The headings, as the file has them.
    pub fn headings(&self) -> &[String] {
        &self.columns.headings
    }

    /// The file's name.
    pub fn file(&self) -> &str {
        self.rows.file()
    }

    /// What the report should say of how the file was read.
    pub fn note(&self) -> Option<&str> {
        self.rows.note()
    }

    /// Refuses the file where one of these headings is not there: all that are missing are said, each with the one that comes nearest.
    pub fn require(&self, headings: &[&str]) -> Result<(), Unreadable> {
        let missing: Vec<&str> = headings.iter().copied().filter(|heading| !self.has(heading)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = missing.iter().map(|heading| format!("`{heading}`")).collect();
        let like = |heading: &&str| {
            let theirs = nearest(heading, self.columns.headings.iter().map(String::as_str))?;
            Some(format!("`{}` may be meant by `{theirs}`", *heading))
        };
        let place = Place { file: self.file().to_owned(), row: 1, column: String::new() };
        let why = format!("the headings lack {}", named.join(", "));
        let help = missing.iter().filter_map(like).collect::<Vec<_>>().join("; ");
        Err(Unreadable { place, why, help })
    }

    /// Goes through the rows. One that is written wrongly, or has no number of a child under `key`, is refused; the others are handed on. Gives
    /// how many rows there are.
    pub fn each(
        &mut self,
        key: &str,
        out: &mut Listener<'_>,
        mut read: impl FnMut(&mut Line<'_, '_>, &Cells<'_>) -> Result<(), Unreadable>,
    ) -> Result<u64, Unreadable> {
        let mut count = 0;
        while let Some(Row { number, cells, flaw }) = self.rows.next_row()? {
            count += 1;
            let cells = Cells { columns: &self.columns, cells: &cells };
            let child = cells.at(key);
            let mut line = Line::new(self.rows.file(), number, child.text, out);
            if let Some(flaw) = flaw {
                line.refuse(Cell { column: &flaw.column, text: &flaw.value }, flaw.rule.as_str(), Effect::Row)?;
            } else if child.text.is_empty() {
                line.refuse(child, "the row does not say of which child it is", Effect::Row)?;
            } else if is_no_number(child.text) {
                line.refuse(child, NO_NUMBER, Effect::Row)?;
            } else {
                read(&mut line, &cells)?;
            }
        }
        Ok(count)
    }
}

impl Columns {
    fn place(&self, heading: &str) -> Option<usize> {
        self.places.get(&folded(heading)).copied()
    }
}

impl<'c> Cells<'c> {
    /// What stands under a heading; empty where there is no such column.
    pub fn at(&self, heading: &str) -> Cell<'c> {
        let cell = self.raw(heading);
        if self.columns.has_null && cell.text == NULL { Cell { text: "", ..cell } } else { cell }
    }

    /// The same, also where it is `NULL`: which could be somebody's name.
    pub fn raw(&self, heading: &str) -> Cell<'c> {
        let Some(place) = self.columns.place(heading) else { return Cell::default() };
        let text = |all: &'c [String]| all.get(place).map_or("", String::as_str);
        Cell { column: text(&self.columns.headings), text: text(self.cells) }
    }

    /// What stands under a heading, as text.
    pub fn text(&self, heading: &str) -> String {
        self.at(heading).text.to_owned()
    }

    /// What stands under the first of these headings that has anything.
    pub fn first(&self, headings: &[&str]) -> Cell<'c> {
        let all = headings.iter().map(|heading| self.at(heading));
        all.reduce(|a, b| if a.text.is_empty() && !(b.column.is_empty()) { b } else { a }).unwrap_or_default()
    }
}
