//! Which episodes say that another follows, and none does?
//!
//! An episode that ends with `X1` is carried on by one that begins on the same day. Where that row was left out, or was never there, nobody may
//! read an end of care from it; and those who look after the data are told.

use std::collections::BTreeMap;

use calendar::Day;

use crate::listed::Spell;
use crate::read::Listener;
use crate::read::line::{Cell, Line};
use crate::told::{Effect, Stop};

/// How many ends and beginnings are kept that have not met yet: in a file that is in order, there is one.
const UNMET: usize = 50_000;
/// What is said of an episode on which none follows.
const RULE: &str =
    "the next episode is missing: no row that could be read begins on this day, so care is taken to go on";

/// The ends and beginnings of episodes that have not met yet.
#[derive(Default)]
pub struct Following {
    /// By the child and the day: the end that waits, or nothing where a beginning does.
    unmet: BTreeMap<(String, Day), Option<End>>,
    is_too_much: bool,
}

/// Where the end of an episode stands.
struct End {
    file: String,
    row: u64,
    column: String,
    text: String,
}

impl Following {
    /// Takes in an episode that was told, why it began (`RNE`) and why it ended (`REC`).
    pub fn take(&mut self, line: &Line<'_, '_>, spell: &Spell, rne: Cell<'_>, rec: Cell<'_>) {
        // `S`: the child was not looked after before.
        let begins_care = rne.text.split_whitespace().next().is_some_and(|code| code.eq_ignore_ascii_case("S"));
        if !begins_care {
            let from = (line.number().to_owned(), spell.from.0);
            if self.unmet.remove(&from).is_none_or(|end| end.is_none()) {
                self.unmet.insert(from, None);
            }
        }
        if let Some(until) = spell.until.filter(|_| spell.goes_on()) {
            let end = (line.number().to_owned(), until.0);
            if self.unmet.remove(&end).is_none_or(|end| end.is_some()) {
                let (file, row) = line.place();
                let at = End { file: file.to_owned(), row, column: rec.column.to_owned(), text: rec.text.to_owned() };
                self.unmet.insert(end, Some(at));
            }
        }
        if self.unmet.len() > UNMET {
            self.unmet.clear();
            self.is_too_much = true;
        }
    }

    /// Says of each episode that says that another follows, and none does. What could not be kept is said in a sentence.
    ///
    /// # Errors
    ///
    /// Where the listener wants no more.
    pub fn say(self, out: &mut Listener<'_>) -> Result<Option<String>, Stop> {
        if self.is_too_much {
            let why = "too many episodes neither follow on one nor are followed by one: which of them lack the next is not said";
            return Ok(Some(why.to_owned()));
        }
        for ((number, _), end) in self.unmet {
            if let Some(End { file, row, column, text }) = end {
                let cell = Cell { column: &column, text: &text };
                Line::new(&file, row, &number, out).refuse(cell, RULE, Effect::Kept)?;
            }
        }
        Ok(None)
    }
}
