//! The return on children looked after, as CSV files.

use feeds::read::Layout;
use proptest::prelude::*;

use crate::told::{happened, own, whole};

#[test]
fn a_return_is_read_and_says_what_it_left_out() {
    let whole = own(Layout::S903Csv, "s903");
    let rows = [("episodes.csv", 7), ("header.csv", 4), ("missing.csv", 3)];
    assert_eq!(whole.read.rows, rows.map(|(file, n)| (file.to_owned(), n)));
    assert_eq!(whole.read.notes, ["oc3.csv: nothing of the file `oc3` is used"]);
    let first = &whole.children["1001"];
    assert_eq!((first.sex.as_str(), first.home.postcode.as_str()), ("male", "ZZ1 1AA"));
    assert_eq!(first.numbers["upn"], "H801200001001");
    assert_eq!(whole.children["1002"].numbers.len(), 0, "UN4 says that there is none");
    assert_eq!(
        whole.refused,
        [
            "episodes.csv, row 6, DECOM: `01/03/26`: the year has two digits, which could be of either century: write four: row left out",
            "episodes.csv, row 7, DEC: `28/02/2026`: it ends before it begins, on 2026-03-01: row left out",
            "episodes.csv, row 8, LS: `Q9`: this code is not in the list ssda903-legal-status: kept as it is",
            "episodes.csv, row 8, REC: `E99`: this code is not in the list ssda903-rec: kept as it is",
            "episodes.csv, row 8, PLACE: `H5`: this code was not in use on 2026-03-01: kept as it is",
            "header.csv, row 4, DOB: `29/02/2011`: this is no day of the calendar: value left out",
            "header.csv, row 4, SEX: `3`: it is none of `1`, `2`: value left out",
            "header.csv, row 4, UPN: `H801200001002`: this is no unique pupil number: its check does not fit, so something in it is mistyped: value left out",
            "header.csv, row 5, CHILD: ``: the row does not say of which child it is: row left out",
            "missing.csv, row 4, MISSING: `X`: it is neither `M` (missing) nor `A` (away): row left out",
        ]
    );
}

#[test]
fn pieces_become_what_happened() {
    let whole = own(Layout::S903Csv, "s903");
    assert_eq!(
        happened(&whole.children["1001"]),
        [
            "2026-01-05 csc-involvement-started plan=looked-after",
            "2026-01-05 looked-after-started basis=s20",
            "2026-01-05 placement-started kind=foster",
            "2026-02-02 placement-changed kind=residential",
            "2026-02-11 missing",
            "2026-02-13 returned-from-missing",
            "2026-03-10 looked-after-started basis=s31-full",
        ]
    );
    assert_eq!(
        happened(&whole.children["1002"]),
        [
            "2026-02-01 csc-involvement-started plan=looked-after",
            "2026-02-01 looked-after-started basis=remand",
            "2026-02-01 placement-started kind=young-offender-institution",
            "2026-02-20 placement-ended",
            "2026-02-20 looked-after-ended reason=remand-ended",
            "2026-02-20 csc-involvement-ended",
        ]
    );
}

/// Care that goes on another basis has not ended, and an end is told so that nothing stays open that has ended.
#[test]
fn a_change_of_basis_is_no_end_of_care() {
    let care = |episodes: &[&str]| {
        let header = ("header.csv".to_owned(), b"CHILD,SEX,DOB,ETHNIC,UPN\n".to_vec());
        let text = format!("CHILD,DECOM,LS,PLACE,DEC,REC\n{}\n", episodes.join("\n"));
        let whole = whole(Layout::S903Csv, vec![header, ("episodes.csv".to_owned(), text.into_bytes())]).unwrap();
        let mut all = happened(&whole.children["7"]);
        all.retain(|line| line.contains("looked-after-"));
        all
    };
    assert_eq!(
        care(&[
            "7,01/01/2026,J1,R5,01/02/2026,X1",
            "7,01/02/2026,C1,K2,01/03/2026,X1",
            "7,01/03/2026,C2,K2,01/05/2026,E4A"
        ]),
        [
            "2026-01-01 looked-after-started basis=remand",
            "2026-02-01 looked-after-started basis=s31-interim",
            "2026-02-01 looked-after-ended reason=remand-ended",
            "2026-03-01 looked-after-started basis=s31-full",
            "2026-05-01 looked-after-ended reason=returned-home",
        ]
    );
    assert_eq!(
        care(&["7,01/01/2026,V2,U6,01/02/2026,X1", "7,01/02/2026,J1,R5,01/03/2026,E14", "7,01/04/2026,V2,U6,,X1"]),
        [
            "2026-01-01 looked-after-started basis=s20",
            "2026-02-01 looked-after-started basis=remand",
            "2026-03-01 looked-after-ended reason=remand-ended",
            "2026-03-01 looked-after-ended reason=other",
            "2026-04-01 looked-after-started basis=s20",
        ]
    );
}

/// The row that carries care on may have been left out: nobody said that care ended.
#[test]
fn an_episode_that_another_follows_ends_nothing() {
    let told = |episodes: &[&str]| {
        let header = ("header.csv".to_owned(), b"CHILD,SEX,DOB,ETHNIC,UPN\n".to_vec());
        let text = format!("CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n{}\n", episodes.join("\n"));
        whole(Layout::S903Csv, vec![header, ("episodes.csv".to_owned(), text.into_bytes())]).unwrap()
    };
    let began = [
        "2026-01-05 csc-involvement-started plan=looked-after",
        "2026-01-05 looked-after-started basis=s20",
        "2026-01-05 placement-started kind=foster",
    ];
    let missing = "REC: `X1`: the next episode is missing: no row that could be read begins on this day, so care is taken to go on: kept as it is";
    let one = told(&["7,05/01/2026,S,V2,U6,10/03/2026,X1", "7,10/03/26,L,C1,U6,,"]);
    assert_eq!(happened(&one.children["7"]), began);
    assert_eq!(one.refused.len(), 2);
    assert_eq!(one.refused[1], format!("episodes.csv, row 2, {missing}"));
    assert!(one.children["7"].is_open_on("2026-06-01".parse().unwrap()));
    // What is told later goes on from there, and ends when it says so; in whatever order the rows are.
    let two = told(&["7,10/05/2026,L,V2,K2,10/06/2026,E4A", "7,05/01/2026,S,V2,U6,10/03/2026,X1"]);
    let then = [
        "2026-05-10 placement-changed kind=residential",
        "2026-06-10 placement-ended",
        "2026-06-10 looked-after-ended reason=returned-home",
        "2026-06-10 csc-involvement-ended",
    ];
    assert_eq!(happened(&two.children["7"]), began.into_iter().chain(then).collect::<Vec<_>>());
    assert_eq!(two.refused, [format!("episodes.csv, row 3, {missing}")]);
    assert!(!two.children["7"].is_open_on("2026-06-10".parse().unwrap()));
    // A placement lasts no longer than care, though where the child went in between is not known.
    let gone = told(&[
        "7,05/01/2026,S,V2,U6,10/03/2026,X1",
        "7,10/03/2026,P,V2,,20/03/2026,X1",
        "7,20/03/2026,L,C2,,10/04/2026,E4A",
        "7,10/06/2026,S,V2,K2,,",
    ]);
    let placed: Vec<String> =
        happened(&gone.children["7"]).into_iter().filter(|line| line.contains("placement-")).collect();
    assert_eq!(
        placed,
        [
            "2026-01-05 placement-started kind=foster",
            "2026-04-10 placement-ended",
            "2026-06-10 placement-started kind=residential",
        ]
    );
    let whole = told(&["7,10/03/2026,L,V2,U6,,", "7,05/01/2026,S,V2,U6,10/03/2026,X1"]);
    assert_eq!(whole.refused, Vec::<String>::new());
    assert_eq!(happened(&whole.children["7"]), began);
}

#[test]
fn a_move_between_two_places_of_one_kind_is_a_move() {
    let placed = |episodes: &[&str]| {
        let header = ("header.csv".to_owned(), b"CHILD,SEX,DOB,ETHNIC,UPN\n".to_vec());
        let text = format!("CHILD,DECOM,RNE,LS,PLACE,URN,DEC,REC\n{}\n", episodes.join("\n"));
        let whole = whole(Layout::S903Csv, vec![header, ("episodes.csv".to_owned(), text.into_bytes())]).unwrap();
        let mut all = happened(&whole.children["7"]);
        all.retain(|line| line.contains("placement-"));
        all
    };
    let two = ["2026-01-05 placement-started kind=residential", "2026-02-02 placement-changed kind=residential"];
    assert_eq!(placed(&["7,05/01/2026,S,V2,K2,,02/02/2026,X1", "7,02/02/2026,P,V2,K2,,,"]), two);
    assert_eq!(placed(&["7,05/01/2026,S,V2,K2,,02/02/2026,X1", "7,02/02/2026,B,C2,K2,,,"]), two);
    assert_eq!(placed(&["7,05/01/2026,S,V2,K2,SC1,02/02/2026,X1", "7,02/02/2026,,C2,K2,SC2,,"]), two);
    assert_eq!(placed(&["7,05/01/2026,S,V2,K2,SC1,02/02/2026,X1", "7,02/02/2026,L,C2,K2,SC1,,"]), two[..1]);
    let foster = "2026-01-05 placement-started kind=foster";
    for same in ["L", "T", "U"] {
        let rows = ["7,05/01/2026,S,V2,U4,,02/02/2026,X1".to_owned(), format!("7,02/02/2026,{same},V2,U6,,,")];
        assert_eq!(placed(&rows.each_ref().map(String::as_str)), [foster], "{same}");
    }
    let moved = ["7,05/01/2026,S,V2,U4,,02/02/2026,X1", "7,02/02/2026,P,V2,U6,,,"];
    assert_eq!(placed(&moved), [foster, "2026-02-02 placement-changed kind=foster"]);
}

#[test]
fn a_set_that_lacks_something_is_refused_with_what_it_lacks() {
    let why = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        whole(Layout::S903Csv, files).err().unwrap().to_string()
    };
    let header = ("header.csv", "child;sex;dob;ethnic;upn\n");
    assert!(why(&[header]).contains("there is no file of the episodes"));
    let told = why(&[header, ("episodes.csv", "CHILD,DECON,LS,PLACE,DEC,REC\n")]);
    assert!(
        told.contains("episodes.csv, row 1: the headings lack `DECOM`") && told.contains("meant by `DECON`"),
        "{told}"
    );
}

proptest! {
    /// Whatever stands under the headings, each row is told or refused.
    #[test]
    fn nothing_in_a_table_makes_it_panic(
        rows in prop::collection::vec(prop::collection::vec("[0-9/A-Z é-]{0,10}|0[1-9]/0[1-9]/2026|[CVJ][12]|X1", 7), 0..20),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["CHILD", "DECOM", "LS", "PLACE", "DEC", "REC", "MISSING"]).unwrap();
        rows.iter().for_each(|row| table.write_record(row).unwrap());
        let header = ("header.csv".to_owned(), b"CHILD,SEX,DOB,ETHNIC,UPN\n".to_vec());
        let read = whole(Layout::S903Csv, vec![header.clone(), ("episodes.csv".into(), table.into_inner().unwrap())]);
        read.unwrap().children.values().for_each(|child| drop(happened(child)));
        for layout in [Layout::S903Csv, Layout::Ssd, Layout::AnnexA] {
            drop(whole(layout, vec![header.clone(), ("any.csv".into(), bytes.clone())]));
        }
    }
}
