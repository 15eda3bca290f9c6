//! What is written for spreadsheets.

use calendar::Day;
use feeds::read::mapping::Mapping;
use feeds::read::sheet::columns::{ALL, BASIS, ROUTE};
use feeds::read::table::Rows;
use feeds::read::workbook::{Which, Workbook};
use feeds::write::table::{Cell, Csv, Xlsx, guarded, unguarded};
use feeds::write::{page::page, template};
use proptest::prelude::*;

use crate::sheet::told;
use crate::workbook::source;

fn csv(rows: &[Vec<Cell<'_>>]) -> Vec<u8> {
    let mut table = Csv::new(Vec::new(), &["Name", "Count"], false).unwrap();
    rows.iter().for_each(|row| table.row(row).unwrap());
    table.finish().unwrap()
}

#[test]
fn formulas_are_texts_and_numbers_are_numbers() {
    let day: Day = "2026-04-03".parse().unwrap();
    let rows = [
        vec![Cell::from("=HYPERLINK(\"x\")"), Cell::Number(-5)],
        vec![Cell::from("-5"), Cell::Date(day)],
        vec![Cell::from("O'Brindle, \"Ash\""), Cell::Empty],
    ];
    assert_eq!(
        String::from_utf8(csv(&rows)).unwrap(),
        "\"Name\",\"Count\"\r\n\"'=HYPERLINK(\"\"x\"\")\",\"-5\"\r\n\"'-5\",\"2026-04-03\"\r\n\"O'Brindle, \"\"Ash\"\"\",\"\"\r\n"
    );
    let marked = Csv::new(Vec::new(), &["A"], true).unwrap().finish().unwrap();
    assert!(marked.starts_with(b"\xEF\xBB\xBF\"A\""));
}

#[test]
fn however_it_is_hidden_a_formula_is_found() {
    let hidden = [
        "=1",
        "+1",
        "-1",
        "@a",
        "\t=1",
        "\r=1",
        "\n1",
        " =1",
        "\u{a0}=1",
        "\u{200b}=1",
        "\u{feff}=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "\u{0}=1",
        "\u{1b}x",
        "\u{ad}-1",
        "\u{2060}\u{200d} @a",
        "'=1",
        "''=1",
        "'\u{200b}'=1",
        "\u{3164}=1",
        "\u{e0020}=1",
        "−1",
    ];
    for text in hidden {
        let cell = guarded(text);
        assert!(cell.starts_with('\''), "{text:?}");
        assert_eq!(unguarded(&cell), text, "{text:?}");
    }
    for text in ["Ash", "", "1 - 2", "a@example.org", "'tis", "Brindle-Marsh", "é", "'", "''a"] {
        assert_eq!((guarded(text).as_ref(), unguarded(text)), (text, text));
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,12}", "[\\x00-\\x7f]{0,6}", "['=+@\\-\t\r\n \u{200b}\u{feff}＝a]{0,6}"]
}

proptest! {
    #[test]
    fn any_text_comes_back(texts in prop::collection::vec((any_text(), any_text()), 0..6)) {
        let rows: Vec<Vec<Cell>> = texts.iter().map(|(a, b)| vec![Cell::from(a.as_str()), Cell::from(b.as_str())]).collect();
        let bytes = csv(&rows);
        let mut read = ::csv::ReaderBuilder::new().from_reader(bytes.as_slice());
        let mut back = Vec::new();
        for record in read.records() {
            let record = record.unwrap();
            for cell in &record {
                let seen = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || "\u{200b}\u{feff}".contains(c));
                prop_assert!(!seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{cell:?}");
            }
            back.push((unguarded(&record[0]).to_owned(), unguarded(&record[1]).to_owned()));
        }
        prop_assert_eq!(back, texts);
    }

    #[test]
    fn what_is_guarded_is_unguarded(text in any_text()) {
        let cell = guarded(&text);
        prop_assert_eq!(unguarded(&cell), text.as_str());
    }
}

#[test]
fn a_workbook_has_texts_and_the_same_bytes_each_time() {
    let write = || {
        let mut table = Xlsx::new("Children", &["A", "B"]).unwrap();
        table.row(&[Cell::from("=1+1"), Cell::Number(-5)]).unwrap();
        table.row(&[Cell::Date("2026-04-03".parse().unwrap()), Cell::Number(1_234_567_890_123_456_789)]).unwrap();
        table.finish().unwrap()
    };
    let bytes = write();
    assert_eq!(bytes, write());
    let mut book = Workbook::open(source("out.xlsx", &bytes)).unwrap();
    let mut rows = book.rows(Which { sheet: Some("Children"), headings: 1 }, &|_| true).unwrap();
    assert_eq!(rows.next_row().unwrap().unwrap().cells, ["=1+1", "-5"]);
    assert_eq!(rows.next_row().unwrap().unwrap().cells, ["2026-04-03", "1234567890123456789"]);
    let xml = zip_text(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>"), "{xml}");
    assert!(zip_text(&bytes, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}

fn zip_text(bytes: &[u8], part: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(zip.by_name(part).unwrap()).unwrap()
}

#[test]
fn the_template_reads_back_without_a_word() {
    let csv = told("sheet.csv", &template::template_csv(), None);
    let xlsx = told("sheet.xlsx", &template::template_xlsx().unwrap(), None);
    assert_eq!((csv.refused.as_slice(), xlsx.refused.as_slice()), ([].as_slice(), [].as_slice()));
    assert_eq!(csv.children, xlsx.children, "the same as CSV and as a workbook");
    assert_eq!(xlsx.read.unwrap().rows, [("sheet.xlsx, sheet Children".to_owned(), 2)]);
    assert_eq!(csv.children.len(), 2);
    assert_eq!(template::template_xlsx().unwrap(), template::template_xlsx().unwrap());
    let rules = zip_text(&template::template_xlsx().unwrap(), "xl/worksheets/sheet1.xml");
    assert!(rules.contains("referral-order") && rules.contains("early-intervention"), "lists of words");
}

#[test]
fn the_words_are_those_of_the_vocabulary() {
    let vocabulary = include_str!("../../../../protocols/vocabulary.yaml");
    for (list, words) in [("yjs-basis", BASIS), ("yjs-route", ROUTE)] {
        assert!(vocabulary.contains(&format!("{list}: [{}]", words.join(", "))), "{list}");
    }
}

#[test]
fn the_page_is_as_it_is_kept() {
    let kept = include_str!("../../../../docs/sheet.md");
    assert_eq!(page(), kept, "write it anew: cargo test -p feeds -- --ignored writes_the_page_anew");
    assert!(ALL.iter().all(|column| kept.contains(column.means)));
    let example = kept.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let more = "\"Full name\" = \"N\"\n\"Date of birth\" = \"B\"\n\"Involvement started\" = \"S\"\n\n[codes.\"Basis\"]";
    let whole = example.replace("\n[codes.\"Basis\"]", more);
    Mapping::read("docs/sheet.md", &whole).unwrap();
}

#[test]
#[ignore = "writes docs/sheet.md"]
fn writes_the_page_anew() {
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/sheet.md"), page()).unwrap();
}
