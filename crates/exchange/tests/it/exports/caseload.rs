//! The joint caseload.

use std::io::Cursor;

use exchange::exports::About;
use exchange::exports::caseload::{HEADINGS, NOT_SHOWN, Next, Row, Told, csv, xlsx};
use feeds::read::Source;
use feeds::read::table::{self, Rows};
use feeds::read::workbook::{Which, Workbook};

use super::NASTY;

fn row(name: &str) -> Row {
    let day = |text: &str| text.parse().unwrap();
    Row {
        record: "c-1".into(),
        given: name.into(),
        family: name.into(),
        known_as: String::new(),
        born: Some(day("2010-11-09")),
        yjs_number: "Y1".into(),
        csc_number: name.into(),
        yjs_since: Told::Is(day("2026-05-11")),
        csc_since: Told::Is(day("2026-06-03")),
        yjs_basis: Told::Is("bail support".into()),
        csc_plan: Told::NotShown,
        looked_after: Told::Nothing,
        in_custody: Told::NotShown,
        care_leaver: Told::Is("none".into()),
        yjs: (name.into(), name.into()),
        csc: ("Dove Quill".into(), String::new()),
        next: Some(Next {
            title: name.into(),
            due: Some(day("2026-06-12")),
            owner: name.into(),
            clause: "camden-8.1a".into(),
        }),
        overdue: 2,
    }
}

fn source(name: &str, bytes: Vec<u8>) -> Source<'static> {
    Source { name: name.into(), size: bytes.len() as u64, content: Box::new(Cursor::new(bytes)) }
}

#[test]
fn every_text_of_every_column_is_a_text() {
    let rows: Vec<Row> = NASTY.iter().map(|name| row(name)).collect();
    let bytes = csv(&rows).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.starts_with("\u{feff}\"First names\",\"Family name\","), "{text}");
    // No cell begins with what a spreadsheet would run, also where signs that are not seen stand before it.
    let unseen = |c: char| c.is_whitespace() || "\u{200b}\u{feff}\u{2060}".contains(c);
    for cell in text.trim_start_matches('\u{feff}').split("\",\"").map(|cell| cell.trim_start_matches('"')) {
        assert!(!cell.trim_start_matches(unseen).starts_with(['=', '+', '-', '@', '＝']), "{cell:?}");
    }
    assert!(text.contains("\"'=cmd|' /C calc'!A0\"") && text.contains("\"' ＝1+1\""), "{text}");
    let mut read = table::csv(source("caseload.csv", bytes)).unwrap();
    assert_eq!(read.headings(), HEADINGS);
    for name in NASTY {
        let row = read.next_row().unwrap().unwrap();
        assert_eq!((row.flaw, row.cells[0].as_str()), (None, name.trim()));
    }
}

#[test]
fn a_workbook_says_first_for_whom_it_is() {
    let at = "2026-06-10T10:00".parse().unwrap();
    let about = About { whose: "Camden".into(), at, by: "=Linnet".into(), id: "yj-m".into() };
    let rows: Vec<Row> = NASTY.iter().map(|name| row(name)).collect();
    let bytes = xlsx(&rows, &about).unwrap();
    assert_eq!(bytes, xlsx(&rows, &about).unwrap());
    let mut book = Workbook::open(source("caseload.xlsx", bytes)).unwrap();
    let names: Vec<String> = book.sheets().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["About", "Joint caseload"]);
    let first = book.rows(Which { sheet: Some("About"), headings: 1 }, &|_| true).unwrap().headings().to_vec();
    assert_eq!(
        first,
        ["For internal use of Camden only. Made on Wed 10 June 2026 at 10:00 by =Linnet. Contains personal data."]
    );
    let mut rows = book.rows(Which { sheet: Some("Joint caseload"), headings: 1 }, &|_| true).unwrap();
    assert_eq!(rows.headings(), HEADINGS);
    let cells = rows.next_row().unwrap().unwrap().cells;
    assert_eq!(cells[0], "=cmd|' /C calc'!A0");
    assert_eq!(
        cells[6..15],
        ["2026-05-11", "2026-06-03", "2026-06-03", "bail support", NOT_SHOWN, "no", "", NOT_SHOWN, "none"]
    );
    assert_eq!(cells[23], "2");
}

#[test]
fn open_to_both_is_not_shown_where_one_of_the_two_is_not() {
    let one = Row { yjs_since: Told::NotShown, ..row("Ash") };
    let text = String::from_utf8(csv(&[one]).unwrap()).unwrap();
    assert!(text.contains("\"not shown\",\"2026-06-03\",\"not shown\""), "{text}");
}
