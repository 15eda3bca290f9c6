//! When is it due, how near is that, and where does it say so?
//!
//! In come the moment it is due, the moment of the page, and what is said of the date; out go words first (`in 2 days`), the date in full,
//! the clause. Only what is overdue is red.

use askama::Template;
use calendar::Moment;

use super::Link;

/// A date by which something is owed.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/due.html")]
pub struct Due {
    /// When it is due; nothing, where it has no date.
    pub due: Option<Moment>,
    /// The moment for which the page is made.
    pub now: Moment,
    /// Whether it is done or has ended: then the date alone is told.
    pub is_settled: bool,
    /// What is said of the date.
    pub marks: Vec<Mark>,
    /// The clause that says so.
    pub clause: Option<Link>,
}

/// What is said of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The clause asks for it at once.
    Urgent,
    /// The clause gives no figure: the date rests on a setting.
    Assumed,
    /// The clause says only what comes before what.
    OrderOnly,
    /// The clause names no date.
    NoDate,
}

impl Mark {
    const fn words(self) -> &'static str {
        match self {
            Mark::Urgent => "Urgent",
            Mark::Assumed => "Date assumed",
            Mark::OrderOnly => "Any time before",
            Mark::NoDate => "No date",
        }
    }

    /// What a screen reader says besides, for the words alone are short.
    const fn more(self) -> &'static str {
        match self {
            Mark::Urgent => ": to be done at once",
            Mark::Assumed => ": the clause gives no figure",
            Mark::OrderOnly => ": the clause says what comes first, not by when",
            Mark::NoDate => ": the clause names none",
        }
    }
}

impl Due {
    fn shown_marks(&self) -> Vec<Mark> {
        let mut marks = self.marks.clone();
        if self.due.is_none() {
            // With no day yet for what it comes before, there is nothing to be before.
            marks.retain(|mark| *mark != Mark::OrderOnly);
            marks.push(Mark::NoDate);
        }
        marks.sort();
        marks.dedup();
        marks
    }

    /// How near it is: the class, and the words.
    fn nearness(&self) -> Option<(&'static str, String)> {
        let due = self.due.filter(|_| !self.is_settled)?;
        let days = due.day().number() - self.now.day().number();
        let is_past = due.has_time() && self.now.has_time() && due.instant() < self.now.instant();
        Some(match days {
            0 if is_past => ("overdue", format!("{} overdue", hours((self.now.instant() - due.instant()) / 3600))),
            0 => ("today", "Today".to_owned()),
            1 => ("soon", "Tomorrow".to_owned()),
            ..0 => ("overdue", format!("{} overdue", plural(days.unsigned_abs().into(), "day"))),
            days => ("later", format!("in {days} days")),
        })
    }
}

fn hours(whole: i64) -> String {
    if whole < 1 { "less than an hour".to_owned() } else { plural(whole.unsigned_abs(), "hour") }
}

fn plural(number: u64, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}
