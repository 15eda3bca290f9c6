//! The page `docs/sheet.md`: the sheet's columns, from the one table that knows them, and how a mapping is written.

use std::fmt::Write as _;

use crate::read::mapping::NameForm;
use crate::read::sheet::columns::{ALL, FULL_NAME};
use crate::write::template::in_words;

/// The text of `docs/sheet.md`.
pub fn page() -> String {
    let mut page = String::from(START);
    page.push_str("| Column | Must | Holds | What it means | Example |\n|---|---|---|---|---|\n");
    for column in ALL {
        let must = if column.must { "yes" } else { "" };
        let [example, _] = column.examples;
        let example = if example.is_empty() { String::new() } else { format!("`{example}`") };
        let holds = in_words(column.holds);
        // Writing into a text does not fail.
        let _ = writeln!(page, "| {} | {must} | {holds} | {} | {example} |", column.heading, column.means);
    }
    page.push_str(MAPPING);
    for (word, form) in NameForm::WORDS {
        let example = match form {
            NameForm::Comma => "BRINDLE, Ash",
            NameForm::CapitalsLast => "Ash BRINDLE",
            NameForm::CapitalsFirst => "BRINDLE Ash",
        };
        let _ = writeln!(page, "- `names = \"{word}\"`: `{example}`");
    }
    let _ = write!(
        page,
        "\nWith `names`, the whole name goes into a column `{FULL_NAME}`, in place of `Given names` and `Family name`."
    );
    page.push_str(END);
    page
}

const START: &str = "# The sheet of youth justice, and lists of a supplier's system

This page is written from the program (`crates/feeds`), and a test compares the two.
After a change: `cargo test -p feeds -- --ignored writes_the_page_anew`.

A youth justice service gives Tandem one table of the children it works with. It may be the sheet below, filled in by hand or by a report, or a
list that the supplier's system prints, with a *mapping* that says what is what in it.

- The file is CSV (UTF-8, UTF-16 or Windows-1252; divided by comma, semicolon or tab) or a workbook (`.xlsx`) without a password.
- One row for each involvement. A child with two has two rows, and who they are stands in both.
- Headings stand in row 1. Capitals and blanks in them count for nothing. Columns that need not be there may be left out.
- Dates are `2026-04-03` or `03/04/2026`, or true dates of a workbook.
- Several names or siblings in one cell are separated by `;`.

Nothing is put right in silence. What cannot be used is reported with its file, row, column, value and the rule:

- *Row left out*: no child number, no name, a child number that a row above has with another date of birth, a number that a spreadsheet rounded.
- *Value left out*: a date that is none, an NHS number (UPN, ULN, PNC number) whose check fails, a cell whose formula failed (`#REF!`). Without
  its start, with an end that cannot be read or lies before the start, or with a start before the birth or thirty years after it, an involvement is
  skipped; who the child is still counts.
- *Kept as it is*: a basis that is not known.

In a workbook the first visible sheet that has the headings is read; the report says which. Of a formula Tandem takes what the spreadsheet last
worked out: a workbook that no spreadsheet has opened since its formulas were written has nothing there.

## The columns

";

const MAPPING: &str = "
## A mapping for a supplier's list

A mapping is a text file in TOML: `name = value` on a line, a text in double quotes, a comment after `#`. Two whole examples for made-up lists
are in `crates/feeds/mappings`. To make one:

1. Have the system print its list, and open it beside the table above.
2. Copy the example that looks more like it, and give it a `name` of its own.
3. Under `[columns]` write for each column of the sheet, on the left, what the list calls it, on the right. The columns that must be there must be
   filled; leave out what the list does not have.
4. Under `[codes.\"…\"]` write for each word of the list which of the sheet's words it is. A word that is not there is kept and reported.
5. Let Tandem read the list without keeping anything, and look at the report. A fault in the mapping is named with its line.

```toml
name = \"our-list\"            # how settings call it
title = \"Open work, printed each Monday\"
sheet = \"Caseload\"           # of a workbook; without it, the first visible one with the headings
headings = 4                 # the row in which the headings stand; without it, 1
dates = [\"d-MMM-yy\", \"dd/mm/yyyy HH:MM\"]
pivot = 49                   # years of two figures up to 49 are 20…, from 50 on 19…; must be there with `yy`
names = \"FAMILY, Given\"      # where the list has whole names
gone = \"ask\"                 # who is listed no more: `closed` in a list of open work, else `ask`

[columns]
\"Child number\" = \"Client Ref\"
\"Street\" = { from = [\"Address 1\", \"Address 2\"], join = \", \" }   # several joined; empty ones are left out
\"Route\" = { always = \"criminal-justice\" }                        # the same in every row

[codes.\"Basis\"]
\"Referral Order\" = \"referral-order\"

[[leave-out]]                # rows that are not read; as many of these as needed
column = \"Status\"
is = [\"Test record\", \"Victim contact\"]
```

Dates: `d` or `dd` day, `m` or `mm` month, `MMM` its name (`Apr`, `April`), `yyyy` or `yy` year, `HH:MM` and `HH:MM:SS` a time, which is left
out. Without `dates` they are `dd/mm/yyyy`. `2026-04-03` is always understood. A date that two of the forms read as different days is refused.

Whole names:

";

const END: &str = " A
name that is not written so leaves its row out, because nobody should guess which part is the family name.

## What Tandem writes for spreadsheets

In a CSV file that Tandem writes, every cell stands in quotes. A text that a spreadsheet could take for a formula has an apostrophe in front: one
that begins with `=`, `+`, `-`, `@` or a wide form of them, with a control character, or with any of these behind blanks, characters that cannot be
seen, or apostrophes. To have the text as it is kept, take away one apostrophe in front wherever what follows it is such a text. In a workbook
every text is stored as text, and nothing needs to be taken away.
";
