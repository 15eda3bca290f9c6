//! A CSV file, however it was saved: its rows, and why it is refused.

use std::io::{BufReader, Cursor};

use feeds::read::table::{Row, Rows, csv};
use feeds::read::{Source, Unreadable, limits};
use feeds::write::table::unguarded;
use proptest::prelude::*;

pub fn source(name: &str, bytes: impl Into<Vec<u8>>) -> Source<'static> {
    let bytes = bytes.into();
    Source { name: name.into(), size: bytes.len() as u64, content: Box::new(Cursor::new(bytes)) }
}

type Whole = (Vec<String>, Vec<Row>, Option<String>);

fn all(source: Source<'_>) -> Result<Whole, Unreadable> {
    let mut table = csv(source)?;
    let mut rows = Vec::new();
    while let Some(row) = table.next_row()? {
        rows.push(row);
    }
    Ok((table.headings().to_vec(), rows, table.note().map(str::to_owned)))
}

fn read(bytes: impl Into<Vec<u8>>) -> Result<Whole, Unreadable> {
    all(source("list.csv", bytes))
}

fn cells(bytes: impl Into<Vec<u8>>) -> Vec<(u64, Vec<String>)> {
    read(bytes).unwrap().1.into_iter().map(|row| (row.number, row.cells)).collect()
}

fn why(bytes: impl Into<Vec<u8>>) -> String {
    read(bytes).unwrap_err().to_string()
}

#[test]
fn rows_are_counted_as_a_spreadsheet_counts_them() {
    let file = "\u{feff}CHILD, SEX \r\n\r\n7 ,\"a\r\nb, \"\"c\"\"\"\r\n,\r\n8\n9,2,,\n";
    let expected = [(3, vec!["7", "a\r\nb, \"c\""]), (5, vec!["8", ""]), (6, vec!["9", "2"])];
    assert_eq!(cells(file), expected.map(|(n, cells)| (n, cells.into_iter().map(str::to_owned).collect::<Vec<_>>())));
    assert_eq!(read(file).unwrap().0, ["CHILD", "SEX"]);
}

#[test]
fn the_first_line_says_what_divides_the_cells() {
    for file in ["a;b,c;d\n1;2;3\n", "a\tb,c\td\n1\t2\t3\n", "\"a\",\"b;c\",d\n1,2,3\n", "\n a , b;c , d\r1,2,3"] {
        assert_eq!(cells(file).pop().unwrap().1, ["1", "2", "3"], "{file:?}");
    }
    assert_eq!(cells("one\n1\n"), [(2, vec!["1".to_owned()])]);
}

#[test]
fn what_a_file_was_saved_as_is_found_and_said() {
    let text = "name\nZoë Ångström\n";
    assert_eq!(cells(text)[0].1, ["Zoë Ångström"]);
    for little in [true, false] {
        let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect();
        assert_eq!(cells(utf16)[0].1, ["Zoë Ångström"]);
    }
    let (_, rows, note) = read(b"name\nZo\xEB \x80\n".to_vec()).unwrap();
    assert_eq!(rows[0].cells, ["Zoë €"]);
    assert_eq!(
        note.unwrap(),
        "list.csv is not UTF-8; it was read as Windows-1252: look at a name with an accent in it"
    );
    assert_eq!(read("name\nZoë").unwrap().2, None);
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    assert_eq!(why(""), "list.csv: is empty: it has not even headings");
    assert_eq!(why("\u{feff}\n,,\n"), "list.csv: is empty: it has not even headings");
    assert!(why("a\n\0\n").contains("zero bytes"));
    assert!(why(b"a\nb\xEB\x81\n".to_vec()).contains("neither UTF-8 nor Windows-1252"));
    assert!(why(b"\xEF\xBB\xBFa\nb\xEB\n".to_vec()).contains("marked as UTF-8"));
    assert!(why("PK\x03\x04 more").contains("workbook"));
    assert!(why("Child ID,SEX,CHILD_id\n").contains("row 1, CHILD_id: this heading stands there twice"));
    assert!(why("a,b\n1,\"2\n3,4\n").contains("row 2: a quote that begins a cell is never closed"));
    assert!(why(",".repeat(limits::COLUMNS + 1)).contains("more than 500 columns"));
    assert!(why(format!("a\n{}", "x".repeat(limits::CELL + 1))).contains("longer than 32 KB"));
    assert!(why(format!("a\n{}", format!("{},", "x".repeat(9000)).repeat(120))).contains("longer than 1024 KB"));
    let mut too_large = source("list.csv", "a\n");
    too_large.size = limits::FILE + 1;
    assert!(all(too_large).unwrap_err().to_string().contains("larger than 512 MB"));
    assert_eq!(read("a,b\n").unwrap().1, []);
}

#[test]
fn a_row_that_is_written_wrongly_is_marked() {
    let (_, rows, _) = read("name,team\nBrindle, Ash,North\n\"The \"Hub\" team\",1\nok,2\n").unwrap();
    let rules: Vec<_> =
        rows.iter().map(|row| row.flaw.as_ref().map(|flaw| flaw.rule.split(':').next().unwrap())).collect();
    let expected = [
        Some("there is more in the row than there are headings"),
        Some("something stands behind the closing quote"),
        None,
    ];
    assert_eq!(rules, expected);
    assert_eq!(rows[0].flaw.as_ref().unwrap().value, "North");
    assert_eq!(rows[1].flaw.as_ref().unwrap().column, "name");
    assert_eq!(cells("a,b\n5\" pipe,2\n")[0].1, ["5\" pipe", "2"], "a quote within a cell is a quote");
}

/// Gives one opening quote and then the same letter for ever.
struct Endless(u64);
impl std::io::Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        into.fill(b'x');
        if self.0 == 0 {
            into[..3].copy_from_slice(b"a\n\"");
        }
        self.0 += into.len() as u64;
        Ok(if self.0 > limits::FILE * 2 { 0 } else { into.len() })
    }
}
impl std::io::Seek for Endless {
    fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
        self.0 = 0;
        Ok(0)
    }
}

#[test]
fn a_file_that_says_it_is_small_and_is_not_is_refused() {
    let content = Box::new(BufReader::with_capacity(1 << 20, Endless(0)));
    let error = all(Source { name: "list.csv".into(), size: 3, content }).unwrap_err();
    assert!(error.to_string().contains("larger than 512 MB"), "{error}");
}

proptest! {
    /// What the `csv` crate writes is read as it was written, however the file hands out its bytes.
    #[test]
    fn what_is_written_is_read(
        table in prop::collection::vec(prop::collection::vec("[ -~éß\r\n]{0,8}", 3), 1..12),
        capacity in 1_usize..64, delimiter in prop::sample::select(b",;\t".to_vec()),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["one", "two", "three"]).unwrap();
        table.iter().for_each(|row| writer.write_record(row).unwrap());
        let bytes = writer.into_inner().unwrap();
        let size = bytes.len() as u64;
        let content = Box::new(BufReader::with_capacity(capacity, Cursor::new(bytes)));
        let (_, rows, _) = all(Source { name: "list.csv".into(), size, content }).unwrap();
        let own = |cell: &String| unguarded(cell.trim()).trim().to_owned();
        let trimmed = table.iter().enumerate().map(|(n, row)| (n as u64 + 2, row.iter().map(own).collect::<Vec<_>>()));
        let expected: Vec<_> = trimmed.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty())).collect();
        prop_assert_eq!(rows.into_iter().map(|row| (row.number, row.cells)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "[a,;\"\r\n\t é]{0,80}") {
        let _ = read(bytes);
        if let Ok((headings, rows, _)) = read(text) {
            prop_assert!(rows.iter().all(|row| row.cells.len() == headings.len()));
        }
    }
}

/// What a spreadsheet must not run stands behind an apostrophe, which is no part of it (`write::table`).
#[test]
fn the_apostrophe_before_a_formula_is_no_part_of_the_text() {
    let file = "CHILD,NAME\n7,'=1+1\n8,\"' ＝1\"\n9,'tis\n10,'\u{200b}@a\n";
    let names: Vec<String> = cells(file).into_iter().map(|(_, cells)| cells[1].clone()).collect();
    assert_eq!(names, ["=1+1", "＝1", "'tis", "\u{200b}@a"]);
}
