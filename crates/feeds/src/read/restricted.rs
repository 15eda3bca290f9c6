//! The list of those whose record not everybody may know of: a CSV file with one column, beside whatever a service's system prints.
//!
//! Few systems print the mark, and no return has it. The heading is `Child number`, and each row one number, as the system itself has it.

use crate::listed::Listed;
use crate::read::columns::Table;
use crate::read::line::{ROUNDED, is_rounded};
use crate::read::table::csv;
use crate::read::{Listener, Read, Source, Unreadable};
use crate::told::Effect;

/// The heading.
pub const HEADING: &str = "Child number";

/// Reads the list, and tells of each number that it is restricted.
///
/// ```
/// use feeds::read::{Source, restricted};
///
/// let file = "Child number\n42\n";
/// let content = Box::new(std::io::Cursor::new(file));
/// let source = Source { name: "restricted.csv".into(), size: file.len() as u64, content };
/// let read = restricted::read(source, &mut |_| Ok(())).unwrap();
/// assert_eq!(read.rows, [("restricted.csv".to_owned(), 1)]);
/// ```
///
/// # Errors
///
/// Where it is no table, lacks the heading or has another beside it, or the listener wants no more. A list that cannot be read restricts nobody,
/// so whoever calls must not go on without it.
pub fn read(source: Source<'_>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    let mut table = Table::new(csv(source)?);
    table.require(&[HEADING])?;
    if table.headings().len() > 1 {
        let help = format!(
            "give the one column `{HEADING}`: whoever stands in the list is restricted, whatever stands beside the number"
        );
        return Err(Unreadable::file(table.file(), "has more than one column", help));
    }
    let mut read = Read::default();
    let count = table.each(HEADING, out, |line, row| {
        let cell = row.at(HEADING);
        if is_rounded(cell.text) {
            return Ok(line.refuse(cell, ROUNDED, Effect::Row)?);
        }
        let who = Listed { restricted: true, ..Listed::new(line.number()) };
        Ok(line.who(who)?)
    })?;
    read.file(&table, count);
    Ok(read)
}
