//! What is what in a supplier's own list? A mapping says which of its columns is which of the sheet's ([`super::sheet`]).
//!
//! A file in TOML that a data analyst writes; `docs/sheet.md` shows how. Every fault of it is found in one reading, each with its line, and
//! nothing is guessed: a key that is not known, a word that is none of the vocabulary's, a column that is filled twice are all refused.

mod text;

use std::collections::BTreeMap;

use protocol::refusal::{Refusals, did_you_mean};

use crate::read::dates::Forms;
use crate::read::sheet::columns::{ALL, Key};
use crate::read::table::shortened;

/// What is what in a supplier's own list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Its own name, by which settings name it.
    pub name: String,
    /// What it is for, in words.
    pub title: String,
    /// Which sheet of a workbook; nothing for the first visible one that has the headings.
    pub sheet: Option<String>,
    /// In which row the headings stand, counted from 1.
    pub headings: u64,
    /// What it means that a child is listed no more.
    pub gone: Gone,
    /// How dates are written.
    pub dates: Forms,
    /// How a whole name is written, where the list has one column for it.
    pub names: Option<NameForm>,
    columns: BTreeMap<Target, Filled>,
    codes: BTreeMap<usize, BTreeMap<String, String>>,
    left_out: Vec<LeftOut>,
}

/// What it means that a child whom the last file listed is not in the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Gone {
    /// The list has only open work: youth justice works with the child no more.
    Closed,
    /// It means nothing by itself: somebody is asked.
    #[default]
    Ask,
}

/// How a whole name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameForm {
    /// `BRINDLE, Ash`: the family name before the comma.
    Comma,
    /// `Ash BRINDLE`: the family name in capitals, behind.
    CapitalsLast,
    /// `BRINDLE Ash`: the family name in capitals, in front.
    CapitalsFirst,
}

/// What is filled: a column of the sheet by its place, or a whole name, which becomes two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Column(usize),
    FullName,
}

/// What fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Filled {
    /// These columns of the list, joined by a text.
    By { headings: Vec<String>, join: String },
    /// The same text in every row.
    Always(String),
}

/// Rows that are not read: those with one of these texts in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LeftOut {
    heading: String,
    is: Vec<String>,
}

/// A mapping laid on the headings of one file.
#[derive(Debug, Clone)]
pub struct Bound<'m> {
    mapping: &'m Mapping,
    columns: Vec<(Target, Vec<usize>)>,
    left_out: Vec<(usize, &'m [String])>,
    used: BTreeMap<usize, String>,
}

impl Mapping {
    /// Reads a mapping. `file` is its name, for what is said of it.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, each with its line.
    pub fn read(file: &str, text: &str) -> Result<Mapping, Refusals> {
        text::read(file, text)
    }

    /// Finds the columns that it names among the headings of a file.
    ///
    /// # Errors
    ///
    /// A sentence for each heading that is missing, or there twice.
    pub fn bind(&self, headings: &[String]) -> Result<Bound<'_>, Vec<String>> {
        let mut wrong = Vec::new();
        let mut find = |wanted: &str| {
            let is = |own: &&String| same(own) == same(wanted);
            match headings.iter().filter(is).count() {
                1 => headings.iter().position(|own| is(&own)),
                0 => {
                    let near =
                        did_you_mean(wanted, headings.iter().map(String::as_str)).map(|near| format!(" ({near})"));
                    wrong.push(format!("there is no column `{}`{}", shortened(wanted), near.unwrap_or_default()));
                    None
                }
                n => {
                    wrong.push(format!("the column `{}` is there {n} times", shortened(wanted)));
                    None
                }
            }
        };
        let mut bound = Bound { mapping: self, columns: Vec::new(), left_out: Vec::new(), used: BTreeMap::new() };
        for (target, filled) in &self.columns {
            let Filled::By { headings, .. } = filled else {
                bound.columns.push((*target, Vec::new()));
                continue;
            };
            let found: Vec<usize> = headings.iter().filter_map(|heading| find(heading)).collect();
            if let Target::Column(n) = target {
                bound.used.insert(*n, headings.join(" + "));
            }
            bound.columns.push((*target, found));
        }
        for out in &self.left_out {
            bound.left_out.extend(find(&out.heading).map(|n| (n, out.is.as_slice())));
        }
        wrong.sort();
        wrong.dedup();
        if wrong.is_empty() { Ok(bound) } else { Err(wrong) }
    }
}

impl Bound<'_> {
    /// The heading that the file itself has for a column of the sheet.
    pub fn heading(&self, column: usize) -> Option<&str> {
        self.used.get(&column).map(String::as_str)
    }

    /// A row in the columns of the sheet; nothing where it is one of those that are not read.
    ///
    /// # Errors
    ///
    /// A whole name that is not written as the mapping says, with that name.
    pub fn row(&self, cells: &[String]) -> Result<Option<Vec<String>>, String> {
        let cell = |n: &usize| cells.get(*n).map_or("", String::as_str);
        if self.left_out.iter().any(|(n, is)| is.iter().any(|text| same(text) == same(cell(n)))) {
            return Ok(None);
        }
        let mut row = vec![String::new(); ALL.len()];
        let mut put = |column: usize, text: String| {
            let own = self.mapping.codes.get(&column).and_then(|codes| codes.get(&same(&text)));
            if let Some(place) = row.get_mut(column) {
                *place = own.cloned().unwrap_or(text);
            }
        };
        for (target, from) in &self.columns {
            let text = match self.mapping.columns.get(target) {
                Some(Filled::Always(text)) => text.clone(),
                Some(Filled::By { join, .. }) => {
                    let told: Vec<&str> = from.iter().map(cell).filter(|text| !text.is_empty()).collect();
                    told.join(join)
                }
                None => continue,
            };
            match (target, self.mapping.names) {
                (Target::Column(column), _) => put(*column, text),
                (Target::FullName, _) if text.is_empty() => {}
                (Target::FullName, form) => {
                    let Some((given, family)) = form.and_then(|form| form.parts(&text)) else { return Err(text) };
                    put(Key::Given as usize, given);
                    put(Key::Family as usize, family);
                }
            }
        }
        Ok(Some(row))
    }
}

impl NameForm {
    /// How each is written in a mapping.
    pub const WORDS: [(&str, NameForm); 3] = [
        ("FAMILY, Given", NameForm::Comma),
        ("Given FAMILY", NameForm::CapitalsLast),
        ("FAMILY Given", NameForm::CapitalsFirst),
    ];

    /// First names and family name; nothing where the name is not written so.
    ///
    /// ```
    /// use feeds::read::mapping::NameForm;
    ///
    /// assert_eq!(NameForm::CapitalsLast.parts("Ash VAN DER BRINDLE"), Some(("Ash".into(), "VAN DER BRINDLE".into())));
    /// assert_eq!(NameForm::Comma.parts("Ash Brindle"), None);
    /// ```
    pub fn parts(self, name: &str) -> Option<(String, String)> {
        let capital = |word: &&str| word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase);
        let words: Vec<&str> = name.split_whitespace().collect();
        let (given, family) = match self {
            NameForm::Comma => {
                let (family, given) = name.split_once(',').filter(|(_, given)| !given.contains(','))?;
                (given.trim().to_owned(), family.trim().to_owned())
            }
            NameForm::CapitalsLast => {
                let n = words.len() - words.iter().rev().take_while(|word| capital(word)).count();
                let (given, family) = words.split_at_checked(n)?;
                (given.join(" "), family.join(" "))
            }
            NameForm::CapitalsFirst => {
                let (family, given) = words.split_at_checked(words.iter().take_while(|word| capital(word)).count())?;
                (given.join(" "), family.join(" "))
            }
        };
        (!given.is_empty() && !family.is_empty()).then_some((given, family))
    }
}

/// A text as it is compared: without blanks at its ends or doubled inside, in small letters.
fn same(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The mappings that come with the program, by their names: examples for made-up lists, to copy and change.
pub const EXAMPLES: [(&str, &str); 2] = [
    ("example-one-row-per-intervention.toml", include_str!("../../mappings/example-one-row-per-intervention.toml")),
    ("example-full-names-and-title-rows.toml", include_str!("../../mappings/example-full-names-and-title-rows.toml")),
];
