//! What must hold of each reader, and of the table that is written, whatever the bytes are (safety T24).
//!
//! One body for three: the test over the kept inputs (`corpus`), the loop that changes them (`examples/fuzz.rs`) and the targets of `fuzz/`.
//! An input is one file; or several, each behind a line `%% its name`. It panics where something does not hold, and else says in how many ways
//! the input was answered, by which a loop knows an input that does something new.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Write};

use feeds::events::{Whose, events};
use feeds::read::mapping::Mapping;
use feeds::read::table::{self, Rows};
use feeds::read::workbook::{Which, Workbook};
use feeds::read::{self, Layout, Options, Read, Source, Unreadable};
use feeds::write::table::{Cell, Csv, Xlsx, guarded, unguarded};
use feeds::{Listed, Out};

/// In which ways an input was answered: each a sentence without what is the input's own, as a number.
pub type Ways = BTreeSet<u64>;

/// A trial, by its name.
pub type Target = (&'static str, fn(&[u8]) -> Ways);

/// What is tried.
pub const TARGETS: [Target; 9] = [
    ("feed-ssd", ssd),
    ("feed-ssda903-csv", s903_csv),
    ("feed-ssda903-xml", s903_xml),
    ("feed-cin-xml", cin_xml),
    ("feed-annex-a", annex_a),
    ("feed-sheet", sheet),
    ("feed-workbook", workbook),
    ("feed-mapping", mapping),
    ("feed-table", table),
];

/// The tables of the Standard Safeguarding Dataset.
pub fn ssd(bytes: &[u8]) -> Ways {
    reader(Options::of(Layout::Ssd), files(bytes, "ssd_person.csv"))
}

/// The return on children looked after, as CSV.
pub fn s903_csv(bytes: &[u8]) -> Ways {
    reader(Options::of(Layout::S903Csv), files(bytes, "episodes.csv"))
}

/// The same, as XML.
pub fn s903_xml(bytes: &[u8]) -> Ways {
    reader(Options::of(Layout::S903Xml), vec![("return.xml".to_owned(), bytes)])
}

/// The census of children in need.
pub fn cin_xml(bytes: &[u8]) -> Ways {
    reader(Options::of(Layout::CinXml), vec![("census.xml".to_owned(), bytes)])
}

/// The lists of Annex A.
pub fn annex_a(bytes: &[u8]) -> Ways {
    reader(Options::of(Layout::AnnexA), files(bytes, "list-8.csv"))
}

/// The sheet as CSV, under a mapping where one stands in front of it.
pub fn sheet(bytes: &[u8]) -> Ways {
    let mut all = files(bytes, "sheet.csv");
    let (mapping, mut ways) = mapping_of(&mut all);
    let Some(list) = all.pop() else { return ways };
    ways.extend(reader(Options { layout: Layout::Sheet, mapping: mapping.as_ref() }, vec![list]));
    ways
}

/// The sheet as a workbook: its bytes as they are, or its parts, which are packed here.
pub fn workbook(bytes: &[u8]) -> Ways {
    let mut all = files(bytes, "xl/worksheets/sheet1.xml");
    let (mapping, mut ways) = mapping_of(&mut all);
    let packed = match all.as_slice() {
        [(_, bytes)] if bytes.starts_with(b"PK") => bytes.to_vec(),
        parts => packed(parts),
    };
    let options = Options { layout: Layout::Sheet, mapping: mapping.as_ref() };
    ways.extend(reader(options, vec![("sheet.xlsx".to_owned(), packed.as_slice())]));
    ways
}

/// A mapping; and where it can be read, lists under it, one of them with the headings that it names.
pub fn mapping(bytes: &[u8]) -> Ways {
    let mut ways = Ways::new();
    let Ok(text) = std::str::from_utf8(bytes) else { return ways };
    let Some(mapping) = mapping_read(text, &mut ways) else { return ways };
    let own = list_under(text);
    let made_up: [&[u8]; 3] = [
        include_bytes!("../samples/example-one-row-per-intervention.csv"),
        include_bytes!("../samples/example-full-names-and-title-rows.csv"),
        &own,
    ];
    for list in made_up {
        let options = Options { layout: Layout::Sheet, mapping: Some(&mapping) };
        ways.extend(reader(options, vec![("list.csv".to_owned(), list)]));
    }
    ways
}

/// Cells, written and read again. The bytes are a text: U+0002 stands between two rows, U+0001 between two cells.
pub fn table(bytes: &[u8]) -> Ways {
    let text = String::from_utf8_lossy(bytes);
    let rows: Vec<Vec<&str>> = text.split('\u{2}').map(|row| row.split('\u{1}').collect()).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).min(read::limits::COLUMNS);
    let headings: Vec<String> = (0..width).map(|n| format!("h{n}")).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let cells = |row: &[&'_ str]| row.iter().take(width).map(|cell| Cell::Text((*cell).to_owned().into())).collect();
    let rows_of_cells: Vec<Vec<Cell<'_>>> = rows.iter().map(|row| cells(row)).collect();
    let mut ways = Ways::new();
    for for_excel in [false, true] {
        let mut csv = Csv::new(Vec::new(), &headings, for_excel).unwrap();
        rows_of_cells.iter().for_each(|row| csv.row(row).unwrap());
        comes_back_as_csv(&csv.finish().unwrap(), &rows, width, &mut ways);
    }
    let mut book = Xlsx::new("Table", &headings).unwrap();
    if rows_of_cells.iter().all(|row| book.row(row).is_ok()) {
        comes_back_as_workbook(&book.finish().unwrap(), &rows, width, &mut ways);
    }
    ways
}

fn comes_back_as_csv(bytes: &[u8], rows: &[Vec<&str>], width: usize, ways: &mut Ways) {
    let mut other = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let back: Vec<csv::StringRecord> = other.records().map(Result::unwrap).collect();
    assert_eq!(back.len(), rows.len(), "as many rows come back");
    for (row, back) in rows.iter().zip(&back) {
        for (text, cell) in row.iter().take(width).zip(back) {
            assert_eq!(unguarded(cell), *text, "each text comes back");
            assert_eq!(guarded(text), cell);
            let unseen = |c: char| c.is_whitespace() || c.is_control() || "\u{200b}\u{2060}\u{ad}\u{feff}'".contains(c);
            let seen = cell.trim_start_matches(unseen);
            let is_guarded = cell.starts_with('\'');
            assert!(is_guarded || !seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "no formula");
            assert!(is_guarded || !cell.starts_with(char::is_control), "nothing that a spreadsheet passes over");
            ways.insert(way(if is_guarded { "guarded" } else { "plain" }));
        }
    }
    let Some(mut own) = told(table::csv(source("table.csv", bytes, 4096)), ways) else { return };
    let mut back = rows.iter().filter(|row| row.iter().take(width).any(|cell| !guarded(cell).trim().is_empty()));
    while let Some(Some(row)) = told(own.next_row(), ways) {
        let written = back.next().expect("no row comes back that was not written");
        assert_eq!(row.flaw, None, "what we write is written well");
        // What guards a formula is no part of the text, and blanks around it are none either.
        let read = |cell: &&str| unguarded(guarded(cell).trim()).trim().to_owned();
        let written: Vec<String> = written.iter().take(width).map(read).collect();
        assert_eq!(row.cells.get(..written.len()), Some(written.as_slice()), "our own reader says the same");
    }
}

fn comes_back_as_workbook(bytes: &[u8], rows: &[Vec<&str>], width: usize, ways: &mut Ways) {
    let Some(mut book) = told(Workbook::open(source("table.xlsx", bytes, 4096)), ways) else { return };
    let Some(mut own) = told(book.rows(Which { sheet: None, headings: 1 }, &|_| true), ways) else { return };
    let mut back = rows.iter().map(|row| row.iter().take(width).map(|cell| shown(cell)).collect::<Vec<_>>());
    while let Some(Some(row)) = told(own.next_row(), ways) {
        let written = back.by_ref().find(|row| row.iter().any(|cell| !cell.is_empty()));
        let written = written.expect("no row comes back that was not written");
        let read: Vec<String> = row.cells.iter().take(written.len()).map(|cell| shown(cell)).collect();
        assert_eq!(read, written, "a workbook keeps each text");
    }
}

/// A text without the line ends and blanks that XML makes alike.
fn shown(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// What came, where it came; and how it was refused, where it was.
fn told<T>(came: Result<T, Unreadable>, ways: &mut Ways) -> Option<T> {
    came.map_err(|wrong| ways.insert(way(&wrong.why))).ok()
}

/// The files of an input.
pub fn files<'b>(bytes: &'b [u8], alone: &str) -> Vec<(String, &'b [u8])> {
    const MARK: &[u8] = b"%% ";
    if !bytes.starts_with(MARK) {
        return vec![(alone.to_owned(), bytes)];
    }
    let begins = |at: &usize| bytes[*at..].starts_with(MARK) && (*at == 0 || bytes[at - 1] == b'\n');
    let mut begins: Vec<usize> = (0..bytes.len()).filter(begins).take(32).collect();
    begins.push(bytes.len());
    let file = |two: &[usize]| {
        let whole = &bytes[two[0] + MARK.len()..two[1]];
        let end = whole.iter().position(|byte| *byte == b'\n').unwrap_or(whole.len());
        let name: String = String::from_utf8_lossy(&whole[..end]).chars().take(60).collect();
        (if name.is_empty() { alone.to_owned() } else { name }, whole.get(end + 1..).unwrap_or_default())
    };
    begins.windows(2).map(file).collect()
}

/// The mapping in front of other files, where there is one that can be read.
fn mapping_of(files: &mut Vec<(String, &[u8])>) -> (Option<Mapping>, Ways) {
    let mut ways = Ways::new();
    let Some(place) = files.iter().position(|(name, _)| name == "mapping.toml") else { return (None, ways) };
    let (_, bytes) = files.remove(place);
    let mapping = std::str::from_utf8(bytes).ok().and_then(|text| mapping_read(text, &mut ways));
    (mapping, ways)
}

fn mapping_read(text: &str, ways: &mut Ways) -> Option<Mapping> {
    let read = Mapping::read("mapping.toml", text);
    assert_eq!(read, Mapping::read("mapping.toml", text), "read twice, it says the same");
    match read {
        Ok(mapping) => Some(mapping),
        Err(refusals) => {
            assert!(!refusals.is_empty(), "what is refused is refused for something");
            for refusal in refusals.iter() {
                assert_eq!(refusal.file, "mapping.toml");
                assert!(refusal.line <= text.lines().count() + 1, "{refusal}");
                assert!(!refusal.cause.is_empty());
                ways.insert(way(&refusal.cause));
            }
            None
        }
    }
}

/// A list whose headings are all the texts in quotes that a mapping has.
fn list_under(mapping: &str) -> Vec<u8> {
    let mut seen = BTreeSet::new();
    let headings: Vec<&str> = mapping.split('"').skip(1).step_by(2).filter(|one| seen.insert(one.trim())).collect();
    let headings = &headings[..headings.len().min(read::limits::COLUMNS)];
    let mut csv = csv::WriterBuilder::new().from_writer(Vec::new());
    let texts = ["7", "BRINDLE, Ash", "Ash BRINDLE", "03/04/2026", "3-Apr-26 09:15", "2010-05-30", "yro", "", "N"];
    for n in 0..=texts.len() {
        for (place, heading) in headings.iter().enumerate() {
            let cell = if n == 0 { heading } else { texts[(place + n) % texts.len()] };
            csv.write_field(cell).unwrap();
        }
        csv.write_record(None::<&[u8]>).unwrap();
    }
    csv.into_inner().unwrap()
}

/// A workbook of these parts; what it must have is put in where it is missing.
pub fn packed(parts: &[(String, &[u8])]) -> Vec<u8> {
    let must = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r" Type="http://x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
    ];
    let missing = must.iter().filter(|(name, _)| parts.iter().all(|(own, _)| own != name));
    let own = parts.iter().map(|(name, bytes)| (name.as_str(), *bytes));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut seen = BTreeSet::new();
    for (name, bytes) in missing.map(|(name, text)| (*name, text.as_bytes())).chain(own) {
        if seen.insert(name) && zip.start_file(name, zip::write::SimpleFileOptions::default()).is_ok() {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

fn source<'b>(name: &str, bytes: &'b [u8], capacity: usize) -> Source<'b> {
    let content = Box::new(BufReader::with_capacity(capacity, Cursor::new(bytes)));
    Source { name: name.to_owned(), size: bytes.len() as u64, content }
}

/// All that a reader says of these files, handed out in pieces of so many bytes.
pub fn said(options: Options<'_>, files: &[(String, &[u8])], piece: usize) -> (Result<Read, Unreadable>, Vec<Out>) {
    let mut all = Vec::new();
    let sources = files.iter().map(|(name, bytes)| source(name, bytes, piece)).collect();
    let read = read::read(options, sources, &mut |out| {
        all.push(out);
        Ok(())
    });
    (read, all)
}

/// Reads files as a feed, and makes of them what an import makes.
fn reader(options: Options<'_>, files: Vec<(String, &[u8])>) -> Ways {
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let small = if size < 1 << 16 { 1 + size % 61 } else { 4093 };
    let (read, all) = said(options, &files, 1 << 16);
    let (read_again, all_again) = said(options, &files, small);
    assert_eq!(read, read_again, "read twice, a file is answered the same");
    assert!(all == all_again, "read twice, a file says the same");
    let lines = |bytes: &[u8]| bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
    let most = files.iter().map(|(_, bytes)| lines(bytes)).max().unwrap_or(1);
    // A workbook counts its rows itself.
    let most = if files.iter().any(|(_, bytes)| bytes.starts_with(b"PK")) { u64::MAX } else { most };
    let is_of =
        |file: &str| files.iter().any(|(name, _)| file.starts_with(name.as_str()) && file.len() < name.len() + 200);
    let mut ways = Ways::new();
    match &read {
        Ok(read) => {
            read.rows.iter().for_each(|(file, _)| assert!(is_of(file), "rows of a file that was given"));
            ways.extend(read.notes.iter().filter_map(|note| note.rsplit(": ").next()).map(way));
        }
        Err(wrong) => {
            // What is missing is named as it should be called.
            let is_missing = ["ssd_person.csv", "SSDA903", "Annex A"].contains(&wrong.place.file.as_str());
            assert!(is_missing || is_of(&wrong.place.file), "{wrong}");
            assert!(!wrong.why.is_empty() && wrong.why.len() < 20_000, "{wrong}");
            assert!(wrong.place.row <= most, "{wrong}");
            ways.insert(way(&wrong.why));
        }
    }
    let mut children: BTreeMap<&str, Listed> = BTreeMap::new();
    for out in &all {
        match out {
            Out::Told(told) => {
                assert!(!told.number.is_empty(), "something is told of nobody");
                ways.insert(way(&format!("{:?}", told.what)));
                let child = children.entry(&told.number).or_insert_with(|| Listed::new(&told.number));
                child.take(told.what.clone());
            }
            Out::Refused(refusal) => {
                let place = &refusal.place;
                assert!(
                    is_of(&place.file) && (1..=most).contains(&place.row),
                    "{place}: a place in a file that was given"
                );
                let is_short = |text: &str| text.chars().count() <= 61;
                assert!(is_short(&refusal.value) && is_short(&refusal.number), "{place}: what is quoted is short");
                assert!(is_short(&place.column), "{place}: a heading is short");
                assert!(!refusal.rule.is_empty() && !refusal.rule.ends_with('.'), "{place}: {}", refusal.rule);
                ways.insert(way(&format!("{} {:?}", refusal.rule, refusal.effect)));
            }
        }
    }
    for of in [Whose::Yjs, Whose::Csc] {
        happened(&children, of, &mut ways);
    }
    for told in all.iter().filter_map(|out| match out {
        Out::Told(told) => Some(told),
        Out::Refused(_) => None,
    }) {
        // Taken in a second time nothing changes: the same file twice says nothing new.
        let Some(child) = children.get_mut(told.number.as_str()) else { continue };
        child.take(told.what.clone());
    }
    for of in [Whose::Yjs, Whose::Csc] {
        let ways_before = ways.len();
        happened(&children, of, &mut ways);
        assert_eq!(ways_before, ways.len(), "taken in twice, nothing new happened");
    }
    ways
}

/// What happened to the children, and what must hold of it.
fn happened(children: &BTreeMap<&str, Listed>, of: Whose, ways: &mut Ways) {
    let mut ids = BTreeSet::new();
    for child in children.values() {
        let kept = serde_json::to_string(child).unwrap();
        assert!(serde_json::from_str::<Listed>(&kept).unwrap() == *child, "what is kept comes back");
        let all = events(child, of);
        assert!(all.windows(2).all(|two| two[0].at <= two[1].at), "events are in order of time");
        for event in all {
            assert!(event.id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "{}", event.id);
            ways.insert(way(&format!("{} {:?}", event.event, event.with.keys().collect::<Vec<_>>())));
            assert!(ids.insert(event.id.clone()), "two events have the name {}", event.id);
        }
    }
}

/// A sentence without what is the input's own: what stands in backticks, numbers, the names of files.
fn way(sentence: &str) -> u64 {
    let (before, behind) = match (sentence.find('`'), sentence.rfind('`')) {
        (Some(from), Some(to)) => (&sentence[..from], &sentence[to..]),
        _ => ("", sentence),
    };
    let own = before.bytes().chain(behind.bytes()).filter(u8::is_ascii_lowercase);
    own.take(120).fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
