//! The sheet of Tandem's own, empty but for an example, for those who fill it in: as CSV, and as a workbook that guards what is typed.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, FormatAlign, Note, Worksheet, XlsxError};

use crate::read::sheet::columns::{ALL, Column, Holds};
use crate::write::table::{self, Cell, Csv};

/// The last row of a sheet, counted from 0.
const LAST: u32 = 1_048_575;
/// What may stand in a column that is `yes` or `no`.
const YES_NO: &[&str] = &["yes", "no"];

/// The sheet as CSV: the headings and two made-up rows, to be replaced.
pub fn template_csv() -> Vec<u8> {
    let headings: Vec<&str> = ALL.iter().map(|column| column.heading).collect();
    let written = Csv::new(Vec::new(), &headings, true).and_then(|mut table| {
        for n in 0..2 {
            table.row(&example(n))?;
        }
        table.finish()
    });
    // INVARIANT: writing into memory does not fail.
    written.unwrap_or_default()
}

/// A row of the example, as text: so a date stands in a CSV file.
fn example(n: usize) -> Vec<Cell<'static>> {
    let cell = |column: &Column| column.examples.get(n).map_or(Cell::Empty, |text| Cell::from(*text));
    ALL.iter().map(cell).collect()
}

/// The sheet as a workbook: headings with what each means, lists of the words that are allowed, columns of numbers kept as text, and a second
/// sheet that explains all columns.
///
/// # Errors
///
/// Where it cannot be put together.
pub fn template_xlsx() -> Result<Vec<u8>, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Children")?.set_freeze_panes(1, 0)?;
    for (n, column) in (0..).zip(ALL) {
        let note = Note::new(column.means).set_author("Tandem").add_author_prefix(false).set_width(240).set_height(120);
        let heading = if column.must {
            table::bold().set_underline(rust_xlsxwriter::FormatUnderline::Single)
        } else {
            table::bold()
        };
        let format = match column.holds {
            Holds::Date => table::as_date(),
            _ => table::as_text(),
        };
        sheet.set_column_width(n, 18)?.set_column_format(n, &format)?;
        sheet.write_string_with_format(0, n, column.heading, &heading)?.insert_note(0, n, &note)?;
        if let Some(rule) = rule(column)? {
            sheet.add_data_validation(1, n, LAST, n, &rule)?;
        }
        for (row, text) in (1..).zip(column.examples) {
            match (column.holds, text.parse()) {
                (_, _) if text.is_empty() => {}
                (Holds::Date, Ok(day)) => {
                    sheet.write_datetime_with_format(row, n, table::date(day)?, &format)?;
                }
                _ => {
                    sheet.write_string_with_format(row, n, text, &format)?;
                }
            }
        }
    }
    let mut workbook = table::workbook("Children of youth justice");
    workbook.push_worksheet(sheet);
    workbook.push_worksheet(explained()?);
    workbook.save_to_buffer()
}

/// What may be typed into a column; nothing where anything may.
fn rule(column: &Column) -> Result<Option<DataValidation>, XlsxError> {
    let Some(words) = words(column.holds) else { return Ok(None) };
    let rule = DataValidation::new().allow_list_strings(words)?.ignore_blank(true);
    // A word that is not known is kept and reported, so it may be typed all the same.
    let rule =
        rule.set_error_style(DataValidationErrorStyle::Warning).set_error_message("This is none of the words.")?;
    Ok(Some(rule))
}

/// The words that may stand in a column; nothing where there is no list of them.
fn words(holds: Holds) -> Option<&'static [&'static str]> {
    match holds {
        Holds::Words(words) => Some(words),
        Holds::YesNo => Some(YES_NO),
        Holds::Text | Holds::Id | Holds::Date => None,
    }
}

/// What a column holds, in words.
pub(super) fn in_words(holds: Holds) -> String {
    match holds {
        Holds::Text => "text".to_owned(),
        Holds::Id => "number, kept as text".to_owned(),
        Holds::Date => "date".to_owned(),
        Holds::YesNo | Holds::Words(_) => words(holds).unwrap_or_default().join(", "),
    }
}

/// The second sheet.
fn explained() -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("How to fill this in")?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    for (n, width) in (0..).zip([22, 10, 30, 70, 30]) {
        sheet.set_column_width(n, width)?;
    }
    let lines = [
        "One row for each involvement of youth justice with a child. A child with two has two rows, and who they are stands in both.",
        "The two rows of the first sheet are made up: replace them. Columns that must be there are underlined; others may be left out.",
        "Nothing is put right in silence: what cannot be used is reported with its row, its column and the reason.",
    ];
    for (row, line) in (0..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    for (n, heading) in (0..).zip(["Column", "Must", "Holds", "What it means", "Example"]) {
        sheet.write_string_with_format(4, n, heading, &table::bold())?;
    }
    for (row, column) in (5..).zip(ALL) {
        let must = if column.must { "yes" } else { "" };
        let holds = in_words(column.holds);
        let [example, _] = column.examples;
        for (n, text) in (0..).zip([column.heading, must, &holds, column.means, example]) {
            sheet.write_string_with_format(row, n, text, &wrapped)?;
        }
    }
    Ok(sheet)
}
