//! Which day does this text mean, by the forms that a mapping states? A form says which part is what; nothing is guessed.
//!
//! `dd/mm/yyyy`, `d-MMM-yy`, `yyyy-mm-dd HH:MM`: `d` day, `m` month, `MMM` its name, `yy` or `yyyy` year, `HH:MM` and `:SS` a time, which is
//! left out. Everything else stands for itself. `2026-04-03`, with or without a time, is understood always: so a workbook's dates come. Where no
//! form is stated, a date is read as in every other file ([`line::day`]).

use calendar::Day;

use crate::read::line;

/// A way to write dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form(Vec<Part>);

/// A part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    MonthName,
    ShortYear,
    Year,
    Time,
    Is(char),
}

/// How the dates of a file are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    forms: Vec<Form>,
    /// The last year of two figures that is 20…; from the next on they are 19….
    pivot: i16,
}

/// Months, as they are written short.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Form {
    /// Reads a form.
    ///
    /// # Errors
    ///
    /// Where day, month and year do not stand in it once each, or a letter means nothing.
    pub fn read(text: &str) -> Result<Form, String> {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = text.trim();
        while let Some(c) = rest.chars().next() {
            let same = rest.chars().take_while(|other| other.eq_ignore_ascii_case(&c)).count();
            let run: String = rest.chars().take(same).collect();
            let (part, long) = match (c.to_ascii_lowercase(), same) {
                ('d', 1 | 2) => (Part::Day, same),
                ('m', 1 | 2) => (Part::Month, same),
                ('m', 3 | 4) => (Part::MonthName, same),
                ('y', 2) => (Part::ShortYear, same),
                ('y', 4) => (Part::Year, same),
                ('h', 1 | 2) => (Part::Time, time(rest)),
                _ if c.is_alphabetic() => return Err(format!("`{run}` means nothing in a form of dates")),
                _ => (Part::Is(c), 1),
            };
            parts.push(part);
            rest = rest
                .split_at_checked(rest.char_indices().nth(long).map_or(rest.len(), |(at, _)| at))
                .map_or("", |(_, rest)| rest);
        }
        let once = |wanted: &[Part]| parts.iter().filter(|part| wanted.contains(part)).count() == 1;
        let is_whole =
            once(&[Part::Day]) && once(&[Part::Month, Part::MonthName]) && once(&[Part::Year, Part::ShortYear]);
        if is_whole { Ok(Form(parts)) } else { Err("a form of dates has day, month and year once each".to_owned()) }
    }

    /// Whether it has years of two figures.
    pub fn is_short(&self) -> bool {
        self.0.contains(&Part::ShortYear)
    }

    fn day(&self, text: &str, pivot: i16) -> Option<Day> {
        let (mut day, mut month, mut year) = (None, None, None);
        let mut rest = text;
        for part in &self.0 {
            match part {
                Part::Day => day = Some(take(&mut rest, 1, 2)?),
                Part::Month => month = Some(take(&mut rest, 1, 2)?),
                Part::MonthName => month = Some(named(&mut rest)?),
                Part::Year => year = Some(take(&mut rest, 4, 4)?),
                Part::ShortYear => {
                    let short = take(&mut rest, 2, 2)?;
                    year = Some(if short <= pivot { 2000 + short } else { 1900 + short });
                }
                Part::Time => rest = rest.get(time_told(rest)?..)?,
                Part::Is(c) => rest = rest.strip_prefix(*c)?,
            }
        }
        let whole = rest.trim().is_empty().then_some((year?, month?, day?))?;
        Day::new(whole.0, i8::try_from(whole.1).ok()?, i8::try_from(whole.2).ok()?).ok()
    }
}

impl Forms {
    /// These forms; years of two figures up to `pivot` are 20…, the others 19….
    pub fn new(forms: Vec<Form>, pivot: i16) -> Forms {
        Forms { forms, pivot }
    }

    /// None but those that every file may have: `2026-04-03` and `03/04/2026`.
    pub fn british() -> Forms {
        Forms { forms: Vec::new(), pivot: 0 }
    }

    /// The day that a text means; nothing where it is none of the forms, or two of them read it as different days.
    pub fn day(&self, text: &str) -> Option<Day> {
        let text = text.trim();
        let is_iso = text.as_bytes().get(4) == Some(&b'-');
        let plain = if is_iso || self.forms.is_empty() { line::day(text).ok() } else { None };
        if plain.is_some() {
            return plain;
        }
        let mut read = self.forms.iter().filter_map(|form| form.day(text, self.pivot));
        let first = read.next()?;
        read.all(|other| other == first).then_some(first)
    }
}

/// How long the time of a form is: `HH:MM` or `HH:MM:SS`.
fn time(text: &str) -> usize {
    text.chars().take_while(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S' | ':')).count()
}

/// How long the time is that a text begins with, as `9:05`, `14:30:00` or `14:30:00.000`; nothing where it begins with none.
pub(crate) fn time_told(text: &str) -> Option<usize> {
    let long = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.')).count();
    let (clock, fraction) = text.get(..long)?.split_once('.').unwrap_or((text.get(..long)?, "0"));
    let part = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() <= 2);
    let parts: Vec<Option<u8>> = clock.split(':').map(part).collect();
    let is_clock = match parts.as_slice() {
        [Some(hour), Some(minute)] => *hour < 24 && *minute < 60,
        [Some(hour), Some(minute), Some(second)] => *hour < 24 && *minute < 60 && *second < 60,
        _ => false,
    };
    (is_clock && fraction.bytes().all(|b| b.is_ascii_digit())).then_some(long)
}

/// Digits from the beginning, at least and at most so many.
fn take(rest: &mut &str, least: usize, most: usize) -> Option<i16> {
    let long = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at_checked(long).filter(|_| long >= least)?;
    *rest = after;
    digits.parse().ok()
}

/// The month whose name stands at the beginning: three letters of it, or all.
fn named(rest: &mut &str) -> Option<i16> {
    let long = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, after) = rest.split_at_checked(long)?;
    let word = word.to_ascii_lowercase();
    let is = |month: &str| {
        word == month || (month.get(..3) == Some(word.as_str())) || (word == "sept" && month.starts_with("sept"))
    };
    let n = MONTHS.iter().position(|month| is(month))?;
    *rest = after;
    i16::try_from(n + 1).ok()
}
