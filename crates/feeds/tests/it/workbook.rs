//! Workbooks as they come, and as somebody may have made them on purpose.

use std::io::{Cursor, Write};

use feeds::read::Source;
use feeds::read::table::Rows;
use feeds::read::workbook::{Which, Workbook};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format};
use zip::write::SimpleFileOptions;

pub fn source(name: &str, bytes: &[u8]) -> Source<'static> {
    Source { name: name.into(), size: bytes.len() as u64, content: Box::new(Cursor::new(bytes.to_vec())) }
}

pub const FIRST: Which<'static> = Which { sheet: None, headings: 1 };

/// All rows of a workbook as text, or what is wrong with it.
pub fn rows(bytes: &[u8], which: Which<'_>) -> Result<(String, Vec<String>), String> {
    let mut workbook = Workbook::open(source("list.xlsx", bytes)).map_err(|e| e.to_string())?;
    let mut rows = workbook.rows(which, &|headings| headings.iter().any(|h| h == "A")).map_err(|e| e.to_string())?;
    let mut all = vec![rows.headings().join("|")];
    let name = rows.file().to_owned();
    while let Some(row) = rows.next_row().map_err(|e| e.to_string())? {
        all.push(format!("{}: {}", row.number, row.cells.join("|")));
    }
    Ok((name, all))
}

/// A zip of these parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &[u8] =
    br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook with these texts and the rows of its one sheet, as XML.
pub fn raw(texts: &[u8], rows: &[u8]) -> Vec<u8> {
    let sheet = [b"<worksheet><sheetData>".as_slice(), rows, b"</sheetData></worksheet>"].concat();
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

pub const HEAD: &str =
    r#"<row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c><c r="B1" t="inlineStr"><is><t>B</t></is></c></row>"#;

fn cells(xml: &str) -> Result<Vec<String>, String> {
    rows(&raw(b"<sst/>", format!("{HEAD}{xml}").as_bytes()), FIRST).map(|(_, mut rows)| rows.split_off(1))
}

#[test]
fn what_a_cell_holds_comes_as_text() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Notes").unwrap().write_string(0, 0, "read me").unwrap();
    let hidden = book.add_worksheet().set_name("Old").unwrap().set_hidden(true);
    hidden.write_string(0, 0, "A").unwrap();
    let sheet = book.add_worksheet().set_name("Cases").unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (n, heading) in (0..).zip(["A", "B", "C", "D", "E"]) {
        sheet.write_string(0, n, heading).unwrap();
    }
    let at = |text: &str| ExcelDateTime::parse_from_str(text).unwrap();
    sheet.write_datetime_with_format(1, 0, at("2026-04-03"), &date).unwrap();
    sheet.write_datetime_with_format(1, 1, at("2026-04-03T14:30:00"), &date).unwrap();
    sheet.write_number(1, 2, 9_434_765_919_f64).unwrap();
    sheet.write_number(1, 3, 1_234_567_890_123_456_789_f64).unwrap();
    sheet.write_boolean(1, 4, true).unwrap();
    sheet.write_number(3, 0, 0.5).unwrap();
    sheet.write_formula(3, 1, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_string(3, 2, "  =1+1 ").unwrap();
    sheet.write_string(3, 9, "beside the table").unwrap();
    sheet.write_number_with_format(3, 3, 60, &date).unwrap();
    let (name, all) = rows(&book.save_to_buffer().unwrap(), FIRST).unwrap();
    assert_eq!(name, "list.xlsx, sheet Cases", "a hidden sheet is never chosen");
    assert_eq!(
        all,
        [
            "A|B|C|D|E",
            "2: 2026-04-03|2026-04-03T14:30|9434765919|1.2345678901234568E+18|TRUE",
            "4: 0.5|2|=1+1|1900-02-29|",
        ]
    );
    let bytes = book.save_to_buffer().unwrap();
    let named = rows(&bytes, Which { sheet: Some("old "), headings: 1 }).unwrap();
    assert_eq!(
        named,
        ("list.xlsx, sheet Old".to_owned(), vec!["A".to_owned()]),
        "a hidden sheet is read where it is named"
    );
    let none = rows(&bytes, Which { sheet: Some("Olde"), headings: 1 }).unwrap_err();
    assert_eq!(none, "list.xlsx: there is no sheet `Olde`; the sheets are `Notes`, `Old`, `Cases`");
    let none = rows(&bytes, Which { sheet: None, headings: 7 }).unwrap_err();
    assert!(none.starts_with("list.xlsx: no sheet has the headings in row 7; looked at `Notes`, `Cases`"), "{none}");
}

#[test]
fn odd_cells_are_read_or_refused_and_never_guessed() {
    let one = |cell: &str| cells(&format!(r#"<row r="2">{cell}</row>"#));
    assert_eq!(one(r#"<c r="A2" t="e"><v>#REF!</v></c>"#).unwrap(), ["2: #REF!|"]);
    assert_eq!(
        one(r#"<c r="A2"><v>9.43477E+09</v></c>"#).unwrap(),
        ["2: 9434770000|"],
        "what is lost already cannot be seen here"
    );
    assert_eq!(one(r#"<c r="A2" t="str"><v>a &amp; b</v></c>"#).unwrap(), ["2: a & b|"]);
    assert_eq!(one(r#"<c r="A2" t="d"><v>2026-04-03T00:00:00</v></c>"#).unwrap(), ["2: 2026-04-03|"]);
    for sign in ["+1", "-1", "1e400", "NaN", "inf", "+inf", "infinity", "-", "1_0", " 1", "1 "] {
        // Whatever comes of it, it does not fall over.
        let _ = one(&format!(r#"<c r="A2" t="n"><v>{sign}</v></c>"#));
        let _ = one(&format!(r#"<c r="A2"><v>{sign}</v></c>"#));
    }
    assert_eq!(one(r#"<c r="XFD2"><v>1</v></c>"#).unwrap(), Vec::<String>::new(), "beside the table");
    assert!(one(r#"<c r="A2" t="s"><v>7</v></c>"#).unwrap_err().contains("damaged"));
    let back = cells(r#"<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>"#);
    assert!(back.unwrap_err().contains("the rows are not in order"));
}

#[test]
fn what_is_no_workbook_is_told_in_a_sentence() {
    let why = |bytes: &[u8]| rows(bytes, FIRST).unwrap_err().lines().next().unwrap().to_owned();
    assert_eq!(
        why(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"),
        "list.xlsx: this is an older Excel file (.xls), or a workbook with a password"
    );
    assert_eq!(why(b"A,B\n1,2\n"), "list.xlsx: this is no workbook");
    assert_eq!(why(&zipped(&[("list.csv", b"A,B")])), "list.xlsx: this is a zip, and no workbook");
    assert_eq!(
        why(&zipped(&[("mimetype", b"x"), ("content.xml", b"x")])),
        "list.xlsx: this is an OpenDocument file (.ods)"
    );
    assert_eq!(why(&zipped(&[("xl/workbook.bin", b"x")])), "list.xlsx: this is a binary workbook (.xlsb)");
    let whole = raw(b"<sst/>", HEAD.as_bytes());
    assert!(why(&whole[..whole.len() - 30]).contains("damaged"));
    assert!(why(&[whole.as_slice(), b"more"].concat()).contains("damaged"));
    let many: Vec<String> = (0..2_001).map(|n| format!("xl/{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(why(&zipped(&many)), "list.xlsx: the workbook has more than 2000 parts");
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked_into_anything() {
    // A megabyte of packed zeros is a gigabyte: here 64 MB in 64 KB, over the ratio.
    let bomb = zipped(&[("[Content_Types].xml", TYPES), ("xl/workbook.xml", BOOK), ("xl/media/a", &vec![0; 64 << 20])]);
    assert!(bomb.len() < 100_000);
    let why = rows(&bomb, FIRST).unwrap_err();
    assert!(why.contains("unpacked, the workbook is larger than"), "{why}");

    // What a part says of its own size is not believed: both places where it stands say one byte.
    let mut lying = bomb.clone();
    let size = (64_u32 << 20).to_le_bytes();
    let places: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    assert!(rows(&lying, FIRST).is_err());

    // Room is made for as many texts as a workbook says it has.
    let why = rows(&raw(br#"<sst uniqueCount="18446744073709551615"/>"#, HEAD.as_bytes()), FIRST).unwrap_err();
    assert!(why.contains("more than 1000000 different texts"), "{why}");
    let why = rows(&raw(&b"<si/>".repeat(1_000_001), HEAD.as_bytes()), FIRST).unwrap_err();
    assert!(why.contains("different texts") || why.contains("unpacked"), "{why}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,40}", kind in "(n|s|b|e|str|d|inlineStr|)") {
        let _ = rows(&bytes, FIRST);
        let _ = rows(&[b"PK\x03\x04".as_slice(), &bytes].concat(), FIRST);
        let _ = rows(&raw(&bytes, &bytes), FIRST);
        let _ = rows(&raw(b"<sst><si><t>x</t></si></sst>", &bytes), FIRST);
        let _ = cells(&text);
        let _ = cells(&format!(r#"<row r="2"><c r="A2" t="{kind}"><v>{text}</v></c></row>"#));
        let _ = cells(&format!(r#"<row r="{text}"><c r="{text}" s="{text}"><v>1</v></c></row>"#));
    }

    /// A whole workbook with one byte changed, or cut short.
    #[test]
    fn nor_does_a_damaged_one(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = feeds::write::template::template_xlsx().unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = rows(&bytes, Which { sheet: Some("Children"), headings: 1 });
        let _ = rows(&bytes[..cut.index(bytes.len())], FIRST);
    }

    /// A number of up to fifteen digits comes as it was written.
    #[test]
    fn numbers_come_whole(n in -999_999_999_999_999_i64..=999_999_999_999_999) {
        let read = cells(&format!(r#"<row r="2"><c r="A2"><v>{n}</v></c></row>"#)).unwrap();
        prop_assert_eq!(read, [format!("2: {n}|")]);
    }
}
