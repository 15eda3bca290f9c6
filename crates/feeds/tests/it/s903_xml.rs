//! The return on children looked after, as XML.

use feeds::read::s903_xml;

use crate::said::{file, said};

#[test]
fn a_return_with_the_dirt_of_real_ones() {
    let source = file("s903.xml", include_str!("files/s903.xml"));
    let said = said(|out| s903_xml::read(source, out)).unwrap();
    assert_eq!(said.read.rows, [("s903.xml".to_owned(), 4)]);
    let facts = "\
        L1 {who:{number:L1,born:2011-05-06,sex:female,ethnicity:MWBC,numbers:{upn:H801200001001}}}
        L1 {spell:{kind:missing,from:2026-02-01,until:2026-02-03}}
        L1 {spell:{kind:looked-after,from:2026-01-05,until:2026-03-02,code:V2,word:s20,ended:X1}}
        L1 {spell:{kind:placed,from:2026-01-05,until:2026-03-02,code:U1,word:family-or-friends,more:{rne:S,urn:1000001}}}
        L1 {who:{number:L1,home:{postcode:ZZ1 1AA}}}
        L1 {spell:{kind:looked-after,from:2026-03-02,code:C1,word:s31-interim}}
        L1 {spell:{kind:placed,from:2026-03-02,code:U1,word:family-or-friends,more:{rne:L}}}
        L2 {who:{number:L2,name:{given:,family:}}}
        L2 {spell:{kind:looked-after,from:2025-07-01,code:Q9}}";
    assert_eq!(said.facts, facts.lines().map(str::trim).collect::<Vec<_>>());
    let refusals = "\
        25 DOB, L2, 31/02/2010: this is no day of the calendar (value left out)
        24 SEX, L2, 3: it is none of `1`, `2` (value left out)
        31 DEC, L2, 01/03/2026: it ends before it begins, on 2026-04-01 (row left out)
        37 LS, L2, C2: this stands there twice, and not the same (row left out)
        41 LS, L2, Q9: this code is not in the list ssda903-legal-status (kept as it is)
        25 HEADER, L2, stray: this text stands between elements and belongs to none: look whether a value is missing (value left out)
        44 CHILD, , : there must be exactly one `CHILDID`: without it nobody knows whose this is (row left out)
        45 CHILD, , : there must be exactly one `CHILDID`: without it nobody knows whose this is (row left out)";
    assert_eq!(said.refusals, refusals.lines().map(str::trim).collect::<Vec<_>>());
}

#[test]
fn whose_it_is_must_be_plain() {
    let header = "<HEADER><CHILDID>L1</CHILDID></HEADER>";
    for child in [
        format!("{header}{header}"),
        "<HEADER><CHILDID>L1</CHILDID><CHILDID>L2</CHILDID></HEADER>".into(),
        "<HEADER><CHILDID> </CHILDID></HEADER>".into(),
        format!("<HEADER><CHILDID>{}</CHILDID></HEADER>", "9".repeat(101)),
    ] {
        let xml =
            format!("<EXPSSDA903><CHILD>{child}<EPISODE><DECOM>01/01/2026</DECOM></EPISODE></CHILD></EXPSSDA903>");
        let said = said(|out| s903_xml::read(file("f.xml", xml), out)).unwrap();
        assert_eq!((said.facts.len(), said.refusals.len()), (0, 1), "{child}");
    }
}

#[test]
fn what_is_no_such_return_is_refused() {
    let why = |xml: &str| said(|out| s903_xml::read(file("f.xml", xml), out)).err().unwrap().to_string();
    assert!(why("<EXPSSDA903/>").starts_with("f.xml: has no `CHILD` in it"));
    assert!(why("<Message/>").starts_with("f.xml, row 1: begins with `Message`, where `EXPSSDA903` is meant"));
    assert!(why("<EXPSSDA903><CHILD><HEADER>").starts_with("f.xml, row 1: breaks off: `HEADER` does not end"));
}
