//! The sheet of youth justice: what each row tells, and what of it is refused.

use std::collections::BTreeMap;
use std::fmt::Write;

use feeds::events::{self, Whose};
use feeds::read::mapping::Mapping;
use feeds::read::{Read, Unreadable, sheet};
use feeds::{Listed, Out, Stop};
use proptest::prelude::*;

use crate::workbook::source;

/// What came of a file.
pub struct Came {
    pub read: Result<Read, Unreadable>,
    /// Each child, as it would be kept.
    pub children: BTreeMap<String, String>,
    pub refused: Vec<String>,
    pub listed: BTreeMap<String, Listed>,
}

/// Reads a file as the sheet.
pub fn told(name: &str, bytes: &[u8], mapping: Option<&Mapping>) -> Came {
    let mut listed: BTreeMap<String, Listed> = BTreeMap::new();
    let mut refused = Vec::new();
    let read = sheet::read(source(name, bytes), mapping, &mut |out| {
        match out {
            Out::Told(told) => listed.entry(told.number.clone()).or_insert(Listed::new(&told.number)).take(told.what),
            Out::Refused(r) => {
                let mut line = format!("row {} {} `{}`", r.place.row, r.place.column, r.value);
                write!(line, " [{}] {}: {}", r.number, r.effect.in_words(), r.rule).unwrap();
                refused.push(line);
            }
        }
        Ok(())
    });
    let children =
        listed.iter().map(|(number, child)| (number.clone(), serde_json::to_string(child).unwrap())).collect();
    Came { read, children, refused, listed }
}

const HEADINGS: &str = "Child number,Given names,Family name,Date of birth,Involvement started";

/// What is refused in rows under the headings that must be there and these.
fn refused(more: &str, rows: &[&str]) -> Vec<String> {
    let came = told("sheet.csv", format!("{HEADINGS}{more}\n{}\n", rows.join("\n")).as_bytes(), None);
    came.read.unwrap();
    came.refused
}

#[test]
fn a_row_tells_who_what_and_with_whom() {
    let bytes = feeds::write::template::template_csv();
    let came = told("sheet.csv", &bytes, None);
    assert_eq!(came.read.unwrap().rows, [("sheet.csv".to_owned(), 2)]);
    let wanted = r#"{"number":"10482","name":{"given":"Ash","family":"Brindle"},"others":[{"given":"Ash","family":"Thorn"},{"given":"Ashie","family":""}],"born":"2010-05-30","sex":"female","ethnicity":"WBRI","home":{"house":"14","street":"Example Road","town":"Exampleton","postcode":"ZZ1 1AA","uprn":"1234567890"},"numbers":{"nhs":"9434765919","pnc":"2003/0011985X","upn":"H801200001001"},"household":"H-204","spells":[{"kind":"open","from":"2026-01-12","key":"10482-1","code":"referral-order","word":"referral-order","more":{"route":"criminal-justice"}}],"workers":[{"person":"rowan.elm@example.org","team":"Court team"}],"relatives":[{"name":{"given":"Hazel","family":"Brindle"},"relation":"sibling"},{"name":{"given":"Rowan","family":"Brindle"},"born":"2012-08-14","relation":"sibling"}]}"#;
    assert_eq!(came.children["10482"], wanted);
    let ids: Vec<String> = events::events(&came.listed["10517"], Whose::Yjs)
        .into_iter()
        .map(|e| format!("{} {}", e.at, e.event))
        .collect();
    assert_eq!(ids, ["2026-02-03 yjs-involvement-started", "2026-03-20 yjs-involvement-ended"]);
}

#[test]
fn a_child_with_two_involvements_has_two_rows() {
    let rows = "7,Ash,Brindle,2010-05-30,2026-01-12,yro\n7,Ash,Brindle,30/05/2010,2025-03-01,custody\n";
    let came = told("sheet.csv", format!("{HEADINGS},Basis\n{rows}").as_bytes(), None);
    assert_eq!((came.refused.len(), came.listed.len()), (0, 1));
    assert_eq!(came.listed["7"].spells.len(), 2);
}

#[test]
fn rows_that_cannot_be_trusted_are_left_out() {
    assert_eq!(
        refused(
            "",
            &[
                ",Ash,Brindle,2010-05-30,2026-01-12",
                "1,,,2010-05-30,2026-01-12",
                "2,Ash,Brindle,2010-05-30,2026-01-12",
                "2,Linden,Marsh,2011-05-30,2026-01-12",
                "9.43477E+09,Ash,Brindle,2010-05-30,2026-01-12",
                "#REF!,Ash,Brindle,2010-05-30,2026-01-12",
            ]
        ),
        [
            "row 2 Child number `` [] row left out: the row has no child number, so whose it is is not known",
            "row 3 Family name `` [1] row left out: the row has no name",
            "row 5 Date of birth `2011-05-30` [2] row left out: a row above has this child number with another date of birth",
            "row 6 Child number `9.43477E+09` [] row left out: a spreadsheet has rounded this number: format the column as text, and give the number anew",
            "row 7 Child number `#REF!` [] value left out: the formula in this cell failed",
            "row 7 Child number `#REF!` [] row left out: the row has no child number, so whose it is is not known",
        ]
    );
}

/// One name must not be made to look like another.
#[test]
fn what_cannot_be_shown_is_no_name() {
    let head = format!("{HEADINGS},Other names,Street,Worker,Siblings");
    let row = |name: &str, more: &str| format!("{head}\n7,{name},Brindle,2010-05-30,2026-01-12,{more}\n");
    let came = told(
        "sheet.csv",
        row("Ash\u{202e}", "\"Thorn, Ash; \u{2066}Elm, Ash\",\"14 Example Road\nExampleton\",Wren\u{7},").as_bytes(),
        None,
    );
    let child = &came.listed["7"];
    assert_eq!((child.name.given.as_str(), child.name.family.as_str(), child.spells.len()), ("", "Brindle", 1));
    assert_eq!((child.others.len(), child.workers.len()), (1, 0));
    assert_eq!(child.home.street, "14 Example Road\nExampleton", "an address may have lines");
    let rule = "there is a character in it that cannot be seen or turns the text around: write it anew";
    assert_eq!(
        came.refused,
        [
            format!("row 2 Given names `Ash\\u{{202e}}` [7] value left out: {rule}"),
            format!("row 2 Other names `\\u{{2066}}Elm, Ash` [7] value left out: {rule}"),
            format!("row 2 Worker `Wren\\u{{7}}` [7] value left out: {rule}"),
        ]
    );
    let came = told("sheet.csv", row(&"A".repeat(201), ",,,").as_bytes(), None);
    let long = "it is longer than 200 characters: look whether another column was meant";
    assert_eq!(came.refused, [format!("row 2 Given names `{}…` [7] value left out: {long}", "A".repeat(60))]);
    assert_eq!(told("sheet.csv", row(&"A".repeat(200), ",,,").as_bytes(), None).refused, Vec::<String>::new());
}

#[test]
fn values_that_cannot_be_used_are_named() {
    let one = |column: &str, value: &str| {
        let all = refused(&format!(",{column}"), &[&format!("1,Ash,Brindle,2010-05-30,2026-01-12,{value}")]);
        all.join(" / ")
    };
    let ok = [
        "Basis,yro",
        "Basis,YRO",
        "Sex,F",
        "Restricted,Y",
        "NHS number,943 476 5919",
        "Siblings,",
        "Involvement ended,2026-01-12",
    ];
    for (column, value) in ok.iter().map(|pair| pair.split_once(',').unwrap()) {
        assert_eq!(one(column, value), "", "{column}");
    }
    let start = "row 2 ";
    let is =
        |column: &str, value: &str, wanted: &str| assert_eq!(one(column, value).strip_prefix(start).unwrap(), wanted);
    is(
        "NHS number",
        "9434765918",
        "NHS number `9434765918` [1] value left out: this is no NHS number: its check does not fit, so something in it is mistyped",
    );
    is(
        "NHS number",
        "9.43477E+09",
        "NHS number `9.43477E+09` [1] value left out: a spreadsheet has rounded this number: format the column as text, and give the number anew",
    );
    is("UPRN", "12A", "UPRN `12A` [1] value left out: a unique property reference number has one to twelve digits");
    is("Sex", "unknown", "Sex `unknown` [1] value left out: this is `female`, `male` or empty");
    is(
        "Basis",
        "Reparation",
        "Basis `Reparation` [1] kept as it is: this basis is not known: it is one of prevention, out-of-court-disposal, bail-support, remand, referral-order, yro, custody, licence, other",
    );
    is("Route", "post", "Route `post` [1] value left out: this is one of criminal-justice, early-intervention");
    is(
        "Restricted",
        "perhaps",
        "Restricted `perhaps` [1] kept as it is: this is neither `yes` nor `no`; it is taken as yes",
    );
    is(
        "Involvement ended",
        "2026-01-11",
        "Involvement ended `2026-01-11` [1] value left out: this is before the day on which it started, so the involvement is not read",
    );
    is(
        "Involvement ended",
        "soon",
        "Involvement ended `soon` [1] value left out: this is no date that can be read: write 2026-04-03, or state in the mapping how dates are written; the involvement is not read",
    );
    is(
        "Siblings",
        "Rowan Brindle",
        "Siblings `Rowan Brindle` [1] value left out: a sibling is written `Family, Given` or `Family, Given, 2012-08-14`, separated by `;`",
    );
    is("Ethnicity", "#N/A", "Ethnicity `#N/A` [1] value left out: the formula in this cell failed");
}

#[test]
fn a_start_that_cannot_be_is_refused_and_the_child_is_not() {
    let rows =
        ["1,Ash,Brindle,2010-05-30,2206-01-12", "2,Ash,Marsh,2010-05-30,2006-01-12", "3,Ash,Fen,31/02/2010,2026-01-12"];
    let came = told("sheet.csv", format!("{HEADINGS}\n{}\n", rows.join("\n")).as_bytes(), None);
    assert_eq!(came.listed.len(), 3);
    assert_eq!(came.listed.values().map(|child| child.spells.len()).collect::<Vec<_>>(), [0, 0, 1]);
    let told: Vec<&str> = came.refused.iter().map(|line| line.rsplit("left out: ").next().unwrap()).collect();
    assert!(told[0].starts_with("at this date the child is 195 years old") || told[0].contains("date"), "{told:?}");
    assert_eq!(told[1], "this is before the date of birth");
    assert!(told[2].starts_with("this is no date that can be read"));
}

/// Else a file could make names of events and places in a report as long as it likes.
#[test]
fn what_is_quoted_of_a_row_is_short() {
    let long = "9".repeat(101);
    let all = refused("", &[&format!("{long},Ash,Brindle,2010-05-30,2026-01-12")]);
    let rule = "this is longer than the number of a child: look whether another column was meant";
    assert_eq!(all, [format!("row 2 Child number `{}…` [] row left out: {rule}", "9".repeat(60))]);
    let all = refused(",Sex", &[&format!("{},Ash,Brindle,2010-05-30,2026-01-12,x", "9".repeat(100))]);
    assert!(all[0].contains(&format!("[{}…]", "9".repeat(60))), "{all:?}");
    let all = refused("", &["7,Ash,Brindle,2010-05-30,2026-01-12,more"]);
    assert!(all[0].starts_with("row 2  `more` [] row left out: there is more in the row"), "{all:?}");
}

#[test]
fn headings_are_looked_at_first() {
    let why = |text: &str| told("sheet.csv", text.as_bytes(), None).read.unwrap_err().why;
    assert_eq!(
        why("Child no,Given names,Family name,DOB,Involvement started\n"),
        "there is no column `Child number` (did you mean `Child no`?); there is no column `Date of birth`"
    );
    assert!(why("Child number,child NUMBER\n").contains("stands there twice"));
    let came = told("sheet.csv", format!("{HEADINGS},Post code,Bases\n").as_bytes(), None);
    assert_eq!(
        came.refused,
        [
            "row 1 Bases `` [] value left out: the sheet has no such column, and nothing of it is read; did you mean `Basis`?"
        ]
    );
}

#[test]
fn who_listens_may_stop() {
    let bytes = feeds::write::template::template_csv();
    let stopped = sheet::read(source("sheet.csv", &bytes), None, &mut |_| Err(Stop("the disk is full".into())));
    assert_eq!(stopped.unwrap_err().to_string(), "sheet.csv: the disk is full");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_makes_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        rows in prop::collection::vec(prop::collection::vec("([-0-9/.,; a-zE+#]{0,12}|\\PC{0,6})", 27), 0..5),
    ) {
        told("sheet.csv", &bytes, None);
        let headings: Vec<&str> = sheet::columns::ALL.iter().map(|column| column.heading).collect();
        let mut table = feeds::write::table::Csv::new(Vec::new(), &headings, false).unwrap();
        for row in &rows {
            table.row(&row.iter().map(|cell| cell.as_str().into()).collect::<Vec<_>>()).unwrap();
        }
        told("sheet.csv", &table.finish().unwrap(), None).read.unwrap();
    }
}
