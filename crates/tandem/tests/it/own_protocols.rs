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

#[test]
fn the_folder_of_one_authority_is_refused() {
    let folder = own_folder("the_folder_of_one_authority");
    write(&folder, "our/anyshire/protocol.yaml", HEAD);
    write(&folder, "our/anyshire/01.yaml", SECTION);
    let (our, anyshire) = (folder.join("our"), folder.join("our/anyshire"));
    let asked = |folder: &std::path::Path| {
        tandem(["protocol".as_ref(), "check".as_ref(), "--protocols".as_ref(), folder.as_os_str()])
    };
    let came = asked(&anyshire);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    let said = format!(
        "{}: `protocol.yaml` stands in this folder itself\n    help: give the folder above: --protocols {}\n",
        anyshire.display(),
        our.display()
    );
    assert_eq!(came.err, said);
    assert_eq!(asked(&our).status, 0);
    let here = tandem(["protocol", "check", "--protocols", "protocols/enfield/."]);
    assert!(here.err.ends_with("--protocols protocols\n"), "{}", here.err);
}

#[test]
fn a_council_without_a_list_of_clauses_is_not_said_to_be_complete() {
    let folder = own_folder("a_council_without_a_list");
    write(&folder, "anyshire/protocol.yaml", HEAD);
    write(&folder, "anyshire/01.yaml", SECTION);
    let coverage = |more: &[&str]| {
        let arguments = ["protocol".as_ref(), "coverage".as_ref(), "--protocols".as_ref(), folder.as_os_str()];
        tandem(arguments.into_iter().chain(more.iter().map(|m| m.as_ref())))
    };
    let came = coverage(&[]);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    assert!(
        came.out.ends_with("\nanyshire has no list in catalogue.yaml; 1 clause cannot be compared.\n"),
        "{}",
        came.out
    );
    assert!(!came.out.contains("Every clause of the catalogue is there"), "{}", came.out);
    let json: Value = serde_json::from_str(&coverage(&["--format", "json"]).out).unwrap();
    assert_eq!(json["authorities"][0]["in_catalogue"], false);
    let shipped = tandem(["protocol", "coverage"]);
    assert!(shipped.out.ends_with("\nEvery clause of the catalogue is there.\n"), "{}", shipped.out);
}
