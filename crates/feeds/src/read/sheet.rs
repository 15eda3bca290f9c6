//! Tandem's own sheet for youth justice, as CSV or XLSX; and with a mapping a list that a supplier's system prints.
//!
//! One row for each involvement with a child: who the child is stands in each. What the columns mean is in [`columns`]; what a supplier's are,
//! in a [`Mapping`]. A row tells of the child only what it says itself.

pub mod columns;
mod row;

use std::collections::BTreeMap;

use calendar::Day;
use protocol::refusal::did_you_mean;

use crate::read::dates::Forms;
use crate::read::mapping::{Bound, Mapping};
use crate::read::package::{self, Looks};
use crate::read::table::{self, Row, Rows, shortened};
use crate::read::workbook::{Which, Workbook};
use crate::read::{Listener, Read, Source, Unreadable, limits};
use crate::told::{Effect, Out, Place, Refusal, Told};
use columns::{ALL, Key};

/// Reads the sheet, or with a mapping a supplier's list. What kind of file it is is seen by what is in it.
///
/// # Errors
///
/// Where it is neither CSV nor XLSX, too large or damaged, a column is missing that it must have, or the listener wants no more.
pub fn read(mut source: Source<'_>, mapping: Option<&Mapping>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    let headings = mapping.map_or(1, |mapping| mapping.headings);
    if package::looks(&source.name, &mut *source.content)? == Looks::Other {
        return table_of(&mut table::csv_under(source, headings)?, mapping, out);
    }
    let mut workbook = Workbook::open(source)?;
    let sheet = mapping.and_then(|mapping| mapping.sheet.as_deref());
    let wanted = |found: &[String]| lay(mapping, found).is_ok();
    let mut rows = workbook.rows(Which { sheet, headings }, &wanted)?;
    table_of(&mut rows, mapping, out)
}

/// Reads the sheet from any table.
fn table_of(rows: &mut dyn Rows, mapping: Option<&Mapping>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    let file = rows.file().to_owned();
    let british = Forms::british();
    let headings = rows.headings().to_vec();
    let laid = lay(mapping, &headings).map_err(|wrong| {
        let help = "the headings stand in row 1, or in the row that the mapping names";
        Unreadable::file(&file, table::few(&wrong, "; "), help)
    })?;
    let mut reading =
        Reading { file, laid, dates: mapping.map_or(&british, |mapping| &mapping.dates), seen: BTreeMap::new(), out };
    reading.unread(&headings)?;
    let mut count = 0;
    while let Some(row) = rows.next_row()? {
        count += 1;
        reading.row(row)?;
    }
    Ok(Read {
        rows: vec![(reading.file, count)],
        notes: rows.note().map(str::to_owned).into_iter().collect(),
        ..Read::default()
    })
}

/// Which cell of a row is which column of the sheet.
enum Laid<'m> {
    /// In the sheet itself: the place of each column's cell.
    Own(Vec<Option<usize>>),
    /// In a supplier's list.
    Mapped(Bound<'m>),
}

/// Finds the columns among the headings; what is missing, in sentences.
fn lay<'m>(mapping: Option<&'m Mapping>, headings: &[String]) -> Result<Laid<'m>, Vec<String>> {
    if let Some(mapping) = mapping {
        return mapping.bind(headings).map(Laid::Mapped);
    }
    if let Err(twice) = table::headings("", 1, headings.to_vec()) {
        return Err(vec![format!("`{}`: {}", twice.place.column, twice.why)]);
    }
    let mut found = vec![None; ALL.len()];
    for (n, heading) in headings.iter().enumerate() {
        if let Some(place) = Key::of(heading).and_then(|key| found.get_mut(key)) {
            *place = Some(n);
        }
    }
    let missing = ALL.iter().zip(&found).filter(|(column, found)| column.must && found.is_none());
    let missing: Vec<String> = missing
        .map(|(column, _)| {
            let near =
                did_you_mean(column.heading, headings.iter().map(String::as_str).filter(|h| Key::of(h).is_none()));
            format!(
                "there is no column `{}`{}",
                column.heading,
                near.map(|near| format!(" ({near})")).unwrap_or_default()
            )
        })
        .collect();
    if missing.is_empty() { Ok(Laid::Own(found)) } else { Err(missing) }
}

/// The reading of one table.
struct Reading<'m, 'l, 'o> {
    file: String,
    laid: Laid<'m>,
    dates: &'m Forms,
    /// The date of birth of each child that was told of.
    seen: BTreeMap<String, Option<Day>>,
    out: &'l mut Listener<'o>,
}

impl Reading<'_, '_, '_> {
    fn say(&mut self, out: Out) -> Result<(), Unreadable> {
        (self.out)(out).map_err(|stop| Unreadable::file(&self.file, stop.0, ""))
    }

    /// Names the columns of the sheet itself of which nothing is read. Whoever wrote a mapping chose what to read.
    fn unread(&mut self, headings: &[String]) -> Result<(), Unreadable> {
        if matches!(self.laid, Laid::Mapped(_)) {
            return Ok(());
        }
        for heading in headings.iter().filter(|heading| !heading.is_empty() && Key::of(heading).is_none()) {
            let near = did_you_mean(heading, ALL.iter().map(|column| column.heading));
            let near = near.map(|near| format!("; {near}")).unwrap_or_default();
            self.say(Out::Refused(Refusal {
                place: Place { file: self.file.clone(), row: 1, column: shortened(heading) },
                number: String::new(),
                value: String::new(),
                rule: format!("the sheet has no such column, and nothing of it is read{near}"),
                effect: Effect::Value,
            }))?;
        }
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), Unreadable> {
        let place = Place { file: self.file.clone(), row: row.number, column: String::new() };
        let whole = |column: String, value: String, rule: String| {
            let place = Place { column, ..place.clone() };
            Out::Refused(Refusal { place, number: String::new(), value, rule, effect: Effect::Row })
        };
        if let Some(flaw) = row.flaw {
            return self.say(whole(flaw.column, flaw.value, flaw.rule));
        }
        let cells = match &self.laid {
            Laid::Own(found) => {
                found.iter().map(|at| at.and_then(|n| row.cells.get(n)).cloned().unwrap_or_default()).collect()
            }
            Laid::Mapped(bound) => match bound.row(&row.cells) {
                Ok(Some(cells)) => cells,
                Ok(None) => return Ok(()),
                Err(name) => {
                    let rule =
                        "the name is not written as the mapping says, so which part is the family name is not known";
                    return self.say(whole(columns::FULL_NAME.to_owned(), shortened(&name), rule.to_owned()));
                }
            },
        };
        let heading = |key: Key| match &self.laid {
            Laid::Mapped(bound) => bound.heading(key as usize).unwrap_or(key.column().heading).to_owned(),
            Laid::Own(_) => key.column().heading.to_owned(),
        };
        let read = row::read(row::SheetRow { place, cells, dates: self.dates, heading: &heading }, &self.seen);
        for refusal in read.refused {
            self.say(Out::Refused(refusal))?;
        }
        let Some(told) = read.told else { return Ok(()) };
        let born = self.seen.entry(told.number.clone()).or_default();
        *born = born.or(told.born);
        if self.seen.len() > limits::CHILDREN {
            let why = format!("the sheet has more than {} children", limits::CHILDREN);
            return Err(Unreadable::file(&self.file, why, "it is for the children of one youth justice service"));
        }
        for what in told.what {
            self.say(Out::Told(Told { number: told.number.clone(), what }))?;
        }
        Ok(())
    }
}
