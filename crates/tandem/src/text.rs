//! How text is laid out for people: wrapped, in columns, coloured only on a terminal, plain when piped.
//!
//! Every command that prints for people uses this; what it prints in JSON does not pass here. It decides nothing.

pub mod duties;

use std::io::{IsTerminal as _, Write as _};

/// The width to which text is wrapped.
pub const WIDTH: usize = 100;

/// Prints to standard output. A reader that stops reading early (`| head`) is no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(anyhow::anyhow!("the answer cannot be written: {error}"))
        }
        _ => Ok(()),
    }
}

/// Prints a value as JSON.
pub fn print_json(value: &serde_json::Value) -> anyhow::Result<()> {
    print(&format!("{}\n", serde_json::to_string_pretty(value)?))
}

/// Says on a terminal how far something is that takes its time; nothing where standard error is no terminal.
pub struct Progress {
    shown: bool,
    all: usize,
}

impl Progress {
    /// For so many steps; nothing is said about fewer than `few`, which are over in less than a second.
    pub fn of(all: usize, few: usize) -> Progress {
        Progress { shown: all >= few && std::io::stderr().is_terminal(), all }
    }

    /// So many are done.
    pub fn at(&self, done: usize, what: &str) {
        if self.shown {
            // The line is only for the eye: that it cannot be written is no reason to stop.
            let _ = write!(std::io::stderr(), "\r\x1b[K{done} of {}  {what}", self.all);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// Colours, on a terminal and where nobody asked for none.
#[derive(Debug, Clone, Copy)]
pub struct Paint(pub bool);

impl Paint {
    /// As standard output allows (<https://no-color.org>).
    pub fn of_stdout() -> Paint {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Paint(std::io::stdout().is_terminal() && !refused)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// For what is overdue.
    pub fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    /// For what is due today.
    pub fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    /// For what is over.
    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// For headings.
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }
}

/// How many columns a text takes; colours take none.
pub fn width(text: &str) -> usize {
    let mut in_colour = false;
    let shown = text.chars().filter(|c| {
        let hidden = in_colour || *c == '\x1b';
        in_colour = hidden && *c != 'm';
        !hidden
    });
    shown.count()
}

/// Padded on the right.
pub fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// Wrapped between words into lines of at most `columns`; a word longer than that stands alone.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Adds `head` and then the text, wrapped; further lines hang under its first word.
pub fn hang(out: &mut String, head: &str, text: &str) {
    let indent = width(head);
    let lines = wrap(text, WIDTH.saturating_sub(indent).max(20));
    out.push_str(if lines.is_empty() { head.trim_end() } else { head });
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
        out.push('\n');
    }
    if lines.is_empty() {
        out.push('\n');
    }
}

/// A table: the first row is its heading, numbers stand on the right, the last column is wrapped; a column in which nothing stands is
/// left out.
pub struct Table {
    rows: Vec<Vec<String>>,
    right: &'static [usize],
    one_line: bool,
}

impl Table {
    /// With these headings; the columns in `right` hold numbers.
    pub fn new(heading: &[&str], right: &'static [usize]) -> Table {
        Table { rows: vec![heading.iter().map(|h| (*h).to_owned()).collect()], right, one_line: false }
    }

    /// The last column is cut instead of wrapped.
    pub fn on_one_line(mut self) -> Table {
        self.one_line = true;
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The lines, each with this indent.
    pub fn lines(&self, indent: usize, paint: Paint) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let column = |n: usize| self.rows.iter().filter_map(move |r| r.get(n));
        let empty: Vec<bool> = (0..columns).map(|n| column(n).skip(1).all(String::is_empty)).collect();
        let widths: Vec<usize> = (0..columns).map(|n| column(n).map(|c| width(c)).max().unwrap_or(0)).collect();
        let mut out = String::new();
        for (n, row) in self.rows.iter().enumerate() {
            let mut head = " ".repeat(indent);
            let last = row.len().saturating_sub(1);
            for (column, (cell, to)) in row.iter().zip(&widths).enumerate().filter(|(column, _)| *column < last) {
                if empty.get(column) == Some(&true) {
                    continue;
                }
                let gap = " ".repeat(to.saturating_sub(width(cell)));
                let cell = if self.right.contains(&column) { format!("{gap}{cell}") } else { format!("{cell}{gap}") };
                head.push_str(&cell);
                head.push_str("  ");
            }
            let cell = row.last().map_or("", String::as_str);
            let mut line = String::new();
            if self.right.contains(&last) {
                let to = widths.get(last).copied().unwrap_or(0);
                line = format!("{head}{}{cell}\n", " ".repeat(to.saturating_sub(width(cell))));
            } else if self.one_line {
                line = format!("{head}{}\n", cut(cell, WIDTH.saturating_sub(width(&head)).max(20)));
            } else {
                hang(&mut line, &head, cell);
            }
            let line = line.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            out.push_str(&if n == 0 { paint.bold(&line) } else { line });
            out.push('\n');
        }
        out
    }
}

/// Cut to so many columns, with a mark where something was left out.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        text.to_owned()
    } else {
        text.chars().take(columns.saturating_sub(1)).chain(['…']).collect()
    }
}

/// `1 clause`, `2 clauses`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// A day in few letters: `Tue 14 Apr 2026`.
pub fn short(day: calendar::Day) -> String {
    let words = day.in_words();
    let mut parts = words.split(' ');
    let mut next = || parts.next().unwrap_or_default();
    let (weekday, day, month, year) = (next(), next(), next(), next());
    format!("{weekday} {day:>2} {} {year}", month.get(..3).unwrap_or(month))
}
