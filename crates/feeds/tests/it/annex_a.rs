//! The lists that Ofsted asks for.

use feeds::read::Layout;

use crate::told::{happened, own, whole};

#[test]
fn the_lists_say_since_when() {
    let whole = own(Layout::AnnexA, "annex-a");
    assert_eq!(whole.refused, Vec::<String>::new());
    assert_eq!(whole.read.notes, ["list-1.csv: nothing of it is used"]);
    let child = &whole.children["31"];
    assert_eq!((child.sex.as_str(), child.ethnicity.as_str()), ("female", "WBRI"));
    assert_eq!(child.workers[0].person, "Rowan Thistle");
    assert_eq!(
        happened(child),
        [
            "2025-12-01 csc-involvement-started",
            "2026-01-05 looked-after-started basis=other",
            "2026-02-02 placement-started kind=residential out_of_area=false",
            "2026-03-10 looked-after-started basis=s31-full",
        ]
    );
}

/// A workbook whose sheets have these rows.
fn book(sheets: &[(&str, &[&[&str]])]) -> rust_xlsxwriter::Workbook {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (n, row) in (0..).zip(*rows) {
            for (m, cell) in (0..).zip(*row) {
                sheet.write_string(n, m, *cell).unwrap();
            }
        }
    }
    book
}

fn read(mut book: rust_xlsxwriter::Workbook) -> Result<crate::told::Whole, feeds::read::Unreadable> {
    whole(Layout::AnnexA, vec![("lists.xlsx".to_owned(), book.save_to_buffer().unwrap())])
}

const IN_NEED: &[&[&str]] = &[
    &[
        "Child Unique ID",
        "Date of Birth",
        "CIN Start Date",
        "CIN Closure Date",
        "Reason for Closure",
        "Case Status",
        "Allocated Team",
    ],
    &["31", "03/05/2009", "01/12/2025", "", "", "c) Child in need plan", "North Team"],
    &["", "03/05/2009", "01/12/2025", "", "", "", ""],
];

#[test]
fn the_lists_are_the_sheets_of_a_workbook() {
    let protected: &[&[&str]] = &[
        &["Child Unique ID", "Child Protection Plan Start Date", "Child Protection Plan End Date"],
        &["31", "2026-01-12", "soon"],
    ];
    let mut book = book(&[("Read me", &[&["Notes", "Notes"]]), ("List 6", IN_NEED), ("List 7", protected)]);
    // Dates as a spreadsheet keeps them; and a sheet that nobody sees.
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.worksheet_from_name("List 7").unwrap();
    sheet.write_string(2, 0, "31").unwrap();
    let day = rust_xlsxwriter::ExcelDateTime::parse_from_str("2026-02-02").unwrap();
    sheet.write_datetime_with_format(2, 1, day, &date).unwrap();
    let hidden = book.add_worksheet().set_name("Old").unwrap().set_hidden(true);
    for (cell, n) in IN_NEED[0].iter().zip(0..) {
        hidden.write_string(0, n, *cell).unwrap();
    }
    let whole = read(book).unwrap();
    let rows = [("lists.xlsx, sheet List 6", 2), ("lists.xlsx, sheet List 7", 2)];
    assert_eq!(whole.read.rows, rows.map(|(file, n)| (file.to_owned(), n)));
    assert_eq!(
        whole.read.notes,
        [
            "lists.xlsx, sheet Read me: nothing of it is used",
            "lists.xlsx, sheet Old: hidden, and nothing of it is used"
        ]
    );
    assert_eq!(
        happened(&whole.children["31"]),
        ["2025-12-01 csc-involvement-started", "2026-02-02 csc-plan-changed plan=child-protection"]
    );
    assert_eq!(whole.children["31"].workers[0].team, "North Team");
    assert_eq!(
        whole.refused,
        [
            "lists.xlsx, sheet List 6, row 3, Child Unique ID: ``: the row does not say of which child it is: row left out",
            "lists.xlsx, sheet List 7, row 2, Child Protection Plan End Date: `soon`: write the date as 2026-04-03 or 03/04/2026: row left out",
        ]
    );
}

#[test]
fn a_workbook_without_the_lists_is_refused() {
    let why = |sheets: &[(&str, &[&[&str]])]| read(book(sheets)).err().unwrap().to_string();
    assert!(
        why(&[("Notes", &[&["Notes"]]), ("Empty", &[])])
            .starts_with("Annex A: none of the lists is known by its headings")
    );
    let twice: &[&[&str]] = &[&[IN_NEED[0], &["CIN Start Date"]].concat()];
    let told = why(&[("List 6", twice)]);
    assert!(
        told.starts_with("lists.xlsx, sheet List 6, row 1, CIN Start Date: this heading stands there twice"),
        "{told}"
    );
}
