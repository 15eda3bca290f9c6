//! A table for a spreadsheet, as CSV or XLSX, in which no text is taken for a formula (safety R49).
//!
//! A spreadsheet runs a cell of a CSV file that begins with `=`, `+`, `-` or `@`, also where a blank, a control character or one that cannot be
//! seen stands before it, and some take the wide forms of those signs for the signs. Before such a text an apostrophe is put, and taken away
//! again by [`unguarded`]. Numbers and dates are written as such and never guarded. In a workbook every text is stored as text. The same table
//! gives the same bytes.

use std::borrow::Cow;
use std::io::{self, Write};

use calendar::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// A cell. What it holds is about people, so it is not printed for a programmer.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Cell<'t> {
    /// Nothing.
    #[default]
    Empty,
    /// A text, whatever is in it.
    Text(Cow<'t, str>),
    /// A whole number.
    Number(i64),
    /// A date.
    Date(Day),
}

impl<'t> From<&'t str> for Cell<'t> {
    fn from(text: &'t str) -> Cell<'t> {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
    }
}

/// Before what a spreadsheet takes for a formula.
const SIGNS: [char; 17] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '⁼', '⁺', '⁻', '₌', '−'];
/// What is put before a text that a spreadsheet would take for a formula.
const GUARD: char = '\'';

/// Whether a spreadsheet could take a text for a formula: before its first character that is seen stands a control character, or it is a sign.
pub fn is_dangerous(text: &str) -> bool {
    for c in text.chars() {
        match c {
            c if c.is_control() => return true,
            GUARD => {}
            c if is_unseen(c) => {}
            c => return SIGNS.contains(&c),
        }
    }
    false
}

/// A text as it may stand in a CSV file.
///
/// ```
/// use feeds::write::table::{guarded, unguarded};
///
/// assert_eq!(guarded("Ash"), "Ash");
/// assert_eq!(guarded(" =1+1"), "' =1+1");
/// assert_eq!(unguarded("' =1+1"), " =1+1");
/// assert_eq!(unguarded("'tis"), "'tis");
/// ```
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_dangerous(text) { format!("{GUARD}{text}").into() } else { text.into() }
}

/// The text that was written: without the apostrophe that [`guarded`] put before it, and with one that was its own.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|rest| is_dangerous(rest)).unwrap_or(cell)
}

/// Characters that take room or none, and show nothing: blanks, and what Unicode calls formats and default ignorables.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E
            | 0x2060..=0x206F | 0x2800 | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x1BCA0..=0x1BCA3
            | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// Writes a CSV file, row by row: UTF-8, every cell in quotes, lines ended as Windows ends them.
pub struct Csv<W: Write> {
    to: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    /// Begins with the headings; with a mark in front by which Excel knows UTF-8, where `for_excel`.
    ///
    /// # Errors
    ///
    /// Where nothing can be written.
    pub fn new(mut to: W, headings: &[&str], for_excel: bool) -> io::Result<Csv<W>> {
        if for_excel {
            to.write_all("\u{FEFF}".as_bytes())?;
        }
        let to = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .quote_style(csv::QuoteStyle::Always)
            .flexible(true)
            .from_writer(to);
        let mut table = Csv { to };
        table.row(&headings.iter().map(|heading| Cell::from(*heading)).collect::<Vec<_>>())?;
        Ok(table)
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// Where nothing can be written.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for cell in cells {
            match cell {
                Cell::Empty => self.to.write_field("")?,
                Cell::Text(text) => self.to.write_field(guarded(text).as_bytes())?,
                Cell::Number(n) => self.to.write_field(n.to_string())?,
                Cell::Date(day) => self.to.write_field(day.to_string())?,
            }
        }
        Ok(self.to.write_record(None::<&[u8]>)?)
    }

    /// Ends the file, and gives back what was written to.
    ///
    /// # Errors
    ///
    /// Where the last of it cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.to.into_inner().map_err(|e| io::Error::new(e.error().kind(), e.error().to_string()))
    }
}

/// Writes a workbook with one table. It is held in memory until it is finished.
pub struct Xlsx {
    workbook: Workbook,
    sheet: Worksheet,
    next: u32,
}

impl Xlsx {
    /// Begins with the headings, which stay in view.
    ///
    /// # Errors
    ///
    /// Where the name is none that a sheet may have.
    pub fn new(name: &str, headings: &[&str]) -> Result<Xlsx, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        let mut table = Xlsx { workbook: workbook(name), sheet, next: 0 };
        table.write(&headings.iter().map(|heading| Cell::from(*heading)).collect::<Vec<_>>(), &bold())?;
        Ok(table)
    }

    /// With a sheet before the table that says what it is, line by line.
    ///
    /// # Errors
    ///
    /// Where the name is none that a sheet may have, or a line is longer than a cell holds.
    pub fn with_about(mut self, name: &str, lines: &[String]) -> Result<Xlsx, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_column_width(0, 110)?;
        let wrapped = as_text().set_text_wrap();
        for (row, line) in (0..).zip(lines) {
            sheet.write_string_with_format(row, 0, line, &wrapped)?;
        }
        self.workbook.push_worksheet(sheet);
        Ok(self)
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// Where a text is longer than a cell holds (32,767 characters), or there are more rows than a sheet holds (1,048,576).
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        self.write(cells, &as_text())
    }

    fn write(&mut self, cells: &[Cell<'_>], format: &Format) -> Result<(), XlsxError> {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => self.sheet.write_string_with_format(self.next, column, text.as_ref(), format)?,
                // Excel counts in floating point: beyond fifteen digits a number is a text.
                Cell::Number(n) if n.unsigned_abs() < 1_000_000_000_000_000 => {
                    self.sheet.write_number(self.next, column, *n as f64)?
                }
                Cell::Number(n) => self.sheet.write_string_with_format(self.next, column, n.to_string(), format)?,
                Cell::Date(day) => self.sheet.write_datetime_with_format(self.next, column, date(*day)?, &as_date())?,
            };
        }
        self.next += 1;
        Ok(())
    }

    /// The workbook.
    ///
    /// # Errors
    ///
    /// Where it cannot be put together.
    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.workbook.push_worksheet(self.sheet);
        self.workbook.save_to_buffer()
    }
}

/// An empty workbook that says nothing of who made it, or when: the same table gives the same bytes.
pub(super) fn workbook(title: &str) -> Workbook {
    let mut workbook = Workbook::new();
    let mut about = DocProperties::new().set_title(title).set_author("Tandem");
    if let Ok(moment) = ExcelDateTime::from_ymd(2000, 1, 1) {
        about = about.set_creation_datetime(&moment);
    }
    workbook.set_properties(&about);
    workbook
}

/// A day as Excel counts it.
pub(super) fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = day.ymd();
    ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs())
}

pub(super) fn bold() -> Format {
    Format::new().set_bold().set_num_format("@")
}

pub(super) fn as_text() -> Format {
    Format::new().set_num_format("@")
}

pub(super) fn as_date() -> Format {
    Format::new().set_num_format("yyyy-mm-dd")
}
