//! Mappings: the two that come with the program with a made-up list each, and what is wrong with others.

use feeds::read::dates::{Form, Forms};
use feeds::read::mapping::{EXAMPLES, Gone, Mapping};
use proptest::prelude::*;

use crate::sheet::{Came, told};

fn example(n: usize) -> Mapping {
    Mapping::read(EXAMPLES[n].0, EXAMPLES[n].1).unwrap()
}

fn short(came: &Came) -> Vec<String> {
    let child = |child: &feeds::Listed| {
        let spells = child
            .spells
            .iter()
            .map(|s| format!(" {}-{} {}", s.from.0, s.until.map(|u| u.0.to_string()).unwrap_or_default(), s.word));
        let born = child.born.map(|born| born.0.to_string()).unwrap_or_default();
        format!(
            "{} {}|{}|{} {}|{}{}",
            child.number,
            child.name.given,
            child.name.family,
            born,
            child.sex,
            child.home.street,
            spells.collect::<String>()
        )
    };
    came.listed.values().map(child).collect()
}

#[test]
fn one_row_per_intervention() {
    let mapping = example(0);
    let came = told("list.csv", include_bytes!("../samples/example-one-row-per-intervention.csv"), Some(&mapping));
    assert_eq!(came.read.as_ref().unwrap().rows, [("list.csv".to_owned(), 5)]);
    assert_eq!(
        short(&came),
        [
            "C1001 Ash|Brindle|2010-05-30 female|14 Example Road, Brookside 2025-06-02-2025-09-01 out-of-court-disposal 2026-01-12- referral-order",
            "C1002 Linden|Marsh|2011-11-02 male|Flat 3, 2 Sample Street 2026-02-03-2026-03-20 prevention",
            "C1004 Robin|Sedge| male|11 Example Road 2026-02-05- ",
        ]
    );
    assert!(came.listed["C1002"].restricted);
    assert_eq!(came.listed["C1002"].others[0].family, "Fen");
    let refused: Vec<&str> = came.refused.iter().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(
        refused,
        [
            "row 6 D.O.B. `31/02/2012` [C1004] value left out",
            "row 6 NHS No `943 476 5918` [C1004] value left out",
            "row 6 Intervention type `Reparation pilot` [C1004] kept as it is",
            "row 6 Intervention type `Reparation pilot` [C1004] value left out",
        ]
    );
    assert_eq!(mapping.gone, Gone::Ask);
}

#[test]
fn full_names_and_title_rows() {
    let mapping = example(1);
    let sample = include_str!("../samples/example-full-names-and-title-rows.csv");
    let came = told("list.csv", sample.as_bytes(), Some(&mapping));
    let wanted = [
        "40017 Ash|BRINDLE|2010-05-30 female|14 Example Road, Exampleton 2026-01-12- referral-order",
        "40018 Linden Fen|VAN DER MARSH|2011-11-02 male|Flat 3, 2 Sample Street, Exampleton 2026-02-03- yro",
    ];
    let why = "row 7 Full name `Robin Sedge` [] row left out: the name is not written as the mapping says, so which part is the family name is not known";
    assert_eq!((short(&came), came.refused), (wanted.map(String::from).to_vec(), vec![why.to_owned()]));
    assert_eq!(mapping.gone, Gone::Closed);

    // The same as a workbook, behind a sheet of notes.
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Notes").unwrap();
    let sheet = book.add_worksheet().set_name("Caseload").unwrap();
    let mut lines = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(sample.as_bytes());
    for (row, line) in (0..).zip(lines.records()) {
        for (column, cell) in (0..).zip(&line.unwrap()) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let came = told("list.xlsx", &book.save_to_buffer().unwrap(), Some(&mapping));
    assert_eq!((short(&came), came.refused), (wanted.map(String::from).to_vec(), vec![why.to_owned()]));
    assert_eq!(came.read.unwrap().rows, [("list.xlsx, sheet Caseload".to_owned(), 3)]);
}

#[test]
fn all_faults_of_a_mapping_are_told_at_once() {
    let text = r#"title = "x"
headigs = 4
gone = "close"
dates = ["dd/mm/yy", "dd/qq/yyyy"]
names = "family first"
sheet = 3

[columns]
"Child nmber" = "A"
"Sex" = { form = "B" }
"sex" = "C"
"Basis" = "D"

[codes.Basis]
RO = "referal-order"

[[leave-out]]
colum = "Status"
"#;
    let refused = Mapping::read("ours.toml", text).unwrap_err().to_string();
    for line in [
        "ours.toml:2: `headigs` is not known here\n    help: did you mean `headings`?",
        "ours.toml:3: `close` is not known here\n    help: did you mean `closed`?",
        "ours.toml:4: years of two figures need a `pivot`",
        "ours.toml:4: `dd/qq/yyyy`: `qq` means nothing in a form of dates",
        "ours.toml:5: `family first` is not known here",
        "ours.toml:6: `sheet` is a text in quotes",
        "ours.toml:9: `Child nmber` is not known here\n    help: did you mean `Child number`?",
        "ours.toml:10: `form` is not known here\n    help: did you mean `from`?",
        "ours.toml:15: `referal-order` is not known here\n    help: did you mean `referral-order`?",
        "ours.toml:17: what is left out has a `column` and what it `is`",
        "ours.toml:18: `colum` is not known here",
        "ours.toml: a mapping has a name",
        "ours.toml: nothing fills `Child number`",
        "ours.toml: nothing fills `Family name`",
    ] {
        assert!(refused.contains(line), "{line}\n---\n{refused}");
    }
    let broken = Mapping::read("ours.toml", "name = \"x\nheadings = 4\n").unwrap_err().to_string();
    assert!(broken.starts_with("ours.toml:"), "{broken}");
}

#[test]
fn headings_that_a_mapping_names_must_be_there() {
    let came = told("list.csv", b"Client Ref,Surname,Forenames,Surname\n", Some(&example(0)));
    let why = came.read.unwrap_err().why;
    assert!(why.contains("there is no column `Forename(s)` (did you mean `Forenames`?)"), "{why}");
    assert!(why.contains("the column `Surname` is there 2 times"), "{why}");
}

#[test]
fn dates_are_read_by_their_form_alone() {
    let day = |forms: &[&str], text: &str| {
        let forms = forms.iter().map(|form| Form::read(form).unwrap()).collect();
        Forms::new(forms, 49).day(text).map(|day| day.to_string())
    };
    for (form, text, wanted) in [
        ("dd/mm/yyyy", "3/4/2026", Some("2026-04-03")),
        ("dd/mm/yyyy", "03/04/26", None),
        ("dd/mm/yyyy", "2026-04-03", Some("2026-04-03")),
        ("dd/mm/yyyy", "2026-04-03T14:30", Some("2026-04-03")),
        ("dd/mm/yyyy", "30/02/2026", None),
        ("dd/mm/yyyy", "03/04/2026 rest", None),
        ("d-MMM-yy", "3-Apr-26", Some("2026-04-03")),
        ("d-MMM-yy", "03-SEPT-99", Some("1999-09-03")),
        ("d-MMM-yy", "3-April-49", Some("2049-04-03")),
        ("d MMMM yyyy", "3 April 2026", Some("2026-04-03")),
        ("yyyy-mm-dd HH:MM", "2026-04-03 14:30", Some("2026-04-03")),
        ("dd.mm.yyyy HH:MM:SS", "03.04.2026 14:30:00", Some("2026-04-03")),
        ("dd.mm.yyyy HH:MM", "03.04.2026", None),
        ("yyyymmdd", "20260403", Some("2026-04-03")),
        ("ddmmyyyy", "03042026", Some("2026-04-03")),
        ("dd/mm/yyyy", "", None),
        ("dd/mm/yyyy", "ä3/04/2026", None),
    ] {
        assert_eq!(day(&[form], text).as_deref(), wanted, "{form}: {text}");
    }
    let both = ["dd/mm/yyyy", "mm/dd/yyyy"];
    assert_eq!(day(&both, "03/04/2026"), None, "in two ways");
    assert_eq!(day(&both, "03/14/2026").as_deref(), Some("2026-03-14"));
    for wrong in ["", "dd/mm", "dd/dd/yyyy", "dd/mm/yyy", "week yyyy"] {
        assert!(Form::read(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "\\PC{0,60}", value in "\\PC{0,20}", key in "(name|headings|dates|columns|codes|leave-out|pivot|names)", form in "[dmyhsMH:/ .-]{0,14}") {
        let _ = Mapping::read("x.toml", &text);
        let _ = Mapping::read("x.toml", &format!("{key} = {value}\n"));
        let _ = Mapping::read("x.toml", &format!("[columns]\n\"Sex\" = {value}\n[codes.{key}]\n{value}"));
        if let Ok(form) = Form::read(&form) {
            Forms::new(vec![form], 30).day(&value);
        }
        told("list.csv", value.as_bytes(), Some(&example(1)));
    }

    /// A day that is written by a form is read by it.
    #[test]
    fn a_day_comes_back(number in -7_305_i32..30_000) {
        let day = calendar::Day::from_number(number);
        let (year, month, date) = day.ymd();
        let forms = Forms::new(vec![Form::read("d/m/yyyy").unwrap()], 0);
        prop_assert_eq!(forms.day(&format!("{date}/{month}/{year}")), Some(day));
    }
}

/// The places of very many faults are found without going through the text for each.
#[test]
fn of_very_many_faults_each_has_its_line() {
    let text = format!("name = \"a\"\n{}", "x\n".repeat(100_000));
    let refusals = Mapping::read("m.toml", &text).unwrap_err();
    let lines: Vec<usize> = refusals.iter().take(3).map(|one| one.line).collect();
    assert_eq!((lines.as_slice(), refusals.len()), ([2, 3, 4].as_slice(), 1000));
}

/// A mapping may name very many columns: of those that are missing the first are named.
#[test]
fn of_very_many_columns_that_are_missing_a_few_are_named() {
    let mut text = EXAMPLES[0].1.to_owned();
    for n in 0..30 {
        text.push_str(&format!("\n[[leave-out]]\ncolumn = \"{n}{}\"\nis = [\"x\"]\n", "y".repeat(200)));
    }
    let mapping = Mapping::read("m.toml", &text).unwrap();
    let why = told("list.csv", b"a,b\n1,2\n", Some(&mapping)).read.unwrap_err().why;
    assert!(why.ends_with("; and 30 more") && why.len() < 2_500, "{why}");
}
