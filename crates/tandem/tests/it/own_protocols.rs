//! `--protocols DIR`: a council's own edition, a sixth authority, and a folder that cannot be used.

use serde_json::Value;

use crate::run::{own_folder, tandem, write};

const HEAD: &str = "authority: anyshire\ntitle: A made-up protocol\nedition: first\n";
const SECTION: &str = "\
section: \"1\"
heading: Missing children
clauses:
- id: anyshire-1a
  para: \"1\"
  kind: duty
  on: missing
  owner: social-worker
  due: within 3 working days of missing
  shown-by: meeting-held
  same-as: statute-b10
  says: Talk to the child.
";
const JOURNEY: &str = "\
protocol: anyshire
child: {born: 2010-05-04}
events: [{at: 2026-03-06, event: missing}]
as_at: 2026-03-09
";

/// Duties of a made-up child under the protocols of a folder with these files.
fn under(test: &str, files: &[(&str, &str)]) -> crate::run::Came {
    let folder = own_folder(test);
    for (name, text) in files {
        write(&folder, &format!("protocols/{name}"), text);
    }
    let journey = write(&folder, "child.yaml", JOURNEY);
    let protocols = folder.join("protocols");
    let arguments = [
        "duties".as_ref(),
        journey.as_os_str(),
        "--format".as_ref(),
        "json".as_ref(),
        "--protocols".as_ref(),
        protocols.as_os_str(),
    ];
    tandem(arguments)
}

#[test]
fn a_sixth_authority() {
    let came = under("a_sixth_authority", &[("anyshire/protocol.yaml", HEAD), ("anyshire/01.yaml", SECTION)]);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&came.out).unwrap();
    let duty = answer["duties"].as_array().unwrap().iter().find(|d| d["clause"] == "anyshire-1a").unwrap();
    // Friday 6 March 2026 is day 0; Monday, Tuesday, Wednesday.
    assert_eq!((&duty["due"], &duty["state"]), (&"2026-03-11".into(), &"open".into()));
}

#[test]
fn worked_journeys_in_the_folder_are_no_protocols() {
    let files = [
        ("anyshire/protocol.yaml", HEAD),
        ("anyshire/01.yaml", SECTION),
        ("anyshire/journeys/a.yaml", "no: clause"),
        ("anyshire/notes.txt", "no: clause"),
    ];
    assert_eq!(under("worked_journeys_in_the_folder", &files).status, 0);
}

#[test]
fn a_folder_with_faults() {
    let faulty = SECTION.replace("social-worker", "social-wroker").replace("of missing", "of mising");
    let came = under("a_folder_with_faults", &[("anyshire/protocol.yaml", HEAD), ("anyshire/01.yaml", &faulty)]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert_eq!(
        came.err,
        "anyshire/01.yaml:8: `social-wroker` is no role\n    help: did you mean `social-worker`?\n\
         anyshire/01.yaml:9: `mising` is neither an event nor a record\n    help: did you mean `missing`?\n"
    );
}

#[test]
fn a_folder_that_is_not_there_and_one_that_is_empty() {
    let folder = own_folder("a_folder_that_is_not_there");
    let journey = write(&folder, "child.yaml", JOURNEY);
    let asked = |protocols: &std::path::Path| {
        tandem(["duties".as_ref(), journey.as_os_str(), "--protocols".as_ref(), protocols.as_os_str()])
    };
    let came = asked(&folder.join("nowhere"));
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(came.err.contains("cannot be read: there is no file or folder of this name"), "{}", came.err);
    let empty = folder.join("empty");
    std::fs::create_dir(&empty).unwrap();
    let came = asked(&empty);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(came.err.contains("there is no protocol in this folder"), "{}", came.err);
}

#[test]
fn an_authority_of_another_folder_is_not_there() {
    let other = HEAD.replace("anyshire", "othershire");
    let came = under("an_authority_of_another_folder", &[("othershire/protocol.yaml", &other)]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(came.err.contains("there is no protocol `anyshire`\n    help: there are: othershire"), "{}", came.err);
}
