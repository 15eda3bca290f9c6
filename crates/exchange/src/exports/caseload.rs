//! The joint caseload: one row for each child who is open to both services, as CSV or as a workbook.
//!
//! Who receives it: a manager or head of one of the two services (`export-caseload`), for inside use: supervision, audit, a meeting of the two
//! services. Lawful footing: each service's own duties towards these children, and the sharing that the protocol agreed (Children Act 2004 s.11;
//! Crime and Disorder Act 1998 s.115; UK GDPR article 6(1)(e)). In it stand the children whose journeys that person may take out, and of each
//! only what they may read; the rest says so. Left out: what happened, addresses, people around the child, health, other people, family
//! proceedings, staff. In come rows, out go bytes; the same rows give the same bytes.

use calendar::Day;
use feeds::write::table::{Cell, Csv, Xlsx};

use super::About;

/// A fact of a row.
#[derive(Clone, PartialEq, Eq)]
pub enum Told<T> {
    /// It is this.
    Is(T),
    /// There is none.
    Nothing,
    /// Whoever takes the file out may not read it, or not all that it rests on.
    NotShown,
}

/// What is owed next.
#[derive(Clone, PartialEq, Eq)]
pub struct Next {
    /// What must be done.
    pub title: String,
    /// By when.
    pub due: Option<Day>,
    /// Who owes it.
    pub owner: String,
    /// By which clause.
    pub clause: String,
}

/// A child of the caseload. It is about a person, so it is not printed for a programmer.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The record.
    pub record: String,
    /// First names.
    pub given: String,
    /// Family name.
    pub family: String,
    /// What the child likes to be called.
    pub known_as: String,
    /// Date of birth.
    pub born: Option<Day>,
    /// The number in youth justice's system.
    pub yjs_number: String,
    /// The number in social care's.
    pub csc_number: String,
    /// Open to youth justice since.
    pub yjs_since: Told<Day>,
    /// Open to social care since.
    pub csc_since: Told<Day>,
    /// On what youth justice works with the child.
    pub yjs_basis: Told<String>,
    /// On which plan social care does.
    pub csc_plan: Told<String>,
    /// On which bases the child is looked after.
    pub looked_after: Told<String>,
    /// In custody since.
    pub in_custody: Told<Day>,
    /// The standing under leaving care law.
    pub care_leaver: Told<String>,
    /// Youth justice's worker, and their team.
    pub yjs: (String, String),
    /// Social care's.
    pub csc: (String, String),
    /// What is owed next.
    pub next: Option<Next>,
    /// How many duties are overdue.
    pub overdue: u32,
}

/// What the columns are called.
pub const HEADINGS: [&str; 25] = [
    "First names",
    "Family name",
    "Known as",
    "Date of birth",
    "Youth justice number",
    "Social care number",
    "Open to youth justice since",
    "Open to social care since",
    "Open to both since",
    "Basis with youth justice",
    "Plan with social care",
    "Looked after",
    "Looked after on",
    "In custody since",
    "Care leaver",
    "Youth justice worker",
    "Youth justice team",
    "Social care worker",
    "Social care team",
    "Next duty",
    "Due",
    "Owed by",
    "Clause",
    "Overdue duties",
    "Record",
];

/// Said in place of what may not be read.
pub const NOT_SHOWN: &str = "not shown";

impl Row {
    fn cells(&self) -> [Cell<'_>; 25] {
        let next = self.next.as_ref();
        let of_next = |part: fn(&Next) -> &str| next.map_or(Cell::Empty, |next| part(next).into());
        // Both work with the child from the day on which the later of the two began.
        let both = match (&self.yjs_since, &self.csc_since) {
            (Told::Is(yjs), Told::Is(csc)) => Told::Is(*yjs.max(csc)),
            (Told::NotShown, _) | (_, Told::NotShown) => Told::NotShown,
            _ => Told::Nothing,
        };
        [
            self.given.as_str().into(),
            self.family.as_str().into(),
            self.known_as.as_str().into(),
            self.born.map_or(Cell::Empty, Cell::Date),
            self.yjs_number.as_str().into(),
            self.csc_number.as_str().into(),
            day(&self.yjs_since),
            day(&self.csc_since),
            day(&both),
            word(&self.yjs_basis),
            word(&self.csc_plan),
            match &self.looked_after {
                Told::Is(_) => "yes".into(),
                Told::Nothing => "no".into(),
                Told::NotShown => NOT_SHOWN.into(),
            },
            word(&self.looked_after),
            day(&self.in_custody),
            word(&self.care_leaver),
            self.yjs.0.as_str().into(),
            self.yjs.1.as_str().into(),
            self.csc.0.as_str().into(),
            self.csc.1.as_str().into(),
            of_next(|next| &next.title),
            next.and_then(|next| next.due).map_or(Cell::Empty, Cell::Date),
            of_next(|next| &next.owner),
            of_next(|next| &next.clause),
            Cell::Number(i64::from(self.overdue)),
            self.record.as_str().into(),
        ]
    }
}

fn day(told: &Told<Day>) -> Cell<'static> {
    match told {
        Told::Is(day) => Cell::Date(*day),
        Told::Nothing => Cell::Empty,
        Told::NotShown => NOT_SHOWN.into(),
    }
}

fn word(told: &Told<String>) -> Cell<'_> {
    match told {
        Told::Is(word) => word.as_str().into(),
        Told::Nothing => Cell::Empty,
        Told::NotShown => NOT_SHOWN.into(),
    }
}

/// The caseload as CSV that Excel opens as it is meant. For whom it is stands in its name: a line above the headings would be in the way.
///
/// # Errors
///
/// Where the file cannot be put together.
pub fn csv(rows: &[Row]) -> Result<Vec<u8>, String> {
    let mut table = Csv::new(Vec::new(), &HEADINGS, true).map_err(|e| e.to_string())?;
    rows.iter().try_for_each(|row| table.row(&row.cells())).map_err(|e| e.to_string())?;
    table.finish().map_err(|e| e.to_string())
}

/// The caseload as a workbook, whose first sheet says for whom it is.
///
/// # Errors
///
/// Where there are more rows than a sheet holds.
pub fn xlsx(rows: &[Row], about: &About) -> Result<Vec<u8>, String> {
    let count = format!("{} open to both services. Only whom {} may take out.", children(rows.len()), about.by);
    let lines = [
        about.in_words(),
        count,
        format!("Where it says “{NOT_SHOWN}”, they may not read it. Empty: there is none, or it is not known."),
        "It was right when it was made. Whoever passes it on outside the two services has a second person check it first.".to_owned(),
    ];
    let make = || {
        let mut table = Xlsx::new("Joint caseload", &HEADINGS)?.with_about("About", &lines)?;
        rows.iter().try_for_each(|row| table.row(&row.cells()))?;
        table.finish()
    };
    make().map_err(|e| e.to_string())
}

fn children(n: usize) -> String {
    if n == 1 { "1 child".to_owned() } else { format!("{n} children") }
}
