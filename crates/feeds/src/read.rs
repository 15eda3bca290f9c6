//! Reads the files of a feed, line by line, in memory that does not grow with them.
//!
//! What makes a file useless as a whole (a heading that is missing, an XML that breaks off, one that is too large) is an error, and nothing of
//! it counts; what is wrong in one row is said of that row. A reader never guesses: what it cannot use it names, with the row, the column, the
//! value and the rule.

use std::fmt;
use std::io::{BufRead, Seek};

use calendar::Day;
use serde::{Deserialize, Serialize};

use crate::told::{Out, Place, Stop};

pub mod annex_a;
pub mod cin_xml;
mod columns;
pub mod dates;
mod decoding;
mod following;
pub mod limits;
pub mod line;
pub mod mapping;
mod package;
pub mod plain;
mod records;
pub mod restricted;
mod s903;
pub mod s903_csv;
pub mod s903_xml;
pub mod sheet;
pub mod ssd;
mod ssd_people;
mod ssd_times;
pub mod table;
mod text;
pub mod workbook;
pub mod xml;

/// A file of a feed.
pub struct Source<'r> {
    /// Its own name, without the folder.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// What is in it.
    pub content: Box<dyn Content + 'r>,
}

/// How files are read.
#[derive(Clone, Copy)]
pub struct Options<'o> {
    /// Which kind of file it is.
    pub layout: Layout,
    /// What a supplier's list calls the columns of the sheet; nothing for the sheet of Tandem's own.
    pub mapping: Option<&'o mapping::Mapping>,
}

impl Options<'_> {
    /// Of a kind of file that needs nothing more.
    pub const fn of(layout: Layout) -> Options<'static> {
        Options { layout, mapping: None }
    }
}

/// What can be read from any place of it.
pub trait Content: BufRead + Seek + Send {}
impl<T: BufRead + Seek + Send> Content for T {}

/// Which kind of file a feed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// The tables of the Standard Safeguarding Dataset, as CSV.
    Ssd,
    /// The return on children looked after (SSDA903), as a set of CSV files.
    S903Csv,
    /// The same return, as one XML file.
    S903Xml,
    /// The census of children in need, as XML.
    CinXml,
    /// The lists of children that Ofsted asks for (Annex A), as CSV files or one workbook.
    AnnexA,
    /// The sheet of Tandem's own, as CSV or XLSX, or a supplier's with a mapping.
    Sheet,
}

impl Layout {
    /// All of them.
    pub const ALL: [Layout; 6] =
        [Layout::Ssd, Layout::S903Csv, Layout::S903Xml, Layout::CinXml, Layout::AnnexA, Layout::Sheet];

    /// The word on the command line and in the record.
    pub const fn word(self) -> &'static str {
        match self {
            Layout::Ssd => "ssd",
            Layout::S903Csv => "ssda903-csv",
            Layout::S903Xml => "ssda903-xml",
            Layout::CinXml => "cin-xml",
            Layout::AnnexA => "annex-a",
            Layout::Sheet => "sheet",
        }
    }

    /// The layout of this word.
    pub fn of(word: &str) -> Option<Layout> {
        Layout::ALL.into_iter().find(|layout| layout.word() == word)
    }
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// How many rows (of an XML file: children), for each file.
    pub rows: Vec<(String, u64)>,
    /// Of which day the files say they are.
    pub as_of: Option<Day>,
    /// Whether whoever is in the file no more is closed, because this kind of file lists only who is open.
    pub gone_is_closed: bool,
    /// What the report should say of the files as a whole: as what one was read, which was not used.
    pub notes: Vec<String>,
}

impl Read {
    /// A table was read, which had so many rows.
    pub(crate) fn file(&mut self, table: &columns::Table<'_>, rows: u64) {
        self.rows.push((table.file().to_owned(), rows));
        self.notes.extend(table.note().map(str::to_owned));
    }
}

/// Why nothing of the files counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub why: String,
    /// What to do about it; empty where that is plain.
    pub help: String,
}

impl Unreadable {
    /// Of a file as a whole.
    pub fn file(file: &str, why: impl Into<String>, help: impl Into<String>) -> Unreadable {
        Unreadable { place: Place { file: file.to_owned(), ..Place::default() }, why: why.into(), help: help.into() }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.place.row, self.place.file.is_empty()) {
            (_, true) => write!(f, "{}", self.why)?,
            (0, _) => write!(f, "{}: {}", self.place.file, self.why)?,
            _ => write!(f, "{}: {}", self.place, self.why)?,
        }
        if self.help.is_empty() { Ok(()) } else { write!(f, "\n    help: {}", self.help) }
    }
}

impl std::error::Error for Unreadable {}

/// Whoever listens to a reader.
pub type Listener<'l> = dyn FnMut(Out) -> Result<(), Stop> + 'l;

/// Reads the files of a feed, and tells whoever listens what stands in them.
///
/// # Errors
///
/// Where they are useless as a whole: nothing of what was told counts then.
pub fn read(options: Options<'_>, sources: Vec<Source<'_>>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    match options.layout {
        Layout::Ssd => ssd::read(sources, out),
        Layout::S903Csv => s903_csv::read(sources, out),
        Layout::AnnexA => annex_a::read(sources, out),
        Layout::S903Xml => s903_xml::read(one(options.layout, sources)?, out),
        Layout::CinXml => cin_xml::read(one(options.layout, sources)?, out),
        Layout::Sheet => {
            let read = sheet::read(one(options.layout, sources)?, options.mapping, out)?;
            let gone_is_closed = options.mapping.is_some_and(|mapping| mapping.gone == mapping::Gone::Closed);
            Ok(Read { gone_is_closed, ..read })
        }
    }
}

/// The same, with a list of those whose records are restricted ([`restricted`]), which any layout may have beside it.
///
/// # Errors
///
/// As [`read`]; and where the list cannot be read, before anything else is told.
pub fn read_restricting(
    options: Options<'_>,
    sources: Vec<Source<'_>>,
    list: Option<Source<'_>>,
    out: &mut Listener<'_>,
) -> Result<Read, Unreadable> {
    let restricted = list.map(|list| restricted::read(list, out)).transpose()?.unwrap_or_default();
    let mut all = read(options, sources, out)?;
    all.rows.extend(restricted.rows);
    all.notes.extend(restricted.notes);
    Ok(all)
}

/// The one file of a layout that has no more.
fn one<'r>(layout: Layout, sources: Vec<Source<'r>>) -> Result<Source<'r>, Unreadable> {
    let count = sources.len();
    let mut sources = sources.into_iter();
    match (sources.next(), count) {
        (Some(source), 1) => Ok(source),
        _ => Err(Unreadable::file("", format!("`{}` is one file, and {count} were given", layout.word()), "")),
    }
}
