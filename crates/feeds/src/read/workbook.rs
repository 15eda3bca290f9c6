//! The rows of one sheet of a workbook (XLSX), cell by cell, as text.
//!
//! A cell comes as what it holds and not as it looks: a date as `2026-04-03`, one with a time as `2026-04-03T14:30`, a whole number without a
//! point. A number that a spreadsheet can hold only roughly (over fifteen digits) comes as it keeps it, `1.2345678901234567E+18`, so that it is
//! refused where a number of a child is wanted. Of a formula comes what the spreadsheet last worked out; of one that failed, its error (`#REF!`).

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use crate::read::table::{Row, Rows, few, shortened};
use crate::read::{Content, Source, Unreadable, limits, package};

/// A workbook that was looked at and found harmless.
pub struct Workbook<'r> {
    file: String,
    xlsx: Xlsx<Box<dyn Content + 'r>>,
}

/// Which sheet is meant, and where its headings stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which<'w> {
    /// Its name; nothing for the first visible one that has the headings.
    pub sheet: Option<&'w str>,
    /// In which row its headings stand, counted from 1: there may be a title above them.
    pub headings: u64,
}

impl<'r> Workbook<'r> {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// Where it is no XLSX, too large ([`limits`]), damaged or locked with a password.
    pub fn open(mut source: Source<'r>) -> Result<Workbook<'r>, Unreadable> {
        package::check(&source.name, &mut *source.content)?;
        let xlsx = Xlsx::new(source.content).map_err(|e| damaged(&source.name, &e))?;
        Ok(Workbook { file: source.name, xlsx })
    }

    /// The names of its sheets, and whether each can be seen.
    pub fn sheets(&self) -> Vec<(String, bool)> {
        let tables = self.xlsx.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        tables.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect()
    }

    /// The rows of a sheet: of the one that is named, or of the first visible one whose headings are `wanted`. A hidden sheet is read where it
    /// is named, and never chosen.
    ///
    /// # Errors
    ///
    /// Where there is no such sheet, or none that has the headings, or it is damaged.
    pub fn rows(
        &mut self,
        which: Which<'_>,
        wanted: &dyn Fn(&[String]) -> bool,
    ) -> Result<SheetRows<'_, 'r>, Unreadable> {
        let sheets = self.sheets();
        let named = |names: &mut dyn Iterator<Item = &(String, bool)>| {
            let named: Vec<String> = names.map(|(name, _)| format!("`{}`", shortened(name))).collect();
            few(&named, ", ")
        };
        let name = match which.sheet {
            Some(name) => {
                let found = sheets.iter().find(|(own, _)| own.trim().to_lowercase() == name.trim().to_lowercase());
                let why = || format!("there is no sheet `{name}`; the sheets are {}", named(&mut sheets.iter()));
                found.map(|(own, _)| own.clone()).ok_or_else(|| Unreadable::file(&self.file, why(), ""))?
            }
            None => {
                let mut found = None;
                for (name, _) in sheets.iter().filter(|(_, visible)| *visible) {
                    if found.is_none() && wanted(SheetRows::open(self, name, which.headings)?.headings()) {
                        found = Some(name.clone());
                    }
                }
                found.ok_or_else(|| {
                    let seen = named(&mut sheets.iter().filter(|(_, visible)| *visible));
                    let why = format!("no sheet has the headings in row {}; looked at {seen}", which.headings);
                    Unreadable::file(&self.file, why, "name the sheet and the row of its headings in the mapping")
                })?
            }
        };
        SheetRows::open(self, &name, which.headings)
    }
}

/// The rows of one sheet, under its headings.
pub struct SheetRows<'w, 'r> {
    name: String,
    headings: Vec<String>,
    cells: XlsxCellReader<'w, Box<dyn Content + 'r>>,
    /// The first cell of the next row: row and column from 0, and its text.
    next: Option<(u32, usize, String)>,
    count: u64,
}

impl<'w, 'r> SheetRows<'w, 'r> {
    fn open(workbook: &'w mut Workbook<'r>, sheet: &str, headings: u64) -> Result<SheetRows<'w, 'r>, Unreadable> {
        let name = format!("{}, sheet {}", workbook.file, shortened(sheet));
        let cells = workbook.xlsx.worksheet_cells_reader(sheet).map_err(|e| damaged(&name, &e))?;
        let mut rows = SheetRows { name, headings: vec![String::new(); limits::COLUMNS], cells, next: None, count: 0 };
        rows.next = rows.cell(None)?;
        let mut found = Vec::new();
        while let Some((number, cells)) = rows.row()? {
            if number >= headings {
                found = if number == headings { cells } else { Vec::new() };
                break;
            }
        }
        let last = found.iter().rposition(|heading| !heading.is_empty()).map_or(0, |n| n + 1);
        found.truncate(last);
        rows.headings = found;
        Ok(rows)
    }

    /// The next cell that is not empty and stands under a heading.
    fn cell(&mut self, before: Option<(u32, usize)>) -> Result<Option<(u32, usize, String)>, Unreadable> {
        loop {
            let Some(cell) = self.cells.next_cell().map_err(|e| damaged(&self.name, &e))? else { return Ok(None) };
            let (row, column) = cell.get_position();
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if before.is_some_and(|(above, _)| row < above) {
                return Err(self.wrong(row, "the rows are not in order"));
            }
            let text = text(cell.get_value());
            if column >= self.headings.len() || text.is_empty() {
                continue;
            }
            if text.len() > limits::CELL {
                return Err(self.wrong(row, "a cell is longer than may be read"));
            }
            return Ok(Some((row, column, text)));
        }
    }

    /// The next row that is not empty, with its number.
    fn row(&mut self) -> Result<Option<(u64, Vec<String>)>, Unreadable> {
        let Some((row, column, text)) = self.next.take() else { return Ok(None) };
        let mut cells = vec![String::new(); self.headings.len()];
        let (mut put, mut length) = (Some((column, text)), 0);
        while let Some((column, text)) = put.take() {
            length += text.len();
            if let Some(own) = cells.get_mut(column) {
                *own = text;
            }
            match self.cell(Some((row, column)))? {
                Some((same, column, text)) if same == row => put = Some((column, text)),
                next => self.next = next,
            }
        }
        self.count += 1;
        if length > limits::ROW || self.count > limits::ROWS {
            return Err(self.wrong(row, "the sheet is larger than may be read"));
        }
        Ok(Some((u64::from(row) + 1, cells)))
    }

    fn wrong(&self, row: u32, why: &str) -> Unreadable {
        let mut wrong = Unreadable::file(&self.name, why, "save it anew as .xlsx, or as CSV");
        wrong.place.row = u64::from(row) + 1;
        wrong
    }
}

impl Rows for SheetRows<'_, '_> {
    fn file(&self) -> &str {
        &self.name
    }

    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn next_row(&mut self) -> Result<Option<Row>, Unreadable> {
        Ok(self.row()?.map(|(number, cells)| Row { number, cells, flaw: None }))
    }
}

/// What a cell holds, as text without blanks around it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => number(*n),
        DataRef::Bool(is) => if *is { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => moment(date),
        DataRef::DateTimeIso(text) => text.trim().trim_end_matches("T00:00:00").to_owned(),
        DataRef::DurationIso(text) => text.trim().to_owned(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A number as a spreadsheet keeps it. Beyond fifteen digits it does not know the last ones.
fn number(n: f64) -> String {
    if n.is_finite() && n.abs() < 1e15 { n.to_string() } else { format!("{n:E}").replace('E', "E+") }
}

/// A date; with its time where that is not midnight. What is no day of the calendar comes as the number that it is, and a time alone as a time.
fn moment(date: &ExcelDateTime) -> String {
    let serial = date.as_f64();
    if date.is_duration() || !(0.0..2_958_466.0).contains(&serial) {
        return number(serial);
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => day,
        _ if serial < 1.0 => format!("{hour:02}:{minute:02}"),
        (_, _, 0) => format!("{day}T{hour:02}:{minute:02}"),
        _ => format!("{day}T{hour:02}:{minute:02}:{second:02}"),
    }
}

/// What `calamine` found wrong. Its words may quote a cell, so only its kind is told.
fn damaged(name: &str, error: &XlsxError) -> Unreadable {
    let why = match error {
        XlsxError::Password => "the workbook has a password",
        XlsxError::WorksheetNotFound(_) => "the part with this sheet is missing",
        XlsxError::Zip(_) | XlsxError::Io(_) => "the workbook is damaged: it breaks off",
        XlsxError::NotAWorksheet(_) => "this is no sheet with cells",
        _ => "the workbook is damaged: a part of it is not written as a workbook is",
    };
    Unreadable::file(name, why, "save it anew as .xlsx, or as CSV")
}
