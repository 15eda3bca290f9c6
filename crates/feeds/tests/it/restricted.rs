//! The list of those whose records are restricted.

use std::collections::BTreeMap;

use feeds::read::{self, Layout, Options, restricted};
use feeds::{Listed, Out};

use crate::said::{file, said};

#[test]
fn each_number_is_restricted() {
    let list = "child number\nP1\n\n9.43477E+09\n P2 \n";
    let said = said(|out| restricted::read(file("restricted.csv", list), out)).unwrap();
    assert_eq!(said.facts, ["P1 {who:{number:P1,restricted:true}}", "P2 {who:{number:P2,restricted:true}}"]);
    assert_eq!(said.refusals.len(), 1);
    assert!(
        said.refusals[0].starts_with("4 child number, 9.43477E+09, 9.43477E+09: a spreadsheet has rounded this number")
    );
    assert_eq!(said.read.rows, [("restricted.csv".to_owned(), 3)]);
}

#[test]
fn a_list_that_is_another_is_refused() {
    let why = |text: &str| said(|out| restricted::read(file("r.csv", text), out)).err().unwrap().to_string();
    assert!(why("Child nummber\n7\n").starts_with("r.csv, row 1: the headings lack `Child number`"));
    assert!(why("Child number,Restricted\n7,no\n").starts_with("r.csv: has more than one column"));
    assert!(why("").starts_with("r.csv: is empty"));
}

#[test]
fn it_stands_beside_any_layout() {
    let tables = || {
        vec![file(
            "ssd_person.csv",
            "pers_person_id,pers_forename,pers_surname,pers_dob,pers_restricted\nP1,Ash,Brindle,,no\nP2,Wren,Marsh,,Y\nP3,Linden,Elm,,maybe\nP4,Rowan,Elm,,\n",
        )]
    };
    let restricted = |list: Option<&str>| {
        let mut all: BTreeMap<String, Listed> = BTreeMap::new();
        let list = list.map(|list| file("restricted.csv", list));
        let read = read::read_restricting(Options::of(Layout::Ssd), tables(), list, &mut |out| {
            if let Out::Told(told) = out {
                all.entry(told.number.clone()).or_insert_with(|| Listed::new(&told.number)).take(told.what);
            }
            Ok(())
        });
        let all = all.into_values().filter(|child| child.restricted).map(|child| child.number).collect::<Vec<_>>();
        (read.unwrap().rows.len(), all)
    };
    assert_eq!(restricted(None), (1, vec!["P2".to_owned(), "P3".to_owned()]), "what is neither is taken as yes");
    assert_eq!(restricted(Some("Child number\nP1\n")).1, ["P1", "P2", "P3"]);
    assert_eq!(restricted(Some("Child number\nP1\n")).0, 2);
}
