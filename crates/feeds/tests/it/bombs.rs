//! Files that are meant to cost much: each is refused, or read as the little that it is, before it costs anything (safety R50).

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use feeds::read::{self, Layout, Options, Source};
use feeds::{Listed, Out};

use crate::workbook::{FIRST, HEAD, raw, rows, zipped};

const GIGABYTE: u64 = 1 << 30;

/// A file as large as one likes, with nothing behind its beginning, as a file system keeps it without room; counts what is read of it.
struct Sparse {
    begins: Vec<u8>,
    size: u64,
    at: u64,
    read: Arc<AtomicU64>,
}

impl Read for Sparse {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = into.len().min((self.size - self.at) as usize);
        into.fill(0);
        let begins = self.begins.get(self.at as usize..).unwrap_or_default();
        let n = begins.len().min(length);
        into[..n].copy_from_slice(&begins[..n]);
        self.at += length as u64;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

impl Seek for Sparse {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.size.saturating_add_signed(by),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

/// Why a file of a gigabyte that begins so is refused, and how much of it was read.
fn refused(layout: Layout, name: &str, begins: &[u8], declared: u64) -> (String, u64) {
    let read = Arc::new(AtomicU64::new(0));
    let content = Sparse { begins: begins.to_vec(), size: GIGABYTE, at: 0, read: Arc::clone(&read) };
    let content = Box::new(BufReader::new(content));
    let source = Source { name: name.into(), size: declared, content };
    let error = read::read(Options::of(layout), vec![source], &mut |_| Ok(())).unwrap_err();
    (error.to_string(), read.load(Ordering::Relaxed))
}

#[test]
fn a_gigabyte_is_refused_before_it_is_read() {
    for layout in Layout::ALL {
        let (why, read) = refused(layout, "list.csv", b"a,b\n1,2\n", GIGABYTE);
        assert!(why.starts_with("list.csv: is larger than 512 MB"), "{why}");
        // What kind of file the sheet is is seen by how it begins.
        assert!(read <= 8 * 1024, "{layout:?}: {read} bytes");
    }
    let (why, read) = refused(Layout::Sheet, "list.xlsx", b"PK\x03\x04", GIGABYTE);
    assert!(why.starts_with("list.xlsx: the workbook is larger than 64 MB"), "{why}");
    assert!(read <= 16 * 1024, "{read} bytes");
}

#[test]
fn a_gigabyte_of_nothing_that_says_it_is_small_is_refused_as_soon() {
    for (layout, begins) in [
        (Layout::Ssd, "pers_person_id,pers_forename\n"),
        (Layout::S903Csv, "CHILD,DECOM\n"),
        (Layout::AnnexA, ""),
        (Layout::Sheet, "Child number\n"),
        (Layout::S903Xml, "<EXPSSDA903><CHILD>"),
        (Layout::CinXml, "<Message>"),
    ] {
        let (why, read) = refused(layout, "list.csv", begins.as_bytes(), 100);
        assert!(why.starts_with("list.csv"), "{why}");
        assert!(read <= 2 * 1024 * 1024, "{layout:?}: {read} bytes: {why}");
    }
    let (why, read) = refused(Layout::Sheet, "list.xlsx", b"PK\x03\x04", 100);
    assert!(why.contains("larger than 64 MB") && read <= 16 * 1024, "{why}");
}

fn csv(layout: Layout, text: &str) -> Result<Vec<Out>, String> {
    let mut all = Vec::new();
    let source = crate::table::source("list.csv", text);
    let mut listen = |out| {
        all.push(out);
        Ok(())
    };
    read::read(Options::of(layout), vec![source], &mut listen).map_err(|e| e.to_string())?;
    Ok(all)
}

#[test]
fn a_row_of_a_million_columns_and_a_quote_that_is_never_closed() {
    for layout in [Layout::Ssd, Layout::S903Csv, Layout::AnnexA, Layout::Sheet] {
        let headings = csv(layout, &",x".repeat(1_000_000)).unwrap_err();
        assert_eq!(headings.lines().next(), Some("list.csv, row 1: has more than 500 columns"));
        let open = csv(layout, &format!("\"a,b\n{}", "1,2\n".repeat(250_000))).unwrap_err();
        assert_eq!(open.lines().next(), Some("list.csv, row 1: a quote that begins a cell is not closed within 32 KB"));
    }
    let sheet =
        "Child number,Given names,Family name,Date of birth,Involvement started\n7,Ash,Brindle,2010-05-30,2026-01-12\n";
    let row = csv(Layout::Sheet, &format!("{sheet}{}", ",".repeat(1_000_000))).unwrap_err();
    assert_eq!(row.lines().next(), Some("list.csv, row 3: has more than 500 columns"));
    let open = csv(Layout::Sheet, &format!("{sheet}8,\"Linden{}", "\n".repeat(1_000_000))).unwrap_err();
    assert_eq!(open.lines().next(), Some("list.csv, row 3: a quote that begins a cell is not closed within 32 KB"));
}

#[test]
fn a_formula_is_a_text_like_any_other() {
    let formulas = ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1:A9)", "+44", "-2+3"];
    let sheet = "Child number,Given names,Family name,Date of birth,Involvement started\n";
    for formula in formulas {
        let all = csv(Layout::Sheet, &format!("{sheet}7,{formula},Brindle,2010-05-30,2026-01-12\n")).unwrap();
        let mut child = Listed::new("7");
        for out in all {
            match out {
                Out::Told(told) => child.take(told.what),
                Out::Refused(refusal) => panic!("{refusal:?}"),
            }
        }
        assert_eq!(child.name.given, formula);
    }
    // One that no spreadsheet has worked out has nothing; one that is shared is as good as any.
    let read = |cells: &str| {
        let all = rows(&raw(b"<sst/>", format!("{HEAD}<row r=\"2\">{cells}</row>").as_bytes()), FIRST);
        all.map(|(_, mut rows)| rows.split_off(1))
    };
    assert_eq!(read(r#"<c r="A2"><f>1+1</f></c><c r="B2"><v>1</v></c>"#).unwrap(), ["2: |1"]);
    let shared = r#"<c r="A2" t="str"><f t="shared" ref="A2:A1048576" si="0">HYPERLINK("x")</f><v>x</v></c>"#;
    assert_eq!(read(shared).unwrap(), ["2: x|"]);
}

/// The sheet of a workbook, as it is.
fn sheet(xml: &str) -> Result<Vec<String>, String> {
    let parts = raw(b"<sst/>", b"");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(parts)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().to_string()).collect();
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    for name in names {
        let mut bytes = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        all.push((name.clone(), if name.ends_with("sheet1.xml") { xml.into() } else { bytes }));
    }
    let all: Vec<(&str, &[u8])> = all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    rows(&zipped(&all), FIRST).map(|(_, rows)| rows)
}

#[test]
fn what_a_workbook_says_of_its_size_makes_no_room() {
    for dimension in ["A1:XFD1048576", "A1:B1000000000", "A1:ZZZZZZZ4294967295", "B9:A1", "A1", "", "A1:A1:A1", ":"] {
        let xml = format!(r#"<worksheet><dimension ref="{dimension}"/><sheetData>{HEAD}</sheetData></worksheet>"#);
        // Where it is no dimension at all the workbook may be refused.
        if let Ok(rows) = sheet(&xml) {
            assert_eq!(rows, ["A|B"], "{dimension}");
        }
    }
    let last = r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#;
    let xml = format!("<worksheet><sheetData>{HEAD}{last}</sheetData></worksheet>");
    assert_eq!(sheet(&xml).unwrap(), ["A|B", "1048576: 1|"], "rows between are none");
}

#[test]
fn entities_and_depth_in_a_workbook_come_to_nothing() {
    let laughs: String = (1..9).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let cell = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>&l8;</t></is></c></row>"#;
    let xml = format!(
        "<!DOCTYPE worksheet [<!ENTITY l0 \"ha\">{laughs}]><worksheet><sheetData>{HEAD}{cell}</sheetData></worksheet>"
    );
    match sheet(&xml) {
        Ok(rows) => assert!(rows.iter().all(|row| row.len() < 100), "nothing is put in for it: {rows:?}"),
        Err(why) => assert!(why.contains("damaged"), "{why}"),
    }
    let outside = xml.replace("\"ha\"", "SYSTEM \"file:///etc/passwd\"");
    assert!(sheet(&outside).unwrap_or_default().iter().all(|row| !row.contains("root")));
    for element in ["a", "row", "c", "is", "sheetData"] {
        let deep = format!("<{element}>").repeat(200_000);
        let xml = format!("<worksheet><sheetData>{HEAD}{deep}");
        let _ = sheet(&xml);
    }
}

#[test]
fn a_zip_in_a_zip_stays_packed() {
    let inner = zipped(&[("bomb", &vec![0; 16 << 20])]);
    let outer = raw(b"<sst/>", HEAD.as_bytes());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(outer)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = vec![("xl/media/inner.zip".into(), inner)];
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((part.name().unwrap().to_string(), bytes));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let (_, all) = rows(&zipped(&parts), FIRST).unwrap();
    assert_eq!(all, ["A|B"]);
}

/// Many parts that are the same packed bytes: what each unpacks to counts.
#[test]
fn parts_that_lie_on_one_another_are_counted_each() {
    let mut bytes = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/media/000", &vec![0; 3 << 20]),
    ]);
    let end = bytes.split_off(bytes.len() - 22);
    let start = u32::from_le_bytes(end[16..20].try_into().unwrap()) as usize;
    let last = (start..bytes.len() - 4).rev().find(|at| bytes[*at..].starts_with(b"PK\x01\x02")).unwrap();
    let record = bytes[last..].to_vec();
    for n in 1..200_u16 {
        let mut one = record.clone();
        let name = one.len() - 3;
        one[name..].copy_from_slice(format!("{n:03}").as_bytes());
        bytes.extend(one);
    }
    let (count, length) = (3_u16 + 199, (bytes.len() - start) as u32);
    let mut end = end;
    end[8..10].copy_from_slice(&count.to_le_bytes());
    end[10..12].copy_from_slice(&count.to_le_bytes());
    end[12..16].copy_from_slice(&length.to_le_bytes());
    bytes.extend(end);
    let why = rows(&bytes, FIRST).unwrap_err();
    assert!(why.contains("unpacked, the workbook is larger than 4 MB") || why.contains("damaged"), "{why}");
}
