//! One line of a file while it is read: a row of a table, or one child's part of an XML file. What it tells, and what of it cannot be used.
//!
//! A date that cannot be read is never put right. Where it says from when or until when something holds, the whole of it is left out: what has
//! ended would else stand there as if it still held.

use calendar::Day;
use matching::number::{Kind, Number};

use crate::codes::{self, Found};
use crate::listed::{Date, Listed, Spell, SpellKind};
use crate::read::dates::time_told;
use crate::read::table::shortened;
use crate::read::{Listener, Unreadable, limits, plain};
use crate::told::{Effect, Out, Place, Refusal, Stop, Told, What};

/// A value, and the heading or element it stands under.
#[derive(Clone, Copy, Default)]
pub struct Cell<'c> {
    /// The heading, as the file has it.
    pub column: &'c str,
    /// The text, without blanks around it.
    pub text: &'c str,
}

/// What is said of a child's number that is none.
pub const NO_NUMBER: &str = "this is longer than the number of a child: look whether another column was meant";

/// Whether a text is too long to be the number of a child.
pub fn is_no_number(text: &str) -> bool {
    text.len() > limits::NUMBER
}

/// What is said of a number that a spreadsheet has rounded.
pub const ROUNDED: &str = "a spreadsheet has rounded this number: format the column as text, and give the number anew";

/// Whether a number is written as a spreadsheet writes one of which it does not know all digits: `9.43477E+09`.
pub fn is_rounded(text: &str) -> bool {
    let Some((digits, power)) = text.to_ascii_uppercase().split_once("E+").map(|(a, b)| (a.to_owned(), b.to_owned()))
    else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    is_number(&digits) && is_number(&power)
}

/// Yes or no, as systems write it; nothing where it is neither.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "y" | "yes" | "true" | "1" => Some(true),
        "n" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// What is said of a mark of restriction that cannot be read.
pub const NEITHER: &str = "this is neither `yes` nor `no`; it is taken as yes";

/// One line of a file.
pub struct Line<'t, 'l> {
    file: &'t str,
    row: u64,
    number: String,
    out: &'t mut Listener<'l>,
}

impl<'t, 'l> Line<'t, 'l> {
    /// The line of a file that is about the child of this number.
    pub fn new(file: &'t str, row: u64, number: &str, out: &'t mut Listener<'l>) -> Line<'t, 'l> {
        Line { file, row, number: number.to_owned(), out }
    }

    /// The child's number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The file, and in which row of it this is.
    pub fn place(&self) -> (&str, u64) {
        (self.file, self.row)
    }

    /// Of which child the rest of the line is.
    pub fn is_of(&mut self, number: &str) {
        number.clone_into(&mut self.number);
    }

    /// Tells something of the child.
    pub fn tell(&mut self, what: What) -> Result<(), Stop> {
        (self.out)(Out::Told(Told { number: self.number.clone(), what }))
    }

    /// Tells who the child is, where anything is told of it.
    pub fn who(&mut self, who: Listed) -> Result<(), Stop> {
        self.tell(What::Who(Box::new(who)))
    }

    /// Tells that the child died, and on which day.
    pub fn died(&mut self, on: Date) -> Result<(), Stop> {
        let number = self.number.clone();
        self.who(Listed { died: Some(on), ..Listed::new(&number) })
    }

    /// Says what of a cell cannot be used.
    pub fn refuse(&mut self, cell: Cell<'_>, rule: impl Into<String>, effect: Effect) -> Result<(), Stop> {
        let place = Place { file: self.file.to_owned(), row: self.row, column: shortened(cell.column) };
        let (number, value) = (shortened(&self.number), shortened(cell.text));
        (self.out)(Out::Refused(Refusal { place, number, value, rule: rule.into(), effect }))
    }

    /// A name, or what somebody or something is called; empty where it cannot be shown, which is said.
    pub fn name(&mut self, cell: Cell<'_>) -> Result<String, Stop> {
        self.plain(cell, plain::name(cell.text))
    }

    /// A part of an address; empty where it cannot be shown, which is said.
    pub fn address(&mut self, cell: Cell<'_>) -> Result<String, Stop> {
        self.plain(cell, plain::address(cell.text))
    }

    fn plain(&mut self, cell: Cell<'_>, wrong: Option<&'static str>) -> Result<String, Stop> {
        match wrong {
            Some(rule) => self.refuse(cell, rule, Effect::Value).map(|()| String::new()),
            None => Ok(cell.text.to_owned()),
        }
    }

    /// A date that the line can do without; nothing where there is none or it cannot be read.
    pub fn date(&mut self, cell: Cell<'_>) -> Result<Option<Date>, Stop> {
        self.date_or(cell, Effect::Value)
    }

    fn date_or(&mut self, cell: Cell<'_>, effect: Effect) -> Result<Option<Date>, Stop> {
        if cell.text.is_empty() {
            return Ok(None);
        }
        match day(cell.text) {
            Ok(day) => Ok(Some(Date(day))),
            Err(rule) => self.refuse(cell, rule, effect).map(|()| None),
        }
    }

    /// Something that holds from one day until another; nothing where that cannot be read, which is said.
    pub fn spell(&mut self, kind: SpellKind, from: Cell<'_>, until: Cell<'_>) -> Result<Option<Spell>, Stop> {
        if from.text.is_empty() {
            self.refuse(from, "there is no date from which it holds", Effect::Row)?;
            return Ok(None);
        }
        let Some(begins) = self.date_or(from, Effect::Row)? else { return Ok(None) };
        let ends = self.date_or(until, Effect::Row)?;
        match ends {
            None if !until.text.is_empty() => Ok(None),
            Some(ends) if ends < begins => {
                self.refuse(until, format!("it ends before it begins, on {}", begins.0), Effect::Row).map(|()| None)
            }
            _ => Ok(Some(Spell { until: ends, ..Spell::new(kind, begins.0) })),
        }
    }

    /// Yes or no; nothing where there is neither.
    pub fn yes(&mut self, cell: Cell<'_>) -> Result<Option<bool>, Stop> {
        let said = yes_or_no(cell.text);
        if said.is_none() && !cell.text.is_empty() {
            self.refuse(cell, "write `Y` or `N`", Effect::Value)?;
        }
        Ok(said)
    }

    /// Whether a record is restricted. What cannot be read is taken as yes: too few people may see a record for a day, and never too many.
    pub fn restricted(&mut self, cell: Cell<'_>) -> Result<bool, Stop> {
        match yes_or_no(cell.text) {
            None if cell.text.is_empty() => Ok(false),
            None => self.refuse(cell, NEITHER, Effect::Kept).map(|()| true),
            Some(said) => Ok(said),
        }
    }

    /// A value that is one of a few, in our word; empty where it is none of them.
    pub fn one_of(&mut self, cell: Cell<'_>, known: &[(&str, &'static str)]) -> Result<&'static str, Stop> {
        if cell.text.is_empty() {
            return Ok("");
        }
        match known.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(cell.text)) {
            Some((_, ours)) => Ok(ours),
            None => {
                let all: Vec<String> = known.iter().map(|(theirs, _)| format!("`{theirs}`")).collect();
                self.refuse(cell, format!("it is none of {}", all.join(", ")), Effect::Value).map(|()| "")
            }
        }
    }

    /// A number that only one person has, checked, and put among the child's.
    pub fn id(&mut self, who: &mut Listed, kind: Kind, cell: Cell<'_>) -> Result<(), Stop> {
        if cell.text.is_empty() {
            return Ok(());
        }
        match Number::read(kind, cell.text) {
            Ok(number) => who.numbers.entry(kind.word().to_owned()).or_insert(number.value().to_owned()),
            Err(wrong) => return self.refuse(cell, wrong.to_string(), Effect::Value),
        };
        Ok(())
    }

    /// What a code of a list is in the vocabulary's words; empty where it is not known, which is said.
    pub fn code(&mut self, list: &str, cell: Cell<'_>, on: Day) -> Result<&'static str, Stop> {
        if cell.text.is_empty() {
            return Ok("");
        }
        let found = codes::find(list, cell.text, on);
        match found {
            Found::Known(_) => {}
            Found::NotThen(_) => self.refuse(cell, format!("this code was not in use on {on}"), Effect::Kept)?,
            Found::Unknown => self.refuse(cell, format!("this code is not in the list {list}"), Effect::Kept)?,
        }
        Ok(found.word())
    }
}

/// Whoever listens wants no more.
impl From<Stop> for Unreadable {
    fn from(stop: Stop) -> Unreadable {
        Unreadable::file("", stop.0, "")
    }
}

/// The day of a text: `2026-04-03` or `03/04/2026`; a time of day behind it counts for nothing.
///
/// ```
/// use feeds::read::line::day;
///
/// assert_eq!(day("03/04/2026 14:30"), day("2026-04-03T00:00:00.000"));
/// assert!(day("03/04/26").unwrap_err().contains("two digits"));
/// ```
///
/// # Errors
///
/// In words, where it is no such date: a year in two digits is one of two, and which is not guessed.
pub fn day(text: &str) -> Result<Day, String> {
    let form = || "write the date as 2026-04-03 or 03/04/2026".to_owned();
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let time = time.trim_end_matches('Z');
    let is_iso = date.contains('-');
    let parts: Vec<&str> = date.split(if is_iso { '-' } else { '/' }).collect();
    let (year, month, day) = match (parts.as_slice(), is_iso) {
        (&[year, month, day], true) if month.len() == 2 && day.len() == 2 => (year, month, day),
        (&[day, month, year], false) if month.len() <= 2 && day.len() <= 2 => (year, month, day),
        _ => return Err(form()),
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if ![year, month, day].into_iter().all(is_number) || time_told(time) != Some(time.len()) {
        return Err(form());
    }
    match year.len() {
        4 => {}
        2 => return Err("the year has two digits, which could be of either century: write four".to_owned()),
        _ => return Err(form()),
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else { return Err(form()) };
    Day::new(year, month, day).map_err(|wrong| format!("this {wrong}"))
}
