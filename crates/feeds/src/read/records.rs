//! The rows of a CSV file, one at a time (RFC 4180), none longer than what may be kept.
//!
//! Its own few lines, and not the `csv` crate, for three things that a reader of people's data must say: in which row of the spreadsheet
//! something stands although empty lines lie before it; that a quote was opened and never closed, so that rows may have vanished in a cell; and
//! that a row is beyond all measure before it is kept.

use crate::read::text::Text;
use crate::read::{Place, Unreadable, limits};

/// A row as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// As a spreadsheet counts; empty lines count.
    pub number: u64,
    /// Its cells, without blanks around them.
    pub cells: Vec<String>,
    /// The cell in which something stands behind the quote that closes it.
    pub stray: Option<usize>,
}

impl Record {
    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// The rows of a CSV file.
pub struct Records<'r> {
    text: Text<'r>,
    delimiter: u8,
    row: u64,
}

/// Where in a cell we are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// Behind a quote within quotes: it closes the cell, unless another follows.
    Closed,
}

/// The row that is being put together.
#[derive(Default)]
struct Open {
    record: Record,
    cell: Vec<u8>,
    length: usize,
}

impl<'r> Records<'r> {
    /// The rows of this text, divided as its first line is.
    pub fn of(mut text: Text<'r>) -> Result<Records<'r>, Unreadable> {
        let delimiter = delimiter(text.ready()?);
        Ok(Records { text, delimiter, row: 0 })
    }

    /// The text.
    pub fn text(&self) -> &Text<'r> {
        &self.text
    }

    /// The next row, also where it is empty; nothing at the end.
    pub fn next_record(&mut self) -> Result<Option<Record>, Unreadable> {
        if self.text.peek()?.is_none() {
            return Ok(None);
        }
        self.row += 1;
        if self.row > limits::ROWS {
            return Err(
                self.wrong(format!("has more than {} rows", limits::ROWS), "give it in parts, each with the headings")
            );
        }
        let mut open = Open::default();
        let mut state = State::Start;
        while let Some(byte) = self.text.peek()? {
            self.text.pass();
            if state != State::Quoted && matches!(byte, b'\n' | b'\r') {
                if byte == b'\r' && self.text.peek()? == Some(b'\n') {
                    self.text.pass();
                }
                state = State::Start;
                break;
            }
            state = open.take(state, byte, self.delimiter);
            self.measure(&mut open, state)?;
        }
        if state == State::Quoted {
            return Err(self.unclosed("is never closed"));
        }
        open.close();
        open.record.number = self.row;
        Ok(Some(open.record))
    }

    /// Says what is larger than it may be, before more of it is kept.
    fn measure(&self, open: &mut Open, state: State) -> Result<(), Unreadable> {
        open.length += 1;
        if open.cell.len() > limits::CELL {
            let most = limits::CELL / 1024;
            return Err(match state {
                State::Quoted => self.unclosed(&format!("is not closed within {most} KB")),
                _ => self.wrong(format!("a cell is longer than {most} KB"), "look whether this is a CSV file"),
            });
        }
        if open.length > limits::ROW {
            let most = limits::ROW / 1024;
            return Err(self.wrong(format!("is longer than {most} KB"), "look whether this is a CSV file"));
        }
        if open.record.cells.len() > limits::COLUMNS {
            let most = limits::COLUMNS;
            return Err(self.wrong(format!("has more than {most} columns"), "look whether this is a CSV file"));
        }
        Ok(())
    }

    fn unclosed(&self, how: &str) -> Unreadable {
        self.wrong(format!("a quote that begins a cell {how}"), "look for a single `\"` there, and write the cell anew")
    }

    fn wrong(&self, why: impl Into<String>, help: &str) -> Unreadable {
        let place = Place { file: self.text.file().to_owned(), row: self.row, column: String::new() };
        Unreadable { place, why: why.into(), help: help.to_owned() }
    }
}

impl Open {
    /// Takes one byte more, which ends no row.
    fn take(&mut self, state: State, byte: u8, delimiter: u8) -> State {
        match (state, byte) {
            (State::Start, b'"') => return State::Quoted,
            (State::Quoted, b'"') => return State::Closed,
            (State::Closed, b' ') => return State::Closed,
            (State::Quoted, _) | (State::Closed, b'"') => {
                self.cell.push(byte);
                return State::Quoted;
            }
            (State::Closed, _) if byte != delimiter => {
                self.record.stray.get_or_insert(self.record.cells.len());
            }
            _ => {}
        }
        if byte == delimiter {
            self.close();
            return State::Start;
        }
        self.cell.push(byte);
        State::Plain
    }

    fn close(&mut self) {
        self.record.cells.push(String::from_utf8_lossy(&self.cell).trim().to_owned());
        self.cell.clear();
    }
}

/// What divides the cells: of comma, semicolon and tab that which stands most often in the first line, outside quotes; a comma where none does.
fn delimiter(text: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut line = Vec::new();
    // Empty lines before the headings tell nothing.
    for byte in text.iter().skip_while(|byte| byte.is_ascii_whitespace() && **byte != b'\t') {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            b',' | b';' | b'\t' if !is_quoted => line.push(*byte),
            _ => {}
        }
    }
    let count = |of: u8| line.iter().filter(|byte| **byte == of).count();
    [b'\t', b';', b','].into_iter().max_by_key(|of| count(*of)).unwrap_or(b',')
}
