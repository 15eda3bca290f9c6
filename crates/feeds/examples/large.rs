//! How fast is each reader, and how much memory does it take? A line of the table in `docs/imports.md` for each.
//!
//! `large [ROWS]` makes a file of so many made-up rows (1,000,000) for each kind, in the folder for temporary files, and reads it in a process of
//! its own. What a reader tells is counted and thrown away: what an import makes of it is not measured here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a tool for ourselves, that looks at the clock"
)]

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use feeds::Out;
use feeds::read::{self, Layout, Options, Source};
use feeds::write::table::{Cell, Csv, Xlsx};

/// What is measured, the rows of one child, and the most rows that are tried.
const KINDS: [(&str, usize, usize); 7] = [
    ("ssd", 1, usize::MAX),
    ("ssda903-csv", 4, usize::MAX),
    ("ssda903-xml", 1, usize::MAX),
    ("cin-xml", 1, usize::MAX),
    ("annex-a", 1, usize::MAX),
    ("sheet", 5, usize::MAX),
    // A workbook is put together in memory: half as many rows do.
    ("workbook", 5, 500_000),
];
const SHEET: [&str; 8] = [
    "Child number",
    "Given names",
    "Family name",
    "Date of birth",
    "Involvement number",
    "Involvement started",
    "Basis",
    "Worker",
];

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    match asked.as_slice() {
        ["make", kind, rows, folder] => make(kind, rows.parse().unwrap(), Path::new(folder)),
        ["read", kind, folder] => read(kind, Path::new(folder)),
        _ => {
            let rows: usize = asked.first().map_or(1_000_000, |rows| rows.parse().expect("a number of rows"));
            println!("| Kind | Rows | MB | Rows a second | Most memory, MB |\n| --- | ---: | ---: | ---: | ---: |");
            for (kind, _, most) in KINDS {
                all(kind, rows.min(most));
            }
        }
    }
}

fn all(kind: &str, rows: usize) {
    let folder = std::env::temp_dir().join(format!("tandem-large-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let own = std::env::current_exe().unwrap();
    let run = |asked: &[&str]| assert!(Command::new(&own).args(asked).status().unwrap().success());
    run(&["make", kind, &rows.to_string(), folder.to_str().unwrap()]);
    run(&["read", kind, folder.to_str().unwrap()]);
    std::fs::remove_dir_all(folder).unwrap();
}

/// The files of a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn read(kind: &str, folder: &Path) {
    let layout = Layout::of(kind).unwrap_or(Layout::Sheet);
    let source = |path: PathBuf| {
        let (size, content) = (path.metadata().unwrap().len(), Box::new(BufReader::new(File::open(&path).unwrap())));
        Source { name: path.file_name().unwrap().to_string_lossy().into_owned(), size, content }
    };
    let size: u64 = files(folder).iter().map(|path| path.metadata().unwrap().len()).sum();
    let (mut told, mut refused) = (0_u64, 0_u64);
    let begun = Instant::now();
    let read = read::read(Options::of(layout), files(folder).into_iter().map(source).collect(), &mut |out| {
        match out {
            Out::Told(_) => told += 1,
            Out::Refused(_) => refused += 1,
        }
        Ok(())
    });
    let took = begun.elapsed();
    let read = read.unwrap_or_else(|wrong| panic!("{kind}: {wrong}"));
    assert!(told > 0 && refused == 0, "{kind}: {told} told, {refused} refused");
    let rows: u64 = read.rows.iter().map(|(_, rows)| rows).sum();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let memory: u64 = memory.trim().strip_suffix(" kB").unwrap().parse().unwrap();
    let a_second = rows as f64 / took.as_secs_f64();
    println!("| {kind} | {rows} | {} | {a_second:.0} | {} |", size >> 20, memory / 1024);
}

/// A day for a number.
fn day(n: usize) -> String {
    format!("20{:02}-{:02}-{:02}", 9 + n % 9, n / 9 % 12 + 1, n / 108 % 28 + 1)
}

fn make(kind: &str, rows: usize, folder: &Path) {
    let of = KINDS.iter().find(|(name, ..)| *name == kind).unwrap().1;
    let file = |name: &str| BufWriter::new(File::create(folder.join(name)).unwrap());
    match kind {
        "ssd" => {
            let mut to = file("ssd_person.csv");
            writeln!(to, "pers_person_id,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob").unwrap();
            let mut spells = file("ssd_cin_episodes.csv");
            writeln!(spells, "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_date")
                .unwrap();
            for n in 0..rows / 2 {
                writeln!(to, "P{n},Ash,Brindle{},F,WBRI,{}", n % 5000, day(n)).unwrap();
                writeln!(spells, "R{n},P{n},2025-{:02}-02,N,NULL", n % 12 + 1).unwrap();
            }
        }
        "ssda903-csv" => {
            let (mut to, mut episodes) = (file("header.csv"), file("episodes.csv"));
            writeln!(to, "CHILD,SEX,DOB,ETHNIC,UPN").unwrap();
            writeln!(episodes, "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST")
                .unwrap();
            for n in 0..rows / of {
                writeln!(to, "{n},1,{},WBRI,UN1", day(n)).unwrap();
                for part in 1..of {
                    let (from, until) = (part, part + 1);
                    writeln!(episodes, "{n},2024-{from:02}-05,S,V2,N5,U6,PR1,2024-{until:02}-05,X1,CARPL,ZZ1 1AA")
                        .unwrap();
                }
            }
        }
        "annex-a" => {
            let mut to = file("list-8.csv");
            let heads = "Child Unique ID,Gender,Ethnicity,Date of Birth,Date Started to be Looked After,Date Ceased to be Looked After,\
                         Child's Legal Status,Start date of current legal status,Placement Type,Start Date of Most Recent Placement";
            writeln!(to, "{heads}").unwrap();
            for n in 0..rows {
                writeln!(to, "{n},b) Female,a) WBRI,{},05/01/2026,,C2: FCO,10/03/2026,K2,02/02/2026", day(n)).unwrap();
            }
        }
        "ssda903-xml" => {
            let mut to = file("return.xml");
            writeln!(to, "<EXPSSDA903>").unwrap();
            for n in 0..rows {
                let head = format!("<CHILDID>{n}</CHILDID><SEX>1</SEX><DOB>{}</DOB><ETHNIC>WBRI</ETHNIC>", day(n));
                let episode =
                    "<EPISODE><DECOM>2025-01-05</DECOM><RNE>S</RNE><LS>V2</LS><CIN>N5</CIN><PL>U6</PL></EPISODE>";
                writeln!(to, "<CHILD><HEADER>{head}</HEADER>\n{episode}</CHILD>").unwrap();
            }
            writeln!(to, "</EXPSSDA903>").unwrap();
        }
        "cin-xml" => {
            let mut to = file("census.xml");
            writeln!(to, "<Message><Children>").unwrap();
            for n in 0..rows {
                let head =
                    format!("<LAchildID>{n}</LAchildID><PersonBirthDate>{}</PersonBirthDate><Sex>F</Sex>", day(n));
                let work = "<CINreferralDate>2026-01-05</CINreferralDate><ReferralNFA>false</ReferralNFA>";
                writeln!(
                    to,
                    "<Child><ChildIdentifiers>{head}</ChildIdentifiers>\n<CINdetails>{work}</CINdetails></Child>"
                )
                .unwrap();
            }
            writeln!(to, "</Children></Message>").unwrap();
        }
        "sheet" => {
            let mut to = Csv::new(file("sheet.csv"), &SHEET, false).unwrap();
            (0..rows).for_each(|n| to.row(&row(n, of)).unwrap());
            to.finish().unwrap().flush().unwrap();
        }
        _ => {
            let mut to = Xlsx::new("Children", &SHEET).unwrap();
            (0..rows).for_each(|n| to.row(&row(n, of)).unwrap());
            std::fs::write(folder.join("sheet.xlsx"), to.finish().unwrap()).unwrap();
        }
    }
}

fn row(n: usize, of: usize) -> Vec<Cell<'static>> {
    let child = n / of;
    let texts = [
        child.to_string(),
        "Ash".to_owned(),
        format!("Brindle{}", child % 5000),
        day(child),
        format!("{child}-{}", n % of),
        format!("2025-{:02}-02", n % of + 1),
        "yro".to_owned(),
        "rowan.elm@example.org".to_owned(),
    ];
    texts.map(|text| Cell::Text(text.into())).to_vec()
}
