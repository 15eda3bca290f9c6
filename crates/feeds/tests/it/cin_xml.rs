//! The census of children in need.

use feeds::Stop;
use feeds::read::{self, Layout, Options, Source, Unreadable, cin_xml};

use crate::said::{Said, file, said};

fn census(source: Source<'static>) -> Result<Said, Unreadable> {
    said(|out| cin_xml::read(source, out))
}

/// The details of one child's referral.
fn details(details: &str) -> Said {
    let child = "<Child><ChildIdentifiers><LAchildID>C1</LAchildID></ChildIdentifiers>";
    let xml = format!("<Message><Children>{child}<CINdetails>\n{details}</CINdetails></Child></Children></Message>");
    census(file("census.xml", xml)).unwrap()
}

#[test]
fn a_census_with_the_dirt_of_real_ones() {
    let said = census(file("cin.xml", include_str!("files/cin.xml"))).unwrap();
    assert_eq!(said.read.rows, [("cin.xml".to_owned(), 5)]);
    assert_eq!(said.read.as_of.unwrap().to_string(), "2026-03-31");
    let facts = "\
        C1 {who:{number:C1,born:2011-05-06,sex:female,numbers:{upn:H801200001001}}}
        C1 {who:{number:C1,ethnicity:MWBC}}
        C1 {spell:{kind:open,from:2024-01-08,until:2024-06-28,ended:RC7,ended_word:services ended for another reason}}
        C1 {spell:{kind:plan,from:2024-02-01,until:2024-06-28,word:child-in-need}}
        C1 {spell:{kind:open,from:2025-11-03}}
        C1 {spell:{kind:plan,from:2025-11-20,word:child-protection}}
        C2 {who:{number:C2,name:{given:,family:}}}
        C2 {who:{number:C2,ethnicity:MARS}}
        C2 {spell:{kind:open,from:2021-06-01,until:2021-07-01,ended:RC9,ended_word:closed after an assessment and referred to early help}}
        C2 {spell:{kind:open,from:2025-09-01}}";
    assert_eq!(said.facts, facts.lines().map(str::trim).collect::<Vec<_>>());
    let refusals = "\
        54 PersonBirthDate, C2, 2012-02-30: this is no day of the calendar (value left out)
        55 Sex, C2, X: this is no code for a sex (value left out)
        52 UPN, C2, A801200001001: this is no unique pupil number: its check does not fit, so something in it is mistyped (value left out)
        57 Ethnicity, C2, MARS: this code is not in the list dfe-ethnicity (kept as it is)
        60 CINclosureDate, C2, 2025-03-01: it ends before it begins, on 2025-04-01 (row left out)
        63 AssessmentAuthorisationDate, C2, 2020-09-19: it ends before it begins, on 2025-04-28; assessments are not read (row left out)
        66 CINPlanStartDate, C2, : there is no date from which it holds (row left out)
        70 CINclosureDate, C2, soon: write the date as 2026-04-03 or 03/04/2026 (row left out)
        76 ReferralNFA, C2, true: nothing is said to have followed on this referral, and yet it has a closure or a plan: read as work (kept as it is)
        81 ReferralNFA, C2, perhaps: write `Y` or `N` (value left out)
        80 ReasonForClosure, C2, RC77: a reason for closing, and no `CINclosureDate`: read as open (value left out)
        53 ChildIdentifiers, C2, PersonBirthDate: this text stands between elements and belongs to none: look whether a value is missing (value left out)
        84 Child, , : the child has not one `LAchildID`: nobody knows of whom this is (row left out)
        87 Child, , : the child has not one `LAchildID`: nobody knows of whom this is (row left out)
        97 PersonBirthDate, C6, 2010-01-02: this stands there twice, and not the same (row left out)";
    assert_eq!(said.refusals, refusals.lines().map(str::trim).collect::<Vec<_>>());
}

#[test]
fn a_referral_on_which_nothing_followed_is_no_work() {
    let from = "<CINreferralDate>2026-01-05</CINreferralDate>";
    let open = "C1 {spell:{kind:open,from:2026-01-05}}";
    for nothing in ["true", "1", "TRUE"] {
        let said = details(&format!("{from}<ReferralNFA>{nothing}</ReferralNFA>"));
        assert_eq!((said.facts.len(), said.refusals.len()), (1, 0), "{nothing}");
    }
    for followed in ["<ReferralNFA>false</ReferralNFA>", "<ReferralNFA>0</ReferralNFA>", "<ReferralNFA/>", ""] {
        let said = details(&format!("{from}{followed}"));
        assert_eq!((said.facts[1].as_str(), said.refusals.len()), (open, 0), "{followed}");
    }
    let plan = "<CINPlanDates><CINPlanStartDate>2026-01-09</CINPlanStartDate></CINPlanDates>";
    let said = details(&format!("{from}\n<ReferralNFA>true</ReferralNFA>{plan}"));
    assert_eq!(said.facts[1..], [open, "C1 {spell:{kind:plan,from:2026-01-09,word:child-in-need}}"]);
    assert!(said.refusals[0].starts_with("3 ReferralNFA, C1, true: nothing is said to have followed"));
}

#[test]
fn a_code_that_is_not_known_is_kept_and_said() {
    let said = details(
        "<CINreferralDate>2026-01-05</CINreferralDate><CINclosureDate>2026-01-05</CINclosureDate>\n<ReasonForClosure>RC10</ReasonForClosure>",
    );
    assert_eq!(said.facts[1], "C1 {spell:{kind:open,from:2026-01-05,until:2026-01-05,ended:RC10}}");
    assert_eq!(
        said.refusals,
        ["3 ReasonForClosure, C1, RC10: this code is not in the list cin-closure (kept as it is)"]
    );
}

#[test]
fn that_a_child_died_is_read() {
    let own = "<LAchildID>C1</LAchildID><PersonDeathDate>2026-02-01</PersonDeathDate>";
    let xml =
        format!("<Message><Children><Child><ChildIdentifiers>{own}</ChildIdentifiers></Child></Children></Message>");
    assert_eq!(census(file("census.xml", xml)).unwrap().facts, ["C1 {who:{number:C1,died:2026-02-01}}"]);
    let said = details(
        "<CINreferralDate>2026-01-05</CINreferralDate><CINclosureDate>2026-02-03</CINclosureDate><ReasonForClosure>RC2</ReasonForClosure>",
    );
    assert_eq!(said.facts[1], "C1 {who:{number:C1,died:2026-02-03}}");
}

#[test]
fn what_is_no_census_is_refused() {
    let why = |xml: &str| census(file("census.xml", xml)).err().unwrap().to_string();
    let other =
        "<Message>\n<Header><CollectionDetails>\n<Collection>CSWW</Collection></CollectionDetails></Header></Message>";
    let expected = "census.xml, row 3, Collection: is the collection `CSWW`, and no census of children in need";
    assert!(why(other).starts_with(expected), "{}", why(other));
    assert!(why("<Message><Children/></Message>").starts_with("census.xml: has no `Child` in it"));
    assert!(why("<EXPSSDA903/>").starts_with("census.xml, row 1: begins with `EXPSSDA903`, where `Message` is meant"));
    let broken = include_str!("files/cin.xml").split_inclusive('\n').take(42).collect::<String>();
    assert!(why(&broken).starts_with("census.xml, row 43: breaks off: `ChildProtectionPlans` does not end"));
}

#[test]
fn it_is_one_file() {
    let files = |n: usize| (0..n).map(|_| file("cin.xml", include_str!("files/cin.xml"))).collect();
    let read = |n| read::read(Options::of(Layout::CinXml), files(n), &mut |_| Ok(()));
    assert_eq!(read(1).unwrap().rows, [("cin.xml".to_owned(), 5)]);
    assert_eq!(read(0).unwrap_err().to_string(), "`cin-xml` is one file, and 0 were given");
    assert_eq!(read(2).unwrap_err().to_string(), "`cin-xml` is one file, and 2 were given");
}

#[test]
fn it_stops_where_the_listener_does() {
    let stop = |_| Err(Stop("enough".into()));
    let error = cin_xml::read(file("cin.xml", include_str!("files/cin.xml")), &mut { stop }).unwrap_err();
    assert_eq!(error.to_string(), "enough");
}
